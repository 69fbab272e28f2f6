"""The index of a batch: `index.csv` or `index.xlsx` with a row for each case file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..model.errors import InputError, TooLarge, WrongFileType, near
from ..model.limits import limits
from ..rules.registers import plain_heading
from .sheets import read_sheets

ABOUT = ("id", "case", "agency", "category", "procedure", "status")
_HEADINGS = {
    "file": ("文件", "文件名", "文件名称", "案卷文件"),
    "id": ("编号", "案卷编号"),
    "case": ("案号", "文号"),
    "agency": ("机关", "执法机关", "单位"),
    "category": ("类别", "案卷类别"),
    "procedure": ("程序", "适用程序"),
    "status": ("状态", "案卷状态"),
}
_COLUMNS = {word: name for name, words in _HEADINGS.items() for word in (name, *words)}
_CATEGORIES = {
    "penalty": ("行政处罚", "处罚"),
    "licence": ("行政许可", "许可"),
    "coercion": ("行政强制", "强制"),
    "inspection": ("行政检查", "检查"),
    "levy": ("行政征收", "征收"),
}
_PROCEDURES = {
    "ordinary": ("普通程序", "一般程序", "普通"),
    "summary": ("简易程序", "简易"),
    "measure": ("强制措施", "行政强制措施"),
    "execution": ("强制执行", "行政强制执行"),
    **{name: words for name, words in _CATEGORIES.items() if name not in ("penalty", "coercion")},
}
_VALUES = {
    key: {word: name for name, words in table.items() for word in (name, *words)}
    for key, table in (("category", _CATEGORIES), ("procedure", _PROCEDURES))
}
_TITLES = {"category": "案卷类别", "procedure": "程序"}


@dataclass(slots=True)
class Index:
    """Rows of an index: number in the file, and what it says by column.

    Attributes:
        warnings: Chinese sentences about headings and rows that are not used.
        problems: child of the batch → why its row cannot be used.
    """

    file: str = ""
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    def match(self, children: Sequence[str]) -> dict[str, dict[str, str]]:
        """What the index says of each child of the batch: its row names the file, else the id or number is the name.

        Rows that name no child, or one that was named before, are kept as warnings with their number.
        """
        names: dict[str, list[str]] = {}
        for child in children:
            for name in {_plain(child), _plain(Path(child).stem)}:
                names.setdefault(name, []).append(child)
        found: dict[str, dict[str, str]] = {}
        for number, row in self.rows:
            where = f"{self.file} 第 {number} 行"
            key = next((row[name] for name in ("file", "id", "case") if name in row), "")
            child = _one(names, key, children) or ""
            if not key:
                self.warnings.append(f"{where}没有写文件名或编号，未使用")
            elif not child:
                many = len(names.get(_plain(key), ())) > 1
                self.warnings.append(f"{where}：" + ("有几个" if many else "找不到") + f"案卷“{key}”，未使用")
            elif child in found:
                self.warnings.append(f"{where}：案卷“{key}”前面已有一行，未使用")
            else:
                try:
                    found[child] = about_of({name: row[name] for name in ABOUT if name in row}, where)
                except InputError as error:
                    found[child] = {"id": row["id"]} if "id" in row else {}
                    self.problems[child] = f"{where}：{error.what}"
        return found


def load_index(folder: Path) -> Index:
    """The index beside the case files of a batch; an empty one where there is none.

    Raises:
        WrongFileType: neither UTF-8 nor GB18030, or no spreadsheet; InputError: damaged, or over a cap.
    """
    csv_file, xlsx_file = folder / "index.csv", folder / "index.xlsx"
    if csv_file.is_file():
        found = _index("index.csv", _csv_rows(csv_file))
        if xlsx_file.is_file():
            found.warnings.append("index.xlsx 未使用：同时有 index.csv")
        return found
    if not xlsx_file.is_file():
        return Index()
    sheets = [sheet for sheet in read_sheets(xlsx_file, "index.xlsx") if sheet.rows]
    found = _index("index.xlsx", [(row.number, row.texts()) for row in sheets[0].rows] if sheets else [])
    found.warnings += [f"index.xlsx 的工作表“{sheet.name}”未使用" for sheet in sheets[1:]]
    return found


def about_of(row: Mapping[str, str], where: str) -> dict[str, str]:
    """What a person wrote of a case file, with category and procedure by their names in code.

    Raises:
        InputError: a category or procedure that is none.
    """
    about = {name: text for name, text in row.items() if text}
    for name, known in _VALUES.items():
        text = about.get(name)
        if text is None:
            continue
        if _plain(text) not in known:
            titles = "、".join(word for word in known if not word.isascii())
            raise InputError(f"{_TITLES[name]}“{text[:20]}”不认识", where, f"可以写：{titles}")
        about[name] = known[_plain(text)]
    return about


def decode(body: bytes, name: str) -> str:
    """Text in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030.

    Raises:
        WrongFileType: none of them.
    """
    encodings = ("utf-16",) if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFileType("文件编码不是 UTF-8 或 GB18030", name, "另存为 UTF-8 后重试")


def _csv_rows(file: Path) -> list[tuple[int, list[str]]]:
    if file.stat().st_size > limits().xml_bytes:
        raise TooLarge("index.csv 过大", file.name, "拆成几批后重试")
    text = decode(file.read_bytes(), file.name)
    # Spreadsheet programs of some locales part columns by tabs or semicolons.
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1))
    except csv.Error:
        raise WrongFileType("index.csv 不是完整的 CSV", file.name, "用表格软件重新另存为 CSV") from None


def _index(file: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Index:
    index = Index(file)
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return index
    columns: dict[str, int] = {}
    for position, heading in enumerate(filled[0][1]):
        name = _COLUMNS.get(plain_heading(heading))
        if name is not None and name not in columns:
            columns[name] = position
        elif heading.strip():
            hint = "前面已有同一列" if name else near(plain_heading(heading), _COLUMNS)
            index.warnings.append(f"{file}：列“{heading.strip()[:30]}”未使用" + (f"；{hint}" if hint else ""))
    for number, cells in filled[1:]:
        texts = {
            name: unicodedata.normalize("NFC", cells[position].strip())
            for name, position in columns.items()
            if position < len(cells)
        }
        index.rows.append((number, {name: text for name, text in texts.items() if text}))
    return index


def _one(names: Mapping[str, Sequence[str]], key: str, children: Sequence[str]) -> str | None:
    """The child that a row means, where it is one: an exact name, else the name without its ending."""
    if key in children:
        return key
    found = names.get(_plain(key.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]), ())
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
