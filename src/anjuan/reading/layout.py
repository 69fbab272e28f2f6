"""From runs of print and ruled lines to text lines in reading order, with the cells of forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ..model.case import Box, TextLine, display_width
from ..model.normal import normalise

ASPECT = 1.41  # height of a page by its width, nearly always: what stands wide as high is that much wider
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LABEL_END = re.compile(r"[\u4e00-\u9fff]{1,2}(?:\([\u4e00-\u9fff]+\))?\s*[:：]")
FRAME = (0.75, 0.45)  # width and height from which a rectangle frames a page
SNAP = 0.004  # fractions of the page within which two rules are one


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of print on one line, in fractions of the page.

    The corners are those of the straightened page, by which lines are ordered; `box` is where it stands on
    the page as it is (None: the same).
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0
    box: Box | None = None
    edges: tuple[float, ...] = ()  # left edge of each character where the format tells

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Rules:
    """Ruled lines of a form: horizontal (y, x0, x1) and vertical (x, y0, y1)."""

    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)

    def add_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The edges of a rectangle; a thin one is a line."""
        if y1 - y0 < SNAP and x1 - x0 > 2 * SNAP:
            self.horizontal.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 < SNAP and y1 - y0 > 2 * SNAP:
            self.vertical.append(((x0 + x1) / 2, y0, y1))
        elif x1 - x0 > 2 * SNAP and y1 - y0 > 2 * SNAP:
            self.horizontal += [(y0, x0, x1), (y1, x0, x1)]
            self.vertical += [(x0, y0, y1), (x1, y0, y1)]

    def grid(self) -> Grid:
        """The same rules with those that stand within a hair of each other on one common line."""
        return Grid(_common(self.horizontal), _common(self.vertical))


Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Parallel rules: where they stand, in order, and from where to where each reaches."""

    at: list[float]
    spans: list[Spans]

    def reach(self) -> tuple[float, float]:
        """From where to where there are rules at all, with the tolerance of a hair."""
        starts = [spans[0][0] for spans in self.spans]
        return min(starts) - SNAP, max(end for spans in self.spans for _, end in spans) + SNAP

    def around(self, across: float, along: float) -> tuple[float, float] | None:
        """The nearest rules on both sides of a point, of those that reach as far as it."""
        at, spans, low, high = self.at, self.spans, along - SNAP, along + SNAP
        here = bisect_right(at, across)
        for before in range(here - 1, -1, -1):
            if _reaches(spans[before], low, high):
                break
        else:
            return None
        for after in range(here, len(at)):
            if _reaches(spans[after], low, high):
                return at[before], at[after]
        return None


@dataclass(frozen=True, slots=True)
class Grid:
    """Ruled lines made ready for questions."""

    horizontal: Lines
    vertical: Lines

    def cell(self, x: float, y: float) -> tuple[float, float] | None:
        """Top and left edge of the cell that holds a point; None outside of a form."""
        across = self.vertical.around(x, y)
        down = self.horizontal.around(y, x) if across else None
        if across is None or down is None:
            return None
        if across[1] - across[0] > FRAME[0] and down[1] - down[0] > FRAME[1]:
            return None  # the frame of a page is no cell of a form
        return down[0], across[0]

    def crossing(self, run: Run, middle: float) -> list[float]:
        """Vertical rules that run through a piece of print."""
        at, spans = self.vertical.at, self.vertical.spans
        first, last = bisect_right(at, run.x0 + SNAP * 1.5), bisect_left(at, run.x1 - SNAP * 1.5)
        if first >= last:
            return []
        return [at[n] for n in range(first, last) if _reaches(spans[n], middle, middle)]


def _reaches(spans: Spans, low: float, high: float) -> bool:
    for start, end in spans:
        if start > high:
            return False
        if low <= end:
            return True
    return False


def _common(lines: list[tuple[float, float, float]]) -> Lines:
    groups: list[list[tuple[float, float, float]]] = []
    last = -1.0
    for line in sorted(lines):
        if groups and line[0] - last < 1.5 * SNAP:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = line[0]
    at = [round(sum(line[0] for line in group) / len(group), 4) for group in groups]
    return Lines(at, [_joined_spans(group) for group in groups])


def _joined_spans(group: Sequence[tuple[float, float, float]]) -> Spans:
    """Spans that touch are one: a rule of many cells is drawn cell by cell."""
    spans: Spans = []
    for start, end in sorted({(start, end) for _, start, end in group}):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def lines_of(runs: Iterable[Run], rules: Rules | None = None) -> tuple[TextLine, ...]:
    """Text lines in reading order: visual rows from the top, the cells of a form one by one."""
    lines = []
    for group in _reading_order(_placed(runs, rules)):
        for index, piece in _merged(group) if len(group) > 1 else ((group[0][0], group[0][2]),):
            text = normalise(piece.text)
            if not text:
                continue
            box = piece.box or Box.clipped(piece.x0, piece.y0, piece.x1, piece.y1)
            raw = piece.text if piece.text != text else ""
            lines.append(TextLine(text, box, round(piece.confidence, 2), raw, index))
    return tuple(lines)


Corner = tuple[float, float]
Placed = tuple[int, Corner | None, Run]


def _placed(runs: Iterable[Run], rules: Rules | None) -> list[Placed]:
    """Pieces of print with the number and the corner of their cell; -1 outside of a form."""
    if rules is None or not rules.vertical:
        return [(-1, None, run) for run in runs if run.text.strip()]
    grid = rules.grid()
    top, bottom = grid.vertical.reach()
    found: list[tuple[Corner | None, Run]] = []
    for run in runs:
        middle = run.middle
        if not top <= middle <= bottom:  # above and below all cells
            if run.text.strip():
                found.append((None, run))
            continue
        cuts = grid.crossing(run, middle)
        for piece in split_at(run, cuts) if cuts else (run,):
            if piece.text.strip():
                found.append((grid.cell((piece.x0 + piece.x1) / 2, middle), piece))
    order = {cell: index for index, cell in enumerate(sorted({cell for cell, _ in found if cell}))}
    return [(order[cell] if cell else -1, cell, piece) for cell, piece in found]


def _reading_order(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Groups of pieces on one visual row of one cell (or outside of cells), in reading order."""
    by_cell: dict[int, list[Placed]] = {}
    for one in placed:
        by_cell.setdefault(one[0], []).append(one)
    groups: list[tuple[tuple[float, float, float], list[Placed]]] = []
    for index, members in by_cell.items():
        corner = members[0][1]
        for row in _rows(members) if len(members) > 1 else (members,):
            top = min([one[2].y0 for one in row])
            key = (top, 0.0, top) if corner is None or index < 0 else (corner[0], corner[1], top)
            if len(row) > 1:
                row.sort(key=_left)
            groups.append((key, row))
    groups.sort(key=_key)
    return [group for _, group in groups]


def _left(one: Placed) -> float:
    return one[2].x0


_key = itemgetter(0)


def _rows(members: Sequence[Placed]) -> list[list[Placed]]:
    rows: list[list[Placed]] = []
    last_middle = last_height = 0.0
    for middle, one in sorted([(one[2].middle, one) for one in members], key=_key):
        height = one[2].y1 - one[2].y0
        if rows and abs(middle - last_middle) < 0.5 * min(last_height, height):
            rows[-1].append(one)
        else:
            rows.append([one])
        last_middle, last_height = middle, height
    return rows


def _spaced_out(row: Sequence[Placed]) -> list[tuple[int, Run]]:
    """Pieces of a row with spaced-out words put together: 营　业　执　照, or 名　称 before its colon."""
    found: list[tuple[int, Run]] = []
    position = 0
    while position < len(row):
        index, _, first = row[position]
        end = position + 1
        if _HAN.fullmatch(first.text.strip()):
            while (
                end < len(row)
                and _apart(row[end - 1][2], row[end][2])
                and _HAN.fullmatch(row[end][2].text.strip())
            ):
                end += 1
            tail = (
                end < len(row) and _apart(row[end - 1][2], row[end][2]) and _LABEL_END.match(row[end][2].text)
            )
            end = end + 1 if tail else end
        pieces = [one[2] for one in row[position:end]]
        found.append((index, first if len(pieces) == 1 else _joined(pieces)))
        position = end
    return found


def _apart(before: Run, after: Run) -> bool:
    return after.x0 - before.x1 < 4 * (after.y1 - after.y0) * ASPECT


def _joined(pieces: Sequence[Run]) -> Run:
    boxes = [piece.box for piece in pieces if piece.box]
    box = None
    if boxes:
        box = Box.clipped(
            min(one.x0 for one in boxes),
            min(one.y0 for one in boxes),
            max(one.x1 for one in boxes),
            max(one.y1 for one in boxes),
        )
    return Run(
        " ".join(piece.text.strip() for piece in pieces),
        pieces[0].x0,
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
        min(piece.confidence for piece in pieces),
        box,
    )


def _merged(row: Sequence[Placed]) -> list[tuple[int, Run]]:
    """Pieces of one row that stand as close as neighbouring characters become one."""
    merged: list[tuple[int, Run]] = []
    for index, piece in _spaced_out(row):
        if merged:
            before = merged[-1][1]
            gap, height = piece.x0 - before.x1, piece.y1 - piece.y0
            if gap < 0.45 * height and before.box is None and piece.box is None:
                joined = Run(
                    before.text + piece.text,
                    before.x0,
                    min(before.y0, piece.y0),
                    max(before.x1, piece.x1),
                    max(before.y1, piece.y1),
                    min(before.confidence, piece.confidence),
                )
                merged[-1] = (index, joined)
                continue
        merged.append((index, piece))
    return merged


def split_at(run: Run, cuts: Sequence[float]) -> list[Run]:
    """Cut a run at the given heights of x, by the edges of its characters or by the width print takes."""
    if not cuts:
        return [run]
    edges = run.edges or _even_edges(run)
    pieces, start = [], 0
    for cut in (*cuts, 2.0):
        end = next((n for n in range(start, len(run.text)) if edges[n] >= cut - SNAP), len(run.text))
        if end > start:
            pieces.append(_piece(run, edges, start, end))
        start = end
    return pieces


def _piece(run: Run, edges: Sequence[float], start: int, end: int) -> Run:
    x0 = edges[start]
    x1 = edges[end] if end < len(edges) else run.x1
    box = None
    if run.box:
        scale = (run.box.x1 - run.box.x0) / ((run.x1 - run.x0) or 1)
        left, right = run.box.x0 + (x0 - run.x0) * scale, run.box.x0 + (x1 - run.x0) * scale
        box = Box.clipped(left, run.box.y0, right, run.box.y1)
    return Run(run.text[start:end], x0, run.y0, max(x0, x1), run.y1, run.confidence, box)


def _even_edges(run: Run) -> tuple[float, ...]:
    total, at, edges = display_width(run.text) or 1, 0, []
    for char in run.text:
        edges.append(run.x0 + (run.x1 - run.x0) * at / total)
        at += display_width(char)
    return tuple(edges)
