"""Engineering questions of the fictional firm: open, blocking, answered, chased, late, closed."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from pcbsales.boards.questions.answering import Given, answer_question, close_question
from pcbsales.boards.questions.asking import Asking, ask_one
from pcbsales.boards.questions.chasing import chase
from pcbsales.boards.questions.choices import Channel, QuestionClass
from pcbsales.boards.questions.policy import QuestionPolicy
from pcbsales.boards.questions.question_values import Option, Place
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import Suggestion
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.record import Attachment, ChangeSet, Record
from pcbsales.manifest import Catalogue
from scripts.sample.memory import Memory, Numbers
from scripts.sample.numbers import said

_ZONE = ZoneInfo("Asia/Shanghai")
_SOURCE = "Fictional firm; an answer within 24 hours of working days is usual in the trade."
#: What people write who have not read the question.
_NO_ANSWERS = (
    "as per gerber", "as gerber", "per gerber", "go ahead", "proceed", "as is",
    "按gerber", "依gerber", "按资料", "依資料", "按文件", "依檔案", "照做", "照资料", "照資料",
)  # fmt: skip


def question_policies() -> tuple[Record, ...]:
    """Both entities ask alike; lead times are counted in the plant's days."""
    return tuple(
        QuestionPolicy.model_validate(
            {
                "id": f"{entity}-EQ-2025",
                "title": said("Engineering questions", "工程问客", "工程確認"),
                "source": _SOURCE,
                "entity": entity,
                "valid_from": "2025-04-01",
                "answer_hours": "24",
                "hours": "working_days",
                "lead_time": "SZ-PLANT",
                "no_answers": list(_NO_ANSWERS),
            }
        )
        for entity in ("SZ", "HK")
    )


@dataclass(slots=True)
class _Desk:
    """The ledger as questions come and go."""

    records: dict[str, Record]
    numbers: Numbers
    questions: dict[str, Record] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def snapshot(self) -> Memory:
        return Memory([*self.records.values(), *self.questions.values()])

    def keep(self, changes: ChangeSet | None) -> str:
        """The first id of *changes*, which are recorded; they leave the boards as they were."""
        if changes is None or not all(
            isinstance(record, EngineeringQuestion) for record in changes.records
        ):
            raise ValueError("a question of the sample changed more than itself")
        self.questions |= {record.id: record for record in changes.records}
        self.attachments += changes.attachments
        return changes.records[0].id

    def ask(self, part: str, at: str, asked: Suggestion, **more: Any) -> str:
        asking = Asking(more.pop("actor", "MA"), _at(at), **more)
        return self.keep(
            ask_one(self.snapshot, self.numbers, part=part, rev=None, asked=asked, asking=asking)
        )

    def answer(self, question: str, at: str, *words: str, **given: Any) -> None:
        moment = _at(at)
        self.keep(
            answer_question(
                self.snapshot,
                question=question,
                given=Given(words, moment, **given),
                actor="MA",
                now=moment,
            )
        )


def questions(
    records: Iterable[Record], catalogue: Catalogue
) -> tuple[tuple[Record, ...], tuple[Attachment, ...]]:
    """The questions, and the files that are kept with them."""
    desk = _Desk({f"{r.noun} {r.id}": r for r in records}, Numbers(catalogue))
    _answered(desk)
    _late(desk)
    _waiting(desk)
    return tuple(desk.questions.values()), tuple(desk.attachments)


def _answered(desk: _Desk) -> None:
    """Two that were answered, and one that new data made needless."""
    marking = desk.ask(
        "TANNHOF/TH-PLC-32",
        "2026-01-19 10:20",
        Suggestion(
            QuestionClass.MARKING,
            LocalProse(en="UL mark and date code: which place may they have?"),
            options=(
                _option("A", said("Secondary side, lower left corner")),
                _option("B", said("No marks; we mark the boards ourselves")),
            ),
            proposed="A",
            blocking=True,
        ),
        channel=Channel.MAIL,
    )
    mail = b"From: m.obermoser@tannhof.example\nSubject: Re: EQ TH-PLC-32\n\nOption A, please.\n"
    proof = Attachment(sha256(mail).hexdigest(), "obermoser.eml", mail)
    desk.answer(marking, "2026-01-21 15:05", "A", by="P-00025", evidence=(proof,))
    finish = desk.ask(
        "YUNFAN/YF-BMS-16",
        "2026-07-20 09:40",
        Suggestion(
            QuestionClass.CONFLICT,
            LocalProse(
                en="The drawing says OSP, the order ENIG. Which one is valid?",
                zh_hans="图纸要求OSP,订单为沉金,以哪个为准?",
            ),
            options=(
                _option("A", said("ENIG, as ordered", "沉金,以订单为准"), finish="enig"),
                _option("B", said("OSP, as drawn", "OSP,以图纸为准"), finish="osp"),
            ),
            key="finish",
            blocking=True,
        ),
        channel=Channel.WECHAT,
    )
    desk.answer(finish, "2026-07-22 11:10", "A")
    stack = desk.ask(
        "XINGHE/XH-1200A",
        "2026-09-08 14:00",
        Suggestion(
            QuestionClass.DATA,
            LocalProse(
                en="The stack-up of the impedance layers is missing. Which one applies?",
                zh_hans="缺少阻抗层的叠构,请提供。",
            ),
            blocking=True,
        ),
        channel=Channel.MAIL,
    )
    desk.keep(
        close_question(
            desk.snapshot,
            question=stack,
            reason="Their drawing 1200A-PCB-S2 has it 图纸已提供叠构",
            actor="MA",
            now=_at("2026-09-09 09:15"),
        )
    )


def _late(desk: _Desk) -> None:
    """One that was chased and still holds a board up, and a proposal without an answer."""
    desk.ask(
        "HUAYI/HY-4488",
        "2026-10-26 10:30",
        Suggestion(
            QuestionClass.DATA,
            LocalProse(
                en="The narrowest line drawn is 0.09 mm. Please confirm smallest conductor width "
                "and spacing.",
                zh_hans="资料中最细线为0.09 mm,请确认最小线宽和线距。",
                zh_hant="資料中最細線為0.09 mm,請確認最小線寬和線距。",
            ),
            code="conductor.unsure",
            key="min_track_mm",
            options=(
                _option("A", said("Build as drawn", "按0.09 mm制作"), min_track_mm="0.09"),
                _option("B", said("Widen to 0.1 mm", "加宽至0.1 mm"), min_track_mm="0.1"),
            ),
            proposed="B",
            place=Place(layer="L1"),
            blocking=True,
        ),
        channel=Channel.MAIL,
    )
    desk.keep(chase(desk.snapshot, customer="HUAYI", actor="WANG", at=_at("2026-10-28 09:05")))
    picture = _thieving()
    desk.ask(
        "YUANSHAN/YS-SW-12",
        "2026-10-28 16:10",
        Suggestion(
            QuestionClass.PROPOSAL,
            LocalProse(
                en="May we add copper thieving in the free area of L1 and L12, 2 mm clear of all "
                "circuits, so that the copper comes out even?",
                zh_hans="L1、L12空旷区可否加铜点(距线路2 mm以上),以使镀铜均匀?",
                zh_hant="L1、L12空曠區可否加銅點(距線路2 mm以上),以使鍍銅均勻?",
            ),
            options=(
                _option("A", said("Yes, add it", "同意添加", "同意添加")),
                _option("B", said("No, build as drawn", "不同意,按原稿", "不同意,依原稿")),
            ),
            proposed="A",
            place=Place(layer="L1", x_mm="120.5", y_mm="80.0"),
        ),
        channel=Channel.MAIL,
        pictures=(picture,),
    )


def _waiting(desk: _Desk) -> None:
    """One that is not due yet, and one that nobody has put to the customer."""
    desk.ask(
        "BRIGHTFERN/BF-ARM-3",
        "2026-10-30 15:45",
        Suggestion(
            QuestionClass.DATA,
            LocalProse(en="The outline holds two boards. Please state the size of one board."),
            code="outline.several-boards",
            key="board_size",
            blocking=True,
        ),
        channel=Channel.MAIL,
    )
    desk.ask(
        "LANQIAO/LQ-BT-02",
        "2026-10-30 17:20",
        Suggestion(
            QuestionClass.CAPABILITY,
            LocalProse(
                en="The castellated holes lie 0.10 mm apart; we need 0.15 mm. May we make their "
                "pads smaller?",
                zh_hans="半孔间距0.10 mm,我司需0.15 mm以上,可否削小焊盘?",
            ),
            options=(
                _option("A", said("Make the pads smaller", "可以削小焊盘")),
                _option("B", said("We change the layout", "由我司修改设计")),
            ),
            proposed="A",
            blocking=True,
        ),
    )


def _option(letter: str, text: dict[str, str], **sets: str) -> Option:
    return Option.model_validate({"id": letter, "text": text, "sets": sets})


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=_ZONE)


def _thieving() -> Attachment:
    """A black and white picture of copper dots beside a track, in PNG."""
    width, height = 240, 144
    rows = bytearray()
    for y in range(height):
        row = [_is_copper(x, y) for x in range(width)]
        bits = "".join("0" if copper else "1" for copper in row)
        rows += b"\0" + int(bits, 2).to_bytes(width // 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 0)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return Attachment(sha256(data).hexdigest(), "thieving.png", data)


def _is_copper(x: int, y: int) -> bool:
    """A track along the lower edge; dots of 9 px every 16 px well above it."""
    if 118 <= y < 128:
        return True
    return y < 96 and (x % 16 - 8) ** 2 + (y % 16 - 8) ** 2 <= 20
