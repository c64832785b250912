"""One line on a terminal, gone at the end; nothing anywhere else."""

import io

from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.workspace.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_that_goes_away() -> None:
    screen = Terminal()
    progress = Progress(translator(Language.ENGLISH), screen)
    for done in (12_345, 12_346, 190_599):
        progress(done, 190_599)
    line = "\r\x1b[Kreading 12,345 of 190,599 files"
    assert screen.getvalue() == f"{line}\r\x1b[K"


def test_a_pipe_sees_nothing() -> None:
    piped = io.StringIO()
    Progress(translator(Language.ENGLISH), piped)(1, 2)
    assert piped.getvalue() == ""
