"""Lines and fields: the pieces that forms are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anjuan import DocumentText, TextLine


@dataclass(frozen=True, slots=True)
class Print:
    """One line with its place in the running text; `page` is the index of its page."""

    start: int
    text: str
    line: TextLine
    page: int
    flow: bool

    @property
    def end(self) -> int:
        """Offset after the line."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands beside it.

    Attributes:
        label: without spaces and brackets.
        text: the value; empty when nothing was filled in.
        pieces: where the value stands in the running text, one pair a line.
        head: where the label stands.
    """

    label: str
    text: str
    pieces: tuple[tuple[int, int], ...]
    head: tuple[int, int]

    @property
    def breaks(self) -> tuple[int, ...]:
        """Offsets in `text` at which a new line begins."""
        found, offset = [], 0
        for begin, stop in self.pieces[:-1]:
            offset += stop - begin
            found.append(offset)
        return tuple(found)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Places in the running text of `text[start:end]`."""
        found, offset = [], 0
        for begin, stop in self.pieces:
            first, last = max(start - offset, 0), min(end - offset, stop - begin)
            if first < last:
                found.append((begin + first, begin + last))
            offset += stop - begin
        return found


def prints_of(text: DocumentText) -> tuple[Print, ...]:
    """The lines of a document."""
    found, page_index, before = [], -1, None
    for start, page, line in text.lines():
        if page is not before:
            page_index, before = page_index + 1, page
        body = text.text[start : start + len(line.text)]
        found.append(Print(start, body, line, page_index, page.page is None))
    return tuple(found)


def make_field(label: str, parts: Sequence[tuple[int, str]], head: tuple[int, int]) -> Field:
    """A field from the lines of its value, without the space around them."""
    pieces, texts = [], []
    for start, text in parts:
        lead = len(text) - len(text.lstrip())
        body = text.strip()
        if body:
            pieces.append((start + lead, start + lead + len(body)))
            texts.append(body)
    return Field(label, "".join(texts), tuple(pieces), head)


def same_row(one: Print, other: Print) -> bool:
    """True when two lines stand on one visual row."""
    a, b = one.line.box, other.line.box
    return abs((a.y0 + a.y1) - (b.y0 + b.y1)) < max(a.height, b.height)


def touches(one: Print, after: Print) -> bool:
    """True when a line goes on where the other ends, as handwriting over a rule does."""
    return not one.flow and abs(after.line.box.x0 - one.line.box.x1) < 0.012 and same_row(one, after)
