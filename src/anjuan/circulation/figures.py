"""The figures of a notice: counts with their denominators, from the evaluations given and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, islice
from typing import Any

from ..model.codec import number
from ..model.errors import ProfileError
from ..model.result import Evaluation, ItemScore, Verdict
from ..panel.ruling import Ruled
from .masking import in_common, mask, without_names

TENTH = Decimal("0.1")
_LOOKED = 12  # files, enough to find a good sentence; a review may hold thousands


@dataclass(frozen=True, slots=True)
class Span:
    """A figure between two ends; both are equal when nothing is open."""

    low: Decimal
    high: Decimal

    def text(self, unit: str = "", joint: str = "至") -> str:
        """`3件` or `3至5件`; per cent stands at both ends."""
        if self.low == self.high:
            return f"{self.low}{unit}"
        return f"{self.low}{unit if unit == '%' else ''}{joint}{self.high}{unit}"


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One agency or category: number of files, mean score, and for each grade its count."""

    name: str
    files: int
    mean: Span
    counts: tuple[tuple[str, Span], ...]

    def share(self, grade: str) -> Span:
        """The part of the files that have a grade, in percent."""
        count = dict(self.counts)[grade]
        return Span(percent(count.low, self.files), percent(count.high, self.files))


@dataclass(frozen=True, slots=True)
class Problem:
    """An item that failed.

    Attributes:
        failed: files that failed it; applies: files to which it applies; doubtful: of these, undecided ones.
        ruled: of the failed ones, those that a person has ruled on.
        sentence: what one of them looked like, without names; empty when no sentence could be told safely.
    """

    item: str
    title: str
    failed: int
    applies: int
    doubtful: int
    ruled: int
    sentence: str

    @property
    def share(self) -> Decimal:
        """Percent of the files to which the item applies."""
        return percent(Decimal(self.failed), self.applies)


def percent(part: Decimal, whole: int) -> Decimal:
    """A share in percent with one decimal, halves up."""
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal("0.0")


def grade_row(name: str, evaluations: Sequence[Evaluation], grades: Sequence[str]) -> GradeRow:
    """Counts of one group. A file whose ends differ counts for each grade it may still have.

    Raises:
        ProfileError: an evaluation has a grade that is not among `grades` (best first).
    """
    ends = []
    for one in evaluations:
        if one.grade_low not in grades or one.grade_high not in grades:
            raise ProfileError(
                "案卷的等次不在所给等次之列", f"{one.id}：{one.grade_low}", f"应为{'、'.join(grades)}"
            )
        ends.append((grades.index(one.grade_high), grades.index(one.grade_low)))
    counts = tuple(
        (
            grade,
            Span(
                Decimal(sum(best == worst == index for best, worst in ends)),
                Decimal(sum(best <= index <= worst for best, worst in ends)),
            ),
        )
        for index, grade in enumerate(grades)
    )
    return GradeRow(name, len(evaluations), mean(evaluations), counts)


def mean(evaluations: Sequence[Evaluation]) -> Span:
    """Mean of the low and of the high ends."""
    if not evaluations:
        return Span(Decimal("0.0"), Decimal("0.0"))
    count = len(evaluations)
    low = sum((one.low for one in evaluations), Decimal(0)) / count
    high = sum((one.high for one in evaluations), Decimal(0)) / count
    return Span(low.quantize(TENTH, ROUND_HALF_UP), high.quantize(TENTH, ROUND_HALF_UP))


def problems(results: Sequence[Ruled], names: Collection[str] | None) -> list[Problem]:
    """Items that failed, most files first. Without `names` no sentence is safe, so none is told."""
    rows: dict[str, list[tuple[ItemScore, bool]]] = {}
    for one in sorted(results, key=lambda one: one.evaluation.id):
        ruled = set(one.items)
        for row in one.evaluation.items:
            rows.setdefault(row.item, []).append((row, row.item in ruled))
    found = [_problem(item, own, names) for item, own in rows.items()]
    return sorted((one for one in found if one.failed), key=lambda one: (-one.failed, -one.share, one.item))


def _problem(item: str, rows: Sequence[tuple[ItemScore, bool]], names: Collection[str] | None) -> Problem:
    failed = [(row, ruled) for row, ruled in rows if row.verdict is Verdict.FAIL]
    return Problem(
        item=item,
        title=rows[0][0].title,
        failed=len(failed),
        applies=sum(row.verdict is not Verdict.NOT_APPLICABLE for row, _ in rows),
        doubtful=sum(row.verdict in (Verdict.UNSURE, Verdict.ERROR) for row, _ in rows),
        ruled=sum(ruled for _, ruled in failed),
        sentence=_typical([row for row, _ in failed], names),
    )


def _typical(rows: Sequence[ItemScore], names: Collection[str] | None) -> str:
    """What two of the files have in common, the longest that can be told."""
    if names is None:
        return ""
    messages = list(islice((message for row in rows if (message := _message(row))), _LOOKED))
    shared = [
        text
        for first, second in combinations([mask(message, names) for message in messages], 2)
        if (text := in_common(first, second))
    ]
    told = [text for one in dict.fromkeys(shared) if (text := without_names(one, names))]
    return min(told, key=lambda one: (one.count("……"), -len(one), one), default="")


def _message(row: ItemScore) -> str:
    """The gravest fault of one file in the words of the check."""
    found = [
        (scored.finding.milder, scored.finding.message.strip().rstrip("。；"))
        for scored in row.findings
        if scored.finding.verdict is Verdict.FAIL
    ]
    return min(found, default=(False, ""))[1]


def figures_json(
    results: Sequence[Ruled],
    rows: Sequence[GradeRow],
    categories: Sequence[GradeRow],
    found: Sequence[Problem],
) -> dict[str, Any]:
    """The figures as plain values; `rows` begins with the whole, the agencies follow."""
    return {
        "scored": len(results),
        "ruled_cases": sum(bool(one.rulings) for one in results),
        "ruled_items": sum(len(one.items) for one in results),
        "presumed": sum(len(one.evaluation.presumed) for one in results),
        "undecided": sum(len(one.evaluation.undecided) for one in results),
        "all": _row_json(rows[0]),
        "agencies": [_row_json(row) for row in rows[1:]],
        "categories": [_row_json(row) for row in categories],
        "problems": [
            {
                name: getattr(one, name)
                for name in ("item", "title", "failed", "applies", "doubtful", "sentence")
            }
            for one in found
        ],
    }


def _row_json(row: GradeRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "files": row.files,
        "mean": [number(row.mean.low), number(row.mean.high)],
        "grades": {grade: [number(count.low), number(count.high)] for grade, count in row.counts},
    }
