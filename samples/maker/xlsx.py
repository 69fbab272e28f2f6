"""One-sheet workbooks with fixed times."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook

from .zips import settle


def write_xlsx(rows: list[tuple[str, ...]]) -> bytes:
    """The rows as text cells of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.properties.created = book.properties.modified = datetime(2024, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return _undated(settle(out.getvalue()))


def _undated(data: bytes) -> bytes:
    """openpyxl writes the moment of saving into the properties whatever was set before."""
    import re
    import zipfile

    from .zips import write_zip

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(n, archive.read(n)) for n in archive.namelist()]
    pattern = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    return write_zip(
        [
            (n, pattern.sub(rb"\g<1>2024-01-01T00:00:00Z", d) if n == "docProps/core.xml" else d)
            for n, d in members
        ]
    )
