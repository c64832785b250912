"""The layer rule. It reads the imports; nothing is run."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcbsales.registry import ROOMS

PACKAGE = Path(__file__).parents[1] / "pcbsales"
PLATFORM = ("__init__", "kernel", "manifest", "i18n", "store", "documents", "workspace")
PROGRAM = ("registry", "desk", "cli", "__main__")
ORDER = (*PLATFORM, *ROOMS, *PROGRAM)

OUTSIDE = {"jinja2", "os", "pathlib", "ruamel", "shutil", "subprocess", "sqlite3", "typer", "yaml"}
OUTSIDE_PARTS = {"store", "documents", "workspace", "manifest"}
CLOCKS = {"now", "today", "utcnow"}


def is_commands(name: str) -> bool:
    """Whether a module of that name holds commands, which nobody imports."""
    return name == "commands" or name.endswith("_commands")


def is_edge(file: str) -> bool:
    """Whether it is one of the files of a room that may touch the outside world.

    ``options.py`` says the options that several of its commands have.
    """
    return file in {"manifest.py", "options.py"} or is_commands(file.removesuffix(".py"))


MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
DOMAIN = [p for p in MODULES if p.parts[0] in ("kernel", *ROOMS) and not is_edge(p.name)]


def tree(path: Path) -> ast.Module:
    return ast.parse((PACKAGE / path).read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: use absolute imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(module: str) -> str | None:
    """``receivables`` for ``pcbsales.receivables.ageing``; None for other packages."""
    package, _, rest = module.partition(".")
    return rest.partition(".")[0] if package == "pcbsales" and rest else None


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_down(path: Path) -> None:
    here = path.parts[0].removesuffix(".py")
    for module in imports(path):
        target = part(module)
        if target and target != "__version__":
            assert ORDER.index(target) <= ORDER.index(here), f"{path}: {module}"
        words = module.split(".")
        assert here in PROGRAM or not any(map(is_commands, words)), f"{path}: {module}"


@pytest.mark.parametrize("path", DOMAIN, ids=str)
def test_domain_is_pure(path: Path) -> None:
    for module in imports(path):
        assert module.partition(".")[0] not in OUTSIDE, f"{path}: {module}"
        assert part(module) not in OUTSIDE_PARTS, f"{path}: {module}"


@pytest.mark.parametrize("path", DOMAIN, ids=str)
def test_domain_reads_no_clock(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            named = owner.id if isinstance(owner, ast.Name) else ""
            assert not (named in {"date", "datetime"} and node.func.attr in CLOCKS), path


def test_every_folder_is_a_known_part() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders <= set(ORDER)
    assert set(ROOMS) <= folders
