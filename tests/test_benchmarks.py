"""The rulers themselves: what counts as right, as one kind of paper, as the same pages, and what damage does."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from benchmarks import damage, reading
from benchmarks.compare import canonical, f1_interval, plain, same, same_kind, score, share, wilson


def fact(name: str, value: Any, confidence: float = 1.0) -> dict[str, Any]:
    return {"name": name, "value": value, "confidence": confidence}


def paper(kind: str, *pages: tuple[str, int | None]) -> dict[str, Any]:
    return {"kind": kind, "pages": [{"file": file, "page": page} for file, page in pages]}


@pytest.mark.parametrize(
    ("name", "wanted", "value", "equal"),
    [
        ("案号", "甲罚〔2024〕1号", "甲罚[2024] 1号", True),
        ("案号", "甲罚〔2024〕1号", "甲罚〔2024〕11号", False),
        ("罚款金额", 30000, 30000.0, True),
        ("罚款金额", 30000, "30,000元", True),
        ("罚款金额", 30000, 3000, False),
        ("决定日期", "2024-03-05", "2024-03-05T09:10", True),
        ("告知听证权", True, True, True),
        ("告知听证权", True, False, False),
        ("案由", {"any": ["甲", "乙"]}, "乙", True),
        ("陈述申辩", {"contains": "未提出", "any_contains": ["放弃"]}, "已放弃", True),
        ("执法人员", {"name": "甲", "certificate": "E01"}, {"name": "甲", "certificate": "E01"}, True),
        ("执法人员", {"name": "甲", "certificate": "E01"}, {"name": "甲", "certificate": "E07"}, False),
        ("违反条款", "《甲法》第一条第(一)项", "《甲法》第一条第一项", True),
    ],
)
def test_what_is_the_same_value(name: str, wanted: Any, value: Any, equal: bool) -> None:
    assert same(name, wanted, value) is equal


def test_values_are_counted_one_by_one() -> None:
    key = {
        "case": "a", "documents": [],
        "facts": {"处罚种类": ["罚款", "警告"], "罚款金额": 100, "决定日期": "2024-03-05"},
    }  # fmt: skip
    said = [
        fact("处罚种类", "罚款"), fact("处罚种类", "罚款", 0.5), fact("处罚种类", "没收违法所得", 0.6),
        fact("罚款金额", 1000, 0.95), fact("立案日期", "2024-01-01", 0.95), fact("送达日期", "2024-01-01", 0.6),
    ]  # fmt: skip
    found = score(key, {"facts": said, "documents": []})
    assert found.counts == (1, 2, 3)
    assert sorted((one.name, one.confidence, one.right) for one in found.sayings) == [
        ("处罚种类", 0.6, False), ("处罚种类", 1.0, True), ("罚款金额", 0.95, False),
    ]  # fmt: skip
    assert dict(+found.unkeyed) == {"立案日期": 1}


def test_a_case_file_that_was_not_read_counts_as_missed() -> None:
    key = {
        "case": "a",
        "facts": {"罚款金额": 100},
        "documents": [{"kind": "送达回证", "file": "a.pdf", "pages": [1]}],
    }
    found = score(key, None)
    assert (found.counts, found.papers, found.kinds_right, found.notes) == ((0, 0, 1), 1, 0, ["not read"])


def test_names_of_one_kind_are_one() -> None:
    assert same_kind("送达回执", "送达回证")
    assert same_kind("查封（扣押）决定书", "扣押决定书")
    assert not same_kind("立案审批表", "结案审批表")
    assert canonical("某某单据") == plain("某某单据")


def test_papers_are_right_only_with_exactly_their_pages() -> None:
    split = [
        {"kind": "立案审批表", "file": "a.pdf", "first": 1, "last": 1},
        {"kind": "行政处罚决定书", "file": "a.pdf", "first": 2, "last": 4},
        {"kind": "送达回证", "file": "a.pdf", "first": 5, "last": 5},
    ]
    given = [
        paper("立案审批表", ("a.pdf", 1)),
        paper("行政处罚决定书", ("a.pdf", 2), ("a.pdf", 3)),
        paper("送达回证", ("a.pdf", 4), ("a.pdf", 5)),
    ]
    found = score({"case": "a", "facts": {}, "split": split}, {"facts": [], "documents": given})
    assert (found.papers, found.kinds_right, found.split_right) == (3, 3, 1)
    assert found.notes[0] == "paper: want 行政处罚决定书 a.pdf:2-4 got 行政处罚决定书 a.pdf:2-3"


def test_files_are_found_whatever_folder_a_key_names() -> None:
    split = [
        {"kind": "送达回证", "file": "卷.zip!/b.pdf", "first": 1, "last": 1},
        {"kind": "营业执照", "file": "c.docx", "first": None, "last": None},
        {"kind": "当场行政处罚决定书", "file": "1.jpg", "files": ["1.jpg", "2.jpg"], "first": 1, "last": 1},
    ]
    given = [
        paper("送达回证", ("b.pdf", 1)),
        paper("营业执照", ("正卷/c.docx", None)),
        paper("当场行政处罚决定书", ("1.jpg", 1), ("2.jpg", 1)),
    ]
    found = score({"case": "a", "facts": {}, "split": split}, {"facts": [], "documents": given})
    assert (found.kinds_right, found.split_right) == (3, 3)
    found = score(
        {"case": "a", "facts": {}, "split": split[2:]}, {"facts": [], "documents": [paper("x", ("1.jpg", 1))]}
    )
    assert found.notes == ["paper: want 当场行政处罚决定书 1.jpg - 2.jpg got x 1.jpg:1"]


def test_intervals() -> None:
    low, high = wilson(98, 100)
    assert (round(low, 3), round(high, 3)) == (0.93, 0.994)
    assert wilson(0, 0) == (0.0, 1.0)
    assert share(1, 2) == "1/2 50.0% [9.5, 90.5]"
    sure = score(
        {"case": "a", "facts": {"罚款金额": 1}, "documents": []},
        {"facts": [fact("罚款金额", 1)], "documents": []},
    )
    lost = score({"case": "b", "facts": {"罚款金额": 1}, "documents": []}, {"facts": [], "documents": []})
    assert f1_interval([sure] * 10) == (1.0, 1.0)
    assert f1_interval([sure, lost] * 5)[0] < 0.7
    assert f1_interval([sure, lost]) == f1_interval([sure, lost])


def test_tables_and_bars(capsys: pytest.CaptureFixture[str]) -> None:
    key = {"case": "a", "form": "scanned", "layout": "x", "facts": {"罚款金额": 1}, "documents": []}
    right = score(key, {"facts": [fact("罚款金额", 1)], "documents": []})
    wrong = score(key, {"facts": [fact("罚款金额", 2, 0.95)], "documents": []})
    assert [row.ok for row in reading.bars([right] * 50)] == [True, False, False, True]  # no paper, no kind
    assert reading.shown([right, wrong], verbose=True) is False
    out = capsys.readouterr().out
    assert "wrong and confident (>= 0.9): 1/2" in out
    assert "0.90 - 0.97  0/1" in out
    assert "a x 罚款金额: want [1] got [2]" in out


# ---- damage ------------------------------------------------------------------------------


def sheet() -> Image.Image:
    page = Image.new("RGB", (300, 400), "white")
    pen = ImageDraw.Draw(page)
    for y in range(20, 380, 12):
        pen.rectangle((20, y, 280, y + 4), fill="black")
    return page


@pytest.mark.parametrize("how", damage.DAMAGE, ids=lambda how: how.__name__)
def test_damage_changes_a_page_and_is_the_same_again(how: Any) -> None:
    first, again = how(sheet(), random.Random("a 1")), how(sheet(), random.Random("a 1"))
    assert (first.size, first.tobytes()) == (again.size, again.tobytes())
    assert first.size != (300, 400) or first.tobytes() != sheet().tobytes()


def test_more_damage_keeps_what_was_damaged(tmp_path: Path) -> None:
    source = tmp_path / "set" / "cases" / "a"
    source.mkdir(parents=True)
    for number in range(10):
        page = sheet()
        ImageDraw.Draw(page).text((30, 30), str(number), fill="red")
        page.save(source / f"{number}.png")
    key = {
        "case": "a", "source": "cases/a", "category": "penalty", "procedure": "ordinary", "form": "scanned",
    }  # fmt: skip
    (tmp_path / "set" / "keys").mkdir()
    (tmp_path / "set" / "keys" / "a.json").write_text(json.dumps(key), "utf-8")
    assert damage.chosen(tmp_path / "set", 2) == [key]
    changed = []
    for part in (0.0, 0.2, 0.4):
        batch = tmp_path / str(part)
        assert damage.written([key], tmp_path / "set", batch, part) == (round(part * 10), 10)
        whole = tmp_path / "0.0" / "a"
        files = sorted((batch / "a").glob("*.jpg"))
        changed.append({one.name for one in files if one.read_bytes() != (whole / one.name).read_bytes()})
        assert len(files) == 10
    assert [len(one) for one in changed] == [0, 2, 4]
    assert changed[1] < changed[2]


def test_wrong_and_sure_facts_and_shrinking_doubt_are_over_the_bar(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def step(part: float, wrong: int, unsure: int, failed: int = 0) -> damage.Step:
        items = frozenset(("a", f"i{n}") for n in range(failed))
        return damage.Step(part, round(part * 100), 100, 200, wrong, 200, 190, unsure, 100, items)

    assert damage.shown([step(0, 0, 10), step(0.4, 2, 30)])
    assert not damage.shown([step(0, 0, 10), step(0.4, 3, 30)])
    assert not damage.shown([step(0, 0, 10), step(0.2, 0, 30), step(0.4, 0, 20)])
    assert not damage.shown([step(0, 0, 10), replace(step(0.4, 0, 30), lost=1)])
    capsys.readouterr()
    damage.shown([step(0, 0, 10, 1), step(0.4, 0, 30, 3)])
    assert "2/3" in capsys.readouterr().out
