"""What a notebook shows: escaped, without script and address, with red boxes where the finding points."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

import anjuan as aj
from anjuan.faces import charts, crops, notebook
from anjuan.faces.show import Drawing, Listing, by_page, columns, evaluation_html, finding_html
from anjuan.model.codec import case_digest
from anjuan.model.errors import NotAllowed, ProfileError, UnknownCase, UnsafeArchive
from anjuan.model.result import AD_HOC, Evaluation, Pick, ScoredFinding, Selection, Verdict
from anjuan.model.wire import line_json
from anjuan.record.store import Store
from anjuan.testing import case, paper

SAMPLES = Path(__file__).parent.parent / "samples" / "cases"
BAD = "<script>alert('甲')</script>"


@pytest.fixture(scope="module")
def read() -> aj.CaseFile:
    found = aj.read(SAMPLES / "s02.pdf")
    assert isinstance(found, aj.CaseFile)
    return found


@pytest.fixture(scope="module")
def scored(read: aj.CaseFile) -> Evaluation:
    return aj.score(read)


def hostile() -> aj.CaseFile:
    papers = [paper("行政处罚决定书", title=BAD, number=BAD)]
    return replace(case(papers, agency=BAD, number=BAD, 当事人=BAD), id=BAD, warnings=(BAD,))


def soiled(one: Evaluation) -> Evaluation:
    """The same evaluation with a hostile text wherever a text comes from a paper, a plugin or a profile."""
    place = aj.Evidence(BAD, BAD, 1, (aj.Box(0, 0, 1, 1),), BAD, BAD)
    basis = replace(next(f.finding.basis[0] for row in one.items for f in row.findings if f.finding.basis))
    finding = aj.Finding(Verdict.FAIL, BAD, (place,), (replace(basis, source=BAD, article=BAD),), check=BAD)
    row = replace(
        one.items[0], item=BAD, title=BAD, dimension=BAD, verdict=Verdict.FAIL,
        findings=(ScoredFinding(finding, Decimal(1)),),
    )  # fmt: skip
    return replace(one, id=BAD, case=BAD, agency=BAD, items=(row, *one.items[1:]), grade_low=BAD)


def clean(html: str) -> bool:
    return "<script" not in html.lower() and "&lt;script&gt;" in html and not addresses(html)


def addresses(html: str) -> list[str]:
    """What a page would fetch; a picture that it holds itself is none."""
    without = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", html)
    return re.findall(r"(?:https?:)?//[a-z][^\"'\s<]*|@import|url\(", without)


def test_a_hostile_case_file_is_escaped() -> None:
    assert clean(aj.to_html(hostile()))


def test_a_hostile_evaluation_is_escaped(scored: Evaluation) -> None:
    one = soiled(scored)
    ruling = aj.Ruling(BAD, BAD, BAD, Verdict.FAIL, BAD)
    assert clean(evaluation_html(one, titles={BAD: BAD}, rulings=[ruling]))
    assert clean(finding_html(one, one.items[0], rulings=[ruling]))


def test_hostile_selections_and_listings_are_escaped() -> None:
    nothing = Decimal(0)
    pick = Pick(BAD, BAD, BAD, nothing, nothing, BAD, BAD, True, 1, (BAD,))
    assert clean(aj.to_html(Selection(BAD, BAD, (pick,), (pick,))))
    assert clean(Listing(BAD, columns(BAD, "乙:n"), ((BAD, BAD),), (BAD,))._repr_html_())


def test_a_problem_with_a_paper_is_escaped_and_hides_no_finding(scored: Evaluation) -> None:
    def lost(evidence: aj.Evidence) -> None:
        raise UnknownCase("找不到原件", BAD, "检查")

    html = evaluation_html(soiled(scored), titles={}, picture=lost)
    assert clean(html)
    assert "找不到原件" in html


def test_an_evaluation_shows_points_reasons_articles_and_pictures(scored: Evaluation) -> None:
    html = aj.to_html(scored)
    assert "程序时限" in html
    assert "第六十条" in html
    assert 0 < html.count("data:image/png;base64,") <= 8
    assert addresses(html) == []
    assert "<script" not in html
    row = scored.item("PO-P17")
    assert row is not None
    assert row.findings[0].finding.message in html


def test_without_papers_there_are_no_pictures(scored: Evaluation) -> None:
    assert "data:image" not in aj.to_html(replace(scored, digest="sha256:elsewhere"))


def test_only_values_of_ours_have_html() -> None:
    with pytest.raises(TypeError, match="int"):
        aj.to_html(1)  # type: ignore[arg-type]


# ---- crops ------------------------------------------------------------------------------


def red(picture: Image.Image, x: float, y: float) -> bool:
    """A red pixel within two pixels of that place."""
    pixels = [
        picture.getpixel((min(max(int(x) + dx, 0), picture.width - 1), min(max(int(y) + dy, 0), picture.height - 1)))
        for dx in range(-2, 3)
        for dy in range(-2, 3)
    ]  # fmt: skip
    return crops.RED in pixels


def test_boxes_are_framed_in_red() -> None:
    page = Image.new("RGB", (1000, 1400), "white")
    boxes = (aj.Box(0.2, 0.3, 0.5, 0.32), aj.Box(0, 0, 0.1, 0.1))
    drawn = crops.marked(page, boxes)
    for box in boxes:
        for x, y in ((box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)):
            assert red(drawn, x * 1000, y * 1400)
        assert drawn.getpixel((int(500 * (box.x0 + box.x1)), int(700 * (box.y0 + box.y1)))) == (255, 255, 255)
    assert page.getcolors() == [(1_400_000, (255, 255, 255))]  # the page itself is left alone


@pytest.mark.parametrize(
    "box", [(0.1, 0.0, 0.2, 0.01), (0.1, 0.5, 0.2, 0.51), (0.1, 0.99, 0.2, 1.0), (0, 0, 1, 1)]
)
def test_a_strip_holds_its_boxes(box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = crops.region([aj.Box(*box)], (1000, 1400))
    assert (left, right) == (0, 1000)
    assert 0 <= top <= box[1] * 1400 < box[3] * 1400 <= bottom <= 1400


def place_of(found: aj.CaseFile, name: str) -> aj.Evidence:
    return next(fact.evidence for fact in found.facts if fact.name == name)


def framed(found: aj.CaseFile, source: Path, name: str, plugins: aj.Plugins) -> None:
    place = place_of(found, name)
    picture = crops.crop(place, source, plugins)
    assert picture is not None
    whole = crops.crop(replace(place, boxes=()), source, plugins)
    assert whole is not None
    left, top, _, _ = crops.region(place.boxes, whole.size)
    box = place.boxes[0]
    assert red(picture, box.x0 * whole.width - left, box.y0 * whole.height - top)
    assert red(picture, box.x1 * whole.width - left, box.y1 * whole.height - top)


def test_a_crop_of_a_bound_file_is_framed(read: aj.CaseFile, plugins: aj.Plugins) -> None:
    framed(read, SAMPLES / "s02.pdf", "立案日期", plugins)


@pytest.mark.parametrize("name", ["s01", "s16.zip"])
def test_a_crop_from_a_folder_and_from_a_zip_is_framed(name: str, plugins: aj.Plugins) -> None:
    found = aj.read(SAMPLES / name)
    assert isinstance(found, aj.CaseFile)
    framed(found, SAMPLES / name, "立案日期", plugins)


def test_places_without_a_page_have_no_picture(plugins: aj.Plugins) -> None:
    places = (
        aj.Evidence(file="06.docx", locator="paragraph 1"),
        aj.Evidence(file="officers.csv", register="officers", locator="row 2"),
        aj.Evidence(absent=True, locator="送达回证", searched=("a.pdf:1",)),
    )
    assert [crops.crop(one, SAMPLES, plugins) for one in places] == [None, None, None]


def test_a_place_outside_of_its_case_file_is_refused(tmp_path: Path, plugins: aj.Plugins) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "b.pdf").write_bytes(b"%PDF-")
    with pytest.raises(UnsafeArchive):
        crops.crop(aj.Evidence(file="../b.pdf", page=1), tmp_path / "case", plugins)


@pytest.mark.parametrize("name", ["gone.pdf", "a.zip!/gone.pdf"])
def test_a_paper_that_was_moved_is_named(name: str, tmp_path: Path, plugins: aj.Plugins) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("b.pdf", "x")
    with pytest.raises(UnknownCase, match=re.escape(name)):
        crops.crop(aj.Evidence(file=name, page=1), tmp_path, plugins)


def test_places_on_one_page_become_one() -> None:
    first = aj.Evidence("d1", "a.pdf", 1, (aj.Box(0, 0, 1, 0.1),), quote="甲")
    other = aj.Evidence("d1", "a.pdf", 2, (aj.Box(0, 0, 1, 0.1),), quote="乙")
    again = aj.Evidence("d1", "a.pdf", 1, (aj.Box(0, 0.2, 1, 0.3),), quote="丙")
    gap = aj.Evidence(absent=True, searched=("a.pdf",))
    assert [(one.page, len(one.boxes), one.quote) for one in by_page((first, other, again, first, gap))] == [
        (1, 2, "甲／丙"), (2, 1, "乙"), (None, 0, ""),
    ]  # fmt: skip


# ---- trying checks, tables, charts ----------------------------------------------------------


@aj.check("documents.tried", title="试用的规则")
def tried(view: aj.View) -> aj.Finding:
    return view.unsure("请看") if not view.date("决定日期") else view.passed()


def test_a_check_from_a_cell_is_shown_apart_and_not_stored(
    read: aj.CaseFile, scored: Evaluation, tmp_path: Path
) -> None:
    found = aj.score(read, checks=[tried])
    assert (found.low, found.high) == (scored.low, scored.high)
    assert dict(found.stamp.plugins)[AD_HOC] == "documents.tried"
    html = aj.to_html(found)
    assert "试用的规则" in html
    assert "只供试算" in html
    with Store.at(tmp_path) as store, pytest.raises(NotAllowed):
        store.put_evaluation("k", line_json(found, read))


def test_a_check_from_a_cell_takes_the_place_of_the_installed_one(
    read: aj.CaseFile, scored: Evaluation
) -> None:
    failed = next(row for row in scored.items if row.verdict is Verdict.FAIL)
    name = failed.findings[0].finding.check
    mild = aj.check(name, title="总是符合")(lambda view: view.passed())
    row = aj.score(read, checks=[mild]).item(failed.item)
    assert row is not None
    assert row.verdict is Verdict.PASS


def test_frames_have_chinese_headings(scored: Evaluation) -> None:
    long, wide = aj.frame([scored]), aj.frame(scored, "wide")
    assert list(long.columns[:3]) == ["案卷", "文号", "机关"]
    assert len(long) == len(scored.items)
    assert wide.shape[0] == 1
    assert wide.loc[0, "最高得分"] == scored.high
    assert wide.loc[0, "待判断"] == len(scored.undecided)
    assert set(wide.columns) >= {"主体合法", "程序时限", "PO-P17"}
    with pytest.raises(ProfileError, match="broad"):
        aj.frame(scored, "broad")  # type: ignore[arg-type]
    assert list(aj.frame([]).columns) == list(long.columns)


def test_grades_are_drawn_or_listed(scored: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = replace(scored, grade_low="优秀", grade_high="优秀", agency="甲局")
    open_ = replace(scored, grade_low="合格", grade_high="优秀", agency="甲局")
    counts = charts.grade_counts([sure, open_], ("优秀", "合格", "不合格"))
    assert counts == {"甲局": {"优秀": 1, "合格": 0, "不合格": 0, charts.OPEN: 1}}
    monkeypatch.setattr(charts, "chinese_font", lambda: "")
    listed = aj.grade_chart([sure, open_])
    assert isinstance(listed, Listing)
    assert "fonts-noto-cjk" in listed.notes[0]
    assert list(listed.frame()["合计"]) == ["2"]


def test_a_chart_is_svg_without_address(scored: Evaluation) -> None:
    pytest.importorskip("matplotlib")
    svg = charts._drawn(charts.grade_counts([scored]), "DejaVu Sans") if not charts.chinese_font() else ""
    chart = charts.Chart(svg) if svg else aj.grade_chart([scored])
    assert isinstance(chart, charts.Chart)
    assert chart.svg.startswith("<svg")
    assert set(re.findall(r"https?://[^\"]*", chart.svg)) <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
    }  # fmt: skip


def test_a_batch_names_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.pdf").write_bytes((SAMPLES / "s02.pdf").read_bytes())
    (tmp_path / "b.pdf").write_bytes(b"")
    found = aj.read(tmp_path, workers=0)
    assert isinstance(found, notebook.Readings)
    assert [one.id for one in found] == ["a"]
    assert [source for source, _ in found.problems] == [f"{tmp_path.name}/b.pdf"]
    assert "AJ-101" in found._repr_html_()
    assert case_digest(found[0]) in notebook._homes


def test_nothing_to_draw_is_said() -> None:
    found = aj.grade_chart([])
    assert isinstance(found, Listing)
    assert found.notes == ("还没有评查过的案卷",)


def test_the_extension_tells_ipython_how_to_draw(read: aj.CaseFile, scored: Evaluation) -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    shell = SimpleNamespace(display_formatter=formatters.DisplayFormatter())
    aj.load_ipython_extension(shell)
    for value in (read, scored, Selection("excellent", "standard", ())):
        drawn, _ = shell.display_formatter.format(value)
        assert drawn["text/html"] == aj.to_html(value)
        assert len(drawn["text/plain"]) < 40
    error = ProfileError("没有评查标准", "x")
    assert error._render_traceback_() == [str(error)]  # type: ignore[attr-defined]


def test_a_drawing_reads_as_text_outside_of_a_notebook() -> None:
    assert repr(Drawing("<p>", "甲")) == "甲"
