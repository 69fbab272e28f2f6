"""A changed standard beside the one of a review: which items differ, and what that does to the grades."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..record.rescore import Rescored, rescore
from ..record.review import Review
from ..rules.profile import Profile
from ..rules.profile_change import Wish, write_changed
from ..rules.profile_diff import differences
from ..rules.profile_files import load_profile, shipped_profiles
from ..scoring.changes import Change, ItemChange
from .show import Listing, columns
from .tables import span

SHOWN = 3  # items named beside each changed grade
LABELS = ("name", "version", "since")  # say which standard it is, not what it demands
KEYS = {
    "added": "新增", "removed": "取消", "points": "分值", "title": "名称", "effect": "一票否决", "checks": "检查规则",
    "decide": "由谁判断", "conditional": "附条件", "formula": "计分方法", "grades": "等次", "section": "所属部分",
    "version": "版本", "since": "施行日期", "name": "名称", "total": "总分", "trust": "可信度下限", "norms": "规范有效期",
    "rounding": "取整", "penalty": "扣减", "from": "扣减自", "certainty": "核实情况", "dimension": "维度",
    "papers": "适用文书", "without": "不含文书", "confirmed": "确认人",
}  # fmt: skip


def item_listing(before: Profile, after: Profile) -> Listing:
    """What differs between two standards."""
    rows = tuple(
        (one.table, one.place or "（评查表）", KEYS.get(one.key, one.key), one.before, one.after)
        for one in differences(before, after)
        if one.place or one.key not in LABELS
    )
    heads = columns("评查表", "位置:k", "改动:k", "原来", "现在")
    return Listing(f"{after.name} 与 {before.name} 相比，有 {len(rows)} 处不同", heads, rows)


def grade_listing(review: Review, profile: str | Path, workers: int | None = None) -> Listing:
    """Case files whose grade is another one under another standard, with the items that did it.

    Nothing is stored. Rulings of people are left out on both sides.

    Raises:
        ProfileError, BrokenPlugin, SetupError: the standard does not hold.
    """
    found = rescore(review, profile=str(profile), workers=workers)
    rows = tuple(_row(one) for one in found.changes)
    heads = columns(
        "案卷:k", "文号:k", "机关:p", "原等次:k", "新等次:k", "原得分:n", "新得分:n", "起作用的评查项"
    )
    title = f"重新评分 {found.scored} 件，等次有变化 {len(rows)} 件"
    return Listing(title, heads, rows, tuple(_notes(found)))


def _row(one: Change) -> tuple[str, ...]:
    before, after = one.before, one.after
    return (
        one.id, one.case or "（未读到）", one.agency or "（未读到）", span(before.grade_low, before.grade_high),
        span(after.grade_low, after.grade_high), span(before.low, before.high), span(after.low, after.high),
        _items(one.items),
    )  # fmt: skip


def _items(items: tuple[ItemChange, ...]) -> str:
    if not items:
        return "各项扣分相同，不同的是分数线或者计分方法"
    told = "；".join(f"{one.item} {one.title}" for one in items[:SHOWN])
    return told + (f"；另有 {len(items) - SHOWN} 项" if len(items) > SHOWN else "")


def _notes(found: Rescored) -> list[str]:
    moved = Counter(
        (span(one.before.grade_low, one.before.grade_high), span(one.after.grade_low, one.after.grade_high))
        for one in found.changes
    )
    notes = [f"{before} → {after}：{count} 件" for (before, after), count in sorted(moved.items())]
    return notes + [f"未完成：{name}：{reason}" for name, reason in found.problems]


def change(review: Review, profile: Profile, name: str, wish: Wish) -> Path:
    """Write the standard of a review with other points, vetoes or marks into `standards/NAME`; gives the folder.

    Raises:
        ProfileError: an item or a grade that the standard does not have, or a figure that does not hold.
    """
    named = review.settings.profile
    place = review.folder / named if (review.folder / named).exists() else shipped_profiles()[named]
    files = {one.name: one for one in ([place] if place.is_file() else place.iterdir())}
    return write_changed(profile, files, wish, review.folder / "standards" / name)


def standard(profile: str | Path) -> Profile:
    """A standard by name or path."""
    path = Path(profile)
    return load_profile(path if path.exists() else str(profile))
