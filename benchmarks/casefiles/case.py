"""One invented case: who, what, when. Papers are written from it, faults change it."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from benchmarks.casefiles import people
from benchmarks.casefiles.acts import ACTS
from benchmarks.casefiles.dates import later, number_brackets
from benchmarks.casefiles.style import Style
from benchmarks.casefiles.trades import SECTORS, Act, Norm

NEW_LAW = date(2021, 7, 15)  # 行政处罚法 as revised
NEW_REVIEW = date(2024, 1, 1)  # 行政复议法 as revised


@dataclass(slots=True)
class Party:
    """A party with what may be imposed on it."""

    name: str
    number: str
    kind: str
    address: str
    head: str
    phone: str
    fine: int = 0
    gains: int = 0


@dataclass(slots=True)
class Case:
    """Everything the papers of a case file may say."""

    id: str
    rng: random.Random
    style: Style
    category: str
    procedure: str
    sector: str
    organ: str = ""
    city: str = ""
    place: str = ""
    sign: str = ""
    unit: str = ""
    act: Act | None = None
    norm: Norm | None = None
    facts: str = ""
    site: str = ""
    parties: list[Party] = field(default_factory=list)
    officers: list[tuple[str, str]] = field(default_factory=list)
    chief: str = ""
    boss: str = ""
    reviewer: str = ""
    host: str = ""
    clerk: str = ""
    source: str = ""
    serial: int = 0
    dates: dict[str, date] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    asked: list[tuple[date, int, int, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    changed: dict[str, object] = field(default_factory=dict)
    edits: list[Any] = field(default_factory=list)
    must_fail: list[dict[str, object]] = field(default_factory=list)
    may: set[str] = field(default_factory=set)

    @property
    def party(self) -> Party:
        """The first party."""
        return self.parties[0]

    @property
    def matter(self) -> str:
        """涉嫌… as the forms name it."""
        assert self.act
        return self.act.name

    def number(self, pattern: str, year: int) -> str:
        """A number of a paper in the bureau's pattern and brackets."""
        text = pattern.replace("A", self.sign).replace("Y", str(year))
        text = text.replace("N", str(self.serial)).replace("Z", f"{self.serial:04d}")
        return number_brackets(text, self.style.brackets)

    def decision_number(self) -> str:
        """Number of the deciding penalty paper."""
        pattern = SECTORS[self.sector].summary if self.procedure == "summary" else SECTORS[self.sector].number
        return self.number(pattern, self.dates["decide"].year + int("wrong_year" in self.flags) * -1)

    def fines(self) -> int:
        """Sum of the fines of all parties."""
        return sum(party.fine for party in self.parties)

    def new_law(self, step: str) -> bool:
        """True when the step was taken under the penalty law of 2021."""
        return self.dates[step] >= NEW_LAW


def people_of(case: Case, officers: int) -> None:
    """Fill officers, heads and clerks, all different."""
    rng = case.rng
    names = people.persons(rng, officers + 8)
    case.officers = [(name, people.certificate(rng)) for name in names[:officers]]
    case.chief, case.boss, case.reviewer, case.host, case.clerk = names[officers : officers + 5]


def place_of(case: Case) -> None:
    """Fill organ, place and signs."""
    city, district, sign = case.rng.choice(people.PLACES)
    case.city, case.place, case.sign = city, city + district, sign
    case.organ = case.place + SECTORS[case.sector].organ
    case.unit = case.rng.choice(SECTORS[case.sector].units)
    case.serial = case.rng.randint(1, 389)


def party_of(case: Case, kind: str, trade: str) -> Party:
    """An invented party."""
    rng = case.rng
    where, owner = people.address(rng, case.place), people.persons(rng, 1)[0]
    if kind == "person":
        return Party(owner, people.id_number(rng), kind, where, "", people.phone(rng))
    if kind == "shop":
        return Party(
            people.shop(rng, case.place, trade), people.uscc(rng, True), kind, where, owner, people.phone(rng)
        )
    return Party(people.firm(rng, case.city, trade), people.uscc(rng), kind, where, owner, people.phone(rng))


def choose_act(case: Case, small: bool = False) -> None:
    """An act of the sector and the day on which it was found, inside the span of its norm."""
    rng = case.rng
    acts = [act for act in ACTS if act.sector == case.sector and (act.small or not small)]
    case.act = rng.choice(acts)
    case.norm = rng.choice(case.act.norms)
    first, last = case.norm.since, case.norm.until
    case.dates["inspect"] = later(first + timedelta(rng.randint(20, (last - first).days - 20)), 0)
    case.parties = [party_of(case, case.act.party, case.act.trade)]
    party = case.party
    case.site = party.address if case.act.party != "person" else people.address(rng, case.place)
    m = rng.randint(1, 5)
    case.facts = case.act.facts.format(party="当事人", place=case.site, n=rng.randint(6, 68), m=m)
    low, high = case.norm.fine
    if small:
        high = 200 if party.kind == "person" else 3000
        if case.dates["inspect"] < NEW_LAW:
            high = 50 if party.kind == "person" else 1000
        low = min(low, high)
    party.fine = _round(rng, low, high)
    if case.act.gains[1]:
        party.gains = rng.randint(*case.act.gains)


def _round(rng: random.Random, low: int, high: int) -> int:
    step = 10 if high <= 500 else 100 if high <= 5000 else 500 if high <= 20000 else 1000
    return max(low, rng.randint(low, high) // step * step)


def span(rng: random.Random, longest: int = 75) -> tuple[int, int]:
    """Start and end of an act in minutes of an office day."""
    start = rng.choice((9, 10, 14, 15)) * 60 + rng.randint(0, 11) * 5
    return start, start + rng.randint(20, longest)


def ordinary(case: Case) -> None:
    """The course of an ordinary penalty case, lawful in every step."""
    rng, day = case.rng, case.dates
    place_of(case)
    choose_act(case)
    people_of(case, rng.choice((2, 2, 2, 2, 3)))
    case.source = rng.choice(("日常检查发现", "投诉举报", "上级交办", "其他部门移送", "专项检查发现"))
    day["source"] = day["inspect"] if "检查" in case.source else later(day["inspect"] - timedelta(6), 0)
    day["source"] = min(day["source"], day["inspect"])
    case.spans["inspect"] = span(rng)
    day["file"] = later(day["inspect"], rng.randint(1, 4))
    _choose_course(case)
    asked = later(day["file"], rng.randint(1, 4))
    who = case.party.head or case.party.name
    case.asked = [(asked, *span(rng, 90), who)]
    if "second" in case.flags:
        again = later(asked, rng.randint(2, 4))
        case.asked.append((again, *span(rng, 60), people.persons(rng, 1)[0]))
    day["order"] = later(day["inspect"], 0)
    day["report"] = later(case.asked[-1][0], rng.randint(4, 10))
    _extras(case)
    _deciding(case)
    after(case)


def heavy(case: Case) -> bool:
    """True when the proposed fine is told with the right to a hearing."""
    return case.fines() >= (5000 if case.party.kind == "person" else 50000)


def _choose_course(case: Case) -> None:
    rng, flags = case.rng, case.flags
    flags |= {
        name for name, share in (("second", 0.3), ("order", 0.55), ("extra", 0.7)) if rng.random() < share
    }
    flags.add(rng.choice(("waive", "waive", "statement", "silent", "silent")))
    if case.act.party != "person" and not case.act.gains[1] and rng.random() < 0.2 and case.fines() >= 3000:
        flags.add("two")
        other = party_of(case, case.act.party, case.act.trade)
        other.fine = max(case.norm.fine[0], case.party.fine // 2000 * 1000)
        case.parties.append(other)
    if heavy(case):
        flags |= {"told_hearing", "discuss", "review"}
        if rng.random() < 0.35:
            flags.add("hearing")
    elif rng.random() < 0.5:
        flags.add("review")
    if case.sector in ("market", "farm", "tobacco") and rng.random() < 0.4:
        flags.add("keep")
    if case.sector == "ecology" and rng.random() < 0.3:
        flags.add("test")
    flags.add(rng.choice(("direct", "direct", "direct", "mail", "left")))


def _extras(case: Case) -> None:
    rng, day = case.rng, case.dates
    if "keep" in case.flags:
        day["keep"] = day["inspect"]
        day["keep_done"] = later(day["inspect"], rng.randint(3, 4)) - timedelta(0)
        if (day["keep_done"] - day["keep"]).days > 6:
            day["keep_done"] = later(day["keep"], 2)
    if "test" in case.flags:
        day["test"] = later(day["inspect"], 3)
        day["test_told"] = later(day["test"], 2)
        day["report"] = max(day["report"], later(day["test_told"], 3))


def _deciding(case: Case) -> None:
    rng, day = case.rng, case.dates
    if "review" in case.flags and "hearing" not in case.flags:
        day["review"] = later(day["report"], rng.randint(1, 3))
    day["notice"] = later(day.get("review", day["report"]), rng.randint(1, 3))
    day["notice_served"] = later(day["notice"], rng.randint(0, 2))
    ready = later(day["notice_served"], rng.randint(7, 9))
    if "hearing" in case.flags:
        case.flags -= {"waive", "statement", "silent"}
        day["hear_ask"] = later(day["notice_served"], rng.randint(1, 3))
        day["hear_notice"] = later(day["hear_ask"], rng.randint(1, 2))
        day["hear"] = later(day["hear_notice"], rng.randint(9, 11))
        case.spans["hear"] = span(rng, 110)
        day["hear_report"] = later(day["hear"], 2)
        day["review"] = later(day["hear_report"], 2)
        ready = later(day["review"], 1)
    elif "waive" in case.flags:
        day["waive"] = later(day["notice_served"], rng.randint(0, 1))
        ready = later(day["waive"], rng.randint(2, 4))
    elif "statement" in case.flags:
        day["statement"] = later(day["notice_served"], rng.randint(1, 3))
        day["recheck"] = later(day["statement"], rng.randint(1, 2))
        ready = later(max(ready, day["recheck"]), 1)
    if "discuss" in case.flags:
        day["discuss"] = ready
        ready = later(ready, 1)
    day["approve"] = ready
    day["decide"] = later(ready, rng.randint(0, 2))


def after(case: Case) -> None:
    """Steps that follow the decision."""
    rng, day = case.rng, case.dates
    day["serve"] = later(day["decide"], rng.randint(0, 3))
    day["posted"] = day["serve"]
    if "mail" in case.flags:
        day["serve"] = later(day["posted"], 2)
    day["pay"] = later(day["serve"], rng.randint(1, 7))
    day["publish"] = later(day["decide"], rng.randint(2, 5))
    day["close"] = later(max(day["pay"], day["publish"]), rng.randint(2, 5))
    day["archive"] = later(day["close"], rng.randint(3, 15))


def summary(case: Case) -> None:
    """The course of a summary penalty: all on one day, filed soon after."""
    rng, day = case.rng, case.dates
    place_of(case)
    choose_act(case, small=True)
    people_of(case, 2)
    day["decide"] = day["serve"] = day["inspect"]
    case.spans["inspect"] = span(rng, 45)
    case.source = "日常检查发现"
    day["record"] = later(day["decide"], rng.randint(1, 2))
    day["pay"] = later(day["decide"], rng.randint(1, 6))
    day["archive"] = later(day["pay"], rng.randint(3, 12))
    if "警告" in case.act.kinds and rng.random() < 0.5:
        case.flags.add("warning_only")
