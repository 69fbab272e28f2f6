"""Tables with a row for each matter: heading cells, and under them rows, with rules or in a flow of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .paper import Paper, Place
from .prints import Print, same_row
from .words import LABELS, plain_label

Cell = tuple[Print, ...]
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the cells by the name of their column, those of unknown columns by their heading."""

    cells: tuple[tuple[str, Cell], ...]

    def text(self, name: str) -> str:
        """What stands in a column; empty when nothing does."""
        return "".join(one.text for column, cell in self.cells if column == name for one in cell).strip()

    def place(self, paper: Paper, *names: str) -> Place:
        """Where the cells of these columns stand."""
        spans = [(one.start, one.end) for name, cell in self.cells if name in names for one in cell]
        return paper.at(*spans)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of all tables of one form, and where their headings begin."""

    rows: tuple[TableRow, ...] = ()
    headings: tuple[int, ...] = ()


def table(paper: Paper, columns: Mapping[str, re.Pattern[str]]) -> Table:
    """The rows under a heading that has the column `matter` and one more of `columns`.

    Args:
        paper: the paper.
        columns: names of columns and how they are headed; `order` holds the numbers of the rows.
    """
    rows: list[TableRow] = []
    heads: list[int] = []
    pages: dict[int, list[Print]] = {}
    for one in paper.prints:
        if one.line.cell >= 0:
            pages.setdefault(one.page, []).append(one)
    heading: list[tuple[str, Cell]] = []
    for page in pages.values():
        cells = _cells(page)
        own = _heading(cells, columns)
        body = cells
        if own:
            heading = own
            heads += [one.start for _, cell in own for one in cell]
            body = [cell for cell in cells if cell[0].start > own[-1][1][-1].start]
        if heading:
            rows += _flowing(body, heading) if page[0].flow else _ruled(body, heading)
    return Table(tuple(rows), tuple(heads))


def _cells(page: Sequence[Print]) -> list[Cell]:
    cells: dict[int, list[Print]] = {}
    for one in page:
        cells.setdefault(one.line.cell, []).append(one)
    return [tuple(cells[index]) for index in sorted(cells)]


def _plain(cell: Cell) -> str:
    return plain_label("".join(one.text for one in cell))


def _heading(cells: Sequence[Cell], columns: Mapping[str, re.Pattern[str]]) -> list[tuple[str, Cell]]:
    """The cells of the first row that heads `matter` and another column, by name."""
    for at, cell in enumerate(cells):
        if not columns["matter"].fullmatch(_plain(cell)):
            continue
        row = _row_of(cells, at)
        named: list[tuple[str, Cell]] = []
        for one in row:
            free = (name for name in columns if name not in [taken for taken, _ in named])
            name = next((name for name in free if columns[name].fullmatch(_plain(one))), _plain(one))
            named.append((name, one))
        known = [name for name, _ in named if name in columns]
        if "matter" in known and len(known) > 1 and not any(_NUMBERED.fullmatch(_plain(one)) for one in row):
            return named
    return []


def _row_of(cells: Sequence[Cell], at: int) -> list[Cell]:
    """The cells of one row; in a flow, where nothing has a place, those up to the first number or long text."""
    if not cells[at][0].flow:
        return [one for one in cells if same_row(one[0], cells[at][0])]
    first = at - 1 if at and re.fullmatch(r"顺?序号?|编号", _plain(cells[at - 1])) else at
    row: list[Cell] = []
    for one in cells[first : first + 8]:
        text = _plain(one)
        if (
            _NUMBERED.fullmatch(text)
            or len(text) > 10
            or (row and one[0].line.cell != row[-1][0].line.cell + 1)
        ):
            break
        row.append(one)
    numbered = first + len(row) < len(cells) and _NUMBERED.fullmatch(_plain(cells[first + len(row)]))
    # Without numbers nothing tells where the heading ends but its own words.
    return (
        row if first < at and numbered else [one for one in row if _plain(one) in LABELS or one is cells[at]]
    )


def _flowing(body: Sequence[Cell], heading: Sequence[tuple[str, Cell]]) -> Iterator[TableRow]:
    width, first = len(heading), heading[-1][1][0].line.cell + 1
    rows: dict[int, list[tuple[str, Cell]]] = {}
    for cell in body:
        number, column = divmod(cell[0].line.cell - first, width)
        if number >= 0:
            rows.setdefault(number, []).append((heading[column][0], cell))
    numbered = any(name == "order" for name, _ in heading)
    yield from _until_form((rows[number] for number in sorted(rows)), numbered=numbered)


def _ruled(body: Sequence[Cell], heading: Sequence[tuple[str, Cell]]) -> Iterator[TableRow]:
    """Rows by the height of their matter, columns by the middle of their cells."""
    order = sorted(heading, key=lambda one: one[1][0].line.box.x0)
    edges = []
    for (name, cell), after in zip(order, [*order[1:], None], strict=True):
        right = max(one.line.box.x1 for one in cell)
        edges.append((name, 2.0 if after is None else (right + after[1][0].line.box.x0) / 2))
    rows: list[list[tuple[str, Cell]]] = []
    placed = [(_column(cell, edges), cell) for cell in body]
    for name, cell in placed:
        if name == "matter":
            rows.append([(name, cell)])
    for name, cell in placed:
        row = next((row for row in rows if _level(row[0][1], cell)), None)
        if row is not None and name and name != "matter":
            row.append((name, cell))
    yield from _until_form(rows, numbered=any(name == "order" for name, _ in heading))


def _column(cell: Cell, edges: Sequence[tuple[str, float]]) -> str:
    middle = (min(one.line.box.x0 for one in cell) + max(one.line.box.x1 for one in cell)) / 2
    return next((name for name, edge in edges if middle < edge), "")


def _level(one: Cell, other: Cell) -> bool:
    """True when two cells stand beside each other."""
    top = max(one[0].line.box.y0, other[0].line.box.y0)
    bottom = min(one[-1].line.box.y1, other[-1].line.box.y1)
    return bottom > top


def _until_form(rows: Iterable[list[tuple[str, Cell]]], *, numbered: bool) -> Iterator[TableRow]:
    """The rows up to the first that is a field of the form again."""
    for cells in rows:
        row = TableRow(tuple(cells))
        text = row.text("matter")
        if numbered and not _NUMBERED.fullmatch(row.text("order")):
            return
        if not numbered and (plain_label(text) in LABELS or ":" in text):
            return
        if text:
            yield row
