"""`check`: what is wrong in the ledger, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Final

import typer

from pcbsales.i18n.catalogue import Translate
from pcbsales.kernel.errors import Finding, Rule, UsageError
from pcbsales.kernel.tables import Column, Table
from pcbsales.store import layout
from pcbsales.store.checks.field_rules import FIELD_RULES
from pcbsales.store.checks.rules import RULES, rule_of
from pcbsales.workspace import Output, OutputFile, Workspace, workspace

app = typer.Typer(rich_markup_mode=None)

#: How like a known rule a name must be to be taken for a slip of the pen.
_ALIKE: Final = 0.8
#: How like it must be to be worth naming where there is no such rule.
_NEAR: Final = 0.5
_MOST_NEAR: Final = 5


@app.command()
def check(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="[NOUN or ID]", help="Only what is wrong there.")
    ] = "",
    *,
    rule: Annotated[
        str, typer.Option("--rule", help="Only this rule, or all that begin so: customer.")
    ] = "",
    explain: Annotated[
        str, typer.Option("--explain", metavar="RULE", help="What a rule asks, and what to do.")
    ] = "",
    full: Annotated[
        bool, typer.Option("--full", help="Read every attachment again, changed or not.")
    ] = False,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List everything that is wrong in the ledger, as path:line: rule: message.

    What to do about each rule follows on stderr. Exit 1 where anything is wrong.

    Example: pcbsales check
    """
    ws = workspace(ctx)
    if explain:
        _require_known(ws, explain)
        ws.show(Explained(explain, rule_of(ws.catalogue, explain), ws.translate), output=output)
        return
    findings = tuple(_wanted(ws, target, rule, full=full))
    if output or file:
        ws.show(FindingList(findings, ws), output=output, file=file)
    else:
        for finding in findings:
            typer.echo(said(ws, finding))
        for line in _closing(ws, findings):
            ws.say(line)
    if findings:
        raise typer.Exit(1)


def said(ws: Workspace, finding: Finding) -> str:
    """A finding in the reader's language, as ``path:line: rule: message``."""
    text = ws.translate(finding.message, **finding.values)
    return f"{finding.path}:{finding.line}: {finding.rule}: {text}"


def remedies(ws: Workspace, findings: Iterable[Finding]) -> Iterator[str]:
    """What to do about the rules of *findings*, each once, as ``rule: remedy``."""
    for name in sorted({finding.rule for finding in findings}):
        yield f"{name}: {ws.translate(rule_of(ws.catalogue, name).remedy)}"


def _wanted(ws: Workspace, target: str, rule: str, *, full: bool) -> Iterator[Finding]:
    """The ledger's findings of *rule* at *target*, where these are given."""
    _require_rule(ws, rule)
    places = _places(ws, target)
    for finding in ws.ledger.findings(full=full):
        if finding.path.startswith(places) and _is_of(finding.rule, rule):
            yield finding


def _closing(ws: Workspace, findings: tuple[Finding, ...]) -> Iterator[str]:
    if not findings:
        yield ws.translate("nothing is wrong")
        return
    yield ws.translate("what to do:")
    yield from remedies(ws, findings)
    yield ws.translate(
        "findings: {count}; files: {files}",
        count=len(findings),
        files=len({finding.path for finding in findings}),
    )


def _is_of(rule: str, wanted: str) -> bool:
    """Whether *rule* is *wanted*, or begins with it as ``customer.cut_off`` does with customer."""
    return not wanted or rule == wanted or rule.startswith(f"{wanted.rstrip('.')}.")


def _require_rule(ws: Workspace, name: str) -> None:
    """Refuse a *name* that is a known rule but for a slip of the pen."""
    known = {*RULES, *ws.catalogue.rules}
    if any(_is_of(rule, name) for rule in known):
        return
    if near := get_close_matches(name, sorted(known), n=3, cutoff=_ALIKE):
        raise UsageError(
            "there is no rule {rule}; did you mean {near}?", rule=name, near=", ".join(near)
        )


def _require_known(ws: Workspace, name: str) -> None:
    """Refuse a *name* that no rule has, with those that are most like it."""
    known = {*RULES, *FIELD_RULES, *ws.catalogue.rules}
    if name in known:
        return
    near = sorted(rule for rule in known if _is_of(rule, name))[:_MOST_NEAR]
    near = near or get_close_matches(name, sorted(known), n=_MOST_NEAR, cutoff=_NEAR)
    if near:
        raise UsageError(
            "there is no rule {rule}; did you mean {near}?", rule=name, near=", ".join(near)
        )
    raise UsageError("there is no rule {rule}; check names the rules that are broken", rule=name)


def _places(ws: Workspace, target: str) -> tuple[str, ...]:
    """How the paths begin that *target*, a noun or an id, speaks of."""
    if not target:
        return ("",)
    if kind := ws.catalogue.kinds.get(target):
        return (f"{layout.LEDGER}/{kind.folder}/",)
    found = []
    for kind in ws.catalogue.kinds.values():
        try:
            path = layout.path_of(kind, target)
        except UsageError:
            continue
        if (ws.ledger.root / path).exists():
            found.append(path)
    if not found:
        raise UsageError("there is no noun and no record {text}; give the whole id", text=target)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FindingList:
    """Findings as rows."""

    findings: tuple[Finding, ...]
    ws: Workspace

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``path``, ``line``, ``rule``, ``message``, ``remedy``."""
        return [
            {
                "path": f.path,
                "line": f.line,
                "rule": f.rule,
                "message": f.text,
                "remedy": rule_of(self.ws.catalogue, f.rule).remedy,
            }
            for f in self.findings
        ]

    def as_table(self) -> Table:
        """The same as rows, in the reader's language."""
        return Table(
            columns=(
                Column("path", "file"),
                Column("line", "line"),
                Column("rule", "rule"),
                Column("message", "what is wrong"),
            ),
            rows=tuple(
                (f.path, f.line, f.rule, self.ws.translate(f.message, **f.values))
                for f in self.findings
            ),
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """What one rule asks, and what to do where it is broken."""

    name: str
    rule: Rule
    translate: Translate

    def as_json(self) -> dict[str, Any]:
        """``{rule, asks, remedy}``."""
        return {"rule": self.name, "asks": self.rule.asks, "remedy": self.rule.remedy}

    def as_table(self) -> Table:
        """What it asks and what to do, in the reader's language."""
        return Table(
            columns=(Column("asks", "what it asks"), Column("remedy", "what to do")),
            rows=((self.translate(self.rule.asks), self.translate(self.rule.remedy)),),
            title=self.name,
        )
