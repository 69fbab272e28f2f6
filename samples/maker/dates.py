"""The ordinary course of a case, counted in working days from the day the clue came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from .model import CaseSpec, Dates
from .workdays import after


def course(
    start: date, since: date, reply: str = "waiver", review: bool = False, new_law: bool = True, pace: int = 1
) -> Dates:
    """Lawful dates of an ordinary case; `pace` stretches the investigation."""
    filed = after(start, 2)
    inspected = after(filed, 1)
    asked = after(inspected, 3 * pace)
    reported = after(asked, 5 * pace)
    noticed = after(reported, 2)
    told = after(noticed, 1)
    term_end = after(told, 5) if new_law else told + timedelta(3)
    replied = {"waiver": told, "statement": after(told, 2)}.get(reply)
    free = {"waiver": told, "statement": after(term_end, 0)}.get(reply, after(term_end, 0))
    asked_hearing = called = heard = None
    if reply == "hearing":
        asked_hearing = after(told, 3)
        called = after(asked_hearing, 2)
        heard = free = after(called, 10)
    reviewed = after(free, 2) if review else None
    discussed = after(reviewed, 1) if reviewed else None
    approved = after(discussed or free, 2)
    decided = after(approved, 1)
    base = Dates(
        since,
        start,
        filed,
        inspected,
        asked,
        asked,
        reported,
        noticed,
        told,
        replied,
        reviewed,
        discussed,
        approved,
        decided,
        decided,
        decided,
        decided,
        decided,
        decided,
        hearing_asked=asked_hearing,
        hearing_notice=called,
        heard=heard,
    )
    return tail(base, decided)


def tail(dates: Dates, decided: date, served_after: int = 2) -> Dates:
    """The same dates with everything from the decision on counted anew."""
    served = after(decided, served_after)
    paid = after(served, 3)
    published = after(decided, 4)
    closed = after(max(paid, published), 3)
    return replace(
        dates,
        decided=decided,
        served=served,
        paid=paid,
        published=published,
        closed=closed,
        archived=after(closed, 12),
    )


def spot_course(day: date) -> Dates:
    """The dates of a summary case: everything on one day, filing with the organ two working days later."""
    served = after(day, 2)
    paid = after(day, 4)
    return Dates(
        day,
        day,
        day,
        day,
        day,
        day,
        day,
        day,
        day,
        day,
        None,
        None,
        day,
        day,
        served,
        paid,
        after(day, 5),
        after(day, 8),
        after(day, 16),
    )


def later(spec: CaseSpec, **changes: date | None) -> CaseSpec:
    """The case with some dates changed."""
    return replace(spec, dates=replace(spec.dates, **changes))  # type: ignore[arg-type]  # names of fields come as text
