"""The name on the rim of a round red seal, unrolled into a line and read by the engine at hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model.case import Mark, TextLine
from ..model.errors import OcrError
from .marks_look import Look
from .marks_seal import Rim, Seal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 2  # seals of a page that are read: each costs a part of the time of a page
RING = (0.56, 0.91)  # where the name stands, by the radius
LINE = 44  # height of an unrolled name in pixels: what an engine reads best
RIM = 4  # white above and below it
WHOLE = 0.9  # confidence from which a seal is whole enough to be read
SURE = 0.9  # a name with a character less sure is none
_ORGAN = re.compile(
    r"[\u4e00-\u9fff()]{2,36}(?:局|厅|委员会|政府|大队|支队|总队|中队|分局|办事处|管委会|海关|署|站|所|中心|院|委|公司|厂|店"
    r"|合作社|专用章|公章|办公室|部|处|科|队)(?:\(\d{1,2}\))?"
)


def named(look: Look, pixels: Any, seals: Sequence[Seal], line: Callable[[Image], TextLine]) -> list[Mark]:
    """The marks of seals, with the names of the first ones where they can be read.

    Args:
        pixels: the picture of the page in full, of which `look` is a smaller copy.
        line: reads one line, as sure as of its worst character.
    """
    marks, left = [], MOST
    for one in seals:
        text = ""
        if one.rim and left and one.mark.confidence >= WHOLE and not look.grey:
            strip = _unrolled(pixels, one.rim, pixels.shape[1] / look.width)
            text, left = _read(_picture(strip), line), left - 1
        marks.append(replace(one.mark, text=text))
    return marks


def _read(strip: Image, line: Callable[[Image], TextLine]) -> str:
    try:
        return organ_of(line(strip))
    except OcrError:
        return ""  # the page itself was read


def organ_of(line: TextLine) -> str:
    """The name that an unrolled rim makes; empty where it is read badly or is no name of an organ."""
    text = re.sub(r"[\s·.,、。★☆*]", "", line.text)
    return text if line.confidence >= SURE and _ORGAN.fullmatch(text) else ""


def _picture(strip: Any) -> Image:
    import numpy
    from PIL import Image as images

    return images.fromarray(numpy.dstack([numpy.pad(strip, ((RIM, RIM), (0, 0)), constant_values=255)] * 3))


def _unrolled(pixels: Any, rim: Rim, scale: float) -> Any:
    """The ring as a straight strip, from the lowest point clockwise; only what is red is dark on it."""
    import cv2
    import numpy

    high = LINE
    radius = (rim.a + rim.b) / 2 * scale
    # As wide as the ring is long where the middle of the name runs.
    wide = round(2 * math.pi * (RING[0] + RING[1]) / 2 * high / (RING[1] - RING[0]))
    turn = numpy.linspace(0, 2 * math.pi, wide, endpoint=False)[None, :]
    ratio = numpy.linspace(RING[1], RING[0], high)[:, None]
    u, v = -numpy.sin(turn), numpy.cos(turn)
    tilt = math.radians(rim.angle)
    c, s = math.cos(tilt), math.sin(tilt)
    along, across = (u * c + v * s) * rim.a, (-u * s + v * c) * rim.b
    xs = (rim.x + (along * c - across * s) * ratio) * scale
    ys = (rim.y + (along * s + across * c) * ratio) * scale
    left, top = int(max(xs.min() - 2, 0)), int(max(ys.min() - 2, 0))
    part = pixels[top : int(ys.max()) + 3, left : int(xs.max()) + 3]
    if radius * (RING[1] - RING[0]) > 1.6 * high:
        part = cv2.blur(part, (3, 3))
    blue, green, red = cv2.split(part)
    redness = cv2.subtract(red, cv2.max(green, blue))
    strip = cv2.remap(
        redness,
        (xs - left).astype(numpy.float32),
        (ys - top).astype(numpy.float32),
        cv2.INTER_LINEAR,
        borderValue=0,
    ).astype(numpy.float32)
    strong = max(float(numpy.percentile(strip, 96)), 30.0)
    weak = 0.25 * strong  # what JPEG smears round the strokes
    return 255 - numpy.clip((strip - weak) * (235 / (strong - weak)), 0, 235).astype(numpy.uint8)
