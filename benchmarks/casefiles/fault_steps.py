"""What a planted fault does to a case: functions that change its story or its flags."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.casefiles.case import NEW_LAW, Case, after
from benchmarks.casefiles.dates import later


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: for which procedures, which items must fail, what it does to the case and when it can.

    Faults of one `part` change the same papers and are not planted together.
    """

    name: str
    procedures: tuple[str, ...]
    items: tuple[str, ...]
    why: str
    apply: Callable[[Case], None]
    fits: Callable[[Case], bool] = lambda case: True
    unsure: bool = False
    touched: tuple[str, ...] = ()
    part: str = ""


def flag(*names: str) -> Callable[[Case], None]:
    """Papers are written with flags."""
    return lambda case: case.flags.update(names)


def missing(*kinds: str) -> Callable[[Case], None]:
    """Papers of kinds (or the return of a service, by its fact) are not in the file."""

    def apply(case: Case) -> None:
        case.changed["missing"] = {*case.changed.get("missing", ()), *kinds}

    return apply


def has(*names: str) -> Callable[[Case], bool]:
    """The course of the case has all these features."""
    return lambda case: case.flags >= set(names)


def moved(case: Case, ready: str, count: int) -> None:
    """Approval and decision come `count` working days after `ready`; later steps follow."""
    day = case.dates
    day["approve"] = day["decide"] = later(day[ready], count)
    if "discuss" in day:
        day["discuss"] = day["decide"]
    after(case)


def quick(case: Case) -> None:
    """Decision two working days after the notice."""
    moved(case, "notice_served", 2)


def same_day(case: Case) -> None:
    """Notice served on the day of the decision."""
    moved(case, "notice_served", 0)


def slow(case: Case) -> None:
    """Decision more than ninety days after filing."""
    moved(case, "file", 80)


def slow_service(case: Case) -> None:
    """First attempt of service in the third week."""
    day = case.dates
    day["serve"] = day["posted"] = later(day["decide"], 13)
    for step, count in (("pay", 3), ("publish", 4), ("close", 6), ("archive", 12)):
        day[step] = later(day["serve"], count)


def review_late(case: Case) -> None:
    """Legal review after the decision."""
    case.dates["review"] = later(case.dates["decide"], 2)
    case.changed["review_late"] = True


def self_review(case: Case) -> None:
    """An investigator reviewed the case."""
    case.flags.add("self_review")


def own_host(case: Case) -> None:
    """An investigator chaired the hearing."""
    case.host = case.officers[0][0]


def short_hearing(case: Case) -> None:
    """Hearing notice three working days before the hearing."""
    case.dates["hear_notice"] = max(later(case.dates["hear"] - timedelta(4), 0), case.dates["hear_ask"])


def keep_long(case: Case) -> None:
    """Preserved items dealt with after the term."""
    case.dates["keep_done"] = later(case.dates["keep"], 11)


def overlap(case: Case) -> None:
    """Two inquiries by the same officers at the same time."""
    (day, start, end, who), (_, _, _, other) = case.asked
    case.asked = [(day, start, end, who), (day, start + 5, end + 5, other)]


def undated_service(case: Case) -> None:
    """The return does not say when the decision was received."""
    case.flags -= {"mail", "left"}
    case.flags |= {"direct", "no_served_day"}


def silent_notice(case: Case) -> None:
    """The notice does not tell the right to a hearing."""
    case.flags.discard("told_hearing")


# A fine above the ceiling, by the act; none that is below another threshold of the case.
CEILINGS = {
    "不按规定明码标价": 8000,
    "未在首页显著位置公示营业执照信息": 15000,
    "擅自占用城市道路": 26000,
}


def above(case: Case) -> None:
    """A fine above the ceiling of the article."""
    case.party.fine = CEILINGS[case.act.name]


def much(case: Case) -> None:
    """A summary fine above every threshold."""
    case.party.fine = 5000


def late(step: str, base: str, count: int, *following: str) -> Callable[[Case], None]:
    """A step comes `count` working days after another one; later steps follow."""

    def apply(case: Case) -> None:
        case.dates[step] = later(case.dates[base], count)
        last = case.dates[step]
        for name in following:
            if name in case.dates:
                last = case.dates[name] = later(last, 2)

    return apply


def plain_course(case: Case) -> bool:
    """No waiver, statement or hearing."""
    return "silent" in case.flags


def new_course(case: Case) -> bool:
    """All under the penalty law of 2021, without excluded periods."""
    return case.dates["file"] >= NEW_LAW and not case.flags & {"hearing", "test"}
