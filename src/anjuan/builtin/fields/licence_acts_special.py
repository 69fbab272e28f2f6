"""Special procedures of a licence case, whose days do not count: hearing, tests, experts and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anjuan import Fact, Record

from . import citations
from .licence_acts import signed_day
from .licence_acts_completion import body_end
from .paper import LIKELY, Paper
from .prints import Field
from .values import Found, find_days, find_span, ticked

_KIND = r"(?:听证|检验|检测|检疫|鉴定|专家(?:评审|论证)|技术评审|招标|拍卖)"
_LISTED = re.compile(rf"{_KIND}(?:[、和或及或者以与]{{1,2}}{_KIND}){{2,}}")
_KINDS = re.compile(rf"(?<!要求)(?<!申请)(?<!请求){_KIND}(?!权|申请|报告|结论|机构|合格|人员|中心|院|所)")
_KIND_FIELD = re.compile(
    r"(?:所需)?(?:特别|特殊)(?:程序|环节)(?:名称|种类|类型|事项|内容)?|程序(?:名称|种类|类型)"
)
_PERIOD = re.compile(
    r"(?:所需)?(?:起止)?(?:时间|期限|时限|日期)|所需(?:时间|期限|时限)|(?:进行|实施|评审|起止)(?:时间|日期)"
)
_OF_LICENCE = re.compile(r"有效期|许可期|期限[自从为]?$")
_HEADED = re.compile(r"(?:告知|通知)书$")
_STOPS = re.compile(r"[。;]")


@dataclass(frozen=True, slots=True)
class _Span:
    begin: Found[date] | None = None
    end: Found[date] | None = None
    offset: int = 0


def _name(kind: str) -> str:
    return "专家评审" if kind.startswith(("专家", "技术")) else kind


def special_notice(paper: Paper) -> Iterator[Fact]:
    """特别程序告知书: 特别程序告知日期, 特别程序 each with the days that are told."""
    yield from signed_day(paper, "特别程序告知日期")
    offered = [field for field in paper.fields(_KIND_FIELD) if field.text]
    found = list(_special_field(offered)) if offered else list(_special_told(paper))
    title = None if found or offered else _KINDS.search(_unlisted(paper.document.title))
    line = next((one for one in paper.prints[:12] if title and title[0] in one.text), None)
    if title and line:
        found = [(_name(title[0]), (line.start, line.end))]
    whole = _period(paper) if len({kind for kind, _ in found}) == 1 else _Span()
    for kind, span in found:
        days = whole if whole.begin else _in_sentence(paper, span)
        yield paper.fact("特别程序", _record(kind, days), paper.at(span), LIKELY)


def _special_field(offered: Sequence[Field]) -> Iterator[tuple[str, tuple[int, int]]]:
    for field in offered:
        value = ticked(field.text)
        seen = dict.fromkeys(_name(hit[0]) for hit in _KINDS.finditer(value))
        # A form that lists all kinds and ticks none says nothing.
        if seen and len(seen) < 4:
            start, end = field.pieces[0][0], field.pieces[-1][1]
            yield from ((kind, (start, end)) for kind in seen)
            return


def _unlisted(text: str) -> str:
    """The text without titles of laws and without the list of all special procedures that the law gives."""
    return _LISTED.sub(lambda hit: "□" * len(hit[0]), citations.masked(text))


def _special_told(paper: Paper) -> Iterator[tuple[str, tuple[int, int]]]:
    seen: set[str] = set()
    head = max((one.end for one in paper.prints[:8] if _HEADED.search(one.text)), default=0)
    for hit in _KINDS.finditer(_unlisted(paper.text.text), head, body_end(paper)):
        if _name(hit[0]) not in seen:
            seen.add(_name(hit[0]))
            yield _name(hit[0]), hit.span()


def _period(paper: Paper) -> _Span:
    """The one period of a paper: in a field, else the first that has both ends."""
    for field in paper.fields(_PERIOD):
        begin, end = find_span(field.text)
        if begin and end:
            return _Span(begin, end)
    text = paper.text.text
    for day in find_days(text[: body_end(paper)]):
        begin, end = find_span(text[day.start : day.start + 60])
        if begin and end and begin.start == 0:
            return _Span(begin, end, day.start)
    return _Span()


def _in_sentence(paper: Paper, span: tuple[int, int]) -> _Span:
    text = paper.text.text
    start = max((hit.end() for hit in _STOPS.finditer(text, 0, span[0])), default=0)
    stop = _STOPS.search(text, span[1])
    sentence = text[start : stop.start() if stop else len(text)]
    found = []
    for day in find_days(sentence):
        begin, end = find_span(sentence[day.start :])
        if begin and end and begin.start == 0:
            found.append(_Span(begin, end, start + day.start))
    # Of several periods the one that stands nearest is that of this procedure.
    return min(found, key=lambda one: abs(one.offset - span[1]), default=_Span())


def _record(kind: str, days: _Span) -> Record:
    return Record.of(
        kind=kind,
        start=_only_day(days.begin.value) if days.begin else None,
        end=_only_day(days.end.value) if days.end else None,
    )


def _only_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def special_retold(paper: Paper) -> Iterator[Fact]:
    """特别程序 as the decision or the form of approval tells it: with its days, in one sentence."""
    text = _unlisted(paper.text.text)
    for hit in _KINDS.finditer(text, 0, body_end(paper)):
        days = _in_sentence(paper, hit.span())
        if days.begin and days.end:
            begin, end = days.begin.start + days.offset, days.end.end + days.offset
            gap = max(hit.start() - end, begin - hit.end())
            if gap < 30 and not _OF_LICENCE.search(text[max(begin - 16, 0) : begin]):
                place = paper.at((min(begin, hit.start()), max(end, hit.end())))
                yield paper.fact("特别程序", _record(_name(hit[0]), days), place, LIKELY)


_EXPERTS = re.compile(
    r"(?:专家|技术)?(?:评审|论证|审查)(?:会议?)?(?:起止)?(?:日期|时间)|(?:会议)?(?:日期|时间)"
)


def experts(paper: Paper) -> Iterator[Fact]:
    """专家评审: the special procedure with its days."""
    for field in paper.fields(_EXPERTS):
        begin, end = find_span(field.text)
        if begin:
            days = _Span(begin, end or begin)
            yield paper.fact("特别程序", _record("专家评审", days), paper.within(field), LIKELY)
            return
    first = paper.prints[0] if paper.prints else None
    if first:
        yield paper.fact("特别程序", _record("专家评审", _Span()), paper.at((first.start, first.end)), LIKELY)
