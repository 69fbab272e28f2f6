"""Where labels and marks stand on the pages of a paper."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from anjuan import Box, Evidence, Mark, Page

from .paper import Paper, Place
from .prints import Field, Print, make_field
from .words import plain_label

SIGN_LINE = re.compile(
    r"(?P<label>[\u4e00-\u9fff或、/]{0,14}\(?(?:签名|签字|签章|签收|捺印|捺指印)"
    r"(?:[或者、及/]*(?:盖章|签章|捺印|捺指印|签名))*(?:确认)?\)?)\s*:"
)
MARGIN = 0.97  # where a line of print ends at the latest
TALL = 0.05  # how far above and below its label a value can stand, by the height of the page
READ = 0.85  # mean confidence of the lines of a page that is well read


@dataclass(frozen=True, slots=True)
class Head:
    """A label on its page; `stop` is where the next field of its row begins."""

    field: Field
    page: Page
    box: Box
    stop: float

    @property
    def middle(self) -> float:
        """Height of the label's middle."""
        return (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, eq=False)
class Sheet:
    """The labels and marks of a paper that has pages."""

    paper: Paper

    @cached_property
    def fields(self) -> list[Field]:
        """The fields of the paper and those that only ask for a signature, in the order of their labels."""
        return sorted([*self.paper.form, *self._lines], key=lambda one: one.head)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """All labels with their places, in the order of the running text."""
        found: list[Head] = []
        for field in self.fields:
            spot = self._spot(field.head)
            if spot:
                found.append(Head(field, *spot, MARGIN))
        return tuple(Head(one.field, one.page, one.box, _stop(one, near)) for one, near in _beside(found))

    def reach(self, head: Head) -> tuple[float, float]:
        """From where to where a value of that label can stand: half way to the labels above and below."""
        above, below = TALL, TALL
        for other in self.heads:
            gap = other.middle - head.middle
            if other.page is not head.page or abs(gap) < 0.5 * head.box.height or other.box.x0 > head.stop:
                continue
            if gap > 0:
                below = min(below, gap / 2)
            else:
                above = min(above, -gap / 2)
        return head.middle - above, head.middle + below

    def beside(self, head: Head, *kinds: str) -> list[Mark]:
        """Marks of those kinds in the place of a label's value."""
        marks = head.page.marked(*kinds)
        if not marks:
            return []
        top, bottom = self.reach(head)
        found = []
        for mark in marks:
            middle, across = (mark.box.y0 + mark.box.y1) / 2, (mark.box.x0 + mark.box.x1) / 2
            level = top <= middle <= bottom or mark.box.y0 <= head.middle <= mark.box.y1
            if level and mark.box.x1 > head.box.x1 + 0.005 and head.box.x0 < across < head.stop + 0.01:
                found.append(mark)
        return found

    def print_beside(self, head: Head) -> list[Print]:
        """Lines in the place of a label's value that neither hold a label nor are one."""
        top, bottom = self.reach(head)
        labels = [one.field.head for one in self.heads if one.page is head.page]
        found = []
        for one, page in zip(self.paper.prints, self._pages, strict=True):
            box = one.line.box
            inside = page is head.page and head.box.x1 - 0.01 < box.x0 < head.stop - 0.005
            if not inside or not top < (box.y0 + box.y1) / 2 < bottom:
                continue
            if not any(begin < one.end and one.start < stop for begin, stop in labels):
                found.append(one)
        return found

    def lines(self, spans: Iterable[tuple[int, int]]) -> list[Print]:
        """The lines that hold these pieces of the running text."""
        prints = self.paper.prints
        return [prints[index] for span in spans for index in self._touched(span)]

    @cached_property
    def _lines(self) -> list[Field]:
        """Labels that ask for a signature and are none of the known labels of forms."""
        covered = [field.head for field in self.paper.form]
        found = []
        for one in self.paper.prints:
            if "签" not in one.text and "捺" not in one.text:
                continue
            hits = list(SIGN_LINE.finditer(one.text))
            for number, hit in enumerate(hits):
                start, end = one.start + hit.start("label"), one.start + hit.end()
                if any(begin < end and start < stop for begin, stop in covered):
                    continue
                stop = hits[number + 1].start() if number + 1 < len(hits) else len(one.text)
                parts = [(end, one.text[hit.end() : stop])]
                found.append(make_field(plain_label(hit["label"]), parts, (start, end)))
        return found

    @cached_property
    def _pages(self) -> list[Page]:
        """The page of each line."""
        return [page for _, page, _ in self.paper.text.lines()]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.paper.prints]

    def _touched(self, span: tuple[int, int]) -> range:
        first = max(bisect_right(self._starts, span[0]) - 1, 0)
        return range(first, max(bisect_left(self._starts, span[1]), first + 1))

    def _spot(self, span: tuple[int, int]) -> tuple[Page, Box] | None:
        """Page and box of a piece of the running text; None in flow formats."""
        touched = self._touched(span)
        page = self._pages[touched[0]]
        if page.page is None:
            return None
        boxes = []
        for index in touched:
            one = self.paper.prints[index]
            if self._pages[index] is page:
                boxes.append(
                    one.line.part(max(span[0] - one.start, 0), min(span[1] - one.start, len(one.text)))
                )
        return page, around(boxes)


def _beside(heads: Sequence[Head]) -> Iterator[tuple[Head, list[Head]]]:
    """Each label with those at about its height."""
    high = max((one.box.height for one in heads), default=1.0) or 1.0
    rows: dict[int, list[Head]] = {}
    for one in heads:
        rows.setdefault(int(one.middle / high), []).append(one)
    for one in heads:
        row = int(one.middle / high)
        yield one, [other for near in (row - 1, row, row + 1) for other in rows.get(near, ())]


def _stop(head: Head, heads: Sequence[Head]) -> float:
    """Left edge of the next label on the same row."""
    rights = [
        other.box.x0
        for other in heads
        if other.page is head.page
        and other.box.x0 > head.box.x1 - 0.002
        and abs(other.middle - head.middle) < max(head.box.height, other.box.height) * 0.8
    ]
    return min(rights, default=MARGIN)


def around(boxes: Sequence[Box]) -> Box:
    """The box that holds all of them."""
    return Box(
        min(one.x0 for one in boxes),
        min(one.y0 for one in boxes),
        max(one.x1 for one in boxes),
        max(one.y1 for one in boxes),
    )


def meet(one: Box, other: Box, grow: float = 0.0) -> bool:
    """True when two boxes share a part of the page, the first grown by so much on all sides."""
    return (
        one.x0 - grow < other.x1
        and other.x0 < one.x1 + grow
        and one.y0 - grow < other.y1
        and other.y0 < one.y1 + grow
    )


def mark_place(paper: Paper, page: Page, mark: Mark, quote: str = "") -> Place:
    """The place of a mark."""
    return Place(Evidence(paper.document.id, page.file, page.page, (mark.box,), "", quote), mark.confidence)


def marked(paper: Paper, *kinds: str) -> Iterator[tuple[Page, Mark]]:
    """All marks of those kinds with their pages."""
    for page in paper.document.pages:
        for mark in page.marked(*kinds):
            yield page, mark


def looked(page: Page) -> bool:
    """True for a page whose picture was looked at for marks."""
    return page.page is not None and page.marks is not None and not page.failed


def recognised(page: Page) -> bool:
    """True for a page that an engine read off a picture."""
    return page.read.startswith("ocr:")


def well_read(page: Page) -> bool:
    """True for a page whose print was read without much doubt; what is missing there is missing on the paper."""
    if not looked(page) or not page.lines or page.marked("unreadable"):
        return False
    return sum(line.confidence for line in page.lines) / len(page.lines) >= READ
