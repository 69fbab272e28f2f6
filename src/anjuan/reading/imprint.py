"""What a paper is marked with: its number and the day it ends with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ..model.case import Page

NUMBER = re.compile(
    r"((?:[\u4e00-\u9fa5A-Za-z]|\([\u4e00-\u9fa5]{1,4}\)){1,22}?第?[〔\[(【﹝]\s?((?:19|20)\d{2})\s?[〕\])】﹞]\s?(?:[\u4e00-\u9fa5A-Z]{0,6}第)?\s?"
    r"[\dA-Za-z\-]{1,10}\s?号)"
)
_DATE = re.compile(
    r"((?:19|20)\d{2}|[二一][〇零○OoＯ一二三四五六七八九]{3})[年.\-/](\d{1,2}|[一二三四五六七八九十]{1,3})[月.\-/](\d{1,2}|[一二三四五六七八九十]{1,3})[日曰号]?"
)
_DIGITS = dict(zip("〇零○OoＯ一二三四五六七八九", (0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def number_of(page: Page) -> str | None:
    """The paper's own number: alone on a line of its head."""
    for line in page.lines[:9]:
        found = NUMBER.search(line.text)
        if found and len(line.text) - len(found[0]) <= 6:
            return found[1]
    return None


def date_of(pages: Sequence[Page]) -> date | None:
    """The day the paper ends with: a line that is a date and little else, else the last date in it."""
    fallback: date | None = None
    for page in reversed(pages):
        for line in reversed(page.lines):
            for found in reversed(list(_DATE.finditer(line.text))):
                day = _day(found)
                if day and len(line.text) - len(found[0]) <= 8:
                    return day
                fallback = fallback or day
    return fallback


def _day(found: re.Match[str]) -> date | None:
    year = found[1] if found[1].isdigit() else "".join(str(_DIGITS[char]) for char in found[1])
    try:
        return date(int(year), _small(found[2]), _small(found[3]))
    except ValueError:
        return None


def _small(text: str) -> int:
    """1 to 31 in Arabic or Chinese figures (二十五)."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
