"""More faults of summary penalties: fault → function → item ids."""

import re
from datetime import date

from benchmarks.casefiles import people
from benchmarks.casefiles.case import NEW_LAW, Case
from benchmarks.casefiles.edits import both, cut, edit
from benchmarks.casefiles.fault_steps import Fault, flag, missing
from benchmarks.casefiles.fault_stories import expired

S = ("summary",)
REPEALED = date(2022, 6, 5)  # 环境噪声污染防治法
DECISION = "当场行政处罚决定书"


def fined(case: Case) -> bool:
    """Not only a warning."""
    return "warning_only" not in case.flags


def other_name(case: Case) -> None:
    """The identity paper bears another name."""
    case.flags.add("identity")
    kind = "身份证" if case.party.kind == "person" else "营业执照"
    trade = "餐饮店" if case.party.kind == "shop" else "餐饮有限公司"
    other = people.persons(case.rng, 1)[0] if kind == "身份证" else f"{case.place}澄味{trade}"
    edit(kind, f"(?<=名称 ){re.escape(case.party.name)}|(?<=姓名 ){re.escape(case.party.name)}", other)(case)


def unnumbered(case: Case) -> None:
    """The decision bears no number."""
    edit(DECISION, f"^{re.escape(case.decision_number())}$", "")(case)
    case.may.add("PS-D01")


def cash(case: Case) -> None:
    """Collected on the spot without a ground."""
    case.flags.add("cash")


def cash_kept(case: Case) -> None:
    """Collected on the spot lawfully, handed in to the organ after eight working days."""
    case.flags |= {"cash", "cash_kept"}
    case.party.fine = 100


def below(case: Case) -> None:
    """A fine below the floor of the article, no ground named."""
    case.party.fine = 100


SUMMARY = (
    Fault(
        "expired",
        S,
        ("PS-S02",),
        "执法证在处罚前已过期（台账）",
        expired,
        lambda case: case.dates["decide"] >= NEW_LAW,
        touched=("PS-D03",),
        part="officers",
    ),
    Fault(
        "not_shown",
        S,
        ("PS-S03",),
        "没有出示执法证件的记载",
        both(flag("not_shown"), edit(DECISION, "执法人员已出示执法证件，", "")),
        touched=("PS-D01",),
    ),
    Fault(
        "other_name",
        S,
        ("PS-S04",),
        "决定书的当事人与证照不符",
        other_name,
        touched=("PS-D01", "PS-E02"),
        part="identity",
    ),
    Fault(
        "no_proof",
        S,
        ("PS-E02",),
        "除决定书外没有任何证据",
        missing("现场检查笔录", "照片证据单", "营业执照", "身份证", "书证复印件"),
        lambda case: case.dates["decide"] >= NEW_LAW,
        touched=("PS-S04", "PS-P01", "PS-S03"),
        part="identity",
    ),
    Fault(
        "no_act",
        S,
        ("PS-E03",),
        "决定书没有写明违法行为的地点和内容",
        edit(DECISION, "，当事人在[^。]*的行为。[^。]*。", "，当事人有违法行为。"),
        touched=("PS-D01", "PS-L02"),
    ),
    Fault(
        "repealed",
        S,
        ("PS-L02",),
        "处罚依据在行为前已废止",
        edit(
            DECISION,
            "依据《[^》]*》[^，]*的规定，(?=决定给予)",
            "依据《中华人民共和国环境噪声污染防治法》第五十八条的规定，",
        ),
        lambda case: case.dates["decide"] > REPEALED,
        touched=("PS-L03", "PS-L01", "PS-L05"),
        part="norm",
    ),
    Fault(
        "below",
        S,
        ("PS-L03",),
        "罚款低于条文下限",
        below,
        lambda case: fined(case) and bool(case.norm) and case.norm.basis[1] == "第三十八条",
        touched=("PS-L01",),
        part="fine",
        unsure=True,
    ),
    Fault(
        "no_order",
        S,
        ("PS-L04",),
        "没有责令改正",
        edit(DECISION, "，并责令立即改正", ""),
        unsure=True,  # whether the act goes on is for a person
    ),
    Fault(
        "untold",
        S,
        ("PS-P01",),
        "没有告知处罚内容和权利",
        both(
            edit(DECISION, "当场告知当事人违法事实、处罚理由、依据和内容以及陈述、申辩的权利，", ""),
            edit(DECISION, "当事人(?:表示放弃|未提出)陈述、申辩[^。]*。", ""),
        ),
        touched=("PS-D01",),
    ),
    Fault("unnumbered", S, ("PS-P03",), "决定书没有编号", unnumbered, touched=("PS-D01", "PS-P05")),
    Fault(
        "unsigned",
        S,
        ("PS-P04",),
        "决定书没有当事人签收",
        cut(DECISION, "^当事人（签名）"),
        touched=("PS-D01", "PS-D03"),
    ),
    Fault(
        "cash",
        S,
        ("PS-P06",),
        "不符合法定情形当场收缴罚款",
        cash,
        lambda case: fined(case) and case.party.fine > 100 and case.dates["decide"] >= NEW_LAW,
        touched=("PS-P07", "PS-D01"),
        part="fine",
    ),
    Fault(
        "cash_kept",
        S,
        ("PS-P07",),
        "当场收缴的罚款逾期缴付",
        cash_kept,
        lambda case: fined(case) and case.dates["decide"] >= NEW_LAW,
        touched=("PS-P06", "PS-L03", "PS-D01"),
        part="fine",
    ),
    Fault(
        "no_remedies",
        S,
        ("PS-D01",),
        "决定书没有救济途径",
        flag("no_remedies"),
        lambda case: case.dates["decide"] >= NEW_LAW,
        touched=("PS-D02",),
    ),
)
