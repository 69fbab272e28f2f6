"""Faults of levies: fault → function → item ids."""

import re
from datetime import timedelta

from benchmarks.casefiles import people
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.edits import edit, extra
from benchmarks.casefiles.fault_steps import Fault, flag, has, missing
from benchmarks.casefiles.fault_stories import expired

V = ("levy",)
DECISION = "征收决定书"


def other_payer(case: Case) -> None:
    """The decision is against another firm than the declaration, assessment and licence name."""
    other = people.firm(case.rng, case.city, "仓储设备")
    edit(DECISION, re.escape(case.party.name), other)(case)
    case.changed["missing"] = {*case.changed.get("missing", ()), "送达日期"}  # type: ignore[misc]  # changed holds values of several kinds
    case.may |= {"LE-P04", "LE-D01"}


def unlisted(case: Case) -> None:
    """The register: the list of the day does not have the item."""
    case.changed["unlisted"] = True


def other_rate(case: Case) -> None:
    """The register: another rate was in force."""
    case.changed["other_rate"] = True


def unpursued(case: Case) -> None:
    """Not paid, nobody demanded or applied in ten months."""
    missing("缴款票据")(case)
    case.flags |= {"cover", "unpaid"}
    case.dates["archive"] = later(case.dates["serve"] + timedelta(330), 1)


def own_account(case: Case) -> None:
    """The slip shows an account of the organ."""
    extra("缴款票据", f"收款账户名称：{case.organ}")(case)


LEVY = (
    Fault(
        "expired", V, ("LE-S02",), "上门核查人员的执法证已过期（台账）", expired, has("visit"), unsure=True
    ),
    Fault(
        "other_payer",
        V,
        ("LE-S03",),
        "决定书的缴费人与申报、登记不符",
        other_payer,
        touched=("LE-L01", "LE-P05", "LE-P04"),
    ),
    Fault("unlisted", V, ("LE-L01",), "征收项目不在目录清单之内（台账）", unlisted, touched=("LE-L02",)),
    Fault("other_rate", V, ("LE-L02",), "征收标准与当日有效标准不符（台账）", other_rate),
    Fault(
        "fee_over",
        V,
        ("LE-L04",),
        "滞纳金超过本金",
        flag("late", "fee_over"),
        touched=("LE-D02", "LE-P05", "LE-E03", "LE-P06"),
        part="pay",
    ),
    Fault("unapproved", V, ("LE-P03",), "征收决定没有审批", missing("征收审批表"), touched=("LE-L03",)),
    Fault(
        "no_return", V, ("LE-P04",), "没有送达凭证", missing("送达日期"), touched=("LE-P05",), part="serve"
    ),
    Fault(
        "unpursued",
        V,
        ("LE-P05",),
        "逾期未缴，十个月没有催缴和申请执行",
        unpursued,
        lambda case: case.dates["serve"].year < 2026,
        touched=("LE-D02", "LE-P06", "LE-D03"),
        part="pay",
    ),
    Fault("own_account", V, ("LE-P06",), "款项缴入本机关账户", own_account, part="pay"),
    Fault(
        "no_basis",
        V,
        ("LE-D01",),
        "征收决定书没有依据",
        edit(DECISION, "依据《[^》]*》[^，]*的规定，", ""),
        touched=("LE-E03",),
    ),
    Fault(
        "wrong_sum",
        V,
        ("LE-E03",),
        "计征金额计算错误",
        flag("wrong_sum"),
        touched=("LE-E01", "LE-L02", "LE-D02"),
        part="sum",
    ),
    Fault(
        "short_paid",
        V,
        ("LE-D02",),
        "票据金额少于征收金额",
        flag("short_paid"),
        touched=("LE-P05",),
        part="pay",
    ),
)
