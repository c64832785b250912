"""The rooms of the program, in dependency order."""

from importlib import import_module

from pcbsales.manifest import Catalogue, Manifest

#: A room may import only rooms listed before it. A new room adds one name here.
ROOMS: tuple[str, ...] = (
    "company",
    "approvals",
    "customers",
    "boards",
    "quoting",
    "receivables",
)


def manifest(room: str) -> Manifest:
    """What *room* offers."""
    found: Manifest = import_module(f"pcbsales.{room}.manifest").MANIFEST
    return found


def catalogue() -> Catalogue:
    """What all rooms offer together."""
    return Catalogue(tuple(manifest(room) for room in ROOMS))
