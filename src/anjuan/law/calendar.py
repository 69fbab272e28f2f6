"""The working-day calendar of the State Council, with 调休; a year without data is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 2004, 2026  # what chinesecalendar holds; later years come from the user


class CalendarGap(Exception):
    """The calendar holds no data for a year. `year` is that year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days by year.

    Attributes:
        years: years that the user added, each with its exceptions: True for a working day that falls on
            a weekend, False for a day off that falls on a weekday.
    """

    years: Mapping[int, Mapping[date, bool]] = field(default_factory=dict)

    def covers(self, year: int) -> bool:
        """True when working days of that year are known."""
        return year in self.years or FIRST_YEAR <= year <= LAST_YEAR

    def is_working_day(self, day: date) -> bool:
        """True for a working day.

        Raises:
            CalendarGap: no data for the year of `day`.
        """
        own = self.years.get(day.year)
        if own is not None:
            return own.get(day, day.weekday() < 5)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CalendarGap(day.year)
        return _shipped(day)


@lru_cache(16_384)  # all days it knows: a term is counted day by day, in each case file again
def _shipped(day: date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))
