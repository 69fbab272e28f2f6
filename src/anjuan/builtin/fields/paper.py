"""A document as extractors see it: running text, lines, fields, and facts with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from anjuan import Document, DocumentText, Evidence, Fact, Record

from .labels import fields_of
from .prints import Field, Print, prints_of
from .values import find_days

Value = date | Decimal | bool | str | Record
GUESS = 0.8  # below the trust floor of the profiles: a person looks
LIKELY = 0.9
# Facts whose values are words of our own, not those of the paper; titles of laws are compared with the registry.
OWN_WORDS = frozenset(
    {
        "处罚种类",
        "拟处罚种类",
        "陈述申辩",
        "缴款方式",
        "引用法条",
        "违反条款",
        "处罚依据",
        "告知违反条款",
        "告知处罚依据",
        "裁量档次",
        "缴款期限",
        "强制措施种类",
        "催告期限",
        "缴费期限",
        "复议期限",
        "起诉期限",
        "陈述申辩期限",
        "听证申请期限",
        "送达方式",
        "许可决定",
        "许可事由",
        "特别程序",
        "检查方式",
        "检查依据",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, and how well it was read."""

    evidence: Evidence
    confidence: float


@dataclass(frozen=True)
class Paper:
    """One document with its text and, made when first asked for, its lines and fields."""

    document: Document
    text: DocumentText

    @classmethod
    def of(cls, document: Document) -> Paper:
        """The view of a document."""
        return cls(document, DocumentText(document))

    @property
    def kind(self) -> str:
        """Name of the paper."""
        return self.document.kind

    @cached_property
    def prints(self) -> tuple[Print, ...]:
        """The lines of the running text."""
        return prints_of(self.text)

    @cached_property
    def form(self) -> tuple[Field, ...]:
        """All fields in the order of their labels."""
        return fields_of(self.prints)

    # ---- fields -------------------------------------------------------------------------

    def fields(self, label: re.Pattern[str]) -> Iterator[Field]:
        """All fields whose label (without spaces and brackets) is of this form, blank ones too."""
        return (field for field in self.form if label.fullmatch(field.label))

    def field(self, *labels: re.Pattern[str]) -> Field | None:
        """The first field that is filled in, by the first of the patterns that has one."""
        for label in labels:
            for field in self.fields(label):
                if field.text:
                    return field
        return None

    def within(self, field: Field, start: int = 0, end: int | None = None) -> Place:
        """The place of `field.text[start:end]`; of the label when the field is blank."""
        spans = field.spans(start, len(field.text) if end is None else end) or [field.head]
        return self.at(*spans)

    # ---- places and facts ---------------------------------------------------------------

    def at(self, *spans: tuple[int, int]) -> Place:
        """The place of pieces of the running text."""
        places = [self.text.evidence(*span) for span in spans]
        first = places[0]
        if len(places) > 1:
            here = [one for one in places if (one.file, one.page) == (first.file, first.page)]
            boxes = tuple(box for one in here for box in one.boxes)
            first = replace(first, boxes=boxes, quote="".join(one.quote for one in places)[:200])
        return Place(first, min(self.text.confidence(*span) for span in spans))

    def fact(self, name: str, value: Value, place: Place, sure: float = 1.0) -> Fact:
        """A fact; `sure` lowers the confidence of the lines where the reading is a guess."""
        if self.text.printed != self.text.text and name not in OWN_WORDS:
            value = self._as_printed(value)
        return Fact(name, value, place.evidence, round(min(place.confidence, sure), 2))

    def _as_printed(self, value: Value) -> Value:
        """A text in the characters of the paper, which is searched in simplified ones."""
        if isinstance(value, Record):
            parts = ((name, self._as_printed(part)) for name, part in value.fields)
            return Record(tuple((name, part) for name, part in parts if not isinstance(part, Record)))
        at = self.text.text.find(value) if isinstance(value, str) and value else -1
        return self.text.printed[at : at + len(str(value))] if at >= 0 else value

    def day(self, name: str, *labels: re.Pattern[str], sure: float = 1.0) -> Iterator[Fact]:
        """The day that stands in the first field of these labels which has one."""
        for label in labels:
            for field in self.fields(label):
                found = next(find_days(field.text), None)
                if found:
                    yield self.fact(
                        name, found.value, self.within(field, found.start, found.end), min(sure, found.sure)
                    )
                    return

    def words(self, name: str, *labels: re.Pattern[str], sure: float = 1.0) -> Iterator[Fact]:
        """The text of the first of these fields that is filled in."""
        field = self.field(*labels)
        if field:
            yield self.fact(name, field.text, self.within(field), sure)

    def search(
        self, pattern: re.Pattern[str], start: int = 0, end: int | None = None
    ) -> re.Match[str] | None:
        """The first hit in a part of the running text."""
        return pattern.search(self.text.text, start, len(self.text.text) if end is None else end)


def first_fact(*groups: Iterator[Fact] | Sequence[Fact]) -> Iterator[Fact]:
    """The facts of the first group that has any: the ways to read one thing, best first."""
    for group in groups:
        found = tuple(group)
        if found:
            yield from found
            return
