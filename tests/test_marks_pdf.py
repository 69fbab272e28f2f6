"""Marks on electronic pages: looked for among pictures and curves, never in print, and drawn where they were found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import anjuan as aj
from anjuan import Box, Mark, Page
from anjuan.faces.pages import page_views
from anjuan.testing import case, paper

from .pdf_files import A4, Pdf, body, place, read, seal, signature, text


def page_with(folder: Path, content: str, **pictures: Image.Image) -> Page:
    pdf = Pdf()
    for name, picture in pictures.items():
        pdf.image(name, picture)
    pdf.page(body() + content)
    (page,) = read(pdf, folder)
    return page


def kinds(page: Page) -> list[str]:
    assert page.marks is not None
    return [one.kind for one in page.marks]


def test_a_page_of_print_is_not_even_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anjuan.builtin.loaders.pdf_marks._rendered", None)
    assert page_with(tmp_path, "q 1 w 70 400 m 500 400 l S Q\n").marks == ()


def test_a_seal_as_a_picture(tmp_path: Path) -> None:
    page = page_with(tmp_path, place("S", 350, 250, 110, 110), S=seal(300))
    assert kinds(page) == ["seal"]
    (mark,) = page.marked("seal")
    assert mark.box.x0 == pytest.approx(350 / A4[0], abs=0.01)
    assert mark.box.y1 == pytest.approx(1 - 250 / A4[1], abs=0.01)


def test_a_seal_over_the_edge_of_the_page(tmp_path: Path) -> None:
    page = page_with(tmp_path, place("S", A4[0] - 55, 400, 110, 110), S=seal(300))
    assert kinds(page) == ["seal"]
    assert page.marked("seal")[0].box.x1 == 1


def test_a_signature_as_a_picture(tmp_path: Path) -> None:
    page = page_with(tmp_path, place("W", 200, 290, 90, 32), W=signature())
    assert kinds(page) == ["writing"]


def test_a_line_across_a_blank(tmp_path: Path) -> None:
    page = page_with(tmp_path, "q 1.5 w 100 120 m 450 380 l S Q\n")
    assert kinds(page) == ["strike"]


def test_a_line_drawn_by_hand_through_print(tmp_path: Path) -> None:
    struck = text("the amount was 5000 in all", 80, 330)
    line = "q 2 w 82 334 m 120 334.6 180 333.4 210 334 c S Q\n"
    page = page_with(tmp_path, struck + line)
    assert kinds(page) == ["strike"]
    assert kinds(page_with(tmp_path, text("the amount", 80, 380) + line)) != ["strike"]


def test_several_marks_far_apart(tmp_path: Path) -> None:
    content = place("S", 380, 60, 110, 110) + place("W", 80, 320, 90, 32) + text("Date", 300, 330)
    assert kinds(page_with(tmp_path, content, S=seal(300), W=signature())) == ["writing", "seal"]


def test_a_photograph_is_no_mark(tmp_path: Path) -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    assert kinds(page_with(tmp_path, place("P", 100, 60, 350, 250), P=picture)) == []


def test_a_stamp_in_an_annotation(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.image("S", seal(300))
    note = pdf.note("Stamp", (350, 200, 460, 310), place("S", 0, 0, 110, 110))
    pdf.page(body(), [note])
    (page,) = read(pdf, tmp_path)
    assert kinds(page) == ["seal"]


def test_the_note_that_a_page_is_grey_is_not_drawn() -> None:
    marks = (Mark("grey", Box(0, 0, 1, 1)), Mark("seal", Box(0.5, 0.5, 0.7, 0.6), 0.6))
    one = paper("行政处罚决定书", "正文")
    found = case([one])
    marked = replace(one, pages=(replace(one.pages[0], marks=marks),))
    html = page_views(replace(found, documents=(marked,)), white)._repr_html_()
    assert "aj-seal" in html
    assert "aj-grey" not in html


def white(page: aj.Page) -> Image.Image:
    return Image.new("RGB", (200, 280), "white")
