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


def name_arguments_plainly(command: Any) -> None:
    """Let the usage line of *command* say ``CUSTOMER PART…``, without typer's braces and dots."""
    usual = command.collect_usage_pieces
    command.collect_usage_pieces = lambda ctx: [_plain_name(piece) for piece in usual(ctx)]


def _plain_name(piece: str) -> str:
    """A name as the usage line says it: ``[ID]`` where it may be left out, ``…`` for several.

    >>> _plain_name("{PART…}..."), _plain_name("[[ID]]"), _plain_name("[FILE]...")
    ('PART…', '[ID]', '[FILE…]')
    >>> _plain_name("{[verify] FILE [FOLDER]}...")
    '[verify] FILE [FOLDER]'
    """
    name = piece.removesuffix("...")
    several = "…" if name != piece and " " not in name else ""
    optional = name.startswith("[") and name.endswith("]")
    name = name.strip("[]") if optional else name.removeprefix("{").removesuffix("}")
    name = f"{name.removesuffix('…')}{several}" if several else name
    return f"[{name}]" if optional else name


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
