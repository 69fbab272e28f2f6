"""Values in every writing of the trade: days, moments, sums, numbers of papers, traditional characters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Box, Document, Page, TextLine, normalise
from anjuan.builtin.extractors import EXTRACTORS
from anjuan.builtin.fields.values import find_days, find_moments, find_numbers, find_span, find_sums, ticked
from anjuan.reading.facts import case_facts

from .papers import FACTS, HEAD, NORMS, TAIL, facts, printed, said

DAY = date(2024, 3, 5)


DAYS = (
    "2024年3月5日 ２０２４年０３月０５日 2024.3.5 2024-03-05 2024/3/5 ２０２４．３．５ 二〇二四年三月五日 二零二四年三月五日"
    " 二O二四年三月五日 二○二四年3月5日 2024年3月5号 2024年3月5曰"
)


@pytest.mark.parametrize("text", [*DAYS.split(" "), "2024 年 3 月 5 日"])
def test_days(text: str) -> None:
    (found,) = find_days(normalise(text))
    assert found.value == DAY
    assert found.sure == 1.0


@pytest.mark.parametrize("text", ["2O24年3月5日", "2024年3月O5日", "二二四年三月五日", "2024年O3月5日"])
def test_a_mended_day_is_less_sure(text: str) -> None:
    (found,) = find_days(text)
    assert found.value == DAY
    assert found.sure < 0.9


@pytest.mark.parametrize(
    "text", ["2024年3月 日", "年 月 日", "2024年13月5日", "2024年2月30日", "二六年一月十六日", "2024年3月"]
)
def test_what_is_no_day(text: str) -> None:
    assert list(find_days(normalise(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日15时5分",
        "2024-03-05 15:05",
        "2024年3月5日下午3时05分",
        "2024年3月5日(星期二)下午三时五分",
        "2024/3/5 15:05:30",
    ],
)
def test_moments(text: str) -> None:
    assert next(find_moments(text)).value == datetime(2024, 3, 5, 15, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月5日9时10分至10时20分",
        "2024年3月5日9时10分起至10时20分止",
        "2024-03-05 09:10至2024-03-05 10:20",
        "2024年3月5日9:10-10:20",
    ],
)
def test_spans(text: str) -> None:
    begin, end = find_span(text)
    assert begin is not None
    assert end is not None
    assert (begin.value, end.value) == (datetime(2024, 3, 5, 9, 10), datetime(2024, 3, 5, 10, 20))


SUMS = {
    "8000元": "8000",
    "¥8,000.00": "8000",
    "￥8000.5元": "8000.5",
    "人民币捌仟元整": "8000",
    "捌仟圆整": "8000",
    "2万5千元": "25000",
    "1万2000元": "12000",
    "1.2万元": "12000",
    "12，000元": "12000",
    "壹万贰仟叁佰肆拾伍元陆角柒分": "12345.67",
    "五百元": "500",
    "参万元整": "30000",
    "RMB8000": "8000",
}


@pytest.mark.parametrize("text", SUMS)
def test_sums(text: str) -> None:
    assert [found.value for found in find_sums(normalise(text))] == [Decimal(SUMS[text])]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(云)应急罚〔2024〕247号", "(云)应急罚〔2024〕247号"),
        ("南综罚字［2020］第140号", "南综罚字[2020]第140号"),
        ("(2024)南林罚字第5号", "(2024)南林罚字第5号"),
        ("南环罚字〔2020〕TQ第Q-4008号", "南环罚字〔2020〕TQ第Q-4008号"),
        ("南 林 罚 〔 2026〕 17 号", "南林罚〔2026〕17号"),
        ("南林罚(食)〔2024〕3号", "南林罚(食)〔2024〕3号"),
        ("作出《行政处罚决定书》(南林罚〔2024〕7号)", "南林罚〔2024〕7号"),
    ],
)
def test_numbers_of_papers(text: str, number: str) -> None:
    assert [found.value for found in find_numbers(normalise(text))] == [number]


@pytest.mark.parametrize(
    "number", ["南林罚〔2024〕 号", "南林罚〔2024〕1□号", "南林罚〔2024〕??号", "南林罚〔20■4〕7号"]
)
def test_a_ruined_number_is_no_number(number: str) -> None:
    body = (
        HEAD.replace("南林罚〔2024〕7号", number)
        + "依据《行政处罚告知书》\n南林罚告〔2024〕9号\n"
        + FACTS
        + NORMS
        + TAIL
    )
    assert "案号" not in said(printed(body))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("□同意 ☑不同意", "不同意"),
        ("直接送达√ 留置送达□", "直接送达"),
        ("检查发现", "检查发现"),
        ("□是 □否", ""),
    ],
)
def test_boxes(text: str, value: str) -> None:
    assert ticked(text) == value


TRADITIONAL = str.maketrans(
    "业区处罚决书号当统会码万册县经营违规电发执录证据实认为应收缴纳复议诉讼讼个",
    "業區處罰決書號當統會碼萬冊縣經營違規電發執錄證據實認為應收繳納復議訴訟訟個",
)


def test_traditional_characters_are_read_and_stay_as_printed() -> None:
    body = HEAD + FACTS + NORMS + "决定处罚如下:罚款人民币捌仟元整(¥8,000.00)。" + TAIL
    paper = printed(body.translate(TRADITIONAL), title="行政处罚决定书".translate(TRADITIONAL))
    found = said(paper)
    assert found["处罚机关"] == ["南屏市城南區林業局"]
    assert found["案号"] == ["南林罰〔2024〕7號"]
    assert found["处罚种类"] == ["罚款"]
    assert found["违反条款"] == ["《中华人民共和国电子商务法》第十五条第一款"]
    assert found["复议期限"] == ["六十日"]
    (place,) = (one.evidence.quote for one in facts(paper) if one.name == "处罚机关")
    assert place == "南屏市城南區林業局"


KINDS = sorted({kind for one in EXTRACTORS for kind in one.kinds})
PIECES = (
    "当事人: 案由 罚款 8000元 2024年3月5日 至 10时 ( 《甲法》第三条 签名: 南林罚〔2024〕7号 陈某甲、 □同意 行政处罚决定书 序号 1"
    " 决定 合计 决定给予 对甲公司 各处 执法证号: 19070000001 。 有限公司 页"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(
    st.lists(
        st.tuples(st.lists(WORDS, min_size=1, max_size=5), st.integers(0, 40), st.integers(-1, 4)),
        max_size=24,
    )
)
def test_no_paper_breaks_the_reading(rows: list[tuple[list[str], int, int]]) -> None:
    lines = [
        TextLine(
            "".join(words),
            Box.clipped(0.1 + x / 60, 0.03 + n * 0.035, 0.4 + x / 60, 0.05 + n * 0.035),
            0.9,
            "",
            cell,
        )
        for n, (words, x, cell) in enumerate(rows)
    ]
    page = Page("卷.pdf", 1, (595.0, 842.0), tuple(lines))
    papers = [
        Document(f"d{n}", kind, kind, (page,)) for n, kind in enumerate(KINDS[:: max(len(rows) % 5, 1)], 1)
    ]
    for fact in case_facts(papers, EXTRACTORS):
        assert 0 <= fact.confidence <= 1
