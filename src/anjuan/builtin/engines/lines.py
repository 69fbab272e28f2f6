"""One page read: lines found, each read, the doubtful ones read again, and ink that nobody read named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anjuan import Box, OcrError, TextLine, clean_seals

from .doubt import doubtful, has_hole
from .ink import Strip, uncovered
from .models import TALL, Models, Seen, cut
from .trust import HOLE_TRUST, SMALL, TINY, Table, confidence, score

NOTHING = 0.3  # mean probability below which a reader saw texture, or print it cannot read
BACK = 0.5  # below it a line may stand on its head
LOCAL = 640  # pixels of the longer side at which the detector looks at a single row again
AROUND = 1.0  # heights of a row that this look takes in beside it


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its corners in pixels, what was read and how far that is to be trusted."""

    quad: Any
    seen: Seen
    trust: float


def page_lines(picture: Any, first: Models, accurate: Models) -> list[TextLine]:
    """Lines of a page, those that nobody could read with an empty text and the confidence 0.

    Args:
        picture: uint8 (height, width, 3), RGB, upright.
        first: reads the page; accurate: reads again what is doubtful (the same: nothing is read twice).

    Raises:
        OcrError: the models failed on this picture.
    """
    pixels = clean_seals(picture[:, :, ::-1])
    try:
        found = _Page(pixels, first, accurate).lines()
    except Exception as error:  # onnxruntime and OpenCV raise their own kinds
        raise OcrError("页面识别失败", type(error).__name__, "检查页面图像后重试") from None
    height, width = pixels.shape[:2]
    return [TextLine(one.seen.text, _box(one.quad, width, height), one.trust, one.seen.text) for one in found]


def single_line(picture: Any, models: Models) -> TextLine:
    """One line alone on a picture (RGB), as sure as of its worst character.

    Raises:
        OcrError: the models failed on this picture.
    """
    import numpy

    try:
        seen = models.read(numpy.ascontiguousarray(picture[:, :, ::-1]))
    except Exception as error:  # onnxruntime and OpenCV raise their own kinds
        raise OcrError("印章文字识别失败", type(error).__name__, "检查页面图像后重试") from None
    return TextLine(seen.text, Box(0.0, 0.0, 1.0, 1.0), round(seen.least, 2), seen.text)


class _Page:
    """The steps over one picture (BGR, without seals)."""

    def __init__(self, pixels: Any, first: Models, accurate: Models) -> None:
        self._pixels, self._first, self._accurate = pixels, first, accurate
        self._twice = first is not accurate
        self._table: Table = TINY if self._twice else SMALL

    def lines(self) -> list[Line]:
        """Boxes of the detector first, then what the ink shows beside and between them."""
        quads = self._first.quads(self._pixels)
        read = [self._line(quad) for quad in quads]
        lines = [line for line in read if line is not None]
        strips = uncovered(self._pixels, _quads(line.quad for line in lines))
        for number, quad in _extended(lines, strips).items():
            lines[number] = self._again(quad) or lines[number]
        for strip in strips:
            if strip.line < 0:
                lines += self._missed(strip)
        return lines

    def _line(self, quad: Any) -> Line | None:
        """One box of the detector; None where it holds nothing that reads as print."""
        crop = _upright(self._pixels, quad)
        seen = self._first.read(crop)
        hole = has_hole(crop, seen)
        if self._twice and (doubtful(seen) or hole):
            return self._again(quad, None if hole else seen)
        if seen.mean < BACK:
            seen = _better(seen, self._first.read(crop[::-1, ::-1]))
        return _judged(quad, seen, hole, self._table)

    def _again(self, quad: Any, first: Seen | None = None) -> Line | None:
        """One box, by the accurate models; where they pass over ink, a first reading that did not counts."""
        crop = _upright(self._pixels, quad)
        seen = self._accurate.read(crop)
        if seen.mean < BACK:
            seen = _better(seen, self._accurate.read(crop[::-1, ::-1]))
        hole = has_hole(crop, seen)
        if hole and first and first.mean > BACK:
            return _judged(quad, first, False, self._table)
        return _judged(quad, seen, hole, SMALL)

    def _missed(self, strip: Strip) -> Iterator[Line]:
        """A row of ink without a box: read as it lies, else looked at closely, else unreadable."""
        import numpy

        grown = _grown(strip.quad, 0.25)
        line = self._again(grown)
        if line and line.trust > HOLE_TRUST:
            yield line
            return
        left, top, right, bottom = _around(strip.quad, self._pixels.shape)
        near = self._pixels[top:bottom, left:right]
        corner = numpy.array((left, top), numpy.float32)
        found = [self._again(quad + corner) for quad in self._accurate.quads(near, LOCAL)]
        better = [one for one in found if one and _overlap(one.quad, strip.quad) > 0.5]
        if better:
            yield from better
        elif line:
            yield line
        elif strip.sure:
            yield Line(strip.quad, Seen(""), 0.0)


def _judged(quad: Any, seen: Seen, hole: bool, table: Table) -> Line | None:
    if seen.mean < NOTHING or not seen.text.strip():
        return None
    trust = confidence(score(seen), table)
    return Line(quad, seen, min(trust, HOLE_TRUST) if hole else trust)


def _better(one: Seen, other: Seen) -> Seen:
    return max(one, other, key=lambda seen: seen.mean)


def _upright(pixels: Any, quad: Any) -> Any:
    """A line cut out; a column of characters is laid down."""
    import numpy

    crop = cut(pixels, quad)
    return numpy.rot90(crop) if crop.shape[0] >= TALL * crop.shape[1] else crop


def _quads(quads: Iterator[Any]) -> Any:
    import numpy

    found = list(quads)
    return numpy.stack(found) if found else numpy.zeros((0, 4, 2), numpy.float32)


def _extended(lines: Sequence[Line], strips: Sequence[Strip]) -> dict[int, Any]:
    """Boxes drawn out over the ink beside their ends, by the number of their line."""
    import numpy

    found: dict[int, Any] = {}
    for strip in strips:
        if strip.line < 0:
            continue
        quad = found.get(strip.line, lines[strip.line].quad)
        along = quad[1] - quad[0]
        length = float(numpy.linalg.norm(along)) or 1.0
        along = along / length
        reach = (strip.quad - quad[0]) @ along
        before, after = min(float(reach.min()) - 3, 0.0), max(float(reach.max()) + 3 - length, 0.0)
        shift = numpy.stack([along * before, along * after, along * after, along * before])
        found[strip.line] = (quad + shift).astype(numpy.float32)
    return found


def _grown(quad: Any, share: float) -> Any:
    """A quad larger by that share of its height on all sides."""
    import numpy

    down = (quad[3] - quad[0]) * share
    along = quad[1] - quad[0]
    along = along / (float(numpy.linalg.norm(along)) or 1.0) * float(numpy.linalg.norm(down))
    return (quad + numpy.stack([-along - down, along - down, along + down, down - along])).astype(
        numpy.float32
    )


def _around(quad: Any, shape: Any) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a row and its surroundings."""
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    more = AROUND * float(bottom - top)
    return (
        max(int(left - more), 0),
        max(int(top - more), 0),
        min(int(right + more), shape[1]),
        min(int(bottom + more), shape[0]),
    )


def _overlap(one: Any, other: Any) -> float:
    """How much of the lower of two rows lies at the height of the other."""
    import numpy

    shared = min(one[:, 1].max(), other[:, 1].max()) - max(one[:, 1].min(), other[:, 1].min())
    return float(shared / max(min(numpy.ptp(one[:, 1]), numpy.ptp(other[:, 1])), 1))


def _box(quad: Any, width: int, height: int) -> Box:
    xs, ys = [point[0] / width for point in quad], [point[1] / height for point in quad]
    return Box.clipped(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
