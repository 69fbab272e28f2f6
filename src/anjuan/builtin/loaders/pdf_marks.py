"""Seals, signatures and strikes among the pictures and curves of an electronic page; only those parts are rendered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

from anjuan import Box, Mark, TextLine, marks_of

from .pdf_calls import address
from .pdf_objects import Corners, Drawn, switch_text

PIXELS = 1_000_000  # of the whole page: A4 at 100 dpi
ROUND = 0.022  # of the page, looked at around a picture or curve
LEAST = 0.006  # smaller things are dots
MOST = 12  # parts of a page; more are looked at as one
ALL = (0.0, 0.0, 1.0, 1.0)
SHARE = 0.5  # of the page in parts, from which the page is looked at as one; a picture as large is a scan


def drawn_marks(page: Any, drawn: Drawn, lines: Sequence[TextLine], *, whole: bool) -> tuple[Mark, ...]:
    """The marks of a page with a text layer.

    Args:
        page: the open page of pypdfium2.
        whole: look at all of it, since notes lie on it of which `drawn` does not tell.
    """
    if drawn.plain and not whole:
        return ()
    scanned = any((x1 - x0) * (y1 - y0) > SHARE for x0, y0, x1, y1 in drawn.images)
    parts = [ALL] if scanned or whole else _parts([*drawn.images, *drawn.shapes])
    found: list[Mark] = []
    if scanned or whole or drawn.red or not parts:
        for part in parts:
            pixels, region = _rendered(page, part)
            found += marks_of(pixels, lines, printed=not scanned, region=region)
    else:
        found = _without_print(page, parts, lines)
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0, one.kind)))


def _without_print(page: Any, parts: Sequence[Corners], lines: Sequence[TextLine]) -> list[Mark]:
    """The marks of parts that are rendered without their print, which takes a third of the time.

    What stands in the text objects of the page is print; only where a line runs through it is it drawn too.
    """
    handle, found = address(page.raw), list[Mark]()

    def full(part: Corners) -> Any:
        switch_text(handle, on=True)
        try:
            return _rendered(page, part)[0]
        finally:
            switch_text(handle, on=False)

    switch_text(handle, on=False)
    try:
        for part in parts:
            pixels, region = _rendered(page, part)
            found += marks_of(pixels, lines, printed=True, region=region, full=partial(full, part))
    finally:
        switch_text(handle, on=True)
    return found


def _parts(boxes: Sequence[Corners]) -> list[Corners]:
    """Parts of the page that hold all boxes; boxes near each other share a part."""
    parts: list[Corners] = []
    for x0, y0, x1, y1 in boxes:
        if max(x1 - x0, y1 - y0) < LEAST or x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
            continue
        whole: Corners = (
            max(x0 - ROUND, 0.0),
            max(y0 - ROUND, 0.0),
            min(x1 + ROUND, 1.0),
            min(y1 + ROUND, 1.0),
        )
        apart = []
        for other in parts:
            if _meet(whole, other):
                whole = _around(whole, other)
            else:
                apart.append(other)
        parts = [*apart, whole]
    if len(parts) > MOST or sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in parts) > SHARE:
        return [ALL]
    return parts


def _around(one: Corners, other: Corners) -> Corners:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _meet(one: Corners, other: Corners) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _rendered(page: Any, part: Corners) -> tuple[Any, Box]:
    """That part of the page as a picture (BGR), and where it lies to the pixel."""
    import numpy

    width, height = page.get_size()
    scale = (PIXELS / (width * height)) ** 0.5
    wide, high = math.ceil(width * scale), math.ceil(height * scale)
    left, top = int(part[0] * wide), int(part[1] * high)
    right, bottom = wide - math.ceil(part[2] * wide), high - math.ceil(part[3] * high)
    # A hair less than the whole pixel, since the library rounds what is cut off up.
    cut = tuple(max(one - 0.01, 0) / scale for one in (left, bottom, right, top))
    pixels = page.render(scale=scale, crop=cut).to_numpy()[:, :, :3]
    region = Box.clipped(left / wide, top / high, 1 - right / wide, 1 - bottom / high)
    return numpy.ascontiguousarray(pixels), region
