import pytest

from pcbsales.boards.choices import Finish, Source
from pcbsales.boards.fabrication.questions import ask
from pcbsales.boards.part import open_part, set_specification
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.boards.builders import TODAY, Parts, a_reading, closed, codes, intake, taken_in, the_part


def spec(part: Part, *settings: str, rev: str | None = None) -> Part:
    """The part after ``part spec``."""
    return the_part(
        set_specification(
            Parts(part), part=part.id, rev=rev, settings=settings, actor="mei", as_of=TODAY
        )
    )


def conflicted() -> Part:
    """A part whose order says 2 layers and whose data says 4."""
    return taken_in("layers=2")


def question(revision: Revision, code: str) -> tuple[str | None, str | None]:
    """The answer to a question, and who gave it."""
    (found,) = (question for question in revision.questions if question.code == code)
    return found.answer, found.answered_by


def test_an_answer_is_set_and_closes_its_question() -> None:
    part = spec(taken_in(), "finish=沉金", "thickness=1.6")
    assert part.current.specification.finish is Finish.ENIG
    assert part.current.sources["finish"] is Source.CUSTOMER
    assert codes(part.current) == ["colour.not-given"]
    assert question(part.current, "finish.not-given") == ("finish=enig", "mei")


def test_the_change_set_is_named_and_updates_the_part() -> None:
    part = taken_in()
    changes = set_specification(
        Parts(part), part=part.id, settings=["tg_c=150"], actor="mei", as_of=TODAY
    )
    assert (changes.action, changes.subject) == (
        "part.spec",
        "Specify part HUAYI/HY-4410 revision A",
    )
    assert changes.updates == (the_part(changes),)
    assert codes(the_part(changes).current) == codes(part.current)


def test_keys_that_were_set_before_stay() -> None:
    part = spec(spec(taken_in(), "finish=enig"), "tg_c=150")
    given = part.current.specification.given()
    assert (given["finish"], given["tg_c"], given["layers"]) == (Finish.ENIG, 150, 4)
    assert part.current.sources["layers"] is Source.DATA


def test_a_conflict_is_settled_by_the_customers_word() -> None:
    part = spec(conflicted(), "layers=4")
    assert part.current.specification.layers == 4
    assert question(part.current, "layer.count-conflict") == ("layers=4", "mei")


def test_the_customer_may_hold_to_what_the_data_denies() -> None:
    part = spec(conflicted(), "layers=2")
    assert part.current.specification.layers == 2
    assert part.current.sources["layers"] is Source.CUSTOMER


def test_what_contradicts_the_data_is_asked_first_and_stands_when_said_again() -> None:
    once = spec(taken_in(), "layers=6")
    assert once.current.specification.layers is None
    assert "layer.count-conflict" in codes(once.current)
    twice = spec(once, "layers=6")
    assert twice.current.specification.layers == 6
    assert "layer.count-conflict" not in codes(twice.current)


def test_a_rule_on_conflicts_given_beside_holds_at_once() -> None:
    part = spec(taken_in(), "layers=6", "on_conflict=follow_order")
    assert part.current.specification.layers == 6
    assert list(closed(part)) == ["layer.count-conflict"]


def test_a_size_settles_what_the_outline_left_open() -> None:
    unsure = taken_in(reading=a_reading(ask("outline.several-boards", "Is it an array?")))
    part = spec(unsure, "board_size=50 x 68")
    assert str(part.current.specification.board_size) == "50 x 68"
    assert question(part.current, "outline.several-boards") == ("board_size=50 x 68", "mei")


def test_a_question_without_a_key_is_answered_in_words() -> None:
    part = taken_in(reading=a_reading(ask("layer.missing", "Is it single-sided?")))
    after = spec(part, "layer.missing=single-sided, as drawn")
    assert question(after.current, "layer.missing") == ("single-sided, as drawn", "mei")


def test_an_answer_is_taken_back() -> None:
    part = spec(spec(taken_in(), "tg_c=150"), "tg_c=")
    assert part.current.specification.tg_c is None
    assert "tg_c" not in part.current.sources


def test_an_earlier_revision_is_named() -> None:
    part = the_part(intake(Parts(taken_in()), data=b"changed", rev="B"))
    after = spec(part, "tg_c=150", rev="A")
    assert [r.specification.tg_c for r in after.revisions] == [150, None]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            ["drill.missing=none"],
            "answers no open question of revision A; open are thickness.not-given, finish.not",
        ),
        (["thickness.not-given="], "thickness.not-given=TEXT answers no open question"),
    ],
)
def test_what_answers_nothing_is_refused(settings: list[str], message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        spec(taken_in(), *settings)
    assert message in str(refused.value)


def test_a_revision_that_is_none_is_a_slip_of_the_pen() -> None:
    with pytest.raises(UsageError, match="HUAYI/HY-4410 has no revision Z; revisions are A"):
        spec(taken_in(), "tg_c=150", rev="Z")


def test_what_the_data_says_becomes_the_customers_word() -> None:
    assert spec(taken_in(), "layers=4").current.sources["layers"] is Source.CUSTOMER


def test_the_same_answer_twice_changes_nothing() -> None:
    with pytest.raises(RefusedError) as refused:
        spec(spec(taken_in(), "tg_c=150", "finish=enig"), "tg=150", "finish=ENIG")
    assert str(refused.value) == ("HUAYI/HY-4410 revision A says so already; nothing would change")


@pytest.mark.parametrize(
    "setting", ["finnish=enig", "finish=gold", "thickness_mm=16", "layers", "layers=x"]
)
def test_what_cannot_be_read_changes_nothing(setting: str) -> None:
    with pytest.raises(UsageError):
        spec(taken_in(), "tg_c=150", setting)


def test_a_part_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="there is no part HUAYI/HY-1"):
        set_specification(
            Parts(), part="HUAYI/HY-1", settings=["tg_c=150"], actor="mei", as_of=TODAY
        )


def test_a_part_is_opened_before_its_data() -> None:
    changes = open_part(
        Parts(),
        customer="HUAYI",
        part_no="HY-9000",
        customer_pn="A-77",
        description="控制板",
        settings=["layers=2", "板厚=1.6"],
        as_of=TODAY,
    )
    part = the_part(changes)
    assert changes.adds == (part,)
    assert (part.id, part.customer_pn, part.description) == ("HUAYI/HY-9000", "A-77", "控制板")
    assert part.current.rev == "A"
    assert part.current.fabrication is None
    assert set(part.current.sources.values()) == {Source.CUSTOMER}


@pytest.mark.parametrize("number", ["", " ", " HY-9", "HY-9 "])
def test_blanks_around_it_are_no_part_number(number: str) -> None:
    with pytest.raises(RefusedError, match="is no part number"):
        open_part(Parts(), customer="HUAYI", part_no=number, as_of=TODAY)


def test_a_part_is_opened_once() -> None:
    with pytest.raises(RefusedError, match="HUAYI/HY-4410 is already a part; its number is taken"):
        open_part(Parts(taken_in()), customer="HUAYI", part_no="HY-4410", as_of=TODAY)
