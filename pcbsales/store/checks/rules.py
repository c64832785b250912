"""What the ledger's files are asked for, beside the rules of the rooms, and how to mend them."""

from pcbsales.kernel.errors import Rule
from pcbsales.manifest import Catalogue

RULES: dict[str, Rule] = {
    "reference.missing": Rule(
        asks="Every id that a record names is that of a record.",
        remedy="Correct the id, or bring the record back; git log -- PATH shows where it went.",
    ),
    "layout.stray": Rule(
        asks="Below ledger/ there is nothing but records and attachments, each in its place.",
        remedy="Move the file out of ledger/, or rename it as its id says.",
    ),
    "layout.place": Rule(
        asks="A record lies where its id says.",
        remedy="Move the file to the path that is named: git mv OLD NEW",
    ),
    "layout.twice": Rule(
        asks="One id has one file.",
        remedy="Keep the right one of the two files and take the other out.",
    ),
    "layout.clash": Rule(
        asks="No two ids of one kind differ in case or width of letters alone.",
        remedy="Keep one of the two records, or give one of them another id.",
    ),
    "layout.ignored": Rule(
        asks="Git ignores no record: what it ignores is never committed.",
        remedy="Take the pattern out of the .gitignore or exclude file that is named by: "
        "git check-ignore -v PATH",
    ),
    "layout.file": Rule(
        asks="A record is a plain file that can be read.",
        remedy="Put a plain file in place of the link or folder, and make it readable.",
    ),
    "layout.id": Rule(
        asks="The id in a record is the one that its file is named by.",
        remedy="Correct the id in the file, or rename the file.",
    ),
    "attachment.hash": Rule(
        asks="An attachment is named by the SHA-256 of its content.",
        remedy="Bring the file back as it came: git restore PATH; or attach what it is now.",
    ),
    "attachment.missing": Rule(
        asks="What a record says was attached is there.",
        remedy="Bring the file back with: git restore PATH; or attach it again.",
    ),
}
#: What holds for all that a record's own validators and the strict reading of YAML find.
_FIELD = Rule(
    asks="A record has the fields of its kind, each as its type wants it.",
    remedy="Correct the file as the message says; all fields are in docs/ledger-format.md.",
)


def rule_of(catalogue: Catalogue, name: str) -> Rule:
    """What the rule *name* asks for, and what to do where it is broken."""
    return catalogue.rules.get(name) or RULES.get(name) or _FIELD
