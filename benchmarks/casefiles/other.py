"""Courses of licences, coercive measures, inspections and levies."""

from datetime import date, timedelta

from benchmarks.casefiles.case import Case, party_of, people_of, place_of, span
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.executing import DUTIES
from benchmarks.casefiles.other_data import INSPECTIONS, LEVIES, LICENCES, MEASURES

SECTORS_OF = {
    "licence": set(LICENCES),
    "measure": set(MEASURES),
    "execution": set(DUTIES),
    "inspection": set(INSPECTIONS),
    "levy": set(LEVIES),
}


def _begin(case: Case, first: date, last: date, trade: str, shop: bool = False) -> date:
    """Fill place, people and party; gives the first day."""
    place_of(case)
    people_of(case, case.rng.choice((2, 2, 3)))
    case.parties = [party_of(case, "shop" if shop else "unit", trade)]
    case.site = case.party.address
    return later(first + timedelta(case.rng.randint(0, (last - first).days)), 0)


def licence(case: Case) -> None:
    """Application, correction or none, acceptance, check, decision, delivery."""
    rng, day = case.rng, case.dates
    trade = LICENCES[case.sector][4]
    applied = _begin(case, date(2019, 5, 10), date(2026, 6, 1), trade, case.sector in ("market", "tobacco"))
    day["apply"] = applied
    if rng.random() < 0.35:
        case.flags.add("correct")
        day["correct"] = later(applied, rng.randint(1, 3))
        day["corrected"] = later(day["correct"], rng.randint(2, 6))
    day["accept"] = later(day.get("corrected", applied), rng.randint(0, 2))
    if rng.random() < 0.7:
        case.flags.add("visit")
        day["visit"] = later(day["accept"], rng.randint(2, 4))
        case.spans["visit"] = span(rng)
    day["decide"] = later(day.get("visit", day["accept"]), rng.randint(2, 6))
    day["serve"] = later(day["decide"], rng.randint(0, 4))
    day["archive"] = later(day["serve"], rng.randint(3, 20))
    if rng.random() < 0.2:
        case.flags.add("refused")
    if "correct" not in case.flags and rng.random() < 0.3:
        case.flags.add("renew")
        day["expires"] = applied + timedelta(rng.randint(75, 110))
    case.flags.add("direct")


def measure(case: Case) -> None:
    """Approval, measure with record and list, release or extension."""
    rng, day = case.rng, case.dates
    sector = MEASURES[case.sector]
    first = date(2021, 9, 10) if case.sector == "safety" else date(2019, 3, 10)
    last = date(2025, 10, 1) if case.sector in ("market", "ecology") else date(2026, 5, 1)
    day["decide"] = _begin(case, first, last, sector[5])
    day["inspect"] = day["approve"] = day["serve"] = day["decide"]
    case.spans["inspect"] = span(rng)
    if rng.random() < 0.25:
        case.flags.add("longer")
        day["longer"] = later(day["decide"], 15)
    day["release"] = (
        later(day["decide"], rng.randint(6, 14)) if "longer" not in case.flags else later(day["longer"], 8)
    )
    if case.sector in ("market", "farm") and rng.random() < 0.85:
        case.flags.add("disposal")
    day["archive"] = later(day["release"], rng.randint(4, 20))
    case.flags.add("direct")


def inspection(case: Case) -> None:
    """Approval, notice, record, result, re-check."""
    rng, day = case.rng, case.dates
    trade = INSPECTIONS[case.sector][2]
    first = date(2021, 9, 10) if case.sector == "safety" else date(2020, 7, 1)
    if rng.random() < 0.75:  # most under the national opinion on inspections of enterprises
        first = date(2025, 1, 6)
    day["approve"] = _begin(case, first, date(2026, 5, 20), trade)
    if rng.random() < 0.5:  # where the rule on inspections of the province binds
        case.organ = f"广东省{case.organ}"
        case.flags.add("province")
    if rng.random() < 0.4:
        case.flags.add("standard")
    day["notice"] = later(day["approve"], 1)
    day["inspect"] = later(day["notice"], rng.randint(0, 3))
    case.spans["inspect"] = span(rng)
    day["decide"] = later(day["inspect"], rng.randint(0, 3))
    day["serve"] = day["decide"]
    if rng.random() < 0.5:
        case.flags.add("problem")
        day["due"] = later(day["inspect"] + timedelta(10), 0)
        day["again"] = later(max(day["due"], day["decide"]), rng.randint(1, 5))
    day["archive"] = later(day.get("again", day["decide"]), rng.randint(3, 15))


def levy(case: Case) -> None:
    """Declaration, assessment, approval, telling, decision, receipt."""
    rng, day = case.rng, case.dates
    day["declare"] = _begin(case, date(2020, 2, 1), date(2026, 5, 20), LEVIES[case.sector][6])
    day["assess"] = later(day["declare"], rng.randint(1, 4))
    day["approve"] = later(day["assess"], rng.randint(1, 3))
    day["told"] = later(day["approve"], 1)
    day["decide"] = later(day["told"], rng.randint(6, 9))
    day["serve"] = later(day["decide"], rng.randint(0, 3))
    day["pay"] = later(day["serve"], rng.randint(2, 8))
    day["archive"] = later(day["pay"], rng.randint(3, 20))
    case.changed["base"] = rng.randint(50, 3000) * 10
    if rng.random() < 0.5:
        case.flags.add("visit")
        day["visit"] = day["assess"]
        case.spans["visit"] = span(rng)
    if rng.random() < 0.25:
        case.flags.add("late")
    case.flags.add("direct")
