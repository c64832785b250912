"""Thirty boards: specifications from 2 to 12 layers, their revisions, and what is still asked."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pcbsales.boards.choices import Source
from pcbsales.boards.fabrication.reading import read_package
from pcbsales.boards.intake import Intake, add_intake
from pcbsales.boards.received_data import ReceivedPackage
from pcbsales.boards.records import OpenQuestion, Part, Revision, part_id
from pcbsales.boards.setting import read_settings
from pcbsales.boards.specification import Specification
from pcbsales.kernel.record import Attachment
from scripts.sample.board.package import draw_package
from scripts.sample.memory import Memory
from scripts.sample.rows import rows

_USUAL = (
    "delivery_format=single material=fr4 laminate_or_equivalent=true cu_outer_oz=1 hole_cu_um=20 "
    "via_types=through hdi_stage=none via_protection=Ib mask_sides=both legend_colour=white "
    "legend_sides=both castellated=false edge_plating=false gold_fingers=0 ipc_class=2 "
    "e_test=flying_probe declarations=rohs,reach packing=vacuum,desiccant,humidity_card "
    "date_code=any_place date_code_format=wwyy working_gerber=not_required"
)
#: customer, part number, their number for it, what it is, layers, size, thickness, Tg, finish with
#: gold in µin, mask, track and space, hole, further answers, revisions with what each changed
_PARTS = """
HUAYI | HY-4402 | 10-4402 | Gateway main board 网关主板 | 4 | 120x80 | 1.6 | 150 | enig 1 | green | 0.15 | 0.3 | - | A 2025-04-07; B 2025-09-15 min_hole_mm=0.25; C 2026-04-20 thickness_mm=1.2
HUAYI | HY-4410 | 10-4410 | Motor controller, 2nd generation 二代电机控制板 | 4 | 100x68 | 1.6 | 150 | enig 1 | green | 0.15 | 0.25 | - | A 2026-10-29
HUAYI | HY-4415 | 10-4415 | Sensor hub 传感集线板 | 2 | 64x42 | 1.0 | 135 | lf_hasl | blue | 0.2 | 0.3 | - | A 2025-05-12
HUAYI | HY-4470 | 10-4470 | Servo power stage 伺服功率板 | 6 | 148x96 | 2.0 | 170 | enig 2 | green | 0.15 | 0.25 | - | A 2025-08-04; B 2026-06-08 finish_thickness_uin=1
HUAYI | HY-4488 | 10-4488 | Vision module 视觉模块 | 8 | 72x58 | 1.6 | 170 | enig 1 | black | 0.1 | 0.2 | impedance=L1:50:L2,L3:100:L2 impedance_tol_percent=10 | A 2026-08-17
LANQIAO | LQ-LED-07 | - | LED driver LED驱动板 | 2 | 220x36 | 1.6 | 135 | lf_hasl | white | 0.25 | 0.4 | legend_colour=black | 1 2025-04-16; 2 2026-01-12 mask_colour=matt_black,legend_colour=white
LANQIAO | LQ-BT-02 | - | Bluetooth module 蓝牙模块 | 4 | 28x18 | 0.8 | 150 | enig 1 | green | 0.1 | 0.2 | castellated=true | 1 2025-06-23
LANQIAO | LQ-CHG-11 | - | Charger 充电器 | 2 | 58x40 | 1.6 | 135 | osp | green | 0.25 | 0.4 | cu_outer_oz=2 | 1 2026-02-09
XINGHE | XH-1200A | 1200A-PCB | Oscilloscope front end 示波器前端 | 8 | 180x120 | 1.6 | 170 | enig 2 | green | 0.1 | 0.2 | impedance=L1:50:L2 impedance_tol_percent=10 | R1 2025-05-26; R2 2025-12-01 min_hole_mm=0.25
XINGHE | XH-1210 | 1210-PCB | Key pad 按键板 | 2 | 90x60 | 1.6 | 135 | enig 1 | black | 0.2 | 0.4 | - | R1 2025-07-14
XINGHE | XH-PSU-3 | PSU3-PCB | Power supply 电源板 | 2 | 130x75 | 1.6 | 135 | lf_hasl | green | 0.3 | 0.5 | cu_outer_oz=2 | R1 2025-10-20
YUNFAN | YF-INV-5K | - | Inverter control 逆变器控制板 | 4 | 160x110 | 1.6 | 150 | lf_hasl | green | 0.2 | 0.3 | - | A 2025-06-09
YUNFAN | YF-BMS-16 | - | Battery management 电池管理板 | 4 | 140x60 | 1.6 | 170 | enig 1 | red | 0.15 | 0.3 | cu_outer_oz=2 | A 2026-01-26; B 2026-07-20 cu_outer_oz=1
MINGTAI | MT-DL-90 | DL90 | Downlight 筒灯板 | 1 | 90x90 | 1.6 | 135 | osp | white | 0.4 | 0.8 | material=aluminium legend_colour=black legend_sides=top mask_sides=top | A 2025-04-21
MINGTAI | MT-CTRL-4 | CTRL4 | Dimmer control 调光控制板 | 2 | 75x50 | 1.6 | 135 | lf_hasl | white | 0.2 | 0.4 | legend_colour=black | A 2025-09-08
QIMING | QM-ECG-12 | ECG12-MB | ECG main board 心电主板 | 10 | 150x100 | 1.6 | 170 | enig 2 | green | 0.1 | 0.2 | ipc_class=3 hole_cu_um=25 medical=true | A 2025-05-19; B 2026-03-16 min_hole_mm=0.25
QIMING | QM-SPO2 | SPO2-S | Pulse oximeter 血氧板 | 4 | 46x30 | 1.0 | 150 | enig 1 | green | 0.1 | 0.2 | - | A 2025-11-03
QIMING | QM-PUMP | PUMP-C | Infusion pump control 输液泵控制板 | 6 | 110x70 | 1.6 | 150 | enig 1 | green | 0.15 | 0.25 | hole_cu_um=25 | A 2026-05-11
CHENGHONG | CH-MTR-08 | MTR-08-P | Motor driver 馬達驅動板 | 4 | 105x75 | 1.6 | 150 | enig 1 | green | 0.15 | 0.3 | cu_outer_oz=2 | A 2025-04-28; B 2025-10-27 cu_outer_oz=1
CHENGHONG | CH-HMI-02 | HMI-02-P | Operator panel 人機介面板 | 6 | 170x110 | 1.6 | 150 | enig 1 | black | 0.13 | 0.25 | - | A 2025-08-18
YUANSHAN | YS-RTR-6 | RTR6-MB | Router main board 路由器主板 | 6 | 190x140 | 1.6 | 150 | enig 1 | green | 0.1 | 0.2 | impedance=L1:50:L2,L1:100:L2 impedance_tol_percent=10 | 1.0 2025-06-02; 1.1 2026-02-23 min_hole_mm=0.25
YUANSHAN | YS-SW-12 | SW12-MB | Switch backplane 交換器背板 | 12 | 240x160 | 2.0 | 170 | enig 2 | green | 0.1 | 0.25 | impedance=L1:50:L2 impedance_tol_percent=10 press_fit=true | 1.0 2025-12-15
QUELLBACH | QB-2207 | 4711-2207 | Level sensor | 4 | 52x34 | 1.0 | 150 | enig 1 | green | 0.15 | 0.25 | reports=coc,e_test | A 2025-04-14; B 2026-05-25 thickness_mm=0.8
QUELLBACH | QB-2310 | 4711-2310 | Flow meter | 6 | 88x62 | 1.6 | 150 | enig 1 | green | 0.13 | 0.25 | reports=coc,e_test | A 2025-09-22
TANNHOF | TH-PLC-32 | 80.032.01 | PLC processor | 8 | 135x98 | 1.6 | 170 | enig 1 | green | 0.1 | 0.2 | reports=coc,e_test,microsection ul_mark=any_place | 01 2025-05-05; 02 2026-01-19 min_hole_mm=0.25
TANNHOF | TH-IO-16 | 80.016.03 | I/O card | 4 | 135x98 | 1.6 | 150 | lf_hasl | green | 0.2 | 0.3 | reports=coc ul_mark=any_place | 01 2025-07-07
BRIGHTFERN | BF-ARM-3 | 300-0107 | Robot arm joint | 6 | 80x80 | 1.6 | 170 | enig 1 | matt_black | 0.13 | 0.25 | reports=coc | A 2025-04-30; B 2026-06-29 finish_thickness_uin=2
BRIGHTFERN | BF-LIDAR | 300-0212 | Lidar carrier | 10 | 95x70 | 1.6 | 170 | enig 2 | matt_black | 0.1 | 0.2 | impedance=L1:50:L2,L3:90:L2 impedance_tol_percent=10 reports=coc,impedance | A 2025-10-13
MAPLEQUILL | MQ-DAQ-8 | DAQ8-01 | Data acquisition | 8 | 160x100 | 1.6 | 170 | enig 2 | blue | 0.1 | 0.2 | reports=coc,e_test | A 2025-06-16; B 2026-04-13 mask_colour=green
MAPLEQUILL | MQ-PRE-2 | PRE2-01 | Preamplifier | 4 | 60x40 | 1.6 | 150 | enig 1 | blue | 0.15 | 0.3 | - | A 2026-03-09
"""  # noqa: E501 -- a table
#: customer's part, revision, code, key it would answer, asked, the question; answered, the answer
_QUESTIONS = """
HUAYI/HY-4488 | A | conductor.unsure | min_track_mm | 2026-10-26 | The narrowest line drawn is 0.09 mm. Please confirm smallest conductor width and spacing. | - | -
XINGHE/XH-1200A | R2 | layer.unknown-role | - | 2025-12-01 | We cannot tell which layer is meant by MECH13.gbr. | 2025-12-03 | It is a drawing only, leave it aside.
YUNFAN/YF-BMS-16 | B | finish.conflict | - | 2026-07-20 | The drawing says OSP, the order ENIG. Which one is valid? 图纸为OSP,订单为沉金,以哪个为准? | 2026-07-22 | 以订单为准,沉金。
BRIGHTFERN/BF-ARM-3 | B | outline.several-boards | board_size | 2026-10-19 | The outline holds two boards. Please state the size of one board. | - | -
TANNHOF/TH-PLC-32 | 02 | marking.place | marking_place | 2026-01-19 | UL mark and date code: which place may they have? | 2026-01-21 | Secondary side, lower left corner.
"""  # noqa: E501 -- a table
#: What intake could not read from the drawn board, and the customer then said.
_HY_4400 = (
    "thickness_mm=1.6 tg_c=150 finish=enig finish_thickness_uin=1 mask_colour=green "
    "min_space_mm=0.15 cu_inner_oz=1"
)
_RECEIVED = datetime.fromisoformat("2025-04-09T10:40:00+08:00")


def parts() -> tuple[tuple[Part, ...], tuple[Attachment, ...]]:
    """The boards, and the packages that are kept with them."""
    drawn, attachments = _drawn_board()
    asked = list(rows(_QUESTIONS, 8))
    table = [_part(row, asked) for row in rows(_PARTS, 14)]
    return (drawn, *table), attachments


def _part(row: tuple[str, ...], asked: list[tuple[str, ...]]) -> Part:
    customer, part_no, customer_pn, description, *answers, further, history = row
    settings = _settings(_usual(answers), further)
    revisions: list[Revision] = []
    for step in history.split(";"):
        rev, opened, *changes = step.split()
        settings |= read_settings(change for text in changes for change in _split(text))
        questions = _questions(part_id(customer, part_no), rev, asked)
        waiting = {question.key for question in questions if question.is_open}
        given = {key: value for key, value in settings.items() if key not in waiting}
        revisions.append(_revision(rev, opened, given, questions))
    return Part(
        id=part_id(customer, part_no),
        customer=customer,
        part_no=part_no,
        customer_pn=None if customer_pn == "-" else customer_pn,
        description=description,
        revisions=tuple(revisions),
    )


def _revision(
    rev: str, opened: str, given: Mapping[str, Any], questions: tuple[OpenQuestion, ...]
) -> Revision:
    return Revision(
        rev=rev,
        opened=date.fromisoformat(opened),
        specification=Specification.model_validate(given),
        sources=dict.fromkeys(given, Source.CUSTOMER),
        questions=questions,
    )


def _split(text: str) -> Iterator[str]:
    """``a=1,b=2`` as two settings."""
    yield from text.split(",")


def _usual(answers: list[str]) -> str:
    layers, size, thickness, tg, finish, mask, line, hole = answers
    name, _, gold = finish.partition(" ")
    given = [
        f"layers={layers} board_size={size} thickness_mm={thickness} tg_c={tg} finish={name}",
        f"mask_colour={mask} min_track_mm={line} min_space_mm={line} min_hole_mm={hole}",
    ]
    if gold:
        given.append(f"finish_thickness_uin={gold}")
    if int(layers) > 2:
        given.append("cu_inner_oz=1")
    return " ".join(given)


def _settings(given: str, further: str) -> dict[str, Any]:
    """The usual answers, then this board's own."""
    settings = read_settings(_USUAL.split()) | read_settings(given.split())
    if further != "-":
        settings |= read_settings(further.split())
    return settings


def _questions(part: str, rev: str, asked: list[tuple[str, ...]]) -> tuple[OpenQuestion, ...]:
    found = [row for row in asked if row[:2] == (part, rev)]
    return tuple(
        OpenQuestion.model_validate(
            {
                "code": code,
                "text": text,
                "asked": day,
                **({"key": key} if key != "-" else {}),
                **(
                    {"answered": answered, "answered_by": "MA", "answer": answer}
                    if answered != "-"
                    else {}
                ),
            }
        )
        for _, _, code, key, day, text, answered, answer in found
    )


def _drawn_board() -> tuple[Part, tuple[Attachment, ...]]:
    """HY-4400 as intake takes its package in, with the customer's answers."""
    data = draw_package("HY-4400", "A")
    taken = Intake(
        customer="HUAYI",
        part_no="HY-4400",
        package=ReceivedPackage("HY-4400.zip", data, _RECEIVED, read_package(data)),
        settings=[*_USUAL.split(), *_HY_4400.split()],
    )
    changes = add_intake(Memory(), intake=taken, actor="LIU", as_of=_RECEIVED.date())
    part = changes.records[0]
    if not isinstance(part, Part) or sha256(data).hexdigest() != changes.attachments[0].sha256:
        raise TypeError("the intake gave no part")
    named = {"customer_pn": "10-4400", "description": "Motor controller 电机控制板"}
    return part.model_copy(update=named), changes.attachments
