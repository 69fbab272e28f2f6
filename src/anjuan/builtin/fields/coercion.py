"""Coercive measures: approval, decision, record on the spot, extension, release, disposal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from anjuan import Fact

from . import citations
from .coercion_words import (
    ABOUT_MEASURE,
    DONE,
    EITHER,
    KIND_LABEL,
    KINDS,
    OPERATIVE,
    OTHER_KIND,
    UNTICKED,
    sentences,
    undone,
    urgency,
)
from .head import closing
from .opinions import HEAD, opinions
from .paper import GUESS, LIKELY, Paper, first_fact
from .records import times
from .values import Found, day_of_year, find_days, find_moments, find_span, ticked

NUMERAL = r"[〇零一二三四五六七八九十百\d]{1,4}"
_MEASURE = r"(?:查封|扣押|暂扣|扣留|冻结|强制措施|措施|封存)"
_TERM_LABEL = re.compile(rf"(?:行政)?{_MEASURE}{{0,3}}(?:的)?(?:起止)?(?:期限|时限|期间)(?:起止)?")
_TERM = re.compile(
    r"(?<![议讼纳款正交行诉辩效验测定疫])(?<!长)(?:期限|时限|期间)(?!内|届满|的|不|延|告知|决定|可以|自行|提)"
)
_DAYS = re.compile(rf"(?<![月\d])(?P<n>{NUMERAL})\s*个?(?:自然日|日|天)(?!内|前|以内|之内)")
_BEGIN = re.compile(r"(?:自|从)\s*$")
ENDED = re.compile(r"(?:至|到|止于|—|-|~)\s*$")
_DONE_ON = re.compile(
    rf"(?:于|在)\s*(?=[12一二][\d〇○零一二三四五六七八九]{{3}}\s*[年.\-/])"
    rf"(?=[^。;]{{0,60}}?(?:对|将)[^。;]{{0,60}}?(?:实施|采取|予以|进行|加以)?(?:了)?{_MEASURE})(?![^。;]{{0,60}}检查)"
)
_WHEN_DONE = re.compile(
    rf"(?:行政)?(?:强制措施)?(?:实施|执行|采取|查封|扣押|暂扣|冻结)(?:{_MEASURE})?(?:日期|时间)"
)
_APPROVED = re.compile(r"(?:负责人|机关负责人|领导)?(?:审批|批准)(?:日期|时间)")
_RECEIPTED = re.compile(
    r"(?:当事人|受送达人|被查封扣押人|收件人)(?:签收|签名|签字|签名或盖章|签章)(?:日期|时间)?|签收人|(?:签收|收到)(?:日期|时间)"
)
_OTHER_FORM = re.compile(r"解除|延长|延期|处理")


def approval(paper: Paper) -> Iterator[Fact]:
    """强制审批时间, 强制措施种类, 紧急情况 of the form of approval; forms on extension and release tell other days."""
    if _OTHER_FORM.search(paper.document.title):
        return
    yield from first_fact(_approved(paper), paper.day("强制审批时间", _APPROVED))
    yield from _kinds_in_field(paper)
    yield from urgency(paper)


def _approved(paper: Paper) -> Iterator[Fact]:
    """The head's approval, with its hour where there is one."""
    for one in reversed(opinions(paper)):
        if one.level != HEAD or not one.day:
            continue
        timed = next((at for at in find_moments(one.dated.text) if at.start == one.day.start), one.day)
        yield paper.fact(
            "强制审批时间", timed.value, paper.within(one.dated, timed.start, timed.end), timed.sure
        )
        return


# ---- the decision -------------------------------------------------------------------------


def decision(paper: Paper) -> Iterator[Fact]:
    """What a decision to seal, seize or freeze says beyond its head."""
    begin, facts = _term(paper)
    yield from facts
    yield from first_fact(_done_on(paper), begin, _signed_on(paper))
    yield from kinds(paper)
    yield from urgency(paper)
    yield from basis(paper, *ABOUT_MEASURE)
    yield from paper.day("送达日期", _RECEIPTED, sure=LIKELY)


def kinds(paper: Paper) -> Iterator[Fact]:
    """强制措施种类: ticked, in a field, in the sentence that decides, or in the title."""
    yield from first_fact(
        list(_ticked_kinds(paper)), _kinds_in_field(paper), _decided_kinds(paper), _kind_of_title(paper)
    )


def _ticked_kinds(paper: Paper) -> Iterator[Fact]:
    for start, body in sentences(paper.text.text):
        if re.search(r"[□☐○☑√■✓✔☒●]", body) and re.search(r"查封|扣押|暂扣|冻结", body):
            chosen = ticked(body)
            for value, pattern in KINDS:
                if pattern.search(chosen):
                    yield paper.fact("强制措施种类", value, paper.at((start, start + len(body))))


def _kinds_in_field(paper: Paper) -> Iterator[Fact]:
    field = paper.field(KIND_LABEL)
    if not field:
        return
    chosen = EITHER.sub("", ticked(field.text))
    found = [value for value, pattern in KINDS if pattern.search(chosen)]
    for value in found:
        yield paper.fact("强制措施种类", value, paper.within(field), 1.0 if len(found) == 1 else LIKELY)
    if not found and OTHER_KIND.search(chosen):
        yield paper.fact("强制措施种类", "其他", paper.within(field), LIKELY)


def _decided_kinds(paper: Paper) -> Iterator[Fact]:
    text = UNTICKED.sub(lambda hit: "□" * len(hit[0]), citations.masked(paper.text.text))
    text = EITHER.sub(lambda hit: "□" * len(hit[0]), text)
    seen: set[str] = set()
    for hit in OPERATIVE.finditer(text):
        if undone(text, hit):
            continue
        word = hit["kind"]
        value, sure = {"扣留": ("扣押", LIKELY)}.get(word, (word, 1.0))
        if value not in seen:
            seen.add(value)
            yield paper.fact("强制措施种类", value, paper.at(hit.span("kind")), sure)


def _kind_of_title(paper: Paper) -> Iterator[Fact]:
    found = [value for value, pattern in KINDS if pattern.search(EITHER.sub("", paper.document.title))]
    if len(found) == 1 and paper.prints:
        first = paper.prints[0]
        yield paper.fact("强制措施种类", found[0], paper.at((first.start, first.end)), LIKELY)


def _done_on(paper: Paper) -> Iterator[Fact]:
    """强制实施时间 where the decision says when it was done."""
    for field in paper.fields(_WHEN_DONE):
        found = next(find_moments(field.text), None)
        if found:
            yield paper.fact(
                "强制实施时间", found.value, paper.within(field, found.start, found.end), found.sure
            )
            return
    hit = paper.search(_DONE_ON)
    found = next(find_moments(paper.text.text[hit.end() : hit.end() + 40]), None) if hit else None
    if hit and found and found.start == 0:
        yield paper.fact("强制实施时间", found.value, paper.at((hit.end(), hit.end() + found.end)), LIKELY)


def _signed_on(paper: Paper) -> Iterator[Fact]:
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact("强制实施时间", day.value, place, LIKELY)


def _term(paper: Paper) -> tuple[list[Fact], list[Fact]]:
    """When the term begins (as 强制实施时间), and its facts: 强制期限止, 强制期限日数."""
    for field in paper.fields(_TERM_LABEL):
        if field.text and field.pieces:
            begin, facts = _term_in(
                paper, field.pieces[0][0], paper.text.text[field.pieces[0][0] : field.pieces[-1][1]]
            )
            if facts:
                return begin, facts
    text = citations.masked(paper.text.text)
    first: list[Fact] = []
    for hit in _TERM.finditer(text):
        stop = text.find("。", hit.end())
        end = min(stop if stop >= 0 else len(text), hit.end() + 90)
        begin, facts = _term_in(paper, hit.end(), text[hit.end() : end])
        if facts:
            return begin, facts
        first = first or begin
    return first, []


def _term_in(paper: Paper, offset: int, body: str) -> tuple[list[Fact], list[Fact]]:
    begin: list[Fact] = []
    facts: list[Fact] = []
    days = list(find_days(body))
    start = next((one for one in days if _BEGIN.search(body[: one.start]) or one.start <= 1), None)
    end = next((one for one in days if one is not start and ENDED.search(body[: one.start])), None)
    if start and not end:
        end = _without_year(body, start)
    if start and end and end.value < start.value:
        return [], []  # nobody knows which of the two is meant
    if start:
        timed = next((one for one in find_moments(body) if one.start == start.start), start)
        place = paper.at((offset + timed.start, offset + timed.end))
        begin.append(paper.fact("强制实施时间", timed.value, place, timed.sure))
    if end:
        place = paper.at((offset + end.start, offset + end.end))
        facts.append(paper.fact("强制期限止", end.value, place, end.sure))
    plain = body
    for one in days:
        plain = plain[: one.start] + "年" * (one.end - one.start) + plain[one.end :]
    count = _DAYS.search(plain[:40])
    number = whole(count["n"]) if count else None
    if count and number:
        facts.append(
            paper.fact("强制期限日数", number, paper.at((offset + count.start(), offset + count.end())))
        )
    return begin, facts


def _without_year(body: str, start: Found[date]) -> Found[date] | None:
    """The end of 自2024年2月1日至3月1日."""
    tail = body[start.end :]
    found = day_of_year(tail, start.value.year)
    if found and ENDED.search(tail[: found.start]) and found.value >= start.value:
        return Found(found.value, start.end + found.start, start.end + found.end, LIKELY)
    return None


def whole(text: str) -> Decimal | None:
    """A count of days in figures or words; None for what is no number."""
    import cn2an

    try:
        return Decimal(int(text) if text.isdigit() else int(cn2an.cn2an(text.replace("〇", "零"), "smart")))
    except ValueError:
        return None


def basis(paper: Paper, *operative: re.Pattern[str]) -> Iterator[Fact]:
    """处罚依据 of a paper that decides: what is cited after 依据 in the sentence that decides.

    Args:
        operative: the words that decide, the surest first.
    """
    cited = citations.cited(paper)
    plain = citations.masked(paper.text.text)
    if not cited:
        return
    for hit in (hit for pattern in operative for hit in pattern.finditer(plain)):
        end = plain.find("。", hit.end())
        begin = plain.rfind("。", 0, hit.start()) + 1
        found, sure = citations.basis(cited, plain, begin, end if end >= 0 else len(plain))
        if found:
            # The law on coercion is procedure beside another basis; alone it is the basis.
            alone = all(one.law.endswith("行政强制法") for one in found)
            yield from citations.facts_of(paper, "处罚依据", found, max(sure, LIKELY) if alone else sure)
            return


# ---- the record on the spot -------------------------------------------------------------------


def on_site(paper: Paper) -> Iterator[Fact]:
    """强制实施时间, 强制措施种类, 紧急情况 of a record that tells that a measure was taken; no other record."""
    done = carried_out(paper)
    if done is None:
        return
    yield from begun(paper, "强制实施时间")
    word = next((value for value, pattern in KINDS if pattern.search(done[0])), "")
    if word:
        yield paper.fact("强制措施种类", word, paper.at((done.start(), done.end())), LIKELY)
    yield from urgency(paper)


def begun(paper: Paper, name: str) -> Iterator[Fact]:
    """When a record begins, with its hour where there is one, as the fact `name`."""
    found = list(times(paper, name))
    timed = next((replace(one, name=name) for one in found if one.name == "笔录开始时间"), None)
    best = timed or next((one for one in found if one.name == name), None)
    if best is None:
        return
    yield from first_fact(list(_opening(paper, name)) if best.confidence <= GUESS else [], [best])


def _opening(paper: Paper, name: str) -> Iterator[Fact]:
    """The span of time with which the text of a record begins: 2024年3月4日9时至10时,执法人员…"""
    for one in paper.prints[:12]:
        begin, end = find_span(paper.text.text[one.start : one.start + 60])
        if begin and end and begin.start == 0:
            yield paper.fact(name, begin.value, paper.at((one.start, one.start + begin.end)), LIKELY)
            return


def carried_out(paper: Paper) -> re.Match[str] | None:
    """The words of a record that tell that a measure was taken there."""
    text = citations.masked(paper.text.text)
    for hit in DONE.finditer(text):
        if not undone(text, hit):
            return hit
    return None
