"""A warmed-up pcbsales that forks for every command: what a run costs is then the run alone.

Run by ``program.py`` under the preloaded library; it takes requests as lines of JSON.
"""

import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TextIO

from scripts.faults.shim import CONTROL, Control

_KEPT: Final = 0o644


def main() -> int:
    """Answer requests until there are none."""
    requests, answers = _own(0), _own(1)
    _redirect(Path(os.devnull), Path(os.devnull))
    control = Control(Path(os.environ[CONTROL]))
    for line in requests:
        answers.write(json.dumps(_answer(json.loads(line), control)) + "\n")
        answers.flush()
    return 0


def _answer(request: Mapping[str, Any], control: Control) -> object:
    if request["do"] == "wait":
        return os.waitpid(request["pid"], 0)[1]
    if request["do"] == "warm":
        return _warm(request)
    child = os.fork()
    # Set by both: whoever kills the group may come before the child has run at all.
    os.setpgid(child, child)
    if child:
        return child
    try:
        if request["do"] == "repeat":
            _repeat(request, control)
            os._exit(0)
        _one(request, control)
    finally:
        os._exit(1)


def _warm(request: Mapping[str, Any]) -> int:
    """Run a command in this very process, so that every module it needs is loaded."""
    os.chdir(request["root"])
    code = _command(request["words"])
    gc.collect()
    gc.freeze()
    return code


def _one(request: Mapping[str, Any], control: Control) -> None:
    """Be one command; ends the process with its exit code."""
    os.chdir(request["root"])
    _redirect(Path(request["out"]), Path(request["err"]))
    if request["armed"]:
        control.arm()
    os._exit(_command(request["words"]))


def _command(words: Sequence[str]) -> int:
    from pcbsales.__main__ import status  # noqa: PLC0415 -- once the library is loaded

    sys.argv = ["pcbsales", *words]
    try:
        code = status()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # shown as the interpreter would
        traceback.print_exc()
        code = 1
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        code = 120
    return code


def _repeat(request: Mapping[str, Any], control: Control) -> None:
    """Run a command again and again, and keep a line for every answer."""
    done = 0
    while not request["times"] or done < request["times"]:
        word = f"{request['tag']}-{done}"
        words = [part.replace("{tag}", word) for part in request["words"]]
        out, err = Path(f"{request['out']}.{word}.out"), Path(f"{request['out']}.{word}.err")
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _one({**request, "words": words, "out": out, "err": err, "armed": False}, control)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        seconds = time.monotonic() - started
        line = {"tag": word, "code": code, "seconds": seconds, "out": out.read_text("utf-8")}
        line["err"] = err.read_text("utf-8")
        _append(Path(request["answers"]), json.dumps(line) + "\n")
        out.unlink()
        err.unlink()
        done += 1


def _append(file: Path, line: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _KEPT)
    os.write(handle, line.encode())
    os.close(handle)


def _own(number: int) -> TextIO:
    """A stream of the harness's, moved out of the way of what commands print."""
    return os.fdopen(os.dup(number), "r" if number == 0 else "w", encoding="utf-8")


def _redirect(out: Path, err: Path) -> None:
    """Standard input is empty; standard output and error go to files."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, file, how in ((0, os.devnull, os.O_RDONLY), (1, out, flags), (2, err, flags)):
        handle = os.open(file, how, _KEPT)
        os.dup2(handle, number)
        os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
