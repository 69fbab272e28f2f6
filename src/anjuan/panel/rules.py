"""The rules of the panel: the table `[panel]` of `review.toml`. They never change a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from ..model.errors import SetupError, near
from .said import POSITIONS, Reviewer


@dataclass(frozen=True, slots=True)
class PanelRules:
    """How the panel works.

    Attributes:
        reviewers: who may sit.
        differ_points: two reviewers whose points differ by more get a third.
        double_share: share of files that two people score for the figures of agreement, where not all are.
        term_objection: working days in which the authority may object.
        term_answer: working days in which an objection is answered.
        quorum: least number of people at a collective opinion.
    """

    reviewers: tuple[Reviewer, ...] = ()
    differ_points: Decimal = Decimal(5)
    double_share: Decimal = Decimal("0.05")
    term_objection: int = 5
    term_answer: int = 10
    quorum: int = 3


_KEYS = tuple(field.name for field in fields(PanelRules))
_PERSON = {"name": str, "agency": str, "related": list, "position": str}
_LEAST = {"term_objection": 1, "term_answer": 1, "quorum": 2}


def panel_rules_of(data: Any, where: str) -> PanelRules:
    """Rules from a TOML table; what it does not name keeps its default.

    Args:
        where: file and key path of the table, for messages.

    Raises:
        SetupError: a key that nobody knows, a value that does not hold, or a name that stands twice.
    """
    if not isinstance(data, dict):
        raise SetupError("panel 应当是一张表", where, "写成 [panel]，下面每行一个键")
    for key in data:
        if key not in _KEYS:
            hint = near(key, _KEYS) or "可用：" + "、".join(_KEYS)
            raise SetupError(f"panel 中没有名为 {key} 的键", where, hint)
    given: dict[str, Any] = {}
    for key, least in _LEAST.items():
        if key in data:
            given[key] = _whole(data[key], least, f"{where}：{key}")
    if "differ_points" in data:
        given["differ_points"] = _number(data["differ_points"], None, f"{where}：differ_points")
    if "double_share" in data:
        given["double_share"] = _number(data["double_share"], Decimal(1), f"{where}：double_share")
    return PanelRules(_people(data.get("reviewers", []), f"{where}：reviewers"), **given)


def _whole(value: Any, least: int, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise SetupError(f"应当是不小于 {least} 的整数", where, "改成不加引号的整数")
    return value


def _number(value: Any, most: Decimal | None, where: str) -> Decimal:
    number = None if isinstance(value, bool) or not isinstance(value, int | float) else Decimal(str(value))
    if number is None or not number.is_finite() or number < 0 or (most is not None and number > most):
        raise SetupError("应当是不小于 0 的数" + ("，不大于 1" if most else ""), where, "改成不加引号的数")
    return number


def _people(rows: Any, where: str) -> tuple[Reviewer, ...]:
    if not isinstance(rows, list):
        raise SetupError("reviewers 应当是一列评查员", where, '每人写成 {name = "甲", agency = "某局"}')
    found: dict[str, Reviewer] = {}
    for number, row in enumerate(rows, 1):
        one = _person(row, f"{where} 第 {number} 人")
        if one.name in found:
            raise SetupError(f"评查员 {one.name} 写了两次", where, "同名的两人在姓名后加以区别")
        found[one.name] = one
    return tuple(found.values())


def _person(row: Any, where: str) -> Reviewer:
    if not isinstance(row, Mapping):
        raise SetupError("评查员应当写明姓名和单位", where, '写成 {name = "甲", agency = "某局"}')
    for key, value in row.items():
        if key not in _PERSON:
            raise SetupError(f"评查员中没有名为 {key} 的键", where, near(key, _PERSON) or "删除该键")
        if not isinstance(value, _PERSON[key]):
            raise SetupError(f"评查员的 {key} 值类型不对", where, '文字加引号，related 写成 ["甲", "乙"]')
    name, agency = row.get("name", "").strip(), row.get("agency", "").strip()
    if not name or not agency:
        raise SetupError("评查员缺少姓名或者单位", where, "写明 name 和 agency；没有单位的无法判断回避")
    related = row.get("related", [])
    if not all(isinstance(one, str) and one.strip() for one in related):
        raise SetupError("related 应当是回避对象的名称", where, '写成 ["甲公司", "乙局"]')
    position = row.get("position", POSITIONS[0])
    if position not in POSITIONS:
        raise SetupError(
            f"position 不能是 {position}", where,
            "可用：member 评查员、deputy 分管负责人、head 主要负责人",
        )  # fmt: skip
    return Reviewer(name, agency, tuple(one.strip() for one in related), position)


def toml_lines(rules: PanelRules) -> list[str]:
    """The table `[panel]` with what is not a default; empty where nothing is."""
    usual = PanelRules()
    lines = [
        f"{key} = {getattr(rules, key)}"
        for key in _KEYS
        if key != "reviewers" and getattr(rules, key) != getattr(usual, key)
    ]
    for one in rules.reviewers:
        lines += ["", "[[panel.reviewers]]", f"name = {_text(one.name)}", f"agency = {_text(one.agency)}"]
        if one.related:
            lines.append(f"related = [{', '.join(map(_text, one.related))}]")
        if one.position != POSITIONS[0]:
            lines.append(f"position = {_text(one.position)}")
    return ["", "[panel]", *lines] if lines else []


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
