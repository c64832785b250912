"""What is wrong with the fields of a record, as pydantic finds it, in messages of our own."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pcbsales.kernel.errors import MessageId, RefusedError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)
#: A rule's stable name, a message id, what fills its gaps.
Explained: TypeAlias = tuple[str, MessageId, dict[str, object]]

#: A validator that reads typed values inside a field says this itself, of a place within.
_PLACED: MessageId = "{place}: {fault}"
_SHAPES: dict[str, MessageId] = {
    "missing": "this field is required",
    "model_type": "expected keys with values below this",
    "dict_type": "expected keys with values below this",
    "tuple_type": "expected a list",
}


def explain(model: type[BaseModel], error: "ErrorDetails") -> Explained:
    """What one validation error of *model* says; its field is named where it has one."""
    rule, msgid, values = _explain(model, error)
    place = ".".join(map(str, error["loc"]))
    if not place:
        return rule, msgid, values
    if msgid == _PLACED:
        return rule, msgid, {**values, "place": f"{place}.{values['place']}"}
    return _said(rule, _PLACED, **{**values, "fault": msgid, "place": place})


def refused(model: type[BaseModel], error: ValidationError) -> RefusedError:
    """The first of what *error* finds wrong with a *model*, as a refusal that names the field."""
    _, msgid, values = explain(model, error.errors()[0])
    return RefusedError(msgid, **values)


def built(model: type[M], /, **fields: Any) -> M:
    """A *model* of these fields; RefusedError names the first that is not what it must be."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise refused(model, error) from None


def _explain(model: type[BaseModel], error: "ErrorDetails") -> Explained:
    context: dict[str, object] = dict(error.get("ctx") or {})
    kind = error["type"]
    if msgid := context.pop("msgid", None):
        return kind, str(msgid), context
    if kind == "extra_forbidden":
        return _unknown_field(model, error["loc"])
    if kind == "enum":
        expected = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        return _said(
            "field.choice",
            "expected one of {expected}, got {value}",
            expected=expected,
            value=repr(error["input"]),
        )
    if kind in _SHAPES:
        return ("field.missing" if kind == "missing" else "field.shape"), _SHAPES[kind], {}
    return _said("field.shape", "expected another shape: {problem}", problem=error["msg"])


def _unknown_field(model: type[BaseModel], location: tuple[int | str, ...]) -> Explained:
    known = list(_model_at(model, location[:-1]).model_fields)
    if close := get_close_matches(str(location[-1]), known, n=1):
        near = close[0]
        return _said("field.unknown", "there is no such field; did you mean {near}?", near=near)
    return _said(
        "field.unknown", "there is no such field; fields here: {known}", known=", ".join(known)
    )


def _said(rule: str, msgid: MessageId, /, **values: object) -> Explained:
    return rule, msgid, values


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    for step in location:
        field = model.model_fields.get(str(step))
        model = next(_models(field.annotation), model) if field else model
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
