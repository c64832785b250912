"""What a review comes to, line by line, and how far what it rests on can be trusted."""

from pcbsales.boards.terms import Choice


class Verdict(Choice):
    """What becomes of one line; later ones are worse."""

    OK = "ok", "within standard", "标准内", "標準內"
    ADVANCED = "advanced", "advanced", "特殊工艺", "特殊製程"
    ASK = "ask", "to be asked (EQ)", "待确认(EQ)", "待確認(EQ)"
    REFUSE = "refuse", "cannot be built", "无法制作", "無法製作"

    @property
    def rank(self) -> int:
        """How bad it is, from 0."""
        return list(type(self)).index(self)


class Origin(Choice):
    """Where a value comes from."""

    ORDERED = "ordered", "ordered", "订单", "訂單"
    DATA = "data", "read from the data", "读自资料", "讀自資料"
    ASSUMED = "assumed", "assumed", "假定", "假定"
    UNKNOWN = "unknown", "not known", "未知", "未知"


class Surety(Choice):
    """How sure a value is; later ones are less so."""

    SURE = "sure", "sure", "确定", "確定"
    LIKELY = "likely", "likely", "大致确定", "大致確定"
    UNSURE = "unsure", "not sure", "不确定", "不確定"

    @property
    def rank(self) -> int:
        """How doubtful it is, from 0."""
        return list(type(self)).index(self)


class QuestionClass(Choice):
    """What an engineering question is about."""

    COMPLETENESS = "completeness", "data completeness", "资料不全", "資料不全"
    CONFLICT = "conflict", "conflict of order and data", "资料冲突", "資料衝突"
    NETLIST = "netlist", "net list", "网络", "網路"
    CAPABILITY = "capability", "beyond capability", "超制程能力", "超製程能力"
    PROPOSAL = "proposal", "proposal of the factory", "优化建议", "優化建議"
    MARKING = "marking", "marking", "标记", "標記"
