"""What is wrong with a text that a person gave: each finding, then what to do about its rule."""

from collections.abc import Iterable

from pcbsales.kernel.errors import Finding
from pcbsales.store.checks.rules import rule_of
from pcbsales.workspace import Workspace


def say_findings(ws: Workspace, findings: Iterable[Finding]) -> None:
    """Say *findings* by path and line, and once for each rule its remedy."""
    rules: dict[str, None] = {}
    for finding in findings:
        text = ws.translate(finding.message, **finding.values)
        ws.say(f"{finding.path}:{finding.line}: {finding.rule}: {text}")
        rules[finding.rule] = None
    for rule in rules:
        ws.say(f"{rule}: {ws.translate(rule_of(ws.catalogue, rule).remedy)}")
