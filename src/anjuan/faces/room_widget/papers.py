"""Pages of one case file for the room: its numbering, one picture at a time as compressed bytes, and quotes."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...model.case import Box, CaseFile, Page, TextLine
from ...model.errors import UnknownCase
from ...plugin.manager import Plugins
from ..crops import page_picture
from ..understood import UNKNOWN, locator_text

QUALITY = 78  # of JPEG: print has no fringes, a page takes about 130 kB
KEPT = 12  # pictures, about two megabytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, counted through the case file from 1; `papers` are the kinds of the papers on it."""

    number: int
    file: str
    page: int | None
    papers: tuple[str, ...]
    read: str

    @property
    def place(self) -> str:
        """File and page, as results name them."""
        return self.file + ("" if self.page is None else f" 第{self.page}页")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as JPEG, upright as it was read."""

    body: bytes
    width: int
    height: int


def sheets_of(line: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """Each page of an evaluation line once, in order, though two papers may share it."""
    found: dict[tuple[str, int | None], tuple[list[str], str]] = {}
    for document in line["documents"]:
        kind = UNKNOWN if document["kind"] == "unknown" else document["kind"]
        for page in document["pages"]:
            found.setdefault((page["file"], page["page"]), ([], page["read"]))[0].append(kind)
    return tuple(
        Sheet(number, file, page, tuple(kinds), read)
        for number, ((file, page), (kinds, read)) in enumerate(found.items(), 1)
    )


class Papers:
    """Pages of one case file.

    Args:
        folder: folder, ZIP or file that holds it; None where nobody knows.
        case: gives what was read, when it is needed for the first time; None where its body was purged.
    """

    def __init__(
        self,
        sheets: tuple[Sheet, ...],
        folder: Path | None,
        plugins: Plugins,
        case: Callable[[], CaseFile | None],
    ) -> None:
        self.sheets = sheets
        self._folder, self._plugins = folder, plugins
        self._numbers = {(one.file, one.page): one.number for one in sheets}
        self._case = case
        self._drawn: OrderedDict[int, Picture] = OrderedDict()

    @cached_property
    def _pages(self) -> dict[tuple[str, int | None], list[Page]]:
        """What was read, by file and page: large, and not needed to draw a page that has its own text."""
        case = self._case()
        found: dict[tuple[str, int | None], list[Page]] = {}
        for document in case.documents if case else ():
            for page in document.pages:
                found.setdefault((page.file, page.page), []).append(page)
        return found

    def number(self, file: str, page: int | None) -> int | None:
        """Number of a page; None where the case file has no such page."""
        return self._numbers.get((file, page))

    def sheet(self, number: int) -> Sheet:
        """A page by its number.

        Raises:
            UnknownCase: there is none.
        """
        if not 1 <= number <= len(self.sheets):
            raise UnknownCase("案卷没有这一页", str(number), f"页号从 1 到 {len(self.sheets)}")
        return self.sheets[number - 1]

    def picture(self, number: int) -> Picture:
        """A page as a picture; drawn when it is asked for, the last ones are kept.

        Raises:
            UnknownCase: the page has no picture, or its file is not there; InputError: it cannot be read.
        """
        if number in self._drawn:
            self._drawn.move_to_end(number)
            return self._drawn[number]
        drawn = self._draw(self.sheet(number))
        self._drawn[number] = drawn
        if len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)
        return drawn

    def _draw(self, sheet: Sheet) -> Picture:
        if sheet.page is None:
            raise UnknownCase("这份文件没有固定的页面", sheet.file, "看下面的文字")
        if self._folder is None:
            raise UnknownCase(
                "不知道案卷原件在哪里", sheet.file, "打开时写明路径，如 aj.room(…, papers=案卷文件夹)"
            )
        turned = next((one.rotation for one in self._of(sheet)), 0) if sheet.read.startswith("ocr:") else 0
        found = page_picture(sheet.file, sheet.page, self._folder, self._plugins, rotation=turned)
        body = io.BytesIO()
        found = found if found.mode == "RGB" else found.convert("RGB")
        found.save(body, "JPEG", quality=QUALITY)
        return Picture(body.getvalue(), found.width, found.height)

    def lines(self, number: int) -> list[dict[str, str]]:
        """What was read on a page, for one that cannot be drawn."""
        return [
            {"text": line.raw or line.text, "place": locator_text(line.locator)}
            for line in self._lines(self.sheet(number))
        ]

    def quote(self, number: int, box: Box) -> str:
        """The print that lies in a box: characters whose middle does."""
        parts = []
        for line in self._lines(self.sheet(number)):
            middle = (line.box.y0 + line.box.y1) / 2
            if box.y0 <= middle <= box.y1:
                inside = [at for at in range(len(line.text)) if _within(line.part(at, at + 1), box)]
                parts.append(line.raw_part(inside[0], inside[-1] + 1) if inside else "")
        return "\n".join(part.strip() for part in parts if part.strip())

    def _lines(self, sheet: Sheet) -> Iterator[TextLine]:
        for page in self._of(sheet):
            yield from page.lines

    def _of(self, sheet: Sheet) -> list[Page]:
        return self._pages.get((sheet.file, sheet.page), [])


def _within(part: Box, box: Box) -> bool:
    return box.x0 <= (part.x0 + part.x1) / 2 <= box.x1
