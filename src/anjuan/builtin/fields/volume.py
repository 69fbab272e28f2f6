"""What binds the file: cover, index, closing note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anjuan import Fact, Record

from .paper import LIKELY, Paper, first_fact
from .prints import Print
from .values import find_days, find_numbers, first_day

_NUMBER = re.compile(r"案号|(?:案卷)?(?:编号|文号)|处罚决定书(?:文号|编号)|决定书文号|案卷号")
_NAME = re.compile(r"(?:涉案|立案|案件)?(?:案由|事由)|案件名称|案名|题名|案卷题名|案卷标题")
_FILED = re.compile(r"(?:批准)?(?:立案|受案|案件受理)(?:日期|时间)")
_CLOSED = re.compile(r"(?:案件)?(?:结案|办结)(?:日期|时间)")
_ARCHIVED = re.compile(r"(?:立卷|整理|装订)?(?:归档|立卷|归卷|装订|整理|入档|存档)(?:日期|时间)(?:年月日)?")
_ARCHIVED_ON = re.compile(
    r"(?:卷|案|材料)(?:宗|卷)?[^。;,]{0,8}?于\s*(?P<day>[^。;,于]{8,14}?)\s*(?:立卷|整理|装订)?(?:归档|入档|存档|立卷)"
)
_BOUND = re.compile(r"(?:立卷|归档|装订|整理|日期|立卷人签名|检查)(?:日期|时间)?|年月日")


def cover(paper: Paper) -> Iterator[Fact]:
    """卷宗封面."""
    field = paper.field(_NUMBER)
    found = next(find_numbers(field.text), None) if field else None
    if field and found:
        yield paper.fact("案号", found.value, paper.within(field, found.start, found.end), LIKELY)
    yield from paper.words("案由", _NAME)
    yield from paper.day("立案日期", _FILED, sure=LIKELY)
    yield from paper.day("结案日期", _CLOSED, sure=LIKELY)
    yield from first_fact(paper.day("归档日期", _ARCHIVED), _told(paper))


def _told(paper: Paper) -> Iterator[Fact]:
    """归档日期 in a sentence: 本卷于某日归档."""
    for hit in _ARCHIVED_ON.finditer(paper.text.text):
        day = first_day(hit["day"])
        if day:
            start = hit.start("day")
            yield paper.fact("归档日期", day.value, paper.at((start + day.start, start + day.end)), LIKELY)
            return


def closing_note(paper: Paper) -> Iterator[Fact]:
    """备考表."""
    yield from first_fact(paper.day("归档日期", _ARCHIVED, _BOUND), _told(paper), _only_day(paper))


def _only_day(paper: Paper) -> Iterator[Fact]:
    days = list(find_days(paper.text.text))
    if len({one.value for one in days}) == 1:
        yield paper.fact("归档日期", days[-1].value, paper.at((days[-1].start, days[-1].end)), LIKELY)


# ---- the index ---------------------------------------------------------------------------

_HEADINGS = (
    ("order", re.compile(r"顺?序号?|编号")),
    ("number", re.compile(r"(?:文书)?(?:文号|编号|字号)|文件编号|发文号|文书号")),
    ("title", re.compile(r"(?:文书|文件|材料|题名|标题|名称|内容|卷内).*|.*(?:名称|题名|标题)")),
    ("date", re.compile(r"(?:形成|制作|文书|成文)?(?:日期|时间)|年月日")),
    ("page", re.compile(r"(?:起止)?(?:页号|页码|页次|页数|所在页|所在页号|所在页码)|起止页")),
    ("author", re.compile(r"责任者|作者|制作人|制作单位")),
    ("remark", re.compile(r"备注|备考")),
)


def index(paper: Paper) -> Iterator[Fact]:
    """目录条目: each row of the 卷内目录."""
    columns: dict[str, tuple[float, float]] = {}
    flow: list[str] = []
    for page in _pages(paper.prints):
        heading = _heading(page)
        if heading:
            columns = {name: (one.line.box.x0, one.line.box.x1) for name, one in heading}
            flow = [name for name, _ in heading]
            last = max(one.start for _, one in heading)
            page = [one for one in page if one.start > last]
        if page and page[0].flow:
            yield from _flow_rows(paper, page, flow)
        elif columns:
            yield from _ruled_rows(paper, page, columns)


def _pages(prints: Sequence[Print]) -> Iterator[list[Print]]:
    pages: dict[int, list[Print]] = {}
    for one in prints:
        pages.setdefault(one.page, []).append(one)
    yield from pages.values()


def _heading(page: Sequence[Print]) -> list[tuple[str, Print]]:
    found: list[tuple[str, Print]] = []
    names: set[str] = set()
    for one in page[:16]:
        text = re.sub(r"[\s()]", "", one.text)
        for name, pattern in _HEADINGS:
            if name not in names and pattern.fullmatch(text) and text not in ("卷内目录", "文书目录"):
                found.append((name, one))
                names.add(name)
                break
    return found if {"order", "title"} <= names else []


def _ruled_rows(
    paper: Paper, page: Sequence[Print], columns: dict[str, tuple[float, float]]
) -> Iterator[Fact]:
    """Rows by the numbers in the first column, columns by the headings above them."""
    bounds = _bounds(columns)
    cells = [
        (name, one) for members in _by_cell(page) if (name := _column(members, bounds)) for one in members
    ]
    anchors = [
        one for name, one in cells if name == "order" and re.fullmatch(r"\d{1,3}\.?", one.text.strip())
    ]
    if not anchors:
        return
    middles = [(one.line.box.y0 + one.line.box.y1) / 2 for one in anchors]
    rows: list[dict[str, list[Print]]] = [{} for _ in anchors]
    at = 0
    for name, one in sorted(cells, key=lambda pair: pair[1].line.box.y0 + pair[1].line.box.y1):
        middle = (one.line.box.y0 + one.line.box.y1) / 2
        while at + 1 < len(middles) and abs(middles[at + 1] - middle) < abs(middles[at] - middle):
            at += 1
        rows[at].setdefault(name, []).append(one)
    for row in rows:
        yield from _row(
            paper, {name: sorted(parts, key=lambda one: one.start) for name, parts in row.items()}
        )


def _bounds(columns: dict[str, tuple[float, float]]) -> list[tuple[str, float]]:
    """Each column with its right edge: half way to the next heading."""
    order = sorted(columns.items(), key=lambda pair: pair[1])
    edges = []
    for (name, (_, right)), following in zip(order, [*order[1:], None], strict=True):
        edges.append((name, 2.0 if following is None else (right + following[1][0]) / 2))
    return edges


def _by_cell(page: Sequence[Print]) -> Iterator[list[Print]]:
    """The lines of one cell together: its last line may be short and stand far left."""
    cells: dict[int, list[Print]] = {}
    for one in page:
        if one.line.cell < 0:
            yield [one]
        else:
            cells.setdefault(one.line.cell, []).append(one)
    yield from cells.values()


def _column(members: Sequence[Print], bounds: Sequence[tuple[str, float]]) -> str:
    """The column of a cell by its middle: text is wider than its heading."""
    middle = (min(one.line.box.x0 for one in members) + max(one.line.box.x1 for one in members)) / 2
    return next((name for name, edge in bounds if middle < edge), "")


def _flow_rows(paper: Paper, page: Sequence[Print], order: Sequence[str]) -> Iterator[Fact]:
    """A table without geometry: its cells come row by row, empty ones are counted."""
    width = len(order)
    cells = [one for one in page if one.line.cell >= 0]
    if not width or not cells:
        return
    # The headings took the first cells of the table, so a row begins at each multiple of its width.
    first = min(one.line.cell for one in cells)
    rows: dict[int, dict[str, list[Print]]] = {}
    for one in cells:
        number, column = divmod(one.line.cell - first, width)
        rows.setdefault(number, {}).setdefault(order[column], []).append(one)
    for number in sorted(rows):
        yield from _row(paper, rows[number])


def _row(paper: Paper, row: dict[str, list[Print]]) -> Iterator[Fact]:
    texts = {name: "".join(one.text for one in parts).strip() for name, parts in row.items()}
    title, order = texts.get("title", ""), texts.get("order", "").rstrip(".")
    if not title or not order.isdigit():
        return
    day = first_day(texts.get("date", ""))
    number = next(find_numbers(texts.get("number", "")), None)
    record = Record.of(
        order=order,
        number=number.value if number else texts.get("number") or None,
        title=title,
        date=day.value if day else None,
        page=texts.get("page") or None,
    )
    spans = [(one.start, one.end) for name in ("order", "title", "date", "page") for one in row.get(name, [])]
    yield paper.fact("目录条目", record, paper.at(*spans))
