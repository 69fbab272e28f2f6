"""The maker of case files: every fault has its turn, its papers can be written, and the registers agree."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.casefiles import faults, make, proof, registers
from benchmarks.casefiles.builders import BUILDERS
from benchmarks.casefiles.plan import Plan, plans

PLANS = plans(160, 40, 1)
TURNS = faults.schedule(PLANS)


def test_every_fault_is_planted_and_half_of_the_files_are_clean() -> None:
    kinds = {plan.id: plan.kind for plan in PLANS}
    planted = {(kinds[ident], name) for ident, names in TURNS.items() for name in names}
    assert set(faults.CATALOGUE) - planted == set()
    assert all(1 <= len(names) <= 3 for names in TURNS.values())
    assert abs(len(TURNS) - len(PLANS) / 2) <= 8
    assert faults.schedule(PLANS) == TURNS


@pytest.mark.parametrize("plan", PLANS[::9], ids=lambda plan: plan.id)
def test_papers_state_what_they_are_keyed_to(plan: Plan) -> None:
    case = make.story(plan, TURNS.get(plan.id, ()))
    assert proof.unproven(BUILDERS[plan.kind](case)) == []


def test_registers_show_the_certificate_that_ended(tmp_path: Path) -> None:
    ident = next(ident for ident, names in TURNS.items() if "expired" in names)
    plan = next(plan for plan in PLANS if plan.id == ident)
    registers.write([make.story(plan, TURNS[ident])], tmp_path)
    with (tmp_path / "officers.csv").open(encoding="utf-8") as stream:
        states = [row["status"] for row in csv.DictReader(stream)]
    assert states.count("过期") == 1
