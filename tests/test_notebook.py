"""The notebook of the annual review runs from its first cell to its last, on electronic case files only."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import anjuan as aj

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "01_annual_review.ipynb"
STANDARD = ROOT / "notebooks" / "02_change_the_standard.ipynb"
ELECTRONIC = ("s01", "s02.pdf", "s06", "s14.pdf", "s16.zip")  # no scan among them: nothing to recognise
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


class Run:
    """An executed notebook."""

    def __init__(self, notebook: Any, folder: Path) -> None:
        self.notebook, self.folder = notebook, folder
        self.outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]

    def data(self, kind: str) -> list[str]:
        return [out.data[kind] for out in self.outputs if kind in out.get("data", {})]

    def html_of(self, last: str) -> str:
        """HTML below the first cell that ends with that line."""
        code = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        cell = next(cell for cell in code if cell.source.splitlines()[-1] == last)
        return "".join(out.data.get("text/html", "") for out in cell.outputs if "data" in out)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("notebook")
    batch = folder / "cases"
    batch.mkdir()
    for name in ELECTRONIC:
        source = ROOT / "samples" / "cases" / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, batch / name)
    return executed(NOTEBOOK, folder)


@pytest.fixture(scope="module")
def changed(run: Run) -> Run:
    """The notebook on a changed standard, over the review that the first one made."""
    return executed(STANDARD, run.folder)


def executed(file: Path, folder: Path) -> Run:
    notebook = nbformat.read(file, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANJUAN_SAMPLES", str(folder / "cases"))
        patch.setenv("ANJUAN_REVIEW", str(folder / "review-2024"))
        client.execute()
    return Run(notebook, folder)


@pytest.mark.parametrize("file", [NOTEBOOK, STANDARD], ids=lambda file: file.stem)
def test_it_is_stored_without_outputs(file: Path) -> None:
    cells = json.loads(file.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]] == []
    assert max(len("".join(cell["source"]).splitlines()) for cell in code) <= 14


def test_no_cell_fails_and_nothing_is_written_to_the_error_stream(run: Run) -> None:
    assert [out for out in run.outputs if out.output_type == "error"] == []
    assert [out.text for out in run.outputs if out.get("name") == "stderr"] == []


def test_every_case_file_stands_in_the_table(run: Run) -> None:
    table = run.html_of("review")
    found = aj.open_review(run.folder / "review-2024").evaluations
    assert [one.id for one in found] == [name.split(".")[0] for name in ELECTRONIC]
    for one in found:
        assert re.search(rf">{one.id}</td><td[^>]*>{re.escape(one.case)}</td>", table)
        assert one.stamp.engines == ()
    assert "合格" in table


def test_what_was_read_is_shown_with_its_papers(run: Run) -> None:
    html = run.html_of("review.reading(case)")
    assert ">行政处罚决定书</td>" in html
    assert ">当事人</td>" in html


def test_pages_are_shown_with_what_was_read_on_them(run: Run) -> None:
    html = run.html_of("aj.pages(review.reading(case), pages=range(1, 4))")
    assert html.count('<svg class="aj-page"') == 3
    assert '<rect class="aj-line"' in html
    assert '<rect class="aj-fact"' in html


def test_a_lost_point_is_shown_with_page_article_and_red_boxes(run: Run) -> None:
    html = run.html_of("review.explain()")
    assert "data:image/png;base64," in html
    assert re.search(r"第\d+页", html)
    assert re.search(r"行政处罚法 第[一二三四五六七八九十]+条", html)


def test_the_chart_is_drawn_or_a_table_says_what_is_missing(run: Run) -> None:
    charts = run.data("image/svg+xml")
    assert charts or "fonts-noto-cjk" in run.html_of("review.chart()")


def test_selection_names_its_reasons(run: Run) -> None:
    assert "优秀案卷" in run.html_of("excellent")
    assert "问题案卷" in run.html_of("problem")


def test_circular_and_workbooks_are_where_the_notebook_says(run: Run) -> None:
    text = "".join(out.text for out in run.outputs if out.output_type == "stream")
    paths = [Path(line.split("：", 1)[1].strip()) for line in text.splitlines() if "：" in line]
    names = ["circular.docx", "circular.html", "evaluations.xlsx", "rulings.xlsx"]
    assert [path.name for path in paths] == names
    assert all(path.is_relative_to(run.folder) and path.stat().st_size > 500 for path in paths)


def test_outputs_hold_neither_script_nor_address(run: Run) -> None:
    text = "".join((*run.data("text/html"), *run.data("image/svg+xml"), *run.data("text/plain")))
    assert "<script" not in text.lower()
    assert set(re.findall(r"https?://[^\"'\s<]+", text)) <= NAMESPACES
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", text)


def test_a_changed_standard_is_shown_with_what_it_does(changed: Run) -> None:
    assert [out for out in changed.outputs if out.output_type == "error"] == []
    html = changed.html_of('review.differs("jiangmen")')
    assert "PO-P27" in html
    assert "PO-D11" in changed.html_of("review.differs(mine)")
    assert "重新评分 5 件" in changed.html_of("review.rescore(mine)")
    assert (changed.folder / "review-2024" / "standards" / "试改" / "penalty_ordinary.toml").is_file()


def test_a_higher_mark_changes_grades_and_nothing_stored(run: Run) -> None:
    review = aj.open_review(run.folder / "review-2024")
    before = review.evaluations
    harder = review.change_standard("更严", grades={"优秀": 100, "合格": 99}, points={"PO-D04": 0})
    changes = review.rescore(harder, workers=0)
    assert changes.rows
    assert review.evaluations == before
    with pytest.raises(aj.AnjuanError, match="PO-D004"):
        review.change_standard("错", points={"PO-D004": 1})
    with pytest.raises(aj.AnjuanError, match="分值"):
        review.change_standard("错", points={"PO-D04": "很多"})
