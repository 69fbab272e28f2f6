"""Inspections (行政检查): approved, shown, rights told, result told, checked again; the duties of the overlay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from anjuan import Document, Fact, Finding, NeedsPerson, View, check, in_region

from ..ledger import trade_term
from ..papers import day_of, heads
from ..terms import days, end_of_written, zh

FORM, NOTICE, RESULT, RECHECK = "行政检查审批表", "行政检查通知书", "行政检查结果告知书", "复查记录"
ORDER = "责令改正通知书"
SHEETS = ("行政检查记录", "现场检查笔录")
PROVINCE = "广东省"  # the only province whose rule on inspections is bound
NATIONAL = date(2024, 12, 30)  # the opinion on inspections of enterprises
URGENT = r"情况紧急|紧急情况|突发(?:事件|情况)|当场实施(?:行政)?检查|事故(?:现场|调查|救援)"
COMPLAINT = r"投诉|举报|报警|12345|移送|转办|交办|上级(?:部署|要求)|线索|重点监管|重点(?:企业|领域)|数据预警"
ON_THE_SPOT = r"接(?:到)?[^。；;]{0,12}(?:投诉|举报|报警|移送|转办|交办)|根据[^。；;]{0,16}(?:投诉|举报|线索)"
ORALLY = (
    r"(?:口头|电话|微信|短信|线上|系统)[^。；;]{0,8}(?:请示|报告|报请|报批|批准|同意|审批)"
    r"|(?:请示|报告|报请)[^。；;]{0,12}同意"
)
APPROVING = r"审批|批准|批示|请示|(?:检查|抽查|执法)[^。；;]{0,6}(?:计划|方案|任务)"
PATROL = r"巡查|巡逻|路检"
SHOWN = (
    r"(?:出示|亮明|亮出|展示|表明)[^。；;]{0,40}?(?:执法证|检查证|证件)|(?:执法证|证件)[^。；;]{0,20}?(?:出示|过目|确认|核对|看清|查看|无异议)"
    r"|(?:看清|看过|核对|查看|确认)[^。；;]{0,12}?(?:执法证|证件)|亮证"
)
NOT_SHOWN = r"(?:未|没有|没)(?:向[^。；;]{1,12})?(?:主动|当场)?(?:出示|亮明)[^。；;]{0,10}证"
RECORDED = r"(?:全程|同步)?(?:录音录像|录像|执法记录仪)"
RIGHTS = r"回避|陈述|申辩|拒绝(?:接受)?检查|投诉举报?(?:渠道|电话|方式)|复议"
DUTIES = r"权利|义务|如实"
TOLD = (
    r"(?:检查)?结果[^。；;]{0,16}(?:告知|反馈|送达|当场宣读|通报|推送|发送|签收)|(?:告知|反馈|通报|宣读)[^。；;]{0,16}(?:检查)?(?:结果|情况)"
    r"|(?:以上|上述)[^。；;]{0,12}(?:记录|情况|内容|笔录)[^。；;]{0,20}(?:属实|无误|一致|无异议|已阅|看过|核对|确认)|无异议|情况属实|已阅"
)
PARTY_FIELD = r"当事人|被检查|检查对象|负责人|在场|陪同|企业|单位|现场"
# Not what an order asks for ("于…前改正完毕").
MENDED = (
    r"(?:已|均已|已经|业已)(?:全部|按要求|完成)?[^。；;，,前]{0,8}(?:整改|改正)|整改(?:报告|完成情况)"
    r"|(?<![限责前])(?:整改|改正)(?:情况)?(?:完毕|到位|完成)"
)
NEXT_DAY = timedelta(days=1)
_FIRM_ENDS = r"[店厂坊馆吧社行园校院部所局站场]$"


def _days(facts: Iterable[Fact]) -> list[date]:
    values = [fact.value for fact in facts]
    return sorted(day.date() if isinstance(day, datetime) else day for day in values if isinstance(day, date))


def inspected_on(case: View) -> date:
    """The first day of the inspection, else that of its record or notice.

    Raises:
        NeedsPerson: none of them was read.
    """
    known = _days([*case.facts("检查日期"), *case.facts("现场检查日期")])
    known = known or [paper.date for paper in case.documents(*SHEETS, NOTICE) if paper.date]
    return min(known) if known else case.date("决定日期")


def _sheet_day(case: View, sheet: Document) -> date:
    known = _days(
        fact
        for name in ("检查日期", "现场检查日期", "笔录开始时间")
        for fact in case.facts(name, document=sheet)
    )
    return known[0] if known else sheet.date or inspected_on(case)


def _natural(case: View) -> bool:
    """True when only natural persons were inspected: the national opinion is on enterprises."""
    facts = case.facts("检查对象") or [
        fact for paper in case.documents(*SHEETS, NOTICE) for fact in case.facts("文书当事人", document=paper)
    ]
    names = [re.sub(r"\s", "", str(fact.value)) for fact in facts]
    return bool(names) and all(
        re.fullmatch(r"[一-龥]{2,4}|[一-龥·]{4,16}·[一-龥]+", name) and not re.search(_FIRM_ENDS, name)
        for name in names
    )


def _bound(case: View, check: str, on: date) -> bool:
    """True when the duty of a check binds this inspection on a day, recorded.

    From the day of the national opinion it binds inspections of enterprises; before, and for natural persons,
    the rule of the province does.
    """
    if on >= NATIONAL and not _natural(case):
        return case.duty(on=on, key=check) is not None
    return in_region(_organ(case), PROVINCE) and case.duty(on=on, key=f"{check}.province") is not None


def _organ(case: View) -> str:
    """The inspecting organ, by the case file, else by the head or signature of its papers; empty when unread."""
    papers = case.documents(NOTICE, RESULT, ORDER, *SHEETS)
    named = [f for p in papers for name in ("文头机关", "落款机关") for f in case.facts(name, document=p)]
    return case.file.agency or (str(named[0].value) if named else "")


def _said(case: View, pattern: str, *kinds: str) -> bool:
    return any(case.find(paper, pattern) for paper in case.documents(*kinds))


def ways(case: View) -> str:
    """How the inspection came about, as its papers say (双随机, 专项, 投诉举报)."""
    return " ".join(str(fact.value) for name in ("检查方式", "案件来源") for fact in case.facts(name))


# ---- before and during the inspection -------------------------------------------------------------


@check("timeliness.inspection_approved", title="检查前经批准，紧急的事后补办")
def inspection_approved(case: View) -> Finding:
    """IN-P01."""
    on = inspected_on(case)
    if not case.documents(NOTICE, FORM) and _patrol(case, on):
        return case.not_applicable("日常巡查，或者当时不要求审批的日常检查")
    bound = _bound(case, "timeliness.inspection_approved", on)
    urgent = _said(case, URGENT, *SHEETS, FORM, NOTICE)
    form = case.document(FORM)
    approved = _approved(case, form)
    if approved is not None and approved <= on:
        return case.passed()
    if form is not None and approved is None:
        return case.unsure("未读到批准检查的日期", at=form)
    lack = f"{zh(on)}检查，{zh(approved)}才批准" if approved else "检查没有经过批准"
    orally = _said(case, ORALLY, *SHEETS, FORM, NOTICE)
    if urgent:
        if approved is not None and approved <= on + NEXT_DAY:
            return case.not_applicable("情况紧急，检查后已经补办批准")
        return case.unsure(f"{lack}；情况紧急的，补办批准的期限未绑定，由人工判断")
    if not bound:
        return case.unsure(f"{lack}；当时本省和行业规定是否要求批准未绑定，由人工判断")
    if orally:
        return case.unsure(f"{lack}；文书记载曾口头、电话或者线上报经同意，请核对")
    like = [one for one in case.file.documents if re.search(APPROVING, one.title) and one.kind != FORM]
    if form is None and like:
        return case.unsure(f"没有识别到检查审批表，{like[0].title}是否即为批准由人工判断", at=like)
    if form is None and _said(case, r"(?:经|报)[^。；;]{0,16}(?:批准|同意|审批)", *SHEETS, NOTICE, RESULT):
        return case.unsure("文书称检查已经批准，卷内没有审批表")
    return case.failed(lack, at=form or case.absent(FORM))


def _patrol(case: View, on: date) -> bool:
    """True for a patrol; before the national opinion also for a daily inspection, which chose no object."""
    said = ways(case)
    return bool(re.search(PATROL, said)) or _said(case, PATROL, *SHEETS) or ("日常" in said and on < NATIONAL)


def _approved(case: View, form: Document | None) -> date | None:
    if form is None:
        return None
    found = [day for one in heads(case, form) if (day := day_of(one))]
    return min(found or days(case, "检查审批日期"), default=None)


@check("timeliness.inspection_shown", title="出示执法证件和检查通知书")
def inspection_shown(case: View) -> Iterator[Finding]:
    """IN-P02."""
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    for sheet in sheets:
        try:
            finding = _shown(case, sheet)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (sheet,))
        if finding is not None:
            yield finding
    urgent = _said(case, URGENT, *SHEETS, FORM)
    noticed = case.documents(NOTICE) or _said(case, "检查通知书|扫码", *SHEETS)
    if noticed or urgent or inspected_on(case) < NATIONAL or _natural(case):
        return
    bound = case.duty(on=inspected_on(case)) is not None
    case.document(NOTICE)
    if bound and (re.search(COMPLAINT, ways(case)) or _said(case, ON_THE_SPOT, *SHEETS, FORM)):
        yield case.unsure("因投诉举报、线索检查，没有检查通知书，由人工判断")
    elif bound:
        yield case.failed("没有检查通知书，检查记录也没有出示通知书的记载", at=case.absent(NOTICE))


def _shown(case: View, sheet: Document) -> Finding | None:
    """The certificate in one record; None where the record says that it was shown."""
    bound = _bound(case, "timeliness.inspection_shown", _sheet_day(case, sheet))
    state = case.failed if bound else case.unsure
    if refused := case.find(sheet, NOT_SHOWN):
        return state(f"{sheet.title}记载未出示执法证件", at=refused)
    told = {fact.value for fact in case.facts("出示证件", document=sheet)}
    if True in told or case.find(sheet, SHOWN):
        return None
    case.readable(sheet)
    if case.find(sheet, RECORDED):
        return case.unsure(f"{sheet.title}没有出示证件的文字记录，是否由音像记录反映由人工判断", at=sheet)
    if not bound and case.find(sheet, URGENT):
        return None
    if hit := case.find(sheet, r"(?:表明|说明|亮明)[^。；;]{0,10}身份"):
        return case.unsure(f"{sheet.title}只写“{hit.text}”，是否出示执法证件由人工判断", at=hit)
    message = f"{sheet.title}没有出示执法证件的记录"
    return state(message if bound else f"{message}；当时本省和行业规定未绑定，由人工判断", at=sheet)


@check("timeliness.inspection_rights", title="检查时告知当事人权利义务", form=True)
def inspection_rights(case: View) -> Iterator[Finding]:
    """IN-P04."""
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    others = [one for one in case.file.documents if re.search(r"权利|告知|须知|承诺", one.title)]
    papers = (*case.documents(NOTICE), *sheets, *others)
    if any(case.find(paper, RIGHTS) for paper in papers) or any(
        fact.value is True for fact in case.facts("告知权利")
    ):
        return
    case.readable(*papers)
    if hit := next((hit for paper in papers if (hit := case.find(paper, DUTIES))), None):
        yield case.unsure("检查记录没有写明申请回避、陈述申辩等权利，告知是否充分由人工判断", at=hit)
    else:
        yield case.failed("检查通知书和检查记录没有告知当事人权利的记载", at=papers)


# ---- after it -------------------------------------------------------------------------------------


@check("timeliness.inspection_result_told", title="检查结果告知被检查对象")
def inspection_result_told(case: View) -> Finding:
    """IN-P06."""
    on = inspected_on(case)
    if case.duty(on=on) is None:
        return case.not_applicable("检查时没有本项要求")
    if _natural(case):
        return case.not_applicable("检查对象是自然人，本项要求只管涉企检查")
    if case.documents(RESULT, ORDER) or case.facts("结果告知日期"):
        return case.passed()
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    signed = [one for sheet in sheets for one in case.records("签名", document=sheet)]
    by_party = [one for one in signed if re.search(PARTY_FIELD, one.text("field"))]
    if any(one.text("state") == "有" for one in by_party) or _said(case, TOLD, *SHEETS):
        return case.passed("检查结果已在当事人签名的检查记录中告知")
    case.document(RESULT)
    case.readable(*sheets)
    like = [
        one for one in case.file.documents if re.search(r"意见书|整改|反馈|告知|建议书|提醒|改正", one.title)
    ]
    if like:
        return case.unsure(f"没有结果告知书，{like[0].title}是否已告知检查结果由人工判断", at=like)
    if _said(case, r"拒绝签|拒签|拒不签|不(?:愿|肯)签|无法签|不在场|未到场|见证人", *SHEETS):
        return case.unsure("没有结果告知书；当事人没有签名的原因有记载，结果是否告知由人工判断", at=sheets)
    if any(one.text("state") == "不清" for one in by_party) or any(
        not page.read.startswith("text-layer") for sheet in sheets for page in sheet.pages
    ):
        return case.unsure("没有结果告知书；检查记录是否由当事人签名请核对", at=sheets)
    return case.failed("没有告知检查结果的文书，检查记录也没有当事人的签名或者确认", at=sheets)


@check("timeliness.inspection_rechecked", title="责令改正期满后进行复查", form=True)
def inspection_rechecked(case: View) -> Finding:
    """IN-P07: a re-check is a duty only where a rule of the trade (行业期限 in the lists) asks it."""
    ends = _days(case.facts("改正期限止"))
    ordered = case.documents(ORDER)
    if not ends and not ordered:
        return case.not_applicable("没有责令改正")
    again = _days(case.facts("复查日期"))
    if again or case.documents(RECHECK):
        return _in_time(case, again, ends)
    silent = (*SHEETS, ORDER, RESULT, NOTICE, FORM)  # papers that are there before the term is over
    if any(case.find(paper, MENDED) for paper in case.file.documents if paper.kind not in silent):
        return case.passed("卷内有已经改正的材料，请核对")
    if not ends:
        return case.unsure("责令改正的期限未读到，没有复查记录")
    last = max(ends)
    until = [*days(case, "归档日期"), *days(case, "结案日期")]
    until += [paper.date for paper in case.file.documents if paper.date]
    if max(until, default=last) <= last:
        return case.not_applicable("改正期限尚未届满")
    case.document(RECHECK)
    message = f"改正期限于{zh(last)}届满，卷内没有复查记录，也没有改正的证明"
    if trade_term(case, "复查", last) is None:
        return case.unsure(f"{message}；行业规定是否要求复查未绑定，由人工判断", at=case.facts("改正期限止"))
    return case.failed(message, at=(*case.facts("改正期限止"), *case.absent(RECHECK)))


def _in_time(case: View, again: list[date], ends: list[date]) -> Finding:
    """A re-check within the term of the trade after the last day of the order, where such a term is bound."""
    term = trade_term(case, "复查", max(ends)) if again and ends else None
    end = end_of_written(case, f"{term[0]}{term[1]}", max(ends)) if term else None
    if end is None or again[0] <= end.early:
        return case.passed()
    message = f"改正期限于{zh(max(ends))}届满，应于{zh(end.late)}前复查，实际为{zh(again[0])}"
    return case.unsure(message) if again[0] <= end.late else case.failed(message)
