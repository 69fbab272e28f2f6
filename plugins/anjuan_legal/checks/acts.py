"""The act: found in time, ordered to be put right, handed over where it is a crime."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from anjuan import Document, Finding, Match, NeedsPerson, View, check

from ..reading import OTHER_ENDS, act_ended, decision, earliest_act, no_decision, yuan

PUT_RIGHT = (
    r"(?:已|均已|已经|业已|现已|当场|当日|立即|自行|主动|及时)[^。;；,，责令]{0,12}"
    r"(?:改正|整改|恢复公示|恢复原状|拆除|停止(?:使用|销售|生产|经营|违法)|下架|补办|关闭|纠正)"
    r"|整改(?:完毕|完成|到位)|改正完毕"
)
GOES_ON = (
    r"(?:仍未|尚未|至今未|拒不|未按(?:要求|期限))[^。]{0,10}(?:改正|整改|停止|拆除)"
    r"|仍在(?:继续)?(?:生产|经营|使用|销售|违法|排放)"
)
ORDERED = (
    r"责令[^。]{0,30}(?:改正|整改|停止|停产|停业|关闭|拆除|恢复|退还|补办|采取|消除|治理|纠正|限期"
    r"|清除|补种|召回)"
)


@check(
    "legal.within_limitation",
    title="违法行为在追责期限内被发现",
    params={
        "general": "penalty.limitation",
        "longest": "legal.limitation_longest",
        "police": "legal.limitation_police",
        "tax": "legal.limitation_tax",
    },
)
def within_limitation(case: View) -> Finding:
    """PO-L12."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    unread = None
    try:
        first, last = act_ended(case)
        ended = last or first
    except NeedsPerson as need:
        unread, first, last, ended = need, None, None, earliest_act(case, paper)
        if ended is None:
            raise
    clue = case.optional_date("发现日期")
    known = [clue, case.optional_date("立案日期"), *_inspections(case)]
    found = min((day for day in known if day), default=None)
    if ended is None or found is None:
        raise NeedsPerson("未读到违法行为日期" if ended is None else "未读到线索、检查、立案日期")
    agency = str(case.optional("处罚机关") or case.file.agency)
    special = "police" if "公安" in agency else "tax" if "税务" in agency else ""
    due = _due(case, special or "general", ended, found)
    if due is None:
        return case.unsure("没有可适用的追责期限")
    if found <= due:
        return case.passed()
    if unread:
        raise unread
    late = f"违法行为{'终了' if last else '发生'}于{_day(ended)}，最早于{_day(found)}发现"
    if last is None:
        return case.unsure(f"{late}；行为有无连续或者继续状态、何时终了不明")
    longest = due if special else _due(case, "longest", ended, found)
    if longest is not None and found <= longest:
        return case.unsure(f"{late}，已逾二年；是否适用五年的追责期限由评查人员判断")
    if clue is None:
        return case.unsure(f"{late}；未读到线索登记日期，可能更早发现")
    return case.failed(f"{late}，已超过追责期限（{_day(longest or due)}届满）")


def _inspections(case: View) -> list[date]:
    return [fact.value for fact in case.facts("现场检查日期") if isinstance(fact.value, date)]


def _due(case: View, term: str, start: date, found: date) -> date | None:
    """Last day of a term of years or months by the calendar; the law in force when the act was found."""
    figure = case.param(term, on=found)
    if figure is None or figure.value is None:
        return None
    months = int(figure.value) * (12 if figure.unit == "年" else 1)
    year, month = divmod(start.month - 1 + months, 12)
    day = min(start.day, monthrange(start.year + year, month + 1)[1])
    return date(start.year + year, month + 1, day)


@check(
    "legal.correction_ordered",
    title="责令改正违法行为，依法没收违法所得",
    params={"gains": "legal.gains_confiscated"},
)
def correction_ordered(case: View) -> Finding:
    """PO-L13."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    gains = _gains_left(case, paper, on)
    if gains:
        return gains
    case.duty(on=on)
    if case.documents("责令改正通知书") or case.find(paper, ORDERED):
        case.document("责令改正通知书")
        return case.passed()
    for source in (
        paper,
        *case.documents("案件调查终结报告", "结案审批表", "现场检查笔录", "行政处罚事先告知书"),
    ):
        if case.find(source, PUT_RIGHT):
            return case.not_applicable("作出决定时违法行为已经改正")
    if case.document("责令改正通知书") is None and (going := case.find(paper, GOES_ON)):
        case.readable(paper)
        return case.failed("违法行为仍在继续，未见责令改正", at=[going, *case.absent("责令改正通知书")])
    last = case.optional_date("违法行为终了日期")
    if last and last <= on:
        return case.not_applicable(f"违法行为已于{_day(last)}终了")
    return case.unsure("未见责令改正；违法行为是否仍在继续、能否改正由评查人员判断")


def _gains_left(case: View, paper: Document, on: date) -> Finding | None:
    """A finding where gains were found and nothing in the decision takes or explains them."""
    hit = _gains(case, paper)
    if hit is None or case.param("gains", on=on) is None:
        return None
    kinds = [str(fact.value) for fact in case.facts("处罚种类")]
    if (
        case.amount("没收违法所得金额") is not None
        or "没收违法所得" in kinds
        or case.find(paper, r"没收[^。]{0,16}违法所得")
    ):
        return None
    case.note(hit)
    if case.find(paper, r"退[还赔款]|清退|退费|不予没收|成本|扣除|抵[扣缴]|难以计算|无法计算"):
        return case.unsure(f"认定{hit.text}，未予没收；是否属于依法退赔或者另有规定请审查")
    case.readable(paper)
    return case.failed(f"认定{hit.text}，未予没收，也未说明退赔或者其他理由", at=hit)


def _gains(case: View, paper: Document) -> Match | None:
    pattern = (
        r"违法所得(?:金额|数额|款)?(?:共计|合计|总计|计|为|共|是)?(?:人民币)?[¥￥]?"
        r"(\d[\d,]*(?:\.\d+)?)(百万|千万|万|亿|千)?元(?!以上|以下|的)"
    )
    for hit in case.find_all(paper, pattern):
        if yuan(hit.groups[0] or "0", hit.groups[1] or "") > 0:
            return hit
    return None


NO_CRIME = (
    r"(?:未发现|不存在|没有|未|不)[^。;；]{0,10}(?:涉嫌)?(?:构成)?犯罪|未达到[^。]{0,20}(?:追诉|立案)标准"
    r"|无需移送|不需要?移送|不(?:属于|涉及)[^。]{0,10}犯罪|尚不构成犯罪"
)
CRIME = (
    r"(?:已经?|应当)?涉嫌(?:构成)?[^。,，]{0,10}犯罪|达到[^。]{0,20}(?:追诉|立案)标准"
    r"|应(?:当)?移送(?:公安|司法)机关"
)


@check("legal.crime_transferred", title="涉嫌犯罪的案件依法移送公安机关")
def crime_transferred(case: View) -> Finding:
    """PO-L14 (assisted)."""
    on = case.law_day()
    case.duty(on=on)
    if case.documents("涉嫌犯罪案件移送书"):
        letter = case.document("涉嫌犯罪案件移送书")
        receipt = [one for one in case.file.documents if "回执" in one.title]
        if letter and not receipt and not case.find(letter, r"签收|接收人|收到"):
            return case.unsure("案件已移送，未见公安机关回执")
        return case.passed("案件已移送，回执和材料清单请核对")
    sources = case.documents(
        "案件调查终结报告", "法制审核意见书", "案件审核表", "集体讨论记录", "行政处罚决定书", *OTHER_ENDS
    )
    for source in sources:
        text = case.text(source)
        for hit in case.find_all(source, CRIME):
            before = text[max(hit.start - 12, 0) : hit.end]
            if not re.search(rf"{NO_CRIME}|是否|如|若|的,|情形|构成犯罪的", before):
                case.document("涉嫌犯罪案件移送书")
                return case.failed(f"{source.title}称“{hit.text}”，未见移送文书或者不移送的理由", at=hit)
        if case.find(source, NO_CRIME):
            return case.not_applicable("卷内文书认定不涉嫌犯罪")
    return case.unsure("刑事追诉标准未绑定，是否涉嫌犯罪由评查人员判断")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
