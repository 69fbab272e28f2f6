"""Where a finding points, as a picture: one page is rendered, its boxes drawn in red, and cut around them."""

from __future__ import annotations

import base64
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.case import Box, CaseFile, Evidence
from ..model.errors import UnknownCase, UnsafeArchive
from ..plugin.manager import Plugins
from ..reading.archive import unpack
from ..reading.cache import PageCache
from ..reading.pages import PageReader

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 2_400_000  # A4 at about 160 dpi: small print stays legible, a crop stays under 200 kB
RED = (214, 24, 24)
_STROKE = 3
_MIN_HEIGHT, _PAD = 0.14, 0.03  # of the page


def crop(evidence: Evidence, source: Path, plugins: Plugins, *, rotation: int = 0) -> Image | None:
    """The place on its page with red boxes around it; the whole page where it has no boxes.

    Args:
        source: the folder, ZIP or single file that holds the case file.
        rotation: degrees clockwise by which the page as stored was turned for reading.

    Returns:
        None for a place that has no page: a register, a flow format, something absent.

    Raises:
        UnknownCase: the file is not there; InputError: it cannot be read.
    """
    if evidence.page is None or evidence.register or not evidence.file:
        return None
    picture = page_picture(evidence.file, evidence.page, source, plugins, rotation=rotation)
    if not evidence.boxes:
        return picture
    return marked(picture, evidence.boxes).crop(region(evidence.boxes, picture.size))


def page_picture(file: str, page: int, source: Path, plugins: Plugins, *, rotation: int = 0) -> Image:
    """One page of the file that results call `file`, upright as it was read.

    Raises:
        UnknownCase: the file is not there; InputError: it cannot be read.
    """
    with _file(source, file) as path:
        loader = PageReader(plugins.loaders, None, PageCache(None)).loader(file)
        picture = loader.image(path, page, max_pixels=PIXELS)
    return picture.rotate(-rotation, expand=True) if rotation % 360 else picture


def rotations(case: CaseFile) -> dict[tuple[str, int | None], int]:
    """File and number of each page that was turned for reading → degrees clockwise."""
    return {
        (page.file, page.page): page.rotation
        for document in case.documents
        for page in document.pages
        if page.rotation
    }


def marked(picture: Image, boxes: Sequence[Box]) -> Image:
    """A copy of an upright page with a red frame around each box."""
    from PIL import ImageDraw

    copy = picture.convert("RGB")
    pen = ImageDraw.Draw(copy)
    width, height = copy.size
    for box in boxes:
        corners = (
            max(box.x0 * width - _STROKE, 0),
            max(box.y0 * height - _STROKE, 0),
            min(box.x1 * width + _STROKE, width - 1),
            min(box.y1 * height + _STROKE, height - 1),
        )
        pen.rectangle(corners, outline=RED, width=_STROKE)
    return copy


def region(boxes: Sequence[Box], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The strip of a page of that size, in pixels, that holds all boxes and enough around them to know the paper.

    A strip is as wide as the page, so that no line of print is cut.
    """
    top, bottom = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
    grow = max(_PAD, (_MIN_HEIGHT - (bottom - top)) / 2)
    width, height = size
    return 0, int(max(top - grow, 0) * height), width, int(min(bottom + grow, 1) * height)


def data_uri(picture: Image) -> str:
    """The picture as an address that holds it whole, so that a page needs nothing beside it."""
    body = io.BytesIO()
    picture.quantize(64).save(body, "PNG", optimize=True)  # print and two colours need no more
    return "data:image/png;base64," + base64.b64encode(body.getvalue()).decode()


def photo_uri(picture: Image, width: int) -> str:
    """A whole page for looking at, at most `width` pixels wide: photographs and scans pack badly as PNG."""
    body = io.BytesIO()
    copy = picture.convert("RGB")
    copy.thumbnail((width, width * 4))
    copy.save(body, "WEBP", quality=55, method=4)
    return "data:image/webp;base64," + base64.b64encode(body.getvalue()).decode()


@contextmanager
def _file(source: Path, name: str) -> Iterator[Path]:
    """The file that results call `name` (`b.pdf`, `a.zip!/b.pdf`), unpacked where it must be."""
    outer, _, inner = name.partition("!/")
    path = source if source.is_file() else source / outer
    if not path.resolve().is_relative_to(source.resolve()):
        raise UnsafeArchive("位置指向案卷之外", name, "重新读取该案卷")
    if not path.is_file() or path.name != Path(outer).name:
        raise UnknownCase("找不到原件", f"{source.name} 中的 {name}", "检查案卷文件夹是否移动过")
    if not inner:
        yield path
        return
    target = Path(tempfile.mkdtemp(prefix="anjuan-"))
    try:
        found = unpack(path, outer, target, only=inner)
        if not found:
            raise UnknownCase("找不到原件", name, "检查压缩包是否被替换")
        yield found[0][1]
    finally:
        shutil.rmtree(target, ignore_errors=True)
