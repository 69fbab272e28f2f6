"""The enforcement itself: demolition, hours, substitute performance, application to the court (强制执行)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from anjuan import Document, Fact, Finding, View, check

from ..coercion import known_until
from ..execution import (
    APPLICATION,
    DECIDED,
    DEMAND,
    IMMEDIATE,
    NOTICE,
    ORDER,
    PENDING,
    RECORD,
    SUBSTITUTE,
    applied_on,
    demanded_on,
    demolished,
    enforced,
    first_day,
    hours,
    own_enforcement,
    urgent,
)
from ..holidays import statutory
from ..papers import days_of, received
from ..terms import term_in, zh
from .enforcement import NOT_PERFORMED, PERFORMED

NOT_YET = "当时行政强制法尚未施行"
# Laws that let their authorities clear what stands in a river or a road without waiting for the remedies, and the one
# on planning, on which the courts replied apart.
_TITLES = (
    "城乡规划法|水法|防洪法|河道管理条例|公路法|铁路法|港口法|航道法|民用航空法|军事设施保护法|海域使用管理法"
)
OTHER_LAW = rf"《(?:中华人民共和国)?(?:{_TITLES})》"
SELF = r"(?:当事人|你(?:单位|公司|户)?|其)[^。;]{0,10}(?:已(?:经)?|主动)(?:自行|主动)?[^。;]{0,6}拆除(?!的)"
WILLING = r"(?:同意|委托|请求|申请)[^。;]{0,16}(?:拆除|代拆)|协[议助]拆除|危(?:险)?房|应急(?:排险|处置|抢险)|排除险情|自愿拆除"
POSTED = r"(?:发布|张贴|予以|进行|发出|依法|已|送达)[^。;]{0,16}公告|公告[^。;]{0,10}(?:张贴|照片|发布)"
LIMITED = r"(?:限|责令|应当|于|在)[^。;]{0,40}(?:自行)?(?:拆除|履行|清除|搬离|腾空)"


@check(
    "timeliness.demolition_after_remedies",
    title="强制拆除前公告，复议诉讼期限已届满",
    params={"suit": "suit.request", "review": "review.request"},
)
def demolition_after_remedies(case: View) -> Finding:
    """CO-P11."""
    if not demolished(case):
        return case.not_applicable("没有强制拆除")
    done = enforced(case)
    if done is None:
        if case.documents(RECORD):
            return case.unsure("未读到强制拆除的日期")
        return case.not_applicable("卷内没有强制拆除的记载")
    if case.duty(on=done) is None:
        return case.not_applicable(NOT_YET)
    if any(case.find(paper, SELF) for paper in case.documents(RECORD, "结案审批表")):
        return case.not_applicable("当事人已经自行拆除")
    agreed = next((hit for one in case.documents(RECORD, ORDER) if (hit := case.find(one, WILLING))), None)
    if agreed:
        return case.unsure(f"文书提到{agreed.text}，是否属于强制拆除由评查人员判断", at=agreed)
    announced = _announced(case)
    if not announced and not case.documents(NOTICE):
        if any(re.search("[公通]告$", one.title) or case.find(one, POSTED) for one in case.file.documents):
            return case.unsure("文书提到已经公告，卷内没有读到公告，请核对")
        case.document(NOTICE)
        return case.failed("强制拆除前没有公告", at=case.absent(NOTICE))
    if announced and announced[0] > done:
        return case.failed(f"{zh(done)}强制拆除，{zh(announced[0])}才公告")
    waited = _waited(case, done)
    if str(waited.verdict) == "pass" and not any(case.find(one, LIMITED) for one in case.documents(NOTICE)):
        return case.unsure("公告是否限期当事人自行拆除请核对")
    return waited


def _announced(case: View) -> tuple[date, ...]:
    told = days_of(case.facts("执行公告日期"))
    return told or tuple(sorted(one.date for one in case.documents(NOTICE) if one.date))


def _waited(case: View, done: date) -> Finding:
    if case.file.status in PENDING:
        return case.unsure("复议或者诉讼尚未结束，由评查人员判断")
    base = case.documents(ORDER)
    served = received(case, "限期拆除|责令.{0,8}拆除") or (
        days_of(case.facts("送达日期")) if not base else ()
    )
    if not served:
        return case.unsure("未读到限期拆除决定的送达日期，救济期限何时届满不明")
    suit, review = case.deadline("suit", start=served[0]), case.deadline("review", start=served[0])
    if suit is None or review is None:
        return case.unsure("当时的救济期限没有登记")
    end, text = max(suit, review), f"{zh(done)}强制拆除，决定于{zh(served[0])}送达"
    if done > end:
        told = case.facts("起诉期限") and case.facts("复议期限")
        return case.passed() if told else case.unsure(f"{text}；是否告知救济期限未读到，请核对")
    papers = (*base, *case.documents("强制执行决定书", NOTICE, "行政处罚决定书", "催告书", RECORD))
    if any(case.find(paper, OTHER_LAW) for paper in papers):
        return case.unsure(f"{text}，救济期限尚未届满；所引法律可能另有规定，由评查人员判断")
    short = [term for f in case.facts("起诉期限") if (term := term_in(str(f.value)))]
    if short and done > served[0] + timedelta(days=max(60, *(count for count, _ in short))):
        return case.unsure(f"{text}；文书所写起诉期限较短，是否另有法律规定请核对")
    return case.failed(f"{text}，救济期限至{zh(end)}届满")


NIGHT, DAWN = time(22), time(6)
EVENING, MORNING = time(19), time(7)


@check("timeliness.no_night_enforcement", title="强制执行未在夜间或者法定节假日实施")
def no_night_enforcement(case: View) -> Finding:
    """CO-P12."""
    if not case.documents(*DECIDED, RECORD) and not case.facts("强制执行时间"):
        return case.not_applicable("没有自行强制执行")
    found = hours(case)
    if not found:
        if case.documents(RECORD):
            return case.unsure("未读到强制执行的时间")
        return case.not_applicable("卷内没有实施强制执行的记载")
    if case.duty(on=_day(found[0])) is None:
        return case.not_applicable(NOT_YET)
    if urgent(case):
        return case.not_applicable("文书载明情况紧急")
    holidays = [one for one in found if statutory(_day(one))]
    nights = [one for one in found if isinstance(one, datetime) and not DAWN <= one.time() < NIGHT]
    acts = {fact.value for fact in case.facts("强制执行时间")}
    places: list[Fact | Document] = [*case.facts("强制执行时间"), *case.documents(RECORD)]
    if holidays:
        return case.failed(f"{zh(_day(holidays[0]))}为法定节假日，在该日实施强制执行", at=places)
    if nights and acts and not acts & set(nights):
        return case.unsure(f"笔录写到{nights[0]:%H时%M分}，强制执行是否持续到夜间请核对", at=places)
    if nights:
        return case.failed(f"在夜间（{nights[0]:%H时%M分}）实施强制执行", at=places)
    return _doubtful_hours(case, found)


def _doubtful_hours(case: View, found: Iterable[date | datetime]) -> Finding:
    moments = [one for one in found if isinstance(one, datetime)]
    if any(not MORNING <= one.time() < EVENING for one in moments):
        return case.unsure("强制执行的时间在清晨或者傍晚以后，是否属于夜间由评查人员判断")
    off = [day for one in found if case.working_days((day := _day(one)) - timedelta(days=1), day) == 0]
    if off:
        return case.unsure(f"{zh(off[0])}为休息日或者节日放假，由评查人员判断")
    return case.passed() if moments else case.unsure("没有读到实施强制执行的时分")


def _day(one: date) -> date:
    return one.date() if isinstance(one, datetime) else one


WATCHED = (
    r"监督(?:人员|人|员)|(?:到场|现场|派员|在场)[^。;]{0,10}监督|监督[^。;]{0,10}代履行|监督下|旁站|全程监督"
)
THERE = (
    r"(?:执法人员|工作人员|记录人)[^。;]{0,4}:\s*[\u4e00-\u9fff]{2}|执法人员[^。;]{0,20}(?:在场|到场|现场)"
)


@check(
    "timeliness.substitute_performance",
    title="代履行有决定书，三个工作日前催告并派员监督",
    params={"demand": "coercion.substitute_demand"},
)
def substitute_performance(case: View) -> Finding:
    """CO-P13."""
    decisions = case.documents(SUBSTITUTE)
    records = case.documents(RECORD)
    done_so = [
        one
        for one in records
        if re.search("代履行", one.title) or case.find(one, r"(?:实施|进行|开始)[^。;]{0,8}代履行")
    ]
    if not decisions and not done_so and not any(f.value is True for f in case.facts("代履行")):
        return case.not_applicable("没有代履行")
    if any(case.find(paper, IMMEDIATE) for paper in (*decisions, *done_so)):
        return case.not_applicable("立即实施代履行")
    if case.duty(on=first_day(case)) is None:
        return case.not_applicable(NOT_YET)
    if not decisions:
        case.document(SUBSTITUTE)
        return case.failed("代履行没有代履行决定书", at=case.absent(SUBSTITUTE))
    done = enforced(case)
    if done is None:
        return case.unsure("未读到代履行的日期") if records else case.not_applicable("尚未实施代履行")
    early = _demanded_before(case, done)
    if early is not None:
        return early
    if case.facts("监督人员") or any(case.find(paper, WATCHED) for paper in records):
        return case.passed()
    if not records:
        return case.unsure("没有执行笔录，是否派员到场监督请核对")
    case.readable(*records)
    if any(case.find(paper, THERE) for paper in records):
        return case.unsure("执行笔录有执法人员，没有写明到场监督，请核对", at=records)
    return case.failed("代履行没有行政机关派员到场监督的记载", at=records)


def _demanded_before(case: View, done: date) -> Finding | None:
    """A fault or doubt about the demand three working days before; None when it was made in time."""
    if case.document(DEMAND) is None:
        return case.failed("代履行之前没有催告", at=case.absent(DEMAND))
    told = _last_demand(case)
    term = case.param("demand", on=done)
    if told is None or term is None or term.value is None:
        return case.unsure("未读到催告书的日期，是否在代履行三个工作日前催告请核对")
    if case.working_days(told, done) >= int(term.value):
        return None
    return case.failed(f"{zh(told)}催告，{zh(done)}即代履行，不满三个工作日")


def _last_demand(case: View) -> date | None:
    """The day of the first demand: served, else made."""
    made = [one.date for one in case.documents(DEMAND) if one.date]
    return demanded_on(case) or min(made, default=None)


@check(
    "timeliness.court_application",
    title="在三个月内申请法院强制执行且材料齐全",
    params={"court": "coercion.court_application", "suit": "suit.request", "review": "review.request"},
)
def court_application(case: View) -> Finding:
    """CO-P14."""
    asked = applied_on(case)
    if asked is None and case.documents(APPLICATION):
        return case.unsure("未读到申请强制执行的日期")
    if asked is None and (own_enforcement(case) or not case.documents(DEMAND) or _performed(case)):
        return case.not_applicable("没有申请人民法院强制执行")
    if case.duty(on=asked or first_day(case)) is None:
        return case.not_applicable(NOT_YET)
    if case.file.status in PENDING:
        return case.unsure("复议或者诉讼尚未结束，由评查人员判断")
    end = _remedies_end(case)
    last = case.deadline("court", start=end) if end else None
    if end is None or last is None:
        return case.unsure("救济期限届满的日期不明，是否按期申请由评查人员判断")
    if asked is None:
        known = known_until(case)
        if known is None or known <= last:
            return case.not_applicable("申请强制执行的期限尚未届满")
        if hit := next((hit for one in case.file.documents if (hit := case.find(one, STOPPED))), None):
            return case.unsure(f"没有申请强制执行；文书提到{hit.text}，请核对", at=hit)
        case.document(APPLICATION)
        return case.failed(f"申请强制执行的期限于{zh(last)}届满，卷内至{zh(known)}没有申请")
    if asked > last:
        return case.failed(
            f"应不晚于{zh(last)}申请强制执行，实际为{zh(asked)}", at=case.documents(APPLICATION)
        )
    if asked <= end:
        return case.unsure(f"{zh(asked)}申请强制执行，救济期限至{zh(end)}才届满，请核对")
    return _complete(case)


REMEDY_USED = r"复议(?:决定|申请|受理|答复)|判决书|行政裁定|应诉|起诉状|答辩状|分期|暂缓|和解"
STOPPED = r"终[结止](?:强制)?执行|注销|破产|死亡|撤销(?:行政)?(?:处罚)?决定|分期|暂缓缴纳|减免|执行协议|无(?:可供)?执行"


def _remedies_end(case: View) -> date | None:
    """When review and suit were over; None where the file does not let anybody tell."""
    served = days_of(case.facts("送达日期"))
    told = case.facts("起诉期限") and case.facts("复议期限")
    if not served or not told or case.documents("延期(分期)审批", "公告送达", "执行协议"):
        return None
    if any(re.search(REMEDY_USED, one.title) for one in case.file.documents):
        return None
    suit, review = case.deadline("suit", start=served[0]), case.deadline("review", start=served[0])
    return max(suit, review) if suit and review else None


def _complete(case: View) -> Finding:
    """The papers that the court asks for (第五十五条): a doubt only, since copies may have gone with the application."""
    missing: list[str] = []
    if not _base(case):
        missing.append("行政决定书")
    if not case.documents(DEMAND):
        missing.append("催告情况")
    if missing:
        return case.unsure(f"申请在期限之内；卷内没有{'、'.join(missing)}，申请材料是否齐全请核对")
    return case.passed()


def _base(case: View) -> tuple[Document, ...]:
    return tuple(
        one for one in case.file.documents if re.search(r"决定书", one.title) and one.kind not in DECIDED
    )


def _performed(case: View) -> bool:
    words = " ".join(str(fact.value) for fact in case.facts("执行情况"))
    papers = case.documents("结案审批表", RECORD)
    if re.search(NOT_PERFORMED, words) or any(case.find(one, NOT_PERFORMED) for one in papers):
        return False
    return bool(re.search(PERFORMED, words)) or any(case.find(one, PERFORMED) for one in papers)
