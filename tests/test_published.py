"""Decisions at second hand: forms and entries of publication, announcements, texts without head and foot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Box, Document, Page, TextLine
from anjuan.builtin.titles import TitleClassifier
from anjuan.reading.split import split

from .papers import facts, ruled, said

FLOW = Box(0, 0, 0, 0)


def flow(*lines: str) -> Document:
    page = Page(
        "1.docx", None, (0.0, 0.0), tuple(TextLine(line, FLOW, locator="paragraph 1") for line in lines)
    )
    (document,) = split([("1.docx", [page])], [TitleClassifier()])
    return document


FORM = [
    ("行政处罚决定书文号", "南林罚〔2024〕7号"),
    ("行政相对人名称", "南屏市甲乙食品有限公司"),
    ("处罚机关", "南屏市林业局"),
    ("处罚决定日期", "2024-04-02"),
    ("公示日期", "2024-04-09"),
]


def test_a_form_tells_the_case_at_second_hand() -> None:
    found = {one.name: one for one in facts(ruled("公示记录", FORM))}
    assert found["案号"].value == "南林罚〔2024〕7号"
    assert found["处罚机关"].value == "南屏市林业局"
    assert found["当事人"].value == "南屏市甲乙食品有限公司"
    assert found["决定日期"].value == date(2024, 4, 2)
    assert all(found[name].confidence < 0.85 for name in ("案号", "处罚机关", "当事人", "决定日期"))


def test_the_decision_itself_is_believed() -> None:
    decision = ruled("行政处罚决定书", [("当事人", "陈某甲")], number="南林罚〔2024〕8号")
    assert said(decision, ruled("公示记录", FORM, id="d2"))["案号"] == ["南林罚〔2024〕8号"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            '{"title": "南屏市甲乙食品有限公司未按规定公示案(南林罚〔2024〕7号)", "agency": "南屏市林业局",'
            ' "caseno": "南林罚〔2024〕7号"}'
        ],
        [
            "companyName: '南屏市甲乙食品有限公司',",
            "documentNumber: '南林罚〔2024〕7号',",
            "competentDepartment: '南屏市林业局',",
        ],
        [
            "title: '南屏市林业局行政处罚决定书(南屏市甲乙食品有限公司)南林罚〔2024〕7号',",
            "caseno: '南林罚〔2024〕7号',",
            "agency: '南林局'",
        ],
    ],
)
def test_an_exported_entry(lines: list[str]) -> None:
    document = flow(*lines)
    assert document.kind == "公示记录"
    found = said(document)
    assert found["案号"] == ["南林罚〔2024〕7号"]
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]
    assert found["处罚机关"] == ["南屏市林业局"]


def test_the_fine_of_an_entry() -> None:
    entry = ["documentNumber: '南林罚〔2024〕7号',", "companyName: '陈某甲',", "agency: '南屏市林业局',"]
    assert said(flow(*entry, "approvalSummary: '处罚类别:罚款;处罚内容:处罚款贰万元整',"))["罚款金额"] == [
        Decimal(20000)
    ]
    assert "罚款金额" not in said(flow(*entry, "fines: ['20000元', '3000元']"))


def test_a_decision_that_begins_with_the_name_of_the_case() -> None:
    body = "当事人:陈某甲 住所:一路1号 经查,2024年3月4日,当事人未按规定公示。"
    document = flow("未按规定公示案(南林罚〔2024〕7号)", body)
    assert document.kind == "行政处罚决定书"
    assert said(document)["案号"] == ["南林罚〔2024〕7号"]


def test_who_acts_where_nothing_stands_over_the_text() -> None:
    document = flow("未按规定公示案", "经查,南屏市林业局依据《甲法》第三条的规定,决定对当事人不予行政处罚。")
    assert said(document)["处罚机关"] == ["南屏市林业局"]


def test_an_announcement() -> None:
    document = flow(
        "南屏市林业局行政处罚告知送达公告(第一批)",
        "因你单位下落不明,依法公告送达。",
        "南屏市林业局 2024年4月2日",
    )
    assert document.kind == "公告送达"
    found = said(document)
    assert found["处罚机关"] == ["南屏市林业局"]
    assert "案号" not in found
