"""Papers that are written in less usual ways: what still can be read, and how sure it is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from anjuan import Document, Evidence, Page
from anjuan.builtin.fields.head import Said, agreed
from anjuan.builtin.fields.paper import Place

from .papers import (
    FACTS,
    HEAD,
    NORMS,
    TAIL,
    WIDE,
    facts,
    line,
    printed,
    records,
    ruled,
    said,
    text,
    values,
)

SANCTION = "决定处以罚款3000元的行政处罚。"


# ---- heads and signature lines ----------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "南屏市城南区林业局行政处罚决定书\n南林罚〔2024〕7号\n",
        "南屏市城南区林业局\n行政处罚决定书(南林罚〔2024〕7号)\n",
        "南屏市城南区林业局\n行政处罚决定书\n文号:南林罚〔2024〕7号\n",
        "南屏市城南区\n林业局\n行政处罚决定书\n南林罚〔2024〕7号\n",
    ],
)
def test_heads(head: str) -> None:
    body = "当事人:南屏市甲乙食品有限公司\n" + FACTS + NORMS + SANCTION + TAIL
    found = said(printed(head + body))
    assert found["案号"] == ["南林罚〔2024〕7号"]
    assert found["文头机关"] == ["南屏市城南区林业局"]
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]


def test_a_number_over_two_lines() -> None:
    lines = (line("行政处罚决定书", 0.4, 0.1), line("南林罚〔2024〕", 0.7, 0.13), line("117号", 0.7, 0.15))
    paper = Document("d1", "行政处罚决定书", "行政处罚决定书", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    assert values("案号", paper) == ["南林罚〔2024〕117号"]


@pytest.mark.parametrize(
    "foot",
    [
        "南屏市城南区林业局(印章)\n2024年4月2日",
        "南屏市城南区林业局 2024年4月2日",
        "南屏市城南区林业局\n(公章)\n二〇二四年四月二日(印章)",
        "南屏市城南区林业局\n2024年4月2日\n当事人签收:\n2024年4月7日",
        "南屏市城南区林业局\n2024年4月2日\n(本文书一式三份)",
    ],
)
def test_signature_lines(foot: str) -> None:
    body = HEAD + FACTS + NORMS + SANCTION + TAIL.replace("南屏市城南区林业局\n2024年4月2日", foot)
    found = said(printed(body))
    assert found["决定日期"] == [date(2024, 4, 2)]
    assert found["落款机关"] == ["南屏市城南区林业局"]


def test_who_signs_acts() -> None:
    body = HEAD + FACTS + NORMS + SANCTION + TAIL.replace("南屏市城南区林业局\n2024", "南屏市林业局\n2024")
    (found,) = (one for one in facts(printed(body)) if one.name == "处罚机关")
    assert found.value == "南屏市林业局"
    assert found.confidence < 1


def test_a_signature_line_spoilt_by_a_seal_says_nothing_against_the_head() -> None:
    head, foot = Said("南屏市林业局", Place(Evidence(), 0.98)), Said("上市屏市管局", Place(Evidence(), 0.52))
    assert agreed(head, foot) == (head, 1.0)
    assert agreed(None, foot) == (foot, 1.0)


def test_masked_and_missing_numbers() -> None:
    outward = "南屏市城南区林业局\n行政处罚决定书\n南林罚〔2024〕 号\n南屏市甲乙食品有限公司(统一社会信用代码:9144**):\n"
    found = said(printed(outward + FACTS + TAIL))
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]
    assert "案号" not in found
    assert "当事人证照号" not in found


# ---- fields -----------------------------------------------------------------------------


def test_labels_that_are_spaced_out_and_values_that_wrap() -> None:
    lines = (
        line("行政处罚案卷", 0.4, 0.06),
        line("案", 0.12, 0.1),
        line("号:南林罚〔2024〕7号", 0.2, 0.1),
        line("案件名称:南屏市甲乙食品有限公司未按规定公示收费标准和投诉电话以及其他应当公", 0.12, 0.13),
        line("示的信息案", 0.12, 0.15),
        line("归", 0.12, 0.18),
        line("档日期:2024.4.29", 0.16, 0.18),
        line("结案日期 2024年4月16日", 0.12, 0.21),
    )
    paper = Document("d1", "卷宗封面", "行政处罚案卷", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    found = said(paper)
    assert found["案号"] == ["南林罚〔2024〕7号"]
    assert found["案由"] == ["南屏市甲乙食品有限公司未按规定公示收费标准和投诉电话以及其他应当公示的信息案"]
    assert found["归档日期"] == [date(2024, 4, 29)]
    assert found["结案日期"] == [date(2024, 4, 16)]


def test_a_value_in_pieces_on_one_row() -> None:
    lines = (
        line("现场检查笔录", 0.4, 0.06),
        line("检查时间: 2024年1月8日", 0.13, 0.1),
        line("10时05分", 0.37, 0.1),
        line("至", 0.48, 0.1),
        line("10时50分", 0.51, 0.1),
        line("工作单位:南屏市甲乙食品有限公司", 0.13, 0.13),
        line("职务:经理", 0.51, 0.13),
        line("(普通合伙)", 0.13 + 5 * WIDE, 0.15),
    )
    paper = Document("d1", "现场检查笔录", "现场检查笔录", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    assert values("笔录开始时间", paper) == [datetime(2024, 1, 8, 10, 5)]
    assert values("笔录结束时间", paper) == [datetime(2024, 1, 8, 10, 50)]


@pytest.mark.parametrize(
    ("body", "begin", "end"),
    [
        (
            "开始时间:2024年3月4日10时05分\n结束时间:2024年3月4日10时50分",
            datetime(2024, 3, 4, 10, 5),
            datetime(2024, 3, 4, 10, 50),
        ),
        (
            "2024年3月4日10时05分至10时50分,我局执法人员进行检查。",
            datetime(2024, 3, 4, 10, 5),
            datetime(2024, 3, 4, 10, 50),
        ),
        ("执法人员于2024年3月4日10时05分对该场所进行检查。", datetime(2024, 3, 4, 10, 5), None),
    ],
)
def test_times_of_a_record_without_its_usual_field(body: str, begin: datetime, end: datetime | None) -> None:
    found = said(text("现场检查笔录", body))
    assert found["现场检查日期"] == [begin.date()]
    assert found["笔录开始时间"] == [begin]
    assert found.get("笔录结束时间") == (None if end is None else [end])


def test_titles_of_persons_are_no_names() -> None:
    paper = text(
        "集体讨论记录",
        "时间:2024年3月15日15时00分至15时40分\n地点:会议室\n"
        "主持人:局长丁一山\n参加人员:副局长丙文德、法规股股长戊方圆、甲小明和乙大山",
    )
    assert values("讨论参加人", paper) == ["丁一山", "丙文德", "甲小明", "乙大山"]


def test_hearing_notice_as_a_form() -> None:
    paper = ruled(
        "听证通知书", [("听证时间", "2024年4月18日9时30分", "听证地点", "会议室"), ("主持人", "癸三山")]
    )
    assert values("听证日期", paper) == [date(2024, 4, 18)]
    assert values("听证主持人", paper) == ["癸三山"]


# ---- approvals --------------------------------------------------------------------------


def test_an_opinion_without_a_full_stop() -> None:
    form = ruled("征收审批表", [("负责人意见", "同意\n丁一山 2023.4.13"), ("承办人意见", "同意")])
    assert records("审批意见", form) == [
        {"level": "负责人", "opinion": "同意", "signer": "丁一山", "date": date(2023, 4, 13)},
        {"level": "承办人", "opinion": "同意"},
    ]


def test_legal_review_in_fields_of_its_own() -> None:
    form = ruled("案件审核表", [("案由", "某某案"), ("审核日期", "2024.3.22", "审核人", "戊方圆")])
    assert values("法制审核日期", form) == [date(2024, 3, 22)]
    assert values("法制审核人", form) == ["戊方圆"]


def test_report_signed_on_a_line_of_its_own() -> None:
    paper = text("案件调查终结报告", "2024年3月4日进行了检查。\n调查人员:甲小明、乙大山\n2024年3月20日")
    assert values("调查终结日期", paper) == [date(2024, 3, 20)]


# ---- money, publication, letters --------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([("金额", "3000.00"), ("日期", "2024年4月11日")], Decimal(3000)),
        ([("缴款日期", "2024年4月11日"), ("金额(大写)", "叁仟元整")], Decimal(3000)),
        ([("摘要", "罚款3000元"), ("日期", "2024年4月11日")], Decimal(3000)),
    ],
)
def test_receipts(rows: list[tuple[str, ...]], amount: Decimal) -> None:
    paper = ruled("罚没票据", rows)
    assert values("缴款金额", paper) == [amount]
    assert values("缴款日期", paper) == [date(2024, 4, 11)]


def test_the_only_day_of_a_paper() -> None:
    assert values("缴款日期", text("罚没票据", "今收到罚款叁仟元整。2024年4月11日收讫")) == [
        date(2024, 4, 11)
    ]
    assert values("归档日期", text("备考表", "本卷共21页。2024年4月29日整理")) == [date(2024, 4, 29)]


def test_publication_in_words() -> None:
    paper = text("公示记录", "本局2024年4月2日作出决定,于2024年4月8日在平台公示。")
    assert values("公示日期", paper) == [date(2024, 4, 8)]


def test_a_letter_that_waives_nothing() -> None:
    paper = text("放弃陈述申辩声明", "我方不放弃陈述申辩的权利。2024年3月29日签收", title="声明")
    assert values("陈述申辩", paper) == []
    (found,) = (one for one in facts(paper) if one.name == "陈述申辩日期")
    assert found.confidence < 0.85


def test_bare_numbers_of_licences() -> None:
    paper = text("营业执照", "91440799MA0000000X\n名称:南屏市甲乙食品有限公司")
    assert values("证照号码", paper) == ["91440799MA0000000X"]
