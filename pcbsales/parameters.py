"""Options and arguments that are what they shall be already: texts, switches, what was not given.

Typer converts each by an adapter of pydantic, which takes longer to load than most commands take to
answer. Anything else, and any Typer that does it otherwise, goes the usual way.
"""

from enum import Enum
from typing import Any


def convert_directly(command: Any) -> None:
    """Let the parameters of *command*, its ``--help`` among them, pass what needs no conversion."""
    usual = command.get_params

    def params(ctx: Any) -> Any:
        found = usual(ctx)
        for parameter in found:
            _convert_directly(parameter)
        return found

    command.get_params = params


def _convert_directly(parameter: Any) -> None:
    usual = getattr(parameter, "get_runtime_param", None)
    described = getattr(parameter, "type_descriptor", None)
    if usual is None or described is None or isinstance(usual, _Direct):
        return
    if not getattr(described.parameter_info, "parser", None):
        parameter.get_runtime_param = _Direct(described.annotation, usual)


class _Direct:
    """Stands in for Typer's own conversion of one parameter."""

    def __init__(self, annotation: Any, usual: Any) -> None:
        self._annotation = annotation
        self._usual = usual

    def __call__(self) -> "_Direct":
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual(), name)

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """*value* itself if it is one of the parameter's type, else what Typer makes of it."""
        one = not param.multiple and param.nargs == 1
        if one and (value is None or self._is_one(value)):
            return value
        return self._usual().coerce(value, param=param, ctx=ctx)

    def _is_one(self, value: Any) -> bool:
        if type(value) is not self._annotation:
            return False
        return isinstance(value, bool | Enum) or (type(value) is str and _is_text(value))


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
