"""Coercion (行政强制): rank and force of its basis, surcharges, no cutting off of homes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anjuan import Cited, Document, Fact, Finding, NeedsPerson, View, check

from ..reading import citation, full_title

MEASURES = ("查封(扣押)决定书", "冻结决定书")
ENFORCING = ("强制执行决定书", "代履行决定书")
ENFORCED = (*ENFORCING, "执行笔录", "强制执行公告", "催告书")
# What gives no power to coerce: remedies, and for a measure the general law of coercion and of penalties.
REMEDIES = ("行政复议法", "行政诉讼法", "民事诉讼法", "国家赔偿法")
GENERAL = (*REMEDIES, "行政强制法", "行政处罚法")
LAWFUL = ("法律", "行政法规", "地方性法规")
_LOW = re.compile(
    r"(?:意见|通知|通告|公告|批复|复函|函|纪要|方案|裁量(?:权)?(?:基准|标准)|指引|指南)(?:\(.*\)|（.*）)?$"
)
_GIVES = r"(?:法|条例)(?:\(.*\)|（.*）)?$"  # a rule may not be called 条例 (规章制定程序条例 第七条)


@check(
    "legal.coercion_basis",
    title="强制措施依据法律法规，强制执行依据法律",
    params={"enforce": "legal.coercion_basis.enforce"},
)
def coercion_basis(case: View) -> Finding:
    """CO-L01."""
    papers = case.documents(*MEASURES) or case.documents(*ENFORCING)
    if not papers:
        if case.documents("强制执行申请书") and not case.documents(*ENFORCED[:3]):
            return case.not_applicable("申请人民法院强制执行，没有自行强制的决定")
        raise NeedsPerson("卷内没有强制措施或者强制执行的决定书，本项无从判断")
    measure = papers[0].kind in MEASURES
    on = papers[0].date or case.date("决定日期")
    if (case.duty(on=on) if measure else case.param("enforce", on=on)) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    facts = _bases(case, papers, GENERAL if measure else REMEDIES)
    if not facts:
        raise NeedsPerson(f"未读到{papers[0].title}所依据的法律规范")
    # What the party violated long ago may be cited beside the basis, in the law of that day.
    named_as_basis = measure and all(fact.name == "处罚依据" for fact in facts)
    gone = next((answer for fact in facts if (answer := _gone(case, fact, on, sure=named_as_basis))), None)
    if gone:
        return gone
    ranks = {fact: _rank(case, _title(fact), on) for fact in facts}
    if any(rank in (LAWFUL if measure else LAWFUL[:1]) for rank in ranks.values()):
        return _doubts(case, facts, on) or case.passed()
    if not all(ranks.values()):
        unknown = next(fact for fact, rank in ranks.items() if not rank)
        return case.unsure(f"《{_title(unknown)}》的效力层级未登记，请核对", at=facts)
    named = "、".join(dict.fromkeys(f"《{_title(fact)}》（{ranks[fact]}）" for fact in facts))
    if any(rank in LAWFUL for rank in ranks.values()):
        return case.unsure(f"强制执行由法律设定，决定书所引为{named}，请核对", at=facts)
    others = [fact for paper in papers for fact in case.facts("引用法条", document=paper) if _title(fact)]
    if any(_rank(case, _title(fact), on) in LAWFUL for fact in others if not _remedy(fact)):
        return case.unsure(f"依据写明{named}，决定书另引有法律、法规，请核对", at=(*facts, *others))
    return case.failed(f"强制仅以规章或者规范性文件为依据：{named}", at=facts)


def _bases(case: View, papers: tuple[Document, ...], without: tuple[str, ...]) -> tuple[Fact, ...]:
    """What the decision rests on: the facts named so, else every citation in it."""
    own = [fact for paper in papers for fact in case.facts("处罚依据", document=paper)]
    own = own or [fact for paper in papers for fact in case.facts("引用法条", document=paper)]
    return tuple(fact for fact in own if _title(fact) and not any(word in _title(fact) for word in without))


def _remedy(fact: Fact) -> bool:
    return any(word in _title(fact) for word in GENERAL)


def _title(fact: Fact) -> str:
    hit = re.search(r"《([^《》]+)》", str(fact.value))
    return hit[1] if hit else ""


def _rank(case: View, written: str, on: date) -> str:
    """Level of a norm by the registry, else by its title where that tells; empty where it does not."""
    title = full_title(case, written, on)
    versions = case.law.registry.versions.get(title or "", ())
    if versions:
        return "规范性文件" if versions[-1].level.startswith("规范性文件") else versions[-1].level
    if _LOW.search(written):
        return "规范性文件"
    name = re.sub(r"[(（].*[)）]$", "", written)
    if not re.search(_GIVES, written) or name.endswith("办法"):
        return ""
    return "法律" if name.endswith("法") else "行政法规"


def _gone(case: View, fact: Fact, on: date, *, sure: bool) -> Finding | None:
    """A fault where the norm was certainly not in force, or has no such article."""
    registry, cited = case.law.registry, citation(fact)
    title = full_title(case, _title(fact), on)
    versions = registry.versions.get(title or "", ())
    if title is None or not versions or not all(version.certain for version in versions):
        return None
    status = registry.status(title, on)
    if status in ("not_yet", "repealed"):
        state = "尚未施行" if status == "not_yet" else "已经失效"
        if status == "repealed" and not sure:
            return case.unsure(
                f"《{_title(fact)}》在{on.isoformat()}已经失效，是否为行为时的规定请核对", at=fact
            )
        return case.failed(f"作出决定时（{on.isoformat()}）《{_title(fact)}》{state}", at=fact)
    version = registry.version(title, on)
    if cited and version and version.counted and version.articles and cited.article > version.articles:
        place = Cited("", cited.article).place
        return case.failed(f"《{_title(fact)}》共{version.articles}条，没有{place}", at=fact)
    return None


def _doubts(case: View, facts: Iterable[Fact], on: date) -> Finding | None:
    """A doubt where nobody registered the version of a norm in force that day."""
    for fact in facts:
        title = full_title(case, _title(fact), on)
        if title is None or case.law.registry.status(title, on) == "unknown":
            return case.unsure(f"《{_title(fact)}》在决定日的版本未登记，是否有效请核对", at=fact)
    return None


@check("legal.surcharge_capped", title="加处罚款或者滞纳金不超过本金")
def surcharge_capped(case: View) -> Finding:
    """CO-L03."""
    added = [
        fact
        for name in ("加处罚款金额", "滞纳金金额")
        for fact in case.facts(name)
        if isinstance(fact.value, Decimal)
    ]
    orders = case.documents("加处罚款决定书")
    if not added and not orders:
        return case.not_applicable("没有加处罚款或者滞纳金")
    on = _money_day(case, orders)
    if case.duty(on=on) is None:
        return case.not_applicable("当时法律没有规定加处罚款或者滞纳金的上限")
    if not added:
        return case.unsure("未读到加处罚款或者滞纳金的金额")
    principal = case.amount("义务本金") or case.amount("罚款金额")
    if principal is None:
        return case.unsure("未读到金钱给付义务的本金")
    most = max(added, key=lambda fact: Decimal(str(fact.value)))
    if Decimal(str(most.value)) > principal:
        if most.name == "滞纳金金额" and re.search("税|海关|社会保险|社保|医疗保障", case.file.agency):
            return case.unsure("滞纳金超过本金，是否适用行政强制法的上限由评查人员判断", at=most)
        text = f"{most.name.removesuffix('金额')}{most.value:,f}元，超过本金{principal:,f}元"
        return case.failed(text, at=(most, *case.facts("义务本金"), *case.facts("罚款金额")))
    return case.passed()


def _money_day(case: View, orders: tuple[Document, ...]) -> date:
    papers = (*orders, *case.documents(*ENFORCING, "催告书", "强制执行申请书"))
    days = [paper.date for paper in papers if paper.date]
    return min(days) if days else case.date("决定日期")


CUT = (
    r"(?:停止|切断|中断|关停)[^。;,]{0,14}?(?:供[水电气热暖]|供燃气|水电|用水|用电|燃气|天然气|暖气)"
    r"|[停断][水电气热暖](?![泥表费机器])"
)
NOT_CUT = r"不得|不(?:采取|以|对)|未(?:采取|以|对)?|没有|严禁|禁止"
NO_HOME = r"非居民|非住宅|居民委员会|居委会|(?:小区|宿舍|住宅)[^。;,]{0,12}(?:商铺|店|号|栋|门面|仓库|厂)"
SAFETY = r"安全|施工|拆除|危房|防止"
HOMES = r"居民|住宅|住户|家庭|住房|宿舍|家中|居住|小区"


@check("legal.no_cutoff_of_homes", title="未以停止居民水电热气方式迫使履行")
def no_cutoff_of_homes(case: View) -> Finding:
    """CO-L04 (assisted)."""
    papers = case.documents(*ENFORCED)
    if not papers:
        return case.not_applicable("没有强制执行")
    days = [paper.date for paper in papers if paper.date]
    if case.duty(on=min(days) if days else case.date("决定日期")) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    for paper in papers:
        text = case.text(paper)
        for hit in case.find_all(paper, CUT):
            if re.search(NOT_CUT, re.split("[。;]", text[max(hit.start - 40, 0) : hit.start])[-1]):
                continue
            around = text[max(hit.start - 60, 0) : hit.end + 60]
            if re.search(HOMES, re.sub(NO_HOME, "", around)) and not re.search(SAFETY, around):
                return case.failed(f"{paper.title}记载停止居民生活的水电热气供应：{hit.text}", at=hit)
            return case.unsure(f"{paper.title}记载{hit.text}，是否涉及居民生活请核对", at=hit)
    case.note(*papers)
    return case.passed()
