"""Plugins: lenient to load, strict to use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from anjuan import BrokenPlugin, Plugins
from anjuan.model.errors import ProfileError
from anjuan.rules.profile_files import load_profile

HERE = Path(__file__).parent / "plugins"


def test_first_party_plugins_come_through_entry_points(plugins: Plugins) -> None:
    assert plugins.broken == {}
    assert {"builtin", "subject", "evidence", "legal", "documents", "timeliness"} <= set(plugins.versions)
    assert [one.id for one in plugins.dimensions][:5] == [
        "subject",
        "evidence",
        "legal",
        "documents",
        "timeliness",
    ]


def test_each_dimension_has_at_least_seven_checks(plugins: Plugins) -> None:
    counts: dict[str, int] = {}
    for one in plugins.checks.values():
        counts[one.dimension] = counts.get(one.dimension, 0) + 1
    assert min(counts.values()) >= 7
    assert sum(counts.values()) >= 45


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("raises_at_import.py", "RuntimeError"),
        ("wrong_hook.py", "anjuan_checks"),
        ("wrong_argument.py", "参数"),
        ("raises_in_hook.py", "ZeroDivisionError"),
        ("missing.py", "找不到"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(file: str, says: str) -> None:
    with pytest.raises(BrokenPlugin, match=says):
        Plugins.discover([HERE / file])


def test_a_file_of_the_user_adds_its_checks() -> None:
    found = Plugins.discover([HERE / "good.py"])
    assert found.checks["extra.nothing"].plugin == "good"
    assert found.versions["good"].startswith("sha256:")


def test_a_broken_installed_plugin_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken_anjuan.py").write_text("raise RuntimeError('坏了')\n", encoding="utf-8")
    info = tmp_path / "broken_anjuan-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: broken-anjuan\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text("[anjuan]\nbroken = broken_anjuan\n", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from anjuan.faces.cli import main; main()"
    for words, status, text in (
        (["plugins"], 0, "broken　不能使用"),
        (["profile", "check", "general"], 0, "general@"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        assert text in done.stdout


def test_a_profile_that_needs_a_missing_check_refuses_and_names_near_ones(
    plugins: Plugins, tmp_path: Path
) -> None:
    source = Path(__file__).parent.parent / "scoring_profiles" / "general" / "penalty_ordinary.toml"
    file = tmp_path / "mine.toml"
    text = source.read_text("utf-8").replace("legal.article_exists", "legal.article_exist")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"legal\.article_exists"):
        plugins.require(load_profile(file))
