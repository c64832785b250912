import pytest

from pcbsales.boards.checks import data_agrees
from pcbsales.boards.records import Part
from tests.boards.builders import Parts, as_yaml, taken_in
from tests.checks.declared import found


def edited(**specification: str) -> Part:
    """A part whose file somebody edited by hand."""
    data = as_yaml(taken_in())
    data["revisions"][0]["specification"].update(specification)
    return Part.model_validate(data)


def test_a_part_as_taken_in_is_in_order() -> None:
    for part in (taken_in(), taken_in("layers=2"), taken_in("board_size=68 x 100")):
        assert not found(data_agrees, Parts(part))


@pytest.mark.parametrize(
    ("key", "value", "rule", "message"),
    [
        (
            "layers",
            "2",
            "part.layer.count-conflict",
            "HUAYI/HY-4410 revision A: layers is 2, the data says 4",
        ),
        (
            "board_size",
            "50 x 68",
            "part.size.conflict",
            "HUAYI/HY-4410 revision A: board_size is 50 x 68, the data says 100 x 68",
        ),
    ],
)
def test_a_departure_from_the_data_that_nobody_asked_about(
    key: str, value: str, rule: str, message: str
) -> None:
    (finding,) = found(data_agrees, Parts(edited(**{key: value})))
    assert str(finding) == (f"part HUAYI/HY-4410: {rule}: {message}, and no question asks which")
