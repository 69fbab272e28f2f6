"""Working days of the years the samples use (State Council holiday notices)."""

from __future__ import annotations

from datetime import date, timedelta

_OFF = {
    2019: ("0101", "0204-0210", "0405-0407", "0501-0504", "0607-0609", "0913-0915", "1001-1007"),
    2020: ("0101", "0124-0202", "0404-0406", "0501-0505", "0625-0627", "1001-1008"),
    2022: ("0101-0103", "0131-0206", "0403-0405", "0430-0504", "0603-0605", "0910-0912", "1001-1007"),
    2023: ("0101-0102", "0121-0127", "0405", "0429-0503", "0622-0624", "0929-1006"),
    2024: ("0101", "0210-0217", "0404-0406", "0501-0505", "0608-0610", "0915-0917", "1001-1007"),
    2025: ("0101", "0128-0204", "0404-0406", "0501-0505", "0531-0602", "1001-1008"),
}
_ON = {
    2019: ("0202", "0203", "0428", "0505", "0929", "1012"),
    2020: ("0119", "0426", "0509", "0628", "0927", "1010"),
    2022: ("0129", "0130", "0402", "0424", "0507", "1008", "1009"),
    2023: ("0128", "0129", "0423", "0506", "0625", "1007", "1008"),
    2024: ("0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"),
    2025: ("0126", "0208", "0427", "0928", "1011"),
}


def _days(year: int, spans: tuple[str, ...]) -> set[date]:
    days: set[date] = set()
    for span in spans:
        first, _, last = span.partition("-")
        day = date(year, int(first[:2]), int(first[2:]))
        end = date(year, int((last or first)[:2]), int((last or first)[2:]))
        while day <= end:
            days.add(day)
            day += timedelta(1)
    return days


_HOLIDAYS = {d for year, spans in _OFF.items() for d in _days(year, spans)}
_MAKE_UP = {d for year, spans in _ON.items() for d in _days(year, spans)}


def is_workday(day: date) -> bool:
    """Whether offices work on that day."""
    return day in _MAKE_UP or (day.weekday() < 5 and day not in _HOLIDAYS)


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day` (the start day is not counted)."""
    while count > 0:
        day += timedelta(1)
        count -= is_workday(day)
    while not is_workday(day):
        day += timedelta(1)
    return day
