"""How far boards are apart, and what they were quoted at."""

from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.records import Part
from pcbsales.boards.specification import Specification
from pcbsales.quoting.similar.distance import WEIGHTS, differences, distance
from pcbsales.quoting.similar.similar import similar_parts
from tests.quoting.builders import BOARD, NOW, a_part, a_revision
from tests.quoting.floor.test_below_floor import PART
from tests.quoting.negotiation.deal import Deal

DAY = NOW.date()
_BOARDS = st.fixed_dictionaries(
    {},
    optional={
        "layers": st.sampled_from(["2", "4", "6", "8"]),
        "board_size": st.sampled_from(["100 x 68", "50 x 20", "200 x 160"]),
        "finish": st.sampled_from(["enig", "lf_hasl", "osp"]),
        "thickness_mm": st.sampled_from(["0.8", "1.6", "2.4"]),
        "min_hole_mm": st.sampled_from(["0.15", "0.25"]),
    },
)


@given(_BOARDS, _BOARDS)
def test_a_distance_is_one(one: dict[str, str], other: dict[str, str]) -> None:
    first, second = Specification.model_validate(one), Specification.model_validate(other)
    assert distance(differences(first, first)) == 0
    there, back = distance(differences(first, second)), distance(differences(second, first))
    assert there == back >= 0
    assert all(found.adds <= WEIGHTS[found.key] for found in differences(first, second))


def test_the_nearest_come_first_and_say_why() -> None:
    near = a_part(a_revision({**BOARD, "thickness_mm": "1.2"}), number="NEAR")
    far = a_part(a_revision({**BOARD, "layers": "8"}), number="FAR")
    deal = Deal(near, far)
    deal.quoted()
    report = similar_parts(deal.snapshot, near, as_of=DAY, quantity=200)
    assert [one.part for one in report.found] == [PART, "HUAYI/FAR"]
    first = report.found[0]
    assert [d.as_json() for d in first.differs] == [
        {"key": "thickness_mm", "wanted": "1.2", "found": "1.6", "adds": "0.25"}
    ]
    assert first.quoted is not None
    assert (first.quoted.line.unit_price.text, first.quoted.per_m2) == (
        "8.789",
        first.quoted.per_m2,
    )
    assert {len(row) for row in report.as_table().rows} == {len(report.as_table().columns)}


def test_of_an_ordered_quotation_the_ordered_line_counts() -> None:
    deal = Deal()
    deal.quoted(200, 500)
    near = a_part(a_revision(BOARD), number="NEAR")
    assert _nearest(deal, near) == 200
    deal.accepted(lines=("L2",))
    assert _nearest(deal, near) == 500


def _nearest(deal: Deal, part: Part) -> int:
    found = similar_parts(deal.snapshot, part, as_of=DAY).found[0].quoted
    assert found is not None
    return found.line.quantity
