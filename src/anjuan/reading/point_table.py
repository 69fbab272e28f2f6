"""A department's own point table (评查评分表) in a spreadsheet: its lines with section, text, points and place.

Nothing is guessed: what cannot be read as one line with one figure is named with its cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ..model.errors import ProfileError, together
from .sheets import Sheet, SheetRow, read_sheets

HEAD_ROWS = 10  # the headings stand in one of the first rows; titles stand above them
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "评查内容", "评查要素", "评查要点", "评分细则", "评查细则", "评查指标", "考评内容", "检查内容", "评查要求",
        "具体内容", "评查项", "二级指标", "内容", "要求", "评查标准", "评查项目",
    ),
    "points": ("分值", "标准分", "标准分值", "满分", "分数", "权重", "项目分值", "基准分"),
    "deduct": (
        "扣分标准", "评分标准", "扣分细则", "评分办法", "扣分办法", "计分办法", "评分方法", "扣分方法", "计分标准",
        "评查标准",
    ),
    "section": ("类别", "评查类别", "项目类别", "一级指标", "指标类别", "部分", "项目", "评查项目", "评查大项"),
    "number": ("序号", "编号", "项号"),
    "effect": ("一票否决", "否决项", "是否否决", "是否一票否决", "后果"),
}  # fmt: skip
_SUM = re.compile(r"(?:总计|合计|小计|总分|满分)[:：]?")
_FIGURE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)分?")
_SECTION_POINTS = re.compile(r"[(](?:共|满分|计)?(\d{1,3}(?:\.\d{1,2})?)分[)]")
_OWN_POINTS = re.compile(r"[(](\d{1,3}(?:\.\d{1,2})?) ?分[)][。.;]?$")  # a line that names its own points
_ORDER = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分)?[、.:,]|[(][一二三四五六七八九十]+[)]|\d+[、.:,])\s*"
)
_DEDUCTED = re.compile(r"扣(?:除)?(\d{1,3}(?:\.\d{1,2})?)分|(\d{1,3}(?:\.\d{1,2})?)分/(?:处|项|次)")
_VETO = re.compile(r"一票否决|否决项|(?:评|定|列|直接|全卷|整卷|本卷|案卷)[^,。;]{0,6}不合格")
_ZERO = re.compile(r"(?:全卷|整卷|本卷|案卷|直接评)[^,。;项]{0,6}(?<![\d.])(?:0|零)分")
_YES = ("是", "√", "✓", "一票否决", "否决", "不合格")
_NOT_BEST = re.compile(r"不(?:得|能|予)(?:评|定)[^,。;]{0,4}优秀")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        row: number of its row; number: as printed, empty where there is none.
        deducts: every figure that the rule of deduction names, in order.
        effect: `unqualified`, `zero`, `not_excellent` or nothing, by the words of the line.
    """

    row: int
    section: str
    number: str
    text: str
    points: Decimal
    deducts: tuple[Decimal, ...] = ()
    effect: str = ""


@dataclass(frozen=True, slots=True)
class PointTable:
    """A table as read: titles above the headings, what each heading was taken for, its lines.

    Attributes:
        stated: points that the table states for a section by its name.
    """

    sheet: str
    titles: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    stated: Mapping[str, Decimal] = field(default_factory=dict)


def read_point_table(file: Path, sheet: str = "") -> PointTable:
    """The point table of a workbook.

    Args:
        sheet: name of the sheet; empty where only one holds a table.

    Raises:
        ProfileError: no or several tables, headings that are missing, merged points, points that are no figure,
            sums that do not hold; all of them with their cells.
        InputError: the file is no workbook, or damaged, or over a cap.
    """
    sheets = read_sheets(file, file.name)
    if sheet and sheet not in [one.name for one in sheets]:
        names = "、".join(one.name for one in sheets)
        raise ProfileError(f"没有工作表 {sheet}", file.name, f"可用的有：{names}")
    wanted = [one for one in sheets if not sheet or one.name == sheet]
    heads = [(one, head) for one in wanted if (head := _head(one)) is not None]
    if not heads:
        raise _no_head(file.name, wanted)
    if len(heads) > 1:
        names = "、".join(one.name for one, _ in heads)
        raise ProfileError(
            f"有 {len(heads)} 个工作表都是评分表", f"{file.name}：{names}", "用 --sheet 指定一个"
        )
    return _Reading(file.name, *heads[0]).table()


# ---- headings -------------------------------------------------------------------------------

Head = tuple[int, Mapping[str, int]]  # place of the row among those of the sheet, part → column


def plain(text: str) -> str:
    """A heading without width, spaces and words in brackets.

    >>> plain("分 值（满分100）")
    '分值'
    """
    text = re.sub(r"[(][^()]*[)]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s", "", text)


def _head(sheet: Sheet) -> Head | None:
    for place, row in enumerate(sheet.rows[:HEAD_ROWS]):
        parts = _parts(row)
        if "text" in parts and "points" in parts:
            return place, parts
    return None


def _parts(row: SheetRow) -> dict[str, int]:
    """What each heading is taken for; a name that fits two parts goes to the one that is still wanting."""
    left = {column: plain(text) for column, text in row.cells}
    found: dict[str, int] = {}
    for part in ("points", "number", "effect", "text", "deduct", "section"):
        for name in NAMES[part]:
            column = next((one for one, text in left.items() if text == name), None)
            if column is not None:
                found[part] = column
                del left[column]
                break
    return found


def _no_head(file: str, sheets: Sequence[Sheet]) -> ProfileError:
    for sheet in sheets:
        for row in sheet.rows[:HEAD_ROWS]:
            parts = _parts(row)
            lacking = "分值" if "text" in parts else "评查内容" if "points" in parts else ""
            if lacking:
                near = "、".join(text for _, text in row.cells)
                where = f"{file}：{sheet.name} 第{row.number}行（{near}）"
                return ProfileError(f"表头缺少“{lacking}”一栏", where, "补上该栏的表头")
    known = f"{'、'.join(NAMES['text'][:4])} 等，和 {'、'.join(NAMES['points'][:3])} 等"
    return ProfileError("没有找到评分表的表头", file, f"表头应在前 {HEAD_ROWS} 行，含有 {known}")


# ---- lines ----------------------------------------------------------------------------------


class _Reading:
    """Reads one sheet from its headings down, collecting what does not hold."""

    def __init__(self, file: str, sheet: Sheet, head: Head) -> None:
        self.file, self.sheet = file, sheet
        self.place, self.parts = head
        self.problems: list[ProfileError] = []
        self.stated: dict[str, Decimal] = {}
        self.section = ""
        self.titled = False  # sections stand in rows of their own, so a column of names only groups lines
        self.total: tuple[int, Decimal] | None = None
        self.shared: dict[
            tuple[int, int], list[Decimal]
        ] = {}  # by merged cell: points its lines name themselves
        self.unknown: set[tuple[int, int]] = set()

    def table(self) -> PointTable:
        """The whole table, or all its problems at once."""
        lines = tuple(line for row in self.sheet.rows[self.place + 1 :] if (line := self._line(row)))
        if not lines and not self.problems:
            self._problem(self.sheet.rows[self.place].number, "text", "表头下面没有评查项", "填写评查项")
        self._sums(lines)
        if self.problems:
            raise together("评分表有 {} 处问题", self.problems)
        head = self.sheet.rows[self.place]
        used = {column: part for part, column in self.parts.items()}
        titles = tuple(text for row in self.sheet.rows[: self.place] for _, text in row.cells)
        headings = tuple((text, used.get(column, "")) for column, text in head.cells)
        return PointTable(self.sheet.name, titles, headings, lines, dict(self.stated))

    def _problem(self, row: int, part: str, what: str, hint: str) -> None:
        column = self.parts.get(part, 0)
        place = f"{self.file}：{self.sheet.name}!{_letters(column)}{row}"
        self.problems.append(ProfileError(what, place, hint))

    def _cell(self, row: SheetRow, part: str) -> str:
        text = dict(row.cells).get(self.parts.get(part, -1), "")
        return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()

    def _line(self, row: SheetRow) -> Line | None:
        whole = "".join(text for _, text in row.cells)
        text, points = self._cell(row, "text"), self._cell(row, "points")
        if _SUM.match(re.sub(r"\s", "", unicodedata.normalize("NFKC", whole))):
            self._sum_row(row)
            return None
        named = self._cell(row, "section")
        if self._is_title(row) or (not points and self._across(row.number)):
            title = unicodedata.normalize("NFKC", named or text or row.cells[0][1])
            self.titled |= bool(_ORDER.match(title) or _SECTION_POINTS.search(title))
            self._open(title)
            return None
        if named and not self.titled:
            self._open(named)
        if not text:
            if points:
                self._problem(row.number, "text", "有分值，没有评查内容", "填写评查内容，或者删去分值")
            return None
        figure = self._points(row, points)
        if figure is None:
            return None
        rule, said = self._cell(row, "deduct"), self._cell(row, "effect")
        return Line(
            row.number,
            self.section,
            self._cell(row, "number"),
            _OWN_POINTS.sub("", text).strip() or text,
            figure,
            _deducts(rule or text),
            "unqualified" if said in _YES or points in _YES else _effect(f"{said};{points};{rule};{text}"),
        )

    def _is_title(self, row: SheetRow) -> bool:
        """True for a row of one cell that is no line without its points."""
        column = row.cells[0][0]
        return (
            len(row.cells) == 1
            and not self._span(row.number)
            and (
                column != self.parts["text"] or column == min(self.parts.values()) or self._across(row.number)
            )
        )

    def _open(self, name: str) -> None:
        """A section begins; points in brackets behind its name are what the table states for it."""
        name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip()
        found = _SECTION_POINTS.search(name)
        name = _SECTION_POINTS.sub("", _ORDER.sub("", name)).strip() or name
        self.section = name
        if found:
            self.stated[name] = Decimal(found[1])

    def _across(self, row: int) -> bool:
        """True for a row whose cells are merged over the columns of text and points: a title of a section."""
        text, points = sorted((self.parts["text"], self.parts["points"]))
        return any(
            top <= row <= end and left <= text and points <= right
            for top, left, end, right in self.sheet.merged
        )

    def _points(self, row: SheetRow, points: str) -> Decimal | None:
        own, span = _OWN_POINTS.search(self._cell(row, "text")), self._span(row.number)
        if span:
            if own:
                self.shared.setdefault(span, []).append(Decimal(own[1]))
                return Decimal(own[1])
            if span not in self.unknown:
                what = f"分值是合并单元格（第{span[0]}行至第{span[1]}行），不知道各项几分"
                self._problem(span[0], "points", what, "取消合并，逐项填写分值，或者在各项末尾写明（几分）")
            self.unknown.add(span)
            return None
        found = _FIGURE.fullmatch(points.replace(" ", "")) or (None if points else own)
        if found:
            return Decimal(found[1])
        if points in _YES or _VETO.search(points):
            return Decimal(0)
        what = f"分值“{points}”不是一个数" if points else "没有分值"
        self._problem(row.number, "points", what, "填写一个数；只作一票否决的填 0")
        return None

    def _span(self, row: int) -> tuple[int, int] | None:
        """First and last row of the merged cell in which the points of a row stand; None where they stand alone."""
        column = self.parts["points"]
        spans = (
            (top, end)
            for top, left, end, right in self.sheet.merged
            if left <= column <= right and top <= row <= end and end > top
        )
        return next(spans, None)

    def _sum_row(self, row: SheetRow) -> None:
        found = _FIGURE.fullmatch(self._cell(row, "points").replace(" ", ""))
        label = re.sub(r"\s", "", row.cells[0][1])
        if found and not label.startswith("小计"):
            self.total = row.number, Decimal(found[1])

    def _sums(self, lines: Sequence[Line]) -> None:
        if self.problems:
            return  # lines are missing, so no sum can hold
        if lines and not any(line.points for line in lines):
            self._problem(lines[0].row, "points", "各项分值都是 0", "至少一项要有分值")
        for (top, _), figures in self.shared.items():
            row = next(one for one in self.sheet.rows if one.number == top)
            whole = _FIGURE.fullmatch(self._cell(row, "points").replace(" ", ""))
            if whole and Decimal(whole[1]) != sum(figures):
                what = f"合并的分值是{whole[1]}分，各项写明的分值相加为{sum(figures)}分"
                self._problem(top, "points", what, "改正合并的分值或者各项的分值")
        for name, stated in self.stated.items():
            own = sum((line.points for line in lines if line.section == name), Decimal(0))
            if own < stated:
                place = f"{self.file}：{self.sheet.name}"
                what = f"“{name}”写明{stated}分，各项合计只有{own}分"
                self.problems.append(ProfileError(what, place, "补上缺少的评查项，或者改正分值"))
        if self.total:
            found = sum(section_points(lines, self.stated).values(), Decimal(0))
            if found != self.total[1]:
                what = f"表中合计{self.total[1]}分，各部分相加为{found}分"
                self._problem(self.total[0], "points", what, "改正合计或者各项分值")


def section_points(lines: Sequence[Line], stated: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Points of each section in order: what the table states, else the sum of its lines."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.section] = sums.get(line.section, Decimal(0)) + line.points
    return {name: stated.get(name, own) for name, own in sums.items()}


def _deducts(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(one or other) for one, other in _DEDUCTED.findall(text))


def _effect(text: str) -> str:
    if _ZERO.search(text):
        return "zero"
    if _NOT_BEST.search(text):
        return "not_excellent"
    return "unqualified" if _VETO.search(text) else ""


def _letters(column: int) -> str:
    """A column as spreadsheets name it.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    text = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        text = chr(65 + left) + text
    return text


def words_of(table: PointTable) -> Iterator[str]:
    """Titles and the name of the sheet: where one reads for what kind of case file the table is."""
    yield from table.titles
    yield table.sheet
