"""Things named by string, ``package.module:name``, imported when they are used."""

from importlib import import_module
from typing import Any


def load(path: str) -> Any:
    """What ``package.module:name`` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
