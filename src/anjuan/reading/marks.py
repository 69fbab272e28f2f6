"""What is on a page besides print: seals, handwriting, fingerprints and strikes, seen on its picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..model.case import Box, Mark, TextLine
from .marks_finger import fingerprints_of
from .marks_look import WHOLE, Look
from .marks_name import named
from .marks_pen import bare_ink, print_height, writing_of
from .marks_seal import seals_of
from .marks_strike import strikes_of

if TYPE_CHECKING:
    from PIL.Image import Image

ROOM = 1.5  # heights of a line above and below it where its signature may stand
LEAST = 16  # pixels of a side: what is smaller shows nothing
Reading = Callable[["Image"], TextLine]


def marks_of(
    pixels: Any,
    lines: Sequence[TextLine],
    *,
    printed: bool = False,
    region: Box = WHOLE,
    line: Reading | None = None,
    full: Callable[[], Any] | None = None,
) -> tuple[Mark, ...]:
    """The marks of a page from its picture.

    Args:
        pixels: uint8 array (height, width, 3) in BGR order, upright.
        lines: the print of the page, boxes in fractions of the whole page.
        printed: the page was made by a program and the lines are its text, not what an engine saw.
        region: the part of the page that `pixels` shows.
        line: reads one line of print alone on a picture, as sure as of its worst character; by it the names
            on seals are read.
        full: gives the same picture with its print where `pixels` shows none.
    """
    if min(pixels.shape[:2]) < LEAST:
        return ()
    look = Look.at(pixels, region, printed=printed)
    if min(look.width, look.height) < LEAST:
        return ()
    high, near = print_height(look, lines), _level(lines, region)
    seals = seals_of(look)
    boxes = [one.mark.box for one in seals]
    prints = fingerprints_of(look, near, boxes)
    if prints and full is not None:  # how sure one is of a fingerprint depends on what it covers
        return marks_of(full(), lines, printed=printed, region=region, line=line)
    boxes += [one.box for one in prints]
    bare = bare_ink(look, near, boxes)
    strikes = strikes_of(look, near, boxes, bare, full)
    writing = writing_of(look, near, boxes, bare, high)
    found = [*(named(look, pixels, seals, line) if line else [one.mark for one in seals])]
    found += [*prints, *strikes, *writing]
    if look.grey and not printed:
        found.append(Mark("grey", WHOLE))
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0, one.kind)))


def _level(lines: Sequence[TextLine], region: Box) -> list[TextLine]:
    """Lines at the height of a part of a page, with those for whose signature there is room in it."""
    return [
        line
        for line in lines
        if line.box.y0 - ROOM * line.box.height <= region.y1
        and line.box.y1 + ROOM * line.box.height >= region.y0
    ]
