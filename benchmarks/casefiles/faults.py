"""Planted faults: each changes the case, so that papers and keyed facts change together.

`FAULTS` is the table fault → function → item ids; `CATALOGUE` maps (procedure, name) to its fault. `schedule` says which
faults each case file of a run gets: those planted least so far that fit it, so that every kind has its turn.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.fault_coercion import COERCION
from benchmarks.casefiles.fault_inspection import INSPECTION
from benchmarks.casefiles.fault_levy import LEVY
from benchmarks.casefiles.fault_licence import LICENCE
from benchmarks.casefiles.fault_penalty import PENALTY
from benchmarks.casefiles.fault_steps import Fault
from benchmarks.casefiles.fault_summary import SUMMARY
from benchmarks.casefiles.fault_table import FAULTS as FIRST
from benchmarks.casefiles.plan import Plan, start
from benchmarks.casefiles.stories import STORIES

FAULTS = (*FIRST, *PENALTY, *SUMMARY, *LICENCE, *COERCION, *INSPECTION, *LEVY)
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
    {"untold", "unapproved"},
    {"unpursued", "words_differ", "lower_notice"},
    {"no_article", "no_violated_article", "repealed", "beyond", "by_notice"},
    {"self_review", "review_late", "own_host", "short_hearing"},
    {"no_inquiry", "overlap"},
    {"one_officer", "not_shown", "no_inspection"},
    {"unclosed", "undated_filing", "no_receipt"},
    {"approved_late", "overdue", "slow_delivery", "slow_correction"},
)


def clash(one: Fault, other: Fault) -> bool:
    """True when two faults of one procedure change the same part of a case."""
    if (one.part and one.part == other.part) or "all" in (one.part, other.part):
        return True
    if set(one.items) & {*other.items, *other.touched} or set(other.items) & set(one.touched):
        return True
    return any({one.name, other.name} <= group for group in GROUPS)


def fitting(case: Case) -> list[Fault]:
    """The faults that a case can have."""
    return [
        fault
        for (procedure, _), fault in CATALOGUE.items()
        if procedure == case.procedure and fault.fits(case)
    ]


def schedule(plans: Sequence[Plan]) -> dict[str, tuple[str, ...]]:
    """Names of the faults of each case file of a run, by its id; none for clean ones."""
    used: Counter[tuple[str, str]] = Counter()
    found: dict[str, tuple[str, ...]] = {}
    cases = {plan.id: told(plan) for plan in plans if plan.faulty}
    common = Counter((case.procedure, fault.name) for case in cases.values() for fault in fitting(case))
    for plan in plans:
        if not plan.faulty:
            continue
        case = cases[plan.id]
        possible, rng = fitting(case), random.Random(f"faults {plan.seed}")
        chosen: list[Fault] = []

        def turn(fault: Fault, how: str = case.procedure) -> tuple[int, int]:
            """Faults planted least come first, of these the ones that fit the fewest cases."""
            return used[how, fault.name], common[how, fault.name]

        for fault in sorted(rng.sample(possible, len(possible)), key=turn):
            if len(chosen) == 3 or (len(chosen) > 1 and used[case.procedure, fault.name]):
                break
            if not any(clash(fault, other) for other in chosen):
                chosen.append(fault)
        if all(used[case.procedure, fault.name] for fault in chosen):
            chosen = chosen[: rng.choice((1, 2, 2))]
        used.update((case.procedure, fault.name) for fault in chosen)
        found[plan.id] = tuple(fault.name for fault in chosen)
    return found


def told(plan: Plan) -> Case:
    """The course of a plan's case, without faults."""
    case = start(plan)
    STORIES[plan.kind](case)
    return case


def plant(case: Case, names: Iterable[str]) -> None:
    """Plant the named faults."""
    for name in names:
        fault = CATALOGUE[case.procedure, name]
        fault.apply(case)
        for item in fault.items:
            more = {"accept": ["fail", "unsure"]} if fault.unsure else {}
            case.must_fail.append({"item": item, "fault": fault.name, "why": fault.why} | more)
        case.may |= set(fault.touched)


__all__ = ["CATALOGUE", "FAULTS", "plant", "schedule"]
