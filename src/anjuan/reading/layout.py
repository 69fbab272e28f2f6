"""From runs of print and ruled lines to text lines in reading order, with the cells of forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

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

    def snapped(self) -> Rules:
        """The same rules with those that stand within a hair of each other on one common line."""
        return Rules(_common(self.horizontal), _common(self.vertical))

    def cell(self, x: float, y: float) -> tuple[float, float] | None:
        """Top and left edge of the cell that holds a point; None outside of a form."""
        left, right = _around(self.vertical, x, y)
        above, below = _around(self.horizontal, y, x)
        if left is None or right is None or above is None or below is None:
            return None
        if right - left > FRAME[0] and below - above > FRAME[1]:
            return None  # the frame of a page is no cell of a form
        return above, left

    def crossing(self, run: Run) -> list[float]:
        """Vertical rules that run through a piece of print."""
        left, right, middle = run.x0 + SNAP * 1.5, run.x1 - SNAP * 1.5, run.middle
        return sorted({round(x, 4) for x, y0, y1 in self.vertical if left < x < right and y0 <= middle <= y1})


def _common(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] - groups[-1][-1][0] < 1.5 * SNAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        (round(sum(at for at, _, _ in group) / len(group), 4), start, end)
        for group in groups
        for _, start, end in group
    ]


def _around(
    lines: Sequence[tuple[float, float, float]], across: float, along: float
) -> tuple[float | None, float | None]:
    """The nearest lines on both sides of a point, of those that reach as far as it."""
    before = after = None
    for at, start, end in lines:
        if start - SNAP <= along <= end + SNAP:
            if at <= across:
                before = at if before is None or at > before else before
            else:
                after = at if after is None or at < after else after
    return before, after


def lines_of(runs: Iterable[Run], rules: Rules | None = None) -> tuple[TextLine, ...]:
    """Text lines in reading order: visual rows from the top, the cells of a form one by one."""
    rules = rules.snapped() if rules else Rules()
    pieces: list[Run] = []
    for run in runs:
        pieces += split_at(run, rules.crossing(run)) if rules.vertical else [run]
    pieces = [piece for piece in pieces if piece.text.strip()]
    cells = [rules.cell((p.x0 + p.x1) / 2, p.middle) if rules.vertical else None for p in pieces]
    order: dict[tuple[float, float], int] = {}
    for key in sorted({cell for cell in cells if cell}):
        order[key] = len(order)
    placed = [(order[cell] if cell else -1, cell, piece) for piece, cell in zip(pieces, cells, strict=True)]
    lines = []
    for group in _reading_order(placed):
        for index, piece in _merged(group):
            text = normalise(piece.text)
            box = piece.box or Box.clipped(piece.x0, piece.y0, piece.x1, piece.y1)
            raw = piece.text if piece.text != text else ""
            lines.append(TextLine(text, box, round(piece.confidence, 2), raw, index))
    return tuple(line for line in lines if line.text)


Placed = tuple[int, tuple[float, float] | None, Run]


def _reading_order(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Groups of pieces on one visual row of one cell (or outside of cells), in reading order."""
    by_cell: dict[int, list[Placed]] = {}
    for one in placed:
        by_cell.setdefault(one[0], []).append(one)
    groups: list[tuple[tuple[float, float, float], list[Placed]]] = []
    for index, members in by_cell.items():
        corner = members[0][1]
        for row in _rows(members):
            top = min(one[2].y0 for one in row)
            key = (top, 0.0, top) if corner is None or index < 0 else (corner[0], corner[1], top)
            groups.append((key, sorted(row, key=lambda one: one[2].x0)))
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def _rows(members: Sequence[Placed]) -> list[list[Placed]]:
    rows: list[list[Placed]] = []
    for one in sorted(members, key=lambda one: one[2].middle):
        if rows:
            last = rows[-1][-1][2]
            if abs(one[2].middle - last.middle) < 0.5 * min(last.y1 - last.y0, one[2].y1 - one[2].y0):
                rows[-1].append(one)
                continue
        rows.append([one])
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
                joined = replace(
                    before,
                    text=before.text + piece.text,
                    x1=max(before.x1, piece.x1),
                    y0=min(before.y0, piece.y0),
                    y1=max(before.y1, piece.y1),
                    confidence=min(before.confidence, piece.confidence),
                    edges=(),
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
    return replace(run, text=run.text[start:end], x0=x0, x1=max(x0, x1), box=box, edges=())


def _even_edges(run: Run) -> tuple[float, ...]:
    total, at, edges = display_width(run.text) or 1, 0, []
    for char in run.text:
        edges.append(run.x0 + (run.x1 - run.x0) * at / total)
        at += display_width(char)
    return tuple(edges)
