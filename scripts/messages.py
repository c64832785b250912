"""Message ids in the code and the templates, and the catalogues that must hold them.

``python -m scripts.messages`` lists what is missing, stale or has other gaps (exit 1).
``python -m scripts.messages --add LANGUAGE FILE`` takes translations from a JSON file
``{"english": "translation"}`` into the catalogue, drops stale entries and sorts it.
``python -m scripts.messages --missing LANGUAGE`` prints such a file with empty translations.
"""

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from string import Formatter
from typing import Any

from pcbsales.approvals.authority import Over
from pcbsales.approvals.inbox import RequestState
from pcbsales.approvals.who_may import How
from pcbsales.boards.specification import terms
from pcbsales.company.calendar_report import DayKind
from pcbsales.company.records import Role
from pcbsales.company.tax_policy import Treatment
from pcbsales.customers.documents.records import ClauseState
from pcbsales.customers.records import Sector
from pcbsales.customers.terms import StartEvent
from pcbsales.desk.record_list import heading
from pcbsales.i18n.catalogue import FOLDER, read_po
from pcbsales.i18n.language import Language
from pcbsales.kernel.calendar import Weekday
from pcbsales.quoting.agreements.agreement_explained import StepKind
from pcbsales.quoting.agreements.agreement_report import AgreementState
from pcbsales.quoting.agreements.records import ClauseKind
from pcbsales.quoting.outcomes.due import DueReason
from pcbsales.quoting.quotations.quote_event import Channel, InReturn, LossReason
from pcbsales.quoting.quotations.quote_line import BasisUnit
from pcbsales.quoting.quotations.standing import QuoteState
from pcbsales.quoting.tooling.register import ToolState
from pcbsales.quoting.touched.touched import Cause
from pcbsales.receivables.event import EventKind
from pcbsales.receivables.settlement import Origin
from pcbsales.registry import catalogue as catalogue_of_rooms
from scripts.message_ids import in_code, in_templates

#: What cells of tables are words of, beside the columns of lists.
_SHOWN = (
    AgreementState, BasisUnit, Cause, Channel, ClauseKind, ClauseState, DayKind, DueReason,
    EventKind, How, InReturn, LossReason, Origin, Over, QuoteState, RequestState, Role, Sector,
    StartEvent, StepKind, ToolState, Treatment, Weekday,
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]
_HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def used() -> dict[str, str]:
    """Every message id of the code and the templates -> where it stands first (``path:line``)."""
    found: dict[str, str] = {}
    said = (*in_code(ROOT / "pcbsales"), *in_templates(ROOT / "templates"), *in_lists())
    for msgid, place in said:
        found.setdefault(msgid, place)
    return {msgid: found[msgid] for msgid in sorted(found) if any(map(str.isalpha, msgid))}


def in_lists() -> Iterator[tuple[str, str]]:
    """Headings of generic lists, cells that are words, terms that questions name, and whose."""
    for kind in catalogue_of_rooms().kinds.values():
        place = kind.type_path.partition(":")[0].replace(".", "/") + ".py"
        for name in kind.columns or kind.keys:
            yield heading(name), place
            field = kind.type.model_fields.get(name)
            yield from ((word, place) for word in _words(field and field.annotation))
    yield from ((term.en, "pcbsales/boards/specification.py") for term in terms().values())
    for shown in _SHOWN:
        yield from ((word, shown.__module__.replace(".", "/") + ".py") for word in _words(shown))


def _words(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (choice.value for choice in annotation)


def gaps(message: str) -> frozenset[str]:
    """The names of the gaps of *message*."""
    return frozenset(gap for _, gap, _, _ in Formatter().parse(message) if gap is not None)


def catalogue(language: Language) -> dict[str, str]:
    """What the catalogue of *language* holds."""
    path = FOLDER / f"{language.locale}.po"
    return read_po(path.read_text(encoding="utf-8")) if path.exists() else {}


def problems(language: Language) -> list[str]:
    """What is missing from, stale in, or filled otherwise in the catalogue of *language*."""
    wanted, held = used(), catalogue(language)
    return [
        *(f"{place}: missing: {msgid}" for msgid, place in wanted.items() if msgid not in held),
        *(f"stale: {msgid}" for msgid in held if msgid not in wanted),
        *(f"other gaps: {msgid}" for msgid, said in held.items() if gaps(msgid) != gaps(said)),
    ]


def add(language: Language, translations: dict[str, str]) -> None:
    """Write the catalogue of *language* anew with *translations*, without what is stale."""
    wanted = used()
    held = catalogue(language) | {key: text for key, text in translations.items() if text}
    blocks = [_HEADER.format(language.locale)]
    blocks += [
        _entry(msgid, held[msgid], place) for msgid, place in wanted.items() if msgid in held
    ]
    (FOLDER / f"{language.locale}.po").write_text("\n".join(blocks), encoding="utf-8")


def _entry(msgid: str, msgstr: str, place: str) -> str:
    path = place.partition(":")[0]
    return f"#: {path}\nmsgid {_quoted(msgid)}\nmsgstr {_quoted(msgstr)}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Run as the module's head says; the exit code."""
    chinese = [language for language in Language if language.is_chinese]
    match arguments:
        case ["--add", tag, file]:
            add(Language.named(tag), json.loads(Path(file).read_text(encoding="utf-8")))
            return 0
        case ["--missing", tag]:
            held = catalogue(Language.named(tag))
            absent = {msgid: "" for msgid in used() if msgid not in held}
            sys.stdout.write(json.dumps(absent, ensure_ascii=False, indent=0) + "\n")
            return 0
        case []:
            lines = [f"{tag.locale}: {line}" for tag in chinese for line in problems(tag)]
            sys.stdout.writelines(f"{line}\n" for line in lines)
            return 1 if lines else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
