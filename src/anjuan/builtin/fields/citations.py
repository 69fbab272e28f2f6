"""Citations of law: what was broken, on what the penalty rests, and everything that is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anjuan import Cited, Fact, find_citations

from .paper import GUESS, Paper

_HIDDEN = re.compile(r"《[^《》]{2,80}》|[“\"][^“”\"]{6,}[”\"]|‘[^‘’]{6,}’")
_BROKEN = re.compile(r"(?<!不)(?<!涉嫌)(?<!未)违反(?:了)?")
_UNMET = re.compile(r"(?:行为|做法|事实|情况|活动)[^。;,]{0,6}?(?:不符合|有违|违背)(?:了)?")
_SUSPECTED = re.compile(r"涉嫌违反(?:了)?")
_BASIS = re.compile(r"(?:依据|根据|依照|按照|适用|参照|应当?[按依](?!照|据|法))(?:了)?")
_CLAUSE_END = re.compile(r"规定|[。;]")
_BREAKING_END = re.compile(r"[。;]|依据|根据|依照|按照|参照|应当?[按依]")
# Procedure, discretion and the general penalty law are cited beside the basis; they are none themselves.
_PROCEDURE = re.compile(
    r"行政处罚法$|行政强制法$|行政复议法$|行政诉讼法$|程序|裁量|听证|罚款决定与罚款收缴分离|公示办法"
)
_TABLE = re.compile(r"裁量|基准|档次|幅度")


def masked(text: str) -> str:
    """The text with titles and quoted articles blanked out, so that their 规定 ends no clause."""
    return _HIDDEN.sub(lambda hit: "□" * len(hit[0]), text)


def cited(paper: Paper) -> tuple[Cited, ...]:
    """All citations of a document."""
    return tuple(find_citations(paper.text.text)) if "《" in paper.text.text else ()


def all_citations(paper: Paper) -> Iterator[Fact]:
    """引用法条: every place that is cited, once a document."""
    seen: set[str] = set()
    for one in cited(paper):
        text = str(one)
        if text not in seen:
            seen.add(text)
            yield paper.fact("引用法条", text, paper.at((one.start, one.end)), GUESS if one.doubt else 1.0)


def chains(
    citations: Sequence[Cited],
    plain: str,
    marks: re.Pattern[str],
    stops: re.Pattern[str],
    start: int,
    end: int,
) -> Iterator[tuple[int, list[Cited]]]:
    """For each mark (违反, 依据) the citations up to the end of its clause."""
    for mark in marks.finditer(plain, start, end):
        stop = stops.search(plain, mark.end())
        limit = min(stop.start() if stop else len(plain), mark.end() + 900)
        inside = [one for one in citations if mark.end() <= one.start < limit]
        if inside and inside[0].start - mark.end() <= 40:
            yield mark.start(), inside


def broken(paper: Paper, citations: Sequence[Cited], plain: str, start: int, end: int) -> list[Cited]:
    """What the act is said to break; a suspicion counts only where nothing is said outright."""
    for marks in (_BROKEN, _UNMET, _SUSPECTED):
        found = [
            one
            for _, chain in chains(citations, plain, marks, _BREAKING_END, start, end)
            for one in _unbroken(chain, plain)
        ]
        if found:
            return found
    return []


def _unbroken(chain: Sequence[Cited], plain: str) -> Iterator[Cited]:
    """The citations of one chain up to where its 规定 closes it."""
    last: Cited | None = None
    for one in chain:
        if last is not None and "规定" in plain[last.end : one.start]:
            joint = re.sub(r"[□\s、,及和以]|的?规定|之规定|同时|并|违反了?", "", plain[last.end : one.start])
            if joint:
                return
        yield one
        last = one


def basis(citations: Sequence[Cited], plain: str, start: int, end: int) -> tuple[list[Cited], float]:
    """On what the penalty rests, between the finding and the sanction; the confidence of the choice."""
    found = [
        one
        for at, chain in chains(citations, plain, _BASIS, _CLAUSE_END, start, end)
        for one in chain
        if not _TABLE.search(one.law)
    ]
    own = [one for one in found if not _PROCEDURE.search(one.law)]
    if own:
        return own, 1.0
    return found, GUESS


def facts_of(paper: Paper, name: str, citations: Sequence[Cited], sure: float = 1.0) -> Iterator[Fact]:
    """One fact for each place, in the form of the contract, each once."""
    seen: set[str] = set()
    for one in citations:
        if str(one) not in seen:
            seen.add(str(one))
            yield paper.fact(
                name, str(one), paper.at((one.start, one.end)), min(sure, GUESS) if one.doubt else sure
            )
