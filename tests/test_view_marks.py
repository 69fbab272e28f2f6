"""A line that the ink shows and nobody could read is a doubt, never a silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anjuan import Box, CaseFile, Finding, Mark, Verdict, View, check
from anjuan.testing import case, paper, run


@check("test.has_report", title="有调查终结报告", form=True)
def has_report(view: View) -> Finding:
    return view.passed() if view.document("案件调查终结报告") else view.failed("卷内没有调查终结报告")


@check("test.silent", title="决定书写明途径", form=True)
def silent(view: View) -> Finding:
    decision = view.documents("行政处罚决定书")[0]
    if view.find(decision, "六十日"):
        return view.passed()
    view.readable(decision)
    return view.failed("没有写明期限", at=decision)


PAPERS = ("行政处罚决定书", "立案审批表", "送达回证", "卷宗封面", "卷内目录", "询问笔录")


def file_with(mark: Mark | None, kind: str) -> CaseFile:
    """A case file of seven papers, one of `kind` with `mark` on its first page."""
    found = case(papers=[*(paper(one, one) for one in PAPERS), paper("unknown", "…")])
    documents = []
    for one in found.documents:
        first = replace(one.pages[0], marks=(mark,) if mark and one.kind == kind else ())
        documents.append(replace(one, pages=(first, *one.pages[1:])))
    return replace(found, documents=tuple(documents))


@pytest.mark.parametrize(
    ("top", "verdict"), [(None, Verdict.FAIL), (0.1, Verdict.UNSURE), (0.6, Verdict.FAIL)]
)
def test_an_unknown_paper_with_an_unreadable_head_hides_any_paper(
    top: float | None, verdict: Verdict
) -> None:
    mark = None if top is None else Mark("unreadable", Box(0.2, top, 0.8, top + 0.03), 0.0)
    assert run(has_report, file_with(mark, "unknown"))[0].verdict is verdict


@pytest.mark.parametrize(("kind", "verdict"), [("seal", Verdict.FAIL), ("unreadable", Verdict.UNSURE)])
def test_silence_beside_an_unreadable_line_is_no_fault(kind: str, verdict: Verdict) -> None:
    mark = Mark(kind, Box(0.2, 0.7, 0.8, 0.73), 0.9)
    assert run(silent, file_with(mark, "行政处罚决定书"))[0].verdict is verdict
