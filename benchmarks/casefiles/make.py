"""Makes one case file: story, faults, papers, drawing, packing, key."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import opencc

from benchmarks.casefiles import build, faults, keys, pack, pdfs, proof, scan, stories
from benchmarks.casefiles.blocks import Cell, Closing, Form, Grid, Head, Paper, Photo, Signed, Text
from benchmarks.casefiles.builders import BUILDERS
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.images import Art
from benchmarks.casefiles.plan import Plan, start
from benchmarks.casefiles.style import Style


def story(plan: Plan, names: Iterable[str]) -> Case:
    """The case of a plan with the named faults."""
    case = start(plan)
    stories.STORIES[plan.kind](case)
    faults.plant(case, names)
    return case


def make(plan: Plan, names: Iterable[str], out: Path, work: Path) -> None:
    """Write case file and key of a plan with the named faults."""
    case = story(plan, names)
    papers = BUILDERS[plan.kind](case)
    if wrong := proof.unproven(papers):
        raise ValueError(f"{plan.id}: {wrong}")
    if plan.style.traditional:
        papers = [traditional(paper) for paper in papers]
    shutil.rmtree(out / "cases" / plan.id, ignore_errors=True)
    folder = work / plan.id
    renderer = renderer_of(plan.style, Art(work / "art"), folder / "draw")
    if plan.form == "scanned":
        data = scanned(plan, case, papers, renderer, folder, out / "cases")
    else:
        files, numbers = pack.render(case, papers, renderer, folder)
        source, placed = packed(plan, case, papers, files, numbers, out / "cases", folder, renderer)
        data = keys.key(case, placed, source, plan.form, plan.packing)
    keys.write(data, out / "keys" / f"{plan.id}.json")
    shutil.rmtree(folder)


def scanned(plan: Plan, case: Case, papers: list[Paper], renderer, folder: Path, out: Path) -> dict:
    """Write a scan of at most fifteen pages; gives its key."""
    for most in (11, 9, 7, 5):
        papers = slim(case, papers, most)
        files, _ = pack.render(case, papers, renderer, folder)
        if sum(map(pdfs.pages, files)) <= 15:
            break
    source, placed, about = scan.packed(plan, case, papers, files, out)
    return keys.key(case, placed, source, plan.form, plan.packing) | {"scan": about}


def packed(plan, case, papers, files, numbers, out: Path, folder: Path, renderer):
    """The case file in its packing; gives its name and where each paper lies."""
    if plan.packing == "bound":
        return pack.bound(case, papers, files, numbers, out)
    if plan.packing == "zip":
        return pack.zipped(case, papers, files, out, folder)
    if plan.packing in ("docx", "mixed"):
        return plan.id, pack.documents(case, papers, files, out / plan.id, renderer, plan.packing == "mixed")
    return plan.id, pack.folder(case, papers, files, out / plan.id, plan.packing == "nested")


def renderer_of(style: Style, art: Art, work: Path):
    """The renderer of a family."""
    if style.renderer == "typst":
        from benchmarks.casefiles.typst_pdf import TypstPapers

        return TypstPapers(style, art, work)
    if style.renderer == "canvas":
        from benchmarks.casefiles.canvas_pdf import CanvasPapers

        return CanvasPapers(style, art, work)
    from benchmarks.casefiles.docx_pdf import DocxPapers

    return DocxPapers(style, art, work)


SPARE = ("照片证据单", "书证复印件", "公示记录", "听证报告", "陈述申辩复核意见书", "检测报告", "检测结果告知书", "责令改正通知书",
         "先行登记保存审批表", "行政处罚决定审批表", "案件调查终结报告", "结案审批表", "询问笔录", "集体讨论记录")  # fmt: skip


SHOWN_BY = {"询问笔录": ("overlap", "PO-E04"), "结案审批表": ("no_receipt", "PO-D17")}


def forget(case: Case, kind: str) -> None:
    """A fault that only the dropped paper shows is no longer in the file."""
    if kind in SHOWN_BY:
        name, item = SHOWN_BY[kind]
        case.must_fail = [fault for fault in case.must_fail if fault["fault"] != name]
        case.may.add(item)


def slim(case: Case, papers: list[Paper], most: int) -> list[Paper]:
    """Fewer papers for a scan: at most `most` documents; what a bureau would hand in last goes first."""
    for kind in SPARE:
        while len(papers) > most and any(paper.kind == kind for paper in papers):
            place = max(n for n, paper in enumerate(papers) if paper.kind == kind)
            end = place + 1
            if kind == "责令改正通知书" and papers[place + 1].kind == "送达回证":
                end += 1
            papers = papers[:place] + papers[end:]
            forget(case, kind)
            case.may |= {f"PO-{item}" for item in build.COMPLETENESS}
    return papers


def traditional(paper: Paper) -> Paper:
    """The paper in traditional characters."""
    convert = opencc.OpenCC("s2t").convert

    def cell(one: Cell) -> Cell:
        return Cell(convert(one.label), convert(one.text), convert(one.sign), convert(one.signed), one.tall)

    def block(one):
        match one:
            case Head():
                return Head(convert(one.organ), convert(one.title), convert(one.number))
            case Form():
                return Form(tuple(tuple(map(cell, row)) for row in one.rows), one.inner)
            case Text():
                return Text(convert(one.text), one.indent, one.align, one.bold)
            case Signed():
                return Signed(convert(one.label), convert(one.name), convert(one.day), one.finger)
            case Closing():
                return Closing(convert(one.organ), convert(one.day), convert(one.seal))
            case Grid():
                rows = tuple(tuple(map(convert, row)) for row in one.rows)
                return Grid(tuple(map(convert, one.header)), rows, one.widths)
            case Photo():
                return Photo(one.seed, convert(one.caption))
        return one

    paper.blocks = [block(one) for one in paper.blocks]
    paper.title = convert(paper.title)
    return paper
