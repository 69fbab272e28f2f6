"""The draw that anybody can repeat: a list and a rule are fixed, a seed is read aloud, SHA-256 decides.

```
numbers    SHA-256(key : counter), as many leading bits as the limit needs; one that is not below it is thrown away
chances    in proportion to the weights, at most 1, and for each authority at least its minimum in sum
order      the files shuffled by those numbers, then brought together by authority and stratum, shuffled too
picks      a file is picked where one of the points start, start + 1, start + 2 … falls into its part of the line
```

So each file has exactly its chance, and each stratum gets its share rounded up or down. `docs/verify_draw.py`
does the same again with the standard library alone.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from math import ceil

from ..model.codec import dumps
from ..model.errors import SetupError, Tampered, near
from ..model.interval import Z
from .draw_list import DIVIDERS, Listed, list_digest, list_text, yuan

WHOLE = "全部"  # name of the only stratum where nothing divides the list
START = 2**64  # steps of the random start


@dataclass(frozen=True, slots=True)
class Rule:
    """How many files are drawn, and how.

    Attributes:
        size: files to draw.
        strata: names of `DIVIDERS`; their values together name a stratum.
        minimum: files of each authority, or all that it has; 0 for none. Needs `agency` among the strata.
        weights: (divider, value, weight): such a file has that many times the chance of others.
        bands: bounds between the bands of amounts in yuan, ascending; only noted, since the list holds bands.
    """

    size: int
    strata: tuple[str, ...] = ("agency", "category")
    minimum: int = 0
    weights: tuple[tuple[str, str, Decimal], ...] = ()
    bands: tuple[Decimal, ...] = ()

    def text(self) -> str:
        """Canonical JSON; it enters every number of the draw."""
        return dumps(
            {
                "bands": [yuan(one) for one in self.bands],
                "minimum": self.minimum,
                "size": self.size,
                "strata": list(self.strata),
                "weights": [[name, value, yuan(weight)] for name, value, weight in sorted(self.weights)],
            }
        )

    def stratum(self, file: Listed) -> str:
        """Name of the stratum of a file."""
        return "|".join(getattr(file, name) for name in self.strata) or WHOLE


@dataclass(frozen=True, slots=True)
class Stratum:
    """Files of a stratum and how many of them were drawn."""

    name: str
    size: int
    n: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outcome of a draw.

    Attributes:
        picks: ids that were drawn, sorted.
        strata: all strata, sorted by name.
        chances: id → the chance it had; its inverse is its weight when rates of the whole are estimated.
    """

    picks: tuple[str, ...]
    strata: tuple[Stratum, ...]
    chances: Mapping[str, Fraction]


class Numbers:
    """Fair whole numbers from a key."""

    def __init__(self, key: str) -> None:
        self._key, self._count = key, 0

    def below(self, limit: int) -> int:
        """A number from 0 to `limit - 1` (`limit` from 1 to 2**256), all equally likely."""
        spare = 256 - (limit - 1).bit_length()
        while True:
            block = hashlib.sha256(f"{self._key}:{self._count}".encode()).digest()
            self._count += 1
            found = int.from_bytes(block, "big") >> spare
            if found < limit:
                return found

    def shuffled(self, things: Iterable[str]) -> list[str]:
        """The texts in random order, whatever order they come in: one after the other is taken out of those left."""
        left = sorted(things)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]


# ---- the rule -----------------------------------------------------------------------------------


def rule_of(text: str) -> Rule:
    """A rule from its canonical JSON.

    Raises:
        Tampered: it is none.
    """
    try:
        data = json.loads(text)
        found = Rule(
            size=data["size"],
            strata=tuple(data["strata"]),
            minimum=data["minimum"],
            weights=tuple((name, value, Decimal(weight)) for name, value, weight in data["weights"]),
            bands=tuple(map(Decimal, data["bands"])),
        )
        same = found.text() == text
    except (ValueError, KeyError, TypeError, ArithmeticError):
        same = False
    if not same:
        raise Tampered("抽取规则不是提交时的写法", text[:60], "运行 anjuan verify 查看台账")
    return found


def admit(rule: Rule, files: Sequence[Listed]) -> None:
    """See that a rule can be kept on a list.

    Raises:
        SetupError: it cannot; the figure that would do is named.
    """
    if strange := [name for name in rule.strata if name not in DIVIDERS]:
        raise SetupError(f"不能按 {strange[0]} 分层", "", near(strange[0], DIVIDERS) or _choices())
    if len(set(rule.strata)) < len(rule.strata):
        raise SetupError("同一分层标准写了两次", "、".join(rule.strata), "只写一次")
    if not 1 <= rule.size <= len(files):
        raise SetupError(f"样本量 {rule.size} 不在1至{len(files)}之间", "", "改正样本量，或者核对名单")
    if rule.minimum < 0 or (rule.minimum and "agency" not in rule.strata):
        raise SetupError("每个机关至少几件，应当按机关分层", "", "加上按机关分层，数字不小于0")
    least = sum(_least(rule, len(own)) for own in _agencies(files).values())
    if least > rule.size:
        what = f"每个机关至少 {rule.minimum} 件，共需 {least} 件，样本量只有 {rule.size} 件"
        raise SetupError(what, "", f"样本量改为 {least} 件以上，或者减少每个机关的件数")
    for name, value, weight in rule.weights:
        known = {getattr(file, name) for file in files} if name in DIVIDERS else set()
        if value not in known:
            hint = near(value, known) or _choices()
            raise SetupError(f"权重 {name}:{value} 在名单里没有对应的案卷", "", hint)
        if not (weight.is_finite() and weight > 0):
            raise SetupError(f"权重应当大于0，而不是 {weight}", f"{name}:{value}", "改正权重")
    if list(rule.bands) != sorted(set(rule.bands)):
        raise SetupError("金额分档应当由小到大", "、".join(map(yuan, rule.bands)), "改正分档")


def sample_size(count: int, half_width: Decimal, share: Decimal = Decimal("0.5")) -> int:
    """Files to draw out of `count`, so that a share is known to ± `half_width` with 95%; finite population.

    Args:
        half_width: 0 to 1, both excluded; share: the one expected, 0.5 is the most careful.

    Raises:
        SetupError: a figure out of its range.

    >>> sample_size(1000, Decimal("0.05")), sample_size(20, Decimal("0.05"))
    (278, 20)
    """
    if not (0 < half_width < 1 and 0 < share < 1):
        raise SetupError("误差范围和预计比例应当在0和1之间", f"{half_width}，{share}", "如 0.05 和 0.5")
    with localcontext() as exact:
        exact.prec = 28
        endless = Z * Z * share * (1 - share) / (half_width * half_width)
        found = endless * count / (endless + count - 1)
        return min(count, max(1, int(found.to_integral_value(ROUND_CEILING))))


def precision(count: int, size: int, share: Decimal = Decimal("0.5")) -> Decimal:
    """Half width of the 95% interval of a share when `size` of `count` files are drawn, in four places."""
    with localcontext() as exact:
        exact.prec = 28
        rest = Decimal(count - size) / (count - 1) if count > 1 else Decimal(0)
        return (Z * (share * (1 - share) / size * rest).sqrt()).quantize(Decimal("0.0001"))


def plain_seed(seed: str) -> str:
    """A seed as it enters the draw: normal forms of letters and figures, no blanks.

    Raises:
        SetupError: nothing is left.

    >>> plain_seed(" ３ 5 2－6 ")
    '352-6'
    """
    found = "".join(unicodedata.normalize("NFKC", seed).split())
    if not found:
        raise SetupError("没有给出种子", "", "把会上宣读的数字写在 --seed 后面")
    return found


# ---- the draw -----------------------------------------------------------------------------------


def draw(files: Sequence[Listed], rule: Rule, seed: str) -> Drawn:
    """What is drawn from a list by a rule and a seed; the order of `files` does not matter.

    Raises:
        SetupError: the rule cannot be kept on this list, or the seed is empty.
        InputError: see `list_text`.
    """
    admit(rule, files)
    parts = (list_digest(list_text(files)), rule.text(), plain_seed(seed))
    numbers = Numbers(hashlib.sha256("\n".join(parts).encode()).hexdigest())
    odds = chances(files, rule)
    order = _order(files, rule, numbers)
    start = Fraction(numbers.below(START), START)
    picks, end = set(), Fraction(0)
    for name in order:
        begin, end = end, end + odds[name]
        if ceil(end - start) > ceil(begin - start):
            picks.add(name)
    sizes: dict[str, list[bool]] = {}
    for file in files:
        sizes.setdefault(rule.stratum(file), []).append(file.id in picks)
    strata = tuple(Stratum(name, len(own), sum(own)) for name, own in sorted(sizes.items()))
    return Drawn(tuple(sorted(picks)), strata, odds)


def chances(files: Sequence[Listed], rule: Rule) -> dict[str, Fraction]:
    """The chance of each file: they add up to the size of the draw, those of an authority to its minimum or more."""
    weights = {file.id: _weight(file, rule) for file in files}
    free = {agency: [file.id for file in own] for agency, own in _agencies(files).items()}
    raised: dict[str, Fraction] = {}
    left = rule.size
    while True:
        found = _shared_out({name: weights[name] for own in free.values() for name in own}, left)
        short = [
            agency
            for agency, own in free.items()
            if sum(found[name] for name in own) < _least(rule, len(own))
        ]
        if not short:
            return {**raised, **found}
        for agency in short:
            own = free.pop(agency)
            least = _least(rule, len(own))
            raised.update(_shared_out({name: weights[name] for name in own}, least))
            left -= least


def _shared_out(weights: Mapping[str, Fraction], size: int) -> dict[str, Fraction]:
    """Chances in proportion to weights, none above 1, `size` in sum."""
    found: dict[str, Fraction] = {}
    rest = dict(weights)
    while rest:
        factor = (size - len(found)) / sum(rest.values(), Fraction(0))
        full = [name for name, weight in rest.items() if factor * weight >= 1]
        if not full:
            return {**found, **{name: factor * weight for name, weight in rest.items()}}
        for name in full:
            found[name] = Fraction(1)
            del rest[name]
    return found


def _order(files: Sequence[Listed], rule: Rule, numbers: Numbers) -> list[str]:
    """All ids, those of a stratum and those of an authority together, at random but for that."""
    outer = {file.id: file.agency if "agency" in rule.strata else "" for file in files}
    inner = {file.id: rule.stratum(file) for file in files}
    blocks = {name: place for place, name in enumerate(numbers.shuffled(set(outer.values())))}
    strata = {name: place for place, name in enumerate(numbers.shuffled(set(inner.values())))}
    return sorted(numbers.shuffled(outer), key=lambda name: (blocks[outer[name]], strata[inner[name]]))


def _weight(file: Listed, rule: Rule) -> Fraction:
    found = Fraction(1)
    for name, value, weight in rule.weights:
        if getattr(file, name) == value:
            found *= Fraction(weight)
    return found


def _least(rule: Rule, files: int) -> int:
    return min(rule.minimum, files)


def _agencies(files: Iterable[Listed]) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {}
    for file in files:
        found.setdefault(file.agency, []).append(file)
    return found


def _choices() -> str:
    return "可用：" + "、".join(DIVIDERS)
