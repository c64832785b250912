"""What customers approved, what waits for them, and changes they were told of: all fictional."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from pcbsales.boards.stages.choices import (
    ApprovalKind,
    ChangeKind,
    ConsentKind,
    PpapElement,
    VerdictKind,
)
from pcbsales.boards.stages.entry import Entry
from pcbsales.boards.stages.notices import Answer, Change, consent, open_notice, tell
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.submitting import Asked, Decided, decide, submit
from pcbsales.boards.stages.typed import read_elements
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.record import Attachment, ChangeSet, Record
from pcbsales.manifest import Catalogue
from scripts.sample.memory import Memory, Numbers
from scripts.sample.numbers import said

_ZONE = ZoneInfo("Asia/Shanghai")
_SOURCE = (
    "Fictional firm; PPAP levels after AIAG's table 4.2; 90 days of notice to automotive customers "
    "is usual in the trade."
)
_SAMPLE = {"pieces": "10", "area_m2": "0.5"}
_PILOT = {"pieces": "300", "area_m2": "10"}
_RULES = (
    {
        "title": said("Automotive", "汽车电子", "車用電子"),
        "when": ["sector = automotive"],
        "sample": _SAMPLE,
        "pilot": _PILOT,
        "needs": [
            {"stage": "pilot", "kind": "fai"},
            {"stage": "volume", "kind": "ppap", "levels": ["3", "5"], "months": "36"},
        ],
    },
    {
        "title": said("Medical", "医疗", "醫療"),
        "when": ["sector = medical"],
        "sample": _SAMPLE,
        "pilot": _PILOT,
        "needs": [
            {"stage": "pilot", "kind": "sheet"},
            {"stage": "volume", "kind": "sheet"},
            {"stage": "volume", "kind": "fai", "months": "24"},
        ],
    },
    {
        "title": said("Aerospace", "航空航天", "航太"),
        "when": ["sector = aerospace"],
        "sample": _SAMPLE,
        "needs": [{"stage": "volume", "kind": "fai", "months": "24"}],
    },
    {
        "title": said("IPC class 3/A", "IPC 3/A级", "IPC 3/A級"),
        "when": ["ipc_class = 3A"],
        "sample": _SAMPLE,
        "needs": [{"stage": "volume", "kind": "fai", "months": "24"}],
    },
    {
        "title": said("All others", "其他", "其他"),
        "sample": _SAMPLE,
        "pilot": _PILOT,
    },
)
_ALL = [element.value for element in PpapElement]
_PPAP = (
    {"level": "1", "elements": ["psw"]},
    {"level": "2", "elements": ["dimensions", "material_tests", "sample_parts", "psw"]},
    {"level": "3", "elements": [e for e in _ALL if e not in {"appearance", "customer_specific"}]},
    {"level": "4", "elements": ["psw"]},
    {"level": "5", "elements": [e for e in _ALL if e not in {"appearance", "customer_specific"}]},
)
_STRICT = ["plant", "laminate"]


def _notices() -> list[dict[str, Any]]:
    def owed(days: int, *, consent: bool, requalify: bool, **more: Any) -> dict[str, Any]:
        flags = {"consent": str(consent).lower(), "requalify": str(requalify).lower()}
        return {**more, "notice_days": str(days), **flags}

    return [
        owed(90, consent=True, requalify=True, when=["sector = automotive"], changes=_STRICT),
        owed(90, consent=True, requalify=False, when=["sector = automotive"]),
        owed(60, consent=True, requalify=True, when=["sector = medical|aerospace"],
             changes=_STRICT),
        owed(60, consent=True, requalify=False, when=["sector = medical|aerospace"]),
        owed(60, consent=True, requalify=False, changes=[*_STRICT, "subcontractor"]),
        owed(30, consent=False, requalify=False),
    ]  # fmt: skip


def stage_policies() -> tuple[Record, ...]:
    """Both entities sell what the same factory makes."""
    return tuple(
        StagePolicy.model_validate(
            {
                "id": f"{entity}-STAGES-2025",
                "title": said("Stages and change notices", "阶段与变更通知", "階段與變更通知"),
                "source": _SOURCE,
                "entity": entity,
                "valid_from": "2025-04-01",
                "rules": list(_RULES),
                "ppap": list(_PPAP),
                "notices": _notices(),
            }
        )
        for entity in ("SZ", "HK")
    )


@dataclass(slots=True)
class _Desk:
    """The ledger as approvals and notices come and go."""

    records: dict[str, Record]
    numbers: Numbers
    made: dict[str, Record] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def snapshot(self) -> Memory:
        return Memory([*self.records.values(), *self.made.values()])

    def keep(self, changes: ChangeSet) -> str:
        self.made |= {record.id: record for record in changes.records}
        self.attachments += changes.attachments
        return changes.records[0].id

    def submitted(
        self, part: str, rev: str, kind: ApprovalKind, on: str, elements: str = ""
    ) -> None:
        asked = Asked(part, rev, kind, elements=read_elements([elements]))
        name = f"{part.partition('/')[2]} {rev} {kind.value}.txt"
        self.keep(submit(self.snapshot, self.numbers, asked=asked, entry=_entry(on, name)))

    def decided(self, part: str, rev: str, kind: ApprovalKind, on: str, word: Decided) -> None:
        name = f"{part.partition('/')[2]} {rev} {kind.value} {word.verdict.value}.txt"
        changes = decide(
            self.snapshot,
            self.numbers,
            asked=Asked(part, rev, kind),
            word=word,
            entry=_entry(on, name),
        )
        self.keep(changes)

    def opened(self, change: Change, on: str, *boards: tuple[str, str | None]) -> str:
        entry = _entry(on, "")
        made = open_notice(self.snapshot, self.numbers, change=change, boards=boards, entry=entry)
        return self.keep(made)

    def told(self, notice: str, customer: str, person: str, on: str) -> None:
        entry = _entry(on, f"{notice} {customer}.txt")
        made = tell(self.snapshot, notice=notice, customer=customer, person=person, entry=entry)
        self.keep(made)

    def answered(self, notice: str, answer: Answer, on: str) -> None:
        entry = _entry(on, f"{notice} {answer.customer} answer.txt")
        self.keep(consent(self.snapshot, notice=notice, answer=answer, entry=entry))


def stages(
    records: Iterable[Record], catalogue: Catalogue
) -> tuple[tuple[Record, ...], tuple[Attachment, ...]]:
    """The approvals and change notices, and the files that are kept with them."""
    desk = _Desk({f"{r.noun} {r.id}": r for r in records}, Numbers(catalogue))
    _approvals(desk)
    _notices_of(desk)
    return tuple(desk.made.values()), tuple(desk.attachments)


def _approvals(desk: _Desk) -> None:
    """Approved, on conditions, waiting, and one whose last day has passed."""
    approved, fai, ppap = VerdictKind.APPROVED, ApprovalKind.FAI, ApprovalKind.PPAP
    sheet = ApprovalKind.SHEET
    chiu, dong, pike = "P-00016", "P-00014", "P-00030"
    full = "1-12,14-16,18"
    desk.submitted("CHENGHONG/CH-MTR-08", "B", fai, "2025-11-10")
    desk.decided("CHENGHONG/CH-MTR-08", "B", fai, "2025-11-17", Decided(approved, chiu))
    desk.submitted("CHENGHONG/CH-MTR-08", "B", ppap, "2025-12-08", full)
    desk.decided("CHENGHONG/CH-MTR-08", "B", ppap, "2025-12-19", Decided(approved, chiu))
    desk.submitted("QIMING/QM-SPO2", "A", sheet, "2025-11-10")
    desk.decided("QIMING/QM-SPO2", "A", sheet, "2025-11-12", Decided(approved, dong))
    desk.submitted("QIMING/QM-SPO2", "A", fai, "2025-11-24")
    last = Decided(approved, dong, until=date(2026, 9, 30))
    desk.decided("QIMING/QM-SPO2", "A", fai, "2025-12-01", last)
    desk.submitted("QIMING/QM-ECG-12", "B", sheet, "2026-03-23")
    desk.decided("QIMING/QM-ECG-12", "B", sheet, "2026-03-25", Decided(approved, dong))
    desk.submitted("QIMING/QM-ECG-12", "B", fai, "2026-04-13")
    desk.decided("QIMING/QM-ECG-12", "B", fai, "2026-04-20", Decided(approved, dong))
    desk.submitted("MAPLEQUILL/MQ-DAQ-8", "B", fai, "2026-05-06")
    desk.decided("MAPLEQUILL/MQ-DAQ-8", "B", fai, "2026-05-14", Decided(approved, pike))
    desk.submitted("MAPLEQUILL/MQ-PRE-2", "A", fai, "2026-08-17")
    on_terms = Decided(
        VerdictKind.CONDITIONAL,
        pike,
        until=date(2026, 12, 31),
        conditions="Hole wall copper reported per panel until 12 lots have passed",
    )
    desk.decided("MAPLEQUILL/MQ-PRE-2", "A", fai, "2026-08-26", on_terms)
    desk.submitted("CHENGHONG/CH-HMI-02", "A", fai, "2026-09-07")
    desk.decided("CHENGHONG/CH-HMI-02", "A", fai, "2026-09-16", Decided(approved, chiu))
    desk.submitted("CHENGHONG/CH-HMI-02", "A", ppap, "2026-10-20", "1,2,5-11,14-16,18")


def _notices_of(desk: _Desk) -> None:
    """One that lacks a consent, one to be told, one that all have agreed to."""
    laminate = Change(
        ChangeKind.LAMINATE,
        _text("laminate type A, Tg 150 °C", "板材A,Tg 150 °C", "板材A,Tg 150 °C"),
        _text("laminate type B, Tg 155 °C, same IPC-4101 sheet", "板材B,Tg 155 °C,IPC-4101规格相同",
              "板材B,Tg 155 °C,IPC-4101規格相同"),
        date(2026, 11, 16),
        LocalProse.model_validate(said("Type A is no longer made.", "板材A停产。", "板材A停產。")),
    )  # fmt: skip
    pcn = desk.opened(
        laminate,
        "2026-07-13",
        ("CHENGHONG/CH-MTR-08", None),
        ("MAPLEQUILL/MQ-DAQ-8", "B"),
        ("YUANSHAN/YS-RTR-6", None),
    )
    desk.told(pcn, "CHENGHONG", "P-00016", "2026-07-15")
    desk.told(pcn, "MAPLEQUILL", "P-00030", "2026-07-15")
    desk.told(pcn, "YUANSHAN", "P-00020", "2026-07-16")
    given = Answer("YUANSHAN", ConsentKind.GIVEN, "P-00020")
    desk.answered(pcn, given, "2026-08-05")
    on_terms = Answer(
        "MAPLEQUILL",
        ConsentKind.CONDITIONAL,
        "P-00030",
        conditions="First delivery with FAI and microsections",
    )
    desk.answered(pcn, on_terms, "2026-08-20")
    plater = Change(
        ChangeKind.SUBCONTRACTOR,
        _text("microsections made in house", "切片本厂制作", "切片本廠製作"),
        _text("microsections by an outside laboratory", "切片委外实验室", "切片委外實驗室"),
        date(2027, 1, 18),
    )
    desk.opened(plater, "2026-10-26", ("TANNHOF/TH-PLC-32", None), ("TANNHOF/TH-IO-16", None))
    line = Change(
        ChangeKind.EQUIPMENT,
        _text("ENIG line 1", "沉金一线", "化金一線"),
        _text("ENIG line 2, same chemistry", "沉金二线,药水相同", "化金二線,藥水相同"),
        date(2027, 1, 4),
    )
    pcn = desk.opened(line, "2026-10-27", ("QIMING/QM-ECG-12", "B"))
    desk.told(pcn, "QIMING", "P-00014", "2026-10-27")
    desk.answered(pcn, Answer("QIMING", ConsentKind.GIVEN, "P-00014"), "2026-10-29")


def _entry(on: str, name: str) -> Entry:
    data = f"{name}\n{on}\nA fictional document of the sample ledger.\n".encode()
    kept = Attachment(sha256(data).hexdigest(), name, data)
    now = datetime.fromisoformat(f"{on}T15:30:00").replace(tzinfo=_ZONE)
    return Entry("GAO", now, now.date(), (kept,))


def _text(en: str, zh_hans: str, zh_hant: str) -> LocalText:
    return LocalText.model_validate(said(en, zh_hans, zh_hant))
