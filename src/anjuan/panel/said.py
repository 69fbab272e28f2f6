"""What people said and did in the panel, as values; `state.py` folds them out of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from ..model.result import Verdict

FIRST, SECOND, THIRD, CHECK = ROLES = ("first", "second", "third", "check")
# A check looks at what the others found: it is not blind, and nobody waits for it.
BLIND = (FIRST, SECOND, THIRD)
MEMBER, DEPUTY, HEAD = POSITIONS = ("member", "deputy", "head")
STANDS, REPLACED, WITHDRAWN, RECUSED, LATE, STALE = FATES = (
    "stands", "replaced", "withdrawn", "recused", "late", "stale",
)  # fmt: skip


class Noted(Protocol):
    """An entry of the ledger, as far as the fold reads it."""

    @property
    def stream(self) -> str:
        """Id of the case file, `draw` or `panel`."""

    @property
    def seq(self) -> int:
        """Number in the stream, from 1."""

    @property
    def at(self) -> str:
        """When, ISO 8601 in UTC."""

    @property
    def actor(self) -> str:
        """Who."""

    @property
    def action(self) -> str:
        """What."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """With what; texts stand there by their digest."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer on a file.

    Attributes:
        role: `first`, `second`, `third` or `check`.
        evaluation: digest of the evaluation that was current when he was assigned.
        seq, at: the entry that assigned him.
    """

    reviewer: str
    role: str
    evaluation: str
    seq: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer said of one item.

    Attributes:
        reason: digest of the text.
        found: place of a finding that he added ({file, page, box, quote: digest}), or None.
        fate: `stands`, or why not: `replaced` by a later one of his own, `withdrawn`, `recused` (he is), `late`
            (after he submitted), `stale` (the item's findings are others now).
    """

    seq: int
    at: str
    reviewer: str
    evaluation: str
    item: str
    verdict: Verdict
    points: Decimal | None
    veto: bool | None
    reason: str
    found: Mapping[str, Any] | None = None
    fate: str = STANDS

    @property
    def stands(self) -> bool:
        """Nothing took its place."""
        return self.fate == STANDS


@dataclass(frozen=True, slots=True)
class Recusal:
    """A reviewer who left a file (回避): the ground (digest) and the level that decided."""

    reviewer: str
    ground: str
    level: str
    decided_by: str
    seq: int
    at: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A reviewer has spoken on all that he wanted to, with so many opinions standing."""

    reviewer: str
    evaluation: str
    entries: int
    seq: int
    at: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """A collective opinion on one item, or an agreement of its reviewers; the only answer to the item.

    Attributes:
        stale: the item's findings are others now.
        void: the item was answered already, and nothing had opened it again.
    """

    seq: int
    at: str
    chair: str
    item: str
    verdict: Verdict
    points: Decimal | None
    veto: bool | None
    reason: str
    attended: tuple[str, ...]
    evaluation: str
    collective: bool = True
    stale: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """What the reviewed authority objects to.

    Attributes:
        text: digest. due: last day to answer. outcome: `upheld` (维持), `changed` (改变) or `rejected` (不予受理),
            empty while it is open. late: it came after the term to object.
    """

    seq: int
    at: str
    authority: str
    items: tuple[str, ...]
    text: str
    received: date
    due: date
    late: bool = False
    outcome: str = ""
    reason: str = ""
    answered_by: str = ""
    answered_at: str = ""


@dataclass(frozen=True, slots=True)
class Recheck:
    """Somebody else looked again at an excellent or unqualified file: `confirmed`, or `differs` on items."""

    seq: int
    at: str
    reviewer: str
    evaluation: str
    outcome: str
    reason: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A member of the panel.

    Attributes:
        name: as written everywhere; it names the person.
        agency: authority he works for.
        related: authorities and parties with which he or a near relative has a relation or an interest.
        position: `member`, `deputy` (分管负责人) or `head` (主要负责人); it tells who decides on his recusal.
    """

    name: str
    agency: str
    related: tuple[str, ...] = ()
    position: str = MEMBER


def roster_of(entries: Iterable[Noted], texts: Mapping[str, str] | None = None) -> tuple[Reviewer, ...]:
    """Who was enrolled, by name; the last enrolment of a name holds.

    Args:
        entries: those of the stream `panel`.
        texts: digest → text, for the names of relations, which the ledger does not hold; purged ones are left out.
    """
    found: dict[str, Reviewer] = {}
    for entry in entries:
        if entry.action == "enrolled":
            told = entry.payload
            related = tuple((texts or {}).get(one, "") for one in told.get("related", ()))
            position = next(iter(told.get("roles", ())), MEMBER)
            named = tuple(one for one in related if one)
            found[told["reviewer"]] = Reviewer(told["reviewer"], told["agency"], named, position)
    return tuple(found[name] for name in sorted(found))
