"""Lists to draw from: a table that somebody hands in, or the case files of a review."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..model.errors import InputError, SetupError, near
from ..model.limits import limits
from ..panel.draw_list import COLUMNS, TITLES, Listed, band, listed
from ..reading.index import about_of, decode
from ..reading.sheets import read_sheets
from ..rules.registers import Row, parse_cell, plain_heading

HEADINGS = {
    "id": ("编号", "案卷编号"),
    "case": ("案号", "文号", "决定书文号"),
    "agency": ("机关", "执法机关", "机关名称", "单位"),
    "category": ("类别", "案卷类别"),
    "procedure": ("程序", "适用程序"),
    "amount": ("金额", "罚款金额", "处罚金额"),
    "sector": ("领域", "执法领域"),
}
_WORDS = {word: name for name, words in HEADINGS.items() for word in (name, *words)}
TRUST = 0.85  # an amount read with less confidence is not known
FINE = "罚款金额"

Grid = Sequence[tuple[int, Sequence[str]]]  # rows with their numbers from 1


def read_list(file: Path, bands: Sequence[Decimal]) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """The files of a CSV or XLSX table, and Chinese sentences on what of it is not used.

    The id is the column 编号, where there is none the number of the decision (文号).

    Raises:
        SetupError: no such file, no column for ids, a cell that cannot be understood; InputError: the file
            cannot be read.
    """
    if not file.is_file():
        raise SetupError("找不到名单", str(file), "检查 --list 后面的路径")
    rows = [(number, cells) for number, cells in _grid(file) if any(cell.strip() for cell in cells)]
    if not rows:
        raise SetupError("名单是空的", file.name, "第一行写列名，下面每个案卷一行")
    columns: dict[str, tuple[int, str]] = {}
    notes = []
    for position, heading in enumerate(rows[0][1]):
        name = _WORDS.get(plain_heading(heading))
        if name and name not in columns:
            columns[name] = position, heading
        elif heading.strip():
            hint = "前面已有同一列" if name else near(plain_heading(heading), _WORDS)
            notes.append(f"{file.name}：列“{heading.strip()[:30]}”未使用" + (f"；{hint}" if hint else ""))
    if not {"id", "case"} & columns.keys():
        raise SetupError("名单没有编号或者文号一列", file.name, "第一行写列名，如：编号,机关,类别,程序,金额")
    return tuple(_row(file.name, number, cells, columns, bands) for number, cells in rows[1:]), tuple(notes)


def _row(
    name: str,
    number: int,
    cells: Sequence[str],
    columns: Mapping[str, tuple[int, str]],
    bands: Sequence[Decimal],
) -> Listed:
    where = f"{name}:{number}"
    values = {key: cells[at].strip() for key, (at, _) in columns.items() if at < len(cells)}
    values.update(_named({key: values.get(key, "") for key in ("category", "procedure")}, where))
    if text := values.get("amount"):
        heading = columns["amount"][1]
        value = parse_cell(text, "number", f"{where}:{heading.strip()}")
        if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
            raise SetupError(f"“{text[:20]}”不是金额", f"{where}:{heading.strip()}", "改正该单元格，或留空")
        values["amount"] = band(value * (10_000 if "万元" in heading else 1), bands)
    name = unicodedata.normalize("NFC", values.get("id") or values.get("case", ""))
    found = listed({**values, "id": name})
    if not found.id:
        raise SetupError("案卷没有编号", where, "补上编号，或者删去该行")
    return found


def _grid(file: Path) -> Grid:
    if file.suffix.lower() != ".csv":
        sheets = [sheet for sheet in read_sheets(file, file.name, shown=False) if sheet.rows]
        if len(sheets) > 1:
            names = "、".join(sheet.name for sheet in sheets)
            raise SetupError("名单有几个工作表", f"{file.name}：{names}", "只留一个有内容的工作表")
        return [(row.number, row.texts()) for row in sheets[0].rows] if sheets else []
    if file.stat().st_size > limits().xml_bytes:
        raise SetupError("名单过大", file.name, "只留编号、机关、类别、程序、金额各列")
    text = decode(file.read_bytes(), file.name)
    delimiter = max(",\t;", key=text.split("\n", 1)[0].count)
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1))
    except csv.Error:
        raise SetupError("名单不是完整的 CSV", file.name, "用表格软件重新另存为 CSV") from None


def list_from(
    lines: Iterable[Mapping[str, Any]], authorities: Sequence[Row], bands: Sequence[Decimal]
) -> tuple[Listed, ...]:
    """The files of evaluation lines; their sector is that of the authority in the register 执法主体."""
    sectors = {row.text("name"): row.text("sector") for row in authorities}
    return tuple(
        listed(
            {
                **{key: str(line[key]) for key in ("id", "agency", "category", "procedure")},
                "amount": band(_fines(line), bands),
                "sector": sectors.get(line["agency"], ""),
            }
        )
        for line in lines
    )


def _fines(line: Mapping[str, Any]) -> Decimal | None:
    """The fines of all parties together; None where one is not known for sure."""
    found = {str(one.get("of", "")): one for one in line["facts"] if one["name"] == FINE}
    if not found or any(one["confidence"] < TRUST for one in found.values()):
        return None
    return sum((Decimal(str(one["value"])) for one in found.values()), Decimal(0))


def divider(word: str) -> str:
    """The column that a word of the command line means, by its name in English or Chinese.

    Raises:
        SetupError: none.
    """
    known = {**{title: name for name, title in TITLES.items()}, **{name: name for name in COLUMNS}}
    found = known.get(word.strip(), "")
    if found in ("", "id"):
        hint = near(word, known) or "可以写：机关、类别、程序、金额、领域"
        raise SetupError(f"不能按“{word}”分层或者加权", "", hint)
    return found


def value_of(column: str, word: str) -> str:
    """A value as lists hold it: categories and procedures by their names in code, blanks made one.

    Raises:
        SetupError: no category or procedure.
    """
    if column not in ("category", "procedure"):
        return str(getattr(listed({column: word}), column))
    return _named({column: word.strip()}, f"{TITLES[column]}:{word.strip()}")[column]


def _named(values: Mapping[str, str], where: str) -> dict[str, str]:
    try:
        return about_of(values, where)
    except InputError as error:
        raise SetupError(error.what, where, error.next_step) from None
