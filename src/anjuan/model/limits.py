"""Caps on what is read. What is over a cap is refused by name, never shortened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for one run; `[limits]` of `review.toml` changes them.

    Attributes:
        pages: pages of one PDF or OFD, frames of one picture file.
        pixels: pixels of one picture as stored.
        members: entries of one archive (ZIP, OFD, DOCX, XLSX).
        member_bytes: unpacked bytes of one entry of a ZIP of papers.
        archive_bytes: unpacked bytes of a ZIP of papers.
        office_bytes: unpacked bytes of one OFD, DOCX or XLSX.
        ratio: unpacked by packed bytes of an entry of more than 10 MB; paper does not compress like that.
        xml_bytes: bytes of one XML part; xml_depth: nesting of its elements.
        cells: cells of one spreadsheet.
        page_seconds: seconds that one page may take to load, recognition apart.
        ocr_seconds: seconds that one page may take to be recognised.
        memory_bytes: resident memory of a worker; 0 for no cap.
    """

    pages: int = 3_000
    pixels: int = 120_000_000
    members: int = 5_000
    member_bytes: int = 300 * 1024 * 1024
    archive_bytes: int = 2 * 1024 * 1024 * 1024
    office_bytes: int = 200 * 1024 * 1024
    ratio: int = 200
    xml_bytes: int = 50 * 1024 * 1024
    xml_depth: int = 200
    cells: int = 500_000
    page_seconds: int = 15
    ocr_seconds: int = 120
    memory_bytes: int = 0


_current: ContextVar[Limits] = ContextVar("anjuan_limits", default=Limits())  # noqa: B039 — frozen


def limits() -> Limits:
    """The caps in force."""
    return _current.get()


@contextmanager
def limited(caps: Limits) -> Iterator[None]:
    """Read under other caps."""
    token = _current.set(caps)
    try:
        yield
    finally:
        _current.reset(token)
