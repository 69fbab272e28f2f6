"""How articles are built: paragraphs, items, where penalties and catch-all items stand.

`data/structure.csv` has a row for each version of a law. `99:8p` is an article of one paragraph with 8 items
and penalties in its lead, `103:0p/0p/0p` one of three paragraphs with a penalty each, `q` puts the penalties
into the items, `o4` marks the catch-all item, `28:0/0n` says that the second paragraph speaks of authorities
only, defines or encourages, so that a party cannot violate it, `@15.16` names the articles a penalty article refers to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anjuan import Cited, View

_PARAGRAPH = re.compile(r"(\d+)([pq]?)(?:o([\d.]+))?(n?)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: items, `p` or `q` where it sets penalties, its catch-all items, and whether it may bind."""

    items: int
    penalty: str
    catch_all: frozenset[int]
    binding: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One article of one version.

    Attributes:
        parts: its paragraphs, in order.
        names: articles that it refers to by number.
    """

    parts: tuple[Paragraph, ...]
    names: frozenset[int]

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs."""
        return len(self.parts)

    @property
    def penalties(self) -> int:
        """Number of different places of the article that set a penalty."""
        return sum(part.items if part.penalty == "q" else bool(part.penalty) for part in self.parts)

    @property
    def binding(self) -> int:
        """Number of places of the article that a party may have violated."""
        chosen = [part for part in self.parts if part.binding] or self.parts
        return sum(max(1, part.items) for part in chosen)

    def catch_all(self, cited: Cited) -> bool:
        """True when the cited item is a catch-all item (其他…)."""
        if cited.item is None:
            return False
        chosen = self.parts if cited.paragraph is None else self.parts[cited.paragraph - 1 : cited.paragraph]
        return any(cited.item in part.catch_all for part in chosen)


def place_of(title: str | None, cited: Cited, days: tuple[date, ...], case: View) -> Place | None:
    """The article as it stood on all these days; None where a text is not bound or the article changed."""
    found = set()
    for day in days:
        version = case.law.registry.version(title or "", day)
        articles = _bound().get((version.title, version.effective)) if version else None
        found.add(articles.get(cited.article) if articles else None)
    code = found.pop() if len(found) == 1 else None
    return _place(code) if code else None


def _place(code: str) -> Place:
    body, _, names = code.partition("@")
    parts = []
    for text in body.split("/"):
        hit = _PARAGRAPH.fullmatch(text)
        if hit is None:
            raise ValueError(f"structure.csv: {code}")
        parts.append(
            Paragraph(
                int(hit[1]), hit[2], frozenset(int(n) for n in (hit[3] or "").split(".") if n), not hit[4]
            )
        )
    return Place(tuple(parts), frozenset(int(n) for n in names.split(".") if n))


@cache
def _bound() -> Mapping[tuple[str, date], Mapping[int, str]]:
    with files(__package__).joinpath("data/structure.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return {
        (row["title"], date.fromisoformat(row["effective"])): {
            int(number): code for number, code in (one.split(":") for one in row["structure"].split(";"))
        }
        for row in rows
    }
