"""A page that lies the wrong way is found; one that stands upright is never turned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from anjuan.builtin.loaders.image import ImageLoader
from anjuan.builtin.loaders.pdf import PdfLoader
from anjuan.reading.turning import turn_of, turned

from .record import SAMPLES


def pixels(name: str, page: int) -> Any:
    """A sample scan as a picture, BGR."""
    path = SAMPLES / name
    loader = PdfLoader() if path.suffix == ".pdf" else ImageLoader()
    return np.ascontiguousarray(np.asarray(loader.image(path, page, max_pixels=1_500_000))[:, :, ::-1])


PAGES = [("s04.pdf", page) for page in (1, 3, 5, 7)] + [("s05.pdf", page) for page in (2, 4, 7)]


@pytest.mark.parametrize(("name", "page"), [*PAGES, ("s08/IMG_0001.jpg", 1), ("s08/IMG_0003.jpg", 1)])
def test_an_upright_page_stays(name: str, page: int) -> None:
    assert turn_of(pixels(name, page)) == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_found_or_left_alone(turn: int) -> None:
    """The answer sets it upright or is 0; most are found."""
    answers = [turn_of(turned(pixels(name, page), turn)) for name, page in PAGES]
    assert set(answers) <= {0, (360 - turn) % 360}
    assert sum(answer != 0 for answer in answers) >= len(PAGES) - 2


@pytest.mark.parametrize("shape", [(800, 600, 3), (40, 40, 3)])
def test_an_empty_page_has_no_way_up(shape: tuple[int, int, int]) -> None:
    assert turn_of(np.full(shape, 255, np.uint8)) == 0


def test_turning_four_times_gives_the_page_again() -> None:
    page = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert turned(page, 90).shape == (3, 2, 3)
    found = page
    for _ in range(4):
        found = turned(found, 90)
    assert (found == page).all()
