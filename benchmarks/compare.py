"""What was read of a case file against its answer key: facts, kinds of papers, where each paper begins and ends.

Keys and readings are plain JSON: a key names facts, documents and true pages, a reading is a line of
`anjuan read --json`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from typing import Any

from anjuan.reading.papers import kinds

SURE = 0.9  # what is said with this much confidence must nearly always be right
CITED = ("违反条款", "处罚依据", "引用法条")
_SAME = str.maketrans(
    {
        **dict.fromkeys("〔﹝[【〈<", "("),
        **dict.fromkeys("〕﹞]】〉>", ")"),
        "“": '"',
        "”": '"',
        "，": ",",
        "；": ";",
    }
)
# Names that this project and a writer of keys may give one paper; other names are told by the table of titles.
TWINS = (
    ("证据复制单", "证据材料"),
    ("案件审核表", "法制审核意见书"),
    ("查封(扣押)清单", "涉案财物清单"),
    ("行政检查记录", "现场检查笔录"),
)

Page = tuple[str, "int | None"]
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saying:
    """One value that was read for a keyed fact."""

    name: str
    confidence: float
    right: bool


@dataclass(slots=True)
class Score:
    """Counts of one case file.

    Attributes:
        right, wrong, missed: values by name of fact. right: wanted and said; wrong: said and not wanted.
        unkeyed: sure facts of names that the key does not have: it says that no paper states them.
        notes: what is amiss, a line each.
    """

    case: str
    form: str = ""
    layout: str = ""
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    sayings: list[Saying] = field(default_factory=list)
    unkeyed: Counter[str] = field(default_factory=Counter)
    papers: int = 0
    kinds_right: int = 0
    split_right: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Right, wrong and missed values."""
        return self.right.total(), self.wrong.total(), self.missed.total()


def score(key: Data, reading: Data | None) -> Score:
    """Compare one case file; None is one that was not read."""
    form = key.get("form") or ("scanned" if "scan" in key.get("packing", "") else "electronic")
    found = Score(key["case"], form, key.get("layout", ""))
    _facts(key["facts"], (reading or {}).get("facts", ()), found)
    _papers(key.get("split") or key["documents"], (reading or {}).get("documents", ()), found)
    if reading is None:
        found.notes = ["not read"]
    return found


# ---- facts ------------------------------------------------------------------------------


def _facts(wanted: Data, said: Sequence[Data], found: Score) -> None:
    values: dict[str, dict[str, tuple[Any, float]]] = {}
    for fact in said:
        own = values.setdefault(fact["name"], {})
        form = _form(fact["name"], fact["value"])
        own[form] = fact["value"], max(fact["confidence"], own.get(form, (None, 0.0))[1])
    for name, all_of_it in wanted.items():
        wishes = all_of_it if isinstance(all_of_it, list) else [all_of_it]
        read = list(values.get(name, {}).values())
        right = sum(any(same(name, wish, value) for value, _ in read) for wish in wishes)
        sayings = [
            Saying(name, sure, any(same(name, wish, value) for wish in wishes)) for value, sure in read
        ]
        wrong = sum(not one.right for one in sayings)
        found.right[name] += right
        found.missed[name] += len(wishes) - right
        found.wrong[name] += wrong
        found.sayings += sayings
        if wrong or right < len(wishes):
            found.notes.append(f"{name}: want {_short(wishes)} got {_short([value for value, _ in read])}")
    for name, own in values.items():
        if name not in wanted:
            found.unkeyed[name] += sum(sure >= SURE for _, sure in own.values())


def same(name: str, wanted: Any, value: Any) -> bool:
    """True when a value that was read is the wanted one; a key may allow several readings."""
    if isinstance(wanted, dict) and "any" in wanted:
        return any(same(name, one, value) for one in wanted["any"])
    if isinstance(wanted, dict) and "contains" in wanted:
        return any(
            plain(one) in plain(value) for one in (wanted["contains"], *wanted.get("any_contains", ()))
        )
    if isinstance(wanted, dict):
        text = plain(value)
        return all(plain(part) in text for part in wanted.values())
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        digits = re.sub(r"[^\d.\-]", "", str(value))
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", digits)) and abs(float(digits) - wanted) < 0.005
    return _form(name, wanted) == _form(name, value)


def plain(value: Any) -> str:
    """Text without width, spaces and the form of brackets; a moment becomes its day."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    text = re.sub(r"^(\d{4}-\d\d-\d\d)[T ].*", r"\1", text)
    text = re.sub(r"[\s。]", "", text).translate(_SAME)
    return re.sub(r"(?<=\d)\.0+$", "", text)


def _form(name: str, value: Any) -> str:
    return re.sub(r"[()]", "", plain(value)) if name in CITED else plain(value)


def _short(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False)[:120]


# ---- papers -----------------------------------------------------------------------------


def same_kind(wanted: str, given: str) -> bool:
    """True for two names of one kind of paper."""
    one, other = canonical(wanted), canonical(given)
    return one == other or any({one, other} <= set(twins) for twins in TWINS)


def canonical(name: str) -> str:
    """The kind that a name of a paper means; an unknown name means itself."""
    text = plain(name)
    return _titles().get(text, text)


@cache
def _titles() -> dict[str, str]:
    return {plain(alias): plain(kind) for alias, kind in kinds().items()}


def _papers(wanted: Sequence[Data], given: Sequence[Data], found: Score) -> None:
    read = [(one["kind"], [(page["file"], page["page"]) for page in one["pages"]]) for one in given]
    shelf = _Shelf(page for _, pages in read for page in pages)
    for paper in wanted:
        pages = set(shelf.pages(paper))
        first = min(pages, key=lambda page: (page[0], page[1] or 0), default=None)
        begun = [(kind, own) for kind, own in read if own and own[0] == first]
        holding = begun or [(kind, own) for kind, own in read if first in own]
        kind = any(same_kind(paper["kind"], one) for one, _ in holding)
        exact = any(set(own) == pages for _, own in holding)
        found.papers += 1
        found.kinds_right += kind
        found.split_right += exact
        if not (kind and exact):
            got = "、".join(f"{one} {_span(own)}" for one, own in holding) or "-"
            found.notes.append(f"paper: want {paper['kind']} {_span(sorted(pages, key=str))} got {got}")


class _Shelf:
    """The files of a reading, found by the name that a key gives them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._numbers: dict[str, set[int | None]] = {}
        for file, page in pages:
            self._numbers.setdefault(file, set()).add(page)

    def pages(self, paper: Data) -> Iterator[Page]:
        """True pages of a paper: `pages`, or `first` to `last`, of one file, or several files of a page each."""
        if paper.get("files"):
            for name in paper["files"]:
                yield self._name(name), None if self._flows(name) else 1
            return
        numbers = paper.get("pages")
        if numbers is None:
            numbers = range(paper["first"], paper["last"] + 1) if paper.get("first") else ()
        file = self._name(paper["file"])
        if self._flows(paper["file"]) or not numbers:
            yield file, None
        else:
            yield from ((file, number) for number in numbers)

    def _name(self, name: str) -> str:
        if name in self._numbers:
            return name
        near = [one for one in self._numbers if _base(one) == _base(name)]
        return near[0] if len(near) == 1 else name

    def _flows(self, name: str) -> bool:
        return self._numbers.get(self._name(name)) == {None}


def _base(path: str) -> str:
    return path.split("!/")[-1].rsplit("/", 1)[-1]


def _span(pages: Sequence[Page]) -> str:
    if not pages:
        return "-"
    (file, first), (end, last) = pages[0], pages[-1]
    if end != file:
        return f"{_base(file)} - {_base(end)}"
    return _base(file) + ("" if first is None else f":{first}" if first == last else f":{first}-{last}")


# ---- figures ----------------------------------------------------------------------------


def f1(right: int, wrong: int, missed: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / ((2 * right + wrong + missed) or 1)


def f1_interval(scores: Sequence[Score], rounds: int = 1000) -> tuple[float, float]:
    """95% interval of F1 by drawing case files again; facts of one file are not independent."""
    import numpy

    if not scores:
        return 0.0, 1.0
    counts = numpy.array([one.counts for one in scores], dtype=float)
    drawn = numpy.random.default_rng(1).integers(0, len(scores), (rounds, len(scores)))
    right, wrong, missed = counts[drawn].sum(axis=1).T
    values = 2 * right / numpy.maximum(2 * right + wrong + missed, 1)
    return float(numpy.quantile(values, 0.025)), float(numpy.quantile(values, 0.975))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95% interval of a share.

    >>> [round(end, 3) for end in wilson(98, 100)]
    [0.93, 0.994]
    """
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max((middle - half) / (1 + z * z / of), 0.0), min((middle + half) / (1 + z * z / of), 1.0)


def share(hits: int, of: int) -> str:
    """`98/100 98.0% [93.0, 99.4]`."""
    low, high = wilson(hits, of)
    return f"{hits}/{of} {100 * hits / (of or 1):.1f}% [{100 * low:.1f}, {100 * high:.1f}]"
