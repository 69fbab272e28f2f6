"""Names of papers: which titles mean one kind, and which category of case a kind tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz, process

from ..model.normal import normalise

FUZZY = 88  # ratio from which a title with an OCR slip is still that title
RECEIPTS = ("收据", "票据", "缴款书")  # finance authorities name their forms as they like, but end them so
_SENTENCE = re.compile(r"[,。;:!?、]")

# The first paper found decides, from the paper that ends a case to those that begin one.
DECISIVE = (
    ("当场行政处罚决定书", "penalty", "summary"),
    ("当场处罚备案表", "penalty", "summary"),
    ("行政处罚决定书", "penalty", "ordinary"),
    ("不予行政处罚决定书", "penalty", "ordinary"),
    ("行政处罚事先告知书", "penalty", "ordinary"),
    ("行政处罚决定审批表", "penalty", "ordinary"),
    ("征收决定书", "levy", "levy"),
    ("准予许可决定书", "licence", "licence"),
    ("不予许可决定书", "licence", "licence"),
    ("强制执行决定书", "coercion", "execution"),
    ("限期拆除决定书", "coercion", "execution"),
    ("查封(扣押)决定书", "coercion", "measure"),
    ("立案审批表", "penalty", "ordinary"),
    ("强制措施审批表", "coercion", "measure"),
    ("受理通知书", "licence", "licence"),
    ("许可申请书", "licence", "licence"),
    ("行政检查结果告知书", "inspection", "inspection"),
    ("行政检查通知书", "inspection", "inspection"),
    ("行政检查审批表", "inspection", "inspection"),
    ("征收告知书", "levy", "levy"),
    ("费额核定表", "levy", "levy"),
)


def category_of_case(kinds: Iterable[str]) -> tuple[str, str]:
    """Category and procedure that the papers of a case file tell; `("unknown", "unknown")` where none does."""
    present = set(kinds)
    return next(
        ((category, how) for kind, category, how in DECISIVE if kind in present), ("unknown", "unknown")
    )


@cache
def kinds() -> dict[str, str]:
    """Every name of a paper (canonical or not) → its canonical kind."""
    found: dict[str, str] = {}
    for group in _table().values():
        for kind, others in group.items():
            for name in (kind, *others):
                found.setdefault(name, kind)
    return found


@cache
def category_of(kind: str) -> str:
    """Group of a kind in the table of papers (`penalty`, `licence`, …, `any`); empty for others."""
    return next((name for name, group in _table().items() if kind in group), "")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    with files("anjuan.data").joinpath("papers.yaml").open(encoding="utf-8") as stream:
        table: dict[str, dict[str, list[str]]] = yaml.safe_load(stream)
    return table


@cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(kinds(), key=len, reverse=True))


@cache
def kind_of_title(title: str) -> tuple[str, float]:
    """Canonical kind and confidence for a printed title; ("", 0.0) when it is the title of no known paper.

    The organ's name may stand before the title, and a copy may say so behind it.
    """
    plain = re.sub(r"\s|[“”\"]|\(副本\)|\(正本\)|\(存根\)|\(代收据\)|\(样式\)", "", normalise(title)).strip(
        "-—_《》"
    )
    plain = re.sub(r"^\d{1,2}[.、_\-]?", "", plain)
    if not 2 <= len(plain) <= 40 or _SENTENCE.search(
        plain.replace("、申辩", "申辩").replace("陈述、", "陈述")
    ):
        return "", 0.0
    known = kinds()
    if plain in known:
        return known[plain], 1.0
    for name in _by_length():
        if len(name) >= 4 and plain.endswith(name):
            return known[name], 0.97
    if plain.endswith(RECEIPTS):
        return "罚没票据", 0.95
    near = process.extractOne(plain, _by_length(), scorer=fuzz.ratio, score_cutoff=FUZZY)
    if near and len(plain) >= 5:
        return known[near[0]], 0.85
    return "", 0.0
