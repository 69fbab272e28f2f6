"""Counting of terms, one function for all of them.

The start day is not counted and a last day on a day off moves to the next working day (民事诉讼法(2023)
第八十五条, which administrative practice follows). Working days are days of work of the State Council
calendar (行政处罚法(2021) 第八十五条, 行政强制法 第六十九条, 行政许可法 第八十二条).
"""

from __future__ import annotations

import calendar as months
from datetime import date, datetime, timedelta

from .calendar import Calendar


def deadline(start: date, value: int, unit: str, calendar: Calendar) -> date:
    """Last day in time for a term of `value` units that begins on `start`.

    Args:
        start: the day of the event; it is not counted.
        unit: 日, 工作日, 月, 年 or 小时 (`start` must then be a datetime, and so is the result).

    Raises:
        CalendarGap: the calendar lacks a year that the term touches.
        ValueError: an unknown unit.
    """
    if unit == "小时":
        if not isinstance(start, datetime):
            raise ValueError("a term in hours begins at a moment, not on a day")
        return start + timedelta(hours=value)
    day = start.date() if isinstance(start, datetime) else start
    if unit == "工作日":
        for _ in range(value):
            day = _next_working_day(day + timedelta(days=1), calendar)
        return day
    if unit == "日":
        return _next_working_day(day + timedelta(days=value), calendar)
    if unit in ("月", "年"):
        return _next_working_day(_add_months(day, value * (12 if unit == "年" else 1)), calendar)
    raise ValueError(f"unknown unit of time: {unit}")


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after `first` up to and including `last`; 0 when `last` is not later.

    Raises:
        CalendarGap: the calendar lacks a year in between.
    """
    days = (last - first).days
    return sum(calendar.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))


def _next_working_day(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))
