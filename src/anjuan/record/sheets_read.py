"""Score sheets that came back: every cell checked, what is new written, a sheet taken as a whole or not at all."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model.errors import AnjuanError, NotAllowed, SheetError, near
from ..model.result import Ruling
from ..panel.ruling import apply_rulings
from ..panel.said import LATE, RECUSED, REPLACED, WITHDRAWN, Opinion
from ..panel.state import PanelState
from ..reading.sheets import Sheet
from .ledger import Entry
from .panel import Panel
from .review import Review
from .sheets_book import open_book, several
from .sheets_cells import Filled, cells_of, read_cells
from .sheets_desk import Desk, answer_of, desk_of, first_entries, is_assigned
from .sheets_form import (
    AGREED,
    FORM,
    MOST_REASON,
    REASON,
    SEAL,
    SHEET,
    VERDICT,
    Answer,
    Line,
    Seal,
    cell_name,
)
from .standing import state_in, states_in
from .store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """One opinion that a sheet brought.

    Attributes:
        cell: where it stands. machine: what the machine said. before: what the reviewer had said, empty where
            nothing. now: what he says. differs: from the machine.
    """

    item: str
    cell: str
    machine: str
    before: str
    now: str
    differs: bool

    def text(self) -> str:
        """In one line."""
        against = "与机器不同" if self.differs else "与机器一致"
        before = f"，原意见：{self.before}" if self.before else ""
        return f"{self.item}（{self.cell}）：{self.now}（机器：{self.machine}，{against}{before}）"


@dataclass(frozen=True, slots=True)
class Taken:
    """One sheet that was taken.

    Attributes:
        changes: what was written. notes: what was left as it is though the sheet says otherwise, and why.
        submitted: the reviewer has submitted with this sheet.
    """

    file: str
    case: str
    reviewer: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    submitted: bool = False

    @property
    def new(self) -> bool:
        """Something was written."""
        return bool(self.changes) or self.submitted

    def lines(self) -> Iterator[str]:
        """What was done, for a person."""
        count = sum(one.differs for one in self.changes)
        told = f"录入{len(self.changes)}项，其中与机器不同{count}项" if self.changes else "没有新内容"
        yield f"{self.file}：案卷 {self.case}，{self.reviewer}，{told}{'，已提交' if self.submitted else ''}"
        yield from (f"  {one.text()}" for one in self.changes)
        yield from (f"  提示：{one}" for one in self.notes)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the sheets; a refused one left nothing behind."""

    taken: tuple[Taken, ...] = ()
    refused: tuple[AnjuanError, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 when every sheet was taken, else 1."""
        return 1 if self.refused else 0

    def lines(self) -> Iterator[str]:
        """What was done, for a person."""
        for one in self.taken:
            yield from one.lines()
        yield from map(str, self.refused)


def import_sheets(review: Review, files: Sequence[Path]) -> Imported:
    """Take score sheets that reviewers filled in.

    Of each sheet all that is new is written at once, or nothing. A sheet that says nothing new writes nothing.

    Args:
        files: XLSX files as `export_sheets` wrote them, or folders of those.

    Raises:
        SetupError: the standard of the review does not hold. StoreError: the store cannot be opened or written.
        What is wrong with one sheet stands in `Imported.refused`.
    """
    taken: list[Taken] = []
    refused: list[AnjuanError] = []
    with review.store() as store:
        desks = _Desks.of(review, store)
        for file in _files(files):
            try:
                taken.append(_Sheet(desks, file).take())
            except AnjuanError as error:
                refused.append(_placed(error, file))
    return Imported(tuple(taken), tuple(refused))


def _files(files: Sequence[Path]) -> Iterator[Path]:
    for file in files:
        if file.is_dir():
            yield from sorted(one for one in file.iterdir() if _is_sheet(one))
        else:
            yield file


def _is_sheet(file: Path) -> bool:
    return (
        file.suffix.lower() in (".xlsx", ".xlsm") and not file.name.startswith(("~$", ".")) and file.is_file()
    )


def _placed(error: AnjuanError, file: Path) -> AnjuanError:
    """The error with the name of the file in its place."""
    if file.name in error.where or file.name in error.what:
        return error
    return type(error)(
        error.what, f"{file.name}：{error.where}" if error.where else file.name, error.next_step
    )


@dataclass(frozen=True, slots=True)
class _Desks:
    """The case files of a review."""

    review: Review
    store: Store
    panel: Panel
    digests: Mapping[str, str]
    first: Mapping[str, Entry]
    assigned: bool
    texts: dict[str, str]

    @classmethod
    def of(cls, review: Review, store: Store) -> _Desks:
        """As it stands when the import begins."""
        digests, first = store.current_digests(), first_entries(store)
        assigned = is_assigned(states_in(store))
        return cls(review, store, Panel.of(review, store), digests, first, assigned, {})

    def said(self, opinions: Iterable[Opinion]) -> Mapping[str, str]:
        """Digest → text, with the reasons of these opinions in it."""
        if any(one.reason not in self.texts for one in opinions):
            self.texts.update(self.store.texts())
        return self.texts

    def desk(self, seal: Seal, file: str) -> Desk:
        """The case file that a seal names.

        Raises:
            SheetError: there is none, the seal is not of this review, or the file was evaluated again.
        """
        where = f"{file}：{SEAL}"
        first = self.first.get(seal.case)
        if first is None:
            hint = near(seal.case, self.first) or "核对评查项目，用本项目导出的评查表"
            raise SheetError(f"本评查项目没有案卷“{seal.case[:80]}”", where, hint)
        if not hmac.compare_digest(seal.mark.encode(), seal.sealed(first.hash).encode()):
            raise SheetError(
                "封签不符：不是本评查项目为这名评查人员和案卷导出的评查表，或者封签页被改动",
                where,
                "重新导出评查表，把填写的内容抄过去",
            )
        if seal.evaluation != self.digests[seal.case]:
            raise SheetError("案卷已经重新评查，本表的机器结果已过时", where, "重新导出评查表，核对后填写")
        line, _ = next(self.store.stored([seal.evaluation]))
        return desk_of(self.panel.profile, line, seal.evaluation, first)


class _Sheet:
    """One sheet on its way in."""

    def __init__(self, desks: _Desks, file: Path) -> None:
        self.desks, self.name = desks, file.name
        sheets = open_book(file)
        self.seal = self._seal(sheets)
        self.desk = desks.desk(self.seal, self.name)
        self.form = self.desk.form(desks.review, self.seal.reviewer)
        self.filled: Filled = read_cells(self.form, cells_of(sheets[SHEET]), f"{self.name}：{SHEET}")
        self.reviewer = self.filled.reviewer
        self.notes: list[str] = []

    def _seal(self, sheets: Mapping[str, Sheet]) -> Seal:
        for name in (SHEET, SEAL):
            if name not in sheets:
                hint = f"把工作表改回“{name}”，或者重新导出评查表"
                raise SheetError(f"没有名为“{name}”的工作表", self.name, hint)
        if more := [one.name for one in sheets.values() if one.name not in (SHEET, SEAL) and one.rows]:
            raise SheetError("多出了有内容的工作表", f"{self.name}：{more[0]}", "删去该工作表后重新提交")
        told = {
            cells.get(0, ""): cells.get(1, "") for cells in (dict(row.cells) for row in sheets[SEAL].rows)
        }
        seal = Seal.of(told)
        if seal is None:
            raise SheetError("封签页被改动，认不出是哪一份评查表", f"{self.name}：{SEAL}", "重新导出评查表")
        if seal.form != FORM:
            what = f"评查表是第{seal.form[:9]}版表样，现用第{FORM}版"
            raise SheetError(what, f"{self.name}：{SEAL}", "重新导出评查表，把填写的内容抄过去")
        return seal

    def take(self) -> Taken:
        """Write what is new.

        Raises:
            SheetError, NotAllowed, StoreError: see `import_sheets`; nothing was written.
        """
        store, case = self.desks.store, self.desk.evaluation.id
        state = state_in(store, case)
        texts = self.desks.said(self._own(state))
        if self.filled.problems:
            raise several(list(self.filled.problems))
        new = self._new(state, texts)
        submit = self._submits(state)
        if new or submit:
            self._admit(state)
            rulings = [self._ruling(line, answer) for line, answer in new]
            apply_rulings(self.desk.evaluation, rulings, self.desk.table)
            spoken = {one.item for one in state.standing(self.reviewer)} | {one.item for one in rulings}
            self._write(rulings, submit, len(spoken))
            if submit and (left := [one for one in self.desk.evaluation.undecided if one not in spoken]):
                self.notes.append(f"提交时还有影响等次的评查项没有评查：{'、'.join(left)}")
        else:
            self._belongs(state)
        before = {one.item: answer_of(one, texts) for one in state.standing(self.reviewer)}
        changes = tuple(self._change(line, answer, before.get(line.score.item)) for line, answer in new)
        return Taken(self.name, case, self.reviewer, changes, tuple(self.notes), submit)

    # ---- what is new --------------------------------------------------------------------

    def _new(self, state: PanelState, texts: Mapping[str, str]) -> list[tuple[Line, Answer]]:
        """Opinions that are on the sheet and not yet in the ledger.

        Raises:
            SheetError: one against the machine has no reason.
        """
        said = {one.seq: one for one in self._own(state)}
        standing = {one.item: one for one in said.values() if one.stands}
        found: list[tuple[Line, Answer]] = []
        problems: list[SheetError] = []
        for line in self.form.lines:
            item, answer = line.score.item, self.filled.answers.get(line.score.item)
            base = said.get(self.seal.base.get(item, 0))
            now = standing.get(item)
            if answer is None:
                if base is not None and now is not None:
                    self.notes.append(f"{item}：本表留空，台账中的意见保留；要撤回的请说明理由另行办理")
                continue
            if base is not None and answer == answer_of(base, texts):
                if now is not base:
                    self.notes.append(f"{item}：本表没有改动，台账中已有更新的意见或者已经撤回，保持不变")
                continue
            answer, problem = self._reasoned(line, answer)
            if problem is not None:
                problems.append(problem)
            elif now is not None and answer == answer_of(now, texts):
                continue
            elif any(
                one.item == item
                and one.seq > self.seal.base.get(item, 0)
                and one.fate in (REPLACED, WITHDRAWN)
                and answer == answer_of(one, texts)
                for one in said.values()
            ):
                self.notes.append(
                    f"{item}：本表的意见已经录入过，后来已改动或者撤回，保持不变；要改回的请重新导出"
                )
            else:
                found.append((line, answer))
        if problems:
            raise several(problems)
        return found

    def _own(self, state: PanelState) -> Iterator[Opinion]:
        return (one for one in state.opinions if one.reviewer == self.reviewer)

    def _reasoned(self, line: Line, answer: Answer) -> tuple[Answer, SheetError | None]:
        """The answer with its reason, or what is wrong with that."""
        item, where = line.score.item, f"{self.name}：{SHEET}!{cell_name((line.row, REASON))}"
        if len(answer.reason) > MOST_REASON:
            return answer, SheetError(f"{item} 的理由超过{MOST_REASON}字", where, "缩短后重新提交")
        if answer.reason:
            return answer, None
        if line.agrees(answer):
            return replace(answer, reason=AGREED), None
        what = f"{item} 与机器结论不同、改动了分值或者涉及一票否决，没有写明理由"
        return answer, SheetError(what, where, "写明理由后重新提交")

    def _change(self, line: Line, answer: Answer, before: Answer | None) -> Change:
        told = before.text() if before else ""
        now = answer.text()
        if told == now:
            now = f"{now}，改动了理由"
        cell = cell_name((line.row, VERDICT))
        return Change(line.score.item, cell, line.machine, told, now, line.differs(answer))

    def _ruling(self, line: Line, answer: Answer) -> Ruling:
        return Ruling(
            self.desk.evaluation.id,
            line.score.item,
            self.reviewer,
            answer.verdict,
            answer.reason,
            answer.points,
            answer.veto,
        )

    # ---- may he? ------------------------------------------------------------------------

    def _submits(self, state: PanelState) -> bool:
        if not self.filled.submit or self.reviewer in state.submitted:
            return False
        if not self.desks.assigned:
            self.notes.append("本评查项目没有分派评查人员，意见已经生效，不需要提交")
            return False
        return True

    def _belongs(self, state: PanelState) -> None:
        """Refuse a sheet of somebody who does not sit on the file, though it says nothing new."""
        if self.reviewer not in state.submitted:
            self._admit(state)

    def _admit(self, state: PanelState) -> None:
        self.desks.panel.may_speak(state, self.reviewer)
        if self.desks.assigned and state.seat(self.reviewer) is None:
            raise NotAllowed(
                "这一案卷没有分派给该评查员",
                f"案卷 {state.case}，评查员 {self.reviewer}",
                "用 anjuan panel assign 查看分派",
            )

    def _write(self, rulings: Sequence[Ruling], submit: bool, standing: int) -> None:
        """Write everything in one transaction.

        Raises:
            NotAllowed: he submitted at another place or had to leave at the same moment; what was written does
                not count then.
        """
        store, case, digest = self.desks.store, self.desk.evaluation.id, self.desk.digest
        steps: list[tuple[str, Mapping[str, Any]]] = [
            ("reviewed", store.ruling_payload(one, digest)) for one in rulings
        ]
        if submit:
            steps.append(("submitted", {"evaluation": digest, "entries": standing}))
        seqs = {entry.seq for entry in store.append_all(case, self.reviewer, steps)}
        after = state_in(store, case)
        late = [one for one in after.opinions if one.seq in seqs and one.fate in (LATE, RECUSED)]
        if late or (submit and not any(one.seq in seqs for one in after.submissions)):
            raise NotAllowed(
                "该评查员在另一处已经提交或者已经回避，本表没有计入", f"案卷 {case}", "不同意见由合议处理"
            )
