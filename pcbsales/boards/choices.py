"""The closed sets of a board's specification, with the trade's words for each answer."""

from pcbsales.boards.terms import Choice


class DeliveryFormat(Choice):
    """As what the boards leave the house."""

    SINGLE = "single", "single piece", "单片出货", "單片出貨"
    PANEL_BY_GERBER = "panel_by_gerber", "array drawn by customer", "按客户拼板", "依客戶排版"
    PANEL_BY_FACTORY = "panel_by_factory", "array laid out by us", "我司拼板", "我司排版"


class Rails(Choice):
    """On which sides of an array break-away rails run."""

    NONE = "none", "none", "无", "無"
    TOP_BOTTOM = "top_bottom", "top and bottom", "上下", "上下"
    LEFT_RIGHT = "left_right", "left and right", "左右", "左右"
    ALL = "all", "all four sides", "四边", "四邊"


class Separation(Choice):
    """How the boards of an array come apart."""

    V_CUT = "v_cut", "V-cut", "V割", "V-cut"
    TAB_ROUTE = "tab_route", "tab route", "邮票孔锣板", "郵票孔撈板"
    BOTH = "both", "V-cut and tab route", "V割加锣板", "V-cut加撈板"


class XOut(Choice):
    """Whether arrays with crossed-out boards are taken."""

    NOT_ACCEPT = "not_accept", "not accepted", "不接受打叉板", "不接受打叉板"
    ACCEPT = "accept", "accepted", "接受打叉板", "接受打叉板"


class Material(Choice):
    """Base material."""

    FR4 = "fr4", "FR-4", "FR-4", "FR-4"
    CEM1 = "cem1", "CEM-1", "CEM-1", "CEM-1"
    ALUMINIUM = "aluminium", "aluminium base", "铝基板", "鋁基板"
    COPPER_BASE = "copper_base", "copper base", "铜基板", "銅基板"
    RO4350B = "ro4350b", "Rogers RO4350B", "罗杰斯RO4350B", "羅傑斯RO4350B"
    RO4003C = "ro4003c", "Rogers RO4003C", "罗杰斯RO4003C", "羅傑斯RO4003C"
    PTFE = "ptfe", "PTFE", "铁氟龙(PTFE)", "鐵氟龍(PTFE)"
    POLYIMIDE = "polyimide", "polyimide flex", "柔性板(PI)", "軟板(PI)"
    RIGID_FLEX = "rigid_flex", "rigid-flex", "刚挠结合板", "軟硬結合板"


class ViaType(Choice):
    """Between which layers vias run."""

    THROUGH = "through", "through", "通孔", "通孔"
    BLIND = "blind", "blind", "盲孔", "盲孔"
    BURIED = "buried", "buried", "埋孔", "埋孔"
    MICROVIA = "microvia", "microvia", "激光微孔", "雷射微孔"


class HdiStage(Choice):
    """Build-up stages of an HDI board."""

    NONE = "none", "none", "无", "無"
    ONE = "1", "1+N+1", "一阶", "一階"
    TWO = "2", "2+N+2", "二阶", "二階"
    THREE = "3", "3+N+3", "三阶", "三階"
    ANY_LAYER = "any_layer", "any-layer (ELIC)", "任意层互连", "任意層互連"


class ViaProtection(Choice):
    """IPC-4761 types; a: one side, b: both."""

    OPEN = "open", "open", "过孔开窗", "導通孔開窗"
    I_A = "Ia", "I-a tented, one side", "单面盖油", "單面蓋油"
    I_B = "Ib", "I-b tented, both sides", "双面盖油", "雙面蓋油"
    II_A = "IIa", "II-a tented and covered, one side", "单面盖油加覆盖", "單面蓋油加覆蓋"
    II_B = "IIb", "II-b tented and covered, both sides", "双面盖油加覆盖", "雙面蓋油加覆蓋"
    III_A = "IIIa", "III-a plugged, one side", "单面塞油", "單面塞油"
    III_B = "IIIb", "III-b plugged, both sides", "双面塞油", "雙面塞油"
    IV_A = "IVa", "IV-a plugged and covered, one side", "单面塞油加盖油", "單面塞油加蓋油"
    IV_B = "IVb", "IV-b plugged and covered, both sides", "双面塞油加盖油", "雙面塞油加蓋油"
    V = "V", "V filled", "树脂塞孔", "樹脂塞孔"
    VI_A = "VIa", "VI-a filled and covered, one side", "树脂塞孔单面盖油", "樹脂塞孔單面蓋油"
    VI_B = "VIb", "VI-b filled and covered, both sides", "树脂塞孔双面盖油", "樹脂塞孔雙面蓋油"
    VII = "VII", "VII filled and capped (POFV)", "树脂塞孔电镀填平", "樹脂塞孔蓋帽電鍍"


class Finish(Choice):
    """Surface finish."""

    HASL = "hasl", "HASL (tin-lead)", "有铅喷锡", "有鉛噴錫"
    LF_HASL = "lf_hasl", "lead-free HASL", "无铅喷锡", "無鉛噴錫"
    ENIG = "enig", "ENIG", "沉金(化金)", "化鎳浸金(化金)"
    ENEPIG = "enepig", "ENEPIG", "镍钯金", "化鎳鈀浸金"
    IMAG = "imag", "immersion silver", "沉银", "化銀(浸銀)"
    IMSN = "imsn", "immersion tin", "沉锡", "化錫(浸錫)"
    OSP = "osp", "OSP", "抗氧化(OSP)", "有機保焊膜(OSP)"
    HARD_GOLD = "hard_gold", "hard gold", "电镀硬金", "電鍍硬金"
    CARBON = "carbon", "carbon ink", "碳油", "碳墨"
    NONE = "none", "none (bare copper)", "裸铜", "裸銅"


class Sides(Choice):
    """On which sides of the board."""

    TOP = "top", "top", "顶面", "正面"
    BOTTOM = "bottom", "bottom", "底面", "背面"
    BOTH = "both", "both sides", "双面", "雙面"
    NONE = "none", "none", "无", "無"


class MaskColour(Choice):
    """Solder mask."""

    GREEN = "green", "green", "绿色", "綠色"
    MATT_GREEN = "matt_green", "matt green", "哑光绿", "霧面綠"
    BLUE = "blue", "blue", "蓝色", "藍色"
    RED = "red", "red", "红色", "紅色"
    BLACK = "black", "black", "黑色", "黑色"
    MATT_BLACK = "matt_black", "matt black", "哑光黑", "霧面黑"
    WHITE = "white", "white", "白色", "白色"
    YELLOW = "yellow", "yellow", "黄色", "黃色"
    PURPLE = "purple", "purple", "紫色", "紫色"
    CLEAR = "clear", "clear", "透明", "透明"


class LegendColour(Choice):
    """Silkscreen."""

    WHITE = "white", "white", "白色", "白色"
    BLACK = "black", "black", "黑色", "黑色"
    YELLOW = "yellow", "yellow", "黄色", "黃色"


class IpcClass(Choice):
    """Class of IPC-A-600 and IPC-6012."""

    ONE = "1", "1", "1级", "1級"
    TWO = "2", "2", "2级", "2級"
    THREE = "3", "3", "3级", "3級"
    THREE_A = "3A", "3/A", "3/A级", "3/A級"


class Marking(Choice):
    """Where a mark (UL, date code, maker's logo) may stand."""

    NOT_ALLOWED = "not_allowed", "not allowed", "不允许", "不允許"
    ANY_PLACE = "any_place", "any place", "任意位置", "任意位置"
    NAMED_PLACE = "named_place", "named place", "指定位置", "指定位置"


class DateCode(Choice):
    """How week and year are written in the date code."""

    WWYY = "wwyy", "WWYY", "周年(WWYY)", "週年(WWYY)"
    YYWW = "yyww", "YYWW", "年周(YYWW)", "年週(YYWW)"


class Declaration(Choice):
    """Declarations of compliance that go with the goods."""

    ROHS = "rohs", "RoHS", "RoHS声明", "RoHS聲明"
    REACH = "reach", "REACH", "REACH声明", "REACH聲明"
    CONFLICT_MINERALS = "conflict_minerals", "conflict minerals", "冲突矿产声明", "衝突礦產聲明"


class ElectricalTest(Choice):
    """How nets are tested."""

    FLYING_PROBE = "flying_probe", "flying probe", "飞针测试", "飛針測試"
    FIXTURE = "fixture", "fixture", "测试架", "治具測試"
    NONE = "none", "none", "不测试", "不測試"


class Report(Choice):
    """Papers about quality that go with the goods."""

    COC = "coc", "certificate of conformity", "出货报告(COC)", "出貨報告(COC)"
    FAI = "fai", "first article inspection", "首件报告", "首件報告"
    E_TEST = "e_test", "electrical test", "电测报告", "電測報告"
    MICROSECTION = "microsection", "microsection", "切片报告", "切片報告"
    SOLDERABILITY = "solderability", "solderability", "可焊性报告", "可焊性報告"
    IMPEDANCE = "impedance", "impedance", "阻抗报告", "阻抗報告"
    IONIC = "ionic", "ionic contamination", "离子污染报告", "離子污染報告"


class Packing(Choice):
    """What is in the bag with the boards."""

    VACUUM = "vacuum", "vacuum pack", "真空包装", "真空包裝"
    DESICCANT = "desiccant", "desiccant", "干燥剂", "乾燥劑"
    HUMIDITY_CARD = "humidity_card", "humidity card", "湿度卡", "濕度卡"
    INTERLEAF = "interleaf", "interleaf paper", "隔纸", "隔紙"
    MOISTURE_BARRIER = "moisture_barrier", "moisture barrier bag", "防潮袋", "防潮袋"


class OnConflict(Choice):
    """What holds where the customer's files and order disagree."""

    ASK = "ask", "ask", "询问客户", "詢問客戶"
    FOLLOW_ORDER = "follow_order", "follow the order", "以订单为准", "以訂單為準"
    FOLLOW_FILES = "follow_files", "follow the files", "以资料为准", "以資料為準"


class WorkingGerber(Choice):
    """Whether the customer approves the production data before start."""

    NOT_REQUIRED = "not_required", "not required", "无需确认", "無需確認"
    APPROVE = "approve", "approval before start", "需客户确认", "需客戶確認"


class Source(Choice):
    """Where an answer of the specification comes from."""

    DATA = "data", "the data", "资料", "資料"
    CUSTOMER = "customer", "the customer", "客户", "客戶"
    PROFILE = "profile", "assumed by profile", "按客户要求档案", "依客戶要求檔案"
