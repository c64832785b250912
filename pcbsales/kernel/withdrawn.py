"""A number whose record was taken back: it is never given again, and says what became of it."""

from typing import Annotated, ClassVar

from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Instant, RecordId, Word


class Withdrawn(Record):
    """The number ``id`` was a record under the noun ``what``, until ``by`` took it back."""

    noun: ClassVar[str] = "withdrawn"

    what: Word
    by: Annotated[RecordId, Points("staff")]
    at: Instant
