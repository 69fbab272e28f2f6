"""One file → its pages: loader by suffix, cache by content, an engine where a page has no text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..model.case import Page
from ..model.errors import OcrError, UnreadableFile, WrongFileType, near
from ..plugin.hooks import Loader, OcrEngine
from .cache import PageCache, file_digest
from .imaging import rules_of, skew_of, straightened
from .layout import Run, lines_of

OCR_PIXELS = 2_900_000  # A4 at about 175 dpi: the engine scales longer sides down anyway


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
            yield self._recognised(loader, path, page) if page.read == "image" else page

    def _recognised(self, loader: Loader, path: Path, page: Page) -> Page:
        if self.engine is None:
            return replace(page, read="failed: 没有选用识别引擎")
        import numpy

        picture = loader.image(path, page.page or 1, max_pixels=OCR_PIXELS)
        try:
            seen = self.engine.lines(picture)
        except OcrError as error:
            return replace(page, read=f"failed: {error.what}")
        pixels = numpy.ascontiguousarray(numpy.asarray(picture)[:, :, ::-1])
        skew = skew_of(pixels)
        rules = rules_of(pixels, skew)
        aspect = picture.height / picture.width
        runs = [
            straightened(Run(line.text, 0, 0, 0, 0, line.confidence, line.box), skew, aspect) for line in seen
        ]
        return replace(
            page,
            lines=lines_of(runs, rules),
            read=f"ocr:{self.engine.name}@{self.engine.version}",
        )
