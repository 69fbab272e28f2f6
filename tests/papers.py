"""Small invented papers in the layouts that bureaus use, and the facts that are read off them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from anjuan import Box, Document, Fact, Page, Record, TextLine
from anjuan.builtin.extractors import EXTRACTORS
from anjuan.model.case import display_width
from anjuan.reading.facts import case_facts

Rows = Sequence[Sequence[str]]
Layout = Callable[..., Document]
WIDE = 0.0175  # of a page: one Han character at 10.5 points


def line(text: str, x: float, y: float, cell: int = -1) -> TextLine:
    return TextLine(text, Box.clipped(x, y, x + display_width(text) * WIDE / 2, y + 0.014), 1.0, "", cell)


def ruled(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """A form with rules: label and value cells alternate; `\n` parts the lines of a cell; empty cells are not numbered."""
    lines = [line("南屏市城南区林业局", 0.4, 0.06), line(kind, 0.42, 0.1)]
    if number:
        lines.append(line(number, 0.7, 0.13))
    y, cell = 0.17, 0
    for row in rows:
        height = max(len(text.split("\n")) for text in row) * 0.018
        for column, text in enumerate(row):
            x = (0.12, 0.28, 0.52, 0.66)[column]
            parts = [part for part in text.split("\n") if part]
            for n, part in enumerate(parts):
                lines.append(line(part, x, y + height / 2 - len(parts) * 0.009 + n * 0.018, cell))
            cell += bool(parts)
        y += height + 0.012
    return Document(id, kind, kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def beside(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same form without rules: labels and values side by side."""
    page = ruled(kind, rows, id=id, number=number).pages[0]
    loose = sorted(page.lines, key=lambda line: (round(line.box.y0, 2), line.box.x0))
    lines = tuple(TextLine(line.text, line.box) for line in loose)
    return Document(id, kind, kind, (Page(page.file, 1, page.size, lines),))


def colons(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same as `label:value` lines."""
    lines = [line("南屏市城南区林业局", 0.4, 0.06), line(kind, 0.42, 0.1)]
    if number:
        lines.append(line(number, 0.7, 0.13))
    y = 0.17
    for row in rows:
        for column in range(0, len(row), 2):
            label, value = row[column].replace("\n", ""), row[column + 1].split("\n")
            lines.append(line(f"{label}:{value[0]}", 0.12 + column * 0.2, y))
            for n, more in enumerate(value[1:], 1):
                lines.append(line(more, 0.12 + (len(label) + 1) * WIDE, y + n * 0.02))
        y += 0.022 * max(len(text.split("\n")) for text in row)
    return Document(id, kind, kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def flow(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same as a table of a DOCX: every cell is numbered, nothing has a place."""
    box = Box(0, 0, 0, 0)
    lines = [
        TextLine(text, box, locator="paragraph 1") for text in ("南屏市城南区林业局", kind, number) if text
    ]
    cell = 0
    for row in rows:
        for text in row:
            parts = [part for part in text.split("\n") if part]
            lines += [TextLine(part, box, cell=cell, locator="table 1 row 1") for part in parts]
            cell += 1
    return Document(id, kind, kind, (Page(f"{id}.docx", None, (0.0, 0.0), tuple(lines)),))


def text(kind: str, body: str, *, id: str = "d1", title: str = "") -> Document:
    """A paper of running text, its paragraphs broken into lines of 36 characters."""
    lines, y = [], 0.06
    for paragraph in [title or kind, *body.strip().splitlines()]:
        rest = paragraph.strip()
        indent = 0.035 if len(rest) > 30 else 0.0
        while rest:
            width = 36 if indent == 0 else 34
            lines.append(line(rest[:width], 0.12 + indent, y))
            rest, indent, y = rest[width:], 0.0, y + 0.02
    return Document(id, kind, title or kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def facts(*documents: Document) -> tuple[Fact, ...]:
    return case_facts(documents, EXTRACTORS)


def values(name: str, *documents: Document) -> list[object]:
    return [one.value for one in facts(*documents) if one.name == name]


def records(name: str, *documents: Document) -> list[dict[str, object]]:
    return [
        dict(one.value.fields)
        for one in facts(*documents)
        if one.name == name and isinstance(one.value, Record)
    ]


LAYOUTS = pytest.mark.parametrize("layout", [ruled, beside, flow, colons])
FORMS = pytest.mark.parametrize("layout", [ruled, beside, flow])


# ---- a decision and the papers around it ----------------------------------------------------

HEAD = """南屏市城南区林业局
行政处罚决定书
南林罚〔2024〕7号
当事人名称:南屏市甲乙食品有限公司
统一社会信用代码:91440799MA0000000X
住所(地址):南屏市一路1号
法定代表人(负责人):庚小草
"""
FACTS = """经查,当事人自2023年9月18日起经营食品,至2024年3月4日检查时止,未按规定公示。
上述事实,有下列证据证实:
1.现场检查笔录1份;
"""
NORMS = (
    "本机关认为,当事人的上述行为违反了《中华人民共和国电子商务法》第十五条第一款的规定。"
    "依据《中华人民共和国电子商务法》第七十六条第一款第(一)项的规定,"
)
TAIL = """
你单位应当自收到本决定书之日起十五日内缴款。逾期不缴纳罚款的,依据《中华人民共和国行政处罚法》第七十二条第一款第(一)项的规定,每日按罚款数额的百分之三加处罚款。
如不服本决定,可以自收到本决定书之日起六十日内向南屏市人民政府申请行政复议,也可以自收到本决定书之日起六个月内向南屏市人民法院提起行政诉讼。
南屏市城南区林业局
2024年4月2日"""

NOTICE = (
    """南屏市城南区林业局
行政处罚事先告知书
南林罚告〔2024〕7号
南屏市甲乙食品有限公司:
"""
    + FACTS
    + NORMS
    + """本机关拟对你单位作出如下行政处罚:
1.处以罚款人民币捌仟元整(¥8,000.00)。
根据《中华人民共和国行政处罚法》第四十四条、第四十五条{articles}的规定,你单位可以自收到本告知书之日起五个工作日内向本机关进行陈述、申辩{hearing};逾期未提出的,视为放弃该权利。
联系人:甲小明、乙大山 联系电话:0000-1230037
南屏市城南区林业局
2024年3月28日"""
)


def printed(
    text: str, kind: str = "行政处罚决定书", *, id: str = "d1", title: str = "", width: int = 36
) -> Document:
    """A paper whose paragraphs are broken into lines, as a page of print is."""
    lines, y = [], 0.05
    for paragraph in text.strip().splitlines():
        rest = paragraph.strip()
        while rest:
            lines.append(
                TextLine(rest[:width], Box.clipped(0.12, y, 0.12 + 0.02 * len(rest[:width]), y + 0.01))
            )
            rest, y = rest[width:], y + 0.012
    return Document(id, kind, title or kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def said(*documents: Document) -> dict[str, list[object]]:
    """All values by the name of the fact."""
    found: dict[str, list[object]] = {}
    for one in facts(*documents):
        found.setdefault(one.name, []).append(one.value)
    return found
