"""The array that the customer chose against the best one."""

import pytest

from pcbsales.boards.panels.advice import Advice, advise
from pcbsales.boards.panels.remarks import advice_remarks
from pcbsales.kernel.errors import RefusedError, fill
from tests.boards.panels.builders import DAY, PANELS, array


def advice(rows: int, columns: int) -> Advice:
    item = array(rows, columns)
    return advise(item, [PANELS], layers=4, impedance=False, as_of=DAY)


def test_the_customers_two_by_two_wastes_half_of_the_panel() -> None:
    found = advice(2, 2)
    assert (found.chosen.code, found.chosen.boards) == ("21X24", 24)
    assert found.is_better
    assert found.best.share > found.chosen.share
    assert found.singly is not None
    assert (found.singly.code, found.singly.boards) == ("18X24", 32)


def test_the_proposed_array_is_one_that_the_policy_allows() -> None:
    item = advice(2, 2).best.item
    short, long = sorted((item.width, item.height))
    assert 50e6 <= short <= 250e6
    assert long <= 330e6
    assert item.boards > 1


def test_the_best_array_is_told_so() -> None:
    best = advice(2, 2).best.item
    again = advise(best, [PANELS], layers=4, impedance=False, as_of=DAY)
    assert not again.is_better
    said = [fill(msgid, dict(values)) for msgid, values in advice_remarks(again)]
    assert said[-1].startswith(f"no other array uses the panel better than {best.layout}")


def test_sales_is_told_in_a_sentence_and_in_panels() -> None:
    said = [fill(msgid, dict(values)) for msgid, values in advice_remarks(advice(2, 2), 210)]
    assert said[0] == "delivered singly, 32 boards lie on 18X24, 78.1 % of it"
    assert said[1].startswith("your array 2 x 2 puts 24 boards on 21X24, 50.2 % of it; ")
    assert "instead of 9 21X24" in said[2]


def test_an_array_that_fits_nowhere_is_refused() -> None:
    with pytest.raises(RefusedError, match="fits on no working panel"):
        advice(9, 9)
