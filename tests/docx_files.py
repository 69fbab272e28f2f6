"""Small invented DOCX files, written part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps" xmlns:a="urn:a"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(words: str) -> str:
    """A run of text."""
    return f"<w:r><w:t>{words}</w:t></w:r>"


def paragraph(*inner: str, properties: str = "") -> str:
    """A paragraph of runs; plain words are made one."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of cells; plain words are made a paragraph."""
    lines = "".join(
        "<w:tr>" + "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def tc(*inner: str, properties: str = "") -> str:
    """A cell of a table."""
    body = "".join(one if one.startswith("<") else paragraph(one) for one in inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def docx(
    path: Path,
    body: str,
    *,
    related: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A DOCX.

    Args:
        body: what stands in w:body. related: id → kind and target below `word/`. parts: further parts by name.
    """
    links = "".join(
        f'<Relationship Id="{key}" Type="{KIND}/{kind}" Target="{target}"/>'
        for key, (kind, target) in (related or {}).items()
    )
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    found: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships {names}><Relationship Id="r1" Type="{KIND}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {names}>{links}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path
