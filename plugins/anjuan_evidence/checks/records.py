"""Source of the case and the records of inspection and inquiry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from rapidfuzz import fuzz

from anjuan import Document, Finding, NeedsPerson, View, check

from ._papers import (
    DECISIONS,
    INQUIRY,
    INSPECTION,
    NARRATIVES,
    RECORDS,
    each,
    lines,
    mentioned,
    names_officers,
    plain,
    step_day,
    titled,
)

SAME_SITE = 75  # rapidfuzz ratio from which two addresses may be one site
_SOURCE = (
    r"(?:案件|线索|案源)来源\s*:?\s*(?!登记|案由|时间|日期|立案|当事人|案情|主要|内容|线索提供|受理|编号|及)[一-龥]{2,}|(?:检查|巡查|巡逻|抽检|抽查|监测|排查|走访)(?:中|时|过程中)?,?发现"
    r"|投诉|举报|移送|移交|交办|转办|转来|报案|自首|信访|12345|督办|媒体|[☑√■]\s*(?:检查|举报|投诉|移送|交办)"
)
_CLOCK = r"(?<!\d)(?:[01]?\d|2[0-4])\s*(?:[时点]|:(?=\s*\d{2}))"
_DAY = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}"
_HEAD_ENDS = r"告知|(?:现场)?(?:检查|勘验|勘查|核查)?情况|问\s*:|经检查|我们是|执法人员出示"
_END = rf"(?:结束|终了|完毕|终止|止于|截止)[^。]{{0,25}}?{_CLOCK}"
_PLACE = r"(?:检查|勘验|勘查|询问|调查|现场|核查)?(?:地点|场所|地址|现场)\s*:?\s*[^\s:]{3,}"
_INSPECTED = r"现场(?:检查|勘验|勘查|勘察|核查)(?!通知|方案|计划)"
_INQUIRED = r"询问笔录|询问(?:了|调查)|(?:进行|接受)(?:了)?(?:调查)?询问|制作(?:了)?(?:调查)?询问"
_REFUSED = (
    r"拒绝(?:接受)?(?:调查|询问|配合|到场|签)|拒不(?:接受|配合|到)|未(?:能)?(?:按时|如期)?(?:到场|到案|前来|接受(?:调查|询问))"
    r"|无法(?:联系|找到|询问)|下落不明"
)
_RIGHTS = r"回避|陈述|申辩"
_DUTIES = r"如实|权利|义务"


@check("evidence.source_recorded", title="案件来源有记载", form=True)
def source_recorded(case: View) -> Finding:
    """A source form, the filing form or the report says where the case came from."""
    kinds = ("案件来源登记表", "立案审批表", "案件调查终结报告")
    if case.optional("案件来源"):
        return case.passed()
    case.document(*kinds)
    papers = case.documents(*kinds)
    if any(case.find(paper, _SOURCE) for paper in papers):
        return case.passed()
    case.readable(*papers)
    return case.failed("案件来源登记表、立案审批表和调查报告都没有记载案件来源")


@check("evidence.inspection_record", title="现场检查或者勘验制作笔录且时间地点事实齐全")
def inspection_record(case: View) -> Iterator[Finding]:
    """An inspection that a paper speaks of has a record, with day, times, place, officers and facts."""
    records = case.documents(INSPECTION)
    if records:
        yield from each(case, records, _inspection)
        return
    said = mentioned(case, _INSPECTED, *NARRATIVES)
    case.document(INSPECTION)
    if said is None:
        yield case.not_applicable("没有进行现场检查或者勘验")
    elif titled(case, r"(?:检查|勘验|勘查|勘察|核查|巡查).{0,4}(?:笔录|记录)"):
        yield case.unsure("没有识别到现场检查笔录，有一份材料可能就是，请人工辨认")
    elif case.duty(on=step_day(case)):
        places = (said.evidence, *case.absent(INSPECTION))
        yield case.failed("文书称进行了现场检查（勘验），卷内没有笔录", at=places)


def _inspection(case: View, document: Document) -> Iterator[Finding]:
    text = lines(case, document)
    lacking = [] if _dated(case, document, text) else ["日期"]
    if not case.facts("笔录地点", document=document) and not re.search(_PLACE, text):
        lacking.append("地点")
    if not names_officers(case, document):
        lacking.append("检查人员")
    if len(re.sub(r"\s", "", text)) < 60:
        lacking.append("检查情况")
    yield from _gaps(case, document, lacking, text)


def _gaps(case: View, document: Document, lacking: Sequence[str], text: str) -> Iterator[Finding]:
    """Gaps of one record: grave ones, else the form of its times."""
    times = _times(case, document, text)
    if not lacking and times == 2:
        return
    if lacking or not _time_line_is_clear(case, document):
        case.readable(document)
    if case.duty(on=step_day(case, document)) is None:
        return
    if lacking:
        yield case.failed(f"{document.title}缺少{'、'.join(lacking)}", at=document)
    else:
        what = "结束时间" if times else "起止时间（只有日期）"
        yield case.failed(f"{document.title}没有记载{what}", at=document, milder=True)


def _dated(case: View, document: Document, text: str) -> bool:
    names = ("笔录开始时间", "现场检查日期", "询问日期")
    read = any(case.facts(name, document=document) for name in names)
    return read or document.date is not None or bool(re.search(_DAY, text))


def _times(case: View, document: Document, text: str) -> int:
    """How many of start and end time the record gives."""
    start = case.facts("笔录开始时间", document=document)
    end = case.facts("笔录结束时间", document=document)
    if start and end:
        return 2
    stop = re.search(_HEAD_ENDS, text)
    head = text[: stop.start()] if stop and stop.start() > 20 else text[:260]
    clocks = len(re.findall(_CLOCK, head)) + bool(re.search(_END, text[len(head) :]))
    return min(2, max(clocks, bool(start) + bool(end)))


def _time_line_is_clear(case: View, document: Document) -> bool:
    """True when the line of the time was read well, so that its silence on the hour means something."""
    hit = case.find(document, rf"时间[^。]{{0,6}}?{_DAY}")
    return hit is not None and hit.confidence >= case.trust


@check("evidence.inquiry_record", title="询问制作笔录，一人一份，拒绝的有注明")
def inquiry_record(case: View) -> Iterator[Finding]:
    """An inquiry that a paper relies on has a record with day, person and officers."""
    records = case.documents(INQUIRY)
    if records:
        yield from each(case, records, _inquiry)
        yield from _count(case, len(records))
        return
    said = mentioned(case, _INQUIRED, *NARRATIVES)
    case.document(INQUIRY)
    if said is None:
        yield case.not_applicable("没有进行询问")
    elif titled(case, r"(?:询问|调查|谈话|约谈).{0,4}(?:笔录|记录)"):
        yield case.unsure("没有识别到询问笔录，有一份材料可能就是，请人工辨认")
    elif mentioned(case, _REFUSED, *NARRATIVES, INSPECTION):
        yield case.passed("已注明拒绝或者未能接受询问")
    elif case.duty(on=step_day(case)):
        places = (said.evidence, *case.absent(INQUIRY))
        yield case.failed("文书以询问为据，卷内没有询问笔录", at=places)


def _inquiry(case: View, document: Document) -> Iterator[Finding]:
    text = lines(case, document)
    people = {
        plain(name) for f in case.facts("被询问人", document=document) for name in _persons(str(f.value))
    }
    lacking = [] if _dated(case, document, text) else ["日期"]
    if not people and not re.search(
        r"被(?:询问|调查|谈话)人\s*(?:\([^()]*\))?\s*:?\s*(?!签)[一-龥]{2}|我叫", text
    ):
        lacking.append("被询问人")
    if not names_officers(case, document):
        lacking.append("询问人")
    yield from _gaps(case, document, lacking, text)
    if len(people) > 1 and case.duty(on=step_day(case, document)):
        yield case.failed(f"一份{document.title}询问了{len(people)}人，应一人一份", at=document, milder=True)


def _persons(text: str) -> list[str]:
    return [part for part in re.split(r"[、,;/\s]+", text) if re.fullmatch(r"[一-龥·]{2,8}", part)]


def _count(case: View, found: int) -> Iterator[Finding]:
    """An evidence list that counts more records than the file holds is put to a person."""
    hit = mentioned(case, r"询问笔录(?:共|各)?\s*([2-9]|两|二|三|四|五|六)\s*份", *DECISIONS)
    if hit and hit.groups[0]:
        said = " 一二三四五六".find(hit.groups[0].replace("两", "二"))
        said = said if said > 0 else int(hit.groups[0])
        if said > found:
            yield case.unsure(f"决定书列询问笔录{said}份，卷内识别到{found}份，请核对", at=hit)


@dataclass(frozen=True, slots=True)
class _Span:
    """One record in time."""

    document: Document
    start: datetime
    end: datetime
    place: str
    person: str
    officers: frozenset[str]


@check("evidence.no_time_overlap", title="同一执法人员的询问、检查时间不重叠")
def no_time_overlap(case: View) -> Iterator[Finding]:
    """One officer cannot ask or inspect in two places, or two persons, at one time."""
    spans = [span for document in case.documents(*RECORDS) if (span := _span(case, document))]
    if len(spans) < 2:
        yield case.not_applicable("有起止时间的笔录不足两份")
    for one, other in combinations(spans, 2):
        if one.start < other.end and other.start < one.end:
            yield from _clash(case, one, other)


def _span(case: View, document: Document) -> _Span | None:
    start = case.optional("笔录开始时间", document=document)
    end = case.optional("笔录结束时间", document=document)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    if end < start:
        raise NeedsPerson(f"{document.title}的结束时间早于开始时间，请核对", ())
    place = case.facts("笔录地点", document=document)
    person = case.facts("被询问人", document=document)
    officers = frozenset(plain(one.text("name")) for one in case.records("笔录人员", document=document))
    return _Span(
        document,
        start,
        end,
        plain(str(place[0].value)) if place else "",
        plain(str(person[0].value)) if person else "",
        officers - {""},
    )


def _clash(case: View, one: _Span, other: _Span) -> Iterator[Finding]:
    places = (one.document, other.document)
    shared = sorted(one.officers & other.officers)
    text = f"{one.document.title}（{one.start:%m-%d %H:%M}至{one.end:%H:%M}）与{other.document.title}" + (
        f"（{other.start:%m-%d %H:%M}至{other.end:%H:%M}）时间重叠"
    )
    apart = _apart(one.place, other.place)
    same_person = bool(one.person) and one.person == other.person
    two_persons = bool(one.person and other.person) and not same_person
    if shared and (apart or two_persons):
        if case.duty(on=one.start.date()):
            yield case.failed(f"{text}，{'、'.join(shared)}不能同时参加", at=places)
    elif (same_person and apart) or (shared and one.place != other.place):
        yield case.unsure(f"{text}，是否在同一地点请核对", at=places)


def _apart(one: str, other: str) -> bool:
    """True for two addresses that are surely not one site (a room of it, or the site without its number)."""
    if not one or not other or one in other or other in one:
        return False
    return fuzz.ratio(one, other) < SAME_SITE


@check("evidence.rights_told", title="询问、检查时告知申请回避和陈述申辩等权利")
def rights_told(case: View) -> Iterator[Finding]:
    """Every record of inquiry or inspection tells the rights."""
    case.document(*RECORDS)
    records = case.documents(*RECORDS)
    if not records:
        yield case.not_applicable("没有进行询问或者检查")
    yield from each(case, records, _told)


def _told(case: View, document: Document) -> Iterator[Finding]:
    if case.find(document, _RIGHTS) or case.duty(on=step_day(case, document)) is None:
        return
    case.readable(document)
    if case.find(document, _DUTIES):
        yield case.unsure(
            f"{document.title}没有写明申请回避和陈述申辩的权利，告知是否充分由人工判断", at=document
        )
    else:
        yield case.failed(f"{document.title}没有告知申请回避、陈述申辩等权利的记录", at=document)
