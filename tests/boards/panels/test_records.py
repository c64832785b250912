"""The policy of working panels: what it takes, what is wrong with it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.boards.panels.checks import check_starts
from pcbsales.boards.panels.lengths import PanelSize, mm_from_nm, nm_from_mm
from pcbsales.boards.panels.records import WorkingPanels
from tests.boards.panels.builders import PANELS, working_panels

_THIN = [{"code": "A", "size": "120 x 120"}]


def test_formats_are_kept_as_the_source_says_them() -> None:
    size = PANELS.formats[0].size
    assert (size.width_mm, size.height_mm) == (Decimal("457.2"), Decimal("609.6"))
    assert PANELS.tree()["formats"][0]["size"] == "18 x 24 in"
    assert WorkingPanels.model_validate(PANELS.model_dump(mode="json", exclude_none=True)) == PANELS
    metric = PanelSize.read("510 x 620")
    assert (metric.with_unit, metric.short) == ("510 x 620 mm", "510×620 mm")
    assert PanelSize.read("20.5 x 24.5 in").short == "20.5×24.5 in"


@pytest.mark.parametrize("text", ["18x24 in", "18 x 24in", "18 x 24", "2000 x 300", "0 x 0", ""])
def test_what_is_no_panel_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="a panel of 100 to 1500 mm a side"):
        working_panels(formats=[{"code": "A", "size": text}])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"valid_until": "2025-01-01"}, "valid_until lies before valid_from"),
        ({"formats": []}, "at least one format is needed"),
        ({"formats": [{"code": "A", "size": "18 x 24 in"}] * 2}, "A stands there twice"),
        ({"borders": [{"layers_at_most": "2", "border_mm": "12"}]}, "the last has none"),
        ({"borders": [{"border_mm": "12"}, {"border_mm": "25"}]}, "the last has none"),
        ({"borders": []}, "the last has none"),
        ({"formats": _THIN, "borders": [{"border_mm": "55"}]}, "leave nothing of the format A"),
        ({"route_gap_mm": "101"}, "expected 0 to 100 mm"),
        ({"v_cut_gap_mm": "0.0000001"}, "at most 6 decimals"),
    ],
)
def test_an_unsound_policy_is_refused(other: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        working_panels(**other)


@pytest.mark.parametrize(
    ("layers", "border"), [(1, "12.5"), (2, "12.5"), (3, "25.4"), (4, "25.4"), (None, "25.4")]
)
def test_the_border_goes_by_layers(layers: int | None, border: str) -> None:
    assert PANELS.border_for(layers).border_mm == Decimal(border)


def test_lengths_are_exact() -> None:
    assert nm_from_mm(Decimal("0.0254")) == 25_400
    assert mm_from_nm(nm_from_mm(Decimal("100.012500"))) == Decimal("100.0125")


class Panels:
    """A ledger that holds these alone."""

    def __init__(self, *panels: WorkingPanels) -> None:
        self.panels = panels

    def where(self, _kind: object, *, entity: str) -> tuple[WorkingPanels, ...]:
        return tuple(panels for panels in self.panels if panels.entity == entity)


def test_two_policies_never_begin_on_one_day() -> None:
    second = working_panels(id="SZ-2")
    (finding,) = check_starts(Panels(PANELS, second), "SZ")  # type: ignore[arg-type]
    assert finding.text == "SZ-2 begins on the same day as SZ-PANELS; begin it later"
    later = working_panels(id="SZ-2", valid_from="2026-01-01")
    assert not list(check_starts(Panels(PANELS, later), "SZ"))  # type: ignore[arg-type]
