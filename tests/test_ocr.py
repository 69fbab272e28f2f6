"""The only tests that run the engines: what they read now is what was recorded, and nothing is lost unseen."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from rapidfuzz import fuzz

from anjuan import OcrError, Page, Plugins
from anjuan.model.codec import page_of
from anjuan.reading.pages import PageReader
from anjuan.reading.read import page_reader

from .conftest import RECORDED
from .record import SAMPLES

PHOTO = "s08-IMG_0001.jpg"


@pytest.fixture(scope="module")
def reader(plugins: Plugins) -> PageReader:
    return page_reader(plugins, None)


@pytest.fixture(scope="module")
def fast(plugins: Plugins) -> PageReader:
    return page_reader(plugins, None, "adaptive")


def wanted(name: str) -> str:
    data = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    return text_of(page_of(data["pages"][0]))


def text_of(page: Page) -> str:
    return "".join(line.text for line in page.lines)


def sample(name: str) -> Path:
    return SAMPLES / name.replace("-", "/", 1)


def written(picture: Image.Image, folder: Path) -> Path:
    path = folder / "page.png"
    picture.save(path)
    return path


def picture(plugins: Plugins) -> Image.Image:
    """The first page of a scanned sample."""
    return plugins.loaders["pdf"].image(SAMPLES / "s04.pdf", 3, max_pixels=2_000_000)


@pytest.mark.parametrize("name", ["s08-IMG_0002.jpg", PHOTO])
def test_a_photograph_reads_as_recorded(reader: PageReader, name: str) -> None:
    (page,) = reader.pages(sample(name), name)
    assert page.read.startswith("ocr:rapidocr@")
    assert fuzz.ratio(wanted(name), text_of(page)) > 97


def test_the_adaptive_engine_reads_the_same(fast: PageReader) -> None:
    (page,) = fast.pages(sample(PHOTO), PHOTO)
    assert page.read.startswith("ocr:adaptive@")
    assert fuzz.ratio(wanted(PHOTO), text_of(page)) > 97


def test_tesseract_reads_or_says_what_to_install(plugins: Plugins) -> None:
    engine = plugins.engines["tesseract"]
    languages = (
        subprocess.run(["tesseract", "--list-langs"], capture_output=True)
        if shutil.which("tesseract")
        else None
    )
    if languages is None or b"chi_sim" not in languages.stdout:
        with pytest.raises(OcrError, match="apt install tesseract-ocr"):
            engine.lines(picture(plugins))
    else:
        found = "".join(line.text for line in engine.lines(picture(plugins)))
        assert fuzz.ratio(wanted_page(), found) > 60


def wanted_page() -> str:
    data = json.loads((RECORDED / "s04.pdf.json").read_text("utf-8"))
    return text_of(page_of(data["pages"][2]))


@pytest.mark.parametrize("turn", [90, 180])
def test_a_turned_page_is_read_upright(fast: PageReader, plugins: Plugins, tmp_path: Path, turn: int) -> None:
    upright = picture(plugins)
    (page,) = fast.pages(written(upright.rotate(turn, expand=True), tmp_path), "page.png")
    assert page.rotation == turn  # stored so much anticlockwise, turned back clockwise
    assert page.size[0] < page.size[1]
    assert fuzz.ratio(wanted_page(), text_of(page)) > 95
    title = page.lines[0]
    assert title.box.y1 < 0.3


def test_a_table_of_figures_that_read_upside_down_too_is_not_turned(fast: PageReader, tmp_path: Path) -> None:
    sheet = Image.new("RGB", (1400, 1000), "white")
    pen = ImageDraw.Draw(sheet)
    for row in range(14):
        for column in range(6):
            pen.text(
                (80 + column * 210, 90 + row * 60),
                f"{(row * 37 + column * 91) % 900 + 100}.50",
                "black",
                font_size=34,
            )
    (page,) = fast.pages(written(sheet, tmp_path), "page.png")
    assert page.rotation == 0
    assert "137.50" in text_of(page)


@pytest.mark.parametrize("engine", ["reader", "fast"])
def test_a_line_that_nobody_can_read_is_not_dropped(
    engine: str, plugins: Plugins, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sheet = picture(plugins)
    whole: PageReader = request.getfixturevalue(engine)
    (before,) = whole.pages(written(sheet, tmp_path), "page.png")
    long = max(before.lines, key=lambda line: line.box.x1 - line.box.x0)
    box = [
        int(long.box.x0 * sheet.width), int(long.box.y0 * sheet.height),
        int(long.box.x1 * sheet.width), int(long.box.y1 * sheet.height),
    ]  # fmt: skip
    part = sheet.crop(tuple(box)).filter(ImageFilter.GaussianBlur(sheet.width / 200))
    # A copier that drags the sheet: strokes run into one another, the row stays a row.
    dragged = np.asarray(part).astype(int)
    sheet.paste(Image.fromarray(np.clip(dragged * 2 - 255, 0, 255).astype(np.uint8)), tuple(box[:2]))
    (after,) = whole.pages(written(sheet, tmp_path), "page.png")
    middle = (long.box.y0 + long.box.y1) / 2
    told = [line.confidence for line in after.lines if line.box.y0 < middle < line.box.y1]
    lost = [mark for mark in after.marked("unreadable") if mark.box.y0 < middle < mark.box.y1]
    assert lost or (told and min(told) < 0.85)
    assert not before.marked("unreadable")
