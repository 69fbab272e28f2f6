"""Puts rendered papers into the shape in which a bureau hands a case file in."""

import re
import shutil
import zipfile
from pathlib import Path

from benchmarks.casefiles import pdfs
from benchmarks.casefiles.blocks import Paper
from benchmarks.casefiles.build import index_blocks
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.keys import Placed

UNNUMBERED = ("卷宗封面", "卷内目录", "备考表")


class GbkInfo(zipfile.ZipInfo):
    """A member whose name is written in GBK, as Windows tools do."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def numbering(papers: list[Paper], counts: list[int]) -> tuple[list[int | None], list[tuple[str, str, str]]]:
    """Numbers of all pages, and the lines of the index."""
    numbers: list[int | None] = []
    lines, at = [], 1
    for paper, count in zip(papers, counts, strict=True):
        if paper.kind in UNNUMBERED:
            numbers += [None] * count
            continue
        numbers += range(at, at + count)
        last = at + count - 1
        lines.append((paper.title, paper.number, str(at) if last == at else f"{at}-{last}"))
        at += count
    return numbers, lines


def render(case: Case, papers: list[Paper], renderer, work: Path) -> tuple[list[Path], list[int | None]]:
    """Render all papers; fill the index when the numbers are known."""
    work.mkdir(parents=True, exist_ok=True)
    targets = [work / f"{n:03d}.pdf" for n in range(len(papers))]
    indexes = [n for n, paper in enumerate(papers) if paper.kind == "卷内目录"]
    renderer.render_all([(paper, targets[n]) for n, paper in enumerate(papers) if n not in indexes])
    counts = [1 if n in indexes else pdfs.pages(target) for n, target in enumerate(targets)]
    for n in indexes:
        _, lines = numbering(papers, counts)
        papers[n].blocks = index_blocks(case, lines)
        renderer.render_all([(papers[n], targets[n])])
        counts[n] = pdfs.pages(targets[n])
    return targets, numbering(papers, counts)[0]


def safe(title: str) -> str:
    """A title as a file name."""
    return re.sub(r"[/\\:*?\"<>|\s]", "", title)


def groups(case: Case, papers: list[Paper], join_returns: bool) -> list[list[int]]:
    """Which papers share a file: a return of service may follow its paper in one file."""
    found: list[list[int]] = []
    for n, paper in enumerate(papers):
        if found and paper.kind == "送达回证" and join_returns:
            found[-1].append(n)
        else:
            found.append([n])
    return found


def bound(case: Case, papers: list[Paper], files: list[Path], numbers, out: Path) -> tuple[str, list[Placed]]:
    """One PDF with all papers."""
    name = f"{case.id}.pdf"
    pdfs.join(files, out / name, numbers if "index" in case.flags else None)
    placed, at = [], 1
    for paper, file in zip(papers, files, strict=True):
        count = pdfs.pages(file)
        placed.append(Placed(paper, name, list(range(at, at + count))))
        at += count
    return name, placed


def folder(case: Case, papers: list[Paper], files: list[Path], out: Path, nested: bool) -> list[Placed]:
    """A folder of PDFs, one or two papers each; nested: 正卷 and 副卷 with case.toml."""
    out.mkdir(parents=True, exist_ok=True)
    placed = []
    naming = case.rng.randint(0, 2)
    for place, members in enumerate(groups(case, papers, case.rng.random() < 0.5), 1):
        first = papers[members[0]]
        name = (
            f"{place:02d}_{safe(first.title)}.pdf",
            f"{place}.{safe(first.title)}.pdf",
            f"{place:03d}.pdf",
        )[naming]
        if nested:
            name = f"{'副卷' if first.side else '正卷'}/{name}"
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        pdfs.join([files[n] for n in members], out / name)
        at = 1
        for n in members:
            count = pdfs.pages(files[n])
            placed.append(Placed(papers[n], name, list(range(at, at + count))))
            at += count
    if nested:
        toml = f'id = "{case.id}"\nagency = "{case.organ}"\ncategory = "{case.category}"\nprocedure = "{case.procedure}"\n'
        (out / "case.toml").write_text(toml, "utf-8")
    return placed


def zipped(
    case: Case, papers: list[Paper], files: list[Path], out: Path, work: Path
) -> tuple[str, list[Placed]]:
    """A ZIP whose names are GBK."""
    inner = work / "zip"
    placed = folder(case, papers, files, inner, nested=False)
    name = f"{case.id}.zip"
    with zipfile.ZipFile(out / name, "w") as archive:
        for path in sorted(inner.rglob("*")):
            info = GbkInfo(path.name, (2024, 5, 6, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    shutil.rmtree(inner)
    for place in placed:
        place.file = f"{name}!/{place.file}"
    return name, placed


def documents(
    case: Case, papers: list[Paper], files: list[Path], out: Path, renderer, mixed: bool
) -> list[Placed]:
    """A folder of DOCX; mixed: outward papers and exhibits are PDF."""
    out.mkdir(parents=True, exist_ok=True)
    placed = []
    for place, members in enumerate(groups(case, papers, case.rng.random() < 0.5), 1):
        name = f"{place:02d}{safe(papers[members[0]].title)}"
        if mixed and (not papers[members[0]].side or place % 5 == 0):
            pdfs.join([files[n] for n in members], out / f"{name}.pdf")
            at = 1
            for n in members:
                count = pdfs.pages(files[n])
                placed.append(Placed(papers[n], f"{name}.pdf", list(range(at, at + count))))
                at += count
            continue
        renderer.write([papers[n] for n in members], out / f"{name}.docx")
        placed += [Placed(papers[n], f"{name}.docx") for n in members]
    return placed
