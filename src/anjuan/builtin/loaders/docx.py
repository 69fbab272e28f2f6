"""DOCX through python-docx: paragraphs and table cells in the order of the text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan import Box, EncryptedFile, Page, TextLine, TooLarge, UnreadableFile, WrongFileType, normalise

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_UNPACKED = 200 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted DOCX is an OLE container
FLOW = Box(0.0, 0.0, 0.0, 0.0)


class DocxLoader:
    """Reads `.docx`; a flow format has one page without number, and locators instead of boxes."""

    name = "docx"
    suffixes = (".docx",)

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """The one page of a DOCX.

        Raises:
            EncryptedFile, UnreadableFile, WrongFileType, TooLarge: see the tree of errors.
        """
        _inspect(file, name)
        import docx

        try:
            document = docx.Document(str(file))
        except Exception:  # python-docx raises whatever lxml, zipfile or a missing part raises
            raise UnreadableFile("DOCX 已损坏，无法打开", name, "请重新导出该文件") from None
        yield Page(name, None, (0.0, 0.0), tuple(_lines(document)), "text-layer")

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """Flow formats have no picture of a page."""
        raise WrongFileType("Word 文档没有页面图像", file.name, "查看原文件")


def _inspect(file: Path, name: str) -> None:
    with file.open("rb") as stream:
        head = stream.read(8)
    if head == OLE:
        raise EncryptedFile("文档已加密或实为旧版 Word 文件", name, "解除密码并另存为 .docx 后重试")
    if not zipfile.is_zipfile(file):
        raise WrongFileType("扩展名是 .docx，内容却不是 Word 文档", name, "核对文件后重新提交")
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            is_word = "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        raise UnreadableFile("DOCX 已损坏，无法打开", name, "请重新导出该文件") from None
    if unpacked > MAX_UNPACKED:
        raise TooLarge("DOCX 解压后超过 200 MB", name, "压缩其中的图片后重试")
    if not is_word:
        raise WrongFileType("扩展名是 .docx，内容却不是 Word 文档", name, "核对文件后重新提交")


def _lines(document: Any) -> Iterator[TextLine]:
    paragraphs = tables = cells = 0
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            tables += 1
            for line in _table(block, f"table {tables}", cells):
                cells = max(cells, line.cell + 1)
                yield line
            continue
        paragraphs += 1
        yield from _split(block.text, f"paragraph {paragraphs}", -1)


def _table(table: Any, where: str, first: int) -> Iterator[TextLine]:
    numbers: dict[Any, int] = {}
    for row_number, row in enumerate(table.rows, 1):
        for cell in row.cells:
            if cell._tc in numbers:  # a merged cell comes once for each place it covers
                continue
            numbers[cell._tc] = first + len(numbers)
            locator = f"{where} row {row_number}"
            for paragraph in cell.paragraphs:
                yield from _split(paragraph.text, locator, numbers[cell._tc])


def _split(text: str, locator: str, cell: int) -> Iterator[TextLine]:
    """Lines of a paragraph: tabs and line breaks part label from label as columns do on a page."""
    for piece in text.replace("\t", "\n").splitlines():
        plain = normalise(piece)
        if plain:
            yield TextLine(plain, FLOW, 1.0, piece if piece != plain else "", cell, locator)
