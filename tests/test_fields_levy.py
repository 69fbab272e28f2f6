"""Levies as papers tell them: item, payer, base, rate, sums, terms, late fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Box, Document, Page, TextLine
from anjuan.builtin.fields.levy_rates import fraction, number, per_cent

from .papers import FORMS, LAYOUTS, Layout, facts, line, printed, ruled, said, text, values

ORGAN = "南屏市城南区水务局"
PARTY = "南屏市甲乙食品有限公司"


def paper(kind: str, body: str, *, title: str = "", id: str = "d1") -> Document:
    head = f"{ORGAN}\n{title or kind}\n南水征〔2024〕7号\n{PARTY}:\n"
    return printed(f"{head}{body}\n{ORGAN}\n2024年7月1日", kind, title=title, id=id)


def sure(name: str, *documents: Document) -> list[float]:
    return [one.confidence for one in facts(*documents) if one.name == name]


# ---- forms --------------------------------------------------------------------------------------


DECLARED = [
    ("缴费人", PARTY),
    ("统一社会信用代码", "91440799MA0000000X"),
    ("缴费项目", "水土保持补偿费"),
    ("申报基数", "21,500平方米"),
    ("收费标准", "0.6元/平方米"),
    ("申报金额", "人民币壹万贰仟玖佰元整(¥12,900.00)"),
]


@LAYOUTS
def test_a_declaration(layout: Layout) -> None:
    found = said(layout("缴费申报表", DECLARED))
    assert found["缴费义务人"] == [PARTY]
    assert found["征收项目"] == ["水土保持补偿费"]
    assert found["计征基数"] == [Decimal(21500)]
    assert found["征收标准"] == [Decimal("0.6")]
    assert found["申报金额"] == [Decimal(12900)]


def test_the_declarant_in_the_head_and_the_one_who_signs() -> None:
    rows = [
        ("申报人", PARTY),
        ("征收项目", "森林植被恢复费"),
        ("计费依据", "使用林地3,200平方米,每平方米10元"),
    ]
    found = said(ruled("缴费申报表", rows))
    assert found["缴费义务人"] == [PARTY]
    assert found["计征基数"] == [Decimal(3200)]
    assert found["征收标准"] == [Decimal(10)]
    signed = text("缴费申报表", f"缴费单位:{PARTY}\n申报人(签名):庚小草 2024年7月1日")
    assert values("缴费义务人", signed) == [PARTY]


@FORMS
def test_a_form_that_was_left_blank(layout: Layout) -> None:
    rows = [(label, "") for label, _ in DECLARED]
    found = said(layout("缴费申报表", rows))
    for name in ("缴费义务人", "征收项目", "计征基数", "征收标准", "申报金额"):
        assert name not in found, name


ASSESSED = [
    ("缴费人", PARTY),
    ("计算过程", "3400平方米×25元/平方米=85000元"),
    ("核定日期", "2024年7月1日"),
    ("核定人员", "甲小明(19070150507)、乙大山(19070150514)"),
]


@LAYOUTS
def test_an_assessment_by_formula(layout: Layout) -> None:
    found = said(layout("费额核定表", ASSESSED))
    assert found["计征基数"] == [Decimal(3400)]
    assert found["征收标准"] == [Decimal(25)]
    assert found["核定金额"] == [Decimal(85000)]


COLUMNS = [
    ("期间", "排水量(立方米)", "收费标准(元/立方米)", "减免(元)", "应缴金额(元)"),
    ("2024年第一季度", "5000", "1.20", "0", "6000.00"),
]


def columns(rows: Sequence[tuple[str, ...]], form: str) -> Document:
    lines, cell, box = [line("污水处理费核定表", 0.4, 0.06)], 0, Box(0, 0, 0, 0)
    for number_of, row in enumerate(rows):
        for column, word in enumerate(row):
            if form == "flow":
                lines.append(TextLine(word, box, cell=cell))
                cell += 1
            elif word:
                x = 0.08 + 0.19 * column
                lines.append(line(word, x, 0.12 + 0.03 * number_of, cell if form == "ruled" else -1))
                cell += 1
    page = Page("d1.pdf", 1, (595.0, 842.0), tuple(lines))
    if form == "flow":
        page = Page("d1.docx", None, (0.0, 0.0), tuple(one for one in lines if one.text))
    return Document("d1", "费额核定表", "污水处理费核定表", (page,))


@pytest.mark.parametrize("form", ["ruled", "loose", "flow"])
def test_an_assessment_in_columns(form: str) -> None:
    found = said(columns(COLUMNS, form))
    assert found["计征基数"] == [Decimal(5000)]
    assert found["征收标准"] == [Decimal("1.2")]
    assert found["核定金额"] == [Decimal(6000)]
    assert found["征收项目"] == ["污水处理费"]
    assert "减免金额" not in found


def test_several_rows_of_an_assessment() -> None:
    rows = [
        *COLUMNS,
        ("2024年第二季度", "4000", "1.20", "100", "4700.00"),
        ("合计", "9000", "", "", "10700.00"),
    ]
    paper_of = columns(rows, "ruled")
    found = said(paper_of)
    assert found["核定金额"] == [Decimal(10700)]
    assert set(found["计征基数"]) == {Decimal(5000), Decimal(4000)}
    assert max(sure("计征基数", paper_of)) < 0.85


@LAYOUTS
def test_approval(layout: Layout) -> None:
    rows = [
        ("缴费人", PARTY),
        ("征收事项", "污水处理费"),
        ("承办人意见", "建议征收。\n甲小明 2024年7月1日"),
        ("负责人意见", "同意。\n丙文 2024年7月2日"),
    ]
    found = said(layout("征收审批表", rows))
    assert found["征收审批日期"] == [date(2024, 7, 2)]
    assert found["征收项目"] == ["污水处理费"]
    assert found["缴费义务人"] == [PARTY]


@LAYOUTS
def test_a_reduction(layout: Layout) -> None:
    rows = [
        ("申请人", PARTY),
        ("减免项目", "水土保持补偿费"),
        ("减免金额", "3000元"),
        ("承办人意见", "建议减免。\n甲小明 2024年7月1日"),
        ("负责人意见", "同意减免。\n丙文 2024年7月2日"),
    ]
    found = said(layout("减免审批表", rows))
    assert found["减免金额"] == [Decimal(3000)]
    assert found["减免批准日期"] == [date(2024, 7, 2)]


# ---- letters ----------------------------------------------------------------------------------


def test_a_notice() -> None:
    body = (
        "本机关拟依据《城镇排水与污水处理条例》第三十二条第一款的规定,向你单位征收2024年第一季度污水处理费人民币陆仟元整"
        "(¥6,000.00)。你单位有权自收到本告知书之日起五个工作日内进行陈述、申辩。"
    )
    found = said(paper("征收告知书", body))
    assert found["征收告知日期"] == [date(2024, 7, 1)]
    assert found["征收项目"] == ["污水处理费"]
    assert found["缴费义务人"] == [PARTY]
    assert found["陈述申辩期限"] == ["五个工作日"]
    assert "征收金额" not in found


DECIDED = (
    "经核定,你单位2024年第一季度使用自备水源排水5000立方米,按每立方米1.20元计征,应缴纳污水处理费人民币陆仟元整"
    "(¥6,000.00)。依据《城镇排水与污水处理条例》第三十二条第一款的规定,决定予以征收。请自收到本决定书之日起十五日内缴入国库。"
)


def test_a_decision() -> None:
    found = said(paper("征收决定书", DECIDED))
    assert found["征收项目"] == ["污水处理费"]
    assert found["计征基数"] == [Decimal(5000)]
    assert found["征收标准"] == [Decimal("1.2")]
    assert found["征收金额"] == [Decimal(6000)]
    assert found["缴费期限"] == ["十五日"]
    assert found["处罚依据"] == ["《城镇排水与污水处理条例》第三十二条第一款"]
    assert min(sure("征收金额", paper("征收决定书", DECIDED))) >= 0.85


@pytest.mark.parametrize(
    ("body", "item", "base", "rate", "total"),
    [
        (
            "本机关决定向你单位征收耕地开垦费。计算方法:3400平方米×25元/平方米,应缴85000元(大写:捌万伍仟元整)。",
            "耕地开垦费",
            3400,
            25,
            85000,
        ),
        (
            "你单位应缴纳森林植被恢复费人民币叁万贰仟元整(32000元)。",
            "森林植被恢复费",
            None,
            None,
            32000,
        ),
        (
            "决定征收水土保持补偿费,占地面积2.15万平方米,征收标准为0.6元/平方米,应征金额12900元。",
            "水土保持补偿费",
            21500,
            Decimal("0.6"),
            12900,
        ),
        ("决定收取残疾人就业保障金20000元,滞纳金300元。", "", None, None, 20000),
        (
            "你单位2024年4月取水量为12,345立方米,按每立方米0.2元的标准计收,应缴水资源费2469元。",
            "水资源费",
            12345,
            Decimal("0.2"),
            2469,
        ),
        (
            "应缴水土保持补偿费:0.6元/平方米×21500平方米=12900元。",
            "水土保持补偿费",
            21500,
            Decimal("0.6"),
            12900,
        ),
        ("决定征收耕地开垦费,减免5000元,应缴80000元。", "耕地开垦费", None, None, 80000),
        ("决定按销售收入100000元的3%征收文化事业建设费3000元。", "文化事业建设费", None, 3, None),
    ],
)
def test_decisions_in_other_words(
    body: str, item: str, base: int | None, rate: Decimal | None, total: int | None
) -> None:
    found = said(paper("征收决定书", body))
    if item:
        assert found["征收项目"] == [item]
    if base:
        assert found["计征基数"] == [Decimal(base)]
    if rate:
        assert found["征收标准"] == [Decimal(rate)]
    if total:
        assert found["征收金额"] == [Decimal(total)]


def test_words_and_figures_that_disagree_stay_both() -> None:
    decision = paper("征收决定书", DECIDED.replace("6,000.00", "6,800.00"))
    assert set(values("征收金额", decision)) == {Decimal(6000), Decimal(6800)}
    assert max(sure("征收金额", decision)) < 0.85
    form = ruled("费额核定表", [("核定金额", "人民币陆仟元整(¥6,800.00)")])
    assert max(sure("核定金额", form)) < 0.85


@pytest.mark.parametrize(
    ("body", "term"),
    [
        ("请于2024年7月20日前到某银行缴纳。", date(2024, 7, 20)),
        ("缴费期限:2024年7月20日", date(2024, 7, 20)),
        ("缴费期限:2024年7月1日至2024年7月20日", date(2024, 7, 20)),
        ("限你单位在三十日内缴清。", "三十日"),
        ("逾期不缴的,按日加收滞纳金。", None),
        ("你单位可以自收到之日起六十日内申请行政复议。", None),
    ],
)
def test_until_when_to_pay(body: str, term: date | str | None) -> None:
    assert values("缴费期限", paper("征收决定书", body)) == ([term] if term else [])


def test_a_reminder_and_a_late_fee() -> None:
    reminder = paper(
        "催缴书", "你单位逾期未缴纳污水处理费人民币陆仟元整(¥6,000.00),请自收到本通知书之日起十日内缴纳。"
    )
    found = said(reminder)
    assert found["催缴日期"] == [date(2024, 7, 1)]
    assert found["征收项目"] == ["污水处理费"]
    late = paper(
        "滞纳金决定书",
        "你单位未在规定期限内缴纳污水处理费6000元,自2024年5月7日起至2024年6月30日止共55日,按日加收千分之二的滞纳金,"
        "应加收滞纳金人民币陆佰陆拾元整(¥660.00)。",
        title="加收滞纳金决定书",
    )
    found = said(late)
    assert found["滞纳金比例"] == [Decimal("0.2")]
    assert found["滞纳金金额"] == [Decimal(660)]
    assert found["义务本金"] == [Decimal(6000)]
    assert found["滞纳金起算日期"] == [date(2024, 5, 7)]


def test_a_receipt_names_the_item() -> None:
    slip = ruled(
        "罚没票据",
        [("缴款人", PARTY), ("项目", "污水处理费"), ("金额", "6000元"), ("缴款日期", "2024年7月9日")],
    )
    assert values("征收项目", slip) == ["污水处理费"]
    fine = ruled("罚没票据", [("缴款人", PARTY), ("项目", "罚没收入"), ("金额", "6000元")])
    assert values("征收项目", fine) == []


def test_the_item_of_the_decision_is_believed() -> None:
    decision = paper("征收决定书", DECIDED, id="d1")
    declared = ruled("缴费申报表", [("缴费项目", "水土保持补偿费")], id="d2")
    assert values("征收项目", decision, declared) == ["污水处理费"]


def test_title_and_number_over_the_page_once_more() -> None:
    head = f"征收告知书\n南水征〔2024〕7号\n征收告知书\n南水征〔2024〕7号\n{PARTY}:\n"
    notice = printed(f"{head}本机关拟征收污水处理费6000元。\n{ORGAN}\n2024年7月1日", "征收告知书")
    assert values("缴费义务人", notice) == [PARTY]
    assert values("文书当事人", notice) == [PARTY]


def test_pages_that_could_not_be_read() -> None:
    failed = Page("d1.pdf", 1, (595.0, 842.0), (), "failed: 无法识别")
    for kind in (
        "缴费申报表",
        "费额核定表",
        "征收审批表",
        "减免审批表",
        "征收告知书",
        "征收决定书",
        "催缴书",
        "滞纳金决定书",
    ):
        assert facts(Document("d1", kind, kind, (failed,))) == ()


# ---- figures --------------------------------------------------------------------------------------


@given(st.integers(0, 10**9))
def test_figures_with_commas(value: int) -> None:
    assert number(f"{value:,}") == number(str(value)) == Decimal(value)


@given(st.integers(1, 99), st.sampled_from(["百", "千", "万"]))
def test_parts_of_a_whole(count: int, scale: str) -> None:
    wanted = Decimal(count) * 100 / {"百": 100, "千": 1000, "万": 10000}[scale]
    assert fraction(f"{scale}分之{count}") == wanted
    assert per_cent(Decimal(count), scale) == wanted


@given(st.text(max_size=12))
def test_any_text_is_a_part_or_none(words: str) -> None:
    found = fraction(words)
    assert found is None or found >= 0


def test_parts_in_words() -> None:
    assert [fraction(one) for one in ("千分之二", "万分之五", "百分之三", "0.5‰", "3%", "若干")] == [
        Decimal("0.2"),
        Decimal("0.05"),
        Decimal(3),
        Decimal("0.05"),
        Decimal(3),
        None,
    ]
