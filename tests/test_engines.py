"""Engines without their models: the table of tesseract, scores to confidences, what is missing is named."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import MissingExtra, OcrError, Plugins
from anjuan.builtin.engines import models, tesseract
from anjuan.builtin.engines.trust import SMALL, TESSERACT, TINY, confidence

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def row(line: int, left: int, text: str, conf: float = 90, width: int = 40) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{line * 50}\t{width}\t20\t{conf}\t{text}\n"


def read(*rows: str) -> list[tuple[str, float]]:
    found = tesseract.lines_of_words(tesseract.words_of(HEAD + "".join(rows)), 1000, 1000)
    return [(line.text, line.box.x0) for line in found]


def test_words_of_a_line_are_joined_without_stray_spaces() -> None:
    assert read(
        row(1, 100, "行政"), row(1, 145, "处罚"), row(2, 100, "No.", width=30), row(2, 140, "12")
    ) == [
        ("行政处罚", 0.1),
        ("No. 12", 0.1),
    ]


def test_a_wide_gap_begins_another_line() -> None:
    assert read(row(1, 100, "当事人"), row(1, 600, "法定代表人")) == [("当事人", 0.1), ("法定代表人", 0.6)]


def test_a_line_is_as_sure_as_its_worst_word() -> None:
    words = tesseract.words_of(HEAD + row(1, 100, "处罚", 95) + row(1, 145, "决定", 40))
    (line,) = tesseract.lines_of_words(words, 1000, 1000)
    assert line.confidence == confidence(0.4, TESSERACT)


def test_quotes_and_empty_words_do_not_break_the_table() -> None:
    assert read(row(1, 100, '"决定"'), row(1, 150, " ")) == [('"决定"', 0.1)]


def test_without_tesseract_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(OcrError, match="tesseract-ocr"):
        _ = tesseract.TesseractOcr().version


def test_without_the_fast_models_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"anjuan\[fast\]"):
        models.tiny()


def test_engines_are_chosen_by_name(plugins: Plugins) -> None:
    assert set(plugins.engines) >= {"rapidocr", "adaptive", "tesseract"}


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_score_is_never_trusted_less(one: float, other: float) -> None:
    for table in (SMALL, TINY, TESSERACT):
        low, high = sorted((one, other))
        assert 0 <= confidence(low, table) <= confidence(high, table) <= 1
