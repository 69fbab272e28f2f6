"""The notebook of the panel runs from its first cell to its last, over the samples as they were evaluated."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import anjuan as aj

from .conftest import SAMPLES, Evaluated
from .test_notebook import ROOT, Run, test_it_is_stored_without_outputs

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

NOTEBOOK = ROOT / "notebooks" / "03_panel.ipynb"


@pytest.fixture(scope="module")
def run(samples: Evaluated, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("panel-notebook")
    (folder / "review").mkdir()
    shutil.copy(samples.review.folder / "review.db", folder / "review" / "review.db")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANJUAN_SAMPLES", str(SAMPLES / "cases"))
        patch.setenv("ANJUAN_REVIEW", str(folder / "review"))
        client.execute()
    return Run(notebook, folder)


def texts(run: Run) -> list[str]:
    return run.data("text/html")


def test_it_is_stored_as_the_others_are() -> None:
    test_it_is_stored_without_outputs(NOTEBOOK)


def test_no_cell_fails_and_nothing_is_written_to_the_error_stream(run: Run) -> None:
    assert [out for out in run.outputs if out.output_type == "error"] == []
    assert [out.text for out in run.outputs if out.get("name") == "stderr"] == []


def test_nothing_that_could_be_read_is_read_again(run: Run) -> None:
    assert "其中新读 1 件，未完成 1 处" in texts(run)[0]  # the damaged one is tried again


def test_a_reviewer_sees_nothing_before_the_other_has_submitted(run: Run) -> None:
    assert "能看到的意见 0 条" in run.html_of("panel.visible(case, waiting)")


def test_a_dispute_is_settled_objected_to_and_answered(run: Run) -> None:
    assert "评查员不一致" in run.html_of("panel.open()")
    assert "集体合议" in run.html_of(")")
    assert re.search(r"应于 2024-11-18 前答复", run.html_of("panel.open(today=date(2024, 11, 5))"))
    assert "维持" in run.html_of("panel.history(case)")


def test_agreement_is_measured_in_every_way(run: Run) -> None:
    html = "".join(texts(run))
    for title in ("全部", "评查项", "维度", "评查员两两", "机器与人", "等次"):
        assert f"一致性：{title}" in html
    assert re.search(r"\d\d\.\d%（\d+\.\d%～\d+\.\d%）", html)


def test_the_ledger_holds_after_it(run: Run) -> None:
    review = aj.open_review(run.folder / "review")
    with review.review.store() as store:
        assert store.broken() == []
        acts = {entry.action for entry in store.entries()}
    assert acts >= {
        "enrolled",
        "allotted",
        "assigned",
        "reviewed",
        "submitted",
        "settled",
        "objected",
        "answered",
    }
    assert review.panel.open().rows  # the rest is left for the reader


def test_only_simulated_reviewers_take_part_in_a_rehearsal(samples: Evaluated, tmp_path: Path) -> None:
    shutil.copy(samples.review.folder / "review.db", tmp_path / "review.db")
    people: list[dict[str, Any]] = [
        {"name": "甲", "agency": "云汀市司法局"},
        {"name": "模拟评查员乙", "agency": "云汀市律师协会"},
    ]
    review = aj.open_review(tmp_path, panel={"reviewers": people})
    review.panel.assign("7", "s01")
    with pytest.raises(aj.AnjuanError, match="甲 不是模拟评查员"):
        review.panel.rehearse("7")
    with review.review.store() as store:
        assert list(store.entries(action="reviewed")) == []
