"""More faults of coercive measures and of enforcement: fault → function → item ids."""

from datetime import timedelta

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.edits import both, cut, edit, extra
from benchmarks.casefiles.fault_steps import Fault, flag, has, late, missing
from benchmarks.casefiles.fault_stories import expired

C, X = ("measure",), ("execution",)
SEAL, RECORD, DONE = "查封扣押决定书", "现场检查笔录", "执行笔录"


def own(case: Case) -> bool:
    """The organ enforces itself."""
    return "court" not in case.flags


def by_notice(case: Case) -> None:
    """The measure rests on a document below a rule only."""
    for kind in (SEAL, "强制措施审批表"):
        edit(kind, "《[^》]*》第[^，。]*?(?=的规定|$)", f"《{case.organ}关于规范查封扣押工作的通知》第三条")(
            case
        )


def enforced_by_notice(case: Case) -> None:
    """The enforcement rests on a document below a rule only."""
    for kind in ("强制执行决定书",) if "substitute" not in case.flags else ("代履行决定书",):
        edit(
            kind,
            "依据《[^》]*》[^，]*(?=的规定，本机关决定)",
            f"依据《{case.organ}关于规范行政强制执行工作的通知》第三条",
        )(case)


def unreleased(case: Case) -> None:
    """The term ended and nobody released or disposed."""
    case.flags |= {"no_release", "cover"}
    case.flags.discard("disposal")
    case.dates.pop("release", None)
    case.dates["archive"] = later(case.dates["decide"] + timedelta(80), 0)


def handed_late(case: Case) -> None:
    """Decision and list handed over three working days after the measure."""
    late("serve", "decide", 3)(case)
    edit(RECORD, "，交付决定书和清单", "")(case)


def disposed_late(case: Case) -> None:
    """The goods were confiscated after the term had ended."""
    late("release", "decide", 52, "archive")(case)


def quick(case: Case) -> None:
    """Decided four working days after a demand that gave ten days."""
    day = case.dates
    day["approve"] = day["decide"] = later(day["demand_served"], 4)
    day["serve"] = later(day["decide"], 1)


def at_night(case: Case) -> None:
    """Carried out after ten in the evening."""
    case.spans["done"] = (22 * 60 + 20, 23 * 60 + 25)


def asked_late(case: Case) -> None:
    """Applied to the court when three months had passed."""
    day = case.dates
    day["demand"] = day["demand_served"] = later(day["order_served"] + timedelta(300), 0)
    day["decide"] = day["ask"] = later(day["demand_served"], 14)
    day["archive"] = later(day["ask"], 6)


def grown_shortly(case: Case) -> None:
    """The surcharge had begun ten days before."""
    case.dates["grows"] = case.dates["decide"] - timedelta(10)


def no_demand(case: Case) -> None:
    """No demand, and no return of one."""
    missing("催告书")(case)
    case.flags.add("no_demand")


def no_watch(case: Case) -> None:
    """Nobody of the organ watched the substitute performance."""
    edit(DONE, "；本机关派员到场监督", "")(case)
    cut(DONE, "^监督人员$")(case)


def other_party(case: Case) -> None:
    """A decision without the remedies."""
    kind = "代履行决定书" if "substitute" in case.flags else "强制执行决定书"
    edit(kind, "^如不服本决定.*", "")(case)


COERCION = (
    Fault("expired", C, ("CO-S02",), "执法证在实施前已过期（台账）", expired, part="officers"),
    Fault(
        "no_record",
        C,
        ("CO-E04",),
        "没有现场笔录",
        missing(RECORD),
        touched=("CO-P02", "CO-S02", "CO-S03", "CO-P03", "CO-P01"),
        part="record",
    ),
    Fault("by_notice", C, ("CO-L01",), "以规范性文件为强制措施依据", by_notice, touched=("CO-S01", "CO-D01")),
    Fault(
        "handed_late",
        C,
        ("CO-P03",),
        "决定书和清单三日后才交付",
        handed_late,
        touched=("CO-D03",),
        part="dates",
    ),
    Fault(
        "unreleased",
        C,
        ("CO-P06",),
        "期满没有解除或者处理",
        unreleased,
        lambda case: "longer" not in case.flags,
        touched=("CO-P04", "CO-P07"),
        part="dates",
    ),
    Fault(
        "disposed_late",
        C,
        ("CO-P07",),
        "期满后才作出处理决定",
        disposed_late,
        has("disposal"),
        touched=("CO-P04", "CO-P06"),
        part="dates",
    ),
    Fault(
        "no_remedies",
        C,
        ("CO-D01",),
        "决定书没有救济途径",
        edit(SEAL, "^如不服本决定.*", ""),
        touched=("CO-P02",),
    ),
    Fault(
        "no_return",
        C,
        ("CO-D03",),
        "决定书没有送达凭证",
        both(missing("送达日期"), edit(RECORD, "，交付决定书和清单", "")),
        touched=("CO-P03",),
        part="record",
    ),
    Fault(
        "by_notice",
        X,
        ("CO-L01",),
        "以规范性文件为强制执行依据",
        enforced_by_notice,
        own,
        touched=("CO-S01", "CO-P11"),
    ),
    Fault("fee_over", X, ("CO-L03",), "加处罚款超过罚款数额", flag("over_cap"), has("money")),
    Fault(
        "no_demand",
        X,
        ("CO-P08",),
        "强制执行前没有催告",
        no_demand,
        own,
        touched=("CO-P10", "CO-P13", "CO-P15", "CO-D03"),
        part="demand",
    ),
    Fault(
        "no_rights",
        X,
        ("CO-P08",),
        "催告书没有告知陈述申辩",
        edit("催告书", "^你（单位）收到本催告书后，有权.*", ""),
        own,
        part="demand",
    ),
    Fault(
        "quick",
        X,
        ("CO-P10",),
        "催告期满前作出执行决定",
        quick,
        lambda case: own(case) and "substitute" not in case.flags,
        part="demand",
    ),
    Fault(
        "unannounced",
        X,
        ("CO-P11",),
        "强制拆除前没有公告",
        missing("强制执行公告"),
        has("demolition"),
        part="announced",
    ),
    Fault("at_night", X, ("CO-P12",), "夜间实施强制执行", at_night, own, part="record"),
    Fault("unwatched", X, ("CO-P13",), "代履行没有派员监督", no_watch, has("substitute"), part="record"),
    Fault("asked_late", X, ("CO-P14",), "逾期申请法院强制执行", asked_late, has("court"), part="demand"),
    Fault(
        "grown_shortly",
        X,
        ("CO-P15",),
        "加处罚款不满三十日即执行",
        grown_shortly,
        has("money"),
        touched=("CO-L03",),
    ),
    Fault(
        "no_remedies",
        X,
        ("CO-D01",),
        "决定书没有救济途径",
        other_party,
        lambda case: own(case) and "substitute" not in case.flags,
        touched=("CO-P11",),
    ),
    Fault(
        "stayed",
        X,
        ("CO-D02",),
        "提到中止执行而没有中止文书",
        extra("结案审批表", "因案外人提出异议，本机关曾决定中止执行，后恢复。"),
        own,
    ),
    Fault("no_return", X, ("CO-D03",), "决定书没有送达凭证", missing("送达日期"), own),
)
