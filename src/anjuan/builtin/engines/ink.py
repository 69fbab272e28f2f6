"""Ink of the size and shape of print that no box of a detector covers: nothing on a page is lost unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SIDE = 1280  # pixels of the longer side that is looked at
DARK = 0.45  # of the contrast of a page: what is darker than the paper by less is no ink
FAINT = 0.06  # least contrast by the brightness of the paper
GROUND = 0.45  # of the brightness of the paper, below which a ground is a photograph, a shadow or a desk
EDGE = 0.012  # of the page: shadows of binding and staples lie there
EM = 0.7  # height of a character by that of the box around its line
USUAL = 18.0  # pixels of a character on a page where no box tells
RULE = 3.0  # characters, from which a straight stroke is a ruled line
PART = (0.12, 1.5)  # longer side of a part of a character, in characters
ROW = (0.45, 1.45)  # height of a row of print, in characters
HEADING = 1.9  # size of the characters of a heading by that of the text
SHORTEST = 1.6  # characters in a row, below which ink is a blot, a bullet or a stray stroke
FULL = (0.1, 0.62)  # share of a row that is ink
BLURRED = 0.3  # share of ink from which characters have run together
STROKES = (1.25, 3.1)  # that a level line crosses in the width of a character of print
SURE_LENGTH = 2.5  # characters, below which ink may be anything
SMEAR = 0.16  # darkness of a blurred row on the whole
SMEAR_LENGTH, SMEAR_HIGH = 6.0, 2.2  # in characters
UNEVEN = 0.06  # spread of the darkness along a blurred row
SAME_PAPER = 0.12  # difference of brightness of paper on both sides of a row
SOFT = 0.75  # share of a blurred row that is neither print nor paper
REACH = 1.2  # characters beyond the end of a box within which ink belongs to its line
GROW = (0.25, 0.12)  # by which a box covers more than itself, in its heights: along and across


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of ink: its corners in pixels of the picture as float32 (4, 2), clockwise from the top left.

    `line` is the number of the box whose line it continues, -1 for none; `sure`: it looks like print so much
    that it counts as a line even when nobody reads it.
    """

    quad: Any
    line: int = -1
    sure: bool = True


def uncovered(pixels: Any, quads: Any) -> list[Strip]:
    """Rows of print that no box covers, from the top; those beside the end of a box name that box.

    Args:
        pixels: uint8 (height, width, 3), BGR, without seals. quads: corners of the lines found, in pixels.
    """
    import cv2

    scale = min(SIDE / max(pixels.shape[:2]), 1.0)
    small = (
        cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    )
    boxes = quads * scale
    em = _em(boxes)
    ink, rules = _ink(_darkness(small, 3), em)
    _cover(ink, boxes)
    found = []
    rows = []
    for size in (em, HEADING * em):
        for row, sure in _rows(ink, size):
            rows.append(row)
            found.append(Strip(row / scale, _continued(row, boxes, size), sure))
    darkness = _darkness(small, 9)
    darkness[rules] = 0
    _cover(darkness, boxes)
    _cover(darkness, rows)
    found += [Strip(row / scale) for row in _smears(darkness, small, em)]
    return sorted(found, key=lambda one: (float(one.quad[0, 1]), float(one.quad[0, 0])))


def _em(boxes: Any) -> float:
    """Height of a character of the page."""
    import numpy

    if not len(boxes):
        return USUAL
    heights = numpy.linalg.norm(boxes[:, 0] - boxes[:, 3], axis=1)
    widths = numpy.linalg.norm(boxes[:, 0] - boxes[:, 1], axis=1)
    level = heights[widths > heights]
    return float(numpy.median(level)) * EM if len(level) else USUAL


def _darkness(small: Any, reach: int) -> Any:
    """How dark a page is, from 0 for its paper to 1 for its print; dark grounds and the edges count as paper.

    Args:
        reach: heights of 8 pixels within which the paper shows at least once.
    """
    import cv2
    import numpy

    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    coarse = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    # Between strokes the paper shows; a ground that stays dark over several characters is none.
    paper = cv2.medianBlur(cv2.dilate(coarse, numpy.ones((reach, 3), numpy.uint8)), 7)
    ground = (paper < GROUND * numpy.percentile(paper, 85)).astype(numpy.uint8)
    size = (grey.shape[1], grey.shape[0])
    light = cv2.divide(
        grey, numpy.maximum(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR), 1), scale=255
    )
    contrast = max(255 - float(numpy.percentile(light, 0.5)), FAINT * 255 / DARK)
    darkness = numpy.minimum((255 - light.astype(numpy.float32)) / contrast, 1)
    solid = cv2.dilate(ground, numpy.ones((5, 5), numpy.uint8))
    darkness[cv2.resize(solid, size, interpolation=cv2.INTER_NEAREST) > 0] = 0
    edge = max(int(EDGE * max(grey.shape)), 1)
    darkness[:edge], darkness[-edge:], darkness[:, :edge], darkness[:, -edge:] = 0, 0, 0, 0
    return darkness


def _ink(darkness: Any, em: float) -> tuple[Any, Any]:
    """Ink without ruled lines (uint8, 0 or 1), and where the ruled lines are."""
    import cv2
    import numpy

    ink = (darkness > DARK).astype(numpy.uint8)
    rules = numpy.zeros(ink.shape, bool)
    length = max(int(RULE * em), 12)
    for wide, high in ((length, 1), (1, length)):
        # Bridged by a pixel across, so that a line which is a little askew stays one.
        bridge = numpy.ones((3, 1) if high == 1 else (1, 3), numpy.uint8)
        line = cv2.morphologyEx(
            cv2.dilate(ink, bridge), cv2.MORPH_OPEN, numpy.ones((high, wide), numpy.uint8)
        )
        rules |= cv2.dilate(line, numpy.ones((3, 3), numpy.uint8)) > 0
    ink[rules] = 0
    return ink, rules


def _cover(ink: Any, boxes: Any) -> None:
    """Take the lines that were found out of the ink."""
    import cv2
    import numpy

    for quad in boxes:
        along, down = quad[1] - quad[0], quad[3] - quad[0]
        high = float(numpy.linalg.norm(down))
        step = along / max(float(numpy.linalg.norm(along)), 1.0) * high * GROW[0]
        down = down * GROW[1]
        grown = quad + numpy.array([-step - down, step - down, step + down, -step + down])
        cv2.fillConvexPoly(ink, grown.round().astype(numpy.int32), 0)


def _rows(ink: Any, em: float) -> Iterator[tuple[Any, bool]]:
    """Corners of what stands in a row and looks like print, and how surely; it is taken out of the ink."""
    import cv2
    import numpy

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    longer, shorter = stats[:, 2:4].max(axis=1), stats[:, 2:4].min(axis=1)
    kept = (longer >= PART[0] * em) & (stats[:, 3] <= PART[1] * em) & (longer <= 12 * em)
    kept &= (stats[:, 4] >= 3) & ((longer < 3 * em) | (shorter > 0.3 * em))
    kept[0] = False
    parts = kept[labels].astype(numpy.uint8)
    bridge = numpy.ones((max(int(0.15 * em), 1), max(int(em), 1)), numpy.uint8)
    count, rows, corners, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(parts, cv2.MORPH_CLOSE, bridge)
    )
    for number in range(1, count):
        x, y, w, h, _ = (int(one) for one in corners[number])
        if w < SHORTEST * em or h < ROW[0] * em:
            continue
        row = parts[y : y + h, x : x + w] * (rows[y : y + h, x : x + w] == number).astype(numpy.uint8)
        quad = _level(row)
        wide, high = (float(numpy.linalg.norm(quad[0] - quad[n])) for n in (1, 3))
        full = float(row.sum()) / max(wide * high, 1)
        if not (ROW[0] * em <= high <= ROW[1] * em and FULL[0] <= full <= FULL[1]):
            continue
        like, sure = _like_print(row, em, full)
        if like:
            ink[y : y + h, x : x + w][row > 0] = 0
            yield quad + numpy.array((x, y), numpy.float32), sure and wide >= SURE_LENGTH * em


def _smears(darkness: Any, small: Any, em: float) -> Iterator[Any]:
    """Corners of rows whose characters have run into one grey: a blurred line of a copy or a photograph."""
    import cv2
    import numpy

    grey = cv2.blur(darkness, (max(int(1.5 * em), 1), max(int(0.4 * em), 1)))
    mask = (grey > SMEAR).astype(numpy.uint8)
    _, rows, corners, _ = cv2.connectedComponentsWithStats(mask)
    for number in numpy.flatnonzero(corners[:, 2] >= SMEAR_LENGTH * em):
        x, y, w, h, area = (int(one) for one in corners[number])
        if not number or h > 0.2 * w + 2.5 * em:
            continue
        row = (rows[y : y + h, x : x + w] == number).astype(numpy.uint8)
        quad = _level(row)
        wide, high = (float(numpy.linalg.norm(quad[0] - quad[n])) for n in (1, 3))
        # Its edges are soft: hardly anything in it is as dark as print or as light as paper.
        inside = darkness[y : y + h, x : x + w][row > 0]
        soft = float(((inside > 0.1) & (inside < 0.9)).mean())
        fits = ROW[0] * em <= high <= SMEAR_HIGH * em and area > 0.3 * wide * high and soft > SOFT
        if fits and _between_papers(small, darkness, (x, y, w, h), em):
            yield quad + numpy.array((x, y), numpy.float32)


def _between_papers(small: Any, darkness: Any, row: tuple[int, int, int, int], em: float) -> bool:
    """Whether a row is uneven, as characters are, and the same light paper lies above and below it.

    The shaded head of a table is even; along the edge of a photograph there is no paper on one side.
    """
    import numpy

    x, y, w, h = row
    uneven = float(darkness[y : y + h, x : x + w].max(axis=0).std())
    gap = max(int(0.5 * em), 2)
    above, below = (
        small[max(y - 2 * gap, 0) : max(y - gap, 1), x : x + w],
        small[y + h + gap : y + h + 2 * gap, x : x + w],
    )
    if uneven < UNEVEN or not above.size or not below.size:
        return False
    # Print above or below is dark, the paper between its strokes is not.
    one, other = (float(numpy.percentile(side.max(axis=2), 75)) for side in (above, below))
    return abs(one - other) < SAME_PAPER * max(one, other)


def _level(row: Any) -> Any:
    """Corners of a row: upright for a short one, along its lean for a long one."""
    import cv2
    import numpy

    ys, xs = numpy.nonzero(row)
    points = numpy.column_stack((xs, ys)).astype(numpy.float32)
    (x, y), (w, h), angle = cv2.minAreaRect(points)
    if row.shape[1] < 4 * row.shape[0] or not (-8 < (angle + 45) % 90 - 45 < 8):
        right, bottom = float(row.shape[1]), float(row.shape[0])
        return numpy.array([(0, 0), (right, 0), (right, bottom), (0, bottom)], numpy.float32)
    turn = (angle + 45) % 90 - 45
    wide, high = max(w, h), min(w, h)
    return cv2.boxPoints(((x, y), (wide, high), turn))[[1, 2, 3, 0]].astype(numpy.float32)


def _like_print(row: Any, em: float, full: float) -> tuple[bool, bool]:
    """Whether a row could be print (pieces of one height), and whether it is surely (as many strokes as print has)."""
    import cv2
    import numpy

    stats = cv2.connectedComponentsWithStats(row)[2][1:]
    if len(stats) <= 2 and stats[:, 2].max(initial=0) > 3 * em and full > BLURRED:
        return True, True  # characters run together
    tall = int((stats[:, 3] >= 0.4 * em).sum())
    middle = row[row.shape[0] // 5 : -(row.shape[0] // 5) or None]
    begins = numpy.diff(numpy.pad(middle, ((0, 0), (1, 0))).astype(numpy.int8), axis=1) == 1
    strokes = float(begins.sum(axis=1).mean()) / (row.shape[1] / em)
    return tall >= max(2, 0.25 * row.shape[1] / em), STROKES[0] <= strokes <= STROKES[1]


def _continued(row: Any, boxes: Any, em: float) -> int:
    """The box whose line goes on with a row of ink, or -1."""
    left, right, middle = float(row[:, 0].min()), float(row[:, 0].max()), float(row[:, 1].mean())
    if right - left > 6 * em:
        return -1
    for number, quad in enumerate(boxes):
        begin, end = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        near = end if left >= (begin[0] + end[0]) / 2 else begin
        gap = left - end[0] if near is end else begin[0] - right
        if -em <= gap <= REACH * em and abs(float(near[1]) - middle) < 0.5 * em:
            return number
    return -1
