"""One evaluation as one JSON line, in the form of the contract; its schema; and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NotRequired

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from .case import CaseFile
from .codec import dumps, evidence_json, evidence_of, head_json, number
from .result import (
    Citation,
    DimensionScore,
    Effect,
    Evaluation,
    Finding,
    ItemScore,
    ScoredFinding,
    SectionScore,
    Stamp,
    Verdict,
    Veto,
    VetoState,
)

_Verdict = Literal["pass", "fail", "not_applicable", "unsure", "error"]
_OPEN = with_config({"extra": "allow"})


@_OPEN
class PageLine(TypedDict):
    """One page of a document and how it was read."""

    file: str
    page: int | None
    read: str


@_OPEN
class DocumentLine(TypedDict):
    """One paper."""

    id: str
    kind: str
    title: str
    number: str | None
    date: str | None
    pages: list[PageLine]


@_OPEN
class EvidenceLine(TypedDict):
    """A place in a paper, a row of a register, or a stated absence."""

    document: NotRequired[str]
    register: NotRequired[str]
    file: NotRequired[str]
    page: NotRequired[int | None]
    boxes: NotRequired[list[tuple[float, float, float, float]]]
    locator: NotRequired[str]
    quote: NotRequired[str]
    absent: NotRequired[bool]
    searched: NotRequired[list[str]]


@_OPEN
class FactLine(TypedDict):
    """One thing read off a paper."""

    name: str
    value: Any
    type: Literal["text", "number", "date", "moment", "boolean", "record"]
    confidence: float
    evidence: EvidenceLine
    of: NotRequired[str]


@_OPEN
class BasisLine(TypedDict):
    """An article in force since a day, or a line of the standard."""

    source: str
    article: str
    since: str
    url: NotRequired[str]


@_OPEN
class FindingLine(TypedDict):
    """The answer of one check."""

    check: str
    verdict: _Verdict
    times: int
    deducted: float
    message: str
    basis: list[BasisLine]
    evidence: list[EvidenceLine]
    milder: NotRequired[bool]


@_OPEN
class ItemLine(TypedDict):
    """One line of the profile."""

    item: str
    title: str
    dimension: str
    section: str
    points: float
    low: float
    high: float
    verdict: _Verdict
    presumed: bool
    effect: NotRequired[Literal["not_excellent", "unqualified", "zero"]]
    findings: list[FindingLine]


@_OPEN
class SectionLine(TypedDict):
    """A section after its formula."""

    id: str
    points: float
    low: float
    high: float


class RangeLine(TypedDict):
    """Points kept in one dimension."""

    low: float
    high: float


@_OPEN
class VetoLine(TypedDict):
    """An item with an effect that applies and did not pass."""

    item: str
    effect: Literal["not_excellent", "unqualified", "zero"]
    state: Literal["open", "possible", "proposed", "confirmed", "rejected"]


@_OPEN
class StampLine(TypedDict):
    """What made the score."""

    anjuan: str
    plugins: dict[str, str]
    profile: str
    registers: str
    law: str
    engines: dict[str, str]


@_OPEN
class EvaluationLine(TypedDict):
    """One line of `out/evaluations.jsonl`."""

    format: Literal[1]
    id: str
    case: str
    source: str
    digest: str
    agency: str
    category: str
    procedure: str
    documents: list[DocumentLine]
    facts: list[FactLine]
    items: list[ItemLine]
    sections: list[SectionLine]
    dimensions: dict[str, RangeLine]
    low: float
    high: float
    grade_low: str
    grade_high: str
    vetoes: list[VetoLine]
    undecided: list[str]
    presumed: list[str]
    stamp: StampLine
    status: NotRequired[str]


ADAPTER: TypeAdapter[EvaluationLine] = TypeAdapter(EvaluationLine)


def evaluation_schema() -> dict[str, Any]:
    """JSON Schema of one evaluation line."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ADAPTER.json_schema()}


def line_json(evaluation: Evaluation, case: CaseFile) -> dict[str, Any]:
    """An evaluation and what was read, as one line."""
    line: dict[str, Any] = {
        **head_json(case, evaluation.digest),
        "items": [_item_json(row) for row in evaluation.items],
        "sections": [{"id": s.id, **_range(s), "points": number(s.points)} for s in evaluation.sections],
        "dimensions": {d.id: _range(d) for d in evaluation.dimensions},
        **_range(evaluation),
        "grade_low": evaluation.grade_low,
        "grade_high": evaluation.grade_high,
        "vetoes": [
            {"item": v.item, "effect": str(v.effect), "state": str(v.state)} for v in evaluation.vetoes
        ],
        "undecided": list(evaluation.undecided),
        "presumed": list(evaluation.presumed),
        "stamp": {
            "anjuan": evaluation.stamp.anjuan,
            "plugins": dict(evaluation.stamp.plugins),
            "profile": evaluation.stamp.profile,
            "registers": evaluation.stamp.registers,
            "law": evaluation.stamp.law,
            "engines": dict(evaluation.stamp.engines),
        },
    }
    return {**line, "status": evaluation.status} if evaluation.status else line


def dump_line(line: Mapping[str, Any]) -> str:
    """A line as text, without its end."""
    return dumps(line)


def evaluation_of(line: Mapping[str, Any]) -> Evaluation:
    """The evaluation of a line; unknown keys are ignored."""
    stamp = line["stamp"]
    return Evaluation(
        **{
            name: line[name] for name in ("id", "case", "source", "digest", "agency", "category", "procedure")
        },
        items=tuple(_item_of(row) for row in line["items"]),
        sections=tuple(SectionScore(s["id"], _dec(s["points"]), *_ends(s)) for s in line["sections"]),
        dimensions=tuple(DimensionScore(name, *_ends(d)) for name, d in line["dimensions"].items()),
        low=_dec(line["low"]),
        high=_dec(line["high"]),
        grade_low=line["grade_low"],
        grade_high=line["grade_high"],
        vetoes=tuple(Veto(v["item"], Effect(v["effect"]), VetoState(v["state"])) for v in line["vetoes"]),
        undecided=tuple(line["undecided"]),
        presumed=tuple(line["presumed"]),
        stamp=Stamp(
            stamp["anjuan"],
            tuple(sorted(stamp["plugins"].items())),
            stamp["profile"],
            stamp["registers"],
            stamp["law"],
            tuple(sorted(stamp["engines"].items())),
        ),
        status=line.get("status", ""),
    )


def _item_json(row: ItemScore) -> dict[str, Any]:
    return {
        "item": row.item,
        "title": row.title,
        "dimension": row.dimension,
        "section": row.section,
        "points": number(row.points),
        **_range(row),
        "verdict": str(row.verdict),
        "presumed": row.presumed,
        **({"effect": str(row.effect)} if row.effect is not Effect.NONE else {}),
        "findings": [_finding_json(scored) for scored in row.findings],
    }


def _finding_json(scored: ScoredFinding) -> dict[str, Any]:
    finding = scored.finding
    line: dict[str, Any] = {
        "check": finding.check,
        "verdict": str(finding.verdict),
        "times": finding.times,
        "deducted": number(scored.deducted),
        "message": finding.message,
        "basis": [_basis_json(one) for one in finding.basis],
        "evidence": [evidence_json(one) for one in finding.evidence],
    }
    return {**line, "milder": True} if finding.milder else line


def _basis_json(one: Citation) -> dict[str, Any]:
    found = {"source": one.source, "article": one.article, "since": one.since.isoformat()}
    return {**found, "url": one.url} if one.url else found


def _item_of(row: Mapping[str, Any]) -> ItemScore:
    return ItemScore(
        item=row["item"],
        title=row["title"],
        section=row["section"],
        dimension=row["dimension"],
        points=_dec(row["points"]),
        low=_dec(row["low"]),
        high=_dec(row["high"]),
        verdict=Verdict(row["verdict"]),
        presumed=row["presumed"],
        findings=tuple(_finding_of(one) for one in row["findings"]),
        effect=Effect(row.get("effect", "none")),
    )


def _finding_of(one: Mapping[str, Any]) -> ScoredFinding:
    basis = tuple(
        Citation(b["source"], b["article"], date.fromisoformat(b["since"]), b.get("url", ""))
        for b in one["basis"]
    )
    finding = Finding(
        Verdict(one["verdict"]),
        one["message"],
        tuple(evidence_of(place) for place in one["evidence"]),
        basis,
        one["times"],
        one.get("milder", False),
        one["check"],
    )
    return ScoredFinding(finding, _dec(one["deducted"]))


def _range(one: ItemScore | SectionScore | DimensionScore | Evaluation) -> dict[str, int | float]:
    return {"low": number(one.low), "high": number(one.high)}


def _ends(one: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return _dec(one["low"]), _dec(one["high"])


def _dec(value: float | int) -> Decimal:
    return Decimal(str(value))
