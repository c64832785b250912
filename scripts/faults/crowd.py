"""Writers in a crowd, and writers killed at random; what they were promised is there, once."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any, Final

from scripts.faults.prepared import copied, git, git_in
from scripts.faults.program import Program
from scripts.faults.report import Row

_WRITE: Final = ("payment", "new", "HUAYI", "1.00 CNY", "--reference", "{tag}", "-o", "json")
_LIST: Final = ("payment", "list", "-o", "json")
#: Kills fall anywhere in the first few commands of a writer.
_COMMANDS: Final = 3
_ALL_AT_ONCE: Final = 0.25
_P99_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a writer kept of one command's answer."""

    tag: str
    code: int
    seconds: float
    out: str
    err: str

    @property
    def id(self) -> str:
        """The id that was promised."""
        return str(json.loads(self.out)["id"])


def kills_row(program: Program, ledger: Path, kills: int, writers: int, seed: int) -> Row:
    """Kill writers at random, one or all of them, and start them again."""
    chance = Random(seed)  # noqa: S311 - kills that can be made again
    root, answers = _begin(program, ledger)
    row = Row(f"random kills, {writers} writer{'s' if writers > 1 else ''}")
    longest = _COMMANDS * _seconds(program, root)
    running: list[int] = []
    for number in range(kills):
        while len(running) < writers:
            tag = f"K{number}W{len(running)}"
            running.append(program.repeat(root, _WRITE, answers, tag=tag))
        time.sleep(chance.uniform(0, longest))
        all_at_once = chance.random() < _ALL_AT_ONCE
        for pid in list(running) if all_at_once else [chance.choice(running)]:
            program.kill(pid)
            running.remove(pid)
        row.runs += 1
    for pid in running:
        program.kill(pid)
    return _judge(program, root, answers, row)


def crowd_row(program: Program, ledger: Path, writers: int, times: int) -> Row:
    """*writers* at once, each writing *times*: all is there, and nobody waits too long."""
    root, answers = _begin(program, ledger)
    row = Row(f"{writers} writers × {times}", runs=writers * times)
    running = [
        program.repeat(root, _WRITE, answers, tag=f"W{number}", times=times)
        for number in range(writers)
    ]
    started = time.monotonic()
    for pid in running:
        program.wait(pid)
    seconds = time.monotonic() - started
    found = _answers(answers)
    refused = [f"exit {each.code}: {each.err.strip()[-200:]}" for each in found if each.code]
    row.wrong += [*refused, *_slow(found)]
    if len(found) != writers * times:
        row.wrong.append(f"{writers * times} commands gave {len(found)} answers")
    _judge(program, root, answers, row)
    row.trial += f"; {_latency(found)}; {len(found) / seconds:.1f} a second"
    return row


def _begin(program: Program, ledger: Path) -> tuple[Path, Path]:
    root = copied(ledger, program.folder / "crowd")
    answers = program.folder / "answers"
    answers.unlink(missing_ok=True)
    program.run(root, _LIST)
    return root, answers


def _seconds(program: Program, root: Path) -> float:
    """How long one command takes here and now."""
    started = time.monotonic()
    program.run(root, [*_WRITE[:-3], "FIRST", "-o", "json"])
    return time.monotonic() - started


def _judge(program: Program, root: Path, answers: Path, row: Row) -> Row:
    """Add to *row* what is wrong with the ledger that the writers left."""
    before = git(root, "rev-list", "--max-parents=0", "HEAD").strip()
    listed = program.run(root, _LIST)
    records: list[dict[str, Any]] = json.loads(listed.out) if listed.code == 0 else []
    found = _answers(answers)
    row.ends.update(f"exit {each.code}" for each in found)
    row.ends["records"] += len(records)
    row.wrong += [
        *_promises(found, records),
        *(f"exit {each.code}: {each.err.strip()[-200:]}" for each in found if _is_odd(each)),
        *_whole(program, root, len(records), before),
    ]
    return row


def _promises(found: Sequence[Answered], records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What was promised and is not there, or there twice; what was refused and is there."""
    held = {record["id"]: record["reference"] for record in records}
    there = Counter(held.values())
    ids = Counter(each.id for each in found if each.code == 0)
    yield from (f"{number} was given {times} times" for number, times in ids.items() if times > 1)
    yield from (f"{tag} is there {times} times" for tag, times in there.items() if times > 1)
    for each in found:
        if each.code == 0 and held.get(each.id) != each.tag:
            yield f"{each.id} was acknowledged for {each.tag} and is lost"
        elif each.code and there[each.tag]:
            yield f"{each.tag} ended in exit {each.code} and is there"


def _is_odd(each: Answered) -> bool:
    return "Traceback" in each.err or each.code not in {0, 4, 5}


def _whole(program: Program, root: Path, records: int, first: str) -> Iterator[str]:
    """The repository: one commit for each record, in a line; sound; its files as committed."""
    commits = int(git(root, "rev-list", "--count", f"{first}..HEAD"))
    if commits != records or git(root, "rev-list", "--merges", "HEAD"):
        yield f"{records} records, {commits} commits"
    fsck = git_in(root, ("fsck", "--strict", "--no-dangling"))
    if fsck.returncode or fsck.stdout.strip():
        yield f"fsck: {(fsck.stdout + fsck.stderr)[:300]}"
    check = program.run(root, ("check",))
    if check.code:
        yield f"check: exit {check.code}: {(check.out + check.err)[:300]}"
    status = git(root, "status", "--porcelain", "--", "ledger/payments")
    if status:
        yield f"status: {status[:300]}"


def _answers(file: Path) -> list[Answered]:
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [Answered(**json.loads(line)) for line in lines if line.endswith("}")]


def _slow(found: Sequence[Answered]) -> Iterator[str]:
    if (slow := _percentile([each.seconds for each in found])) > _P99_SECONDS:
        yield f"p99 is {slow:.1f} s"


def _latency(found: Sequence[Answered]) -> str:
    seconds = [each.seconds for each in found]
    return (
        f"p50 {median(seconds):.2f} s, p99 {_percentile(seconds):.2f} s, "
        f"longest {max(seconds):.2f} s"
    )


def _percentile(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
