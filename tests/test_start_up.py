"""What a command imports before it answers: start-up stays lazy."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("babel", "typst", "ruamel", "holidays", "stdnum", "jinja2", "hypothesis")

PACKAGE = Path(__file__).parents[1] / "pcbsales"
PROBE = """
import sys
from pcbsales.cli import run
code = run(sys.argv[1:])
# A package of one sentence is no work: what counts is modules that hold code.
held = (name for name, module in sys.modules.items() if not hasattr(module, "__path__"))
print("|".join(sorted(held)), file=sys.stderr)
sys.exit(code)
"""


def modules(*arguments: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, cwd=cwd,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split("|"))


def lines(module: str) -> int:
    """How many lines of ours it has: how the code is cut into files is not what is measured."""
    file = PACKAGE / f"{module.partition('.')[2].replace('.', '/')}.py"
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("arguments", "most"),
    [(("--help",), 2_000), (("ar", "overdue"), 7_650), (("customer", "list"), 8_900)],
)
def test_a_command_loads_little(arguments: tuple[str, ...], most: int, ledger_folder: Path) -> None:
    modules("customer", "list", cwd=ledger_folder)  # the first answer builds the index
    modules("customer", "list", cwd=ledger_folder)  # the second reads again what was too young
    loaded = modules(*arguments, cwd=ledger_folder)
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)
    own = [name for name in loaded if name.startswith("pcbsales.")]
    manifests = [name for name in own if name.endswith(".manifest")]
    assert sum(map(lines, manifests)) <= 250 * len(manifests), sorted(manifests)
    assert sum(map(lines, own)) - sum(map(lines, manifests)) <= most, sorted(own)


def test_who_owes_what_is_answered_from_kept_rows_alone(ledger_folder: Path) -> None:
    for _ in range(2):
        modules("ar", "overdue", cwd=ledger_folder)
    loaded = modules("ar", "overdue", "-o", "json", cwd=ledger_folder)
    packages = {name.partition(".")[0] for name in loaded}
    assert not {"pydantic", "pydantic_core", "yaml", "multiprocessing"} & packages
    assert not [name for name in loaded if name.endswith(".records")]


def test_help_loads_no_records(tmp_path: Path) -> None:
    loaded = modules("--help", cwd=tmp_path)
    assert not [name for name in loaded if name.endswith(".records")]
    assert "pydantic" not in {name.partition(".")[0] for name in loaded}
