"""Values in the writings of papers: tables, and round trips of whatever can be written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.builtin.fields.values import (
    credential,
    day_of_year,
    find_days,
    find_moments,
    find_numbers,
    find_span,
    find_sums,
    last_day,
    names,
)

DAYS = st.dates(date(1990, 1, 1), date(2039, 12, 31))


def chinese_day(day: date, nought: str = "〇") -> str:
    year = "".join((nought + "一二三四五六七八九")[int(figure)] for figure in str(day.year))
    return f"{year}年{_small(day.month)}月{_small(day.day)}日"


def _small(number: int) -> str:
    text = str(cn2an.an2cn(number))
    return text[1:] if text.startswith("一十") else text


WRITINGS = {
    "年月日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "spaced": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "padded dots": lambda day: f"{day.year}. {day.month:02}. {day.day:02}",
    "iso": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "chinese": chinese_day,
    "chinese with zero": lambda day: chinese_day(day, "零"),
    "chinese with circle": lambda day: chinese_day(day, "○"),
}


@pytest.mark.parametrize("writing", WRITINGS)
@given(day=DAYS)
def test_a_day_in_any_writing_reads_back(writing: str, day: date) -> None:
    text = f"于{WRITINGS[writing](day)}送达"
    (found,) = find_days(text)
    assert found.value == day
    assert text[found.start : found.end] == WRITINGS[writing](day)


@given(day=DAYS, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_moment_reads_back(day: date, hour: int, minute: int) -> None:
    wanted = datetime(day.year, day.month, day.day, hour, minute)
    for text in (
        f"{day.year}年{day.month}月{day.day}日{hour}时{minute:02}分",
        f"{day.isoformat()} {hour}:{minute:02}",
        f"{chinese_day(day)}{hour}时{minute}分",
    ):
        assert [one.value for one in find_moments(text)] == [wanted], text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("二二四年十一月六日", date(2024, 11, 6)),  # OCR drops the circle
        ("二〇二年九月九日", date(2020, 9, 9)),
        ("二口二四年三月五曰", date(2024, 3, 5)),
        ("电话:199100942024年3月5日", date(2024, 3, 5)),  # lines are joined without a gap
    ],
)
def test_slips_of_reading_are_mended(text: str, wanted: date) -> None:
    assert [one.value for one in find_days(text)] == [wanted]


def test_a_mended_day_is_less_sure() -> None:
    assert [one.sure < 0.9 for one in find_days("二二四年十一月六日、二〇二四年十一月六日")] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "年 月 日",
        "2024年13月1日",
        "2023年2月29日",
        "2024年3月",
        "第117号",
        "〔2024〕3号",
        "3.5.2024年",
        "2024.3.46",
        "十二月三日",
        "二〇二四年十十月一日",
    ],
)
def test_no_day(text: str) -> None:
    assert not list(find_days(text))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2024年3月4日10时05分至10时50分", "2024-03-04T10:05", "2024-03-04T10:50"),
        ("2024年3月4日 10时05分 至 2024年3月5日 1时", "2024-03-04T10:05", "2024-03-05T01:00"),
        ("2024.3.4 9:05-10:50", "2024-03-04T09:05", "2024-03-04T10:50"),
        ("2024年3月4日下午3时20分至下午4时半", "2024-03-04T15:20", "2024-03-04T16:30"),
        ("自2024年3月4日10时起至11时止", "2024-03-04T10:00", "2024-03-04T11:00"),
        ("2024-11-2915时05分", "2024-11-29T15:05", None),  # day and hour run together
        ("2024年3月4日", "2024-03-04", None),
        ("2024年3月4日25时00分至26时", "2024-03-04", None),
        ("2024年3月4日10时至下次", "2024-03-04T10:00", None),
        ("年月日时分至时分", None, None),
    ],
)
def test_spans(text: str, begin: str | None, end: str | None) -> None:
    found = [one and one.value.isoformat()[:16] for one in find_span(text)]
    assert found == [begin, end]


def test_a_day_without_its_year() -> None:
    found = day_of_year("起至4月7日止", 2025)
    assert found
    assert found.value == date(2025, 4, 7)
    assert day_of_year("2月30日", 2025) is None
    assert last_day("2024年3月4日、2024年3月6日").value == date(2024, 3, 6)  # type: ignore[union-attr]


@given(fen=st.integers(1, 10**12))
def test_a_sum_in_words_reads_back(fen: int) -> None:
    yuan = Decimal(fen) / 100
    words = cn2an.an2cn(f"{yuan:.2f}", "rmb")
    (found,) = find_sums(f"罚款人民币{words}。")
    assert found.value == yuan
    assert found.words


@given(
    fen=st.integers(0, 10**11),
    written=st.sampled_from(["¥{:,.2f}", "{:,.2f}元", "¥{:.2f}", "人民币{:.2f}元整", "¥ {:,.2f}元"]),
)
def test_a_sum_in_figures_reads_back(fen: int, written: str) -> None:
    yuan = Decimal(fen) / 100
    (found,) = find_sums(written.format(yuan))
    assert found.value == yuan


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("人民币叁仟元整(¥3,000.00)", ["3000", "3000"]),
        ("30000元(大写:人民币叁万元整)", ["30000", "30000"]),
        ("1.5万元", ["15000"]),
        ("15万元人民币", ["150000"]),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", ["123456.78"]),
        ("拾万元整", ["100000"]),
        ("两千元", ["2000"]),
        ("二〇二四年", []),
        ("万元", []),
        ("十十元", []),
    ],
)
def test_sums(text: str, wanted: list[str]) -> None:
    assert [str(one.value) for one in find_sums(text)] == wanted


@pytest.mark.parametrize(
    "number",
    [
        "南市监罚〔2024〕117号",
        "南环罚字[2024]第5号",
        "南应急当罚(2020)512号",
        "南综执罚【2019】0013号",
        "南环罚字〔2020〕TQ第Q-4008号",
    ],
)
@pytest.mark.parametrize("around", ["{}", "《行政处罚决定书》({})", "文号:{}", "向你单位送达了{},告知"])
def test_numbers_of_papers(number: str, around: str) -> None:
    assert [one.value for one in find_numbers(around.format(number))] == [number]


def test_slips_in_numbers_are_mended() -> None:
    for text in ("南林罚〔[2O24〕24号", "南林罚〔2024]24号", "南林罚(2024〕24号"):
        assert [one.value for one in find_numbers(text)] == ["南林罚〔2024〕24号"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲小明、乙大山", ["甲小明", "乙大山"]),
        ("欧阳修文(局长);李和平", ["欧阳修文", "李和平"]),
        ("甲小明45990310217,乙大山 45990310233", ["甲小明", "乙大山"]),
        ("甲小明和乙大山", ["甲小明", "乙大山"]),
        ("同意", []),
        ("无", []),
    ],
)
def test_names(text: str, wanted: list[str]) -> None:
    assert [one.value for one in names(text)] == wanted


def test_credentials() -> None:
    assert credential("代码:91440799MA0000000X。").value == "91440799MA0000000X"  # type: ignore[union-attr]
    assert credential("440799199001011234").value == "440799199001011234"  # type: ignore[union-attr]
    assert credential("电话0750-1230037") is None
