"""Numbers that Word puts before paragraphs by itself: 一、 （一） 1. 第三条."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from anjuan import UnreadableFile, local_name

from .package import Docx, attribute, first, switched, value

LEVELS = 9
_SMALL, _LARGE = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographLegalTraditional",
    "chineseLegalSimplified",
)
_LEGAL = ("ideographLegalTraditional", "chineseLegalSimplified")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False  # numbers of the levels above in Arabic figures


class Numbers:
    """Counts the numbered paragraphs of one document."""

    def __init__(self, docx: Docx) -> None:
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._styles: dict[str, tuple[str, str, int]] = {}  # style → style below it, list, level
        self._counts: dict[str, list[int]] = {}
        try:
            self._read_lists(docx)
            self._read_styles(docx)
        except UnreadableFile:
            self._lists = {}  # the text is whole without them

    def before(self, paragraph: Any) -> str:
        """What stands before a paragraph; empty for one without a number."""
        number, level = self._place(paragraph)
        if number not in self._lists or not 0 <= level < LEVELS:
            return ""
        key, levels = self._lists[number]
        counts = self._counts.setdefault(key, [levels.get(n, _Level()).start - 1 for n in range(LEVELS)])
        counts[level] += 1
        for deeper in range(level + 1, LEVELS):
            counts[deeper] = levels.get(deeper, _Level()).start - 1
        own = levels.get(level, _Level())
        if own.form in ("bullet", "none"):
            return ""

        def figure(hit: re.Match[str]) -> str:
            at = int(hit[1]) - 1
            one = levels.get(at, _Level())
            return numeral(max(counts[at], one.start), "decimal" if own.legal else one.form)

        return re.sub(r"%([1-9])", figure, own.text)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Number of the list and level of a paragraph: its own, else those of its style."""
        properties = first(paragraph, "pPr")
        if properties is None:
            return "", 0
        number, level = value(properties, "numPr", "numId"), value(properties, "numPr", "ilvl")
        style, seen = value(properties, "pStyle") or "", set[str]()
        while number is None and style in self._styles and style not in seen:
            seen.add(style)
            style, own, depth = self._styles[style]
            if own:
                number, level = own, level or str(depth)
        return number or "", _integer(level, 0)

    def _read_lists(self, docx: Docx) -> None:
        part = docx.of_kind("numbering")
        if part is None:
            return
        root = docx.packed.xml(part)
        patterns = {
            attribute(one, "abstractNumId"): {
                _integer(attribute(level, "ilvl"), 0): _level(level) for level in one if _is(level, "lvl")
            }
            for one in root
            if _is(one, "abstractNum")
        }
        for one in root:
            if not _is(one, "num"):
                continue
            number, pattern = attribute(one, "numId") or "", value(one, "abstractNumId")
            levels = dict(patterns.get(pattern, {}))
            key = pattern or number
            for change in one:
                if not _is(change, "lvlOverride"):
                    continue
                at, key = _integer(attribute(change, "ilvl"), 0), f"list {number}"
                own, start = first(change, "lvl"), value(change, "startOverride")
                level = _level(own) if own is not None else levels.get(at, _Level())
                levels[at] = replace(level, start=_integer(start, level.start))
            self._lists[number] = (key, levels)

    def _read_styles(self, docx: Docx) -> None:
        part = docx.of_kind("styles")
        for one in docx.packed.xml(part) if part and self._lists else ():
            if _is(one, "style"):
                number = value(one, "pPr", "numPr", "numId") or ""
                depth = _integer(value(one, "pPr", "numPr", "ilvl"), 0)
                self._styles[attribute(one, "styleId") or ""] = (value(one, "basedOn") or "", number, depth)


def _level(element: Any) -> _Level:
    text = value(element, "lvlText") or ""
    form = value(element, "numFmt") or "decimal"
    return _Level(_integer(value(element, "start"), 1), form, text[:60], switched(element, "isLgl"))


def _is(element: Any, name: str) -> bool:
    return local_name(element) == name


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def numeral(number: int, form: str) -> str:
    """A number as a list writes it.

    >>> numeral(12, "chineseCounting"), numeral(4, "upperRoman"), numeral(3, "decimalEnclosedCircle")
    ('十二', 'IV', '③')
    """
    if form in _CHINESE:
        return chinese(number, legal=form in _LEGAL)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter[:20] if form == "upperLetter" else letter[:20].lower()
    if form in ("upperRoman", "lowerRoman") and number < 4000:
        text = ""
        for figure, letters in _ROMAN:
            text += letters * (number // figure)
            number %= figure
        return text.upper() if form == "upperRoman" else text
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def chinese(number: int, *, legal: bool = False) -> str:
    """A number below ten thousand in Chinese figures; a larger one in Arabic ones."""
    if not 0 < number < 10_000:
        return str(number)
    digits, units = (_LARGE, ("", "拾", "佰", "仟")) if legal else (_SMALL, ("", "十", "百", "千"))
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[place]
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text
