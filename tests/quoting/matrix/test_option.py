"""Options of a board: read as typed, changed answers only, what hangs on them asked anew."""

import pytest

from pcbsales.boards.choices import DeliveryFormat
from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.matrix.option import Option, as_option, read_options, require_differing
from tests.quoting.builders import BOARD, a_revision

BOARD_A = a_revision(BOARD)


def test_options_get_letters_and_keep_lists_whole() -> None:
    texts = ["finish=enig,finish_thickness_uin=2", "as-is", "reports=coc,fai,finish=osp"]
    assert read_options(texts) == (
        Option("A", ("finish=enig", "finish_thickness_uin=2")),
        Option("B"),
        Option("C", ("reports=coc,fai", "finish=osp")),
    )
    assert read_options([]) == (None,)


@pytest.mark.parametrize("text", ["finish", "finish=gold", "nothing=1", "finish=osp,finish=enig"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_options([text])


def test_the_gold_of_another_finish_is_not_taken_over() -> None:
    found = as_option(BOARD_A, Option("A", ("finish=lf_hasl",))).specification
    assert (found.finish, found.finish_thickness_uin) == ("lf_hasl", None)
    same = as_option(BOARD_A, Option("A", ("finish=enig",))).specification
    assert same == BOARD_A.specification


def test_everything_else_stays_and_nothing_changes_as_it_is() -> None:
    found = as_option(BOARD_A, Option("A", ("tg_c=170",))).specification.given()
    given = BOARD_A.specification.given()
    assert {key for key in given if given[key] != found[key]} == {"tg_c"}
    assert as_option(BOARD_A, Option("A")) is BOARD_A
    assert as_option(BOARD_A, None) is BOARD_A


def test_an_array_is_delivered_as_one() -> None:
    single = a_revision({**BOARD, "delivery_format": "single"})
    for board in (single, BOARD_A):
        found = as_option(board, Option("A", ("array=2x2",))).specification
        assert found.delivery_format is DeliveryFormat.PANEL_BY_FACTORY
    said = Option("A", ("array=2x2", "delivery_format=single"))
    assert as_option(single, said).specification.delivery_format is DeliveryFormat.SINGLE


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["as-is", "finish=enig"], "option finish=enig is the same board as option as-is"),
        (["finish=osp", "tg_c=170", "finish=osp"], "the same board as option finish=osp"),
        (["as-is", "as-is"], "option as-is is the same board as option as-is"),
    ],
)
def test_an_option_has_to_differ(texts: list[str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        require_differing(BOARD_A, read_options(texts))


def test_options_that_differ_may_stand_beside_the_board_as_it_is() -> None:
    require_differing(BOARD_A, read_options(["finish=enig", "finish=osp", "finish=osp,tg_c=170"]))
    require_differing(BOARD_A, (None,))
