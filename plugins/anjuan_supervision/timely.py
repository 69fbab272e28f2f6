"""Whether something was done in time, in the same words for all ledgers."""

from __future__ import annotations

from datetime import date, datetime

from anjuan import Survey

Answer = tuple[bool | None, str]


def day_of(moment: date) -> date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def timely(survey: Survey, due: date | None, start: date, done: date | None, what: str) -> Answer:
    """True where it was done by the last day; None where that cannot be told, with the reason.

    Args:
        due: last day in time; None where no term was in force, or the calendar lacks the year.
        what: what was to be done, a Chinese verb.
    """
    if due is None:
        return None, "当时没有这项期限，或者工作日历缺少该年"
    if done is not None and done < start:
        return None, f"{what}日期早于起算日期"
    if done is not None:
        return done <= due, f"应于 {due} 前{what}，{done} {what}"
    if survey.on > due:
        return False, f"应于 {due} 前{what}，截至 {survey.on} 没有记录"
    return None, "期限还没有到"
