"""The panel at work over the samples: reviewers are assigned, recused, speak blind and submit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from anjuan import Ruling, Verdict
from anjuan.model.errors import Conflict, NotAllowed, SetupError
from anjuan.panel.assign import level_of
from anjuan.panel.rules import PanelRules
from anjuan.panel.said import Reviewer
from anjuan.record import chair
from anjuan.record.panel import Panel
from anjuan.record.review import Review
from anjuan.record.standing import roster_in, standing_rulings, state_in, visible_entries

from .panel_review import CASE, ITEM, PEOPLE, says, seated
from .panel_review import _opened as _opened
from .panel_review import panel as panel
from .panel_review import review as review

# ---- assignment ---------------------------------------------------------------------------------


def test_each_file_gets_two_and_none_his_own(panel: Panel) -> None:
    found = chair.assign(panel, "组长", "7")
    sittings = list(panel.sittings())
    for sitting in sittings:
        assert len(sitting.state.reviewers) == 2
        assert ("丁" in sitting.state.reviewers) <= (sitting.evaluation.agency != "云汀市生态环境局")
    assert max(found.plan.loads.values()) - min(found.plan.loads.values()) <= 1
    assert sum(found.plan.loads.values()) == 2 * len(sittings)
    again = chair.assign(panel, "组长")
    assert (again.plan.seats, again.enrolled, again.seed) == ((), (), "7")
    allotted = list(panel.store.entries(stream="panel", action="allotted"))
    assert [one.payload["seed"] for one in allotted] == ["7"]


def test_only_drawn_files_are_assigned_and_their_seed_is_taken(panel: Panel) -> None:
    panel.store.append(
        "draw", "组长", "drawn", {"commit": "c", "seed": "0315", "picks": ["s01", "s02"], "strata": {}}
    )
    found = chair.assign(panel, "组长")
    assert found.seed == "0315"
    assert {one.case for one in found.plan.seats} == {"s01", "s02"}


def test_without_seed_or_reviewers_nothing_is_assigned(panel: Panel) -> None:
    with pytest.raises(SetupError, match="种子"):
        chair.assign(panel, "组长")
    with pytest.raises(SetupError, match="不足两名"):
        chair.assign(replace(panel, rules=PanelRules()), "组长", "7")
    with pytest.raises(NotAllowed, match="s0l"):
        chair.assign(panel, "组长", "7", ["s0l"])
    assert list(panel.store.entries(stream="panel")) == []


def test_an_alias_of_the_authority_lets_nobody_pass(panel: Panel) -> None:
    agency = panel.sitting(CASE).evaluation.agency
    people = (*PEOPLE[:2], Reviewer("己", "望澜市监"), Reviewer("庚", "某协会", ("望澜市监",)))
    aliased = replace(panel, rules=PanelRules(people), names=lambda: {"望澜市监": agency})
    found = chair.assign(aliased, "组长", "7", [CASE])
    assert {one.reviewer for one in found.plan.seats} == {"甲", "乙"}


def test_names_of_relations_stay_out_of_the_ledger(panel: Panel) -> None:
    one = Reviewer("己", "某协会", ("云汀张三记饭店",))
    chair.enrol(replace(panel, rules=PanelRules((one,))), "组长")
    entries = list(panel.store.entries(stream="panel"))
    assert "张三" not in str([entry.payload for entry in entries])
    assert roster_in(panel.store) == (one,)


def test_who_became_interested_is_named_recused_and_replaced(panel: Panel) -> None:
    first, second = seated(panel)
    says(panel, first)
    party = panel.sitting(CASE).names[0]
    people = tuple(
        replace(one, related=(party,), position="member") if one.name == first else one for one in PEOPLE
    )
    interested = replace(panel, rules=PanelRules(people))
    found = chair.assign(interested, "组长", cases=[CASE])
    assert [(case, who) for case, who, _ in found.leave] == [(CASE, first)]
    assert found.enrolled == (first,)
    taken = chair.recuse(interested, CASE, first, "当事人是其近亲属", ["主任"])
    state = state_in(panel.store, CASE)
    assert [one.role for one in taken.seats] == ["first"]
    assert set(state.reviewers) == {second, taken.seats[0].reviewer}
    assert state.opinions[0].fate == "recused"
    own = next(one for one in people if one.name == first)
    assert [(one.level, one.decided_by) for one in state.recused] == [(level_of(own), "主任")]
    with pytest.raises(NotAllowed, match="已经回避"):
        says(panel, first)
    assert "近亲属" not in str([entry.payload for entry in panel.store.entries(stream=CASE)])


def test_who_decides_on_a_recusal_is_checked(panel: Panel) -> None:
    heads = tuple(replace(one, position="head") for one in PEOPLE)
    panel = replace(panel, rules=PanelRules(heads))
    first, _ = seated(panel)
    with pytest.raises(NotAllowed, match="集体决定"):
        chair.recuse(panel, CASE, first, "近亲属", ["主任"])
    with pytest.raises(NotAllowed, match="自己的回避"):
        chair.recuse(panel, CASE, first, "近亲属", [first, "主任"])
    with pytest.raises(NotAllowed, match="理由"):
        chair.recuse(panel, CASE, first, " ", ["主任", "书记"])
    with pytest.raises(NotAllowed, match="没有评查"):
        chair.recuse(panel, CASE, "无此人", "近亲属", ["主任", "书记"])
    chair.recuse(panel, CASE, first, "近亲属", ["主任", "书记"])
    assert state_in(panel.store, CASE).recused[0].level == "collective"


# ---- reviewing ----------------------------------------------------------------------------------


def test_a_reviewer_sees_his_own_until_both_have_submitted(panel: Panel) -> None:
    first, second = seated(panel)
    says(panel, first)
    assert [one.reviewer for one in visible_entries(panel.store, CASE, first)] == [first]
    assert visible_entries(panel.store, CASE, second) == ()
    assert standing_rulings(panel.store) == []  # results show nothing either
    for who in (first, second):
        panel.submit(CASE, who)
    assert [one.reviewer for one in visible_entries(panel.store, CASE, second)] == [first]
    assert [one.reviewer for one in standing_rulings(panel.store)] == [first]


def test_an_unknown_reviewer_is_refused_with_the_nearest_name(panel: Panel) -> None:
    seated(panel)
    with pytest.raises(NotAllowed, match="没有名为“甲乙”的评查员"):
        visible_entries(panel.store, CASE, "甲乙")
    with pytest.raises(NotAllowed, match="没有名为"):
        says(panel, "庚")
    other = next(one.name for one in PEOPLE if one.name not in state_in(panel.store, CASE).reviewers)
    with pytest.raises(NotAllowed, match="没有分派"):
        says(panel, other)


def test_submitting_twice_is_refused_and_so_is_a_change_after_it(panel: Panel) -> None:
    first, _ = seated(panel)
    seq = says(panel, first)
    panel.submit(CASE, first)
    for act in (
        lambda: panel.submit(CASE, first),
        lambda: says(panel, first, Verdict.FAIL),
        lambda: panel.withdraw(CASE, first, seq, "看错"),
    ):
        with pytest.raises(NotAllowed, match="已经提交"):
            act()
    assert len(list(panel.store.entries(stream=CASE, action="submitted"))) == 1


def test_two_windows_that_submit_at_once_are_one_submission(review: Review, panel: Panel) -> None:
    first, second = seated(panel)

    def submit(who: str) -> str:
        with review.store() as store:
            try:
                Panel.of(review, store).submit(CASE, who)
            except NotAllowed as error:
                return error.code
        return who

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(submit, [first, second, first, second]))
    assert sorted(done) == sorted([first, second, "AJ-403", "AJ-403"])
    state = state_in(panel.store, CASE)
    assert (sorted(state.submitted), state.closed) == (sorted([first, second]), True)
    assert panel.store.broken() == []


def test_an_own_opinion_is_taken_back_once(panel: Panel) -> None:
    first, second = seated(panel)
    seq = says(panel, first)
    with pytest.raises(NotAllowed, match="没有可以撤回"):
        panel.withdraw(CASE, second, seq, "看错")
    with pytest.raises(NotAllowed, match="理由"):
        panel.withdraw(CASE, first, seq, "")
    panel.withdraw(CASE, first, seq, "看错页码")
    with pytest.raises(NotAllowed, match="没有可以撤回"):
        panel.withdraw(CASE, first, seq, "看错")
    assert [one.fate for one in visible_entries(panel.store, CASE, first)] == ["withdrawn"]


def test_what_was_opened_before_the_file_was_evaluated_again_is_refused(panel: Panel) -> None:
    first, _ = seated(panel)
    old = panel.sitting(CASE).digest
    line = panel.store.line(CASE)
    row = next(one for one in line["items"] if one["item"] == ITEM)
    says(panel, first)
    says(panel, first, item="PO-S01")
    row["points"] += 1
    panel.store.put_evaluation("another", line)
    with pytest.raises(Conflict, match="重新评查"):
        panel.enter(Ruling(CASE, ITEM, first, Verdict.PASS, "查看"), old)
    with pytest.raises(Conflict, match="重新评查"):
        panel.submit(CASE, first, old)
    state = state_in(panel.store, CASE)
    assert [(one.item, one.fate) for one in state.opinions] == [(ITEM, "stale"), ("PO-S01", "stands")]


def test_what_cannot_be_compared_any_more_stays_as_it_was_said(panel: Panel) -> None:
    first, _ = seated(panel)
    says(panel, first)
    old, line = panel.sitting(CASE).digest, panel.store.line(CASE)
    line["items"][0]["points"] += 1
    panel.store.put_evaluation("another", line)
    panel.store.purge(CASE, old, "组长")
    assert [one.fate for one in state_in(panel.store, CASE).opinions] == ["stands"]


def test_an_added_finding_keeps_its_place_and_its_quote_out_of_the_ledger(panel: Panel) -> None:
    first, _ = seated(panel)
    found = {"file": "01.pdf", "page": 1, "box": [0.1, 0.1, 0.2, 0.2], "quote": "张三签名"}
    panel.enter(Ruling(CASE, ITEM, first, Verdict.FAIL, "无签名"), panel.sitting(CASE).digest, found)
    (said,) = visible_entries(panel.store, CASE, first)
    assert said.found
    assert panel.store.text_of(said.found["quote"]) == "张三签名"
    assert said.found["box"] == found["box"]
    assert "张三" not in str([entry.payload for entry in panel.store.entries(stream=CASE)])
