"""Caps on what is read. What is over a cap is refused by name, never shortened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from typing import Any

from .errors import SetupError, near


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
        cells: cells of one spreadsheet; objects: drawn objects and characters of one page of an OFD.
        page_seconds: seconds that one page may take to load, recognition apart.
        ocr_seconds: seconds that one page may take to be recognised.
        file_seconds: seconds after which no further page of a file is recognised, and after twice as many
            none is loaded; the pages left out are named. 0 for no cap.
        memory_bytes: resident memory of a worker with the programs it started; 0 for no cap.
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
    objects: int = 200_000
    page_seconds: int = 15
    ocr_seconds: int = 120
    file_seconds: int = 0
    memory_bytes: int = 2 * 1024 * 1024 * 1024


NONE_IS_ZERO = ("file_seconds", "memory_bytes")


def limits_of(data: Mapping[str, Any], where: str) -> Limits:
    """Caps from a TOML table; what it does not name keeps its default.

    Args:
        where: file and key path of the table, for messages.

    Raises:
        SetupError: a key that nobody knows, or a value that is no positive whole number.
    """
    known = [field.name for field in fields(Limits)]
    for key, value in data.items():
        if key not in known:
            hint = near(key, known) or "可用：" + "、".join(known)
            raise SetupError(f"没有名为 {key} 的上限", where, hint)
        least = 0 if key in NONE_IS_ZERO else 1
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            kind = "0（不设上限）或正整数" if least == 0 else "正整数"
            raise SetupError(f"上限 {key} 应当是{kind}", f"{where}：{key}", "改成不加引号的整数")
    return Limits(**data)


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
