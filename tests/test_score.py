"""Properties of scoring, held for any answers of any checks."""

from __future__ import annotations

import dataclasses
import json
import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anjuan import CaseFile, Check, Evaluation, Evidence, Finding, Verdict, View
from anjuan.law import Law
from anjuan.model.errors import NoTable
from anjuan.model.result import Effect, VetoState
from anjuan.rules.profile import CheckUse, Decide, Formula, Grade, Item, Profile, Section, Table
from anjuan.rules.registers import Registers
from anjuan.scoring.score import evaluation_key, score
from anjuan.testing import case, citation, paper, registers

PLACE = Evidence("d1", "d1.pdf", 1, quote="证")
GRADES = (Grade("优秀", Decimal(90)), Grade("合格", Decimal(60)), Grade("不合格", Decimal(0)))
Answer = tuple[Verdict, bool, int]  # verdict, milder, times


def answering(name: str, answers: list[Answer]) -> Check:
    """A check that gives these answers whatever the case file says."""

    def judge(view: View) -> list[Finding]:
        return [
            Finding(verdict, f"第{n}", (PLACE,), (citation(),), times, milder)
            for n, (verdict, milder, times) in enumerate(answers)
        ]

    return Check(f"toy.{name}", name, judge)


def table(sections: tuple[Section, ...]) -> Table:
    day, step, trust = date(2026, 1, 1), Decimal("0.1"), Decimal("0.85")
    return Table("标准", "1", day, "penalty", "ordinary", "", Decimal(100), step, trust, GRADES, sections)


def judged(
    sections: tuple[Section, ...], answers: dict[str, list[Answer]], about: CaseFile | None = None
) -> Evaluation:
    checks = {f"toy.{name}": answering(name, found) for name, found in answers.items()}
    profile = Profile("toy", "1", (table(sections),))
    return score(about or case(决定日期="2024-01-01"), profile, checks, law=Law(), registers=Registers())


ANSWERS = st.lists(
    st.tuples(st.sampled_from(Verdict), st.booleans(), st.integers(1, 3)), min_size=1, max_size=3
)


@st.composite
def scored(draw: st.DrawFn) -> tuple[tuple[Section, ...], dict[str, list[Answer]]]:
    """Three sections, the third taken off the first, with what each item's check answers."""
    answers: dict[str, list[Answer]] = {}
    sections = []
    for n, points in enumerate((60, 40, 0)):
        items = []
        for m in range(draw(st.integers(1, 3))):
            name = f"c{n}{m}"
            answers[name] = draw(ANSWERS)
            worth = Decimal(draw(st.integers(0, 20)))
            milder = draw(st.none() | st.just(worth / 8))
            items.append(
                Item(
                    id=f"I-{n}{m}",
                    title=name,
                    points=worth,
                    dimension="toy",
                    decide=draw(st.sampled_from([Decide.CHECK, Decide.ASSIST])),
                    checks=(CheckUse(f"toy.{name}", worth / draw(st.sampled_from([1, 2, 4])), milder),),
                    effect=draw(st.sampled_from(Effect)),
                    conditional=draw(st.booleans()),
                    certainty=draw(st.sampled_from(["text", "own"])),
                )
            )
        penalty = Decimal(10) if n == 2 else None
        formula = Formula.DEDUCT if n == 2 else draw(st.sampled_from(Formula))
        sections.append(
            Section(f"s{n}", f"s{n}", formula, tuple(items), Decimal(points), penalty, "s0" if n == 2 else "")
        )
    return tuple(sections), answers


def rank(name: str) -> int:
    return [grade.name for grade in GRADES].index(name)


@given(scored(), st.data())
def test_turning_one_pass_into_a_fail_never_raises_a_score(
    given_: tuple[tuple[Section, ...], dict[str, list[Answer]]], data: st.DataObject
) -> None:
    sections, answers = given_
    passes = [
        (name, n) for name, found in answers.items() for n, one in enumerate(found) if one[0] is Verdict.PASS
    ]
    assume(passes)
    name, n = data.draw(st.sampled_from(passes))
    before = judged(sections, answers)
    answers[name][n] = (Verdict.FAIL, *answers[name][n][1:])
    after = judged(sections, answers)
    assert after.low <= before.low
    assert after.high <= before.high
    assert rank(after.grade_low) >= rank(before.grade_low)
    assert rank(after.grade_high) >= rank(before.grade_high)
    assert {veto.item for veto in before.vetoes} <= {veto.item for veto in after.vetoes}


@given(scored())
def test_a_score_stays_within_its_bounds(given_: tuple[tuple[Section, ...], dict[str, list[Answer]]]) -> None:
    found = judged(*given_)
    assert 0 <= found.low <= found.high <= 100
    assert rank(found.grade_low) >= rank(found.grade_high)
    for row in found.items:
        assert 0 <= row.low <= row.high <= row.points
        assert sum(one.deducted for one in row.findings) == row.points - row.high
        unsettled = {Verdict.UNSURE, Verdict.ERROR}
        assert row.low == row.high or unsettled & {one.finding.verdict for one in row.findings}
    if not any(row.low != row.high for row in found.items) and not found.vetoes:
        assert found.undecided == ()
    assert set(found.undecided) <= {row.item for row in found.items}


@given(scored(), st.randoms(use_true_random=False))
def test_the_range_holds_every_score_that_doubt_can_become(
    given_: tuple[tuple[Section, ...], dict[str, list[Answer]]], dice: random.Random
) -> None:
    sections, answers = given_
    plain = tuple(
        dataclasses.replace(
            section, items=tuple(dataclasses.replace(one, decide=Decide.CHECK) for one in section.items)
        )
        for section in sections
    )
    before = judged(plain, answers)
    settled = {
        name: [
            (dice.choice([Verdict.PASS, Verdict.FAIL]), *one[1:]) if one[0] is Verdict.UNSURE else one
            for one in found
        ]
        for name, found in answers.items()
    }
    after = judged(plain, settled)
    assert after.high <= before.high
    if not any(veto.effect is Effect.ZERO for veto in after.vetoes):
        assert after.low >= before.low


@given(st.permutations(range(5)), st.randoms(use_true_random=False))
def test_the_order_of_papers_and_facts_does_not_matter(order: list[int], dice: random.Random) -> None:
    kinds = ["立案审批表", "询问笔录", "行政处罚决定书", "送达回证"]
    papers = [
        (paper(kind, "正文", id=f"d{n}"), {"询问日期": [f"2024-01-0{n + 1}"]}) for n, kind in enumerate(kinds)
    ]
    papers.append((paper("卷宗封面", id="cover"), {}))  # a whole case file: what is missing is missing

    def facts(view: View) -> Finding:
        days = sorted(str(fact.value) for fact in view.facts("询问日期"))
        view.document("送达回证")
        return view.failed(f"{days}，立案 {view.date('立案日期')}")

    def missing(view: View) -> Finding:
        return view.passed() if view.document("听证笔录") else view.failed("缺少听证笔录")

    def said_twice(view: View) -> Finding:
        view.note(*view.facts("询问日期"))
        return view.passed(str(view.value("询问日期")))

    first = case(papers, 立案日期="2024-01-01")
    moved = case([papers[n] for n in order], 立案日期="2024-01-01")
    shuffled = dataclasses.replace(moved, facts=tuple(dice.sample(moved.facts, len(moved.facts))))
    checks = {
        f"toy.{one.__name__}": Check(f"toy.{one.__name__}", "x", one, form=True)
        for one in (facts, missing, said_twice)
    }
    items = tuple(
        Item(name, name, Decimal(5), "toy", Decide.CHECK, (CheckUse(name, Decimal(2)),)) for name in checks
    )
    profile = Profile("toy", "1", (table((Section("s", "s", Formula.DEDUCT, items, Decimal(100)),)),))

    def outcome(about: CaseFile) -> tuple[object, list[Verdict]]:
        found = score(about, profile, checks, law=Law(), registers=Registers())
        said = [
            (row.item, row.low, row.high, one.finding.message, set(one.finding.evidence))
            for row in found.items
            for one in row.findings
        ]
        return (found.low, found.high, found.undecided, said), [row.verdict for row in found.items]

    assert outcome(shuffled) == outcome(first)
    assert outcome(first)[1] == [Verdict.FAIL, Verdict.FAIL, Verdict.UNSURE]


@given(scored(), st.randoms(use_true_random=False))
def test_the_same_key_gives_the_same_bytes(
    given_: tuple[tuple[Section, ...], dict[str, list[Answer]]], dice: random.Random
) -> None:
    sections, answers = given_
    rows = [{"name": name, "certificate": name, "agency": "某局"} for name in "甲乙丙"]

    def bytes_and_key(names: list[str], officers: list[dict[str, str]]) -> tuple[str, str]:
        checks = {f"toy.{name}": answering(name, answers[name]) for name in names}
        profile, law, tables = Profile("toy", "1", (table(sections),)), Law(), registers(officers=officers)
        found = score(
            case(决定日期="2024-01-01"), profile, checks, law=law, registers=tables, plugins=(("toy", "1"),)
        )
        key = evaluation_key(found.digest, profile, tables, law, (("toy", "1"),))
        return key, json.dumps(dataclasses.asdict(found), default=str)

    first = bytes_and_key(sorted(answers), rows)
    assert bytes_and_key(dice.sample(sorted(answers), len(answers)), dice.sample(rows, 3)) == first
    assert bytes_and_key(sorted(answers), rows[:2])[0] != first[0]


def test_what_raises_is_an_error_that_takes_no_points_and_a_stranger_table_is_named() -> None:
    def broken(view: View) -> Finding:
        raise ZeroDivisionError

    item = Item(
        "I", "x", Decimal(5), "toy", Decide.CHECK, (CheckUse("toy.x", Decimal(5)),), Effect.UNQUALIFIED
    )
    profile = Profile("toy", "1", (table((Section("s", "s", Formula.DEDUCT, (item,), Decimal(100)),)),))
    checks = {"toy.x": Check("toy.x", "x", broken)}
    found = score(case(决定日期="2024-01-01"), profile, checks, law=Law(), registers=Registers())
    assert [found.low, found.high] == [95, 100]
    assert found.items[0].verdict is Verdict.ERROR
    assert [veto.state for veto in found.vetoes] == [VetoState.OPEN]
    with pytest.raises(NoTable, match="licence/licence"):
        score(
            case(category="licence", procedure="licence"), profile, checks, law=Law(), registers=Registers()
        )


@pytest.mark.parametrize(
    ("answers", "conditional", "states"),
    [
        ([(Verdict.FAIL, False, 1)], False, [VetoState.PROPOSED]),
        ([(Verdict.FAIL, False, 1)], True, [VetoState.POSSIBLE]),
        ([(Verdict.FAIL, True, 1)], False, []),
        ([(Verdict.UNSURE, False, 1)], False, [VetoState.OPEN]),
        ([(Verdict.FAIL, True, 1), (Verdict.UNSURE, False, 1)], False, [VetoState.OPEN]),
        ([(Verdict.NOT_APPLICABLE, False, 1)], False, []),
    ],
)
def test_how_far_a_veto_comes(answers: list[Answer], conditional: bool, states: list[VetoState]) -> None:
    use = CheckUse("toy.c", Decimal(5), Decimal(1))
    item = Item("I", "x", Decimal(5), "toy", Decide.CHECK, (use,), Effect.UNQUALIFIED, conditional)
    found = judged((Section("s", "s", Formula.DEDUCT, (item,), Decimal(100)),), {"c": answers})
    assert [veto.state for veto in found.vetoes] == states


def test_the_worked_example_of_the_design() -> None:
    """50 + 50 × 21/25 − 6 = 86; a confirmed or proposed veto to zero bounds the low end only."""

    def item(name: str, points: int, deduct: int, effect: Effect = Effect.NONE) -> Item:
        return Item(
            name,
            name,
            Decimal(points),
            "toy",
            Decide.CHECK,
            (CheckUse(f"toy.{name}", Decimal(deduct)),),
            effect,
        )

    sections = (
        Section("legality", "合法性", Formula.AWARD, (item("law", 50, 50),), Decimal(50)),
        Section(
            "normative",
            "规范性",
            Formula.RESCALE,
            (item("a", 15, 2), item("b", 10, 2), item("c", 9, 9)),
            Decimal(50),
        ),
        Section("face", "卷面", Formula.DEDUCT, (item("f", 20, 2),), Decimal(0), Decimal(20), "normative"),
        Section("veto", "否决", Formula.DEDUCT, (item("v", 0, 0, Effect.ZERO),)),
    )
    fail, ok = (Verdict.FAIL, False, 2), (Verdict.PASS, False, 1)
    answers: dict[str, list[Answer]] = {
        "law": [ok], "a": [fail], "b": [ok], "c": [(Verdict.NOT_APPLICABLE, False, 1)],
        "f": [(Verdict.FAIL, False, 3)], "v": [ok],
    }  # fmt: skip
    found = judged(sections, answers)
    assert [found.low, found.high] == [86, 86]
    assert found.grade_low == "合格"
    vetoed = judged(sections, {**answers, "v": [(Verdict.FAIL, False, 1)]})
    assert [vetoed.low, vetoed.high] == [0, 86]
    assert (vetoed.grade_low, vetoed.grade_high) == ("不合格", "合格")
