"""The loader of spreadsheets: each sheet is a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from anjuan import Box, Page, TextLine, WrongFileType, normalise, read_sheets

if TYPE_CHECKING:
    from PIL.Image import Image

FLOW = Box(0.0, 0.0, 0.0, 0.0)


class SheetLoader:
    """Reads `.xlsx`, `.xls` and `.et`; a flow format has one page without number, and locators instead of boxes."""

    name = "sheet"
    suffixes = (".xlsx", ".xls", ".et")

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """All sheets as one page: `table 1 row 3` is the third row of the first sheet.

        Raises:
            WrongFileType: no workbook; EncryptedFile, UnreadableFile, UnsafeArchive, TooLarge.
        """
        yield Page(name, None, (0.0, 0.0), tuple(_lines(file, name)))

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """Flow formats have no picture of a page."""
        raise WrongFileType("表格没有页面图像", file.name, "查看原文件")


def _lines(file: Path, name: str) -> Iterator[TextLine]:
    cell = 0
    for table, sheet in enumerate(read_sheets(file, name), 1):
        for row in sheet.rows:
            where = f"table {table} row {row.number}"
            for _, text in row.cells:
                for piece in text.splitlines():
                    plain = normalise(piece)
                    if plain:
                        yield TextLine(plain, FLOW, 1.0, piece if piece != plain else "", cell, where)
                cell += 1
