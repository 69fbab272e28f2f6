"""The only tests that run the engine: what it reads now is what was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz import fuzz

from anjuan import Page, Plugins
from anjuan.builtin.loaders.image import ImageLoader
from anjuan.model.codec import page_of
from anjuan.reading.cache import PageCache
from anjuan.reading.pages import PageReader
from anjuan.reading.read import page_reader

from .conftest import RECORDED
from .record import SAMPLES


@pytest.fixture(scope="module")
def reader(plugins: Plugins) -> PageReader:
    return page_reader(plugins, None)


@pytest.mark.parametrize("name", ["s08-IMG_0002.jpg", "s08-IMG_0001.jpg"])
def test_a_photograph_reads_as_recorded(reader: PageReader, name: str) -> None:
    data = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    wanted = "".join(line.text for line in page_of(data["pages"][0]).lines)
    (page,) = reader.pages(SAMPLES / name.replace("-", "/", 1), name)
    assert page.read.startswith("ocr:rapidocr@")
    assert fuzz.ratio(wanted, "".join(line.text for line in page.lines)) > 97


def test_the_adaptive_engine_reads_a_turned_page_like_the_accurate_one(plugins: Plugins) -> None:
    """One photograph laid on its side: set upright, and nothing of it lost."""
    data = json.loads((RECORDED / "s08-IMG_0002.jpg.json").read_text("utf-8"))
    wanted = "".join(line.text for line in page_of(data["pages"][0]).lines)
    file = SAMPLES / "s08" / "IMG_0002.jpg"

    class OnItsSide:
        name, suffixes = "side", (".jpg",)

        def pages(self, file: Path, name: str) -> Iterator[Page]:
            yield Page(name, 1, (842.0, 595.0), (), "image")

        def image(self, file: Path, page: int, *, max_pixels: int) -> Image.Image:
            return ImageLoader().image(file, page, max_pixels=max_pixels).rotate(90, expand=True)

    reader = PageReader({"side": OnItsSide()}, plugins.engines["adaptive"], PageCache(None))
    (page,) = reader.pages(file, file.name)
    assert page.rotation == 90
    assert page.read.startswith("ocr:adaptive@")
    assert fuzz.ratio(wanted, "".join(line.text for line in page.lines)) > 95
