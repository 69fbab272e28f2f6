"""Steps of a coercive measure: approval, what is told and handed over on the spot (强制措施)."""

from __future__ import annotations

import re
from datetime import timedelta

from anjuan import Document, Finding, NeedsPerson, Record, View, check

from ..coercion import (
    ABSENT,
    APPROVAL,
    FREEZE,
    SEIZURE,
    SITE,
    Moment,
    first_forms,
    frozen,
    held,
    measured,
    moments,
    returns_of,
    taken,
)
from ..papers import day_of, heads, scanned
from ..terms import zh

REFUSED = r"^(?:不同意|不予批准|不批准|不予同意|暂不)"
CUSTODY = r"限制(?:公民)?人身自由|强制隔离|约束至酒醒|拘留审查|强制扣留人员"
URGENT = r"(?<!非)(?<!不属)情况紧急|紧急情况|事出紧急|补办(?:审批|批准|报批|手续)"
_ACT = "(?:查封|扣押|暂扣|冻结|强制措施)"
ELSEWHERE = (
    rf"{_ACT}[^。]{{0,40}}(?:批准|同意|请示|报批)|(?:同意|批准)[^。]{{0,20}}{_ACT}|批准(?:人|时间|日期):"
)
INNER = (
    "立案审批表",
    "案件审核表",
    "法制审核意见书",
    "集体讨论记录",
    "先行登记保存审批表",
    "延期审批表",
    "unknown",
    SEIZURE,
    FREEZE,
    SITE,
)


@check(
    "timeliness.measure_approved",
    title="强制措施实施前经负责人批准，紧急的二十四小时内补办",
    params={"report": "coercion.report"},
)
def measure_approved(case: View) -> Finding:
    """CO-P01."""
    if not measured(case):
        return case.not_applicable("没有实施强制措施")
    act = taken(case)
    if case.duty(on=act.day) is None:
        return case.not_applicable("实施时行政强制法尚未施行")
    if any(case.find(paper, CUSTODY) for paper in case.documents(SEIZURE, APPROVAL)):
        return case.unsure("限制人身自由的强制措施另有规定，由评查人员判断")
    forms = first_forms(case)
    if not forms:
        return _unapproved(case)
    opinions = [one.text("opinion") for one in heads(case, *forms)]
    refused = [bool(re.search(REFUSED, one)) for one in opinions if one]
    if any(refused) and not all(refused):
        return case.unsure("负责人先后有同意和不同意的意见，以哪一次为准请核对", at=forms)
    if any(refused):
        return case.failed("负责人没有批准采取强制措施", at=forms)
    found = moments(case, "强制审批时间", *forms) or tuple(
        Moment(day) for one in heads(case, *forms) if (day := day_of(one))
    )
    if not found:
        return _unsigned(case, forms)
    return _compared(case, act, found[0])


def _unapproved(case: View) -> Finding:
    for paper in case.documents(*INNER):
        if case.find(paper, ELSEWHERE):
            return case.unsure(f"没有强制措施审批表，{paper.title}提到强制措施，是否已经批准请核对")
    case.document(APPROVAL)
    return case.failed("实施强制措施没有负责人的批准", at=case.absent(APPROVAL))


def _unsigned(case: View, forms: tuple[Document, ...]) -> Finding:
    """A head's line that is blank for certain is no approval."""
    marks = [
        one
        for form in forms
        for one in case.records("签名", document=form)
        if re.search("负责人|领导|局长|主管", one.text("field"))
        and not re.search("部门|机构|承办", one.text("field"))
    ]
    blank = bool(marks) and all(one.text("state") == "无" for one in marks)
    if blank and not heads(case, *forms) and not any(scanned(one) for one in forms):
        return case.failed("强制措施审批表上负责人没有签署", at=forms)
    return case.unsure("未读到负责人批准强制措施的日期", at=forms)


def _compared(case: View, act: Moment, approval: Moment) -> Finding:
    if approval.day < act.day or (approval.at and act.at and approval.at <= act.at):
        return case.passed()
    case.param("report", on=act.day)
    urgent = _urgent(case)
    when = f"{zh(act.day)}实施，{zh(approval.day)}批准"
    if approval.at and act.at:
        if approval.at > act.at + timedelta(hours=24):
            return case.failed(f"强制措施于{zh(act.day)}实施，负责人于{zh(approval.day)}批准，超过二十四小时")
        return case.passed() if urgent else case.unsure(f"{when}，是否属于情况紧急由评查人员判断")
    if approval.day == act.day:
        if urgent:
            return case.passed("当日补办批准手续")
        return case.unsure(f"批准与实施同在{zh(act.day)}，没有时分，先后请核对")
    if approval.day == act.day + timedelta(days=1):
        return case.unsure(f"{when}，没有时分，是否在二十四小时之内补办请核对")
    return case.failed(f"强制措施于{zh(act.day)}实施，负责人于{zh(approval.day)}才批准，超过二十四小时")


def _urgent(case: View) -> bool:
    if any(fact.value is True for fact in case.facts("紧急情况")):
        return True
    return any(case.find(paper, URGENT) for paper in case.documents(APPROVAL, SITE))


RIGHTS = (
    r"(?:享有|依法|有权|告知|以下|相关|各项|全部|上述|其|当事人|说明|交代|宣读)[^。;]{0,12}权[利益](?!人)"
    r"|陈述(?:权|和申辩|与申辩|、申辩)|申辩|救济|复议|诉讼|起诉"
)
REASON = r"理由|原因|事由|缘由|违法事实|涉嫌|因|宣读|说明"
TELLING = r"(?<!处罚)(?<!事先)(?<!听证)(?:告知|通知)(?:书|笔录|单)"
TOLD_THERE = r"(?:当场|现场|已)[^。;]{0,8}(?:告知|说明)[^。;]{0,20}(?:权利|理由|依据)"
READ_OUT = r"宣读[^。;]{0,20}(?:决定|通知|文书)"
BASIS = r"依据|根据|依照|按照|法律规定|《|宣读"


@check("timeliness.measure_told", title="当场告知强制措施的理由、依据、权利和救济，听取申辩")
def measure_told(case: View) -> Finding:
    """CO-P02."""
    if not measured(case):
        return case.not_applicable("没有实施强制措施")
    if frozen(case) and not held(case):
        return case.not_applicable("冻结不要求当场告知")
    act = taken(case)
    if case.duty(on=act.day) is None:
        return case.not_applicable("实施时行政强制法尚未施行")
    case.required(SITE)
    records = case.documents(SITE)
    lacking: set[str] | None = None
    for record in records:
        own = _silent_on(case, record)
        lacking = own if lacking is None else lacking & own
    if not lacking:
        return case.passed()
    case.readable(*records)
    if any(case.find(record, ABSENT) for record in records):
        return case.unsure("当事人不在场，现场笔录没有告知的记载，由评查人员判断")
    apart = [one for one in case.file.documents if re.search(TELLING, one.title) and one not in records]
    papers = [(one, RIGHTS) for one in apart] + [(one, TOLD_THERE) for one in case.documents(SEIZURE)]
    if told := next((one for one, words in papers if case.find(one, words)), None):
        return case.unsure(f"现场笔录没有告知的记载，{told.title}可能载有当场告知，请核对", at=told)
    if any(case.find(record, READ_OUT) for record in records):
        return case.unsure("现场笔录只记载宣读决定书，是否已经告知权利和救济途径请核对", at=records)
    if "权利" in lacking:
        missing = "、".join(what for what in ("理由", "依据", "权利") if what in lacking)
        return case.failed(
            f"现场笔录没有告知强制措施{missing.replace('权利', '权利和救济途径')}的记载", at=records
        )
    return case.unsure(f"现场笔录没有写明告知强制措施的{'、'.join(sorted(lacking))}，请核对", at=records)


def _silent_on(case: View, record: Document) -> set[str]:
    """What a record does not tell: by the reader, and by a look of our own that sees more wordings."""
    try:
        told = case.records("告知当场", document=record)
    except NeedsPerson:
        told = ()
    parts = (("reason", "理由", REASON), ("basis", "依据", BASIS), ("rights", "权利", RIGHTS))
    return {
        what
        for key, what, pattern in parts
        if not any(one.get(key) is True for one in told) and not _seen(case, record, told, key, pattern)
    }


def _seen(case: View, record: Document, told: tuple[Record, ...], key: str, pattern: str) -> bool:
    """A sure no of the reader stands for reason and basis, whose words fit any story; rights are looked for again."""
    if key != "rights" and any(one.get(key) is False for one in told):
        return False
    return case.find(record, pattern) is not None


DECISION = r"^(?!.*(?:延长|解除|处理|退还|返还)).*(?:查封|扣押|暂扣|扣留|强制措施)"
_GAVE = "(?:交付|送达|交给|交予|递交|签收|发给|收到)"
_PAPER = "(?:决定书|通知书|凭证|清单)"
GIVEN = rf"{_GAVE}[^。;]{{0,30}}{_PAPER}|{_PAPER}[^。;]{{0,30}}(?:{_GAVE}|留存一份)"
UNTAKEN = r"拒(?:绝|不)?(?:签|收|接)"
MAILED = r"邮寄|留置|公告|快递|委托|转交"


@check("timeliness.measure_handed_over", title="查封、扣押决定书和清单当场交付")
def measure_handed_over(case: View) -> Finding:
    """CO-P03."""
    if not held(case):
        return case.not_applicable("没有查封、扣押")
    act = taken(case, SEIZURE)
    if case.duty(on=act.day) is None:
        return case.not_applicable("实施时行政强制法尚未施行")
    papers = case.documents(SEIZURE)
    if not papers:
        raise NeedsPerson("卷内没有查封、扣押决定书，本项无从判断", case.absent(SEIZURE))
    records = returns_of(case, papers, DECISION)
    days = sorted(day for one in records if (day := day_of(one, "received")))
    if days and days[0] <= act.day:
        return case.passed()
    if days:
        reason = next(
            (one for one in records if one.text("reason") or re.search(MAILED, one.text("way"))), None
        )
        when = f"查封、扣押于{zh(act.day)}实施，决定书于{zh(days[0])}交付"
        if reason or any(case.find(paper, ABSENT) for paper in case.documents(SITE, SEIZURE)):
            return case.unsure(f"{when}，未能当场交付的原因请核对")
        case.readable(*case.documents(SITE))
        if hit := next(
            (hit for one in case.documents(SITE) if (hit := case.find(one, f"{GIVEN}|{UNTAKEN}"))), None
        ):
            return case.unsure(f"{when}；现场笔录提到{hit.text}，请核对", at=hit)
        return case.failed(f"{when}，不是当场交付，也没有记载原因", at=case.facts("送达"))
    if any(case.find(paper, GIVEN) for paper in (*case.documents(SITE), *papers)):
        return case.passed()
    return case.unsure("没有读到当场交付决定书和清单的记载")
