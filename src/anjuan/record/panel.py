"""The panel at work in an open store: what reviewers do. What the chair does is in `chair.py`.

Each act is checked against the state, written as one entry, and looked up again in the state after it: of two that
came at the same moment the ledger's order decides, and the other is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ..model.case import CaseFile, Record
from ..model.errors import Conflict, NotAllowed, Tampered
from ..model.normal import normalise
from ..model.result import Evaluation, Ruling
from ..model.wire import evaluation_of
from ..panel.agreement import Agreement, Rating, agreement, grade_ratings, ratings_of
from ..panel.rules import PanelRules
from ..panel.ruling import Ruled, apply_rulings
from ..panel.said import BLIND, LATE, Reviewer
from ..panel.state import PanelState, ruling_of, rulings_of
from ..plugin.survey import known_names
from ..rules.profile import Profile, Table
from ..rules.profile_files import load_profile
from .ledger import Entry
from .review import Review
from .standing import known_in, roster_in, state_in, states_in, visible_entries
from .store import Store

__all__ = ["Panel", "Sitting", "agreement_in", "visible_entries"]


NAMED = ("当事人", "执法人员", "法制审核人", "听证主持人")  # facts that name people and parties of a case


@dataclass(frozen=True, slots=True)
class Sitting:
    """One case file in the panel.

    Attributes:
        evaluation: the machine's answer. digest: that of its line. table: the standard it was made with.
        case: what was read; None when it was purged.
        texts: gives digest → text.
    """

    state: PanelState
    evaluation: Evaluation
    digest: str
    table: Table
    case: CaseFile | None
    texts: Callable[[], Mapping[str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Parties and officials that the file names."""
        facts = [one.value for one in self.case.facts if one.name in NAMED] if self.case else []
        found = [one.text("name") if isinstance(one, Record) else str(one) for one in facts]
        return tuple(dict.fromkeys(one for one in found if one))

    @property
    def ruled(self) -> Ruled:
        """The evaluation with what decides now."""
        return apply_rulings(self.evaluation, rulings_of(self.state, self.texts()), self.table)

    def view(self, reviewer: str) -> Ruled:
        """The evaluation with the opinions of one reviewer alone."""
        texts = self.texts()
        own = [ruling_of(self.state.case, one, texts) for one in self.state.standing(reviewer)]
        return apply_rulings(self.evaluation, own, self.table)

    @property
    def views(self) -> tuple[Evaluation, ...]:
        """The view of each reviewer who sits on the file, once all have submitted."""
        return tuple(self.view(one).evaluation for one in self.state.reviewers) if self.state.closed else ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of a review, over its open store.

    Attributes:
        profile: the standard of the review. rules: what `[panel]` of its `review.toml` says.
        names: gives name or alias of an authority → its full name, from the register.
    """

    store: Store
    profile: Profile
    rules: PanelRules
    names: Callable[[], Mapping[str, str]] = dict

    @classmethod
    def of(cls, review: Review, store: Store) -> Panel:
        """The panel of a review.

        Raises:
            ProfileError: the standard of the review does not hold.
        """
        beside = review.folder / review.settings.profile
        profile = load_profile(beside if beside.exists() else review.settings.profile)
        names = cache(lambda: known_names(review.registers().rows("authorities")))
        return cls(store, profile, review.settings.panel, names)

    @property
    def people(self) -> tuple[Reviewer, ...]:
        """Who may sit: those of `review.toml`, else those who were enrolled."""
        return self.rules.reviewers or roster_in(self.store)

    @property
    def roster(self) -> tuple[Reviewer, ...]:
        """Who may sit, their authorities and relations by their full names, so that nobody passes by an alias."""
        return tuple(
            replace(one, agency=self.official(one.agency), related=tuple(map(self.official, one.related)))
            for one in self.people
        )

    def official(self, name: str) -> str:
        """The full name of an authority; any other name as it is."""
        return self.names().get(normalise(name), name)

    def sitting(self, case: str) -> Sitting:
        """One case file, by id or document number.

        Raises:
            UnknownCase: there is none, or several. Tampered: it was judged by another standard.
        """
        state = state_in(self.store, case)
        if not state.evaluation:  # no id: a number, or nothing
            state = state_in(self.store, self.store.line(case)["id"])
        return next(self._sit([state], cache(self.store.texts)))

    def sittings(self) -> Iterator[Sitting]:
        """All case files, by id.

        Raises:
            Tampered: one was judged by another standard.
        """
        yield from self._sit(list(states_in(self.store).values()), cache(self.store.texts))

    def _sit(self, states: Sequence[PanelState], texts: Callable[[], Mapping[str, str]]) -> Iterator[Sitting]:
        found = self.store.stored([one.evaluation for one in states])
        for state, (line, case) in zip(states, found, strict=True):
            evaluation = evaluation_of(line)
            table = self.profile.table_of(evaluation)
            if table is None or self.profile.stamp != evaluation.stamp.profile:
                raise Tampered(
                    "评查结果与当前标准不符", evaluation.id, "用原来的标准，或重新运行 anjuan evaluate"
                )
            yield Sitting(state, evaluation, state.evaluation, table, case, texts)

    def may_speak(self, state: PanelState, reviewer: str) -> None:
        """Refuse somebody who may not say anything on a file now.

        Raises:
            NotAllowed: unknown, not assigned, recused, or submitted already.
        """
        where = f"案卷 {state.case}，评查员 {reviewer}"
        known_in(state, self.people, reviewer)
        if any(one.reviewer == reviewer for one in state.recused):
            raise NotAllowed("该评查员已经回避这一案卷", where, "由接替的评查员评查")
        seat = state.seat(reviewer)
        if state.seats and (seat is None or seat.role not in BLIND):
            raise NotAllowed("这一案卷没有分派给该评查员", where, "用 anjuan panel assign 查看分派")
        if reviewer in state.submitted:
            raise NotAllowed("该评查员已经提交，不能再改", where, "不同意见由合议处理")

    def enter(self, ruling: Ruling, digest: str, found: Mapping[str, Any] | None = None) -> Entry:
        """Note what a reviewer says of one item; it takes the place of what he said before.

        Args:
            digest: of the evaluation that he looked at.
            found: place of a finding that he adds: {file, page, box, quote}, the quote as text.

        Raises:
            NotAllowed: he may not, or the ruling does not hold.
            Conflict: the file was evaluated again meanwhile.
        """
        sitting = self.sitting(ruling.case)
        self.may_speak(sitting.state, ruling.reviewer)
        if digest != sitting.digest:
            raise Conflict(
                "案卷已经重新评查，与打开时不同", f"案卷 {ruling.case}", "重新打开该案卷，核对后再提交"
            )
        apply_rulings(sitting.evaluation, [ruling], sitting.table)
        payload: dict[str, Any] = {
            "evaluation": digest,
            "item": ruling.item,
            "verdict": str(ruling.verdict),
            "points": None if ruling.points is None else str(ruling.points),
            "veto": ruling.veto,
            "reason": self.store.put_text(ruling.reason),
        }
        if found:
            quote = self.store.put_text(str(found.get("quote", "")))
            payload["found"] = {**found, "quote": quote}
        entry = self.store.append(ruling.case, ruling.reviewer, "reviewed", payload)
        said = next(one for one in state_in(self.store, ruling.case).opinions if one.seq == entry.seq)
        if said.fate == LATE:
            raise NotAllowed(
                "该评查员在另一处已经提交，这一条没有计入", f"案卷 {ruling.case}", "不同意见由合议处理"
            )
        return entry

    def withdraw(self, case: str, reviewer: str, seq: int, reason: str) -> Entry:
        """Take back an own opinion; it stays visible.

        Args:
            seq: entry of the opinion.

        Raises:
            NotAllowed: he may not, it is not his, or it does not stand any more.
        """
        state = state_in(self.store, case)
        self.may_speak(state, reviewer)
        where = f"案卷 {case}，第 {seq} 条"
        if seq not in {one.seq for one in state.standing(reviewer)}:
            raise NotAllowed("没有可以撤回的这一条意见", where, "只能撤回本人仍然有效的意见")
        if not reason.strip():
            raise NotAllowed("撤回没有写明理由", where, "写明理由后重新提交")
        return self.store.append(
            case, reviewer, "withdrawn", {"entry": seq, "reason": self.store.put_text(reason)}
        )

    def submit(self, case: str, reviewer: str, digest: str | None = None) -> Entry:
        """Say that a reviewer is done with a file; from now on nothing of his is changed.

        Args:
            digest: of the evaluation that he looked at; None for the current one.

        Raises:
            NotAllowed: he may not, or has submitted already. Conflict: the file was evaluated again meanwhile.
        """
        state = state_in(self.store, case)
        where = f"案卷 {case}，评查员 {reviewer}"
        self.may_speak(state, reviewer)
        if state.seat(reviewer) is None:
            raise NotAllowed("这一案卷还没有分派评查员", where, "先运行 anjuan panel assign")
        if digest not in (None, state.evaluation):
            raise Conflict("案卷已经重新评查，与打开时不同", where, "重新打开该案卷，核对后再提交")
        payload = {"evaluation": state.evaluation, "entries": len(state.standing(reviewer))}
        entry = self.store.append(case, reviewer, "submitted", payload)
        if entry.seq not in {one.seq for one in state_in(self.store, case).submissions}:
            raise NotAllowed("该评查员在另一处已经提交", where, "以先提交的为准，这一次没有计入")
        return entry


def agreement_in(panel: Panel, *, spoken_only: bool = False) -> tuple[Agreement, Mapping[str, str]]:
    """How far the reviewers of a review agree, over the files that nobody is waited for on; and item → title.

    Args:
        spoken_only: leave out what reviewers did not say themselves.
    """
    ratings: list[Rating] = []
    grades: list[Rating] = []
    dimensions: dict[str, str] = {}
    titles: dict[str, str] = {}
    order: list[str] = []
    for sitting in panel.sittings():
        state, evaluation = sitting.state, sitting.evaluation
        ratings += ratings_of(state, evaluation)
        dimensions.update((row.item, row.dimension) for row in evaluation.items)
        titles.update((row.item, row.title) for row in evaluation.items)
        if state.closed and state.submitted:
            views = {name: sitting.view(name).evaluation for name in state.submitted}
            grades += grade_ratings(state.case, views)
        order = order or [one.name for one in reversed(sitting.table.grades)]
    told = agreement(ratings, dimensions, grades=grades, grade_order=order, spoken_only=spoken_only)
    return told, titles
