"""What a supervision indicator sees and gives: case files of one or several reviews and registers, then counts.

An indicator says of each thing it looks at whether it is counted; the shares, their intervals and what was missing
are worked out here, the same way for all. Where nothing was counted there is no share: never nought per cent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..law import CalendarGap, Law, Parameter, deadline
from ..model.case import Fact, Value
from ..model.interval import PLACES, wilson
from ..model.normal import normalise
from ..rules.registers import TABLES, Registers, Row
from ..rules.systems import covers

TRUST = 0.85  # readings below are not counted, as in the profiles that ship


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One case file of a review: what was read off it and what was judged, without its pages.

    Attributes:
        case: number on the paper; agency: as the register of authorities calls it.
        papers: kinds of its papers; legible: False where a page could not be read or a paper is unknown, so that
            what is not there may only be hidden.
        items: items that apply with their verdicts, rulings of people included.
    """

    review: str
    id: str
    case: str
    agency: str
    category: str
    procedure: str
    facts: tuple[Fact, ...] = ()
    papers: tuple[str, ...] = ()
    legible: bool = True
    items: tuple[tuple[str, str], ...] = ()

    def read(self, name: str) -> tuple[Fact, ...]:
        """Readings of a fact that are clear enough to count."""
        return tuple(fact for fact in self.facts if fact.name == name and fact.confidence >= TRUST)

    def values(self, name: str) -> tuple[Value, ...]:
        """Values of a fact that were read clearly, each once."""
        return tuple(dict.fromkeys(fact.value for fact in self.read(name)))

    def value(self, name: str) -> Value | None:
        """The value of a fact; None when none was read clearly, or several that differ."""
        found = self.values(name)
        return found[0] if len(found) == 1 else None

    def day(self, name: str) -> dt.date | None:
        """The value of a fact as a day; None as for `value`."""
        found = self.value(name)
        return (
            found.date() if isinstance(found, dt.datetime) else found if isinstance(found, dt.date) else None
        )


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing an indicator looked at.

    Attributes:
        counted: True counts in numerator and denominator, False in the denominator only; None where it cannot be
            told, then `says` is the reason and is listed under what was missing.
        says: a Chinese clause on what was found; no names of people.
        agency: whose figure it is; empty for the whole alone. part: a finer heading, such as the kind of act.
        file, rows: what it rests on.
        amount: yuan, where sums are told beside the share.
    """

    counted: bool | None
    says: str = ""
    agency: str = ""
    part: str = ""
    file: Surveyed | None = None
    rows: tuple[Row, ...] = ()
    amount: Decimal | None = None


class Survey:
    """Everything an indicator may look at.

    Attributes:
        files: case files of all reviews, each once.
        on: the day as of which terms have run out; period: first and last day looked at, None for all days.
        law: titles, versions, terms and the calendar of the run.
        notes: Chinese sentences on what was put together.
    """

    def __init__(
        self,
        files: Sequence[Surveyed],
        registers: Registers,
        law: Law,
        on: dt.date,
        period: tuple[dt.date, dt.date] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self.files, self.law, self.on, self.period = tuple(files), law, on, period
        self.notes = tuple(notes)
        self._registers = registers
        self._names = known_names(registers.rows("authorities"))
        self._covered: dict[tuple[str, str], bool] = {}

    def __contains__(self, table: str) -> bool:
        return table in self._registers

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of a register; empty when it is absent, which `table in survey` tells."""
        return self._registers.rows(table)

    def has_column(self, table: str, column: str) -> bool:
        """True when an optional column was handed in."""
        return any(column in row.cells for row in self.rows(table))

    def agency(self, name: str) -> str:
        """The authority's name as the register of authorities has it, else as written."""
        plain = normalise(name)
        return self._names.get(plain, plain)

    def covers(self, listed: str, agency: str) -> bool:
        """True when a list's authority names this one, or a system it belongs to."""
        key = (listed, agency)
        if key not in self._covered:
            self._covered[key] = covers(listed, agency, self.rows("authorities"))
        return self._covered[key]

    def within(self, day: dt.date | None) -> bool:
        """True when a day lies in the period looked at; a day nobody wrote down does not."""
        if day is None:
            return False
        day = day.date() if isinstance(day, dt.datetime) else day
        return self.period is None or self.period[0] <= day <= self.period[1]

    def parameter(self, key: str, on: dt.date) -> Parameter | None:
        """The term or figure in force on a day; None when there was none."""
        return self.law.at(key, on)

    def due(self, key: str, start: dt.date) -> dt.date | None:
        """Last day (or moment, for hours) in time; None when no term was in force or the calendar lacks a year."""
        found = self.law.at(key, start)
        if found is None or found.value is None:
            return None
        return self.last_day(start, int(found.value), found.unit)

    def last_day(self, start: dt.date, value: int, unit: str) -> dt.date | None:
        """Last day of a term in 日, 工作日, 月, 年 or 小时; None when the calendar lacks a year."""
        try:
            return deadline(start, value, unit, self.law.calendar)
        except CalendarGap:
            return None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure over whole reviews; it never touches a score.

    Attributes:
        name: id, unique over all plugins; title: what people call it.
        counts: what the numerator counts; of: what the denominator counts (Chinese).
        measure: gives the observations.
        duties: keys of dated law it rests on.
        needs: registers without which nothing can be counted; helps: registers that make it more complete.
        restricted: True where it speaks of single persons; it is then left out unless asked for by name.
        order: place in lists.
    """

    name: str
    title: str
    counts: str
    of: str
    measure: Callable[[Survey], Iterable[Observation]]
    duties: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    restricted: bool = False
    order: int = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of one indicator for all (`agency` empty) or for one authority, whole or for one `part`.

    Attributes:
        missing: what could not be counted, each reason with the number of things; 0 for a register.
        behind: the observations it rests on.
        basis: articles in force on the day of the survey.
    """

    indicator: Indicator
    agency: str
    part: str
    numerator: int
    denominator: int
    missing: tuple[tuple[str, int], ...] = ()
    behind: tuple[Observation, ...] = ()
    basis: tuple[Parameter, ...] = ()
    amount: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Numerator by denominator, in four places; None when there are no data."""
        if not self.denominator:
            return None
        return (Decimal(self.numerator) / self.denominator).quantize(PLACES, ROUND_HALF_UP)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95% interval of the share (Wilson); None when there are no data."""
        return wilson(self.numerator, self.denominator)


def figures(indicator: Indicator, survey: Survey) -> tuple[Figure, ...]:
    """The whole first, then its parts, then each authority with its parts; the whole is always there."""
    basis = tuple(found for key in indicator.duties if (found := survey.parameter(key, survey.on)))
    gaps = tuple((text, 0) for text in _gaps(indicator, survey))
    absent = any(table not in survey for table in indicator.needs)
    seen: list[Observation] = []
    if not absent:
        try:
            seen = list(indicator.measure(survey))
        except Exception as error:  # one indicator of a stranger must not stop the others
            gaps = (*gaps, (f"指标计算出错（{type(error).__name__}），没有结果", 0))
    groups: dict[tuple[str, str], list[Observation]] = {("", ""): seen}
    for one in seen:
        if one.part:
            groups.setdefault(("", one.part), []).append(one)
        if one.agency:
            groups.setdefault((one.agency, ""), []).append(one)
            if one.part:
                groups.setdefault((one.agency, one.part), []).append(one)
    if not seen and not gaps:
        gaps = (("没有应当计入的事项", 0),)
    return tuple(
        _figure(indicator, key, found, gaps if key == ("", "") else (), basis)
        for key, found in sorted(groups.items())
    )


def _figure(
    indicator: Indicator,
    key: tuple[str, str],
    found: Sequence[Observation],
    gaps: tuple[tuple[str, int], ...],
    basis: tuple[Parameter, ...],
) -> Figure:
    known = [one for one in found if one.counted is not None]
    reasons = Counter(one.says for one in found if one.counted is None)
    amounts = [one.amount for one in known if one.amount is not None]
    return Figure(
        indicator,
        *key,
        numerator=sum(one.counted is True for one in known),
        denominator=len(known),
        missing=(*gaps, *sorted(reasons.items())),
        behind=tuple(found),
        basis=basis,
        amount=sum(amounts, Decimal(0)) if amounts else None,
    )


def _gaps(indicator: Indicator, survey: Survey) -> Iterable[str]:
    for table in (*indicator.needs, *indicator.helps):
        title = f"{table} {TABLES[table][0]}" if table in TABLES else table
        if table not in survey:
            yield f"没有提供台账 {title}"
        elif not survey.rows(table):
            yield f"台账 {title} 没有内容"


def known_names(authorities: Iterable[Row]) -> Mapping[str, str]:
    """Names and aliases → the one name; an alias of two authorities means neither."""
    found: dict[str, str] = {}
    aliases: dict[str, set[str]] = {}
    for row in authorities:
        name = normalise(row.text("name"))
        found[name] = name
        for alias in re.split(r"[;；、,，|/]\s*", row.text("aliases")):
            if plain := normalise(alias):
                aliases.setdefault(plain, set()).add(name)
    return {**{alias: next(iter(names)) for alias, names in aliases.items() if len(names) == 1}, **found}
