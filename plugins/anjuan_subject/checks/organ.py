"""The deciding organ: power, entrustment, name, jurisdiction. All four only point; a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from anjuan import Document, Finding, NeedsPerson, Row, View, check, find_citations

from ._papers import RECORDS, plain, scanned

_TRANSFER = "指定管辖|移送(?:函|书|通知)|管辖通知"
_TOWN = ("镇人民政府", "乡人民政府", "街道办事处")


@check("subject.authority_has_power", title="作出处罚决定的机关对该事项依法具有行政处罚权")
def authority_has_power(case: View) -> Finding:
    """The register of powers names the organ for the cited basis, or names another organ of the region."""
    organ, day = str(case.value("处罚机关")), case.date("决定日期")
    own = authority_row(case, organ, day)
    if own is None:
        return case.unsure(f"执法主体台账中没有{day}有效的{organ}")
    case.note(own)
    cited = {key for fact in case.facts("处罚依据") for key in cited_places(str(fact.value))}
    rows = [row for row in case.register("powers") if row.valid(day) and "处罚" in row.text("kind")]
    fitting = [row for row in rows if cited & cited_places(row.text("basis"))]
    if any(names_organ(own, row.text("agency")) for row in fitting):
        return case.passed()
    elsewhere = [row for row in fitting if same_region(case, own, row, day)]
    if not elsewhere:
        return case.unsure(f"权责清单中没有{organ}与本案处罚依据相应的事项")
    if case.duty(on=day) is None:
        return case.not_applicable()
    return case.failed(f"权责清单把该事项列给{elsewhere[0].text('agency')}，不是{organ}", at=elsewhere)


@lru_cache(4096)  # the rows of a register come by in every case file
def cited_places(text: str) -> frozenset[tuple[str, int]]:
    """Law and article of every citation in a text."""
    return frozenset(
        (cited.law.removeprefix("中华人民共和国"), cited.article) for cited in find_citations(text)
    )


def authority_row(case: View, organ: str, day: date) -> Row | None:
    """The row of the register `authorities` that names an organ on a day."""
    return next(
        (row for row in case.register("authorities") if row.valid(day) and names_organ(row, organ)), None
    )


def names_organ(row: Row, organ: str) -> bool:
    """True when a row of the register `authorities` bears the name or has it as an alias."""
    return plain(organ) in _names(row.text("name"), row.text("aliases"))


@lru_cache(4096)
def _names(name: str, aliases: str) -> frozenset[str]:
    others = aliases.replace("；", ";").replace("、", ";").replace("，", ";").split(";")
    return frozenset((plain(name), *(plain(alias) for alias in others if alias)))


def same_region(case: View, own: Row, power: Row, day: date) -> bool:
    """True when the organ that a row of `powers` names lies in the region of `own`."""
    other = authority_row(case, power.text("agency"), day)
    return other is not None and other.text("region") == own.text("region")


@check("subject.entrustment", title="受委托组织在委托范围内以委托机关名义实施处罚")
def entrustment(case: View) -> Finding:
    """An entrusted body signs in the entrusting organ's name, within the term of a letter."""
    organ, rows = str(case.value("处罚机关")), case.register("entrustments")
    as_agent = [row for row in rows if plain(row.text("agent")) == plain(organ)]
    if as_agent:
        if case.duty(on=case.date("决定日期")) is None:
            return case.not_applicable()
        principal = as_agent[0].text("principal")
        return case.failed(
            f"{organ}受{principal}委托，却以自己的名义作出决定", at=(*case.facts("处罚机关"), *as_agent)
        )
    mine = [row for row in rows if plain(row.text("principal")) == plain(organ)]
    used = [row for row in mine if _mentioned(case, row.text("agent"))]
    if not used:
        return case.not_applicable("本案没有委托执法的记载")
    case.note(*used)
    day = case.date("决定日期")
    if not any(row.valid(day) for row in used):
        if case.duty(on=day) is None:
            return case.not_applicable()
        return case.failed(f"{used[0].text('agent')}的委托在{day}不在有效期内", at=used)
    if any("委托书" in paper.title and paper.kind != "授权委托书" for paper in case.file.documents):
        return case.passed()
    case.document("行政执法委托书")
    if case.duty(on=day) is None:
        return case.passed()
    return case.failed("委托在台账中有效，卷内没有委托书复印件", at=used, milder=True)


def _mentioned(case: View, name: str) -> bool:
    return any(plain(name) in plain(case.text(paper)) for paper in case.file.documents)


@check("subject.organ_name_consistent", title="对外文书的机关名称、文头与印章为同一机关")
def organ_name_consistent(case: View) -> Iterator[Finding]:
    """Head and signature line of each outward paper name the deciding organ; seals are for a person."""
    organ = _head_of_decision(case) or str(case.value("处罚机关"))
    for document in case.file.documents:
        try:
            names = {
                str(fact.value)
                for key in ("文头机关", "落款机关")
                for fact in case.facts(key, document=document)
            }
            finding = _one_organ(case, document, names, organ)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (document,))
        if finding:
            yield finding


def _head_of_decision(case: View) -> str:
    for paper in case.documents("行政处罚决定书", "不予行政处罚决定书", "当场行政处罚决定书"):
        for fact in case.facts("文头机关", document=paper):
            return str(fact.value)
    return ""


def _one_organ(case: View, document: Document, names: set[str], organ: str) -> Finding | None:
    strange = [name for name in sorted(names) if plain(name) != plain(organ)]
    if not strange or _renamed(case, strange[0], organ):
        return None
    if all(
        plain(name) in plain(organ) or plain(organ) in plain(case.text(document)) for name in strange
    ) and ("联合" in case.text(document)):
        return None
    near = scanned(document) and fuzz.ratio(plain(strange[0]), plain(organ)) >= 70
    if near:
        return case.unsure(f"{document.title}的机关名称识别为“{strange[0]}”，与{organ}略有差异", at=document)
    day = document.date or case.date("决定日期")
    if case.duty(on=day) is None:
        return None
    return case.failed(f"{document.title}署名“{strange[0]}”，与决定机关“{organ}”不是同一名称", at=document)


def _renamed(case: View, name: str, organ: str) -> bool:
    """True when the register of authorities knows both names for one body."""
    try:
        rows = case.register("authorities")
    except NeedsPerson:
        return False
    both = [row for row in rows if names_organ(row, name) and names_organ(row, organ)]
    codes = [{row.text("uscc") for row in rows if names_organ(row, one)} - {""} for one in (name, organ)]
    case.note(*both)
    return bool(both) or bool(codes[0] & codes[1])


@check("subject.jurisdiction", title="地域管辖和级别管辖符合规定，镇街执法有省级决定")
def jurisdiction(case: View) -> Finding:
    """The place of the inspection lies in the organ's region, unless a transfer or designation is on file."""
    organ = str(case.value("处罚机关"))
    day = case.optional_date("立案日期") or case.date("决定日期")
    if any(
        case.find(paper, _TRANSFER)
        for paper in case.file.documents
        if paper.kind in ("立案审批表", "unknown")
    ):
        return case.passed("卷内有移送或者指定管辖的材料")
    own = authority_row(case, organ, day)
    if own is None:
        return case.unsure(f"执法主体台账中没有{day}有效的{organ}")
    case.note(own)
    if organ.endswith(_TOWN) and not any(
        row.valid(day) and names_organ(own, row.text("agency")) for row in case.register("powers")
    ):
        return case.unsure(f"没有下放给{organ}的处罚权目录，不能核对级别管辖")
    places = [
        str(f.value)
        for record in case.documents(*RECORDS[:1])
        for f in case.facts("笔录地点", document=record)
    ]
    if not places:
        return case.unsure("违法行为发生地未能识别")
    region = own.text("region")
    if any(region in place for place in places):
        return case.passed()
    others = {
        row.text("region") for row in case.register("authorities") if row.text("level") == own.text("level")
    }
    outside = [other for other in sorted(others - {region, ""}) if any(other in place for place in places)]
    if not outside:
        return case.unsure(f"不能判断检查地点是否在{region}")
    if case.duty(on=day) is None:
        return case.not_applicable()
    return case.failed(f"检查地点在{outside[0]}，不在{organ}的执法区域（{region}）")
