"""What follows a coercive measure: tests, extension, release, disposal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from anjuan import Fact, Record

from .coercion import ENDED, NUMERAL, whole
from .coercion_words import sentences
from .paper import GUESS, LIKELY, Paper, first_fact
from .receipts import dated
from .values import find_days, find_span

_EXTENDED = re.compile(r"延长|延期")
_UNTIL = re.compile(r"(?:延长|延期|延)(?:期限)?(?:至|到)\s*(?=[12一二])")
_MORE_DAYS = re.compile(
    rf"(?:延长|延期)[^。;\d一二三四五六七八九十]{{0,16}}?(?P<n>{NUMERAL})\s*(?:日|天)(?!内|起)"
    rf"|再(?:查封|扣押|冻结)[^。;]{{0,6}}?(?P<n2>{NUMERAL})\s*(?:日|天)"
)
_RELEASED = re.compile(r"自\s*(?=[12一二][\d〇○零一二三四五六七八九]{3}\s*[年.\-/])(?=[^。;]{6,40}?解除)")
_TESTING = re.compile(
    r"(?:检验|检测|检疫|技术鉴定|鉴定|监测)(?:\((?:检验|检测|检疫|技术鉴定|鉴定|、|/|或|者)+\))?(?:[、或和及/](?:者)?(?:检验|检测|检疫|技术鉴定|鉴定))*(?:的)?(?:期间|期限|时间|起止)"
)
_OPEN = re.compile(
    r"[^。;,书期\d一二]{0,6}?(?:自|从|于|为|是|:)?\s*(?=[12一二][\d〇○零一二三四五六七八九]{3}\s*[年.\-/])"
)


def testing(paper: Paper) -> Iterator[Fact]:
    """检验期间: from when to when something is tested, which does not count into the term."""
    text = paper.text.text
    for hit in _TESTING.finditer(text):
        stop = text.find("。", hit.end())
        body = text[hit.end() : min(stop if stop >= 0 else len(text), hit.end() + 60)]
        lead = _OPEN.match(body)
        if not lead:
            continue
        begin, end = find_span(body)
        if begin is None or begin.start != lead.end():
            continue
        record = Record.of(start=_day(begin.value), end=_day(end.value) if end else None)
        last = end.end if end else begin.end
        yield paper.fact(
            "检验期间", record, paper.at((hit.start(), hit.end() + last)), 1.0 if end else LIKELY
        )


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


# ---- extension, release, disposal -----------------------------------------------------------


def longer(paper: Paper) -> Iterator[Fact]:
    """延长决定日期, 延长期限止, 延长期限日数."""
    yield from dated(paper, "延长决定日期")
    yield from _longer_term(paper)
    yield from testing(paper)


def _longer_term(paper: Paper) -> Iterator[Fact]:
    text = paper.text.text
    for start, body in sentences(text):
        if not _EXTENDED.search(body):
            continue
        until = _UNTIL.search(body)
        days = list(find_days(body))
        end = next((one for one in days if until and one.start == until.end()), None)
        end = end or next((one for one in reversed(days) if ENDED.search(body[: one.start])), None)
        count = _MORE_DAYS.search(body)
        number = whole(count["n"] or count["n2"]) if count else None
        if end:
            yield paper.fact(
                "延长期限止", end.value, paper.at((start + end.start, start + end.end)), end.sure
            )
        if count and number and number < 1000:
            place = paper.at((start + count.start(), start + count.end()))
            yield paper.fact("延长期限日数", number, place)
        if end or number:
            return


def release(paper: Paper) -> Iterator[Fact]:
    """解除决定日期: the day in the signature line, else that from which the measure ends."""
    yield from first_fact(dated(paper, "解除决定日期"), _released_from(paper))


def _released_from(paper: Paper) -> Iterator[Fact]:
    hit = paper.search(_RELEASED)
    day = next(find_days(paper.text.text[hit.end() : hit.end() + 16]), None) if hit else None
    if hit and day and day.start == 0:
        yield paper.fact("解除决定日期", day.value, paper.at((hit.end(), hit.end() + day.end)), GUESS)


def disposal(paper: Paper) -> Iterator[Fact]:
    """处理决定日期."""
    yield from dated(paper, "处理决定日期")
