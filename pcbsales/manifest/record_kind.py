"""Kinds of record: what users call one, where it lies, what it is looked up by, what it can do."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from pcbsales.manifest.loading import load

if TYPE_CHECKING:
    from pcbsales.kernel.record import Record


class Shelf(Enum):
    """How the path of a record follows from its id."""

    #: ``INV-2026-00042`` -> ``invoices/2026/000/INV-2026-00042.yaml``
    YEARLY = "yearly"
    #: ``HUAYI`` -> ``customers/HUAYI.yaml``
    FLAT = "flat"
    #: ``P-00017`` -> ``people/P-00017.yaml``, numbered
    COUNTED = "counted"
    #: ``HUAYI/HY-4410`` -> ``parts/HUAYI/HY-4410.yaml``
    OWNED = "owned"


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: the noun users type, its folder, class, ids and what it is looked up by.

    ``prefix`` starts the ids of numbered kinds; ``keys`` are the fields that the index can search;
    ``columns`` the fields (dotted inside) that a list shows beside the id; ``names`` the fields by
    whose parts a person may name the record. ``help`` is one line in English, a message id, for a
    noun that no room has commands for. A ``fact`` is what happened: it is never rewritten, a
    later record corrects it, and ``corrected_by`` is the sentence that says which.
    """

    noun: str
    folder: str
    type_path: str
    shelf: Shelf = Shelf.FLAT
    prefix: str = ""
    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    help: str = ""
    fact: bool = False
    corrected_by: str = ""
    #: The verb that makes its records, where a person does not write them whole: ``add``.
    made_by: str = ""
    #: What the first one may be called, where no quotation can be made without one: ``BOOK``.
    first: str = ""
    #: Kinds of ``events`` by which the record left the house: what brought one is not undone.
    outward: tuple[str, ...] = ()
    #: ``(snapshot, record, commit=, lang=) -> (document, view, language)``: the record's paper.
    paper_path: str = ""
    #: ``(snapshot, ids, record_id=, new_id=, actor=, at=) -> change set``: a new one made from it.
    copy_path: str = ""

    @property
    def is_written(self) -> bool:
        """Whether a person writes its records whole, under ids that they choose."""
        return self.shelf is Shelf.FLAT and not (self.fact or self.made_by)

    @cached_property
    def type(self) -> "type[Record]":
        """The record class, imported on first use."""
        found: type[Record] = load(self.type_path)
        return found
