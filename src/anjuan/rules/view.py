"""`View`: what a check sees of one case file. It records everything the check reads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from ..law import CalendarGap, Law, Parameter, deadline, working_days_between
from ..model.case import CaseFile, Document, Evidence, Fact, Record, Value
from ..model.result import Citation, Finding, Verdict
from ..model.text import Match
from .doubts import doubtful
from .profile import Binding
from .reader import NeedsPerson, Place, Reader, day_of, evidence_of, head_of
from .registers import Row

# Between an earlier step and a decision whose own date nobody could read lie at most some months, so a step in
# this span may belong to a decision under the law of 2021-07-15 or the one before.
NEAR_CHANGE = (dt.date(2021, 1, 15), dt.date(2021, 7, 15))
NEAR_TITLE = 80  # rapidfuzz ratio from which an unknown paper could be the one looked for


class View:
    """What one check sees. Reading through it leaves a trail that becomes evidence and basis."""

    def __init__(
        self,
        reader: Reader,
        *,
        check: str = "",
        params: Mapping[str, str] | None = None,
        bindings: Mapping[str, Binding] | None = None,
        standard: Citation | None = None,
        norms: Mapping[str, dt.date | None] | None = None,
    ) -> None:
        self._reader, self._check = reader, check
        self._norms, self._params, self._bindings = norms or {}, params or {}, bindings or {}
        self._standard = standard
        self._evidence: list[Evidence] = []
        self._basis: list[Citation] = []
        self._uncertain = ""

    # ---- the case file ------------------------------------------------------------------

    @property
    def file(self) -> CaseFile:
        """The case file itself; what is read off it directly is not recorded."""
        return self._reader.case

    @property
    def law(self) -> Law:
        """Titles, versions and calendar of the run."""
        return self._reader.law

    @property
    def trust(self) -> float:
        """Readings below this floor go to a person."""
        return self._reader.trust

    def facts(self, name: str, *, document: Document | None = None) -> tuple[Fact, ...]:
        """All readings of a fact (of one document), recorded.

        Raises:
            NeedsPerson: one of them was read below the trust floor.
        """
        key = name, "" if document is None else document.id
        reader = self._reader
        found, places, poor = reader.known.get(key) or reader.readings(*key)
        if found:
            self._evidence += places
        if poor:
            raise NeedsPerson(f"“{name}”识别不够清楚", poor)
        return found

    def optional(self, name: str, *, document: Document | None = None) -> Value | None:
        """The value of a fact, or None when nobody read one.

        Raises:
            NeedsPerson: read below the trust floor, or two readings contradict each other.
        """
        found = self.facts(name, document=document)
        if len(found) > 1 and len({fact.value for fact in found}) > 1:
            raise NeedsPerson(f"“{name}”前后记载不一致", tuple(fact.evidence for fact in found))
        return found[0].value if found else None

    def value(self, name: str, *, document: Document | None = None) -> Value:
        """The value of a fact.

        Raises:
            NeedsPerson: missing, read below the trust floor, or contradicted.
        """
        value = self.optional(name, document=document)
        if value is None:
            raise NeedsPerson(f"未读到“{name}”")
        return value

    def date(self, name: str, *, document: Document | None = None) -> dt.date:
        """A fact that is a day. Raises as `value` does."""
        value = self.value(name, document=document)
        return day_of(name, value)

    def optional_date(self, name: str, *, document: Document | None = None) -> dt.date | None:
        """A fact that is a day, or None when nobody read one."""
        value = self.optional(name, document=document)
        return None if value is None else day_of(name, value)

    def amount(self, name: str) -> Decimal | None:
        """A fact that is a sum in yuan, or None when nobody read one."""
        value = self.optional(name)
        return value if isinstance(value, Decimal) else None

    def records(self, name: str, *, document: Document | None = None) -> tuple[Record, ...]:
        """Facts that are records, recorded; same errors as `facts`."""
        return tuple(f.value for f in self.facts(name, document=document) if isinstance(f.value, Record))

    def documents(self, *kinds: str) -> tuple[Document, ...]:
        """All documents of these kinds, in the order of the file; nothing is recorded."""
        reader = self._reader
        return reader.kinds.get(kinds) or reader.of_kinds(kinds)

    def document(self, *kinds: str) -> Document | None:
        """The first document of these kinds, recorded; None when it is certainly not there.

        Raises:
            NeedsPerson: a page is unreadable, or an unknown paper could be the one looked for.
        """
        found = self.documents(*kinds)
        if found:
            self._evidence.append(self._reader.head(found[0]))
            return found[0]
        self._could_hide(kinds)
        self._evidence.extend(self.absent(*kinds))
        return None

    def required(self, *kinds: str) -> Document:
        """The first document of these kinds, for a check that judges what it says.

        Raises:
            NeedsPerson: it is not in the file; that it is missing is the fault of another item.
        """
        found = self.document(*kinds)
        if found is None:
            raise NeedsPerson(f"卷内没有{kinds[0]}，本项无从判断", self.absent(*kinds))
        return found

    def law_day(self) -> dt.date:
        """A day whose law governs the form of the decision: its date, else that of the last step before it.

        Raises:
            NeedsPerson: no date was read, or the law may have changed between that step and the decision.
        """
        try:
            return self.date("决定日期")
        except NeedsPerson as unread:
            for name in ("决定审批日期", "告知送达日期", "调查终结日期", "立案日期"):
                try:
                    day = self.date(name)
                except NeedsPerson:
                    continue
                if not NEAR_CHANGE[0] <= day < NEAR_CHANGE[1]:
                    return day
            raise unread from None

    def absent(self, *kinds: str) -> tuple[Evidence, ...]:
        """Evidence for something missing: its row in the 卷内目录 if there is one, and the pages searched."""
        listed = [
            hit.evidence
            for index in self.documents("卷内目录")
            for kind in kinds
            if (hit := self._reader.text(index).first(re.escape(kind)))
        ]
        return (Evidence(absent=True, searched=self._reader.searched, locator="、".join(kinds)), *listed)

    def _could_hide(self, kinds: tuple[str, ...]) -> None:
        if self._reader.excerpt:
            raise NeedsPerson(f"只提交了部分文书，不能断定缺少{kinds[0]}")
        for document, failed, page in self._reader.doubted:
            if failed:
                raise NeedsPerson(f"有页面未能识别，不能断定缺少{kinds[0]}", (head_of(document),))
            if page is not None:
                place = Evidence(document.id, page.file, page.page)
                raise NeedsPerson(f"有一页残缺或上部读不清，不能断定缺少{kinds[0]}", (place,))
            if document.kind == "unknown" and any(
                fuzz.ratio(document.title, kind) >= NEAR_TITLE for kind in kinds
            ):
                raise NeedsPerson(f"有一份材料可能就是{kinds[0]}，请人工辨认", (head_of(document),))

    def text(self, document: Document) -> str:
        """The running text of a document, recorded by its first line."""
        self._evidence.append(self._reader.head(document))
        return self._reader.text(document).text

    def lines(self, document: Document) -> str:
        """The print of a document in NFKC, one line of print a line, recorded by its first line."""
        self._evidence.append(self._reader.head(document))
        return self._reader.lines(document)

    def find(self, document: Document, pattern: str) -> Match | None:
        """The first hit of a regular expression in a document; a hit is recorded."""
        hit = self._reader.text(document).first(pattern)
        if hit is not None:
            self._evidence.append(hit.evidence)
        return hit

    def find_all(self, document: Document, pattern: str) -> tuple[Match, ...]:
        """All hits in a document; nothing is recorded."""
        return tuple(self._reader.text(document).find(pattern))

    def readable(self, *documents: Document) -> None:
        """Make sure that silence means something.

        Raises:
            NeedsPerson: a page failed, or a line was read below the trust floor.
        """
        for document in documents:
            for page in document.pages:
                boxes = doubtful(page, self.trust, self._reader.scans)
                if boxes is not None:
                    place = Evidence(document.id, page.file, page.page, boxes[:3])
                    raise NeedsPerson(f"{document.title}有内容识别不清，请人工查看", (place,))

    # ---- law and registers --------------------------------------------------------------

    def param(self, name: str, *, on: dt.date) -> Parameter | None:
        """A dated figure by its local name (or law key) on a day, recorded as basis; None when none was in force."""
        binding = self._bindings.get(name)
        if binding and binding.value is not None:
            citation = Citation(binding.basis, "", on)
            self._basis.append(citation)
            return Parameter(name, name, binding.value, binding.unit or "日", citation)
        key = binding.key if binding and binding.key else self._params.get(name, name)
        found = self.law.at(key, on)
        if found is not None:
            self._basis.append(found.citation)
            until = self._norms.get(found.citation.source)
            if not found.certain:
                self._uncertain = f"依据“{found.citation.source}{found.citation.article}”尚未核实"
            elif until is not None and (on.date() if isinstance(on, dt.datetime) else on) > until:
                self._uncertain = f"{found.citation.source}在{until.isoformat()}以后是否有效未经确认"
        return found

    def duty(self, *, on: dt.date, key: str = "") -> Parameter | None:
        """The duty of this check (law key = id of the check) on a day, recorded; None when there was none."""
        return self.param(key or self._check, on=on)

    def deadline(self, name: str, *, start: dt.date) -> dt.date | None:
        """Last day of a dated term that begins on `start`; None when no term was in force.

        Raises:
            NeedsPerson: the calendar lacks the year.
        """
        found = self.param(name, on=start)
        if found is None or found.value is None:
            return None
        try:
            return deadline(start, int(found.value), found.unit, self.law.calendar)
        except CalendarGap as gap:
            raise NeedsPerson(f"没有 {gap.year} 年的工作日历，请在台账中补充 calendar") from None

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to `last`.

        Raises:
            NeedsPerson: the calendar lacks the year.
        """
        try:
            return working_days_between(first, last, self.law.calendar)
        except CalendarGap as gap:
            raise NeedsPerson(f"没有 {gap.year} 年的工作日历，请在台账中补充 calendar") from None

    def register(self, table: str) -> tuple[Row, ...]:
        """Rows of a register; use `note` to put a row beside the paper.

        Raises:
            NeedsPerson: the register was not handed in.
        """
        if table not in self._reader.registers:
            raise NeedsPerson(f"没有提供台账 {table}")
        return self._reader.registers.rows(table)

    def listed(self, table: str, *, on: dt.date | None = None) -> tuple[Row, ...]:
        """Rows of a dated list for the deciding authority, in force on a day (None: ever); nothing is recorded.

        Raises:
            NeedsPerson: the register was not handed in.
        """
        return tuple(
            row
            for row in self.register(table)
            if (on is None or row.valid(on)) and self._reader.concerns(row.text("agency"))
        )

    def note(self, *places: Place) -> None:
        """Record further places as evidence."""
        self._evidence.extend(evidence_of(place) for place in places)

    # ---- answers ------------------------------------------------------------------------

    def passed(self, message: str = "") -> Finding:
        """The question is answered with yes."""
        return self._finding(Verdict.PASS, message)

    def failed(
        self, message: str, *, at: Place | Iterable[Place] = (), times: int = 1, milder: bool = False
    ) -> Finding:
        """A fault. `at` narrows the evidence; `times` counts repetitions; `milder` is its lighter form."""
        if self._uncertain:
            return self.unsure(f"{message}（{self._uncertain}，由评查人员判断）", at=at)
        return self._finding(Verdict.FAIL, message, at=at, times=times, milder=milder)

    def unsure(self, message: str, *, at: Place | Iterable[Place] = ()) -> Finding:
        """Goes to a person; takes no points."""
        return self._finding(Verdict.UNSURE, message, at=at)

    def not_applicable(self, message: str = "") -> Finding:
        """The question does not arise in this case."""
        return self._finding(Verdict.NOT_APPLICABLE, message)

    def trail(self) -> tuple[tuple[Evidence, ...], tuple[Citation, ...]]:
        """What was read so far: places and citations, each once, in order."""
        return _each_once(self._evidence), self._grounds()

    def _grounds(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(self._basis)) if len(self._basis) > 1 else tuple(self._basis)

    def _finding(
        self,
        verdict: Verdict,
        message: str,
        *,
        at: Place | Iterable[Place] = (),
        times: int = 1,
        milder: bool = False,
    ) -> Finding:
        basis = self._grounds()
        places = at if isinstance(at, (tuple, list, Iterable)) else (at,)
        narrowed = _each_once([evidence_of(place) for place in places]) if places else ()
        if self._standard and not basis:
            basis = (self._standard,)
        return Finding(
            verdict, message, narrowed or _each_once(self._evidence), basis, times, milder, self._check
        )


def _each_once(places: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Places without repetitions, in order; boxes are only compared where all else is the same."""
    if len(places) < 2:
        return tuple(places)
    places = list({id(one): one for one in places}.values())  # most are the same object
    if len(places) == 1:
        return (places[0],)
    if len({(one.document, one.page, one.quote, one.locator) for one in places}) == len(places):
        return tuple(places)
    seen: dict[tuple[object, ...], list[Evidence]] = {}
    found = []
    for one in places:
        same = seen.setdefault((one.document, one.page, one.quote, one.locator), [])
        if not same or one not in same:
            same.append(one)
            found.append(one)
    return tuple(found)
