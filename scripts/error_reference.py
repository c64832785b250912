"""docs/errors.md: every rule by which a file or the ledger is refused, in words and by example."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pcbsales.registry import catalogue
from pcbsales.store.checks.rules import RULES
from scripts.remedies import BY_ROOM, REMEDIES

ROOT: Final = Path(__file__).parents[1]
_GALLERY: Final = ROOT / "tests" / "gallery"
#: Calls that name a rule: where among their arguments the rule stands, and its sentence.
_CALLS: Final[Mapping[str, tuple[int, int]]] = {
    "wrong": (0, 1),
    "StrictYamlError": (1, 2),
    "_at": (1, 2),
    "Finding": (2, 3),
    "finding_about": (1, 2),
    "_finding": (1, 2),
    "_about": (1, 2),
    "_said": (0, 1),
    "refuse": (0, 1),
    "_Parser": (0, 1),
    "_require_distinct": (0, -1),
}
_SCALARS: Final = {"refuse", "_Parser"}
_NAME = re.compile(r"[a-z_]+(\.[a-z_-]+)+")
_TWICE: Final = "{value} stands there twice"
_HEAD: Final = """\
# What is wrong, and what to do

Made by `make docs` from the program itself; a test holds it true. A finding reads
`path:line: rule: message`. `pcbsales check` lists them all; `pcbsales edit ID` opens the record,
whether it can be read or not. An unreadable record hides no other; what needs it to be right
(money owed, dunning) refuses with exit code 3, and `--partial` says what was left out.
"""
_FIELD_RULES: Final = '''\
"""The rules that one file can break by itself, by name; made by ``make docs`` from the code."""

from typing import Final

FIELD_RULES: Final = frozenset(
    """
{names}
""".split()
)
'''


def rules_in_code(package: Path = ROOT / "pcbsales") -> dict[str, list[str]]:
    """Every rule that the code names, with its sentences (gaps as they stand)."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(package.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        constants = dict(_constants(tree))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for rule, sentence in _named(call, constants):
                if sentence not in ["", *found[rule]]:
                    found[rule].append(sentence)
    found["record.fact"].append("{noun} {id} is a fact and is never rewritten; {fault}")
    found["field.missing"].append("this field is required")
    return {rule: sentences for rule, sentences in found.items() if _NAME.fullmatch(rule)}


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                yield name, text


def _named(call: ast.Call, constants: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    rule_at, sentence_at = _CALLS.get(name, (-1, -1))
    if rule_at < 0 or len(call.args) <= rule_at:
        return
    sentence = _text(call.args, sentence_at, constants) if sentence_at >= 0 else _TWICE
    for rule in _texts(call.args[rule_at], constants):
        if name in _SCALARS:
            yield f"scalar.{rule}", f"expected {sentence}, got {{value}}" if sentence else ""
        else:
            yield rule, sentence


def _text(arguments: list[ast.expr], at: int, constants: Mapping[str, str]) -> str:
    return next(iter(_texts(arguments[at], constants)), "") if len(arguments) > at else ""


def _texts(node: ast.expr, constants: Mapping[str, str]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) if name in constants:
            yield constants[name]
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, constants)
            yield from _texts(other, constants)


def examples() -> dict[str, list[str]]:
    """What is said of the broken files and ledgers of the gallery, by rule."""
    said: dict[str, list[str]] = defaultdict(list)
    for page in ("files_said.txt", "rooms_said.txt"):
        for part in re.split(r"(?m)^# ", (_GALLERY / page).read_text("utf-8")):
            rule, _, lines = part.partition("\n")
            if rule:
                shown = [line for line in lines.splitlines() if f": {rule}: " in line]
                said[rule.strip()] += shown or lines.splitlines()
    return said


def remedy_of(rule: str) -> str:
    """What to do where *rule* is broken; empty where nobody has said it."""
    known = {**RULES, **catalogue().rules}.get(rule)
    return known.remedy if known else REMEDIES.get(rule) or BY_ROOM.get(rule.partition(".")[0], "")


def error_reference() -> str:
    """All rules with what they say, an example from the gallery, and what to do, as Markdown."""
    sentences, shown = rules_in_code(), examples()
    over_ledger = {**RULES, **catalogue().rules}
    lines = [_HEAD]
    for rule in sorted({*sentences, *over_ledger}):
        lines += [f"## {rule}", ""]
        if rule in over_ledger:
            lines += [over_ledger[rule].asks, ""]
        lines += _quoted(sentences.get(rule, []))
        if rule in shown:
            lines += ["```", *(line[:200] for line in shown[rule][:2]), "```", ""]
        lines += [f"What to do: {remedy_of(rule)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def field_rules() -> str:
    """The module that names the rules of records by themselves, which are told where they hold."""
    names = sorted(rules_in_code().keys() - {**RULES, **catalogue().rules}.keys())
    return _FIELD_RULES.format(names="\n".join(names))


def _quoted(sentences: Iterable[str]) -> list[str]:
    said = [f"- `{sentence}`" for sentence in sentences]
    return [*said, ""] if said else []
