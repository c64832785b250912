"""Who may decide what in the fictional firm: the table of authority, price floors, deputies.

The table is also what ``pcbsales init`` gives a new ledger: the default that a firm may change.
"""

from typing import Any

from pcbsales.approvals.authority import Authority
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.kernel.record import Record
from pcbsales.quoting.floor.price_floor import PriceFloor
from scripts.sample.numbers import said

_REP = {"role": "sales_rep"}
_MANAGER = {"role": "sales_manager"}
_HEAD = {"role": "head_of_sales"}
_VP = {"role": "sales_vp"}
_FINANCE = {"role": "finance"}
_PLANNING = {"role": "production_planning"}
_TEAM_MANAGER = {"role": "sales_manager", "over": "line_of_report"}
_CHIEF = {"over": "line_of_report"}


def _rule(code: str, action: str, waits: int, text: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"id": code, "action": action, **more, "waits_days": str(waits), "text": text}


_TABLE: dict[str, Any] = {
    "id": "DEFAULT-2025",
    "title": said("Table of authority", "权限表", "權限表"),
    "valid_from": "2025-04-01",
    "rules": [
        _rule(
            "A1",
            "staff.assign",
            7,
            said(
                "Move people temporarily between tasks: the manager alone, from a day to a day",
                "临时调配人员：仅由主管决定，须注明起止日期",
                "臨時調配人員：僅由主管決定，須註明起止日期",
            ),
            may=[_TEAM_MANAGER],
            grants=[_TEAM_MANAGER],
        ),
        _rule(
            "A1-DEPUTY",
            "staff.deputy",
            7,
            said(
                "Appoint a deputy: for oneself, or for somebody below one",
                "指定代理人：本人或其上级",
                "指定代理人：本人或其上級",
            ),
            may=[{"over": "self"}, _CHIEF],
            grants=[_CHIEF],
        ),
        _rule(
            "A2",
            "team.appraise",
            14,
            said(
                "Guide, supervise and appraise people: the manager, for direct reports only",
                "指导、监督、考核下属：仅限直接下属",
                "指導、監督、考核下屬：僅限直接下屬",
            ),
            may=[{"role": "sales_manager", "over": "direct_reports"}],
        ),
        _rule(
            "A3",
            "order.confirm",
            7,
            said(
                "Confirm orders at standard lead time, and repeat orders: the manager",
                "标准交期订单及返单的确认：主管",
                "標準交期訂單及返單的確認：主管",
            ),
            may=[_MANAGER],
            grants=[_MANAGER],
        ),
        _rule(
            "A3-REVIEW",
            "order.confirm-reviewed",
            7,
            said(
                "Confirm any other order, after the departments' review: the manager",
                "其他订单经部门评审后的确认：主管",
                "其他訂單經部門評審後的確認：主管",
            ),
            may=[_MANAGER],
            grants=[_MANAGER],
        ),
        _rule(
            "A3-FLOOR",
            "order.confirm-below-floor",
            7,
            said(
                "Confirm an order whose price is under the floor: the sales VP",
                "低于底价订单的确认：销售副总",
                "低於底價訂單的確認：銷售副總",
            ),
            asks=["sales_manager"],
            grants=[_VP],
        ),
        _rule(
            "A3-QUOTE",
            "quote.below-floor",
            14,
            said(
                "Quote below the book: as far as the price floor lets one go",
                "低于价格表报价：以底价政策的幅度为限",
                "低於價格表報價：以底價政策的幅度為限",
            ),
            may=[_REP, _MANAGER, _HEAD, _VP],
            grants=[_MANAGER, _HEAD, _VP],
        ),
        _rule(
            "A3-AGREE",
            "price.agree-below-floor",
            14,
            said(
                "Agree on prices below the book: as far as the price floor lets one go",
                "低于价格表签订价格协议：以底价政策的幅度为限",
                "低於價格表簽訂價格協議：以底價政策的幅度為限",
            ),
            may=[_MANAGER, _HEAD, _VP],
            asks=["sales_rep", "sales_manager", "head_of_sales"],
            grants=[_MANAGER, _HEAD, _VP],
        ),
        _rule(
            "A4",
            "order.reschedule",
            5,
            said(
                "Change an order's delivery date: the manager applies, production planning decides",
                "变更订单交期：主管申请，生产计划决定",
                "變更訂單交期：主管申請，生產計劃決定",
            ),
            asks=["sales_manager"],
            grants=[_PLANNING],
        ),
        _rule(
            "A5",
            "order.hold",
            5,
            said(
                "Pause a running order on the customer's request: the manager",
                "应客户要求暂停在制订单：主管",
                "應客戶要求暫停在製訂單：主管",
            ),
            may=[_MANAGER],
            grants=[_MANAGER],
        ),
        _rule(
            "A5-RESUME",
            "order.resume",
            5,
            said(
                "Resume a paused order: the manager",
                "恢复已暂停的订单：主管",
                "恢復已暫停的訂單：主管",
            ),
            may=[_MANAGER],
            grants=[_MANAGER],
        ),
        _rule(
            "A6",
            "credit.decide",
            10,
            said(
                "Rate a customer's credit: the manager proposes, finance or the sales VP decides",
                "客户信用评级：主管建议，财务或销售副总决定",
                "客戶信用評級：主管建議，財務或銷售副總決定",
            ),
            asks=["sales_manager"],
            grants=[_FINANCE, _VP],
            two_persons=True,
        ),
    ],
}


def table() -> Authority:
    """The default table of authority (A1-A6)."""
    return Authority.model_validate(_TABLE)


def _floor(floor_id: str, entity: str) -> PriceFloor:
    steps = (("sales_rep", 3), ("sales_manager", 8), ("head_of_sales", 12), ("sales_vp", 20))
    return PriceFloor.model_validate(
        {
            "id": floor_id,
            "title": said("How far below the book", "低于价格表的幅度", "低於價格表的幅度"),
            "entity": entity,
            "valid_from": "2025-04-01",
            "allowances": [{"role": role, "percent": str(percent)} for role, percent in steps],
        }
    )


def policies() -> tuple[Record, ...]:
    """The table, and how far below the book each role may quote."""
    return (table(), _floor("SZ-FLOOR-2025", "SZ"), _floor("HK-FLOOR-2025", "HK"))


def arrangements() -> tuple[Record, ...]:
    """The manager's week away, and a rep who looks after a colleague's customers meanwhile."""
    deputy = {
        "id": "DEP-2026-00001",
        "absent": "LIN",
        "deputy": "QIN",
        "valid_from": "2026-10-12",
        "valid_until": "2026-10-16",
        "reason": "Customer visits in Europe 赴欧洲拜访客户",
        "by": "LIN",
        "at": "2026-10-09T16:40:00+08:00",
    }
    assignment = {
        "id": "ASG-2026-00001",
        "person": "HSU",
        "customers": ["BRIGHTFERN"],
        "instead_of": "CHEN",
        "valid_from": "2026-10-19",
        "valid_until": "2026-11-13",
        "reason": "Chen Jia at the trade fair 陈佳参展",
        "by": "LIN",
        "at": "2026-10-09T16:55:00+08:00",
    }
    return (Deputy.model_validate(deputy), Assignment.model_validate(assignment))
