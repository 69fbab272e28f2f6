"""Ranges of fines by law, version and place: `data/ranges.csv`, made by `python -m tools.lawdata`.

A row is one fine that a paragraph or an item sets: a sum, a multiple of a base, or `open` where the text sets a fine
without figures or refers to another place. An open row keeps the whole place from having a certain limit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .structure import place_of

if TYPE_CHECKING:
    from anjuan import Cited, View

Bases = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Fine:
    """One fine of a law.

    Attributes:
        paragraph, item: where it stands; item 0 is the lead, which holds for all its items.
        kind: `sum` (yuan), `multiple` (times the base) or `open`.
        low, high: its limits; None where the text sets none.
        base: what a multiple is taken of (违法所得); whom: 单位, 个人, 直接责任人 or nothing; on an open row the
            special kind of party for which the law refers elsewhere (电子商务平台经营者).
        unit: 每日, 每平方米 and the like, where the sum is one for each.
    """

    paragraph: int
    item: int
    kind: str
    low: Decimal | None
    high: Decimal | None
    base: str
    whom: str
    unit: str

    def ceiling(self, bases: Bases) -> Decimal | None:
        """The most that may be imposed, in yuan; None where that is not certain."""
        return None if self.high is None else self._yuan(self.high, bases)

    def floor(self, bases: Bases) -> Decimal | None:
        """The least that may be imposed, in yuan; None where that is not certain."""
        return self._yuan(self.low or Decimal(0), bases)

    def _yuan(self, figure: Decimal, bases: Bases) -> Decimal | None:
        if self.kind == "sum" and not self.unit:
            return figure
        if self.kind == "multiple" and self.base in bases:
            return figure * bases[self.base]
        return None

    def __str__(self) -> str:
        """The range as a person writes it: 5,000元至50,000元."""
        if self.kind == "multiple":
            return f"{self.base}的{_figure(self.low)}倍至{_figure(self.high)}倍"
        if self.low == self.high:
            return f"{_figure(self.high)}元"
        return f"{_figure(self.low)}元以上{f'{_figure(self.high)}元以下' if self.high is not None else ''}"


def fines_of(title: str | None, cited: Cited, days: tuple[date, ...], case: View) -> tuple[Fine, ...] | None:
    """The fines of a cited place, the same on all these days.

    None where the text is not bound, the article is not in it, or its fines changed between the days. Empty where the
    place sets no fine.
    """
    if place_of(title, cited, days[:1], case) is None:
        return None
    found = set()
    for day in days:
        version = case.law.registry.version(title or "", day)
        if version is None or not version.certain:
            return None
        found.add(_table().get((version.title, version.effective, cited.article), ()))
    if len(found) != 1:
        return None
    return tuple(one for one in found.pop() if _meant(one, cited))


def _meant(fine: Fine, cited: Cited) -> bool:
    paragraph = cited.paragraph is None or fine.paragraph == cited.paragraph
    return paragraph and (cited.item is None or fine.item in (0, cited.item))


def ceiling(fines: Iterable[Fine], bases: Bases) -> Decimal | None:
    """The highest of the ceilings; None where one of them is not certain."""
    found = [one.ceiling(bases) for one in fines]
    known = [one for one in found if one is not None]
    return max(known) if known and len(known) == len(found) else None


def floor(fines: Iterable[Fine], bases: Bases) -> Decimal | None:
    """The lowest of the floors; None where one of them is not certain."""
    found = [one.floor(bases) for one in fines]
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def _figure(number: Decimal | None) -> str:
    return f"{number or 0:,f}"


@cache
def _table() -> Mapping[tuple[str, date, int], tuple[Fine, ...]]:
    found: dict[tuple[str, date, int], list[Fine]] = {}
    with files(__package__).joinpath("data/ranges.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            key = (row["title"], date.fromisoformat(row["effective"]), int(row["article"]))
            found.setdefault(key, []).append(_fine(row))
    return {key: tuple(fines) for key, fines in found.items()}


def _fine(row: Mapping[str, str]) -> Fine:
    names = ("multiple_min", "multiple_max") if row["kind"] == "multiple" else ("minimum", "maximum")
    low, high = (row[name] for name in names)
    return Fine(
        int(row["paragraph"]),
        int(row["item"] or 0),
        row["kind"],
        Decimal(low) if low else None,
        Decimal(high) if high else None,
        row["base"],
        row["whom"],
        row["unit"],
    )
