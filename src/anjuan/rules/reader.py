"""The case file of one scoring run, indexed, and the places that evidence may point to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from ..law import Law
from ..model.case import CaseFile, Document, Evidence, Fact, Value
from ..model.text import DocumentText, Match
from .doubts import Scans
from .registers import Registers, Row

Place = Evidence | Fact | Match | Document | Row


class NeedsPerson(Exception):
    """A check cannot go on without a person; the engine turns it into UNSURE with the reason."""

    def __init__(self, reason: str, evidence: tuple[Evidence, ...] = ()) -> None:
        super().__init__(reason, evidence)
        self.reason, self.evidence = reason, evidence


@dataclass(slots=True)
class Reader:
    """The case file of one scoring run with its indexes; shared by the views of all its checks."""

    case: CaseFile
    law: Law
    registers: Registers
    trust: float = 0.85
    excerpt: bool = False  # single papers of a case file: that others are missing then means nothing
    by_name: dict[str, list[Fact]] = field(init=False)
    scans: Scans = field(init=False)
    _texts: dict[str, DocumentText] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name = {}
        self.scans = Scans.of(self.case)
        for fact in self.case.facts:
            self.by_name.setdefault(fact.name, []).append(fact)

    def text(self, document: Document) -> DocumentText:
        """The running text of a document, made once."""
        if document.id not in self._texts:
            self._texts[document.id] = DocumentText(document)
        return self._texts[document.id]


def day_of(name: str, value: Value) -> date:
    """The day of a fact's value.

    Raises:
        NeedsPerson: it is none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise NeedsPerson(f"“{name}”不是日期")


def head_of(document: Document) -> Evidence:
    """The first line of a document, usually its title."""
    for page, line in document.lines():
        boxes = () if page.page is None else (line.box,)
        return Evidence(document.id, page.file, page.page, boxes, line.locator, (line.raw or line.text)[:200])
    first = document.pages[0]
    return Evidence(document.id, first.file, first.page)


def evidence_of(place: Place) -> Evidence:
    """Where a fact, a hit, a paper or a row stands."""
    if isinstance(place, Evidence):
        return place
    if isinstance(place, Document):
        return head_of(place)
    return place.evidence


def span_of(pages: list[int]) -> str:
    """`3` or `1-24`."""
    return f"{min(pages)}-{max(pages)}" if len(pages) > 1 else str(pages[0])
