"""A review of small case files for tests of score sheets, and sheets filled in as a spreadsheet program would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from anjuan import CaseFile, Document, Page
from anjuan.model.wire import line_json
from anjuan.panel.rules import PanelRules
from anjuan.panel.said import Reviewer
from anjuan.record import chair
from anjuan.record.panel import Panel
from anjuan.record.review import Review, Settings
from anjuan.record.run import Judges
from anjuan.record.sheets import export_sheets
from anjuan.record.sheets_form import SHEET

TABLE = """\
name = "试用案卷评查标准"
version = "2026.1"
since = 2026-01-01
source = "试用"
applies = {category = "penalty", procedure = "ordinary"}
total = 10
rounding = "0.1"
trust = 0.85
grades = [{name = "合格", at_least = 6}, {name = "不合格", at_least = 0}]

[[section]]
id = "all"
title = "全部"
points = 10
formula = "deduct"

[[section.item]]
id = "A"
title = "甲项"
points = 4
checks = [{check = "trial.fails", deduct = 2}]

[[section.item]]
id = "B"
title = "乙项"
points = 3
checks = [{check = "trial.passes", deduct = 1}]

[[section.item]]
id = "C"
title = "丙项"
points = 3
effect = "unqualified"
checks = [{check = "trial.doubts", deduct = 3}]

[[section.item]]
id = "D"
title = "丁项"
points = 0
effect = "zero"
decide = "person"
dimension = "legal"
checks = []
"""
CHECKS = """\
from anjuan import check, hookimpl

@check("trial.fails", title="总不符合", form=True)
def fails(case):
    return case.failed("缺少签名", at=case.file.documents[0])

@check("trial.passes", title="总符合", form=True)
def passes(case):
    return case.passed()

@check("trial.doubts", title="总存疑", form=True)
def doubts(case):
    return case.unsure("看不清")

@hookimpl
def anjuan_checks():
    return [fails, passes, doubts]
"""
PEOPLE = (Reviewer("李明", "甲局"), Reviewer("王芳", "乙局"), Reviewer("赵一", "丙局"))
ROW = {"A": 8, "B": 9, "C": 10, "D": 11}  # after the headings in row 6 and the title of the section
SIGN = 12


def small_review(folder: Path, cases: tuple[str, ...] = ("c1",), people: tuple[Reviewer, ...] = ()) -> Review:
    """A review in `folder`; with people, a panel of them."""
    (folder / "trial.py").write_text(CHECKS, encoding="utf-8")
    (folder / "trial.toml").write_text(TABLE, encoding="utf-8")
    settings = Settings(name="试评", profile=str(folder / "trial.toml"), panel=PanelRules(people))
    made = Review(folder / "review", settings)
    made.save()
    for name in cases:
        evaluate_again(made, name, f"{name}字第1号")
    return made


def evaluate_again(review: Review, name: str, number: str) -> None:
    """Evaluate a case file that bears a number."""
    judges = Judges.load(review, [review.folder.parent / "trial.py"])
    page = Page("a.pdf", 1, (595.0, 842.0), ())
    paper = Document("d1", "行政处罚决定书", "行政处罚决定书", (page,))
    case = CaseFile(name, number, f"{name}.pdf", "penalty", "ordinary", "某市某局", (paper,), ())
    with review.store() as store:
        digest = store.put_case(case, "")
        key = judges.key(f"{digest} {name}")
        store.put_evaluation(key, line_json(judges.evaluate(case, digest), case))


def seat_two(review: Review) -> tuple[str, str]:
    """Assign all files; gives who sits on c1."""
    with review.store() as store:
        panel = Panel.of(review, store)
        chair.assign(panel, "组长", "7")
        first, second = panel.sitting("c1").state.reviewers
        return first, second


def filled(
    review: Review, cells: Mapping[str, Any], reviewer: str | None = "李明", name: str = "x.xlsx"
) -> Path:
    """The sheet of c1 with some cells written over."""
    folder = review.folder.parent / "sheets"
    path = next(one for one in export_sheets(review, folder, reviewer) if "c1" in one.name)
    return written(path, cells, folder / name)


def written(path: Path, cells: Mapping[str, Any], target: Path) -> Path:
    """A sheet with some cells written over, saved elsewhere."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[SHEET][cell] = value
    book.save(target)
    return target


def said(review: Review, case: str = "c1") -> list[tuple[str, str, str, str | None, bool | None, str]]:
    """What was reviewed on a case file: who, item, verdict, points, veto, reason."""
    with review.store() as store:
        texts = store.texts()
        return [
            (one.actor, told["item"], told["verdict"], told["points"], told["veto"], texts[told["reason"]])
            for one in store.entries(stream=case, action="reviewed")
            for told in [one.payload]
        ]
