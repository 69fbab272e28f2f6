"""Pages of a case file as a notebook shows them: the picture, and drawn on it what was read where.

The drawing lies over the picture as SVG in the units of the page: sharp at any size, its letters in the reader's
own fonts, without script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..model.case import Box, CaseFile, Document, Fact, Mark, Page, TextLine, display_width
from ..model.errors import AnjuanError, UnknownCase, near
from .crops import photo_uri
from .show import filled
from .understood import TRUST, UNKNOWN, how_read, in_order, locator_text, page_numbers, value_text

if TYPE_CHECKING:
    from PIL.Image import Image

PagePicture = Callable[[Page], "Image"]
FIRST = 10  # pages shown where nobody chose any; each weighs about 100 kB
WIDTH = 1000  # pixels and units of the drawing
MARKS = {
    "seal": "印章", "writing": "手写", "fingerprint": "指印", "strike": "划改", "unreadable": "读不出",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands on the drawing, in its units."""

    left: float
    top: float
    wide: float
    high: float

    def over(self, other: Label) -> bool:
        """True when the two cover one another in part."""
        across = self.left < other.left + other.wide and other.left < self.left + self.wide
        return across and self.top < other.top + other.high and other.top < self.top + self.high


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a case file with the papers that stand on it, mostly one."""

    number: int
    page: Page
    papers: tuple[tuple[Document, Page], ...]

    @property
    def place(self) -> str:
        """File and page, as results name them."""
        return self.page.file + ("" if self.page.page is None else f" 第{self.page.page}页")


@dataclass(frozen=True, slots=True)
class PageViews:
    """Pages of a case file, drawn when they are looked at.

    Attributes:
        case: the case file; sheets: the chosen pages; total: how many pages it has.
    """

    case: CaseFile
    sheets: tuple[Sheet, ...]
    total: int
    picture: PagePicture

    def __repr__(self) -> str:
        return f"案卷 {self.case.id}：{self._chosen()}"

    def __len__(self) -> int:
        return len(self.sheets)

    def _chosen(self) -> str:
        numbers = [sheet.number for sheet in self.sheets]
        left = self.total - len(numbers)
        text = f"共 {self.total} 页，这里是{page_numbers(numbers)}"
        return text + (f"；其余 {left} 页没有画出，要看就写页号，如 pages=[1, 2]" if left else "")

    def _repr_html_(self) -> str:
        facts: dict[tuple[str, int | None], list[Fact]] = {}
        for fact in self.case.facts:
            facts.setdefault((fact.evidence.file, fact.evidence.page), []).append(fact)
        return filled(
            "pages",
            title=f"案卷 {self.case.id}　{self.case.case or '（未读到文号）'}",
            note=self._chosen(),
            sheets=(
                _drawn(sheet, facts.get((sheet.page.file, sheet.page.page), []), self)
                for sheet in self.sheets
            ),
        )


def page_views(
    case: CaseFile, picture: PagePicture, *, pages: int | Iterable[int] | None = None, kind: str = ""
) -> PageViews:
    """The chosen pages of a case file.

    Args:
        pages: numbers of pages, counted through the case file from 1; None gives the first ten.
        kind: only papers of this kind, or the one with this id.

    Raises:
        UnknownCase: it has no such page or paper.
    """
    sheets = _sheets(case)
    total = len(sheets)
    if kind:
        known = {name for one in case.documents for name in (one.kind, one.id)}
        if kind not in known:
            raise UnknownCase(
                f"案卷 {case.id} 中没有“{kind}”", "", near(kind, sorted(known)) or "核对文书名称"
            )
        sheets = [sheet for sheet in sheets if any(kind in (one.kind, one.id) for one, _ in sheet.papers)]
    if pages is None:
        chosen = sheets[:FIRST]
    else:
        wanted = {pages} if isinstance(pages, int) else set(pages)
        chosen = [sheet for sheet in sheets if sheet.number in wanted]
        if not chosen:
            raise UnknownCase(f"案卷 {case.id} 没有这些页", "", f"页号从 1 到 {total}")
    return PageViews(case, tuple(chosen), total, picture)


def _sheets(case: CaseFile) -> list[Sheet]:
    """Each page once, in order, though two papers may share it."""
    found: dict[tuple[str, int | None], list[tuple[Document, Page]]] = {}
    for document in case.documents:
        for page in document.pages:
            found.setdefault((page.file, page.page), []).append((document, page))
    return [Sheet(number, own[0][1], tuple(own)) for number, own in enumerate(found.values(), 1)]


# ---- one page ---------------------------------------------------------------------------


def _drawn(sheet: Sheet, facts: Sequence[Fact], views: PageViews) -> dict[str, Any]:
    """What the template lays out for one page."""
    flow = sheet.page.page is None
    problem, uri, height = "", "", WIDTH
    if not flow:
        try:
            image = views.picture(sheet.page)
            uri, height = photo_uri(image, WIDTH), round(WIDTH * image.height / max(image.width, 1))
        except AnjuanError as error:  # a page that cannot be drawn must not hide the others
            problem = str(error)
    return {
        "number": sheet.number,
        "place": sheet.place,
        "read": how_read([sheet.page]),
        "problem": problem,
        "notes": list(_page_notes(sheet)),
        "papers": [_paper_head(one, page) for one, page in sheet.papers],
        "uri": uri,
        "width": WIDTH,
        "height": height,
        "shapes": list(_shapes(sheet, facts, height)) if uri else [],
        "lines": list(_flow_lines(sheet, facts)) if flow else [],
        "facts": [
            {
                "name": fact.name,
                "value": value_text(fact.name, fact.value),
                "sure": f"{fact.confidence:.2f}" + (" 存疑" if fact.confidence < TRUST else ""),
                "doubt": fact.confidence < TRUST,
            }
            for fact in in_order(facts)
        ],
    }


def _paper_head(one: Document, page: Page) -> dict[str, Any]:
    index = next(number for number, own in enumerate(one.pages) if own is page)
    return {
        "starts": index == 0,
        "kind": UNKNOWN if one.kind == "unknown" else one.kind,
        "title": one.title if one.title != one.kind else "",
        "mark": one.number or "",
        "part": f"{index + 1}/{len(one.pages)}",
    }


def _page_notes(sheet: Sheet) -> Iterator[str]:
    page = sheet.page
    if page.failed:
        yield f"这一页没有读出：{page.read.removeprefix('failed:').strip() or '原因不明'}"
    if page.rotation:
        yield f"原件放置的方向不对，已顺时针转 {page.rotation} 度"
    unread = len(page.marked("unreadable"))
    if unread:
        yield f"有 {unread} 行看得见、读不出"


def _shapes(sheet: Sheet, facts: Sequence[Fact], height: int) -> Iterator[dict[str, Any]]:
    """Rectangles and labels, those that matter most last, so that they lie on top."""
    for _, page in sheet.papers:
        for line in page.lines:
            poor = line.confidence < TRUST
            yield _shape("poor" if poor else "line", line.box, height, hint=_line_hint(line))
    for mark in sheet.page.marked(*MARKS):
        yield _shape(mark.kind, mark.box, height, hint=_mark_text(mark), label=_mark_text(mark))
    for (one, page), (_, before) in zip(sheet.papers[1:], sheet.papers, strict=False):
        if page.lines and before.lines:
            top = min(line.box.y0 for line in page.lines)
            label = UNKNOWN if one.kind == "unknown" else one.kind
            yield _shape("border", Box(0, max(top - 0.006, 0), 1, max(top - 0.006, 0)), height, label=label)
    taken: list[Label] = []
    boxes: dict[Box, list[Fact]] = {}
    for fact in facts:
        for box in fact.evidence.boxes:
            boxes.setdefault(box, []).append(fact)
    named: set[tuple[str, int]] = set()
    for box, own in boxes.items():
        fresh = [
            fact for fact in own if (fact.name, id(fact)) not in named
        ]  # a second line needs no second name
        named.update((fact.name, id(fact)) for fact in own)
        names = "、".join(dict.fromkeys(fact.name for fact in fresh))
        hint = "\n".join(f"{fact.name}：{value_text(fact.name, fact.value)}" for fact in own)
        yield _shape("fact", box, height, hint=hint, label=names, taken=taken)


def _line_hint(line: TextLine) -> str:
    return line.text + (f"（把握 {line.confidence:.2f}）" if line.confidence < 1 else "")


def _mark_text(mark: Mark) -> str:
    text = MARKS.get(mark.kind, mark.kind)
    return f"{text} {mark.text}" if mark.text else text


def _shape(
    style: str, box: Box, height: int, *, hint: str = "", label: str = "", taken: list[Label] | None = None
) -> dict[str, Any]:
    x, y = box.x0 * WIDTH, box.y0 * height
    wide, high = (box.x1 - box.x0) * WIDTH, (box.y1 - box.y0) * height
    letter = min(max(high * 0.75, 9), 13)  # small print stays legible beside its label
    room = display_width(label) * letter / 2 + 6
    tag = Label(0, 0, 0, 0)
    if label:
        tag = _free(x, y, wide, high, Label(0, 0, room, letter + 2), height, taken or [])
        if taken is not None:
            taken.append(tag)
    return {
        "style": style, "x": round(x, 1), "y": round(y, 1), "wide": round(wide, 1), "high": round(high, 1),
        "hint": hint, "label": label, "left": round(tag.left, 1), "top": round(tag.top, 1),
        "room": round(tag.wide, 1), "tall": round(tag.high, 1), "letter": round(letter, 1),
    }  # fmt: skip


def _free(
    x: float, y: float, wide: float, high: float, tag: Label, height: int, taken: Sequence[Label]
) -> Label:
    """The label above its box, else beside or below it, where no other label stands already."""
    spots = (
        (x, y - tag.high), (x + wide - tag.wide, y - tag.high), (x + wide + 2, y), (x - tag.wide - 2, y), (x, y + high),
    )  # fmt: skip
    tried = [
        replace(
            tag, left=min(max(left, 0), WIDTH - tag.wide), top=min(max(top, 0), max(height - tag.high, 0))
        )
        for left, top in spots
    ]
    return next((one for one in tried if not any(one.over(other) for other in taken)), tried[0])


# ---- a format without pages ---------------------------------------------------------------


def _flow_lines(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    """Lines of a Word file with the facts that stand in each, cut into marked and plain pieces."""
    before = ""
    for _, page in sheet.papers:
        for line in page.lines:
            own = [fact for fact in facts if fact.evidence.locator == line.locator and _in_line(fact, line)]
            text = line.raw or line.text
            yield {
                "locator": "" if line.locator == before else locator_text(line.locator),
                "pieces": _pieces(text, [fact.evidence.quote.strip() for fact in own]),
                "names": "、".join(dict.fromkeys(fact.name for fact in own)),
            }
            before = line.locator


def _in_line(fact: Fact, line: TextLine) -> bool:
    quote, text = fact.evidence.quote.strip(), line.raw or line.text
    return bool(quote) and (quote in text or text.strip() in quote)


def _pieces(text: str, quotes: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in order, each piece with True where it lies in one of the quotes."""
    inside = [False] * len(text)
    for quote in quotes:
        start = text.find(quote)
        span = range(len(text)) if start < 0 else range(start, start + len(quote))
        for index in span:
            inside[index] = True
    pieces: list[tuple[str, bool]] = []
    for char, marked in zip(text, inside, strict=True):
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = pieces[-1][0] + char, marked
        else:
            pieces.append((char, marked))
    return pieces
