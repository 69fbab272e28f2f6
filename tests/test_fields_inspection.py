"""Papers of an inspection: approval, notice, draw, record with its list, result, order, re-check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Document, Page
from anjuan.builtin.fields.inspection_acts_record import choice

from .papers import FORMS, LAYOUTS, Layout, colons, facts, flow, line, printed, records, ruled, said, values

ORGAN = "南屏市城南区应急管理局"
SIGNED = f"\n{ORGAN}\n二〇二四年九月二十五日"
PARTY = "南屏市甲乙有限公司"
GRID = pytest.mark.parametrize("layout", [ruled, flow])


def letter(kind: str, body: str, *, title: str = "") -> dict[str, list[object]]:
    """What is read of a paper that goes out to the party."""
    head = f"{ORGAN}\n{title or kind}\n南应检〔2024〕3号\n{PARTY}:\n"
    return said(printed(head + body + SIGNED, kind, title=title or kind))


# ---- approval, notice, draw --------------------------------------------------------------------


@FORMS
def test_the_form_of_approval(layout: Layout) -> None:
    rows = [
        ("检查对象", PARTY),
        ("检查事项", "1.安全生产责任制;2.消防器材"),
        ("检查依据", "《中华人民共和国安全生产法》第六十五条第一款"),
        ("检查方式", "□日常检查 ☑双随机检查 □专项检查"),
        ("承办人意见", "建议检查。\n签名:甲小明\n2024年9月16日"),
        ("负责人意见", "同意。\n签名:乙大山\n2024年9月17日"),
    ]
    found = said(layout("行政检查审批表", rows))
    assert found["检查审批日期"] == [date(2024, 9, 17)]
    assert found["检查对象"] == [PARTY]
    assert found["检查事项"] == ["安全生产责任制", "消防器材"]
    assert found["检查依据"] == ["《中华人民共和国安全生产法》第六十五条第一款"]
    assert found["检查方式"] == ["双随机"]


@LAYOUTS
def test_an_approval_that_was_left_blank(layout: Layout) -> None:
    rows = [
        ("检查对象", PARTY),
        ("检查事项", ""),
        ("检查类型", "日常检查/专项检查/双随机抽查"),
        ("检查依据", ""),
        ("承办人意见", "建议检查。签名:甲小明 2024年9月16日"),
        ("机关负责人审批意见", ""),
    ]
    found = said(layout("行政检查审批表", rows))
    assert not {"检查审批日期", "检查事项", "检查方式", "检查依据"} & set(found)


def test_a_notice_in_running_text() -> None:
    body = (
        "根据《中华人民共和国安全生产法》第六十五条第一款、《广东省安全生产条例》第四十条的规定,我局定于2024年9月19日派员"
        "对你单位安全生产责任制落实、消防器材配备情况进行“双随机、一公开”检查,请予配合。"
    )
    found = letter("行政检查通知书", body)
    assert found["检查对象"] == [PARTY]
    assert found["检查事项"] == ["安全生产责任制落实", "消防器材配备"]
    assert found["检查方式"] == ["双随机"]
    assert found["检查依据"] == [
        "《中华人民共和国安全生产法》第六十五条第一款",
        "《广东省安全生产条例》第四十条",
    ]
    assert "检查日期" not in found  # that it is planned is no inspection


def test_a_notice_that_names_a_law_without_article() -> None:
    found = letter(
        "行政检查通知书", "依据《中华人民共和国安全生产法》,本机关将对你单位开展危险化学品储存专项检查。"
    )
    assert found["检查依据"] == ["《中华人民共和国安全生产法》"]
    assert found["检查事项"] == ["危险化学品储存专项检查"]
    assert found["检查方式"] == ["专项"]


def test_a_notice_that_names_neither_matter_nor_basis() -> None:
    found = letter("行政检查通知书", "我局将对你单位进行检查,请予配合。")
    assert not {"检查事项", "检查依据", "检查方式"} & set(found)


def test_the_draw() -> None:
    text = f"双随机抽取记录\n抽取时间:2024年9月15日\n抽取对象:{PARTY}\n抽取人员:甲小明"
    found = said(printed(text, "抽取记录", title="双随机抽取记录"))
    assert (found["检查对象"], found["检查方式"]) == ([PARTY], ["双随机"])


# ---- the record -----------------------------------------------------------------------------


@LAYOUTS
def test_the_record(layout: Layout) -> None:
    rows = [
        ("被检查单位", PARTY),
        ("检查时间", "2024年9月19日9时至10时"),
        ("检查内容", "安全生产责任制、消防器材"),
        ("检查人员", "甲小明(19070000001)、乙大山(19070000002)"),
        ("是否出示执法证件", "☑是 □否"),
        ("权利告知情况", "已告知"),
        ("检查结果", "未发现问题。"),
    ]
    found = said(layout("行政检查记录", rows))
    assert found["检查日期"] == [date(2024, 9, 19)]
    assert found["检查对象"] == [PARTY]
    assert found["检查事项"] == ["安全生产责任制", "消防器材"]
    assert (found["出示证件"], found["告知权利"]) == ([True], [True])
    assert found["检查结果"] == ["未发现问题"]


SHOWN = [
    ("检查人员已出示执法证件和检查通知书,告知有权申请回避和陈述申辩。", [True], [True]),
    ("我们是执法人员,这是我们的执法证件,请确认。你看清楚了吗?你有权申请回避。", [], [True]),
    ("执法人员向被检查人出示了行政执法证。", [True], [False]),
    ("执法人员甲小明、乙大山未出示执法证件,未告知权利。", [False], [False]),
    ("执法证号:19070000001。经检查,未发现问题。", [False], [False]),
    ("请问是否出示执法证件?", [], [False]),
    ("当事人出示了营业执照、许可证。", [], [False]),  # its papers are not theirs
    ("当事人未出示有效证件,检查人员出示证件并告知陈述申辩的权利。", [True], [True]),
    ("执法证件已向当事人出示,当事人不申请回避。", [True], [True]),
    ("出示执法证件情况:\n告知权利情况:\n检查地点:一路1号", [], []),
    ("出示执法证件情况:已向当事人出示\n告知权利情况:未告知", [True], [False]),
]


@pytest.mark.parametrize(("sentence", "shown", "told"), SHOWN)
def test_what_the_officers_showed_and_told(sentence: str, shown: list[bool], told: list[bool]) -> None:
    text = f"{ORGAN}\n行政检查记录\n被检查人:{PARTY}\n检查时间:2024年9月19日9时至10时\n{sentence}"
    found = said(printed(text, "行政检查记录"))
    assert found.get("出示证件", []) == shown
    assert found.get("告知权利", []) == told


@LAYOUTS
def test_boxes_that_nobody_ticked(layout: Layout) -> None:
    rows = [("被检查单位", PARTY), ("是否出示执法证件", "□是 □否"), ("是否告知权利", "□是 □否")]
    found = said(layout("行政检查记录", rows))
    assert not {"出示证件", "告知权利"} & set(found)


def test_a_silent_record_that_was_read_badly_is_not_sure() -> None:
    lines = (line("行政检查记录", 0.4, 0.1), line("检查时间:2024年9月19日", 0.1, 0.2))
    smudged = replace(line("检查人员已岀小执法让件", 0.1, 0.3), confidence=0.4)
    page = Page("d1.pdf", 1, (595.0, 842.0), (*lines, smudged))
    (shown,) = (
        one
        for one in facts(Document("d1", "行政检查记录", "行政检查记录", (page,)))
        if one.name == "出示证件"
    )
    assert (shown.value, shown.confidence) == (False, 0.4)


def test_a_list_that_goes_with_the_record_need_not_say_it() -> None:
    rows = [("序号", "检查事项", "检查结果"), ("1", "责任制", "符合")]
    paper = ruled("行政检查记录", rows)
    listed = Document(paper.id, paper.kind, "行政检查事项清单", paper.pages)
    assert not {"出示证件", "告知权利"} & set(said(listed))


@GRID
def test_the_list_of_matters(layout: Layout) -> None:
    rows = [
        ("序号", "检查项目", "检查结果", "备注"),
        ("1", "责任制", "符合", ""),
        ("2", "消防器材", "", ""),
        ("3", "经营场所", "不符合", ""),
    ]
    paper = layout("行政检查记录", rows)
    assert records("检查清单", paper) == [
        {"matter": "责任制", "result": "符合"},
        {"matter": "消防器材"},
        {"matter": "经营场所", "result": "不符合"},
    ]
    assert values("检查事项", paper) == ["责任制", "消防器材", "经营场所"]
    assert values("检查结果", paper) == []


@GRID
def test_a_list_with_ticks(layout: Layout) -> None:
    rows = [
        ("序号", "检查内容", "是", "否"),
        ("1", "是否建立台账", "√", ""),
        ("2", "是否定期培训", "", "√"),
        ("3", "是否公示", "", ""),
    ]
    assert records("检查清单", layout("行政检查记录", rows)) == [
        {"matter": "是否建立台账", "result": "符合"},
        {"matter": "是否定期培训", "result": "不符合"},
        {"matter": "是否公示"},
    ]


@GRID
@pytest.mark.parametrize(
    ("row", "result"),
    [
        (("1", "责任制", "", "缺2具"), {"result": "缺2具"}),
        (("1", "责任制", "", ""), {}),
        (("1", "责任制", "/", ""), {"result": "/"}),  # struck through, not passed over
    ],
)
def test_what_is_written_elsewhere_in_a_row_answers(
    layout: Layout, row: tuple[str, ...], result: dict[str, str]
) -> None:
    rows = [("序号", "检查项目", "检查结果", "备注"), row, ("2", "台账", "符合", "")]
    first, _ = records("检查清单", layout("行政检查记录", rows))
    assert first == {"matter": "责任制", **result}


@GRID
def test_a_column_with_another_heading_answers(layout: Layout) -> None:
    rows = [("序号", "检查内容", "符合", "基本符合"), ("1", "责任制", "", "√"), ("2", "台账", "√", "")]
    assert [one["result"] for one in records("检查清单", layout("行政检查记录", rows))] == [
        "基本符合",
        "符合",
    ]


@GRID
def test_a_list_without_numbers_ends_at_the_next_field(layout: Layout) -> None:
    rows = [
        ("检查事项", "检查结果"),
        ("责任制落实", "合格"),
        ("消防器材配备", "☑合格 □不合格"),
        ("应急预案", "□合格 □不合格"),
        ("检查结论", "合格"),
    ]
    paper = layout("行政检查记录", rows)
    assert records("检查清单", paper) == [
        {"matter": "责任制落实", "result": "合格"},
        {"matter": "消防器材配备", "result": "合格"},
        {"matter": "应急预案"},
    ]
    assert values("检查结果", paper) == ["合格"]


@given(st.sampled_from(["是", "否", "有", "无"]), st.sampled_from("☑√✓✔"), st.sampled_from(["", " "]))
def test_a_choice_of_one_character(word: str, tick: str, space: str) -> None:
    assert choice(f"{tick}{space}{word} □其他") == word
    assert choice(f"{word}{space}{tick}") == word


@given(st.text("是否已告知☑□√ ()", max_size=12))
def test_any_box_gives_a_part_of_itself(text: str) -> None:
    assert all(char in text or char == "、" for char in choice(text))


def test_standards_and_the_day_until_which_to_mend() -> None:
    text = (
        f"{ORGAN}\n行政检查记录\n检查内容:对照《建筑设计防火规范》(GB 50016-2014)和GB15603-2022进行检查。\n"
        "检查结果:存在问题:1.通道堵塞;2.台账不全。\n整改期限:自2024年9月19日至2024年9月30日"
    )
    found = said(printed(text, "行政检查记录"))
    assert found["检查标准"] == ["《建筑设计防火规范》(GB 50016-2014)", "GB15603-2022"]
    assert found["改正期限止"] == [date(2024, 9, 30)]
    assert found["检查结果"] == ["存在问题:1.通道堵塞;2.台账不全"]
    assert "检查事项" not in found


def test_a_result_that_was_told_at_once() -> None:
    text = (
        f"{ORGAN}\n行政检查记录\n检查时间:2024年9月19日9时00分至10时00分\n检查情况:未发现违法行为。"
        "检查人员当场将检查结果告知被检查人。"
    )
    found = said(printed(text, "行政检查记录"))
    assert found["结果告知日期"] == [date(2024, 9, 19)]
    assert "未发现违法行为" in str(found["检查结果"][0])


# ---- after it -----------------------------------------------------------------------------------

RESULTS = [
    ("我局于2024年9月19日对你单位进行了消防通道检查,未发现违法行为。特此告知。", "未发现违法行为"),
    ("经对你单位进行现场检查,均符合要求。", "均符合要求"),
    ("经检查,你单位存在下列问题:1.台账不全。", "你单位存在下列问题:1.台账不全"),
    ("现将检查结果告知如下:台账记录完整。", "台账记录完整"),
    ("本机关于2024年9月19日对你单位进行了检查。检查结果:未发现问题。", "未发现问题"),
    (
        "我局于2024年9月19日对你单位的安全生产情况进行了检查,发现以下问题:1.通道堵塞;2.台账不全。请于2024年9月30日前完成整改。",
        "发现以下问题:1.通道堵塞;2.台账不全",
    ),
]


@pytest.mark.parametrize(("body", "result"), RESULTS)
def test_the_result(body: str, result: str) -> None:
    found = letter("行政检查结果告知书", body)
    assert found["检查结果"] == [result]
    assert found["结果告知日期"] == [date(2024, 9, 25)]
    assert found["检查对象"] == [PARTY]
    assert "单位" not in found.get("检查事项", [])
    assert found.get("改正期限止", []) == ([date(2024, 9, 30)] if "整改" in body else [])


ORDERS = [
    ("责令你单位于2024年9月30日前改正上述违法行为。", [date(2024, 9, 30)]),
    ("责令你单位限十日内改正。2024年9月10日前已告知。", []),
    ("自2024年9月1日起停产,责令立即改正。", []),
    ("责令立即改正,并于2024年9月30日前将整改情况书面报我局。", []),
    ("改正期限自2024年9月20日至2024年9月30日。", [date(2024, 9, 30)]),
]


@pytest.mark.parametrize(("body", "until"), ORDERS)
def test_the_day_that_an_order_names(body: str, until: list[date]) -> None:
    assert letter("责令改正通知书", body).get("改正期限止", []) == until


@LAYOUTS
def test_the_day_of_the_re_check(layout: Layout) -> None:
    rows = [("复查时间", "2024年10月8日10时"), ("复查地点", "一路1号"), ("复查情况", "已整改完毕")]
    assert values("复查日期", layout("复查记录", rows)) == [date(2024, 10, 8)]


@pytest.mark.parametrize("layout", [ruled, colons])
def test_an_answer_is_no_name(layout: Layout) -> None:
    paper = layout("行政检查记录", [("单位名称", PARTY), ("被检查人", "知道,不申请回避。")])
    assert values("检查对象", paper) == [PARTY]
