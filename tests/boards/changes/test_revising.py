from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.boards.changes.revising import name_of_next, next_name, revise
from pcbsales.boards.choices import Finish, Source
from pcbsales.boards.part import set_specification
from pcbsales.boards.records import Part
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.boards.builders import MOVED, TODAY, a_reading, codes, intake, taken_in, the_part
from tests.boards.changes.builders import ledger

LATER = date(2026, 12, 1)


def revised(part: Part, *settings: str, requires: tuple[str, ...] = (), **more: Any) -> Part:
    return the_part(
        revise(
            ledger(part, requires=requires),
            **{"part": part.id, "settings": settings, "actor": "lin", "as_of": LATER, **more},
        )
    )


@pytest.mark.parametrize(
    ("rev", "following"),
    [
        ("A", "B"), ("c", "d"), ("Y", "Z"), ("Z", None), ("1", "2"), ("9", "10"), ("01", "02"),
        ("99", "100"), ("1.0", "1.1"), ("1.9", "1.10"), ("2.1.3", "2.1.4"), ("R2", "R3"),
        ("V1.2", "V1.3"), ("REV-3", "REV-4"), ("A1", "A2"), ("AB", None), ("2026-10", None),
        ("A-B", None), ("20261031", None),
    ],
)  # fmt: skip
def test_the_next_name_follows_the_customers_habit(rev: str, following: str | None) -> None:
    assert next_name(rev) == following


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,8}", fullmatch=True))
def test_a_next_name_is_another_that_a_revision_can_have(rev: str) -> None:
    following = next_name(rev)
    assert following != rev
    if following is not None:
        part = taken_in()
        first = part.current.model_copy(update={"rev": rev})
        assert name_of_next(part.model_copy(update={"revisions": (first,)}), None) == following


def test_what_was_ordered_is_carried_over_with_its_sources() -> None:
    part = revised(taken_in("thickness_mm=1.6"), "finish=osp", reference="mail of 30 Nov")
    assert [revision.rev for revision in part.revisions] == ["A", "B"]
    new = part.current
    assert (new.specification.finish, new.sources["thickness_mm"]) == (Finish.OSP, Source.CUSTOMER)
    assert (new.specification.layers, new.sources["layers"]) == (4, Source.DATA)
    assert new.change is not None
    assert (new.change.after, new.change.by, new.change.reference) == ("A", "lin", "mail of 30 Nov")
    assert new.fabrication is None
    assert codes(new) == ["colour.not-given"]


def test_the_data_may_stay_as_it_is() -> None:
    part = revised(taken_in(), "finish=osp", same_data=True)
    assert part.current.fabrication == part.revisions[0].fabrication
    asked = revised(taken_in(), "layers=6", same_data=True).current
    assert "layer.count-conflict" in codes(asked)
    free = revised(taken_in(), "layers=6").current
    assert free.specification.layers == 6
    with pytest.raises(RefusedError, match="revision B has no data to keep"):
        revised(revised(taken_in(), "finish=osp"), "finish=enig", same_data=True)


def test_the_requirements_of_today_are_applied() -> None:
    opened = taken_in("finish=enig")
    part = revised(opened, "layers=4", requires=("mask_colour=black", "finish=osp"))
    assert part.current.sources["mask_colour"] is Source.PROFILE
    assert "profile.conflict" in codes(part.current)
    dropped = revised(part, "layers=4")
    assert dropped.current.specification.mask_colour is None


def test_what_cannot_be_named_or_changes_nothing_is_refused() -> None:
    part = taken_in()
    odd = part.model_copy(
        update={"revisions": (part.current.model_copy(update={"rev": "2026-10"}),)}
    )
    with pytest.raises(RefusedError, match="name it with --rev"):
        revised(odd, "finish=osp")
    assert revised(odd, "finish=osp", rev="2026-11").current.rev == "2026-11"
    with pytest.raises(RefusedError, match="has a revision A already"):
        revised(part, "finish=osp", rev="A")
    with pytest.raises(UsageError, match="say what changes"):
        revised(part)
    once = revised(part, "finish=osp")
    with pytest.raises(RefusedError, match="says so already"):
        revised(once, "finish=osp")
    assert revised(once, "finish=osp", reference="mail").current.rev == "C"
    with pytest.raises(RefusedError, match="reference"):
        revised(part, reference="a\u202eb")


def test_a_change_follows_a_revision_that_stands_before_it() -> None:
    part = revised(taken_in(), "finish=osp")
    first, second = part.revisions
    with pytest.raises(ValidationError, match="does not stand before it"):
        Part.model_validate(
            {**dict(part), "revisions": (first.model_copy(update={"rev": "X"}), second)}
        )
    with pytest.raises(ValidationError, match="is the first"):
        Part.model_validate({**dict(part), "revisions": (second,)})


def test_changed_data_opens_the_next_revision_when_told_to() -> None:
    part = the_part(
        intake(ledger(taken_in("thickness_mm=1.6")), data=b"new", reading=MOVED, revise=True)
    )
    assert part.current.rev == "B"
    assert part.current.change is not None
    assert codes(part.current) == ["finish.not-given", "colour.not-given"]


def test_what_the_new_data_contradicts_is_asked_again() -> None:
    held = ledger(taken_in("board_size=100x68", "finish=enig"))
    bigger = a_reading(size_mm=(Decimal(110), Decimal(68)), files=MOVED.files)
    part = the_part(intake(held, data=b"new", reading=bigger, revise=True))
    assert "size.conflict" in codes(part.current)
    assert part.current.specification.finish is Finish.ENIG


def test_what_only_the_old_data_said_is_the_new_datas() -> None:
    held = ledger(taken_in())
    more = a_reading(copper_layers=6, files=MOVED.files)
    part = the_part(intake(held, data=b"new", reading=more, revise=True))
    assert part.current.specification.layers == 6
    assert "layer.count-conflict" not in codes(part.current)


def test_a_dispute_that_was_decided_is_not_asked_twice() -> None:
    disputed = taken_in("layers=2")
    settled = the_part(
        set_specification(
            ledger(disputed), part=disputed.id, settings=["layers=2"], actor="lin", as_of=TODAY
        )
    )
    part = the_part(intake(ledger(settled), data=b"new", reading=MOVED, revise=True))
    assert part.current.specification.layers == 2
    assert "layer.count-conflict" not in codes(part.current)


def test_the_same_files_in_another_zip_are_recognised() -> None:
    with pytest.raises(RefusedError, match=r"the same files as HY-4410\.zip, received 2026-11-23"):
        intake(ledger(taken_in()), data=b"other bytes", revise=True)


def test_the_same_files_for_a_changed_specification_are_no_question() -> None:
    part = revised(taken_in(), "finish=osp")
    filled = the_part(intake(ledger(part), as_of=LATER))
    assert filled.current.rev == "B"
    assert filled.current.fabrication is not None
    assert "package.repeated" not in codes(filled.current)


def test_an_older_revisions_files_are_asked_about() -> None:
    second = the_part(intake(ledger(taken_in()), data=b"new", reading=MOVED, revise=True))
    third = the_part(intake(ledger(second), data=b"zipped again", revise=True))
    (question,) = (q for q in third.current.questions if q.code == "package.repeated")
    assert "holds the same files as that of HUAYI/HY-4410 revision A" in question.text


def test_a_profile_answers_what_the_data_does_not_say() -> None:
    held = ledger(requires=("finish=enig", "layers=2", "thickness_mm<=2.4"))
    part = the_part(intake(held))
    assert part.current.sources["finish"] is Source.PROFILE
    assert codes(part.current) == ["thickness.not-given", "colour.not-given", "profile.conflict"]
    assert part.current.specification.layers == 4
