"""A case file as it stands in the store, ready for score sheets to be written or taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model.errors import Tampered
from ..model.result import Evaluation
from ..model.wire import evaluation_of
from ..panel.said import Opinion
from ..panel.state import PanelState
from ..rules.profile import Profile, Table
from .ledger import Entry
from .review import Review
from .sheets_form import About, Answer, Form, form_of, tidy
from .store import Store

_MOST_SHOWN = 16_000  # characters of a reason: what a cell holds, whatever the characters


@dataclass(frozen=True, slots=True)
class Desk:
    """One case file as it stands in the store, ready for a sheet.

    Attributes:
        digest: of the evaluation. key: what seals sheets of this file. opened: moment of its first evaluation.
    """

    evaluation: Evaluation
    table: Table
    digest: str
    papers: Mapping[str, str]
    key: str
    opened: str

    def form(self, review: Review, reviewer: str) -> Form:
        """The sheet of a reviewer."""
        about = About(tidy(review.settings.name), reviewer, self.digest, self.papers)
        return form_of(self.evaluation, self.table, about)


def desk_of(profile: Profile, line: Mapping[str, Any], digest: str, first: Entry) -> Desk:
    """One case file, ready for a sheet.

    Args:
        line, digest: its current evaluation. first: the entry of its first one; no sheet shows its hash.

    Raises:
        Tampered: it was judged by another version of the standard.
    """
    evaluation = evaluation_of(line)
    table = profile.table_of(evaluation)
    if table is None or profile.stamp != evaluation.stamp.profile:
        raise Tampered("评查结果与当前标准不符", evaluation.id, "用原来的标准，或重新运行 anjuan evaluate")
    papers = {one["id"]: one["title"] or one["kind"] for one in line["documents"]}
    return Desk(evaluation, table, digest, papers, first.hash, first.at)


def first_entries(store: Store) -> dict[str, Entry]:
    """Id → entry of the first evaluation."""
    found: dict[str, Entry] = {}
    for entry in store.entries(action="evaluated"):
        found.setdefault(entry.stream, entry)
    return found


def answer_of(said: Opinion, texts: Mapping[str, str]) -> Answer:
    """An opinion as a sheet tells it."""
    reason = tidy(tidy(texts.get(said.reason, ""))[:_MOST_SHOWN])
    return Answer(said.verdict, said.points, said.veto, reason)


def is_assigned(states: Mapping[str, PanelState]) -> bool:
    """True as soon as somebody was assigned to any file of the review."""
    return any(state.seats or state.recused for state in states.values())
