"""Red seals taken off the picture of a page before it is read; red headings stay."""

from __future__ import annotations

from typing import Any

from .marks_look import Look, blobs
from .marks_seal import Seal, seals_of

RED_MARGIN = 30  # how much redder than green and blue a pixel of a seal is (0 to 255)
LEAST = 0.0004  # share of a page that is red, below which there is no seal
GROW = 1.07  # of a rim: its line has a width
SMALL = 0.12  # of the shorter side of a page: the largest letters of headings are as large
PRINT = 0.03  # share of a seal under which black print lies
JOINED = 0.7  # share of a red patch that lies in the box of a seal
LETTER = (0.014, 0.13)  # height of a letter of a heading, by the shorter side of a page
BESIDE = 1.6  # heights of a letter within which it belongs to a heading that runs into a seal
SEAL_SHARE = (
    30  # per cent of the red pixels that are darker than most of the seal on bare paper: print shines through
)


def clean_seals(pixels: Any) -> Any:
    """The picture without its red seals: inside each rim print stays and red on bare paper becomes paper.

    A red heading that runs into a seal is kept, with the part of the seal that lies on it.

    Args:
        pixels: uint8 array (height, width, 3) in BGR order.
    """
    import numpy

    step = max(pixels.shape[1] // 600, 1)
    small = pixels[::step, ::step].astype(numpy.int16)
    red = small[:, :, 2] - numpy.maximum(small[:, :, 0], small[:, :, 1]) > RED_MARGIN
    if int(red.sum()) < LEAST * red.size:
        return numpy.ascontiguousarray(pixels)
    look = Look.at(pixels)
    seals = [] if look.grey else seals_of(look)
    if not seals:
        return numpy.ascontiguousarray(pixels)
    cleaned = pixels.copy()
    for seal, mask in zip(seals, _kept_apart(look, [_mask(look, seal) for seal in seals]), strict=True):
        size = max((seal.mark.box.x1 - seal.mark.box.x0) * look.width, seal.mark.box.height * look.height)
        if size >= SMALL * look.unit or _on_print(look, mask):
            _clean(cleaned, mask)
    return cleaned


def _mask(look: Look, seal: Seal) -> Any:
    """Where a seal lies, on the look: inside its rim, and all red that is joined and lies mostly in its box."""
    import cv2
    import numpy

    mask = numpy.zeros((look.height, look.width), numpy.uint8)
    x0, y0, x1, y1 = look.corners(seal.mark.box, grow=GROW - 1)
    if seal.rim:
        middle = (round(seal.rim.x), round(seal.rim.y))
        axes = (round(seal.rim.a * GROW), round(seal.rim.b * GROW))
        cv2.ellipse(mask, middle, axes, seal.rim.angle, 0, 360, 1, -1)
    else:
        mask[y0:y1, x0:x1] = 1
    for one in blobs(look.red, max(int(look.unit * 0.004), 2), 20):
        wide, high = min(one.x + one.w, x1) - max(one.x, x0), min(one.y + one.h, y1) - max(one.y, y0)
        if wide > 0 and high > 0 and wide * high >= JOINED * one.w * one.h:
            ys, xs = numpy.nonzero(look.red[one.y : one.y + one.h, one.x : one.x + one.w])
            points = numpy.column_stack((xs + one.x, ys + one.y)).astype(numpy.int32)
            cv2.fillConvexPoly(mask, cv2.convexHull(points), 1)
    return mask


def _on_print(look: Look, mask: Any) -> bool:
    """Whether black print lies under a mask; a lone letter of a heading lies on bare paper."""
    return int((look.ink * mask * (1 - look.faint)).sum()) > PRINT * int(mask.sum())


def _kept_apart(look: Look, masks: list[Any]) -> list[Any]:
    """The masks without the rows in which a red heading runs into them."""
    import numpy

    outside = look.red.copy()
    for mask in masks:
        outside[mask > 0] = 0
    letters = [
        one
        for one in blobs(outside, max(int(look.unit * 0.004), 2), int((LETTER[0] * look.unit) ** 2 * 0.15))
        if LETTER[0] * look.unit <= one.h <= LETTER[1] * look.unit and one.w < 12 * one.h
    ]
    for mask in masks:
        columns = numpy.flatnonzero(mask.any(axis=0))
        left, right = int(columns[0]), int(columns[-1])
        for one in letters:
            if one.x < right + BESIDE * one.h and one.x + one.w > left - BESIDE * one.h:
                mask[max(one.y - one.h // 4, 0) : one.y + one.h + one.h // 4] = 0
    return masks


def _clean(pixels: Any, mask: Any) -> None:
    """Set what is red on bare paper to paper; ink that is darker in the red light stays, as grey."""
    import cv2
    import numpy

    rows, columns = numpy.flatnonzero(mask.any(axis=1)), numpy.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return
    high, wide = pixels.shape[0] / mask.shape[0], pixels.shape[1] / mask.shape[1]
    top, bottom = int(rows[0] * high), int((rows[-1] + 1) * high)
    left, right = int(columns[0] * wide), int((columns[-1] + 1) * wide)
    part = pixels[top:bottom, left:right]
    inside = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    inside = cv2.resize(inside, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST) > 0
    light = part[:, :, 2].astype(numpy.float32)
    redness = light - numpy.maximum(part[:, :, 0], part[:, :, 1])
    seal = inside & (redness > RED_MARGIN)
    if int(seal.sum()) < 50:
        return
    paper = float(numpy.percentile(light[inside], 90))
    # Most red pixels lie on bare paper; print under the seal is darker than these.
    level = min(max(float(numpy.percentile(light[seal], SEAL_SHARE)), 0.5 * paper), paper)
    flat = numpy.minimum(light * (paper / level), paper)
    weight = numpy.clip(
        redness / (2 * RED_MARGIN), 0, 1
    )  # thin grey strokes of print stay as dark as they are
    part[inside] = (light + weight * (flat - light))[inside][:, None].astype(numpy.uint8)
