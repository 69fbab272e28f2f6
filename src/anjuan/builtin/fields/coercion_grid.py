"""Tables whose rows stand under headings, with rules, without them, or in a flow of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .paper import Paper
from .prints import Print, same_row
from .words import plain_label

Headings = Mapping[str, re.Pattern[str]]
Row = dict[str, list[Print]]

# What stands under a table and is no row of it.
FOOT = re.compile(
    r"(?:当事人|执法人员|见证人|以上|本清单|上述|注[::]|保管|备注[::]|日期|填表|经核对|制作人|承办人|签名|经办人|第\d+页|一式).*"
)
_BLANK_BELOW = re.compile(r"^\(?以下空白\)?$")
_ROW = re.compile(r"table \d+ row \d+")
GAP = 0.035  # of a page: how far below its row a wrapped line or the next row can begin


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headings of a table: the lines of each column in their order; `width` counts unknown columns."""

    columns: tuple[tuple[str, tuple[Print, ...]], ...]

    @property
    def end(self) -> int:
        """Offset after the last heading."""
        return max(one.end for _, parts in self.columns for one in parts if parts)


def rows_of(paper: Paper, headings: Headings, needed: frozenset[str]) -> Iterator[Row]:
    """Rows of the tables whose headings are of these forms, by the names of the columns.

    Args:
        headings: the columns that are known; others end a column but give nothing.
        needed: a row of labels is a heading when it has all of these.
    """
    pages: dict[int, list[Print]] = {}
    for one in paper.prints:
        pages.setdefault(one.page, []).append(one)
    last: Heading | None = None
    for page in pages.values():
        found = _heading(page, headings, needed)
        if found is None and (last is None or _labelled(page)):
            continue
        last = found or last
        if last is None:
            continue
        body = [one for one in page if found is None or one.start >= found.end]
        yield from _flow(body, last) if page[0].flow else _placed(body, last)


def _labelled(page: Sequence[Print]) -> bool:
    """True for a page that is no continuation of a table: nothing on it is a cell."""
    return not any(one.line.cell >= 0 for one in page)


def _heading(page: Sequence[Print], headings: Headings, needed: frozenset[str]) -> Heading | None:
    for index, first in enumerate(page):
        if _named(first.text, headings) is None:
            continue
        row = _row_of_labels(page, index)
        columns = tuple(
            (_named("".join(one.text for one in cell), headings) or "", tuple(cell)) for cell in row
        )
        if needed <= {name for name, _ in columns} and all(_short(cell) for cell in row):
            return Heading(columns)
    return None


def _short(cell: Sequence[Print]) -> bool:
    return sum(len(one.text) for one in cell) <= 16


def _row_of_labels(page: Sequence[Print], index: int) -> list[list[Print]]:
    """The cells of the row to which this line belongs; of a table without places, all that are short words."""
    first = page[index]
    if not first.flow:
        around = _cells(page[max(index - 8, 0) : index + 40])
        return sorted((cell for cell in around if _beside(first, cell)), key=_left)
    if _ROW.fullmatch(first.line.locator):
        own = sorted(
            _cells([one for one in page if one.line.locator == first.line.locator]),
            key=lambda cell: cell[0].line.cell,
        )
        begin = own[0][0].line.cell
        row: list[list[Print]] = [[] for _ in range(own[-1][0].line.cell - begin + 1)]
        for cell in own:
            row[cell[0].line.cell - begin] = cell
        return row
    row = []
    for one in page[index:]:
        if one.line.cell < 0 or re.search(r"\d", one.text):
            break
        if row and row[-1][0].line.cell == one.line.cell:
            row[-1].append(one)
        elif row and one.line.cell != row[-1][0].line.cell + 1:
            break
        else:
            row.append([one])
    return row


def _left(cell: Sequence[Print]) -> float:
    return cell[0].line.box.x0


def _beside(first: Print, cell: Sequence[Print]) -> bool:
    top, bottom = min(one.line.box.y0 for one in cell), max(one.line.box.y1 for one in cell)
    middle = (first.line.box.y0 + first.line.box.y1) / 2
    return top - 0.012 < middle < bottom + 0.012


def _cells(page: Sequence[Print]) -> list[list[Print]]:
    """The lines of one cell together; what stands outside of cells, each by itself."""
    cells: dict[int, list[Print]] = {}
    found: list[list[Print]] = []
    for one in page:
        if one.line.cell < 0:
            found.append([one])
        elif one.line.cell in cells:
            cells[one.line.cell].append(one)
        else:
            cells[one.line.cell] = [one]
            found.append(cells[one.line.cell])
    return found


def _named(text: str, headings: Headings) -> str | None:
    label = plain_label(re.sub(r"\((?:元|¥|单位).*\)|元$", "", text))
    return next((name for name, pattern in headings.items() if pattern.fullmatch(label)), None)


def _flow(body: Sequence[Print], heading: Heading) -> Iterator[Row]:
    """A table without places: its cells come row by row, empty ones are counted.

    Cells that were joined shift those behind them: what stands below a row that does not fit is left unread.
    """
    head = next(parts[0] for _, parts in heading.columns if parts)
    first, width = head.line.cell, len(heading.columns)
    table = head.line.locator.split(" row ")[0]
    rows: dict[str, list[Print]] = {}
    for one in body:
        if one.line.cell >= first + width and one.line.locator.split(" row ")[0] == table:
            own = one.line.locator if _ROW.fullmatch(one.line.locator) else ""
            rows.setdefault(own or str((one.line.cell - first) // width), []).append(one)
    for members in rows.values():
        if len({(one.line.cell - first) // width for one in members}) > 1:
            return
        row: Row = {}
        for one in members:
            row.setdefault(heading.columns[(one.line.cell - first) % width][0], []).append(one)
        yield row


def _placed(body: Sequence[Print], heading: Heading) -> Iterator[Row]:
    """A table on a page: rows by height, columns by the headings above them."""
    ruled = any(one.line.cell >= 0 for _, parts in heading.columns for one in parts)
    cells = [cell for cell in _cells(body) if (cell[0].line.cell >= 0) is ruled]
    bottom: float | None = None
    row: Row = {}
    for group in _by_height(cells, ruled=ruled):
        top = min(one.line.box.y0 for cell in group for one in cell)
        words = "".join(one.text for cell in group for one in cell)
        if (bottom is not None and top - bottom > 3 * GAP) or FOOT.match(words):
            break
        if _BLANK_BELOW.search(words):
            continue
        bottom = max(one.line.box.y1 for cell in group for one in cell)
        new = _by_column(group, heading)
        wrapped = not ruled and row and "order" in row and "order" not in new and len(new) < len(row)
        if wrapped:  # a value without rules runs on below
            for name, parts in new.items():
                row.setdefault(name, []).extend(parts)
            continue
        if row:
            yield row
        row = new
    if row:
        yield row


def _by_height(cells: Sequence[list[Print]], *, ruled: bool) -> list[list[list[Print]]]:
    """Cells that stand on one row of the table."""
    groups: list[list[list[Print]]] = []
    for cell in sorted(cells, key=_middle):
        last = groups[-1] if groups else None
        near = last and (
            same_row(last[-1][0], cell[0]) or (ruled and abs(_middle(last[-1]) - _middle(cell)) < 0.008)
        )
        if last is not None and near:
            last.append(cell)
        else:
            groups.append([cell])
    return groups


def _middle(cell: Sequence[Print]) -> float:
    return (min(one.line.box.y0 for one in cell) + max(one.line.box.y1 for one in cell)) / 2


def _by_column(group: Sequence[list[Print]], heading: Heading) -> Row:
    """Each cell of a row to a column of its own, in order, so that they stand nearest to their headings.

    Words stand at the left edge of a column and its heading in the middle: the edge alone would misplace them.
    """
    order = sorted(group, key=_left)
    heads = [_centre(parts) for _, parts in heading.columns]
    row: Row = {}
    if len(order) <= len(heads):
        at = min(
            combinations(range(len(heads)), len(order)),
            key=lambda chosen: sum(
                abs(heads[n] - _centre(cell)) for n, cell in zip(chosen, order, strict=True)
            ),
        )
    else:
        at = tuple(min(range(len(heads)), key=lambda n: abs(heads[n] - _centre(cell))) for cell in order)
    for n, cell in zip(at, order, strict=True):
        row.setdefault(heading.columns[n][0], []).extend(cell)
    return row


def _centre(cell: Sequence[Print]) -> float:
    return (min(one.line.box.x0 for one in cell) + max(one.line.box.x1 for one in cell)) / 2


def said(row: Row, name: str) -> str:
    """What stands in a column of a row."""
    return "".join(one.text for one in row.get(name, [])).strip()
