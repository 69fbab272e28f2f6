"""What a panel settles: what is open on a file, and who may answer it how.

```
dispute      reviewers differ on the item                             settled by collective opinion or by themselves
objection    the authority objects to it, and nobody answered yet     settled, then answered; or answered without
recheck      who looked again at the file sees it otherwise           settled
```
Nothing else can be settled: what reviewers agree on stands as they said it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..model.errors import NotAllowed, near
from ..model.result import Evaluation, Ruling, Verdict
from .assign import barred, same_authority
from .rules import PanelRules
from .ruling import Ruled
from .said import CHECK, Objection, Reviewer
from .state import PanelState

DISPUTE, OBJECTION, RECHECK = "dispute", "objection", "recheck"
UPHELD, CHANGED, REJECTED = OUTCOMES = ("upheld", "changed", "rejected")
CONFIRMED, DIFFERS = RECHECKED = ("confirmed", "differs")


@dataclass(frozen=True, slots=True)
class Open:
    """An item that waits for an answer of the panel: `dispute`, `objection` or `recheck`."""

    case: str
    item: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """How an item is to be settled.

    Attributes:
        chair: who presides, and signs. attended: everybody who took part, the chair among them.
        collective: a collective opinion (集体讨论); False where the reviewers of the file agreed among themselves.
    """

    item: str
    verdict: Verdict
    reason: str
    chair: str
    attended: tuple[str, ...]
    points: Decimal | None = None
    veto: bool | None = None
    collective: bool = True

    def ruling(self, case: str) -> Ruling:
        """What becomes the only ruling of the item."""
        return Ruling(case, self.item, self.chair, self.verdict, self.reason, self.points, self.veto)


def open_items(state: PanelState, ruled: Ruled) -> tuple[Open, ...]:
    """What waits for an answer on one file, in the order of its table; each item once.

    Args:
        ruled: the evaluation with the opinions that count now.
    """
    if not state.closed:
        return ()
    answered = {item: one.seq for item, one in state.answers.items()}
    why = dict.fromkeys(ruled.disputes, DISPUTE)
    for check in state.rechecks:
        if check.evaluation == state.evaluation:
            fresh = (item for item in check.items if answered.get(item, 0) < check.seq)
            why.update((item, RECHECK) for item in fresh if item not in why)
    for objection in state.open_objections:
        fresh = (item for item in objection.items if answered.get(item, 0) < objection.seq)
        why.update((item, OBJECTION) for item in fresh if item not in why)
    rows = [row.item for row in ruled.evaluation.items]
    return tuple(Open(state.case, item, why[item]) for item in rows if item in why)


def admit_settlement(
    state: PanelState,
    ruled: Ruled,
    decision: Decision,
    roster: Sequence[Reviewer],
    rules: PanelRules,
    names: Sequence[str] = (),
) -> None:
    """Refuse a settlement that the state or the people do not allow.

    Args:
        ruled: the evaluation with the opinions that count now.
        names: parties and officials named in the file.

    Raises:
        NotAllowed: somebody has not submitted, nothing is open on the item, no quorum, or somebody took part who
            may not; the message says which.
    """
    where = f"案卷 {state.case}，评查项 {decision.item}"
    if state.waiting:
        raise NotAllowed(
            f"还有评查员没有提交：{'、'.join(state.waiting)}", where, "全部提交后再合议；不能履行的先办理回避"
        )
    if decision.item not in {one.item for one in open_items(state, ruled)}:
        raise NotAllowed(
            "该评查项没有分歧、异议或者复核意见，不需要合议",
            where,
            "用 anjuan panel settle 查看待合议的评查项",
        )
    _attendance(state, ruled.evaluation.agency, decision, roster, names, where)
    if decision.collective:
        if len(decision.attended) < rules.quorum:
            what = f"到会 {len(decision.attended)} 人，不足集体讨论的最低人数 {rules.quorum} 人"
            raise NotAllowed(what, where, "补齐到会人员，或者在 review.toml 的 [panel] 中改 quorum")
    elif missing := [one for one in state.reviewers if one not in decision.attended]:
        raise NotAllowed(
            f"自行协商一致应由该案卷的全部评查员参加，缺 {'、'.join(missing)}",
            where,
            "补齐，或者改为集体讨论",
        )
    if not decision.reason.strip():
        raise NotAllowed("合议没有写明理由", where, "写明理由后重新提交")


def _attendance(
    state: PanelState,
    agency: str,
    decision: Decision,
    roster: Sequence[Reviewer],
    names: Sequence[str],
    where: str,
) -> None:
    people: Mapping[str, Reviewer] = {one.name: one for one in roster}
    if len(set(decision.attended)) != len(decision.attended):
        raise NotAllowed("到会人员有重复", where, "每人只写一次")
    if decision.chair not in decision.attended:
        raise NotAllowed(f"主持人 {decision.chair} 不在到会人员中", where, "把主持人写入到会人员")
    gone = {one.reviewer for one in state.recused}
    for name in decision.attended:
        if name not in people:
            hint = near(name, people) or "在 review.toml 的 [panel] 中登记后再合议"
            raise NotAllowed(f"到会人员 {name} 不是评查员", where, hint)
        why = "已经回避" if name in gone else barred(people[name], agency, names)
        if why:
            raise NotAllowed(f"到会人员 {name} 应当回避：{why}", where, "换人后重新合议")


def admit_objection(
    state: PanelState, evaluation: Evaluation, authority: str, items: Sequence[str], text: str
) -> None:
    """Refuse an objection that nobody could answer.

    Raises:
        NotAllowed: another authority's, before all have submitted, on no item or one that is not there, or empty.
    """
    where = f"案卷 {state.case}"
    if not same_authority(authority, evaluation.agency):
        raise NotAllowed(
            f"{authority} 不是该案卷的办案机关", where, f"由 {evaluation.agency or '办案机关'} 提出"
        )
    if state.waiting:
        raise NotAllowed("评查还没有结束，没有可以异议的意见", where, "全部评查员提交后再登记异议")
    if not items:
        raise NotAllowed("异议没有写明评查项", where, "写明对哪些评查项有异议")
    for item in items:
        if evaluation.item(item) is None:
            hint = near(item, [row.item for row in evaluation.items]) or "核对评查项编号"
            raise NotAllowed(f"该案卷的评查表中没有 {item}", where, hint)
    if not text.strip():
        raise NotAllowed("异议没有写明理由", where, "写明异议的内容")


def admit_answer(state: PanelState, seq: int, outcome: str, reason: str) -> Objection:
    """The objection that is answered.

    Args:
        seq: entry of the objection. outcome: `upheld` (维持), `changed` (改变) or `rejected` (不予受理).

    Raises:
        NotAllowed: no such objection, answered already, without a reason, or `changed` though no item of it was
            settled after it.
    """
    where = f"案卷 {state.case}，异议 {seq}"
    found = next((one for one in state.objections if one.seq == seq), None)
    if found is None:
        numbers = "、".join(str(one.seq) for one in state.open_objections)
        hint = f"待答复的有：{numbers}" if numbers else "该案卷没有待答复的异议"
        raise NotAllowed("没有这一件异议", where, hint)
    if found.outcome:
        raise NotAllowed("这一件异议已经答复", where, "新的异议另行登记")
    if outcome not in OUTCOMES:
        raise NotAllowed(
            f"不认识的处理结果 {outcome}", where, "可用：upheld 维持、changed 改变、rejected 不予受理"
        )
    if not reason.strip():
        raise NotAllowed("答复没有写明理由", where, "写明理由后重新提交")
    changed = any(one.item in found.items and one.seq > seq for one in state.settled)
    if outcome == CHANGED and not changed:
        raise NotAllowed("改变意见前应当先合议所异议的评查项", where, "先用 anjuan panel settle 合议，再答复")
    return found


def admit_recheck(
    state: PanelState, ruled: Ruled, reviewer: str, outcome: str, items: Sequence[str], reason: str
) -> None:
    """Refuse a second look by somebody who was not asked for it, or one that does not say what it found.

    Raises:
        NotAllowed: not his seat, the file still has something open, done already, or an outcome that does not hold.
    """
    where = f"案卷 {state.case}"
    seat = state.seat(reviewer)
    if seat is None or seat.role != CHECK:
        raise NotAllowed(f"{reviewer} 不是该案卷的复核人", where, "先用 anjuan panel assign 指派复核人")
    if state.waiting or ruled.disputes:
        raise NotAllowed("评查还没有结束或者还有分歧，不能复核", where, "先提交、合议，再复核")
    if any((one.reviewer, one.evaluation) == (reviewer, state.evaluation) for one in state.rechecks):
        raise NotAllowed(f"{reviewer} 已经复核过", where, "不同意见由合议处理")
    if outcome not in RECHECKED:
        raise NotAllowed(f"不认识的复核结果 {outcome}", where, "可用：confirmed 同意，differs 有不同意见")
    if (outcome == DIFFERS) != bool(items):
        raise NotAllowed("有不同意见的复核应当写明评查项，同意的不写", where, "用 --item 写明评查项")
    for item in items:
        if ruled.evaluation.item(item) is None:
            hint = near(item, [row.item for row in ruled.evaluation.items]) or "核对评查项编号"
            raise NotAllowed(f"该案卷的评查表中没有 {item}", where, hint)
    if not reason.strip():
        raise NotAllowed("复核没有写明理由", where, "写明理由后重新提交")


def overdue(objection: Objection, today: date) -> bool:
    """True when it is not answered and its day has passed."""
    return not objection.outcome and today > objection.due
