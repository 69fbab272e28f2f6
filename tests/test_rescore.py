"""Another standard: which grades change, and by which items."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from anjuan import CaseFile, Document, Page
from anjuan.faces.cli import rescore as _command  # noqa: F401  # registers the command
from anjuan.faces.cli.app import app
from anjuan.model.errors import ProfileError, Tampered
from anjuan.model.wire import line_json
from anjuan.record.rescore import rescore
from anjuan.record.review import Review, Settings
from anjuan.record.run import Judges
from anjuan.scoring.changes import change_of

from .databases import behind

TABLE = """\
name = "试用"
version = "{version}"
since = 2026-01-01
source = "试用"
applies = {{category = "penalty", procedure = "ordinary"}}
total = 10
rounding = "1"
trust = 0.85
grades = [{{name = "合格", at_least = {mark}}}, {{name = "不合格", at_least = 0}}]

[[section]]
id = "all"
title = "全部"
points = 10
formula = "deduct"

[[section.item]]
id = "A"
title = "甲项"
points = {a}
checks = [{{check = "trial.always", deduct = {a}}}]

[[section.item]]
id = "B"
title = "乙项"
points = {b}
checks = [{{check = "trial.never", deduct = {b}}}]
"""
CHECKS = """\
from anjuan import check, hookimpl

@check("trial.always", title="总不符合", form=True)
def always(case):
    return case.failed("不符合", at=case.file.documents[0])

@check("trial.never", title="总符合", form=True)
def never(case):
    return case.passed()

@hookimpl
def anjuan_checks():
    return [always, never]
"""


def case_file(name: str) -> CaseFile:
    page = Page("a.pdf", 1, (595.0, 842.0), ())
    return CaseFile(
        name, "", f"{name}.pdf", "penalty", "ordinary", "", (Document("d1", "x", name, (page,)),), ()
    )


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review with three stored case files that have 6 of 10 points and are 合格."""
    (tmp_path / "trial.py").write_text(CHECKS, encoding="utf-8")
    for name, mark, a, b in (("now", 6, 4, 6), ("stern", 6, 5, 5), ("marks", 7, 4, 6), ("same", 5, 4, 6)):
        text = TABLE.format(version=name, mark=mark, a=a, b=b)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    made = Review(tmp_path / "review", Settings(name="试", profile=str(tmp_path / "now.toml")))
    made.save()
    judges = Judges.load(made, [tmp_path / "trial.py"])
    with made.store() as store:
        for name in ("c1", "c2", "c3"):
            case = case_file(name)
            digest = store.put_case(case, "")
            store.put_evaluation(
                judges.key(f"{digest} {name}"), line_json(judges.evaluate(case, digest), case)
            )
    return made


def run(review: Review, profile: str, **more: Any) -> Any:
    folder = review.folder.parent
    return rescore(
        review, profile=str(folder / f"{profile}.toml"), plugin_paths=[folder / "trial.py"], **more
    )


def test_a_grade_that_changes_names_the_item(review: Review) -> None:
    found = run(review, "stern", workers=0)
    assert (found.scored, found.problems, [one.id for one in found.changes]) == (3, [], ["c1", "c2", "c3"])
    change = found.changes[0]
    assert (change.before.grade_low, change.after.grade_low, change.after.low) == ("合格", "不合格", 5)
    assert [(one.item, one.lost_before, one.lost_after) for one in change.items] == [("A", (4, 4), (5, 5))]


def test_other_marks_are_no_items(review: Review) -> None:
    assert [one.items for one in run(review, "marks", workers=0).changes] == [(), (), ()]


def test_the_same_grade_is_no_change(review: Review) -> None:
    assert run(review, "same", workers=0).changes == []


def test_processes_give_the_same(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anjuan.record.rescore.CHUNK", 2)
    steps: list[tuple[int, int]] = []
    found = run(review, "stern", workers=2, progress=lambda done, total: steps.append((done, total)))
    assert found == run(review, "stern", workers=0)
    assert steps == [(2, 3), (3, 3)]


def test_nothing_is_stored(review: Review) -> None:
    with review.store() as store:
        before = store.heads(), store.lines()
    run(review, "stern", workers=0)
    with review.store() as store:
        assert (store.heads(), store.lines()) == before


def test_a_table_that_is_missing_is_named(review: Review) -> None:
    folder = review.folder.parent
    text = TABLE.format(version="licence", mark=6, a=4, b=6)
    text = text.replace('"penalty", procedure = "ordinary"', '"licence", procedure = "licence"')
    (folder / "licence.toml").write_text(text, encoding="utf-8")
    found = run(review, "licence", workers=0)
    assert (found.scored, [name for name, _ in found.problems]) == (0, ["c1", "c2", "c3"])


def test_a_case_file_that_was_purged_is_named(review: Review) -> None:
    with review.store() as store:
        store.purge("c2", store.line("c2")["digest"], "档案员")
    found = run(review, "stern", workers=0)
    assert [name for name, _ in found.problems] == ["c2"]


def test_a_changed_row_is_refused(review: Review) -> None:
    with review.store() as store:
        behind(store, "UPDATE evaluations SET body = replace(body, '合格', '优秀') WHERE id = 'c2'")
    with pytest.raises(Tampered):
        run(review, "stern", workers=0)


def test_a_profile_that_does_not_hold_is_refused(review: Review) -> None:
    with pytest.raises(ProfileError):
        run(review, "nowhere", workers=0)


def test_the_command_lists_grades_and_items(review: Review) -> None:
    folder = review.folder.parent
    call = ["rescore", "--review", str(review.folder), "--plugin", str(folder / "trial.py"), "--workers", "0"]
    said = CliRunner().invoke(app, [*call, "--profile", str(folder / "stern.toml")])
    assert said.exit_code == 0
    assert "c1" in said.output
    assert "合格 → 不合格（6 → 5）" in said.output
    assert "A 甲项：扣 4 分 → 扣 5 分" in said.output
    said = CliRunner().invoke(app, [*call, "--profile", str(folder / "stern.toml"), "--json"])
    assert json.loads(said.output.splitlines()[0])["items"][0]["item"] == "A"


def test_what_outweighs_comes_first_and_what_helped_is_left_out(review: Review) -> None:
    folder = review.folder.parent
    judges = Judges.load(review, [folder / "trial.py"])
    case = case_file("c1")
    after = judges.evaluate(case, "")
    rows = [
        {"item": "A", "title": "甲项", "points": 4, "low": 4, "high": 4, "verdict": "pass"},
        {"item": "B", "title": "乙项", "points": 6, "low": 0, "high": 0, "verdict": "fail"},
        {"item": "C", "title": "丙项", "points": 9, "low": 0, "high": 9, "verdict": "unsure"},
    ]
    line = {"low": 1, "high": 3, "grade_low": "不合格", "grade_high": "不合格", "items": rows, "vetoes": []}
    change = change_of(line, after)
    assert change is not None
    assert [one.item for one in change.items] == ["B", "C"]
    line["vetoes"] = [{"item": "C", "state": "proposed"}]
    change = change_of(line, after)
    assert change is not None
    assert [(one.item, one.veto) for one in change.items] == [("C", True), ("B", False)]


def test_rows_come_in_the_order_asked_for(review: Review) -> None:
    with review.store() as store:
        digests = list(store.current_digests().values())[::-1]
        found = list(store.stored(digests))
    assert [line["id"] for line, _ in found] == ["c3", "c2", "c1"]
    assert [case.id for _, case in found if case] == ["c3", "c2", "c1"]
