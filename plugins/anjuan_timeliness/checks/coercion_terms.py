"""How long a coercive measure lasted: term, extension, release, disposal of the goods (强制措施的期限)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from anjuan import Document, Finding, NeedsPerson, View, check

from ..coercion import (
    APPROVAL,
    ENDS,
    FREEZE,
    GONE,
    LIST,
    LONGER,
    OTHER_TERMS,
    SEIZURE,
    End,
    Limit,
    ends,
    frozen,
    held,
    known_until,
    limit,
    longer_forms,
    one_measure,
    returns_of,
    returns_unread,
    rolled,
    taken,
    test_days,
)
from ..papers import day_of, days_of, scanned
from ..terms import zh

NOT_YET = "实施时行政强制法尚未施行"
CLAIMED = (
    r"(?:负责人|领导|局长|本机关|本局|局务会|集体)[^。;]{0,12}(?:批准|同意|研究决定|审批)"
    r"|(?:经|报)[^。;]{0,16}(?:批准|同意)"
)
WHY = r"因|由于|鉴于|复杂|理由|原因|需要|尚需|为[查了进]|未能|检测|检验|鉴定"
SIGNED = r"签收|收到|当场交付|当事人[^。;:]{0,8}(?:签名|签字)[^。;:]{0,6}:\s*[\u4e00-\u9fff]{2}"
PARTLY = r"部分解除|解除部分|(?:部分|其余)(?:物品|财物|货物|产品)[^。;]{0,12}(?:解除|退还|返还|继续)"
OTHER_WAYS = r"邮寄|邮件|快递|EMS|特快专递|挂号信|公告|留置|电子|传真|委托|转交"
ENDED = r"解除|退还|返还|发还|没收|销毁|移送|拍卖|变卖"


@dataclass(frozen=True, slots=True)
class Span:
    """A measure in time: begin, lawful last days without and with an extension, and how it ended."""

    start: date
    first: Limit
    second: Limit
    end: End | None
    word: str


def _span(case: View, kind: str) -> Span | None:
    """The measure; None when the law was not yet in force.

    Raises:
        NeedsPerson: several measures, or its begin or end was not read.
    """
    one_measure(case)
    start = taken(case, kind).day
    term, more = case.param("term", on=start), case.param("longer", on=start)
    if term is None or more is None or term.value is None or more.value is None:
        return None
    found = ends(case)
    if any(re.search("部分", one.title) or case.find(one, PARTLY) for one in case.documents(*ENDS)):
        raise NeedsPerson("财物分批解除或者处理，期限请逐项核对")
    if moved := case.documents(*GONE):
        case.note(*moved)
        raise NeedsPerson("案件曾移送，财物是否随案移送、期限如何计算由评查人员判断")
    first, both = int(term.value), int(term.value + more.value)
    word = "冻结" if kind == FREEZE else "查封、扣押"
    return Span(start, limit(case, start, first), limit(case, start, both), next(iter(found), None), word)


@check(
    "timeliness.seizure_term",
    title="查封扣押不超过法定期限，延长经批准并告知",
    params={"term": "coercion.seal", "longer": "coercion.seal_longer", "told": "timeliness.measure_longer"},
)
def seizure_term(case: View) -> Finding:
    """CO-P04."""
    if not held(case):
        return case.not_applicable("没有查封、扣押")
    span = _span(case, SEIZURE)
    return case.not_applicable(NOT_YET) if span is None else _lasted(case, span, SEIZURE)


@check(
    "timeliness.freeze_term",
    title="冻结不超过法定期限，三个工作日内交付决定书",
    params={
        "term": "coercion.freeze",
        "longer": "coercion.freeze_longer",
        "told": "timeliness.freeze_longer",
        "delivery": "coercion.freeze_delivery",
    },
)
def freeze_term(case: View) -> Finding:
    """CO-P05."""
    if not frozen(case):
        return case.not_applicable("没有冻结")
    span = _span(case, FREEZE)
    if span is None:
        return case.not_applicable(NOT_YET)
    due = case.deadline("delivery", start=span.start)
    papers = case.documents(FREEZE)
    records = returns_of(case, papers, r"^(?!.*(?:延长|解除|继续)).*冻结(?!通知书)")
    days = sorted(day for one in records if (day := day_of(one, "received")))
    if due and days and days[0] > due:
        text = f"冻结于{zh(span.start)}实施，决定书应不晚于{zh(due)}交付当事人，实际为{zh(days[0])}"
        if any(one.text("reason") or re.search(OTHER_WAYS, one.text("way")) for one in records):
            return case.unsure(text)
        return case.failed(text, at=case.facts("送达"))
    lasted = _lasted(case, span, FREEZE)
    return (
        lasted if days or str(lasted.verdict) != "pass" else case.unsure("未读到冻结决定书交付当事人的日期")
    )


def _lasted(case: View, span: Span, kind: str) -> Finding:
    if re.search(OTHER_TERMS, case.file.agency):
        return case.unsure(f"{span.word}的期限可能另有法律、行政法规规定，由评查人员判断")
    stated = _stated_too_long(case, span, kind)
    if stated:
        return stated
    if span.end is None:
        return case.unsure(f"没有读到{span.word}结束的日期，实际期限不明")
    if span.end.day <= span.first.strict:
        return case.passed()
    tests = timedelta(days=test_days(case))
    days, until = (span.end.day - span.start).days, f"自{zh(span.start)}至{zh(span.end.day)}"
    if span.end.day <= span.first.strict + tests:
        return case.passed("扣除检测、检验、鉴定的期间，未超过期限")
    if span.end.day > span.second.late + tests:
        return case.failed(f"{span.word}{until}共{days}日，超过法定的最长期限")
    if not case.documents(LONGER) and not case.facts("延长决定日期"):
        if span.end.day <= span.first.late + tests:
            return case.unsure(f"{span.word}{until}，期限末日是否因休息日顺延请核对")
        case.document(LONGER)
        return case.failed(f"{span.word}{until}共{days}日，超过三十日而没有延长决定")
    if span.end.day > span.second.strict + tests:
        return case.unsure(f"{span.word}{until}，期限末日是否因休息日顺延请核对")
    return _extended(case, span, tests)


def _stated_too_long(case: View, span: Span, kind: str) -> Finding | None:
    """A term that the decision itself sets beyond the law."""
    for paper in case.documents(kind):
        for fact in case.facts("强制期限日数", document=paper):
            if isinstance(fact.value, Decimal) and fact.value > (span.first.strict - span.start).days:
                return case.failed(f"{span.word}决定书所定期限为{fact.value}日，超过三十日", at=fact)
        for fact in case.facts("强制期限止", document=paper):
            if isinstance(fact.value, date) and fact.value > span.first.late:
                return case.failed(f"{span.word}决定书所定期限至{zh(fact.value)}，超过三十日", at=fact)
    return None


def _extended(case: View, span: Span, tests: timedelta) -> Finding:
    """The extension: made in time, approved, told with its reason."""
    papers = case.documents(LONGER)
    case.param("told", on=span.start)
    made = days_of(case.facts("延长决定日期")) or tuple(sorted(one.date for one in papers if one.date))
    if made and made[0] > span.first.late + tests:
        return case.failed(f"期限于{zh(span.first.late)}届满，{zh(made[0])}才决定延长", at=papers)
    if not papers:
        return case.unsure("没有读到延长决定书，批准和告知请核对")
    if not longer_forms(case) and not any(case.find(paper, CLAIMED) for paper in papers):
        case.readable(*papers)
        case.document("延长强制措施期限审批表")
        return case.failed(f"延长{span.word}期限没有负责人批准", at=papers)
    if not _told(case, papers):
        if (
            returns_unread(case)
            or case.documents("公告送达", "送达地址确认书")
            or _perhaps_told(case, papers)
        ):
            return case.unsure("未读到延长决定的送达")
        case.document("送达回证")
        return case.failed(f"延长{span.word}期限的决定没有书面告知当事人", at=papers)
    if not any(case.find(paper, WHY) for paper in papers):
        case.readable(*papers)
        return case.failed(f"延长{span.word}期限的决定没有说明理由", at=papers)
    return case.passed() if made else case.unsure("未读到延长决定的日期")


def _perhaps_told(case: View, papers: tuple[Document, ...]) -> bool:
    """True where ink on the decision or a slip of the post may show that it was received."""
    inked = any(one.text("state") != "无" for paper in papers for one in case.records("签名", document=paper))
    slips = case.documents("unknown", "证据材料", "送达回证")
    return inked or any(scanned(one) for one in papers) or any(case.find(one, OTHER_WAYS) for one in slips)


def _told(case: View, papers: tuple[Document, ...]) -> bool:
    return bool(returns_of(case, papers, "延长|延期|继续")) or any(
        case.find(paper, SIGNED) for paper in papers
    )


def _term_end(case: View, span: Span) -> date:
    """The last day of the measure as its papers set it, else as the law does."""
    said = [fact.value for name in ("延长期限止", "强制期限止") for fact in case.facts(name)]
    known = [day for day in said if isinstance(day, date)]
    if known:
        return max(known)
    counted = [fact.value for fact in case.facts("强制期限日数") if isinstance(fact.value, Decimal)]
    if case.documents(LONGER) or case.facts("延长决定日期"):
        return span.second.strict
    return span.start + timedelta(days=int(max(counted))) if counted else span.first.strict


@check(
    "timeliness.measure_released",
    title="强制措施理由消失或者期满的及时解除",
    params={"term": "coercion.seal", "longer": "coercion.seal_longer"},
)
def measure_released(case: View) -> Finding:
    """CO-P06."""
    seized, stopped = held(case), frozen(case)
    if not seized and not stopped:
        return case.not_applicable("没有查封、扣押、冻结")
    span = _span(case, SEIZURE if seized else FREEZE)
    key = "timeliness.measure_released" + ("" if seized else ".freeze")
    if span is None or case.duty(on=span.start, key=key) is None:
        return case.not_applicable(NOT_YET)
    over = rolled(case, _term_end(case, span))
    if span.end:
        if span.end.day <= over:
            return case.passed()
        tests = test_days(case)
        if span.end.day <= over + timedelta(days=tests):
            return case.passed("扣除检测、检验、鉴定的期间，期限内已经解除或者处理")
        return case.unsure(f"期限于{zh(over)}届满，{zh(span.end.day)}才解除或者处理，是否及时由评查人员判断")
    known = known_until(case)
    if known is None:
        return case.unsure("没有读到解除或者处理的文书，也不知道期限是否已满")
    over += timedelta(days=test_days(case))
    if known <= over:
        return case.not_applicable("强制措施尚在期限之内")
    if any(re.search(ENDED, one.text("paper")) for one in case.records("送达")):
        return case.unsure("没有读到解除或者处理的文书，送达回证提到已经解除或者处理，请核对")
    own = (SEIZURE, FREEZE, LIST, APPROVAL, LONGER)
    for paper in (one for one in case.file.documents if one.kind not in own):
        if case.find(paper, ENDED):
            return case.unsure(f"没有读到解除或者处理的文书，{paper.title}提到已经解除或者处理，请核对")
    case.document(*ENDS)
    return case.failed(
        f"{span.word}期限于{zh(over)}届满，卷内至{zh(known)}既没有解除也没有处理", at=case.absent(*ENDS[:2])
    )


@check(
    "timeliness.seized_goods_decided",
    title="在期限内对查封扣押财物作出处理决定",
    params={"term": "coercion.seal", "longer": "coercion.seal_longer"},
)
def seized_goods_decided(case: View) -> Finding:
    """CO-P07: an end that is missing at all, or a release that came late, is judged by other items."""
    if not held(case):
        return case.not_applicable("没有查封、扣押")
    span = _span(case, SEIZURE)
    if span is None or case.duty(on=span.start) is None:
        return case.not_applicable(NOT_YET)
    if span.end is None:
        return case.not_applicable("没有处理决定，在及时解除一项评查")
    if span.end.how == "解除":
        return case.not_applicable("已经解除，没有需要另行处理的财物")
    over = span.second if case.documents(LONGER) or case.facts("延长决定日期") else span.first
    if span.end.day <= over.strict:
        return case.passed()
    if re.search(OTHER_TERMS, case.file.agency):
        return case.unsure("处理的期限可能另有法律、行政法规规定，由评查人员判断")
    tests = timedelta(days=test_days(case))
    if span.end.day <= over.strict + tests:
        return case.passed("扣除检测、检验、鉴定的期间，在期限内作出处理决定")
    text = f"应不晚于{zh(over.late + tests)}对财物作出处理决定，实际为{zh(span.end.day)}"
    return case.unsure(text) if span.end.day <= over.late + tests else case.failed(text)
