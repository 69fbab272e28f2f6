"""Licences, the decision: its term, special procedures taken out of it, renewal (决定期限, 特别程序, 延续)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from anjuan import Finding, NeedsPerson, Record, View, check

from ..ledger import trade_term
from ..papers import day_of, heads
from ..terms import days, end_of_written, number, term_in, trusted, zh
from .licence_papers import (
    ACCEPTED,
    APPLICATION,
    CORRECTION,
    FORM,
    GRANTS,
    HELD,
    RECEIPT,
    REFUSAL,
    at_once,
    matter,
    on_application,
    received,
    turned_away,
)

EXTENDED, SPECIAL = ("延期告知书", "延期审批表"), "特别程序告知书"
SHOWN = ("听证笔录", "听证通知书", "检测报告", "检测结果告知书", "专家评审")
_JOINT = r"(?:统一|联合|集中)办理|并联审批|联合审批"
_PROMISED = (
    r"(?:承诺(?:的)?(?:办结|办理|审批)?(?:期限|时限|时间)|受理之日起|受理后|受理起|办结时限|办理时限|办理期限|审批时限)[^。;\d零一二三四五六七八九十]{0,16}?"
    r"([零一二两三四五六七八九十\d]{1,3}\s*个?(?:工作日|日|天))"
)
# Items for which a law or an administrative regulation gives more than the general term (行政许可法 42).
_LONGER = (
    r"安全生产许可|取水|排污许可|环境影响评价|危险化学品|危险废物|烟花爆竹|民用爆炸物|采矿|探矿|矿产|核(?:设施|材料|与辐射)|放射|辐射"
    r"|社会团体|民办非企业|基金会|宗教|民办学校|办学|培训机构|医疗机构|药品|医疗器械|兽药|农药|特种设备|认证机构|检验检测机构"
    r"|出版|印刷|音像|广播|电视|电影|电信|网约车|网络预约|出租汽车|保安|典当|银行|证券|保险|期货|小额贷款|融资担保|外商投资"
    r"|港口|航道|水路运输|海域|种子|林地|草原|土地|文物|律师|公证|司法鉴定|燃气|消防|食品生产|人力资源|劳务派遣"
)
_LENGTHENED = (
    r"(?:经|报)[^。;]{0,24}(?:批准|同意)[^。;]{0,24}延长|延长[^。;]{0,12}(?:审查|办理|审批|决定)?期限"
    r"|(?:审查|办理|审批|决定)期限[^。;]{0,6}延长"
)
_PAUSED = (
    r"(?:中止|暂停|暂缓)(?:审查|办理|审批|许可)|应申请人[^。;]{0,10}(?:请求|申请|要求)"
    r"|扣除[^。]{0,20}时间|不计(?:入|算)[^。]{0,16}(?:期限|时限|时间)"
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Working days on top of the term.

    Attributes:
        days: what is certain; most: what there may be at most; doubt: why they differ.
    """

    days: int
    doubt: str = ""
    most: int = 10_000


@check(
    "timeliness.licence_decided_in_time",
    title="在法定期限内作出许可决定",
    params={
        "days": "licence.decision",
        "more": "licence.extension",
        "joint": "licence.joint_decision",
        "joint_more": "licence.joint_extension",
    },
)
def licence_decided_in_time(case: View) -> Finding:
    """LI-P04."""
    if not on_application(case) or turned_away(case):
        return case.not_applicable("没有依申请作出许可决定")
    decided = case.date("决定日期")
    accepted = trusted(case, "受理日期")
    if accepted is None and at_once(case):
        return case.not_applicable("当场作出许可决定")
    start = accepted or case.date("受理日期")
    joint = any(case.find(paper, _JOINT) for paper in case.documents(FORM, ACCEPTED, *GRANTS))
    term = case.param("joint" if joint else "days", on=start)
    if term is None or term.value is None:
        return case.not_applicable("受理时行政许可法尚未施行")
    if decided < start:
        return case.unsure(f"决定日期{zh(decided)}早于受理日期{zh(start)}，请核对")
    taken, limit = case.working_days(start, decided), int(term.value)
    if taken <= limit:
        return _promise_kept(case, start, taken, limit)
    other = _other_term(case, start, decided, limit)
    if other is not None:
        return other
    extended = _extension(case, start, limit, joint=joint)
    special = _special(case, start, decided)
    message = f"{zh(start)}受理，{zh(decided)}作出决定，共{taken}个工作日，超过{limit}个工作日"
    if taken <= limit + extended.days + special.days:
        return case.passed(f"扣除延长和特别程序的{extended.days + special.days}个工作日后没有超过期限")
    doubt = special.doubt or extended.doubt
    if doubt and (special.doubt or taken <= limit + extended.most + special.days):
        return case.unsure(f"{message}；{doubt}，由评查人员判断")
    allowed = extended.days + special.days
    late = bool(case.documents(*EXTENDED)) or bool(case.facts("延期批准日期"))
    less = (
        f"（已扣除{allowed}个工作日）"
        if allowed
        else "，没有" + ("按期批准延长" if late else "延长期限的材料")
    )
    return case.failed(f"{message}{less}", at=(*case.facts("受理日期"), *case.facts("决定日期")))


def _promise_kept(case: View, start: date, taken: int, limit: int) -> Finding:
    """Within the term of the law: was a shorter term that the organ promised missed?

    Days that a promise does not call working days are taken as such: the law counts so.
    """
    decided = case.date("决定日期")
    for paper in case.documents(ACCEPTED, RECEIPT, FORM):
        hit = case.find(paper, _PROMISED)
        promised = term_in(hit.groups[0] or "") if hit else None
        if not hit or not promised or promised[0] >= limit or hit.confidence < case.trust:
            continue
        if taken > promised[0] and not _allowed(case, start, decided):
            if case.find(paper, r"不含|不包括|不计|除外|扣除"):
                return case.unsure(
                    f"承诺的期限为{hit.groups[0]}并有除外的时间，是否超过由评查人员判断", at=hit
                )
            text = f"承诺的期限为{hit.groups[0]}，{zh(start)}受理，第{taken}个工作日才作出决定"
            return case.failed(text, at=(hit, *case.facts("决定日期")), milder=True)
    return case.passed()


def _allowed(case: View, start: date, decided: date) -> bool:
    """True where something in the file may have lengthened the term, so that the promise may stand."""
    special = _special(case, start, decided)
    return bool(special.days or special.doubt or case.documents(*EXTENDED) or case.facts("延长期限"))


def _other_term(case: View, start: date, decided: date, limit: int) -> Finding | None:
    """An answer where a list or a paper names a longer term than the general one."""
    item = matter(case)
    bound = trade_term(case, re.escape(item), start) if item else None
    if bound is not None and bound[0] > limit:
        end = end_of_written(case, f"{bound[0]}{bound[1]}", start)
        if end and decided <= end.early:
            return case.passed(f"该事项的期限为{bound[0]}{bound[1]}")
        return case.unsure(f"该事项的期限登记为{bound[0]}{bound[1]}，是否超过由评查人员判断")
    for paper in case.documents(ACCEPTED, FORM):
        hit = case.find(paper, _PROMISED)
        stated = term_in(hit.groups[0] or "") if hit else None
        if hit and stated and stated[0] > limit:
            return case.unsure(
                f"{paper.title}所写办理期限为{hit.groups[0]}，法律、法规是否另有规定由评查人员判断", at=hit
            )
    return _law_of_its_own(case, item, start, decided)


def _law_of_its_own(case: View, item: str, start: date, decided: date) -> Finding | None:
    """An answer for items whose own law may give a longer term that no list of this authority binds."""
    papers = () if item else case.documents(*GRANTS, REFUSAL)
    said = [hit for paper in papers if (hit := case.find(paper, _LONGER))]
    own = re.search(_LONGER, item)
    if own is None and not said:
        return None
    what, taken = own[0] if own else said[0].text, case.working_days(start, decided)
    return case.unsure(
        f"受理至决定共{taken}个工作日；{what}事项的法律、法规另定期限，未绑定，是否超过由评查人员判断",
        at=said[:1],
    )


def _extension(case: View, start: date, limit: int, *, joint: bool) -> Allowance:
    """Days of an extension that the head approved before the term ended, at most those of the law."""
    law = case.param("joint_more" if joint else "more", on=start)
    most = int(law.value) if law and law.value else 0
    papers = case.documents(*EXTENDED)
    try:
        terms, approved = case.records("延长期限"), days(case, "延期批准日期")
        approved = approved or tuple(sorted(day for one in heads(case, *papers) if (day := day_of(one))))
    except NeedsPerson as poor:
        return Allowance(0, poor.reason, most)
    if not terms and not papers and not approved:
        case.document(*EXTENDED)  # raises where an unread paper could be it
        told = next(
            (
                hit
                for paper in case.documents(FORM, *GRANTS, REFUSAL)
                if (hit := case.find(paper, _LENGTHENED))
            ),
            None,
        )
        return Allowance(0, f"文书记载“{told.text[:30]}”，批准日期不明", most) if told else Allowance(0)
    if not approved:
        return Allowance(0, "有延长期限的材料，但未读到负责人批准的日期", most)
    if case.working_days(start, approved[0]) > limit:
        return Allowance(0)
    stated = [figure for one in terms if (figure := _figure(one)) is not None]
    return Allowance(min(stated[0], most)) if stated else Allowance(most)


def _figure(record: Record) -> int | None:
    value = record.get("value")
    return int(value) if isinstance(value, Decimal) else number(str(value or ""))


def _special(case: View, start: date, decided: date) -> Allowance:
    """Working days of hearings, tests and appraisals between acceptance and decision, each day once."""
    counted: set[date] = set()
    records = _told_spans(case)
    for one in records:
        first, last = day_of(one, "start"), day_of(one, "end")
        if first is None or last is None or last < first:
            return Allowance(0, f"有{one.text('kind')}，但起止日期不明")
        span = ((min(last, decided) - max(first, start)).days + 1) if last >= start else 0
        counted |= {max(first, start) + timedelta(days=n) for n in range(max(span, 0))}
    total = sum(case.working_days(day - timedelta(days=1), day) for day in sorted(counted))
    if records:
        return Allowance(total)
    for paper in case.file.documents:
        shown = paper.kind in (SPECIAL, *SHOWN) or re.search(
            rf"(?:{HELD})(?:笔录|意见|报告|通知)", paper.title
        )
        if shown and (paper.date is None or start <= paper.date <= decided):
            case.note(paper)
            return Allowance(0, f"卷内有{paper.title}，所需时间是否扣除不明")
    paused = next(
        (hit for paper in case.documents(FORM, *GRANTS, REFUSAL) if (hit := case.find(paper, _PAUSED))), None
    )
    return Allowance(0, f"文书记载“{paused.text[:30]}”") if paused else Allowance(0)


def _told_spans(case: View) -> tuple[Record, ...]:
    """Special procedures; one that a paper only names counts by the days that another paper gives."""
    records = case.records("特别程序")
    dated = {one.text("kind") for one in records if one.get("start") and one.get("end")}
    return tuple(
        one for one in records if one.text("kind") not in dated or (one.get("start") and one.get("end"))
    )


@check(
    "timeliness.licence_special_told",
    title="听证、检验等所需时间书面告知申请人",
    params={
        "days": "licence.decision",
        "more": "licence.extension",
        "joint": "licence.joint_decision",
        "joint_more": "licence.joint_extension",
    },
)
def licence_special_told(case: View) -> Finding:
    """LI-P05."""
    records = case.records("特别程序")
    told = case.facts("特别程序告知日期")
    if case.documents(SPECIAL) or told:
        case.note(*case.documents(SPECIAL))
        return case.passed()
    paused = next(
        (hit for paper in case.documents(FORM, *GRANTS) if (hit := case.find(paper, _PAUSED))), None
    )
    if not records and paused is None:
        return case.not_applicable("没有扣除听证、检验、评审等时间")
    start, decided = case.date("受理日期"), case.date("决定日期")
    if case.duty(on=decided) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    what = "、".join(dict.fromkeys(one.text("kind") for one in records)) or "特别程序"
    for paper in case.documents(ACCEPTED, *EXTENDED, "听证通知书"):
        if case.find(paper, rf"(?:{HELD})[^。]{{0,24}}(?:时间|期限|工作日|日内)"):
            return case.unsure(f"{paper.title}提到{what}所需时间，是否已书面告知由评查人员判断", at=paper)
    late = _beyond_term(case, start, decided)
    if any("特别程序" in one.text("paper") for one in case.records("送达")):
        return case.unsure("送达记录列有特别程序告知书，卷内没有识别到，请核对")
    if not late and paused is None:
        return case.unsure(f"有{what}而没有告知所需时间的文书；期限未因此延长，由评查人员判断")
    case.document(SPECIAL)
    return case.failed(f"办理期限扣除了{what}的时间，卷内没有书面告知申请人的文书", at=case.absent(SPECIAL))


def _beyond_term(case: View, start: date, decided: date) -> bool:
    """True when the decision came after the term of the law with its extension: the time taken out was needed."""
    joint = any(case.find(paper, _JOINT) for paper in case.documents(FORM, ACCEPTED, *GRANTS))
    term = case.param("joint" if joint else "days", on=start)
    if term is None or term.value is None:
        return False
    extended = _extension(case, start, int(term.value), joint=joint)
    more = extended.most if extended.doubt else extended.days
    taken = case.working_days(start, decided)
    return taken > term.value + more and _other_term(case, start, decided, int(term.value)) is None


@check(
    "timeliness.licence_renewed_in_time",
    title="延续申请在有效期届满前作出决定",
    params={"ahead": "licence.renewal_request"},
)
def licence_renewed_in_time(case: View) -> Finding:
    """LI-P11."""
    why = {str(fact.value) for fact in case.facts("许可事由")}
    if "延续" not in why and not case.documents("延续决定") and not case.facts("原有效期止"):
        case.document("延续决定")
        return case.not_applicable("不是延续申请")
    expires, decided = case.date("原有效期止"), case.date("决定日期")
    if case.duty(on=decided) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    known = sorted(day for day in (received(case), trusted(case, "申请日期")) if day)
    asked = known[-1] if known else case.date("申请日期")
    ahead = case.param("ahead", on=asked)
    if ahead is None or ahead.value is None:
        return case.not_applicable("申请时行政许可法尚未施行")
    last = expires - timedelta(days=int(ahead.value))
    if asked > last and (not known or known[0] > last):
        return case.not_applicable(f"申请于{zh(asked)}提出，晚于{zh(last)}，已不在届满{ahead.value}日前")
    if decided <= expires:
        return case.passed()
    if asked > last:
        return case.unsure(
            f"申请日期{zh(known[0])}、收到日期{zh(asked)}，是否在{zh(last)}前提出由评查人员判断"
        )
    accepted = trusted(case, "受理日期")
    if case.documents(CORRECTION) and (accepted is None or accepted > expires):
        return case.unsure(f"申请材料经补正，{zh(decided)}作出延续决定，晚于有效期止；是否由申请人造成请核对")
    bound = trade_term(case, "延续", asked)
    if bound is not None and asked > expires - timedelta(days=bound[0]):
        return case.unsure(f"该行业规定届满{bound[0]}{bound[1]}前申请，申请是否逾期由评查人员判断")
    return case.failed(
        f"原许可有效期至{zh(expires)}，{zh(asked)}申请延续，{zh(decided)}才作出决定，已视为准予延续",
        at=(*case.facts("原有效期止"), *case.facts("决定日期"), *case.documents(APPLICATION)),
    )
