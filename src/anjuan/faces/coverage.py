"""Who decides each line of a catalogue, by which check, and how many worked cases show that check."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..rules.check import Check
from ..rules.profile import Decide, Item, Profile

WHO = {Decide.CHECK: "判断", Decide.ASSIST: "提示", Decide.PERSON: "人工"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the catalogue.

    Attributes:
        tables: profiles and tables that hold it, `general/penalty_ordinary`.
        checks: ids of its checks; cases: rows of case tables that run each of them.
    """

    item: Item
    tables: tuple[str, ...]
    checks: tuple[str, ...]
    cases: tuple[int, ...]

    @property
    def lacking(self) -> str:
        """What a line that a check is to decide or assist still lacks; empty when nothing."""
        if self.item.decide is Decide.PERSON:
            return ""
        if not self.checks:
            return "没有检查规则"
        bare = [name for name, rows in zip(self.checks, self.cases, strict=True) if not rows]
        return f"{'、'.join(bare)} 没有案例" if bare else ""


def coverage(profiles: Iterable[Profile], checks: Mapping[str, Check]) -> tuple[Line, ...]:
    """Every item of the profiles once, in the order in which it is first met."""
    items: dict[str, Item] = {}
    tables: dict[str, list[str]] = {}
    for profile in profiles:
        for table in profile.tables:
            for item in table.items():
                items.setdefault(item.id, item)
                tables.setdefault(item.id, []).append(f"{profile.name}/{Path(table.file).stem}")
    rows = case_rows(checks.values())
    return tuple(
        Line(item, tuple(tables[name]), used, tuple(rows[one] for one in used))
        for name, item in items.items()
        for used in [tuple(use.check for use in item.checks if use.check in checks)]
    )


def case_rows(checks: Iterable[Check]) -> Counter[str]:
    """Rows of the case tables that lie in the folder `cases` beside each plugin, by check."""
    folders = {folder for one in checks if (folder := _cases(one)) is not None}
    return Counter(
        row["check"]
        for folder in folders
        for file in sorted(folder.glob("*.yaml"))
        for row in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    )


def _cases(check: Check) -> Path | None:
    module = sys.modules.get(check.function.__module__.partition(".")[0])
    file = getattr(module, "__file__", None)
    folder = Path(file).parent / "cases" if file else None
    return folder if folder and folder.is_dir() else None


def as_data(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """The lines as JSON objects."""
    for line in lines:
        pairs = zip(line.checks, line.cases, strict=True)
        yield {
            "item": line.item.id,
            "title": line.item.title,
            "decide": {Decide.CHECK: "decided"}.get(line.item.decide, str(line.item.decide)),
            "tables": list(line.tables),
            "checks": [{"check": name, "cases": rows} for name, rows in pairs],
        }


def as_table(lines: tuple[Line, ...]) -> Any:
    """A table for the terminal."""
    from rich.table import Table

    table = Table(title=f"评查项 {len(lines)} 项")
    for title in ("评查项", "内容", "由谁判断", "检查规则", "案例"):
        table.add_column(title, no_wrap=title in ("评查项", "由谁判断"))
    for line in lines:
        rows = "\n".join(map(str, line.cases))
        table.add_row(line.item.id, line.item.title, WHO[line.item.decide], "\n".join(line.checks), rows)
    return table


def summary(lines: tuple[Line, ...]) -> Iterator[str]:
    """Totals in a sentence, and one line for each item that lacks a check or a case."""
    counts = Counter(WHO[line.item.decide] for line in lines)
    lacking = [line for line in lines if line.lacking]
    told = "，".join(f"{who} {counts[who]}" for who in WHO.values())
    yield f"共 {len(lines)} 项：{told}；" + (
        f"缺少规则或者案例 {len(lacking)} 项" if lacking else "判断和提示的各项都有规则和案例"
    )
    for line in lacking:
        yield f"缺　{line.item.id}　{line.item.title}：{line.lacking}"
