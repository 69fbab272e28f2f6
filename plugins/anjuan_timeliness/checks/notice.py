"""The notice before the decision (事先告知) and the terms it opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anjuan import Cited, Document, Finding, Match, NeedsPerson, View, check, find_citations

from ..catalogues import KIND_WORDS
from ..papers import DECISION, NOTICE, days_of, heard, kinds, no_penalty
from ..terms import NEW_LAW, End, days, end_of, end_of_written, law_day, yuan, zh

WAIVER = "放弃陈述申辩声明"
CONTENT = {
    "事实": r"事实|经查|查明|现查|违法行为",
    "依据": r"《[^《》]{2,60}》|依据|根据",
    "陈述申辩权利": r"陈述|申辩",
}
PENALTY = r"拟.{0,80}?(?:罚|停产|停业|关闭|通报批评|降低|限制|暂扣)|罚款|没收|吊销|警告|拘留"
TERM = (
    r"(?:收到|接到|送达|告知)[^。；;]{0,24}?起\s*([零一二三四五六七八九十\d]{1,3}\s*(?:个工作日|工作日|日|天))"
    r"(?:内|以内|之内)[^。；;]{0,60}?(?:陈述|申辩|提出|提交|书面意见)"
)
SUM = (
    r"[^。;；]{0,40}(?<![\d.,])[\d,零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+(?:\.\d+)?万?元"
    r"(?!以上|以下|至|到)[^。;；]{0,16}"
)
SIGNED = r"签名|签字|盖章|签章|声明人|当事人[:：]|捺印|指印"
NO_HEARING = (
    r"(?:我|本人|我们|本公司|本单位|我司|我公司|我单位|当事人表示|答:)[^。;]{0,20}"
    r"(?:放弃|不(?:再)?(?:要求|申请|需要|提出)|无需)[^。;]{0,16}听证"
)
ANSWERED = r"不予采纳|予以采纳|采纳.{0,20}意见|经复核|复核(?:认为|意见)|不成立|予以支持"


@check("timeliness.told_before_decision", title="决定前已告知拟处罚内容、事实、理由、依据和权利")
def told_before_decision(case: View) -> Finding:
    """PO-P07."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    decided = case.date("决定日期")
    case.duty(on=decided)
    notice = case.document(NOTICE)
    if notice is None:
        return case.failed("卷内没有行政处罚事先告知书")
    lacking = _lacking(case, decided)
    if lacking:
        case.readable(*case.documents(NOTICE))
        return case.failed(f"告知书没有告知{'、'.join(lacking)}", at=case.documents(NOTICE))
    served = days(case, "告知送达日期")
    if not served:
        waived = case.documents(WAIVER, "陈述申辩笔录")
        known = "，但有当事人此后的书面声明或者陈述" if waived else ""
        return case.unsure(f"卷内没有读到告知书的送达日期{known}")
    if served[0] < decided:
        if decided >= NEW_LAW and _sum_untold(case):
            return case.unsure("告知书没有读到拟罚款的数额，请核对", at=case.documents(NOTICE))
        return case.passed()
    if served[0] == decided and case.documents(WAIVER):
        return case.unsure(f"告知书送达、放弃声明和处罚决定同在{zh(decided)}，先后由评查人员判断")
    if len(case.documents(NOTICE)) > 1:
        return case.unsure("卷内有多份告知书，决定之前的一份何时送达请核对", at=case.documents(NOTICE))
    if served[0] == decided and {str(fact.value) for fact in case.facts("陈述申辩")} == {"放弃"}:
        return case.unsure(f"告知和处罚决定同在{zh(decided)}，当事人放弃陈述申辩，先后由评查人员判断")
    return case.failed(f"告知书于{zh(served[0])}送达，处罚决定于{zh(decided)}作出，不是在决定之前告知")


def _sum_untold(case: View) -> bool:
    """True where a fine was imposed and no notice names a sum for it; the ranges of the law are no sum."""
    if case.facts("拟罚款金额") or not case.facts("罚款金额"):
        return False
    sums = (hit for one in case.documents(NOTICE) for hit in case.find_all(one, SUM))
    return not any(re.search("罚|处", hit.text) for hit in sums)


def _lacking(case: View, decided: date) -> list[str]:
    notices = case.documents(NOTICE)
    lacking = [what for what, words in CONTENT.items() if not any(case.find(one, words) for one in notices)]
    told = case.facts("拟处罚种类") or case.facts("拟罚款金额")
    if decided >= NEW_LAW and not told and not any(case.find(one, PENALTY) for one in notices):
        lacking.append("拟作出的行政处罚内容")
    return lacking


@check("timeliness.notice_matches_decision", title="告知书与决定书的事实、依据和处罚内容相符")
def notice_matches_decision(case: View) -> Iterable[Finding]:
    """PO-P08."""
    if no_penalty(case):
        yield case.not_applicable("没有作出处罚决定")
        return
    case.duty(on=law_day(case))
    if case.document(NOTICE) is None:
        yield case.not_applicable("没有告知书可以比对")
        return
    last = _last_notices(case)
    found = [*_heavier_fine(case, last), *_more_kinds(case, last), *_other_norm(case, last)]
    yield from found or (case.passed(),)


def _last_notices(case: View) -> tuple[Document, ...]:
    """The notices of the last day before the decision: a new notice replaces the old one."""
    notices = case.documents(NOTICE)
    if len(notices) == 1:
        return notices
    decided, dated = case.date("决定日期"), {one: _given(case, one) for one in notices}
    before = [day for day in dated.values() if day and day <= decided]
    if not before:
        return tuple(dated)
    return tuple(one for one, day in dated.items() if day in (max(before), None))


def _given(case: View, notice: Document) -> date | None:
    return notice.date or next(iter(days_of(case.facts("告知日期", document=notice))), None)


def _heavier_fine(case: View, notices: tuple[Document, ...]) -> Iterable[Finding]:
    fine = case.amount("罚款金额")
    if fine is None:
        if "罚款" in kinds(case):
            yield case.unsure("未读到决定书的罚款金额")
        return
    told = [fact for one in notices for fact in case.facts("拟罚款金额", document=one)]
    sums = [fact.value for fact in told if isinstance(fact.value, Decimal)]
    if not sums:
        if law_day(case) >= NEW_LAW:
            yield case.unsure(f"未读到告知书的拟罚款金额，无法与决定的{yuan(fine)}比对")
    elif fine > max(sums):
        yield case.failed(
            f"告知拟罚款{yuan(max(sums))}，决定罚款{yuan(fine)}，加重处罚而没有重新告知",
            at=(*told, *case.facts("罚款金额")),
        )


def _more_kinds(case: View, notices: tuple[Document, ...]) -> Iterable[Finding]:
    if law_day(case) < NEW_LAW and not case.facts("拟处罚种类"):
        return  # the content of the penalty need not be told before 2021-07-15
    told = {str(fact.value) for one in notices for fact in case.facts("拟处罚种类", document=one)}
    new = [kind for kind in kinds(case) if kind not in told and not _named(case, notices, kind)]
    if new:
        case.readable(*notices)
        yield case.failed(
            f"决定的处罚种类{'、'.join(new)}没有事先告知",
            at=(*(fact for fact in case.facts("处罚种类") if fact.value in new), *notices),
        )


def _named(case: View, notices: tuple[Document, ...], kind: str) -> bool:
    return any(case.find(one, KIND_WORDS.get(kind, re.escape(kind))) for one in notices)


def _other_norm(case: View, notices: tuple[Document, ...]) -> Iterable[Finding]:
    for told_name, name, what in (
        ("告知处罚依据", "处罚依据", "处罚依据"),
        ("告知违反条款", "违反条款", "违反的条款"),
    ):
        told = [fact for one in notices for fact in case.facts(told_name, document=one)]
        used = case.facts(name)
        before, after = _articles(fact.value for fact in told), _articles(fact.value for fact in used)
        if not before or not after or after <= before | _articles(case.text(one) for one in notices):
            continue
        if all(any(_same_norm(one, other) for other in before) for one in after):
            continue
        message = f"告知的{what}为{'、'.join(sorted(before))}，决定的{what}为{'、'.join(sorted(after))}"
        if before & after:
            yield case.unsure(f"{message}，部分不同，由评查人员判断", at=(*told, *used))
        else:
            yield case.failed(f"{message}，没有重新告知", at=(*told, *used))


def _same_norm(one: str, other: str) -> bool:
    """True where one paper leaves out the place in the title: 《水污染防治条例》 for 《广东省水污染防治条例》."""
    short, full = sorted((one.lstrip("《"), other.lstrip("《")), key=len)
    return full.endswith(short)


def _articles(values: Iterable[object]) -> set[str]:
    """Law and article of citations: a paragraph or item that one paper leaves out is no other norm."""
    cited = [one for value in values for one in find_citations(str(value))]
    own = [one for one in cited if not one.law.endswith("行政处罚法")]
    return {str(Cited(one.law.removeprefix("中华人民共和国"), one.article)) for one in own}


@check(
    "timeliness.statement_term_observed",
    title="陈述申辩和听证期限届满前未作出决定",
    params={"statement": "penalty.statement", "hearing": "penalty.hearing_request"},
)
def statement_term_observed(case: View) -> Finding:
    """PO-P09."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    decided = case.date("决定日期")
    case.duty(on=decided)
    if case.document(NOTICE) is None:
        return case.not_applicable("没有告知书，期限没有开始")
    served = days(case, "告知送达日期")
    if not served:
        return case.unsure("未读到告知书的送达日期，无法计算陈述申辩期限")
    start = max((day for day in served if day <= decided), default=served[-1])
    ends = {"陈述申辩": _statement_end(case, start)}
    hearing = _hearing_end(case, start)
    if hearing and decided <= hearing.late and _hearing_told(case):
        ends["申请听证"] = hearing
    running = {what: end for what, end in ends.items() if end is None or decided <= end.late}
    if running and _hearing_settled(case, decided):
        running.pop("申请听证", None)
    if "陈述申辩" in running and _statement_settled(case, decided):
        running.pop("陈述申辩")
    if "申请听证" in running and (said := _said_no_hearing(case)):
        raise NeedsPerson(f"文书写有{said.text}，当事人何时放弃听证请核对", (said.evidence,))
    return _still_running(case, running, decided)


def _still_running(case: View, ends: dict[str, End | None], decided: date) -> Finding:
    for what, end in ends.items():
        if end and decided <= end.early:
            return case.failed(
                f"{what}期限至{zh(end.early)}届满，处罚决定于{zh(decided)}作出，期限内没有当事人放弃权利的书面记载"
            )
    for what, end in ends.items():
        if end is None:
            return case.unsure(f"告知书没有写明{what}期限，也没有适用的行业规定")
        return case.unsure(
            f"{what}期限以日历日或者工作日计算分别至{zh(end.early)}、{zh(end.late)}届满，决定于{zh(decided)}作出"
        )
    return case.passed()


def _statement_end(case: View, start: date) -> End | None:
    terms = {str(fact.value) for fact in case.facts("陈述申辩期限")} or _terms_in_text(case)
    if len(terms) > 1:
        raise NeedsPerson("各份告知书的陈述申辩期限不同")
    written = end_of_written(case, terms.pop(), start) if terms else None
    return written or end_of(case, "statement", start)


def _terms_in_text(case: View) -> set[str]:
    hits = [hit for paper in case.documents(NOTICE) for hit in case.find_all(paper, TERM)]
    spoken = [hit for hit in hits if "听证" not in hit.text or re.search(r"陈述|申辩", hit.text)]
    case.note(*spoken[:1])
    return {hit.groups[0] or "" for hit in spoken[:1]}


def _hearing_end(case: View, start: date) -> End | None:
    lawful = end_of(case, "hearing", start)
    terms = {str(fact.value) for fact in case.facts("听证申请期限")}
    written = [end for text in terms if (end := end_of_written(case, text, start))]
    ends = [end for end in (lawful, *written) if end]
    # A notice may give more time than the law, never less.
    return End(max(e.early for e in ends), max(e.late for e in ends)) if ends else None


def _hearing_told(case: View) -> bool:
    return any(fact.value is True for fact in case.facts("告知听证权"))


def _waivers(case: View, decided: date) -> tuple[Document, ...]:
    """Waivers of the party up to the decision.

    Raises:
        NeedsPerson: a waiver without a day, or without any sign of the party.
    """
    papers = case.documents(WAIVER)
    for paper in papers:
        if not case.find(paper, SIGNED):
            raise NeedsPerson("放弃陈述申辩声明上没有识别出当事人签名")
        if _waived_on(case, paper) is None:
            raise NeedsPerson("未读到放弃陈述申辩声明的日期")
    return tuple(paper for paper in papers if (day := _waived_on(case, paper)) and day <= decided)


def _waived_on(case: View, paper: Document) -> date | None:
    return next(iter(days_of(case.facts("陈述申辩日期", document=paper))), None) or paper.date


def _statement_settled(case: View, decided: date) -> bool:
    """True when the party waived its statement, or made one that was dealt with before the decision."""
    if _waivers(case, decided):
        return True
    if case.optional("陈述申辩") == "放弃":
        raise NeedsPerson("记载当事人放弃陈述申辩，但卷内没有读到书面声明")
    if case.optional("陈述申辩") != "提出":
        return False
    made = days_of(case.facts("陈述申辩日期"))
    if made and made[0] > decided:
        return False
    if case.documents("陈述申辩复核意见书") or any(
        case.find(one, ANSWERED) for one in case.documents(DECISION)
    ):
        return True
    raise NeedsPerson("当事人提出了陈述申辩，没有读到复核或者答复的记载")


def _said_no_hearing(case: View) -> Match | None:
    """Where a paper other than a waiver has the party say that it wants no hearing."""
    papers = case.documents(NOTICE, "陈述申辩笔录", "询问笔录", "送达回证", "unknown")
    return next((hit for one in papers if (hit := case.find(one, NO_HEARING))), None)


def _hearing_settled(case: View, decided: date) -> bool:
    """True when a hearing was held, or the waiver names the hearing or all rights told."""
    held = heard(case)
    if held and held <= decided:
        return True
    return any(case.find(one, r"听证|上述(?:全部)?权利|一切权利|以上权利") for one in _waivers(case, decided))
