"""Puts each case into its packing: folder, bound PDF, ZIP, DOCX folder, scan, photographs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import papers_end as end
from .assemble import papers
from .desk import Desk
from .model import CaseSpec, Paper
from .pdf import bound, numbered, single
from .zips import write_zip

Members = list[tuple[str, bytes]]


def _members(spec: CaseSpec) -> Members:
    """Cover, index, papers and closing note as PDFs named by their order."""
    files, rows = numbered(spec)
    total = max(span[1] for _, span in rows if span)
    k = Desk(spec)
    listed: list[tuple[Paper, bytes]] = [
        (front, single(spec, front, None)) for front in (end.cover(k, total), end.index(k, rows))
    ]
    note = end.end_note(k, total)
    listed += [*files, (note, single(spec, note, None))]
    return [(f"{i:02}_{paper.name}.pdf", data) for i, (paper, data) in enumerate(listed, 1)]


def _folder(spec: CaseSpec, out: Path) -> None:
    _write(out / spec.id, _members(spec))


def _write(folder: Path, members: Members) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in members:
        (folder / name).write_bytes(data)


def _zip(spec: CaseSpec, out: Path) -> None:
    (out / f"{spec.id}.zip").write_bytes(write_zip(_members(spec)))


def _zip_bound(spec: CaseSpec, out: Path) -> None:
    (out / f"{spec.id}.zip").write_bytes(write_zip([("案卷/正卷.pdf", bound(spec))]))


def _bound(spec: CaseSpec, out: Path) -> None:
    (out / f"{spec.id}.pdf").write_bytes(bound(spec))


def _docx(spec: CaseSpec, out: Path) -> None:
    from .docx_out import paper_docx

    k, page, members = Desk(spec), 1, []
    _, rows = numbered(spec)
    total = max(span[1] for _, span in rows if span)
    fronts = [end.cover(k, total), end.index(k, rows)]
    for i, paper in enumerate([*fronts, *papers(spec), end.end_note(k, total)], 1):
        span = next((s for p, s in rows if p == paper and s and s[0] >= page), None)
        members.append((f"{i:02}{paper.name}.docx", paper_docx(spec, paper, span[0] if span else None)))
        page = span[1] + 1 if span else page
    _write(out / spec.id, members)


def _scan(spec: CaseSpec, out: Path) -> None:
    from .scan import scan_pdf

    (out / f"{spec.id}.pdf").write_bytes(scan_pdf(spec))


def _photos(spec: CaseSpec, out: Path) -> None:
    from .scan import photographs

    _write(out / spec.id, photographs(spec))


PACKINGS: dict[str, Callable[[CaseSpec, Path], None]] = {
    "folder": _folder,
    "bound": _bound,
    "zip": _zip,
    "zip-bound": _zip_bound,
    "docx": _docx,
    "scan": _scan,
    "scan-short": _scan,
    "photos": _photos,
}


def write_case(spec: CaseSpec, out: Path) -> None:
    """Write one case in its packing below `out`."""
    PACKINGS[spec.packing](spec, out)


def write_damaged(spec: CaseSpec, path: Path) -> None:
    """A bound volume that broke off in copying: a reader must name it and go on with the others."""
    data = bound(spec)
    path.write_bytes(data[: len(data) // 3])
