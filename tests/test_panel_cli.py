"""`anjuan panel …` as a person types it, from the assignment to the figures of agreement."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from anjuan import Ruling, Verdict
from anjuan.record.panel import Panel
from anjuan.record.review import Review
from anjuan.record.standing import state_in

from .conftest import Evaluated
from .test_cli import Run
from .test_cli import run as run

CASE, ITEM = "s01", "PO-D16"
PEOPLE = """
[panel]
quorum = 2

[[panel.reviewers]]
name = "甲"
agency = "云汀市司法局"

[[panel.reviewers]]
name = "乙"
agency = "云汀市律师协会"

[[panel.reviewers]]
name = "丙"
agency = "云汀市望澜区司法局"
position = "head"
"""


@pytest.fixture
def folder(samples: Evaluated, tmp_path: Path) -> Path:
    shutil.copy(samples.review.folder / "review.db", tmp_path / "review.db")
    text = (samples.review.folder / "review.toml").read_text("utf-8")
    (tmp_path / "review.toml").write_text(text + PEOPLE, encoding="utf-8")
    return tmp_path


def differ(folder: Path) -> tuple[str, str]:
    """The two who sit on the file speak against each other and submit."""
    review = Review.open(folder)
    with review.store() as store:
        panel = Panel.of(review, store)
        first, second = state_in(store, CASE).reviewers
        for who, verdict in ((first, Verdict.PASS), (second, Verdict.FAIL)):
            panel.enter(Ruling(CASE, ITEM, who, verdict, "查看原卷"), panel.sitting(CASE).digest)
            panel.submit(CASE, who)
    return first, second


def test_from_assignment_to_agreement(run: Run, folder: Path) -> None:
    status, out, err = run(
        "panel", "assign", "--review", folder, "--seed", "7", "--case", CASE, "--actor", "组长"
    )
    assert (status, "新指派 2 席" in out, "种子：7" in err) == (0, True, True)
    status, out, _ = run("panel", "agreement", "--review", folder)
    assert (status, "算不出一致性" in out) == (0, True)
    first, second = differ(folder)
    status, out, _ = run("panel", "settle", "--review", folder)
    assert re.search("待合议 1 项", out)
    words = ("--reason", "栏目空缺一处", "--chair", first, "--attended", first, "--attended", second)
    settle = ("panel", "settle", CASE, ITEM, "--review", folder, "--verdict", "不符合", "--points", "0")
    status, out, _ = run(*settle, *words)
    assert (status, "集体合议" in out) == (0, True)
    status, _, err = run(*settle, *words)
    assert (status, "没有分歧" in err) == (2, True)
    status, out, _ = run("panel", "agreement", "--review", folder, "--json", "--xlsx", folder / "a.xlsx")
    assert json.loads(out)["whole"]["files"] == 1
    assert (folder / "a.xlsx").stat().st_size > 500
    with Review.open(folder).store() as store:
        assert store.broken() == []


def test_an_objection_from_its_letter_to_its_answer(run: Run, folder: Path) -> None:
    run("panel", "assign", "--review", folder, "--seed", "7", "--case", CASE)
    differ(folder)
    with Review.open(folder).store() as store:
        agency = str(store.line(CASE)["agency"])
    told = ("--authority", agency, "--item", ITEM, "--reason", "有原件", "--received")
    status, _, err = run("panel", "object", CASE, "--review", folder, *told, "11月2日")
    assert (status, "--received 的日期格式不对" in err) == (2, True)
    status, out, err = run("panel", "object", CASE, "--review", folder, *told, "2026-11-02")
    assert status == 0, err
    assert "应于 2026-11-16 前答复" in err
    number = re.search(r"已登记异议 (\d+)", out)
    assert number
    status, out, _ = run(
        "panel", "answer", CASE, number[1], "--review", folder, "--outcome", "维持", "--reason", "没有原件"
    )
    assert (status, "维持" in out) == (0, True)


def test_a_recusal_names_who_comes_in_his_place(run: Run, folder: Path) -> None:
    run("panel", "assign", "--review", folder, "--seed", "7", "--case", CASE)
    with Review.open(folder).store() as store:
        first, _ = state_in(store, CASE).reviewers
    by = ("--by", "主任", "--by", "书记")
    status, out, _ = run("panel", "recuse", CASE, first, "--review", folder, "--reason", "近亲属", *by)
    assert (status, f"{first} 已回避" in out) == (0, True)
    status, out, _ = run("panel", "settle", CASE, "--review", folder)
    assert "近亲属" in out


def test_sheets_go_out_and_come_back(run: Run, folder: Path) -> None:
    run("panel", "assign", "--review", folder, "--seed", "7", "--case", CASE)
    status, out, _ = run("panel", "export", "--review", folder)
    assert (status, out.count("已写入")) == (0, 2)
    status, out, _ = run("panel", "import", folder / "out" / "sheets", "--review", folder)
    assert (status, out.count("没有新内容")) == (0, 2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("settle", CASE, "--verdict", "符合"), "没有写明评查项"),
        (("settle", CASE, ITEM, "--verdict", "也许"), "不认识的结论"),
        (("settle", CASE, ITEM, "--verdict", "符合", "--points", "多"), "不是数字"),
        (("settle", CASE, ITEM, "--verdict", "符合", "--chair", "甲", "--attended", "甲"), "没有分歧"),
        (("settle", "无此案"), "没有案卷"),
        (("assign",), "没有抽签的种子"),
        (("recheck", CASE, "甲", "--outcome", "同意", "--reason", "看过"), "不是该案卷的复核人"),
        (("export", "--reviewer", "庚"), "没有名为"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(
    run: Run, folder: Path, words: tuple[str, ...], says: str
) -> None:
    status, _, err = run("panel", *words, "--review", folder)
    assert (status, says in err) == (2, True)
    assert len(err.strip().splitlines()) == 1
    assert re.match(r"\[AJ-\d{3}\]", err)


def test_a_wrong_panel_table_is_named_with_its_key(run: Run, folder: Path) -> None:
    file = folder / "review.toml"
    good = file.read_text("utf-8")
    for wrong, says in (
        ("quorum = 0", "quorum"),
        ("quorums = 3", "quorums"),
        ('differ_points = "5"', "differ_points"),
        ("double_share = 2", "double_share"),
        ("reviewers = 3", "reviewers"),
        ('reviewers = [{name = "甲"}]', "第 1 人"),
        ('reviewers = [{name = "甲", agency = "局", positon = "head"}]', "position"),
        ('reviewers = [{name = "甲", agency = "局", position = "长"}]', "position"),
        ('reviewers = [{name = "甲", agency = "局", related = [1]}]', "related"),
        ('reviewers = [{name = "甲", agency = "局"}, {name = "甲", agency = "局"}]', "两次"),
    ):
        file.write_text(good.split("[panel]")[0] + f"[panel]\n{wrong}\n", encoding="utf-8")
        status, _, err = run("panel", "settle", "--review", folder)
        assert (status, "AJ-200" in err, says in err) == (2, True, True), (wrong, err)
