"""Making records of plain texts in the way their classes say, without asking pydantic each time.

What pydantic does with a record's data follows from its class alone: each text is read by its
field's type, values are put together, and their own rules are asked. A mould does the same for the
data of one shape, and remembers what each text means. It is made only of what it is sure to do
alike (the types of ``kernel.scalars``, amounts, enums, values, tuples of these, rules asked
afterwards); for a class with anything else, or data that its class would refuse, there is none.
It never refuses a record: whoever finds no record here asks pydantic, which says what is wrong.
"""

import json
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from pcbsales.kernel.record import Record
from pcbsales.store.text.meanings import LISTS_AS_JSON, NoMouldError
from pcbsales.store.text.plan import Plan
from pcbsales.store.text.shapes import Shape, Slot, Values


class Mould:
    """Makes the records of one class from data of one shape; NoMouldError where it cannot."""

    def __init__(self, kind: type[Record], shape: Shape) -> None:
        plan = Plan()
        #: The record that values make; any error says that pydantic has to be asked.
        self.record: Callable[[Values], Any] = plan.function(kind, shape.tree)
        self._lists = shape.lists
        self._body = _template(shape.tree)
        plan.refs.sort()
        inner = ",".join(f'[{json.dumps(where)},"{noun}","%s"]' for where, noun, _ in plan.refs)
        self._refs = f"[{inner}]" if inner else ""
        self._pick_refs = _picker(tuple(place for _, _, place in plan.refs))

    def body(self, values: Values) -> str:
        """The data as JSON."""
        if self._lists:
            written = list(values)
            for place in self._lists:
                written[place] = LISTS_AS_JSON[written[place]]
            values = tuple(written)
        return self._body % values

    def references(self, values: Values) -> str:
        """The references as JSON: where (as JSON), noun and id of each; empty without any."""
        return self._refs % self._pick_refs(values)


def mould_of(kind: type[Record], shape: Shape) -> Mould | None:
    """The mould of *kind* for *shape*; None where pydantic has to be asked."""
    try:
        return Mould(kind, shape)
    except NoMouldError:
        return None


def _template(tree: Any) -> str:
    """*tree* as JSON, with gaps in place of values."""
    if isinstance(tree, Slot):
        return "%s" if tree.is_list else '"%s"'
    if isinstance(tree, dict):
        fields = ",".join([f'"{key}":{_template(item)}' for key, item in tree.items()])
        return f"{{{fields}}}"
    return f"[{','.join(map(_template, tree))}]"


def _picker(places: tuple[int, ...]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What takes out those at *places*."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple([values[place] for place in places])
