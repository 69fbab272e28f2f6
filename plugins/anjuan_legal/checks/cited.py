"""Norms that a decision other than a penalty cites: in force on its day, and with such an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from anjuan import Document, Fact, Finding, NeedsPerson, View, check, law_successor

from ..reading import citation, full_title

# The deciding papers by category; the duty's law key is `legal.cited_norms.<category>`.
DECIDING: Mapping[str, tuple[str, ...]] = {
    "licence": ("准予许可决定书", "不予许可决定书", "延续决定", "变更决定", "撤销决定", "注销决定"),
}
PRINTED = ("许可证件",)
GONE = "已经失效"


@check("legal.cited_norms", title="决定引用的规范有效、准确")
def cited_norms(case: View) -> Finding:
    """LI-L01: no act of the past is judged here, so the law of the day of the decision counts."""
    category = case.file.category
    kinds = DECIDING.get(category, ())
    papers = case.documents(*kinds)
    if not papers:
        return _no_paper(case, kinds)
    on = _day(case, papers)
    if case.duty(on=on, key=f"legal.cited_norms.{category}") is None:
        return case.not_applicable("作出决定时法律没有本项要求")
    cited = _cited(case, papers)
    if not cited:
        case.readable(*papers)
        if any(case.find(paper, r"《[^《》]{3,40}》") for paper in papers):
            raise NeedsPerson("决定书引用的规范未能读出", ())
        return case.not_applicable("决定没有引用规范")
    doubts: list[tuple[Fact, str]] = []
    for fact in cited:
        verdict, message = _judged(case, str(fact.value), fact, on)
        if verdict == "fail" and GONE in message and _of_then(case, fact, papers):
            verdict, message = "unsure", f"{message}；是否援引当时有效的规定由评查人员判断"
        if verdict == "fail":
            return case.failed(message, at=fact)
        doubts += [(fact, message)] if verdict == "unsure" else []
    if doubts:
        return case.unsure(doubts[0][1], at=[fact for fact, _ in doubts])
    return case.passed()


def _no_paper(case: View, kinds: tuple[str, ...]) -> Finding:
    if case.documents(*PRINTED) and case.document(*kinds) is None:
        return case.not_applicable("以印制的证件准予许可，没有引用规范")
    raise NeedsPerson("卷内没有决定书，本项无从判断", case.absent(*kinds))


def _day(case: View, papers: tuple[Document, ...]) -> date:
    found = case.optional_date("决定日期") or next((paper.date for paper in papers if paper.date), None)
    if found is None:
        raise NeedsPerson("未读到“决定日期”")
    return found


def _cited(case: View, papers: tuple[Document, ...]) -> tuple[Fact, ...]:
    """Each place that the decisions cite, once."""
    facts = [
        fact
        for paper in papers
        for name in ("引用法条", "处罚依据")
        for fact in case.facts(name, document=paper)
    ]
    return tuple({str(fact.value): fact for fact in reversed(facts)}.values())


def _of_then(case: View, fact: Fact, papers: tuple[Document, ...]) -> bool:
    """True where an older norm may be cited rightly: for the grant that is revoked, or as it stood at acceptance."""
    paper = next((one for one in papers if one.id == fact.evidence.document), None)
    if paper is None or paper.kind in ("撤销决定", "注销决定"):
        return True
    if case.find(paper, r"当时(?:有效|施行|的)|(?:原|修[订改]前的?|旧)《|废止前|施行前"):
        return True
    place = citation(fact)
    hit = re.search(r"《([^《》]+)》", str(fact.value))
    written = place.law if place else hit[1] if hit else ""
    for name in ("受理日期", "申请日期"):
        for one in case.file.facts:
            if one.name != name or not isinstance(one.value, date):
                continue
            title = full_title(case, written, one.value)
            if title and case.law.registry.status(title, one.value) == "in_force":
                return True
    return False


def _judged(case: View, text: str, fact: Fact, on: date) -> tuple[str, str]:
    place = citation(fact)
    hit = re.search(r"《([^《》]+)》", text)
    written = place.law if place else hit[1] if hit else text
    title = full_title(case, written, on)
    if title is None:
        return "unsure", f"《{written}》未登记或者名称有歧义，不能断定其效力"
    registry = case.law.registry
    versions, status = registry.versions.get(title, ()), registry.status(title, on)
    certain = bool(versions) and all(version.certain for version in versions)
    if status in ("not_yet", "repealed"):
        state = "尚未施行" if status == "not_yet" else GONE
        return (
            "fail" if certain else "unsure"
        ), f"《{written}》在{_zh(on)}决定时{state}{_replaced(title, on)}"
    version = registry.version(title, on)
    if version is None or not version.certain:
        return "unsure", f"《{written}》在{_zh(on)}的版本未登记或者未核实"
    if place is None:
        return "pass", ""
    if place.article <= (version.articles or 0):
        return "pass", ""
    if version.articles is None or not version.counted:
        return "unsure", f"《{written}》的条数未核实，不能断定引用的条文是否存在"
    return "fail", f"{place}不存在：《{written}》共{version.articles}条"


def _replaced(title: str, on: date) -> str:
    found = law_successor(title, on)
    return f"，{_zh(found.day)}起由《{found.successor}》取代" if found else ""


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
