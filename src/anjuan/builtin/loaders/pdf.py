"""PDF through pypdfium2: text with boxes where a page has a whole text layer, else a picture of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan import EncryptedFile, Page, TooLarge, UnreadableFile, WrongFileType, limits, lines_of

from .pdf_calls import address, call
from .pdf_marks import drawn_marks
from .pdf_objects import MAX_OBJECTS, survey
from .pdf_text import read_layer, upright
from .pdf_whole import doubtful, is_scan, shown, unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_SCALE = 6.0  # pixels by point of a rendering: 432 dpi
SIDES = (1.0, 20_000.0)  # points: no paper is smaller, or longer than seven metres
FLATTENED = 1
# Kinds of annotations: what draws nothing on the paper (links, pop-ups), and what holds print or pictures
# (free text, stamps, ink, fields of a form).
_LINKS, _PRINTED = frozenset((2, 16)), frozenset((3, 13, 15, 20))
_OTHERS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)


class PdfLoader:
    """Reads `.pdf`."""

    name = "pdf"
    suffixes = (".pdf",)

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """Pages of one PDF, one in memory at a time.

        Raises:
            UnreadableFile: damaged, truncated or empty; EncryptedFile: asks for a password;
            TooLarge: more pages than `limits().pages`.
        """
        document = _open(file, name)
        try:
            cap = limits().pages
            if len(document) > cap:
                raise TooLarge(f"PDF 有 {len(document)} 页，超过上限 {cap} 页", name, "拆成几个文件后重试")
            if len(document) == 0:
                raise UnreadableFile("PDF 没有页面", name, "重新导出该文件")
            for index in range(len(document)):
                yield _page(document, index, name)
        finally:
            document.close()

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """One upright page as a picture."""
        document = _open(file, file.name)
        try:
            opened, _ = _flat(document, page - 1)
            width, height = opened.get_size()
            scale = min((max_pixels / max(width * height, 1)) ** 0.5, MAX_SCALE)
            picture: Image = opened.render(scale=scale).to_pil().convert("RGB")
            opened.close()
            return picture
        finally:
            document.close()


def _open(file: Path, name: str) -> Any:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    with file.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" not in head and head.startswith(_OTHERS):
        raise WrongFileType("扩展名是 .pdf，内容却不是 PDF", name, "核对文件，改用正确的扩展名后重新提交")
    try:
        return pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFile("PDF 已加密，需要密码才能打开", name, "请解除密码后重新提交") from None
        raise UnreadableFile("PDF 已损坏或不完整，无法打开", name, "请重新扫描或导出该文件") from None


def _page(document: Any, index: int, name: str) -> Page:
    import pypdfium2 as pdfium

    number = index + 1
    try:
        page, noted = _flat(document, index)
    except pdfium.PdfiumError:
        return Page(name, number, (0.0, 0.0), (), "failed: 页面已损坏")
    try:
        width, height = page.get_size()
        if not (SIDES[0] <= width <= SIDES[1] and SIDES[0] <= height <= SIDES[1]):
            return Page(name, number, (0.0, 0.0), (), "failed: 页面没有尺寸或者尺寸异常")
        return _read(page, Page(name, number, (round(width, 1), round(height, 1)), ()), noted)
    finally:
        page.close()


def _flat(document: Any, index: int) -> tuple[Any, bool]:
    """A page with filled fields, stamps and the like made part of its print, and whether anything is noted on it."""
    page = document[index]
    handle = address(page.raw)
    if call("FPDFPage_GetAnnotCount")(handle) <= 0:
        return page, False
    kinds = set(_annotations(handle)) - _LINKS
    if not kinds & _PRINTED or call("FPDFPage_Flatten")(handle, 0) != FLATTENED:
        return page, bool(kinds)
    page.close()
    return document[index], True


def _annotations(handle: int) -> Iterator[int]:
    get = call("FPDFPage_GetAnnot")
    kind, close = call("FPDFAnnot_GetSubtype"), call("FPDFPage_CloseAnnot")
    for number in range(call("FPDFPage_GetAnnotCount")(handle)):
        note = get(handle, number)
        if note:
            yield kind(note)
            close(note)


def _read(page: Any, blank: Page, noted: bool) -> Page:
    """The page with its text layer where that is whole, else to be read as a picture."""
    view = upright(page.get_bbox(), page.get_rotation() // 90)  # the box that the page tree may give it
    drawn = survey(address(page.raw), view, inner=not noted)
    if drawn.excess:
        return replace(blank, read=f"failed: 页面对象超过 {MAX_OBJECTS} 个")
    if drawn.pixels > limits().pixels:
        return replace(blank, read=f"failed: 页面里的图像有 {drawn.pixels} 像素，超过上限")
    text = page.get_textpage()
    try:
        layer = read_layer(text, view, edges=bool(drawn.rules.vertical))
    finally:
        text.close()
    if is_scan(layer, drawn) or unreadable(layer):
        return replace(blank, read="image")
    runs = shown(page, layer, drawn) if doubtful(layer, drawn) else layer.runs
    if runs is None:
        return replace(blank, read="image")
    lines = lines_of(runs, drawn.rules)
    return replace(blank, lines=lines, marks=drawn_marks(page, drawn, lines, whole=noted))
