"""Photographs and scans as image files, upright by EXIF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from anjuan import Page, TooLarge, UnreadableFile, limits

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "BMP", "DIB", "TIFF", "GIF", "WEBP")
PAGED = ("TIFF", "GIF", "WEBP")  # others have one picture, and previews of it
DPI = 200  # what office scanners give; sizes only serve to show proportions
_ORIENTATION, _SUBFILE, _WIDTH, _HEIGHT = 0x0112, 254, 256, 257
_PREVIEW = 0b101  # a smaller copy of another page, or its mask
_DRAFT = 4  # times as many pixels as are wanted, from which a photograph is decoded smaller


class ImageLoader:
    """Reads JPEG, PNG, BMP, GIF, WEBP and (multi-page) TIFF."""

    name = "image"
    suffixes = (".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".tif", ".tiff", ".gif", ".webp")

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """One page a frame, without lines: an engine reads them. A damaged one among others is a failed page.

        Raises:
            UnreadableFile: damaged; TooLarge: more pixels or frames than the caps.
        """
        with opened(file, name) as picture:
            frames = _frames(picture, name)
            for number, frame in enumerate(frames, 1):
                try:
                    _seek(picture, frame, name)
                    size = page_size(picture)
                    _decode(picture, name, draft=(1, 1))
                except UnreadableFile as error:
                    if len(frames) == 1:
                        raise
                    yield Page(name, number, (0.0, 0.0), (), f"failed: {error.what}")
                else:
                    yield Page(name, number, size, (), "image")

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """One upright frame."""
        with opened(file, file.name) as picture:
            frames = _frames(picture, file.name) if page > 1 or picture.format in PAGED else [0]
            if not 1 <= page <= len(frames):
                raise UnreadableFile("图像没有这一页", f"{file.name} 第 {page} 页", "重新读取该文件")
            _seek(picture, frames[page - 1], file.name)
            return upright(picture, max_pixels, file.name)


def opened(source: Path | IO[bytes], name: str) -> Image:
    """A picture with its head read.

    Raises:
        UnreadableFile: damaged, or of a format that is not read; TooLarge: more pixels than the cap.
    """
    from PIL import Image as images

    with _own_cap():
        try:
            picture = images.open(source, formats=FORMATS)
        except Exception:  # Pillow raises OSError, SyntaxError, ValueError … on damaged pictures
            raise UnreadableFile("图像已损坏，无法打开", name, "请重新拍摄或扫描") from None
    try:
        _check_size(picture, name)
    except BaseException:
        picture.close()
        raise
    return picture


def page_size(picture: Image) -> tuple[float, float]:
    """Width and height of the upright page, in points; of a picture that is not yet decoded."""
    tags: Any = getattr(picture, "tag_v2", {})
    # Of a TIFF as stored: some versions of the library tell its size as turned already.
    width, height = tags.get(_WIDTH, picture.width), tags.get(_HEIGHT, picture.height)
    if orientation(picture) >= 5:  # on its side
        width, height = height, width
    return round(width * 72 / DPI, 1), round(height * 72 / DPI, 1)


def orientation(picture: Image) -> int:
    """How the picture lies, from 1 to 8 as EXIF counts; 1 where nothing sensible says so."""
    try:
        found = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # a damaged note beside a whole picture
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def upright(picture: Image, max_pixels: int, name: str) -> Image:
    """The picture in RGB on white, turned as its notes say, at most `max_pixels` big.

    Raises:
        UnreadableFile: it cannot be decoded.
    """
    from PIL import Image as images

    scale = (max_pixels / (picture.width * picture.height)) ** 0.5
    if scale < 1:
        wanted = int(picture.width * scale) + 1, int(picture.height * scale) + 1
        _decode(picture, name, draft=wanted if scale < _DRAFT**-0.5 else None)
    else:
        _decode(picture, name)
    turn = {
        2: images.Transpose.FLIP_LEFT_RIGHT,
        3: images.Transpose.ROTATE_180,
        4: images.Transpose.FLIP_TOP_BOTTOM,
        5: images.Transpose.TRANSPOSE,
        6: images.Transpose.ROTATE_270,
        7: images.Transpose.TRANSVERSE,
        8: images.Transpose.ROTATE_90,
    }.get(orientation(picture))
    paper = on_white(picture)
    scale = (max_pixels / (paper.width * paper.height)) ** 0.5
    if scale < 1:
        paper = paper.resize((max(int(paper.width * scale), 1), max(int(paper.height * scale), 1)))
    return paper if turn is None else paper.transpose(turn)


def on_white(picture: Image) -> Image:
    """A picture of any mode in RGB; what is clear shows white paper, 16 bits of grey become 8."""
    from PIL import Image as images

    if picture.mode.startswith(("I", "F")):
        return _grey(picture).convert("RGB")
    if picture.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = images.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _grey(picture: Image) -> Image:
    import numpy
    from PIL import Image as images

    values = numpy.nan_to_num(numpy.asarray(picture, dtype=numpy.float32))
    top = float(values.max(initial=0.0))
    # As deep as its values are: fractions, 8 bits kept in more, or 16.
    full = 1.0 if picture.mode == "F" and top <= 1 else 255.0 if top <= 255 else max(65535.0, top)
    return images.fromarray((values * (255 / full)).clip(0, 255).astype(numpy.uint8))


def _frames(picture: Image, name: str) -> list[int]:
    """Frames that are pages: a preview of another one is none."""
    if picture.format not in PAGED:
        return [0]
    found = []
    cap = limits().pages
    for index in range(2 * cap + 2):
        try:
            _seek(picture, index, name)
        except EOFError:
            break
        except UnreadableFile:
            found.append(index)
            break
        kind: Any = getattr(picture, "tag_v2", {}).get(_SUBFILE, 0)
        if not (isinstance(kind, int) and kind & _PREVIEW):
            found.append(index)
        if len(found) > cap:
            raise TooLarge(f"图像超过上限 {cap} 页", name, "拆成几个文件后重试")
    return found or [0]


def _seek(picture: Image, frame: int, name: str) -> None:
    with _own_cap():
        try:
            if frame != picture.tell():
                picture.seek(frame)
        except EOFError:
            raise
        except Exception:  # as when it is opened
            raise UnreadableFile("图像已损坏，无法打开", name, "请重新拍摄或扫描") from None
    _check_size(picture, name)


def _decode(picture: Image, name: str, draft: tuple[int, int] | None = None) -> None:
    """Decode a picture; a photograph may come as small as `draft`, which costs a fraction of the time."""
    with _own_cap():
        try:
            if draft is not None and picture.format == "JPEG":
                picture.draft(None, draft)
            picture.load()
        except Exception:  # as when it is opened
            raise UnreadableFile("图像已损坏，无法打开", name, "请重新拍摄或扫描") from None


def _check_size(picture: Image, name: str) -> None:
    if picture.width * picture.height > limits().pixels:
        raise TooLarge(f"图像像素数超过上限 {limits().pixels}", name, "降低扫描分辨率后重试")
    if not (picture.width and picture.height):
        raise UnreadableFile("图像没有内容", name, "请重新拍摄或扫描")


@contextmanager
def _own_cap() -> Iterator[None]:
    """Our cap on pixels and not that of the library, which knows no other place for it than its module."""
    import warnings

    from PIL import Image as images

    before = images.MAX_IMAGE_PIXELS
    images.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged notes; what matters raises
            yield
    finally:
        images.MAX_IMAGE_PIXELS = before
