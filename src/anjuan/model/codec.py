"""Case files to and from JSON, and their digest. Values of facts keep their type beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .case import Box, CaseFile, Document, Evidence, Fact, Mark, Page, Record, Scalar, TextLine, Value


def dumps(value: Any) -> str:
    """Compact JSON that is the same on every machine."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def plain_value(value: Value) -> Any:
    """A fact's value as JSON: ISO dates, numbers, text, booleans or an object."""
    if isinstance(value, Record):
        return {name: plain_value(part) for name, part in value.fields}
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    return value


def evidence_json(place: Evidence) -> dict[str, Any]:
    """A place in the form of the contract."""
    if place.absent:
        found: dict[str, Any] = {"absent": True, "searched": list(place.searched)}
        return {**found, "locator": place.locator} if place.locator else found
    found = {
        "document": place.document,
        "file": place.file,
        "page": place.page,
        "boxes": [list(_corners(box)) for box in place.boxes],
    }
    if place.register:
        found = {"register": place.register, **{key: found[key] for key in ("file", "page", "boxes")}}
    if place.locator:
        found["locator"] = place.locator
    found["quote"] = place.quote
    return found


def evidence_of(data: Mapping[str, Any]) -> Evidence:
    """A place from its JSON."""
    return Evidence(
        document=data.get("document", ""),
        file=data.get("file", ""),
        page=data.get("page"),
        boxes=tuple(Box(*box) for box in data.get("boxes", ())),
        locator=data.get("locator", ""),
        quote=data.get("quote", ""),
        absent=data.get("absent", False),
        searched=tuple(data.get("searched", ())),
        register=data.get("register", ""),
    )


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact in the form of the contract, with the type of its value."""
    found: dict[str, Any] = {
        "name": fact.name,
        "value": plain_value(fact.value),
        "type": _type(fact.value),
        "confidence": round(fact.confidence, 2),
        "evidence": evidence_json(fact.evidence),
    }
    return {**found, "of": fact.of} if fact.of else found


def fact_of(data: Mapping[str, Any]) -> Fact:
    """A fact from its JSON."""
    value = _value(data["value"], data["type"])
    return Fact(data["name"], value, evidence_of(data["evidence"]), data["confidence"], data.get("of"))


def document_json(document: Document) -> dict[str, Any]:
    """A document in the form of the contract: no text, only its pages."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "date": document.date.isoformat() if document.date else None,
        "pages": [{"file": p.file, "page": p.page, "read": p.read} for p in document.pages],
    }


def page_json(page: Page) -> dict[str, Any]:
    """A page with its text, for store and cache."""
    found: dict[str, Any] = {
        "file": page.file,
        "page": page.page,
        "size": list(page.size),
        "read": page.read,
        "rotation": page.rotation,
        "lines": [
            [line.text, *_corners(line.box), line.confidence, line.raw, line.cell, line.locator]
            for line in page.lines
        ],
    }
    if page.marks is not None:
        found["marks"] = [[one.kind, *_corners(one.box), one.confidence, one.text] for one in page.marks]
    return found


def page_of(data: Mapping[str, Any]) -> Page:
    """A page from its JSON."""
    lines = tuple(
        TextLine(text, Box(x0, y0, x1, y1), confidence, raw, cell, locator)
        for text, x0, y0, x1, y1, confidence, raw, cell, locator in data["lines"]
    )
    size = (float(data["size"][0]), float(data["size"][1]))
    marks = None
    if "marks" in data:
        marks = tuple(
            Mark(kind, Box(x0, y0, x1, y1), confidence, text)
            for kind, x0, y0, x1, y1, confidence, text in data["marks"]
        )
    return Page(data["file"], data["page"], size, lines, data["read"], data["rotation"], marks)


def head_json(case: CaseFile, digest: str = "") -> dict[str, Any]:
    """The part of an evaluation line above `items`; `digest` saves working it out again."""
    return {
        "format": 1,
        "id": case.id,
        "case": case.case,
        "source": case.source,
        "digest": digest or case_digest(case),
        "agency": case.agency,
        "category": case.category,
        "procedure": case.procedure,
        "documents": [document_json(one) for one in case.documents],
        "facts": [fact_json(one) for one in case.facts],
    }


def case_json(case: CaseFile) -> dict[str, Any]:
    """Everything that was read, pages and text included."""
    return {
        **{
            name: getattr(case, name)
            for name in ("id", "case", "source", "category", "procedure", "agency", "status")
        },
        "engines": [list(pair) for pair in case.engines],
        "warnings": list(case.warnings),
        "documents": [
            {
                **document_json(one),
                "confidence": one.confidence,
                "pages": [page_json(page) for page in one.pages],
            }
            for one in case.documents
        ],
        "facts": [fact_json(one) for one in case.facts],
    }


def case_of(data: Mapping[str, Any]) -> CaseFile:
    """A case file from `case_json`."""
    documents = tuple(
        Document(
            id=one["id"],
            kind=one["kind"],
            title=one["title"],
            number=one["number"],
            date=date.fromisoformat(one["date"]) if one["date"] else None,
            confidence=one["confidence"],
            pages=tuple(page_of(page) for page in one["pages"]),
        )
        for one in data["documents"]
    )
    return CaseFile(
        **{
            name: data[name] for name in ("id", "case", "source", "category", "procedure", "agency", "status")
        },
        engines=tuple((pair[0], pair[1]) for pair in data["engines"]),
        warnings=tuple(data["warnings"]),
        documents=documents,
        facts=tuple(fact_of(one) for one in data["facts"]),
    )


def case_digest(case: CaseFile) -> str:
    """sha256 of the canonical JSON of what was read; id and source are names, not content."""
    return case_text(case)[1]


def case_text(case: CaseFile) -> tuple[str, str]:
    """The JSON of a case file and its digest; pages and facts, which are nearly all of it, are written once."""
    data = case_json(case)
    content = dumps({name: data.pop(name) for name in ("documents", "facts")})[1:]
    bare = dumps({**data, "id": "", "source": "", "warnings": []})[:-1]
    digest = hashlib.sha256(f"{bare},{content}".encode()).hexdigest()
    return f"{dumps(data)[:-1]},{content}", f"sha256:{digest}"


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _type(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Record):
        return "record"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, date):
        return "moment" if isinstance(value, datetime) else "date"
    return "text"


def _value(data: Any, kind: str) -> Value:
    if kind == "record":
        return Record(tuple((name, _scalar(part)) for name, part in data.items()))
    if kind == "number":
        return Decimal(str(data))
    if kind == "date":
        return date.fromisoformat(data)
    if kind == "moment":
        return datetime.fromisoformat(data)
    return bool(data) if kind == "boolean" else str(data)


def _scalar(data: Any) -> Scalar:
    """A part of a record: JSON keeps no dates apart from text, so an ISO day is read as one."""
    if isinstance(data, bool):
        return data
    if isinstance(data, int | float):
        return Decimal(str(data))
    text = str(data)
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if len(text) == 16 and text[10] == "T" else text
    except ValueError:
        return text
