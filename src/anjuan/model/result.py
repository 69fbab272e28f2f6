"""What was judged, and what people said of it. Values only; the arithmetic is in `scoring`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .case import Evidence


class Verdict(StrEnum):
    """The five answers; never a number."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    UNSURE = "unsure"
    ERROR = "error"


AD_HOC = "ad hoc"  # in a stamp's plugins: judged with checks from a notebook cell, not to be stored
GRAVITY = (Verdict.FAIL, Verdict.ERROR, Verdict.UNSURE, Verdict.PASS, Verdict.NOT_APPLICABLE)


class Effect(StrEnum):
    """What the failure of one item does to the whole (一票否决)."""

    NONE = "none"
    NOT_EXCELLENT = "not_excellent"
    UNQUALIFIED = "unqualified"
    ZERO = "zero"


class VetoState(StrEnum):
    """How far a veto has come; only people confirm or reject."""

    OPEN = "open"
    POSSIBLE = "possible"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Citation:
    """A statute article, a rule, or a line of the assessment standard itself, in force since a day."""

    source: str
    article: str
    since: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check.

    Raises:
        ValueError: a FAIL without evidence or without a basis, or `times` below 1.
    """

    verdict: Verdict
    message: str
    evidence: tuple[Evidence, ...] = ()
    basis: tuple[Citation, ...] = ()
    times: int = 1
    milder: bool = False
    check: str = ""

    def __post_init__(self) -> None:
        if self.verdict is Verdict.FAIL and not (self.evidence and self.basis):
            raise ValueError(f"check {self.check or '?'}: a fail needs evidence and a basis")
        if self.times < 1:
            raise ValueError(f"check {self.check or '?'}: times counts from 1")


@dataclass(frozen=True, slots=True)
class ScoredFinding:
    """A finding and the points it took."""

    finding: Finding
    deducted: Decimal


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of the profile; `low` and `high` are the points kept."""

    item: str
    title: str
    section: str
    dimension: str
    points: Decimal
    low: Decimal
    high: Decimal
    verdict: Verdict
    presumed: bool
    findings: tuple[ScoredFinding, ...]
    effect: Effect = Effect.NONE  # what its failure would do to the whole, were it to fail


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The profile's own grouping, the one that adds up."""

    id: str
    points: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """Points kept, seen by plugin dimension; a view that need not add up to the total."""

    id: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """An item with an effect that applies and did not pass."""

    item: str
    effect: Effect
    state: VetoState


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a score: versions and digests. No clock."""

    anjuan: str
    plugins: tuple[tuple[str, str], ...]
    profile: str
    registers: str
    law: str
    engines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The machine's whole answer on one case file.

    `digest` is that of the case file judged; `key` says with what it was judged.
    """

    id: str
    case: str
    source: str
    digest: str
    agency: str
    category: str
    procedure: str
    items: tuple[ItemScore, ...]
    sections: tuple[SectionScore, ...]
    dimensions: tuple[DimensionScore, ...]
    low: Decimal
    high: Decimal
    grade_low: str
    grade_high: str
    vetoes: tuple[Veto, ...]
    undecided: tuple[str, ...]
    presumed: tuple[str, ...]
    stamp: Stamp
    status: str = ""

    def item(self, name: str) -> ItemScore | None:
        """The line of that id, or None."""
        return next((row for row in self.items if row.item == name), None)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What people decided on one item of one evaluation; the machine's finding stays beside it.

    Attributes:
        verdict: `pass` or `fail` (a person may also say `not_applicable`).
        points: points kept; None keeps what follows from the verdict.
        veto: True confirms the item's effect (一票否决), False finds that the fault stands but the effect does
            not apply; None follows the verdict: a `fail` confirms it, except where the machine saw only the
            lighter form of the fault.
    """

    case: str
    item: str
    reviewer: str
    verdict: Verdict
    reason: str
    points: Decimal | None = None
    veto: bool | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """One case file chosen or narrowly not chosen, with the reasons in words."""

    case: str
    number: str
    agency: str
    low: Decimal
    high: Decimal
    grade_low: str
    grade_high: str
    chosen: bool
    rank: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Excellent (`excellent`) or problem (`problem`) case files, chosen by a policy."""

    kind: str
    policy: str
    picks: tuple[Pick, ...]
    near_misses: tuple[Pick, ...] = ()
