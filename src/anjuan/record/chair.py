"""What the chair of a panel does: assign, recuse, settle, and answer the authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..law.calendar import Calendar, CalendarGap
from ..law.days import deadline
from ..model.errors import NotAllowed, RegisterError, SetupError, near
from ..panel.assign import Ask, Plan, barred, differences, level_of, looked_at_again, plan
from ..panel.ruling import apply_rulings
from ..panel.said import CHECK, FIRST, SECOND, THIRD, Reviewer
from ..panel.settle import (
    Decision,
    Open,
    admit_answer,
    admit_objection,
    admit_recheck,
    admit_settlement,
    open_items,
)
from ..panel.state import PanelState
from .ledger import Entry
from .panel import Panel, Sitting
from .standing import PANEL, roster_in, state_in, states_in
from .store import Store

DIFFER = {"points": "分差超过规定", "veto": "一票否决不一致", "grade": "等次不一致"}
WORKING_DAYS = "工作日"


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment did.

    Attributes:
        plan: seats given now, and files whose seats could not be filled. seed: what the lots were drawn with.
        enrolled: reviewers who are new in the ledger, or of whom something changed.
        leave: (case, reviewer, why) of those who sit but must leave by now; each needs a decision (`recuse`).
        thirds: case → in what its two reviewers differ, for the thirds asked for.
    """

    plan: Plan
    seed: str
    enrolled: tuple[str, ...]
    leave: tuple[tuple[str, str, str], ...]
    thirds: Mapping[str, tuple[str, ...]]


def enrol(panel: Panel, actor: str) -> tuple[str, ...]:
    """Note in the ledger who may sit, where it does not say so yet; gives the names."""
    known = {one.name: one for one in roster_in(panel.store)}
    fresh = [one for one in panel.rules.reviewers if known.get(one.name) != one]
    for one in fresh:
        payload = {
            "reviewer": one.name,
            "agency": one.agency,
            "related": [panel.store.put_text(name) for name in one.related],
            "roles": [one.position],
        }
        panel.store.append(PANEL, actor, "enrolled", payload)
    return tuple(one.name for one in fresh)


def assign(panel: Panel, actor: str, seed: str | None = None, cases: Sequence[str] = ()) -> Assigned:
    """Give the seats that files ask for now: two each, a third where two differ, one for a second look.

    Args:
        actor: who runs it.
        seed: of the lots; None for the one of the last assignment, else of the last draw.
        cases: ids of the files; none for those of the last draw, else all.

    Raises:
        SetupError: no reviewers, or no seed. NotAllowed: a file that is not there.
    """
    if len(panel.roster) < 2:
        raise SetupError(
            "评查员不足两名", "review.toml：panel.reviewers", "在 [[panel.reviewers]] 中登记评查员"
        )
    store, states = panel.store, states_in(panel.store)
    wanted = _wanted(store, states, cases)
    seed = seed or _seed(store)
    if not seed:
        raise SetupError("没有抽签的种子", "", "用 --seed 写明会上公布的种子，或者先运行 anjuan draw")
    enrolled = enrol(panel, actor)
    asks, thirds, leave = [], {}, []
    for sitting in panel.sittings():
        name = sitting.state.case
        leave += [(name, *one) for one in _must_leave(panel, sitting)]
        roles, differ = _roles(sitting, panel) if name in wanted else ((), ())
        if THIRD in roles:
            thirds[name] = differ
        if roles:
            asks.append(ask_of(panel, sitting, roles))
    found = plan(asks, panel.roster, loads_of(states.values()), seed)
    if found.seats:
        told = {"seed": seed, "files": [one.case for one in asks], "seats": len(found.seats)}
        store.append(PANEL, actor, "allotted", told)
    for seat in found.seats:
        given = {"reviewer": seat.reviewer, "role": seat.role, "evaluation": states[seat.case].evaluation}
        store.append(seat.case, actor, "assigned", given)
    return Assigned(found, seed, enrolled, tuple(leave), thirds)


def _wanted(store: Store, states: Mapping[str, PanelState], cases: Sequence[str]) -> list[str]:
    drawn = [one.payload["picks"] for one in store.entries(stream="draw", action="drawn")][-1:]
    for name in cases:
        if name not in states:
            raise NotAllowed(f"没有案卷“{name}”", "", near(name, states) or "核对案卷编号")
    wanted = set(cases or (drawn[0] if drawn else states))
    return sorted(wanted & states.keys())


def _seed(store: Store) -> str:
    allotted = [str(one.payload["seed"]) for one in store.entries(stream=PANEL, action="allotted")]
    drawn = [str(one.payload["seed"]) for one in store.entries(stream="draw", action="drawn")]
    return next(iter([*allotted[-1:], *drawn[-1:]]), "")


def loads_of(states: Iterable[PanelState]) -> Counter[str]:
    """Reviewer → files on which he sits."""
    return Counter(seat.reviewer for state in states for seat in state.seats)


def ask_of(panel: Panel, sitting: Sitting, roles: Sequence[str]) -> Ask:
    """A file that asks for seats."""
    state = sitting.state
    return Ask(
        state.case,
        panel.official(sitting.evaluation.agency),
        sitting.names,
        tuple(roles),
        tuple(one.reviewer for one in state.seats),
        tuple(one.reviewer for one in state.recused),
    )


def _roles(sitting: Sitting, panel: Panel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Seats that a file asks for now, and in what its reviewers differ."""
    state = sitting.state
    taken = {one.role for one in state.seats}
    first = tuple(role for role in (FIRST, SECOND) if role not in taken)
    if first or not state.closed:
        return first, ()
    ruled = sitting.ruled
    differ = () if THIRD in taken or state.answers else differences(sitting.views, panel.rules.differ_points)
    if differ:
        return (THIRD,), differ
    again = CHECK not in taken and not open_items(state, ruled)
    return ((CHECK,) if again and looked_at_again(ruled.evaluation, sitting.table) else ()), ()


def _must_leave(panel: Panel, sitting: Sitting) -> list[tuple[str, str]]:
    people = {one.name: one for one in panel.roster}
    found = []
    for seat in sitting.state.seats:
        one = people.get(seat.reviewer)
        why = (
            barred(one, panel.official(sitting.evaluation.agency), sitting.names)
            if one
            else "评查员名单中已经没有此人"
        )
        if why:
            found.append((seat.reviewer, why))
    return found


def recuse(panel: Panel, case: str, reviewer: str, ground: str, decided_by: Sequence[str]) -> Plan:
    """Take a reviewer off a file, whom something stands against since he was assigned, and replace him.

    Who decides follows from his position: 分管负责人, 主要负责人, or the other heads together.

    Args:
        decided_by: who decided; at least two where the other heads decide together.

    Returns:
        The seat given to who comes in his place, or why there is nobody.

    Raises:
        NotAllowed: he does not sit there, no ground, or it was decided by somebody who may not.
    """
    sitting = panel.sitting(case)
    state, where = sitting.state, f"案卷 {sitting.state.case}，评查员 {reviewer}"
    seat = state.seat(reviewer)
    if seat is None:
        hint = near(reviewer, [one.reviewer for one in state.seats]) or "用 anjuan panel settle 查看分派"
        raise NotAllowed("该评查员没有评查这一案卷", where, hint)
    if not ground.strip():
        raise NotAllowed("回避没有写明理由", where, "写明与案件或者当事人的关系")
    people = {one.name: one for one in panel.roster}
    level = level_of(people.get(reviewer, Reviewer(reviewer, "-")))
    least = 2 if level == "collective" else 1
    who = tuple(dict.fromkeys(one.strip() for one in decided_by if one.strip()))
    if reviewer in who:
        raise NotAllowed("本人不能决定自己的回避", where, "由有权的负责人决定")
    if len(who) < least:
        what = "主要负责人的回避由其他负责人集体决定" if least == 2 else "没有写明谁决定回避"
        raise NotAllowed(what, where, "用 --by 写明决定的负责人" + ("，每人一个" if least == 2 else ""))
    payload = {
        "reviewer": reviewer, "ground": panel.store.put_text(ground), "level": level, "decided_by": list(who),
    }  # fmt: skip
    panel.store.append(state.case, "、".join(who), "recused", payload)
    return _replace(panel, state.case, seat.role, who[0])


def _replace(panel: Panel, case: str, role: str, actor: str) -> Plan:
    sitting = panel.sitting(case)
    ask = ask_of(panel, sitting, (role,))
    found = plan([ask], panel.roster, loads_of(states_in(panel.store).values()), _seed(panel.store) or case)
    for seat in found.seats:
        given = {"reviewer": seat.reviewer, "role": seat.role, "evaluation": sitting.state.evaluation}
        panel.store.append(case, actor, "assigned", given)
    return found


def open_in(panel: Panel) -> list[tuple[Sitting, tuple[Open, ...]]]:
    """Files with items that wait for an answer of the panel, by id."""
    found = ((sitting, open_items(sitting.state, sitting.ruled)) for sitting in panel.sittings())
    return [(sitting, items) for sitting, items in found if items]


def settle(panel: Panel, case: str, decision: Decision) -> Entry:
    """Settle an item; what is decided becomes its only ruling.

    Raises:
        NotAllowed: nothing is open on it, somebody has not submitted, a third reviewer is to be asked first, no
            quorum, somebody took part who may not, or the ruling does not hold.
    """
    sitting = panel.sitting(case)
    state = sitting.state
    admit_settlement(state, sitting.ruled, decision, panel.roster, panel.rules, sitting.names)
    _third_first(panel, sitting, decision)
    apply_rulings(
        sitting.evaluation, [decision.ruling(state.case)], sitting.table
    )  # refuses what does not hold
    payload = {
        "evaluation": sitting.digest,
        "item": decision.item,
        "verdict": str(decision.verdict),
        "points": None if decision.points is None else str(decision.points),
        "veto": decision.veto,
        "reason": panel.store.put_text(decision.reason),
        "attended": list(decision.attended),
        "collective": decision.collective,
    }
    entry = panel.store.append(state.case, decision.chair, "settled", payload)
    said = next(one for one in state_in(panel.store, state.case).settled if one.seq == entry.seq)
    if said.void:
        raise NotAllowed(
            "该评查项在另一处已经合议，这一次没有计入",
            f"案卷 {state.case}，评查项 {decision.item}",
            "重新查看",
        )
    return entry


def _third_first(panel: Panel, sitting: Sitting, decision: Decision) -> None:
    roles, differ = _roles(sitting, panel)
    if THIRD not in roles:
        return
    ask = ask_of(panel, sitting, roles)
    if plan([ask], panel.roster, {}, sitting.state.case).seats:
        raise NotAllowed(
            "两名评查员差距较大，应当先由第三名评查员评查",
            f"案卷 {sitting.state.case}，评查项 {decision.item}（{'、'.join(DIFFER[one] for one in differ)}）",
            "运行 anjuan panel assign 指派第三名评查员",
        )


def object_to(
    panel: Panel,
    case: str,
    authority: str,
    items: Sequence[str],
    text: str,
    received: date,
    calendar: Calendar,
    told: date | None = None,
) -> Entry:
    """Note an objection of the authority, and by when it is answered.

    Args:
        received: the day it came. told: the day the authority was told the opinion; with it the entry says whether
            the objection came in time.

    Raises:
        NotAllowed: see `admit_objection`. RegisterError: no working-day calendar for the year.
    """
    sitting = panel.sitting(case)
    admit_objection(sitting.state, sitting.evaluation, authority, items, text)
    if told and told > received:
        raise NotAllowed("收到异议的日期早于告知日期", f"案卷 {sitting.state.case}", "改正日期")
    last = _after(told, panel.rules.term_objection, calendar) if told else None
    payload = {
        "items": list(dict.fromkeys(items)),
        "text": panel.store.put_text(text),
        "received": received.isoformat(),
        "due": _after(received, panel.rules.term_answer, calendar).isoformat(),
        "late": last is not None and received > last,
    }
    return panel.store.append(sitting.state.case, authority, "objected", payload)


def _after(start: date, days: int, calendar: Calendar) -> date:
    try:
        return deadline(start, days, WORKING_DAYS, calendar)
    except CalendarGap as gap:
        raise RegisterError(
            f"没有 {gap.year} 年的工作日历，算不出期限", "calendar", "在台账 calendar（工作日历）中补上该年"
        ) from None


def answer(panel: Panel, case: str, who: str, seq: int, outcome: str, reason: str) -> Entry:
    """Answer an objection.

    Args:
        seq: entry of the objection. outcome: `upheld` (维持), `changed` (改变) or `rejected` (不予受理).

    Raises:
        NotAllowed: see `admit_answer`.
    """
    sitting = panel.sitting(case)
    admit_answer(sitting.state, seq, outcome, reason)
    payload = {"objection": seq, "outcome": outcome, "reason": panel.store.put_text(reason)}
    return panel.store.append(sitting.state.case, who, "answered", payload)


def recheck(
    panel: Panel, case: str, reviewer: str, outcome: str, reason: str, items: Sequence[str] = ()
) -> Entry:
    """Note the second look at an excellent or unqualified file.

    Args:
        outcome: `confirmed`, or `differs` on `items`, which are open then.

    Raises:
        NotAllowed: see `admit_recheck`.
    """
    sitting = panel.sitting(case)
    admit_recheck(sitting.state, sitting.ruled, reviewer, outcome, items, reason)
    payload = {
        "evaluation": sitting.digest,
        "outcome": outcome,
        "items": list(items),
        "reason": panel.store.put_text(reason),
    }
    return panel.store.append(sitting.state.case, reviewer, "rechecked", payload)
