"""docs/odd-states.md: the table of odd states for people to read."""

from typing import Final

from tests.store.odd_states.state import Answer, OddState
from tests.store.odd_states.table import GROUPS

_INTRO: Final = """\
# Odd states

Made by `make docs` from the table that `tests/store/odd_states` runs; a test holds it true.

Every state is made on a copy of a small ledger with a hand edit and a staged file. `customer list`,
`doctor` and `customer new` are run in it, and judged: nothing that the ledger or the environment
names has run; hand edits and staged files are as they were; a commit holds the new record and
nothing else; where writing is refused, no file of work tree or repository has changed; nothing
waits for ever; nobody sees a traceback. The doctor names what forbids writing in the same words.

"as ever" is exit 0 with the usual answer. Answers are from files at all times: a state of the
repository hinders reading only where something could run, or where records would be left out.
"""
_PLACES: Final = {
    "{root}": "/home/mei/ledger",
    "{folder}": "/home/mei",
    "{object}": "0cf252ad…",
    "{short}": "0cf252adde1f",
}


def odd_states_page() -> str:
    """The page, as Markdown."""
    lines = [_INTRO]
    for group, states in GROUPS.items():
        lines += [
            f"## {group}",
            "",
            "| state | how it looks | reading | writing |",
            "|---|---|---|---|",
        ]
        lines += [_row(state) for state in states]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(state: OddState) -> str:
    cells = (state.name, state.how, _said(state.reading), _said(state.writing))
    return (
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"
    )


def _said(answer: Answer) -> str:
    if answer == Answer():
        return "as ever"
    says = answer.says
    for gap, place in _PLACES.items():
        says = says.replace(gap, place)
    code = f"exit {answer.code}: " if answer.code else "as ever, and: "
    return code + says.removeprefix("error: ")
