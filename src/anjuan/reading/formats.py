"""Number formats of a workbook (XLSX): which cell has which, and what a number looks like in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .packed import Packed, local_name

BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
BUILT_IN |= {39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00"}
_TAG = re.compile(rb"<(?:\w+:)?c\s([^>]{0,500})>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d{1,6})["']""")
_FIGURE = re.compile(r"^([^#0?]*?)([#0?,]+)(?:\.([#0?]+))?([^#0?]*)$")
_LETTERS = re.compile(r"[A-Za-z@/]")
_MOST = 30  # decimals that a format may ask for

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Formats:
    """Format codes by the number of a sheet, and row and column (from 0) of a cell."""

    sheets: Mapping[int, Mapping[Place, str]] = field(default_factory=dict)

    def of(self, sheet: int, row: int, column: int) -> str:
        """The code of one cell; empty where it has none that changes a number."""
        return self.sheets.get(sheet, {}).get((row, column), "")


def formats_of(package: Packed) -> Formats:
    """The formats of all sheets of a workbook."""
    book = package.find("xl/workbook.xml")
    if book is None:
        return Formats()
    codes = _codes(package, package.find("xl/styles.xml"))
    found = {}
    for number, part in enumerate(_parts(package, book)):
        if part is None or not any(codes):
            continue
        cells: dict[Place, str] = {}
        for tag in _TAG.findall(package.read(part)):
            style, place = _STYLE.search(tag), _PLACE.search(tag)
            if style and place and int(style[1]) < len(codes) and codes[int(style[1])]:
                cells[int(place[2]) - 1, column_number(place[1])] = codes[int(style[1])]
        found[number] = cells
    return Formats(found)


def column_number(letters: bytes) -> int:
    """A=0, B=1, … AA=26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def shown(value: float, code: str) -> str | None:
    """A number as its format shows it; None where the format says nothing that is understood here.

    >>> shown(0.5, "0%"), shown(1234.5, '#,##0.00"元"'), shown(5.0, "yyyy")
    ('50%', '1,234.50元', None)
    """
    sections = _plain(code).split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    literal: list[str] = []
    bare = re.sub(r'"([^"]*)"|\\(.)', lambda hit: _kept(hit[1] or hit[2] or "", literal), section)
    found = _FIGURE.match(bare.strip())
    if not found or _LETTERS.search(bare):
        return None
    before, whole, decimals, after = (part or "" for part in found.groups())
    try:
        figure = abs(Decimal(repr(value))) * (100 if "%" in before + after else 1)
        places = min(len(decimals), _MOST)
        figure = figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    text = f"{figure:,.{places}f}" if "," in whole.strip(",") else f"{figure:.{places}f}"
    if places and "#" in decimals:
        least = len(decimals.rstrip("#"))
        head, _, tail = text.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = head + ("." + tail if tail else "")
    sign = "-" if value < 0 and (section is sections[0]) else ""
    return _restored(f"{sign}{before}{text}{after}", literal).strip()


def _plain(code: str) -> str:
    """A code without colours, conditions, fillers and padding."""
    code = re.sub(r"\[(?:\$([^\]\-]*)[^\]]*|[^\]]*)\]", lambda hit: f'"{hit[1]}"' if hit[1] else "", code)
    return re.sub(r"[_*].", "", code)


def _kept(text: str, literal: list[str]) -> str:
    literal.append(text)
    return "\ue000"


def _restored(text: str, literal: list[str]) -> str:
    rest = iter(literal)
    return re.sub("\ue000", lambda _: next(rest, ""), text)


def _codes(package: Packed, part: str | None) -> list[str]:
    """Code of each style of a cell; empty for those that leave a number as it is."""
    if part is None:
        return []
    own: dict[int, str] = {}
    styles: list[int] = []
    for element in package.xml(part).iter():
        if local_name(element) == "numFmt":
            own[_integer(element.get("numFmtId"))] = element.get("formatCode") or ""
        elif local_name(element) == "cellXfs":
            styles = [_integer(xf.get("numFmtId")) for xf in element]
    return [own.get(number, BUILT_IN.get(number, "")) for number in styles]


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _parts(package: Packed, book: str) -> list[str | None]:
    """Part of each sheet in the order of the workbook."""
    relations = package.find("xl/_rels/workbook.xml.rels")
    if relations is None:
        return []
    targets = {one.get("Id"): one.get("Target") or "" for one in package.xml(relations)}
    sheets = [one for one in package.xml(book).iter() if local_name(one) == "sheet"]
    ids = [next((text for key, text in one.attrib.items() if key.endswith("}id")), "") for one in sheets]
    return [package.at(book, targets.get(one, "")) for one in ids]
