"""The room's way to the ledger: through the panel's own acts, with messages that may come twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...model.case import Box
from ...model.errors import NotAllowed
from ...model.result import Ruling
from ...panel.rules import PanelRules
from ...panel.said import BLIND, Opinion, Reviewer
from ...panel.state import PanelState
from ...record.panel import Panel
from ...record.standing import known_in, roster_in, state_in, states_in
from ...record.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """Where a finding that a reviewer added stands, and what is printed there."""

    file: str
    page: int | None
    box: Box
    quote: str

    @property
    def payload(self) -> dict[str, Any]:
        """What is noted of it."""
        box = self.box
        corners = [box.x0, box.y0, box.x1, box.y1]
        return {"file": self.file, "page": self.page, "box": corners, "quote": self.quote}


class Board:
    """The state of all case files as one reviewer meets them; folded again only when the ledger has grown."""

    def __init__(self, store: Store, rules: PanelRules, reviewer: str) -> None:
        self._store, self._rules, self._reviewer = store, rules, reviewer
        self._heads: dict[str, str] = {}
        self._states: dict[str, PanelState] = {}

    @property
    def states(self) -> dict[str, PanelState]:
        """Id → state, by id."""
        heads = self._store.heads()  # first: what is written meanwhile is seen the next time
        if heads != self._heads:
            self._states, self._heads = states_in(self._store), heads
        return self._states

    def cases(self) -> dict[str, bool]:
        """Case files that he may open → has he submitted; all of them where nobody sits on any.

        Raises:
            NotAllowed: nobody of that name is in the panel.
        """
        states = self.states
        mine = {name: one for name, one in states.items() if one.seat(self._reviewer)}
        if mine:
            return {name: self._reviewer in one.submitted for name, one in mine.items()}
        roster = self._rules.reviewers or roster_in(self._store)
        seated = {seat.reviewer for one in states.values() for seat in one.seats}
        known = [*roster, *(Reviewer(name, "") for name in sorted(seated))]
        for state in list(states.values())[:1]:
            known_in(state, known, self._reviewer)
        return (
            {} if any(one.seats or one.recused for one in states.values()) else dict.fromkeys(states, False)
        )


def reader(store: Store) -> Callable[[str], str]:
    """What gives a text by its digest; nothing where it was purged."""
    return lambda digest: store.text_of(digest) or ""


def may_write(state: PanelState, reviewer: str) -> bool:
    """May he say anything on the file now? What he sends nevertheless is judged by the panel's own rule."""
    seat = state.seat(reviewer)
    gone = reviewer in state.submitted or any(one.reviewer == reviewer for one in state.recused)
    return not gone and (not state.seats or (seat is not None and seat.role in BLIND))


def _standing(store: Store, case: str, reviewer: str, item: str) -> Opinion | None:
    own = state_in(store, case).standing(reviewer)
    return next((one for one in own if one.item == item), None)


def speak(panel: Panel, ruling: Ruling, evaluation: str, found: Found | None) -> tuple[int, str]:
    """Note an opinion; gives number and moment of its entry.

    What stands already in the same words is not written again, so that a message sent again because its answer
    was lost is entered once.
    """
    noted = _standing(panel.store, ruling.case, ruling.reviewer, ruling.item)
    if noted is not None and noted.evaluation == evaluation and _same(panel.store, noted, ruling, found):
        return noted.seq, noted.at
    entry = panel.enter(ruling, evaluation, found.payload if found else None)
    return entry.seq, entry.at


def _same(store: Store, noted: Opinion, ruling: Ruling, found: Found | None) -> bool:
    before = (noted.verdict, noted.points, noted.veto, store.text_of(noted.reason))
    if before != (ruling.verdict, ruling.points, ruling.veto, ruling.reason):
        return False
    if noted.found is None or found is None:
        return noted.found is None and found is None
    return all(noted.found[key] == value for key, value in found.payload.items() if key != "quote")


def withdraw(panel: Panel, case: str, reviewer: str, item: str, reason: str) -> tuple[int, str]:
    """Take a reviewer's opinion on an item back; gives number and moment of the entry.

    Raises:
        NotAllowed: he has none.
    """
    own = _standing(panel.store, case, reviewer, item)
    if own is None:
        raise NotAllowed("没有可以撤回的意见", f"案卷 {case}，评查项 {item}", "重新打开案卷核对")
    entry = panel.withdraw(case, reviewer, own.seq, reason)
    return entry.seq, entry.at
