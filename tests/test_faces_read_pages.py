"""Pages of a case file with what was read drawn on them: every box in its place, everything escaped, no script."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import anjuan as aj
from anjuan.faces import crops, notebook
from anjuan.faces.pages import FIRST, WIDTH, Label, _free, _pieces, page_views
from anjuan.model.errors import InputError, UnknownCase
from anjuan.testing import case, paper

SAMPLES = Path(__file__).parent.parent / "samples" / "cases"
BAD = "<script>alert('甲')</script>"


def white(page: aj.Page) -> Image.Image:
    return Image.new("RGB", (200, 280), "white")


def long_case(count: int) -> aj.CaseFile:
    one = paper("行政处罚决定书", "正文", id="d1")
    pages = tuple(replace(one.pages[0], page=number) for number in range(1, count + 1))
    found = case([(one, {"决定日期": "2024-03-05"})])
    return replace(found, documents=(replace(one, pages=pages),))


def picture_in(html: str) -> Image.Image:
    (data,) = re.findall(r'href="data:image/webp;base64,([A-Za-z0-9+/=]+)"', html)
    return Image.open(io.BytesIO(base64.b64decode(data)))


# ---- which pages -------------------------------------------------------------------------


def test_without_a_choice_the_first_pages_come_and_the_others_are_counted() -> None:
    views = page_views(long_case(23), white)
    assert len(views) == FIRST
    assert "共 23 页，这里是第1至10页；其余 13 页没有画出" in views._repr_html_()


def test_chosen_pages_and_papers() -> None:
    found = case([paper("立案审批表", id="d1"), paper("送达回证", id="d2"), paper("送达回证", id="d3")])
    assert repr(page_views(found, white, pages=2)).endswith(
        "这里是第2页；其余 2 页没有画出，要看就写页号，如 pages=[1, 2]"
    )
    assert [sheet.number for sheet in page_views(found, white, pages=range(2, 9)).sheets] == [2, 3]
    assert [sheet.number for sheet in page_views(found, white, kind="送达回证").sheets] == [2, 3]
    assert [sheet.number for sheet in page_views(found, white, kind="d3").sheets] == [3]
    with pytest.raises(UnknownCase, match="送达回证"):
        page_views(found, white, kind="送达回正")
    with pytest.raises(UnknownCase, match="从 1 到 3"):
        page_views(found, white, pages=[7])


def test_nothing_is_rendered_before_it_is_looked_at() -> None:
    def never(page: aj.Page) -> Image.Image:
        raise AssertionError(page)

    assert repr(page_views(long_case(3), never)) == "案卷 t1：共 3 页，这里是第1至3页"


def test_two_papers_on_one_page_are_one_picture_with_a_border() -> None:
    upper, lower = paper("立案审批表", id="d1"), paper("送达回证", id="d2")
    page = upper.pages[0]
    moved = tuple(replace(line, box=aj.Box(0.1, 0.6, 0.9, 0.62)) for line in lower.pages[0].lines)
    lower = replace(lower, pages=(replace(page, lines=moved),))
    views = page_views(replace(case(), documents=(upper, lower), facts=()), white)
    html = views._repr_html_()
    assert (len(views), html.count("<image ")) == (1, 1)
    assert re.search(r'class="aj-border" x="0" y="831.6" width="1000"', html)


# ---- what is drawn ------------------------------------------------------------------------


def test_lines_facts_and_marks_are_drawn_where_they_stand() -> None:
    found = case([paper("行政处罚决定书", "正文", id="d1")], 决定日期="2024-03-05")
    marks = (
        aj.Mark("seal", aj.Box(0.5, 0.5, 0.7, 0.6), 0.9, "南屏市某局"),
        aj.Mark("unreadable", aj.Box(0.1, 0.8, 0.3, 0.85), 0.0),
    )
    (one,) = found.documents
    found = replace(found, documents=(replace(one, pages=(replace(one.pages[0], marks=marks),)),))
    html = page_views(found, white)._repr_html_()
    assert (
        '<rect class="aj-fact" x="100.0" y="140.0" width="300.0" height="28.0"><title>决定日期：2024-03-05'
        in html
    )
    assert (
        '<rect class="aj-seal" x="500.0" y="700.0" width="200.0" height="140.0"><title>印章 南屏市某局'
        in html
    )
    assert '<rect class="aj-unreadable" x="100.0" y="1120.0"' in html
    assert html.count('class="aj-line"') == 2
    assert "有 1 行看得见、读不出" in html


def test_pictures_are_small_and_nothing_is_fetched() -> None:
    html = page_views(long_case(1), lambda page: Image.new("RGB", (2400, 3300), "white"))._repr_html_()
    assert picture_in(html).size == (WIDTH, 1375)
    assert "<script" not in html
    assert not re.search(r"https?:|(?:src|href)=\"(?!data:)", html)


def test_a_hundred_scanned_pages_make_no_heavy_notebook() -> None:
    noise = Image.effect_noise((1200, 1700), 60).convert("RGB").resize((2400, 3400))
    html = page_views(long_case(1), lambda page: noise)._repr_html_()
    assert len(html) * 100 < 100_000_000  # even where a page is nothing but speckles


def test_a_hostile_case_file_is_escaped() -> None:
    one = paper(BAD, BAD, title=BAD, number=BAD)
    page = replace(
        one.pages[0], file=BAD, marks=(aj.Mark("seal", aj.Box(0, 0, 1, 1), 1.0, BAD),), read="failed: " + BAD
    )
    flow = replace(page, page=None, lines=(aj.TextLine(BAD, aj.Box(0, 0, 0, 0), locator=BAD),))
    place = aj.Evidence("d1", BAD, 1, (aj.Box(0, 0, 0.5, 0.1),), BAD, BAD)
    facts = (aj.Fact(BAD, BAD, place), aj.Fact(BAD, BAD, replace(place, page=None, boxes=())))
    found = replace(case(number=BAD), id=BAD, documents=(replace(one, pages=(page, flow)),), facts=facts)
    html = page_views(found, white)._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 8


def test_a_page_that_cannot_be_drawn_hides_no_other() -> None:
    def picture(page: aj.Page) -> Image.Image:
        if page.page == 1:
            raise InputError("页面已损坏", "a.pdf", "重新扫描")
        return white(page)

    html = page_views(long_case(2), picture)._repr_html_()
    assert "页面已损坏" in html
    assert html.count("<image ") == 1


def test_labels_avoid_one_another() -> None:
    taken: list[Label] = []
    for _ in range(3):
        taken.append(_free(100, 100, 80, 14, Label(0, 0, 60, 15), 1400, taken))
    assert not any(a.over(b) for n, a in enumerate(taken) for b in taken[:n])
    corner = _free(990, 0, 10, 10, Label(0, 0, 60, 15), 1400, ())
    assert 0 <= corner.left <= WIDTH - 60
    assert corner.top >= 0


# ---- a Word file ----------------------------------------------------------------------------


def test_a_word_file_shows_its_text_with_the_facts_in_it() -> None:
    line = aj.TextLine("于2024年3月5日作出", aj.Box(0, 0, 0, 0), locator="paragraph 3")
    page = aj.Page("决定.docx", None, (0.0, 0.0), (line,))
    place = aj.Evidence("d1", "决定.docx", None, (), "paragraph 3", "2024年3月5日")
    found = case([replace(paper("行政处罚决定书"), pages=(page,))])
    html = page_views(replace(found, facts=(aj.Fact("决定日期", "2024-03-05", place),)), white)._repr_html_()
    assert "<small>第3段</small>于<mark>2024年3月5日</mark>作出<em>决定日期</em>" in html
    assert "<image" not in html


def test_pieces_keep_the_text_whole() -> None:
    pieces = _pieces("甲乙丙丁戊", ["乙丙", "丙丁", "无"])
    assert "".join(text for text, _ in pieces) == "甲乙丙丁戊"
    assert _pieces("甲乙丙丁戊", ["乙丙", "丙丁"]) == [("甲", False), ("乙丙丁", True), ("戊", False)]


# ---- from the papers themselves ---------------------------------------------------------------


def test_after_reading_the_papers_are_known() -> None:
    found = aj.read(SAMPLES / "s02.pdf")
    assert isinstance(found, aj.CaseFile)
    html = aj.pages(found, pages=17)._repr_html_()
    assert picture_in(html).size[0] == WIDTH
    assert "罚款金额" in html
    other = replace(found, category="licence")  # another digest: nobody has seen its papers
    with pytest.raises(UnknownCase, match="不知道案卷原件"):
        aj.pages(other)
    assert "<image" in aj.pages(other, SAMPLES / "s02.pdf", pages=1)._repr_html_()


def test_a_turned_page_is_shown_upright(tmp_path: Path, plugins: aj.Plugins) -> None:
    sheet = Image.new("RGB", (300, 200), "white")
    sheet.paste((0, 0, 0), (0, 0, 30, 200))  # the black edge on the left is the top after a quarter turn
    sheet.save(tmp_path / "a.png")
    for rotation, at in ((0, (5, 100)), (90, (100, 5)), (180, (294, 100)), (270, (100, 294))):
        picture = crops.page_picture("a.png", 1, tmp_path / "a.png", plugins, rotation=rotation)
        assert picture.size == ((300, 200) if rotation % 180 == 0 else (200, 300))
        assert picture.getpixel(at) == (0, 0, 0)
    place = aj.Evidence("d1", "a.png", 1, (aj.Box(0.4, 0.4, 0.5, 0.5),))
    cut = crops.crop(place, tmp_path / "a.png", plugins, rotation=90)
    assert cut is not None
    assert cut.width == 200


def test_places_on_a_turned_page_are_cut_upright(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a.png")
    one = paper("行政处罚决定书", id="d1")
    page = replace(one.pages[0], file="a.png", rotation=90)
    found = replace(case(), documents=(replace(one, pages=(page,)),), facts=())
    assert crops.rotations(found) == {("a.png", 1): 90}
    notebook.remember("sha256:turned", tmp_path / "a.png", lambda: crops.rotations(found))
    cut = notebook.pictures_of("sha256:turned")(aj.Evidence("d1", "a.png", 1, (aj.Box(0.1, 0.1, 0.2, 0.2),)))
    assert cut is not None
    assert cut.width == 200
