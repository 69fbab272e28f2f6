"""Score sheets (一案一表) as XLSX, for those who will not open a notebook: a form to fill in, print and sign."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from ..model.case import display_width
from ..model.codec import number
from ..model.errors import NotAllowed, SetupError
from ..panel.said import Reviewer
from ..panel.state import PanelState
from .panel import Panel
from .review import Review
from .sheets_desk import Desk, answer_of, desk_of, first_entries, is_assigned
from .sheets_form import (
    CHOICES,
    COLUMNS,
    HEAD,
    MOST_REASON,
    POINTS,
    REASON,
    REVIEWER_CELL,
    SEAL,
    SHEET,
    SUBMIT_CELL,
    VERDICT,
    VETO,
    VETOES,
    WHY,
    YES_NO,
    Answer,
    Cell,
    Form,
    Line,
    Seal,
    tidy,
)
from .sheets_read import Imported as Imported
from .sheets_read import import_sheets as import_sheets
from .standing import known_in, states_in

_WIDTHS = (9, 27, 6, 11, 8, 42, 9, 8, 9, 30)
_HEAD_BLOCKS = ((1, 2), (4, 5), (7, 9))  # first and last column of what stands beside the labels
_LEAST_HEIGHT, _MOST_HEIGHT = 24, 400  # points: room to write by hand; what a row may take
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_NAME = "评查表"


def export_sheets(review: Review, folder: Path, reviewer: str | None = None) -> list[Path]:
    """Write a score sheet for each case file; gives their paths, sorted by case file.

    Args:
        folder: made where it is missing. No file in it is replaced, somebody may have filled it in: a sheet that
            is another by now gets a number.
        reviewer: whose sheets. Where reviewers were assigned, only the files on which he sits; without him the
            sheets of all who sit on a file. Where nobody was assigned, all files, without him with an empty
            place for the name.

    Raises:
        NotAllowed: nobody knows him, or he sits on no file. Tampered: the standard of the review is another by now.
        SetupError: the standard does not hold, or the folder cannot be written.
    """
    paths: list[Path] = []
    with review.store() as store:
        panel, states, texts = Panel.of(review, store), states_in(store), store.texts()
        digests, first = store.current_digests(), first_entries(store)
        wanted = _wanted(panel, states, tidy(reviewer or "") or None)
        _made(folder)
        for line in store.lines():
            case = line["id"]
            for name in wanted.get(case, ()):
                desk = desk_of(panel.profile, line, digests[case], first[case])
                standing = states[case].standing(name) if name else ()
                own = {one.item: (one.seq, answer_of(one, texts)) for one in standing}
                body = _book(desk, desk.form(review, name), own)
                paths.append(_kept(folder, _stem(case, name), body, set(paths)))
    return paths


def _wanted(
    panel: Panel, states: Mapping[str, PanelState], reviewer: str | None
) -> Mapping[str, tuple[str, ...]]:
    """Id → whose sheets of it are wanted; an empty name for a sheet without one.

    Raises:
        NotAllowed: see `export_sheets`.
    """
    if reviewer is not None and states:
        known_in(next(iter(states.values())), [*panel.roster, *_seated(states)], reviewer)
    if not is_assigned(states):
        return dict.fromkeys(states, (reviewer or "",))
    found = {
        case: tuple(name for name in state.reviewers if reviewer in (None, name))
        for case, state in states.items()
    }
    if states and not any(found.values()):
        raise NotAllowed(
            f"没有分派给“{reviewer}”的案卷" if reviewer else "没有分派给评查员的案卷",
            "",
            "用 anjuan panel assign 查看或者办理分派",
        )
    return found


def _seated(states: Mapping[str, PanelState]) -> Iterator[Reviewer]:
    for state in states.values():
        yield from (Reviewer(seat.reviewer, "") for seat in state.seats)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"文件夹建不成：{error.strerror or type(error).__name__}"
        raise SetupError(what, str(folder), "换一个可以写入的文件夹") from None


def _stem(case: str, reviewer: str) -> str:
    return "_".join(_UNSAFE.sub("-", part)[:30] for part in (_NAME, case, reviewer) if part)


def _kept(folder: Path, stem: str, body: bytes, taken: set[Path]) -> Path:
    """Write a sheet where no other one is; gives its path."""
    for copy in count(1):
        path = folder / (f"{stem}.xlsx" if copy == 1 else f"{stem}_{copy}.xlsx")
        if path in taken:
            continue
        try:
            if not path.exists():
                fresh = path.with_suffix(".tmp")
                fresh.write_bytes(body)
                fresh.replace(path)
                return path
            if path.read_bytes() == body:
                return path
        except OSError as error:
            what = f"评查表写不进去：{error.strerror or type(error).__name__}"
            raise SetupError(what, str(path), "检查文件夹的权限和磁盘空间后重试") from None
    raise AssertionError  # copies do not end


def _book(desk: Desk, form: Form, own: Mapping[str, tuple[int, Answer]]) -> bytes:
    """A workbook: the form, and the seal on a hidden sheet. Equal input gives equal bytes."""
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": f"{form.title} {form.evaluation.id}",
                "author": "anjuan",
                "created": datetime.fromisoformat(desk.opened).replace(tzinfo=None),
            }
        )
        _Writer(book, form).write(own)
        seal = Seal(
            form.evaluation.id, form.reviewer, desk.digest, {item: seq for item, (seq, _) in own.items()}
        )
        hidden = book.add_worksheet(SEAL)
        for row, texts in enumerate(seal.rows(desk.key)):
            for column, text in enumerate(texts):
                hidden.write_string(row, column, text)
        hidden.protect()
        hidden.very_hidden()
    return stream.getvalue()


class _Writer:
    """Writes the form into a workbook."""

    def __init__(self, book: Any, form: Form) -> None:
        self.form = form
        self.sheet = book.add_worksheet(SHEET)
        base = {"font_name": "仿宋", "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}
        middle = {**base, "align": "center"}
        field = {"bg_color": "#FFF8DC", "locked": False}
        self.styles = {
            name: book.add_format(style)
            for name, style in {
                "title": {
                    "font_name": "宋体",
                    "font_size": 16,
                    "bold": True,
                    "align": "center",
                    "valign": "vcenter",
                },
                "label": {**middle, "font_name": "宋体", "bold": True, "bg_color": "#F2F2F2"},
                "text": base,
                "middle": middle,
                "number": {**middle, "num_format": "0.##"},
                "section": {**base, "font_name": "宋体", "bold": True, "bg_color": "#E4ECF4"},
                "guide": {**base, "font_size": 9},
                "field": {**base, **field},
                "choice": {**middle, **field},
            }.items()
        }

    def write(self, own: Mapping[str, tuple[int, Answer]]) -> None:
        """Fill the sheet; `own`: what the reviewer said before."""
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self._head()
        for row in self.form.sections:
            self._across(row, (0, len(COLUMNS) - 1), "section")
        for line in self.form.lines:
            self._line(line, own[line.score.item][1] if line.score.item in own else None)
        self._sign()
        self._page()

    def _across(self, row: int, columns: tuple[int, int], style: str, text: str | None = None) -> None:
        first, last = columns
        body = str(self.form.fixed.get((row, first), "")) if text is None else text
        self.sheet.merge_range(row - 1, first, row - 1, last, "", self.styles[style])
        self.sheet.write_string(row - 1, first, body, self.styles[style])

    def _put(self, cell: Cell, value: str | Decimal, style: str) -> None:
        row, column = cell[0] - 1, cell[1]
        if isinstance(value, Decimal):
            self.sheet.write_number(
                row, column, float(value), self.styles["number" if style == "middle" else style]
            )
        elif value:
            self.sheet.write_string(row, column, value, self.styles[style])
        else:
            self.sheet.write_blank(row, column, None, self.styles[style])

    def _head(self) -> None:
        form, last = self.form, len(COLUMNS) - 1
        self._across(1, (0, last), "title")
        self.sheet.set_row(0, 30)
        for row in (2, 3, 4):
            self.sheet.set_row(row - 1, 30)
            for block in _HEAD_BLOCKS:
                self._put((row, block[0] - 1), form.fixed[row, block[0] - 1], "label")
                cell = row, block[0]
                field = cell == SUBMIT_CELL or (cell == REVIEWER_CELL and not form.reviewer)
                self._across(row, block, "choice" if field else "text")
        self._across(5, (0, last), "guide")
        self.sheet.set_row(4, 40)
        for column, _ in enumerate(COLUMNS):
            self._put((HEAD, column), form.fixed[HEAD, column], "label")
        self._list(SUBMIT_CELL, YES_NO, "提交")

    def _line(self, line: Line, before: Answer | None) -> None:
        row, inputs = line.row, set(line.inputs())
        for column in range(len(COLUMNS)):
            if column not in inputs:
                style = "text" if column in (1, WHY) else "middle"
                self._put((row, column), self.form.fixed.get((row, column), ""), style)
        given = _cells(before)
        for column in inputs:
            self._put((row, column), given.get(column, ""), "field" if column == REASON else "choice")
        told = {**dict(self._told(row)), **given}
        self.sheet.set_row(row - 1, _height(told))
        self._list((row, VERDICT), tuple(CHOICES), "评查结论")
        if VETO in inputs:
            self._list((row, VETO), tuple(VETOES), "一票否决")
        if POINTS in inputs:
            most = number(line.score.points)
            self._rule(
                (row, POINTS),
                {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most},
                f"保留分值应在0至{most}之间",
            )
        self._rule(
            (row, REASON),
            {"validate": "length", "criteria": "<=", "value": MOST_REASON},
            f"理由不超过{MOST_REASON}字",
        )

    def _told(self, row: int) -> Iterator[tuple[int, str | Decimal]]:
        for column in range(len(COLUMNS)):
            yield column, self.form.fixed.get((row, column), "")

    def _list(self, cell: Cell, words: tuple[str, ...], what: str) -> None:
        self._rule(cell, {"validate": "list", "source": list(words)}, f"{what}只能填“{'”“'.join(words)}”")

    def _rule(self, cell: Cell, rule: Mapping[str, Any], message: str) -> None:
        told = {**rule, "error_title": "填写有误", "error_message": message, "ignore_blank": True}
        self.sheet.data_validation(cell[0] - 1, cell[1], cell[0] - 1, cell[1], told)

    def _sign(self) -> None:
        form = self.form
        self.sheet.set_row(form.sign - 1, 36)
        for block in _HEAD_BLOCKS:
            self._put((form.sign, block[0] - 1), form.fixed[form.sign, block[0] - 1], "label")
            self._across(form.sign, block, "choice")

    def _page(self) -> None:
        sheet, form = self.sheet, self.form
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(HEAD - 1)
        sheet.print_area(0, 0, form.sign - 1, len(COLUMNS) - 1)
        sheet.set_footer(f"&L&9案卷编号：{_plain(form.evaluation.id)}&R&9第 &P 页，共 &N 页")
        sheet.freeze_panes(HEAD, 2)
        sheet.hide_gridlines(2)
        sheet.protect("", {"format_rows": True, "format_columns": True})


def _height(told: Mapping[int, str | Decimal]) -> float:
    """Points that a row needs: not every program makes room for wrapped text by itself."""
    lines = max(
        sum(-(-display_width(part) * 21 // (_WIDTHS[column] * 20)) or 1 for part in str(text).split("\n"))
        for column, text in told.items()
    )
    return min(max(13.5 * lines + 5, _LEAST_HEIGHT), _MOST_HEIGHT)


def _plain(text: str) -> str:
    """A text for a footer, where `&` commands."""
    return tidy(text).replace("&", "&&")[:100]


def _cells(answer: Answer | None) -> dict[int, str | Decimal]:
    """What an answer writes into which column."""
    if answer is None:
        return {}
    word = next(text for text, verdict in CHOICES.items() if verdict is answer.verdict)
    found: dict[int, str | Decimal] = {VERDICT: word, REASON: answer.reason}
    if answer.points is not None:
        found[POINTS] = answer.points
    if answer.veto is not None:
        found[VETO] = "确认" if answer.veto else "不确认"
    return found
