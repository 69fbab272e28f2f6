"""A department's own point table as a profile file: matched lines with their checks, the rest for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .profile import CheckUse, Decide, Item, Table
from .profile_match import Match

PERSON_DIMENSION = "documents"
# Which dimension a line for people belongs to, by words of its text; the first that fits.
_DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "subject": ("主体", "资格", "执法人员", "管辖", "委托", "回避", "当事人"),
    "evidence": ("证据", "事实", "笔录", "检查", "询问", "抽样", "鉴定"),
    "legal": ("法律", "依据", "条款", "裁量", "适用", "处罚幅度"),
    "timeliness": ("程序", "期限", "告知", "听证", "审核", "讨论", "送达", "立案", "审批", "执行"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line on its way into a profile.

    Attributes:
        row: number of its row in the table it comes from.
        deducts: figures that its rule of deduction names.
    """

    row: int
    section: str
    text: str
    points: Decimal
    deducts: tuple[Decimal, ...]
    effect: str
    match: Match

    @property
    def doubtful(self) -> bool:
        """True where a person has to settle what the line asks."""
        return bool(self.match.near) and not (self.match.item and self.match.sure)

    @property
    def decide(self) -> Decide:
        """Who decides it; a check only hints where the words differ, or the rule of deduction is not one figure."""
        if self.match.item is None:
            return Decide.PERSON
        plain = (
            self.match.sure
            and len(set(self.deducts)) <= 1
            and all(one <= self.points for one in self.deducts)
        )
        return self.match.item.decide if plain else Decide.ASSIST


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above the lines of a profile file."""

    name: str
    version: str
    since: date
    source: str
    base: Table
    sections: tuple[tuple[str, Decimal], ...]


def written(frame: Frame, entries: Sequence[Entry]) -> str:
    """The text of a TOML file; lines that a person has to settle carry what comes nearest as a comment."""
    return "\n".join(_lines(frame, entries)) + "\n"


def _lines(frame: Frame, entries: Sequence[Entry]) -> Iterator[str]:
    base = frame.base
    total = sum((points for _, points in frame.sections), Decimal(0))
    yield f"name = {_text(frame.name)}"
    yield f"version = {_text(frame.version)}"
    yield f"since = {frame.since.isoformat()}  # 请改为本标准的施行日期"
    yield f"source = {_text(frame.source)}"
    yield f"applies = {{category = {_text(base.category)}, procedure = {_text(base.procedure)}}}"
    yield f"total = {total:f}"
    yield f'rounding = "{base.rounding}"'
    yield f"trust = {base.trust}"
    yield "# 等次按总分的百分之九十和百分之六十计，请核对"
    grades = zip(("优秀", "合格", "不合格"), (total * 9 / 10, total * 6 / 10, Decimal(0)), strict=True)
    shown = ", ".join(f"{{name = {_text(name)}, at_least = {_figure(mark)}}}" for name, mark in grades)
    yield f"grades = [{shown}]"
    for number, (section, points) in enumerate(frame.sections, 1):
        yield from (
            "",
            "[[section]]",
            f'id = "s{number}"',
            f"title = {_text(section)}",
            f"points = {points:f}",
        )
        yield 'formula = "deduct"'
        own = [entry for entry in entries if entry.section == section]
        for place, entry in enumerate(own, 1):
            yield ""
            yield from _item(f"{number}-{place}", entry)


def _item(name: str, entry: Entry) -> Iterator[str]:
    found = entry.match.item
    yield "[[section.item]]"
    yield from (f"# {line}" for line in comments(entry))
    yield f"id = {_text(name)}"
    yield f"title = {_text(entry.text)}"
    yield f"points = {entry.points:f}"
    if entry.effect:
        yield f"effect = {_text(entry.effect)}"
    if entry.decide is not Decide.CHECK:
        yield f'decide = "{entry.decide}"'
    if found is None:
        yield f'dimension = "{_dimension(entry.text)}"'
        return
    yield f'dimension = "{found.dimension}"'
    if not found.settled:
        yield 'certainty = "own"'
    uses = ", ".join(_use(use, found, entry) for use in found.checks)
    yield f"checks = [{uses}]"


def comments(entry: Entry) -> Iterator[str]:
    """What a person should know of a line: where it comes from, what it was taken for or comes near to."""
    match = entry.match
    if match.item is not None:
        yield f"第{entry.row}行，按 {match.item.id}“{match.item.title}”（相似度 {match.likeness:.0f}）"
        if not match.sure:
            yield "待确认：措辞不完全相同，机器只提示，由人扣分；确认相同后删去 decide，不同的改为 person"
        elif entry.decide is Decide.ASSIST is not match.item.decide:
            yield "扣分标准不是一个数，机器只提示，由人扣分"
        return
    if match.twice:
        others = "、".join(f"第{row}行" for row in match.twice)
        yield f"待确认：第{entry.row}行与{others}对应同一检查规则，一条规则只能计分一次，请选定一项"
    elif match.near:
        yield f"待确认：第{entry.row}行没有把握对应，由人评查；如果就是下列某项，写上 checks，删去 decide"
    else:
        yield f"第{entry.row}行没有对应的检查规则，由人评查"
    for item, likeness in match.near:
        checks = "、".join(use.check for use in item.checks)
        yield f"  {item.id}“{item.title}”（相似度 {likeness:.0f}）：{checks}"


def _use(use: CheckUse, item: Item, entry: Entry) -> str:
    """A check with the figure of the department, else with the share of the points that it has in the base."""
    named = entry.deducts[0] if entry.deducts and entry.decide is not Decide.PERSON else None
    share = use.deduct / item.points if item.points else Decimal(1)
    deduct = min(named if named is not None else entry.points * share, entry.points)
    text = f"{{check = {_text(use.check)}, deduct = {_figure(deduct)}"
    if use.milder is not None and use.deduct:
        text += f", milder = {_figure(deduct * use.milder / use.deduct)}"
    return text + "}"


def _dimension(text: str) -> str:
    for name, words in _DIMENSIONS.items():
        if any(word in text for word in words):
            return name
    return PERSON_DIMENSION


def _figure(value: Decimal) -> str:
    """A figure with at most two decimals, without trailing zeros."""
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".")


def _text(value: str) -> str:
    """A TOML basic string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
