"""The running text of a document, searchable, with the way back to page and box."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .case import Box, Document, Evidence, Page, TextLine

_PAGE_MARK = re.compile(r"[-—–·\s]*(第?\d{1,4}页?)([/／,，\s]*共?\d{0,4}页?)?[-—–·\s]*$")


def is_page_mark(line: TextLine, page: Page) -> bool:
    """True for a bare page number at the head or foot of a page: it belongs to no sentence."""
    if page.page is None or line.cell >= 0 or not (line.box.y0 > 0.88 or line.box.y1 < 0.08):
        return False
    return bool(_PAGE_MARK.match(line.text))


@dataclass(frozen=True, slots=True)
class Match:
    """A hit of a pattern: its text and groups, and the place on the paper."""

    text: str
    groups: tuple[str | None, ...]
    start: int
    end: int
    evidence: Evidence
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentText:
    """All lines of a document joined without separators, so that a phrase broken over two lines is found."""

    document: Document
    text: str = field(init=False)
    _lines: tuple[tuple[Page, TextLine], ...] = field(init=False)
    _starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = tuple((page, line) for page, line in self.document.lines() if not is_page_mark(line, page))
        starts, position = [], 0
        for _, line in lines:
            starts.append(position)
            position += len(line.text)
        object.__setattr__(self, "_lines", lines)
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "text", "".join(line.text for _, line in lines))

    def lines(self) -> Iterator[tuple[int, Page, TextLine]]:
        """All lines of the running text with the offset at which each begins."""
        for start, (page, line) in zip(self._starts, self._lines, strict=True):
            yield start, page, line

    def find(self, pattern: str | re.Pattern[str]) -> Iterator[Match]:
        """All hits of `pattern`, in order."""
        for hit in re.finditer(pattern, self.text):
            yield self.match(hit)

    def first(self, pattern: str | re.Pattern[str]) -> Match | None:
        """The first hit of `pattern`, or None."""
        return next(self.find(pattern), None)

    def match(self, hit: re.Match[str], group: int | str = 0) -> Match:
        """A regular-expression hit with its place (that of `group`)."""
        start, end = hit.span(group)
        return Match(
            hit[group], hit.groups(), start, end, self.evidence(start, end), self.confidence(start, end)
        )

    def evidence(self, start: int, end: int) -> Evidence:
        """The place of `text[start:end]`: the page where it begins, and its boxes there."""
        first_page: Page | None = None
        boxes: list[Box] = []
        quotes: list[str] = []
        locator = ""
        for index, (page, line) in self._touched(start, end):
            offset = self._starts[index]
            if first_page is None:
                first_page, locator = page, line.locator
            if page is first_page and page.page is not None:
                boxes.append(line.part(max(start - offset, 0), min(end - offset, len(line.text))))
            quotes.append(line.raw_part(max(start - offset, 0), min(end - offset, len(line.text))))
        if first_page is None:
            return Evidence(document=self.document.id)
        quote = "".join(quotes)[:200]
        return Evidence(self.document.id, first_page.file, first_page.page, tuple(boxes), locator, quote)

    def confidence(self, start: int, end: int) -> float:
        """The lowest confidence of the lines that `text[start:end]` touches."""
        return round(min((line.confidence for _, (_, line) in self._touched(start, end)), default=1.0), 2)

    def _touched(self, start: int, end: int) -> Iterator[tuple[int, tuple[Page, TextLine]]]:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._lines) and self._starts[index] < max(end, start + 1):
            yield index, self._lines[index]
            index += 1
