"""Where the files lie that come with the program: templates, and the sample ledger."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def data_folder(name: str) -> Path:
    """The folder ``templates`` or ``ledger``: inside the installed package, else the checkout's.

    FileNotFoundError if neither is there.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the program's folder {name} is missing: the installation is broken")
