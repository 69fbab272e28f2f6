"""Runs of print: the sweep over a page gives what asking for one character after another gives."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.builtin.loaders.pdf_text import Layer, once, read_layer, upright
from anjuan.reading.layout import Run

from .conftest import SAMPLES
from .pdf_files import A4, Pdf, body, glyphs, read, text, words

Found = tuple[str, tuple[float, float, float, float], tuple[float, ...]]
BLANKS = {*range(33), 0xA0, 0x3000}


def layer_of(page: Any) -> Layer:
    view = upright(page.get_bbox(), page.get_rotation() // 90)
    opened = page.get_textpage()
    try:
        return read_layer(opened, view, edges=True)
    finally:
        opened.close()


def fast(page: Any) -> list[Found]:
    return [(run.text, (run.x0, run.y0, run.x1, run.y1), run.edges) for run in layer_of(page).runs]


def slow(page: Any) -> list[Found]:
    """The same, one character after another; for pages where each glyph has a meaning."""
    kept = once(Run(found, *box, edges=edges) for found, box, edges in _slow(page))
    return [(run.text, (run.x0, run.y0, run.x1, run.y1), run.edges) for run in kept]


def _slow(page: Any) -> Iterator[Found]:
    opened, rect = page.get_textpage(), raw.FS_RECTF()
    letters: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(raw.FPDFText_CountChars(opened.raw)):
        code = raw.FPDFText_GetUnicode(opened.raw, index)
        if code in (10, 13):
            yield from _closed(letters)
        elif code in BLANKS and code != 2:
            if letters:
                letters.append((" ", letters[-1][1]))
        elif raw.FPDFText_GetLooseCharBox(opened.raw, index, ctypes.byref(rect)):
            box = fractions(page, rect.left, rect.bottom, rect.right, rect.top)
            if not (0 <= box[0] + box[2] <= 2 and 0 <= box[1] + box[3] <= 2):
                continue
            if letters and parted(letters[-1][1], box):
                yield from _closed(letters)
            letters.append(("-" if code == 2 else chr(code), box))
    yield from _closed(letters)
    opened.close()


def fractions(page: Any, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    u0, u1, v0, v1 = (x0 - left) / width, (x1 - left) / width, (y0 - bottom) / height, (y1 - bottom) / height
    turned = {0: (u0, 1 - v1, u1, 1 - v0), 90: (v0, u0, v1, u1), 180: (1 - u1, v0, 1 - u0, v1)}
    a, b, c, d = turned.get(page.get_rotation(), (1 - v1, 1 - u1, 1 - v0, 1 - u0))
    return min(a, c), min(b, d), max(a, c), max(b, d)


def parted(last: tuple[float, ...], box: tuple[float, ...]) -> bool:
    height = box[3] - box[1]
    return (
        box[0] - last[2] > 0.9 * height
        or box[0] < last[0] - 0.2 * height
        or abs((box[1] + box[3]) - (last[1] + last[3])) > 1.2 * height
    )


def _closed(letters: list[tuple[str, tuple[float, float, float, float]]]) -> Iterator[Found]:
    found = "".join(char for char, _ in letters).rstrip(" ")
    if found:
        lefts, tops, rights, bottoms = zip(*[box for _, box in letters[: len(found)]], strict=True)
        yield found, (lefts[0], min(tops), max(rights), max(bottoms)), lefts
    letters.clear()


def assert_same(one: list[Found], other: list[Found]) -> None:
    assert [found for found, _, _ in one] == [found for found, _, _ in other]
    for (_, box, edges), (_, expected, lefts) in zip(one, other, strict=True):
        assert (*box, *edges) == pytest.approx((*expected, *lefts), abs=1e-6)


@pytest.mark.parametrize("name", ["s02", "s03", "s09", "s10", "s12", "s13", "s14", "s15", "s17"])
def test_samples(name: str) -> None:
    document = pdfium.PdfDocument(SAMPLES / "cases" / f"{name}.pdf")
    for page in document:
        assert_same(fast(page), slow(page))
        page.close()
    document.close()


WORDS = st.text("abcdefgh 12345678.,:()-", min_size=1, max_size=14)
PIECES = st.tuples(
    WORDS,
    st.floats(-40, 620),  # beyond the edges too
    st.floats(-30, 850),
    st.sampled_from([5, 9, 12, 12, 16, 36]),
    st.sampled_from(["", "", "8 Tc", "14 Tc", "-3 Tc", "6 Ts", "-4 Ts", "60 Tz", "30 Tw"]),
    st.sampled_from(["1 0 0 1", "1 0 0 1", "1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0.8 0.6 -0.6 0.8"]),
)
ROWS = st.lists(st.tuples(WORDS, st.sampled_from([30, 33, 60, 62, 90, 150, 210])), max_size=6)


def piece(words: str, x: float, y: float, size: int, state: str, turn: str) -> str:
    plain = words.replace("(", r"\(").replace(")", r"\)")
    return f"q BT /F1 {size} Tf {state} {turn} {x:.2f} {y:.2f} Tm ({plain})Tj ET Q\n"


@settings(max_examples=60)
@given(
    pieces=st.lists(PIECES, max_size=12),
    rows=ROWS,
    kern=st.lists(st.integers(-3000, 600), min_size=4, max_size=4),
    turn=st.sampled_from([0, 90, 180, 270]),
)
def test_odd_layouts(
    pieces: list[tuple[str, float, float, int, str, str]],
    rows: list[tuple[str, int]],
    kern: list[int],
    turn: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    pdf = Pdf(turn=turn)
    near = "".join(text(found, 40 + at, 400 - n % 2, 9) for n, (found, at) in enumerate(rows))
    kerned = "[" + "".join(f"({word}) {by} " for word, by in zip("abcd", kern, strict=True)) + "] TJ"
    twice = text("printed twice", 100, 200) + text("printed twice", 100.4, 199.8)
    pdf.page("".join(piece(*one) for one in pieces) + near + f"BT /F1 11 Tf 60 300 Td {kerned} ET " + twice)
    with pdfium.PdfDocument(pdf.save(tmp_path_factory.mktemp("odd") / "x.pdf")) as document:
        assert_same(fast(document[0]), slow(document[0]))


def test_print_beside_the_page_is_no_print(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(
        body(3) + text("left of it", -200, 400) + text("above it", 100, 900) + text("below it", 100, -40)
    )
    assert len(words(read(pdf, tmp_path)[0])) == 3


@pytest.mark.parametrize("shift", [0, 0.4])
def test_print_set_twice_is_read_once(shift: float, tmp_path: Path) -> None:
    again = "".join(text(f"line {n}", 70 + shift, 700 - 20 * n - shift) for n in range(10))
    pdf = Pdf()
    pdf.page(again.replace(str(70 + shift), "70") + again)
    assert words(read(pdf, tmp_path)[0]) == [f"line {n}" for n in range(10)]


def test_equal_print_at_other_places_stays() -> None:
    runs = [Run("0", 0.1 * n, 0.5, 0.1 * n + 0.01, 0.52) for n in range(5)]
    assert once(runs) == runs


def test_thousands_of_equal_pieces_take_no_time() -> None:
    runs = [
        Run("a", n % 200 / 200, n // 200 / 200, n % 200 / 200 + 0.004, n // 200 / 200 + 0.004)
        for n in range(40_000)
    ]
    assert len(once(runs)) == 40_000


def test_characters_beyond_the_first_plane(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.font("F2", {1: "𠮷", 2: "野", 3: "家"})
    pdf.page(glyphs([1, 2, 3, 1], 70, 700))
    (line,) = read(pdf, tmp_path)[0].lines
    assert line.text == "𠮷野家𠮷"
    assert line.text.encode()  # no halves of a pair, which no file can hold


def test_a_code_for_nothing_leaves_a_hole_that_shows(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.font("F2", {1: "甲", 2: "\x00", 3: "乙"})
    pdf.page(body() + glyphs([1, 2, 3], 70, 300))
    assert words(read(pdf, tmp_path)[0])[-1] == "甲\ufffd乙"


def test_the_hyphen_at_the_end_of_a_line_stays(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page("BT /F1 12 Tf 70 700 Td 14 TL (case num-)Tj T* (ber of the file)Tj ET")
    assert words(read(pdf, tmp_path)[0]) == ["case num-", "ber of the file"]


def test_edges_of_the_page_come_from_the_tree(tmp_path: Path) -> None:
    own, given = Pdf((400, 300)), Pdf((400, 300), inherited=True)
    for pdf in (own, given):
        pdf.page(text("a word", 40, 150))
    boxes = [read(pdf, tmp_path)[0].lines[0].box for pdf in (own, given)]
    assert boxes[0] == boxes[1]
    assert boxes[0].x0 == pytest.approx(0.1, abs=0.001)


def test_rules_inside_of_a_form_part_cells(tmp_path: Path) -> None:
    rules = "".join(f"70 {y} 300 0.5 re f " for y in (700, 730)) + "".join(
        f"{x} 700 0.5 30 re f " for x in (70, 170, 370)
    )
    pdf = Pdf()
    pdf.form("Table", rules + text("label", 80, 710) + text("value", 180, 710))
    pdf.page("/Table Do")
    assert [(line.text, line.cell) for line in read(pdf, tmp_path)[0].lines] == [("label", 0), ("value", 1)]


def test_a_run_across_a_rule_is_cut_where_its_characters_are(tmp_path: Path) -> None:
    rules = "".join(f"70 {y} 300 0.5 re f " for y in (700, 730)) + "".join(
        f"{x} 700 0.5 30 re f " for x in (70, 107, 370)
    )
    pdf = Pdf()
    pdf.page(rules + text("WWWiiiiiiiii", 73, 710))
    assert words(read(pdf, tmp_path)[0]) == ["WWW", "iiiiiiiii"]


def test_sizes_of_paper(tmp_path: Path) -> None:
    pdf = Pdf(A4, turn=90)
    pdf.page(body())
    assert read(pdf, tmp_path)[0].size == (842.0, 595.0)
