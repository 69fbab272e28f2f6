"""The fold of a stream: who sits, what stands, who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from anjuan.panel.said import roster_of
from anjuan.panel.state import PURGED, PanelState, rulings_of, state_of


@dataclass(frozen=True)
class Line:
    seq: int
    actor: str
    action: str
    payload: Mapping[str, Any]
    stream: str = "a"
    at: str = "2026-11-25T08:00:00+00:00"


def lines(*told: tuple[str, str, Mapping[str, Any]]) -> list[Line]:
    return [Line(number, *one) for number, one in enumerate((EVALUATED, *told), 1)]


def sits(name: str, role: str) -> tuple[str, str, Mapping[str, Any]]:
    return "组长", "assigned", {"reviewer": name, "role": role, "evaluation": "e1"}


def says(name: str, item: str, verdict: str = "pass", evaluation: str = "e1") -> tuple[str, str, Any]:
    told = {"verdict": verdict, "points": None, "veto": None, "reason": f"t:{name}{item}"}
    return name, "reviewed", {"evaluation": evaluation, "item": item, **told}


def submits(name: str, evaluation: str = "e1") -> tuple[str, str, Any]:
    return name, "submitted", {"evaluation": evaluation, "entries": 1}


def settles(item: str, verdict: str = "fail", points: str | None = "1") -> tuple[str, str, Any]:
    told = {
        "verdict": verdict,
        "points": points,
        "veto": None,
        "reason": "t:合议",
        "attended": ["甲", "乙", "丙"],
    }
    return "丙", "settled", {"item": item, "evaluation": "e1", "collective": True, **told}


EVALUATED = ("anjuan", "evaluated", {"evaluation": "e1", "key": "k", "source": "a"})
TWO = (sits("甲", "first"), sits("乙", "second"))


def answers(state: PanelState) -> list[tuple[str, str, str]]:
    return [(one.item, one.reviewer, str(one.verdict)) for one in rulings_of(state, {})]


def test_everybody_is_blind_until_all_have_submitted() -> None:
    told = [*TWO, says("甲", "X"), says("乙", "X", "fail"), submits("甲")]
    before = state_of(lines(*told))
    assert [one.reviewer for one in before.visible_to("甲")] == ["甲"]
    assert [one.reviewer for one in before.visible_to("乙")] == ["乙"]
    assert before.visible_to("丙") == ()
    assert (before.waiting, before.closed, answers(before)) == (("乙",), False, [])
    after = state_of(lines(*told, submits("乙")))
    assert [one.reviewer for one in after.visible_to("甲")] == ["甲", "乙"]
    assert answers(after) == [("X", "甲", "pass"), ("X", "乙", "fail")]


def test_a_third_is_blind_too_and_a_check_is_not() -> None:
    told = [*TWO, says("甲", "X"), submits("甲"), submits("乙")]
    third = state_of(lines(*told, sits("丙", "third")))
    assert (third.closed, third.visible_to("丙"), answers(third)) == (False, (), [])
    check = state_of(lines(*told, sits("丙", "check")))
    assert check.closed
    assert len(check.visible_to("丙")) == 1


def test_corrected_and_withdrawn_opinions_stay_visible_and_do_not_stand() -> None:
    taken_back = ("甲", "withdrawn", {"entry": 5, "reason": "t"})
    told = [*TWO, says("甲", "X"), says("甲", "X", "fail"), says("甲", "Y"), taken_back]
    state = state_of(lines(*told, submits("甲"), submits("乙")))
    assert [(one.seq, one.fate) for one in state.opinions] == [
        (4, "replaced"),
        (5, "withdrawn"),
        (6, "stands"),
    ]
    assert answers(state) == [("Y", "甲", "pass")]
    others = state_of(lines(*TWO, says("甲", "X"), ("乙", "withdrawn", {"entry": 4, "reason": "t"})))
    assert others.opinions[0].stands


def test_nothing_is_changed_after_it_was_submitted() -> None:
    told = [*TWO, says("甲", "X"), submits("甲"), says("甲", "X", "fail"), submits("甲"), submits("乙")]
    state = state_of(lines(*told, ("甲", "withdrawn", {"entry": 4, "reason": "t"})))
    assert [one.fate for one in state.opinions] == ["stands", "late"]
    assert [one.seq for one in state.submissions] == [5, 8]
    assert answers(state) == [("X", "甲", "pass")]


def test_who_left_counts_no_more_and_a_seat_is_taken_once() -> None:
    gone = ("主任", "recused", {"reviewer": "甲", "ground": "t", "level": "deputy"})
    told = [
        *TWO,
        says("甲", "X"),
        submits("甲"),
        gone,
        sits("甲", "first"),
        sits("丙", "first"),
        sits("丁", "first"),
    ]
    state = state_of(lines(*told, submits("乙"), submits("丙")))
    assert state.reviewers == ("乙", "丙")
    assert [one.fate for one in state.opinions] == ["recused"]
    assert (state.closed, answers(state)) == (True, [])
    assert state.visible_to("甲") == state.opinions  # his own, and only those
    assert [(one.reviewer, one.level, one.decided_by) for one in state.recused] == [("甲", "deputy", "主任")]


def test_a_settlement_is_the_only_answer_of_its_item() -> None:
    told = [*TWO, says("甲", "X"), says("乙", "X", "fail"), says("乙", "Y"), submits("甲"), submits("乙")]
    state = state_of(lines(*told, settles("X")))
    assert answers(state) == [("Y", "乙", "pass"), ("X", "丙", "fail")]
    assert rulings_of(state, {"t:合议": "讨论后"})[-1].reason == "讨论后"
    assert rulings_of(state, {})[-1].reason == PURGED
    assert rulings_of(state, {})[-1].points == Decimal(1)


def test_a_second_settlement_counts_only_where_something_opened_the_item_again() -> None:
    told = [*TWO, submits("甲"), submits("乙"), settles("X"), settles("X", "pass", None)]
    assert answers(state_of(lines(*told))) == [("X", "丙", "fail")]
    times = {"received": "2026-11-02", "due": "2026-11-16"}
    objected = ("某局", "objected", {"items": ["X"], "text": "t", **times})
    again = state_of(lines(*told[:-1], objected, told[-1]))
    assert answers(again) == [("X", "丙", "pass")]
    assert [one.void for one in again.settled] == [False, False]


def test_an_objection_is_open_until_its_answer() -> None:
    told = {"items": ["X"], "text": "t", "received": "2026-11-02", "due": "2026-11-16"}
    state = state_of(lines(("某局", "objected", told)))
    assert len(state.open_objections) == 1
    reply = ("组长", "answered", {"objection": 2, "outcome": "upheld", "reason": "t"})
    done = state_of(lines(("某局", "objected", told), reply))
    assert (done.open_objections, done.objections[0].outcome) == ((), "upheld")


def test_what_was_found_otherwise_is_open_again() -> None:
    told = [*TWO, says("甲", "X"), says("甲", "Y"), submits("甲"), submits("乙"), settles("X")]
    fresh = ("anjuan", "evaluated", {"evaluation": "e2", "key": "k", "source": "a"})
    same = state_of(lines(*told, fresh), {})
    assert same.closed
    state = state_of(lines(*told, fresh), {"e1": frozenset({"X"})})
    assert state.waiting == ("甲", "乙")  # they look at the new finding
    assert [(one.item, one.fate) for one in state.opinions] == [("X", "stale"), ("Y", "stands")]
    assert state.settled[0].stale
    again = [says("甲", "X", "fail", "e2"), submits("甲", "e2"), submits("乙", "e2")]
    assert answers(state_of(lines(*told, fresh, *again), {"e1": frozenset({"X"})})) == [
        ("Y", "甲", "pass"),
        ("X", "甲", "fail"),
    ]


def test_without_a_panel_every_opinion_counts_and_with_one_only_its_members() -> None:
    told = [says("丁", "X"), says("甲", "X", "fail")]
    assert len(answers(state_of(lines(*told)))) == 2
    state = state_of(lines(*told, *TWO, submits("甲"), submits("乙")))
    assert answers(state) == [("X", "甲", "fail")]


def test_the_last_enrolment_of_a_name_holds() -> None:
    one = {"reviewer": "甲", "agency": "A局", "related": ["t1"], "roles": ["member"]}
    two = {**one, "related": ["t1", "t2"], "roles": ["head"]}
    entries = [Line(1, "组长", "enrolled", one), Line(2, "组长", "enrolled", two)]
    (found,) = roster_of(entries, {"t1": "乙公司"})
    assert (found.name, found.related, found.position) == ("甲", ("乙公司",), "head")


NAMES, ITEMS = st.sampled_from("甲乙丙"), st.sampled_from("XYZ")
STEPS = st.one_of(
    st.builds(says, NAMES, ITEMS, st.sampled_from(["pass", "fail"])),
    st.builds(submits, NAMES),
    st.builds(sits, NAMES, st.sampled_from(["first", "second", "third"])),
    st.builds(settles, ITEMS),
    st.builds(lambda name: ("主任", "recused", {"reviewer": name, "ground": "t", "level": "deputy"}), NAMES),
    st.builds(lambda name, seq: (name, "withdrawn", {"entry": seq, "reason": "t"}), NAMES, st.integers(1, 9)),
)


@given(st.lists(STEPS, max_size=14))
def test_no_order_of_entries_breaks_the_rules(told: list[Any]) -> None:
    state = state_of(lines(*told))
    assert len(state.opinions) == sum(action == "reviewed" for _, action, _ in told)  # nothing vanishes
    standing = [(one.reviewer, one.item) for one in state.standing()]
    assert len(standing) == len(set(standing))
    assert len({one.role for one in state.seats}) == len(state.seats)
    if state.waiting:
        assert state.counting == ()
        for name in "甲乙丙":
            assert {one.reviewer for one in state.visible_to(name)} <= {name}
    for item in "XYZ":
        rulings = [one for one in rulings_of(state, {}) if one.item == item]
        assert len(rulings) <= (1 if item in state.answers else 3)
