"""Which item of a profile a line of a department's own table asks: by its words, never by a guess.

A line is taken for an item only when its words are nearly the same and no other item comes close. Where they are
only alike, the check of the item hints and never deducts; the rest is for people, with what comes nearest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from .profile import Item

SURE = 88.0  # share of like words from which a line counts as the same question
LIKE = 72.0  # from which a check may hint, and only that: the line may ask a little more or less
NEAR = 45.0  # from which an item is worth showing to a person
APART = 8.0  # by how much the best must be ahead of the next
SHOWN = 3

# Words that say nothing of the question, and those by which a table says the fault instead of the duty.
_EMPTY = re.compile(
    r"是否|有无|应当|应该|必须|按照|按规定|依法|符合规定|规范|完整|的|了|并|且|未|没有|不得|无|[^\w]|_"
)
_SAME: Mapping[str, str] = {
    "办案人员": "执法人员", "调查人员": "执法人员", "执法证": "执法证件", "执法证件件": "执法证件", "两名": "两名以上",
    "二名": "两名以上", "不少于两人": "两名以上", "两人以上": "两名以上", "两名以上以上": "两名以上", "亮证": "出示执法证件",
    "处罚决定": "决定", "行政处罚": "处罚", "案卷目录": "卷内目录", "勘验笔录": "检查笔录", "调查询问": "询问",
    "法制机构审核": "法制审核", "集体研究": "集体讨论", "集体审议": "集体讨论", "案审会": "集体讨论",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """What a line was taken for.

    Attributes:
        item: the item of the base profile; None where a person has to settle it.
        sure: False where the words are alike but not the same, so that the check only hints.
        likeness: 0 to 100, that of the best item.
        near: the items that come nearest, best first, with their likeness.
        twice: numbers of other lines that were taken for the same item, so that neither is.
    """

    item: Item | None
    likeness: float
    near: tuple[tuple[Item, float], ...] = ()
    twice: tuple[int, ...] = ()
    sure: bool = False


def match_lines(lines: Sequence[tuple[int, str]], items: Iterable[Item]) -> tuple[Match, ...]:
    """A match for each line, given as its number and text; no item, and so no check, is taken twice."""
    known = [item for item in items if item.checks]
    words = {n: core(item.title) for n, item in enumerate(known)}
    found = [_match(core(text), known, words) for _, text in lines]
    taken: dict[str, list[int]] = {}
    for n, one in enumerate(found):
        for use in one.item.checks if one.item else ():
            taken.setdefault(use.check, []).append(n)
    for n, one in enumerate(found):
        uses = one.item.checks if one.item else ()
        others = {m for use in uses for m in taken[use.check]} - {n}
        if others:
            twice = tuple(sorted(lines[m][0] for m in others))
            found[n] = replace(one, item=None, twice=twice)
    return tuple(found)


def core(text: str) -> str:
    """The words of a question that tell it from others.

    >>> core("是否主动出示执法证件，并有记录。")
    '主动出示执法证件有记录'
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\([^()]*\)|每处扣.*|扣(?:除)?\d.*", "", text)
    for word, usual in _SAME.items():
        text = re.sub(
            rf"(?<!{re.escape(usual[: len(usual) - len(word)] or '〇')}){re.escape(word)}", usual, text
        )
    return _EMPTY.sub("", text)


def _match(text: str, known: Sequence[Item], words: Mapping[int, str]) -> Match:
    if not text or not known:
        return Match(None, 0.0)
    scored = [(item, round(_likeness(text, words[n]), 1)) for n, item in enumerate(known)]
    near = tuple(sorted((one for one in scored if one[1] >= NEAR), key=lambda one: -one[1])[:SHOWN])
    if not near:
        return Match(None, 0.0)
    best = near[0][1]
    alone = len(near) == 1 or best - near[1][1] >= APART or _same_question(near[0][0], near[1][0])
    return Match(near[0][0] if best >= LIKE and alone else None, best, near, sure=best >= SURE)


def _likeness(one: str, other: str) -> float:
    """Like words of two questions: the same order counts most, a question inside a longer one counts too."""
    whole = fuzz.ratio(one, other)
    part = fuzz.partial_ratio(one, other) if min(len(one), len(other)) >= 6 else 0.0
    return max(whole, 0.5 * whole + 0.5 * part)


def _same_question(one: Item, other: Item) -> bool:
    return {use.check for use in one.checks} == {use.check for use in other.checks}
