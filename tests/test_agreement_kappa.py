"""Coefficients of agreement: published examples, other programs, definitions by hand, simulated panels with a known κ."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.panel.kappa import NAMES, Measure, Unit, coefficients, measures

# Krippendorff 2011 (Computing Krippendorff's Alpha-Reliability), table C; Gwet 2014 uses it for AC1.
KRIPPENDORFF = ("12332141 2...", "12332241 25.3", ".3332342 251.", "12332441 251.")
# Fleiss 1971 as given in textbooks: 10 subjects, 14 raters, 5 categories.
FLEISS = (
    "4*14", "1*2 2*6 3*4 4*2", "2*3 3*5 4*6", "1*3 2*9 3*2", "0*2 1*2 2*8 3*1 4*1",
    "0*7 1*7", "0*3 1*2 2*6 3*3", "0*2 1*5 2*3 3*2 4*2", "0*6 1*5 2*2 3*1", "1*2 2*2 3*3 4*7",
)  # fmt: skip


def columns(*raters: str) -> list[list[str | None]]:
    return [
        [None if one == "." else one for one in unit]
        for unit in zip(*(r.replace(" ", "") for r in raters), strict=True)
    ]


def table(counts: Sequence[Sequence[int]]) -> list[list[str]]:
    """Units of two raters from their table."""
    return [
        [str(first), str(second)]
        for first, row in enumerate(counts)
        for second, many in enumerate(row)
        for _ in range(many)
    ]


def near(found: float | None, expected: float, within: float = 1e-9) -> bool:
    return found is not None and abs(found - expected) <= within


def test_the_reliability_data_of_krippendorff() -> None:
    units = columns(*KRIPPENDORFF)
    found = coefficients(units)
    # As printed: 0.743 and 0.815 (Krippendorff), 0.81818, 0.76117, 0.77544 (Gwet). Digits: irrCAC 0.4.4, krippendorff 0.9.0.
    assert near(found["raw"], 9 / 11)
    assert near(found["alpha"], 0.743421052631579)
    assert near(found["fleiss"], 0.761169275422411)
    assert near(found["ac1"], 0.775444068126995)
    assert near(coefficients(units, order="12345")["alpha"], 0.8153875037548814)
    assert found["cohen"] is None  # four raters


def test_ratings_that_are_missing_here_and_there() -> None:
    rows = """21111 1222. 11111 11221 1.21. 22.21 21.11 11211 11111 22212 1.111 12121 ..212 .2222 11.11 22221 11211"""
    units = [[None if one == "." else one for one in row] for row in rows.split()]
    found = coefficients(units)  # digits: irrCAC 0.4.4, krippendorff 0.9.0, scikit-learn
    assert near(found["raw"], 0.645098039215686)
    assert near(found["fleiss"], 0.258777476663656)
    assert near(found["ac1"], 0.319059474412171)
    assert near(found["alpha"], 0.2788605697151425)
    assert near(coefficients([unit[:2] for unit in units])["cohen"], 0.35)


def test_the_example_of_fleiss() -> None:
    units = [[name for part in row.split() for name in part[0] * int(part.split("*")[1])] for row in FLEISS]
    found = coefficients(units)
    assert near(found["raw"], 0.378, 5e-4)
    assert near(found["fleiss"], 0.210, 5e-4)
    assert near(found["fleiss"], 0.20993070442195522)  # statsmodels 0.14


@pytest.mark.parametrize(
    ("counts", "raw", "kappa"),
    [
        (((20, 5), (10, 15)), Fraction(7, 10), Fraction(2, 5)),  # the usual first example
        (((45, 15), (25, 15)), Fraction(3, 5), Fraction(6, 46)),  # equal raw agreement, unequal κ:
        (((25, 35), (5, 35)), Fraction(3, 5), Fraction(12, 46)),  # 0.1304 and 0.2593 as printed, 7/27
        (((118, 5), (2, 0)), Fraction(118, 125), None),  # Gwet 2008: nearly all alike
    ],
)
def test_tables_of_two_raters(
    counts: tuple[tuple[int, int], ...], raw: Fraction, kappa: Fraction | None
) -> None:
    found = coefficients(table(counts))
    assert near(found["raw"], float(raw))
    (a, b), (c, d) = counts
    n = a + b + c + d
    chance = Fraction((a + b) * (a + c) + (c + d) * (b + d), n * n)
    assert near(found["cohen"], float((raw - chance) / (1 - chance)))
    if counts[0][0] == 20:
        assert near(found["cohen"], 0.4)
    if kappa is None:  # the paradox: κ about nought, AC1 high
        assert near(found["cohen"], -0.0234, 5e-5)
        assert near(found["ac1"], 0.9408, 5e-5)


# ---- by definition ------------------------------------------------------------------------------


def by_hand(units: Sequence[Unit]) -> dict[str, Fraction | None]:
    """The definitions written out over single pairs of ratings, in fractions."""
    full = [[one for one in unit if one is not None] for unit in units]
    rated, paired = [one for one in full if one], [one for one in full if len(one) > 1]
    names = sorted({label for unit in rated for label in unit})
    if not paired:
        return dict.fromkeys(NAMES)

    def share(unit: Sequence[str]) -> Fraction:
        pairs = list(permutations(unit, 2))
        return Fraction(sum(a == b for a, b in pairs), len(pairs))

    raw = sum(map(share, paired), Fraction(0)) / len(paired)
    margin = {k: sum((Fraction(u.count(k), len(u)) for u in rated), Fraction(0)) / len(rated) for k in names}
    chance = sum((one**2 for one in margin.values()), Fraction(0))
    doubt = sum((one * (1 - one) for one in margin.values()), Fraction(0)) / (max(2, len(names)) - 1)
    pool = [label for unit in paired for label in unit]
    apart = sum(
        (Fraction(sum(a != b for a, b in permutations(u, 2)), len(u) - 1) for u in paired), Fraction(0)
    )
    expected = Fraction(sum(a != b for a, b in permutations(pool, 2)), len(pool) - 1)
    return {
        "raw": raw,
        "fleiss": None if chance == 1 else (raw - chance) / (1 - chance),
        "alpha": None if expected == 0 else 1 - apart / expected,
        "ac1": (raw - doubt) / (1 - doubt),
    }


LABELS = st.sampled_from(["pass", "fail", "not_applicable", None])


@given(st.lists(st.lists(LABELS, min_size=3, max_size=3), min_size=1, max_size=9))
def test_coefficients_are_their_definitions(units: list[list[str | None]]) -> None:
    found, expected = coefficients(units), by_hand(units)
    for name in ("raw", "fleiss", "alpha", "ac1"):
        value = expected[name]
        assert (found[name] is None) == (value is None), name
        assert value is None or near(found[name], float(value), 1e-12), name


@given(st.lists(st.lists(LABELS, min_size=2, max_size=2), max_size=9))
def test_the_order_of_raters_and_units_does_not_matter(units: list[list[str | None]]) -> None:
    turned = [list(reversed(unit)) for unit in reversed(units)]
    first, second = coefficients(units), coefficients(turned)
    for name in NAMES:
        assert (first[name] is None) == (second[name] is None)
        assert first[name] is None or near(second[name], first[name] or 0.0, 1e-12)


@pytest.mark.parametrize("units", [[], [["pass", None]], [[None, None]], [["pass"], ["fail"]]])
def test_without_two_ratings_there_is_no_agreement(units: list[Unit]) -> None:
    assert set(coefficients(units).values()) == {None}
    assert set(measures(units).values()) == {Measure(None)}


def test_one_category_leaves_kappa_undefined_and_no_interval() -> None:
    found = measures([["pass", "pass"]] * 30)
    assert found["raw"] == Measure(1.0)
    assert found["ac1"] == Measure(1.0)
    assert found["fleiss"] == found["cohen"] == found["alpha"] == Measure(None)


def test_a_rating_outside_of_the_order_is_refused() -> None:
    with pytest.raises(ValueError, match="良好"):
        coefficients([["合格", "良好"]], order=("不合格", "合格", "优秀"))


# ---- simulated panels ---------------------------------------------------------------------------


def panel(kappa: float, raters: int, units: int, seed: int, margin: Sequence[float]) -> list[list[str]]:
    """Ratings with a known κ: each rater sees the truth with probability √κ, else guesses by the margin."""
    random = numpy.random.RandomState(seed)
    truth = random.choice(len(margin), (units, 1), p=margin)
    guess = random.choice(len(margin), (units, raters), p=margin)
    sees = random.random_sample((units, raters)) < numpy.sqrt(kappa)
    return [[str(one) for one in row] for row in numpy.where(sees, truth, guess)]


@pytest.mark.parametrize("kappa", [0.2, 0.5, 0.75, 0.95])
@pytest.mark.parametrize("raters", [2, 3])
@pytest.mark.parametrize("margin", [(0.5, 0.5), (0.7, 0.2, 0.1), (0.25, 0.25, 0.25, 0.25)])
def test_a_known_kappa_is_recovered(kappa: float, raters: int, margin: tuple[float, ...]) -> None:
    found = coefficients(panel(kappa, raters, 6000, 7, margin))
    names = ["fleiss", "alpha"] + ["cohen"] * (raters == 2) + ["ac1"] * (len(set(margin)) == 1)
    assert {name: round(found[name] or 0.0, 3) for name in names if not near(found[name], kappa, 0.03)} == {}


def test_intervals_hold_the_known_kappa_as_often_as_they_say() -> None:
    rounds = 120
    hits = 0
    for seed in range(rounds):
        found = measures(panel(0.6, 2, 100, seed, (0.6, 0.4)), rounds=300)["fleiss"]
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 0.6 <= found.high
    assert 0.88 <= hits / rounds <= 1


def test_intervals_are_the_same_each_time() -> None:
    units = columns(*KRIPPENDORFF)
    first = measures(units)
    assert first == measures(units) == measures(units[::-1])
    assert first["alpha"] != measures(units, seed=2)["alpha"]
    assert first["alpha"].value == measures(units, rounds=0)["alpha"].value
    assert measures(units, rounds=0)["alpha"].low is None
    low, high = first["ac1"].low, first["ac1"].high
    assert low is not None
    assert high is not None
    assert (round(low, 9), round(high, 9)) == (0.498772671, 1.0)


def test_files_are_drawn_again_as_a_whole() -> None:
    """Ten equal answers on a file tell no more than one: the interval is that of the files."""
    single = panel(0.5, 2, 60, 3, (0.5, 0.5))
    tenfold = [unit for unit in single for _ in range(10)]
    files = [number for number in range(60) for _ in range(10)]
    alone, together = measures(single)["raw"], measures(tenfold, files)["raw"]
    assert (alone.low, alone.high) == pytest.approx((together.low, together.high))
    loose = measures(tenfold)["raw"]
    assert loose.high is not None
    assert loose.low is not None
    assert alone.high is not None
    assert alone.low is not None
    assert loose.high - loose.low < (alone.high - alone.low) / 2
