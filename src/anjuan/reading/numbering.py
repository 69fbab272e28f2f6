"""Page numbers as printed: which sheet of its paper a page is, or which page of the volume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.case import Page

_OF = re.compile(
    r"第\s*(?P<k>\d{1,3})\s*页\s*[,，、/／(（]?\s*共\s*(?P<n>\d{1,3})\s*页"
    r"|共\s*(?P<n2>\d{1,3})\s*页\s*[,，、/／(（]?\s*第\s*(?P<k2>\d{1,3})\s*页"
)
_SLASH = re.compile(r"[-—–\s]*(\d{1,3})\s*[/／]\s*(\d{1,3})[-—–\s]*")
_BARE = re.compile(r"[-—–·•\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–·•\s]*")
TOP, FOOT = 0.1, 0.86


@dataclass(frozen=True, slots=True)
class Marks:
    """What the head and foot of a page say of its number.

    Attributes:
        sheet, sheets: 第k页共n页; None where nothing of the kind is printed.
        numbers: bare numbers, 12 before 第12页.
    """

    sheet: int | None = None
    sheets: int | None = None
    numbers: tuple[int, ...] = ()

    def number(self, last: int | None) -> int | None:
        """The number of the page in the volume behind a page numbered `last`: the one that goes on, else the first."""
        if last is not None and last + 1 in self.numbers:
            return last + 1
        return self.numbers[0] if self.numbers else None


def marks_of(page: Page) -> Marks:
    """The printed numbers of a page."""
    sheet = sheets = None
    bare: list[int] = []
    worded: list[int] = []
    lines = page.lines if page.page is not None else ()
    for position, line in enumerate(lines):
        at_edge = line.box.y0 > FOOT or line.box.y1 < TOP
        if not at_edge and position < len(lines) - 3 and position > 3:
            continue
        found = _OF.search(line.text)
        if found:
            sheet, sheets = int(found["k"] or found["k2"]), int(found["n"] or found["n2"])
        elif at_edge and line.cell < 0:
            slash = _SLASH.fullmatch(line.text)
            number = _BARE.fullmatch(line.text)
            if slash and 0 < int(slash[1]) <= int(slash[2]):
                sheet, sheets = int(slash[1]), int(slash[2])
            elif number:
                (worded if "第" in line.text else bare).append(int(number[1]))
    return Marks(sheet, sheets, (*bare, *worded))


def numbers_of(found: Sequence[Marks]) -> list[int | None]:
    """The number of each page in the volume."""
    given: list[int | None] = []
    last: int | None = None
    for mark in found:
        number = mark.number(last)
        given.append(number)
        last = number if number is not None else last + 1 if last is not None else None
    return given


def paper_marks(pages: Sequence[Page]) -> list[Marks]:
    """The marks of the pages of one file; those that number the whole file as one are left out of `sheet`."""
    found = [marks_of(page) for page in pages]
    if _numbers_volume(found):
        return [Marks(None, None, one.numbers or ((one.sheet,) if one.sheet else ())) for one in found]
    bare = [number for number in numbers_of(found) if number is not None]
    if bare.count(1) < 2 or 2 * max(bare) > len(bare):
        return found
    # Bare numbers that begin again and again count the sheets of each paper.
    return [one if one.sheet else Marks(one.numbers[0] if one.numbers else None) for one in found]


def _numbers_volume(found: Sequence[Marks]) -> bool:
    """第k页共n页 with one n that runs through the whole file."""
    given = [(at, one) for at, one in enumerate(found) if one.sheet is not None]
    if len(given) < 4 or len({one.sheets for _, one in given}) > 1:
        return False
    steps = {(one.sheet or 0) - at for at, one in given}
    return len(steps) <= 2 and (given[0][1].sheets or 0) >= len(given)


def follows(before: Marks, after: Marks) -> bool:
    """True when a page is the next sheet of the paper before it."""
    if after.sheet is None or after.sheet < 2 or before.sheet is None:
        return False
    return after.sheet == before.sheet + 1 and after.sheets == before.sheets


def begins(before: Marks | None, after: Marks) -> bool:
    """True when a page is the first sheet of a paper, behind one that is complete."""
    if after.sheet != 1:
        return False
    return before is None or before.sheets is None or before.sheet == before.sheets
