"""Lists of things that are sealed or seized."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Box, Document, Page, TextLine

from .papers import facts, line, records, text


def goods(rows: Sequence[tuple[str, ...]], *, ruled: bool, kind: str = "查封(扣押)清单") -> Document:
    """A list whose words stand at the left edges of their columns and its headings in the middle."""
    lines = [line(kind, 0.4, 0.06)]
    cell = 0
    for number, row in enumerate(rows):
        for column, word in enumerate(row):
            if word:
                x = (0.12, 0.22, 0.45, 0.62, 0.74, 0.84)[column] + (0.03 if number == 0 else 0)
                lines.append(line(word, x, 0.12 + 0.03 * number, cell if ruled else -1))
                cell += 1
    return Document("d1", kind, kind, (Page("d1.pdf", 1, (595.0, 842.0), tuple(lines)),))


def as_flow(rows: Sequence[tuple[str, ...]]) -> Document:
    box = Box(0, 0, 0, 0)
    width = len(rows[0])
    lines = [
        TextLine(word, box, cell=n * width + m)
        for n, row in enumerate(rows)
        for m, word in enumerate(row)
        if word
    ]
    return Document("d1", "查封(扣押)清单", "财物清单", (Page("d1.docx", None, (0.0, 0.0), tuple(lines)),))


ROWS = [
    ("序号", "名称", "规格(型号)", "数量", "单位", "状态"),
    ("1", "杀虫剂", "500毫升/瓶", "12", "瓶", "完好"),
    ("2", "车辆", "", "1", "", ""),
    ("", "以下空白", "", "", "", ""),
    ("合计", "", "", "13", "", ""),
]
GOODS = [
    {"name": "杀虫剂", "spec": "500毫升/瓶", "count": "12瓶", "state": "完好"},
    {"name": "车辆", "count": "1"},
]


@pytest.mark.parametrize("form", ["ruled", "loose", "flow"])
def test_a_list_in_columns(form: str) -> None:
    paper = as_flow(ROWS) if form == "flow" else goods(ROWS, ruled=form == "ruled")
    assert records("清单物品", paper) == GOODS


def in_docx(rows: Sequence[tuple[str, ...]], joined: int = -1) -> Document:
    """A table of a DOCX with its rows; the cells of the row `joined` are one, as under a list."""
    lines, cell = [], 0
    for number, row in enumerate(rows):
        for word in row[:1] if number == joined else row:
            if word:
                lines.append(TextLine(word, Box(0, 0, 0, 0), cell=cell, locator=f"table 1 row {number + 1}"))
            cell += 1
    kind = "查封(扣押)清单"
    return Document("d1", kind, kind, (Page("d1.docx", None, (0.0, 0.0), tuple(lines)),))


def test_a_column_that_nobody_knows_stands_first() -> None:
    rows = [("类别", "名称", "规格", "数量", "单位", ""), ("农药", "杀虫剂", "500毫升/瓶", "12", "瓶", "")]
    found = [{"name": "杀虫剂", "spec": "500毫升/瓶", "count": "12瓶"}]
    assert records("清单物品", in_docx([row[:5] for row in rows])) == found
    assert records("清单物品", goods(rows, ruled=True)) == found
    assert records("清单物品", goods(rows, ruled=False)) == found


def test_joined_cells_under_a_list_shift_the_rest() -> None:
    rows = [
        *ROWS[:3],
        ("以上物品一式二份", "", "", "", "", ""),
        ("当事人签名", "庚小草", "执法人员", "甲小明", "日期", ""),
    ]
    assert records("清单物品", in_docx(rows, joined=3)) == GOODS


PIECES = (
    "序号 名称 数量 单位 规格型号 状态 1 2 12瓶 杀虫剂 合计 以下空白 / 收费标准 应缴金额 排水量 6000.00 查封 扣押 期限 自 至"
    " 2024年3月5日 三十日 元 × 平方米 = 征收 滞纳金 罚款 告知 决定 依据 《甲法》第三条 。 签名:"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(
    st.lists(
        st.tuples(st.lists(WORDS, min_size=1, max_size=5), st.integers(0, 40), st.integers(-1, 6)),
        max_size=20,
    ),
    st.booleans(),
)
def test_no_table_breaks_the_reading(rows: list[tuple[list[str], int, int]], flowing: bool) -> None:
    lines = tuple(
        TextLine(
            "".join(words),
            Box(0, 0, 0, 0)
            if flowing
            else Box.clipped(0.1 + x / 60, 0.03 * n, 0.4 + x / 60, 0.02 + 0.03 * n),
            cell=cell,
            locator=f"table 1 row {n}" if flowing else "",
        )
        for n, (words, x, cell) in enumerate(rows)
    )
    page = Page("d1.docx", None, (0.0, 0.0), lines) if flowing else Page("d1.pdf", 1, (595.0, 842.0), lines)
    for kind in (
        "查封(扣押)清单",
        "查封(扣押)决定书",
        "费额核定表",
        "催告书",
        "征收决定书",
        "现场检查笔录",
        "执行笔录",
    ):
        for one in facts(Document("d1", kind, kind, (page,))):
            assert 0 <= one.confidence <= 1


def test_a_list_that_was_left_blank() -> None:
    rows = [ROWS[0], ("1", "", "", "", "", ""), ("2", "/", "/", "/", "", "")]
    assert records("清单物品", goods(rows, ruled=True)) == []
    assert records("清单物品", goods(rows[:1], ruled=True)) == []


def test_signatures_under_a_list_are_no_goods() -> None:
    rows = [*ROWS[:2], ("当事人签名:庚小草", "", "", "", "", "")]
    assert records("清单物品", goods(rows, ruled=False)) == GOODS[:1]


def test_a_list_without_a_table() -> None:
    paper = text("查封(扣押)清单", "1.运动鞋120双;2.纸箱三个。\n当事人签名:庚小草")
    assert records("清单物品", paper) == [
        {"name": "运动鞋", "count": "120双"},
        {"name": "纸箱", "count": "三个"},
    ]


def test_the_list_goes_on_on_the_next_page() -> None:
    first = goods(ROWS[:2], ruled=True)
    page = goods([("", "", "", "", "", ""), ("2", "车辆", "", "1", "", "")], ruled=True).pages[0]
    more = Page("d1.pdf", 2, page.size, tuple(one for one in page.lines if one.cell >= 0))
    both = Document("d1", first.kind, first.title, (first.pages[0], more))
    assert [one["name"] for one in records("清单物品", both)] == ["杀虫剂", "车辆"]
