"""Planted faults: each changes the case, so that papers and keyed facts change together.

`FAULTS` is the table fault → function → item ids; `CATALOGUE` maps (procedure, name) to its fault.
"""

from collections.abc import Iterable

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.fault_table import FAULTS

CATALOGUE = {(procedure, fault.name): fault for fault in FAULTS for procedure in fault.procedures}
# Faults that change the same part of a case and are not planted together.
GROUPS = (
    {
        "quick",
        "same_day",
        "slow",
        "slow_service",
        "undated_service",
        "no_return",
        "silent_notice",
        "wrong_served",
    },
    {"no_amount", "lower_notice", "above_ceiling", "words_differ", "no_article", "short_paid"},
    {"short_suit", "no_remedies"},
    {"self_review", "review_late", "own_host", "short_hearing"},
    {"no_inquiry", "overlap"},
    {"one_officer", "not_shown", "no_inspection"},
    {"unclosed", "undated_filing", "no_receipt"},
    {"approved_late", "overdue", "slow_delivery", "slow_correction"},
)


def plant(case: Case, names: Iterable[str] = ()) -> None:
    """Plant the named faults, or one to three that fit the case."""
    chosen = list(names)
    possible = [
        fault
        for (procedure, _), fault in CATALOGUE.items()
        if procedure == case.procedure and fault.fits(case)
    ]
    if chosen:
        possible = [fault for fault in possible if fault.name in chosen]
    count = len(possible) if chosen else case.rng.choice((1, 2, 2, 3))
    taken: set[str] = set()
    for fault in possible if chosen else case.rng.sample(possible, len(possible)):
        if len(taken) == count:
            break
        if any(fault.name in group and taken & group for group in GROUPS):
            continue
        if not fault.fits(case):
            continue
        taken.add(fault.name)
        fault.apply(case)
        for item in fault.items:
            more = {"accept": ["fail", "unsure"]} if fault.unsure else {}
            case.must_fail.append({"item": item, "fault": fault.name, "why": fault.why} | more)
        case.may |= set(fault.touched)


__all__ = ["CATALOGUE", "FAULTS", "plant"]
