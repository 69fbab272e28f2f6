"""What the room shows of an item, as plain JSON values; the widget only lays it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...law.citations import parse_citation
from ...law.library import Library
from ...model.case import Evidence
from ...model.codec import number
from ...model.errors import LawError
from ...model.result import GRAVITY, Effect, Evaluation, Finding, ItemScore, Verdict, VetoState
from ...panel.ruling import Ruled
from ...panel.said import LATE, RECUSED, REPLACED, STALE, STANDS, WITHDRAWN, Opinion
from ..explain import EFFECTS, STATES
from ..tables import VERDICTS, place, span
from .papers import Papers

Text = Callable[[str], str]  # digest → what a person wrote
FATES = {
    STANDS: "", REPLACED: "已由后一意见代替", WITHDRAWN: "已撤回", RECUSED: "已回避，不再有效",
    LATE: "提交之后写的，不计", STALE: "案卷重新评查后该项有变化，须重新评查",
}  # fmt: skip
SPOKEN = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)


def item_view(row: ItemScore, evaluation: Evaluation, papers: Papers, titles: Mapping[str, str]) -> Any:
    """One item with what the machine found, its places by number of page, and its weight for the grade."""
    state = next((one.state for one in evaluation.vetoes if one.item == row.item), None)
    found = sorted(row.findings, key=lambda one: GRAVITY.index(one.finding.verdict))
    return {
        "id": row.item,
        "title": row.title,
        "dimension": titles.get(row.dimension, row.dimension),
        "points": number(row.points),
        "kept": span(row.low, row.high),
        "verdict": str(row.verdict),
        "verdictText": VERDICTS[row.verdict] + ("（推定）" if row.presumed else ""),
        "presumed": row.presumed,
        "effect": "" if row.effect is Effect.NONE else EFFECTS[row.effect],
        "veto": "" if state is None else STATES[state],
        "weight": _weight(row, evaluation, state),
        "confirm": _confirm(row, state),
        "findings": [_finding(one.finding, one.deducted, papers) for one in found],
    }


def _weight(row: ItemScore, evaluation: Evaluation, state: VetoState | None) -> str:
    """What its answer can do to the grade; empty for an item that cannot change it."""
    if row.item not in evaluation.undecided:
        return ""
    if state is not None and row.effect is not Effect.NONE:
        return f"一票否决：{EFFECTS[row.effect]}（{STATES[state]}）"
    return f"影响 {number(row.high - row.low)} 分"


def _confirm(row: ItemScore, state: VetoState | None) -> str:
    """What a confirmation says; empty where the machine gave no answer to confirm."""
    if row.verdict not in SPOKEN:
        return ""
    if row.verdict is not Verdict.FAIL:
        return f"同意：{VERDICTS[row.verdict]}"
    effect = state is not None and not _only_milder(row)
    act = f"，一票否决成立（{EFFECTS[row.effect]}）" if effect else ""
    return f"同意：不符合，扣 {number(row.points - row.high)} 分{act}"


def _only_milder(row: ItemScore) -> bool:
    fails = [one.finding for one in row.findings if one.finding.verdict is Verdict.FAIL]
    return bool(fails) and all(one.milder for one in fails)


def _finding(one: Finding, deducted: Decimal, papers: Papers) -> dict[str, Any]:
    return {
        "check": one.check,
        "verdict": str(one.verdict),
        "verdictText": VERDICTS[one.verdict] + ("（较轻）" if one.milder else ""),
        "message": one.message,
        "deducted": number(deducted),
        "times": one.times,
        "basis": [f"{basis.source}{basis.article}" for basis in one.basis],
        "places": [_place(spot, papers) for spot in one.evidence],
    }


def _place(spot: Evidence, papers: Papers) -> dict[str, Any]:
    nowhere = spot.absent or spot.register
    return {
        "text": place(spot),
        "page": None if nowhere else papers.number(spot.file, spot.page),
        "boxes": [[box.x0, box.y0, box.x1, box.y1] for box in spot.boxes],
        "quote": spot.quote,
    }


def groups_of(items: Sequence[Mapping[str, Any]], agenda: Sequence[str]) -> list[dict[str, Any]]:
    """Items in the order of work: what could change the grade, by its weight, then the rest by dimension."""
    weighty = [name for name in agenda if any(one["id"] == name for one in items)]
    groups = {"待判断（按对等次的影响）": weighty} if weighty else {}
    for one in items:
        if one["id"] not in weighty:
            groups.setdefault(one["dimension"], []).append(one["id"])
    return [{"title": title, "items": names} for title, names in groups.items()]


def start_of(opened: Mapping[str, Any]) -> dict[str, Any]:
    """The item to take up first, the first in order without an own opinion, and the page it stands on."""
    order = [name for group in opened["groups"] for name in group["items"]]
    item = next((name for name in order if name not in opened["own"]), order[0] if order else "")
    found: list[Any] = next((one["findings"] for one in opened["items"] if one["id"] == item), [])
    places = [*opened["added"].get(item, ()), *(spot for one in found for spot in one["places"])]
    return {"item": item, "page": next((one["page"] for one in places if one["page"]), 1)}


def opinion_view(one: Opinion, papers: Papers, text: Text) -> dict[str, Any]:
    """One opinion with its fate."""
    return {
        "seq": one.seq,
        "at": one.at,
        "reviewer": one.reviewer,
        "verdict": str(one.verdict),
        "verdictText": VERDICTS[one.verdict],
        "points": None if one.points is None else number(one.points),
        "veto": one.veto,
        "reason": text(one.reason),
        "fate": FATES.get(one.fate, one.fate),
        "stands": one.stands,
        "found": found_view(one, papers, text),
    }


def found_view(one: Opinion, papers: Papers, text: Text) -> dict[str, Any] | None:
    """The place of a finding that a reviewer added."""
    if not one.found:
        return None
    return {
        "page": papers.number(one.found["file"], one.found["page"]),
        "box": one.found["box"],
        "quote": text(one.found["quote"]) if one.found.get("quote") else "",
    }


def added(own: Iterable[Opinion]) -> list[Opinion]:
    """Findings that a reviewer added to one item and that stand: those since he last said that it holds."""
    kept: list[Opinion] = []
    for one in own:
        if one.fate not in (STANDS, REPLACED):
            continue
        if one.verdict is not Verdict.FAIL:
            kept = []
        elif one.found:
            kept.append(one)
    return kept


def progress_view(evaluation: Evaluation, decided: Iterable[str], ruled: Ruled | None) -> dict[str, Any]:
    """How far a reviewer is, and what points and grade follow from his own opinions alone."""
    done = set(decided)
    after = ruled.evaluation if ruled else evaluation
    return {
        "decided": sum(row.item in done for row in evaluation.items),
        "total": len(evaluation.items),
        "left": [item for item in evaluation.undecided if item not in done],
        "weighty": len(evaluation.undecided),
        "score": span(after.low, after.high),
        "grade": span(after.grade_low, after.grade_high),
    }


def article_views(row: ItemScore, library: Library) -> list[dict[str, Any]]:
    """The articles that an item rests on, each once, with their text where it was imported."""
    bases = dict.fromkeys(basis for one in row.findings for basis in one.finding.basis)
    found = []
    for basis in bases:
        paragraphs: tuple[str, ...] = ()
        note = ""
        cited = parse_citation(f"《{basis.source.strip('《》')}》{basis.article}")
        if cited is not None:
            try:
                article = library.article(cited.law, basis.since, cited.article, cited.branch or 0)
            except LawError as error:
                article, note = None, str(error)
            paragraphs = article.paragraphs if article else ()
        found.append(
            {
                "name": f"{basis.source}{basis.article}",
                "since": basis.since.isoformat(),
                "text": list(paragraphs),
                "note": note or ("" if paragraphs else "条文没有导入（anjuan law import 可导入）"),
            }
        )
    return found
