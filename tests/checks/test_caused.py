"""Which findings a change is answerable for."""

from dataclasses import replace
from decimal import Decimal

from pcbsales.kernel.errors import Finding
from pcbsales.store.checks.soundness import caused

SEEN = frozenset({("customer", "A")})


def wrong(
    record: str, rule: str = "r.one", *, off: str = "", at: int = 0, **values: str
) -> Finding:
    found = Finding("", 0, rule, "wrong", values, ("customer", record, ("lines", at)))
    return replace(found, measure=Decimal(off)) if off else found


def brought(before: list[Finding], after: list[Finding]) -> list[Finding]:
    return list(caused(before, after, SEEN))


def test_what_was_wrong_before_is_not_brought_by_the_change() -> None:
    assert brought([wrong("A")], [wrong("A")]) == []
    assert brought([wrong("A", at=1)], [wrong("A", at=2)]) == []
    assert brought([wrong("A"), wrong("B")], [wrong("B")]) == []


def test_another_fault_of_a_written_record_is() -> None:
    new = wrong("A", item="2")
    assert brought([wrong("A", item="1")], [new]) == [new]
    assert brought([wrong("A", "r.two")], [new]) == [new]


def test_a_record_that_nobody_wrote_may_be_told_otherwise_but_not_more() -> None:
    old, other, more = wrong("B", near="X"), wrong("B", near="Y"), wrong("B", near="Z")
    assert brought([old], [other]) == []
    assert brought([old], [old, more]) == [more]
    assert brought([], [more]) == [more]


def test_who_brings_it_nearer_may_write() -> None:
    assert brought([wrong("A", off="10", by="10")], [wrong("A", off="4", by="4")]) == []
    worse = wrong("A", off="11", by="11")
    assert brought([wrong("A", off="10", by="10")], [worse]) == [worse]
