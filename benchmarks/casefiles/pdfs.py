"""Small operations on PDF files: count, join, number."""

import ctypes
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw


def pages(path: Path) -> int:
    """Number of pages."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def text(path: Path) -> list[str]:
    """Text of each page as the file's own text layer gives it."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def join(parts: list[Path], target: Path, numbers: list[int | None] | None = None) -> None:
    """Join files; stamp a page number of the file on the pages that have one."""
    with pypdfium2.PdfDocument.new() as bound:
        for part in parts:
            with pypdfium2.PdfDocument(part) as document:
                bound.import_pages(document)
        for index, number in enumerate(numbers or ()):
            if number is not None:
                stamp(bound, index, str(number))
        bound.save(target)


def stamp(document: pypdfium2.PdfDocument, index: int, number: str) -> None:
    """Print a number into the upper right corner of a page."""
    page = document[index]
    width, height = page.get_size()
    one = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 11)
    buffer = ctypes.create_string_buffer((number + "\0").encode("utf-16-le"))
    raw.FPDFText_SetText(one, ctypes.cast(buffer, raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(one, 1, 0, 0, 1, width - 40, height - 28)
    raw.FPDFPage_InsertObject(page.raw, one)
    raw.FPDFPage_GenerateContent(page.raw)
