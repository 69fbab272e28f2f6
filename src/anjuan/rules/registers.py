"""Dated tables kept outside of case files (台账). Values and headings only; files are read elsewhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ..law.calendar import Calendar
from ..model.case import Evidence
from ..model.errors import RegisterError

Cell = date | datetime | Decimal | str | None
BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: English and Chinese heading, and the kind of value (`text`, `date`, `moment`, `number`)."""

    name: str
    heading: str
    kind: str = "text"
    optional: bool = False


def _columns(spec: str) -> tuple[Column, ...]:
    """Columns from `name 机关名称 date?`: the kind is text where none is named, `?` marks an optional one."""
    columns = []
    for part in spec.split(","):
        words = part.strip().rstrip("?").split()
        kind = words[2] if len(words) > 2 else "text"
        columns.append(Column(words[0], words[1], kind, part.strip().endswith("?")))
    return tuple(columns)


_VALID = "valid_from 有效期起 date, valid_to 有效期止 date"

TABLES: Mapping[str, tuple[str, tuple[Column, ...]]] = {
    name: (title, _columns(spec))
    for name, title, spec in (
        (
            "authorities",
            "执法主体",
            "name 机关名称, uscc 统一社会信用代码, kind 主体类型, level 层级, region 执法区域,"
            f" sector 执法领域 text?, aliases 别名 text?, {_VALID}",
        ),
        (
            "entrustments",
            "委托执法",
            f"principal 委托机关, agent 受委托组织, scope 委托事项, {_VALID}, filed 备案情况",
        ),
        (
            "officers",
            "执法证件",
            f"name 姓名, certificate 执法证号, agency 所在单位, kind 证件类别, {_VALID}, status 状态",
        ),
        ("powers", "权责清单", f"agency 实施机关, name 事项名称, kind 事项类型, basis 设定依据, {_VALID}"),
        (
            "discretion",
            "裁量基准",
            "code 编号, agency 适用机关, violation 违法行为, basis 处罚依据, grade 裁量档次,"
            " fine_min 罚款下限 number, fine_max 罚款上限 number, multiple_min 罚款倍数下限 number?,"
            f" multiple_max 罚款倍数上限 number?, {_VALID}",
        ),
        (
            "major_decisions",
            "重大执法决定目录",
            "agency 机关, kind 决定类型, fine_organisation 对单位罚款标准 number,"
            f" fine_person 对个人罚款标准 number, other 其他情形, {_VALID}",
        ),
        (
            "hearing_thresholds",
            "听证标准",
            "agency 适用机关, fine_organisation 对单位罚款标准 number, fine_person 对个人罚款标准 number,"
            f" confiscation 没收标准 number?, other 其他情形 text?, basis 依据, {_VALID}",
        ),
        (
            "legal_reviewers",
            "法制审核人员",
            "name 姓名, agency 单位, qualification 法律职业资格证书号,"
            f" first_from 初次从事审核日期 date, {_VALID}",
        ),
        (
            "publications",
            "公示",
            "case 文号, agency 机关, party 当事人, decided 决定日期 date, published 公示日期 date,"
            " platform 公示平台, changed 变更或撤销日期 date?, withdrawn 撤下日期 date?",
        ),
        (
            "filings",
            "重大处罚备案",
            "case 文号, agency 机关, decided 决定日期 date, filed 备案日期 date, with 备案机关",
        ),
        (
            "recordings",
            "音像记录",
            "case 案号, agency 机关, act 执法环节, maker 制作人, started 制作开始时间 moment,"
            " ended 制作结束时间 moment, stored 存储时间 moment, sha256 校验值 text?",
        ),
        (
            "litigation",
            "复议诉讼",
            "case 文号, agency 机关, kind 类型, accepted 受理日期 date, result 结果, ended 办结日期 date,"
            " reported 报告日期 date?",
        ),
        (
            "statistics",
            "执法数据",
            "agency 机关, period 期间, reported 报送日期 date, penalties 行政处罚件数 number,"
            " licences 行政许可件数 number, coercions 行政强制件数 number, inspections 行政检查件数 number,"
            " levies 行政征收件数 number, officers 执法人员数 number?, zero_reason 零执法原因 text?",
        ),
        (
            "lists",
            "目录清单",
            "kind 清单类别, agency 机关, sector 领域 text?, name 名称, value 数值 text?, unit 单位 text?,"
            f" basis 依据, {_VALID}",
        ),
        (
            "inspections",
            "检查台账",
            "agency 机关, object 检查对象, uscc 统一社会信用代码, date 检查日期 date, kind 检查类型,"
            " source 来源 text?",
        ),
        (
            "suggestions",
            "建议投诉",
            "agency 机关, case 文号 text?, kind 类型, received 收到日期 date, due 答复期限 date,"
            " answered 答复日期 date",
        ),
        (
            "disputes",
            "执法争议",
            "applicant 申请机关, other 对方机关, matter 事项, raised 提出日期 date, result 处理结果,"
            " ended 办结日期 date",
        ),
        ("calendar", "工作日历", "date 日期 date, kind 性质, note 说明 text?"),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register. `inclusive` tells for threshold columns whether the figure itself counts."""

    table: str
    file: str
    number: int
    cells: Mapping[str, Cell]
    quote: str = ""
    exclusive: frozenset[str] = frozenset()

    def text(self, column: str) -> str:
        """The cell as text; empty when it is empty or absent."""
        value = self.cells.get(column)
        return "" if value is None else str(value)

    def date(self, column: str) -> dt.date | None:
        """The cell as a day; None when it is empty."""
        value = self.cells.get(column)
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    def number_of(self, column: str) -> Decimal | None:
        """The cell as a number; None when it is empty."""
        value = self.cells.get(column)
        return value if isinstance(value, Decimal) else None

    def reaches(self, column: str, amount: Decimal) -> bool | None:
        """True when `amount` meets the threshold in `column`; None where the row names none."""
        threshold = self.number_of(column)
        if threshold is None:
            return None
        return amount > threshold if column in self.exclusive else amount >= threshold

    def valid(self, on: dt.date) -> bool:
        """True when the row was in force on a day; an open end is empty."""
        start, end = self.date("valid_from"), self.date("valid_to")
        return (start is None or start <= on) and (end is None or on <= end)

    @property
    def evidence(self) -> Evidence:
        """The place of the row, to stand beside the place in the paper."""
        return Evidence(register=self.table, file=self.file, locator=f"row {self.number}", quote=self.quote)


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of a run; a table that was not handed in is absent, which is not the same as empty."""

    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of one table; empty when it is absent."""
        return self.tables.get(table, ())

    @property
    def digest(self) -> str:
        """sha256 over all cells of all tables, whatever the order of files."""
        data = {
            name: sorted(
                json.dumps(
                    [{k: str(v) for k, v in row.cells.items()}, sorted(row.exclusive)],
                    ensure_ascii=False,
                    sort_keys=True,
                )
                for row in rows
            )
            for name, rows in self.tables.items()
        }
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def calendar(self) -> Calendar:
        """Years of the `calendar` table: 放假 and 上班 days that differ from the week.

        Raises:
            RegisterError: a year holds fewer days off than the law knows festivals, so it is not whole.
        """
        years: dict[int, dict[date, bool]] = {}
        for row in self.rows("calendar"):
            day, kind = row.date("date"), row.text("kind")
            if day is None or kind not in ("放假", "上班"):
                raise RegisterError(
                    "工作日历的性质只能是“放假”或“上班”", f"{row.file}:{row.number}", "改正该行"
                )
            years.setdefault(day.year, {})[day] = kind == "上班"
        for year, days in years.items():
            off = sum(not working for working in days.values())
            if off < 11:  # 全国年节及纪念日放假办法 knows 11 days off (13 since 2025)
                raise RegisterError(
                    f"工作日历 {year} 年只有 {off} 个放假日，不完整",
                    "calendar",
                    "补全该年国务院办公厅公布的放假和调休日",
                )
        return Calendar(years)


def match_heading(heading: str, columns: Iterable[Column]) -> Column | None:
    """The column that a heading names, after NFKC and removal of spaces and of everything in brackets."""
    plain = plain_heading(heading)
    found = [column for column in columns if plain in (column.name, plain_heading(column.heading))]
    return found[0] if len(found) == 1 else None


def plain_heading(heading: str) -> str:
    """A heading without width, spaces and bracketed words, in lower case."""
    text = BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    return re.sub(r"\s", "", text).lower().lstrip("\ufeff")


def parse_cell(text: str, kind: str, where: str) -> Cell:
    """A cell by the kind of its column; an empty cell is None.

    Raises:
        RegisterError: the text is no date or number.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if kind == "text":
        return text
    if kind == "number":
        try:
            return Decimal(text.replace(",", "").removeprefix("¥").removesuffix("元"))
        except InvalidOperation:
            raise RegisterError(f"“{_shown(text)}”不是数字", where, "改正该单元格，或留空") from None
    found = re.match(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$", text)
    try:
        if found is None:
            raise ValueError(text)
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        moment = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), int(found[6] or 0))
    except ValueError:
        raise RegisterError(f"“{_shown(text)}”不是日期", where, "写成 2024-03-05 或 2024年3月5日") from None
    return day if kind == "date" and not (moment.hour or moment.minute) else moment


def _shown(text: str) -> str:
    """A cell as an error may show it: columns that slipped must not put the number of a person into a log."""
    return re.sub(r"\d{9,}[Xx]?", "……", text)[:20]
