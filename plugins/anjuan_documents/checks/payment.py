"""Money received and the closing of the case."""

from __future__ import annotations

import re
from decimal import Decimal

from anjuan import Document, Finding, NeedsPerson, Record, View, check

from ..reading import CLOSING, RECEIPT, decision, no_decision, scanned, yuan

PAID = r"缴清|缴纳|缴款|已缴|交清|已(?:经)?(?:履行|执行)|(?:履行|执行)(?:完毕|到位)|(?:全部|自觉|主动)履行"
UNPAID = r"未(?:能)?(?:履行|缴纳|缴清|缴|执行)|拒不(?:履行|缴纳)|尚未|没有(?:履行|缴纳)"
GROUNDS = r"人民法院|强制执行|终结执行|执行终结|终结本次执行|不予行政处罚|移送|撤销|裁定|死亡|注销"
PARTLY = r"分期|延期|暂缓|减免|部分|加处|滞纳|强制执行|抵[扣缴]|退还"


@check("documents.closing", title="结案经审批，未履行而结案的有法定情形")
def closing(case: View) -> Finding:
    """PO-D15."""
    on = case.optional_date("结案日期") or case.optional_date("缴款日期") or case.law_day()
    if case.duty(on=on) is None:
        return case.not_applicable("当时的法律没有本项要求，行业规定未绑定")
    form = case.document(CLOSING)
    if form is None:
        performed = case.facts("缴款日期") or case.facts("归档日期") or case.documents(RECEIPT)
        if not performed:
            return case.unsure("没有结案审批表；是否仍在履行或者救济期限内由评查人员判断")
        return case.failed("处罚已经履行或者案卷已经归档，没有结案审批表")
    unapproved = _unapproved(case, form)
    if unapproved:
        return unapproved
    told = str(case.optional("执行情况") or "")
    text = told or case.text(form)
    if re.search(UNPAID, text) and not re.search(GROUNDS, text):
        if scanned(form):
            case.readable(form)
        return case.failed(
            "结案审批表记载尚未履行，没有可以结案的法定情形", at=case.facts("执行情况") or form
        )
    if re.search(PAID, text) or re.search(GROUNDS, text) or case.facts("缴款日期"):
        return case.passed()
    if not case.facts("罚款金额") and not case.facts("没收违法所得金额") and case.facts("处罚种类"):
        return case.passed("没有须缴纳的款项")
    return case.unsure("结案审批表未读到履行情况")


def _unapproved(case: View, form: Document) -> Finding | None:
    """A finding where the head did not approve the closing."""
    heads = [
        (fact, fact.value)
        for fact in case.facts("审批意见", document=form)
        if isinstance(fact.value, Record) and "负责人" in fact.value.text("level")
    ]
    if any(record.text("opinion") or record.text("signer") for _, record in heads):
        return None
    if not heads or scanned(form):
        return (
            None
            if case.find(form, r"同意(?:结案)?|准予结案")
            else case.unsure("未读到负责人的结案审批意见", at=form)
        )
    return case.failed("结案审批表没有负责人意见和签名", at=[fact for fact, _ in heads])


@check("documents.receipt", title="罚没票据在卷且金额与决定相符")
def receipt(case: View) -> Finding:
    """PO-D17."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    fine, taken = case.amount("罚款金额"), case.amount("没收违法所得金额")
    if fine is None and taken is None:
        kinds = {str(fact.value) for fact in case.facts("处罚种类")}
        if kinds & {"罚款", "没收违法所得"} or not kinds:
            raise NeedsPerson("未读到罚没金额")
        return case.not_applicable("没有罚没款项")
    due = (fine or Decimal(0)) + (taken or Decimal(0))
    if not case.documents(RECEIPT) and not case.facts("缴款金额"):
        return _no_receipt(case)
    paid = _paid(case, due)
    if paid == due:
        return case.passed()
    return _differs(case, paid, due, fine or Decimal(0))


def _no_receipt(case: View) -> Finding:
    forms = case.documents(CLOSING)
    told = str(case.optional("执行情况") or "") or (case.text(forms[0]) if forms else "")
    if not forms:
        return case.not_applicable("案件未结，尚未缴款")
    if re.search(UNPAID, told) or re.search(r"分期|延期|强制执行|法院", told):
        return case.not_applicable("延期、分期或者由人民法院强制执行")
    if not re.search(PAID, told):
        return case.unsure("没有罚没票据，结案审批表未读到是否缴款")
    case.document(RECEIPT)
    return case.failed("结案审批表记载已经缴款，卷内没有罚没票据", at=[*case.absent(RECEIPT), forms[0]])


def _paid(case: View, due: Decimal) -> Decimal:
    """The sum of all receipts; a copy of the same receipt is not counted twice.

    Raises:
        NeedsPerson: no sum could be read.
    """
    sums: dict[str, Decimal] = {}
    for fact in case.facts("缴款金额"):
        if isinstance(fact.value, Decimal):
            sums[fact.evidence.document] = fact.value
    if not sums:
        raise NeedsPerson("票据金额未能读出")
    return due if due in sums.values() else sum(sums.values(), Decimal(0))


def _differs(case: View, paid: Decimal, due: Decimal, fine: Decimal) -> Finding:
    message = f"票据金额{yuan(paid)}，决定罚没{yuan(due)}，不相符"
    told = " ".join(case.text(form) for form in case.documents(CLOSING, RECEIPT, "延期(分期)审批"))
    told += str(case.optional("执行情况") or "")
    surcharge = case.documents("加处罚款决定书", "催告书") or re.search(r"加处|滞纳", told)
    if paid > due and surcharge and paid <= due + fine:
        return case.passed("票据含加处罚款，数额请核对")
    if case.documents("延期(分期)审批", "强制执行申请书") or re.search(PARTLY, told):
        return case.unsure(f"{message}；分期、减免或者强制执行的情况请核对")
    receipts = case.documents(RECEIPT)
    if receipts:
        case.readable(*receipts)
    return case.failed(
        message, at=[*case.facts("缴款金额"), *case.facts("罚款金额"), *case.facts("没收违法所得金额")]
    )
