"""What more faults of ordinary penalty cases do to a case."""

import re
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.edits import cut, edit, extra
from benchmarks.casefiles.fault_steps import missing
from benchmarks.casefiles.style import label

O = ("ordinary",)  # noqa: E741  # one letter a procedure, as in every table
DECISION, FILING, REPORT = "行政处罚决定书", "立案审批表", "案件调查终结报告"

COUNTED = {  # laws of which every version is known, so that the day of the act makes no difference
    "中华人民共和国价格法",
    "中华人民共和国特种设备安全法",
    "中华人民共和国电子商务法",
    "保障农民工工资支付条例",
}


def expired(case: Case) -> None:
    """The register: the certificate of the second officer ended before the inspection."""
    case.changed["expired"] = case.officers[1][1]


def unqualified(case: Case) -> None:
    """The register: the reviewer began after 2018 and has not passed the examination."""
    case.changed["unqualified"] = True


def other_number(case: Case) -> None:
    """Another number of the party in the approval of the decision."""
    number = case.party.number
    other = number[:9] + ("3" if number[9] != "3" else "5") + number[10:]
    edit("行政处罚决定审批表", number, other)(case)


def child(case: Case) -> None:
    """The party was thirteen on the day of the act."""
    born = case.dates["inspect"].year - 13
    number = case.party.number
    body = f"{number[:6]}{born}0105{number[14:17]}" if case.dates["inspect"].month > 1 else number[:17]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    case.party.number = body + "10X98765432"[total % 11]


def no_source(case: Case) -> None:
    """No paper says how the matter became known."""
    missing("案件来源登记表")(case)
    cut(FILING, f"^{label(case.style, 'source')}$")(case)
    edit(REPORT, "案件来源及调查经过。.*?检查后，", "调查经过。")(case)


def unfiled(case: Case) -> None:
    """Inquiry after the term for filing, filing after the inquiry."""
    day = case.dates
    case.flags.add("source_form")
    day["source"] = day["inspect"]
    first = later(day["inspect"], 22)
    shift = first - case.asked[0][0]
    case.asked = [(later(one + shift, 0), *rest) for one, *rest in case.asked]
    day["file"] = later(case.asked[-1][0], 4)
    back = later(day["file"], 5) - day["report"]
    for name in (
        "test",
        "test_told",
        "report",
        "review",
        "notice",
        "notice_served",
        "hear_ask",
        "hear_notice",
    ):
        _push(case, name, back)
    for name in (
        "hear",
        "hear_report",
        "waive",
        "statement",
        "recheck",
        "discuss",
        "approve",
        "decide",
        "serve",
    ):
        _push(case, name, back)
    for name in ("posted", "pay", "publish", "close", "archive"):
        _push(case, name, back)


def _push(case: Case, name: str, by: timedelta) -> None:
    """Move a step by whole weeks, so that what was a number of working days stays at least that."""
    if name in case.dates:
        case.dates[name] = later(case.dates[name] + timedelta((by.days // 7 + 2) * 7), 0)


def no_violated_article(case: Case) -> None:
    """The decision names the law broken and no article."""
    edit(
        DECISION, f"(?<=违反了)(《[^》]*》(?:（以下简称《[^》]*》）)?){re.escape(case.norm.broken[1])}", r"\1"
    )(case)


def beyond(case: Case) -> None:
    """The decision cites an article that the law does not have."""
    edit(DECISION, f"(?<=》){re.escape(case.norm.basis[1])}(?=的规定，本机关决定)", "第三百一十二条")(case)


def repealed(case: Case) -> None:
    """The basis is a law repealed long before the act."""
    edit(
        DECISION,
        "依据《[^》]*》[^，]*(?=的规定，本机关决定)",
        "依据《中华人民共和国环境噪声污染防治法》第五十八条",
    )(case)


def by_notice(case: Case) -> None:
    """The basis is a document below a rule."""
    by = f"依据《{case.organ}关于规范行政处罚工作的通知》第三条"
    edit(DECISION, "依据《[^》]*》[^，]*(?=的规定，本机关决定)", by)(case)


def discretion(case: Case) -> None:
    """The register: the steps of the standard do not reach the fine imposed."""
    low = max(party.fine for party in case.parties) * 2
    case.changed["standard"] = (low, low * 3)


def too_old(case: Case) -> None:
    """The act ended more than five years before anybody knew of it."""
    past = case.dates["inspect"].replace(day=3)
    past = date(past.year - 6, past.month, past.day)
    found = case.dates["inspect"]
    said = f"{past.year}年{past.month}月{past.day}日，当事人实施上述行为，当日即已终了；本机关于{found.year}年首次发现。"
    extra(DECISION, said)(case)


def gains_kept(case: Case) -> None:
    """Gains are found and left with the party."""
    assert case.act
    case.act = replace(case.act, kinds=tuple(kind for kind in case.act.kinds if kind != "没收违法所得"))


def unheard(case: Case) -> None:
    """A hearing was asked for in time and not held."""
    missing("听证通知书", "听证笔录", "听证报告")(case)
    edit(DECISION, "，本机关于[^，]*公开举行听证。当事人提出的[^。]*。", "。")(case)
    edit("行政处罚决定审批表", "已按当事人的申请举行听证", "当事人申请听证")(case)


def closed_early(case: Case) -> None:
    """Closed before the decision was served."""
    day = case.dates
    day["serve"] = day["posted"] = later(day["decide"], 4)
    day["pay"] = later(day["decide"], 1)
    day["close"] = later(day["decide"], 2)
    day["publish"], day["archive"] = later(day["serve"], 3), later(day["serve"], 9)
    case.flags -= {"mail", "left"}
    case.flags.add("direct")


def surcharged(case: Case) -> None:
    """The sum added to the fine is above the fine."""
    case.flags |= {"added", "added_over"}


def unpursued(case: Case) -> None:
    """Not paid, and nobody applied to the court in more than a year."""
    day = case.dates
    missing("罚没票据")(case)
    day["close"] = later(day["serve"] + timedelta(400), 1)
    day["archive"] = later(day["close"], 5)
    edit("结案审批表", "^[^，]*全部履行$", "当事人至今未缴纳罚款，未履行")(case)
    edit("结案审批表", "处罚决定已经履行完毕，建议结案。", "建议归档。")(case)


def gained(case: Case) -> bool:
    """One party with gains."""
    return bool(case.act and case.act.gains[1]) and "two" not in case.flags
