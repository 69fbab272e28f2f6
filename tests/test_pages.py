"""What becomes of a picture in the page reader, with engines and loaders that are invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from anjuan import Box, OcrError, Page, TextLine
from anjuan.reading import pages as reading_pages
from anjuan.reading.cache import PageCache
from anjuan.reading.pages import PageReader

LINE = TextLine("行政处罚决定书", Box(0.2, 0.1, 0.8, 0.13), 0.95)
LOST = TextLine("", Box(0.2, 0.3, 0.8, 0.33), 0.0)


class Pictures:
    """A loader of one blank page."""

    name, suffixes = "pictures", (".jpg",)

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        yield Page(name, 1, (595.0, 842.0), (), "image")

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image.Image:
        picture = np.full((842, 595, 3), 250, np.uint8)
        picture[:40] = 10  # the head is dark, so that a turn shows
        return Image.fromarray(picture)


class Engine:
    """An engine that says what it is told, by whether the head of the page is on top."""

    name, version = "told", "7"

    def __init__(self, upright: Sequence[TextLine], turned: Sequence[TextLine] = ()) -> None:
        self.upright, self.turned = upright, turned

    def lines(self, image: Image.Image) -> Sequence[TextLine]:
        return self.upright if np.asarray(image)[:20].mean() < 100 else self.turned


class Failing(Engine):
    def lines(self, image: Image.Image) -> Sequence[TextLine]:
        raise OcrError("页面识别失败", "Broken", "重试")


def read(engine: Any, folder: Path) -> Page:
    path = folder / "a.jpg"
    path.write_bytes(b"picture")
    (page,) = PageReader({"pictures": Pictures()}, engine, PageCache(None)).pages(path, "a.jpg")
    return page


def test_a_line_that_nobody_read_becomes_a_mark(tmp_path: Path) -> None:
    page = read(Engine([LINE, LOST]), tmp_path)
    assert [line.text for line in page.lines] == ["行政处罚决定书"]
    assert [mark.box for mark in page.marked("unreadable")] == [LOST.box]
    assert page.read == "ocr:told@7"


def test_a_page_that_fails_stays_a_failed_page(tmp_path: Path) -> None:
    page = read(Failing([]), tmp_path)
    assert page.failed
    assert "页面识别失败" in page.read
    assert read(None, tmp_path).failed


@pytest.mark.parametrize(
    ("turn", "size"), [(90, (842.0, 595.0)), (180, (595.0, 842.0)), (270, (842.0, 595.0))]
)
def test_a_page_is_turned_when_it_reads_better_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, turn: int, size: tuple[float, float]
) -> None:
    monkeypatch.setattr(reading_pages, "turn_of", lambda _: turn)
    page = read(Engine([TextLine("乱", LINE.box, 0.3)], [LINE]), tmp_path)
    assert (page.rotation, page.size) == (turn, size)
    assert page.lines[0].text == "行政处罚决定书"
    kept = read(Engine([LINE], [TextLine("乱", LINE.box, 0.3)]), tmp_path)
    assert (kept.rotation, kept.size) == (0, (595.0, 842.0))


def test_the_key_of_a_reading_names_the_engine_and_its_version() -> None:
    reader = PageReader({"pictures": Pictures()}, Engine([]), PageCache(None))
    assert "told@7" in reader.settings(reader.loader("a.jpg"))
