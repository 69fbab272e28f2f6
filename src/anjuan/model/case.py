"""What was read: pages with boxes, documents with kinds, facts with their place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Scalar = date | datetime | Decimal | bool | str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions (0 to 1) of the upright page, origin top left.

    Raises:
        ValueError: a corner lies outside the page or the corners are swapped.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (0 <= self.x0 <= self.x1 <= 1 and 0 <= self.y0 <= self.y1 <= 1):
            raise ValueError(f"box outside its page: {self.x0, self.y0, self.x1, self.y1}")

    @classmethod
    def clipped(cls, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The part that lies on the page, rounded to 4 digits so that a box reads well in JSON."""
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if x0 > 0 and y0 > 0 and x1 < 1 and y1 < 1:  # nearly always; each line of a page comes by
            return cls(round(x0, 4), round(y0, 4), round(x1, 4), round(y1, 4))
        return cls(_on_page(x0), _on_page(y0), _on_page(x1), _on_page(y1))

    @property
    def height(self) -> float:
        """Height as a fraction of the page."""
        return self.y1 - self.y0


def _on_page(value: float) -> float:
    return 0.0 if value <= 0 else 1.0 if value >= 1 else round(value, 4)


class _Widths(dict[str, int]):
    """Columns of each character, worked out when first met: pages are measured character by character."""

    def __missing__(self, char: str) -> int:
        self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return self[char]


_WIDTHS = _Widths()


class _Plain(dict[str, str]):
    """NFKC of each character, worked out when first met."""

    def __missing__(self, char: str) -> str:
        self[char] = unicodedata.normalize("NFKC", char)
        return self[char]


_PLAIN = _Plain()


def display_width(text: str) -> int:
    """Columns a text takes in print: 2 for a wide character, 1 for a narrow one."""
    return sum(map(_WIDTHS.__getitem__, text))


@dataclass(frozen=True, slots=True)
class TextLine:
    """One run of print: `text` is normalised (NFKC, no stray spaces), `raw` is as read."""

    text: str
    box: Box
    confidence: float = 1.0
    raw: str = ""
    cell: int = -1  # cell of a ruled form that holds the line; -1 outside of forms
    locator: str = ""  # place in a flow format (`paragraph 12`, `table 2 row 3`)

    def part(self, start: int, end: int) -> Box:
        """The box of `text[start:end]`, by the width that print takes."""
        if start <= 0 and end >= len(self.text):
            return self.box
        before, held = display_width(self.text[:start]), display_width(self.text[start:end])
        total = before + held + display_width(self.text[end:]) or 1
        left, right = before / total, (before + held) / total
        span = self.box.x1 - self.box.x0
        return Box.clipped(self.box.x0 + span * left, self.box.y0, self.box.x0 + span * right, self.box.y1)

    def sure_of(self, count: int) -> float:
        """Chance that `count` characters of the line are right, its confidence being that of the whole line."""
        return float(self.confidence ** min(count / (len(self.text) or 1), 1.0))

    def raw_part(self, start: int, end: int) -> str:
        """What stands on the paper for `text[start:end]`, width and spaces included."""
        if not self.raw:
            return self.text[start:end]
        if start <= 0 and end >= len(self.text):
            return self.raw.strip()
        if len(self.raw) == len(self.text) and "".join(map(_PLAIN.__getitem__, self.raw)) == self.text:
            return self.raw[start:end]  # one character for one, though of other width
        text, position, first, last = self.text, 0, -1, 0
        for index, char in enumerate(self.raw):
            plain = _PLAIN[char]
            if not text.startswith(plain, position):
                continue  # a space that normalisation dropped
            before, position = position, position + len(plain)
            if first < 0 and position > start:
                first = index
            if position <= end or before < end:
                last = index + 1
            elif first >= 0:
                break
        return self.raw[max(first, 0) : last]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a page besides print.

    Attributes:
        kind: `seal` (印章), `writing` (手写), `fingerprint` (指印), `strike` (划线), `unreadable` (a line that
            the ink shows and nobody could read); `grey` says of the whole page that its picture has no colour,
            so that a red seal or fingerprint on the paper may not be seen.
        confidence: 0 to 1, in hundredths.
        text: what it says where that can be read (the name on a seal).
    """

    kind: str
    box: Box
    confidence: float = 1.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    Attributes:
        file: path below the source, with `/`; members of a ZIP are `a.zip!/b.pdf`.
        page: number from 1 within the file; None for flow formats (DOCX).
        size: width and height in points (1/72 inch); (0, 0) for flow formats.
        read: `text-layer`, `ocr:<engine>@<version>` or `failed: <reason>`.
        rotation: degrees clockwise by which the page as stored was turned to stand upright for reading.
        marks: seals, handwriting, unreadable lines; None where nobody looked for any.
    """

    file: str
    page: int | None
    size: tuple[float, float]
    lines: tuple[TextLine, ...]
    read: str = "text-layer"
    rotation: int = 0
    marks: tuple[Mark, ...] | None = None

    @property
    def failed(self) -> bool:
        """True when nothing could be read on the page."""
        return self.read.startswith("failed")

    def marked(self, *kinds: str) -> tuple[Mark, ...]:
        """Marks of those kinds."""
        return tuple(mark for mark in self.marks or () if mark.kind in kinds)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place: document, page, boxes and the raw quote, or a row of a register, or a stated absence."""

    document: str = ""
    file: str = ""
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    locator: str = ""
    quote: str = ""
    absent: bool = False
    searched: tuple[str, ...] = ()
    register: str = ""

    def __repr__(self) -> str:
        # A quote may hold personal data, and reprs end up in logs.
        return f"Evidence({self.document or self.register}, {self.file}, {self.page}, {self.locator!r})"


@dataclass(frozen=True, slots=True)
class Record:
    """A small named tuple of scalars, for facts with several parts (an officer and his number)."""

    fields: tuple[tuple[str, Scalar], ...]

    @classmethod
    def of(cls, **parts: Scalar | None) -> Record:
        """Build from keywords; parts that are None are left out."""
        return cls(tuple((key, value) for key, value in parts.items() if value is not None))

    def get(self, key: str) -> Scalar | None:
        """The part of that name, or None."""
        for name, value in self.fields:
            if name == key:
                return value
        return None

    def text(self, key: str) -> str:
        """The part of that name as text; empty when there is none."""
        value = self.get(key)
        return "" if value is None else str(value)

    def __repr__(self) -> str:
        return f"Record({', '.join(name for name, _ in self.fields)})"


Value = Scalar | Record


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing read off a paper, with its place.

    Attributes:
        confidence: 0 to 1, in hundredths.
        of: the party it belongs to where a case file has several (`party:1`).

    Raises:
        TypeError: the value is of a type that facts do not have.
    """

    name: str
    value: Value
    evidence: Evidence
    confidence: float = 1.0
    of: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.value, date | datetime | Decimal | bool | str | Record):
            raise TypeError(f"fact {self.name}: a {type(self.value).__name__} is no value of a fact")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"fact {self.name}: confidence {self.confidence} outside 0 to 1")

    def __repr__(self) -> str:
        return f"Fact({self.name}, {self.confidence}, {self.evidence!r})"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of the case file. `kind` is a name of paper (送达回证, …) or `unknown`."""

    id: str
    kind: str
    title: str
    pages: tuple[Page, ...]
    number: str | None = None
    date: date | None = None
    confidence: float = 1.0

    def lines(self) -> Iterator[tuple[Page, TextLine]]:
        """All lines with their pages, in reading order."""
        for page in self.pages:
            for line in page.lines:
                yield page, line


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything one authority filed for one act, as plain values.

    Attributes:
        id: name within the review; `case`: the number on the paper, for people.
        source: name of the given path and the path below it, with `/`.
        status: `in_review`, `in_suit`, … where the index or case.toml says so.
        engines: names and versions of what read the pages.
        warnings: Chinese sentences for the person who handed the file in.
    """

    id: str
    case: str
    source: str
    category: str
    procedure: str
    agency: str
    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    status: str = ""
    engines: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def __repr__(self) -> str:
        return f"CaseFile({self.id}, {self.category}/{self.procedure}, {len(self.documents)} documents)"
