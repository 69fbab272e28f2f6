"""The head of a page → the kind of paper that begins there."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from anjuan import Guess, Page, TextLine, kind_of_title, normalise

HEAD = 0.45  # share of the page within which a title stands
_CONTINUED = re.compile(r"\(?续页?\)?$|第[2-9]\d*页|\(\s*续")
_FOOT = re.compile(r"第\s*(\d+)\s*页\s*[,，/]?\s*共\s*(\d+)\s*页")
_COPY = re.compile(r"复印件|影印件|与原件|核对无误|提供人|原件存")
_SENTENCE = re.compile(r"[,。;:!?、]")
_CLAUSE = re.compile(r"[,。;:!?]")  # a heading may name two papers: 签到表、考核卷复印件


class TitleClassifier:
    """Knows papers by the title in their head."""

    name = "titles"

    def classify(self, page: Page) -> Guess | None:
        """The paper that begins on this page; None for a continuation page."""
        head = [line for line in page.lines if page.page is None or line.box.y0 < HEAD][:12]
        if not head:
            return None
        joined = _joined_title(head)
        for line, text in joined:
            kind, confidence = kind_of_title(text)
            if kind and _stands_alone(line, page):
                return Guess(kind, normalise(text), confidence, starts=not _continues(page, text))
        return self._unknown(page, head)

    def _unknown(self, page: Page, head: list[TextLine]) -> Guess | None:
        """A page with a heading that names no known paper: an exhibit where it is a copy, else unknown."""
        if page.page is None:
            text = head[0].text
            return (
                Guess(_exhibit(page), text, 0.6) if len(text) <= 25 and not _SENTENCE.search(text) else None
            )
        heights = [line.box.height for line in page.lines if len(line.text) > 2]
        usual = median(heights) if heights else 0.0
        for line in head[:3]:
            middle = (line.box.x0 + line.box.x1) / 2
            large = line.box.height > 1.18 * usual and len(line.text) <= 25
            if large and abs(middle - 0.5) < 0.1 and line.cell < 0 and not _CLAUSE.search(line.text):
                return Guess(_exhibit(page), line.text, 0.7)
        return None


def _exhibit(page: Page) -> str:
    return "证据材料" if any(_COPY.search(line.text) for line in page.lines) else "unknown"


def _joined_title(head: list[TextLine]) -> list[tuple[TextLine, str]]:
    """Lines of the head one by one, and pairs of neighbours for titles broken over two lines or spaced out."""
    pairs = [(line, line.text) for line in head if line.cell < 0 or len(head) < 4]
    singles = [line for line in head if line.cell < 0]
    for first, second in pairwise(singles):
        if len(first.text) + len(second.text) <= 30:
            pairs.append((first, first.text + second.text))
    return pairs


def _stands_alone(line: TextLine, page: Page) -> bool:
    """True for a line in the middle of the page, or a flow format, where lines have no place."""
    if page.page is None:
        return True
    middle = (line.box.x0 + line.box.x1) / 2
    return abs(middle - 0.5) < 0.2 and line.box.x1 - line.box.x0 < 0.75


def _continues(page: Page, title: str) -> bool:
    if _CONTINUED.search(title):
        return True
    for line in page.lines[-3:]:
        found = _FOOT.search(line.text)
        if found and int(found[1]) > 1 and int(found[2]) >= int(found[1]):
            return True
    return False
