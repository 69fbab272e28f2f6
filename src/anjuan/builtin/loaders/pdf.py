"""PDF through pypdfium2: text with boxes where a page has a whole text layer, else a picture of the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan import EncryptedFile, Page, Rules, Run, TooLarge, UnreadableFile, WrongFileType, lines_of

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PAGES = 3000
MAX_RULES = 2000  # a drawing, not a form
MIN_CHARS = 20  # a page with fewer characters and a large picture is a scan
PICTURE_SHARE = 0.5
MAX_UNMAPPED = 0.05
_BREAKS = frozenset((10, 13))
_BLANKS = frozenset((*range(33), 0xA0, 0x3000))
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

Corners = tuple[float, float, float, float]


class PdfLoader:
    """Reads `.pdf`."""

    name = "pdf"
    suffixes = (".pdf",)

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """Pages of one PDF, one in memory at a time.

        Raises:
            UnreadableFile: damaged, truncated or empty; EncryptedFile: asks for a password;
            TooLarge: more than MAX_PAGES pages.
        """
        document = _open(file, name)
        try:
            if len(document) > MAX_PAGES:
                raise TooLarge(
                    f"PDF 有 {len(document)} 页，超过上限 {MAX_PAGES} 页", name, "拆成几个文件后重试"
                )
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
            opened = document[page - 1]
            width, height = opened.get_size()
            scale = min((max_pixels / max(width * height, 1)) ** 0.5, 6.0)
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
    import pypdfium2.raw as raw

    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page(name, index + 1, (0.0, 0.0), (), "failed: 页面已损坏")
    try:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            return Page(name, index + 1, (0.0, 0.0), (), "failed: 页面没有尺寸")
        view = _Upright(page, raw)
        text = page.get_textpage()
        try:
            runs, chars, unmapped = _runs(text, view, raw)
        finally:
            text.close()
        rules, picture = _objects(page, view, raw)
        size = (round(width, 1), round(height, 1))
        scanned = chars < MIN_CHARS and picture > PICTURE_SHARE
        if scanned or (chars and unmapped / chars > MAX_UNMAPPED):
            return Page(name, index + 1, size, (), "image")
        return Page(name, index + 1, size, lines_of(runs, rules), "text-layer")
    finally:
        page.close()


class _Upright:
    """Page coordinates (points, origin bottom left, before rotation) to fractions of the upright page."""

    def __init__(self, page: Any, raw: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._left, self._bottom = left, bottom
        self._width, self._height = (right - left) or 1.0, (top - bottom) or 1.0
        self._turn = raw.FPDFPage_GetRotation(page.raw)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Corners:
        """Left, top, right, bottom in fractions."""
        u0, u1 = (x0 - self._left) / self._width, (x1 - self._left) / self._width
        v0, v1 = (y0 - self._bottom) / self._height, (y1 - self._bottom) / self._height
        if self._turn == 0:  # nearly every page; this runs once for each character
            left, top, right, bottom = u0, 1 - v1, u1, 1 - v0
        elif self._turn == 1:
            left, top, right, bottom = v0, u0, v1, u1
        elif self._turn == 2:
            left, top, right, bottom = 1 - u1, v0, 1 - u0, v1
        else:
            left, top, right, bottom = 1 - v1, 1 - u1, 1 - v0, 1 - u0
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return left, top, right, bottom


def _runs(text: Any, view: _Upright, raw: Any) -> tuple[list[Run], int, int]:
    """Runs of print on one line each, the number of characters, and how many of them nobody can read."""
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    get_char, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    handle, to_box = text.raw, view.box
    runs: list[Run] = []
    letters: list[str] = []
    boxes: list[Corners] = []
    chars = unmapped = 0
    for index in range(raw.FPDFText_CountChars(handle)):
        code = get_char(handle, index)
        if code in _BLANKS:
            if code in _BREAKS:
                _close(letters, boxes, runs)
            elif letters:
                letters.append(" ")
                boxes.append(boxes[-1])
            continue
        chars += 1
        unmapped += code >= 0xE000 and _unmapped(code)
        if not get_box(handle, index, pointer):
            continue
        box = to_box(rect.left, rect.bottom, rect.right, rect.top)
        if letters and _apart(boxes[-1], box):
            _close(letters, boxes, runs)
        letters.append(chr(code))
        boxes.append(box)
    _close(letters, boxes, runs)
    return runs, chars, unmapped


def _unmapped(code: int) -> bool:
    return code >= 0xF0000 or code <= 0xF8FF or code in (0xFFFD, 0xFFFE, 0xFFFF)


def _apart(last: Corners, box: Corners) -> bool:
    """True when a character begins a new run: a gap, a step back, or another row."""
    x0, y0, _, y1 = box
    height = y1 - y0
    return (
        x0 - last[2] > 0.9 * height
        or x0 < last[0] - 0.2 * height
        or abs((y0 + y1) - (last[1] + last[3])) > 1.2 * height
    )


def _close(letters: list[str], boxes: list[Corners], runs: list[Run]) -> None:
    """Make a run of what was gathered, and begin anew."""
    text = "".join(letters).rstrip(" ")
    if text:
        lefts, tops, rights, bottoms = zip(*boxes[: len(text)], strict=True)
        runs.append(Run(text, lefts[0], min(tops), max(rights), max(bottoms), edges=lefts))
    letters.clear()
    boxes.clear()


def _objects(page: Any, view: _Upright, raw: Any) -> tuple[Rules, float]:
    """Ruled lines of the page, and the share of it that its largest picture covers."""
    rules, picture = Rules(), 0.0
    count = raw.FPDFPage_CountObjects(page.raw)
    corners = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(one) for one in corners]
    drawn = 0
    for index in range(count):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            continue
        if not raw.FPDFPageObj_GetBounds(thing, *pointers):
            continue
        box = view.box(*[one.value for one in corners])
        if kind == raw.FPDF_PAGEOBJ_PATH:
            drawn += 1
            if drawn <= MAX_RULES:
                _add_path(rules, box, raw.FPDFPath_CountSegments(thing))
        else:
            picture = max(picture, (min(box[2], 1) - max(box[0], 0)) * (min(box[3], 1) - max(box[1], 0)))
    return (rules if drawn <= MAX_RULES else Rules()), picture


def _add_path(rules: Rules, box: Corners, segments: int) -> None:
    # Straight lines and rectangles have few segments; curves of a seal or a chart have many.
    if segments <= 8 and not (box[2] - box[0] > 0.98 and box[3] - box[1] > 0.98):
        rules.add_box(*box)
