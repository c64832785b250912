"""The function that makes a record of the texts in data of one shape, written line by line.

What a class asks is looked up once, here; what it does not surely do alike has no plan.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pcbsales.kernel.record import Points, Record, Value
from pcbsales.store.text.meanings import NoMouldError, several_meanings, texts, texts_of
from pcbsales.store.text.shapes import Slot, Values

#: So many values that stand in records as they stand in others.
_REPEATED: Final = 2000


class Plan:
    """Follows the data of a shape through the fields of its class, and writes what makes it.

    What is written is one function, of which every line is of our own making: nothing of the data
    and no name of a field stands in it but as a Python literal.
    """

    def __init__(self) -> None:
        #: Where references stand (as JSON), their nouns and places.
        self.refs: list[tuple[str, str, int]] = []
        self._lines: list[str] = []
        self._names: dict[str, Any] = dict(_TOOLS)
        self._named: dict[int, str] = {}
        self._deep = 1

    def function(self, model: type[Record], tree: dict[str, Any]) -> Callable[[Values], Any]:
        """What makes a *model* of the values that stand in *tree*."""
        made = self.value(model, tree, ())
        taken = "".join([f"v{place}," for place in _places(tree)])
        lines = ["def make(values):", f" ({taken}) = values", *self._lines, f" return {made}"]
        exec(compile("\n".join(lines), "<mould>", "exec"), self._names)  # noqa: S102 -- as above
        found: Callable[[Values], Any] = self._names["make"]
        return found

    def value(self, model: type[Value], tree: Any, location: tuple[str | int, ...]) -> str:
        """Writes what makes a *model* of what stands in *tree*; the name that it has then."""
        rules = _rules(model)
        if not isinstance(tree, dict) or tree.keys() - model.model_fields.keys():
            raise NoMouldError
        fields = []
        for name, field in model.model_fields.items():
            if name in tree:
                _require_usual(field)
                item = tree[name]
                made = self._part(field, item, (*location, name))
            else:
                made = self._name(_default(field))
            fields.append(f"{name!r}: {made}")
        made = f"o{len(self._lines)}"
        self._write(f"{made} = new({self._name(model)})")
        self._write(f"set_dict({made}, {{{', '.join(fields)}}})")
        self._write(f"set_given({made}, {self._name(frozenset(tree))})")
        self._write(f"set_extra({made}, None)")
        self._write(f"set_private({made}, None)")
        for rule in rules:
            self._write(f"{made} = {self._name(rule)}({made})")
        return made

    def _write(self, line: str) -> None:
        self._lines.append(" " * self._deep + line)

    def _name(self, thing: Any) -> str:
        """What *thing* is called in the function."""
        known = self._named.get(id(thing))
        if known is None:
            known = self._named[id(thing)] = f"n{len(self._named)}"
            self._names[known] = thing
        return known

    def _part(self, field: FieldInfo, tree: Any, location: tuple[str | int, ...]) -> str:
        """What makes the value of *field*; the same texts in a mapping make it once."""
        if not isinstance(tree, dict):
            return self._typed(field.annotation, field.metadata, tree, location)
        known, made = self._name(_Once()), f"p{len(self._lines)}"
        self._write(f"key = {''.join([f'v{place},' for place in _places(tree)])}")
        self._write(f"{made} = {known}.get(key)")
        self._write(f"if {made} is None:")
        self._deep += 1
        found = self._typed(field.annotation, field.metadata, tree, location)
        key = "".join([f"v{place}," for place in _places(tree)])
        self._write(f"{made} = {known}.keep(({key}), {found})")
        self._deep -= 1
        return made

    def _typed(
        self, annotation: Any, metadata: Sequence[Any], tree: Any, location: tuple[str | int, ...]
    ) -> str:
        """What makes a value of type *annotation* of what stands in *tree*."""
        origin, given = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._typed(given[0], [*given[1:], *metadata], tree, location)
        nouns = [mark.noun for mark in metadata if isinstance(mark, Points)]
        if nouns and origin is None and isinstance(tree, Slot) and not tree.is_list:
            self.refs.append((json.dumps(location), nouns[0], tree.place))
        elif nouns:
            raise NoMouldError
        readers = [mark for mark in metadata if not isinstance(mark, Points)]
        if origin in {Union, UnionType} and not readers:
            wanted = [one for one in given if one is not NoneType]
            if len(wanted) == 1:
                return self._typed(wanted[0], (), tree, location)
        if origin is tuple and not readers and len(given) == 2 and given[1] is ...:
            return self._several(given[0], tree, location)
        if isinstance(annotation, type) and issubclass(annotation, Value) and not readers:
            return self.value(annotation, tree, location)
        if not isinstance(tree, Slot) or tree.is_list:
            raise NoMouldError
        return f"{self._name(texts(annotation, readers))}[v{tree.place}]"

    def _several(self, annotation: Any, tree: Any, location: tuple[str | int, ...]) -> str:
        if isinstance(tree, Slot) and tree.is_list:
            return f"{self._name(several_meanings(texts_of(annotation)))}[v{tree.place}]"
        if not isinstance(tree, list):
            raise NoMouldError
        made = [
            self._typed(annotation, (), item, (*location, place)) for place, item in enumerate(tree)
        ]
        return f"({''.join([f'{item}, ' for item in made])})"


class _Once(dict[tuple[str, ...], Any]):
    """What was made of the same texts: records repeat such parts."""

    def keep(self, key: tuple[str, ...], made: Any) -> Any:
        """*made*, from now on."""
        if len(self) >= _REPEATED:
            self.clear()
        self[key] = made
        return made


def _rules(model: type[Value]) -> list[Callable[[Any], Any]]:
    """The rules that *model* asks afterwards; NoMouldError where it does anything else."""
    marks = model.__pydantic_decorators__
    others = (marks.validators, marks.field_validators, marks.root_validators)
    usual = (
        not any(others)
        and model.model_config == Value.model_config
        and not model.__private_attributes__
        and all(getattr(model, name) is getattr(BaseModel, name) for name in _UNTOUCHED)
        and all(_same_method(model, name) for name in _UNTOUCHED_METHODS)
        and all(rule.info.mode == "after" for rule in marks.model_validators.values())
    )
    if not usual:
        raise NoMouldError
    return [getattr(model, rule.cls_var_name) for rule in marks.model_validators.values()]


def _same_method(model: type[Value], name: str) -> bool:
    own, usual = getattr(model, name), getattr(BaseModel, name)
    return getattr(own, "__func__", own) is getattr(usual, "__func__", usual)


_UNTOUCHED: Final = ("__init__", "model_post_init", "__new__")
_UNTOUCHED_METHODS: Final = ("__get_pydantic_core_schema__", "model_validate")


def _default(field: FieldInfo) -> Any:
    if field.is_required() or field.default_factory is not None or field.validate_default:
        raise NoMouldError
    return field.default


def _require_usual(field: FieldInfo) -> None:
    if field.alias or field.validation_alias or field.discriminator or field.init is False:
        raise NoMouldError


def _places(tree: Any) -> Iterator[int]:
    if isinstance(tree, Slot):
        yield tree.place
    else:
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from _places(item)


#: What every function calls. Frozen values are filled as pydantic fills them, past their refusal of
#: any change.
_TOOLS: Final[dict[str, Any]] = {
    "new": object.__new__,
    **{
        name: vars(BaseModel)[slot].__set__
        for name, slot in (
            ("set_dict", "__dict__"),
            ("set_given", "__pydantic_fields_set__"),
            ("set_extra", "__pydantic_extra__"),
            ("set_private", "__pydantic_private__"),
        )
    },
}
