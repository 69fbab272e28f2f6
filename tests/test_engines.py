"""Engines without running one: tables of tesseract, doubts, trust, missing parts, ink that no box covers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import MissingExtra, OcrError, Plugins
from anjuan.builtin.engines import AdaptiveOcr, TesseractOcr, models, tesseract, trust
from anjuan.builtin.engines.doubt import doubtful, has_hole
from anjuan.builtin.engines.ink import uncovered
from anjuan.builtin.engines.models import Seen, cut
from anjuan.builtin.engines.tesseract import lines_of_words, words_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def seen(text: str, *chances: float, width: float = 1.0) -> Seen:
    """A reading whose characters stand side by side."""
    all_chances = chances or (1.0,) * len(text)
    if len(all_chances) == 1:
        all_chances *= len(text)
    places = tuple((n + 0.5) / len(text) * width for n in range(len(text)))
    return Seen(text, tuple(all_chances), places)


def test_engines_are_chosen_by_name(plugins: Plugins) -> None:
    assert {"rapidocr", "adaptive", "tesseract"} <= set(plugins.engines)


# ---- tesseract --------------------------------------------------------------------------


def row(line: int, left: int, text: str, conf: float = 96.0, width: int = 20, level: int = 5) -> str:
    return f"{level}\t1\t1\t1\t{line}\t1\t{left}\t10\t{width}\t20\t{conf}\t{text}\n"


def test_words_of_one_line_become_one_line_without_spaces_between_characters() -> None:
    table = (
        HEAD
        + row(1, 0, "", level=4)
        + row(1, 0, "处 罚")
        + row(1, 24, "决定")
        + row(2, 0, "PDF")
        + row(2, 24, "A")
    )
    found = list(lines_of_words(words_of(table), 100, 100))
    assert [line.text for line in found] == ["处 罚决定", "PDF A"]
    assert found[0].box.x1 == 0.44


def test_a_wide_gap_begins_another_line_and_the_worst_word_counts() -> None:
    table = HEAD + row(1, 0, "姓名", 90) + row(1, 22, "甲", 31) + row(1, 120, "性别", 96)
    first, second = lines_of_words(words_of(table), 200, 100)
    assert (first.text, second.text) == ("姓名甲", "性别")
    assert first.confidence < 0.5 < second.confidence


def test_a_missing_binary_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(OcrError, match="apt install tesseract-ocr tesseract-ocr-chi-sim"):
        _ = TesseractOcr().version


def test_a_missing_language_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"--version": b"tesseract 5.3.0\n", "--list-langs": b"List:\neng\n"}
    monkeypatch.setattr(tesseract, "_run", lambda argument, **_: said[argument])
    with pytest.raises(OcrError, match="tesseract-ocr-chi-sim"):
        _ = TesseractOcr().version


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (subprocess.TimeoutExpired("tesseract", 1), "时间上限"),
        (subprocess.CompletedProcess([], 3, b"", b""), "退出码 3"),
    ],
)
def test_what_goes_wrong_in_tesseract_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, problem: Any, words: str
) -> None:
    def run(*_: Any, **__: Any) -> Any:
        if isinstance(problem, Exception):
            raise problem
        return problem

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(OcrError, match=words):
        tesseract._run("stdin")


# ---- models that are not there ----------------------------------------------------------


def test_without_its_extra_the_adaptive_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"AJ-205.*anjuan\[fast\]"):
        _ = AdaptiveOcr().version


def test_a_missing_model_file_is_named(tmp_path: Any) -> None:
    with pytest.raises(OcrError, match="det_small"):
        models._one(tmp_path, "*det_small*.onnx")


# ---- doubt ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reading",
    [
        seen(""),
        seen("。"),
        seen("行政处罚", 1.0, 0.8, 1.0, 1.0),  # one poor character
        seen("2024年", 1.0, 1.0, 1.0, 0.9, 1.0),  # a figure that is not sure
        seen("未审", 0.91, 1.0),  # 末
        seen("局长", 0.94),  # short
        seen("第-条"),  # the figure one
    ],
)
def test_a_doubtful_reading_is_read_again(reading: Seen) -> None:
    assert doubtful(reading)


@pytest.mark.parametrize("reading", [seen("行政处罚决定书"), seen("2024年3月5日"), seen("执法机构简称", 0.9)])
def test_a_sure_reading_is_kept(reading: Seen) -> None:
    assert not doubtful(reading)


def strokes(*at: float, high: int = 30, wide: int = 240) -> Any:
    """A line of print: a dark square at each of these shares of its width."""
    line = np.full((high, wide, 3), 255, np.uint8)
    for place in at:
        middle = int(place * wide)
        line[6:24, middle - 9 : middle + 9] = 20
    return line


def test_ink_that_no_character_stands_for_is_a_hole() -> None:
    at = [(n + 0.5) / 10 for n in range(10)]
    full = Seen("一二三四五六七八九十", (1.0,) * 10, tuple(at))
    assert not has_hole(strokes(*at), full)
    short = Seen("一二三四六七八九十", (1.0,) * 9, (*at[:4], *at[5:]))
    assert has_hole(strokes(*at), short)
    assert not has_hole(strokes(*at[:4], *at[5:]), short)  # a gap on the paper is none
    assert has_hole(
        strokes(*at), Seen("三四五六七八九十", (1.0,) * 8, tuple(at[2:]))
    )  # the beginning was passed over
    assert not has_hole(strokes(0.5), Seen("1", (1.0,), (0.5,)))


# ---- trust ------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([trust.SMALL, trust.TINY, trust.TESSERACT]))
def test_more_score_never_means_less_trust(one: float, other: float, table: trust.Table) -> None:
    low, high = sorted((one, other))
    assert 0 <= trust.confidence(low, table) <= trust.confidence(high, table) <= 0.99


def test_the_worst_letter_weighs_and_punctuation_does_not() -> None:
    assert trust.score(seen("罚款.", 1.0, 1.0, 0.4)) == 1.0
    assert trust.score(seen("罚款", 1.0, 0.4)) == pytest.approx(0.55)
    assert trust.score(seen("..", 0.9)) == pytest.approx(0.45)


# ---- ink ---------------------------------------------------------------------------------


def page(*rows: tuple[int, int, int], size: int = 20) -> Any:
    """A page with rows of print: left, top and number of characters of a few strokes each."""
    pixels = np.full((1200, 850, 3), 250, np.uint8)
    for left, top, count in rows:
        for n in range(count):
            x = left + n * (size + 3)
            for stroke in range(3):
                pixels[top : top + size, x + stroke * 7 : x + stroke * 7 + 3] = 30
            pixels[top + size // 2 : top + size // 2 + 3, x : x + size - 2] = 30
    return pixels


def quad(left: int, top: int, count: int, size: int = 20) -> Any:
    right, bottom = left + count * (size + 3) + 4, top + size + 5
    return np.array([(left - 5, top - 5), (right, top - 5), (right, bottom), (left - 5, bottom)], np.float32)


def test_a_line_without_a_box_is_found_and_one_with_a_box_is_not() -> None:
    pixels = page((100, 200, 12), (100, 300, 12))
    both = np.stack([quad(100, 200, 12), quad(100, 300, 12)])
    assert uncovered(pixels, both) == []
    (strip,) = uncovered(pixels, both[:1])
    assert strip.line == -1
    assert strip.sure
    assert abs(float(strip.quad[:, 1].mean()) - 310) < 8
    assert len(uncovered(pixels, both[:0])) == 2


def test_ink_beside_the_end_of_a_box_names_that_box() -> None:
    pixels = page((100, 200, 12), (100, 300, 12))
    (strip,) = uncovered(pixels, np.stack([quad(100, 200, 9), quad(100, 300, 12)]))
    assert strip.line == 0


def pictures() -> Iterator[Any]:
    blank = np.full((1200, 850, 3), 250, np.uint8)
    yield blank
    ruled = blank.copy()
    ruled[100:900:60, 80:780] = 20
    ruled[100:900, 80:780:100] = 20
    yield ruled
    dark = blank.copy()
    dark[300:700, 200:600] = np.random.default_rng(1).integers(20, 120, (400, 400, 3))
    yield dark
    edge = blank.copy()
    edge[:, :14] = 30
    yield edge
    dots = blank.copy()
    dots[40:1100:37, 60:800:41] = 40
    yield dots
    stroke = blank.copy()
    for n in range(200):  # a signature
        y = int(500 + 60 * np.sin(n / 9))
        stroke[y : y + 4, 300 + n : 303 + n] = 30
    yield stroke


@pytest.mark.parametrize(
    "pixels", list(pictures()), ids=["blank", "rules", "photograph", "edge", "dots", "signature"]
)
def test_what_is_no_print_is_no_line(pixels: Any) -> None:
    assert uncovered(pixels, np.zeros((0, 4, 2), np.float32)) == []


def test_a_leaning_line_is_cut_out_level() -> None:
    pixels = np.full((200, 400, 3), 255, np.uint8)
    corners = np.array([(50, 100), (250, 90), (251, 110), (51, 120)], np.float32)
    line = cut(pixels, corners)
    assert line.shape == (20, 200, 3)
