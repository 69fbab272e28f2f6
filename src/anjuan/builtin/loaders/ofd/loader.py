"""The loader of OFD files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from anjuan import Box, Mark, Page, TextLine, UnreadableFile, lines_of, marks_of, normalise

from ..pdf_ink import has_ink, lost_print
from ..pdf_whole import unreadable
from .drawing import Drawing, drawing_of
from .package import Ofd, PageRef
from .paint import Painter
from .seals import Stamp, all_stamps
from .text import Print, View, print_of

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72 / 25.4  # by millimetre
MIN_CHARS = 20  # a page with fewer characters and a large picture is a scan
PICTURE_SHARE = 0.5
SIZEABLE = 0.1  # share of the page from which pictures may hold print; seals and signatures are smaller
OUTLINED = 600  # points of curves from which they may be letters
PIXELS = 1_200_000  # A4 at about 108 dpi: enough to see rows of print


class OfdLoader:
    """Reads `.ofd`."""

    name = "ofd"
    suffixes = (".ofd",)

    def pages(self, file: FilePath, name: str) -> Iterator[Page]:
        """Pages of all documents of one OFD in order, one in memory at a time.

        Raises:
            WrongFileType, EncryptedFile, UnreadableFile, UnsafeArchive, TooLarge: see the tree of errors.
        """
        ofd = Ofd(file, name)
        try:
            painter = Painter(ofd.packed)
            stamps = [all_stamps(ofd, body) for body in ofd.bodies]
            for number, page in enumerate(ofd.pages, 1):
                yield _page(ofd, painter, page, stamps[page.body].get(page.id, []), number)
        finally:
            ofd.close()

    def image(self, file: FilePath, page: int, *, max_pixels: int) -> Image:
        """One page as it is stored, painted on white paper.

        Raises:
            UnreadableFile: there is no such page, or its part is damaged.
        """
        ofd = Ofd(file, file.name)
        try:
            if not 1 <= page <= len(ofd.pages):
                raise UnreadableFile("OFD 没有这一页", f"{file.name} 第 {page} 页", "重新读取该文件")
            ref = ofd.pages[page - 1]
            drawing = drawing_of(ofd, ref, f"{file.name} 第 {page} 页")
            stamps = all_stamps(ofd, ofd.bodies[ref.body]).get(ref.id, [])
            return Painter(ofd.packed).page(drawing, max_pixels, stamps)
        finally:
            ofd.close()


def _page(ofd: Ofd, painter: Painter, ref: PageRef, stamps: list[Stamp], number: int) -> Page:
    name = ofd.packed.name
    try:
        drawing = drawing_of(ofd, ref, f"{name} 第 {number} 页")
    except UnreadableFile as error:
        return Page(name, number, (0.0, 0.0), (), f"failed: {error.what}")
    found = print_of(drawing, painter.opaque(drawing))
    view = View(drawing.width, drawing.height, found.turn)
    size = round(view.size[0] * POINTS, 1), round(view.size[1] * POINTS, 1)
    blank = Page(name, number, size, (), rotation=found.turn, marks=_seals(stamps, view))
    if not painter.paintable(drawing, PICTURE_SHARE):
        return replace(blank, read="failed: 页面图像的格式不能读取", marks=None)
    if _is_picture(found, drawing, painter):
        # As stored: whoever recognises it finds out how it is turned.
        flat = View(drawing.width, drawing.height, 0)
        size = round(drawing.width * POINTS, 1), round(drawing.height * POINTS, 1)
        return replace(blank, size=size, read="image", rotation=0, marks=_seals(stamps, flat))
    if unreadable(found.layer):
        return replace(blank, read="failed: 文字层不能辨认，也没有页面图像", marks=None)
    lines = (*lines_of(found.runs, found.rules), *_slanted(found))
    seals = blank.marks or ()
    if found.images or found.points:
        bare = painter.page(drawing, PIXELS, print_too=False).rotate(-found.turn, expand=True)
        seals = _with_seen(seals, lines, bare)
    return replace(blank, lines=lines, marks=seals)


def _is_picture(found: Print, drawing: Drawing, painter: Painter) -> bool:
    """True when the page is to be recognised: its print is a picture, or outlines, or stands below one.

    The bounds are those for PDF, where they were measured.
    """
    layer = found.layer
    few = layer.chars < MIN_CHARS or 2 * found.hidden >= layer.chars
    if few and found.pictures > PICTURE_SHARE:
        return True
    drawn = found.images or found.points
    if unreadable(layer) and drawn:
        return True
    if not (
        found.pictures > SIZEABLE or found.points > OUTLINED or (layer.chars < MIN_CHARS and bool(drawn))
    ):
        return False
    picture = painter.page(drawing, PIXELS, print_too=False).rotate(-found.turn, expand=True)
    scale = picture.width / (View(drawing.width, drawing.height, found.turn).size[0] * POINTS)
    pixels = _pixels(picture)
    if not layer.chars:
        return bool(has_ink(pixels))
    return bool(lost_print((*found.runs, *found.slanted), pixels, scale, ()))


def _pixels(picture: Image) -> Any:
    import numpy

    return numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1])


def _slanted(found: Print) -> Iterator[TextLine]:
    """Print that runs askew, behind the lines of the page."""
    for run in found.slanted:
        text = normalise(run.text)
        if text:
            box = Box.clipped(run.x0, run.y0, run.x1, run.y1)
            yield TextLine(text, box, run.confidence, run.text if run.text != text else "")


def _seals(stamps: list[Stamp], view: View) -> tuple[Mark, ...]:
    found = []
    for stamp in stamps:
        x0, y0, x1, y1 = stamp.box
        box = view.box(((x0, y0), (x1, y1)))
        if box[0] < 1 and box[1] < 1 and box[2] > 0 and box[3] > 0:
            found.append(Mark("seal", Box.clipped(*box), 1.0, stamp.name))
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0, one.text)))


def _with_seen(seals: tuple[Mark, ...], lines: tuple[TextLine, ...], picture: Image) -> tuple[Mark, ...]:
    """Electronic seals, and what else is to be seen in the pictures and curves of the page."""
    seen = marks_of(_pixels(picture), lines, printed=True)
    others = [one for one in seen if not any(_within(one.box, seal.box) for seal in seals)]
    return tuple(sorted((*seals, *others), key=lambda one: (one.box.y0, one.box.x0, one.kind)))


def _within(box: Box, outer: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1
