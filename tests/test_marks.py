"""Marks on painted pages: what is there is found, and a page of print has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from anjuan import Box, Mark, OcrError, TextLine, marks_of
from anjuan.reading.marks_look import Blob, long_lines
from anjuan.reading.marks_seal import rim_points

from .paint import BLACK, BLUE, HIGH, RED, WIDE, Sheet, box

SCAN = pytest.mark.parametrize("scanned", [False, True], ids=["clean", "scanned"])


def found(sheet: Sheet, *, scanned: bool = False, **options: Any) -> list[Mark]:
    """All marks but the note that a page has no colour."""
    pixels = sheet.scanned() if scanned else sheet.pixels
    return [one for one in marks_of(pixels, sheet.lines, **options) if one.kind != "grey"]


def kinds(sheet: Sheet, *, scanned: bool = False) -> list[str]:
    return [one.kind for one in found(sheet, scanned=scanned)]


def page(*steps: Callable[[Sheet], object]) -> Sheet:
    sheet = Sheet()
    sheet.body()
    for step in steps:
        step(sheet)
    return sheet


# ---- seals ------------------------------------------------------------------------------


@SCAN
@pytest.mark.parametrize(
    ("x", "y", "options"),
    [
        (600, 800, {}),
        (300, 300, {}),  # over print
        (600, 800, {"strength": 0.3}),  # faint
        (600, 800, {"tall": 0.7}),
        (WIDE - 10, 700, {}),  # half of it beyond the edge
        (400, HIGH - 30, {}),
    ],
    ids=["blank", "print", "faint", "oval", "edge", "foot"],
)
def test_a_red_seal(x: int, y: int, options: dict[str, Any], scanned: bool) -> None:
    sheet = page(lambda sheet: sheet.seal(x, y, **options))
    (mark,) = found(sheet, scanned=scanned)
    assert mark.kind == "seal"
    assert mark.confidence >= 0.8
    wanted = box(x - 82, y - 82 * options.get("tall", 1), x + 82, y + 82 * options.get("tall", 1))
    for side in ("x0", "y0", "x1", "y1"):
        assert getattr(mark.box, side) == pytest.approx(getattr(wanted, side), abs=0.012)


@SCAN
def test_two_seals_that_overlap(scanned: bool) -> None:
    sheet = page(lambda sheet: sheet.seal(560, 800), lambda sheet: sheet.seal(680, 820))
    assert kinds(sheet, scanned=scanned) == ["seal", "seal"]


def test_a_square_seal() -> None:
    sheet = page()
    cv2.rectangle(sheet.pixels, (560, 760), (640, 840), RED, 3)
    for x in (585, 615):
        for y in (780, 800, 820):
            cv2.line(sheet.pixels, (x - 9, y), (x + 9, y), RED, 6)
    assert [(one.kind, one.confidence) for one in found(sheet)] == [("seal", 0.85)]


@SCAN
def test_a_grey_ring_is_a_seal_with_little_confidence(scanned: bool) -> None:
    sheet = page(lambda sheet: sheet.seal(600, 800, colour=(90, 90, 90)))
    pixels = sheet.scanned() if scanned else sheet.pixels
    grey = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    marks = marks_of(grey, sheet.lines)
    assert {(one.kind, one.confidence) for one in marks} == {("grey", 1.0), ("seal", 0.6)}


@SCAN
def test_red_print_is_no_seal(scanned: bool) -> None:
    sheet = page()
    sheet.print("BUREAU OF WATER", 180, 90, colour=RED, size=2.0)
    cv2.line(sheet.pixels, (90, 120), (740, 120), RED, 4)
    assert kinds(sheet, scanned=scanned) == []


@SCAN
def test_a_red_table_is_no_seal(scanned: bool) -> None:
    sheet = Sheet()
    for y in range(200, 700, 70):
        cv2.line(sheet.pixels, (100, y), (720, y), RED, 2)
        sheet.print("received from (stamp)", 110, y + 40, colour=RED)
    for x in (100, 400, 560, 720):
        cv2.line(sheet.pixels, (x, 200), (x, 690), RED, 2)
    assert kinds(sheet, scanned=scanned) == []


def test_nothing_is_looked_for_in_photographs() -> None:
    sheet = Sheet()
    sheet.body(4)
    sheet.pixels[400:800, 150:650] = (90, 120, 110)
    cv2.circle(sheet.pixels, (400, 600), 80, (30, 30, 220), 6)
    cv2.line(sheet.pixels, (200, 450), (600, 780), (10, 10, 10), 3)
    assert kinds(sheet) == []


# ---- names on seals ---------------------------------------------------------------------


def reads(text: str, confidence: float) -> Callable[[Image.Image], TextLine]:
    return lambda image: TextLine(text, Box(0, 0, 1, 1), confidence)


@pytest.mark.parametrize(
    ("text", "confidence", "wanted"),
    [
        ("南屏市城南区林业局", 0.95, "南屏市城南区林业局"),
        ("南屏市林业局行政处罚专用章", 0.95, "南屏市林业局行政处罚专用章"),
        ("南屏市城南区林业局", 0.8, ""),
        ("南屏市城南", 0.99, ""),
        ("", 0.0, ""),
    ],
)
def test_the_name_on_a_rim(text: str, confidence: float, wanted: str) -> None:
    sheet = page(lambda sheet: sheet.seal(600, 800))
    (mark,) = found(sheet, line=reads(text, confidence))
    assert mark.text == wanted


def test_an_engine_that_fails_costs_the_name_only() -> None:
    def fails(image: Image.Image) -> TextLine:
        raise OcrError("页面识别失败", "", "")

    sheet = page(lambda sheet: sheet.seal(600, 800))
    assert [(one.kind, one.text) for one in found(sheet, line=fails)] == [("seal", "")]


def test_a_rim_is_unrolled_from_its_lowest_point() -> None:
    seen: list[Any] = []

    def keep(image: Image.Image) -> TextLine:
        seen.append(numpy.asarray(image.convert("L")))
        return TextLine("", Box(0, 0, 1, 1), 0.0)

    sheet = page(lambda sheet: sheet.seal(600, 800))
    found(sheet, line=keep)
    (strip,) = seen
    dark = (strip < 128).any(axis=0)
    wide = strip.shape[1]
    # The strokes stand from 126 degrees left of the top to 126 right of it, so both ends are blank.
    assert not dark[: wide // 10].any()
    assert not dark[-wide // 10 :].any()
    assert dark[wide // 6 : -wide // 6].mean() > 0.3


# ---- handwriting ------------------------------------------------------------------------


@SCAN
@pytest.mark.parametrize("colour", [BLUE, BLACK], ids=["blue", "black"])
def test_a_signature_beside_its_label(colour: tuple[int, int, int], scanned: bool) -> None:
    sheet = page()
    sheet.print("Signed by:", 100, 700, said="当事人(签名):")
    sheet.scribble(260, 680, colour=colour)
    (mark,) = found(sheet, scanned=scanned)
    assert mark.kind == "writing"
    assert mark.confidence >= 0.8
    assert 0.3 < mark.box.x0 < 0.33
    assert mark.box.x1 < 0.45


def test_a_label_alone_is_no_signature() -> None:
    sheet = page()
    for y in (700, 740, 780):
        sheet.print("Signed by:", 100, y, said="当事人(签名):")
        cv2.line(sheet.pixels, (230, y + 4), (500, y + 4), BLACK, 2)
    assert kinds(sheet) == [] == kinds(sheet, scanned=True)


def test_a_line_read_badly_where_one_signs_may_be_writing() -> None:
    sheet = page()
    sheet.print("Signed by:", 100, 700, said="当事人(签名):")
    line = sheet.print("Iohn", 260, 700)
    sheet.lines[-1] = TextLine("仁乂", line.box, 0.5)
    assert [(one.kind, one.confidence) for one in found(sheet)] == [("writing", 0.5)]


@SCAN
def test_numbers_of_pages_are_no_marks(scanned: bool) -> None:
    for colour in (RED, BLUE, BLACK):
        sheet = page()
        sheet.print("28", 760, 45, colour=colour, size=1.0)
        sheet.lines.pop()
        assert kinds(sheet, scanned=scanned) == []


# ---- fingerprints -----------------------------------------------------------------------


@SCAN
def test_a_fingerprint(scanned: bool) -> None:
    sheet = page()
    sheet.print("Signed by: John Smith", 100, 700, said="被询问人签名:张三")
    sheet.fingerprint(300, 700)
    (mark,) = found(sheet, scanned=scanned)
    assert mark.kind == "fingerprint"
    assert mark.confidence >= 0.75


def test_a_grey_smudge_where_one_signs() -> None:
    sheet = page()
    sheet.print("Signed by:", 100, 700, said="被询问人签名:")
    sheet.fingerprint(400, 695, colour=(110, 110, 110))
    marks = marks_of(sheet.pixels, sheet.lines)
    assert ("fingerprint", 0.6) in {(one.kind, one.confidence) for one in marks}


# ---- strikes ----------------------------------------------------------------------------


@SCAN
def test_print_that_is_struck_through(scanned: bool) -> None:
    sheet = page()
    sheet.print("FINE OF 1234567890 YUAN", 100, 640)
    cv2.line(sheet.pixels, (185, 632), (300, 633), BLUE, 2)
    (mark,) = found(sheet, scanned=scanned)
    assert mark.kind == "strike"
    assert mark.box.x0 == pytest.approx(185 / WIDE, abs=0.02)


@SCAN
def test_an_underline_that_leans_is_no_strike(scanned: bool) -> None:
    sheet = page()
    sheet.print("FINE OF 1234567890 YUAN", 100, 640)
    sheet.print("PAID ON THE FIRST DAY", 100, 668)
    cv2.line(sheet.pixels, (100, 646), (380, 650), BLACK, 1)
    first, second = sheet.lines[-2:]
    # Boxes round lines that lean are higher than the print in them.
    for index, line in ((-2, first), (-1, second)):
        tall = box(line.box.x0 * WIDE, line.box.y0 * HIGH - 8, line.box.x1 * WIDE, line.box.y1 * HIGH + 12)
        sheet.lines[index] = TextLine(line.text, tall, 0.97)
    assert kinds(sheet, scanned=scanned) == []


@SCAN
def test_a_blank_that_is_voided(scanned: bool) -> None:
    sheet = page()
    cv2.line(sheet.pixels, (140, 650), (640, 960), BLACK, 2, 16)
    assert kinds(sheet, scanned=scanned) == ["strike"]


@SCAN
def test_dashes_and_underlines_are_no_strikes(scanned: bool) -> None:
    sheet = page()
    line = sheet.print("see below -------- and", 100, 640)
    cv2.line(sheet.pixels, (100, 690), (600, 690), BLACK, 2)
    assert line.text
    assert kinds(sheet, scanned=scanned) == []


# ---- print only -------------------------------------------------------------------------

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789.,()", min_size=1, max_size=9)


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(st.lists(WORD, min_size=1, max_size=6), max_size=18),
    ruled=st.booleans(),
    grain=st.integers(0, 99),
)
def test_a_page_of_print_has_no_marks(rows: list[list[str]], ruled: bool, grain: int) -> None:
    sheet = Sheet()
    for number, words in enumerate(rows):
        sheet.print(" ".join(words)[:48], 110, 160 + number * 48)
    if ruled and rows:
        foot = 130 + len(rows) * 48
        for y in range(130, foot + 1, 48):
            cv2.line(sheet.pixels, (100, y), (740, y), BLACK, 2)
        for x in (100, 740):
            cv2.line(sheet.pixels, (x, 130), (x, foot), BLACK, 2)
    assert [one.kind for one in marks_of(sheet.pixels, sheet.lines) if one.kind != "grey"] == []
    assert [one.kind for one in marks_of(sheet.scanned(grain), sheet.lines) if one.kind != "grey"] == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 9), (6000, 6), (8, 9000), (40, 40)])
@pytest.mark.parametrize("shade", [0, 255])
def test_pictures_of_odd_shapes(shape: tuple[int, int], shade: int) -> None:
    pixels = numpy.full((*shape, 3), shade, numpy.uint8)
    lines = [TextLine("签名:", Box(0, 0, 0, 0), 0.9), TextLine("", Box(1, 1, 1, 1), 0.0)]
    assert {one.kind for one in marks_of(pixels, lines)} <= {"grey"}


def test_a_part_of_a_page_is_looked_at_in_the_page_s_own_measure() -> None:
    sheet = page(lambda sheet: sheet.seal(600, 800))
    whole = found(sheet, printed=True)
    region = Box(500 / WIDE, 700 / HIGH, 700 / WIDE, 900 / HIGH)
    part = marks_of(sheet.pixels[700:900, 500:700], sheet.lines, printed=True, region=region)
    assert [one.kind for one in part] == [one.kind for one in whole] == ["seal"]
    assert part[0].box.x0 == pytest.approx(whole[0].box.x0, abs=0.005)
    assert part[0].box.y1 == pytest.approx(whole[0].box.y1, abs=0.005)


@given(
    st.integers(1, 30).flatmap(
        lambda wide: st.lists(st.lists(st.booleans(), min_size=wide, max_size=wide), min_size=1, max_size=30)
    ),
    st.integers(2, 24),
    st.booleans(),
)
def test_long_lines_are_those_of_the_plain_way(rows: list[list[bool]], length: int, upright: bool) -> None:
    mask = numpy.array(rows, numpy.uint8)
    across = numpy.ones((1, 3) if upright else (3, 1), numpy.uint8)
    kernel = numpy.ones((length, 1) if upright else (1, length), numpy.uint8)
    plain = cv2.morphologyEx(cv2.dilate(mask, across), cv2.MORPH_OPEN, kernel)
    assert (long_lines(mask, length, upright=upright) == plain).all()


@given(st.lists(st.lists(st.booleans(), min_size=12, max_size=12), min_size=3, max_size=12))
def test_the_ends_of_rows_have_the_hull_of_all_points(rows: list[list[bool]]) -> None:
    red = numpy.array(rows, numpy.uint8)
    if not red.any():
        return
    patch = Blob(0, 0, red.shape[1], red.shape[0], int(red.sum()))
    ys, xs = numpy.nonzero(red)
    whole = cv2.convexHull(numpy.column_stack((xs, ys)).astype(numpy.float32))
    ends = cv2.convexHull(rim_points(red, patch))
    assert {tuple(one) for one in whole.reshape(-1, 2)} == {tuple(one) for one in ends.reshape(-1, 2)}
