"""Every command shows an example in its help; test_no_index runs them on the sample ledger."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

from pcbsales.desk.whole_ledger import WHOLE
from pcbsales.manifest import load
from pcbsales.registry import catalogue
from scripts.sample.approvals import WAITING, reply_mail
from scripts.sample.board.package import draw_package
from tests.conftest import Pcbsales

_EXAMPLE = re.compile(r"Example: (pcbsales .+)")


def own_commands() -> Iterator[tuple[str, Any]]:
    """The commands that rooms write themselves; the generic verbs are tested in test_nouns."""
    for name, (group, _) in WHOLE.items():
        command: Any = get_group(load(group)).commands[name]
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield name, command
        for verb, below in getattr(command, "commands", {}).items():
            yield f"{name} {verb}", below
    for noun, groups in catalogue().commands.items():
        for served in groups:
            for name, command in get_group(load(served.app_path)).commands.items():
                yield f"{noun} {name}", command


def examples() -> Iterator[Any]:
    for name, command in own_commands():
        for example in _EXAMPLE.findall(command.help or ""):
            yield pytest.param(example, id=f"{name}: {example}")


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=n) for n, c in own_commands()])
def test_every_command_has_an_example_and_a_line_of_help(name: str, command: Any) -> None:
    assert _EXAMPLE.search(command.help or ""), name
    assert command.help.splitlines()[0].endswith((".", ":")), name


def make_ready(example: str, ledger_folder: Path, pcbsales: Pcbsales) -> None:
    """See that there is what *example* is about: a package, a decision, a clone with no letter."""
    (ledger_folder / "HY-4410.zip").write_bytes(draw_package())
    if "mail-in reply.eml" in example:
        reply = reply_mail("wei.qin@penglan.example", WAITING, "GRANT", "AR-2026-00004")
        (ledger_folder / "reply.eml").write_bytes(reply)
    if example.startswith("pcbsales undo"):
        pcbsales("person", "new", "HUAYI", "Chen Li", "--department", "quality")
    if example.startswith("pcbsales station add"):
        (ledger_folder / ".git/pcbsales/station").unlink()
