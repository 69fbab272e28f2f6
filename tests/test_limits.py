"""Caps and engines as people set them: checked before anything is read, kept in the review, told to the workers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Plugins
from anjuan.faces.cli import main
from anjuan.model.errors import SetupError
from anjuan.model.limits import NONE_IS_ZERO, Limits, limited, limits, limits_of
from anjuan.record.batch import Setup
from anjuan.record.review import Review, limits_from

from .conftest import SAMPLES

PAPER = str(SAMPLES / "cases" / "s02.pdf")
KEYS = [field.name for field in fields(Limits)]


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(1, 10**15)))
def test_what_a_table_names_is_changed_and_the_rest_stays(table: dict[str, int]) -> None:
    assert asdict(limits_of(table, "")) == {**asdict(Limits()), **table}


@given(st.sampled_from(KEYS), st.one_of(st.integers(max_value=-1), st.booleans(), st.floats(), st.text()))
def test_what_is_no_positive_whole_number_is_refused(key: str, value: Any) -> None:
    with pytest.raises(SetupError, match="整数") as caught:
        limits_of({key: value}, "review.toml：limits")
    assert caught.value.where == f"review.toml：limits：{key}"


@pytest.mark.parametrize("key", KEYS)
def test_zero_means_none_where_that_can_be(key: str) -> None:
    if key in NONE_IS_ZERO:
        assert getattr(limits_of({key: 0}, ""), key) == 0
    else:
        with pytest.raises(SetupError, match="正整数"):
            limits_of({key: 0}, "")


def test_a_misspelt_cap_names_near_ones() -> None:
    with pytest.raises(SetupError, match="page_seconds"):
        limits_of({"page_second": 3}, "")


def test_caps_hold_inside_and_not_after() -> None:
    with limited(Limits(pages=1)):
        assert limits().pages == 1
    assert limits() == Limits()


def test_caps_and_engine_stand_in_the_review(tmp_path: Path) -> None:
    caps = Limits(pages=10, memory_bytes=0)
    Review.open_or_make(tmp_path, limits=caps, engine="tesseract").save()
    assert tomllib.loads((tmp_path / "review.toml").read_text("utf-8"))["limits"] == {
        "pages": 10,
        "memory_bytes": 0,
    }
    settings = Review.open(tmp_path).settings
    assert (settings.limits, settings.engine) == (caps, "tesseract")


def test_a_line_that_is_added_later_does_not_fall_into_the_table(tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    file.write_text('name = "甲"\nprofile = "general"\n\n# 上限\n[limits]\npages = 10\n', encoding="utf-8")
    Review.open_or_make(tmp_path, engine="rapidocr", registers=r"D:\台账").save()
    settings = Review.open(tmp_path).settings
    assert (settings.engine, settings.registers, settings.limits.pages) == ("rapidocr", r"D:\台账", 10)
    assert "# 上限" in file.read_text("utf-8")
    Review.open_or_make(tmp_path, engine="other").save()
    assert file.read_text("utf-8").count("engine") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "甲"\nlimits = 3\n', "limits"),
        ('name = "甲"\n[limits]\npagess = 3\n', "pages"),
        ('name = "甲"\n[limit]\npages = 3\n', "limits"),
        ('name = "甲"\nengine = 3\n', "engine"),
    ],
)
def test_what_does_not_hold_in_a_review_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=told):
        Review.open(tmp_path)


@pytest.mark.parametrize("text", ["pages = 7\n", 'name = "甲"\n[limits]\npages = 7\n'])
def test_a_file_of_caps_is_a_table_or_a_review(tmp_path: Path, text: str) -> None:
    file = tmp_path / "caps.toml"
    file.write_text(text, encoding="utf-8")
    assert limits_from(file) == Limits(pages=7)


@pytest.mark.parametrize("text", [None, "pages = \n", "limits = 3\n"])
def test_a_file_that_holds_no_caps_is_refused(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "caps.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError):
        limits_from(file)


def test_an_unknown_engine_names_near_ones(plugins: Plugins) -> None:
    with pytest.raises(SetupError, match="rapidocr"):
        Setup.of(plugins, engine="rapidocrr")
    assert Setup.of(plugins).engine in plugins.engines


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["anjuan", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return call


def test_the_command_keeps_the_engine_and_refuses_one_that_nobody_has(run: Run, tmp_path: Path) -> None:
    review = str(tmp_path / "review")
    status, error = run("evaluate", PAPER, "--review", review, "--engine", "rapidoc", "--workers", "0")
    assert (status, "rapidocr" in error, Path(review).exists()) == (2, True, False)
    assert run("evaluate", PAPER, "--review", review, "--engine", "rapidocr", "--workers", "0")[0] == 0
    assert Review.open(Path(review)).settings.engine == "rapidocr"


def test_the_command_reads_in_a_worker_under_the_caps_it_is_given(run: Run, tmp_path: Path) -> None:
    caps = tmp_path / "caps.toml"
    caps.write_text("memory_bytes = 1_000_000\n", encoding="utf-8")  # less than any worker takes
    status, error = run("read", PAPER, "--limits", str(caps))
    assert (status, "AJ-303" in error, "内存超过 1 MB" in error) == (1, True, True)


def test_caps_reach_the_reading_of_a_review(plugins: Plugins, tmp_path: Path) -> None:
    review = Review.open_or_make(tmp_path, limits=Limits(pages=1))
    setup = Setup.of(plugins, review.cache, limits=review.settings.limits)
    assert replace(setup, limits=Limits()) == Setup.of(plugins, review.cache)
