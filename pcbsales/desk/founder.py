"""What a ledger of one's own begins with: whoever founds it, and a table of who may decide what."""

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from pcbsales.documents.places import data_folder
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.text.round_trip import dump

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pcbsales.store.git.program import Identity
    from pcbsales.workspace import Workspace

#: What whoever founds a ledger is in it, until they say otherwise.
_ROLE: Final = "sales_manager"
_STAFF_HEAD: Final = """\
# Whoever founded this ledger, as git knows them. What each role may decide stands in the table of
# authority: pcbsales authority list. The others of the firm: pcbsales staff new ID
"""
_AUTHORITY_HEAD: Final = """\
# Who may decide what, to begin with. Make it the rules of your own firm: pcbsales edit {id}
"""
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class FirstRecords:
    """The files of a new ledger by their paths below its folder, and the founder's staff id."""

    staff: str
    texts: "Mapping[str, bytes]"


def first_records(ws: "Workspace", who: "Identity", *, as_of: "date") -> FirstRecords:
    """What the ledger of *who* begins with on *as_of*.

    LedgerConflictError where their address is none.
    """
    staff, kinds = staff_id(who), ws.catalogue.kinds
    told = {
        "id": staff,
        "name": {_name_key(who.name, ws.language): who.name},
        "emails": [who.email],
        "roles": [_ROLE],
        "valid_from": as_of.isoformat(),
    }
    try:
        record = kinds["staff"].type.model_validate(told)
    except ValidationError:
        raise LedgerConflictError(
            "git knows you as {name} <{email}>, which is no name with a mail address; correct it: "
            "git config --global user.name 'YOUR NAME' and: "
            "git config --global user.email YOUR-ADDRESS",
            name=who.name,
            email=who.email,
        ) from None
    folder = kinds["staff"].folder
    texts = {f"{folder}/{staff}.yaml": _STAFF_HEAD.encode() + dump(record.tree())}
    folder = kinds["authority"].folder
    for file in sorted((data_folder("ledger") / folder).glob("*.yaml")):
        head = _AUTHORITY_HEAD.format(id=file.stem)
        texts[f"{folder}/{file.name}"] = head.encode() + file.read_bytes()
    return FirstRecords(staff, texts)


def staff_id(who: "Identity") -> str:
    """A short id of *who*: the last word of their name, else of their address."""
    for text in (who.name, who.email.partition("@")[0]):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
        if words := _WORDS.findall(plain):
            return str(words[-1])[:20]
    return "ME"


def _name_key(name: str, language: Language) -> str:
    """The language that *name* is written in; of Chinese script, the reader's."""
    if not _HAN.search(name):
        return "en"
    return "zh_hant" if language is Language.TRADITIONAL_CHINESE else "zh_hans"
