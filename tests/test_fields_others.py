"""Returns of service in less usual ways, and what other papers tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Box, Document, Page, TextLine

from .papers import (
    FACTS,
    HEAD,
    NORMS,
    NOTICE,
    TAIL,
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


@pytest.mark.parametrize("ways", ["□直接送达 □留置送达", "直接送达 留置送达 邮寄送达"])
def test_a_way_that_nobody_ticked(ways: str) -> None:
    (record,) = records(
        "送达", ruled("送达回证", [("受送达人", "南屏市甲乙食品有限公司"), ("送达方式", ways)])
    )
    assert "way" not in record


def test_the_day_behind_the_signature() -> None:
    rows = [
        ("送达文书名称及文号", "行政处罚决定书 南林罚〔2024〕7号"),
        ("受送达人签名或盖章", "庚小草 2024年4月7日"),
        ("送达方式", "直接送达 √"),
    ]
    (record,) = records("送达", ruled("送达回证", rows))
    assert record["received"] == date(2024, 4, 7)
    assert record["receiver"] == "庚小草"
    assert record["paper"] == "行政处罚决定书"
    assert record["way"] == "直接送达"


def test_each_server_has_a_line_of_its_own() -> None:
    body = (
        "送达文书:《行政处罚决定书》南林罚〔2024〕7号\n受送达人名称(签名):庚小草2024/4/7\n"
        "送达人(签名):甲小明\n送达人(签名):乙大山"
    )
    (record,) = records("送达", text("送达回证", body))
    assert record["servers"] == "甲小明、乙大山"
    assert record["receiver"] == "庚小草"


def test_an_empty_return_says_nothing() -> None:
    assert records("送达", ruled("送达回证", [("备注", "")])) == []


@pytest.mark.parametrize(
    ("paper", "sure"),
    [
        ("《行政处罚决定书》(南林罚[2O24]7号)", True),  # a slip of reading
        ("《行政处罚决定书》(南林罚〔2024〕1号)", False),  # another number: the name alone agrees
        ("《行政处罚决定》(南林罚[2024]第7号)", True),
        ("行政处罚决定书", False),
    ],
)
def test_service_by_name(paper: str, sure: bool) -> None:
    decision = printed(HEAD + FACTS + NORMS + SANCTION + TAIL, id="d1")
    served = ruled("送达回证", [("送达文书名称及文号", paper), ("收到日期", "2024.4.7")], id="d2")
    (found,) = (one for one in facts(decision, served) if one.name == "送达日期")
    assert found.value == date(2024, 4, 7)
    assert (found.confidence == 1.0) == sure


# ---- what other papers tell -------------------------------------------------------------


def test_the_index_dates_a_paper_whose_own_day_cannot_be_read() -> None:
    box = Box(0, 0, 0, 0)
    rows = [
        ("序号", "文书名称", "日期"),
        ("1", "行政处罚事先告知书", "2024.3.28"),
        ("2", "行政处罚决定书", "2024.4.2"),
    ]
    cells = tuple(
        TextLine(cell, box, cell=n * 3 + m) for n, row in enumerate(rows) for m, cell in enumerate(row)
    )
    index = Document("d1", "卷内目录", "卷内目录", (Page("d1.docx", None, (0.0, 0.0), cells),))
    notice = NOTICE.format(articles="", hearing="").replace("2024年3月28日", "年月日")
    told = printed(notice, "行政处罚事先告知书", id="d2")
    decided = printed(HEAD + FACTS + NORMS + SANCTION + TAIL.replace("2024年4月2日", "年四月日"), id="d3")
    found = said(index, told, decided)
    assert found["告知日期"] == [date(2024, 3, 28)]
    assert found["决定日期"] == [date(2024, 4, 2)]


def test_an_index_without_headings_or_rows() -> None:
    assert values("目录条目", text("卷内目录", "一、案件来源登记表\n二、立案审批表")) == []
    empty = (line("序号", 0.1, 0.1), line("文书名称", 0.3, 0.1), line("(无)", 0.3, 0.13))
    paper = Document("d1", "卷内目录", "卷内目录", (Page("d1.pdf", 1, (595.0, 842.0), empty),))
    assert values("目录条目", paper) == []


def test_the_number_of_the_party_from_another_form() -> None:
    decided = printed(
        HEAD.replace("统一社会信用代码:91440799MA0000000X\n", "") + FACTS + NORMS + SANCTION + TAIL, id="d1"
    )
    filed = ruled(
        "立案审批表",
        [("当事人", "南屏市甲乙食品有限公司"), ("统一社会信用代码", "91440799MA0000000X")],
        id="d2",
    )
    assert values("当事人证照号", decided, filed) == ["91440799MA0000000X"]


def test_pages_that_could_not_be_read() -> None:
    failed = Page("d1.pdf", 1, (595.0, 842.0), (), "failed: 无法识别")
    for kind in ("行政处罚决定书", "行政处罚事先告知书", "送达回证", "卷内目录", "陈述申辩笔录", "罚没票据"):
        assert facts(Document("d1", kind, kind, (failed,))) == ()


def test_forms_that_leave_the_party_blank() -> None:
    paper = ruled("立案审批表", [("当事人", "/"), ("当事人", "名称"), ("被处罚人", "庚"), ("案由", "某某案")])
    assert values("文书当事人", paper) == []
    both = ruled("行政处罚决定审批表", [("当事人", "南屏市甲乙食品有限公司 91440799MA0000000X")])
    assert values("文书当事人", both) == ["南屏市甲乙食品有限公司"]
    assert values("文书证照号", both) == ["91440799MA0000000X"]


def test_what_stands_far_below_the_head_names_no_party() -> None:
    long = "南屏市城南区林业局\n行政处罚决定书\n南林罚〔2024〕7号\n" + FACTS * 12 + "当事人:丙丁公司\n"
    assert "当事人" not in said(printed(long + TAIL))


def test_a_branch_is_another_party() -> None:
    decided = printed(HEAD + FACTS + NORMS + SANCTION + TAIL, id="d1")
    branch = ruled("立案审批表", [("当事人", "南屏市甲乙食品有限公司北山市分公司")], id="d2")
    assert set(values("文书当事人", decided, branch)) == {
        "南屏市甲乙食品有限公司",
        "南屏市甲乙食品有限公司北山市分公司",
    }


def test_levels_of_a_licence() -> None:
    form = ruled(
        "行政许可审批表",
        [("审查意见", "符合条件。\n审查人:甲小明 2024.7.5"), ("审核意见", "同意。\n审核人:丙文 2024.7.5")],
    )
    assert [one["level"] for one in records("审批意见", form)] == ["承办人", "承办机构"]


def test_a_form_of_two_pages() -> None:
    first = ruled("结案审批表", [("案由", "某某案")]).pages[0]
    second = Page(
        "d1.pdf", 2, (595.0, 842.0), (line("结案日期", 0.12, 0.1, 0), line("2024.4.16", 0.28, 0.1, 1))
    )
    paper = Document("d1", "结案审批表", "结案审批表", (first, second))
    (found,) = (one for one in facts(paper) if one.name == "结案日期")
    assert (found.value, found.evidence.page) == (date(2024, 4, 16), 2)


def test_the_subject_out_of_a_decision() -> None:
    body = "本机关对你单位涉嫌未按规定公示收费标准的行为立案调查,现已终结。\n"
    assert said(printed(HEAD + body + FACTS + NORMS + SANCTION + TAIL))["案由"] == ["未按规定公示收费标准"]


def test_sums_that_are_no_fine() -> None:
    told = "本机关决定作出如下行政处罚:\n在1000元以上3000元以下的幅度内,罚款2000元;货值500元的商品退还。"
    assert said(printed(HEAD + FACTS + NORMS + told + TAIL))["罚款金额"] == [Decimal(2000)]


def test_no_norm_behind_the_closing_word() -> None:
    norms = "上述行为违反了《甲法》第三条的规定。另有《乙法》第九条可供参考。依据《甲法》第三十条的规定,"
    found = said(printed(HEAD + FACTS + norms + SANCTION + TAIL))
    assert found["违反条款"] == ["《甲法》第三条"]
    assert found["处罚依据"] == ["《甲法》第三十条"]
    told = "上述行为违反了《甲法》第三条的规定,与《乙法》第九条所称情形不同。依据《甲法》第三十条的规定,"
    assert said(printed(HEAD + FACTS + told + SANCTION + TAIL))["违反条款"] == ["《甲法》第三条"]
    unsaid = "综合全案情况,依据《甲法》第三十条的规定,应予处罚。本机关" + SANCTION
    assert said(printed(HEAD + "当事人长期占用场地。" + unsaid + TAIL))["处罚依据"] == ["《甲法》第三十条"]


def test_opinions_in_lines_without_a_box() -> None:
    lines = (
        line("法制审核意见书", 0.4, 0.06),
        line("审核意见:经审核,同意执法一股的处理意见。", 0.12, 0.1),
        line("签名:戊方圆", 0.51, 0.12),
        line("日期:2024年10月9日", 0.66, 0.12),
        line("法制机构意见:审核通过。", 0.12, 0.14),
        line("签名:", 0.51, 0.16),
        line("日期:", 0.66, 0.16),
    )
    paper = Document("d1", "法制审核意见书", "法制审核意见书", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    assert records("审批意见", paper) == [
        {
            "level": "法制机构",
            "opinion": "经审核,同意执法一股的处理意见。",
            "signer": "戊方圆",
            "date": date(2024, 10, 9),
        },
        {"level": "法制机构", "opinion": "审核通过。"},
    ]
    assert values("法制审核人", paper) == ["戊方圆"]
    assert values("法制审核日期", paper) == [date(2024, 10, 9)]


def test_a_day_behind_a_name_is_no_certificate() -> None:
    paper = text(
        "现场检查笔录",
        "检查人员:甲小明(执法证号:E08170020)、乙大山(执法证号:E08170033)\n检查人员签名:甲小明、乙大山 2024-04-11",
    )
    assert [one["certificate"] for one in records("执法人员", paper)] == ["E08170020", "E08170033"]


def test_the_term_in_a_sentence_of_its_own() -> None:
    notice = "你单位有权进行陈述和申辩。如有意见,请自收到本告知书之日起五个工作日内向本机关提出。\n" + TAIL
    assert said(printed(notice, "行政处罚事先告知书"))["陈述申辩期限"] == ["五个工作日"]


@pytest.mark.parametrize(
    ("body", "name", "number"),
    [
        (
            "南屏市甲乙食品公司,统一社会信用代码:91440799MA0000000X;住所:一路1号。",
            "南屏市甲乙食品公司",
            "91440799MA0000000X",
        ),
        ("当事人庚小草,女,身份证号码:440799199002010002。", "庚小草", "440799199002010002"),
        (
            "当事人为南屏市甲乙食品公司(统一社会信用代码91440799MA0000000X)。",
            "南屏市甲乙食品公司",
            "91440799MA0000000X",
        ),
    ],
)
def test_a_party_in_a_sentence(body: str, name: str, number: str) -> None:
    paper = text("案件调查终结报告", f"一、当事人基本情况\n{body}\n二、调查经过")
    assert values("文书当事人", paper) == [name]
    assert values("文书证照号", paper) == [number]
