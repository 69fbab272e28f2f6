"""The running text of a document, searchable, with the way back to page and box."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from .case import Box, Document, Evidence, Page, TextLine
from .literals import possible
from .normal import simplified

PAGE_MARK = 0.08, 0.88  # above and below: where the number of a page stands
TOP, FOOT = 0.07, 0.93  # margins of a page, where books have running heads
_PAGE_MARK = re.compile(r"[-—–·\s]*(第?\d{1,4}页?)([/／,，\s]*共?\d{0,4}页?)?[-—–·\s]*$")


def is_page_mark(line: TextLine, page: Page) -> bool:
    """True for a bare page number at the head or foot of a page: it belongs to no sentence."""
    if page.page is None or line.cell >= 0 or (line.box.y1 >= PAGE_MARK[0] and line.box.y0 <= PAGE_MARK[1]):
        return False
    return bool(_PAGE_MARK.match(line.text))


def _running_heads(document: Document) -> frozenset[str]:
    """What stands in the margin of one page after the other: it would break the sentences that run over them."""
    if len(document.pages) < 2:
        return frozenset()
    seen: dict[str, set[int]] = {}
    for number, page in enumerate(document.pages):
        for line in page.lines:
            box = line.box
            if (box.y1 < TOP or box.y0 > FOOT) and _in_margin(line, page):
                seen.setdefault(line.text, set()).add(number)
    return frozenset(text for text, pages in seen.items() if len(pages) > 1)


def _in_margin(line: TextLine, page: Page) -> bool:
    return page.page is not None and line.cell < 0 and (line.box.y1 < TOP or line.box.y0 > FOOT)


@dataclass(frozen=True, slots=True)
class Match:
    """A hit of a pattern: its text and groups, and the place on the paper, which is worked out when asked for."""

    text: str
    groups: tuple[str | None, ...]
    start: int
    end: int
    document: str  # id of the paper
    _source: DocumentText = field(compare=False, repr=False)

    @property
    def evidence(self) -> Evidence:
        """Where it stands."""
        return self._source.evidence(self.start, self.end)

    @property
    def confidence(self) -> float:
        """Chance that it was read right."""
        return self._source.confidence(self.start, self.end)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """All lines of a document joined without separators, so that a phrase broken over two lines is found.

    Attributes:
        text: what is searched, in simplified characters; printed: the same, character by character, as printed.
    """

    document: Document
    text: str = field(init=False)
    printed: str = field(init=False)
    _lines: tuple[tuple[Page, TextLine], ...] = field(init=False)
    _starts: tuple[int, ...] = field(init=False)
    _places: dict[tuple[int, int], Evidence] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        heads = _running_heads(self.document)
        low, high = PAGE_MARK
        lines = [
            (page, line)
            for page in self.document.pages
            for line in page.lines
            if not (((box := line.box).y0 > high or box.y1 < low) and is_page_mark(line, page))
        ]
        if heads:
            lines = [
                (page, line) for page, line in lines if not (line.text in heads and _in_margin(line, page))
            ]
        texts = [line.text for _, line in lines]
        printed, keep = "".join(texts), object.__setattr__
        keep(self, "_lines", tuple(lines))
        keep(self, "_starts", tuple(accumulate(map(len, texts[:-1]), initial=0) if texts else ()))
        keep(self, "printed", printed)
        keep(self, "text", simplified(printed))

    def lines(self) -> Iterator[tuple[int, Page, TextLine]]:
        """All lines of the running text with the offset at which each begins."""
        for start, (page, line) in zip(self._starts, self._lines, strict=True):
            yield start, page, line

    def find(self, pattern: str | re.Pattern[str]) -> Iterator[Match]:
        """All hits of `pattern`, in order."""
        compiled = possible(pattern, self.text)
        if compiled:
            for hit in compiled.finditer(self.text):
                yield self.match(hit)

    def first(self, pattern: str | re.Pattern[str]) -> Match | None:
        """The first hit of `pattern`, or None."""
        compiled = possible(pattern, self.text)
        hit = compiled.search(self.text) if compiled else None
        return self.match(hit) if hit else None

    def match(self, hit: re.Match[str], group: int | str = 0) -> Match:
        """A regular-expression hit with its place (that of `group`)."""
        start, end = hit.span(group)
        return Match(hit[group], hit.groups(), start, end, self.document.id, self)

    def evidence(self, start: int, end: int) -> Evidence:
        """The place of `text[start:end]`: the page where it begins, and its boxes there."""
        found = self._places.get((start, end))
        if found is None:
            found = self._places[start, end] = self._place(start, end)
        return found

    def _place(self, start: int, end: int) -> Evidence:
        first_page: Page | None = None
        boxes: list[Box] = []
        quotes: list[str] = []
        locator = ""
        starts, lines = self._starts, self._lines
        for index in self._touched(start, end):
            page, line = lines[index]
            left, right = max(start - starts[index], 0), min(end - starts[index], len(line.text))
            if first_page is None:
                first_page, locator = page, line.locator
            if page is first_page and page.page is not None:
                boxes.append(line.part(left, right))
            quotes.append(line.raw_part(left, right))
        if first_page is None:
            return Evidence(document=self.document.id)
        quote = "".join(quotes)[:200]
        return Evidence(self.document.id, first_page.file, first_page.page, tuple(boxes), locator, quote)

    def confidence(self, start: int, end: int) -> float:
        """Chance that `text[start:end]` is right: the lowest of the lines that it touches."""
        lines, starts, lowest = self._lines, self._starts, 1.0
        for index in self._touched(start, end):
            line = lines[index][1]
            if line.confidence < 1:
                count = min(end, starts[index] + len(line.text)) - max(start, starts[index])
                lowest = min(lowest, line.sure_of(count))
        return round(lowest, 2)

    def _touched(self, start: int, end: int) -> range:
        """Numbers of the lines on which `text[start:end]` stands."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return range(first, bisect_left(self._starts, max(end, start + 1), first))
