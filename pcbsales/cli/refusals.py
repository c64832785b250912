"""What the program says no with: any error as a refusal, and a refusal as lines for people."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pcbsales.i18n.catalogue import Translate, translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import (
    InvalidLedgerError,
    LackingError,
    LedgerConflictError,
    PcbsalesError,
    UnsoundChangeError,
    UsageError,
)
from pcbsales.registry import catalogue


def refusal_of(error: Exception) -> PcbsalesError:
    """*error* as a refusal: a value as typed, or a disk that fails. Any other is a bug, raised."""
    if isinstance(error, PcbsalesError):
        return error
    if isinstance(error, OSError) and not isinstance(error, ValueError):
        # Nothing was written, or it was said that it was.
        return _disk_fault(error)
    return _refused_value(error)


def lines_of(error: PcbsalesError, language: Language) -> list[str]:
    """What *error* says in *language*, the findings behind it included."""
    t = translator(language)
    lines = [t("error: {problem}", problem=t(error.msgid, **_in_words(error.values)))]
    if isinstance(error, UnsoundChangeError):
        from pcbsales.store.checks.rules import rule_of  # noqa: PLC0415 -- start-up

        found = error.findings
        lines += [f"{f.place}: {f.rule}: {t(f.message, **f.values)}" for f in found[1:]]
        names = dict.fromkeys(finding.rule for finding in found)
        lines += [f"{name}: {t(rule_of(catalogue(), name).remedy)}" for name in names]
    if isinstance(error, LackingError):
        lines += _how_to_begin(error.lacking, t)
    if isinstance(error, InvalidLedgerError):
        lines += [
            f"{f.path}:{f.line}: {f.rule}: {t(f.message, **f.values)}" for f in error.findings
        ]
    return lines


def _how_to_begin(noun: str, t: Translate) -> list[str]:
    """How a person writes the first record of *noun*, where it will lie, and what it looks like."""
    kind = catalogue().kinds.get(noun)
    if kind is None or not kind.is_written:
        return []
    return [
        t(
            "begin one with: {command}; it will lie in {folder}; an example: {example}",
            command=f"pcbsales {noun} new {kind.first or 'ID'}",
            folder=f"ledger/{kind.folder}",
            example=f"pcbsales {noun} new --example",
        )
    ]


def _in_words(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """*values* with the action that is refused, where there is one, as its room calls it."""
    if "action" not in values:
        return values
    return {**values, "action": catalogue().action(str(values["action"]))}


def _disk_fault(error: OSError) -> LedgerConflictError:
    """What the machine said no to, as a refusal; it names a file, or is known to name none."""
    problem = error.strerror or str(error) or type(error).__name__
    if isinstance(error.filename, str | bytes | Path) and error.filename:
        return LedgerConflictError(
            "{file} cannot be read or written: {problem}",
            file=os.fsdecode(error.filename),
            problem=problem,
        )
    return LedgerConflictError("the machine cannot read or write: {problem}", problem=problem)


def _refused_value(error: Exception) -> UsageError:
    """What pydantic, or UTF-8, finds wrong with a value that was typed, as a refusal."""
    if isinstance(error, UnicodeEncodeError):
        return _not_text(error)
    if not hasattr(error, "errors"):
        raise error
    from pydantic import BaseModel  # noqa: PLC0415 -- start-up

    from pcbsales.kernel.field_errors import refused  # noqa: PLC0415 -- start-up

    typed: Any = error
    found = refused(BaseModel, typed)
    return UsageError(found.msgid, **found.values)


def _not_text(error: UnicodeEncodeError) -> UsageError:
    """What was typed, its bytes that are no text written out."""
    typed = error.object[max(error.start - 20, 0) : error.end + 20]
    return UsageError("{text} is no text in UTF-8", text=ascii(typed))
