"""Papers to PDF with Typst: one bound volume, or one file a paper."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pypdfium2
import typst

from . import papers_end as end
from .assemble import papers
from .desk import Desk
from .model import CaseSpec, Paper
from .seal import seal_png
from .typeset import TOTAL, page_setup, paper_markup, prelude

Rows = list[tuple[Paper, tuple[int, int] | None]]


class Press:
    """A Typst compiler over a folder that holds the seals; kept open because fonts load slowly."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._typst = typst.Compiler(root=self._folder.name)

    def seal(self, authority: str, key: str) -> str:
        """Put the seal of an authority into the folder and give its name."""
        path = Path(self._folder.name, f"seal-{key}.png")
        if not path.exists():
            path.write_bytes(seal_png(authority))
        return path.name

    def pdf(self, source: str) -> bytes:
        """Compile markup. No date is set and the id comes from the content: same source, same bytes."""
        result = self._typst.compile(input=("#set document(date: none)\n" + source).encode(), pdf_tags=False)
        assert isinstance(result, bytes)
        return result


@cache
def press() -> Press:
    """The one press of this process."""
    return Press()


def page_count(data: bytes) -> int:
    """Pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def _seal(spec: CaseSpec) -> str:
    return press().seal(spec.authority.name, spec.authority.key)


def single(spec: CaseSpec, paper: Paper, start: int | None, size: float = 11.5) -> bytes:
    """One paper as one PDF."""
    style = spec.authority.style
    return press().pdf(
        "\n".join((prelude(style, size), page_setup(start, style.voice == 1), _markup(spec, paper)))
    )


def numbered(spec: CaseSpec) -> tuple[list[tuple[Paper, bytes]], Rows]:
    """Each paper as its own PDF with running page numbers, and where each one lies."""
    page = 1
    files: list[tuple[Paper, bytes]] = []
    rows: Rows = []
    for paper in papers(spec):
        data = single(spec, paper, page)
        count = page_count(data)
        files.append((paper, data))
        rows.append((paper, (page, page + count - 1)))
        page += count
    return files, rows


def bound(spec: CaseSpec, size: float = 11.5, frame: str = "full") -> bytes:
    """The whole volume as one PDF; `frame` is full (cover, index, closing note), index, or empty.

    Index and cover ask Typst for the page numbers, so one run is enough.
    """
    k, style = Desk(spec), spec.authority.style
    listed = papers(spec)
    parts = [f"#metadata(0) <s{i}>\n{_markup(spec, p)}\n#metadata(0) <e{i}>" for i, p in enumerate(listed)]
    volume = "\n#pagebreak()\n".join(parts)
    index = _markup(spec, end.index(k, [(p, None) for p in listed]))
    if frame != "full":
        front = (page_setup(None, False), index) if frame else ()
        return press().pdf(
            "\n".join((prelude(style, size), *front, page_setup(1, style.voice == 1, not frame), volume))
        )
    return press().pdf(
        "\n".join(
            (
                prelude(style, size),
                page_setup(None, False),
                _markup(spec, end.cover(k, TOTAL.format(len(listed) - 1))),
                "#pagebreak()",
                index,
                page_setup(1, style.voice == 1),
                volume,
                page_setup(None, False),
                _markup(spec, end.end_note(k, TOTAL.format(len(listed) - 1))),
            )
        )
    )


def _markup(spec: CaseSpec, paper: Paper) -> str:
    return paper_markup(paper, spec.authority.name, _seal(spec))
