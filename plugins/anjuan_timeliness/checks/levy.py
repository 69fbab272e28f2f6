"""Levies (行政征收): told and heard, approved, served, collected, enforced, paid to the treasury."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from anjuan import Document, Finding, NeedsPerson, View, check

from ..catalogues import Party, party, rows_in_force
from ..ledger import plain, trade_term
from ..papers import REVIEWS, day_of, days_of, heads
from ..terms import days, end_of_written, zh

DECISION, NOTICE, RETURN, FORM = "征收决定书", "征收告知书", "缴费申报表", "征收审批表"
DEMANDS, APPLICATION = ("催缴书", "催告书"), "强制执行申请书"
RECEIPTS = ("罚没票据", "缴款票据")
OWN_POWER = r"税务|海关"
PENDING = ("in_review", "in_suit")
QUICK = 7  # days: served so soon, nobody asks for a term of the trade
REFUSED = r"不同意|不予(?:同意|批准|征收)|退回"
TREASURY = r"国库|金库|财政(?:专户|局|厅|部门)|非税(?:收入)?(?:汇缴|代收|专户|归集|收缴)|待解|完税证明|税收缴款书|代收银行"
NON_TAX = r"非税收入"
ACCOUNT = (
    r"(?:(?:收款|入账|收费)(?:账户|帐户|账号|户名|人全称|人名称|人户名|方户名)|(?:账户|帐户|开户)名称|户名)"
    r"(?:名称)?[:：]?\s*([一-龥()]{4,40})"
)
OWN_ACCOUNT = (
    r"(?:缴|交|汇|转|存)[^。;]{0,12}?(?:我|本)(?:局|机关|单位|办|所|站|中心|镇|街道)"
    r"[^。;]{0,8}?(?:账户|帐户|账号)"
)
CASH = r"现金(?:收讫|收款|缴纳|交纳)|收(?:到|取)现金|(?:收款|缴款|交款|付款)方式[:：]?\s*现金"


def _self_assessed(case: View) -> bool:
    """True when the payer declared and paid by itself and nobody decided."""
    return bool(case.documents(RETURN)) and not case.documents(DECISION, NOTICE, FORM, "费额核定表")


def _paid_on(case: View) -> tuple[date, ...]:
    return days_of(case.facts("缴款日期"))


def _day(case: View) -> date:
    """The day of the decision, else that of the payment.

    Raises:
        NeedsPerson: neither was read.
    """
    paid = _paid_on(case)
    return case.optional_date("决定日期") or (paid[0] if paid else case.date("决定日期"))


# ---- before the decision --------------------------------------------------------------------------


@check("timeliness.levy_told", title="征收前送达通知或者决定并载明金额、依据和期限")
def levy_told(case: View) -> Finding:
    """LE-P01 (overlay)."""
    if case.duty(on=_day(case)) is None:
        return case.not_applicable("当时没有本项要求")
    papers = case.documents(DECISION, NOTICE)
    paid = _paid_on(case)
    if not papers:
        if _self_assessed(case):
            return case.not_applicable("自行申报缴纳")
        case.document(DECISION, NOTICE, RETURN)
        if not paid and not case.documents(*RECEIPTS):
            return case.unsure("卷内没有征收决定书，也没有缴款记载")
        return case.failed("已经收取款项，卷内没有征收决定书或者告知书", at=case.absent(DECISION, NOTICE))
    first = min((paper.date for paper in papers if paper.date), default=None)
    if paid and first and paid[0] < first:
        message = f"{zh(paid[0])}已经缴款，{zh(first)}才作出征收文书"
        return case.unsure(message) if case.documents(RETURN) else case.failed(message)
    text = " ".join(case.text(paper) for paper in papers)
    parts = {"金额": r"\d元|元整|[¥￥]", "依据": r"《[^》]+》", "期限": r"[日天月]内|前缴|期限|之日起"}
    lacking = [name for name, pattern in parts.items() if not re.search(pattern, text)]
    if lacking:
        return case.unsure(f"征收文书未读到{'、'.join(lacking)}，请核对", at=papers)
    return case.passed()


@check("timeliness.levy_statement", title="告知陈述申辩权利并听取意见")
def levy_statement(case: View) -> Finding:
    """LE-P02 (overlay)."""
    if case.duty(on=_day(case)) is None:
        return case.not_applicable("当时没有本项要求")
    if _self_assessed(case):
        return case.not_applicable("自行申报缴纳")
    papers = case.documents(NOTICE, DECISION)
    if not papers:
        case.required(NOTICE)
    if any(case.find(paper, r"陈述|申辩") for paper in papers):
        raised = any(str(fact.value) == "提出" for fact in case.facts("陈述申辩"))
        answered = any(case.find(paper, r"复核|采纳|不予采纳|成立") for paper in case.file.documents)
        if raised and not answered:
            return case.unsure("当事人提出了陈述申辩，未读到复核意见，请核对")
        return case.passed()
    case.readable(*papers)
    case.document(NOTICE)
    return case.failed("征收文书没有告知陈述、申辩的权利", at=papers)


@check("timeliness.levy_approved", title="征收决定前履行审批手续", form=True)
def levy_approved(case: View) -> Finding:
    """LE-P03: only a rule of the trade in the lists makes the approval a duty."""
    if _self_assessed(case):
        return case.not_applicable("自行申报缴纳，没有征收决定")
    decided = case.date("决定日期")
    lack = _unapproved(case, decided)
    if lack is None:
        return case.passed()
    if _bound(case, "审批", decided):
        return case.failed(lack, at=case.documents(FORM) or case.absent(FORM))
    return case.unsure(f"{lack}；行业规定是否要求审批未绑定，由人工判断")


def _unapproved(case: View, decided: date) -> str | None:
    """Why the approval does not serve; None where it does."""
    if case.document(FORM) is None:
        return "作出征收决定前没有审批"
    opinions = heads(case, *case.documents(FORM))
    if any(re.search(REFUSED, one.text("opinion")) for one in opinions):
        return "负责人没有同意征收"
    found = [day for one in opinions if (day := day_of(one))] or list(days(case, "征收审批日期"))
    if not found:
        raise NeedsPerson("未读到负责人批准征收的日期", ())
    if min(found) > decided:
        return f"负责人{zh(min(found))}批准，晚于{zh(decided)}的征收决定"
    return None


def _bound(case: View, word: str, on: date) -> bool:
    """True when the register `lists` names a rule of the trade for this authority on a day."""
    try:
        rows = case.listed("lists", on=on)
    except NeedsPerson:
        return False
    found = [row for row in rows if row.text("kind").startswith("行业") and word in row.text("name")]
    case.note(*found)
    return bool(found)


@check("timeliness.levy_reviewed", title="重大征收决定经法制审核")
def levy_reviewed(case: View) -> Finding:
    """LE-P07 (overlay)."""
    if _self_assessed(case):
        return case.not_applicable("自行申报缴纳，没有征收决定")
    decided = case.date("决定日期")
    if case.duty(on=decided) is None:
        return case.not_applicable("作出决定时没有本项要求")
    known = [day for paper in case.documents(*REVIEWS) if (day := _review_day(case, paper))]
    if any(day <= decided for day in known):
        return case.passed()
    met = _major(case, decided)
    if met is False:
        return case.not_applicable("不属于重大征收决定")
    case.document(*REVIEWS)
    late = f"法制审核于{zh(min(known))}作出，晚于征收决定" if known else "作出征收决定前没有法制审核意见"
    if case.documents(*REVIEWS) and not known:
        return case.unsure("未读到法制审核日期")
    return case.unsure(f"{late}；是否属于重大征收决定由人工判断") if met is None else case.failed(late)


def _review_day(case: View, paper: Document) -> date | None:
    return next(iter(days_of(case.facts("法制审核日期", document=paper))), paper.date)


def _major(case: View, on: date) -> bool | None:
    rows = [row for row in rows_in_force(case, "major_decisions", on) if _for_levies(row.text("kind"))]
    rows = [row for row in rows if "征收" in row.text("kind") + row.text("other")]
    if not rows:
        return False
    amount, who = case.amount("征收金额"), party(case)
    column = "fine_person" if who is Party.PERSON else "fine_organisation"
    answers: list[bool | None] = []
    for row in rows:
        by_column = row.reaches(column, amount) if amount is not None and "征收" in row.text("kind") else None
        answers.append(_by_words(row.text("other"), amount) if by_column is None else by_column)
    return True if True in answers else None if None in answers else False


def _for_levies(kind: str) -> bool:
    return not kind or "征收" in kind or "执法决定" in kind


def _by_words(text: str, amount: Decimal | None) -> bool | None:
    hit = re.search(r"(\d+(?:\.\d+)?)\s*(万?)元以上", text)
    if hit is None or amount is None:
        return None
    return amount >= Decimal(hit[1]) * (10_000 if hit[2] else 1)


# ---- after the decision ---------------------------------------------------------------------------


@check("timeliness.levy_served", title="征收文书按期送达", form=True)
def levy_served(case: View) -> Finding:
    """LE-P04: without a term of the trade only the proof of service is certain."""
    if _self_assessed(case):
        return case.not_applicable("自行申报缴纳，没有须送达的征收决定")
    paper = case.required(DECISION)
    served = _served(case, paper)
    if served is None:
        return _not_served(case, paper)
    decided = case.date("决定日期")
    if served < decided:
        return case.unsure(f"送达日期{zh(served)}早于决定日期{zh(decided)}，请核对")
    term = trade_term(case, "送达", decided)
    if term is None:
        if (served - decided).days <= QUICK:
            return case.passed()
        late = f"征收决定于{zh(decided)}作出，{zh(served)}送达"
        return case.unsure(f"{late}；行业规定的送达期限未绑定，由人工判断", at=case.facts("送达日期"))
    end = end_of_written(case, f"{term[0]}{term[1]}", decided)
    if end is None or served <= end.early:
        return case.passed()
    late = f"征收决定于{zh(decided)}作出，应于{zh(end.late)}前送达，实际为{zh(served)}"
    return case.unsure(late) if served <= end.late else case.failed(late)


def _served(case: View, paper: Document) -> date | None:
    found = list(_receipts_of(case, "征收决定|缴费(?:决定|通知)|缴纳通知", paper.number or ""))
    return min(found or days(case, "送达日期"), default=None)


def _receipts_of(case: View, word: str, number: str = "") -> Iterator[date]:
    for one in case.records("送达"):
        same = bool(number) and plain(one.text("number")) == plain(number)
        day = day_of(one, "received")
        if day and (same or re.search(word, one.text("paper"))):
            yield day


def _not_served(case: View, paper: Document) -> Finding:
    if case.documents("公告送达") or case.find(paper, r"签收(?!之日)|收件人签|当场交付"):
        return case.unsure("决定书有签收或者公告送达的记载，送达日期请核对", at=paper)
    returns = case.documents("送达回证")
    if len(returns) > len(case.records("送达")) or any(
        re.search("征收|缴费|缴纳", one.text("paper")) and not day_of(one, "received")
        for one in case.records("送达")
    ):
        return case.unsure("有送达回证未能读全，不能断定征收决定书是否送达", at=returns)
    whole = case.documents("卷内目录", FORM, "缴费申报表", "费额核定表", *RECEIPTS, "送达回证")
    if not whole:
        return case.unsure("只有征收决定书，不是完整案卷，不能断定有无送达回证")
    if not returns:
        case.document("送达回证")
    case.readable(paper)
    return case.failed("征收决定书没有送达的凭证", at=case.absent("送达回证（征收决定书）"))


@check(
    "timeliness.levy_enforcement",
    title="逾期未缴的依法催缴，并在期限内申请执行",
    params={
        "demand": "coercion.demand",
        "court": "coercion.court_application",
        "suit": "suit.request",
        "review": "review.request",
    },
)
def levy_enforcement(case: View) -> Finding:
    """LE-P05."""
    application = case.document(APPLICATION)
    on = (application.date if application else None) or _day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("当时没有催告和申请法院强制执行期限的规定")
    if re.search(OWN_POWER, case.file.agency):
        return case.not_applicable("本机关依法有强制执行权")
    if application is None and (_self_assessed(case) or _paid(case)):
        return case.not_applicable("已经缴纳")
    if case.file.status in PENDING:
        return case.unsure("复议或者诉讼尚未结束，由评查人员判断")
    if application is not None:
        return _applied(case, application)
    last = _last_day(case)
    if last is None:
        return case.unsure("没有缴纳的记载，救济期限届满的日期不明")
    known = _known_until(case)
    if known > last:
        return case.failed(f"申请强制执行的期限于{zh(last)}届满，卷内至{zh(known)}没有申请强制执行")
    return case.not_applicable("申请强制执行的期限尚未届满")


def _paid(case: View) -> bool:
    """True when what was due is paid, instalments added up.

    Raises:
        NeedsPerson: there is a receipt and no sum was read.
    """
    due, sums = case.amount("征收金额"), {}
    for fact in case.facts("缴款金额"):
        if isinstance(fact.value, Decimal):
            sums[fact.evidence.document] = fact.value
    if not sums and case.documents(*RECEIPTS):
        raise NeedsPerson("缴款票据的金额未能读出", ())
    return bool(sums) and (due is None or sum(sums.values()) >= due)


def _applied(case: View, application: Document) -> Finding:
    demand = case.document(*DEMANDS)
    if demand is None:
        return case.failed("申请人民法院强制执行前没有催缴、催告", at=application)
    served = sorted(_receipts_of(case, "催缴|催告", demand.number or ""))
    asked, told = application.date, served[0] if served else demand.date
    if asked is None or told is None:
        return case.unsure("未读到催缴书送达日期或者申请日期")
    earliest = case.deadline("demand", start=told)
    if earliest and asked < earliest:
        return case.failed(
            f"催缴书于{zh(told)}{'送达' if served else '作出'}，{zh(asked)}申请强制执行，未满十个工作日",
            at=(application, demand),
        )
    last = _last_day(case)
    if not served or last is None:
        return case.unsure("催缴书的送达日期或者救济期限届满的日期不明，是否按期申请由评查人员判断")
    if asked > last:
        return case.failed(f"应不晚于{zh(last)}申请强制执行，实际为{zh(asked)}", at=application)
    return case.passed()


def _last_day(case: View) -> date | None:
    """Three months after the remedies ran out; None where the file does not let anybody tell."""
    paper = next(iter(case.documents(DECISION)), None)
    served = _served(case, paper) if paper else None
    told = case.facts("起诉期限") and case.facts("复议期限")
    if served is None or not told or case.documents("减免审批表", "公告送达"):
        return None
    suit, review = case.deadline("suit", start=served), case.deadline("review", start=served)
    if suit is None or review is None:
        return None
    return case.deadline("court", start=max(suit, review))


def _known_until(case: View) -> date:
    """The last day that the file itself speaks of."""
    names = ("决定日期", "送达日期", "结案日期", "归档日期", "公示日期", "催缴日期")
    return max((day for name in names for day in days(case, name)), default=date.min + timedelta(days=1))


@check("timeliness.levy_treasury", title="款项缴入国库，收缴分离")
def levy_treasury(case: View) -> Finding:
    """LE-P06: the payee of an office's slip is always the office; its own account is the fault."""
    receipts = case.documents(*RECEIPTS)
    asked = [hit for paper in case.documents(DECISION, *DEMANDS) if (hit := case.find(paper, OWN_ACCOUNT))]
    if not receipts and not asked:
        told = case.facts("缴款日期") or case.facts("缴款金额")
        return case.unsure("未读到缴款票据") if told else case.not_applicable("尚未缴款")
    paid = _paid_on(case)
    if case.duty(on=paid[0] if paid else _day(case)) is None:
        return case.not_applicable("当时没有本项要求")
    if asked and not any(case.find(paper, TREASURY) for paper in receipts):
        return case.failed(f"要求“{asked[0].text}”，不是缴入国库或者财政专户", at=asked)
    answers = [answer for receipt in receipts if (answer := _slip(case, receipt))]
    return min(answers, key=lambda one: str(one.verdict) != "fail", default=case.passed())


def _slip(case: View, receipt: Document) -> Finding | None:
    """None for a slip that shows the treasury or an account of the finance department."""
    holder = case.find(receipt, ACCOUNT)
    named = (holder.groups[0] or "") if holder else ""
    named = named or str(case.optional("收款单位", document=receipt) or "")
    own = _own(case, named)
    if case.find(receipt, TREASURY) and not (holder and own):
        return None
    if holder and own:
        if re.search(r"财政|国库|非税", named):
            return None
        return case.failed(f"票据的收款账户为“{named}”，是征收机关自己的账户", at=holder)
    if case.find(receipt, CASH):
        return case.unsure(f"{receipt.title}记载现金缴款，款项是否缴入国库请核对", at=receipt)
    if case.find(receipt, NON_TAX) or re.search("银行", named):
        return None
    return case.unsure(f"{receipt.title}没有读到收款账户，是否缴入国库请核对", at=receipt)


def _own(case: View, name: str) -> bool:
    organs = {case.file.agency, *(str(fact.value) for fact in case.facts("处罚机关"))} - {""}
    short = re.sub(r"\s", "", name)
    return bool(short) and any(organ in short or (len(short) > 4 and short in organ) for organ in organs)
