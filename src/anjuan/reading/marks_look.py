"""The picture of a page made ready for the search for marks: its colours and its ink as masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.case import Box, TextLine

PIXELS = 1_000_000  # A4 at 100 dpi: a stroke of a pen is two pixels wide
A4 = 2**0.5
INK = 165  # grey value below which a pixel is ink, on paper made white
RED, FAINT_RED, BLUE = 34, 15, 14  # how far a colour stands out from the others (0 to 255)
SHADE = 0.72  # of the brightness of the paper: darker grounds are pictures and desks
HUE = 30  # how far the ground of a picture is off the colour of the paper
TINT = 6  # spread of the channels of a scan without colour
WHOLE = Box(0.0, 0.0, 1.0, 1.0)
COLOURED = 0.00003  # share of a page that shows colour, below which it shows none


@dataclass(frozen=True, slots=True)
class Blob:
    """A connected patch of a mask, in pixels: corners, size and area."""

    x: int
    y: int
    w: int
    h: int
    area: int


@dataclass(slots=True)
class Look:
    """One page, or a part of it, at about 100 dpi; all masks are uint8, 0 or 1.

    Attributes:
        region: the part of the page that is looked at; width, height: its pixels.
        unit: pixels of the shorter side of an A4 page, by which sizes are told.
        paper: the picture in BGR, its ground made white.
        red, faint, blue: print, seals and pens of those colours; ink: everything dark.
        pictures: photographs and the desk under a page, where nothing is looked for.
        grey: no colour at all, as in a grey scan or a fax.
        printed: the page was made by a program: its ground is white, and all its print is known.
    """

    region: Box
    width: int
    height: int
    unit: float
    paper: Any
    red: Any
    faint: Any
    blue: Any
    ink: Any
    pictures: Any
    grey: bool
    printed: bool

    @classmethod
    def at(cls, pixels: Any, region: Box = WHOLE, *, printed: bool = False) -> Look:
        """The look of a picture (uint8, BGR) of that part of a page."""
        import cv2
        import numpy

        share = max((region.x1 - region.x0) * (region.y1 - region.y0), 1e-4)
        small = _smaller(pixels, (pixels.shape[0] * pixels.shape[1] / (PIXELS * share)) ** 0.5)
        height, width = small.shape[:2]
        paper, pictures = _on_white(small, printed=printed)
        blue_, green, red_ = cv2.split(cv2.blur(paper, (3, 3)))
        redness = cv2.subtract(red_, cv2.max(green, blue_))
        blue_, green, red_ = cv2.split(paper)
        blueness = cv2.subtract(blue_, cv2.max(red_, green))
        dark = cv2.cvtColor(paper, cv2.COLOR_BGR2GRAY)
        bare = (1 - pictures).astype(numpy.uint8)
        return cls(
            region,
            width,
            height,
            (width * height / share / A4) ** 0.5,
            paper,
            (redness > RED).astype(numpy.uint8) & bare,
            (redness > FAINT_RED).astype(numpy.uint8) & bare,
            (blueness > BLUE).astype(numpy.uint8) & bare,
            (dark < INK).astype(numpy.uint8) & bare,
            pictures,
            _colourless(small),
            printed,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Pixels as a box of the page."""
        wide, high = self._scale()
        left, top = self.region.x0, self.region.y0
        return Box.clipped(left + x0 / wide, top + y0 / high, left + x1 / wide, top + y1 / high)

    def corners(self, box: Box, *, grow: float = 0.0) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of a box in pixels, grown by a share of its height."""
        wide, high = self._scale()
        left, top = self.region.x0, self.region.y0
        more = grow * box.height * high
        return (
            min(max(int((box.x0 - left) * wide - more), 0), self.width),
            min(max(int((box.y0 - top) * high - more), 0), self.height),
            max(min(int((box.x1 - left) * wide + more) + 1, self.width), 0),
            max(min(int((box.y1 - top) * high + more) + 1, self.height), 0),
        )

    def _scale(self) -> tuple[float, float]:
        """Pixels of the width and the height of the whole page."""
        return (
            self.width / max(self.region.x1 - self.region.x0, 1e-4),
            self.height / max(self.region.y1 - self.region.y0, 1e-4),
        )

    def without(self, mask: Any, boxes: Iterable[Box], grow: float = 0.0) -> Any:
        """A mask with nothing in these boxes."""
        left = mask.copy()
        for box in boxes:
            x0, y0, x1, y1 = self.corners(box, grow=grow)
            left[y0:y1, x0:x1] = 0
        return left


def _smaller(pixels: Any, times: float) -> Any:
    """The picture made smaller by about that factor: by a whole number where one is near, which is much faster."""
    import cv2

    whole = round(times)
    if whole >= 2 and abs(times - whole) < 0.35:
        height, width = (side // whole for side in pixels.shape[:2])
        part = pixels[: height * whole, : width * whole]
        return cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
    if times < 1.03:
        return pixels
    return cv2.resize(pixels, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA)


def _on_white(small: Any, *, printed: bool) -> tuple[Any, Any]:
    """The picture with its paper made white, and a mask of what is no paper."""
    import cv2
    import numpy

    height, width = small.shape[:2]
    tiny = cv2.resize(small, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    # Between the strokes of print the paper shows, in a photograph it does not.
    near = cv2.dilate(tiny, numpy.ones((3, 3), numpy.uint8))
    level, white = 255.0, small
    tint: Any = numpy.full(3, 255, numpy.int16)
    if not printed:
        ground = cv2.medianBlur(cv2.dilate(near, numpy.ones((5, 5), numpy.uint8)), 5)
        level = float(numpy.percentile(cv2.cvtColor(ground, cv2.COLOR_BGR2GRAY), 80)) or 1.0
        tint = numpy.median(ground.reshape(-1, 3), axis=0).astype(numpy.int16)
        full = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
        white = cv2.divide(small, numpy.maximum(full, 1), scale=255)
    apart = numpy.abs(near.astype(numpy.int16) - tint)
    hue = apart.max(axis=2) - apart.min(axis=2)
    solid = ((cv2.cvtColor(near, cv2.COLOR_BGR2GRAY) < SHADE * level) | (hue > HUE)).astype(numpy.uint8)
    pictures = cv2.morphologyEx(solid, cv2.MORPH_OPEN, numpy.ones((4, 4), numpy.uint8))
    if int(pictures.sum()):
        pictures = cv2.morphologyEx(pictures, cv2.MORPH_CLOSE, numpy.ones((9, 9), numpy.uint8))
        pictures = cv2.dilate(pictures, numpy.ones((5, 5), numpy.uint8))
        for one in blobs(pictures):
            if one.area > one.w * one.h // 2:  # photographs are rectangles; their bright parts belong to them
                pictures[one.y : one.y + one.h, one.x : one.x + one.w] = 1
    return white, cv2.resize(pictures, (width, height), interpolation=cv2.INTER_NEAREST)


def _colourless(small: Any) -> bool:
    import cv2
    import numpy

    blue, green, red = cv2.split(small)
    spread = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    return float(numpy.count_nonzero(spread > TINT)) < COLOURED * spread.size


def blobs(mask: Any, join: int = 0, least: int = 1, rise: int | None = None) -> Iterator[Blob]:
    """Connected patches of a mask, those of `least` pixels and more.

    Args:
        join: patches within so many pixels are one; rise: the same from top to bottom where it differs.
    """
    import cv2
    import numpy

    left, top, wide, high = cv2.boundingRect(mask)
    if not wide:
        return
    mask = mask[top : top + high, left : left + wide]
    up = join if rise is None else rise
    grown = cv2.dilate(mask, numpy.ones((up + 1, join + 1), numpy.uint8)) if join else mask
    count, labels, stats, _ = cv2.connectedComponentsWithStats(grown)
    inside = numpy.bincount(labels[mask > 0].ravel(), minlength=count) if join else stats[:, 4]
    for index in numpy.flatnonzero(inside >= least):
        if not index:
            continue
        x, y, w, h, _ = (int(one) for one in stats[index])
        if join:  # the corners of the patch itself, not of what joined it
            own = (labels[y : y + h, x : x + w] == index) & (mask[y : y + h, x : x + w] > 0)
            columns, rows = numpy.flatnonzero(own.any(axis=0)), numpy.flatnonzero(own.any(axis=1))
            x, y, w, h = x + columns[0], y + rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
        yield Blob(int(x) + left, int(y) + top, int(w), int(h), int(inside[index]))


def long_lines(mask: Any, length: int, *, upright: bool) -> Any:
    """A mask of the straight unbroken lines of at least that length; a lean of a degree or two does not break them."""
    import cv2
    import numpy

    across = numpy.ones((1, 3) if upright else (3, 1), numpy.uint8)
    grown = cv2.dilate(mask, across)
    # Half a line at the edge of the picture may go on beyond it.
    most = cv2.reduce(grown, int(not upright), cv2.REDUCE_SUM, dtype=cv2.CV_32S).max(initial=0)
    if most < min((length + 1) // 2, grown.shape[0 if upright else 1]):
        return numpy.zeros_like(grown)
    kernel = numpy.ones((length, 1) if upright else (1, length), numpy.uint8)
    return cv2.morphologyEx(grown, cv2.MORPH_OPEN, kernel)


def covered(lines: Sequence[TextLine]) -> list[Box]:
    """The boxes of print that was read."""
    return [line.box for line in lines if line.text]
