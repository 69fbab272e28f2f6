"""Forms on which somebody approves, in the layouts that bureaus use."""

from __future__ import annotations

from datetime import date

from anjuan import Box, Document, Page, TextLine

from .papers import FORMS, LAYOUTS, Layout, records, ruled, text, values


@LAYOUTS
def test_filing(layout: Layout) -> None:
    paper = layout(
        "立案审批表",
        [
            ("案由", "涉嫌未按规定公示收费标准案"),
            ("案件来源", "投诉举报", "立案日期", "2024.3.6"),
            ("当事人", "南屏市甲乙食品有限公司"),
        ],
        number="南林立〔2024〕7号",
    )
    assert values("案由", paper) == ["未按规定公示收费标准"]
    assert values("案件来源", paper) == ["投诉举报"]
    assert values("立案日期", paper) == [date(2024, 3, 6)]
    assert values("文书当事人", paper) == ["南屏市甲乙食品有限公司"]


APPROVED = [
    ("案由", "涉嫌未按规定公示收费标准案"),
    ("承办人意见", "建议立案查处,由甲小明、乙大山承办。\n承办人:甲小明、乙大山 2024.3.5"),
    ("承办机构\n负责人意见", "拟同意。\n签名:丙文 2024年3月5日"),
    ("行政机关负责\n人意见", "同意立案。\n签名:丁一山 日期:2024年3月6日"),
]


@FORMS
def test_opinions(layout: Layout) -> None:
    found = records("审批意见", layout("立案审批表", APPROVED))
    assert found == [
        {
            "level": "承办人",
            "opinion": "建议立案查处,由甲小明、乙大山承办。",
            "signer": "甲小明、乙大山",
            "date": date(2024, 3, 5),
        },
        {"level": "承办机构", "opinion": "拟同意。", "signer": "丙文", "date": date(2024, 3, 5)},
        {"level": "负责人", "opinion": "同意立案。", "signer": "丁一山", "date": date(2024, 3, 6)},
    ]
    assert values("立案日期", layout("立案审批表", APPROVED)) == [date(2024, 3, 6)]


@FORMS
def test_blank_parts_of_opinions_are_absent(layout: Layout) -> None:
    paper = layout(
        "行政处罚决定审批表",
        [
            ("承办人意见", "建议处罚款。\n承办人:甲小明"),
            ("承办部门意见", "拟同意,报批。\n签名: 年 月 日"),
            ("机关负责人\n审批意见", "签名:丁一山"),
            ("备注", ""),
        ],
    )
    assert records("审批意见", paper) == [
        {"level": "承办人", "opinion": "建议处罚款。", "signer": "甲小明"},
        {"level": "承办机构", "opinion": "拟同意,报批。"},
        {"level": "负责人", "signer": "丁一山"},
    ]
    assert values("决定审批日期", paper) == []


def test_opinions_signed_without_a_word_for_it() -> None:
    paper = ruled(
        "征收审批表",
        [("承办人意见", "建议征收。\n甲小明、乙大山 2023.4.13"), ("负责人意见", "同意。\n丁一山 2023.4.13")],
    )
    assert [(one["signer"], one["date"]) for one in records("审批意见", paper)] == [
        ("甲小明、乙大山", date(2023, 4, 13)),
        ("丁一山", date(2023, 4, 13)),
    ]


@LAYOUTS
def test_lead(layout: Layout) -> None:
    paper = layout(
        "案件来源登记表", [("案件来源", "群众举报"), ("登记时间", "2024年3月4日", "登记人", "甲小明")]
    )
    assert values("案件来源", paper) == ["群众举报"]
    assert values("发现日期", paper) == [date(2024, 3, 4)]


@FORMS
def test_legal_review(layout: Layout) -> None:
    paper = layout(
        "法制审核意见书",
        [
            ("案由", "某某案"),
            ("送审机构", "执法一股", "送审日期", "2024.3.20"),
            ("审核意见", "同意承办机构的处理意见。\n审核人:戊方圆 2024.3.22"),
            ("法制机构负责\n人意见", "同意。\n签名:己明 2024.3.23"),
        ],
    )
    assert values("法制审核日期", paper) == [date(2024, 3, 22)]
    assert values("法制审核意见", paper) == ["同意承办机构的处理意见。"]
    assert values("法制审核人", paper) == ["戊方圆"]


def test_legal_review_as_a_letter() -> None:
    paper = text(
        "法制审核意见书",
        "执法一股:\n你股送审的案件材料收悉。经审核,提出审核意见如下:\n审核意见:事实清楚,程序合法,同意拟处罚意见。\n审核人:戊方圆\n法规股\n2024年3月22日",
    )
    assert values("法制审核日期", paper) == [date(2024, 3, 22)]
    assert "同意" in str(values("法制审核意见", paper)[0])
    assert values("法制审核人", paper) == ["戊方圆"]


@LAYOUTS
def test_closing(layout: Layout) -> None:
    paper = layout(
        "结案审批表",
        [
            ("案由", "某某案"),
            ("立案日期", "2024年3月6日", "决定书文号", "南林罚〔2024〕7号"),
            ("决定日期", "2024年4月2日", "结案日期", "2024年4月16日"),
            ("处理结果及执行\n情况", "罚款已于2024年4月11日缴清。"),
        ],
    )
    assert values("结案日期", paper) == [date(2024, 4, 16)]
    assert values("立案日期", paper) == [date(2024, 3, 6)]
    assert values("执行情况", paper) == ["罚款已于2024年4月11日缴清。"]


@FORMS
def test_extension(layout: Layout) -> None:
    paper = layout(
        "延期审批表", [("延期理由", "案情复杂"), ("负责人意见", "同意延长三十日。\n签名:丁一山 2024.5.20")]
    )
    assert values("延期批准日期", paper) == [date(2024, 5, 20)]


def test_handwriting_that_runs_over_the_edge_of_its_cell() -> None:
    form = ruled("强制措施审批表", [("承办人意见", "建议实施。\n承办人:甲小明 2024.3.1")])
    page = form.pages[0]
    last = page.lines[-1].box
    over = TextLine("5", Box.clipped(last.x1 + 0.002, last.y0, last.x1 + 0.01, last.y1))
    whole = Document("d1", form.kind, form.kind, (Page(page.file, 1, page.size, (*page.lines, over)),))
    assert [one["date"] for one in records("审批意见", whole)] == [date(2024, 3, 15)]


def test_signatures_on_lines_of_their_own() -> None:
    form = ruled("立案审批表", [("承办人意见", "建议立案。\n承办人:甲小明\n乙大山 2024.3.5")])
    assert [one["signer"] for one in records("审批意见", form)] == ["甲小明、乙大山"]
