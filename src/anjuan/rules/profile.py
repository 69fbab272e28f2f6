"""Scoring profiles (评查标准): values and validation. A profile is section → item → checks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..model.result import Citation, Effect


class Formula(StrEnum):
    """How the points of a section come from its items."""

    AWARD = "award"
    RESCALE = "rescale"
    DEDUCT = "deduct"


class Decide(StrEnum):
    """Who decides an item: a check, a check that only gives hints, or a person."""

    CHECK = "check"
    ASSIST = "assist"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Binding:
    """What a check's named parameter stands for here: another dated key, or a figure with its basis."""

    key: str = ""
    value: Decimal | None = None
    unit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CheckUse:
    """One check in one item: points for each fault, points for its lighter form, bound parameters."""

    check: str
    deduct: Decimal
    milder: Decimal | None = None
    bindings: tuple[tuple[str, Binding], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a profile (评查项).

    Attributes:
        certainty: `text` where somebody read the article, `own` where nobody has confirmed it yet.
        confirmed: who confirmed an `own` item; without it the item takes at most 1 point and no effect.
    """

    id: str
    title: str
    points: Decimal
    dimension: str
    decide: Decide
    checks: tuple[CheckUse, ...] = ()
    effect: Effect = Effect.NONE
    conditional: bool = False
    certainty: str = "text"
    confirmed: str = ""

    @property
    def settled(self) -> bool:
        """False while the item rests on a text that nobody has confirmed."""
        return self.certainty == "text" or bool(self.confirmed)

    @property
    def worth(self) -> Decimal:
        """Points it may take: at most 1 until it is settled."""
        return self.points if self.settled else min(self.points, Decimal(1))

    @property
    def acts(self) -> Effect:
        """Its effect: none until it is settled."""
        return self.effect if self.settled else Effect.NONE


@dataclass(frozen=True, slots=True)
class Section:
    """A group of items with a ceiling and a formula; `penalty` takes off another section instead."""

    id: str
    title: str
    formula: Formula
    items: tuple[Item, ...]
    points: Decimal = Decimal(0)
    penalty: Decimal | None = None
    takes_from: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the total from which it is reached."""

    name: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """The scoring table for one category and procedure.

    Attributes:
        source: whose standard and weights it is.
        norms: documents of unknown end that items rest on, each with the last day on which it is known to
            be in force (None: in force); for a later step an item that rests on it goes to a person.
    """

    name: str
    version: str
    since: date
    category: str
    procedure: str
    kind: str
    total: Decimal
    rounding: Decimal
    trust: Decimal
    grades: tuple[Grade, ...]
    sections: tuple[Section, ...]
    source: str = ""
    norms: tuple[tuple[str, date | None], ...] = ()
    file: str = field(default="", repr=False, compare=False)  # for messages only, no part of the digest

    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)

    def standard(self, item: Item) -> Citation:
        """The line of the standard itself, the basis of an item that is a matter of form only."""
        return Citation(f"{self.name}（{self.version}）", f"{item.id} {item.title}", self.since)


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of tables, one for each category and procedure."""

    name: str
    version: str
    tables: tuple[Table, ...]

    def table(self, category: str, procedure: str) -> Table | None:
        """The table for a case file, or None."""
        return next((t for t in self.tables if (t.category, t.procedure) == (category, procedure)), None)

    @property
    def digest(self) -> str:
        """sha256 of the parsed value: comments and layout do not change it."""
        return "sha256:" + hashlib.sha256(repr(self.tables).encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """`general@2026.1 sha256:…`, as results carry it."""
        return f"{self.name}@{self.version} {self.digest}"

    def uses(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the checks the profile needs, each with the items that use it."""
        found: dict[str, list[str]] = {}
        for table in self.tables:
            for item in table.items():
                for use in item.checks:
                    found.setdefault(use.check, []).append(item.id)
        return {name: tuple(items) for name, items in sorted(found.items())}

    def places(self, check: str) -> tuple[str, ...]:
        """Where the profile names a check: `penalty_ordinary.toml：section[1].item[6].checks[1].check`."""
        return tuple(
            f"{table.file or table.name}：section[{n}].item[{m}].checks[{k}].check"
            for table in self.tables
            for n, section in enumerate(table.sections, 1)
            for m, item in enumerate(section.items, 1)
            for k, use in enumerate(item.checks, 1)
            if use.check == check
        )
