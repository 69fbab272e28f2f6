"""Answer keys: the facts that the papers state, their kinds and true pages, the planted faults."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import opencc

from benchmarks.casefiles.blocks import Paper
from benchmarks.casefiles.case import Case

DOUBTFUL = [
    "PO-S01",
    "PO-S04",
    "PO-S07",
    "PO-E12",
    "PO-E13",
    "PO-L03",
    "PO-L04",
    "PO-L08",
    "PO-P02",
    "PO-P26",
    "PO-P27",
    "PO-P28",
    "PO-D13",
    "PO-D14",
    "PO-D16",
    "PS-S01",
    "PS-S02",
    "PS-P05",
    "PS-D04",
    "LI-S01",
    "LI-S02",
    "LI-D04",
    "CO-D04",
    "CO-L01",
    "CO-S01",
    "IN-D03",
    "IN-S02",
    "IN-L02",
    "IN-L03",
    "LE-D03",
    "LE-L01",
    "LE-L02",
]


@dataclass(slots=True)
class Placed:
    """Where a paper lies in the finished case file."""

    paper: Paper
    file: str
    pages: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def facts(papers: list[Paper], traditional: bool) -> dict[str, Any]:
    """All stated facts, lists complete, in the order of the papers.

    Raises:
        ValueError: a fact with one value is stated with two.
    """
    found: dict[str, list[Any]] = {}
    many: set[str] = set()
    for paper in papers:
        for fact in paper.facts:
            value = both_scripts(fact.value) if traditional else fact.value
            values = found.setdefault(fact.name, [])
            if value not in values:
                values.append(value)
            if fact.many:
                many.add(fact.name)
    for name, values in found.items():
        if name == "案由" and len(values) > 1:
            forms = [form for value in values for form in value["any"]]
            found[name] = [{"any": list(dict.fromkeys(forms))}]
        if name not in many and len(found[name]) > 1:
            raise ValueError(f"{name}: {found[name]}")
    return {name: values if name in many else values[0] for name, values in found.items()}


def both_scripts(value: Any) -> Any:
    """A text value as printed in traditional characters, or in simplified ones."""
    convert = opencc.OpenCC("s2t").convert
    if isinstance(value, str):
        other = convert(value)
        return value if other == value else {"any": [other, value]}
    if isinstance(value, dict) and "any" in value:
        forms = [convert(form) if isinstance(form, str) else form for form in value["any"]]
        return {"any": list(dict.fromkeys([*value["any"], *forms]))}
    if isinstance(value, dict) and "contains" in value:
        words = [value["contains"], *value.get("any_contains", [])]
        return {"contains": value["contains"], "any_contains": [*words, *map(convert, words)]}
    if isinstance(value, dict):
        return {"any": [value, {key: convert(text) for key, text in value.items()}]}
    return value


def marks(placed: list[Placed]) -> list[dict[str, Any]]:
    """Seals, signatures and fingerprints by index of the document."""
    rows: list[dict[str, Any]] = []
    for index, place in enumerate(placed):
        found = place.paper.marks()
        if "seal_over_date" in found:
            rows.append({"document": index, "seal_over_date": found["seal_over_date"]})
        rows += [{"document": index, "signature": sign} for sign in found.get("signatures", ())]
        if "fingerprint" in found:
            rows.append({"document": index, "fingerprint": found["fingerprint"]})
    return rows


def key(case: Case, placed: list[Placed], source: str, form: str, packing: str) -> dict[str, Any]:
    """The answer key of a case file."""
    papers = [place.paper for place in placed]
    documents, split = [], []
    for place in placed:
        more = {"files": place.files} if len(place.files) > 1 else {}
        row = {"kind": place.paper.kind, "title": place.paper.title, "file": place.file, "pages": place.pages}
        documents.append(row | more)
        first, last = (place.pages[0], place.pages[-1]) if place.pages else (None, None)
        split.append({"kind": place.paper.kind, "file": place.file, "first": first, "last": last} | more)
    return {
        "case": case.id,
        "source": f"cases/{source}",
        "packing": packing,
        "agency": case.organ,
        "category": case.category,
        "procedure": case.procedure,
        "clean": not case.must_fail,
        "form": form,
        "format": packing,
        "layout": case.style.name + ("-traditional" if case.style.traditional else ""),
        "facts": facts(papers, case.style.traditional),
        "documents": documents,
        "split": split,
        "marks": marks(placed),
        "must_fail": case.must_fail,
        "may_be_anything": sorted({*DOUBTFUL, *case.may} - {str(fault["item"]) for fault in case.must_fail}),
    }


def write(data: dict[str, Any], path: Path) -> None:
    """Write a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
