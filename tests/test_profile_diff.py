"""`anjuan profile diff`: what differs between two profiles, and nothing else."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from anjuan.faces.cli.app import app
from anjuan.rules.profile_diff import differences
from anjuan.rules.profile_files import load_profile, shipped_profiles

BASE = 'extends = "general/penalty_summary"\n'
SECTION = '[[section]]\nid = "timeliness"\n[[section.item]]\nid = "PS-P01"\n'


def found(folder: Path, text: str) -> list[tuple[str, str, str, str]]:
    (folder / "a.toml").write_text(BASE, "utf-8")
    (folder / "b.toml").write_text(BASE + text, "utf-8")
    rows = differences(load_profile(folder / "a.toml"), load_profile(folder / "b.toml"))
    assert all(one.table == "penalty/summary" for one in rows)
    return [(one.place, one.key, one.before, one.after) for one in rows]


@pytest.mark.parametrize("name", sorted(shipped_profiles()))
def test_a_profile_does_not_differ_from_itself(name: str) -> None:
    assert differences(load_profile(name), load_profile(name)) == ()


@pytest.mark.parametrize(
    ("text", "place", "key", "after"),
    [
        ('name = "乙"\n', "", "name", "乙"),
        ("since = 2026-02-01\n", "", "since", "2026-02-01"),
        ('norms = [{source = "某府办〔2019〕1号", until = 2024-05-09}]\n', "", "norms", "某府办〔2019〕1号 2024-05-09"),
        (SECTION + "points = 1\nchecks = [{check = \"timeliness.summary_told\", deduct = 1}]\n", "PS-P01", "points", "1"),
        (SECTION + 'effect = "not_excellent"\n', "PS-P01", "effect", "not_excellent"),
        (SECTION + 'decide = "assist"\n', "PS-P01", "decide", "assist"),
        (SECTION + 'title = "告知"\n', "PS-P01", "title", "告知"),
        (
            SECTION + 'checks = [{check = "timeliness.summary_told", deduct = 1, milder = 0.5}]\n',
            "PS-P01", "checks", "timeliness.summary_told 扣 1，较轻 0.5",
        ),
        ('[[section]]\nid = "timeliness"\nformula = "rescale"\n', "timeliness", "formula", "rescale"),
    ],
)  # fmt: skip
def test_each_change_is_told_once(text: str, place: str, key: str, after: str, tmp_path: Path) -> None:
    rows = [row for row in found(tmp_path, text) if (row[0], row[1]) == (place, key)]
    assert [row[3] for row in rows] == [after]


def test_items_and_sections_that_come_and_go(tmp_path: Path) -> None:
    item = '[[section.item]]\nid = "X-1"\ntitle = "另加的一项"\npoints = 0.5\ndecide = "person"\n'
    text = f'[[section]]\nid = "timeliness"\n{item}dimension = "timeliness"\n'
    assert found(tmp_path, text) == [("X-1", "added", "", "另加的一项（0.5分）")]
    back = differences(load_profile(tmp_path / "b.toml"), load_profile(tmp_path / "a.toml"))
    assert [(one.place, one.key, one.before) for one in back] == [("X-1", "removed", "另加的一项（0.5分）")]


def diff(*words: str) -> Any:
    import_module("anjuan.faces.cli.profile")
    return CliRunner().invoke(app, ["profile", "diff", *words])


def test_the_command_tells_it_to_people_and_programs() -> None:
    shown = diff("general", "jiangmen")
    assert shown.exit_code == 0
    assert "【penalty/ordinary】" in shown.output
    assert "PO-P27　新增：重大行政处罚决定十五日内报送备案（3分）" in shown.output
    data = json.loads(diff("general", "jiangmen", "--json").output)
    assert data["before"].startswith("general@")
    row = {"table": "penalty/ordinary", "place": "PO-P28", "key": "added", "before": ""}
    assert any(row.items() <= one.items() for one in data["differences"])
    assert "general@2026.1 与 general@2026.1：0 处不同" in diff("general", "general").output


def test_tables_of_other_kinds_are_told_as_a_whole() -> None:
    rows = differences(load_profile("general"), load_profile("ecology_2024"))
    whole = {(one.table, one.key) for one in rows if not one.place and one.key in ("added", "removed")}
    assert ("penalty/summary", "removed") in whole
    assert ("penalty/ordinary/按日连续处罚", "added") in whole
