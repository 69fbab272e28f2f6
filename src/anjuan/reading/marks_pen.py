"""Handwriting on the picture of a page: strokes that are no print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from ..model.case import Box, Mark, TextLine
from .marks_look import Blob, Look, blobs, covered, long_lines

SURE, LIKELY, DOUBTFUL = 0.9, 0.8, 0.5
REACH = 0.45  # how far right of its label a signature can stand, by the width of the page
PRINTED = 0.9  # confidence of a line from which it is print
POOR = 0.7  # confidence of a line below which it may be handwriting
MARGIN = 0.02  # edges of scans are not looked at for ink
PRINT = 0.013  # height of a line of print by that of the page, where no line was read
STRAY = 0.4  # share of the ink outside of all lines, above which the lines are not those of this picture
MANY = 80  # patches of ink outside of print, above which they are a drawing or a texture
_SIGNED = re.compile(
    r"(?:签名|签字|签章|签收|盖章|捺印|指印|签署)[^:]{0,8}?\)?\s*:?"
    r"|(?:承办|经办|主办|协办|负责|审核|审批|批准|记录|见证|送达|收件|签收|询问|被询问|检查|勘验|执法|当事|陈述|申请|委托|声明|主持|调查|在场|接收|代收)人员?\s*:"
)


def signature_places(lines: Sequence[TextLine]) -> list[Box]:
    """Right of each label that asks for a signature, a little higher and lower than the print."""
    found = []
    for line in lines:
        hits = list(_SIGNED.finditer(line.text))
        for number, hit in enumerate(hits):
            start = line.part(0, hit.end()).x1
            after = line.part(0, hits[number + 1].start()).x1 if number + 1 < len(hits) else 1.0
            high = line.box.height
            found.append(
                Box.clipped(
                    start, line.box.y0 - 1.3 * high, min(start + REACH, after), line.box.y1 + 1.3 * high
                )
            )
    return found


def print_height(look: Look, lines: Sequence[TextLine]) -> float:
    """Height of the print of a page in pixels."""
    high = median([line.box.height for line in lines if line.text] or [PRINT])
    return high * look.height / max(look.region.height, 1e-4)


def writing_of(
    look: Look, lines: Sequence[TextLine], taken: Sequence[Box], bare: Any, high: float
) -> list[Mark]:
    """Strokes that are no print.

    On a page made by a program what stands in the boxes of its lines is print, whatever its colour.

    Args:
        taken: boxes of seals and fingerprints; bare: ink outside of print; high: the print in pixels.
    """
    places = signature_places(lines)
    black = list(_black(look, bare, places, high))
    found = [*_blue(look, lines, taken, places), *(black if len(black) <= MANY else ())]
    if not look.printed:
        found += _poor(lines, places)
    return _merged(found)


def _blue(
    look: Look, lines: Sequence[TextLine], taken: Sequence[Box], places: Sequence[Box]
) -> Iterator[Mark]:
    blue = look.without(look.blue, [*taken, *(covered(lines) if look.printed else ())])
    if not look.printed and int(blue.sum()) > 0.4 * int(look.ink.sum()):
        return  # a page printed in blue
    for one in blobs(blue, int(0.016 * look.unit), 25, int(0.004 * look.unit)):
        tall, wide = one.h / look.unit, one.w / look.unit
        if not (0.008 < tall < 0.2 and wide > 0.01) or in_margin(look, one):
            continue
        part = blue[one.y : one.y + one.h, one.x : one.x + one.w]
        dark = look.ink[one.y : one.y + one.h, one.x : one.x + one.w]
        if int(part.sum()) < 0.3 * int(dark.sum()):
            continue  # a blue rim of black print
        length = int(0.07 * look.unit)
        if all(
            long_lines(part, min(length, one.h if up else one.w), upright=up).any() for up in (True, False)
        ):
            continue  # the frame of a stamp
        box = look.box(one.x, one.y, one.x + one.w, one.y + one.h)
        if meets(box, places):
            yield Mark("writing", box, SURE)
        elif not _well_read(box, lines):
            yield Mark("writing", box, 0.7)


def _well_read(box: Box, lines: Sequence[TextLine]) -> bool:
    """True for blue print: an engine reads it without doubt, and it stands where nobody signs."""
    area = max((box.x1 - box.x0) * box.height, 1e-9)
    return any(
        line.confidence >= PRINTED and line.text and shared(box, line.box) > 0.6 * area for line in lines
    )


def in_margin(look: Look, one: Blob) -> bool:
    """Numbers of pages stand at the head and foot."""
    box = look.box(one.x, one.y, one.x + one.w, one.y + one.h)
    return not 0.055 < (box.y0 + box.y1) / 2 < 0.95


def _black(look: Look, ink: Any, places: Sequence[Box], high: float) -> Iterator[Mark]:
    import cv2
    import numpy

    if not look.printed and int(ink.sum()) > STRAY * int(look.ink.sum()) + 200:
        return  # the boxes of the lines do not fit the print, so nobody can tell what is none
    for one in blobs(ink, int(0.014 * look.unit), 30, int(0.006 * look.unit)):
        tall, wide = one.h / look.unit, one.w / look.unit
        if not (0.009 < tall < 0.11 and 0.01 < wide < 0.5) or in_margin(look, one):
            continue
        part = numpy.pad(ink[one.y : one.y + one.h, one.x : one.x + one.w], 1)
        thick = float(cv2.distanceTransform(part, cv2.DIST_L2, 3).max())
        dense = one.area / (one.w * one.h)
        box = look.box(one.x, one.y, one.x + one.w, one.y + one.h)
        fine, here = thick < 0.006 * look.unit and dense < 0.55, meets(box, places)
        if not fine and (not here or thick > 0.012 * look.unit):
            continue  # a hole, a bar, a picture
        if not here and one.w > 7 * one.h:
            continue  # what is left of a ruled line that bends
        written = one.h > 1.35 * high or one.w > 1.7 * high  # more than one character of print
        sure = SURE if look.printed else LIKELY  # no dirt of a scanner on a page made by a program
        yield Mark("writing", box, sure if fine and written and here else DOUBTFUL)


def bare_ink(look: Look, lines: Sequence[TextLine], taken: Sequence[Box]) -> Any:
    """Dark ink outside of print that was read, ruled lines, seals and the edge of the paper."""
    import cv2
    import numpy

    ink = look.ink.copy()
    for upright in (True, False):
        rules = long_lines(ink, int((0.04 if upright else 0.06) * look.unit), upright=upright)
        ink[cv2.dilate(rules, numpy.ones((3, 3), numpy.uint8)) > 0] = 0
    ink[cv2.dilate(look.faint, numpy.ones((3, 3), numpy.uint8)) > 0] = 0
    ink[cv2.dilate(look.pictures, numpy.ones((5, 5), numpy.uint8)) > 0] = 0
    ink = look.without(ink, covered(lines), 0.2)
    ink = look.without(ink, taken, 0.03)
    if look.printed:
        return ink
    edge = int(MARGIN * look.unit)
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    return ink


def _poor(lines: Sequence[TextLine], places: Sequence[Box]) -> Iterator[Mark]:
    for line in lines:
        if line.text and line.confidence < POOR and meets(line.box, places):
            yield Mark("writing", line.box, DOUBTFUL)


def meets(box: Box, places: Sequence[Box]) -> bool:
    """True when the middle of a box lies in one of the places."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(
        (one.x0 <= x <= one.x1 or one.x0 - 0.01 <= box.x0 <= one.x1) and one.y0 <= y <= one.y1
        for one in places
    )


def _merged(marks: Sequence[Mark]) -> list[Mark]:
    """Marks that lie on one another as one."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda one: -one.confidence):
        for index, other in enumerate(found):
            if overlap(mark.box, other.box):
                found[index] = Mark("writing", _around(mark.box, other.box), other.confidence)
                break
        else:
            found.append(mark)
    return found


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share, as a part of the page."""
    return max(min(one.x1, other.x1) - max(one.x0, other.x0), 0) * max(
        min(one.y1, other.y1) - max(one.y0, other.y0), 0
    )


def overlap(one: Box, other: Box) -> bool:
    """True when two boxes share a part of the page."""
    return min(one.x1, other.x1) > max(one.x0, other.x0) and min(one.y1, other.y1) > max(one.y0, other.y0)


def _around(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
