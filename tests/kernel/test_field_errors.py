"""What is wrong with a field is told with its place, however deep the value was typed."""

from typing import Self

import pytest
from pydantic import ValidationError, model_validator

from pcbsales.kernel.errors import Finding, UnsoundChangeError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import wrong


class Inner(Value):
    """A value that reads typed settings of its own."""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        raise wrong("inner.value", "{place}: {fault}", place="thickness_mm", fault="{got}?", got=7)


class Outer(Value):
    """A list of such values."""

    options: tuple[Inner, ...]


def test_the_place_of_a_validators_own_is_within_its_field() -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"options": [{}]})
    assert str(refused(Outer, caught.value)) == "options.0.thickness_mm: 7?"


def test_a_finding_that_quotes_a_fault_is_quoted_whole() -> None:
    values = {"number": "{1}", "fault": "{number} has {count}", "count": 3}
    found = Finding("", 0, "entity.tax", "tax_id {number}: {fault}", values, ("entity", "SZ", ()))
    assert str(UnsoundChangeError((found,))) == (
        "nothing was written: entity SZ: entity.tax: tax_id {1}: {1} has 3"
    )
