"""The only tests that run the engine: what it reads now is what was recorded."""

from __future__ import annotations

import json

import pytest
from rapidfuzz import fuzz

from anjuan import Plugins
from anjuan.model.codec import page_of
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
