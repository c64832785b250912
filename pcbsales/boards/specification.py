"""What is to be built: a board's specification, key by key, with the trade's word for each.

Long because it is a table: one line a key.
"""

from functools import cache
from typing import Annotated, Any, Self

from pydantic import model_validator

from pcbsales.boards.choices import (
    DateCode,
    Declaration,
    DeliveryFormat,
    ElectricalTest,
    Finish,
    HdiStage,
    IpcClass,
    LegendColour,
    Marking,
    MaskColour,
    Material,
    OnConflict,
    Packing,
    Rails,
    Report,
    Separation,
    Sides,
    ViaProtection,
    ViaType,
    WorkingGerber,
    XOut,
)
from pcbsales.boards.dimensions import (
    ArrayLayout,
    Bevel,
    BoardSize,
    Conductor,
    CopperOz,
    FingerArea,
    Gap,
    GlassTransition,
    GoldThickness,
    Hole,
    HoleCopper,
    Layers,
    NickelThickness,
    Rail,
    SmallPercent,
    Thickness,
    ThicknessTolerance,
    Tolerance,
    TrackingIndex,
)
from pcbsales.boards.impedance import Impedance
from pcbsales.boards.terms import Term
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Count, Flag, Line, PositiveCount, wrong


class Specification(Value):
    """The board that the customer wants; answers arrive over time, so every key may be absent.

    Units stand in the names of the keys, sizes are mm. Part number and revision belong to the part,
    quantities to the line of a quotation, the aspect ratio follows from thickness and drill.
    """

    # copper and size
    layers: Annotated[Layers | None, Term("copper layers", "层数", "層數")] = None
    board_size: Annotated[
        BoardSize | None, Term("board size, mm", "单片尺寸 mm", "單片尺寸 mm")
    ] = None

    # how it is delivered
    delivery_format: Annotated[
        DeliveryFormat | None, Term("delivery format", "出货方式", "出貨方式")
    ] = None
    array: Annotated[
        ArrayLayout | None, Term("array, rows x columns", "拼板 行×列", "排版 行×列")
    ] = None
    array_size: Annotated[
        BoardSize | None, Term("array size, mm", "拼板尺寸 mm", "排版尺寸 mm")
    ] = None
    array_gap_mm: Annotated[
        Gap | None, Term("gap between boards, mm", "板间距 mm", "板間距 mm")
    ] = None
    rails: Annotated[Rails | None, Term("break-away rails", "工艺边", "板邊(工藝邊)")] = None
    rail_width_mm: Annotated[Rail | None, Term("rail width, mm", "工艺边宽 mm", "板邊寬 mm")] = None
    separation: Annotated[Separation | None, Term("separation", "分板方式", "分板方式")] = None
    xout: Annotated[XOut | None, Term("X-out boards", "打叉板", "打叉板(X-out)")] = None
    xout_per_array: Annotated[
        Count | None, Term("X-outs per array, at most", "每连片打叉板上限", "每連片打叉板上限")
    ] = None

    # base material
    material: Annotated[Material | None, Term("base material", "板材(基材)", "板材(基材)")] = None
    tg_c: Annotated[GlassTransition | None, Term("Tg, °C", "Tg值 °C", "Tg值 °C")] = None
    laminate: Annotated[Line | None, Term("laminate brand", "板材品牌", "板材品牌")] = None
    laminate_or_equivalent: Annotated[
        Flag | None, Term("or equivalent laminate", "可用同等板材", "可用同等板材")
    ] = None
    halogen_free: Annotated[Flag | None, Term("halogen free", "无卤", "無鹵")] = None
    cti_v: Annotated[TrackingIndex | None, Term("CTI, V", "CTI V", "CTI V")] = None
    thickness_mm: Annotated[
        Thickness | None, Term("board thickness, mm", "成品板厚 mm", "成品板厚 mm")
    ] = None
    thickness_tol_mm: Annotated[
        ThicknessTolerance | None,
        Term("thickness tolerance, ± mm", "板厚公差 ± mm", "板厚公差 ± mm"),
    ] = None
    thickness_tol_percent: Annotated[
        SmallPercent | None, Term("thickness tolerance, ± %", "板厚公差 ± %", "板厚公差 ± %")
    ] = None

    # copper
    cu_outer_oz: Annotated[
        CopperOz | None, Term("outer copper, oz", "外层铜厚 oz", "外層銅厚 oz")
    ] = None
    cu_inner_oz: Annotated[
        CopperOz | None, Term("inner copper, oz", "内层铜厚 oz", "內層銅厚 oz")
    ] = None
    hole_cu_um: Annotated[HoleCopper | None, Term("hole copper, µm", "孔铜 µm", "孔銅 µm")] = None
    min_track_mm: Annotated[
        Conductor | None, Term("min track width, mm", "最小线宽 mm", "最小線寬 mm")
    ] = None
    min_space_mm: Annotated[
        Conductor | None, Term("min spacing, mm", "最小线距 mm", "最小線距 mm")
    ] = None
    min_hole_mm: Annotated[Hole | None, Term("min hole, mm", "最小孔径 mm", "最小孔徑 mm")] = None
    annular_ring_mm: Annotated[
        Conductor | None, Term("annular ring, mm", "焊环(孔环) mm", "孔環 mm")
    ] = None
    bga_pad_mm: Annotated[
        Conductor | None, Term("smallest BGA pad, mm", "最小BGA焊盘 mm", "最小BGA焊墊 mm")
    ] = None

    # vias
    via_types: Annotated[tuple[ViaType, ...], Term("via types", "过孔类型", "導通孔類型")] = ()
    hdi_stage: Annotated[HdiStage | None, Term("HDI stage", "HDI阶数", "HDI階數")] = None
    via_protection: Annotated[
        ViaProtection | None, Term("via protection (IPC-4761)", "过孔处理", "導通孔處理")
    ] = None
    via_in_pad: Annotated[Flag | None, Term("via in pad", "盘中孔", "盤中孔")] = None

    # finish
    finish: Annotated[Finish | None, Term("surface finish", "表面处理", "表面處理")] = None
    finish_thickness_uin: Annotated[
        GoldThickness | None, Term("gold thickness, µin", '金厚 µ"', '金厚 µ"')
    ] = None
    nickel_thickness_um: Annotated[
        NickelThickness | None, Term("nickel thickness, µm", "镍厚 µm", "鎳厚 µm")
    ] = None
    gold_fingers: Annotated[Count | None, Term("gold fingers", "金手指数量", "金手指數量")] = None
    gold_finger_area_mm2: Annotated[
        FingerArea | None, Term("gold finger area, mm²", "金手指面积 mm²", "金手指面積 mm²")
    ] = None
    gold_finger_uin: Annotated[
        GoldThickness | None, Term("gold finger thickness, µin", '金手指金厚 µ"', '金手指金厚 µ"')
    ] = None
    gold_finger_bevel_deg: Annotated[
        Bevel | None, Term("gold finger bevel, °", "金手指斜边 °", "金手指斜邊 °")
    ] = None

    # mask and legend
    mask_colour: Annotated[
        MaskColour | None, Term("solder mask colour", "阻焊颜色", "防焊顏色")
    ] = None
    mask_sides: Annotated[Sides | None, Term("solder mask sides", "阻焊面", "防焊面")] = None
    legend_colour: Annotated[
        LegendColour | None, Term("legend colour", "字符(丝印)颜色", "文字顏色")
    ] = None
    legend_sides: Annotated[Sides | None, Term("legend sides", "字符面", "文字面")] = None
    peelable_mask: Annotated[Flag | None, Term("peelable mask", "蓝胶(可剥胶)", "藍膠(可剝膠)")] = (
        None
    )
    carbon_ink: Annotated[Flag | None, Term("carbon ink", "碳油", "碳墨")] = None
    kapton_tape: Annotated[Flag | None, Term("Kapton tape", "高温胶带", "高溫膠帶")] = None

    # specials
    impedance: Annotated[
        tuple[Impedance, ...], Term("controlled impedance", "阻抗控制", "阻抗控制")
    ] = ()
    impedance_tol_percent: Annotated[
        SmallPercent | None, Term("impedance tolerance, ± %", "阻抗公差 ± %", "阻抗公差 ± %")
    ] = None
    impedance_coupon: Annotated[Flag | None, Term("impedance coupon", "阻抗条", "阻抗條")] = None
    castellated: Annotated[Flag | None, Term("castellated holes", "半孔", "半孔")] = None
    edge_plating: Annotated[Flag | None, Term("edge plating", "包边电镀", "包邊電鍍")] = None
    countersinks: Annotated[Count | None, Term("countersinks", "沉头孔", "沉頭孔")] = None
    depth_route: Annotated[Flag | None, Term("depth routing", "控深锣", "控深撈")] = None
    press_fit: Annotated[Flag | None, Term("press-fit holes", "压接孔", "壓接孔")] = None

    # quality
    ipc_class: Annotated[IpcClass | None, Term("IPC class", "IPC等级", "IPC等級")] = None
    automotive: Annotated[
        Flag | None, Term("automotive (IATF 16949)", "车规(IATF)", "車規(IATF)")
    ] = None
    medical: Annotated[Flag | None, Term("medical", "医疗", "醫療")] = None
    e_test: Annotated[ElectricalTest | None, Term("electrical test", "电测", "電測")] = None
    outline_tol_mm: Annotated[
        Tolerance | None, Term("outline tolerance, ± mm", "外形公差 ± mm", "外型公差 ± mm")
    ] = None
    pth_tol_mm: Annotated[
        Tolerance | None,
        Term("plated hole tolerance, ± mm", "PTH孔径公差 ± mm", "PTH孔徑公差 ± mm"),
    ] = None
    npth_tol_mm: Annotated[
        Tolerance | None,
        Term("unplated hole tolerance, ± mm", "NPTH孔径公差 ± mm", "NPTH孔徑公差 ± mm"),
    ] = None
    v_cut_tol_mm: Annotated[
        Tolerance | None, Term("V-cut tolerance, ± mm", "V割公差 ± mm", "V-cut公差 ± mm")
    ] = None
    hole_position_tol_mm: Annotated[
        Tolerance | None, Term("hole position tolerance, ± mm", "孔位公差 ± mm", "孔位公差 ± mm")
    ] = None
    bow_twist_percent: Annotated[
        SmallPercent | None, Term("bow and twist, %", "板翘 %", "板彎板翹 %")
    ] = None
    reports: Annotated[tuple[Report, ...], Term("reports", "出货报告", "出貨報告")] = ()
    declarations: Annotated[
        tuple[Declaration, ...], Term("compliance declarations", "环保声明", "環保聲明")
    ] = ()

    # marking and packing
    ul_mark: Annotated[Marking | None, Term("UL mark", "UL标", "UL標")] = None
    date_code: Annotated[Marking | None, Term("date code", "周期", "週期")] = None
    date_code_format: Annotated[
        DateCode | None, Term("date code format", "周期格式", "週期格式")
    ] = None
    maker_logo: Annotated[Marking | None, Term("maker's logo", "厂家标志", "廠商標誌")] = None
    marking_side: Annotated[Sides | None, Term("marking side", "标记面", "標記面")] = None
    marking_place: Annotated[Line | None, Term("marking place", "标记位置", "標記位置")] = None
    packing: Annotated[tuple[Packing, ...], Term("packing", "包装", "包裝")] = ()
    pieces_per_bag: Annotated[
        PositiveCount | None, Term("pieces per bag", "每包数量", "每包數量")
    ] = None

    # how we proceed
    working_gerber: Annotated[
        WorkingGerber | None, Term("working gerber", "生产稿确认", "工作稿確認")
    ] = None

    on_conflict: Annotated[
        OnConflict, Term("if files and order disagree", "资料冲突时", "資料衝突時")
    ] = OnConflict.ASK

    @model_validator(mode="after")
    def _no_answer_twice(self) -> Self:
        for key in ("via_types", "reports", "declarations", "packing"):
            given = getattr(self, key)
            if len(set(given)) != len(given):
                raise wrong("specification.repeated", "{key} names an answer twice", key=key)
        return self

    def given(self) -> dict[str, Any]:
        """The keys that have an answer, with their values, in the order of the fields."""
        answers = {key: getattr(self, key) for key in terms()}
        return {key: answer for key, answer in answers.items() if answer not in (None, ())}


@cache
def terms() -> dict[str, Term]:
    """Every key of a specification with the trade's words for it, in their usual order."""
    return {
        key: next(mark for mark in field.metadata if isinstance(mark, Term))
        for key, field in Specification.model_fields.items()
    }
