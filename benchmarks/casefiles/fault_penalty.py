"""More faults of ordinary penalty cases: fault → function → item ids."""

from datetime import date

from benchmarks.casefiles import fault_stories as do
from benchmarks.casefiles.case import NEW_LAW
from benchmarks.casefiles.edits import both, cut, edit
from benchmarks.casefiles.fault_steps import Fault, flag, has, missing
from benchmarks.casefiles.fault_stories import DECISION, REPORT
from benchmarks.casefiles.style import label

O = ("ordinary",)  # noqa: E741  # one letter a procedure, as in every table
# Without the decision nearly every other item has nothing to judge.
ALL = tuple(
    f"PO-{letter}{number:02d}"
    for letter in "SELPD"
    for number in range(1, 29)
    if (letter, number) != ("D", 1)
)

PENALTY = (
    Fault(
        "expired",
        O,
        ("PO-S07",),
        "执法证在检查前已过期（台账）",
        do.expired,
        lambda case: case.dates["inspect"] >= NEW_LAW,
        touched=("PO-S06",),
    ),
    Fault(
        "other_number",
        O,
        ("PO-S10",),
        "审批表的当事人证照号与其他文书不同",
        do.other_number,
        lambda case: "two" not in case.flags and "unapproved" not in case.flags,
        touched=("PO-S09", "PO-P16"),
        part="审批表",
    ),
    Fault(
        "child",
        O,
        ("PO-S11",),
        "当事人行为时不满十四周岁",
        do.child,
        lambda case: case.party.kind == "person" and case.dates["inspect"].month > 1,
        touched=("PO-S09", "PO-S10"),
    ),
    Fault(
        "no_source",
        O,
        ("PO-E01",),
        "没有记载案件来源",
        do.no_source,
        touched=("PO-D01", "PO-P02", "PO-P03", "PO-E22"),
    ),
    Fault(
        "rights_untold",
        O,
        ("PO-E05",),
        "询问时没有告知权利",
        both(
            edit("询问笔录", "你有权进行陈述、申辩；认为[^？]*？", ""),
            edit("询问笔录", "听清楚了，不申请回避", "听清楚了"),
        ),
        touched=("PO-S12",),
        part="询问笔录",
    ),
    Fault(
        "result_untold",
        O,
        ("PO-E12",),
        "检测结果没有告知",
        missing("检测结果告知书"),
        has("test"),
        unsure=True,
        touched=("PO-D01",),
    ),
    Fault(
        "wrong_gains",
        O,
        ("PO-E18",),
        "违法所得计算错误",
        edit(
            DECISION, "经核算，当事人的违法所得为", "经核算，销售12份，每份单价15元，12×15＝360元，违法所得为"
        ),
        do.gained,
        touched=("PO-D07", "PO-E16", "PO-E17"),
    ),
    Fault(
        "unfiled",
        O,
        ("PO-E22", "PO-P02"),
        "超过立案期限才立案，立案前询问",
        do.unfiled,
        lambda case: case.sector == "market" and case.dates["inspect"] >= date(2021, 7, 16),
        touched=("PO-P20", "PO-P17", "PO-P01"),
        part="dates",
    ),
    Fault(
        "no_violated_article",
        O,
        ("PO-L01",),
        "决定书没有写明违反的条款",
        do.no_violated_article,
        touched=("PO-P08", "PO-L04", "PO-D02"),
        part="norm",
    ),
    Fault(
        "repealed",
        O,
        ("PO-L03",),
        "处罚依据在行为前已废止",
        do.repealed,
        lambda case: case.dates["inspect"] > date(2022, 6, 5),
        unsure=True,  # whether the act began before is for a person
        touched=("PO-P08", "PO-L04", "PO-L02", "PO-L07", "PO-L06", "PO-L08"),
        part="norm",
    ),
    Fault(
        "beyond",
        O,
        ("PO-L04",),
        "处罚依据的条款不存在",
        do.beyond,
        lambda case: case.norm.basis[0] in do.COUNTED,
        touched=("PO-P08", "PO-L02", "PO-L07", "PO-L03", "PO-L06", "PO-L08"),
        part="norm",
    ),
    Fault(
        "by_notice",
        O,
        ("PO-L16",),
        "以规范性文件为处罚依据",
        do.by_notice,
        touched=("PO-P08", "PO-L02", "PO-L07", "PO-L03", "PO-L04", "PO-L06", "PO-L08"),
        part="norm",
    ),
    Fault(
        "outside_standard",
        O,
        ("PO-L08",),
        "罚款不在裁量基准的幅度内（台账）",
        do.discretion,
        lambda case: (
            case.dates["decide"] >= date(2022, 8, 1)
            and "罚款" in (case.act.kinds if case.act else ())
            and "two" not in case.flags
        ),
        touched=("PO-L07", "PO-L09", "PO-L10"),
        part="fine",
    ),
    Fault(
        "too_old",
        O,
        ("PO-L12",),
        "行为终了六年后才发现",
        do.too_old,
        touched=("PO-E16", "PO-E17"),
        unsure=True,
    ),
    Fault(
        "gains_kept",
        O,
        ("PO-L13",),
        "有违法所得而未没收",
        do.gains_kept,
        lambda case: do.gained(case) and case.dates["decide"] >= NEW_LAW,
        touched=("PO-E18", "PO-D17", "PO-L05"),
        part="fine",
    ),
    Fault(
        "unreported",
        O,
        ("PO-P03",),
        "没有调查终结报告和处理审批",
        missing(REPORT, "行政处罚决定审批表"),
        has("discuss"),
        touched=("PO-D01", "PO-P16", "PO-E01"),
        part="审批表",
    ),
    Fault("unqualified", O, ("PO-P06",), "审核人员没有法律职业资格（台账）", do.unqualified, has("review")),
    Fault(
        "unheard",
        O,
        ("PO-P12",),
        "当事人要求听证而没有举行",
        do.unheard,
        lambda case: "hearing" in case.flags and case.dates["hear_ask"] >= NEW_LAW,
        touched=("PO-P13", "PO-P14", "PO-D05", "PO-D01", "PO-P20", "PO-P09", "PO-P10"),
        part="听证",
    ),
    Fault(
        "closed_early",
        O,
        ("PO-P20",),
        "送达之前已结案",
        do.closed_early,
        touched=("PO-D15", "PO-P26", "PO-D17", "PO-P18"),
        part="dates",
    ),
    Fault(
        "surcharged",
        O,
        ("PO-P22",),
        "加处罚款超过罚款数额",
        do.surcharged,
        lambda case: "罚款" in (case.act.kinds if case.act else ()) and "two" not in case.flags,
        touched=("PO-D17", "PO-P24", "PO-D07", "PO-D15", "PO-D01", "PO-P23"),
        part="pay",
    ),
    Fault(
        "instalments",
        O,
        ("PO-P23",),
        "分期缴纳罚款没有申请和批准",
        edit("结案审批表", "全部履行", "前分期缴纳，已全部履行"),
        touched=("PO-D15", "PO-D17", "PO-D01"),
        part="pay",
    ),
    Fault(
        "unpursued",
        O,
        ("PO-P24",),
        "逾期未缴罚款，一年内没有申请强制执行",
        do.unpursued,
        lambda case: case.dates["serve"] < date(2025, 3, 1),
        touched=("PO-D15", "PO-D17", "PO-D01"),
        part="pay",
    ),
    Fault(
        "cover_blank",
        O,
        ("PO-D12",),
        "封面没有案件名称和文号",
        both(
            cut("卷宗封面", "^案件名称$"),
            lambda case: cut("卷宗封面", f"^{label(case.style, 'number')}$")(case),
        ),
        has("cover"),
        touched=("PO-D08",),
    ),
    Fault(
        "no_decision",
        O,
        ("PO-D01",),
        "卷内没有行政处罚决定书",
        missing(DECISION),
        touched=ALL,
        part="all",
    ),
    Fault(
        "wrong_index",
        O,
        ("PO-D13",),
        "卷内目录页码与内容不符",
        flag("wrong_index"),
        has("index", "cover", "bound"),
    ),
)
