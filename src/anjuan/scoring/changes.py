"""What another standard does to a grade: which items took the points, heaviest first. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model.codec import number
from ..model.result import Evaluation

BOUNDING = ("proposed", "confirmed")  # vetoes of these states bound the grade


@dataclass(frozen=True, slots=True)
class Standing:
    """Total and grade of a case file, each from the worst to the best that is still open."""

    low: float
    high: float
    grade_low: str
    grade_high: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that counts otherwise than before.

    Attributes:
        lost_before, lost_after: points lost at the worst and at the best; of an item that a standard does not
            have nothing is lost.
        verdict_before, verdict_after: empty where the standard does not have the item.
        veto: True when the item bounds the grade under one standard only.
    """

    item: str
    title: str
    lost_before: tuple[float, float]
    lost_after: tuple[float, float]
    verdict_before: str
    verdict_after: str
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A case file whose grade is another one; the items that did it, heaviest first.

    No item did where only the marks between the grades or the formula of a section are others.
    """

    id: str
    case: str
    agency: str
    before: Standing
    after: Standing
    items: tuple[ItemChange, ...]


def change_of(line: Mapping[str, Any], after: Evaluation) -> Change | None:
    """How the grade changed from an evaluation line to an evaluation of the same case file; None when it did not."""
    if (after.grade_low, after.grade_high) == (line["grade_low"], line["grade_high"]):
        return None
    before = Standing(line["low"], line["high"], line["grade_low"], line["grade_high"])
    now = Standing(number(after.low), number(after.high), after.grade_low, after.grade_high)
    changed = [one for one in _item_changes(line, after) if one.veto or one.lost_before != one.lost_after]
    fell = now.low + now.high - before.low - before.high
    same_way = [one for one in changed if one.veto or _worse(one) * fell < 0]
    items = sorted(same_way or changed, key=_weight, reverse=True)
    return Change(after.id, after.case, after.agency, before, now, tuple(items))


def _item_changes(line: Mapping[str, Any], after: Evaluation) -> list[ItemChange]:
    old = {row["item"]: row for row in line["items"]}
    new = {row.item: row for row in after.items}
    vetoes = {veto["item"] for veto in line["vetoes"] if veto["state"] in BOUNDING}
    vetoes ^= {veto.item for veto in after.vetoes if str(veto.state) in BOUNDING}
    found = []
    for item in dict.fromkeys((*old, *new)):
        was, now = old.get(item), new.get(item)
        found.append(
            ItemChange(
                item,
                now.title if now else was["title"] if was else "",
                (was["points"] - was["low"], was["points"] - was["high"]) if was else (0.0, 0.0),
                (float(now.points - now.low), float(now.points - now.high)) if now else (0.0, 0.0),
                was["verdict"] if was else "",
                str(now.verdict) if now else "",
                item in vetoes,
            )
        )
    return found


def _worse(one: ItemChange) -> float:
    """How many points more an item takes than before, over both ends."""
    return sum(one.lost_after) - sum(one.lost_before)


def _weight(one: ItemChange) -> tuple[bool, float]:
    return one.veto, abs(_worse(one))
