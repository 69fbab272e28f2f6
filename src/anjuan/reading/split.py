"""From pages to documents: where a paper begins, what it is, its number and its date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from ..model.case import Box, Document, Page, TextLine
from ..model.normal import normalise
from ..plugin.hooks import Classifier, Guess

NUMBER = re.compile(
    r"((?:[\u4e00-\u9fa5]|\([\u4e00-\u9fa5]{1,4}\)){1,18}?第?[〔\[(【﹝]\s?((?:19|20)\d{2})\s?[〕\])】﹞]\s?第?\s?[\dA-Za-z\-]{1,10}\s?号)"
)
_DATE = re.compile(
    r"((?:19|20)\d{2}|[二一][〇零○OoＯ一二三四五六七八九]{3})[年.\-/](\d{1,2}|[一二三四五六七八九十]{1,3})[月.\-/](\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_DIGITS = dict(zip("〇零○OoＯ一二三四五六七八九", (0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
MIDDLE = 0.3  # below this height a second paper may begin on the same page

Guesser = Callable[[Page], Guess | None]


@dataclass(frozen=True, slots=True)
class _Part:
    guess: Guess | None
    page: Page


def split(
    files: Sequence[tuple[str, Sequence[Page]]], classifiers: Sequence[Classifier]
) -> tuple[Document, ...]:
    """Documents of a case file in order; a file always begins a new one unless it is a picture without a title.

    Args:
        files: name and pages of each file, in order.
    """

    def guess(page: Page) -> Guess | None:
        found = [one for classifier in classifiers if (one := classifier.classify(page))]
        return max(found, key=lambda one: one.confidence, default=None)

    documents: list[list[_Part]] = []
    for name, pages in files:
        picture = len(pages) == 1 and pages[0].read.startswith(("ocr", "failed"))
        for index, page in enumerate(pages):
            for part in _parts(page, guess):
                opens = part.guess is not None and part.guess.starts
                first = index == 0 and part.page is page and not picture
                if opens or first or not documents:
                    documents.append([_named(part, name, guess) if first or not documents else part])
                else:
                    documents[-1].append(part)
    return tuple(_document(number, parts) for number, parts in enumerate(documents, 1))


def _named(part: _Part, file: str, guess: Guesser) -> _Part:
    """The first page of a file without a title of its own goes by the file's name."""
    if part.guess is not None and part.guess.kind not in ("unknown", "证据材料"):
        return part
    stem = re.sub(r"^[\d\s._\-、第号]+", "", PurePosixPath(file.split("!/")[-1]).stem)
    if not re.search(r"[\u4e00-\u9fa5]{2,}", stem):
        return part
    head = Page(file, None, (0.0, 0.0), (TextLine(normalise(stem), Box(0.0, 0.0, 0.0, 0.0)),))
    found = guess(head)
    if found is None or (part.guess is not None and found.kind in ("unknown", "证据材料")):
        return part
    return _Part(replace(found, confidence=min(found.confidence, 0.9)), part.page)


def _parts(page: Page, guess: Guesser) -> Iterator[_Part]:
    """The papers on one page: mostly one, more where a further title stands below the first."""
    first = guess(page)
    starts: list[tuple[int, Guess]] = []
    kind = first.kind if first else ""
    for index, line in enumerate(page.lines):
        if not _could_be_title(line):
            continue
        found = guess(Page(page.file, None, page.size, (line,)))
        if found and found.confidence >= 0.97 and found.starts and (found.kind != kind or kind == "送达回证"):
            starts.append((_with_organ(page.lines, index), found))
            kind = found.kind
    cuts = [0, *(index for index, _ in starts), len(page.lines)]
    if starts and cuts[1] == 0:
        cuts = cuts[1:]
    else:
        starts = [(0, first), *starts]  # type: ignore[list-item]  # the first part may have no title
    if len(starts) == 1:
        yield _Part(first, page)
        return
    for (begin, found_here), end in zip(starts, cuts[1:], strict=True):
        yield _Part(found_here, replace(page, lines=page.lines[begin:end]))


def _could_be_title(line: TextLine) -> bool:
    middle = (line.box.x0 + line.box.x1) / 2
    return (
        line.cell < 0
        and line.box.y0 > MIDDLE
        and 3 <= len(line.text) <= 24
        and abs(middle - 0.5) < 0.12
        and not re.search(r"[,。;:《》、]", line.text)
    )


def _with_organ(lines: Sequence[TextLine], index: int) -> int:
    """The line above a title belongs to it when it is the organ's name in the middle of the page."""
    if index == 0:
        return index
    above = lines[index - 1]
    middle = (above.box.x0 + above.box.x1) / 2
    organ = re.search(r"(局|委员会|政府|支队|大队|总队|办事处|厅|院)$", above.text)
    return index - 1 if above.cell < 0 and organ and abs(middle - 0.5) < 0.12 else index


def _document(number: int, parts: Sequence[_Part]) -> Document:
    guess = next((part.guess for part in parts if part.guess), None)
    pages = tuple(part.page for part in parts)
    kind = guess.kind if guess else "unknown"
    title = guess.title if guess else (pages[0].lines[0].text[:30] if pages[0].lines else "")
    return Document(
        id=f"d{number}",
        kind=kind,
        title=title,
        pages=pages,
        number=_number(pages[0]) if kind not in UNNUMBERED else None,
        date=_last_date(pages),
        confidence=guess.confidence if guess else 0.0,
    )


UNNUMBERED = ("送达回证", "卷内目录", "卷宗封面", "营业执照", "身份证", "备考表", "证据材料")


def _number(page: Page) -> str | None:
    """The paper's own number: alone on a line of its head."""
    for line in page.lines[:9]:
        found = NUMBER.search(line.text)
        if found and len(line.text) - len(found[0]) <= 6:
            return found[1]
    return None


def _last_date(pages: Sequence[Page]) -> date | None:
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
