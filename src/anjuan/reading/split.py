"""From pages to documents: where a paper begins, what it is, its number and its date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from statistics import median

from ..model.case import Box, Document, Page, TextLine
from ..model.normal import normalise, simplified
from ..plugin.hooks import Classifier, Guess
from .imprint import date_of, number_of
from .listing import Listed, listed_in, places
from .numbering import Marks, begins, follows, marks_of, numbers_of, paper_marks
from .papers import category_of_case, match_title

MIDDLE = 0.3  # below this height a second paper may begin on the same page
SURE = 0.95  # confidence of a title that is printed as the table of papers has it
BY_NAME, BY_INDEX = 0.9, 0.85  # a kind that the file's name or the index tells
BY_FORM = 0.8  # a kind that only what the form asks for tells
FORMS = (
    "送达回证",
    "营业执照",
    "身份证",
    "卷内目录",
    "罚没票据",
    "询问笔录",
)  # forms that no other paper quotes
OTHER = ("unknown", "证据材料", "申请材料")
HEADING = 1.12  # height of a title in the middle of a page by that of the usual line
SMALL = 0.8  # height of a running head by that of the title it repeats
UNNUMBERED = (
    "送达回证",
    "卷内目录",
    "卷宗封面",
    "营业执照",
    "身份证",
    "备考表",
    "证据材料",
    "申请材料",
    "许可证件",
    "照片证据单",
)
_ORGAN = re.compile(r"(局|委员会|政府|支队|大队|总队|办事处|厅|院|中心|所|署)$")

Guesser = Callable[[Page], Guess | None]
Files = Sequence[tuple[str, Sequence[Page]]]


@dataclass(slots=True)
class _Part:
    """A page or a piece of one: what it was taken for, and whether a paper begins with it."""

    page: Page
    guess: Guess | None
    opens: bool
    whole: bool = True  # the first piece of its page


def split(files: Files, classifiers: Sequence[Classifier]) -> tuple[Document, ...]:
    """Documents of a case file in order; a file always begins a new one unless it goes on with the one before.

    Args:
        files: name and pages of each file, in order.
    """

    def guess(page: Page) -> Guess | None:
        found = [one for classifier in classifiers if (one := classifier.classify(page))]
        return max(found, key=lambda one: one.confidence, default=None)

    parts: list[_Part] = []
    before: tuple[str, Sequence[_Part]] = ("", ())
    for name, pages in files:
        own = _parts_of_file(pages, guess)
        _open_file(own, name, before, guess)
        parts += own
        before = (name, own)
    _listed(parts)
    documents: list[list[_Part]] = []
    for part in parts:
        if part.opens or not documents:
            documents.append([part])
        else:
            documents[-1].append(part)
    found = tuple(_document(number, group) for number, group in enumerate(documents, 1))
    return _in_category(found)


# ---- pages of one file ------------------------------------------------------------------------


def _parts_of_file(pages: Sequence[Page], guess: Guesser) -> list[_Part]:
    marks = paper_marks(pages)
    parts: list[_Part] = []
    first: Page | None = None  # first page of the paper that is open
    for at, page in enumerate(pages):
        pieces = list(_pieces(page, guess))
        head = pieces[0]
        head.opens = _opens(head, page, first, parts[-1].guess if parts else None, marks, at)
        if head.opens or first is None:
            first = page
        for piece in pieces[1:]:
            first = piece.page
        parts += pieces
        if not head.opens and len(pieces) == 1:
            head.guess = _carried(head, parts)
    return parts


def _carried(part: _Part, parts: Sequence[_Part]) -> Guess | None:
    """What the pages that carry a paper on belong to: the guess of its first page."""
    return parts[-2].guess if len(parts) > 1 else part.guess


def _opens(
    part: _Part, page: Page, first: Page | None, current: Guess | None, marks: Sequence[Marks], at: int
) -> bool:
    """Does a new paper begin at the top of this page?"""
    guess = part.guess
    before = marks[at - 1] if at else None
    if at and follows(marks[at - 1], marks[at]):
        other = guess and current and guess.kind != current.kind and guess.confidence >= SURE
        if marks[at].sheets or not other:
            return False
    if guess is None:
        return bool(at and page.lines and before and before.sheet and begins(before, marks[at]))
    if not guess.starts:
        return False
    if current is None or first is None or not at:
        return True
    if guess.kind == current.kind and guess.kind not in OTHER and _running_head(page, first, guess):
        return False
    if guess.confidence < SURE and (marks[at].sheet or 1) > 1:
        return False
    if guess.confidence <= BY_FORM and guess.kind not in OTHER:
        return guess.kind != current.kind and guess.kind in FORMS
    return not (guess.kind in OTHER and _runs_on(first, page))


def _running_head(page: Page, first: Page, guess: Guess) -> bool:
    """True when the title only stands over the page in small print, as books have it."""
    own, title = _title_height(page, guess), _title_height(first, guess)
    return 0 < own < SMALL * title


def _title_height(page: Page, guess: Guess) -> float:
    plain = guess.title[-4:]
    return max((line.box.height for line in page.lines[:12] if plain in line.text), default=0.0)


def _runs_on(first: Page, page: Page) -> bool:
    """A heading in the middle of a sentence is none: the page before ends without a full stop on a full line."""
    body = [line for line in first.lines if line.cell < 0 and line.box.y1 < 0.9]
    if not body or not page.lines or page.page is None:
        return False
    last, edge = body[-1], max(line.box.x1 for line in body)
    full = last.box.x1 > edge - 0.03 and last.box.y1 > 0.8
    return full and len(last.text) > 20 and last.text[-1] not in "。:;!?)"


# ---- several papers on one page -----------------------------------------------------------------


def _pieces(page: Page, guess: Guesser) -> Iterator[_Part]:
    """The papers on one page: mostly one, more where a further title stands below the first."""
    first = guess(page)
    starts = _further(page, first, guess)
    cuts = [0, *(index for index, _ in starts), len(page.lines)]
    if starts and cuts[1] == 0:
        cuts = cuts[1:]
        guesses: list[Guess | None] = [found for _, found in starts]
    else:
        guesses = [first, *(found for _, found in starts)]
    if len(guesses) == 1:
        yield _Part(page, first, opens=False)
        return
    for number, (begin, end) in enumerate(pairwise(cuts)):
        piece = replace(page, lines=page.lines[begin:end])
        yield _Part(piece, guesses[number], opens=number > 0, whole=number == 0)


def _further(page: Page, first: Guess | None, guess: Guesser) -> list[tuple[int, Guess]]:
    """Lines below the first title at which another paper begins, and what it is."""
    if first and first.kind in ("卷内目录", "卷宗封面", "备考表"):
        return []
    kind, flow = first.kind if first else "", page.page is None
    titles: list[tuple[int, Guess]] = []
    for index, line in enumerate(page.lines):
        if not (_flow_title(page, index) if flow else _page_title(page, index)):
            continue
        found = guess(Page(page.file, page.page, page.size, (_on_top(line),)))
        if found and found.confidence >= SURE and found.starts and (found.kind != kind or kind == "送达回证"):
            titles.append((_with_organ(page.lines, index), found))
            kind = found.kind
    return titles


def _on_top(line: TextLine) -> TextLine:
    """A line as it would stand in the head of a page of its own."""
    box = line.box
    return line if box.y1 == 0.0 else replace(line, box=Box(box.x0, 0.1, box.x1, 0.1 + min(box.height, 0.8)))


def _page_title(page: Page, index: int) -> bool:
    line = page.lines[index]
    middle = (line.box.x0 + line.box.x1) / 2
    if line.cell >= 0 or line.box.y0 <= MIDDLE or not 4 <= len(line.text) <= 24 or abs(middle - 0.5) >= 0.12:
        return False
    if line.box.height < HEADING * median(other.box.height for other in page.lines):
        return False
    if re.search(r"[,。;:《》、]", line.text):
        return False
    around = page.lines[max(index - 3, 0) : index + 4]
    return not any(
        other is not line and abs(other.box.y0 - line.box.y0) < 0.6 * line.box.height for other in around
    )


def _flow_title(page: Page, index: int) -> bool:
    """A paragraph of its own that is the whole name of a paper, behind the first paper of a flow format."""
    line = page.lines[index]
    if (
        index < 3
        or line.cell >= 0
        or not 3 <= len(line.text) <= 24
        or re.search(r"[,。;:《》、\d]", line.text)
    ):
        return False
    found = match_title(line.text)
    return (
        found is not None
        and found.confidence >= SURE
        and not page.lines[index - 1].text.endswith((":", "、"))
    )


def _with_organ(lines: Sequence[TextLine], index: int) -> int:
    """The line above a title belongs to it when it is the organ's name in the middle of the page."""
    if index == 0:
        return index
    above = lines[index - 1]
    middle = (above.box.x0 + above.box.x1) / 2
    centred = abs(middle - 0.5) < 0.12 or above.box.x1 == 0.0
    organ = _ORGAN.search(simplified(above.text)) and len(above.text) <= 30
    return index - 1 if above.cell < 0 and organ and centred else index


# ---- files and what they are called ---------------------------------------------------------------


def _open_file(own: list[_Part], name: str, before: tuple[str, Sequence[_Part]], guess: Guesser) -> None:
    """A file begins a paper, unless it is a further picture or a numbered part of the one before."""
    if not own:
        return
    head = own[0]
    told = _by_name(name, guess)
    titled = head.guess is not None and head.guess.kind not in OTHER
    if (
        before[1]
        and follows(marks_of(before[1][-1].page), marks_of(head.page))
        and not _known_otherwise(own, before)
    ):
        head.opens, head.guess = False, before[1][-1].guess
        _carry(own)
        return
    if titled and head.guess is not None:
        head.opens = head.guess.starts or not before[1]
        return
    picture = len(own) == 1 and head.page.read.startswith(("ocr", "failed"))
    part = bool(before[1]) and _stem(name)[1] and _stem(name)[0] == _stem(before[0])[0]
    if told and (told.kind not in OTHER or head.guess is None):
        head.guess = told
    same = part or (picture and (told is None or _stem(name)[0] == _stem(before[0])[0]))
    head.opens = not same or not before[1] or (head.guess is not None and head.guess is not told)
    if not head.opens:
        head.guess = before[1][-1].guess
    _carry(own)


def _known_otherwise(own: Sequence[_Part], before: tuple[str, Sequence[_Part]]) -> bool:
    """True when the first page of a file has a title of its own that is not that of the paper before."""
    guess, last = own[0].guess, before[1][-1].guess
    if guess is None or guess.kind in OTHER or guess.confidence < SURE:
        return False
    return last is None or guess.kind != last.kind


def _carry(own: Sequence[_Part]) -> None:
    """The pages behind the first of a file go by what the first turned out to be."""
    for before, part in pairwise(own):
        if not part.opens:
            part.guess = before.guess


def _stem(name: str) -> tuple[str, bool]:
    """A file's name without order in front and part behind; True when it had a part."""
    stem = PurePosixPath(name.split("!/")[-1]).stem
    stem = re.sub(r"^[\d\s._\-、第号]+", "", stem)
    short = re.sub(r"[\s_\-.]*[(（]?(?:第)?[\d一二三四五六七八九十]{1,3}(?:页|张|份)?[)）]?$", "", stem)
    return (short, True) if short and short != stem else (stem, False)


def _by_name(file: str, guess: Guesser) -> Guess | None:
    """What the file's name says: a weak witness, for pages that have no title of their own."""
    stem = re.sub(r"^[\d\s._\-、第号]+", "", PurePosixPath(file.split("!/")[-1]).stem)
    for text in (stem, _stem(file)[0]):
        if not re.search(r"[\u4e00-\u9fa5]{2,}", text):
            continue
        head = Page(file, None, (0.0, 0.0), (TextLine(normalise(text), Box(0.0, 0.0, 0.0, 0.0)),))
        found = guess(head)
        if found and (found.kind not in OTHER or text == stem):
            return replace(found, confidence=min(found.confidence, BY_NAME))
    return None


# ---- the index --------------------------------------------------------------------------------


def _listed(parts: list[_Part]) -> None:
    """Let the index settle what the pages leave open: pages without a title, headings that name nothing."""
    for name in dict.fromkeys(part.page.file for part in parts):
        own = [part for part in parts if part.page.file == name]
        whole = [part for part in own if part.whole]
        index = [part.page for part in own if part.guess and part.guess.kind == "卷内目录"]
        entries = listed_in(index)
        if len(entries) < 3 or len(whole) < 4:
            continue
        kinds = [part.guess.kind if part.opens and part.guess else "" for part in whole]
        marks = paper_marks([part.page for part in whole])
        _settle(whole, places(entries, kinds, numbers_of(marks)), marks)


def _settle(whole: Sequence[_Part], listed: dict[int, Listed], marks: Sequence[Marks]) -> None:
    for at, entry in listed.items():
        part = whole[at]
        kind = entry.kind or "证据材料"
        weak = (
            part.guess is None
            or not part.opens
            or part.guess.kind in OTHER
            or part.guess.confidence < BY_INDEX
        )
        if not weak or (part.opens and part.guess and not entry.kind):
            continue
        if not part.page.lines and not part.page.failed:
            continue  # a blank back is no paper
        part.opens = True
        part.guess = Guess(kind, entry.title, BY_INDEX)
    if not listed:
        return
    last = max(listed)
    for at, part in enumerate(whole):
        inside = min(listed) < at < last and at not in listed
        if inside and part.opens and part.guess and part.guess.kind in OTHER and marks[at].sheet != 1:
            part.opens = False
    for before, part in pairwise(whole):
        if not part.opens:
            part.guess = before.guess


# ---- documents ---------------------------------------------------------------------------------


def _document(number: int, parts: Sequence[_Part]) -> Document:
    guess = parts[0].guess
    pages = tuple(part.page for part in parts)
    kind = guess.kind if guess else "unknown"
    title = guess.title if guess else (pages[0].lines[0].text[:30] if pages[0].lines else "")
    return Document(
        id=f"d{number}",
        kind=kind,
        title=title,
        pages=pages,
        number=number_of(pages[0]) if kind not in UNNUMBERED else None,
        date=date_of(pages),
        confidence=guess.confidence if guess else 0.0,
    )


def cover_of(documents: Iterable[Document]) -> str:
    """What stands on the cover of a volume, without breaks; empty where there is none."""
    covers = (one for one in documents if one.kind == "卷宗封面")
    return next(("".join(line.text for _, line in one.lines()) for one in covers), "")


def _in_category(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """What a paper is called where the category decides: a copied licence is the thing granted only in a licence file."""
    category, _ = category_of_case((one.kind for one in documents), cover_of(documents))
    if category == "licence":
        return documents
    return tuple(replace(one, kind=_ELSEWHERE.get(one.kind, one.kind)) for one in documents)


_ELSEWHERE = {"许可证件": "证据材料", "申请材料": "证据材料"}
