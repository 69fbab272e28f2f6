"""`ecology_2024`: the ministry's formula by hand-computed examples, its vetoes, its tables by kind of case.

score = 50 + (50 × Σ got / Σ standard points that take part − face deductions); one veto: 0
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

import pytest

from anjuan import CaseFile, Check, Finding, Ruling, View, kind_of_title
from anjuan.law import Law, Registry
from anjuan.model.result import Effect, Evaluation, Verdict, VetoState
from anjuan.panel.ruling import apply_rulings
from anjuan.rules.profile import Table
from anjuan.rules.profile_files import load_profile
from anjuan.rules.registers import Registers
from anjuan.scoring.score import score
from anjuan.testing import case, paper

PROFILE = load_profile("ecology_2024")
CORE = (
    "卷宗封面",
    "立案审批表",
    "现场检查笔录",
    "询问笔录",
    "照片证据单",
    "案件调查终结报告",
    "责令改正通知书",
    "行政处罚事先告知书",
    "行政处罚决定书",
    "结案审批表",
)
WHOLE = (*CORE, "检测报告", "听证通知书", "听证笔录", "催告书", "强制执行申请书")


def file_of(names: Iterable[str], **more: str) -> CaseFile:
    """A case file of papers with these titles, of the kinds that reading takes them for."""
    papers = [
        paper(kind_of_title(name)[0] or "unknown", title=name, id=f"d{n}") for n, name in enumerate(names, 1)
    ]
    return case(papers, **more)


def answering(failing: Collection[str]) -> dict[str, Check]:
    """All checks that the profile names, each of which passes but for those that are told to fail."""

    def answer(name: str) -> Check:
        def function(view: View) -> Finding:
            failed = name in failing
            return view.failed("不符合", at=view.file.documents[0]) if failed else view.passed()

        return Check(name, name, function, form=True)

    return {name: answer(name) for name in PROFILE.uses()}


def judged(file: CaseFile, *failing: str) -> Evaluation:
    """The score of a case file where the named checks fail."""
    law = Law(registry=Registry.shipped())
    return score(file, PROFILE, answering(failing), law=law, registers=Registers())


def span(evaluation: Evaluation) -> tuple[str, str]:
    return str(evaluation.low), str(evaluation.high)


def ruling(item: str, verdict: Verdict, points: str | None = None) -> Ruling:
    kept = None if points is None else Decimal(points)
    return Ruling("t1", item, "评查员甲", verdict, "核对原卷", points=kept)


def table(kind: str) -> Table:
    return next(one for one in PROFILE.tables if one.kind == kind)


def test_a_full_file_has_a_hundred_points() -> None:
    found = judged(file_of(WHOLE))
    # 50 + 50 × 100 ÷ 100 − 0
    assert (*span(found), found.grade_low) == ("100.0", "100.0", "优秀")
    assert [one.high for one in found.sections] == [50, 50]


def test_items_that_do_not_apply_leave_the_denominator() -> None:
    # 检测报告 5, 听证通知书 4, 听证笔录 8, 催告书 2, 强制执行申请书 5 take no part: 100 − 24 = 76.
    # 逾期立案 −0.5, 救济途径 −1: got 74.5; 50 × 74.5 ÷ 76 = 49.0132
    found = judged(file_of(CORE), "timeliness.filed_in_time", "documents.remedies")
    assert span(found) == ("99.0", "99.0")
    assert found.item("GF-04-1").verdict is Verdict.NOT_APPLICABLE  # type: ignore[union-attr]
    # with all papers the same faults cost less: 50 × 98.5 ÷ 100 = 49.25
    assert judged(file_of(WHOLE), "timeliness.filed_in_time", "documents.remedies").high == Decimal("99.3")


def test_a_line_that_does_not_concern_the_case_leaves_too() -> None:
    # As above, and a person finds that 污染物产生和治理设施 (2 points in both records) did not arise: 76 − 4 = 72.
    # 50 × (72 − 1.5) ÷ 72 = 48.9583
    done = judged(file_of(CORE), "timeliness.filed_in_time", "documents.remedies")
    rulings = [ruling(item, Verdict.NOT_APPLICABLE) for item in ("GF-02-3", "GF-03-3")]
    found = apply_rulings(done, rulings, table("")).evaluation
    assert span(found) == ("99.0", "99.0")
    assert found.sections[1].high == Decimal("49.0")
    # and that 违法情况 of the inspection record kept 1 of 4: got 67.5 ÷ 72 × 50 = 46.875
    found = apply_rulings(done, [*rulings, ruling("GF-02-4", Verdict.FAIL, "1")], table("")).evaluation
    assert found.high == Decimal("96.9")


def test_face_deductions_come_off_normativity() -> None:
    # 50 × 74.5 ÷ 76 − 送达回证 2 − 出示证件 1.5 − 卷面 1 (封面 and 目录 at fault: once) = 44.5132
    found = judged(
        file_of(CORE),
        "timeliness.filed_in_time",
        "documents.remedies",
        "documents.service_returns",
        "subject.certificate_shown",
        "documents.cover",
        "documents.index",
    )
    assert span(found) == ("94.5", "94.5")
    assert [one.id for one in found.sections] == ["legality", "norm"]


def test_a_missing_paper_gets_nothing() -> None:
    # No 案件调查终结报告 (8): 50 × (76 − 8) ÷ 76 = 44.7368
    found = judged(file_of(name for name in CORE if name != "案件调查终结报告"))
    assert span(found) == ("94.7", "94.7")
    row = found.item("GF-06-2")
    assert row
    assert row.verdict is Verdict.FAIL
    assert not row.presumed
    assert row.findings[0].finding.evidence[0].absent
    assert "环执法发" not in row.findings[0].finding.message


def test_a_paper_that_may_be_needed_is_left_to_a_person() -> None:
    # No 责令改正通知书 (10): the decision may hold the order. Low: 50 × 66 ÷ 76 = 43.4211; high: full.
    found = judged(file_of(name for name in CORE if name != "责令改正通知书"))
    assert span(found) == ("93.4", "100.0")
    rulings = [ruling(f"GF-07-{n}", Verdict.NOT_APPLICABLE) for n in range(1, 7)]
    assert apply_rulings(found, rulings, table("")).evaluation.low == Decimal("100.0")
    rulings = [ruling(f"GF-07-{n}", Verdict.FAIL) for n in range(1, 7)]
    assert apply_rulings(found, rulings, table("")).evaluation.high == Decimal("93.4")


def test_one_veto_makes_the_file_zero_once_a_person_has_confirmed_it() -> None:
    done = judged(file_of(WHOLE), "legal.within_limitation")
    assert [(one.item, one.effect, one.state) for one in done.vetoes] == [
        ("HF-20", Effect.ZERO, VetoState.PROPOSED)
    ]
    assert (*span(done), done.grade_low, done.grade_high) == ("0", "100.0", "不合格", "优秀")
    assert done.undecided[0] == "HF-20"
    yes = apply_rulings(done, [ruling("HF-20", Verdict.FAIL)], table("")).evaluation
    assert (*span(yes), yes.grade_high) == ("0", "0", "不合格")
    no = apply_rulings(done, [ruling("HF-20", Verdict.PASS)], table("")).evaluation
    assert span(no) == ("100.0", "100.0")
    found = apply_rulings(done, [ruling("HF-20", Verdict.PASS), ruling("HF-06", Verdict.FAIL)], table(""))
    assert found.evaluation.high == 0  # a veto that no machine looks for


def test_a_difference_of_names_is_a_veto_only_when_nobody_can_explain_it() -> None:
    done = judged(file_of(WHOLE), "subject.party_consistent")
    assert [(one.item, one.state) for one in done.vetoes] == [("HF-03", VetoState.POSSIBLE)]
    assert span(done) == ("100.0", "100.0")


@pytest.mark.parametrize("one", PROFILE.tables, ids=lambda one: one.kind or "一般行政处罚")
def test_every_table_has_the_25_vetoes_the_face_and_its_standard_points(one: Table) -> None:
    legality, norm, face = one.sections
    assert [item.id for item in legality.items] == [f"HF-{n:02}" for n in range(1, 26)]
    assert all(item.acts is Effect.ZERO and item.points == 0 for item in legality.items)
    assert sum(item.points for item in norm.items if not item.bonus) == (120 if "按日" in one.kind else 100)
    assert sum(item.points for item in norm.items if item.bonus) == (15 if "移送" in one.kind else 0)
    assert sum(item.points for item in face.items) == 20
    assert (str(face.penalty), face.takes_from) == ("20", "norm")


DAILY = (*CORE, "再次责令改正违法行为决定书", "按日连续处罚决定书")
DETENTION = (
    *(name for name in CORE if name != "结案审批表"),
    "涉嫌环境违法适用行政拘留处罚案件移送审批表",
    "涉嫌环境违法适用行政拘留处罚案件移送书",
)
OFFENCE = ("卷宗封面", "立案审批表", "现场检查笔录", "询问笔录", "案件调查终结报告", "涉嫌犯罪案件移送书")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (CORE, ""),
        (DAILY, "按日连续处罚"),
        (DETENTION, "移送拘留"),
        (OFFENCE, "移送犯罪"),
        ((*CORE[:-2], "不予行政处罚决定书"), "不予处罚"),
        ((*CORE, "不予行政处罚决定书"), ""),  # one party punished, another not
    ],
)
def test_the_papers_say_which_table(names: tuple[str, ...], kind: str) -> None:
    file = file_of(names)
    found = PROFILE.table("penalty", "ordinary", file)
    assert found
    assert found.kind == kind
    done = judged(file)
    assert PROFILE.table_of(done) is found


def test_daily_penalties_are_counted_out_of_120() -> None:
    # 120 − 检测报告 5 − 听证 12 − 催告 2 − 申请 5 = 96 take part; the second decision is short of the end and the sum (1).
    done = judged(file_of(DAILY))
    assert span(done) == ("100.0", "100.0")
    found = apply_rulings(done, [ruling("GF-13-12", Verdict.FAIL)], table("按日连续处罚")).evaluation
    assert found.high == Decimal("99.5")  # 50 + 50 × 95 ÷ 96 = 99.479
    assert found.item("HF-22").verdict is Verdict.PASS  # type: ignore[union-attr]
    assert judged(file_of(CORE)).item("HF-22").verdict is Verdict.NOT_APPLICABLE  # type: ignore[union-attr]


def test_sealing_has_its_own_table() -> None:
    names = ("卷宗封面", "现场检查笔录", "询问笔录", "照片证据单", "强制措施审批表", "查封(扣押)决定书")
    done = judged(file_of(names, category="coercion", procedure="measure"))
    assert span(done) == ("100.0", "100.0")
    # 检测报告 7, 延期 11, 解除 11 take no part: 71; a decision without its term loses 2: 50 × 69 ÷ 71 = 48.5915
    found = apply_rulings(done, [ruling("GF-06-6", Verdict.FAIL)], table("查封扣押")).evaluation
    assert found.high == Decimal("98.6")


def test_a_bonus_is_got_on_top_and_only_when_a_person_grants_it() -> None:
    done = judged(file_of(DETENTION))
    bonus = done.item("GF-12-1")
    assert bonus
    assert (bonus.verdict, bonus.presumed) == (Verdict.NOT_APPLICABLE, False)
    assert span(done) == ("100.0", "100.0")
    # 100 − 检测报告 5 = 95 take part, a letter of transfer that nobody signed loses 1 + 1: got 93.
    faults = [ruling(f"GF-02-{n}", Verdict.FAIL) for n in (5, 6)]
    found = apply_rulings(done, faults, table("移送拘留")).evaluation
    assert found.high == Decimal("98.9")  # 50 + 50 × 93 ÷ 95 = 98.947
    granted = [*faults, ruling("GF-12-1", Verdict.PASS)]
    found = apply_rulings(done, granted, table("移送拘留")).evaluation
    assert found.high == Decimal("106.8")  # 50 + 50 × (93 + 15) ÷ 95 = 106.842: the standard names no ceiling
    refused = [*faults, ruling("GF-12-1", Verdict.NOT_APPLICABLE)]
    assert apply_rulings(done, refused, table("移送拘留")).evaluation.high == Decimal("98.9")
