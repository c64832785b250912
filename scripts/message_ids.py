"""Message ids: every sentence that the code and the templates say, read from their source.

A message id is a literal text (or a constant of a module that holds one) given to an exception of
ours, to a parameter named ``msgid``, ``accepted``, ``fault``, ``asks`` or ``remedy`` of any
function or value, to one of the calls below, or standing in a remark ``("text with {gaps}",
(("gap", value), …))``; what a function returns or a table holds that is annotated as
``MessageId``; and what help says: the first line of a command's docstring, and ``help=`` of
commands, options and arguments.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, nodes

#: Where a call takes its message id: position among the arguments, and keyword.
Place: TypeAlias = tuple[int, str]

_CALLS: Mapping[str, Place] = {
    "t": (0, ""),
    "PydanticCustomError": (1, "message_template"),
    "Finding": (3, "message"),
    "Column": (1, "heading"),
    "Table": (2, "title"),
    "Commands": (2, "help"),
    "DecisionKind": (1, "words"),
    "Word": (0, ""),
}
_PARAMETERS = ("msgid", "accepted")
#: Keywords that take a message id in any call.
_KEYWORDS = ("accepted", "fault", "asks", "remedy", "heading")
#: What declares a command; its first line of documentation is its help.
_COMMANDS = ("command", "callback", "saves", "shows")
_HELPED = ("Option", "Argument", "command", "callback", "RecordKind")
_ERROR_BASE = "PcbsalesError"


@dataclass
class Module:
    """One source file: its tree, where its calls take message ids, its constants of text."""

    path: str
    tree: ast.Module
    places: dict[str, Place] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self._note_parameters(node)
        for statement in self.tree.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self.constants[name] = value

    def _note_parameters(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        names = _taken_names(node) if isinstance(node, ast.ClassDef) else _argument_names(node)
        for place, name in enumerate(names):
            if name in _PARAMETERS:
                self.places[node.name] = (place, name)


def _taken_names(node: ast.ClassDef) -> list[str]:
    """What making one takes: the arguments of its ``__init__``, else its fields."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            return _argument_names(part)
    marks = [part for part in node.body if isinstance(part, ast.AnnAssign)]
    return [mark.target.id for mark in marks if isinstance(mark.target, ast.Name)]


def _argument_names(node: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


class Reader:
    """Finds the message ids of *modules*, which may call one another's functions."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = list(modules)
        self.public: dict[str, Place] = dict(_CALLS)
        self.texts: dict[str, ast.expr] = {}
        for module in self.modules:
            shared = {
                name: at
                for name, at in module.places.items()
                if not name.startswith("_") and name not in _HELPED
            }
            self.public.update(shared)
            self.texts.update(module.constants)
        self.public.update(dict.fromkeys(self._error_names(), (0, "")))

    def found(self) -> Iterator[tuple[str, str]]:
        """Each message id with where it stands, ``path:line``."""
        for module in self.modules:
            for node in ast.walk(module.tree):
                for text in self._of_node(node, module):
                    yield text, f"{module.path}:{getattr(node, 'lineno', 0)}"

    def _error_names(self) -> set[str]:
        """PcbsalesError and all that derive from it."""
        classes = [n for m in self.modules for n in ast.walk(m.tree) if isinstance(n, ast.ClassDef)]
        names = {_ERROR_BASE}
        while more := {c.name for c in classes if names & set(map(_name, c.bases))} - names:
            names |= more
        return names

    def _of_node(self, node: ast.AST, module: Module) -> Iterator[str]:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")))):
                yield from self._literals(node.args[:1], module)
            case ast.Call():
                yield from self._of_call(node, module)
            case ast.Tuple(elts=[text, ast.Tuple(elts=[_, *_] as pairs)]) if _are_pairs(pairs):
                yield from self._literals([text], module)
            case ast.FunctionDef():
                yield from self._of_function(node, module)
            case ast.AnnAssign(
                annotation=ast.Subscript(slice=ast.Tuple(elts=[of_key, of_value])),
                value=ast.Dict(keys=keys, values=values),
            ):
                keyed = [key for key in keys if key and _is_message(of_key)]
                yield from self._literals(keyed, module)
                yield from self._literals(list(_messages_among(values, of_value)), module)
            case ast.AnnAssign(annotation=annotation, value=ast.expr() as value):
                several = value.elts if isinstance(value, ast.Tuple) else [value]
                yield from self._literals(several if _is_message(annotation) else [], module)

    def _of_function(self, function: ast.FunctionDef, module: Module) -> Iterator[str]:
        """What it returns where that is a message, and its line of help where it is a command."""
        if _is_message(function.returns):
            returns = (part for part in ast.walk(function) if isinstance(part, ast.Return))
            yield from self._literals([part.value for part in returns if part.value], module)
        if function.name.strip("_") in {"remark", "remarks"}:
            yield from self._told(function, module)
        calls = [part for part in function.decorator_list if isinstance(part, ast.Call)]
        helped = [call for call in calls if _name(call.func) in _COMMANDS]
        if said := helped and ast.get_docstring(function):
            yield said.partition("\n")[0]

    def _told(self, function: ast.FunctionDef, module: Module) -> Iterator[str]:
        """The sentences of the remarks that it builds: what has a space and begins a pair."""
        for part in ast.walk(function):
            if isinstance(part, ast.Tuple) and len(part.elts) == 2:
                texts = self._literals(part.elts[:1], module)
                yield from (text for text in texts if " " in text)

    def _of_call(self, call: ast.Call, module: Module) -> Iterator[str]:
        func = call.func
        said_at_once = isinstance(func, ast.Call) and _name(func.func) == "translator"
        name = "t" if said_at_once else _name(func)
        place, keyword = module.places.get(name) or self.public.get(name) or (-1, "")
        if 0 <= place < len(call.args):
            yield from self._literals([call.args[place]], module)
        for given in call.keywords:
            if keyword and given.arg == keyword:
                yield from self._literals([given.value], module)
            if given.arg in _KEYWORDS or (given.arg == "help" and _name(func) in _HELPED):
                yield from self._literals([given.value], module)
            if given.arg == "remarks":
                yield from self._remarks(given.value, module)

    def _remarks(self, value: ast.expr, module: Module) -> Iterator[str]:
        """The first of each pair ``("text", values)``, not what is within values."""
        match value:
            case ast.Tuple(elts=[ast.Constant() | ast.IfExp() as text, _]):
                yield from self._literals([text], module)
            case ast.Tuple(elts=parts):
                for part in parts:
                    yield from self._remarks(part, module)
            case ast.IfExp():
                yield from self._remarks(value.body, module)
                yield from self._remarks(value.orelse, module)
            case ast.Call(args=[inner]):
                yield from self._remarks(inner, module)
            case ast.GeneratorExp() | ast.ListComp():
                yield from self._remarks(value.elt, module)

    def _literals(self, values: Iterable[ast.expr], module: Module) -> Iterator[str]:
        """The texts that *values* are, both of a conditional; nothing for what is computed."""
        for value in values:
            match value:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.IfExp():
                    yield from self._literals([value.body, value.orelse], module)
                case ast.BoolOp():
                    yield from self._literals(value.values, module)
                case ast.Name(id=name):
                    held = module.constants.get(name) or self.texts.get(name)
                    if isinstance(held, ast.Constant | ast.IfExp):
                        yield from self._literals([held], module)


def _are_pairs(values: list[ast.expr]) -> bool:
    """Whether all *values* are pairs of a literal name and something."""
    return all(
        isinstance(pair, ast.Tuple)
        and len(pair.elts) == 2
        and isinstance(pair.elts[0], ast.Constant)
        and isinstance(pair.elts[0].value, str)
        for pair in values
    )


def _messages_among(values: Sequence[ast.expr], of_value: ast.expr) -> Iterator[ast.expr]:
    """Those of *values*, or the parts of them where they are tuples, that are messages."""
    for value in values:
        match of_value, value:
            case ast.Subscript(slice=ast.Tuple(elts=kinds)), ast.Tuple(elts=parts):
                pairs = zip(kinds, parts, strict=False)
                yield from (part for kind, part in pairs if _is_message(kind))
            case _ if _is_message(of_value):
                yield value


def _is_message(annotation: ast.expr | None) -> bool:
    return annotation is not None and "MessageId" in ast.unparse(annotation)


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def in_code(package: Path) -> Iterator[tuple[str, str]]:
    """The message ids of all modules under *package*, and where they stand."""
    yield from Reader(
        Module(
            str(path.relative_to(package.parent)),
            ast.parse(path.read_text(encoding="utf-8")),
        )
        for path in sorted(package.rglob("*.py"))
    ).found()


def in_templates(folder: Path) -> Iterator[tuple[str, str]]:
    """What the templates under *folder* say by ``t("…")``, and where."""
    for path in sorted(folder.rglob("*.j2")):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
                for text in _template_texts(call.args[0]):
                    yield text, f"{path.relative_to(folder.parent)}:{call.lineno}"


def _template_texts(node: nodes.Expr) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        for branch in (node.expr1, node.expr2):
            if branch is not None:
                yield from _template_texts(branch)
