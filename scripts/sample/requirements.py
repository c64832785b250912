"""What one customer requires of its boards, and the specification in which it says so."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from pcbsales.boards.changes.required import read_demand
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.profile.records import RequirementProfile
from pcbsales.kernel.record import Attachment, Record
from scripts.sample.rows import rows

_CUSTOMER, _REP, _ENGINEER = "TANNHOF", "CHEN", "MA"
#: demand, from, until, clause in which it stands, why, handed to, acknowledged by
_DEMANDS = """
tg_c>=150 | 2025-04-01 | - | - | - | - | -
finish!=hasl | 2025-04-01 | - | - | - | - | -
ul_mark=any_place | 2025-04-01 | - | 7.4 | - | production_engineering | MA
reports=coc,e_test | 2025-04-01 | 2026-10-18 | 6.1 | - | quality | GAO
labels=Two labels on each carton: part number, revision, date code, quantity | 2025-04-01 | - | 8.1 | - | shipping | -
plants=Shenzhen only; another plant needs their release | 2025-04-01 | - | - | - | production_planning | DENG
reports=coc,e_test,solderability | 2026-10-19 | - | 6.1 | Pads tarnished in a lot of September | quality,production_planning | GAO
"""  # noqa: E501 -- a table
#: number, keys it touches, text; answer, its day, remark; the customer's word: person, day
_CLAUSES = """
4.1 | ipc_class | Boards meet IPC-6012 class 2 and are accepted by IPC-A-600. | comply | 2025-03-18 | - | - | -
4.3 | hole_cu_um | Copper in plated holes: 25 µm on average. | deviate | 2025-03-18 | 20 µm on average, as class 2 asks; 25 µm where an order says so. | P-00025 | 2025-03-25
5.2 | bow_twist_percent | Bow and twist: 0.5 % at most. | deviate | 2026-10-20 | 0.75 %; 0.5 % on boards of 1.6 mm and more. | - | -
6.1 | reports | Each lot comes with certificate of conformity, electrical test and solderability report. | comply | 2026-10-20 | - | - | -
7.4 | ul_mark,date_code | UL mark and date code stand on each board, in any place. | comply | 2025-03-18 | - | - | -
8.2 | - | Lots are traced to the laminate lot within 24 hours. | - | - | - | - | -
"""  # noqa: E501 -- a table
_TEXT = "TN 80-100, issue 3: Bare printed boards, quality requirements (fictional).\n"
_MAIL = (
    "From: matthias.obermoser@tannhof.example\nSubject: TN 80-100, 4.3\n\n"
    "We take 20 um on average for boards of class 2.\n"
)


def requirements() -> tuple[tuple[Record, ...], tuple[Attachment, ...]]:
    """The profile and the specification, and the files that are kept with them."""
    text, mail = _kept("TN-80-100-3.txt", _TEXT), _kept("consent-4.3.eml", _MAIL)
    return (_profile(), _spec(text, mail)), (text, mail)


def _profile() -> RequirementProfile:
    demands = [_demand(row) for row in rows(_DEMANDS, 7)]
    return RequirementProfile.model_validate(
        {"id": _CUSTOMER, "customer": _CUSTOMER, "requirements": demands}
    )


def _demand(row: tuple[str, ...]) -> dict[str, Any]:
    asked, since, until, clause, why, departments, by = (_said(cell) for cell in row)
    at = _at(since or "")
    return {
        **read_demand(asked or "").fields(),
        "valid_from": since,
        "valid_until": until,
        "document": clause and {"title": f"TN 80-100, {clause}", "spec": "CS-00001"},
        "by": _REP,
        "at": at,
        "reason": why,
        "handed": [_handed(to, by, at) for to in (departments or "").split(",") if to],
    }


def _handed(to: str, by: str | None, at: datetime) -> dict[str, Any]:
    """Handed to a department; who acknowledges it is of one."""
    theirs = {"GAO": "quality", "MA": "production_engineering", "DENG": "production_planning"}
    seen = by is not None and theirs[by] == to
    acknowledged = {"acknowledged": at.replace(hour=15), "acknowledged_by": by} if seen else {}
    return {"to": to, "at": at, "by": _REP, **acknowledged}


def _spec(text: Attachment, mail: Attachment) -> CustomerSpec:
    return CustomerSpec.model_validate(
        {
            "id": "CS-00001",
            "customer": _CUSTOMER,
            "number": "TN 80-100",
            "title": "Bare printed boards, quality requirements",
            "issue": "3",
            "dated": "2025-01-15",
            "file": _file(text),
            "valid_from": "2025-04-01",
            "clauses": [_clause(row, mail) for row in rows(_CLAUSES, 8)],
        }
    )


def _clause(row: tuple[str, ...], mail: Attachment) -> dict[str, Any]:
    number, keys, text, verdict, day, remark, person, on = (_said(cell) for cell in row)
    clause = {
        "number": number,
        "text": text,
        "keys": [key for key in (keys or "").split(",") if key],
    }
    if verdict is None:
        return clause
    answer: dict[str, Any] = {
        "verdict": verdict,
        "remark": remark,
        "by": _ENGINEER,
        "at": _at(day or ""),
    }
    if person:
        answer["consent"] = {
            "granted": True,
            "person": person,
            "day": on,
            "evidence": _file(mail),
            "by": _REP,
            "at": _at(on or ""),
        }
    return {**clause, "answers": [answer]}


def _said(cell: str) -> str | None:
    return None if cell == "-" else cell


def _at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:30:00+08:00")


def _kept(name: str, text: str) -> Attachment:
    data = text.encode("utf-8")
    return Attachment(sha256(data).hexdigest(), name, data)


def _file(kept: Attachment) -> dict[str, Any]:
    return {"name": kept.name, "sha256": kept.sha256, "bytes": len(kept.data)}
