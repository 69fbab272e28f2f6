"""`anjuan registers`: how registers were understood, and what does not hold together in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import app, console, warn

if TYPE_CHECKING:
    from ...reading.tables import Heading, Imported, TableRead
    from ...rules.registers_check import Doubt

registers_app = typer.Typer(help="台账：check 校验。", no_args_is_help=True)
app.add_typer(registers_app, name="registers")

HOW = {"exact": "列名相同", "alias": "英文名或写法略有不同", "near": "只是相近，未使用", "unknown": "未使用"}
KINDS = {
    "overlap": "有效期重叠",
    "unknown_authority": "机关不明",
    "near_certificate": "证号相近",
    "ended_before_begun": "有效期颠倒",
    "order": "日期颠倒",
    "range": "幅度颠倒",
    "twice": "重复登记",
    "uscc": "信用代码",
    "empty": "空台账",
    "calendar": "工作日历",
}
LEVELS = {"fault": "问题", "hint": "提示"}


@registers_app.command("check")
def registers_check(
    folder: Annotated[Path, typer.Argument(help="台账文件夹", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
) -> None:
    """校验台账：每个列名当作了什么，哪些行没有采用、为什么，表与表之间有什么对不上。"""
    from ...reading.tables import read_registers
    from ...rules.registers_check import check_registers

    found = read_registers(folder)
    doubts = check_registers(found.registers)
    if as_json:
        typer.echo(json.dumps(_as_json(found, doubts), ensure_ascii=False, indent=1))
    else:
        _show(found, doubts)
    if found.problems:
        raise typer.Exit(2)
    raise typer.Exit(1 if any(one.level == "fault" for one in doubts) else 0)


def _as_json(found: Imported, doubts: Sequence[Doubt]) -> dict[str, Any]:
    return {
        "format": 1,
        "tables": [asdict(one) for one in found.tables],
        "refused": [asdict(one) for one in found.refused],
        "problems": [
            {"code": one.code, "what": one.what, "where": one.where, "next_step": one.next_step}
            for one in found.problems
        ],
        "doubts": [asdict(one) for one in doubts],
        "warnings": list(found.registers.warnings),
        "digest": found.registers.digest,
    }


def _show(found: Imported, doubts: Sequence[Doubt]) -> None:
    from ...rules.registers import TABLES

    for one in found.tables:
        typer.echo(f"{one.table} {TABLES[one.table][0]}：{one.rows} 行（{_place(one)}）")
    heads = [row for one in found.tables for row in _headings(one)]
    if heads:
        _table("列名", ("文件", "列名", "当作", "依据"), heads)
    refused = [
        (
            one.file + (f"（{one.sheet}）" if one.sheet else ""),
            f"{one.row}",
            one.heading,
            one.why,
            one.next_step,
        )
        for one in found.refused
    ]
    if refused:
        _table(
            f"没有采用的行 {len({row[:2] for row in refused})} 行",
            ("文件", "行", "列", "原因", "处理"),
            refused,
        )
    if doubts:
        _table(
            f"对不上的地方 {len(doubts)} 处", ("轻重", "种类", "台账", "行", "内容"), list(_doubts(doubts))
        )
    for text in found.registers.warnings:
        typer.echo(f"提示：{text}")
    told = {f"{one.file}:{one.row}:{one.heading}" for one in found.refused}
    for error in found.problems:
        if error.where not in told:
            warn(str(error))
    if not found.problems and not doubts:
        typer.echo("台账无误")


def _place(one: TableRead) -> str:
    sheet = f"，工作表“{one.sheet}”" if one.sheet else ""
    return (
        f"{one.file}{sheet}，表头在第 {one.heading_row} 行"
        if one.heading_row
        else f"{one.file}{sheet}，没有表头"
    )


def _headings(one: TableRead) -> Iterator[tuple[str, ...]]:
    """Only headings that need a look: those taken as printed go without saying."""
    for head in one.headings:
        if head.how != "exact":
            yield one.file, head.heading, head.column or "—", _basis(head)


def _basis(head: Heading) -> str:
    parts = [HOW[head.how]]
    if head.resembles:
        parts.append(head.resembles)
    if head.unit:
        parts.append(f"单位{head.unit}")
    if not head.inclusive:
        parts.append("不含本数")
    return "；".join(parts)


def _doubts(doubts: Sequence[Doubt]) -> Iterator[tuple[str, ...]]:
    for one in doubts:
        shown = "、".join(map(str, one.rows[:8])) + ("……" if len(one.rows) > 8 else "")
        yield LEVELS[one.level], KINDS[one.kind], one.file or one.table, shown, one.message


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    console().print(table)
