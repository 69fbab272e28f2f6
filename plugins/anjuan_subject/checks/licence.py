"""Licences: the organ that grants, the item granted, the applicant and his agent. All three only point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, Match, NeedsPerson, Row, View, check, find_citations

from ._papers import lines, plain, surely
from .organ import authority_row, cited_places, names_organ, same_region

DECISIONS = ("准予许可决定书", "不予许可决定书", "延续决定", "变更决定", "撤销决定", "注销决定")
SAME_ITEM = 85  # rapidfuzz ratio from which two names are one item of licence
_GENERAL = ("行政许可法", "行政复议法", "行政诉讼法", "行政处罚法")
_LOW = re.compile(r"(?:意见|通知|通告|公告|批复|复函|函|纪要|方案|指引|指南|办事须知|清单)(?:[(（].*[)）])?$")
_AGENT = (
    r"(?<!法定)(?<!监护)(?<!诉讼)(?<!专利)(?<!商标)(?:委托)?代理人(?:姓名)?(?:\(?(?:签名|签字|盖章|签章|或)+\)?)?[:]?[^\S\n]*"
    r"(?!签|姓|电|身|联|身份|证|日|年|授|无|签名|或|的|应|及)([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])"
)
_AUTHORISED = r"授权委托|委托书|授权书|委托代理手续"


@check("subject.licence_authority", title="实施许可的机关有法定权限，委托实施已公告")
def licence_authority(case: View) -> Finding:
    """LI-S01: the register of powers gives the item to the organ, or to another organ of the region."""
    organ, day = str(case.value("处罚机关")), _day(case)
    if case.duty(on=day) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    own = authority_row(case, organ, day)
    if own is None:
        return case.unsure(f"执法主体台账中没有{day}有效的{organ}")
    case.note(own)
    rows = [row for row in case.register("powers") if row.valid(day) and "许可" in row.text("kind")]
    mine = [row for row in rows if _fits(case, row)]
    if any(names_organ(own, row.text("agency")) for row in mine):
        return case.passed()
    if _entrusted(case, own, day):
        return case.passed("台账有委托实施的记录，公告请核对")
    elsewhere = [row for row in mine if same_region(case, own, row, day)]
    if not elsewhere:
        return case.unsure(f"权责清单中没有{organ}与本案许可相应的事项")
    if re.search(r"行政审批|政务服务|审批服务|自由贸易|开发区|高新区|管理委员会|管委会", organ):
        return case.unsure(
            f"权责清单把该许可列给{elsewhere[0].text('agency')}；是否集中行使许可权请核对", at=elsewhere
        )
    named = [row for row in elsewhere if _by_name(case, row) or not _items(case)]
    if not named:
        return case.unsure(
            f"权责清单中与本案依据相同的事项列给{elsewhere[0].text('agency')}，是否即为本案许可请核对",
            at=elsewhere,
        )
    return case.failed(f"权责清单把该许可列给{elsewhere[0].text('agency')}，不是{organ}", at=elsewhere)


def _day(case: View) -> date:
    return surely(case, "决定日期") or case.date("受理日期")


def _items(case: View) -> list[str]:
    return [name for fact in case.facts("许可事项") if (name := plain(str(fact.value)))]


def _fits(case: View, row: Row) -> bool:
    """True when the row means the item of the case, by its name, else by a basis that both name."""
    if _by_name(case, row):
        return True
    facts = [fact for fact in _cited(case) if not _general(str(fact.value))]
    places = {place for fact in facts for place in cited_places(str(fact.value))}
    return bool(places & cited_places(row.text("basis")))


def _by_name(case: View, row: Row) -> bool:
    name = plain(row.text("name"))
    return bool(name) and any(
        item in name or name in item or fuzz.ratio(item, name) >= SAME_ITEM for item in _items(case)
    )


def _cited(case: View) -> Iterable[Fact]:
    """What the decision cites: its basis, else all that it names."""
    basis = case.facts("处罚依据")
    return basis or tuple(
        fact for paper in case.documents(*DECISIONS) for fact in case.facts("引用法条", document=paper)
    )


def _general(text: str) -> bool:
    return any(word in text for word in _GENERAL)


def _entrusted(case: View, own: Row, day: date) -> bool:
    try:
        rows = [row for row in case.register("entrustments") if row.valid(day)]
    except NeedsPerson:
        return False
    found = [row for row in rows if names_organ(own, row.text("agent")) and "许可" in row.text("scope")]
    case.note(*found)
    return bool(found)


@check("subject.licence_item", title="许可事项依法设定并列入公布的事项清单")
def licence_item(case: View) -> Finding:
    """LI-S02: set by law or regulation, and in the published list; a norm document sets no licence."""
    day = _day(case)
    if case.duty(on=day) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    facts = [fact for fact in _cited(case) if not _general(str(fact.value))]
    others = [
        fact
        for name in ("处罚依据", "引用法条")
        for fact in case.facts(name)
        if not _general(str(fact.value)) and not _norm_document(str(fact.value))
    ]
    if facts and others and all(_norm_document(str(fact.value)) for fact in facts):
        return case.unsure(
            f"许可决定以{facts[0].value}为依据，卷内另引用{others[0].value}，请核对", at=(*facts, others[0])
        )
    if facts and all(_norm_document(str(fact.value)) for fact in facts):
        return case.failed(f"许可仅以规范性文件为依据：{facts[0].value}", at=facts)
    rows = [row for row in case.register("powers") if row.valid(day) and "许可" in row.text("kind")]
    listed = [row for row in rows if _fits(case, row)]
    if not listed:
        return case.unsure("该日的事项清单中没有与本案许可相应的事项，是否仅为名称变更由评查人员判断")
    case.note(*listed)
    return case.passed()


def _norm_document(text: str) -> bool:
    """True for a title that no law, regulation or rule can bear."""
    cited = next(find_citations(text), None)
    title = cited.law if cited else text.strip("《》")
    hit = re.search(r"《([^《》]+)》", text)
    title = hit[1] if hit else title
    return bool(_LOW.search(title)) and "国务院" not in title


@check("subject.licence_agent", title="申请人具备资格，代理人有授权")
def licence_agent(case: View) -> Finding:
    """LI-S03: an agent who signs shows his authority; whether the applicant qualifies is for a person."""
    if case.duty(on=_day(case)) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    papers = case.documents("许可申请书", "收件凭证", "申请材料清单", "受理通知书", "送达回证")
    agent = next((found for paper in papers if (found := _agent(case, paper))), None)
    if agent is None:
        return case.not_applicable("没有代理人；申请人是否具备资格由评查人员判断")
    if case.document("授权委托书") is not None:
        return case.passed()
    within = [
        hit
        for paper in case.documents("许可申请书", "申请材料", "unknown")
        if (
            hit := case.find(
                paper,
                r"兹委托|特委托|现委托|授权[^。;]{0,16}(?:办理|代理|全权)|委托[^。;]{1,24}(?:办理|代为|代理)|委托书",
            )
        )
    ]
    if within:
        return case.unsure(f"申请材料中有“{within[0].text}”字样，是否即为授权请核对", at=within[:1])
    if _mentioned(case):
        return case.unsure("材料清单列有授权委托书，卷内没有识别到，请核对")
    return case.failed(
        f"代理人{agent.text}代为申请，卷内没有授权委托书",
        at=(agent.evidence, *case.absent("授权委托书")),
    )


def _agent(case: View, paper: Document) -> Match | None:
    """Where a paper names an agent of the applicant."""
    hit = re.search(_AGENT, lines(case, paper))
    return case.find(paper, re.escape(hit[1])) if hit else None


def _mentioned(case: View) -> bool:
    papers: tuple[Document, ...] = case.file.documents
    if any(re.search(_AUTHORISED, paper.title) for paper in papers):
        return True
    return any(
        case.find(paper, _AUTHORISED) for paper in case.documents("申请材料清单", "收件凭证", "申请材料")
    )
