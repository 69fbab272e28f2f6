"""`anjuan profile import` and `anjuan profile diff`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...model.errors import ProfileError
from .app import console
from .extend import profile_app

if TYPE_CHECKING:
    from ...reading.point_table import PointTable
    from ...rules.profile import Profile, Table
    from ...rules.profile_diff import Difference
    from ...rules.profile_write import Entry

CATEGORIES = {"penalty": "行政处罚", "licence": "行政许可", "inspection": "行政检查", "levy": "行政征收"}
PROCEDURES = {
    ("penalty", "summary"): ("简易程序", "当场处罚", "当场行政处罚"),
    ("coercion", "measure"): ("强制措施",),
    ("coercion", "execution"): ("强制执行",),
}
WHO = {"check": "机器判断", "assist": "机器提示", "person": "人工判断"}
KEYS = {
    "added": "新增", "removed": "删去", "name": "名称", "version": "版本", "since": "施行日期", "papers": "适用文书",
    "without": "排除文书", "total": "总分", "rounding": "保留位数", "trust": "把握下限", "grades": "等次",
    "norms": "依据的有效期", "title": "名称", "formula": "公式", "points": "分值", "penalty": "最多扣", "from": "扣自",
    "section": "所在部分", "effect": "影响", "conditional": "附条件", "decide": "由谁判断", "dimension": "方面",
    "certainty": "核实", "needs": "所需文书", "bonus": "加分项", "checks": "检查规则",
}  # fmt: skip


def _load(name: str) -> Profile:
    from ...rules.profile_files import load_profile

    return load_profile(Path(name) if Path(name).exists() else name)


# ---- import ---------------------------------------------------------------------------------


@profile_app.command("import")
def profile_import(
    file: Annotated[Path, typer.Argument(help="评分表（.xlsx）", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help="写入的文件；默认与评分表同名")] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="工作表名称；有几张评分表时要写")] = "",
    name: Annotated[str, typer.Option("--name", help="评查表名称；默认为表格的标题")] = "",
    category: Annotated[str, typer.Option("--category", help="案卷类别；默认从标题看")] = "",
    procedure: Annotated[str, typer.Option("--procedure", help="程序；默认从标题看")] = "",
    since: Annotated[str, typer.Option("--since", help="施行日期，如 2026-01-01；默认为当日")] = "",
    base: Annotated[str, typer.Option("--base", help="与哪一套标准的评查项对应")] = "general",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """把本单位的评分表变成评查标准；没有把握对应的评查项列出来由人确认。"""
    from ...reading.point_table import read_point_table
    from ...rules.profile_write import Frame, written

    if not file.is_file():
        raise ProfileError("没有这个文件", str(file), "核对路径")
    target = out or Path(f"{file.stem}.toml")
    if target.exists():
        raise ProfileError(f"{target.name} 已经存在，没有改动", str(target), "换一个 --out，或者先移走原文件")
    day = _day(since)
    table = read_point_table(file, sheet)
    under = _under(base, table, file, category, procedure)
    entries = _entries(table, under)
    sections = _sections(table)
    title = name or next((one for one in table.titles if "表" in one or "标准" in one), "") or file.stem
    source = f"由 {file.name} 的工作表 {table.sheet} 导入；检查规则按文字与 {base} 的评查项对应"
    text = written(Frame(title, "1", day, source, under, sections), entries)
    _write(target, text)
    if as_json:
        typer.echo(json.dumps(_data(target, table, entries), ensure_ascii=False, indent=2))
        return
    _print(target, table, entries)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise ProfileError(f"“{text}”不是日期", "--since", "写成 2026-01-01") from None


def _under(base: str, table: PointTable, file: Path, category: str, procedure: str) -> Table:
    """The table of the base profile that the lines are matched with."""
    words = " ".join((*table.titles, table.sheet, file.stem))
    kinds = {kind for kind, names in PROCEDURES.items() if any(name in words for name in names)}
    kinds |= {
        (one, "ordinary" if one == "penalty" else one)
        for one, name in CATEGORIES.items()
        if name in words and not any(kind[0] == one for kind in kinds)
    }
    kinds = {one for one in kinds if category in ("", one[0]) and procedure in ("", one[1])}
    if category and not kinds:
        kinds = {(category, procedure or ("ordinary" if category == "penalty" else category))}
    if len(kinds) > 1:
        found = "、".join(sorted("/".join(one) for one in kinds))
        hint = "用 --category 和 --procedure 写明"
        raise ProfileError(f"从标题看，评分表可能是几类案卷的（{found}）", file.name, hint)
    kind = next(iter(kinds), ("penalty", procedure or "ordinary"))
    profile = _load(base)
    under = profile.table(*kind)
    if under is None:
        known = "、".join(dict.fromkeys(f"{one.category}/{one.procedure}" for one in profile.tables))
        raise ProfileError(f"{base} 没有 {'/'.join(kind)} 类案卷的评查表", "--category", f"可用的有：{known}")
    return under


def _entries(table: PointTable, under: Table) -> tuple[Entry, ...]:
    from ...rules.profile_match import match_lines
    from ...rules.profile_write import Entry

    matches = match_lines([(line.row, line.text) for line in table.lines], under.items())
    return tuple(
        Entry(
            line.row, line.section or UNNAMED, line.text, line.points, line.deducts, line.effect, match
        )
        for line, match in zip(table.lines, matches, strict=True)
    )  # fmt: skip


UNNAMED = "评查项目"


def _sections(table: PointTable) -> tuple[tuple[str, Any], ...]:
    from ...reading.point_table import section_points

    points = section_points(table.lines, table.stated)
    return tuple((name or UNNAMED, value) for name, value in points.items())


def _write(target: Path, text: str) -> None:
    """Put the file in place once it holds as a profile; nothing is left behind where it does not."""
    from ...rules.profile_files import load_profile

    part = target.with_name(f"{target.stem}.part.toml")
    try:
        part.write_text(text, "utf-8")
        load_profile(part)
        part.replace(target)
    except OSError:
        raise ProfileError("不能写入", str(target), "换一个 --out") from None
    finally:
        part.unlink(missing_ok=True)


def _print(target: Path, table: PointTable, entries: Sequence[Entry]) -> None:
    from rich.table import Table as Grid

    names = {"text": "评查内容", "points": "分值", "deduct": "扣分标准", "section": "部分", "number": "序号"}
    names["effect"] = "一票否决"
    taken = (f"“{text}”" + (f"作为{names[part]}" if part else "没有使用") for text, part in table.headings)
    typer.echo("表头：" + "，".join(taken))
    doubtful = [one for one in entries if one.doubtful]
    if doubtful:
        grid = Grid(title=f"待人确认 {len(doubtful)} 项")
        for heading in ("行", "评查内容", "分值", "最接近的评查项", "相似度", "说明"):
            grid.add_column(heading)
        for one in doubtful:
            item, likeness = one.match.near[0]
            note = f"与第{'、'.join(map(str, one.match.twice))}行重复" if one.match.twice else WHO[one.decide]
            grid.add_row(
                str(one.row), one.text, f"{one.points:f}", f"{item.id} {item.title}", f"{likeness:.0f}", note
            )
        console().print(grid)
    counts = {who: sum(one.decide == key for one in entries) for key, who in WHO.items()}
    shown = "，".join(f"{who} {count}" for who, count in counts.items())
    typer.echo(f"{len(entries)} 项：{shown}（其中待确认 {len(doubtful)}）")
    typer.echo(f"已写入 {target}；请核对施行日期、等次和各项影响，再用 anjuan profile check {target} 校验")


def _data(target: Path, table: PointTable, entries: Iterable[Entry]) -> dict[str, Any]:
    return {
        "file": str(target),
        "sheet": table.sheet,
        "headings": [{"heading": text, "taken_for": part} for text, part in table.headings],
        "items": [
            {
                "row": one.row,
                "section": one.section,
                "title": one.text,
                "points": float(one.points),
                "effect": one.effect or "none",
                "decide": str(one.decide),
                "item": one.match.item.id if one.match.item else None,
                "likeness": one.match.likeness,
                "sure": one.match.sure,
                "near": [{"item": item.id, "likeness": likeness} for item, likeness in one.match.near],
                "twice": list(one.match.twice),
            }
            for one in entries
        ],
    }


# ---- diff -----------------------------------------------------------------------------------


@profile_app.command("diff")
def profile_diff(
    before: Annotated[str, typer.Argument(help="原标准：名称、文件或文件夹", show_default=False)],
    after: Annotated[str, typer.Argument(help="新标准：名称、文件或文件夹", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出两套评查标准的不同：评查项、分值、影响、检查规则。"""
    from ...rules.profile_diff import differences

    one, other = _load(before), _load(after)
    found = differences(one, other)
    if as_json:
        rows = [
            {"table": row.table, "place": row.place, "key": row.key, "before": row.before, "after": row.after}
            for row in found
        ]
        data = {"before": one.stamp, "after": other.stamp, "differences": rows}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in _told(found):
        typer.echo(line)
    typer.echo(f"{one.name}@{one.version} 与 {other.name}@{other.version}：{len(found)} 处不同")


def _told(found: Iterable[Difference]) -> Iterator[str]:
    table = ""
    for one in found:
        if one.table != table:
            table = one.table
            yield f"【{table}】"
        place = one.place or "评查表"
        if one.key in ("added", "removed"):
            yield f"  {place}　{KEYS[one.key]}：{one.after or one.before}"
        else:
            yield f"  {place}　{KEYS[one.key]}：{one.before or '（无）'} → {one.after or '（无）'}"
