"""The loader of DOCX files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from anjuan import EncryptedFile, Ole, Page, TooLarge, UnreadableFile, WrongFileType, limits, local_name

from ..image import opened, page_size, upright
from .package import Docx, alternative, attribute
from .text import Reader

if TYPE_CHECKING:
    from PIL.Image import Image

MIN_CHARS = 20  # a file with fewer characters and large pictures is a scan
LARGE = 300_000  # pixels of a picture that may be a page; seals and signs are smaller
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELETED = ("del", "moveFrom")


class DocxLoader:
    """Reads `.docx`; a flow format has one page without number, and locators instead of boxes.

    Where it holds next to no text, its large pictures are the pages: 1 is the first of them.
    """

    name = "docx"
    suffixes = (".docx",)

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """The text of a DOCX as one page, or its pictures.

        Raises:
            EncryptedFile, UnreadableFile, UnsafeArchive, WrongFileType, TooLarge: see the tree of errors.
        """
        source = _source(file, name)
        yield from pages_of(source, name, converted=source is not file)

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """A picture that is a page.

        Raises:
            WrongFileType: flow formats have no other picture of a page.
        """
        return image_of(_source(file, file.name), file.name, page, max_pixels)


def pages_of(source: Path | IO[bytes], name: str, *, converted: bool) -> Iterator[Page]:
    """The pages of a DOCX; `converted`: it was made of an old file just now."""
    with Docx(source, name) as docx:
        lines = tuple(Reader(docx, converted=converted).lines())
        chars = sum(len(line.text) for line in lines)
        pictures = list(_large(docx)) if chars < MIN_CHARS else []
        if len(pictures) > limits().pages:
            raise TooLarge(f"DOCX 里的图片超过上限 {limits().pages} 幅", name, "拆成几个文件后重试")
        if lines or not pictures:
            yield Page(name, None, (0.0, 0.0), lines)
        for number, part in enumerate(pictures, 1):
            yield _picture_page(docx, part, name, number)


def image_of(source: Path | IO[bytes], name: str, page: int, max_pixels: int) -> Image:
    """A picture of an opened DOCX that is a page."""
    with Docx(source, name) as docx:
        pictures = list(_large(docx))
        if not 1 <= page <= len(pictures):
            raise WrongFileType("Word 文档没有页面图像", name, "查看原文件")
        picture = opened(io.BytesIO(docx.packed.read(pictures[page - 1])), name)
        return upright(picture, max_pixels, name)


def _source(file: Path, name: str) -> Path | IO[bytes]:
    """The file itself, or the DOCX that LibreOffice makes of an old Word file under a new name."""
    with file.open("rb") as stream:
        head = stream.read(8)
    if head != OLE:
        return file
    if "worddocument" in Ole.open(file).names:
        from .convert import as_docx

        return io.BytesIO(as_docx(file, name))
    raise EncryptedFile("文档已加密", name, "解除密码并另存为 .docx 后重试")


def _picture_page(docx: Docx, part: str, name: str, number: int) -> Page:
    try:
        picture = opened(io.BytesIO(docx.packed.read(part)), name)
    except UnreadableFile as error:
        return Page(name, number, (0.0, 0.0), (), f"failed: {error.what}")
    return Page(name, number, page_size(picture), (), "image")


def _large(docx: Docx) -> Iterator[str]:
    """Parts of the large pictures in the order of the text; one that cannot be opened may be large."""
    root = docx.packed.xml(docx.part)
    for key in _pictures(root):
        part = docx.target(docx.part, key)
        if part is None:
            continue
        try:
            picture = opened(io.BytesIO(docx.packed.read(part)), docx.packed.name)
        except UnreadableFile:
            yield part
            continue
        if picture.width * picture.height >= LARGE:
            yield part


def _pictures(holder: Any) -> Iterator[str]:
    """Ids of all pictures that are shown, each once."""
    for one in holder:
        kind = local_name(one)
        if kind in _DELETED:
            continue
        if kind == "AlternateContent":
            yield from _pictures(alternative(one))
        elif kind in ("blip", "imagedata"):
            key = attribute(one, "embed") or attribute(one, "id")
            if key:
                yield key
        else:
            yield from _pictures(one)
