"""Counting of terms against a naive calendar walk, and the dated examples of the law."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.law import Calendar, CalendarGap, deadline, working_days_between

CALENDAR = Calendar()
DAYS = st.dates(date(2005, 1, 1), date(2024, 6, 30))
DAY = timedelta(days=1)


def naive(start: date, value: int, unit: str) -> date:
    """The last day in time, found by crossing off one day after the other."""
    day, left = start, value
    while left:
        day += DAY
        left -= unit == "日" or CALENDAR.is_working_day(day)
    while not CALENDAR.is_working_day(day):
        day += DAY
    return day


@given(DAYS, st.integers(1, 120), st.sampled_from(["日", "工作日"]))
def test_a_term_ends_where_crossing_off_days_ends(start: date, value: int, unit: str) -> None:
    assert deadline(start, value, unit, CALENDAR) == naive(start, value, unit)


@given(DAYS, st.integers(1, 40))
def test_working_days_between_undoes_a_term_in_working_days(start: date, value: int) -> None:
    end = deadline(start, value, "工作日", CALENDAR)
    assert working_days_between(start, end, CALENDAR) == value
    assert working_days_between(end, start, CALENDAR) == 0


@given(DAYS, st.integers(1, 24), st.sampled_from(["日", "工作日", "月"]))
def test_a_later_start_or_a_longer_term_never_ends_earlier(start: date, value: int, unit: str) -> None:
    end = deadline(start, value, unit, CALENDAR)
    assert end > start
    assert CALENDAR.is_working_day(end)
    assert deadline(start + DAY, value, unit, CALENDAR) >= end
    assert deadline(start, value + 1, unit, CALENDAR) >= end


@given(DAYS, st.integers(1, 24))
def test_a_term_in_months_ends_on_the_day_of_that_number_or_the_last_of_the_month(
    start: date, value: int
) -> None:
    months = (start.year * 12 + start.month - 1) + value
    year, month = divmod(months, 12)
    expected, day = None, start.day
    while expected is None:
        try:
            expected = date(year, month + 1, day)
        except ValueError:
            day -= 1
    while not CALENDAR.is_working_day(expected):
        expected += DAY
    assert deadline(start, value, "月", CALENDAR) == expected


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2024-05-21", 90, "日", "2024-08-19"),
        ("2024-09-24", 6, "工作日", "2024-10-08"),  # Sunday 29 September was a day of work
        ("2024-01-31", 1, "月", "2024-02-29"),
        (
            "2024-01-19",
            15,
            "日",
            "2024-02-04",
        ),  # 3 February was a Saturday; Sunday 4 February was a day of work
        ("2024-02-29", 1, "年", "2025-02-28"),
    ],
)
def test_known_terms(start: str, value: int, unit: str, end: str) -> None:
    assert deadline(date.fromisoformat(start), value, unit, CALENDAR) == date.fromisoformat(end)


def test_hours_run_from_a_moment() -> None:
    moment = datetime(2024, 9, 30, 23, 30)
    assert deadline(moment, 24, "小时", CALENDAR) == datetime(2024, 10, 1, 23, 30)
    assert deadline(moment, 1, "工作日", CALENDAR) == date(2024, 10, 8)
    with pytest.raises(ValueError, match="moment"):
        deadline(date(2024, 9, 30), 24, "小时", CALENDAR)
    with pytest.raises(ValueError, match="周"):
        deadline(moment, 1, "周", CALENDAR)


def test_a_year_without_data_is_a_gap_until_the_user_adds_it() -> None:
    with pytest.raises(CalendarGap) as gap:
        deadline(date(2030, 1, 1), 5, "工作日", CALENDAR)
    assert gap.value.year == 2030
    assert not CALENDAR.covers(2030)
    own = Calendar({2030: {date(2030, 1, 2): False, date(2030, 1, 5): True}})
    assert own.covers(2030)
    assert deadline(date(2030, 1, 1), 3, "工作日", own) == date(2030, 1, 5)
