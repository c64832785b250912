"""What a search found, for its reader: by noun, with where it was found."""

import re
from dataclasses import dataclass
from typing import Any

from pcbsales.kernel.tables import Cell, Column, Table
from pcbsales.store.search.found import Found

#: A file's hash says nothing to a reader past its beginning; ``-o json`` has all of it.
_HASH = re.compile(r"\b([0-9a-f]{16})[0-9a-f]{24,}\b")


@dataclass(frozen=True, slots=True)
class SearchReport:
    """The hits of a search, grouped by noun, the best noun first."""

    text: str
    found: Found
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """``schema, text, rows [{noun, id, field, excerpt, places}], counts, cut, left_out``."""
        return {
            "schema": 1,
            "text": self.text,
            "rows": [
                {
                    "noun": hit.noun,
                    "id": hit.id,
                    "field": hit.places[0].field if hit.places else None,
                    "excerpt": hit.places[0].excerpt if hit.places else None,
                    "places": [
                        {"field": place.field, "excerpt": place.excerpt} for place in hit.places
                    ],
                }
                for hit in self.found.hits
            ],
            "counts": self.found.counts,
            "cut": self.found.cut,
            "left_out": self.left_out,
        }

    def as_table(self) -> Table:
        """A row for each hit."""
        return Table(
            columns=(
                Column("noun", "kind"),
                Column("id", "id"),
                Column("field", "field"),
                Column("excerpt", "found"),
            ),
            rows=tuple(
                (
                    hit.noun,
                    hit.id,
                    ", ".join(place.field for place in hit.places),
                    _HASH.sub(r"\1…", " | ".join(place.excerpt for place in hit.places)),
                )
                for hit in self.found.hits
            ),
            remarks=tuple(self._remarks()),
        )

    def _remarks(self) -> list[tuple[str, tuple[tuple[str, Cell], ...]]]:
        shown: dict[str, int] = {}
        for hit in self.found.hits:
            shown[hit.noun] = shown.get(hit.noun, 0) + 1
        remarks: list[tuple[str, tuple[tuple[str, Cell], ...]]] = [
            (
                "{count} more of {noun}; see them with --noun {noun} --limit {all}",
                (("count", count - shown.get(noun, 0)), ("noun", noun), ("all", str(count))),
            )
            for noun, count in self.found.counts.items()
            if count > shown.get(noun, 0)
        ]
        if self.found.cut:
            remarks.append(("nearly every record holds this: only the best are counted", ()))
        if self.left_out:
            remarks.append(("{count} unreadable records are left out", (("count", self.left_out),)))
        return remarks
