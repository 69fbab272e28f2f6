"""A page of an OFD as a picture: pictures, paths, print and stamps on white paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from anjuan import InputError, Packed, limits

from .drawing import Drawing, Matrix, Path, Picture, Text, covered, placed
from .jbig2 import is_jbig2, jbig2_picture
from .paths import outlines
from .seals import Stamp

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

MAX_SCALE = 17.0  # pixels by millimetre: 432 dpi
SHIFT = 4  # bits of a pixel by which corners of areas are placed
FONT_BYTES = 40_000_000
FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP")
# Print without a font of its own: what Windows, macOS and the usual Linux packages have.
_FONTS = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSansCJK-Regular.ttc",
    "simsun.ttc",
    "msyh.ttc",
    "Songti.ttc",
    "STHeiti Light.ttc",
    "wqy-zenhei.ttc",
    "uming.ttc",
)


class Painter:
    """Paints pages of one file; fonts and pictures are decoded once."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._fonts: dict[tuple[str | None, int], FreeTypeFont | None] = {}
        self._pictures: dict[str, Image | None] = {}

    def page(
        self, drawing: Drawing, max_pixels: int, stamps: Sequence[Stamp] = (), *, print_too: bool = True
    ) -> Image:
        """The page as stored, at most `max_pixels` big.

        Args:
            print_too: False leaves its text away.
        """
        from PIL import Image as images
        from PIL import ImageChops

        scale = min((max_pixels / (drawing.width * drawing.height)) ** 0.5, MAX_SCALE)
        size = max(int(drawing.width * scale), 1), max(int(drawing.height * scale), 1)
        paper = images.new("RGB", size, "white")
        zoom: Matrix = (scale, 0.0, 0.0, scale, 0.0, 0.0)
        for kind, things in groupby(drawing.things, key=type):
            if kind is Path:
                paper = _paths(paper, [one for one in things if isinstance(one, Path)], scale)
                continue
            for one in things:
                if isinstance(one, Picture):
                    self._picture(paper, self.picture(one.part), one.matrix, one.alpha, zoom)
                elif isinstance(one, Text) and print_too and one.seen:
                    self._text(paper, one, scale)
        for stamp in stamps:
            x0, y0, x1, y1 = stamp.box
            place: Matrix = (x1 - x0, 0.0, 0.0, y1 - y0, x0, y0)
            seal = _decoded(stamp.image) if stamp.image else None
            if seal is not None:  # ink, not a label: print shows through what is white of it
                ink = images.new("RGB", size, "white")
                self._picture(ink, seal, place, 1.0, zoom)
                paper = ImageChops.multiply(paper, ink)
        return paper

    def picture(self, part: str | None) -> Image | None:
        """A picture of the file; None for one that is missing, damaged, of an unknown kind or over the cap."""
        if part is None:
            return None
        if part not in self._pictures:
            try:
                body = self._packed.read(part)
            except InputError:
                body = b""
            # One at a time: pages of a scan share none.
            self._pictures = {part: _decoded(body)}
        return self._pictures[part]

    def paintable(self, drawing: Drawing, share: float) -> bool:
        """False when a picture that covers so much of the page cannot be decoded."""
        area = share * drawing.width * drawing.height
        return all(
            self.picture(one.part) is not None
            for one in drawing.things
            if isinstance(one, Picture) and covered(one, drawing) > area
        )

    def opaque(self, drawing: Drawing) -> list[int]:
        """Positions of the pictures of a page that let nothing shine through."""
        return [
            number
            for number, one in enumerate(drawing.things)
            if isinstance(one, Picture) and one.alpha >= 1 and self._solid(one.part)
        ]

    def _solid(self, part: str | None) -> bool:
        if part is None:
            return False
        try:
            picture = _opened(self._packed.read(part))
        except InputError:
            return False
        return (
            picture is not None
            and picture.mode in ("1", "L", "RGB", "CMYK", "P")
            and "transparency" not in picture.info
        )

    def _picture(
        self, paper: Image, picture: Image | None, place: Matrix, alpha: float, zoom: Matrix
    ) -> None:
        if picture is None or alpha <= 0:
            return
        spots = [placed(zoom, *placed(place, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        left, top = int(min(x for x, _ in spots)), int(min(y for _, y in spots))
        right, bottom = int(max(x for x, _ in spots)) + 1, int(max(y for _, y in spots)) + 1
        left, top, right, bottom = (
            max(left, 0), max(top, 0), min(right, paper.width), min(bottom, paper.height)
        )  # fmt: skip
        if right <= left or bottom <= top:
            return
        turned = _turned(picture, spots, (left, top), (right - left, bottom - top))
        if turned is not None:
            mask = turned.getchannel("A").point(lambda value: int(value * alpha))
            paper.paste(turned.convert("RGB"), (left, top), mask)

    def _text(self, paper: Image, one: Text, scale: float) -> None:
        from PIL import ImageDraw

        a, b, c, d, _, _ = one.matrix
        high = (c * c + d * d) ** 0.5 * one.size * scale
        if not 2 <= high <= 2000:
            return
        pen = ImageDraw.Draw(paper)
        level = abs(b) < 0.2 * abs(a) and a > 0
        for char, origin in zip(one.chars, one.origins, strict=True):
            if char.isspace():
                continue
            x, y = (value * scale for value in placed(one.matrix, *origin))
            if not (-high < x < paper.width + high and -high < y < paper.height + high):
                continue
            font = self._font(one.font, round(high), char)
            if font is None:
                pen.rectangle((x, y - 0.8 * high, x + 0.8 * high, y), outline=one.colour)
            elif level:
                pen.text((x, y), char, fill=one.colour, font=font, anchor="ls")
            else:
                _turned_char(paper, char, font, (x, y), (a, b, c, d), one.colour)

    def _font(self, part: str | None, size: int, char: str) -> FreeTypeFont | None:
        """The font of the file where it has the character, else one of the system; None without any."""
        key = part, size
        if key not in self._fonts:
            self._fonts[key] = self._embedded(part, size)
        own = self._fonts[key]
        if own is not None and _has(own, char):
            return own
        return _system_font(size)

    def _embedded(self, part: str | None, size: int) -> FreeTypeFont | None:
        from PIL import ImageFont

        if part is None or self._packed.size(part) > FONT_BYTES:
            return None
        try:
            return ImageFont.truetype(io.BytesIO(self._packed.read(part)), size)
        except (InputError, OSError, ValueError):
            return None


@cache
def _system_font(size: int) -> FreeTypeFont | None:
    from PIL import ImageFont

    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


def _has(font: FreeTypeFont, char: str) -> bool:
    """True when a font draws a character otherwise than one that nobody has."""
    try:
        return bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))
    except (OSError, ValueError):
        return False


def _turned_char(
    paper: Image,
    char: str,
    font: FreeTypeFont,
    spot: tuple[float, float],
    axes: tuple[float, float, float, float],
    colour: tuple[int, int, int],
) -> None:
    """One character that stands on its side, on its head or askew."""
    import math

    from PIL import Image as images
    from PIL import ImageDraw

    side = max(int(font.size * 2), 4)
    stencil = images.new("L", (2 * side, 2 * side), 0)
    ImageDraw.Draw(stencil).text((side, side), char, fill=255, font=font, anchor="ls")
    degrees = math.degrees(math.atan2(axes[1], axes[0]))
    stencil = stencil.rotate(-degrees, resample=images.Resampling.BICUBIC, center=(side, side))
    corner = round(spot[0] - side), round(spot[1] - side)
    paper.paste(images.new("RGB", stencil.size, colour), corner, stencil)


def _paths(paper: Image, paths: Sequence[Path], scale: float) -> Image:
    """The paper with some paths on it."""
    import cv2
    import numpy
    from PIL import Image as images

    pixels, factor = numpy.array(paper), scale * (1 << SHIFT)
    for path in paths:
        lines = [
            (numpy.array(line) * factor).clip(-1e7, 1e7).round().astype(numpy.int32)
            for line in outlines(path)
            if len(line) > 1
        ]
        if lines and path.fill:
            cv2.fillPoly(pixels, lines, path.colour, cv2.LINE_AA, SHIFT)
        if lines and path.stroke:
            a, b, c, d, _, _ = path.matrix
            wide = min(max(round(path.width * abs(a * d - b * c) ** 0.5 * scale), 1), 200)
            cv2.polylines(pixels, lines, False, path.colour, wide, cv2.LINE_AA, SHIFT)
    return images.fromarray(pixels)


def _turned(picture: Image, spots: Any, corner: tuple[int, int], size: tuple[int, int]) -> Image | None:
    """A picture brought into its place: the part of the page from `corner` with the `size`, clear around it."""
    from PIL import Image as images

    (x0, y0), (x1, y1), (x2, y2), _ = spots
    across, down = (x1 - x0, y1 - y0), (x2 - x0, y2 - y0)
    wide, high = (across[0] ** 2 + across[1] ** 2) ** 0.5, (down[0] ** 2 + down[1] ** 2) ** 0.5
    area = across[0] * down[1] - across[1] * down[0]
    if abs(area) < 1 or wide < 1 or high < 1:
        return None
    factor = int(min(picture.width / wide, picture.height / high))
    small = picture.reduce(factor) if factor > 1 else picture
    # From the page back to the picture, as the library wants it.
    sx, sy = small.width / area, small.height / area
    shift = corner[0] + 0.5 - x0, corner[1] + 0.5 - y0
    back = (
        down[1] * sx, -down[0] * sx, (down[1] * shift[0] - down[0] * shift[1]) * sx - 0.5,
        -across[1] * sy, across[0] * sy, (across[0] * shift[1] - across[1] * shift[0]) * sy - 0.5,
    )  # fmt: skip
    return small.convert("RGBA").transform(
        size, images.Transform.AFFINE, back, resample=images.Resampling.BILINEAR, fillcolor=(0, 0, 0, 0)
    )


def _opened(body: bytes) -> Image | None:
    """A picture with its head read; None for what is none or over the cap."""
    import warnings

    from PIL import Image as images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", images.DecompressionBombWarning)
            picture = images.open(io.BytesIO(body), formats=FORMATS)
        return picture if picture.width * picture.height <= limits().pixels else None
    except Exception:  # Pillow raises OSError, SyntaxError, ValueError … on damaged pictures
        return None


def _decoded(body: bytes) -> Image | None:
    if is_jbig2(body):
        return jbig2_picture(body)
    picture = _opened(body)
    if picture is None:
        return None
    try:
        picture.load()
        if picture.mode.startswith("I"):  # 16 bits of grey
            return picture.convert("I").point(lambda value: value / 256).convert("L")
        clear = picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info
        return picture.convert("RGBA" if clear else "RGB")
    except Exception:  # as above
        return None
