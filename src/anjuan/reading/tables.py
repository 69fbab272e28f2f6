"""Register files (台账): a folder with one CSV or XLSX file a table → `Registers`, and how each was understood.

What cannot be used is never dropped in silence: an unknown file or heading is a warning, a missing column
or a cell that cannot be understood is an error with its place. Nothing is guessed: a heading that only
resembles a column is named and not used.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from ..model.errors import InputError, RegisterError, near, together
from ..model.limits import limits
from ..rules.registers import (
    BRACKETS,
    TABLES,
    Cell,
    Column,
    Registers,
    Row,
    match_heading,
    parse_cell,
    plain_heading,
)
from ..rules.registers_check import check_registers
from .sheets import read_sheets

SUFFIXES = (".csv", ".xlsx")
HEAD_ROWS = 5  # the headings stand in one of the first rows; a title may stand above them
UNITS = {"元": Decimal(1), "万元": Decimal(10000)}

Grid = Sequence[tuple[int, Sequence[str]]]  # rows that hold something, each with its number from 1


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a file and what it was taken for.

    Attributes:
        column: name of the column; empty where the heading is not used.
        how: `exact` (the Chinese name as printed), `alias` (the English name, or a form that differs in width,
            spaces or words in brackets), `near` (only resembles a column, not used), `unknown` (not used).
        resembles: the columns that a `near` heading resembles, as a Chinese clause.
        unit: 元 or 万元 where the heading names one.
        inclusive: False where the heading says 不含本数.
    """

    heading: str
    column: str
    how: str
    resembles: str = ""
    unit: str = ""
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not used, with the cell and the reason."""

    table: str
    file: str
    sheet: str
    row: int
    heading: str
    why: str
    next_step: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """How one file was understood; `rows` counts the rows that can be used."""

    table: str
    file: str
    sheet: str = ""
    heading_row: int = 0
    headings: tuple[Heading, ...] = ()
    absent: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """A folder of registers as read.

    Attributes:
        registers: the tables and rows that can be used.
        refused: rows that are not used; problems: all errors, those of refused rows among them.
    """

    registers: Registers
    tables: tuple[TableRead, ...]
    refused: tuple[Refused, ...]
    problems: tuple[RegisterError, ...]


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
    refused: list[Refused] = field(default_factory=list)
    read: list[TableRead] = field(default_factory=list)


def load_registers(folder: Path) -> Registers:
    """All register tables of a folder.

    Raises:
        RegisterError: the folder or a column is missing, two files hold one table, or cells cannot be
            understood; all problems of the folder are named at once.
    """
    found = read_registers(folder)
    if found.problems:
        raise together("台账有 {} 处问题", found.problems)
    doubts = _doubts(found.registers)
    return replace(found.registers, warnings=(*found.registers.warnings, *doubts))


def _doubts(registers: Registers) -> Iterator[str]:
    """One line a file on what does not hold together in it; the whole list is for `anjuan registers check`."""
    by_file: dict[str, list[str]] = {}
    for one in check_registers(registers):
        if one.level == "fault" and one.kind != "calendar":  # a calendar that is not whole stops the run
            by_file.setdefault(one.file, []).append(one.message)
    for file, messages in by_file.items():
        more = f"等 {len(messages)} 处" if len(messages) > 1 else ""
        yield f"{file}：{messages[0]}{more}；用 anjuan registers check 查看"


def read_registers(folder: Path) -> Imported:
    """All register tables of a folder with how they were understood; what cannot be used is told, not raised.

    Raises:
        RegisterError: there is no such folder.
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
    registers = Registers(tables, tuple(notes.warnings))
    return Imported(registers, tuple(notes.read), tuple(notes.refused), tuple(notes.problems))


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
    sheet, grid = ("", _csv_grid(file)) if file.suffix.lower() == ".csv" else _xlsx_grid(file, notes)
    columns = TABLES[table][1]
    top = _heading_row(grid, columns)
    if top is None:
        notes.read.append(TableRead(table, file.name, sheet))
        raise RegisterError("文件是空的，没有表头", file.name, "第一行写列名；没有内容的台账也要保留表头")
    number, texts = grid[top]
    headings = tuple(_heading(text, columns) for text in texts)
    absent = tuple(one.name for one in columns if one.name not in {head.column for head in headings})
    place = len(notes.read)
    shown = tuple(one for one in headings if one.heading)
    notes.read.append(TableRead(table, file.name, sheet, number, shown, absent))
    heads = _heads(file.name, headings, columns, notes)
    rows = tuple(_rows(file.name, table, sheet, grid[top + 1 :], heads, notes))
    notes.read[place] = TableRead(table, file.name, sheet, number, shown, absent, len(rows))
    return rows


def _rows(
    file: str, table: str, sheet: str, grid: Grid, heads: Sequence[_Head], notes: _Notes
) -> Iterator[Row]:
    exclusive = frozenset(head.column.name for head in heads if head.exclusive)
    for number, texts in grid:
        used = [(head, texts[head.index].strip() if head.index < len(texts) else "") for head in heads]
        if not any(text for _, text in used):
            continue
        cells: dict[str, Cell] = {}
        sound = True
        for head, text in used:
            try:
                cells[head.column.name] = _cell(text, head, f"{file}:{number}:{head.heading}")
            except RegisterError as error:
                sound = False
                notes.problems.append(error)
                why = (error.what, error.next_step)
                notes.refused.append(Refused(table, file, sheet, number, head.heading, *why))
        if sound:
            yield Row(table, file, number, cells, "，".join(text for _, text in used if text), exclusive)


def _heading_row(grid: Grid, columns: Sequence[Column]) -> int | None:
    """The row among the first that holds the most headings; the first one that is not empty if none does."""
    filled = [n for n, (_, row) in enumerate(grid) if any(cell.strip() for cell in row)][:HEAD_ROWS]
    fits = {n: sum(match_heading(cell, columns) is not None for cell in grid[n][1] if cell) for n in filled}
    return max(filled, key=lambda n: (fits[n], -n), default=None)


def _heading(text: str, columns: Sequence[Column]) -> Heading:
    """What a heading is taken for; words in brackets tell a unit and whether a figure counts itself."""
    written = text.strip()
    column = match_heading(written, columns) if written else None
    if column is None:
        hint = near(plain_heading(written), [one.heading for one in columns]) if written else ""
        return Heading(written, "", "near" if hint else "unknown", hint)
    words = _in_brackets(written)
    unit = next((word for word in words if word.endswith("元")), "") if column.kind == "number" else ""
    inclusive = not any(word in ("不含本数", "不含", "不包括本数") for word in words)
    how = "exact" if written == column.heading else "alias"
    return Heading(written, column.name, how, "", unit, inclusive)


def _in_brackets(heading: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", heading)
    words = [word for part in BRACKETS.findall(plain) for word in re.split(r"[,、;:\s]+", part)]
    return [word.removeprefix("单位").removeprefix("人民币") for word in words]


def _heads(file: str, headings: Sequence[Heading], columns: Sequence[Column], notes: _Notes) -> list[_Head]:
    heads: dict[str, _Head] = {}
    by_name = {column.name: column for column in columns}
    for index, one in enumerate(headings):
        if not one.column:
            continue
        if one.column in heads:
            both = f"“{heads[one.column].heading}”和“{one.heading}”"
            raise RegisterError(f"{both}是同一列", file, "删除其中一列")
        if one.unit and one.unit not in UNITS:
            raise RegisterError(f"列“{one.heading}”的单位只能是元或万元", file, "换算后改正表头")
        factor = UNITS.get(one.unit, Decimal(1))
        heads[one.column] = _Head(index, one.heading, by_name[one.column], factor, not one.inclusive)
    free = [column.heading for column in columns if column.name not in heads]
    unused = [one.heading for one in headings if one.heading and not one.column]
    for heading in unused:
        hint = near(plain_heading(heading), free)
        notes.warnings.append(f"{file}：列“{heading}”未使用" + (f"；{hint}" if hint else ""))
    missing = [column for column in columns if not column.optional and column.name not in heads]
    if missing:
        hints = [near(column.heading, unused) for column in missing]
        titles = "、".join(f"{column.heading}（{column.name}）" for column in missing)
        raise RegisterError(
            f"缺少列：{titles}", file, "；".join(filter(None, hints)) or "补上该列，没有内容可以留空"
        )
    return list(heads.values())


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
    if file.stat().st_size > limits().xml_bytes:
        raise RegisterError(
            f"CSV 文件超过上限 {limits().xml_bytes >> 20} MB", file.name, "删去不用的列，或按年份分开"
        )
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1))
        except csv.Error as error:
            raise RegisterError(
                "CSV 文件的引号或换行不完整", f"{file.name}：{error}", "用表格软件重新另存为 CSV"
            ) from None
    raise RegisterError("CSV 文件的编码不能识别", file.name, "另存为 UTF-8 或 GB18030 编码的 CSV")


def _xlsx_grid(file: Path, notes: _Notes) -> tuple[str, Grid]:
    """Name and rows of the first sheet that holds something; figures as kept, since a format may round them."""
    try:
        sheets = read_sheets(file, file.name, shown=False)
    except InputError as error:
        raise RegisterError(f"XLSX 文件打不开：{error.what}", error.where, error.next_step) from None
    except OSError as error:
        raise RegisterError(
            "XLSX 文件打不开", f"{file.name}：{type(error).__name__}", "取消密码或重新另存为 XLSX"
        ) from None
    filled = [sheet for sheet in sheets if sheet.rows]
    for sheet in filled[1:]:
        notes.warnings.append(f"{file.name}：只读取工作表“{filled[0].name}”，未使用“{sheet.name}”")
    if not filled:
        return "", []
    return filled[0].name, [(row.number, row.texts()) for row in filled[0].rows]
