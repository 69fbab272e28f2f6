"""The case file of one scoring run, indexed, and the places that evidence may point to."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from ..law import Law
from ..model.case import CaseFile, Document, Evidence, Fact, Page, Value
from ..model.text import DocumentText, Match
from .doubts import Scans, hidden_paper
from .registers import Registers, Row
from .systems import covers

Readings = tuple[tuple[Fact, ...], tuple[Evidence, ...], tuple[Evidence, ...]]
Doubted = tuple[Document, bool, Page | None]
NO_READINGS: Readings = (), (), ()
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
    _by_paper: dict[str, dict[str, list[Fact]]] = field(init=False, default_factory=dict)
    _texts: dict[str, DocumentText] = field(init=False, default_factory=dict)
    _concerned: dict[str, bool] = field(init=False, default_factory=dict)
    kinds: dict[tuple[str, ...], tuple[Document, ...]] = field(init=False, default_factory=dict)
    known: dict[tuple[str, str], Readings] = field(init=False, default_factory=dict)  # asked for before
    _heads: dict[str, Evidence] = field(init=False, default_factory=dict)
    _lines: dict[str, str] = field(init=False, default_factory=dict)
    _doubted: list[Doubted] | None = field(init=False, default=None)
    _searched: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.by_name = {}
        self.scans = Scans.of(self.case)
        for fact in self.case.facts:
            self.by_name.setdefault(fact.name, []).append(fact)

    def text(self, document: Document) -> DocumentText:
        """The running text of a document, made once."""
        found = self._texts.get(document.id)
        if found is None:
            found = self._texts[document.id] = DocumentText(document)
        return found

    def lines(self, document: Document) -> str:
        """The print of a document in NFKC, one line of print a line, made once."""
        found = self._lines.get(document.id)
        if found is None:
            text = "\n".join(line.text for page in document.pages for line in page.lines)
            found = self._lines[document.id] = unicodedata.normalize("NFKC", text)
        return found

    @property
    def doubted(self) -> list[Doubted]:
        """Documents that may be or hide another one: whether a page failed, a page that may begin another paper."""
        if self._doubted is None:
            self._doubted = []
            for document in self.case.documents:
                failed = any(page.failed for page in document.pages)
                page = None if failed else hidden_paper(document, self.trust, self.scans)
                if failed or page is not None or document.kind == "unknown":
                    self._doubted.append((document, failed, page))
        return self._doubted

    def readings(self, name: str, document: str) -> Readings:
        """All readings of a fact (of one document; empty: of all), their places, and the places of the poor ones."""
        known = self.known.get((name, document))
        if known is None:
            found = self._of_paper(name, document) if document else self.by_name.get(name)
            known = self.known[name, document] = self._judged(found) if found else NO_READINGS
        return known

    def _of_paper(self, name: str, document: str) -> list[Fact] | None:
        papers = self._by_paper.get(name)
        if papers is None:
            papers = self._by_paper[name] = {}
            for fact in self.by_name.get(name, ()):
                papers.setdefault(fact.evidence.document, []).append(fact)
        return papers.get(document)

    def _judged(self, found: list[Fact]) -> Readings:
        places = [fact.evidence for fact in found]
        poor = [fact.evidence for fact in found if fact.confidence < self.trust]
        return tuple(found), tuple(places), tuple(poor)

    def of_kinds(self, kinds: tuple[str, ...]) -> tuple[Document, ...]:
        """All documents of these kinds, in the order of the file."""
        found = self.kinds.get(kinds)
        if found is None:
            found = tuple(document for document in self.case.documents if document.kind in kinds)
            self.kinds[kinds] = found
        return found

    def head(self, document: Document) -> Evidence:
        """The first line of a document, usually its title."""
        found = self._heads.get(document.id)
        if found is None:
            found = self._heads[document.id] = head_of(document)
        return found

    @property
    def searched(self) -> tuple[str, ...]:
        """All pages of the case file, by file: where one looked for what is not there."""
        if not self._searched:
            pages: dict[str, list[int]] = {}
            for document in self.case.documents:
                for page in document.pages:
                    pages.setdefault(page.file, []).append(page.page or 1)
            self._searched = tuple(f"{name}:{span_of(found)}" for name, found in sorted(pages.items()))
        return self._searched

    def concerns(self, listed: str) -> bool:
        """True when the `agency` of a list names the deciding authority or a system it belongs to."""
        if listed not in self._concerned:
            known = self.registers.rows("authorities")
            agencies = {self.case.agency, *(str(one.value) for one in self.by_name.get("处罚机关", ()))}
            self._concerned[listed] = any(covers(listed, one, known) for one in agencies - {""})
        return self._concerned[listed]


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
