"""Two columns are read one after the other; forms keep their rows. All boxes are invented."""

from __future__ import annotations

from anjuan import Rules, Run
from anjuan.reading.columns import in_columns
from anjuan.reading.layout import lines_of

HIGH = 0.012


def run(text: str, x: float, y: float, width: float) -> Run:
    return Run(text, x, y, x + width, y + HIGH)


def order(runs: list[Run], aspect: float = 1.41, rules: Rules | None = None) -> list[str]:
    rules = rules or Rules()
    return [line.text for part in in_columns(runs, rules, aspect) for line in lines_of(part, rules)]


def column(name: str, x: float, count: int, width: float = 0.36, last: float = 0.1) -> list[Run]:
    """Running text: full rows, the last one short."""
    return [
        run(f"{name}{n}这一行是连续的正文文字", x, 0.2 + n * 0.02, width if n < count - 1 else last)
        for n in range(count)
    ]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    page = [run("某某市行政执法监督通报", 0.3, 0.1, 0.4), *column("左", 0.1, 8), *column("右", 0.54, 7)]
    found = order(page)
    assert [text[:2] for text in found] == [
        "某某",
        *(f"左{n}" for n in range(8)),
        *(f"右{n}" for n in range(7)),
    ]


def test_a_line_across_both_columns_parts_them() -> None:
    page = [*column("左", 0.1, 6), *column("右", 0.54, 6), run("一行横贯全页的小标题文字", 0.2, 0.4, 0.6)]
    page += [run(f"下{n}后半页左栏的连续正文文字", 0.1, 0.44 + n * 0.02, 0.36) for n in range(6)]
    page += [run(f"末{n}后半页右栏的连续正文文字", 0.54, 0.44 + n * 0.02, 0.36) for n in range(6)]
    assert [text[0] for text in order(page)] == [*"左" * 6, *"右" * 6, "一", *"下" * 6, *"末" * 6]


def test_labels_with_values_keep_their_rows() -> None:
    rows = [("当事人", "云汀某公司"), ("住所", "云汀市某路1号"), ("电话", "0099-1"), ("案由", "无证经营"),
            ("性别", "女"), ("职务", "经理"), ("日期", "2024年3月5日")]  # fmt: skip
    page = []
    for n, (label, value) in enumerate(rows):
        page += [
            run(f"{label}:", 0.1, 0.2 + n * 0.03, 0.08),
            run(value, 0.56, 0.2 + n * 0.03, 0.02 * len(value)),
        ]
    found = order(page)
    assert found == [text for label, value in rows for text in (f"{label}:", value)]


def test_a_form_of_two_columns_of_labels_keeps_its_rows() -> None:
    page = []
    for n in range(8):
        page += [
            run(f"标签{n}:这里填写的内容很长很长", 0.1, 0.2 + n * 0.03, 0.36),
            run(f"右签{n}:这里填写的内容也很长", 0.54, 0.2 + n * 0.03, 0.36),
        ]
    assert [text[:3] for text in order(page)[:4]] == ["标签0", "右签0", "标签1", "右签1"]


def test_a_table_without_rules_keeps_its_rows() -> None:
    page = [
        run(f"{side}{n}", x, 0.2 + n * 0.03, 0.1) for n in range(8) for side, x in (("甲", 0.1), ("乙", 0.6))
    ]
    assert order(page)[:4] == ["甲0", "乙0", "甲1", "乙1"]


def test_two_pages_on_one_wide_sheet_are_read_one_after_the_other() -> None:
    left = [run(f"左{n}某页文字", 0.06, 0.1 + n * 0.031, 0.2 + 0.18 * (n % 2)) for n in range(20)]
    right = [run(f"右{n}某页文字", 0.56, 0.112 + n * 0.043, 0.2 + 0.18 * (n % 2)) for n in range(14)]
    found = order([*left, *right], aspect=0.7)
    assert [text[0] for text in found] == [*"左" * 20, *"右" * 14]


def test_a_wide_table_without_rules_keeps_its_rows() -> None:
    page = [
        run(f"{side}{n}单元文字", x, 0.1 + n * 0.04, 0.3)
        for n in range(12)
        for side, x in (("甲", 0.06), ("乙", 0.56))
    ]
    assert [text[0] for text in order(page, aspect=0.7)[:4]] == ["甲", "乙", "甲", "乙"]


def test_a_page_with_cells_is_left_to_its_cells() -> None:
    page = [*column("左", 0.1, 8), *column("右", 0.54, 8)]
    rules = Rules([(0.1, 0.05, 0.95)], [(0.5, 0.1, 0.9)])
    assert in_columns(page, rules, 1.41) == [page]
