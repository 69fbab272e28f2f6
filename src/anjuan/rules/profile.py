"""Scoring profiles (评查标准): values and validation. A profile is section → item → checks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..model.case import CaseFile, Document
from ..model.normal import normalise
from ..model.result import Citation, Effect, Evaluation


def is_paper(document: Document, *names: str) -> bool:
    """True when a document is one of these papers: by its kind, or by a title that the kinds do not tell apart."""
    title = normalise(document.title)
    return any(
        document.kind == name or (name in title and name not in document.kind)
        for name in map(normalise, names)
    )


class Formula(StrEnum):
    """How the points of a section come from its items."""

    AWARD = "award"
    RESCALE = "rescale"
    DEDUCT = "deduct"


class Absent(StrEnum):
    """What follows for an item when none of the papers it needs is in the file."""

    FAIL = "fail"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not_applicable"


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
        needs: names of papers of which one must be in the file; empty where none is needed.
        absent: what follows where none is: all points lost, a person decides, or the item does not apply.
        bonus: points on top of the section: they count as got, not among the points that apply.
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
    needs: tuple[str, ...] = ()
    absent: Absent = Absent.FAIL
    bonus: bool = False

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
        papers: names of papers of which one in the file says that it is of this `kind`; empty for the rest.
        without: kinds of paper that must not be in the file.
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
    papers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    file: str = field(default="", repr=False, compare=False)  # for messages only, no part of the digest

    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)

    def fits(self, case: CaseFile) -> bool:
        """True when the papers in the case file are those of this kind of case."""
        kinds = {document.kind for document in case.documents}
        if kinds & set(self.without):
            return False
        return not self.papers or any(is_paper(one, *self.papers) for one in case.documents)

    def standard(self, item: Item) -> Citation:
        """The line of the standard itself, the basis of an item that is a matter of form only."""
        return Citation(f"{self.name}（{self.version}）", f"{item.id} {item.title}", self.since)


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of tables, one for each category and procedure."""

    name: str
    version: str
    tables: tuple[Table, ...]

    def table(self, category: str, procedure: str, case: CaseFile | None = None) -> Table | None:
        """The table for a kind of case file, or None.

        Args:
            case: the case file itself, where tables of one kind are told apart by its papers; without it the
                table that names no papers is meant.
        """
        own = [one for one in self.tables if (one.category, one.procedure) == (category, procedure)]
        by_paper = [one for one in own if one.papers and case is not None and one.fits(case)]
        rest = [one for one in own if not one.papers and (case is None or one.fits(case))]
        return next(iter((*by_paper, *rest)), None)

    def table_of(self, evaluation: Evaluation) -> Table | None:
        """The table with which an evaluation was made, or None: the one with its items."""
        lines = [one.item for one in evaluation.items]
        own = [
            t for t in self.tables if (t.category, t.procedure) == (evaluation.category, evaluation.procedure)
        ]
        same = [table for table in own if [item.id for item in table.items()] == lines]
        return next(iter((*same, *own)), None)

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
