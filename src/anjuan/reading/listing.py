"""The 卷内目录 as a witness of where papers begin: which paper it lists on which page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..model.case import Page, TextLine
from .papers import match_title

_ORDER = re.compile(r"\d{1,3}[.、]?")
_PAGES = re.compile(r"(\d{1,4})(?:\s*[-—–~至、]\s*(\d{1,4}))?页?")
SHIFTS = range(-2, 13)  # covers and indexes before page 1 of the volume
ENOUGH = 0.6  # share of the listed papers that must stand where the index says
HITS = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the index: the title as listed, its kind (empty when it names no known paper), its first page."""

    title: str
    kind: str
    page: int


def listed_in(pages: Sequence[Page]) -> list[Listed]:
    """The rows of an index whose page column can be read."""
    found: list[Listed] = []
    for page in pages:
        if page.page is not None:
            found += filter(None, map(_entry, _rows(page.lines)))
    return found


@dataclass(frozen=True, slots=True)
class _Cell:
    """The print of one cell, its lines as one text."""

    text: str
    left: float
    middle: float


def _rows(lines: Sequence[TextLine]) -> Iterator[list[_Cell]]:
    """The cells of each row, beside the number in the first column to which they are nearest."""
    cells = list(_cells(lines))
    left = min((one.left for one in cells), default=0.0)
    starts = [one for one in cells if _ORDER.fullmatch(one.text) and one.left < left + 0.1]
    rows: list[list[_Cell]] = [[] for _ in starts]
    gap = min((b.middle - a.middle for a, b in pairwise(starts)), default=0.03)
    for one in cells:
        if one in starts or not starts:
            continue
        at = min(range(len(starts)), key=lambda n: abs(starts[n].middle - one.middle))
        if abs(starts[at].middle - one.middle) < 1.5 * gap:
            rows[at].append(one)
    yield from (sorted(row, key=lambda one: one.left) for row in rows)


def _cells(lines: Sequence[TextLine]) -> Iterator[_Cell]:
    """Cells of a ruled table; without rules, lines that stand right under each other and are no row of their own."""
    ruled: dict[int, list[TextLine]] = {}
    for line in sorted(lines, key=lambda one: one.box.y0 + one.box.y1):
        if line.cell >= 0:
            ruled.setdefault(line.cell, []).append(line)
        else:
            yield _cell([line])
    for members in ruled.values():
        yield _cell(members)


def _cell(members: Sequence[TextLine]) -> _Cell:
    top, foot = min(one.box.y0 for one in members), max(one.box.y1 for one in members)
    left = min(one.box.x0 for one in members)
    return _Cell("".join(one.text for one in members), left, (top + foot) / 2)


def _entry(row: Sequence[_Cell]) -> Listed | None:
    at = next((n for n in range(len(row) - 1, -1, -1) if _PAGES.fullmatch(row[n].text)), None)
    number = _PAGES.fullmatch(row[at].text) if at is not None else None
    if at is None or number is None:
        return None
    titles = [one.text for one in row[:at] if re.search(r"[\u4e00-\u9fff]{2}", one.text)]
    wrapped = ["".join(pair) for pair in pairwise(titles)]
    known = next(((text, found) for text in (*titles, *wrapped) if (found := match_title(text))), None)
    if known:
        return Listed(known[0], known[1].kind, int(number[1]))
    return Listed(max(titles, key=len), "", int(number[1])) if titles else None


def places(
    entries: Sequence[Listed], kinds: Sequence[str], numbers: Sequence[int | None]
) -> dict[int, Listed]:
    """Index of a page of the file → the paper that is listed as beginning there.

    Args:
        entries: rows of the index.
        kinds: kind of the paper that begins on each page of the file, empty where none is known to.
        numbers: the number printed on each page, None where there is none.

    Empty when the index does not agree with what stands on the pages.
    """
    named = [one for one in entries if one.kind]
    if len(named) < HITS:
        return {}
    printed = {number: at for at, number in reversed(list(enumerate(numbers))) if number}
    ways = [{one.page: one.page - 1 + shift for one in entries} for shift in SHIFTS]
    if len(printed) >= HITS:
        ways.append({one.page: printed[one.page] for one in entries if one.page in printed})

    def hits(way: dict[int, int]) -> int:
        return sum(
            0 <= way.get(one.page, -1) < len(kinds) and kinds[way[one.page]] == one.kind for one in named
        )

    best = max(ways, key=hits)
    if hits(best) < max(HITS, ENOUGH * len(named)):
        return {}
    found: dict[int, Listed] = {}
    for one in entries:
        at = best.get(one.page)
        if at is not None and 0 <= at < len(kinds):
            found.setdefault(at, one)
    return found
