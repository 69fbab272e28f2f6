"""Statutory holidays (法定节假日): the days that the State Council's rule on public holidays itself names."""

from __future__ import annotations

from datetime import date, timedelta

# First day of the lunar year, Qingming, Dragon Boat and Mid-Autumn, by year; only years whose days are known.
_MOVING = {
    2012: ("01-23", "04-04", "06-23", "09-30"),
    2013: ("02-10", "04-04", "06-12", "09-19"),
    2014: ("01-31", "04-05", "06-02", "09-08"),
    2015: ("02-19", "04-05", "06-20", "09-27"),
    2016: ("02-08", "04-04", "06-09", "09-15"),
    2017: ("01-28", "04-04", "05-30", "10-04"),
    2018: ("02-16", "04-05", "06-18", "09-24"),
    2019: ("02-05", "04-05", "06-07", "09-13"),
    2020: ("01-25", "04-04", "06-25", "10-01"),
    2021: ("02-12", "04-04", "06-14", "09-21"),
    2022: ("02-01", "04-05", "06-03", "09-10"),
    2023: ("01-22", "04-05", "06-22", "09-29"),
    2024: ("02-10", "04-04", "06-10", "09-17"),
    2025: ("01-29", "04-04", "05-31", "10-06"),
    2026: ("02-17", "04-05", "06-19", "09-25"),
}
_LONGER = date(2025, 1, 1)  # two more days since then: the eve of the lunar year and the second of May
_EVE_DROPPED = date(2014, 1, 1)  # until then the three days began with the eve


def statutory(day: date) -> bool:
    """True for a statutory holiday that is certain; False says nothing of days off around one.

    >>> statutory(date(2024, 10, 3)), statutory(date(2024, 10, 4)), statutory(date(2025, 5, 2))
    (True, False, True)
    """
    fixed = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)} | ({(5, 2)} if day >= _LONGER else set())
    if (day.month, day.day) in fixed:
        return True
    moving = _MOVING.get(day.year)
    if moving is None:
        return False
    first, *others = (date.fromisoformat(f"{day.year}-{one}") for one in moving)
    return day in others or day in _spring(first)


def _spring(first: date) -> tuple[date, ...]:
    """The statutory days of the Spring Festival that begins the lunar year on `first`."""
    begin = 0 if _EVE_DROPPED <= first < _LONGER else -1
    end = 3 if first >= _EVE_DROPPED else 2
    return tuple(first + timedelta(days=one) for one in range(begin, end))
