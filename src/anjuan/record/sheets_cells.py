"""Every cell of a score sheet that came back: the machine's are as they were, the reviewer's make sense."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from ..model.errors import SheetError
from ..reading.sheets import Sheet
from .sheets_form import (
    CHOICES,
    NONE,
    POINTS,
    REASON,
    REVIEWER_CELL,
    SUBMIT_CELL,
    VERDICT,
    VETO,
    VETOES,
    YES_NO,
    Answer,
    Cell,
    Form,
    Line,
    cell_name,
    figure,
    tidy,
)

_MOST_NAME = 50  # characters of a signature
_STRETCHED = re.compile(r"(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])")
_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?$")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a reviewer filled in.

    Attributes:
        answers: item → what he says. submit: he is done. problems: what cannot be taken, in order of the cells.
    """

    answers: Mapping[str, Answer]
    reviewer: str
    submit: bool
    problems: tuple[SheetError, ...]


_Bad = Callable[[int, str, str], None]  # column, what is wrong, what to do


def cells_of(sheet: Sheet) -> dict[Cell, str]:
    """Cell → text, of all that hold one."""
    found = {(row.number, column): tidy(text) for row in sheet.rows for column, text in row.cells}
    return {cell: text for cell, text in found.items() if text}


def read_cells(form: Form, cells: Mapping[Cell, str], where: str) -> Filled:
    """Compare and understand all cells.

    Args:
        form: what should stand there. where: file and sheet, for messages.
    """
    problems: list[tuple[Cell, str, str]] = list(_moved(form, cells))
    answers: dict[str, Answer] = {}
    for line in form.lines:
        answer = _answer(line, cells, problems)
        if answer is not None:
            answers[line.score.item] = answer
    reviewer = form.reviewer or _name(cells.get(REVIEWER_CELL, ""))
    _extras(form, cells, reviewer, problems)
    errors = [SheetError(what, f"{where}!{cell_name(cell)}", step) for cell, what, step in sorted(problems)]
    return Filled(answers, reviewer, cells.get(SUBMIT_CELL) == YES_NO[0], tuple(errors))


def _moved(form: Form, cells: Mapping[Cell, str]) -> Iterator[tuple[Cell, str, str]]:
    """Cells of the machine that are not as they were, and cells that hold something outside of the form."""
    own = {(line.row, column) for line in form.lines for column in line.inputs()} | set(form.extras())
    for cell in sorted({*cells, *form.fixed} - own):
        told, found = form.fixed.get(cell, ""), cells.get(cell, "")
        if _same(told, found):
            continue
        if not told:
            yield cell, "表外多出内容", "删去该格的内容"
        elif cell[1] in (POINTS, VETO) and told == NONE:
            yield cell, "该评查项没有这一栏，不能填写", f"改回“{NONE}”"
        else:
            yield cell, "机器填写的内容被改动", f"改回“{_short(str(told))}”，或者重新导出评查表"


def _same(told: str | Decimal, found: str) -> bool:
    if isinstance(told, Decimal):
        return _number(found) == told
    return "".join(told.split()) == "".join(found.split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:30]}……"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(unicodedata.normalize("NFKC", text).strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _answer(line: Line, cells: Mapping[Cell, str], problems: list[tuple[Cell, str, str]]) -> Answer | None:
    """What he says of an item; None where he says nothing, or nothing that can be understood."""
    given = {column: cells.get((line.row, column), "") for column in line.inputs()}
    if not any(given.values()):
        return None
    before = len(problems)

    def bad(column: int, what: str, step: str) -> None:
        problems.append(((line.row, column), f"{line.score.item} {what}", step))

    verdict = CHOICES.get(given[VERDICT])
    points, veto = None, None
    if verdict is None:
        what = "没有选评查结论，却填了其他栏" if not given[VERDICT] else "的评查结论不在可选的内容之内"
        bad(VERDICT, what, f"选“{'”“'.join(CHOICES)}”之一")
    if text := given.get(POINTS, ""):
        points = _points(line, text, bad)
    if text := given.get(VETO, ""):
        veto = VETOES.get(text)
        if veto is None:
            bad(VETO, "的一票否决不在可选的内容之内", f"选“{'”“'.join(VETOES)}”之一，或者留空")
    if verdict is not None and verdict is not CHOICES["不符合"]:
        if points is not None and points != line.score.points:
            bad(POINTS, "不是“不符合”，却扣了分", "把评查结论改为“不符合”，或者不填保留分值")
        if veto:
            bad(VETO, "不是“不符合”，却确认了一票否决", "把评查结论改为“不符合”，或者改为“不确认”")
    if verdict is None or len(problems) > before:
        return None
    return Answer(verdict, points, veto, given[REASON])


def _points(line: Line, text: str, bad: _Bad) -> Decimal | None:
    value, most = _number(text), line.score.points
    if value is None:
        bad(POINTS, "的保留分值不是数", f"填0至{figure(most)}之间的数，或者留空")
    elif not 0 <= value <= most:
        bad(POINTS, f"的保留分值不在0至{figure(most)}之间", "改正分值")
    elif value != round(value, 2):
        bad(POINTS, "的保留分值超过两位小数", "保留两位小数")
    else:
        return value
    return None


def _extras(
    form: Form, cells: Mapping[Cell, str], reviewer: str, problems: list[tuple[Cell, str, str]]
) -> None:
    """The cells that belong to no item."""
    if not reviewer:
        problems.append((REVIEWER_CELL, "没有写评查人员的姓名", "写明姓名后重新提交"))
    elif len(reviewer) > _MOST_NAME:
        problems.append((REVIEWER_CELL, "评查人员的姓名过长", "只写姓名"))
    if (text := cells.get(SUBMIT_CELL, "")) and text not in YES_NO:
        problems.append((SUBMIT_CELL, "“提交”只能填“是”或者“否”", "改正后重新提交"))
    signed = _name(cells.get(form.signature, ""))
    if signed and reviewer and signed != _name(reviewer):
        problems.append(
            (form.signature, "签名的不是表头所写的评查人员", "由表头所写的评查人员签名，或者留空")
        )
    if len(cells.get(form.chair, "")) > _MOST_NAME:
        problems.append((form.chair, "评查组长签名处内容过长", "只写姓名，或者留空"))
    if (text := cells.get(form.day, "")) and not _is_day(text):
        problems.append((form.day, "签名日期不成立", "写成 2026年3月5日，或者留空"))


def _name(text: str) -> str:
    """A name without the spaces that stretch a short one."""
    return _STRETCHED.sub("", " ".join(text.split()))


def _is_day(text: str) -> bool:
    hit = _DAY.match(unicodedata.normalize("NFKC", text))
    try:
        return hit is not None and bool(date(*map(int, hit.groups())))
    except ValueError:
        return False
