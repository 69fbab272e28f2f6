"""review.toml: what a person wrote stays, what a call changes is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from anjuan.model.errors import SetupError
from anjuan.record.review import Review


def test_a_changed_profile_is_kept_and_everything_else_stays(tmp_path: Path) -> None:
    text = '# 我们的评查\nname = "2026年评查"\nprofile = "general"\nissuer = "某司法局"\n'
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    Review.open_or_make(tmp_path, profile="mine.toml", registers="台账").save()
    kept = (tmp_path / "review.toml").read_text("utf-8")
    assert kept.startswith("# 我们的评查\n")
    found = Review.open(tmp_path).settings
    assert (found.profile, found.registers, found.issuer) == ("mine.toml", "台账", "某司法局")


def test_an_unchanged_review_is_not_touched(tmp_path: Path) -> None:
    text = 'name = "a"   # 注\n\n\nstage="panel"\n'
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    Review.open_or_make(tmp_path).save()
    assert (tmp_path / "review.toml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "格式"),
        ('nam = "a"', "name"),
        ('stage = "panel"', "缺少 name"),
        ('name = "a"\nstage = "pannel"', "panel"),
        ('name = "a"\nyear = "2026"', "类型"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=says):
        Review.open(tmp_path)
