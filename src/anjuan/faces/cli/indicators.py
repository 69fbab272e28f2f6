"""`anjuan indicators`: supervision indicators over one or several reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import SetupError
from .app import PluginFiles, app, console, warn

if TYPE_CHECKING:
    from ...plugin.survey import Figure
    from ...record.indicators import Measured

NO_DATA = "无数据"
TENTH = Decimal("0.1")


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SetupError(f"{option} 的日期格式不对", text or "", "写成 2024-03-05 的形式") from None


def _period(first: str | None, last: str | None) -> tuple[date, date] | None:
    start, end = _day(first, "--from"), _day(last, "--to")
    return (start or date.min, end or date.max) if start or end else None


Folders = Annotated[
    list[Path] | None,
    typer.Argument(metavar="评查项目", help="评查项目文件夹，可以有几个", show_default=False),
]
Reviews = Annotated[
    list[Path] | None, typer.Option("--review", help="评查项目文件夹，可重复", show_default=False)
]
Tables = Annotated[Path | None, typer.Option(help="台账文件夹，代替各评查项目自己的", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="每项指标输出一行 JSON")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="写入的 XLSX 文件", show_default=False)]
On = Annotated[str | None, typer.Option("--on", help="截至哪一天（默认今天）", show_default=False)]
From = Annotated[str | None, typer.Option("--from", help="只看这一天起的", show_default=False)]
To = Annotated[str | None, typer.Option("--to", help="只看到这一天的", show_default=False)]
Only = Annotated[list[str] | None, typer.Option("--only", help="只算这一项指标，可重复", show_default=False)]
ByAgency = Annotated[bool, typer.Option("--by-agency", help="分机关、分项列出")]
ByOfficer = Annotated[bool, typer.Option("--by-officer", help="另列限制查看的个人指标；不写入评查项目")]


@app.command()
def indicators(
    folders: Folders = None,
    review: Reviews = None,
    registers: Tables = None,
    as_json: Json = False,
    xlsx: Xlsx = None,
    on: On = None,
    first: From = None,
    last: To = None,
    only: Only = None,
    by_agency: ByAgency = False,
    by_officer: ByOfficer = False,
    plugin: PluginFiles = None,
) -> None:
    """对一个或几个评查项目计算监督指标：分子、分母、区间、缺少什么、依据和所根据的行。"""
    from ...record.indicators import figures_lines, measure, write_lines, write_xlsx
    from ...record.review import Review

    paths = list(dict.fromkeys([*(folders or ()), *(review or ())]))
    if not paths:
        raise SetupError("没有给出评查项目", "", "写明评查项目文件夹，如 anjuan indicators 2026年评查")
    opened = [Review.open(path) for path in paths]
    found = measure(
        opened,
        registers=registers,
        on=_day(on, "--on") or date.today(),
        period=_period(first, last),
        only=only or (),
        restricted=by_officer,
        plugin_paths=plugin or (),
    )
    if xlsx:
        write_xlsx(xlsx, found)
    if as_json:
        typer.echo(figures_lines(found), nl=False)
    else:
        _show(found, by_agency)
    _told(found, (None if only else write_lines(opened[0], found), xlsx))


def _told(found: Measured, written: Sequence[Path | None]) -> None:
    """What was put where, and what was left out; never a name of a person."""
    for text in found.survey.notes:
        warn(f"提示：{text}")
    if found.restricted:
        warn(f"未列出限制查看的个人指标 {len(found.restricted)} 项；确有需要时加 --by-officer")
    for path in written:
        if path:
            warn(f"已写入 {path}")


def _show(found: Measured, by_agency: bool) -> None:
    from rich.table import Table

    from ...record.indicators import basis_text, missing_text

    period = found.survey.period
    span = f"，{_shown(period[0])} 至 {_shown(period[1])}" if period else ""
    table = Table(
        title=f"监督指标（截至 {found.survey.on}{span}；案卷 {len(found.survey.files)} 件）",
        title_justify="left",
        show_lines=True,
    )
    for head in ("指标", "机关", "分子/分母", "比例", "95% 区间", "缺少什么", "依据"):
        table.add_column(head, overflow="fold", no_wrap=head == "分子/分母")
    for one in found.figures:
        if (one.agency or one.part) and not (by_agency or one.indicator.restricted):
            continue
        whole = not (one.agency or one.part)
        name = f"{one.indicator.title}（{one.indicator.counts}／{one.indicator.of}）" if whole else ""
        cells = (
            name, " ".join(filter(None, (one.agency, one.part))) or "全部", f"{one.numerator}/{one.denominator}",
            share_text(one), interval_text(one), missing_text(one), basis_text(one) if whole else "",
        )  # fmt: skip
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
    console().print(table)


def _shown(day: date) -> str:
    return "不限" if day in (date.min, date.max) else day.isoformat()


def share_text(one: Figure) -> str:
    """The share in percent; words where there are no data."""
    return NO_DATA if one.share is None else _percent(one.share)


def interval_text(one: Figure) -> str:
    """Both ends of the interval in percent; empty where there are no data."""
    return "" if one.interval is None else f"{_percent(one.interval[0])} 至 {_percent(one.interval[1])}"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(TENTH, ROUND_HALF_UP)}%"
