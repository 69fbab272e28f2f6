"""The state of a case file in the panel: the fold of its stream of the ledger. There is no mutable status.

```
assigned     a reviewer sits on the file        recused      his seat is free, what he said no longer stands
reviewed     an opinion on one item             withdrawn    that opinion is taken back, and stays visible
submitted    he has spoken; nothing is changed after it, and all are blind until everybody has
settled      the only answer to its item        objected, answered, rechecked   what came after
```
An entry that the state does not allow (a second submission, an opinion after it) changes nothing and stays visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ..model.result import Ruling, Verdict
from .said import BLIND as BLIND
from .said import CHECK as CHECK
from .said import FATES as FATES
from .said import FIRST as FIRST
from .said import LATE as LATE
from .said import RECUSED as RECUSED
from .said import REPLACED as REPLACED
from .said import ROLES as ROLES
from .said import SECOND as SECOND
from .said import STALE as STALE
from .said import STANDS as STANDS
from .said import THIRD as THIRD
from .said import WITHDRAWN as WITHDRAWN
from .said import Noted as Noted
from .said import Objection as Objection
from .said import Opinion as Opinion
from .said import Recheck as Recheck
from .said import Recusal as Recusal
from .said import Reviewer as Reviewer
from .said import Seat as Seat
from .said import Settlement as Settlement
from .said import Submission as Submission
from .said import roster_of as roster_of

PURGED = "（理由已到期清除）"
# Evaluation digest → items whose findings are others in the current evaluation.
Changed = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PanelState:
    """A case file in the panel.

    Attributes:
        case: its id. evaluation: digest of the current evaluation, empty where there is none.
        seats: who sits on it now, by entry. recused: who does not any more.
        opinions: everything that was said, in order, each with its fate.
        submissions: those that hold (one for each reviewer).
        settled: every settlement in order; the last that is neither stale nor void answers its item.
        seq: the last entry folded.
    """

    case: str
    evaluation: str = ""
    seats: tuple[Seat, ...] = ()
    recused: tuple[Recusal, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    submissions: tuple[Submission, ...] = ()
    settled: tuple[Settlement, ...] = ()
    objections: tuple[Objection, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    seq: int = 0

    def seat(self, reviewer: str) -> Seat | None:
        """His seat, or None."""
        return next((one for one in self.seats if one.reviewer == reviewer), None)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who judges the file blind, in order of their entries."""
        return tuple(one.reviewer for one in self.seats if one.role in BLIND)

    @property
    def submitted(self) -> tuple[str, ...]:
        """Who of those that sit has submitted."""
        done = {one.reviewer for one in self.submissions}
        return tuple(one for one in self.reviewers if one in done)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who has not submitted yet."""
        return tuple(one for one in self.reviewers if one not in self.submitted)

    @property
    def closed(self) -> bool:
        """Nobody is waited for: there is no panel on the file, or all of it has submitted."""
        return not self.waiting

    @property
    def answers(self) -> Mapping[str, Settlement]:
        """Item → the settlement that answers it."""
        return {one.item: one for one in self.settled if not (one.stale or one.void)}

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """Objections without an answer."""
        return tuple(one for one in self.objections if not one.outcome)

    def standing(self, reviewer: str | None = None) -> tuple[Opinion, ...]:
        """Opinions that nothing took the place of; of one reviewer, or of all."""
        return tuple(one for one in self.opinions if one.stands and reviewer in (None, one.reviewer))

    def visible_to(self, reviewer: str) -> tuple[Opinion, ...]:
        """What a reviewer may see: his own until all have submitted (blind), then everything."""
        open_to_him = self.closed and not any(one.reviewer == reviewer for one in self.recused)
        return tuple(one for one in self.opinions if open_to_him or one.reviewer == reviewer)

    @property
    def counting(self) -> tuple[Opinion, ...]:
        """Opinions that decide now: none while somebody is waited for, none on an item that is settled.

        Where a panel sits on the file, only its members decide.
        """
        if not self.closed:
            return ()
        spoken = (one for one in self.standing() if one.item not in self.answers)
        return tuple(one for one in spoken if not self.reviewers or one.reviewer in self.reviewers)


@dataclass(slots=True)
class _Fold:
    changed: Changed
    state: PanelState
    given: dict[str, int] = field(default_factory=dict)  # reviewer → seq of his submission

    def evaluated(self, entry: Noted) -> PanelState:
        return replace(self.state, evaluation=entry.payload["evaluation"])

    def assigned(self, entry: Noted) -> PanelState:
        name, told = entry.payload["reviewer"], entry.payload
        taken = any(told["role"] == one.role for one in self.state.seats)
        if taken or self.state.seat(name) or any(one.reviewer == name for one in self.state.recused):
            return self.state
        seat = Seat(name, told["role"], told["evaluation"], entry.seq, entry.at)
        return replace(self.state, seats=(*self.state.seats, seat))

    def recused(self, entry: Noted) -> PanelState:
        told, name = entry.payload, entry.payload["reviewer"]
        if any(one.reviewer == name for one in self.state.recused):
            return self.state
        left = Recusal(name, told["ground"], told["level"], entry.actor, entry.seq, entry.at)
        return replace(
            self.state,
            seats=tuple(one for one in self.state.seats if one.reviewer != name),
            recused=(*self.state.recused, left),
            submissions=tuple(one for one in self.state.submissions if one.reviewer != name),
            opinions=tuple(
                replace(one, fate=RECUSED) if one.reviewer == name and one.stands else one
                for one in self.state.opinions
            ),
        )

    def reviewed(self, entry: Noted) -> PanelState:
        said = _opinion(entry)
        fate = self._fate(said)
        if fate == STANDS:
            before = tuple(
                replace(one, fate=REPLACED)
                if one.stands and (one.reviewer, one.item) == (said.reviewer, said.item)
                else one
                for one in self.state.opinions
            )
            return replace(self.state, opinions=(*before, said))
        return replace(self.state, opinions=(*self.state.opinions, replace(said, fate=fate)))

    def _fate(self, said: Opinion) -> str:
        if any(one.reviewer == said.reviewer for one in self.state.recused):
            return RECUSED
        if self._spoken(said.reviewer):
            return LATE
        return STALE if self._stale(said.evaluation, said.item) else STANDS

    def _spoken(self, reviewer: str) -> bool:
        return any(one.reviewer == reviewer for one in self.state.submissions)

    def _stale(self, evaluation: str, item: str) -> bool:
        return item in self.changed.get(evaluation, ())

    def withdrawn(self, entry: Noted) -> PanelState:
        if self._spoken(entry.actor):
            return self.state
        return replace(
            self.state,
            opinions=tuple(
                replace(one, fate=WITHDRAWN)
                if one.stands and one.reviewer == entry.actor and one.seq == entry.payload["entry"]
                else one
                for one in self.state.opinions
            ),
        )

    def submitted(self, entry: Noted) -> PanelState:
        told, name = entry.payload, entry.actor
        again = self.changed.get(told["evaluation"])  # its findings are others now: he is asked again
        if self._spoken(name) or self.state.seat(name) is None or again:
            return self.state
        given = Submission(name, told["evaluation"], told["entries"], entry.seq, entry.at)
        return replace(self.state, submissions=(*self.state.submissions, given))

    def settled(self, entry: Noted) -> PanelState:
        told = entry.payload
        verdict, points = Verdict(told["verdict"]), _points(told["points"])
        said = Settlement(
            entry.seq, entry.at, entry.actor, told["item"], verdict, points, told["veto"], told["reason"],
            tuple(told["attended"]), told["evaluation"], bool(told.get("collective", True)),
            self._stale(told["evaluation"], told["item"]), self._answered(told["item"]),
        )  # fmt: skip
        return replace(self.state, settled=(*self.state.settled, said))

    def _answered(self, item: str) -> bool:
        """The item has an answer, and nothing opened it again."""
        answer = self.state.answers.get(item)
        later = [(one.seq, one.items) for one in self.state.objections]
        later += [(one.seq, one.items) for one in self.state.rechecks]
        return answer is not None and not any(seq > answer.seq and item in items for seq, items in later)

    def objected(self, entry: Noted) -> PanelState:
        told = entry.payload
        received, due = date.fromisoformat(told["received"]), date.fromisoformat(told["due"])
        said = Objection(
            entry.seq, entry.at, entry.actor, tuple(told["items"]), told["text"], received, due,
            bool(told.get("late")),
        )  # fmt: skip
        return replace(self.state, objections=(*self.state.objections, said))

    def answered(self, entry: Noted) -> PanelState:
        told = entry.payload
        return replace(
            self.state,
            objections=tuple(
                replace(
                    one,
                    outcome=told["outcome"],
                    reason=told["reason"],
                    answered_by=entry.actor,
                    answered_at=entry.at,
                )
                if one.seq == told["objection"] and not one.outcome
                else one
                for one in self.state.objections
            ),
        )

    def rechecked(self, entry: Noted) -> PanelState:
        told = entry.payload
        said = Recheck(
            entry.seq, entry.at, entry.actor, told["evaluation"], told["outcome"], told["reason"],
            tuple(told.get("items", ())),
        )  # fmt: skip
        return replace(self.state, rechecks=(*self.state.rechecks, said))


_STEPS = {
    "evaluated": _Fold.evaluated,
    "assigned": _Fold.assigned,
    "recused": _Fold.recused,
    "reviewed": _Fold.reviewed,
    "withdrawn": _Fold.withdrawn,
    "submitted": _Fold.submitted,
    "settled": _Fold.settled,
    "objected": _Fold.objected,
    "answered": _Fold.answered,
    "rechecked": _Fold.rechecked,
}


def state_of(entries: Iterable[Noted], changed: Changed | None = None, *, case: str = "") -> PanelState:
    """The state of one case file.

    Args:
        entries: those of its stream, by sequence.
        changed: evaluation digest → items whose findings are others in the current evaluation; what was said of
            them under that evaluation is stale, and who submitted on it is asked again.
        case: its id where there may be no entry yet.
    """
    fold = _Fold(changed or {}, PanelState(case))
    for entry in entries:
        step = _STEPS.get(entry.action)
        after = step(fold, entry) if step else fold.state
        fold.state = replace(after, case=entry.stream, seq=entry.seq)
    return fold.state


def rulings_of(state: PanelState, texts: Mapping[str, str]) -> list[Ruling]:
    """What decides on a file now, in order of time: settlements, and opinions where nobody is waited for.

    Args:
        texts: digest → text, for the reasons; `PURGED` stands for one whose time is over.
    """
    said: list[Opinion | Settlement] = [*state.answers.values(), *state.counting]
    said.sort(key=lambda one: one.seq)
    return [ruling_of(state.case, one, texts) for one in said]


def ruling_of(case: str, said: Opinion | Settlement, texts: Mapping[str, str]) -> Ruling:
    """An opinion or a settlement as a ruling; see `rulings_of`."""
    who = said.reviewer if isinstance(said, Opinion) else said.chair
    reason = texts.get(said.reason, "") or PURGED
    return Ruling(case, said.item, who, said.verdict, reason, said.points, said.veto)


def _opinion(entry: Noted) -> Opinion:
    told = entry.payload
    return Opinion(
        entry.seq, entry.at, entry.actor, told["evaluation"], told["item"], Verdict(told["verdict"]),
        _points(told["points"]), told["veto"], told["reason"], told.get("found"),
    )  # fmt: skip


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
