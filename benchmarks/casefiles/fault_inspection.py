"""Faults of inspections: fault → function → item ids."""

import re
from datetime import date

from benchmarks.casefiles import people
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.edits import both, cut, edit, extra
from benchmarks.casefiles.fault_steps import Fault, flag, has, missing
from benchmarks.casefiles.style import label

I = ("inspection",)  # noqa: E741  # one letter a procedure, as in every table
SHEET, NOTICE = "行政检查记录", "行政检查通知书"
NATIONAL, PROVINCIAL = date(2024, 12, 30), date(2020, 6, 1)


def national(case: Case) -> bool:
    """The national opinion on inspections of enterprises binds the case."""
    return case.dates["inspect"] >= NATIONAL


def provincial(case: Case) -> bool:
    """The rule of the province binds the case."""
    return "province" in case.flags and case.dates["inspect"] >= PROVINCIAL


def bound(case: Case) -> bool:
    """One of the two binds."""
    return national(case) or provincial(case)


def other_object(case: Case) -> None:
    """Approval and notice name another firm than the record."""
    other = people.firm(case.rng, case.city, "包装")
    for kind in (NOTICE, "行政检查审批表"):
        edit(kind, re.escape(case.party.name), other)(case)


def no_place(case: Case) -> None:
    """The record does not say where, and what was found."""
    cut(SHEET, f"^{label(case.style, 'where')}$")(case)
    edit(SHEET, "^检查情况：.*", "")(case)
    edit(SHEET, "^(?:不)?符合$", "")(case)


def too_often(case: Case) -> None:
    """The register: the yearly cap was used up before."""
    day = case.dates["inspect"]
    case.changed["earlier"] = [date(day.year, 1, 3), date(day.year, 1, 8)]


def standard_ended(case: Case) -> None:
    """The standard named was withdrawn before the inspection."""
    case.flags.add("standard")
    case.changed["standard_ended"] = True


def unchecked(case: Case) -> None:
    """Nobody came again after the term for correction."""
    missing("复查记录")(case)
    case.flags.add("cover")
    case.dates["archive"] = later(case.dates["decide"], 70)


INSPECTION = (
    Fault(
        "other_object",
        I,
        ("IN-S03",),
        "通知书的检查对象与检查记录不是同一企业",
        other_object,
        national,
        part="notice",
    ),
    Fault(
        "no_place",
        I,
        ("IN-E01",),
        "检查记录没有地点、情况和结果",
        no_place,
        touched=("IN-E03", "IN-E04", "IN-P06"),
        part="sheet",
    ),
    Fault(
        "left_blank",
        I,
        ("IN-E03",),
        "检查事项没有逐项填写结果",
        flag("left_blank"),
        touched=("IN-E01",),
        part="sheet",
    ),
    Fault(
        "no_norm",
        I,
        ("IN-L01",),
        "检查通知书没有写明依据",
        edit(NOTICE, "依据《[^》]*》[^，]*的规定，", ""),
        national,
        part="notice",
    ),
    Fault(
        "too_often",
        I,
        ("IN-L02",),
        "超过年度检查频次上限（台账）",
        too_often,
        lambda case: national(case) and case.dates["inspect"].timetuple().tm_yday > 10,
    ),
    Fault("standard_ended", I, ("IN-L03",), "所用检查标准已废止（台账）", standard_ended, national),
    Fault(
        "unshown",
        I,
        ("IN-P02",),
        "检查记录没有出示证件的记载",
        edit(SHEET, "检查人员已出示执法证件和检查通知书，", "检查人员"),
        bound,
        part="told",
    ),
    Fault(
        "rights_untold",
        I,
        ("IN-P04",),
        "没有告知被检查人的权利",
        both(
            edit(SHEET, "，告知有权申请回避和陈述申辩。被检查人：知道，不申请回避", ""),
            edit(NOTICE, "^你单位有权申请.*", ""),
        ),
        part="told",
    ),
    Fault(
        "unsigned",
        I,
        ("IN-D01",),
        "检查记录没有签名",
        cut(SHEET, "（签名）$"),
        touched=("IN-P06", "IN-S02"),
        part="sheet",
    ),
    Fault(
        "untold",
        I,
        ("IN-P06",),
        "没有告知检查结果",
        both(
            missing("行政检查结果告知书", "送达日期", "复查记录", "责令改正通知书"),
            cut(SHEET, "^被检查人（签名）"),
            edit(SHEET, "检查结果：.*", ""),
            extra(SHEET, "检查结束时被检查人的负责人已离开，未签名。"),
        ),
        lambda case: national(case) and "problem" not in case.flags,
        touched=("IN-D03", "IN-D01", "IN-E01", "IN-P07"),
        part="sheet",
    ),
    Fault(
        "unchecked",
        I,
        ("IN-P07",),
        "责令改正期满后没有复查",
        unchecked,
        has("problem"),
        part="sheet",
    ),
    Fault("unapproved", I, ("IN-P01",), "没有检查审批", missing("行政检查审批表"), bound),
    Fault(
        "one_officer",
        I,
        ("IN-S02",),
        "检查只有一人",
        flag("one_officer"),
        provincial,
        touched=("IN-D01",),
        part="sheet",
    ),
)
