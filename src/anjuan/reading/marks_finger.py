"""Fingerprints on the picture of a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..model.case import Box, Mark, TextLine
from .marks_look import Blob, Look, blobs, covered, long_lines
from .marks_pen import SURE, in_margin, meets, signature_places

PALE = 0.022  # size by the shorter side of a page from which a pale oval is believed


def fingerprints_of(look: Look, lines: Sequence[TextLine], taken: Sequence[Box]) -> list[Mark]:
    """Small red ovals, each by itself, that are neither print nor part of a seal; grey ones where one signs."""
    found: list[Mark] = []
    for red, least in ((look.red, 0.011), (look.faint, PALE)):
        found += _ovals(look, look.without(red, [*taken, *(one.box for one in found)], 0.08), lines, least)
    if not look.printed:
        found += _smudges(look, lines, [*taken, *(one.box for one in found)])
    return found


def _ovals(look: Look, red: Any, lines: Sequence[TextLine], least: float) -> list[Mark]:
    import cv2

    if int(red.sum()) < 30:
        return []
    solid = cv2.morphologyEx(cv2.morphologyEx(red, cv2.MORPH_CLOSE, _square(3)), cv2.MORPH_OPEN, _square(7))
    for lies in [long_lines(red, int(0.07 * look.unit), upright=upright) for upright in (True, False)]:
        red[(lies > 0) & (solid == 0)] = 0
    red = look.without(red, [line.box for line in lines if _in_red(look, red, line)], 0.25)
    patches = list(blobs(red, int(0.006 * look.unit), 30))
    ovals = [one for one in patches if _is_oval(look, red, one, least)]
    return [_fingerprint(look, one) for one in ovals if _alone(look, one, patches, ovals)]


def _smudges(look: Look, lines: Sequence[TextLine], taken: Sequence[Box]) -> list[Mark]:
    """Ovals without the colour of ink where one signs, as on a grey scan; nobody can be sure of them."""
    import cv2
    import numpy

    places = signature_places(lines)
    if not places:
        return []
    grey = cv2.cvtColor(look.paper, cv2.COLOR_BGR2GRAY)
    pen = cv2.dilate(look.blue, _square(5))
    pale = ((grey < 226) & (look.pictures == 0) & (pen == 0)).astype(numpy.uint8)
    mask = look.without(pale, [*taken, *covered(lines)], 0.1)
    found = []
    for one in blobs(mask, int(0.004 * look.unit), 60):
        box = look.box(one.x, one.y, one.x + one.w, one.y + one.h)
        shade = grey[one.y : one.y + one.h, one.x : one.x + one.w]
        soft = float(numpy.median(shade)) > 120 and float((shade < 90).mean()) < 0.15
        if soft and meets(box, places) and _is_oval(look, mask, one, PALE):
            found.append(Mark("fingerprint", box, 0.6))
    return found


def _in_red(look: Look, red: Any, line: TextLine) -> bool:
    """True for a line printed in red: red along its length and none above and below."""
    x0, y0, x1, y1 = look.corners(line.box)
    high = y1 - y0
    along = look.faint[y0:y1, x0:x1].any(axis=0)
    if not along.size or float(along.mean()) < 0.5:
        return False
    rows = (slice(max(y0 - high // 2, 0), max(y0 - high // 5, 1)), slice(y1 + high // 5, y1 + high // 2))
    return all(float(red[row, x0:x1].mean()) < 0.2 for row in rows if red[row, x0:x1].size)


def _square(size: int) -> Any:
    import numpy

    return numpy.ones((size, size), numpy.uint8)


def _is_oval(look: Look, red: Any, one: Blob, least: float) -> bool:
    import cv2
    import numpy

    size = max(one.w, one.h) / look.unit
    if not (least < size < 0.1 and 0.4 < one.w / one.h < 2.2) or (size < 0.06 and in_margin(look, one)):
        return False
    part = red[one.y : one.y + one.h, one.x : one.x + one.w]
    ys, xs = numpy.nonzero(part)
    hull = cv2.convexHull(numpy.column_stack((xs, ys)).astype(numpy.float32))
    area = float(cv2.contourArea(hull))
    (_, (wide, high), _) = cv2.minAreaRect(hull)
    if min(wide, high) < 4 or area < 20:
        return False
    closed = cv2.morphologyEx(numpy.pad(part, 8), cv2.MORPH_CLOSE, numpy.ones((7, 7), numpy.uint8))
    # An oval fills 0.785 of the rectangle round it; a character or a bar fills more, a star less.
    oval = area / ((wide + 1) * (high + 1) * math.pi / 4)
    return 0.82 < oval < 1.14 and float(closed.sum()) / area > 0.72 and one.area / area > 0.2


def _alone(look: Look, one: Blob, patches: Sequence[Blob], ovals: Sequence[Blob]) -> bool:
    """False for a character among others, or a piece of a worn seal."""
    size = max(one.w, one.h)
    near = [
        other
        for other in patches
        if other is not one
        and abs(other.x + other.w / 2 - one.x - one.w / 2) < 2.5 * size + other.w / 2
        and abs(other.y + other.h / 2 - one.y - one.h / 2) < 2.5 * size + other.h / 2
    ]
    strange = sum(other.area for other in near if other not in ovals or size < 0.03 * look.unit)
    return strange < 0.5 * one.area


def _fingerprint(look: Look, one: Blob) -> Mark:
    size = max(one.w, one.h) / look.unit
    grain = float(look.paper[one.y : one.y + one.h, one.x : one.x + one.w, 1].std())
    sure = SURE if size > 0.02 and grain > 25 else 0.75 if size > 0.016 else 0.6
    return Mark("fingerprint", look.box(one.x, one.y, one.x + one.w, one.y + one.h), sure)
