"""Days and terms: counting, and reading the terms that papers state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from anjuan import NeedsPerson, View

NEW_LAW = date(2021, 7, 15)  # 行政处罚法 (2021) in force: 第八十五条 makes its short terms working days
SHORT = 7  # 第八十五条 names 二日, 三日, 五日 and 七日; longer terms are calendar days
_FIGURE = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class End:
    """Last day of a term: `early` and `late` differ where the kind of day is not fixed."""

    early: date
    late: date


def zh(day: date) -> str:
    """2024年3月5日.

    >>> zh(date(2024, 3, 5))
    '2024年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def days(case: View, name: str) -> tuple[date, ...]:
    """All days that a fact was read as, in order, each once. Raises as `View.facts` does."""
    values = {fact.value for fact in case.facts(name)}
    found = {
        value.date() if isinstance(value, datetime) else value for value in values if isinstance(value, date)
    }
    return tuple(sorted(found))


def trusted(case: View, name: str) -> date | None:
    """A day that was read clearly and once; None where it was not."""
    try:
        return case.optional_date(name)
    except NeedsPerson:
        return None


def law_day(case: View) -> date:
    """The day of the decision, else a step read clearly that shows which law the decision was under.

    Raises:
        NeedsPerson: the day was not read clearly and no other step settles which law was in force.
    """
    if decided := trusted(case, "决定日期"):
        return decided
    filed = trusted(case, "立案日期")
    if filed and filed >= NEW_LAW:
        return filed
    later = [day for name in ("送达日期", "缴款日期", "结案日期") if (day := trusted(case, name))]
    if later and min(later) < NEW_LAW:
        return min(later)
    return case.date("决定日期")


def end_of(case: View, name: str, start: date) -> End | None:
    """Last day of a term of the law (or the one a profile bound); None when none was in force."""
    found = case.param(name, on=start)
    if found is None or found.value is None:
        return None
    due = case.deadline(name, start=start)
    if due is None:
        return None
    if found.unit == "日" and found.value <= SHORT:
        return _both(due, _working(case, start, int(found.value)))
    return End(due, due)


def end_of_written(case: View, text: str, start: date) -> End | None:
    """Last day of a term as a paper states it (五个工作日, 3日); None when it states none.

    A paper that says only 日 may follow the working days of the law or mean calendar days.
    """
    term = term_in(text)
    if term is None:
        return None
    count, unit = term
    working = _working(case, start, count)
    if unit == "工作日" or count > SHORT:
        last = working if unit == "工作日" else _calendar(case, start, count)
        return End(last, last)
    return _both(_calendar(case, start, count), working)


def term_in(text: str) -> tuple[int, str] | None:
    """Number and unit of a term.

    >>> term_in("五个工作日"), term_in("15日内"), term_in("十五日")
    ((5, '工作日'), (15, '日'), (15, '日'))
    """
    found = re.search(r"([零一二两三四五六七八九十\d]{1,3})\s*(个工作日|工作日|日|天)", text)
    if not found:
        return None
    count = number(found[1])
    return None if count is None else (count, "工作日" if "工作" in found[2] else "日")


def number(text: str) -> int | None:
    """A number up to 99 in Arabic or Chinese figures; None when it is neither.

    >>> number("十五"), number("三十"), number("7"), number("六")
    (15, 30, 7, 6)
    """
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二")
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_FIGURE):
        return None
    value = _FIGURE.index(ones) if ones else 0
    return value + 10 * (_FIGURE.index(tens) if tens else 1) if ten else value


def yuan(amount: Decimal) -> str:
    """30000元, without needless decimals.

    >>> yuan(Decimal("30000.00"))
    '30000元'
    """
    return f"{amount:f}".rstrip("0").rstrip(".") + "元" if "." in f"{amount:f}" else f"{amount:f}元"


def _both(one: date, other: date) -> End:
    return End(min(one, other), max(one, other))


def _working(case: View, start: date, count: int) -> date:
    day = start
    while case.working_days(start, day) < count:
        day += timedelta(days=1)
    return day


def _calendar(case: View, start: date, count: int) -> date:
    day = start + timedelta(days=count)
    while case.working_days(day - timedelta(days=1), day) == 0:
        day += timedelta(days=1)
    return day
