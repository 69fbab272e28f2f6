"""All papers of a case, in the order in which the bureau files them."""

from dataclasses import replace

from benchmarks.casefiles import closing, deciding, decision, opening
from benchmarks.casefiles.blocks import Grid, Head, Paper, Signed, Text
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.edits import edited
from benchmarks.casefiles.writer import Writer


def ordinary(case: Case) -> list[Paper]:
    """Papers of an ordinary penalty case."""
    w, flags = Writer(case), case.flags
    if "order" not in flags:
        case.may.add("PO-L13")
    if "two" in flags:
        case.may |= {"PO-D11", "PO-P07", "PO-P12"}
    if "source_form" in flags:
        opening.source_form(w)
    opening.inspection_record(w)
    opening.photographs(w)
    if "order" in flags:
        number = closing.order(w)
        closing.service(w, w.papers[-1].title, number, "order")
    if "keep" in flags:
        closing.preservation(w)
    opening.filing_form(w)
    for index in range(len(case.asked)):
        opening.inquiry_record(w, index)
    opening.licence_copy(w)
    for name in case.act.exhibits:
        opening.exhibit(w, name)
    if "test" in flags:
        closing.test(w)
    deciding.report(w)
    if "review" in flags and "hearing" not in flags:
        deciding.review_form(w)
    _notice(w)
    if "hearing" in flags:
        deciding.hearing(w)
        deciding.review_form(w)
    if "discuss" in flags:
        deciding.discussion(w)
    deciding.approval(w)
    decision.decision(w)
    paper = w.papers[-1]
    way = next(way for way in ("direct", "mail", "left") if way in flags)
    closing.service(w, paper.title, paper.number, "serve", "送达日期", way)
    if "added" in flags:
        closing.surcharge(w)
    closing.payment(w)
    if "published" in flags:
        closing.publication(w)
    closing.closing_form(w)
    return finish(w)


def _notice(w: Writer) -> None:
    deciding.notice(w)
    paper = w.papers[-1]
    closing.service(w, paper.title, paper.number, "notice_served", "告知送达日期")
    if "waive" in w.case.flags:
        deciding.waiver(w)
    if "statement" in w.case.flags:
        deciding.statement(w)


def finish(w: Writer) -> list[Paper]:
    """Leave out what is missing, sort, put cover, index and remarks around."""
    case = w.case
    missing = set(case.changed.get("missing", ()))
    w.papers = [
        paper for paper in w.papers if paper.kind not in missing and paper.serves not in missing - {""}
    ]
    if "no_demand" in case.flags:
        w.papers = [paper for paper in w.papers if paper.serves != "催告"]
    w.papers = arrange(w.papers, case.style.order)
    if "cover" in case.flags:
        closing.cover(w)
        w.papers.insert(0, w.papers.pop())
        if "index" in case.flags:
            w.paper("卷内目录")
            w.papers.insert(1, w.papers.pop())
        closing.remarks(w)
    edited(w.papers, case)
    if "gaps" in case.flags:
        undate(w)
    if "blank_sign" in case.flags:
        blank(w)
    return w.papers


def undate(w: Writer) -> None:
    """Some signature lines bear no day, as happens; no keyed day stands on them."""
    for paper in w.papers:
        for n, block in enumerate(paper.blocks):
            if isinstance(block, Signed) and block.label.startswith(UNDATED) and w.case.rng.random() < 0.5:
                paper.blocks[n] = replace(block, day="")


def blank(w: Writer) -> None:
    """Somebody forgot to sign: one signature line of a record stays empty."""
    records = [paper for paper in w.papers if paper.kind in ("现场检查笔录", "询问笔录", "送达回证")]
    if not records:
        return
    paper = w.case.rng.choice(records)
    places = [n for n, block in enumerate(paper.blocks) if isinstance(block, Signed) and block.name]
    if places:
        place = w.case.rng.choice(places)
        paper.blocks[place] = replace(paper.blocks[place], name="", day="", finger=False)
        w.case.may |= {"PO-D09", "PO-D10", "PO-D11", "PO-D16", "PO-E02", "PO-E03", "PO-S06"}


def arrange(papers: list[Paper], order: str) -> list[Paper]:
    """By process; decision first; or outward papers first and inner ones after."""
    if order == "process":
        return papers
    first = next(
        (n for n, paper in enumerate(papers) if "决定书" in paper.kind and "保存" not in paper.kind), None
    )
    if first is None:
        return papers
    last = first + 2 if first + 1 < len(papers) and papers[first + 1].kind == "送达回证" else first + 1
    rest = papers[:first] + papers[last:]
    if order == "main":
        rest = [paper for paper in rest if not paper.side] + [paper for paper in rest if paper.side]
    return papers[first:last] + rest


def index_blocks(case: Case, entries: list[tuple[str, str, str]]) -> list[object]:
    """Blocks of a 卷内目录 with (title, number, pages)."""
    shift = 3 if "wrong_index" in case.flags else 0
    rows = tuple(
        (str(n), title, number, pages if n < 4 else moved(pages, shift))
        for n, (title, number, pages) in enumerate(entries, 1)
    )
    title = "卷内目录"
    if case.style.words == 1:
        return [
            Text(title, False, "center", True),
            Grid(("序号", "题名", "文号", "页号"), rows, (1, 5, 5, 2)),
        ]
    return [Head("", title), Grid(("序号", "文书名称", "文号", "页次"), rows, (1, 5, 5, 2))]


def moved(pages: str, by: int) -> str:
    """Page numbers of a line of the index, shifted."""
    return "-".join(str(int(one) + by) for one in pages.split("-"))


UNDATED = ("执法人员", "询问人", "提供人", "调查人员", "记录人", "核查人员", "检查人员", "当事人确认")
COMPLETENESS = (
    "D01",
    "D02",
    "D06",
    "D15",
    "E02",
    "E03",
    "E06",
    "E08",
    "P03",
    "P16",
    "D11",
    "D17",
    "D10",
    "D09",
)
