"""Sizes and figures of a board, each within what any factory could build."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, PlainValidator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pcbsales.kernel.scalars import Line, Positive, PositiveCount, plain, refuse, wrong

_NUMBER = r"((?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,6})?)"
_SIZE = re.compile(rf"{_NUMBER} x {_NUMBER}")
_ARRAY = re.compile(r"([1-9][0-9]{0,2}) x ([1-9][0-9]{0,2})")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,19}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_QUESTION = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class _Within:
    """Refuses what lies outside *low* to *high*: a slip of the pen or of the unit."""

    low: str
    high: str
    unit: str

    def __call__(self, value: Decimal | int) -> Any:
        if Decimal(self.low) <= value <= Decimal(self.high):
            return value
        raise wrong(
            "specification.range",
            "expected {low} to {high} {unit}, got {value}",
            low=self.low,
            high=self.high,
            unit=self.unit,
            value=plain(Decimal(value)),
        )


def _within(low: str, high: str, unit: str) -> AfterValidator:
    return AfterValidator(_Within(low, high, unit))


@dataclass(frozen=True, slots=True)
class BoardSize:
    """Width and height in mm on the outline's centre line, written ``100 x 68``."""

    width_mm: Decimal
    height_mm: Decimal
    low_mm: ClassVar[Decimal] = Decimal(1)
    high_mm: ClassVar[Decimal] = Decimal(2000)

    def __post_init__(self) -> None:
        for side in (self.width_mm, self.height_mm):
            if not self.low_mm <= side <= self.high_mm:
                raise ValueError(f"a side of {plain(side)} mm is not within 1 to 2000 mm")

    @property
    def area_m2(self) -> Decimal:
        """The area of one, exact."""
        return self.width_mm * self.height_mm / 1_000_000

    def matches(self, other: "BoardSize", tolerance_mm: Decimal = Decimal("0.05")) -> bool:
        """Whether both are the same size, whichever way round, within *tolerance_mm* a side.

        >>> BoardSize.parse("100 x 68").matches(BoardSize.parse("68.02 x 100"))
        True
        """
        mine = sorted((self.width_mm, self.height_mm))
        theirs = sorted((other.width_mm, other.height_mm))
        return all(abs(a - b) <= tolerance_mm for a, b in zip(mine, theirs, strict=True))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``100 x 68``; ValueError says what would be accepted."""
        try:
            return cls._read(text)
        except PydanticCustomError as error:
            raise ValueError(error.message()) from None

    @classmethod
    def _read(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        match = _SIZE.fullmatch(value) if isinstance(value, str) else None
        if match is not None:
            try:
                return cls(Decimal(match[1]), Decimal(match[2]))
            except ValueError:
                pass
        raise refuse("size", "width x height in mm, 1 to 2000 each, such as 100 x 68", value)

    def __str__(self) -> str:
        return f"{plain(self.width_mm)} x {plain(self.height_mm)}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return _text_schema(cls._read)


@dataclass(frozen=True, slots=True)
class ArrayLayout:
    """Rows and columns of boards in a delivered array, written ``2 x 5``."""

    rows: int
    columns: int

    @property
    def boards(self) -> int:
        """How many boards one array holds."""
        return self.rows * self.columns

    @classmethod
    def _read(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        match = _ARRAY.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise refuse("array", "rows x columns such as 2 x 5", value)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.rows} x {self.columns}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return _text_schema(cls._read)


def _text_schema(read: Any) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        ),
    )


def _text(kind: str, accepted: str, pattern: re.Pattern[str]) -> PlainValidator:
    def read(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise refuse(kind, accepted, value)

    return PlainValidator(read)


#: The customer's name for a revision; it is part of the board's identity.
RevisionName = Annotated[str, _text("revision", "a revision such as A, 2.1 or R3", _REVISION)]
#: The SHA-256 of a file's content, in hex.
Sha256 = Annotated[str, _text("sha256", "64 hexadecimal digits", _SHA256)]
#: The stable code of a question to the customer: ``thickness.not-given``.
QuestionCode = Annotated[str, _text("question", "a code such as thickness.not-given", _QUESTION)]
#: A file's name as the customer gave it.
FileName = Line

Layers = Annotated[PositiveCount, _within("1", "60", "layers")]
Thickness = Annotated[Positive, _within("0.1", "10", "mm")]
ThicknessTolerance = Annotated[Positive, _within("0.01", "1", "mm")]
CopperOz = Annotated[Positive, _within("0.25", "20", "oz")]
HoleCopper = Annotated[Positive, _within("5", "100", "µm")]
Conductor = Annotated[Positive, _within("0.02", "10", "mm")]
Hole = Annotated[Positive, _within("0.05", "10", "mm")]
Tolerance = Annotated[Positive, _within("0.01", "2", "mm")]
Rail = Annotated[Positive, _within("2", "50", "mm")]
Gap = Annotated[Positive, _within("0.1", "50", "mm")]
GlassTransition = Annotated[PositiveCount, _within("90", "350", "°C")]
TrackingIndex = Annotated[PositiveCount, _within("100", "600", "V")]
GoldThickness = Annotated[Positive, _within("0.5", "100", "µin")]
NickelThickness = Annotated[Positive, _within("1", "20", "µm")]
Bevel = Annotated[PositiveCount, _within("15", "60", "°")]
FingerArea = Annotated[Positive, _within("0.1", "100000", "mm²")]
Ohm = Annotated[Positive, _within("10", "200", "Ω")]
SmallPercent = Annotated[Positive, _within("0.1", "50", "%")]
