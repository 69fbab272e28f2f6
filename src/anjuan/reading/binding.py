"""The 卷内目录 against what is really there, and the page numbers of the volume."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from ..model.case import Document, Evidence, Fact, Page, Record, TextLine
from ..model.normal import normalise, simplified
from .numbering import FOOT, TOP, numbers_of, paper_marks
from .papers import match_title

COVERS = ("卷宗封面", "卷内目录", "备考表")  # they carry no number and are not listed
OPEN = ("unknown", "证据材料", "照片证据单", "证据复制单", "申请材料", "营业执照", "身份证")
SAME_TITLE = 85  # rapidfuzz ratio from which a listed title is that of a paper
NUMBERED = 0.6  # share of the pages that must carry a number for the file to be numbered at all
CLEAR, CLOSE = 0.9, 0.8  # nothing speaks against it; a paper that nobody knows could explain it


@dataclass(frozen=True, slots=True)
class _Paper:
    """One paper with the numbers printed on its pages."""

    document: Document
    numbers: tuple[int | None, ...]

    @property
    def first(self) -> int | None:
        """The number on its first page."""
        return self.numbers[0] if self.numbers else None


def binding_facts(documents: Sequence[Document], entries: Sequence[Fact]) -> Iterator[Fact]:
    """页码 of each paper, 页码差异 and 目录差异.

    Args:
        documents: of a case file, in order.
        entries: its facts 目录条目.
    """
    papers = _numbered(documents)
    if _numbers_the_volume([number for paper in papers for number in paper.numbers]):
        yield from _pages(papers)
        yield from _faults(papers)
    else:
        papers = [replace(paper, numbers=(None,) * len(paper.numbers)) for paper in papers]
    yield from _listing(papers, entries)


# ---- page numbers --------------------------------------------------------------------------


def _numbered(documents: Sequence[Document]) -> list[_Paper]:
    """The papers of the volume with the numbers on their pages; a number that goes on is taken before any other."""
    body = [one for one in documents if one.kind not in COVERS]
    files: dict[str, list[Page]] = {}
    for document in documents:
        for page in document.pages:
            files.setdefault(page.file, []).append(page)
    marks = {
        id(page): mark
        for pages in files.values()
        for page, mark in zip(pages, paper_marks(pages), strict=True)
    }
    pages = [page for one in body for page in one.pages]
    given = iter(numbers_of([marks[id(page)] for page in pages]))
    return [_Paper(one, tuple(next(given) for _ in one.pages)) for one in body]


def _numbers_the_volume(numbers: Sequence[int | None]) -> bool:
    """True when the numbers run through the case file; those that begin again with each paper are its own."""
    given = [number for number in numbers if number is not None]
    steps = sum(after == before + 1 for before, after in pairwise(given))
    return len(given) >= max(4, NUMBERED * len(numbers)) and steps >= NUMBERED * (len(given) - 1)


def _pages(papers: Sequence[_Paper]) -> Iterator[Fact]:
    for paper in papers:
        given = [number for number in paper.numbers if number is not None]
        if not given:
            continue
        record = Record.of(first=str(given[0]), last=str(given[-1]), pages=str(len(paper.numbers)))
        at = paper.numbers.index(given[0])
        yield Fact("页码", record, _mark(paper, at), _read(paper))


def _faults(papers: Sequence[_Paper]) -> Iterator[Fact]:
    """Numbers that are missing, come twice, jump or go back, in a file that is numbered."""
    places = [
        (paper, at)
        for paper in papers
        for at, page in enumerate(paper.document.pages)
        if page.lines and page.page is not None
    ]
    last: int | None = None
    for paper, at in places:
        number = paper.numbers[at]
        kind = _fault(number, last)
        if kind:
            record = Record.of(kind=kind, page=None if number is None else str(number))
            yield Fact("页码差异", record, _mark(paper, at), min(_read(paper), CLEAR))
        last = (last + 1 if last is not None else None) if number is None else number


def _fault(number: int | None, last: int | None) -> str:
    if number is None:
        return "漏编" if last is not None else ""
    if last is None or number == last + 1:
        return ""
    return "重号" if number == last else "跳号" if number > last else "倒号"


def _read(paper: _Paper) -> float:
    """How far a number on recognised pages can be trusted."""
    return CLOSE if any(page.read.startswith("ocr") for page in paper.document.pages) else 1.0


def _mark(paper: _Paper, at: int) -> Evidence:
    """The place of a page's number; of its first line where it has none."""
    page, number = paper.document.pages[at], paper.numbers[at]
    line = next((one for one in page.lines if number is not None and _carries(one, number)), None)
    line = line or (page.lines[0] if page.lines else None)
    boxes = (line.box,) if line else ()
    return Evidence(paper.document.id, page.file, page.page, boxes, "", line.text[:40] if line else "")


def _carries(line: TextLine, number: int) -> bool:
    edge = line.box.y0 > FOOT or line.box.y1 < TOP
    return edge and str(number) in re.findall(r"\d+", line.text)


# ---- the index ------------------------------------------------------------------------------


def _listing(papers: Sequence[_Paper], entries: Sequence[Fact]) -> Iterator[Fact]:
    """Listed and not there, there and not listed, on another page than listed."""
    if not entries or not papers:
        return
    left = list(papers)
    found: dict[int, _Paper] = {}
    for number, fact in enumerate(entries):
        paper = _chosen(fact, left)
        if paper:
            found[number] = paper
            left.remove(paper)
    strangers = [paper for paper in left if paper.document.kind in OPEN]
    for number, fact in enumerate(entries):
        yield from _entry(fact, found.get(number), strangers)
    pages = sorted(page for fact in entries if (page := _page(fact)))
    for paper in left:
        if paper.document.kind not in OPEN and len(found) > len(entries) / 2:
            # The row before it may stand for what hangs on its paper, such as a return of service.
            sure = CLEAR if paper.first is None or paper.first in pages else CLOSE
            record = Record.of(kind="卷内有目录无", title=paper.document.title, found=_text(paper.first))
            yield Fact("目录差异", record, _head(paper), min(sure, _read(paper)))


def _entry(fact: Fact, paper: _Paper | None, strangers: Sequence[_Paper]) -> Iterator[Fact]:
    value = fact.value
    assert isinstance(value, Record)
    parts: Mapping[str, str | None] = {name: value.text(name) or None for name in ("order", "title", "page")}
    page = _page(fact)
    if paper is None:
        if any(page and page in one.numbers for one in strangers):
            return  # a paper that nobody knows stands on that page: it is the one
        sure = CLOSE if strangers or match_title(value.text("title")) is None else CLEAR
        yield _fact(fact, Record.of(kind="目录有卷内无", **parts), sure)
    elif page and paper.first and page != paper.first:
        yield _fact(
            fact, Record.of(kind="页码不符", **parts, found=str(paper.first)), min(CLEAR, _read(paper))
        )


def _fact(fact: Fact, record: Record, sure: float) -> Fact:
    return Fact("目录差异", record, fact.evidence, round(min(fact.confidence, sure), 2))


def _chosen(fact: Fact, left: Sequence[_Paper]) -> _Paper | None:
    """The paper that an entry means: of those called so the one on that page, else the first."""
    value, page = fact.value, _page(fact)
    if not isinstance(value, Record):
        return None
    alike = [paper for paper in left if _alike(value.text("title"), paper.document)]
    there = [paper for paper in alike if page and paper.first == page]
    unread = [paper for paper in alike if paper.first is None]
    return next(iter(there or unread or alike), None)


def _alike(title: str, document: Document) -> bool:
    known = match_title(title)
    if known and known.kind == document.kind:
        return True
    plain, own = _plain(title), _plain(document.title)
    if min(len(plain), len(own)) >= 4 and (plain.endswith(own) or own.endswith(plain)):
        return True
    return max(fuzz.ratio(plain, own), fuzz.ratio(plain, _plain(document.kind))) >= SAME_TITLE


@lru_cache(4096)
def _plain(text: str) -> str:
    return re.sub(r"[\s《》()、/]|复印件", "", simplified(normalise(text)))


def _page(fact: Fact) -> int:
    hit = re.match(r"\D*(\d+)", fact.value.text("page")) if isinstance(fact.value, Record) else None
    return int(hit[1]) if hit else 0


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _head(paper: _Paper) -> Evidence:
    page = paper.document.pages[0]
    line = page.lines[0] if page.lines else None
    boxes = (line.box,) if line else ()
    return Evidence(paper.document.id, page.file, page.page, boxes, "", line.text[:40] if line else "")
