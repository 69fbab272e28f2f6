"""`make calibrate`: grades, recall and false deductions over generated case files with the usual faults.

The files carry faults at published shares; which, stands in their answer file. The machine must be no hanging
judge: exit 1 when the grades keep not to their bars, or when a case file could not be scored.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from anjuan.model.result import Effect, Evaluation, Veto, VetoState
from anjuan.model.wire import evaluation_of
from anjuan.record.review import Review
from anjuan.record.run import evaluate
from anjuan.rules.profile import Profile
from anjuan.rules.profile_files import load_profile
from anjuan.scoring.score import bounded_grade
from samples.maker.random_cases import write_random

from .table import Row, show

SEED = 7
SHOWN = 10  # items in each list
WORST_HIGH, WORST_LOW = 2.0, 10.0  # per cent of files with the lowest grade, by grade_high and by grade_low
BEST_HIGH = (15.0, 60.0)  # per cent of files with the highest grade, by grade_high


@dataclass(slots=True)
class Answers:
    """What the machine said of planted faults and of everything else, by item."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    said: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    false: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, evaluation: Evaluation, answer: Mapping[str, Any]) -> None:
        """Count one case file. What may follow from a planted fault is neither found nor false."""
        verdicts = {row.item: str(row.verdict) for row in evaluation.items}
        presumed = {row.item for row in evaluation.items if row.presumed}
        faults = {row["item"]: row["accept"] for row in answer["faults"]}
        for item, accept in faults.items():
            verdict = verdicts.get(item, "absent")
            self.planted[item] += 1
            self.found[item] += verdict in accept
            self.said[item]["presumed" if item in presumed else verdict] += 1
        for item, verdict in verdicts.items():
            if verdict == "fail" and item not in faults and item not in answer["open"]:
                self.false[item].append(evaluation.id)


def generated(folder: Path, count: int, seed: int) -> tuple[list[Evaluation], dict[str, Any], list[str]]:
    """Write and evaluate `count` case files: evaluations, the answers to them, and what was not scored."""
    write_random(count, folder, seed=seed)
    answers = json.loads((folder / "faults.json").read_text("utf-8"))
    registers = str(folder / "registers")
    review = Review.open_or_make(folder / "review", profile="general", registers=registers)
    summary = evaluate(sorted((folder / "cases").glob("*.pdf")), review, workers=os.cpu_count())
    with review.store() as store:
        evaluations = [evaluation_of(line) for line in store.lines()]
    return evaluations, answers, [f"{source}: {error}" for source, error in summary.problems]


def panel_grade(one: Evaluation, answer: Mapping[str, Any], profile: Profile) -> str:
    """The grade of a panel that saw exactly the planted faults, one fault an item, whatever the machine said."""
    table = profile.table(one.category, one.procedure)
    if table is None:
        raise RuntimeError("the general profile has no table for penalties")
    items = {item.id: item for item in table.items()}
    hit = [items[row["item"]] for row in answer["faults"] if row["item"] in items]
    lost = sum((min((use.deduct for use in item.checks), default=item.worth) for item in hit), Decimal(0))
    vetoes = [Veto(item.id, item.acts, VetoState.CONFIRMED) for item in hit if not item.conditional]
    return bounded_grade(
        table, table.total - lost, [veto for veto in vetoes if veto.effect is not Effect.NONE]
    )


def panel_rows(grades: Sequence[str], names: Sequence[str]) -> Iterator[Row]:
    """Grades of the panel that sees everything, beside what panels published (27.2, 72.6 and 0.3% of 1,141)."""
    counts = Counter(grades)
    for name in names:
        yield Row(f"panel {name}", f"{counts[name]}/{len(grades)} {100 * counts[name] / len(grades):.1f}%")


def grade_rows(evaluations: Sequence[Evaluation], names: Sequence[str]) -> Iterator[Row]:
    """Shares of each grade, best first, by the upper and by the lower end of the score."""
    total = len(evaluations)
    for end in ("grade_high", "grade_low"):
        counts = Counter(getattr(one, end) for one in evaluations)
        for name in names:
            share = 100 * counts[name] / total
            figure = f"{counts[name]}/{total} {share:.1f}%"
            if name == names[-1]:
                bar = WORST_HIGH if end == "grade_high" else WORST_LOW
                yield Row(f"{end} {name}", figure, f"< {bar:g}%", share < bar)
            elif name == names[0] and end == "grade_high":
                low, high = BEST_HIGH
                yield Row(f"{end} {name}", figure, f"{low:g}..{high:g}%", low <= share <= high)
            else:
                yield Row(f"{end} {name}", figure)


def frequent(evaluations: Sequence[Evaluation], verdict: str) -> list[str]:
    """The items that most often have a verdict, with the number of files to which they apply."""
    applying: Counter[str] = Counter()
    given: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for row in (row for one in evaluations for row in one.items):
        applying[row.item] += str(row.verdict) != "not_applicable"
        given[row.item] += str(row.verdict) == verdict
        titles[row.item] = row.title
    most = sorted(given, key=lambda item: (-given[item], item))[:SHOWN]
    return [f"  {item}  {given[item]}/{applying[item]}  {titles[item]}" for item in most if given[item]]


def print_answers(answers: Answers, clean: int, clean_false: int) -> None:
    """Recall of planted faults and false deductions, by item and in all."""
    planted, found = sum(answers.planted.values()), sum(answers.found.values())
    failed = sum(said["fail"] for said in answers.said.values())
    print(
        f"\nplanted faults answered as the answer file accepts: {found}/{planted}; failed: {failed}/{planted}"
    )
    for item in sorted(answers.planted):
        said = " ".join(f"{verdict} {n}" for verdict, n in sorted(answers.said[item].items()))
        print(f"  {item}  {answers.found[item]}/{answers.planted[item]}  ({said})")
    total = sum(map(len, answers.false.values()))
    print(f"false deductions: {total}; on {clean} clean files: {clean_false}")
    for item, ids in sorted(answers.false.items()):
        print(f"  {item}  {len(ids)}  ({', '.join(ids[:5])}{', …' if len(ids) > 5 else ''})")


def grade_names(evaluations: Sequence[Evaluation]) -> list[str]:
    """Grades of the general profile, best first."""
    table = load_profile("general").table(evaluations[0].category, evaluations[0].procedure)
    if table is None:
        raise RuntimeError("the general profile has no table for penalties")
    return [grade.name for grade in table.grades]


def main() -> int:
    """Generate, evaluate, print, and tell by the exit code whether the grades keep to their bars."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=500, help="generated case files (500)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"another seed makes other files ({SEED})")
    parser.add_argument("--keep", type=Path, help="write files and review here and leave them")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="anjuan-calibration-") as name:
        try:
            evaluations, expected, problems = generated(call.keep or Path(name), call.count, call.seed)
        except FileNotFoundError as error:  # the maker sets its papers with the fonts of the system
            print(f"cannot write case files: {error}", file=sys.stderr)
            return 2
    print("\n".join(problems))
    if not evaluations:
        return 1
    answers = Answers()
    for one in evaluations:
        answers.add(one, expected[one.id])
    clean = {name for name, answer in expected.items() if answer["clean"]}
    clean_false = sum(one in clean for ids in answers.false.values() for one in ids)
    for verdict in ("fail", "unsure"):
        print(f"\nmost often {verdict} (files with it / files to which it applies):")
        print("\n".join(frequent(evaluations, verdict)) or "  none")
    print_answers(answers, len(clean), clean_false)
    names, profile = grade_names(evaluations), load_profile("general")
    rows = [
        Row("scored", f"{len(evaluations)}/{call.count}", "all", len(evaluations) == call.count),
        Row("median score, high", f"{median(one.high for one in evaluations)}"),
        Row("median score, low", f"{median(one.low for one in evaluations)}"),
        *panel_rows([panel_grade(one, expected[one.id], profile) for one in evaluations], names),
        *grade_rows(evaluations, names),
    ]
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
