"""Paying the fine: term, channel, cash, surcharge, instalments (缴款)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from anjuan import Document, Fact, Finding, Match, View, check

from ..papers import DECISION, day_of, days_of, heads, punished
from ..terms import days, law_day, term_in, yuan, zh

RECEIPT = "罚没票据"
_N = r"[零一二两三四五六七八九十\d]{1,3}"
TERM = (
    rf"(?:收到|接到|签收|送达|作出)[^。；;]{{0,24}}?起\s*({_N}\s*(?:个工作日|工作日|日|天))"
    r"(?:内|以内|之内)?(?:(?!复议|诉讼|改正|整改|拆除|申请)[^。；;]){0,80}?(?:缴|交纳|交至|交到)"
)
CHANNEL = (
    r"银行|电子支付|网上|线上|扫描|扫码|二维码|缴款码|缴款书|缴费平台|缴款(?:渠道|平台|系统)|非税|代收|国库|财政|专户"
    r"|账户|帐户|支付宝|微信"
)
OWN_CHANNEL = (
    r"(?:到|向|至|交)(?:我|本)(?:局|机关|单位|队|所|站|委|镇|街道)[^。；;]{0,16}(?:缴纳|交纳|缴交|缴清|财务)"
    r"|(?:以|用)?现金(?:方式)?(?:缴纳|交纳|缴交|支付)"
)
CASH = (
    r"(?:收款|缴款|交款|付款|支付|结算)方式[:：]?\s*现金|现金收(?:讫|款|取)|现金(?:缴纳|交纳)|收(?:到|取)现金"
)
BANKED = r"银行|非税|代收|国库|电子支付|转账|扫码|支付宝|微信|POS|刷卡|缴款书|网上"
REMOTE = r"(?:边远|水上|交通不便)[^。]{0,60}"
APART = r"分[二两三四五六七八九\d]*期(?:缴|交|支付|履行|付)|第[一二三四1-4]期|(?:延期|暂缓)(?:缴|交)纳"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum and the place where it stands."""

    amount: Decimal
    hit: Match


@check(
    "timeliness.payment_told",
    title="缴款期限和渠道告知正确，无违法当场收缴",
    params={"days": "penalty.payment", "spot": "penalty.spot_collection"},
)
def payment_told(case: View) -> Iterable[Finding]:
    """PO-P21."""
    if not punished(case, "罚款"):
        yield case.not_applicable("没有罚款")
        return
    on = law_day(case)
    case.duty(on=on)
    found = [one for one in (_term(case, on), *_channel(case), _cash(case)) if one]
    yield from found or (case.passed(),)


def _term(case: View, on: date) -> Finding | None:
    lawful = case.param("days", on=on)
    if lawful is None or lawful.value is None:
        return None
    written = str(case.optional("缴款期限") or "")
    hits = [hit for paper in case.documents(DECISION) if (hit := case.find(paper, TERM))]
    term = term_in(written) or (term_in(hits[0].groups[0] or "") if hits else None)
    if term is None:
        return case.unsure("没有读到决定书写明的缴款期限")
    if term == (int(lawful.value), lawful.unit):
        return None
    places: list[Fact | Match] = [*case.facts("缴款期限"), *hits]
    return case.failed(
        f"决定书写明{term[0]}{term[1]}内缴纳罚款，法定期限为{lawful.value}{lawful.unit}", at=places
    )


def _channel(case: View) -> Iterable[Finding]:
    papers = case.documents(DECISION)
    if any(case.find(paper, CHANNEL) for paper in papers):
        return
    own = [hit for paper in papers if (hit := case.find(paper, OWN_CHANNEL))]
    if own:
        yield case.failed(f"决定书要求“{own[0].text}”，不是到指定银行或者通过电子支付系统缴纳", at=own)
    else:
        yield case.unsure("没有读到决定书写明的缴款渠道")


def _cash(case: View) -> Finding | None:
    receipts = case.documents(RECEIPT)
    if not receipts:
        closed = case.facts("结案日期") or case.facts("缴款日期")
        return case.unsure("卷内没有缴款票据，不知道罚款如何收缴") if closed else None
    for receipt in receipts:
        answer = _receipt(case, receipt)
        if answer:
            return answer
    return None


def _receipt(case: View, receipt: Document) -> Finding | None:
    way = str(case.optional("缴款方式", document=receipt) or "")
    cash = "现金" in way or case.find(receipt, CASH)
    if not cash:
        known = way or case.find(receipt, BANKED)
        return None if known else case.unsure("票据没有写明罚款如何收缴", at=receipt)
    taker = _taker(case, receipt)
    if not taker:
        return case.unsure("票据记载现金缴款，未读到收款单位", at=receipt)
    if not _own(case, taker):
        return None  # paid in cash at the counter of the bank
    remote = [
        hit
        for paper in case.documents(DECISION, "结案审批表", "unknown")
        if (hit := case.find(paper, REMOTE))
    ]
    if remote:
        return case.unsure(
            "罚款由执法机关以现金收取，是否属于边远、水上、交通不便地区由评查人员判断", at=(receipt, *remote)
        )
    return _spot(case, receipt, taker)


def _spot(case: View, receipt: Document, taker: str) -> Finding | None:
    paid = next(iter(days_of(case.facts("缴款日期", document=receipt))), None) or law_day(case)
    limit, fine = case.param("spot", on=paid), case.amount("罚款金额")
    if fine is None:
        return case.unsure("罚款由执法机关以现金收取，未读到罚款金额", at=receipt)
    if limit and limit.value is not None and fine <= limit.value:
        return None
    places = (*case.facts("缴款方式", document=receipt), *case.facts("收款单位", document=receipt))
    return case.failed(
        f"{taker}自行以现金收取罚款{yuan(fine)}，不属于可以当场收缴的情形", at=places or receipt
    )


def _taker(case: View, receipt: Document) -> str:
    known = str(case.optional("收款单位", document=receipt) or "")
    if known:
        return known
    hit = case.find(
        receipt,
        r"收款(?:单位|人|机关)(?:\(?(?:盖章|章)\)?)?[:：]?\s*([\u4e00-\u9fff()]{4,30}?(?:局|政府|办事处|队|委员会|所|银行|中心|厅))",
    )
    return (hit.groups[0] or "") if hit else ""


def _own(case: View, taker: str) -> bool:
    names = {case.file.agency, *(str(fact.value) for fact in case.facts("处罚机关"))} - {""}
    plain = re.sub(r"\s", "", taker)
    return any(plain == name or name in plain or (len(plain) > 4 and plain in name) for name in names)


@check(
    "timeliness.surcharge",
    title="加处罚款计算正确且不超过罚款数额",
    params={
        "rate": "penalty.surcharge_rate",
        "cap": "penalty.surcharge_cap",
        "pause": "penalty.surcharge_pause",
    },
)
def surcharge(case: View) -> Finding:
    """PO-P22."""
    paper = case.document("加处罚款决定书")
    if paper is None:
        return case.not_applicable("没有加处罚款")
    fine = case.amount("罚款金额")
    on = paper.date or case.date("决定日期")
    rate = case.param("rate", on=on)
    if rate is None or rate.value is None:
        return case.not_applicable("没有加处罚款的规定")
    written = _percent(case, paper)
    if written is not None and written > rate.value:
        return case.failed(f"加处罚款按每日{written}%计算，超过{rate.value}%", at=paper)
    added, late = _added(case, paper), _late_days(case, paper)
    if fine is None or added is None:
        return case.unsure("未读到罚款或者加处罚款的数额")
    if added.amount > fine and case.param("cap", on=on) is not None:
        return case.failed(f"加处罚款{yuan(added.amount)}，超过罚款{yuan(fine)}", at=added.hit)
    return _by_days(case, added.amount, fine * rate.value / 100, late, on)


def _by_days(case: View, added: Decimal, daily: Decimal, late: int | None, on: date) -> Finding:
    run = _run(case, on)
    if run is None and late is None:
        return case.unsure("未读到逾期天数和决定书送达日期，无法核算")
    if late is not None and added > daily * late:
        return case.failed(f"加处罚款{yuan(added)}，按逾期{late}日计算不超过{yuan(daily * late)}")
    if run is not None and (added > daily * run or (late or 0) > run):
        return case.failed(
            f"缴款期满至{zh(on)}共{run}日，加处罚款不超过{yuan(daily * run)}，实际为{yuan(added)}"
        )
    if case.param("pause", on=on) is not None and _contested(case):
        return case.unsure("当事人申请复议或者提起诉讼，期间是否已扣除由评查人员判断")
    return case.passed()


def _run(case: View, on: date) -> int | None:
    """Days between the end of the term of payment and the surcharge."""
    served = days(case, "送达日期")
    due = case.deadline("penalty.payment", start=served[0]) if served else None
    return max((on - due).days, 0) if due else None


def _contested(case: View) -> bool:
    return case.file.status in ("in_review", "in_suit") or any(
        case.find(paper, r"(?:提起|申请).{0,6}(?:行政诉讼|行政复议)(?:.{0,20})(?:受理|维持|驳回)")
        for paper in case.documents("加处罚款决定书", "结案审批表", "催告书")
    )


def _percent(case: View, paper: Document) -> Decimal | None:
    hit = case.find(paper, r"每日[^。]{0,16}?(?:百分之([一二三四五六七八九十])|(\d+(?:\.\d+)?)\s*[%％])")
    if hit is None:
        return None
    return (
        Decimal("一二三四五六七八九十".index(hit.groups[0]) + 1)
        if hit.groups[0]
        else Decimal(hit.groups[1] or 0)
    )


def _added(case: View, paper: Document) -> Sum | None:
    pattern = r"加处罚款(?:的)?(?:数额|金额|总额)?[^0-9。]{0,30}?([\d,]+(?:\.\d+)?)\s*元"
    hits = case.find_all(paper, pattern)
    return Sum(Decimal((hits[-1].groups[0] or "0").replace(",", "")), hits[-1]) if hits else None


def _late_days(case: View, paper: Document) -> int | None:
    hit = case.find(paper, r"(?:逾期|共计?|合计)[^。]{0,8}?(\d{1,4})\s*(?:日|天)(?!内|起)")
    return int(hit.groups[0] or 0) if hit else None


@check("timeliness.instalments_approved", title="延期、分期缴纳罚款经申请和批准")
def instalments_approved(case: View) -> Finding:
    """PO-P23."""
    if not punished(case, "罚款"):
        return case.not_applicable("没有罚款")
    paid = days_of(case.facts("缴款日期"))
    hits = [
        hit for paper in case.documents("结案审批表", RECEIPT, "催告书") if (hit := case.find(paper, APART))
    ]
    forms = case.documents("延期(分期)审批")
    if not forms and not hits and len(paid) < 2:
        return case.not_applicable("没有延期、分期缴纳")
    case.duty(on=paid[0] if paid else law_day(case))
    form = case.document("延期(分期)审批")
    if form is None:
        if not hits:
            return case.unsure("罚款分几次缴纳，是否属于分期缴纳由评查人员判断")
        return case.failed(f"罚款“{hits[0].text}”，卷内没有当事人申请和批准", at=hits)
    if any(day_of(one) for one in heads(case, form)):
        asked = case.find(form, r"申请|请求")
        return case.passed() if asked else case.unsure("未读到当事人延期、分期缴纳的申请", at=form)
    return case.unsure("未读到批准延期、分期缴纳的日期", at=form)
