"""Facts about what is on a paper besides print: seals, fingerprints, corrections, fields left blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from rapidfuzz import fuzz

from anjuan import Box, Fact, Mark, Page, Record

from .head import LEGIBLE, closing, head_organ
from .marks_place import TALL, Head, Sheet, looked, mark_place, marked, meet, recognised, well_read
from .paper import Paper, Place
from .words import OUTWARD, RECORDS

PRESENT, ABSENT, UNCLEAR = "有", "无", "不清"
SEEN = 0.9  # nothing found on a scan in colour that is well read
BLANK = 0.9  # a blank field on a page made by a program
UNSEALED = 0.7  # a print that was never sealed says little: the sealed copy may lie elsewhere
OPEN = 0.5
SAME, OTHER = 80, 55  # likeness of two names of organs
EDGE = 0.985  # beyond it a seal runs over the edge of the page
WHOLE = 0.85  # width by height of a seal that lies on the page as a whole
NEAR = 0.06  # how near a fingerprint stands to what it confirms
FINGER = 0.55

_DAY = re.compile(
    r"[\d〇○零一二三四五六七八九]{2,4}\s*年|年\s*[\d一二三四五六七八九十]{1,3}\s*月|月\s*[\d一二三四五六七八九十]{1,3}\s*日?|[二○〇]{2}|十.{0,2}日"
)
_ORGAN = re.compile(r"(?:局|厅|委员会|政府|大队|支队|总队|办事处|管委会)\)?$")

# Labels that a paper of that kind must have filled in, whatever the form.
_MUST = {
    "送达回证": r"送达方式|送达(?:地点|地址)|送达(?:的)?(?:法律|执法)?文书.{0,8}",
    "立案审批表": r"案由|案件来源|案源|当事人(?:名称|姓名)?",
    "行政处罚决定审批表": r"案由|当事人(?:名称|姓名)?",
    "结案审批表": r"案由|当事人(?:名称|姓名)?|执行情况|处罚执行情况|执行结果",
    "询问笔录": r"询问(?:时间|地点)|被询问人(?:姓名)?",
    "现场检查笔录": r"(?:现场)?(?:检查|勘验)(?:时间|地点)",
}
SEALED = OUTWARD
FINGERED = (*RECORDS, "送达回证", "放弃陈述申辩声明", "授权委托书", "当场行政处罚决定书", "先行登记保存清单")
CORRECTED = (*FINGERED, *OUTWARD, *_MUST)


def seals(paper: Paper) -> Iterator[Fact]:
    """印章 and 骑缝章 of a paper that goes out."""
    pages = paper.document.pages
    if paper.kind not in SEALED or any(page.page is None for page in pages):
        return
    found = [(page, mark) for page, mark in marked(paper, "seal") if not on_edge(page, mark)]
    organ, day, day_place = closing(paper)
    anchors = [
        (name, place)
        for name, place in (("日期", day_place if day else None), ("落款", organ.place if organ else None))
        if place
    ]
    if found:
        page, mark, where = _main(found, anchors)
        named = _organ(paper, mark, organ.text if organ else "")
        record = Record.of(state=PRESENT, place=where or None, organ=named or None)
        yield paper.fact("印章", record, mark_place(paper, page, mark, mark.text))
    else:
        yield from _no_seal(paper, anchors)
    yield from _edge_seals(paper)


def _main(found: list[tuple[Page, Mark]], anchors: list[tuple[str, Place]]) -> tuple[Page, Mark, str]:
    """The seal over the date, else over the signature line, else the surest; where it stands, if that is known."""
    for name, place in anchors:
        at = place.evidence
        for page, mark in sorted(found, key=lambda one: -one[1].confidence):
            if (page.file, page.page) == (at.file, at.page) and any(meet(mark.box, box) for box in at.boxes):
                return page, mark, name
    for name, pattern in (("日期", _DAY), ("落款", _ORGAN)):
        for page, mark in found:
            if any(meet(mark.box, line.box) and pattern.search(line.text) for line in page.lines):
                return page, mark, name  # print that the seal has spoilt
    page, mark = max(found, key=lambda one: one[1].confidence)
    told = any(name == "日期" and place.confidence >= LEGIBLE for name, place in anchors)
    return page, mark, "其他" if told else ""


def _organ(paper: Paper, mark: Mark, foot: str) -> str:
    """The name on a seal; one that nearly is that of the paper's organ is that organ's, misread."""
    if not mark.text:
        return ""
    head = head_organ(paper)
    for name in (foot, head.text if head else ""):
        if name and fuzz.ratio(name, mark.text) >= SAME:
            return name
    near = max((fuzz.ratio(name, mark.text) for name in (foot, head.text if head else "") if name), default=0)
    return mark.text if near <= OTHER else ""


def _no_seal(paper: Paper, anchors: list[tuple[str, Place]]) -> Iterator[Fact]:
    pages = paper.document.pages
    if not all(looked(page) or page.failed for page in pages):
        return
    place = anchors[0][1] if anchors else _first(paper)
    if place is None:
        return
    unclear = any(not well_read(page) or page.marked("grey", "seal") for page in pages)
    if unclear or (not anchors and any(map(recognised, pages))):
        state, sure = UNCLEAR, OPEN
    else:
        state, sure = ABSENT, SEEN if all(map(recognised, pages)) else UNSEALED
    yield Fact("印章", Record.of(state=state), place.evidence, sure)


def _first(paper: Paper) -> Place | None:
    first = paper.prints[0] if paper.prints else None
    return paper.at((first.start, first.end)) if first else None


def on_edge(page: Page, mark: Mark) -> bool:
    """True for the part of a seal that was set over the edges of several pages."""
    box, (wide, high) = mark.box, page.size
    across, down = (box.x1 - box.x0) * (wide or 1), box.height * (high or 1.41)
    if box.x1 > EDGE or box.x0 < 1 - EDGE:
        return across < WHOLE * down
    return (box.y1 > EDGE or box.y0 < 1 - EDGE) and down < WHOLE * across


def _edge_seals(paper: Paper) -> Iterator[Fact]:
    """骑缝章, where a paper has pages to be held together."""
    pages = paper.document.pages
    if len(pages) < 2 or not all(map(looked, pages)):
        return
    found = [(page, mark) for page, mark in marked(paper, "seal") if on_edge(page, mark)]
    if found:
        page, mark = found[0]
        state = PRESENT if len({one.page for one, _ in found}) == len(pages) else UNCLEAR
        yield paper.fact("骑缝章", Record.of(state=state), mark_place(paper, page, mark))
        return
    place = _first(paper)
    if place is None:
        return
    if any(page.marked("grey") or not well_read(page) for page in pages):
        yield Fact("骑缝章", Record.of(state=UNCLEAR), place.evidence, OPEN)
    else:
        sure = SEEN if all(map(recognised, pages)) else UNSEALED
        yield Fact("骑缝章", Record.of(state=ABSENT), place.evidence, sure)


def fingerprints(paper: Paper) -> Iterator[Fact]:
    """指印 of a record: how many."""
    if paper.kind not in FINGERED:
        return
    found = [one for one in marked(paper, "fingerprint") if one[1].confidence >= FINGER]
    if not found:
        return
    page, first = found[0]
    place = mark_place(paper, page, first)
    boxes = tuple(mark.box for where, mark in found if where is page)
    evidence = replace(place.evidence, boxes=boxes)
    sure = min(mark.confidence for _, mark in found)
    yield Fact("指印", Record.of(state=PRESENT, count=Decimal(len(found))), evidence, sure)


def corrections(paper: Paper) -> Iterator[Fact]:
    """更正: print that was struck through, with or without a fingerprint beside it."""
    if paper.kind not in CORRECTED:
        return
    for page, mark in marked(paper, "strike"):
        struck = [line for line in page.lines if _through(mark.box, line.box)]
        if not struck:
            continue  # a blank that was voided
        confirmed = any(meet(mark.box, one.box, NEAR) for one in page.marked("fingerprint"))
        record = Record.of(state=PRESENT, fingerprint="是" if confirmed else "否")
        yield paper.fact("更正", record, mark_place(paper, page, mark, struck[0].raw or struck[0].text))


def _through(mark: Box, line: Box) -> bool:
    return mark.height < 2 * line.height and meet(mark, line) and line.y0 < (mark.y0 + mark.y1) / 2 < line.y1


def blanks(paper: Paper) -> Iterator[Fact]:
    """空白栏: labels that every paper of this kind must have filled in, with nothing beside them."""
    must = _MUST.get(paper.kind)
    if must is None or not all(map(well_read, paper.document.pages)):
        return
    label = re.compile(must)
    if all(field.text for field in paper.fields(label)):
        return
    sheet = Sheet(paper)
    for head in sheet.heads:
        if not label.fullmatch(head.field.label) or head.field.text or not _empty(sheet, head):
            continue
        sure = BLANK if not recognised(head.page) else UNSEALED
        yield paper.fact("空白栏", Record.of(field=head.field.label), paper.at(head.field.head), sure)


def _empty(sheet: Sheet, head: Head) -> bool:
    """True when there is neither print nor any mark right of a label or close below it."""
    if sheet.beside(head, "writing", "seal", "strike", "unreadable", "fingerprint"):
        return False
    if sheet.print_beside(head):
        return False
    others = [other for other in sheet.heads if other is not head and other.page is head.page]
    for line in head.page.lines:
        gap = (line.box.y0 + line.box.y1) / 2 - head.middle
        under = 0 < gap < TALL and abs(line.box.x0 - head.box.x0) < 0.02
        if under and not any(meet(line.box, other.box) for other in others):
            return False
    return True


READINGS = (seals, fingerprints, corrections, blanks)  # what the extractor of marks runs
