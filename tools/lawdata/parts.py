"""An article as paragraphs with their items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anjuan.law.texts import Article

_ITEM = re.compile(r"^[(（]([一二三四五六七八九十]+)[)）]")


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph: its own words, and its items in order."""

    lead: str
    items: tuple[str, ...] = ()


def parts(article: Article) -> tuple[Part, ...]:
    """Paragraphs of an article; a line that begins with （一） is an item of the paragraph before it."""
    found: list[tuple[str, list[str]]] = []
    for line in article.paragraphs:
        if _ITEM.match(line) and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return tuple(Part(lead, tuple(items)) for lead, items in found)
