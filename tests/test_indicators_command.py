"""`anjuan indicators` over reviews made here: what is printed, what is written, and what is never written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anjuan import CaseFile
from anjuan.faces.cli import main
from anjuan.model.codec import case_digest
from anjuan.model.errors import SetupError
from anjuan.model.result import Ruling, Verdict
from anjuan.model.wire import line_json
from anjuan.reading.sheets import read_sheets
from anjuan.record.indicators import figure_json, measure
from anjuan.record.review import Review
from anjuan.record.run import Judges
from anjuan.testing import case, paper

BUREAU = "南屏市市场监督管理局"
OFFICERS = [{"name": "甲某某", "certificate": "19000000001"}]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Judges:
    return Judges.load(Review.open_or_make(tmp_path_factory.mktemp("judges")))


def penalty(id: str, number: str = "", **facts: Any) -> CaseFile:
    about = {"决定日期": "2024-03-05", "罚款金额": 60000, "处罚种类": "罚款", "执法人员": OFFICERS, **facts}
    found = case(
        [paper("行政处罚决定书")], agency=BUREAU, number=number or f"南市监罚〔2024〕{id}号", **about
    )
    return replace(found, id=id, source=id)


def review_of(folder: Path, judges: Judges, *files: CaseFile, registers: str = "") -> Review:
    review = Review.open_or_make(folder, registers=registers or None)
    review.save()
    with review.store() as store:
        for file in files:
            digest = case_digest(file)
            store.put_evaluation(f"key {file.id}", line_json(judges.evaluate(file, digest), file))
    return review


def csv(folder: Path, name: str, *rows: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


FILINGS = "文号,机关,决定日期,备案日期,备案机关"
ROW = f"南市监罚〔2024〕a号,{BUREAU},2024-03-05,2024-03-12,某司法局"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["anjuan", "indicators", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def test_the_table_shows_shares_intervals_and_what_was_missing(
    run: Run, judges: Judges, tmp_path: Path
) -> None:
    csv(tmp_path / "t", "filings", FILINGS, ROW)
    review_of(tmp_path / "r", judges, penalty("a"), registers=str(tmp_path / "t"))
    status, out, err = run(tmp_path / "r", "--on", "2025-01-01")
    assert status == 0
    for words in (
        "监督指标（截至 2025-01-01；案卷 1 件）",
        "1/1",
        "100.0%",
        "20.7% 至 100.0%",
        "无数据",
        "没有提供台账 recordings",
    ):
        assert words in out
    assert " 0.0%" not in out
    assert "未列出限制查看的个人指标 1 项" in err
    assert "甲某某" not in out + err


def test_json_and_the_file_hold_the_same_lines_with_rows_and_basis(
    run: Run, judges: Judges, tmp_path: Path
) -> None:
    csv(tmp_path / "t", "filings", FILINGS, ROW)
    review = review_of(tmp_path / "r", judges, penalty("a"))
    status, out, _ = run(
        "--review", review.folder, "--registers", tmp_path / "t", "--json", "--on", "2025-01-01"
    )
    assert (status, out) == (0, (review.out / "indicators.jsonl").read_text("utf-8"))
    lines = [json.loads(line) for line in out.splitlines()]
    (filed,) = (one for one in lines if one["indicator"] == "major_filed" and not one["agency"])
    assert (filed["numerator"], filed["denominator"], filed["share"], filed["interval"]) == (
        1,
        1,
        1,
        [0.2065, 1],
    )
    assert filed["behind"][0]["rows"] == [{"register": "filings", "file": "filings.csv", "row": 2}]
    assert filed["basis"] == [
        {"source": "江府办〔2019〕18号", "article": "（三十）", "since": "2019-05-09", "certain": True}
    ]
    (stored,) = (one for one in lines if one["indicator"] == "recordings_stored")
    assert (stored["share"], stored["interval"], stored["denominator"]) == (None, None, 0)
    assert stored["missing"] == [{"what": "没有提供台账 recordings 音像记录", "count": 0}]
    assert len({one["indicator"] for one in lines}) == 22


def test_names_of_officers_come_only_when_asked_for_and_are_never_kept(
    run: Run, judges: Judges, tmp_path: Path
) -> None:
    review = review_of(tmp_path / "r", judges, penalty("a"))
    plain = run(review.folder, "--json")
    shown = run(review.folder, "--by-officer", "--xlsx", tmp_path / "out.xlsx")
    assert "甲某某" not in plain[1] + plain[2] + shown[2]
    assert "甲某某" in shown[1]
    assert "甲某某" not in (review.out / "indicators.jsonl").read_text("utf-8")
    one = run(review.folder, "--by-officer", "--only", "findings_by_officer", "--json")
    assert any(json.loads(line)["part"] == "甲某某（19000000001）" for line in one[1].splitlines())


def test_the_workbook_holds_figures_and_what_they_rest_on(run: Run, judges: Judges, tmp_path: Path) -> None:
    csv(tmp_path / "t", "filings", FILINGS, ROW, f"=1+1,{BUREAU},2024-03-05,2024-05-12,某司法局")
    review_of(tmp_path / "r", judges, penalty("a"), registers=str(tmp_path / "t"))
    assert run(tmp_path / "r", "--xlsx", tmp_path / "out.xlsx", "--on", "2025-01-01")[0] == 0
    figures, behind = read_sheets(tmp_path / "out.xlsx", "out.xlsx")
    rows = [row.texts() for row in figures.rows]
    assert rows[0][:7] == ["指标", "机关", "分项", "分子是", "分母是", "分子", "分母"]
    (filed,) = (row for row in rows if row[0] == "重大处罚十五日内备案" and row[1] == "全部")
    assert filed[5:8] == ["1", "2", "0.5"]
    assert any(row[7] == "无数据" for row in rows[1:])
    assert [row.texts()[3] for row in behind.rows if row.texts()[0] == "重大处罚十五日内备案"] == ["是", "否"]


def test_several_reviews_count_one_case_once(judges: Judges, tmp_path: Path) -> None:
    one = review_of(tmp_path / "one", judges, penalty("a"), penalty("b"))
    other = review_of(
        tmp_path / "two", judges, penalty("x", "南市监罚〔2024〕a号", 案由="别的读法"), penalty("c")
    )
    found = measure([one, other], on=date(2025, 1, 1))
    assert sorted((file.review, file.id) for file in found.survey.files) == [
        ("one", "a"),
        ("one", "b"),
        ("two", "c"),
    ]
    assert found.survey.notes == ("案卷 x（two）与 a（one）是同一件，只计一次",)


def test_registers_of_several_reviews_are_put_together(judges: Judges, tmp_path: Path) -> None:
    other = ROW.replace("a号", "z号")
    first = csv(tmp_path / "t1", "filings", FILINGS, ROW, ROW)
    second = csv(tmp_path / "t2", "filings", FILINGS, ROW, other)
    reviews = [
        review_of(tmp_path / name, judges, registers=str(folder))
        for name, folder in (("one", first), ("two", second), ("three", second))
    ]
    rows = measure(reviews, on=date(2025, 1, 1)).survey.rows("filings")
    assert [(row.file, row.number) for row in rows] == [
        ("one/filings.csv", 2),
        ("one/filings.csv", 3),
        ("two/filings.csv", 3),
    ]


def test_what_people_ruled_counts(judges: Judges, tmp_path: Path) -> None:
    review = review_of(tmp_path / "r", judges, penalty("a"))

    def answers() -> dict[str, str]:
        return dict(measure([review], on=date(2025, 1, 1)).survey.files[0].items)

    item = next(iter(answers()))
    with review.store() as store:
        store.put_ruling(Ruling("a", item, "评查员甲", Verdict.FAIL, "理由"), "x")
    assert answers()[item] == "fail"
    with review.store() as store:
        store.put_ruling(Ruling("a", item, "评查员乙", Verdict.PASS, "理由"), "x")
    assert answers()[item] == "unsure"  # they differ, and nobody has settled it


def test_the_same_input_gives_the_same_lines(judges: Judges, tmp_path: Path) -> None:
    review = review_of(tmp_path / "r", judges, penalty("b"), penalty("a"))
    found = [measure([review], on=date(2025, 1, 1)) for _ in range(2)]
    first, second = ([figure_json(one, run.survey) for one in run.figures] for run in found)
    assert first == second


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "没有给出评查项目"),
        (("nowhere",), "这里不是评查项目"),
        (("r", "--only", "major_file"), "相近的有：major_filed"),
        (("r", "--on", "2025年"), "--on 的日期格式不对"),
        (("r", "--from", "2025-01-02", "--to", "2025-01-01"), "起止日期颠倒"),
        (("r", "--xlsx", "nowhere/x.xlsx"), "找不到存放表格的文件夹"),
    ],
)
def test_a_wrong_call_is_refused(
    words: tuple[str, ...],
    says: str,
    run: Run,
    judges: Judges,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    review_of(tmp_path / "r", judges)
    status, _, err = run(*words)
    assert (status, says in err, not (tmp_path / "r" / "out").exists()) == (2, True, True)


def test_a_register_that_cannot_be_used_is_refused(judges: Judges, tmp_path: Path) -> None:
    review = review_of(tmp_path / "r", judges)
    with pytest.raises(SetupError, match="不是日期"):
        measure(
            [review],
            registers=csv(tmp_path / "t", "filings", FILINGS, ROW.replace("2024-03-12", "尚未")),
            on=date(2025, 1, 1),
        )
