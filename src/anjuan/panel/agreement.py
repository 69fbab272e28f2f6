"""How far reviewers agree: for each item, dimension, reviewer and pair, with the machine too, and on grades.

A reviewer who submitted has answered every item: where he said nothing, the machine's answer is his. That holds only for
answers: what the machine left open or only presumed, and he did not rule on, nobody has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from itertools import combinations, pairwise

from ..model.errors import SetupError
from ..model.result import Evaluation, Verdict
from .draw import Numbers, plain_seed
from .kappa import ROUNDS, SEED, Measure, Unit, measures
from .state import PanelState

MACHINE = "机器"
KAPPA, SHARE = 0.75, 0.95  # below either an item is flagged
_ANSWERS = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater said of one item of one case file.

    Attributes:
        rater: name of a reviewer, or `MACHINE`.
        label: a verdict; of grades the name of the grade, with an empty `item`.
        spoken: he said it himself; False where he left the machine's answer as it was.
    """

    case: str
    item: str
    rater: str
    label: str
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class Agreed:
    """The figures of one item, dimension or pair.

    Attributes:
        name: its id, or the two names joined by `与`.
        files, units: case files, and answers that two or more raters gave (a file and an item each).
        spoken: of these units, those on which somebody spoke himself.
        kappa: Cohen's for two fixed raters, else Fleiss'. raw, alpha, ac1: see `kappa.py`.
        flags: why people should look at it, in Chinese.
    """

    name: str
    files: int
    units: int
    spoken: int
    raw: Measure
    kappa: Measure
    alpha: Measure
    ac1: Measure
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """The machine against people, on one item or as a whole.

    Attributes:
        figures: of pairs of the machine and one reviewer.
        harsher: answers where the machine says fail and the reviewer does not; milder: the reverse.
        open: answers of reviewers where the machine gave none.
    """

    figures: Agreed
    harsher: int
    milder: int
    open: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of a review; rows that have no answer of two raters are left out."""

    whole: Agreed | None
    items: tuple[Agreed, ...]
    dimensions: tuple[Agreed, ...]
    pairs: tuple[Agreed, ...]
    machine: tuple[Against, ...]
    machine_whole: Against | None
    grades: Agreed | None = None

    @property
    def flagged(self) -> tuple[Agreed, ...]:
        """Items that people should look at, the least agreed first."""
        found = [one for one in self.items if one.flags]
        return tuple(sorted(found, key=lambda one: (one.raw.value or 0.0, one.name)))


def ratings_of(state: PanelState, evaluation: Evaluation) -> tuple[Rating, ...]:
    """What the reviewers of one case file answered, and the machine; nothing while somebody has not submitted.

    Args:
        evaluation: the machine's, without rulings in it.
    """
    if not state.closed or not state.submitted:
        return ()
    found = []
    machine = {row.item: str(row.verdict) for row in evaluation.items if _answered(row.verdict, row.presumed)}
    found += [Rating(evaluation.id, item, MACHINE, label) for item, label in machine.items()]
    for name in state.submitted:
        said = {one.item: str(one.verdict) for one in state.standing(name)}
        for row in evaluation.items:
            label = said.get(row.item, machine.get(row.item))
            if label is not None:
                found.append(Rating(evaluation.id, row.item, name, label, row.item in said))
    return tuple(found)


def grade_ratings(case: str, views: Mapping[str, Evaluation]) -> tuple[Rating, ...]:
    """The grade that each reviewer's answers give a case file; none where they leave it open.

    Args:
        views: reviewer → the evaluation with his rulings alone.
    """
    return tuple(
        Rating(case, "", name, one.grade_low)
        for name, one in views.items()
        if one.grade_low == one.grade_high
    )


def _answered(verdict: Verdict, presumed: bool) -> bool:
    return verdict in _ANSWERS and not presumed


def agreement(
    ratings: Iterable[Rating],
    dimensions: Mapping[str, str],
    *,
    grades: Iterable[Rating] = (),
    grade_order: Sequence[str] = (),
    spoken_only: bool = False,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Agreement:
    """All figures. Bootstrap rounds draw whole case files, since answers on one file are not independent.

    Args:
        ratings: those of reviewers and of the machine, in any order.
        dimensions: item → dimension.
        grades: see `grade_ratings`.
        grade_order: names of grades, the lowest first; grades that it does not all name have no order.
        spoken_only: leave out what reviewers did not say themselves.
        rounds, seed: of the bootstrap.
    """
    known = [one for one in ratings if one.spoken or not spoken_only]
    cells = _cells(known)
    people = _Figures(cells, rounds, seed)
    machine = _Figures(_with_machine(cells), rounds, seed, fixed=True)
    told = _cells(grades)
    order = (
        tuple(grade_order)
        if {one.label for own in told.values() for one in own.values()} <= set(grade_order)
        else ()
    )
    level = _Figures(told, rounds, seed, order).of("等次", told)
    by_item = _parted(cells, lambda key: key[1])
    sides = [_against(item, machine, keys) for item, keys in by_item.items()]
    return Agreement(
        whole=people.of("全部", cells),
        items=_rows(people, by_item, flag=True),
        dimensions=_rows(people, _parted(cells, lambda key: dimensions.get(key[1], ""))),
        pairs=tuple(_pairs(cells, rounds, seed)),
        machine=tuple(one for one in sides if one),
        machine_whole=_against("全部", machine, list(cells)),
        grades=level,
    )


Key = tuple[str, str]  # case file and item
Cells = Mapping[Key, Mapping[str, Rating]]  # what each rater said there


def _cells(ratings: Iterable[Rating]) -> dict[Key, dict[str, Rating]]:
    found: dict[Key, dict[str, Rating]] = {}
    for one in sorted(ratings, key=lambda one: (one.case, one.item, one.rater)):
        found.setdefault((one.case, one.item), {})[one.rater] = one
    return found


def _with_machine(cells: Cells) -> dict[Key, dict[str, Rating]]:
    return {key: dict(own) for key, own in cells.items() if len(own) > (MACHINE in own)}


def _parted(cells: Cells, name: Callable[[Key], str]) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for key in cells:
        found.setdefault(name(key), []).append(key)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Figures:
    """Figures over some of the cells.

    Attributes:
        fixed: a unit is the machine and one reviewer; else it is all reviewers.
    """

    cells: Cells
    rounds: int
    seed: int
    order: tuple[str, ...] = ()
    fixed: bool = False

    def of(self, name: str, keys: Iterable[Key], raters: Sequence[str] = ()) -> Agreed | None:
        """The figures of those cells, of two raters only where they are named; None where no two answered."""
        units: list[Unit] = []
        clusters: list[str] = []
        spoken = 0
        for key in keys:
            for group in self._groups(self.cells[key], raters):
                units.append([one.label if one else None for one in group])
                clusters.append(key[0])
                spoken += any(one.spoken for one in group if one and one.rater != MACHINE)
        if not units:
            return None
        found = measures(units, clusters, order=self.order, rounds=self.rounds, seed=self.seed)
        kappa = found["cohen"] if self.fixed or raters else found["fleiss"]
        files = len(set(clusters))
        return Agreed(name, files, len(units), spoken, found["raw"], kappa, found["alpha"], found["ac1"])

    def _groups(self, own: Mapping[str, Rating], raters: Sequence[str]) -> Iterator[Sequence[Rating | None]]:
        people = [one for name, one in own.items() if name != MACHINE]
        if self.fixed:
            if MACHINE in own:
                yield from ([own[MACHINE], one] for one in people)
        elif raters:
            if all(name in own for name in raters):
                yield [own[name] for name in raters]
        elif len(people) > 1:
            yield people


def _rows(figures: _Figures, parts: Mapping[str, Sequence[Key]], *, flag: bool = False) -> tuple[Agreed, ...]:
    rows = (figures.of(name, keys) for name, keys in parts.items())
    return tuple(_flagged(one) if flag else one for one in rows if one)


def _flagged(one: Agreed) -> Agreed:
    flags = []
    if one.raw.value is not None and one.raw.value < SHARE:
        flags.append(f"一致率 {one.raw.value:.1%}，低于 {SHARE:.0%}")
    if one.kappa.value is not None and one.kappa.value < KAPPA:
        flags.append(f"κ {one.kappa.value:.2f}，低于 {KAPPA}")
    return replace(one, flags=tuple(flags))


def _pairs(cells: Cells, rounds: int, seed: int) -> Iterator[Agreed]:
    figures = _Figures(cells, rounds, seed)
    together: dict[tuple[str, str], list[Key]] = {}
    for key, own in cells.items():
        for pair in combinations(sorted(name for name in own if name != MACHINE), 2):
            together.setdefault(pair, []).append(key)
    for pair, keys in sorted(together.items()):
        found = figures.of("与".join(pair), keys, pair)
        if found:
            yield found


def _against(name: str, figures: _Figures, keys: Sequence[Key]) -> Against | None:
    keys = [key for key in keys if key in figures.cells]
    found = figures.of(name, keys)
    if found is None:
        return None
    fail = str(Verdict.FAIL)
    harsher = milder = left_open = 0
    for key in keys:
        own = figures.cells[key]
        people = [one.label for rater, one in own.items() if rater != MACHINE]
        if MACHINE not in own:
            left_open += len(people)
        elif own[MACHINE].label == fail:
            harsher += sum(label != fail for label in people)
        else:
            milder += sum(label == fail for label in people)
    return Against(_flagged(found), harsher, milder, left_open)


def double_plan(cases: Sequence[str], share: Decimal, seed: str) -> tuple[str, ...]:
    """Which case files a second person scores, spread over the whole review: one at random of every stretch of it.

    Args:
        cases: ids in the order in which they will be scored.
        share: of them, above 0 and at most 1.
        seed: a text; equal input gives the same plan.

    Raises:
        SetupError: a share out of range, or an empty seed.
    """
    if not 0 < share <= 1:
        raise SetupError(f"双评比例 {share} 不在0和1之间", "", "如 0.05")
    many = int((share * len(cases)).to_integral_value(ROUND_CEILING))
    numbers = Numbers(plain_seed(seed))
    ends = [len(cases) * turn // many for turn in range(many + 1)] if many else [0]
    return tuple(cases[first + numbers.below(last - first)] for first, last in pairwise(ends))
