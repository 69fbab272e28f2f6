"""Records of acts: when, where, by whom (检查, 询问, 听证, 讨论)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from anjuan import Fact, Record

from .paper import GUESS, LIKELY, Paper, Place
from .prints import Field
from .values import CERTIFICATE, NAME, Found, find_days, find_span, first_day, names

_ACT = r"(?:现场|行政)?(?:检查|勘验|勘查|询问|调查|核查|讨论|会议|听证|谈话|陈述|申辩|复查|执行|检测|处罚)"
_WHEN = (
    re.compile(rf"(?:{_ACT}){{1,2}}(?:起止)?时间"),
    re.compile(r"(?:起止|举行|召开|制作|笔录)?时间|(?:听证|会议|集体讨论)(?:举行|召开)?时间|听证会时间"),
    re.compile(rf"(?:{_ACT}){{1,2}}日期|日期"),
)
_BEGIN, _END = (
    re.compile(r".{0,6}(?:开始|起始)(?:时间|日期)"),
    re.compile(r".{0,6}(?:结束|终止)(?:时间|日期)"),
)
_WHERE = (re.compile(rf"(?:{_ACT}){{1,2}}(?:地点|场所|地址)"), re.compile(r"地点|场所"))
_SPAN_IN_TEXT = re.compile(r"(?:时间[::]?|于|自)\s*(?=[12]\d{3}\s*[年.\-/])")
_ASKED = re.compile(r"被(?:询问|调查|调查询问|谈话)人(?:姓名)?")
_HOST = re.compile(r"(?:听证)?主持人?(?:姓名)?")
_ATTENDING = re.compile(
    r"(?:参加|出席|参会|与会|到会)(?:讨论|会议)?人员?(?:姓名及职务|姓名|及职务)?|参加讨论人员"
)
_OFFICERS = re.compile(
    r"(?:案件|现场)?(?:检查|勘验|检查勘验|核查|执法|行政执法|办案|询问|调查|询问调查|调查询问|勘查|执行|现场执法|承办|经办|主办|协办|核定|抽样|采样|取证|提取|复查)(?:人员?)(?:姓名)?"
    r"(?:及?(?:其)?(?:行政)?(?:执法)?证(?:件)?(?:号|号码|编号))?"
)
_OFFICER_SIGNED = re.compile(
    r"(?:检查|勘验|核查|执法|办案|询问|调查|执行)人员?(?:签名|签字)(?:及?(?:执法)?证(?:件)?号码?)?"
)
_CERTIFICATES = re.compile(r"(?:执法)?证(?:件)?(?:号|号码|编号)|执法证件号码?")
_PAIR = re.compile(
    rf"(?P<name>{NAME})\s*[,、:]?\s*\(?\s*(?:(?:行政)?执法证件?(?:编?号|号码)?(?:码|为)?|证件?(?:编?号)(?:码)?|编号)?\s*[::]?\s*(?P<number>(?:粤|[A-Z]){{0,4}}\d[\dA-Z\-]{{4,20}})"
)
_IN_TEXT = re.compile(
    rf"(?P<name>[\u4e00-\u9fff·]{{2,16}})\s*\((?:[^()\d]{{0,14}}?证[^()\d]{{0,10}}?[::]?)\s*(?P<number>{CERTIFICATE})\s*\)"
)
# 执法人员甲、乙 执法证号:1、2 and 执法人员甲,执法证号1;乙,执法证号2 inside a sentence.
_MARK = r"(?:行政)?执法证件?(?:编号|号码?|号)\s*[::为]?\s*"
_SERIAL = r"[A-Z粤]{0,4}\d[\dA-Z\-]{4,20}"
_LISTED = re.compile(
    rf"(?:执法|检查|办案|调查)人员\s*[::]?\s*(?P<names>[\u4e00-\u9fff]{{2,4}}(?:[、和及][\u4e00-\u9fff]{{2,4}}){{1,3}})\s*[,(]?\s*"
    rf"{_MARK}(?P<numbers>{_SERIAL}(?:[、,和及]\s*{_SERIAL}){{1,3}})"
)
_MORE = re.compile(rf"\s*[、,和及]\s*{_SERIAL}")
_EACH = re.compile(
    rf"(?:^|[;、,和及:])\s*(?P<name>[\u4e00-\u9fff]{{2,4}})\s*[,(]\s*{_MARK}(?P<number>{_SERIAL})\)?"
)
_ONE_BY_ONE = re.compile(
    rf"(?<=人员)\s*[::]?\s*[\u4e00-\u9fff]{{2,4}}\s*[,(]\s*{_MARK}{_SERIAL}\)?"
    rf"(?:\s*[;、,和及]\s*[\u4e00-\u9fff]{{2,4}}\s*[,(]\s*{_MARK}{_SERIAL}\)?)*"
)
_LEAD = re.compile(r".*(?:人员|执法员|检查员|询问人|检查人|调查人|我们是|我是|由|员)")
_NUMBER = re.compile(CERTIFICATE)


def _when(paper: Paper) -> tuple[Field | None, Found[date] | None, Found[date] | None]:
    for label in _WHEN:
        for field in paper.fields(label):
            begin, end = find_span(field.text)
            if begin:
                return field, begin, end
    return None, None, None


def times(paper: Paper, day_fact: str) -> Iterator[Fact]:
    """The day of the act, 笔录开始时间, 笔录结束时间."""
    field, begin, end = _when(paper)
    if field and begin:
        yield from _span_facts(paper, field, begin, end, day_fact)
        if end:
            return
    first, last = paper.field(_BEGIN), paper.field(_END)
    starts = find_span(first.text)[0] if first else None
    ends = find_span(last.text)[0] if last else None
    if first and starts and not begin:
        yield from _span_facts(paper, first, starts, None, day_fact)
    if last and ends and isinstance(ends.value, datetime):
        yield paper.fact("笔录结束时间", ends.value, paper.within(last, ends.start, ends.end))
    if not begin and not starts:
        yield from _times_in_text(paper, day_fact)


def _span_facts(
    paper: Paper, field: Field, begin: Found[date], end: Found[date] | None, day_fact: str
) -> Iterator[Fact]:
    place = paper.within(field, begin.start, begin.end)
    if day_fact:
        yield paper.fact(day_fact, _only_day(begin.value), place, begin.sure)
    if isinstance(begin.value, datetime):
        yield paper.fact("笔录开始时间", begin.value, place, begin.sure)
    if end and isinstance(end.value, datetime):
        yield paper.fact("笔录结束时间", end.value, paper.within(field, end.start, end.end))


def _times_in_text(paper: Paper, day_fact: str) -> Iterator[Fact]:
    text = paper.text.text
    head = text[:600]
    mark = _SPAN_IN_TEXT.search(head)
    start = mark.end() if mark else 0
    begin, end = find_span(text[start : start + 200])
    sure = LIKELY if mark else 0.8
    if not begin:
        return
    place = paper.at((start + begin.start, start + begin.end))
    if day_fact:
        yield paper.fact(day_fact, _only_day(begin.value), place, sure)
    if isinstance(begin.value, datetime):
        yield paper.fact("笔录开始时间", begin.value, place, sure)
    if end and isinstance(end.value, datetime):
        yield paper.fact("笔录结束时间", end.value, paper.at((start + end.start, start + end.end)), sure)


def _only_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def place_fact(paper: Paper) -> Iterator[Fact]:
    """笔录地点."""
    yield from paper.words("笔录地点", *_WHERE)


def officers(paper: Paper, each: str = "笔录人员") -> Iterator[Fact]:
    """执法人员 (name and certificate number) and, under the name `each`, those whom this paper itself names."""
    named = _named(paper)
    certified: dict[str, tuple[str, Place]] = {}
    for name, number, place in (
        *_pairs(paper),
        *_aligned(paper),
        *_in_text(paper, [one for one, _ in named]),
    ):
        certified.setdefault(name, (number, place))
    for name, (number, place) in certified.items():
        yield paper.fact("执法人员", Record.of(name=name, certificate=number), place)
    if not each:
        return
    for name, (number, place) in certified.items():
        yield paper.fact(each, Record.of(name=name, certificate=number), place)
    for name, place in named:
        if name not in certified:
            yield paper.fact(each, Record.of(name=name), place)


def _named(paper: Paper) -> list[tuple[str, Place]]:
    """Names in the fields for those who act; the signatures count where the head names nobody."""
    for label in (_OFFICERS, _OFFICER_SIGNED):
        found: dict[str, Place] = {}
        for field in paper.fields(label):
            for one in names(field.text, field.breaks):
                found.setdefault(one.value, paper.within(field, one.start, one.end))
        if found:
            return list(found.items())
    return []


def _pairs(paper: Paper) -> Iterator[tuple[str, str, Place]]:
    for label in (_OFFICERS, _OFFICER_SIGNED):
        for field in paper.fields(label):
            for person, number, sure in _in_field(field):
                place = paper.within(field, min(person.start, number.start), max(person.end, number.end))
                yield person.value, number.value, Place(place.evidence, min(place.confidence, sure))


def _in_field(field: Field) -> Iterator[tuple[Found[str], Found[str], float]]:
    """Who has which number: 甲(1)、乙(2), or all names before all numbers; otherwise those that stand together."""
    people = names(field.text, field.breaks)
    numbers = [
        Found(hit[0], *hit.span())
        for hit in _NUMBER.finditer(field.text)
        if not first_day(hit[0])  # 甲 2024-04-11 signs, and gives no number
    ]
    turns = sorted([(one.start, True) for one in people] + [(one.start, False) for one in numbers])
    order = [name for _, name in turns]
    paired = order == [True, False] * len(people)
    listed = order == [True] * len(people) + [False] * len(people)
    if len(people) == len(numbers) and (paired or listed):
        yield from ((person, number, 1.0) for person, number in zip(people, numbers, strict=True))
        return
    for hit in _PAIR.finditer(field.text):
        # Of a list of numbers the first is not that of the last name.
        if not first_day(hit["number"]) and not _MORE.match(field.text, hit.end()):
            yield Found(hit["name"], *hit.span("name")), Found(hit["number"], *hit.span("number")), GUESS


def _aligned(paper: Paper) -> Iterator[tuple[str, str, Place]]:
    """询问人: 甲、乙 in one field and 执法证号: 1、2 in the next; the last number of a list may stand there too."""
    for field in paper.fields(_CERTIFICATES):
        numbers = [hit[0] for hit in _NUMBER.finditer(field.text)]
        before = [
            one
            for label in (_OFFICERS, _OFFICER_SIGNED)
            for one in paper.fields(label)
            if one.head < field.head and one.text
        ]
        if not numbers or not before:
            continue
        nearest = max(before, key=lambda one: one.head)
        people = names(nearest.text, nearest.breaks)[len(_NUMBER.findall(nearest.text)) :]
        if len(people) == len(numbers):
            for person, number in zip(people, numbers, strict=True):
                yield person.value, number, paper.within(field)


def _in_text(paper: Paper, known: list[str]) -> Iterator[tuple[str, str, Place]]:
    for hit in _IN_TEXT.finditer(paper.text.text):
        words = hit["name"]
        name = next((one for one in known if words.endswith(one)), "")
        if not name:
            lead = _LEAD.match(words)
            name = words[lead.end() :] if lead else words
        if 2 <= len(name) <= 4:
            yield name, hit["number"], paper.at((hit.end("name") - len(name), hit.end()))
    for hit in _LISTED.finditer(paper.text.text):
        people = [one.value for one in names(hit["names"])]
        numbers = _NUMBER.findall(hit["numbers"])
        if len(people) == len(numbers):
            yield from ((one, at, paper.at(hit.span())) for one, at in zip(people, numbers, strict=True))
    for run in _ONE_BY_ONE.finditer(paper.text.text):
        for hit in _EACH.finditer(run[0]):
            yield hit["name"], hit["number"], paper.at((run.start() + hit.start(), run.start() + hit.end()))


def certified(paper: Paper) -> Iterator[Fact]:
    """执法人员 of a paper that is no record but names its makers with their numbers."""
    yield from officers(paper, "")


def inspection(paper: Paper) -> Iterator[Fact]:
    """现场检查笔录 and its like."""
    yield from times(paper, "现场检查日期")
    yield from place_fact(paper)
    yield from officers(paper)


def inquiry(paper: Paper) -> Iterator[Fact]:
    """询问笔录."""
    yield from times(paper, "询问日期")
    yield from place_fact(paper)
    yield from officers(paper)
    asked = paper.field(_ASKED)
    if asked:
        person = next(iter(names(asked.text)), None)
        if person:
            yield paper.fact("被询问人", person.value, paper.within(asked, person.start, person.end))


def hearing(paper: Paper) -> Iterator[Fact]:
    """听证笔录."""
    yield from times(paper, "听证日期")
    yield from place_fact(paper)
    yield from _host(paper)


def _host(paper: Paper) -> Iterator[Fact]:
    field = paper.field(_HOST)
    person = next(iter(names(field.text)), None) if field else None
    if field and person:
        yield paper.fact("听证主持人", person.value, paper.within(field, person.start, person.end))


_HEARING_ON = (
    re.compile(r"(?:定于|决定于|拟于)\s*(?=[12一二][\d〇零一二三四五六七八九]{3}\s*[年.\-/])"),
    re.compile(
        r"(?:于|在)\s*(?=[12]\d{3}\s*[年.\-/])(?![^,。;]{6,16}日?(?:向|提出|提交|要求|申请|收到|送达|依法向|以))"
    ),
)
_HOST_IN_TEXT = re.compile(
    rf"(?:由|指定|主持人(?:为|是)?[::]?)\s*(?P<name>{NAME}?)(?=(?:同志)?(?:担任|为)?(?:听证)?主持|[,。;、(])"
)


def hearing_notice(paper: Paper) -> Iterator[Fact]:
    """听证通知书: when it was issued, who will preside, and the day of the hearing."""
    from .head import closing

    _, day, place = closing(paper)
    if day and place:
        yield paper.fact("听证通知日期", day.value, place)
    for field in paper.fields(re.compile(r"(?:举行)?(?:听证)?(?:举行)?时间")):
        found = next(find_days(field.text), None)
        if found:
            yield paper.fact("听证日期", found.value, paper.within(field, found.start, found.end))
            break
    else:
        hit = next((one for pattern in _HEARING_ON if (one := paper.search(pattern))), None)
        found = next(find_days(paper.text.text[hit.end() : hit.end() + 30]), None) if hit else None
        if hit and found and found.start == 0:
            yield paper.fact("听证日期", found.value, paper.at((hit.end(), hit.end() + found.end)), LIKELY)
    facts = list(_host(paper))
    yield from facts
    named = None if facts else paper.search(_HOST_IN_TEXT)
    if named:
        yield paper.fact("听证主持人", named["name"], paper.at(named.span("name")), LIKELY)


def discussion(paper: Paper) -> Iterator[Fact]:
    """集体讨论记录: when, where, who took part."""
    yield from times(paper, "集体讨论日期")
    yield from place_fact(paper)
    seen: set[str] = set()
    for label in (_HOST, _ATTENDING):
        for field in paper.fields(label):
            for one in names(field.text, field.breaks):
                if one.value not in seen:
                    seen.add(one.value)
                    yield paper.fact("讨论参加人", one.value, paper.within(field, one.start, one.end))


def statement(paper: Paper) -> Iterator[Fact]:
    """陈述申辩笔录: that the party spoke, and when."""
    first = paper.prints[0] if paper.prints else None
    if first:
        yield paper.fact("陈述申辩", "提出", paper.at((first.start, first.end)))
    yield from times(paper, "陈述申辩日期")
    yield from place_fact(paper)
    yield from officers(paper)
