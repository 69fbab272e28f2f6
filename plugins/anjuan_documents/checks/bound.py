"""The sealed decision and the order of papers in the volume."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Document, Finding, NeedsPerson, Record, Row, View, check

from ..reading import decision, no_decision, scanned

FRAME = ("卷宗封面", "卷内目录", "备考表")
RULE = "案卷排列顺序"
OVER_THE_DATE = ("日期", "落款")


@check("documents.decision_sealed", title="处罚决定书加盖作出决定的行政机关印章")
def decision_sealed(case: View) -> Finding:
    """PO-D03 (assisted)."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    case.duty(on=case.law_day())
    seals = [fact for fact in case.facts("印章", document=paper) if isinstance(fact.value, Record)]
    states = {fact.value.text("state") for fact in seals if isinstance(fact.value, Record)}
    if not states or states == {"不清"}:
        raise NeedsPerson("决定书是否盖章未能辨认")
    if "有" in states:
        return _placed(case, paper)
    if not scanned(paper):
        raise NeedsPerson("电子件上没有印章，盖章的原件可能另存")
    return case.failed("决定书的落款处没有印章", at=seals)


def _placed(case: View, paper: Document) -> Finding:
    seals = [one for one in case.records("印章", document=paper) if one.text("state") == "有"]
    if any(one.text("place") in ("", *OVER_THE_DATE) for one in seals):
        return case.passed()
    return case.failed("决定书的印章没有盖在落款和日期上", at=case.facts("印章", document=paper), milder=True)


@check("documents.papers_in_order", title="案卷排列有序，正副卷划分符合规定", form=True)
def papers_in_order(case: View) -> Finding:
    """PO-D14: against the order that the register `lists` binds (清单类别 案卷排列顺序, 名称 the paper, 数值 its place)."""
    rule = _rule(case)
    if not rule:
        return case.not_applicable("没有绑定案卷排列顺序的规定")
    placed = [
        (rule[paper.kind], paper)
        for paper in case.file.documents
        if paper.kind in rule and paper.kind not in FRAME
    ]
    wrong = list(_backward(placed))
    if not wrong:
        return case.passed()
    if any(page.file != placed[0][1].pages[0].file for _, paper in placed for page in paper.pages):
        raise NeedsPerson("案卷由多个文件组成，排列顺序以装订的案卷为准")
    before, after = wrong[0]
    case.note(*(row for row, _ in (before, after)))
    return case.failed(
        f"{after[1].title}排在{before[1].title}之后，与规定的顺序不符",
        at=[after[1], before[1], after[0], before[0]],
    )


def _rule(case: View) -> dict[str, Row]:
    """The row that gives each kind of paper its place."""
    try:
        listed = case.listed("lists", on=case.optional_date("决定日期"))
    except NeedsPerson:  # no list, no rule
        return {}
    rows = [row for row in listed if row.text("kind") == RULE]
    return {row.text("name"): row for row in rows if re.fullmatch(r"\d{1,4}", row.text("value"))}


def _place(row: Row) -> int:
    return int(row.text("value"))


def _backward(
    placed: list[tuple[Row, Document]],
) -> Iterator[tuple[tuple[Row, Document], tuple[Row, Document]]]:
    """Pairs of papers of which the second should stand before the first."""
    highest: tuple[Row, Document] | None = None
    for one in placed:
        if highest is not None and _place(one[0]) < _place(highest[0]):
            yield highest, one
        else:
            highest = one
