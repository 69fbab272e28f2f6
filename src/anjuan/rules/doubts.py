"""What a scan may have lost: a page that is cut, blurred or covered hides papers and sentences; silence then means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ..model.case import Box, CaseFile, Document, Page

TITLE_DEPTH = 0.3  # share of a page within which its title stands
PHRASE = 8  # characters of what a check looks for in a line
EDGE = 0.004  # print as near to an edge as this goes on beyond it
OTHER_SHAPE = 0.06  # share by which a page is shorter or narrower than the others of the case file
AT_EDGE = 3  # lines that end at an edge before it is a cut
_FIGURES = re.compile(r"[\d〇零一二三四五六七八九十百Oo年月日时分第页共:：.,、\-—/\s()]+")


@dataclass(frozen=True, slots=True)
class Scans:
    """The usual shape of the recognised pages of a case file, height by width; 0 where there are few."""

    shape: float

    @classmethod
    def of(cls, case: CaseFile) -> Scans:
        """Of the pages as they stand upright."""
        found = [
            page.size[1] / page.size[0]
            for document in case.documents
            for page in document.pages
            if _recognised(page) and page.size[0] > 0
        ]
        return cls(median(found) if len(found) >= 4 else 0.0)

    def cut(self, page: Page) -> bool:
        """True when a strip of a page is likely missing."""
        if not _recognised(page):
            return False
        boxes = [line.box for line in page.lines]
        if any(box.y0 < EDGE or box.y1 > 1 - EDGE for box in boxes):
            return True
        sides = (sum(box.x0 < EDGE for box in boxes), sum(box.x1 > 1 - EDGE for box in boxes))
        if max(sides) >= AT_EDGE:
            return True
        if not self.shape or not page.size[0]:
            return False
        own = page.size[1] / page.size[0]
        return min(abs(own / self.shape - 1), abs(own * self.shape - 1)) > OTHER_SHAPE


def doubtful(page: Page, trust: float, scans: Scans) -> tuple[Box, ...] | None:
    """Places of a page that could not be read; None where all was read.

    Args:
        trust: chance from which a phrase counts as read.
    """
    boxes = tuple(_poor(page, trust, figures=False))
    whole = boxes or page.failed or not page.lines or scans.cut(page)
    return boxes if whole else None


def hidden_paper(document: Document, trust: float, scans: Scans) -> Page | None:
    """A page on which another paper may begin whose title was lost; None where there is none."""
    for number, page in enumerate(document.pages):
        if number == 0 and document.kind != "unknown":
            continue
        head = [box for box in _poor(page, trust) if box.y0 < TITLE_DEPTH]
        if head or scans.cut(page):
            return page
    return None


def _poor(page: Page, trust: float, *, figures: bool = True) -> Iterator[Box]:
    """Lines that were read badly; a day or a number hides no sentence."""
    for line in page.lines:
        poor = len(line.text) > 1 and line.sure_of(PHRASE) < trust
        if poor and (figures or not _FIGURES.fullmatch(line.text)):
            yield line.box
    for mark in page.marked("unreadable"):
        yield mark.box


def _recognised(page: Page) -> bool:
    return page.read.startswith("ocr:")
