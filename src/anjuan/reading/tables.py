"""Register files (台账): a folder with one CSV or XLSX file a table → `Registers`.

What cannot be used is never dropped in silence: an unknown file or heading is a warning, a missing column
or a cell that cannot be understood is an error with its place.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ..model.errors import RegisterError, near, together
from ..rules.registers import TABLES, Cell, Column, Registers, Row, match_heading, parse_cell, plain_heading

SUFFIXES = (".csv", ".xlsx")
HEAD_ROWS = 5  # the headings stand in one of the first rows; a title may stand above them
UNITS = {"元": Decimal(1), "万元": Decimal(10000)}
EXACT_DIGITS = 15  # a spreadsheet number keeps no more

Grid = list[list[str]]


@dataclass(frozen=True, slots=True)
class _Head:
    """One used column of a file: where it stands, what it means, and how its figures are to be read."""

    index: int
    heading: str
    column: Column
    factor: Decimal = Decimal(1)
    exclusive: bool = False


@dataclass(slots=True)
class _Notes:
    """What a folder's reader has to say in the end."""

    warnings: list[str] = field(default_factory=list)
    problems: list[RegisterError] = field(default_factory=list)


def load_registers(folder: Path) -> Registers:
    """All register tables of a folder.

    Raises:
        RegisterError: the folder or a column is missing, two files hold one table, or cells cannot be
            understood; all problems of the folder are named at once.
    """
    if not folder.is_dir():
        raise RegisterError(
            "找不到台账文件夹", str(folder), "检查 review.toml 中的 registers 或 --registers 后面的路径"
        )
    notes = _Notes()
    tables: dict[str, tuple[Row, ...]] = {}
    origin: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.is_file() or file.name.startswith((".", "~$")):
            continue
        table = _table_of(file)
        if table is None:
            notes.warnings.append(_unknown_file(file))
        elif table in origin:
            where = f"{origin[table]} 与 {file.name}"
            notes.problems.append(RegisterError(f"台账 {table} 有两个文件", where, "只保留一个"))
        else:
            origin[table] = file.name
            try:
                tables[table] = _load(file, table, notes)
            except RegisterError as error:
                notes.problems.append(error)
    if notes.problems:
        raise together("台账有 {} 处问题", notes.problems)
    return Registers(tables, tuple(notes.warnings))


def _table_of(file: Path) -> str | None:
    if file.suffix.lower() not in SUFFIXES:
        return None
    stem = plain_heading(file.stem)
    return next((name for name, (title, _) in TABLES.items() if stem in (name, title)), None)


def _unknown_file(file: Path) -> str:
    names = [word for name, (title, _) in TABLES.items() for word in (name, title)]
    hint = near(file.stem, names) or "台账文件名应为台账的中文或英文名，格式为 CSV 或 XLSX"
    return f"{file.name}：不是台账文件，未使用；{hint}"


def _load(file: Path, table: str, notes: _Notes) -> tuple[Row, ...]:
    grid = _csv_grid(file) if file.suffix.lower() == ".csv" else _xlsx_grid(file, notes)
    columns = TABLES[table][1]
    top = _heading_row(grid, columns)
    if top is None:
        raise RegisterError("文件是空的，没有表头", file.name, "第一行写列名；没有内容的台账也要保留表头")
    heads = _heads(file.name, grid[top], columns, notes)
    rows = []
    for number, cells in enumerate(grid[top + 1 :], top + 2):
        used = [(head, cells[head.index].strip() if head.index < len(cells) else "") for head in heads]
        if any(text for _, text in used):
            rows.append(_row(file.name, table, number, used, notes))
    return tuple(rows)


def _heading_row(grid: Grid, columns: Sequence[Column]) -> int | None:
    """The row among the first that holds the most headings; the first one that is not empty if none does."""
    filled = [n for n, row in enumerate(grid) if any(cell.strip() for cell in row)][:HEAD_ROWS]
    fits = {n: sum(match_heading(cell, columns) is not None for cell in grid[n] if cell) for n in filled}
    return max(filled, key=lambda n: (fits[n], -n), default=None)


def _heads(file: str, headings: Sequence[str], columns: Sequence[Column], notes: _Notes) -> list[_Head]:
    heads: dict[str, _Head] = {}
    unused: list[str] = []
    for index, heading in enumerate(headings):
        if not heading.strip():
            continue
        column = match_heading(heading, columns)
        if column is None:
            unused.append(heading.strip())
        elif column.name in heads:
            both = f"“{heads[column.name].heading}”和“{heading.strip()}”"
            raise RegisterError(f"{both}是同一列", file, "删除其中一列")
        else:
            heads[column.name] = _head(file, index, heading, column)
    for heading in unused:
        hint = near(plain_heading(heading), [c.heading for c in columns if c.name not in heads])
        notes.warnings.append(f"{file}：列“{heading}”未使用" + (f"；{hint}" if hint else ""))
    missing = [column for column in columns if not column.optional and column.name not in heads]
    if missing:
        hints = [near(column.heading, unused) for column in missing]
        titles = "、".join(f"{column.heading}（{column.name}）" for column in missing)
        raise RegisterError(
            f"缺少列：{titles}", file, "；".join(filter(None, hints)) or "补上该列，没有内容可以留空"
        )
    return list(heads.values())


def _head(file: str, index: int, heading: str, column: Column) -> _Head:
    """Words in brackets tell the unit of a figure and whether it counts itself (含本数, 不含本数)."""
    plain = unicodedata.normalize("NFKC", heading)
    inside = [word for part in re.findall(r"\(([^()]*)\)", plain) for word in re.split(r"[,、;:\s]+", part)]
    factor = Decimal(1)
    if column.kind == "number":
        for unit in (
            word.removeprefix("单位").removeprefix("人民币") for word in inside if word.endswith("元")
        ):
            if unit not in UNITS:
                raise RegisterError(f"列“{heading.strip()}”的单位只能是元或万元", file, "换算后改正表头")
            factor = UNITS[unit]
    exclusive = any(word in ("不含本数", "不含", "不包括本数") for word in inside)
    return _Head(index, heading.strip(), column, factor, exclusive)


def _row(file: str, table: str, number: int, used: Sequence[tuple[_Head, str]], notes: _Notes) -> Row:
    cells: dict[str, Cell] = {}
    for head, text in used:
        try:
            cells[head.column.name] = _cell(text, head, f"{file}:{number}:{head.heading}")
        except RegisterError as error:
            notes.problems.append(error)
    exclusive = frozenset(head.column.name for head, _ in used if head.exclusive)
    return Row(table, file, number, cells, "，".join(text for _, text in used if text), exclusive)


def _cell(text: str, head: _Head, where: str) -> Cell:
    if head.column.kind == "text" and re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        raise RegisterError(
            f"“{text}”是被表格软件改写的长号码，末位已丢失", where, "把该列设为文本格式，重新填写号码"
        )
    value = parse_cell(text, head.column.kind, where)
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        raise RegisterError(f"“{text}”不是数字", where, "改正该单元格，或留空")
    figure = value * head.factor
    return Decimal(int(figure)) if figure == figure.to_integral_value() else figure.normalize()


def _csv_grid(file: Path) -> Grid:
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise RegisterError(
                "CSV 文件的引号或换行不完整", f"{file.name}：{error}", "用表格软件重新另存为 CSV"
            ) from None
    raise RegisterError("CSV 文件的编码不能识别", file.name, "另存为 UTF-8 或 GB18030 编码的 CSV")


def _xlsx_grid(file: Path, notes: _Notes) -> Grid:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(file)
        sheets = [
            book.get_sheet_by_index(n).to_python(skip_empty_area=False) for n in range(len(book.sheet_names))
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise RegisterError(
            "XLSX 文件打不开", f"{file.name}：{type(error).__name__}", "取消密码或重新另存为 XLSX"
        ) from None
    grids = [[[_plain(cell) for cell in row] for row in one] for one in sheets]
    filled = [n for n, grid in enumerate(grids) if any(any(row) for row in grid)]
    for n in filled[1:]:
        notes.warnings.append(
            f"{file.name}：只读取工作表“{book.sheet_names[filled[0]]}”，未使用“{book.sheet_names[n]}”"
        )
    return grids[filled[0]] if filled else []


def _plain(cell: object) -> str:
    """A spreadsheet value as the text that a CSV file would hold."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        digits = str(int(cell))
        return digits if len(digits.lstrip("-")) <= EXACT_DIGITS else f"{cell:.14E}"
    return str(cell)
