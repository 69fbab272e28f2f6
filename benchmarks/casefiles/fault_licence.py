"""More faults of licences: fault → function → item ids."""

from datetime import date, timedelta

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.edits import both, cut, edit, extra
from benchmarks.casefiles.fault_steps import Fault, flag, has, late, missing

L = ("licence",)
REPEALED = date(2022, 6, 5)  # 环境噪声污染防治法
GRANT, FORM = "准予许可决定书", "行政许可审批表"


def granted(case: Case) -> bool:
    """The licence was granted."""
    return "refused" not in case.flags


def unpublished(case: Case) -> None:
    """The register of publications does not have the licence."""
    case.changed["unpublished"] = True


def renewed_late(case: Case) -> None:
    """Applied for in time, decided after the old licence had ended."""
    case.dates["expires"] = case.dates["apply"] + timedelta(31)
    late("decide", "expires", 2, "serve", "archive")(case)


LICENCE = (
    Fault(
        "no_application",
        L,
        ("LI-E01",),
        "没有许可申请书",
        missing("许可申请书"),
        lambda case: "renew" not in case.flags,
        touched=("LI-P01", "LI-D02", "LI-E02", "LI-S03", "LI-P02"),
        part="accept",
    ),
    Fault(
        "foreign_paper",
        L,
        ("LI-E02",),
        "要求补正目录以外的材料（台账）",
        edit("补正告知书", "请一次性补齐：.*", "请一次性补齐：法定代表人无犯罪记录公证书。"),
        has("correct"),
    ),
    Fault(
        "no_report",
        L,
        ("LI-E05",),
        "审查依据的专家评审意见不在卷",
        edit(FORM, "^经审查，", "经审查，根据专家评审意见，"),
        touched=("LI-P05",),
        part="form",
    ),
    Fault(
        "wrong_law",
        L,
        ("LI-L01",),
        "决定引用已废止的法律",
        edit(
            GRANT,
            "申请符合《[^》]*》[^，]*规定的条件",
            "申请符合《中华人民共和国环境噪声污染防治法》第十四条规定的条件",
        ),
        lambda case: granted(case) and case.dates["decide"] > REPEALED,
    ),
    Fault(
        "unreceived",
        L,
        ("LI-P01",),
        "没有注明收到材料的日期",
        edit("申请材料清单", "^收件日期：.*", ""),
        lambda case: case.dates["accept"] != case.dates["apply"],
    ),
    Fault(
        "unaccepted",
        L,
        ("LI-P03",),
        "没有受理的书面凭证",
        missing("受理通知书"),
        touched=("LI-P04", "LI-D02", "LI-P01"),
        part="accept",
    ),
    Fault(
        "paused",
        L,
        ("LI-P05",),
        "扣除评审时间而没有书面告知",
        extra(FORM, "办理期限的计算：扣除专家评审所需时间十五个工作日，未超过法定期限。"),
        touched=("LI-E05", "LI-P04"),
        part="form",
    ),
    Fault(
        "unheard",
        L,
        ("LI-P07",),
        "申请人要求听证而没有举行",
        flag("ask_hearing"),
        touched=("LI-P05", "LI-P04", "LI-P06"),
    ),
    Fault("unpublished", L, ("LI-P10",), "准予许可决定没有公开（台账）", unpublished, granted),
    Fault(
        "renewed_late",
        L,
        ("LI-P11",),
        "延续申请在有效期届满后才决定",
        renewed_late,
        has("renew"),
        touched=("LI-P04", "LI-P09"),
        part="dates",
    ),
    Fault(
        "no_holder",
        L,
        ("LI-D01",),
        "许可证件没有持证人",
        both(flag("certificate"), cut("许可证件", "^持证人$")),
        granted,
    ),
)
