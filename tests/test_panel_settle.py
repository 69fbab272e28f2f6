"""What reviewers differ on is settled; the authority objects; excellent files are looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from anjuan import Verdict
from anjuan.law.calendar import Calendar
from anjuan.model.errors import NotAllowed, RegisterError, Tampered
from anjuan.panel.rules import PanelRules
from anjuan.panel.said import Reviewer
from anjuan.record import chair
from anjuan.record.panel import Panel
from anjuan.record.run import ruled
from anjuan.record.standing import roster_in, standing_rulings, state_in, visible_entries

from .panel_review import CASE, ITEM, PEOPLE, decided, disputed, says, seated
from .panel_review import _opened as _opened
from .panel_review import panel as panel
from .panel_review import review as review

# ---- differing and settling ---------------------------------------------------------------------


def test_reviewers_who_differ_leave_a_range_and_a_dispute(panel: Panel) -> None:
    disputed(panel)
    ((sitting, items),) = chair.open_in(panel)
    assert [(one.case, one.item, one.why) for one in items] == [(CASE, ITEM, "dispute")]
    row = sitting.ruled.evaluation.item(ITEM)
    assert row
    assert row.low < row.high


def test_a_settlement_becomes_the_only_ruling(panel: Panel) -> None:
    disputed(panel)
    assert chair.assign(panel, "组长", cases=[CASE]).thirds == {}
    chair.settle(panel, CASE, decided("甲", "乙", "丙"))
    assert [(one.item, one.reviewer) for one in standing_rulings(panel.store)] == [(ITEM, "甲")]
    assert chair.open_in(panel) == []
    one = next(one for one in ruled(panel.store, panel.profile) if one.evaluation.id == CASE)
    assert (one.disputes, one.items) == ((), (ITEM,))
    assert len(state_in(panel.store, CASE).opinions) == 2  # what they said stays visible
    with pytest.raises(NotAllowed, match="没有分歧"):
        chair.settle(panel, CASE, decided("甲", "乙", "丙"))


def test_what_a_settlement_needs(panel: Panel) -> None:
    first, second = disputed(panel)
    for decision, says_so in (
        (decided("甲", "乙"), "不足集体讨论的最低人数"),
        (decided("甲", "乙", "乙"), "重复"),
        (decided("甲", "乙", "庚"), "不是评查员"),
        (replace(decided("甲", "乙", "丙"), chair="戊"), "主持人"),
        (replace(decided("甲", "乙", "丙"), reason=" "), "理由"),
        (decided("甲", "乙", "丙", item="PO-S01"), "没有分歧"),
        (replace(decided("甲", "乙", "丙"), points=Decimal(99)), "保留分值"),
        (decided(first, collective=False), second),
    ):
        with pytest.raises(NotAllowed, match=says_so):
            chair.settle(panel, CASE, decision)
    chair.settle(panel, CASE, decided(first, second, collective=False))


def test_who_may_not_sit_may_not_settle(panel: Panel) -> None:
    people = (*PEOPLE[:4], Reviewer("戊", panel.sitting(CASE).evaluation.agency))
    disputed(replace(panel, rules=PanelRules(PEOPLE[:3])))
    with pytest.raises(NotAllowed, match="戊 应当回避"):
        chair.settle(replace(panel, rules=PanelRules(people)), CASE, decided("甲", "乙", "戊"))


def test_nothing_is_settled_while_somebody_is_waited_for(panel: Panel) -> None:
    first, second = seated(panel)
    says(panel, first)
    panel.submit(CASE, first)
    with pytest.raises(NotAllowed, match=f"没有提交：{second}"):
        chair.settle(panel, CASE, decided("甲", "乙", "丙"))


def test_a_third_is_asked_where_two_differ_in_a_veto(panel: Panel) -> None:
    veto = next(row.item for row in panel.sitting(CASE).evaluation.items if row.effect == "unqualified")
    first, second = disputed(panel, veto)
    with pytest.raises(NotAllowed, match="第三名评查员"):
        chair.settle(panel, CASE, decided("甲", "乙", "丙", item=veto))
    found = chair.assign(panel, "组长", cases=[CASE])
    assert found.thirds == {CASE: ("points", "veto", "grade")}
    (seat,) = found.plan.seats
    assert seat.role == "third"
    assert seat.reviewer not in (first, second)
    assert visible_entries(panel.store, CASE, seat.reviewer) == ()  # he is blind too
    says(panel, seat.reviewer, item=veto)
    panel.submit(CASE, seat.reviewer)
    chair.settle(panel, CASE, decided("甲", "乙", "丙", item=veto, verdict=Verdict.PASS))
    assert chair.open_in(panel) == []


# ---- after it -----------------------------------------------------------------------------------


def excellent(panel: Panel) -> tuple[str, str]:
    """A file that both found without fault."""
    first, second = seated(panel)
    for row in panel.sitting(CASE).evaluation.items:
        if row.verdict is not Verdict.PASS or row.presumed:
            says(panel, first, item=row.item)
            says(panel, second, item=row.item)
    for who in (first, second):
        panel.submit(CASE, who)
    return first, second


def test_an_excellent_file_is_looked_at_again_by_somebody_else(panel: Panel) -> None:
    first, second = excellent(panel)
    (seat,) = chair.assign(panel, "组长", cases=[CASE]).plan.seats
    assert seat.role == "check"
    assert seat.reviewer not in (first, second)
    for who, outcome, items, says_so in (
        (first, "confirmed", (), "不是该案卷的复核人"),
        (seat.reviewer, "differs", (), "写明评查项"),
        (seat.reviewer, "same", (), "不认识的复核结果"),
        (seat.reviewer, "differs", ("PO-X",), "没有 PO-X"),
    ):
        with pytest.raises(NotAllowed, match=says_so):
            chair.recheck(panel, CASE, who, outcome, "查看全卷", items)
    chair.recheck(panel, CASE, seat.reviewer, "differs", "第3页无签名", (ITEM,))
    assert [one.why for _, items in chair.open_in(panel) for one in items] == ["recheck"]
    with pytest.raises(NotAllowed, match="已经复核"):
        chair.recheck(panel, CASE, seat.reviewer, "confirmed", "查看全卷")
    chair.settle(panel, CASE, decided("甲", "乙", "丙"))
    assert chair.open_in(panel) == []
    assert chair.assign(panel, "组长", cases=[CASE]).plan.seats == ()


def test_the_authority_objects_and_is_answered(panel: Panel) -> None:
    excellent(panel)
    sitting = panel.sitting(CASE)
    agency, when = sitting.evaluation.agency, (date(2026, 11, 2), Calendar())
    for who, items, text, says_so in (
        ("云汀市某局", (ITEM,), "有签名", "不是该案卷的办案机关"),
        (agency, (), "有签名", "没有写明评查项"),
        (agency, ("PO-X",), "有签名", "没有 PO-X"),
        (agency, (ITEM,), "", "没有写明理由"),
    ):
        with pytest.raises(NotAllowed, match=says_so):
            chair.object_to(panel, CASE, who, items, text, *when)
    first = chair.object_to(panel, CASE, agency, (ITEM,), "有签名", *when, told=date(2026, 10, 20)).seq
    (objection,) = state_in(panel.store, CASE).open_objections
    assert (objection.due, objection.late) == (date(2026, 11, 16), True)  # ten and five working days
    with pytest.raises(NotAllowed, match="应当先合议"):
        chair.answer(panel, CASE, "组长", first, "changed", "采纳")
    chair.settle(panel, CASE, decided("甲", "乙", "丙"))
    chair.answer(panel, CASE, "组长", first, "changed", "采纳")
    with pytest.raises(NotAllowed, match="已经答复"):
        chair.answer(panel, CASE, "组长", first, "upheld", "不采纳")
    with pytest.raises(NotAllowed, match="没有这一件异议"):
        chair.answer(panel, CASE, "组长", 99, "upheld", "不采纳")
    assert state_in(panel.store, CASE).objections[0].outcome == "changed"
    with pytest.raises(RegisterError, match="2031"):
        chair.object_to(panel, CASE, agency, (ITEM,), "有签名", date(2031, 1, 6), Calendar())


@pytest.mark.parametrize(("stream", "action"), [(CASE, "reviewed"), (CASE, "settled"), ("panel", "enrolled")])
def test_an_entry_that_says_nothing_is_told_as_tampering(panel: Panel, stream: str, action: str) -> None:
    panel.store.append(stream, "某人", action, {"unreadable": "?"})
    with pytest.raises(Tampered, match=f"台账 {stream}"):
        roster_in(panel.store) if stream == "panel" else state_in(panel.store, stream)
