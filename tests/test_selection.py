"""Rulings folded over evaluations, and the policy that chooses from them."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from anjuan import Effect, Evaluation, Evidence, Finding, ProfileError, Ruling, Selection, Verdict, VetoState
from anjuan.builtin.policies import StandardPolicy
from anjuan.circulation.select import find_policy, select, selection_json, selection_xlsx
from anjuan.model.errors import NotAllowed
from anjuan.model.result import ItemScore, ScoredFinding, Stamp, Veto
from anjuan.panel.ruling import Ruled, apply_rulings
from anjuan.rules.profile import CheckUse, Decide, Formula, Grade, Item, Section, Table
from anjuan.scoring.score import find_vetoes
from anjuan.testing import citation


def item(id: str, points: int, each: int = 0, **more: Any) -> Item:
    uses = (CheckUse(f"x.{id.lower()}", Decimal(each or points), Decimal(1)),)
    return Item(id, f"评查项{id}", Decimal(points), "subject", more.pop("decide", Decide.CHECK), uses, **more)


ITEMS = (
    item("V-1", 10, effect=Effect.UNQUALIFIED),
    item("V-2", 8, effect=Effect.NOT_EXCELLENT),
    item("V-3", 6, each=2, effect=Effect.UNQUALIFIED, conditional=True),
    item("V-4", 10, effect=Effect.ZERO),
    item("P-1", 5, effect=Effect.UNQUALIFIED, decide=Decide.PERSON),
    item("N-1", 30, each=4),
    item("N-2", 31),
)
GRADES = (Grade("优秀", Decimal(90)), Grade("合格", Decimal(60)), Grade("不合格", Decimal(0)))
ZERO = Decimal(0)
SECTION = Section("all", "全部", Formula.DEDUCT, ITEMS, Decimal(100))
DAY, TENTH, TRUST = citation().since, Decimal("0.1"), Decimal("0.85")
TABLE = Table(
    "测试标准", "1", DAY, "penalty", "ordinary", "", SECTION.points, TENTH, TRUST, GRADES, (SECTION,)
)
STAMP = Stamp("0.1.0", (), "test@1 sha256:0", "sha256:0", "sha256:0", ())


def row(one: Item, answer: str) -> ItemScore:
    """`fail`, `milder`, `unsure`, … as the machine would have scored it, one fault."""
    verdict = Verdict.FAIL if answer == "milder" else Verdict(answer)
    finding = Finding(
        verdict,
        "说明",
        (Evidence("d1", "01.pdf", 1),),
        (citation(),),
        1,
        answer == "milder",
        one.checks[0].check,
    )
    lost = {"fail": one.checks[0].deduct, "milder": Decimal(1)}.get(answer, Decimal(0))
    high = one.points - lost
    low = Decimal(0) if verdict in (Verdict.UNSURE, Verdict.ERROR) else high
    presumed = one.decide is Decide.PERSON and verdict is Verdict.PASS
    told = (one.id, one.title, "all", one.dimension, one.points, low, high, verdict, presumed)
    return ItemScore(*told, (ScoredFinding(finding, lost),), one.acts)


def machine(id: str = "1", agency: str = "甲局", status: str = "", **answers: str) -> Evaluation:
    rows = [row(one, answers.get(one.id.replace("-", "_"), "pass")) for one in ITEMS]
    head = (id, f"〔2026〕{id}号", id, id, agency, "penalty", "ordinary")
    bare = Evaluation(
        *head, tuple(rows), (), (), ZERO, ZERO, "", "", find_vetoes(TABLE, rows), (), (), STAMP, status
    )
    return apply_rulings(bare, (), TABLE).evaluation


def says(item: str, verdict: str, reviewer: str = "甲", case: str = "1", **more: Any) -> Ruling:
    return Ruling(case, item, reviewer, Verdict(verdict), more.pop("reason", "理由"), **more)


def fold(*rulings: Ruling, **answers: str) -> Ruled:
    return apply_rulings(machine(**answers), rulings, TABLE)


def state(one: Evaluation, item: str) -> VetoState | None:
    return next((veto.state for veto in one.vetoes if veto.item == item), None)


def test_nothing_changes_where_nobody_ruled() -> None:
    before = machine(V_1="unsure", N_1="fail")
    assert apply_rulings(before, [], TABLE) == Ruled(before)
    assert apply_rulings(before, [says("V-1", "pass", case="2")], TABLE).evaluation == before


def test_a_pass_gives_the_points_back_and_rejects_the_veto() -> None:
    one = fold(says("V-1", "pass"), V_1="fail").evaluation
    assert (one.low, one.high, one.grade_low, one.grade_high) == (100, 100, "优秀", "优秀")
    assert state(one, "V-1") is VetoState.REJECTED
    assert one.undecided == ()


def test_a_fail_confirms_the_veto_and_bounds_both_ends() -> None:
    before = machine(V_1="fail")
    assert (before.grade_low, before.grade_high, state(before, "V-1")) == (
        "不合格",
        "优秀",
        VetoState.PROPOSED,
    )
    one = fold(says("V-1", "fail"), V_1="fail").evaluation
    assert (one.low, one.high, one.grade_low, one.grade_high) == (90, 90, "不合格", "不合格")
    assert state(one, "V-1") is VetoState.CONFIRMED


def test_a_zero_veto_takes_all_points_only_when_confirmed() -> None:
    before = machine(V_4="fail")
    assert (before.low, before.high) == (0, 90)
    one = fold(says("V-4", "fail"), V_4="fail").evaluation
    assert (one.low, one.high) == (0, 0)


def test_a_fault_may_stand_without_its_effect() -> None:
    one = fold(says("V-3", "fail", veto=False), V_3="fail").evaluation
    assert (one.low, one.high, state(one, "V-3"), one.grade_low) == (98, 98, VetoState.REJECTED, "优秀")
    grave = fold(says("V-3", "fail", veto=True), V_3="fail").evaluation
    assert (state(grave, "V-3"), grave.grade_high) == (VetoState.CONFIRMED, "不合格")


def test_confirming_the_lighter_form_raises_no_effect() -> None:
    one = fold(says("V-2", "fail"), V_2="milder").evaluation
    assert (one.low, one.high, one.vetoes, one.grade_low) == (99, 99, (), "优秀")
    assert fold(says("V-2", "fail", veto=True), V_2="milder").evaluation.grade_high == "合格"


@pytest.mark.parametrize(
    ("answer", "points", "kept"),
    [("pass", None, 26), ("unsure", None, 26), ("fail", None, 26), ("unsure", 20, 20), ("fail", 0, 0)],
)
def test_a_fail_costs_what_is_named_else_one_fault(answer: str, points: int | None, kept: int) -> None:
    named = None if points is None else Decimal(points)
    found = fold(says("N-1", "fail", points=named), N_1=answer).evaluation.item("N-1")
    assert found is not None
    assert (found.low, found.high, found.verdict) == (kept, kept, Verdict.FAIL)


def test_not_applicable_keeps_the_points() -> None:
    one = fold(says("V-1", "not_applicable"), V_1="unsure").evaluation
    assert (one.low, one.high, state(one, "V-1")) == (100, 100, VetoState.REJECTED)


def test_a_ruled_item_is_no_longer_presumed() -> None:
    assert machine().presumed == ("P-1",)
    found = fold(says("P-1", "pass"))
    assert (found.evaluation.presumed, found.items) == ((), ("P-1",))


def test_effects_come_from_the_table_whatever_way_the_evaluation_came() -> None:
    stored = replace(machine(), items=tuple(replace(row, effect=Effect.NONE) for row in machine().items))
    assert apply_rulings(stored, [], TABLE).evaluation == machine()


def test_the_last_word_of_a_reviewer_counts() -> None:
    found = fold(says("V-1", "fail"), says("V-1", "pass"), V_1="fail")
    assert (found.evaluation.low, len(found.rulings), found.disputes) == (100, 1, ())


def test_reviewers_who_differ_leave_the_item_open() -> None:
    found = fold(says("V-1", "fail", "甲"), says("V-1", "pass", "乙"), V_1="fail")
    one = found.evaluation
    assert (found.disputes, one.low, one.high) == (("V-1",), 90, 100)
    assert (state(one, "V-1"), one.undecided[0]) == (VetoState.OPEN, "V-1")
    agreed = fold(says("V-1", "fail", "甲"), says("V-1", "fail", "乙"), V_1="fail")
    assert (agreed.disputes, state(agreed.evaluation, "V-1")) == ((), VetoState.CONFIRMED)


@pytest.mark.parametrize(
    ("ruling", "why"),
    [
        (says("V-1", "pass", reason="  "), "理由"),
        (says("V-1", "pass", reviewer=""), "署名"),
        (says("V-9", "pass"), "相近的有|核对评查项编号"),
        (says("V-1", "unsure"), "符合、不符合或者不适用"),
        (says("V-1", "fail", points=Decimal(11)), "不在0至10之间"),
        (says("V-1", "pass", points=Decimal(3)), "不扣分"),
        (says("V-1", "pass", veto=True), "不能一票否决"),
        (says("N-1", "fail", veto=True), "不是一票否决项"),
    ],
)
def test_what_does_not_hold_is_refused(ruling: Ruling, why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        fold(ruling)


def test_another_table_is_refused() -> None:
    other = replace(TABLE, sections=(replace(TABLE.sections[0], items=ITEMS[:2]),))
    with pytest.raises(ProfileError, match="同一版本"):
        apply_rulings(machine(), [], other)


def choose(
    *evaluations: Evaluation, rulings: tuple[Ruling, ...] = (), **options: Any
) -> tuple[Selection, Selection]:
    excellent, problem = StandardPolicy().select(evaluations, rulings, options)
    return excellent, problem


def chosen(selection: Selection) -> list[str]:
    return [pick.case for pick in selection.picks]


def why_not(selection: Selection, case: str) -> str:
    return "；".join(next(pick.reasons for pick in selection.near_misses if pick.case == case))


def test_the_best_come_first_within_quota_and_share() -> None:
    files = [machine(str(n), "甲局", **({"V_3": "milder"} if n == 1 else {})) for n in range(1, 5)]
    files += [machine("5", "乙局", N_1="fail"), *(machine(str(n), "丙局", N_2="fail") for n in range(6, 14))]
    excellent, _ = choose(*files)
    assert chosen(excellent) == ["2", "3", "5"]
    assert why_not(excellent, "4") == "本机关名额已满（每个机关至多2件）"
    full, _ = choose(*files, share=0.1)
    assert chosen(full) == ["2"]
    assert why_not(full, "3") == "总名额已满（13件案卷的10%，计1件）"


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"V_1": "unsure"}, "一票否决项V-1存疑，尚待评查人员裁定"),
        ({"V_1": "fail"}, "一票否决项V-1尚待评查人员确认"),
        ({"V_3": "fail"}, "一票否决项V-3是否属于情节严重"),
        ({"N_1": "unsure"}, "评查项N-1未定"),
        ({"status": "行政诉讼中"}, "正在复议或者诉讼"),
        ({"status": "败诉"}, "未获支持"),
    ],
)
def test_what_bars_an_excellent_file(answers: dict[str, str], why: str) -> None:
    excellent, _ = choose(machine(**answers))
    assert excellent.picks == ()
    assert why in why_not(excellent, "1")


def test_a_suit_that_ended_well_bars_nothing() -> None:
    assert chosen(choose(machine(status="诉讼已终结，判决驳回原告诉讼请求"))[0]) == ["1"]


def test_a_panel_wants_presumed_veto_items_ruled() -> None:
    one = machine()
    assert chosen(choose(one)[0]) == ["1"]
    barred, _ = choose(one, stage="panel")
    assert "P-1系推定符合" in why_not(barred, "1")
    ruled = fold(says("P-1", "pass"))
    assert chosen(choose(ruled.evaluation, rulings=ruled.rulings, stage="panel")[0]) == ["1"]


def test_problem_files_by_gravity() -> None:
    veto = fold(says("V-1", "fail"), V_1="fail").evaluation
    low = machine("2", V_1="pass", N_2="fail", V_2="fail", V_4="unsure")
    bad = replace(
        low, id="2", low=Decimal(50), high=Decimal(55), grade_low="不合格", grade_high="不合格", vetoes=()
    )
    lost, pending = machine("3", status="败诉"), replace(veto, id="4", status="复议中")
    proposed = machine("5", V_1="fail")
    _, problem = choose(lost, bad, veto, pending, proposed, machine("6"))
    assert chosen(problem) == ["1", "2", "3"]
    assert "经评查人员确认不符合" in problem.picks[0].reasons[0]
    assert "尚无评查人员裁定" in problem.picks[1].reasons[-1]
    assert "办结前不列为问题案卷" in why_not(problem, "4")
    assert "由程序提出，尚待评查人员确认" in why_not(problem, "5")
    _, few = choose(lost, bad, veto, problems=1)
    assert chosen(few) == ["1"]
    assert "问题案卷名额已满（至多1件）" in why_not(few, "2")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"per_agencies": 3}, "没有选项 per_agencies.*相近的有：per_agency"),
        ({"share": 1.5}, "share.*0至1之间"),
        ({"share": True}, "share"),
        ({"per_agency": -1}, "per_agency.*整数"),
        ({"stage": "final"}, "stage.*self-check 或 panel"),
        ({"pending": "复议"}, "pending.*文字列表"),
    ],
)
def test_options_that_do_not_hold_are_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(ProfileError, match=why):
        choose(machine(), **options)


ANSWERS = st.sampled_from(["pass", "pass", "pass", "fail", "milder", "unsure", "error", "not_applicable"])
SPOKEN = st.none() | st.sampled_from(["pass", "fail", "not_applicable"])


@st.composite
def reviews(draw: st.DrawFn) -> list[Ruled]:
    found = []
    for n in range(draw(st.integers(0, 9))):
        answers = {one.id.replace("-", "_"): draw(ANSWERS) for one in ITEMS} if draw(st.booleans()) else {}
        one = machine(
            f"{n:02}",
            draw(st.sampled_from("甲乙丙")),
            draw(st.sampled_from(["", "复议中", "败诉"])),
            **answers,
        )
        spoken = [(one_item.id, draw(SPOKEN)) for one_item in ITEMS]
        rulings = [says(name, verdict, case=one.id) for name, verdict in spoken if verdict]
        found.append(apply_rulings(one, rulings, TABLE))
    return found


@settings(max_examples=60, deadline=None)
@given(
    reviews(), st.randoms(use_true_random=False), st.sampled_from(["self-check", "panel"]), st.integers(0, 3)
)
def test_selection_holds_whatever_comes(files: list[Ruled], random: Any, stage: str, quota: int) -> None:
    options = {"stage": stage, "per_agency": quota, "share": 0.4, "problems": 2}
    excellent, problem = select(files, StandardPolicy(), options)
    shuffled = files[:]
    random.shuffle(shuffled)
    assert select(shuffled, StandardPolicy(), options) == (excellent, problem)
    known = {one.evaluation.id: one for one in files}
    for pick in excellent.picks:
        one = known[pick.case].evaluation
        assert one.grade_low == one.grade_high == "优秀"
        assert not one.undecided
        assert all(veto.state is VetoState.REJECTED for veto in one.vetoes)
        assert one.status == ""
        assert stage == "self-check" or "P-1" in known[pick.case].items or "P-1" not in one.presumed
    assert all(count <= quota for count in Counter(pick.agency for pick in excellent.picks).values())
    assert len(excellent.picks) <= max(int(Decimal("0.4") * len(files)), 1)
    assert len(problem.picks) <= 2
    for selection in (excellent, problem):
        assert all(pick.reasons for pick in (*selection.picks, *selection.near_misses))
        assert not set(chosen(selection)) & {pick.case for pick in selection.near_misses}
    assert not set(chosen(excellent)) & set(chosen(problem))


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({one.id: ANSWERS for one in ITEMS}), st.sampled_from(ITEMS))
def test_a_pass_never_lowers_and_a_fail_never_raises(answers: dict[str, str], one: Item) -> None:
    before = machine(**{name.replace("-", "_"): answer for name, answer in answers.items()})
    passed = apply_rulings(before, [says(one.id, "pass")], TABLE).evaluation
    failed = apply_rulings(before, [says(one.id, "fail")], TABLE).evaluation
    assert passed.low >= before.low
    assert passed.high >= failed.high
    assert failed.high <= before.high
    for folded in (passed, failed):
        assert [row for row in folded.items if row.item != one.id] == [
            row for row in before.items if row.item != one.id
        ]


def test_selection_as_json_and_workbook() -> None:
    files = [Ruled(machine(str(n))) for n in range(1, 5)] + [
        Ruled(machine("9", agency="=1+1", status="败诉"))
    ]
    selections = select(files, StandardPolicy(), {})
    data = json.loads(json.dumps(selection_json(selections)))
    assert [one["kind"] for one in data["selections"]] == ["excellent", "problem"]
    assert data["selections"][0]["picks"][0]["high"] == 100
    book = selection_xlsx(selections)
    assert book == selection_xlsx(selections)
    sheets = CalamineWorkbook.from_filelike(BytesIO(book))
    assert sheets.sheet_names == ["优秀案卷", "优秀案卷（未入选）", "问题案卷", "问题案卷（未入选）"]
    assert sheets.get_sheet_by_name("问题案卷").to_python()[1][3] == "=1+1"
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet3.xml")


def test_a_policy_by_name_or_file(tmp_path: Path) -> None:
    known = {"standard": StandardPolicy()}
    assert find_policy("standard", known) == (known["standard"], {})
    file = tmp_path / "policy.toml"
    file.write_text('policy = "standard"\nper_agency = 1\n', encoding="utf-8")
    assert find_policy(str(file), known) == (known["standard"], {"per_agency": 1})
    file.write_text("per_agency = [", encoding="utf-8")
    for name, why in (
        (str(file), "不是有效的 TOML"),
        (str(tmp_path / "no.toml"), "找不到"),
        ("standart", "standard"),
    ):
        with pytest.raises(ProfileError, match=why):
            find_policy(name, known)


def test_a_confirmed_veto_is_never_overlooked() -> None:
    odd = replace(machine(), vetoes=(Veto("V-1", Effect.UNQUALIFIED, VetoState.CONFIRMED),))
    excellent, problem = choose(odd)
    assert (excellent.picks, chosen(problem)) == ((), ["1"])
