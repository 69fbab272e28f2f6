"""Figures of agreement as rows, as tables for a terminal, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..panel.agreement import Against, Agreed, Agreement
from ..panel.kappa import Measure

HEADS = ("一致率", "κ", "α", "AC1")
TITLES = {
    "whole": "全部", "items": "评查项", "dimensions": "维度", "pairs": "评查员两两", "machine": "机器与人", "grades": "等次",
}  # fmt: skip
NOTE = (
    "一致率是意见相同的比例；κ 两人时为 Cohen，几人时为 Fleiss；α 为 Krippendorff；AC1 为 Gwet。"
    "括号里是按案卷重抽的 95% 区间；没有区间的，是案卷太少或者没有分歧。"
    "评查员提交而没有另作意见的评查项，以机器的结论为他的意见；机器存疑、推定的除外。"
)


def measure_text(one: Measure, *, percent: bool = False) -> str:
    """`0.81（0.62～0.93）`; a dash where it is not defined."""
    if one.value is None:
        return "—"

    def shown(value: float) -> str:
        return f"{value:.1%}" if percent else f"{value:.2f}"

    if one.low is None or one.high is None:
        return shown(one.value)
    return f"{shown(one.value)}（{shown(one.low)}～{shown(one.high)}）"


def agreement_rows(
    found: Agreement, titles: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[str | int]]]:
    """Every row with the kind of its table (a key of `TITLES`): name, title, files, answers, spoken ones, figures, flags.

    Args:
        titles: name of an item or dimension → its title.
    """
    words = titles or {}
    parts: tuple[tuple[str, Sequence[Agreed]], ...] = (
        ("whole", (found.whole,) if found.whole else ()),
        ("grades", (found.grades,) if found.grades else ()),
        ("dimensions", found.dimensions),
        ("pairs", found.pairs),
        ("items", found.items),
    )
    for kind, rows in parts:
        for one in rows:
            yield kind, _row(one, words)
    whole = (found.machine_whole,) if found.machine_whole else ()
    for other in (*whole, *found.machine):
        yield "machine", [*_row(other.figures, words), other.harsher, other.milder, other.open]


def _row(one: Agreed, titles: Mapping[str, str]) -> list[str | int]:
    figures = (measure_text(one.raw, percent=True), *map(measure_text, (one.kappa, one.alpha, one.ac1)))
    return [
        one.name, titles.get(one.name, ""), one.files, one.units, one.spoken, *figures, "；".join(one.flags),
    ]  # fmt: skip


def heads_of(kind: str) -> tuple[str, ...]:
    """Headings of the rows of one kind."""
    common = ("名称", "内容", "案卷", "意见", "其中另作意见", *HEADS, "留意")
    return (*common, "机器严于人", "机器宽于人", "机器未判断") if kind == "machine" else common


def agreement_tables(
    found: Agreement, titles: Mapping[str, str] | None = None, *, every: bool = False
) -> Iterator[Any]:
    """Tables for a terminal. Of items, and of the machine against people, only flagged rows unless `every`."""
    from rich.table import Table
    from rich.text import Text

    tables: dict[str, Any] = {}
    hidden = dict.fromkeys(TITLES, 0)
    for kind, row in agreement_rows(found, titles):
        calm = not row[5 + len(HEADS)] and row[0] != TITLES["whole"]
        if kind in ("items", "machine") and calm and not every:
            hidden[kind] += 1
            continue
        if kind not in tables:
            tables[kind] = Table(title=TITLES[kind], title_justify="left")
            for head in heads_of(kind):
                tables[kind].add_column(head, overflow="fold")
        tables[kind].add_row(*(Text(str(cell)) for cell in row))
    for kind, table in tables.items():
        table.caption = f"另有 {hidden[kind]} 项达到要求，未列出" if hidden[kind] else None
        yield table
    for kind, many in hidden.items():
        if many and kind not in tables:
            yield Text(f"{TITLES[kind]}：{many} 项都达到要求")


def agreement_json(found: Agreement) -> dict[str, Any]:
    """All figures as plain values."""
    return {
        "format": 1,
        "whole": _figures_json(found.whole),
        "grades": _figures_json(found.grades),
        **{
            name: [_figures_json(one) for one in getattr(found, name)]
            for name in ("items", "dimensions", "pairs")
        },
        "machine": [_against_json(one) for one in found.machine],
        "machine_whole": _against_json(found.machine_whole) if found.machine_whole else None,
    }


def _figures_json(one: Agreed | None) -> dict[str, Any] | None:
    if one is None:
        return None
    figures = {name: _measure_json(getattr(one, name)) for name in ("raw", "kappa", "alpha", "ac1")}
    counts = {name: getattr(one, name) for name in ("name", "files", "units", "spoken")}
    return {**counts, **figures, "flags": list(one.flags)}


def _measure_json(one: Measure) -> dict[str, float | None]:
    places = {"value": one.value, "low": one.low, "high": one.high}
    return {name: None if value is None else round(value, 6) for name, value in places.items()}


def _against_json(one: Against) -> dict[str, Any]:
    counts = {"harsher": one.harsher, "milder": one.milder, "open": one.open}
    return {**(_figures_json(one.figures) or {}), **counts}


def write_agreement(path: Path, found: Agreement, titles: Mapping[str, str] | None = None) -> Path:
    """A workbook with a sheet for each table, and one that says how to read them; gives its path."""
    from ..record.export import write_book

    sheets: dict[str, list[Sequence[Any]]] = {}
    for kind, row in agreement_rows(found, titles):
        sheets.setdefault(TITLES[kind], [heads_of(kind)]).append(row)
    write_book(path, {**sheets, "说明": [(NOTE,)]})
    return path
