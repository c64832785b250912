"""The ``pcbsales`` program: global options, groups loaded on demand, refusals to exit codes."""

from pcbsales.cli.running import run

__all__ = ["run"]
