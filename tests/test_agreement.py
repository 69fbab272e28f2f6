"""Agreement of a panel: who answered what, figures by item, dimension, pair, machine and grade, flags, tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from anjuan.faces.agreement import (
    NOTE,
    agreement_json,
    agreement_rows,
    agreement_tables,
    heads_of,
    measure_text,
    write_agreement,
)
from anjuan.model.errors import SetupError
from anjuan.model.result import Evaluation, ItemScore, Stamp, Verdict
from anjuan.panel.agreement import (
    MACHINE,
    Agreement,
    Rating,
    agreement,
    double_plan,
    grade_ratings,
    ratings_of,
)
from anjuan.panel.kappa import Measure
from anjuan.panel.said import FIRST, SECOND, STALE, Opinion, Seat, Submission
from anjuan.panel.state import PanelState

PASS, FAIL, NA, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE, Verdict.UNSURE
DIMENSIONS = {"A": "subject", "B": "subject", "C": "legal"}


def evaluation(case: str = "s1", grade: tuple[str, str] = ("合格", "合格"), **items: Verdict) -> Evaluation:
    full = Decimal(5)
    rows = tuple(
        ItemScore(name, name, "s", "d", full, full, full, verdict, name == "P", ())
        for name, verdict in items.items()
    )
    stamp = Stamp("0", (), "", "", "", ())
    return Evaluation(
        case, case, case, "sha256:0", "甲局", "penalty", "ordinary", rows, (), (), full, full, *grade, (), (), (), stamp
    )  # fmt: skip


def state(
    said: Mapping[str, Mapping[str, Verdict]], submitted: str = "甲乙", fate: str = "stands", case: str = "s1"
) -> PanelState:
    seats = tuple(Seat(name, role, "e", 1) for name, role in zip("甲乙", (FIRST, SECOND), strict=True))
    opinions = tuple(
        Opinion(5, "", name, "e", item, verdict, None, None, "r", fate=fate)
        for name, own in said.items()
        for item, verdict in own.items()
    )
    done = tuple(Submission(name, "e", 1, 9, "") for name in submitted)
    return PanelState(case, "e", seats, opinions=opinions, submissions=done)


def labels(found: tuple[Rating, ...]) -> dict[tuple[str, str], tuple[str, bool]]:
    return {(one.rater, one.item): (one.label, one.spoken) for one in found}


def test_silence_is_the_answer_of_the_machine_where_it_has_one() -> None:
    machine = evaluation(A=PASS, B=UNSURE, C=FAIL, P=PASS)
    found = labels(ratings_of(state({"甲": {"A": FAIL, "B": PASS}}), machine))
    assert found == {
        (MACHINE, "A"): ("pass", True), (MACHINE, "C"): ("fail", True),
        ("甲", "A"): ("fail", True), ("甲", "B"): ("pass", True), ("甲", "C"): ("fail", False),
        ("乙", "A"): ("pass", False), ("乙", "C"): ("fail", False),
    }  # fmt: skip


@pytest.mark.parametrize("submitted", ["", "甲"])
def test_nothing_is_told_while_somebody_has_not_submitted(submitted: str) -> None:
    assert ratings_of(state({"甲": {"A": FAIL}}, submitted), evaluation(A=PASS)) == ()


def test_opinions_that_do_not_stand_are_no_answers() -> None:
    found = labels(ratings_of(state({"甲": {"A": FAIL}}, fate=STALE), evaluation(A=PASS)))
    assert found["甲", "A"] == ("pass", False)


def rated(case: str, item: str, *, spoken: bool = True, **labels: str) -> list[Rating]:
    return [Rating(case, item, name, label, spoken) for name, label in labels.items()]


@pytest.fixture(scope="module")
def panel() -> list[Rating]:
    """Twenty files: all agree on A, 甲 and 乙 differ on B in four, the machine is too harsh on C in five."""
    found = []
    for number in range(20):
        case, verdict = f"s{number}", "fail" if number % 4 == 0 else "pass"
        other = "pass" if number in (0, 4, 8, 12) else verdict
        found += rated(case, "A", 甲=verdict, 乙=verdict, 机器=verdict)
        found += rated(case, "B", 甲=verdict, 乙=other)
        found += rated(
            case, "C", spoken=number < 5, 甲="pass", 乙="pass", 机器="fail" if number < 5 else "pass"
        )
    return found


@pytest.fixture(scope="module")
def figures(panel: list[Rating]) -> Agreement:
    grades = [
        rating
        for number in range(20)
        for rating in rated(
            f"s{number}", "", 甲="优秀" if number % 2 else "合格", 乙="优秀" if number % 3 else "合格"
        )
    ]
    return agreement(panel, DIMENSIONS, grades=grades, grade_order=("不合格", "合格", "优秀"), rounds=200)


def test_items_that_people_do_not_agree_on_are_flagged(figures: Agreement) -> None:
    a, b, c = figures.items
    assert (a.name, a.raw.value, a.kappa.value, a.flags) == ("A", 1.0, 1.0, ())
    assert (b.files, b.units, b.raw.value) == (20, 20, 0.8)
    assert b.kappa.value == pytest.approx((0.8 - (0.85**2 + 0.15**2)) / (1 - (0.85**2 + 0.15**2)))
    assert b.flags == ("一致率 80.0%，低于 95%", "κ 0.22，低于 0.75")
    assert b.raw.low is not None
    assert b.raw.high is not None
    assert b.raw.low < 0.8 < b.raw.high
    assert (c.raw, c.kappa.value, c.spoken, c.flags) == (Measure(1.0), None, 5, ())
    assert figures.flagged == (b,)


def test_dimensions_pairs_and_the_whole_add_up(figures: Agreement) -> None:
    assert [(one.name, one.units) for one in figures.dimensions] == [("legal", 20), ("subject", 40)]
    (pair,) = figures.pairs
    assert (pair.name, pair.units, pair.files) == ("乙与甲", 60, 20)
    assert figures.whole is not None
    assert figures.whole.units == 60
    assert figures.whole.raw.value == pytest.approx(56 / 60)


def test_the_machine_is_set_against_people(figures: Agreement) -> None:
    by_name = {one.figures.name: one for one in figures.machine}
    assert by_name.keys() == {"A", "C"}  # on B it gave no answer
    assert (by_name["C"].harsher, by_name["C"].milder) == (10, 0)
    assert by_name["C"].figures.flags[0] == "一致率 75.0%，低于 95%"
    assert figures.machine_whole is not None
    whole = figures.machine_whole
    assert (whole.figures.units, whole.harsher, whole.milder, whole.open) == (80, 10, 0, 40)


def test_grades_are_ordered(figures: Agreement) -> None:
    assert figures.grades is not None
    assert figures.grades.units == 20
    told = [("1", "优秀", "合格"), ("2", "不合格", "不合格"), ("3", "优秀", "优秀")]
    grades = [one for case, first, second in told for one in rated(case, "", 甲=first, 乙=second)]
    ordered = agreement([], {}, grades=grades, grade_order=("不合格", "合格", "优秀"), rounds=0).grades
    nominal = agreement([], {}, grades=grades, grade_order=("不合格", "优秀"), rounds=0).grades
    assert ordered is not None
    assert nominal is not None
    assert nominal.alpha.value == pytest.approx(1 - 5 * 2 / (36 - 4 - 1 - 9))
    # ranks 1, 2.5 and 4.5 between the categories: one pair of 2 apart, all pairs of the pool
    apart = 2 * 1 * 1.5**2 + 2 * 3 * 3.5**2 + 1 * 3 * 2**2
    assert ordered.alpha.value == pytest.approx(1 - 5 * 2**2 / apart)
    assert agreement([], {}, rounds=0).grades is None


def test_a_grade_that_is_open_is_no_answer() -> None:
    views = {"甲": evaluation(), "乙": evaluation(grade=("合格", "优秀"))}
    assert grade_ratings("s1", views) == (Rating("s1", "", "甲", "合格"),)


def test_what_was_not_said_can_be_left_out(panel: list[Rating]) -> None:
    found = agreement(panel, DIMENSIONS, spoken_only=True, rounds=0)
    assert {one.name: one.units for one in found.items} == {"A": 20, "B": 20, "C": 5}


def test_three_reviewers_are_one_unit_and_three_pairs() -> None:
    found = agreement(rated("1", "A", 甲="pass", 乙="pass", 丙="fail"), {}, rounds=0)
    assert found.whole is not None
    assert found.whole.units == 1
    assert found.whole.raw.value == pytest.approx(1 / 3)
    assert sorted(one.raw.value or 0 for one in found.pairs) == [0, 0, 1]


def test_the_order_of_ratings_does_not_matter(panel: list[Rating]) -> None:
    first = agreement(panel, DIMENSIONS, rounds=50)
    assert agreement(reversed(panel), DIMENSIONS, rounds=50) == first


# ---- the plan of double scoring -----------------------------------------------------------------


def test_double_scoring_is_spread_over_the_review() -> None:
    cases = [f"s{number:03}" for number in range(210)]
    found = double_plan(cases, Decimal("0.05"), "3 5 2 6")
    assert len(found) == 11
    places = [cases.index(one) for one in found]
    assert [place * 11 // 210 for place in places] == list(range(11))
    assert found == double_plan(cases, Decimal("0.05"), "3526")
    assert found != double_plan(cases, Decimal("0.05"), "3527")
    assert double_plan(cases, Decimal(1), "x") == tuple(cases)
    assert double_plan([], Decimal("0.05"), "x") == ()
    assert len(double_plan(["one"], Decimal("0.05"), "x")) == 1
    with pytest.raises(SetupError, match="不在0和1之间"):
        double_plan(cases, Decimal(0), "x")


# ---- tables -------------------------------------------------------------------------------------


def test_measures_in_words() -> None:
    assert measure_text(Measure(None)) == "—"
    assert measure_text(Measure(0.8125, 0.6, 0.93)) == "0.81（0.60～0.93）"
    assert measure_text(Measure(1.0), percent=True) == "100.0%"


def test_rows_have_the_width_of_their_headings(figures: Agreement) -> None:
    rows = list(agreement_rows(figures, {"B": "有两名执法人员"}))
    assert {kind for kind, _ in rows} == {"whole", "grades", "dimensions", "pairs", "items", "machine"}
    assert all(len(row) == len(heads_of(kind)) for kind, row in rows)
    assert [row[1] for kind, row in rows if kind == "items"] == ["", "有两名执法人员", ""]


def test_tables_show_what_is_flagged(figures: Agreement) -> None:
    screen = Console(width=200, record=True, file=StringIO())
    for table in agreement_tables(figures):
        screen.print(table)
    text = screen.export_text()
    assert "κ 0.22，低于 0.75" in text
    assert "另有 2 项达到要求，未列出" in text
    every = [table.row_count for table in agreement_tables(figures, every=True)]
    assert sum(every) == len(list(agreement_rows(figures)))


def test_figures_go_to_json_and_xlsx(figures: Agreement, tmp_path: Path) -> None:
    data = json.loads(json.dumps(agreement_json(figures)))
    assert data["items"][1]["raw"]["value"] == 0.8
    assert data["machine"][1]["harsher"] == 10
    book = openpyxl.load_workbook(write_agreement(tmp_path / "一致性.xlsx", figures))
    assert book.sheetnames == ["全部", "等次", "维度", "评查员两两", "评查项", "机器与人", "说明"]
    assert book["说明"]["A1"].value == NOTE
    assert book["评查项"].max_row == 4


def test_no_answers_give_no_tables() -> None:
    found = agreement([], {}, rounds=0)
    assert list(agreement_rows(found)) == list(agreement_tables(found)) == []
    assert agreement_json(found)["whole"] is None
