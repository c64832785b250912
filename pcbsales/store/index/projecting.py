"""A projection computed from records, where what the index keeps of it does not hold."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from pcbsales.manifest import Catalogue, Projection, load

if TYPE_CHECKING:
    from pcbsales.kernel.snapshot import Snapshot


def projected(
    snapshot: "Snapshot",
    catalogue: Catalogue,
    projection: Projection,
    *,
    as_of: date,
    group: str | None = None,
) -> list[Any]:
    """The bodies of *projection* that matter on *as_of*, as the index would keep them.

    InvalidLedgerError if one of its records cannot be read.
    """
    part_of, rows_of = load(projection.part_path), load(projection.rows_path)
    parts: dict[str, list[Any]] = defaultdict(list)
    for noun in projection.nouns:
        for record in snapshot.all(catalogue.kinds[noun].type):
            own = str(getattr(record, projection.group))
            part = part_of(record) if group in {None, own} else None
            if part is not None:
                parts[own].append(from_json(to_json(part)))
    return [
        from_json(to_json(row.body))
        for own in sorted(parts)
        for row in rows_of(parts[own])
        if row.opened <= as_of and (row.closed is None or row.closed > as_of)
    ]
