"""Faults in finished papers: words that were never written, wrong words, rows left out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.casefiles.blocks import Closing, Form, Grid, Head, Paper, Signed, Text
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.proof import printed

CLOSING = "organ and day"  # as a row to leave out: what stands at the foot of an outward paper
FIELDS = {
    Head: ("number",),
    Text: ("text",),
    Signed: ("name", "day"),
    Closing: ("day",),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """What is changed in the papers of a kind: `pattern` becomes `by`; `row` takes out whole rows and paragraphs."""

    kind: str
    pattern: str
    by: str = ""
    row: bool = False


def edit(kind: str, pattern: str, by: str = "") -> Callable[[Case], None]:
    """Words of the papers of a kind are changed."""
    return _planned(Edit(kind, pattern, by))


def cut(kind: str, pattern: str) -> Callable[[Case], None]:
    """Cells whose label matches, paragraphs and signature lines that match are left out."""
    return _planned(Edit(kind, pattern, row=True))


def extra(kind: str, text: str) -> Callable[[Case], None]:
    """A paragraph more in the papers of a kind."""
    return _planned(Edit(kind, "", text))


def both(*changes: Callable[[Case], None]) -> Callable[[Case], None]:
    """Several changes together."""

    def apply(case: Case) -> None:
        for change in changes:
            change(case)

    return apply


def _planned(one: Edit) -> Callable[[Case], None]:
    def apply(case: Case) -> None:
        case.edits.append(one)

    return apply


def edited(papers: Iterable[Paper], case: Case) -> None:
    """Carry out the edits of a case; facts whose print is gone are no longer stated.

    Raises:
        ValueError: an edit found nothing to change.
    """
    papers = list(papers)
    for one in case.edits:
        touched = [paper for paper in papers if paper.kind == one.kind and _changed(paper, one)]
        if not touched:
            raise ValueError(f"{case.id}: nothing to change in {one.kind}: {one.pattern}")
        for paper in touched:
            text = printed(paper)
            paper.facts = [fact for fact in paper.facts if "".join(fact.printed.split()) in text]


def _changed(paper: Paper, one: Edit) -> bool:
    before = list(paper.blocks)
    if not one.pattern:
        at = next((n for n, block in enumerate(before) if isinstance(block, Signed | Closing)), len(before))
        paper.blocks.insert(at, Text(one.by))
        return True
    paper.blocks = [after for block in before if (after := _block(block, one)) is not None]
    paper.number = re.sub(one.pattern, one.by, paper.number) if not one.row else paper.number
    return paper.blocks != before


def _block(block: Any, one: Edit) -> Any:
    match block:
        case Form():
            return _form(block, one)
        case Grid():
            return block if one.row else _grid(block, one)
        case Text() if one.row:
            return None if re.search(one.pattern, block.text) else block
        case Closing() if one.row:
            return None if one.pattern == CLOSING else block
        case Signed() if one.row:
            return None if re.search(one.pattern, block.label) else block
        case _ if one.row or type(block) not in FIELDS:
            return block
    values = {name: re.sub(one.pattern, one.by, getattr(block, name)) for name in FIELDS[type(block)]}
    return replace(block, **values)


def _form(block: Form, one: Edit) -> Form | None:
    rows = []
    for row in block.rows:
        if one.row:
            cells = tuple(cell for cell in row if not re.search(one.pattern, cell.label))
        else:
            cells = tuple(
                replace(
                    cell,
                    text=re.sub(one.pattern, one.by, cell.text),
                    sign=re.sub(one.pattern, one.by, cell.sign),
                    signed=re.sub(one.pattern, one.by, cell.signed),
                )
                for cell in row
            )
        if cells:
            rows.append(cells)
    return replace(block, rows=tuple(rows)) if rows else None


def _grid(block: Grid, one: Edit) -> Grid:
    rows = tuple(tuple(re.sub(one.pattern, one.by, text) for text in row) for row in block.rows)
    return replace(block, rows=rows)
