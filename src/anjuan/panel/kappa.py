"""Coefficients of agreement over a table of ratings, and their intervals by a seeded bootstrap.

```
raw      share of pairs of ratings that agree, mean over units
Cohen    two raters, chance from the two margins                 Cohen 1960
Fleiss   any number of raters, chance from the common margin     Fleiss 1971 (two raters: Scott 1955)
alpha    Krippendorff's, nominal, or ordinal where an order is given; units with one rating do not count
AC1      Gwet's, which does not fall when nearly all units are alike    Gwet 2008
```
All are functions of sums over units, so that a bootstrap only weighs the sums anew. Ratings may be missing. A
coefficient that is not defined (one category, no pair) is None.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAMES = ("raw", "cohen", "fleiss", "alpha", "ac1")
ROUNDS = 1000
SEED = 20260101
CHUNK = 100  # rounds at a time
ENOUGH = 0.95  # share of rounds in which a coefficient has to be defined
ENDS = (2.5, 97.5)
_ZERO = 1e-12

Unit = Sequence[
    str | None
]  # what each rater said of one thing, None where nothing; Cohen counts those of two


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient with its 95% interval.

    Attributes:
        value: None where it is not defined.
        low, high: None where the bootstrap tells nothing: fewer than two clusters, all rounds alike, or undefined
            in more than a twentieth of them.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


def coefficients(units: Sequence[Unit], *, order: Sequence[str] = ()) -> dict[str, float | None]:
    """All coefficients by name (`NAMES`).

    Args:
        order: categories from the lowest to the highest, for an ordinal alpha; others are nominal.

    Raises:
        ValueError: a rating that is not in `order`.
    """
    sums = _sums(units, range(len(units)), order)
    return {name: _plain(values[0]) for name, values in sums.statistics(sums.times[None]).items()}


def measures(
    units: Sequence[Unit],
    clusters: Sequence[Hashable] | None = None,
    *,
    order: Sequence[str] = (),
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> dict[str, Measure]:
    """All coefficients with their intervals; equal input and seed give equal figures on every machine.

    Args:
        clusters: what each unit belongs to (its case file); clusters are drawn again as a whole. None: each alone.
        rounds: of the bootstrap; 0 for no intervals.

    Raises:
        ValueError: a rating that is not in `order`.
    """
    import numpy

    sums = _sums(units, range(len(units)) if clusters is None else clusters, order)
    found = {name: _plain(values[0]) for name, values in sums.statistics(sums.times[None]).items()}
    if rounds < 1 or sums.clusters < 2:
        return {name: Measure(value) for name, value in found.items()}
    random = numpy.random.RandomState(seed)  # frozen for good; newer generators may change their streams
    parts: dict[str, list[Any]] = {name: [] for name in NAMES}
    for start in range(0, rounds, CHUNK):
        weights = random.multinomial(sums.clusters, sums.times / sums.clusters, min(CHUNK, rounds - start))
        for name, values in sums.statistics(weights.astype(float)).items():
            parts[name].append(values)
    return {
        name: Measure(value, *(_ends(numpy.concatenate(parts[name])) if value is not None else (None, None)))
        for name, value in found.items()
    }


def _ends(values: Any) -> tuple[float | None, float | None]:
    import numpy

    defined = values[~numpy.isnan(values)]
    if len(defined) < ENOUGH * len(values) or numpy.ptp(defined) < _ZERO:
        return None, None
    low, high = numpy.percentile(defined, ENDS)
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What is summed over the units of a cluster; a row for all clusters that are alike.

    Attributes:
        categories: at least two, since a scale of one leaves no choice. ordinal: they are in order.
        times: clusters of each row.
        agreed: shares of agreeing pairs; paired: units with two ratings or more; rated: units with any.
        margin: shares of each category among the ratings of a unit.
        own, pairs: coincidences of Krippendorff: ratings in paired units by category, and by two categories.
        table: units by what the first and what the second rater said.
    """

    categories: int
    ordinal: bool
    times: Any
    agreed: Any
    paired: Any
    rated: Any
    margin: Any
    own: Any
    pairs: Any
    table: Any

    @property
    def clusters(self) -> int:
        return int(self.times.sum())

    def statistics(self, weights: Any) -> Mapping[str, Any]:
        """Coefficients for each row of weights; NaN where not defined."""
        import numpy

        with numpy.errstate(divide="ignore", invalid="ignore"):
            raw = (weights @ self.agreed) / (weights @ self.paired)
            margin = (weights @ self.margin) / (weights @ self.rated)[:, None]
            by_chance = (margin**2).sum(axis=1)
            doubt = (margin * (1 - margin)).sum(axis=1) / (self.categories - 1)
            return {
                "raw": raw,
                "cohen": self._cohen(weights),
                "fleiss": _beyond(raw, by_chance),
                "alpha": self._alpha(weights),
                "ac1": _beyond(raw, doubt),
            }

    def _cohen(self, weights: Any) -> Any:
        import numpy

        table = numpy.tensordot(weights, self.table, axes=1)
        count = table.sum(axis=(1, 2))
        same = numpy.trace(table, axis1=1, axis2=2) / count
        chance = (table.sum(axis=2) * table.sum(axis=1)).sum(axis=1) / count**2
        return _beyond(same, chance)

    def _alpha(self, weights: Any) -> Any:
        import numpy

        own = weights @ self.own
        pairs = numpy.tensordot(weights, self.pairs, axes=1)
        if self.ordinal:
            middle = (
                numpy.cumsum(own, axis=1) - own / 2
            )  # ranks between categories, as many as ratings lie there
            apart = (middle[:, :, None] - middle[:, None, :]) ** 2
        else:
            apart = 1 - numpy.eye(own.shape[1])[None]
        expected = (own[:, :, None] * own[:, None, :] * apart).sum(axis=(1, 2))
        observed = (pairs * apart).sum(axis=(1, 2)) * (own.sum(axis=1) - 1)
        return numpy.where(expected > _ZERO, 1 - observed / expected, numpy.nan)


def _beyond(same: Any, chance: Any) -> Any:
    """The part of the agreement beyond chance that was reached."""
    import numpy

    return numpy.where(1 - chance > _ZERO, (same - chance) / (1 - chance), numpy.nan)


def _sums(units: Sequence[Unit], clusters: Sequence[Hashable], order: Sequence[str]) -> _Sums:
    """Units that look alike are counted and summed up once, in one order whatever order they come in."""
    import numpy

    said = sorted({label for unit in units for label in unit if label is not None})
    if order and (strange := [label for label in said if label not in order]):
        raise ValueError(f"not in the order of categories: {strange[0]}")
    place = {label: at for at, label in enumerate(order or said)}
    row = {name: at for at, name in enumerate(dict.fromkeys(clusters))}
    looks = sorted(
        {tuple(unit) for unit in units}, key=lambda look: [(one is not None, one or "") for one in look]
    )
    column = {look: at for at, look in enumerate(looks)}
    counts = numpy.zeros((len(row), len(looks)))
    for unit, cluster in zip(units, clusters, strict=True):
        counts[row[cluster], column[tuple(unit)]] += 1
    counts, times = numpy.unique(counts, axis=0, return_counts=True) if looks else (counts, numpy.zeros(0))
    parts = [_look(look, place) for look in looks] or [_look((), place)]
    sums = [
        numpy.tensordot(counts, numpy.stack(one)[: len(looks)], axes=1) for one in zip(*parts, strict=True)
    ]
    return _Sums(max(2, len(place)), bool(order), times.astype(float), *sums)


def _look(unit: tuple[str | None, ...], place: Mapping[str, int]) -> tuple[Any, ...]:
    """What one unit adds to the sums, in their order."""
    import numpy

    ratings = [place[label] for label in unit if label is not None]
    number, size = len(ratings), len(place)
    count = numpy.bincount(numpy.array(ratings, dtype=int), minlength=size).astype(float)
    both = numpy.outer(count, count) - numpy.diag(count)
    table = numpy.zeros((size, size))
    if len(unit) == number == 2:
        table[ratings[0], ratings[1]] = 1
    paired = number > 1
    return (
        numpy.trace(both) / (number * (number - 1)) if paired else 0.0,
        float(paired),
        float(number > 0),
        count / max(number, 1),
        count * paired,
        both / (number - 1) if paired else table,
        table,
    )


def _plain(value: Any) -> float | None:
    found = float(value)
    return None if found != found else found
