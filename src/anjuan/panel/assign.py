"""Who reviews which file: two to a file, nobody his own authority's, equal loads, lots drawn by the seed.

A file asks for seats; each goes to the reviewer who, in this order, comes from another authority than the others on
the file, has the fewest files, comes from an authority whose files the file's own one reviews least (so that two
authorities do not review each other in pairs), and has the lot. Then seats move along the shortest chains from who has
most to who has least, until no chain makes the loads more equal. Equal inputs and seed give equal seats on any machine.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..model.normal import normalise
from ..model.result import Evaluation, VetoState
from ..rules.profile import Table
from .said import DEPUTY, FIRST, HEAD, MEMBER, SECOND, Reviewer

SHORTEST = 4  # characters of an authority's name from which the name of a part of it may begin with it
POINTS, VETO, GRADE = "points", "veto", "grade"
# Who decides on a recusal: 江府办〔2019〕18号（十五）.
LEVELS = {MEMBER: DEPUTY, DEPUTY: HEAD, HEAD: "collective"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A file that asks for seats.

    Attributes:
        case: its id. agency: the authority that made it.
        names: parties and officials named in it.
        roles: the seats that it asks for.
        sitting: who sits on it already. closed_to: who may not sit on it again.
    """

    case: str
    agency: str
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = (FIRST, SECOND)
    sitting: tuple[str, ...] = ()
    closed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A seat given."""

    case: str
    reviewer: str
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Seats given.

    Attributes:
        seats: in order of files and roles.
        open: file → why a seat of it could not be filled.
        loads: reviewer → files he sits on, those of before included.
        notes: file → what is not as it should be though the seats are filled.
    """

    seats: tuple[Assignment, ...]
    open: Mapping[str, str] = field(default_factory=dict)
    loads: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def same_authority(one: str, other: str) -> bool:
    """Two names of one authority, or of an authority and a part of it (分局, 大队).

    >>> same_authority("某市生态环境局", "某市生态环境局新城分局")
    True
    """
    one, other = sorted((normalise(one), normalise(other)), key=len)
    return bool(one) and (one == other or (len(one) >= SHORTEST and other.startswith(one)))


def barred(reviewer: Reviewer, agency: str, names: Iterable[str] = ()) -> str:
    """Why a reviewer may not sit on a file (回避), in Chinese; empty where he may.

    Args:
        agency: authority that made the file. names: parties and officials named in it.
    """
    told = {normalise(one) for one in names}
    if same_authority(reviewer.agency, agency):
        return "评查员属于被评查机关"
    if normalise(reviewer.name) in told:
        return "评查员与卷内的当事人或者办案人员同名"
    if normalise(reviewer.agency) in told:
        return "评查员所在单位是本案当事人"
    for one in reviewer.related:
        if same_authority(one, agency) or normalise(one) in told:
            return "评查员与被评查机关或者本案当事人有利害关系"
    return ""


def level_of(reviewer: Reviewer) -> str:
    """Who decides on his recusal: `deputy` 分管负责人, `head` 主要负责人, `collective` 其他负责人集体."""
    return LEVELS[reviewer.position]


def lot(seed: str, *parts: str) -> str:
    """The lot of something: SHA-256 of the seed and its name."""
    return hashlib.sha256("\n".join((seed, *parts)).encode()).hexdigest()


def plan(asks: Sequence[Ask], reviewers: Sequence[Reviewer], loads: Mapping[str, int], seed: str) -> Plan:
    """Give the seats that files ask for.

    Args:
        loads: reviewer → files he sits on already.
        seed: what the lots are drawn with; it stands in the ledger.
    """
    table = _Table(reviewers, loads, seed)
    for ask in sorted(asks, key=lambda one: (len(table.able(one)), lot(seed, one.case))):
        table.fill(ask)
    table.even_out()
    return table.plan(asks)


class _Table:
    """The seats while they are given."""

    def __init__(self, reviewers: Sequence[Reviewer], loads: Mapping[str, int], seed: str) -> None:
        self.people = {one.name: one for one in sorted(reviewers, key=lambda one: one.name)}
        self.loads = Counter({name: loads.get(name, 0) for name in self.people})
        self.seed = seed
        self.asks: dict[str, Ask] = {}
        self.given: dict[str, list[str]] = {}  # case → names, in order of the roles asked for
        self.open: dict[str, str] = {}
        self.between: Counter[tuple[str, str]] = (
            Counter()
        )  # (reviewing authority, reviewed authority) → seats

    def able(self, ask: Ask) -> list[str]:
        out = {*ask.sitting, *ask.closed_to}
        return [
            name
            for name, one in self.people.items()
            if name not in out and ask.agency and not barred(one, ask.agency, ask.names)
        ]

    def fill(self, ask: Ask) -> None:
        self.asks[ask.case], taken = ask, self.given.setdefault(ask.case, [])
        able = self.able(ask)
        for _ in ask.roles:
            left = [name for name in able if name not in taken]
            if not left:
                why = "没有可以评查该案卷的评查员" if not able else f"只有 {len(able)} 名评查员可以评查该案卷"
                self.open[ask.case] = why if ask.agency else "没有读到办案机关，无法判断回避"
                return
            name = min(left, key=lambda one: self._rank(one, ask))
            taken.append(name)
            self.loads[name] += 1
            self.between[self.people[name].agency, ask.agency] += 1

    def _rank(self, name: str, ask: Ask) -> tuple[bool, int, int, str]:
        agency = self.people[name].agency
        back = self.between[ask.agency, agency]
        return self.doubled(name, ask), self.loads[name], back, lot(self.seed, ask.case, name)

    def doubled(self, name: str, ask: Ask, without: str = "") -> bool:
        """Somebody else on the file is of his authority."""
        others = {*ask.sitting, *self.given.get(ask.case, ())} - {name, without}
        return any(
            same_authority(self.people[one].agency, self.people[name].agency)
            for one in others
            if one in self.people
        )

    def even_out(self) -> None:
        able = {case: set(self.able(ask)) for case, ask in self.asks.items()}
        while chain := self._chain(able):
            for case, giver, taker in chain:
                row = self.given[case]
                row[row.index(giver)] = taker
            self.loads[chain[0][1]] -= 1
            self.loads[chain[-1][2]] += 1

    def _chain(self, able: Mapping[str, set[str]]) -> list[tuple[str, str, str]]:
        """Moves (case, giver, taker) that take a file from somebody with two more than who gets one."""
        holds: dict[str, list[str]] = {name: [] for name in self.people}
        for case in sorted(self.given, key=lambda one: lot(self.seed, one)):
            for name in self.given[case]:
                holds[name].append(case)
        for start in sorted(self.people, key=lambda one: (-self.loads[one], lot(self.seed, one))):
            found = self._walk(start, holds, able)
            if found:
                return found
        return []

    def _walk(
        self, start: str, holds: Mapping[str, Sequence[str]], able: Mapping[str, set[str]]
    ) -> list[tuple[str, str, str]]:
        paths: dict[str, list[tuple[str, str, str]]] = {start: []}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            for case in holds[giver]:
                if any(move[0] == case for move in paths[giver]):
                    continue  # one move a file: two could put reviewers of one authority together
                for taker in sorted(able[case] - paths.keys(), key=lambda one: lot(self.seed, case, one)):
                    if taker in self.given[case] or not self._may(giver, taker, case):
                        continue
                    paths[taker] = [*paths[giver], (case, giver, taker)]
                    if self.loads[taker] <= self.loads[start] - 2:
                        return paths[taker]
                    queue.append(taker)
        return []

    def _may(self, giver: str, taker: str, case: str) -> bool:
        ask = self.asks[case]
        return not self.doubled(taker, ask, without=giver) or self.doubled(giver, ask)

    def plan(self, asks: Sequence[Ask]) -> Plan:
        seats: list[Assignment] = []
        notes: dict[str, str] = {}
        for ask in sorted(asks, key=lambda one: one.case):
            names = self.given[ask.case]
            seats += [Assignment(ask.case, *pair) for pair in zip(names, ask.roles, strict=False)]
            if any(self.doubled(name, ask) for name in names):
                notes[ask.case] = "评查员来自同一单位，没有别的单位的人可以指派"
        return Plan(tuple(seats), dict(sorted(self.open.items())), dict(self.loads), notes)


def differences(views: Sequence[Evaluation], points: Decimal) -> tuple[str, ...]:
    """In what reviewers differ so that a third is asked: `points`, `veto`, `grade`.

    Args:
        views: the evaluation with the opinions of each reviewer alone.
        points: how far they may be apart. What one of them left open counts with both its ends.
    """
    if len(views) < 2:
        return ()
    apart = max(max(ends) - min(ends) for ends in ([one.low for one in views], [one.high for one in views]))
    confirmed = {
        frozenset(veto.item for veto in one.vetoes if veto.state is VetoState.CONFIRMED) for one in views
    }
    grades = {(one.grade_low, one.grade_high) for one in views}
    found = ((POINTS, apart > points), (VETO, len(confirmed) > 1), (GRADE, len(grades) > 1))
    return tuple(name for name, differ in found if differ)


def looked_at_again(evaluation: Evaluation, table: Table) -> bool:
    """True for an excellent and for an unqualified file: somebody else looks at it again."""
    best, worst = table.grades[0].name, table.grades[-1].name
    return evaluation.grade_low == best or evaluation.grade_high == worst
