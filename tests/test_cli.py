"""The commands as a person types them: what they print, what they write, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anjuan import Plugins
from anjuan.faces.cli import main

from .conftest import SAMPLES, Evaluated, warm

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["anjuan", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


def test_help_is_chinese(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    for command in (
        "demo",
        "new",
        "read",
        "evaluate",
        "select",
        "notice",
        "explain",
        "verify",
        "export",
        "plugins",
    ):
        assert command in out
    assert "行政执法案卷评查" in out


def test_a_lost_point_is_explained_to_page_quote_and_article(run: Run, samples: Evaluated) -> None:
    status, out, _ = run("explain", "--review", samples.review.folder, "s02", "PO-P17")
    assert status == 0
    for words in (
        "不符合",
        "扣 8 分",
        "位置 s02.pdf 第",
        "原文",
        "中华人民共和国行政处罚法第六十条",
        "2021-07-15 起施行",
    ):
        assert words in out


def test_an_unknown_item_names_near_ones(run: Run, samples: Evaluated) -> None:
    status, _, err = run("explain", "--review", samples.review.folder, "s02", "PO-PP17")
    assert (status, "AJ-108" in err, "PO-P17" in err) == (2, True, True)


def test_an_unknown_case_is_refused(run: Run, samples: Evaluated) -> None:
    status, _, err = run("explain", "--review", samples.review.folder, "s99", "PO-P17")
    assert (status, "AJ-108" in err) == (2, True)


def test_verify_and_heads(run: Run, samples: Evaluated) -> None:
    assert run("verify", "--review", samples.review.folder)[0] == 0
    status, out, _ = run("verify", "--review", samples.review.folder, "--heads")
    assert status == 0
    assert "总校验值" in out


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_export(run: Run, samples: Evaluated, form: str) -> None:
    assert run("export", "--review", samples.review.folder, "--format", form)[0] == 0
    assert (samples.review.out / f"evaluations.{form}").stat().st_size > 1000
    assert (samples.review.out / f"rulings.{form}").exists()


def test_an_unknown_format_is_refused(run: Run, samples: Evaluated) -> None:
    status, _, err = run("export", "--review", samples.review.folder, "--format", "jsnl")
    assert (status, "jsonl" in err) == (2, True)


def test_select_and_notice(run: Run, samples: Evaluated) -> None:
    status, out, _ = run("select", "--review", samples.review.folder)
    assert status == 0
    assert "优秀案卷" in out
    data = json.loads((samples.review.out / "selection.json").read_text("utf-8"))
    assert {one["kind"] for one in data["selections"]} == {"excellent", "problem"}
    for form in ("docx", "html"):
        assert run("notice", "--review", samples.review.folder, "--format", form)[0] == 0
        assert (samples.review.out / "notices" / f"circular.{form}").stat().st_size > 5000
    assert run("notice", "--review", samples.review.folder, "--kind", "circlar")[0] == 2


def test_read_prints_one_line_a_case_file(run: Run, tmp_path: Path) -> None:
    out_file = tmp_path / "read.jsonl"
    status, _, _ = run("read", SAMPLES / "cases" / "s02.pdf", "--json", "--out", out_file)
    (line,) = out_file.read_text("utf-8").splitlines()
    data = json.loads(line)
    assert (status, data["id"], data["format"], "items" in data) == (0, "s02", 1, False)
    status, out, _ = run("read", SAMPLES / "cases" / "s02.pdf")
    assert status == 0
    assert "行政处罚决定书" in out
    assert "罚款金额" in out


def test_read_of_a_damaged_file_ends_with_one(run: Run) -> None:
    status, out, err = run("read", SAMPLES / "cases" / "s18.pdf", "--json")
    assert (status, out, "AJ-101" in err) == (1, "", True)


def test_schema_plugins_checks_profile_registers_doctor(run: Run) -> None:
    assert json.loads(run("schema", "evaluation")[1])["type"] == "object"
    assert json.loads(run("schema", "profile")[1])
    assert "timeliness" in run("plugins")[1]
    assert json.loads(run("plugins", "--json")[1])["broken"] == {}
    assert "timeliness.decided_in_time" in run("checks")[1]
    assert "评查标准无误" in run("profile", "check", "general")[1]
    assert "officers" in run("registers", "check", SAMPLES / "registers")[1]
    assert "Python" in run("doctor")[1]


def test_a_review_that_is_none(run: Run, tmp_path: Path) -> None:
    status, _, err = run("select", "--review", tmp_path)
    assert (status, "AJ-200" in err) == (2, True)


def test_new_makes_a_review_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "2026"
    assert run("new", folder)[0] == 0
    assert (folder / "registers" / "officers.csv").read_text("utf-8-sig").startswith("姓名,执法证号")
    assert list((folder / "notebooks").glob("*.ipynb"))
    assert run("registers", "check", folder / "registers")[0] == 0
    assert run("new", folder)[0] == 2


def test_the_demonstration_ends_with_a_table_and_the_circular(
    run: Run, tmp_path: Path, plugins: Plugins
) -> None:
    folder = tmp_path / "demo"
    warm(folder / "cache", plugins)
    status, out, err = run("demo", folder, "--workers", "0")
    assert status == 1  # one sample is a damaged file, named
    assert "s18" in err
    for words in ("评查结果", "s01", "优秀案卷（规则 standard）", "circular.docx", "anjuan explain"):
        assert words in out
    selections = json.loads((folder / "out" / "selection.json").read_text("utf-8"))["selections"]
    assert all(one["picks"] for one in selections)
    again, _, _ = run("demo", folder, "--workers", "0")
    assert again == 1
