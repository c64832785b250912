"""Message ids in the code and the templates, and the catalogues that must hold them.

``python -m scripts.messages`` lists what is missing, stale or has other gaps (exit 1).
``python -m scripts.messages --add LANGUAGE FILE`` takes translations from a JSON file
``{"english": "translation"}`` into the catalogue, drops stale entries and sorts it.
``python -m scripts.messages --missing LANGUAGE`` prints such a file with empty translations.
"""

import ast
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

from jinja2 import Environment, nodes

from pcbsales.i18n.catalogue import FOLDER, read_po
from pcbsales.i18n.language import Language

ROOT = Path(__file__).resolve().parents[1]
#: Calls whose literal argument at this place, or under this keyword, is a message id.
_PLACES: dict[str, tuple[int, str]] = {
    "t": (0, ""),
    "translate": (0, ""),
    "phrase": (0, ""),
    "wrong": (1, "msgid"),
    "PydanticCustomError": (1, "message_template"),
    "refuse": (1, "accepted"),
    "_Parser": (1, "accepted"),
    "_text": (1, "accepted"),
    "Finding": (3, "message"),
    "Column": (1, "heading"),
    "Table": (2, "title"),
    "Commands": (2, "help"),
}
_ERROR_BASE = "PcbsalesError"
_HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def used() -> dict[str, str]:
    """Every message id of the code and the templates -> where it stands first (``path:line``)."""
    found: dict[str, str] = {}
    for msgid, place in (*_in_code(), *_in_templates()):
        found.setdefault(msgid, place)
    return {msgid: found[msgid] for msgid in sorted(found) if any(map(str.isalpha, msgid))}


def _in_code() -> Iterator[tuple[str, str]]:
    paths = sorted((ROOT / "pcbsales").rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    errors = _error_names(trees.values())
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for text in texts_of(node, errors):
                yield text.value, f"{path.relative_to(ROOT)}:{text.lineno}"


def _error_names(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The names of PcbsalesError and all that derive from it, in all modules."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {_ERROR_BASE}
    while more := {c.name for c in classes if names & set(map(_name, c.bases))} - names:
        names |= more
    return frozenset(names)


def texts_of(node: ast.AST, errors: frozenset[str]) -> Iterator["_Text"]:
    """The message ids that *node* itself says; *errors* are the names of our exceptions."""
    match node:
        case ast.Call():
            yield from _of_call(node, errors)
        case ast.ClassDef() if _name_is_error(node, errors):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "super().__init__":
                    yield from _texts(inner.args[:1])
        case ast.Assign(targets=[ast.Name(id="_ACCEPTED")]):
            yield from _texts([node.value])


def _name_is_error(node: ast.ClassDef, errors: frozenset[str]) -> bool:
    return node.name in errors


def _of_call(call: ast.Call, errors: frozenset[str]) -> Iterator["_Text"]:
    name = _name(call.func)
    place, keyword = (0, "") if name in errors else _PLACES.get(name, (-1, ""))
    if 0 <= place < len(call.args):
        yield from _texts([call.args[place]])
    for given in call.keywords:
        if keyword and given.arg == keyword:
            yield from _texts([given.value])
        if given.arg == "remarks":
            yield from _remarks(given.value)


def _remarks(value: ast.expr) -> Iterator["_Text"]:
    """Message ids of remarks: the first of each pair ``("text", values)``, none within values."""
    match value:
        case ast.Tuple(elts=[ast.Constant(value=str()) as text, _]):
            yield from _texts([text])
        case ast.Tuple(elts=parts):
            for part in parts:
                yield from _remarks(part)
        case ast.IfExp():
            yield from _remarks(value.body)
            yield from _remarks(value.orelse)
        case ast.Starred() | ast.NamedExpr():
            yield from _remarks(value.value)
        case ast.Call(args=[inner]):
            yield from _remarks(inner)
        case ast.GeneratorExp() | ast.ListComp():
            yield from _remarks(value.elt)


class _Text(ast.Constant):
    value: str


def _texts(values: Iterable[ast.expr]) -> Iterator[_Text]:
    """The literal texts among *values*, both of a conditional expression."""
    for value in values:
        match value:
            case ast.Constant(value=str()):
                yield value  # type: ignore[misc]  # a constant that holds a text
            case ast.IfExp():
                yield from _texts([value.body, value.orelse])


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
                for text in _template_texts(call.args[0]):
                    yield text, f"{path.relative_to(ROOT)}:{call.lineno}"


def _template_texts(node: nodes.Expr) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        for branch in (node.expr1, node.expr2):
            if branch is not None:
                yield from _template_texts(branch)


def gaps(message: str) -> frozenset[str]:
    """The names of the gaps of *message*."""
    return frozenset(gap for _, gap, _, _ in Formatter().parse(message) if gap is not None)


def catalogue(language: Language) -> dict[str, str]:
    """What the catalogue of *language* holds."""
    path = FOLDER / f"{language.locale}.po"
    return read_po(path.read_text(encoding="utf-8")) if path.exists() else {}


def problems(language: Language) -> list[str]:
    """What is missing from, stale in, or filled otherwise in the catalogue of *language*."""
    wanted, held = used(), catalogue(language)
    return [
        *(f"{place}: missing: {msgid}" for msgid, place in wanted.items() if msgid not in held),
        *(f"stale: {msgid}" for msgid in held if msgid not in wanted),
        *(f"other gaps: {msgid}" for msgid, said in held.items() if gaps(msgid) != gaps(said)),
    ]


def add(language: Language, translations: dict[str, str]) -> None:
    """Write the catalogue of *language* anew with *translations*, without what is stale."""
    wanted = used()
    held = catalogue(language) | {key: text for key, text in translations.items() if text}
    blocks = [_HEADER.format(language.locale)]
    blocks += [
        _entry(msgid, held[msgid], place) for msgid, place in wanted.items() if msgid in held
    ]
    (FOLDER / f"{language.locale}.po").write_text("\n".join(blocks), encoding="utf-8")


def _entry(msgid: str, msgstr: str, place: str) -> str:
    path = place.partition(":")[0]
    return f"#: {path}\nmsgid {_quoted(msgid)}\nmsgstr {_quoted(msgstr)}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Run as the module's head says; the exit code."""
    chinese = [language for language in Language if language.is_chinese]
    match arguments:
        case ["--add", tag, file]:
            add(Language.named(tag), json.loads(Path(file).read_text(encoding="utf-8")))
            return 0
        case ["--missing", tag]:
            held = catalogue(Language.named(tag))
            absent = {msgid: "" for msgid in used() if msgid not in held}
            sys.stdout.write(json.dumps(absent, ensure_ascii=False, indent=0) + "\n")
            return 0
        case []:
            lines = [f"{tag.locale}: {line}" for tag in chinese for line in problems(tag)]
            sys.stdout.writelines(f"{line}\n" for line in lines)
            return 1 if lines else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
