"""The index against what is really there, and the page numbers of the volume."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan import Box, Document, Evidence, Fact, Page, Record, TextLine
from anjuan.reading.binding import binding_facts

Row = tuple[str, str]


def paper(id: str, kind: str, *numbers: str, read: str = "text-layer") -> Document:
    """A paper with one page for each printed number; an empty one is not printed."""
    first = int(id[1:]) * 10
    pages = []
    for n, number in enumerate(numbers):
        lines = [TextLine(f"{kind}正文", Box(0.1, 0.3, 0.5, 0.32))]
        if number:
            lines.append(TextLine(number, Box(0.48, 0.95, 0.52, 0.96)))
        pages.append(Page("卷.pdf", first + n, (595.0, 842.0), tuple(lines), read))
    return Document(id, kind, kind, tuple(pages))


def entries(*rows: Row) -> list[Fact]:
    place = Evidence("d0", "卷.pdf", 2)
    return [
        Fact("目录条目", Record.of(order=str(n), title=title, page=page), place)
        for n, (title, page) in enumerate(rows, 1)
    ]


def said(name: str, documents: Sequence[Document], *rows: Row) -> list[dict[str, object]]:
    found = binding_facts(documents, entries(*rows))
    return [dict(one.value.fields) for one in found if one.name == name and isinstance(one.value, Record)]


VOLUME = [
    paper("d1", "立案审批表", "1"),
    paper("d2", "现场检查笔录", "2", "3"),
    paper("d3", "询问笔录", "4", "5"),
    paper("d4", "行政处罚决定书", "6"),
]
INDEX = [("立案审批表", "1"), ("现场检查(勘验)笔录", "2-3"), ("询问笔录", "4"), ("行政处罚决定书", "6")]


def test_each_paper_has_its_numbers() -> None:
    assert said("页码", VOLUME)[1] == {"first": "2", "last": "3", "pages": "2"}
    assert said("页码差异", VOLUME) == []


def test_an_index_that_fits_has_no_differences() -> None:
    assert said("目录差异", VOLUME, *INDEX) == []


def test_numbers_that_are_missing_repeated_or_jump() -> None:
    volume = [
        *VOLUME,
        paper("d5", "送达回证", ""),
        paper("d6", "罚没票据", "8"),
        paper("d7", "结案审批表", "8"),
    ]
    assert said("页码差异", [*volume, paper("d8", "公示记录", "11")]) == [
        {"kind": "漏编"},
        {"kind": "重号", "page": "8"},
        {"kind": "跳号", "page": "11"},
    ]


def test_numbers_that_begin_again_with_each_paper_are_not_those_of_the_volume() -> None:
    volume = [paper(f"d{n}", kind, "1", "2") for n, (kind, _) in enumerate(INDEX, 1)]
    assert said("页码", volume) == []
    assert said("页码差异", volume) == []
    assert said("目录差异", volume, *INDEX) == []


def test_listed_and_not_there() -> None:
    assert said("目录差异", VOLUME, *INDEX, ("听证笔录", "7")) == [
        {"kind": "目录有卷内无", "order": "5", "title": "听证笔录", "page": "7"}
    ]


def test_there_and_not_listed() -> None:
    assert said("目录差异", VOLUME, *INDEX[:2], INDEX[3]) == [
        {"kind": "卷内有目录无", "title": "询问笔录", "found": "4"}
    ]


def test_on_another_page_than_listed() -> None:
    rows = [*INDEX[:2], ("询问笔录", "5"), INDEX[3]]
    (found,) = said("目录差异", VOLUME, *rows)
    assert found == {"kind": "页码不符", "order": "3", "title": "询问笔录", "page": "5", "found": "4"}


def test_a_paper_that_nobody_knows_may_be_the_one() -> None:
    volume = [*VOLUME, paper("d5", "unknown", "7")]
    assert said("目录差异", volume, *INDEX, ("场地租赁合同", "7")) == []


def test_what_was_recognised_is_less_sure() -> None:
    volume = [
        paper(one.id, one.kind, *("x" and str(n) for n in (at,)), read="ocr:test@1")
        for at, one in enumerate(VOLUME, 1)
    ]
    found = list(binding_facts(volume, entries(*[(title, "9") for title, _ in INDEX])))
    assert found
    assert all(one.confidence <= 0.8 for one in found)
    assert all(one.evidence.file == "卷.pdf" for one in found)
