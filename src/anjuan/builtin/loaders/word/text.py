"""The text of a DOCX in lines: paragraphs, tables within tables, text boxes, notes, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from anjuan import Box, TextLine, UnreadableFile, WrongFileType, local_name, normalise

from .numbers import Numbers
from .package import Docx, alternative, attribute, blocks, first, switched, value

FLOW = Box(0.0, 0.0, 0.0, 0.0)
_PAGE_MARK = re.compile(r"[\s\d第共总页/,、.\-—–·|()]*$|page\s*\d*(\s*(of|/)\s*\d*)?$", re.IGNORECASE)
_DELETED = ("del", "moveFrom", "rPr", "pPr", "delText", "rt", "sdtPr", "commentReference")
# Fields that show the day or name of whoever opens the file: no day of the paper.
_FLEETING = re.compile(r"\s*(DATE|TIME|FILENAME)\b", re.IGNORECASE)
DOUBTFUL = 0.5  # confidence of a line with such a field, as it was when the file was last saved
_BREAKS = ("tab", "ptab", "br", "cr")
_DRAWN = ("drawing", "pict", "object")
# Signs of the fonts with boxes and ticks, which forms are full of.
_SIGNS = {
    "Wingdings": {0x6F: "□", 0x70: "□", 0x71: "□", 0xA8: "□", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑"},
    "Wingdings 2": {0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□"},
}


@dataclass(slots=True)
class _Inline:
    """What stands in a paragraph besides its own text: text boxes, notes that it names, fields that are open.

    Attributes:
        converted: fleeting fields were worked out anew and are to be left out.
        fields: code of each open field and whether its result has begun; fleeting: one of them was met.
    """

    converted: bool = False
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, bool]] = field(default_factory=list)
    fleeting: bool = False

    def shown(self, text: str) -> str:
        """Text as it counts here: the result of a fleeting field may be none."""
        if not any(result and _FLEETING.match(code) for code, result in self.fields):
            return text
        self.fleeting = True
        return "" if self.converted else text

    def field_char(self, kind: str) -> None:
        """A field begins, comes to its result, or ends."""
        if kind == "begin":
            self.fields.append(("", False))
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self.fields[-1][0], True)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def field_code(self, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self.fields:
            code, result = self.fields[-1]
            self.fields[-1] = ((code + text)[:100], result)


class Reader:
    """Reads one document. Numbers of paragraphs, tables and cells run through it in the order of the text.

    Args:
        converted: it was made of an old file just now, and with it the days that fields show.
    """

    def __init__(self, docx: Docx, *, converted: bool = False) -> None:
        self._docx, self._converted = docx, converted
        self._numbers = Numbers(docx)
        self._paragraphs = self._tables = self._cells = 0
        self._notes: list[tuple[str, str]] = []

    def lines(self) -> Iterator[TextLine]:
        """All lines, as they stand on paper: headers, text, notes, footers.

        Raises:
            WrongFileType: the text holds another file, which Word would show.
        """
        root = self._docx.packed.xml(self._docx.part)
        body = first(root, "body")
        if body is None:
            raise UnreadableFile("DOCX 没有正文", self._docx.packed.name, "重新导出该文件")
        around = self._around(root)
        yield from around["header"]
        yield from self._blocks(body, "", -1)
        for number, (kind, key) in enumerate(self._notes, 1):
            yield from self._note(kind, key, number)
        yield from around["footer"]

    def _blocks(self, holder: Any, where: str, cell: int) -> Iterator[TextLine]:
        """Lines of what a holder holds.

        Args:
            where: locator that all of them take; empty: each paragraph is counted.
            cell: cell of a table that they stand in.
        """
        for one in blocks(holder):
            kind = local_name(one)
            if kind == "tbl":
                yield from self._table(one)
            elif kind == "p":
                place = where
                if not place:
                    self._paragraphs += 1
                    place = f"paragraph {self._paragraphs}"
                yield from self._paragraph(one, place, cell)
            else:
                raise WrongFileType(
                    "DOCX 的正文是内嵌的另一个文件", self._docx.packed.name, "用 Word 打开后另存为 .docx"
                )

    def _paragraph(self, paragraph: Any, where: str, cell: int) -> Iterator[TextLine]:
        inline = _Inline(self._converted)
        text = self._numbers.before(paragraph) + "".join(_pieces(paragraph, inline))
        self._notes += inline.notes
        yield from split(text, where, cell, DOUBTFUL if inline.fleeting else 1.0)
        for box in inline.boxes:
            yield from self._blocks(box, where, cell)

    def _table(self, table: Any) -> Iterator[TextLine]:
        self._tables += 1
        number = self._tables
        for row_number, row in enumerate(_inside(table, "tr"), 1):
            for cell in _inside(row, "tc"):
                merged = first(cell, "tcPr", "vMerge")
                if merged is not None and attribute(merged, "val") != "restart":
                    continue  # the cell above reaches down to here
                index = self._cells
                self._cells += 1
                yield from self._blocks(cell, f"table {number} row {row_number}", index)

    def _note(self, kind: str, key: str, number: int) -> Iterator[TextLine]:
        """One footnote or endnote, behind the text."""
        part = self._docx.of_kind(f"{kind}s")
        if part is not None:
            for one in self._docx.packed.xml(part):
                if local_name(one) == kind and attribute(one, "id") == key:
                    yield from self._blocks(one, f"{kind} {number}", -1)

    def _around(self, root: Any) -> dict[str, list[TextLine]]:
        """Lines of headers and footers, each text once; bare page numbers are left out."""
        found: dict[str, list[TextLine]] = {"header": [], "footer": []}
        seen: set[str] = set()
        numbers = {"header": 0, "footer": 0}
        for one in root.iter():
            kind = local_name(one).removesuffix("Reference")
            part = self._docx.target(self._docx.part, attribute(one, "id") or "") if kind in found else None
            if part is None or part in seen:
                continue
            seen.add(part)
            numbers[kind] += 1
            for line in self._blocks(self._docx.packed.xml(part), f"{kind} {numbers[kind]}", -1):
                if line.text not in seen and not _PAGE_MARK.match(line.text):
                    seen.add(line.text)
                    found[kind].append(line)
        return found


def split(text: str, locator: str, cell: int, confidence: float = 1.0) -> Iterator[TextLine]:
    """Lines of a paragraph: tabs and line breaks part label from label as columns do on a page."""
    for piece in text.replace("\t", "\n").splitlines():
        plain = normalise(piece)
        if plain:
            yield TextLine(plain, FLOW, confidence, piece if piece != plain else "", cell, locator)


def _inside(holder: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, whatever wraps them; those struck out are gone."""
    for one in holder:
        kind = local_name(one)
        if kind == name:
            if first(one, "trPr", "del") is None:
                yield one
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(one, name)
        elif kind == "AlternateContent":
            yield from _inside(alternative(one), name)


def _pieces(holder: Any, inline: _Inline) -> Iterator[str]:
    """The text in a paragraph or a part of one; what was deleted or is hidden does not show."""
    for one in holder:
        kind = local_name(one)
        if kind == "t":
            yield inline.shown(one.text or "")
        elif kind in _BREAKS:
            yield "\n" if kind != "tab" else "\t"
        elif kind in _DELETED or (kind == "r" and switched(one, "rPr", "vanish")):
            continue
        elif kind in _DRAWN:
            inline.boxes += _text_boxes(one)
        elif kind == "AlternateContent":
            yield from _pieces(alternative(one), inline)
        elif kind in ("footnoteReference", "endnoteReference"):
            inline.notes.append((kind.removesuffix("Reference"), attribute(one, "id") or ""))
        elif kind == "sym":
            yield _sign(one)
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind == "instrText":
            inline.field_code(one.text or "")
        elif kind == "fldChar":
            inline.field_char(attribute(one, "fldCharType") or "")
            yield _field(one)
        elif kind == "fldSimple":
            inline.fields.append((attribute(one, "instr") or "", True))
            yield from _pieces(one, inline)
            inline.fields.pop()
        else:
            yield from _pieces(one, inline)


def _text_boxes(drawn: Any) -> Iterable[Any]:
    """The text boxes of a drawing, each once: Word writes them in a new and an old way."""
    found = []
    for one in drawn:
        kind = local_name(one)
        if kind == "txbxContent":
            found.append(one)
        elif kind == "AlternateContent":
            found += _text_boxes(alternative(one))
        else:
            found += _text_boxes(one)
    return found


def _sign(element: Any) -> str:
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = _SIGNS.get(attribute(element, "font") or "", {})
    low = number & 0xFF if 0xF000 <= number <= 0xF0FF else number
    if low in known:
        return known[low]
    return chr(number) if 0x20 <= number < 0xD800 else "\ufffd"


def _field(element: Any) -> str:
    """What a field of an old form shows of itself: a box with or without a tick, the chosen entry of a list."""
    box = first(element, "ffData", "checkBox")
    if box is not None:
        ticked = switched(box, "checked") if first(box, "checked") is not None else switched(box, "default")
        return "☑" if ticked else "□"
    menu = first(element, "ffData", "ddList")
    if menu is not None:
        entries = [attribute(one, "val") or "" for one in menu if local_name(one) == "listEntry"]
        chosen = value(menu, "result") or value(menu, "default") or "0"
        return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
    return ""
