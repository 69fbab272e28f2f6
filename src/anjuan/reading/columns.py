"""Pages set in two columns: each column is read to its end; forms of labels and values keep their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .layout import Rules, Run

MIDDLE = (0.35, 0.65)  # where the gap between two columns of a page lies
STEP = 0.005
GAP = 0.015  # of the page: narrower gaps stand between words
ROWS = 5  # of each column
LETTERS = 8  # of a row of text, on the whole
FULL = 0.75  # share of its column that a row of running text fills
LABELS = 0.3  # share of rows with labels, from which a page is a form
SPREAD = 0.05  # gap between two pages on one sheet
SPREAD_FULL = 0.45
ALIGNED = 0.8  # share of rows that stand level on both sides: a table without rules
_LABEL = re.compile(r"^.{1,12}[:：]")


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands at one height of a column."""

    x0: float
    x1: float
    middle: float
    height: float
    text: str


def in_columns(runs: Sequence[Run], rules: Rules, aspect: float) -> list[Sequence[Run]]:
    """Parts of a page in reading order; one part where it is not set in columns.

    Args:
        rules: a page with ruled cells is read by its cells.
        aspect: height of the page divided by its width; a sheet that lies wide may hold two pages.
    """
    if rules.vertical or len(runs) < 2 * ROWS:
        return [runs]
    at = _gap(runs)
    if at is None:
        return [runs]
    parts: list[list[Run]] = []
    plain = True  # whether the last part may take more
    for zone in _zones(runs, at):
        left = [run for run in zone if run.x1 <= at]
        right = [run for run in zone if run.x0 >= at]
        if len(left) + len(right) == len(zone) and _columns(left, right, aspect):
            parts += [left, right]
            plain = False
        elif parts and plain:
            parts[-1] += zone
        else:
            parts.append(zone)
            plain = True
    return list(parts)


def _gap(runs: Sequence[Run]) -> float | None:
    """Where fewest runs cross the middle of the page, in the widest gap of these; None where many do."""
    places = [MIDDLE[0] + n * STEP for n in range(round((MIDDLE[1] - MIDDLE[0]) / STEP) + 1)]
    crossed = [sum(run.x0 < at < run.x1 for run in runs) for at in places]
    least = min(crossed)
    if least > len(runs) / 4:
        return None
    best: tuple[int, int] = (0, 0)
    start = 0
    for n in range(len(places) + 1):
        if n == len(places) or crossed[n] != least:
            best = max(best, (n - start, start))
            start = n + 1
    return places[best[1] + best[0] // 2]


def _zones(runs: Sequence[Run], at: float) -> Iterator[list[Run]]:
    """Runs from the top: those that cross the gap one by one, those between them together."""
    zone: list[Run] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if run.x0 < at < run.x1:
            if zone:
                yield zone
            yield [run]
            zone = []
        else:
            zone.append(run)
    if zone:
        yield zone


def _columns(left: Sequence[Run], right: Sequence[Run], aspect: float) -> bool:
    """Whether what stands on both sides of the gap is text in columns, or two pages on one sheet."""
    one, two = _rows(left), _rows(right)
    if len(one) < ROWS or len(two) < ROWS:
        return False
    gap = min(row.x0 for row in two) - max(row.x1 for row in one)
    if gap < GAP:
        return False
    if aspect < 0.9 and gap >= SPREAD and max(map(_full, (one, two))) >= SPREAD_FULL:
        return _level(one, two) < ALIGNED
    labels = [bool(_LABEL.match(row.text)) for row in (*one, *two)]
    return (
        min(map(_full, (one, two))) >= FULL
        and median(len(row.text) for row in (*one, *two)) >= LETTERS
        and sum(labels) < LABELS * len(labels)
    )


def _rows(runs: Sequence[Run]) -> list[_Row]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if rows and run.middle - rows[-1][-1].middle < 0.5 * min(
            run.y1 - run.y0, rows[-1][-1].y1 - rows[-1][-1].y0
        ):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [
        _Row(
            min(run.x0 for run in row),
            max(run.x1 for run in row),
            sum(run.middle for run in row) / len(row),
            max(run.y1 - run.y0 for run in row),
            "".join(run.text for run in sorted(row, key=lambda run: run.x0)),
        )
        for row in rows
    ]


def _full(rows: Sequence[_Row]) -> float:
    """How much of its column the median row fills."""
    wide = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    return median(row.x1 - row.x0 for row in rows) / wide if wide else 0.0


def _level(one: Sequence[_Row], two: Sequence[_Row]) -> float:
    """Share of the rows of the shorter side that have a row at their height on the other."""
    short, long = sorted((one, two), key=len)
    level = [any(abs(row.middle - other.middle) < 0.3 * row.height for other in long) for row in short]
    return sum(level) / len(level)
