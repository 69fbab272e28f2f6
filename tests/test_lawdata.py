"""What the maker of law data reads off invented articles: structure, and fines as numbers."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.law.texts import law_text
from tools.lawdata.ranges import Fine, fines, ranges
from tools.lawdata.structure import structure

D = Decimal


def one(text: str) -> Fine:
    (found,) = fines(text)
    return found


@given(st.integers(1, 900), st.integers(1, 900))
def test_a_range_in_figures_and_in_words_is_the_same(low: int, more: int) -> None:
    high = low + more
    figures = one(f"违反本办法的，处{low}元以上{high}元以下的罚款。")
    words = one(f"违反本办法的，处{cn2an.an2cn(low)}元以上{cn2an.an2cn(high)}元以下的罚款。")
    assert (figures.kind, figures.low, figures.high) == ("sum", low, high)
    assert figures == words


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("可以处五万元以下罚款", None, D(50_000)),
        ("处5000元罚款", D(5000), D(5000)),
        ("处五百元以上千元以下的罚款", D(500), D(1000)),
        ("并处3万元以上30万元以下罚款", D(30_000), D(300_000)),
        ("处二千元以上的罚款", D(2000), None),
        ("货值金额不足一万元的，并处五万元以上十万元以下罚款", D(50_000), D(100_000)),
    ],
)
def test_sums(text: str, low: Decimal | None, high: Decimal | None) -> None:
    found = one(text)
    assert (found.kind, found.low, found.high) == ("sum", low, high)


@pytest.mark.parametrize(
    ("text", "low", "high", "base"),
    [
        ("并处货值金额十倍以上二十倍以下罚款", D(10), D(20), "货值金额"),
        ("处工程合同价款百分之二以上百分之四以下的罚款", D("0.02"), D("0.04"), "工程合同价款"),
        ("并处违法所得五倍以下的罚款", None, D(5), "违法所得"),
        ("由主管部门对该单位处所收费用三倍以上五倍以下的罚款", D(3), D(5), "所收费用"),
    ],
)
def test_multiples(text: str, low: Decimal | None, high: Decimal, base: str) -> None:
    found = one(text)
    assert (found.kind, found.low, found.high, found.base) == ("multiple", low, high, base)


def test_two_sums_before_one_fine_are_two_ranges() -> None:
    found = list(fines("处警告，对单位处十万元以上二十万元以下、对个人处一万元以下罚款"))
    assert {(fine.low, fine.high) for fine in found} == {(D(100_000), D(200_000)), (None, D(10_000))}


@pytest.mark.parametrize(
    "text",
    [
        "可以并处罚款",
        "依照本办法第九条的规定处罚",
        "由公安机关依法给予治安管理处罚",
        "按照前款规定处以罚款",
        "属于危险物品的，罚款数额为二十万元以上",
        "可以在第五条规定的罚款数额的二倍以上五倍以下确定",
    ],
)
def test_a_fine_without_figures_is_open(text: str) -> None:
    assert {fine.kind for fine in fines(text)} == {"open"}


@pytest.mark.parametrize(
    "text",
    [
        "逾期缴纳罚款的，每日按百分之三加处罚款",
        "罚款决定书应当载明下列事项",
        "未按照规定建立台账的，责令改正",
    ],
)
def test_words_about_fines_set_none(text: str) -> None:
    assert not list(fines(text))


def test_a_missing_paragraph_condition_is_told() -> None:
    found = list(fines("处一万元以下罚款；情节严重的，对直接负责的主管人员处二万元以下罚款"))
    assert [(fine.high, fine.condition, fine.whom) for fine in found] == [
        (D(10_000), "", ""),
        (D(20_000), "情节严重", "直接责任人"),
    ]


TEXT = """# 某省田埂管理条例

2019年3月4日 某省人民代表大会常务委员会通过

第一条 为了管理田埂，制定本条例。

第二条 田埂应当平整。

田埂的标准由省人民政府农业主管部门制定。

第三条 违反本条例第二条第一款、第五条至第七条规定，有下列行为之一的，处十元以上二十元以下罚款：

（一）挖掘田埂的；

（二）其他损坏田埂的行为。

第四条 有下列情形的，按照下列规定处以罚款：

（一）一般的，处十元罚款；

（二）严重的，处二十元罚款。

第五条 本条例自2019年6月1日起施行。
"""


def test_structure_and_ranges_of_a_law() -> None:
    text = law_text(TEXT.splitlines())
    assert structure(text) == "1:0;2:0/0n;3:2po2@2.5.6.7;4:2p;5:0"
    rows = [
        (row["article"], row["paragraph"], row["item"], row["minimum"], row["maximum"])
        for row in ranges(text)
    ]
    assert rows == [("3", "1", "", "10", "20"), ("4", "1", "1", "10", "10"), ("4", "1", "2", "20", "20")]
