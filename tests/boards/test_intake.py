from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.choices import Finish, MaskColour, Sides, Source
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.fabrication.questions import ask
from pcbsales.boards.received_data import part_no_from, sides_of, specification_from
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.boards.builders import (
    A_READING,
    MOVED,
    PACKAGE,
    TODAY,
    Parts,
    a_reading,
    closed,
    codes,
    intake,
    taken_in,
    the_part,
)
from tests.boards.fabrication.drawn import board, packed, read

SIZE = BoardSize(Decimal(100), Decimal(68))


def test_what_the_data_answers_is_known_as_the_datas() -> None:
    answers, questions = specification_from(A_READING, as_of=TODAY)
    assert answers.values == {
        "layers": 4,
        "board_size": SIZE,
        "min_track_mm": Decimal("0.15"),
        "min_hole_mm": Decimal("0.25"),
        "mask_sides": Sides.BOTH,
        "legend_sides": Sides.TOP,
    }
    assert set(answers.sources.values()) == {Source.DATA}
    assert not questions


@pytest.mark.parametrize(
    ("stated", "finish"),
    [("ENIG", Finish.ENIG), ("HAL SnPb", Finish.HASL), ("Immersion tin", Finish.IMSN)],
)
def test_a_job_files_words_are_understood(stated: str, finish: Finish) -> None:
    reading = a_reading(thickness_mm=Decimal("1.6"), finish=stated, mask_colour="Green")
    answers, questions = specification_from(reading, as_of=TODAY)
    assert answers.values["finish"] is finish
    assert answers.values["mask_colour"] is MaskColour.GREEN
    assert answers.values["thickness_mm"] == Decimal("1.6")
    assert not questions


def test_a_word_that_means_nothing_to_us_is_asked_about() -> None:
    reading = a_reading(finish="Unobtainium", thickness_mm=Decimal(120))
    answers, questions = specification_from(reading, as_of=TODAY)
    assert "finish" not in answers.values
    assert "thickness_mm" not in answers.values
    assert {question.code for question in questions} == {"finish.not-given", "thickness.not-given"}
    assert "the data states Unobtainium, which we cannot read" in questions[1].text


def test_a_size_that_is_none_of_a_board_is_left_out() -> None:
    reading = a_reading(size_mm=(Decimal("0.2"), Decimal(30)))
    answers, _ = specification_from(reading, as_of=TODAY)
    assert "board_size" not in answers.values


def test_a_package_opens_the_part_with_its_first_revision() -> None:
    changes = intake()
    part = the_part(changes)
    assert (part.id, part.current.rev, part.current.opened) == ("HUAYI/HY-4410", "A", TODAY)
    assert (changes.action, changes.subject) == (
        "intake.add",
        "Take in HUAYI/HY-4410 revision A",
    )
    assert changes.adds == (part,)
    data = part.current.fabrication
    assert data is not None
    assert (data.holes, data.slots, data.copper_layers, data.bytes) == (304, 2, 4, len(PACKAGE))
    assert data.board_size == SIZE
    assert [file.role for file in data.files] == ["copper-top", "outline"]
    assert codes(part.current) == ["thickness.not-given", "finish.not-given", "colour.not-given"]


def test_the_zip_is_kept_by_its_hash() -> None:
    (kept,) = intake().attachments
    assert (kept.sha256, kept.name) == (sha256(PACKAGE).hexdigest(), "HY-4410.zip")
    assert kept.data == PACKAGE


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        ("thickness_mm=1.6", ["finish.not-given", "colour.not-given"]),
        ("finish=enig", ["thickness.not-given", "colour.not-given"]),
        ("mask_colour=green", ["thickness.not-given", "finish.not-given"]),
        ("tg_c=150", ["thickness.not-given", "finish.not-given", "colour.not-given"]),
    ],
)
def test_what_the_customer_states_is_not_asked(setting: str, left: list[str]) -> None:
    part = taken_in(setting)
    assert codes(part.current) == left
    assert part.current.sources[setting.partition("=")[0]] is Source.CUSTOMER


@pytest.mark.parametrize("code", ["outline.missing", "outline.open", "outline.several-boards"])
def test_a_stated_size_answers_what_the_outline_leaves_open(code: str) -> None:
    unsure = a_reading(ask(code, "Which size?"), size_mm=None)
    assert code in codes(taken_in(reading=unsure).current)
    stated = taken_in("board_size=100 x 68", reading=unsure).current
    assert code not in codes(stated)
    assert stated.specification.board_size == SIZE


def test_a_stated_size_settles_one_that_the_data_is_unsure_of() -> None:
    unsure = a_reading(ask("outline.several-boards", "Is it an array?"))
    stated = taken_in("board_size=50 x 68", reading=unsure).current
    assert str(stated.specification.board_size) == "50 x 68"
    assert not {"outline.several-boards", "size.conflict"} & set(codes(stated))


@pytest.mark.parametrize(
    ("setting", "code", "text"),
    [
        (
            "layers=2",
            "layer.count-conflict",
            "copper layers: the order states 2, the data says 4. Which one holds?",
        ),
        (
            "board_size=100 x 80",
            "size.conflict",
            "board size, mm: the order states 100 x 80, the data says 100 x 68. Which one holds?",
        ),
        ("min_hole_mm=0.2", "hole.conflict", "min hole, mm: the order states 0.2"),
        ("mask_sides=top", "mask.conflict", "solder mask sides: the order states top"),
    ],
)
def test_order_and_data_are_never_silently_reconciled(setting: str, code: str, text: str) -> None:
    revision = taken_in(setting).current
    key = setting.partition("=")[0]
    assert key not in revision.specification.given()
    assert key not in revision.sources
    (question,) = (q for q in revision.open_questions if q.code == code)
    assert text in question.text
    assert question.key == key


def test_a_size_turned_or_rounded_is_no_conflict() -> None:
    revision = taken_in("board_size=68 x 100.02").current
    assert "size.conflict" not in codes(revision)
    assert str(revision.specification.board_size) == "68 x 100.02"


@pytest.mark.parametrize(
    ("rule", "layers", "source"),
    [("follow_order", 2, Source.CUSTOMER), ("follow_files", 4, Source.DATA)],
)
def test_the_customers_own_rule_on_conflicts_holds_and_is_kept(
    rule: str, layers: int, source: Source
) -> None:
    part = taken_in("layers=2", f"on_conflict={rule}")
    assert part.current.specification.layers == layers
    assert part.current.sources["layers"] is source
    assert list(closed(part)) == ["layer.count-conflict"]
    (question,) = (q for q in part.current.questions if not q.is_open)
    assert (question.answer, question.answered_by) == (f"on_conflict={rule}", "mei")


def test_the_same_package_once_more_is_recognised() -> None:
    held = Parts(taken_in())
    with pytest.raises(RefusedError) as refused:
        intake(held, package="HY-4410 (1).zip")
    assert str(refused.value) == (
        "HY-4410 (1).zip is in HUAYI/HY-4410 revision A already: byte for byte HY-4410.zip, "
        "received 2026-11-23"
    )


def test_changed_data_is_a_new_revision() -> None:
    held = Parts(taken_in())
    with pytest.raises(RefusedError) as refused:
        intake(held, data=b"changed", reading=MOVED)
    assert str(refused.value) == (
        "HUAYI/HY-4410 revision A holds another package, HY-4410.zip; changed data is a new "
        "revision: open it with --revise, or name it with --rev (there are A)"
    )
    changes = intake(held, data=b"changed", reading=MOVED, rev="B")
    part = the_part(changes)
    assert changes.updates == (part,)
    assert [revision.rev for revision in part.revisions] == ["A", "B"]
    assert part.is_superseded("A")


def test_a_new_revision_carries_over_what_was_ordered() -> None:
    held = Parts(taken_in("thickness_mm=1.6"))
    part = the_part(intake(held, data=b"changed", reading=MOVED, rev="B"))
    assert part.current.specification.thickness_mm == Decimal("1.6")
    assert part.current.sources["thickness_mm"] is Source.CUSTOMER
    assert "thickness.not-given" not in codes(part.current)
    assert "finish.not-given" in codes(part.current)


def test_the_same_data_under_another_name_is_asked_about() -> None:
    held = Parts(taken_in())
    other = the_part(intake(held, part_no="HY-4411"))
    again = the_part(intake(held, rev="B"))
    for part in (other, again):
        (question,) = (q for q in part.current.questions if q.code == "package.repeated")
        assert "byte for byte that of HUAYI/HY-4410 revision A" in question.text


def test_a_revision_opened_without_data_is_filled() -> None:
    blank = taken_in("thickness_mm=1.6", "layers=2")
    empty = blank.current.model_copy(update={"fabrication": None, "questions": ()})
    held = Parts(blank.with_revision(empty))
    part = the_part(intake(held, data=b"now"))
    assert len(part.revisions) == 1
    assert part.current.fabrication is not None
    assert part.current.specification.thickness_mm == Decimal("1.6")
    assert "thickness.not-given" not in codes(part.current)


def test_a_number_that_differs_in_case_alone_is_taken() -> None:
    with pytest.raises(RefusedError, match="HUAYI/HY-4410 is already a part"):
        intake(Parts(taken_in()), part_no="hy-4410")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"part_no": "HY\t4410"}, "id: expected an id"),
        ({"rev": "rev A"}, "rev: expected a revision such as A, 2.1 or R3"),
        ({"package": "a\u202eb.zip"}, "fabrication.package: the character U+202E is not allowed"),
    ],
)
def test_names_that_no_record_can_hold_are_refused(changes: dict[str, str], message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        intake(None, **changes)
    assert message in str(refused.value)


def test_a_setting_that_cannot_be_read_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"expected 0\.1 to 10 mm, got 16"):
        intake(None, "thickness_mm=16")


@pytest.mark.parametrize(
    ("package", "part_no"),
    [
        ("HY-4410.zip", "HY-4410"),
        ("HY-4410.ZIP", "HY-4410"),
        ("in/HY-4410_gerber.zip", "HY-4410"),
        ("C:\\mail\\HY-4410 Gerber files.zip", "HY-4410"),
        ("HY-4410-fab.zip", "HY-4410"),
        ("gerber.zip", "gerber"),
        ("prefab.zip", "prefab"),
    ],
)
def test_the_part_number_follows_from_the_packages_name(package: str, part_no: str) -> None:
    assert part_no_from(package) == part_no


def test_sides_are_named_once() -> None:
    assert sides_of(("bottom",)) is Sides.BOTTOM
    assert sides_of(()) is None


def test_a_drawn_package_goes_in() -> None:
    data = packed(board())
    part = taken_in("thickness_mm=1.6", reading=read(board()), data=data)
    figures = part.current.fabrication
    assert figures is not None
    assert (figures.copper_layers, figures.holes, str(figures.board_size)) == (2, 32, "40 x 25")
    assert codes(part.current) == ["finish.not-given", "colour.not-given"]


keys = st.sampled_from(
    (
        "layers=2",
        "layers=4",
        "board_size=100 x 68",
        "board_size=10 x 10",
        "min_hole_mm=0.25",
        "thickness_mm=1.6",
        "finish=enig",
        "mask_sides=top",
        "on_conflict=follow_files",
    )
)


@given(st.lists(keys, unique_by=lambda text: text.partition("=")[0]))
def test_every_stated_key_is_either_taken_or_asked(settings: list[str]) -> None:
    revision = taken_in(*settings).current
    given_keys = revision.specification.given()
    asked = {question.key for question in revision.questions}
    for setting in settings:
        key = setting.partition("=")[0]
        assert key in given_keys or key in asked
        if key in given_keys and key not in asked and key != "on_conflict":
            assert revision.sources[key] is Source.CUSTOMER
