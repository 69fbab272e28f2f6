"""What marks on a paper mean: seals over dates, signatures in their fields, fingerprints, corrections, blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from anjuan import Box, Document, Fact, Mark, Page, Record, TextLine

from .papers import LAYOUTS, Layout, colons, facts, flow, line, ruled, text

OCR = "ocr:rapidocr@3.10.0"
GREY = Mark("grey", Box(0, 0, 1, 1))


def looked(paper: Document, *marks: Mark, read: str = OCR, confidence: float = 1.0) -> Document:
    """The paper as read off pictures, its first page with these marks."""
    pages = [
        replace(
            page,
            read=read,
            marks=marks if number == 0 else (),
            lines=tuple(replace(one, confidence=confidence) for one in page.lines),
        )
        for number, page in enumerate(paper.pages)
    ]
    return replace(paper, pages=tuple(pages))


def told(name: str, *papers: Document) -> list[tuple[dict[str, object], float]]:
    """Values and confidence of the facts of that name."""
    return [
        (dict(one.value.fields), one.confidence)
        for one in facts(*papers)
        if one.name == name and isinstance(one.value, Record)
    ]


def states(name: str, *papers: Document) -> list[object]:
    return [value["state"] for value, _ in told(name, *papers)]


def right_of(paper: Document, label: str, kind: str = "writing", confidence: float = 0.9) -> Mark:
    """A mark right of the line that begins with a label."""
    at = next(one for page in paper.pages for one in page.lines if one.text.startswith(label)).box
    return Mark(kind, Box.clipped(at.x1 + 0.02, at.y0 - 0.008, at.x1 + 0.12, at.y1 + 0.008), confidence)


# ---- seals ------------------------------------------------------------------------------

DECISION = text(
    "行政处罚决定书",
    "南林罚〔2024〕7号\n南屏市甲乙食品有限公司:\n你单位未按规定公示,处以罚款八千元。\n南屏市城南区林业局\n2024年4月2日",
)
DAY = DECISION.pages[0].lines[-1].box
ORGAN = DECISION.pages[0].lines[-2].box


def seal(over: Box, confidence: float = 0.95, name: str = "") -> Mark:
    x, y = (over.x0 + over.x1) / 2, (over.y0 + over.y1) / 2
    return Mark("seal", Box.clipped(x - 0.09, y - 0.003, x + 0.09, y + 0.12), confidence, name)


def test_a_seal_over_the_date() -> None:
    (fact,) = [one for one in facts(looked(DECISION, seal(DAY))) if one.name == "印章"]
    assert fact.value == Record.of(state="有", place="日期")
    assert fact.confidence == 0.95
    assert fact.evidence.boxes == (seal(DAY).box,)


def test_a_seal_over_the_signature_line_only() -> None:
    mark = Mark("seal", Box(ORGAN.x0, 0.0, ORGAN.x1, ORGAN.y0 + 0.004), 0.95)
    assert told("印章", looked(DECISION, mark)) == [({"state": "有", "place": "落款"}, 0.95)]


def test_a_seal_elsewhere() -> None:
    mark = Mark("seal", Box(0.5, 0.7, 0.7, 0.84), 0.95)
    assert told("印章", looked(DECISION, mark)) == [({"state": "有", "place": "其他"}, 0.95)]


def test_a_seal_over_a_date_that_it_has_spoilt() -> None:
    lines = (*DECISION.pages[0].lines[:-2], TextLine("二〇二四年囗月", DAY, 0.4))
    paper = replace(DECISION, pages=(replace(DECISION.pages[0], lines=lines),))
    marked = replace(paper, pages=(replace(paper.pages[0], read=OCR, marks=(seal(DAY),)),))
    assert told("印章", marked) == [({"state": "有", "place": "日期"}, 0.95)]


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("南屏市城南区林业局", "南屏市城南区林业局"),
        ("南屏市城南区林业同", "南屏市城南区林业局"),  # one character misread
        ("北渚县水利局", "北渚县水利局"),
        ("南屏市城北区渔业局", None),  # neither the same nor another beyond doubt
        ("", None),
    ],
)
def test_the_organ_on_a_seal(name: str, organ: str | None) -> None:
    ((value, _),) = told("印章", looked(DECISION, seal(DAY, name=name)))
    assert value.get("organ") == organ


def test_no_seal() -> None:
    assert told("印章", looked(DECISION)) == [({"state": "无"}, 0.9)]
    # A print of the file that was never sealed says nothing of the copy that was served.
    assert told("印章", looked(DECISION, read="text-layer")) == [({"state": "无"}, 0.7)]


@pytest.mark.parametrize(
    "paper",
    [
        looked(DECISION, GREY),
        looked(DECISION, confidence=0.7),
        looked(DECISION, Mark("unreadable", Box(0.1, 0.6, 0.4, 0.62), 0.0)),
    ],
    ids=["grey", "poor", "unreadable"],
)
def test_nothing_found_where_little_is_seen_is_unclear(paper: Document) -> None:
    assert told("印章", paper) == [({"state": "不清"}, 0.5)]


def test_a_page_at_which_nobody_looked_says_nothing() -> None:
    assert told("印章", DECISION) == []
    assert told("印章", flow("行政处罚决定书", [("当事人", "甲小明")])) == []


def test_papers_that_carry_no_seal() -> None:
    assert told("印章", looked(colons("立案审批表", [("案由", "无证经营")]))) == []


LONG = replace(DECISION, pages=(*DECISION.pages, replace(DECISION.pages[0], page=2)))


@pytest.mark.parametrize(
    ("marks", "state", "confidence"),
    [
        (
            ((Mark("seal", Box(0.92, 0.4, 1, 0.5), 0.85),), (Mark("seal", Box(0.92, 0.4, 1, 0.5), 0.85),)),
            "有",
            0.85,
        ),
        (((Mark("seal", Box(0.92, 0.4, 1, 0.5), 0.85),), ()), "不清", 0.85),
        (((), ()), "无", 0.9),
        (((GREY,), (GREY,)), "不清", 0.5),
    ],
)
def test_seals_over_the_edges(marks: tuple[tuple[Mark, ...], ...], state: str, confidence: float) -> None:
    pages = tuple(replace(page, read=OCR, marks=own) for page, own in zip(LONG.pages, marks, strict=True))
    assert told("骑缝章", replace(LONG, pages=pages)) == [({"state": state}, confidence)]


# ---- signatures -------------------------------------------------------------------------

RECORD = colons(
    "询问笔录", [("询问时间", "2024年3月4日10时05分至10时50分"), ("被询问人(签名)", ""), ("询问人(签名)", "")]
)


def test_strokes_beside_a_label_are_a_signature() -> None:
    paper = looked(RECORD, right_of(RECORD, "被询问人"))
    assert told("签名", paper) == [
        ({"field": "被询问人签名", "state": "有"}, 0.9),
        ({"field": "询问人签名", "state": "无"}, 0.88),
    ]


@pytest.mark.parametrize(
    ("kind", "confidence"), [("writing", 0.5), ("unreadable", 0.0), ("fingerprint", 0.9), ("strike", 0.8)]
)
def test_what_is_no_clear_signature(kind: str, confidence: float) -> None:
    paper = looked(RECORD, right_of(RECORD, "被询问人", kind, confidence))
    assert states("签名", paper) == ["不清", "无"]


def test_a_printed_name_is_a_signature() -> None:
    paper = colons("询问笔录", [("被询问人(签名)", "甲小明 2024年3月4日")])
    for read, sure in ((OCR, 0.95), ("text-layer", 0.95)):
        assert told("签名", looked(paper, read=read)) == [
            ({"field": "被询问人签名", "state": "有", "name": "甲小明"}, sure)
        ]


def test_a_name_read_badly_is_unclear() -> None:
    paper = looked(colons("询问笔录", [("被询问人(签名)", "甲小明")]), confidence=0.6)
    assert states("签名", paper) == ["不清"]


def test_a_date_alone_is_no_signature() -> None:
    paper = colons("询问笔录", [("被询问人(签名)", "2024年3月4日")])
    assert states("签名", looked(paper)) == ["无"]
    assert states("签名", looked(colons("询问笔录", [("被询问人(签名)", "年 月 日")]))) == ["无"]


def test_a_name_that_stands_a_little_higher_than_its_label() -> None:
    label = line("当事人确认(签名):", 0.12, 0.4)
    name = TextLine("康强", Box(0.32, 0.395, 0.36, 0.409), 0.95)
    page = Page("d1.pdf", 1, (595.0, 842.0), (line("现场照片", 0.4, 0.1), name, label), OCR, marks=())
    paper = Document("d1", "照片证据单", "现场照片", (page,))
    assert told("签名", paper) == [({"field": "当事人确认签名", "state": "有", "name": "康强"}, 0.95)]


def test_a_refusal_goes_to_a_person() -> None:
    paper = looked(colons("送达回证", [("受送达人(签名)", "拒绝签收")]))
    assert states("签名", paper) == ["不清"]


def test_a_mark_belongs_to_the_label_of_its_row() -> None:
    rows = [("受送达人(签名)", ""), ("送达人(签名)", ""), ("见证人(签名)", "")]
    paper = colons("送达回证", rows)
    assert states("签名", looked(paper, right_of(paper, "送达人"))) == ["无", "有", "无"]


@LAYOUTS
def test_approvals_are_signed_in_the_box_of_each_level(layout: Layout) -> None:
    paper = layout(
        "立案审批表",
        [
            ("承办人意见", "建议立案。\n签名:甲小明 2024年3月5日"),
            ("负责人意见", "同意立案。\n签名:丁一山 2024年3月6日"),
        ],
    )
    if paper.pages[0].page is not None:
        paper = looked(paper)
    found = [(value["field"], value["state"]) for value, _ in told("签名", paper)]
    assert found in (
        [("承办人意见", "有"), ("负责人意见", "有")],
        [("签名", "有"), ("签名", "有")],  # a Word file has no places by which to tell the box
    )


def test_a_box_that_nobody_signed() -> None:
    paper = ruled("立案审批表", [("负责人意见", "同意立案。\n签名: 年 月 日")])
    assert told("签名", looked(paper)) == [({"field": "负责人意见", "state": "无"}, 0.88)]
    signed = looked(paper, right_of(paper, "签名"))
    assert told("签名", signed) == [({"field": "负责人意见", "state": "有"}, 0.9)]


def test_a_word_file_shows_no_strokes() -> None:
    paper = flow("询问笔录", [("被询问人签名", ""), ("询问人签名", "乙大山")])
    assert told("签名", paper) == [
        ({"field": "被询问人签名", "state": "不清"}, 0.5),
        ({"field": "询问人签名", "state": "有", "name": "乙大山"}, 0.95),
    ]


# ---- fingerprints, corrections, blanks --------------------------------------------------


def finger(x: float, y: float, confidence: float = 0.9) -> Mark:
    return Mark("fingerprint", Box.clipped(x, y, x + 0.05, y + 0.05), confidence)


def test_fingerprints_are_counted() -> None:
    paper = looked(RECORD, finger(0.3, 0.3), finger(0.6, 0.5, 0.75), finger(0.6, 0.8, 0.4))
    (fact,) = [one for one in facts(paper) if one.name == "指印"]
    assert fact.value == Record.of(state="有", count=Decimal(2))
    assert (fact.confidence, len(fact.evidence.boxes)) == (0.75, 2)
    assert told("指印", looked(RECORD)) == []


def corrected(*marks: Mark) -> list[Fact]:
    return [one for one in facts(looked(RECORD, *marks)) if one.name == "更正"]


def test_a_correction_with_and_without_a_fingerprint() -> None:
    at = RECORD.pages[0].lines[2].box
    strike = Mark("strike", Box(at.x0 + 0.05, at.y0, at.x1 - 0.05, at.y1), 0.8)
    assert [one.value for one in corrected(strike)] == [Record.of(state="有", fingerprint="否")]
    assert [one.value for one in corrected(strike, finger(at.x1, at.y0 - 0.02))] == [
        Record.of(state="有", fingerprint="是")
    ]
    assert corrected(Mark("strike", Box(0.2, 0.5, 0.7, 0.9), 0.8)) == []  # a blank that was voided


SERVICE: Sequence[tuple[str, str]] = (
    ("送达文书名称及文号", "《行政处罚决定书》南林罚〔2024〕7号"),
    ("送达方式", ""),
    ("送达地点", "南屏市一路1号"),
)


@pytest.mark.parametrize("layout", [ruled, colons])
def test_a_field_left_blank(layout: Layout) -> None:
    paper = layout("送达回证", SERVICE)
    assert told("空白栏", looked(paper, read="text-layer")) == [({"field": "送达方式"}, 0.9)]
    assert told("空白栏", looked(paper)) == [({"field": "送达方式"}, 0.7)]
    assert told("空白栏", looked(paper, right_of(paper, "送达方式", confidence=0.5))) == []
    assert told("空白栏", looked(paper, confidence=0.6)) == []
    assert told("空白栏", paper) == []
