"""What became of a law and of its articles: closed data, `data/law_pairs.csv` and `data/law_successors.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Pair:
    """One subject in the numbering before and after a change of a law.

    Attributes:
        since: first day of the old numbering; changed: first day of the new one.
        old, new: numbers of the articles; one article may have become several.
        subject: what both deal with, a Chinese word or two.
    """

    title: str
    since: date
    changed: date
    old: int
    new: int
    subject: str


@dataclass(frozen=True, slots=True)
class Successor:
    """The law that took the place of another one, and the first day of that."""

    title: str
    successor: str
    day: date


def article_moved(title: str, article: int, before: date, after: date) -> tuple[Pair, ...]:
    """Where an article of the text in force on `before` stands in the text in force on `after`.

    Empty where no change lies between the days, or nobody paired the article.
    """
    return tuple(
        one
        for one in pairs().get(title, ())
        if one.old == article and one.since <= before < one.changed <= after
    )


def article_origin(title: str, article: int, before: date, after: date) -> tuple[Pair, ...]:
    """Where an article of the text in force on `after` stood in the text in force on `before`."""
    return tuple(
        one
        for one in pairs().get(title, ())
        if one.new == article and one.since <= before < one.changed <= after
    )


def law_successor(title: str, on: date) -> Successor | None:
    """The law that has replaced `title` by a day; None where none has."""
    return next((one for one in successors() if one.title == title and one.day <= on), None)


def law_predecessors(title: str) -> tuple[Successor, ...]:
    """The laws that `title` replaced."""
    return tuple(one for one in successors() if one.successor == title)


@cache
def pairs() -> Mapping[str, tuple[Pair, ...]]:
    """All pairs by title."""
    found: dict[str, list[Pair]] = {}
    for row in _rows("law_pairs.csv"):
        since, changed = date.fromisoformat(row["since"]), date.fromisoformat(row["changed"])
        pair = Pair(row["title"], since, changed, int(row["old"]), int(row["new"]), row["subject"])
        found.setdefault(pair.title, []).append(pair)
    return {title: tuple(listed) for title, listed in found.items()}


@cache
def successors() -> tuple[Successor, ...]:
    """All successions, in the order of the file."""
    rows = _rows("law_successors.csv")
    return tuple(Successor(row["title"], row["successor"], date.fromisoformat(row["day"])) for row in rows)


def _rows(name: str) -> list[dict[str, str]]:
    with files("anjuan.data").joinpath(name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table))
