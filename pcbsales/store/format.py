"""What ``ledger/FORMAT`` says of the whole ledger, and whether this program may work with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pcbsales.kernel.errors import Finding, InvalidLedgerError, LedgerConflictError, UsageError
from pcbsales.store import layout
from pcbsales.store.naming import naming

FORMAT_VERSION: Final = 1
#: A line of FORMAT as ``init`` writes it; anything else is read as YAML.
_FORMAT_LINE: Final = re.compile(
    r"^(format|zone|demo): ([0-9]+|true|[A-Z][A-Za-z/_]{3,})$", re.MULTILINE
)
_UNREADABLE_FORMAT: Final = Finding(
    layout.FORMAT,
    1,
    "format.unreadable",
    "expected lines such as: format: 1, and: zone: Asia/Shanghai",
)


@dataclass(frozen=True, slots=True)
class Format:
    """What ``ledger/FORMAT`` says: the layout's version, the firm's zone, whether it is a demo."""

    version: int
    zone: str
    demo: bool


def read_format(root: Path) -> Format:
    """Read ``ledger/FORMAT``; a layout newer or older than this program's is refused."""
    try:
        with naming(root / layout.FORMAT):
            data = _format_data((root / layout.FORMAT).read_bytes())
        zone = str(data.get("zone", "Asia/Shanghai"))
        ZoneInfo(zone)
        found = Format(int(str(data["format"])), zone, data.get("demo") == "true")
    except FileNotFoundError:
        raise UsageError("there is no ledger in {folder}", folder=root) from None
    except OSError as error:
        if isinstance(error, IsADirectoryError | NotADirectoryError):
            raise InvalidLedgerError((_UNREADABLE_FORMAT,)) from None
        raise
    except (KeyError, ValueError):
        raise InvalidLedgerError((_UNREADABLE_FORMAT,)) from None
    if found.version > FORMAT_VERSION:
        raise LedgerConflictError(
            "this ledger has format {found}, this program knows format {known}: "
            "install a newer pcbsales",
            found=found.version,
            known=FORMAT_VERSION,
        )
    if found.version < FORMAT_VERSION:
        raise LedgerConflictError(
            "this ledger has format {found}, this program works with format {known}: "
            "bring it forward with: pcbsales upgrade",
            found=found.version,
            known=FORMAT_VERSION,
        )
    return found


def _format_data(raw: bytes) -> Mapping[str, object]:
    """What FORMAT holds; ValueError where it is not YAML as the ledger has it."""
    text = raw.decode("utf-8", "replace")
    plain = dict(_FORMAT_LINE.findall(text))
    if plain and "".join(f"{key}: {value}\n" for key, value in plain.items()) == text:
        return plain
    from pcbsales.store.text.strict_yaml import StrictYamlError, read  # noqa: PLC0415 -- rarely needed

    try:
        return read(raw).data
    except StrictYamlError as error:
        raise ValueError(error.msgid) from None
