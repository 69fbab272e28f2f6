"""Levies (行政征收): the item and rate of the day, who may reduce, the late fee."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz

from anjuan import Fact, Finding, NeedsPerson, Row, View, check, normalise

DECISION, ASSESSMENT, LATE = "征收决定书", "费额核定表", "滞纳金决定书"
REDUCTION = "减免审批表"
ITEMS = r"收费项目|征收项目|收费目录|基金目录|目录清单"
RATES = r"收费标准|征收标准|费率"
TAX = r"税务"
TAX_ITEM = r"税(?!务)"
LOWERED = r"减半|减征|减按|减免|免征|优惠|下浮|折|阶段性降低"
INSURANCE = r"社会保险费|养老保险费|医疗保险费|工伤保险费|失业保险费|生育保险费|社保费"
NEAR_NAME = 50  # rapidfuzz ratio from which two names may be one item of the list
LONG_ENDED = timedelta(
    days=366
)  # charged for a period that no paper names, an older rate may have been the right one
_QUARTER = {"一": 1, "二": 4, "三": 7, "四": 10, "1": 1, "2": 4, "3": 7, "4": 10}
_PERIOD = (
    r"((?:19|20)\d\d)年(?:第?([一二三四1-4])季度"
    r"|(\d{1,2})月(?:\d{1,2}日)?(?:至|到|-|—|~)(?:(?:19|20)\d\d年)?(\d{1,2})月|(\d{1,2})月份|度(?!第))"
)


@check("legal.levy_item_listed", title="征收项目在当日有效的目录清单之内")
def levy_item_listed(case: View) -> Finding:
    """LE-L01."""
    item = _item(case)
    if _is_tax(case, item):
        return case.not_applicable("税收不适用收费目录清单")
    on = case.law_day()
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时没有本项要求")
    rows = [row for row in case.listed("lists") if re.search(ITEMS, row.text("kind"))]
    now = [row for row in rows if row.valid(on)]
    named = [row for row in rows if _same(row.text("name"), item)]
    if any(row in now for row in named):
        case.note(*[row for row in named if row in now])
        return case.passed()
    period = _period(case)
    then = [row for row in named if period and (row.valid(period[0]) or row.valid(period[1]))]
    if then:
        case.note(*then)
        return case.passed("征收所属期间该项目在目录清单之内")
    if not now:
        return case.unsure(f"台账中没有{on}有效的收费项目目录清单", at=named)
    near = [row for row in now if fuzz.ratio(normalise(row.text("name")), normalise(item)) >= NEAR_NAME]
    if near and not named:
        return case.unsure(f"目录清单中没有“{item}”，有相近的“{near[0].text('name')}”，请核对", at=near)
    what = "在清单中，但当日不在有效期内" if named else "不在清单中"
    case.note(*(named or now[:3]))
    return case.failed(f"{on}有效的目录清单：征收项目“{item}”{what}")


def _item(case: View) -> str:
    facts = case.facts("征收项目")
    names = {normalise(str(fact.value)) for fact in facts}
    if not names:
        raise NeedsPerson("未读到征收项目", ())
    whole = max(names, key=len)
    if any(name not in whole for name in names):
        raise NeedsPerson("各文书的征收项目不一致，请核对", tuple(fact.evidence for fact in facts))
    return min(names, key=len)


def _same(listed: str, item: str) -> bool:
    one, other = (re.sub(r"[(（][^()（）]*[)）]|收费$|征收$", "", normalise(text)) for text in (listed, item))
    return bool(one) and bool(other) and (one == other or one in other or other in one)


def _is_tax(case: View, item: str) -> bool:
    return bool(re.search(TAX_ITEM, item)) or (
        bool(re.search(TAX, case.file.agency)) and "费" not in item and "基金" not in item
    )


@check("legal.levy_rate", title="征收标准为当日有效标准")
def levy_rate(case: View) -> Finding:
    """LE-L02: the rate of the day for which the levy is charged."""
    item = _item(case)
    rates = {fact.value for fact in case.facts("征收标准") if isinstance(fact.value, Decimal)}
    if len(rates) != 1:
        raise NeedsPerson("未读到征收标准" if not rates else "各文书的征收标准不一致，请核对", ())
    rate, on = rates.pop(), case.law_day()
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时没有本项要求")
    rows = [
        row
        for row in case.listed("lists")
        if re.search(RATES, row.text("kind")) and _same(row.text("name"), item) and _value(row) is not None
    ]
    first, last = _period(case) or (on, on)
    right = [row for row in rows if row.valid(first) or row.valid(last)]
    if not right:
        return case.unsure(f"台账中没有{item}在{last}有效的征收标准", at=rows)
    case.note(*right)
    if any(_value(row) == rate for row in right):
        return case.passed()
    bound = "、".join(sorted({f"{_value(row)}" for row in right}))
    message = f"{item}按{rate}计征，{last}有效的标准为{bound}{right[0].text('unit')}"
    former = [row for row in rows if _value(row) == rate and row not in right]
    if first == last and any(_ended_lately(row, on) for row in former):
        return case.unsure(f"{message}；所用标准此前有效，征收所属期间未读到", at=(*former, *right))
    bounds = [re.findall(r"\d+(?:\.\d+)?", row.text("value").replace(",", "")) for row in right]
    if any(len(ends) > 1 for ends in bounds):
        return case.unsure(f"{message}；所列标准为幅度或者分档，请核对", at=right)
    cut = [one for one in case.documents(DECISION, ASSESSMENT, REDUCTION) if case.find(one, LOWERED)]
    if rate < max(value for row in right if (value := _value(row)) is not None) and (
        cut or case.documents(REDUCTION)
    ):
        return case.unsure(f"{message}；文书记载有减免、优惠，请核对", at=cut or right)
    if any(_scaled(rate, _value(row)) for row in right):
        return case.unsure(f"{message}；单位请核对", at=right)
    return case.failed(message, at=(*case.facts("征收标准"), *right))


def _value(row: Row) -> Decimal | None:
    hit = re.search(r"\d+(?:\.\d+)?", row.text("value").replace(",", ""))
    try:
        return Decimal(hit[0]) if hit else None
    except InvalidOperation:
        return None


def _scaled(one: Decimal, other: Decimal | None) -> bool:
    """True for figures that differ by their unit only (1.2元, 120分; 0.05, 5%)."""
    return bool(other) and other is not None and one / other in (Decimal(10) ** n for n in range(-4, 5) if n)


def _ended_lately(row: Row, on: date) -> bool:
    end = row.date("valid_to")
    return end is not None and end < on <= end + LONG_ENDED


def _period(case: View) -> tuple[date, date] | None:
    """First and last month of the period that the levy is for; None where no paper names one clearly."""
    for paper in case.documents(DECISION, ASSESSMENT, "缴费申报表"):
        for hit in case.find_all(paper, _PERIOD):
            year, quarter, start, end, month = hit.groups
            if quarter:
                one, other = _QUARTER[quarter], _QUARTER[quarter] + 2
            elif start or month:
                one, other = int(start or month or 1), int(end or month or 1)
            else:
                one, other = 1, 12
            if hit.confidence >= case.trust and 1 <= one <= other <= 12:
                return date(int(year or 0), one, 1), date(int(year or 0), other, 28)
    return None


@check("legal.reduction_authority", title="减免缓缴由有权机关批准")
def reduction_authority(case: View) -> Finding:
    """LE-L03 (assisted)."""
    reduced = [f for f in case.facts("减免金额") if isinstance(f.value, Decimal) and f.value > 0]
    forms = case.documents(REDUCTION)
    if not reduced and not forms and not case.facts("减免批准日期"):
        return case.not_applicable("没有减免、缓缴")
    tax = bool(re.search(TAX, case.file.agency))
    case.duty(on=case.law_day(), key="legal.reduction_authority.tax" if tax else "")
    if not forms:
        case.document(REDUCTION)
        if case.facts("减免批准日期"):
            return case.unsure("未读到减免的批准机关")
        return case.failed("减免、缓缴没有批准文件", at=reduced)
    heads = [one for form in forms for one in case.records("审批意见", document=form)]
    approved = any(one.text("level") == "负责人" and one.text("opinion") for one in heads)
    opinions = [one.text("opinion") for one in heads if one.text("level") == "负责人"]
    refused = [text for text in opinions if re.search(r"不同意|不予", text)]
    agreed = [text for text in opinions if re.search(r"(?<!不)(?:同意|批准|准予)", text)]
    if refused and not agreed:
        return case.failed("负责人没有同意减免，仍予减免", at=forms)
    if tax and any(
        "政府" in str(fact.value) for form in forms for fact in case.facts("落款机关", document=form)
    ):
        return case.failed("税款的减免由人民政府而不是税务机关批准", at=forms)
    others = [one for one in heads if re.search(r"(?<!不)(?:同意|批准|准予)", one.text("opinion"))]
    if not approved and others:
        return case.unsure("减免审批表没有读到负责人的意见，另有部门同意，批准机关请核对", at=forms)
    if not approved and heads:
        return case.failed("减免审批表没有负责人的批准意见", at=forms)
    if not heads:
        return case.unsure("减免审批表的批准意见未能识别", at=forms)
    return case.passed("经负责人批准；本机关是否有权减免由人工判断")


@check(
    "legal.late_fee",
    title="滞纳金比例正确且不超过本金",
    params={
        "tax": "legal.late_fee.tax",
        "insurance": "legal.late_fee.insurance",
        "rate": "legal.late_fee.other",
    },
)
def late_fee(case: View) -> Finding:
    """LE-L04."""
    fees = [fact for fact in case.facts("滞纳金金额") if isinstance(fact.value, Decimal)]
    ratios = [fact for fact in case.facts("滞纳金比例") if isinstance(fact.value, Decimal)]
    papers = case.documents(LATE)
    if not papers and not ratios and not any(_positive(fact) for fact in fees):
        return case.not_applicable("没有加收滞纳金")
    on = next((paper.date for paper in papers if paper.date), None) or case.law_day()
    excess = _rate_exceeded(case, ratios, on)
    if excess is not None:
        return excess
    if not fees:
        raise NeedsPerson("未读到滞纳金数额", ())
    return _above_principal(case, fees, ratios, on)


def _positive(fact: Fact) -> bool:
    return isinstance(fact.value, Decimal) and fact.value > 0


def _items(case: View) -> str:
    return " ".join(str(fact.value) for fact in case.facts("征收项目"))


def _is_tax_case(case: View) -> bool:
    item = _items(case)
    return bool(re.search(TAX_ITEM, item)) or (
        bool(re.search(TAX, case.file.agency)) and not re.search("费|基金", item)
    )


def _rate_exceeded(case: View, ratios: Sequence[Fact], on: date) -> Finding | None:
    """A finding where the rate of the law is certain and the one used is above it."""
    name = "tax" if _is_tax_case(case) else "insurance" if re.search(INSURANCE, _items(case)) else "rate"
    law = case.param(name, on=on) if ratios else None
    if law is None or law.value is None:
        return None
    above = [fact for fact in ratios if isinstance(fact.value, Decimal) and fact.value > law.value]
    if not above:
        return None
    return case.failed(f"滞纳金按每日{above[0].value}%计算，法定比例为每日{law.value}%", at=above)


def _above_principal(case: View, fees: Sequence[Fact], ratios: Sequence[Fact], on: date) -> Finding:
    sums = {fact.value for name in ("征收金额", "义务本金") for fact in case.facts(name)}
    known = [value for value in sums if isinstance(value, Decimal)]
    fee = max(fact.value for fact in fees if isinstance(fact.value, Decimal))
    if not known:
        raise NeedsPerson("未读到应缴本金，不能与滞纳金比较", ())
    if fee <= min(known):
        named = ratios and (_is_tax_case(case) or re.search(INSURANCE, _items(case)))
        if named:
            return case.passed()
        return case.passed("滞纳金没有超过本金；比例的依据未绑定，请核对")
    message = f"滞纳金{fee}元，超过本金{max(known)}元"
    if _is_tax_case(case):
        return case.unsure(f"{message}；税款滞纳金是否适用这一上限有争议", at=fees)
    if re.search(INSURANCE, _items(case)):
        return case.unsure(f"{message}；社会保险费滞纳金是否适用这一上限有争议", at=fees)
    if fee <= max(known):
        return case.unsure(f"滞纳金{fee}元，各文书的本金不一致，请核对", at=fees)
    if case.duty(on=on) is None:
        return case.not_applicable("当时没有滞纳金不超过本金的规定")
    return case.failed(message, at=(*fees, *case.facts("征收金额")))
