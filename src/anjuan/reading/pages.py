"""One file → its pages: loader by suffix, cache by content, an engine where a page has no text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.case import Box, Mark, Page, TextLine
from ..model.errors import OcrError, UnreadableFile, WrongFileType, near
from ..plugin.hooks import Loader, OcrEngine
from .cache import PageCache, file_digest
from .columns import in_columns
from .imaging import rules_of, skew_of, straightened
from .layout import Run, lines_of
from .marks import marks_of
from .pulse import LATE, beat, late
from .turning import turn_of

if TYPE_CHECKING:
    from PIL.Image import Image

OCR_PIXELS = 2_900_000  # A4 at about 175 dpi; more reads no better
UNREADABLE = 0.7  # how sure it is that ink which looks like a line is one
COVERED = 0.4  # share of such a line from which a mark accounts for it


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads files with a set of loaders and one engine (None: pages without text stay unread)."""

    loaders: Mapping[str, Loader]
    engine: OcrEngine | None
    cache: PageCache

    def loader(self, name: str) -> Loader:
        """The loader for a file name.

        Raises:
            WrongFileType: nobody reads that suffix.
        """
        suffix = Path(name).suffix.lower()
        found = [one for one in self.loaders.values() if suffix in one.suffixes]
        if not found:
            known = sorted({suffix for one in self.loaders.values() for suffix in one.suffixes})
            hint = near(suffix, known) if suffix else ""
            raise WrongFileType(
                f"不支持的文件类型 {suffix or '（无扩展名）'}", name, hint or "可用：" + "、".join(known)
            )
        return found[0]

    def settings(self, loader: Loader) -> str:
        """What besides the content decides how a file is read: part of its key in the cache."""
        engine = f"{self.engine.name}@{self.engine.version}" if self.engine else "none"
        return f"{loader.name} {engine} {OCR_PIXELS}"

    def pages(self, path: Path, name: str) -> tuple[Page, ...]:
        """All pages of one file, from the cache or fresh.

        Raises:
            InputError: the file cannot be read.
        """
        loader = self.loader(name)
        if path.stat().st_size == 0:
            raise UnreadableFile("文件是空的（0 字节）", name, "请重新导出或复制该文件")
        digest = file_digest(path)
        settings = self.settings(loader)
        cached = self.cache.get(digest, settings, name)
        if cached is not None:
            return cached
        found = tuple(self._fresh(loader, path, name))
        self.cache.put(digest, settings, found)
        return found

    def _fresh(self, loader: Loader, path: Path, name: str) -> Iterator[Page]:
        for page in loader.pages(path, name):
            if late(2):
                yield replace(page, lines=(), read=f"{LATE}，从这一页起没有读取")
                return
            if page.read == "image":
                page = replace(page, read=LATE) if late() else self._recognised(loader, path, page)
            yield page
            beat("page", name, page.page and page.page + 1)

    def _recognised(self, loader: Loader, path: Path, page: Page) -> Page:
        if self.engine is None:
            return replace(page, read="failed: 没有选用识别引擎")
        import numpy

        picture = loader.image(path, page.page or 1, max_pixels=OCR_PIXELS)
        beat("ocr", page.file, page.page)
        try:
            picture, seen, turn = _upright(self.engine, picture)
        except OcrError as error:
            return replace(page, read=f"failed: {error.what}")
        pixels = numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1])
        skew = skew_of(pixels)
        rules = rules_of(pixels, skew)
        aspect = picture.height / picture.width
        runs = [
            straightened(Run(line.text, 0, 0, 0, 0, line.confidence, line.box), skew, aspect)
            for line in seen
            if line.text
        ]
        lines = tuple(line for part in in_columns(runs, rules, aspect) for line in lines_of(part, rules))
        found = marks_of(pixels, lines, line=getattr(self.engine, "line", None))
        lost = _unreadable(seen, found)
        return replace(
            page,
            size=page.size[::-1] if turn % 180 else page.size,
            lines=lines,
            marks=(*(page.marks or ()), *found, *lost),
            read=f"ocr:{self.engine.name}@{self.engine.version}",
            rotation=(page.rotation + turn) % 360,
        )


def _upright(engine: OcrEngine, picture: Image) -> tuple[Image, Sequence[TextLine], int]:
    """The picture set upright, its lines, and the degrees clockwise by which it was turned.

    Before a page is turned it is read both ways, and the better reading counts.
    """
    import numpy

    as_is = engine.lines(picture)
    turn = turn_of(numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1]))
    if turn:
        upright = picture.rotate(-turn, expand=True)
        seen = engine.lines(upright)
        if _well_read(seen) > _well_read(as_is):
            return upright, seen, turn
    return picture, as_is, 0


def _well_read(lines: Sequence[TextLine]) -> float:
    """Characters that were read surely: they count by the square of their confidence."""
    return sum(len(line.text) * line.confidence**2 for line in lines)


def _unreadable(seen: Sequence[TextLine], marks: Sequence[Mark]) -> list[Mark]:
    """Lines that nobody could read, without those that a mark accounts for (a signature, a seal)."""
    lost = [line for line in seen if not line.text]
    known = [mark.box for mark in marks if mark.kind not in ("grey", "unreadable")]
    return [
        Mark("unreadable", line.box, UNREADABLE)
        for line in lost
        if not any(_share(line.box, box) > COVERED for box in known)
    ]


def _share(line: Box, mark: Box) -> float:
    """How much of a line a mark covers."""
    wide = min(line.x1, mark.x1) - max(line.x0, mark.x0)
    high = min(line.y1, mark.y1) - max(line.y0, mark.y0)
    area = (line.x1 - line.x0) * (line.y1 - line.y0)
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0
