"""Levies (行政征收): paid to the treasury, not to the organ that collects."""

from __future__ import annotations

import re

from anjuan import Document, Finding, View, check

from .levy import DECISION, DEMANDS, RECEIPTS, paid_on, step_day

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


@check("timeliness.levy_treasury", title="款项缴入国库，收缴分离")
def levy_treasury(case: View) -> Finding:
    """LE-P06: the payee of an office's slip is always the office; its own account is the fault."""
    receipts = case.documents(*RECEIPTS)
    asked = [hit for paper in case.documents(DECISION, *DEMANDS) if (hit := case.find(paper, OWN_ACCOUNT))]
    if not receipts and not asked:
        told = case.facts("缴款日期") or case.facts("缴款金额")
        return case.unsure("未读到缴款票据") if told else case.not_applicable("尚未缴款")
    paid = paid_on(case)
    if case.duty(on=paid[0] if paid else step_day(case)) is None:
        return case.not_applicable("当时没有本项要求")
    if asked and not any(case.find(paper, TREASURY) for paper in receipts):
        whole = " ".join(case.text(paper) for paper in case.documents(DECISION, *DEMANDS))
        if re.search(rf"{TREASURY}|非税|财政|专户|代收|指定(?:的)?(?:银行|账户|帐户|账号)", whole):
            return case.unsure(f"要求“{asked[0].text}”，是否为财政专户或者代收账户请核对", at=asked)
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
        if re.search(r"专户|待缴|待解|待报解|汇缴|过渡|社保基金|代收", named):
            return case.unsure(f"票据的收款账户为“{named}”，是否为财政、国库专户请核对", at=holder)
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
