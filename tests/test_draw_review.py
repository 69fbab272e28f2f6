"""Draws of a review: committed, drawn once, verified; what was changed afterwards is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from anjuan.faces import cli
from anjuan.model.errors import Conflict, NotAllowed, SetupError, Tampered
from anjuan.record.draw_lists import list_from, read_list
from anjuan.record.draws import Committed, Wish, commit, draw_cases, verify_draws
from anjuan.record.review import Review
from anjuan.record.store import Store

SCRIPT = Path(__file__).parent.parent / "docs" / "verify_draw.py"
SEED = "3 5 2 6 1 1 4 2"


def line(name: str, agency: str = "甲局", **more: Any) -> dict[str, Any]:
    return {
        "id": name, "case": name, "source": name, "digest": f"sha256:{name}", "agency": agency,
        "category": "penalty", "procedure": "ordinary", "facts": [], "stamp": {"plugins": {}}, **more,
    }  # fmt: skip


def put(store: Store, *lines: dict[str, Any]) -> None:
    for one in lines:
        store.put_evaluation(f"key of {json.dumps(one)}", one)


@pytest.fixture
def review(tmp_path: Path) -> Review:
    found = Review.open_or_make(tmp_path / "评查")
    found.save()
    with found.store() as store:
        put(store, *(line(f"s{n:02}", "甲局" if n % 3 else "乙局") for n in range(12)))
    return found


def committed(review: Review, size: int = 5, **more: Any) -> Committed:
    return commit(review, Wish(size=size, **more), actor="甲")


def faults(review: Review, **more: Any) -> Sequence[str]:
    return [fault for one in verify_draws(review, **more) for fault in one.faults]


def test_a_draw_is_noted_and_repeated_by_the_script(review: Review) -> None:
    made = committed(review, minimum=2)
    done = draw_cases(review, SEED, actor="甲")
    assert len(done.drawn.picks) == 5
    with review.store() as store:
        first, second = store.entries(stream="draw")
        assert (first.action, first.actor, first.payload["count"]) == ("committed", "甲", 12)
        assert second.payload["commit"] == first.hash == made.entry.hash
        assert second.payload["strata"] == {
            "乙局|penalty": {"size": 4, "n": 2}, "甲局|penalty": {"size": 8, "n": 3},
        }  # fmt: skip
        assert store.broken() == []
    told = subprocess.run(
        [sys.executable, str(SCRIPT), str(done.paths[1]), str(done.paths[0]), "35 26 11 42"],
        capture_output=True, check=True, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert first.payload["list"] in told.stdout.decode()
    assert "、".join(done.drawn.picks) in told.stdout.decode()
    other = subprocess.run(
        [sys.executable, str(SCRIPT), str(done.paths[1]), str(done.paths[0]), "1"], capture_output=True
    )
    assert other.returncode == 1
    assert faults(review) == []


def test_a_list_is_committed_once_and_drawn_once(review: Review) -> None:
    first = committed(review)
    assert committed(review).again
    done = draw_cases(review, SEED, actor="甲")
    again = draw_cases(review, SEED.replace(" ", ""), actor="乙")
    assert again.again
    assert again.entry == done.entry
    with pytest.raises(NotAllowed, match="种子不同"):
        draw_cases(review, "7", actor="甲")
    second = committed(review)
    assert (first.number, second.number, second.again) == (1, 2, False)
    assert [one.notes for one in verify_draws(review)] == [(), ("名单已提交，还没有抽取",)]
    assert committed(review, 6).number == 3
    assert verify_draws(review)[1].notes == ("名单提交后没有抽取，又提交了新的名单",)


def test_of_two_who_draw_at_the_same_moment_one_is_told(review: Review) -> None:
    committed(review)

    def draws(seed: str) -> str:
        try:
            return draw_cases(review, seed, actor="甲").entry.payload["seed"]
        except (Conflict, NotAllowed) as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(draws, ("11111111", "22222222")))
    with review.store() as store:
        first = next(one for one in store.entries(stream="draw") if one.action == "drawn")
    assert told.count(first.payload["seed"]) == 1
    assert {"AJ-401", "AJ-403"} & set(told)
    assert draw_cases(review, first.payload["seed"], actor="甲").again


def test_without_a_list_nothing_is_drawn(review: Review) -> None:
    for call in (lambda: draw_cases(review, SEED, actor="甲"), lambda: verify_draws(review)):
        with pytest.raises(NotAllowed, match="还没有提交名单"):
            call()
    with review.store() as store:
        assert list(store.entries(stream="draw")) == []


def test_case_files_that_changed_after_the_commit_are_named(review: Review) -> None:
    committed(review)
    with review.store() as store:
        put(store, line("s99"), line("s03", "丙局"))
    with pytest.raises(NotAllowed, match="s03 的机关由“乙局”变为“丙局”；多了 s99"):
        draw_cases(review, SEED, actor="甲")
    assert faults(review) == [
        "名单与提交时不同：s03 的机关由“乙局”变为“丙局”", "名单与提交时不同：多了 s99",
    ]  # fmt: skip
    assert committed(review).number == 2
    draw_cases(review, SEED, actor="甲")
    assert faults(review) == []


def test_files_that_were_changed_are_named_and_written_again(review: Review) -> None:
    committed(review)
    done = draw_cases(review, SEED, actor="甲")
    text = done.paths[0].read_text("utf-8")
    done.paths[0].write_text(text.replace("s04\t甲局", "s04\t乙局"), "utf-8")
    done.paths[1].write_text(done.paths[1].read_text("utf-8").replace(done.drawn.picks[0], "s77"), "utf-8")
    found = faults(review)
    assert found[0] == "list.tsv 与提交时不同：s04 的机关由“甲局”变为“乙局”"
    assert found[1].startswith("draw.json 与台账不同")
    shutil.rmtree(review.folder / "record")
    assert faults(review) == []
    draw_cases(review, SEED, actor="甲")
    assert done.paths[0].read_text("utf-8") == text
    done.paths[0].write_text("x", "utf-8")
    assert faults(review) == ["list.tsv 与提交时不同：已不是名单的格式"]


def test_a_ledger_that_was_changed_is_found(review: Review) -> None:
    committed(review)
    picks = draw_cases(review, SEED, actor="甲").drawn.picks
    with sqlite3.connect(review.folder / "review.db") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        query = (
            "UPDATE ledger SET payload = replace(payload, ?, ?) WHERE stream = 'draw' AND action = 'drawn'"
        )
        db.execute(query, (f'"{picks[0]}"', '"s98"'))
    found = faults(review)
    assert "台账 draw 第 2 条被改动，或与前一条接不上" in found
    assert "记录里有、按种子抽不中的案卷：s98" in found
    assert f"按种子抽中、记录里没有的案卷：{picks[0]}" in found
    with pytest.raises(Tampered, match="与种子不符"):
        draw_cases(review, SEED, actor="甲")


def test_a_second_draw_behind_the_program_is_found(review: Review) -> None:
    made = committed(review)
    done = draw_cases(review, SEED, actor="甲")
    with review.store() as store:
        store.append("draw", "乙", "drawn", {**done.entry.payload, "seed": "7"})
        store.append("draw", "乙", "drawn", {**done.entry.payload, "commit": "0" * 64})
    assert made.number == 1
    assert faults(review) == [
        "台账 draw 第 4 条的抽取没有对应的名单",
        "同一名单抽取了 2 次，第二次在台账 draw 第 3 条",
    ]


# ---- lists that are handed in -------------------------------------------------------------------


CSV = (
    "案卷编号,执法机关,类别,适用程序,罚款金额（万元）,备注\n1,甲局,行政处罚,普通程序,0.5,x\n2,乙局,许可,,,\n"
)


def written(folder: Path, text: str = CSV, name: str = "名单.csv", encoding: str = "utf-8-sig") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def test_tables_are_read_as_lists(tmp_path: Path) -> None:
    bands = (Decimal(1000), Decimal(5000))
    found, notes = read_list(written(tmp_path, encoding="gb18030"), bands)
    assert [one.amount for one in found] == ["5000元以上", "未知"]
    assert [(one.category, one.procedure) for one in found] == [("penalty", "ordinary"), ("licence", "未知")]
    assert notes == ("名单.csv：列“备注”未使用",)
    with xlsxwriter.Workbook(str(tmp_path / "名单.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(CSV.splitlines()):
            sheet.write_row(number + 2, 0, row.split(","))
    assert read_list(tmp_path / "名单.xlsx", bands)[0] == found
    by_number, _ = read_list(written(tmp_path, "文号\n江环罚〔2026〕1号\n"), ())
    assert by_number[0].id == "江环罚〔2026〕1号"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "名单是空的"),
        ("机关\n甲局\n", "没有编号或者文号"),
        (CSV.replace("0.5", "五千"), "名单.csv:2"),
        (CSV.replace("0.5", "-5"), "不是金额"),
        (CSV.replace("行政处罚", "处分"), "名单.csv:2"),
        (CSV.replace("2,乙", ",乙"), "名单.csv:3"),
        (CSV.replace("2,乙", '"2,乙'), "不是完整的 CSV"),
    ],
)
def test_a_table_that_is_no_list_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SetupError, match=words):
        read_list(written(tmp_path, text), (Decimal(1000),))


def test_a_table_that_changed_is_found_when_it_is_given_again(review: Review, tmp_path: Path) -> None:
    file = written(tmp_path)
    made = commit(review, Wish(size=1, strata=()), actor="甲", file=file)
    assert made.entry.payload["source"] == "list"
    file = written(tmp_path, CSV + "3,甲局,检查,,,\n")
    with pytest.raises(NotAllowed, match="多了 3"):
        draw_cases(review, SEED, actor="甲", file=file)
    draw_cases(review, SEED, actor="甲")
    assert faults(review) == []
    assert faults(review, file=file) == ["名单与提交时不同：多了 3"]


def test_a_list_that_was_purged_is_taken_from_the_folder_or_the_table(review: Review, tmp_path: Path) -> None:
    file = written(tmp_path)
    made = commit(review, Wish(size=1, strata=()), actor="甲", file=file)
    draw_cases(review, SEED, actor="甲")
    with review.store() as store:
        store.purge("draw", made.entry.payload["text"], "甲")
    assert faults(review) == []
    shutil.rmtree(review.folder / "record")
    assert "提交的名单不在评查库里" in faults(review)[0]
    assert faults(review, file=file) == []


def test_amounts_of_a_list_are_those_of_all_parties_read_for_sure() -> None:
    def fine(value: int, confidence: float = 1.0, of: str = "") -> dict[str, Any]:
        return {"name": "罚款金额", "value": value, "confidence": confidence, **({"of": of} if of else {})}

    lines = [
        line("1", facts=[fine(600, of="party:1"), fine(500, of="party:2")]),
        line("2", facts=[fine(600, 0.8)]),
        line("3"),
    ]
    found = list_from(lines, (), (Decimal(1000),))
    assert [one.amount for one in found] == ["1000元以上", "未知", "未知"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(), "只写一个"),
        (Wish(size=3, within=Decimal("0.1")), "只写一个"),
        (Wish(size=3, strata=("amount",)), "要写明分档"),
    ],
)
def test_a_wish_that_is_none_is_refused(wish: Wish, words: str) -> None:
    with pytest.raises(SetupError, match=words):
        wish.rule(10)
    assert Wish(within=Decimal("0.05")).rule(1000).size == 278


# ---- commands -----------------------------------------------------------------------------------


def run(*words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["anjuan", "draw", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    told = capsys.readouterr()
    return int(end.value.code or 0), told.out + told.err


def test_the_commands(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def draw(*words: str) -> tuple[int, str]:
        given = (*words, "--review", str(review.folder))
        return run(*given, monkeypatch=monkeypatch, capsys=capsys)

    assert draw("draw", "--seed", SEED)[0] == 2
    wished = ("--within", "0.2", "--by", "机关", "--minimum", "1", "--weight", "机关:乙局=2", "--actor", "甲")
    code, text = draw("commit", *wished)
    assert code == 0
    assert "名单校验值　sha256:" in text
    assert "没有重复记入" in draw("commit", *wished)[1]
    code, text = draw("draw", "--seed", "12", "--actor", "甲")
    assert code == 0
    assert "提示：种子不到 8 位" in text
    assert "verify_draw.py" in text
    code, text = draw("verify")
    assert (code, "核对无误：重新抽取的结果相同" in text) == (0, True)
    with review.store() as store:
        put(store, line("s99"))
    code, text = draw("verify")
    assert (code, "不符：名单与提交时不同：多了 s99" in text) == (1, True)
    data = json.loads(draw("verify", "--json")[1])
    assert data["faults"] == ["名单与提交时不同：多了 s99"]
    code, text = draw("commit", "--size", "3", "--by", "none", "--json", "--weight", "类别:行政处罚=2")
    assert json.loads(text)["number"] == 2
    assert json.loads(draw("draw", "--seed", SEED, "--json")[1])["seed"] == "35261142"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--size", "3", "--by", "机构"), "不能按“机构”分层"),
        (("--size", "3", "--weight", "乙局=2"), "看不懂权重"),
        (("--size", "3", "--weight", "类别:处分=2"), "处分"),
        (("--size", "3", "--weight", "机关:丁局=2"), "没有对应的案卷"),
        (("--within", "五"), "不是数字"),
        (("--size", "30"), "不在1至12之间"),
        (("--size", "3", "--actor", "甲", "--list", "没有.csv"), "找不到名单"),
    ],
)
def test_a_wrong_call_writes_nothing(
    review: Review,
    words: tuple[str, ...],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = run("commit", "--review", str(review.folder), *words, monkeypatch=monkeypatch, capsys=capsys)
    assert (code, told in text) == (2, True)
    with review.store() as store:
        assert list(store.entries(stream="draw")) == []
