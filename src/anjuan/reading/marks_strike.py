"""Lines drawn through print or through a blank."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..model.case import Box, Mark, TextLine, display_width
from .marks_look import Blob, Look, blobs, covered, long_lines
from .marks_pen import LIKELY, meets, overlap, signature_places

SIGNED = 0.3  # length by the shorter side of a page up to which a line where one signs is no strike
WIDE = 9  # pixels of a pen's line and the rim of its colour


def strikes_of(
    look: Look,
    lines: Sequence[TextLine],
    taken: Sequence[Box],
    bare: Any,
    full: Callable[[], Any] | None = None,
) -> list[Mark]:
    """Lines drawn through print, and slanting ones through a blank, which are taken out of the ink.

    Args:
        taken: boxes of seals and fingerprints; bare: ink outside of print.
        full: gives the picture with its print where `look` has none.
    """
    return [*_through_print(look, lines, taken, full), *_slanting(look, lines, taken, bare)]


def _through_print(
    look: Look, lines: Sequence[TextLine], taken: Sequence[Box], full: Callable[[], Any] | None
) -> Iterator[Mark]:
    """A level line at half height of a line of print, with ink above and below it."""
    dark, drawn = _level(look, taken)
    crossings = list(_crossings(look, drawn, lines))
    if crossings and full is not None:
        look = Look.at(full(), look.region, printed=look.printed)
        dark, drawn = _level(look, taken)
        crossings = list(_crossings(look, drawn, lines))
    through: Blob | None = None
    for one, line, (x0, y0, x1, y1) in crossings:
        if one is through:
            continue
        left, right = max(one.x, x0), min(one.x + one.w, x1)
        letter = min(y1 - y0, 2 * (x1 - x0) / max(display_width(line.text), 1))
        above, below = _inked(dark, drawn, one, (left, right), max(int(0.4 * letter), 3))
        if min(above, below) > 0.1 and max(above, below) > 0.3:
            yield Mark("strike", look.box(left, y0, right, y1), LIKELY)
            through = one


def _level(look: Look, taken: Sequence[Box]) -> tuple[Any, Any]:
    """All ink, and the level lines in it."""
    dark = look.without(look.ink | look.blue, taken, 0.03)
    return dark, long_lines(dark, int(0.045 * look.unit), upright=False)


def _crossings(
    look: Look, drawn: Any, lines: Sequence[TextLine]
) -> Iterator[tuple[Blob, TextLine, tuple[int, int, int, int]]]:
    """Each level line that runs through the middle of a line of print, with that line and its corners."""
    for one in blobs(drawn, 0, int(0.045 * look.unit)):
        if one.h > 0.012 * look.unit:
            continue
        for line in lines:
            x0, y0, x1, y1 = look.corners(line.box)
            high = y1 - y0
            inside = min(one.x + one.w, x1) - max(one.x, x0)
            if (
                high > 0
                and inside >= max(0.75 * one.w, 2.2 * high)
                and 0.3 < (one.y + one.h / 2 - y0) / high < 0.72
            ):
                yield one, line, (x0, y0, x1, y1)


def _inked(dark: Any, drawn: Any, one: Blob, across: tuple[int, int], reach: int) -> tuple[float, float]:
    """Share of the columns that hold ink close above and close below a drawn line, however it leans.

    An underline has no ink below it, a dash neither.
    """
    import numpy

    columns = numpy.arange(*across)
    part = drawn[one.y : one.y + one.h, across[0] : across[1]] > 0
    columns, part = columns[part.any(axis=0)], part[:, part.any(axis=0)]
    if not columns.size:
        return 0.0, 0.0
    tops, feet = part.argmax(axis=0) + one.y, one.y + one.h - 1 - part[::-1].argmax(axis=0)
    steps = numpy.arange(2, reach + 2)[:, None]
    last = dark.shape[0] - 1
    above = dark[numpy.clip(tops - steps, 0, last), columns].any(axis=0)
    below = dark[numpy.clip(feet + steps, 0, last), columns].any(axis=0)
    return float(above.mean()), float(below.mean())


def _slanting(look: Look, lines: Sequence[TextLine], taken: Sequence[Box], bare: Any) -> Iterator[Mark]:
    import cv2
    import numpy

    ink = bare | look.without(look.blue, [*taken, *covered(lines)])
    if int(ink.sum()) < 40:
        return
    least = 0.09 * look.unit
    found = cv2.HoughLinesP(
        ink, 1, math.pi / 360, int(least * 0.5), minLineLength=int(least), maxLineGap=int(0.02 * look.unit)
    )
    dark = cv2.dilate(look.ink | look.blue, numpy.ones((3, 3), numpy.uint8))
    rules = long_lines(look.ink, int(0.06 * look.unit), upright=False)
    seen: list[Box] = []
    places = signature_places(lines)
    for x0, y0, x1, y1 in found.reshape(-1, 4).tolist()[:40] if found is not None else ():
        slope = abs(math.degrees(math.atan2(y1 - y0, x1 - x0))) % 180
        if min(slope, 180 - slope) < 7 or abs(slope - 90) < 7:
            continue
        steps = int(math.hypot(x1 - x0, y1 - y0))
        xs = numpy.linspace(x0, x1, steps).astype(int)
        ys = numpy.linspace(y0, y1, steps).astype(int)
        if (
            float(dark[ys, xs].mean()) < 0.93
            or _crowded(look, xs, ys)
            or _of_a_head_cell(look, rules, (x0, y0, x1, y1))
        ):
            continue
        box = look.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if steps < SIGNED * look.unit and meets(box, places):
            continue  # the long stroke of a name
        for mask in (bare, look.blue):
            cv2.line(mask, (x0, y0), (x1, y1), 0, WIDE)
        if not any(overlap(box, other) for other in seen):
            seen.append(box)
            yield Mark("strike", box, LIKELY)


def _crowded(look: Look, xs: Any, ys: Any) -> bool:
    """True for a line found in a texture: as much ink beside it as on it."""
    import numpy

    aside = max(int(0.01 * look.unit), 4)
    beside = [
        look.ink[numpy.clip(ys + dy, 0, look.height - 1), numpy.clip(xs + dx, 0, look.width - 1)].mean()
        for dx, dy in ((aside, 0), (-aside, 0), (0, aside), (0, -aside))
    ]
    return float(max(beside)) > 0.33


def _of_a_head_cell(look: Look, rules: Any, ends: tuple[int, int, int, int]) -> bool:
    """The slanting line in the first cell of a table parts its headings; it runs from rule to rule."""
    x0, y0, x1, y1 = ends
    if abs(x1 - x0) > 0.35 * look.unit or abs(y1 - y0) > 0.1 * look.unit:
        return False
    near = max(int(0.014 * look.unit), 6)
    return all(
        rules[max(y - near, 0) : y + near, max(x - near, 0) : x + near].any() for x, y in ((x0, y0), (x1, y1))
    )
