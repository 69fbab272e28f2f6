"""Levies (行政征收): told and heard, approved, served, collected, enforced."""

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


def _self_assessed(case: View) -> bool:
    """True when the payer declared and paid by itself and nobody decided."""
    return bool(case.documents(RETURN)) and not case.documents(DECISION, NOTICE, FORM, "费额核定表")


def paid_on(case: View) -> tuple[date, ...]:
    """The days of payment, in order."""
    return days_of(case.facts("缴款日期"))


def step_day(case: View) -> date:
    """The day of the decision, else that of the payment.

    Raises:
        NeedsPerson: neither was read.
    """
    paid = paid_on(case)
    return case.optional_date("决定日期") or (paid[0] if paid else case.date("决定日期"))


# ---- before the decision --------------------------------------------------------------------------


@check("timeliness.levy_told", title="征收前送达通知或者决定并载明金额、依据和期限")
def levy_told(case: View) -> Finding:
    """LE-P01 (overlay)."""
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("当时没有本项要求")
    papers = case.documents(DECISION, NOTICE)
    paid = paid_on(case)
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
        ahead = any(
            case.find(paper, r"预缴|预付|预收|先行缴|暂缴|多退少补")
            for paper in (*papers, *case.documents(*RECEIPTS))
        )
        return case.unsure(message) if ahead or case.documents(RETURN) else case.failed(message)
    text = " ".join(case.text(paper) for paper in papers)
    parts = {"金额": r"\d元|元整|[¥￥]", "依据": r"《[^》]+》", "期限": r"[日天月]内|前缴|期限|之日起"}
    lacking = [name for name, pattern in parts.items() if not re.search(pattern, text)]
    if lacking:
        return case.unsure(f"征收文书未读到{'、'.join(lacking)}，请核对", at=papers)
    return case.passed()


@check("timeliness.levy_statement", title="告知陈述申辩权利并听取意见")
def levy_statement(case: View) -> Finding:
    """LE-P02 (overlay)."""
    if case.duty(on=step_day(case)) is None:
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
    told = [hit for paper in papers if (hit := case.find(paper, r"异议|(?:提出|听取|反馈)[^。;]{0,8}意见"))]
    told = told or [hit for paper in case.file.documents if (hit := case.find(paper, r"陈述|申辩"))]
    if told:
        return case.unsure("征收文书没有写明陈述、申辩，卷内另有听取意见的记载，请核对", at=told[:1])
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
    elsewhere = [
        one for one in heads(case, *case.documents("费额核定表", "减免审批表")) if one.text("opinion")
    ]
    if elsewhere and not case.documents(FORM):
        return case.unsure("没有征收审批表，核定表有负责人的意见，是否即为征收审批由人工判断")
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
    posted = [one for one in case.file.documents if re.search(r"邮|快递|EMS|送达|签收|领取", one.title)]
    posted = [one for one in posted if one.kind != "送达回证"]
    given = case.find(
        paper, r"签收(?!之日)|收件人签|当场(?:交付|送达)|领取人|(?:已|当场)领取|已收到|电子送达|邮寄"
    )
    if case.documents("公告送达") or posted or given:
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
    on = (application.date if application else None) or step_day(case)
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
    like = [one for one in case.file.documents if re.search(r"催|限期(?:缴|履行)|督促", one.title)]
    if demand is None and like:
        return case.unsure(f"没有识别到催缴书，{like[0].title}是否即为催告由评查人员判断", at=like)
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
    # A review, a suit or a later instalment moves the day from which the three months run.
    if any(re.search(r"复议决定|判决|裁定|分期|延期|缓缴|协议", one.title) for one in case.file.documents):
        return None
    if any(
        case.find(one, r"分期|缓缴|延期缴|延长缴") for one in case.documents(DECISION, *DEMANDS, APPLICATION)
    ):
        return None
    suit, review = case.deadline("suit", start=served), case.deadline("review", start=served)
    if suit is None or review is None:
        return None
    return case.deadline("court", start=max(suit, review))


def _known_until(case: View) -> date:
    """The last day that the file itself speaks of."""
    names = ("决定日期", "送达日期", "结案日期", "归档日期", "公示日期", "催缴日期")
    return max((day for name in names for day in days(case, name)), default=date.min + timedelta(days=1))
