"""Pictures of pages: skew, seals, direction of pages that tell little. All pictures are drawn here."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan import clean_seals
from anjuan.reading.imaging import rules_of, skew_of
from anjuan.reading.turning import turn_of, turned

RED, PAPER, INK = (40, 30, 205), 248, 40
WIDE, HIGH = 1000, 1414


def page(wide: int = WIDE, high: int = HIGH) -> Any:
    return np.full((high, wide, 3), PAPER, np.uint8)


def text(
    pixels: Any, words: str, left: int, bottom: int, size: float = 0.8, colour: Any = (INK,) * 3
) -> None:
    cv2.putText(pixels, words, (left, bottom), cv2.FONT_HERSHEY_DUPLEX, size, colour, 2, cv2.LINE_AA)


def printed(rows: int = 22, wide: int = WIDE, high: int = HIGH) -> Any:
    pixels = page(wide, high)
    for n in range(rows):
        text(pixels, "Administrative case 2024 record of fine"[: 36 - n % 5 * 6], 110, 180 + n * 46)
    return pixels


def seal(pixels: Any, x: int, y: int, radius: int = 105, oval: float = 1.0, colour: Any = RED) -> None:
    axes = (radius, int(radius * oval))
    layer = pixels.copy()
    cv2.ellipse(layer, (x, y), axes, 0, 0, 360, colour, 7, cv2.LINE_AA)
    for n in range(12):
        angle = 2.8 + n * 0.33
        at = (int(x + axes[0] * 0.72 * np.cos(angle)) - 9, int(y + axes[1] * 0.72 * np.sin(angle)) + 9)
        cv2.putText(layer, "E", at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, colour, 2, cv2.LINE_AA)
    points = ((n * np.pi / 5, 13 if n % 2 else 34) for n in range(10))
    star = [(x + r * np.sin(angle), y - r * np.cos(angle)) for angle, r in points]
    cv2.fillPoly(layer, [np.array(star, np.int32)], colour, cv2.LINE_AA)
    np.minimum(pixels, layer, out=pixels)  # ink of a stamp lets print show through


def square(pixels: Any, x: int, y: int, size: int = 110) -> None:
    cv2.rectangle(pixels, (x, y), (x + size, y + size), RED, 6)
    for row in range(2):
        text(pixels, "WX", x + 22, y + 48 + row * 44, 1.1, RED)


def red(pixels: Any) -> Any:
    """Where a picture is red."""
    small = pixels.astype(int)
    return small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1]) > 60


def dark(pixels: Any) -> Any:
    return pixels.min(axis=2) < 110


# ---- seals ------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [
    lambda p: seal(p, 640, 1100),
    lambda p: seal(p, 640, 1100, oval=0.72),
    lambda p: (seal(p, 560, 1080), seal(p, 720, 1120)),
    lambda p: square(p, 600, 1050),
    lambda p: seal(p, 640, 1100, colour=(150, 140, 225)),
], ids=["round", "oval", "overlapping", "square", "faint"])  # fmt: skip
def test_a_seal_goes_and_the_print_under_it_stays(draw: Any) -> None:
    under = page()
    text(under, "Dated 5 March 2024", 480, 1110)
    stamped = under.copy()
    draw(stamped)
    assert (stamped[:, :, 0] < 200).sum() > (under[:, :, 0] < 200).sum() + 2000
    cleaned = clean_seals(stamped)
    assert red(cleaned).sum() < 0.05 * red(stamped).sum() + 50
    print_ = dark(under)
    assert (cleaned[print_].max(axis=1) < 150).mean() > 0.9
    # What is left of the seal is no darker than a shade.
    beside = cv2.dilate(print_.astype(np.uint8), np.ones((7, 7))) == 0
    assert (cleaned.min(axis=2)[beside] < 150).mean() < 0.001


@pytest.mark.parametrize("colour", [(0, 0, 255), (40, 30, 205), (20, 10, 230)])
@pytest.mark.parametrize("words", ["HEADING OF AN ORGAN", "O", "O R G A N", "GO"])
def test_a_red_heading_stays(colour: Any, words: str) -> None:
    pixels = printed(12)
    text(pixels, words, 500 - 34 * len(words) // 2, 110, 2.6, colour)
    cv2.line(pixels, (100, 140), (900, 140), colour, 5)
    assert np.array_equal(clean_seals(pixels), pixels)


def test_a_red_heading_stays_beside_and_under_a_seal() -> None:
    pixels = page()
    text(pixels, "HEADING OF AN ORGAN", 60, 200, 2.4, (0, 0, 255))
    before = red(pixels)
    seal(pixels, 780, 300)
    cleaned = clean_seals(pixels)
    assert (red(cleaned) & before).sum() > 0.98 * before.sum()
    assert (
        red(cleaned)[340:420].sum() < 0.1 * red(pixels)[340:420].sum()
    )  # below the heading the seal is gone


def test_a_grey_seal_and_a_page_without_red_are_left_alone() -> None:
    pixels = printed(8)
    seal(pixels, 640, 900, colour=(120, 120, 120))
    assert np.array_equal(clean_seals(pixels), pixels)


# ---- skew -------------------------------------------------------------------------------


def leaning(degrees: float) -> Any:
    matrix = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), degrees, 1.0)
    return cv2.warpAffine(printed(), matrix, (WIDE, HIGH), borderValue=(PAPER,) * 3)


@settings(max_examples=15)
@given(st.floats(-5, 5))
def test_skew_is_found(degrees: float) -> None:
    assert abs(skew_of(leaning(degrees)) - degrees) <= 0.4  # less than half a row over the width of a page


def test_an_empty_page_has_no_skew() -> None:
    assert skew_of(np.full((HIGH, WIDE, 3), 255, np.uint8)) == 0


def test_rules_of_a_leaning_form_are_found() -> None:
    pixels = page()
    for y in range(300, 901, 100):
        cv2.line(pixels, (120, y), (880, y), (INK,) * 3, 2)
    for x in (120, 400, 880):
        cv2.line(pixels, (x, 300), (x, 900), (INK,) * 3, 2)
    matrix = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), 4.6, 1.0)
    bent = cv2.warpAffine(pixels, matrix, (WIDE, HIGH), borderValue=(PAPER,) * 3)
    rules = rules_of(bent, 4.6)
    assert len({round(y, 2) for y, _, _ in rules.horizontal}) == 7
    assert len({round(x, 2) for x, _, _ in rules.vertical}) == 3


# ---- direction --------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rows", [5, 22])
def test_a_page_of_few_or_many_rows_is_turned_back(turn: int, rows: int) -> None:
    stored = turned(printed(rows), (360 - turn) % 360)
    assert turn_of(stored) == turn


def wide_table() -> Any:
    pixels = page(HIGH, WIDE)
    for y in range(100, 901, 50):
        cv2.line(pixels, (60, y), (1350, y), (INK,) * 3, 2)
        for x in range(80, 1300, 215):
            if y < 900:
                text(pixels, "Case record", x, y + 34, 0.7)
    for x in range(60, 1351, 215):
        cv2.line(pixels, (x, 100), (x, 900), (INK,) * 3, 2)
    return pixels


def specks() -> Any:
    bits = np.random.default_rng(3).random((HIGH, WIDE, 1)) < 0.04
    return np.where(bits, 0, 255).astype(np.uint8).repeat(3, axis=2)


@pytest.mark.parametrize("pixels", [
    page(), printed(1), printed(2), wide_table(), specks(), leaning(3.0),
    np.random.default_rng(4).integers(0, 255, (HIGH, WIDE, 3), np.uint8),
], ids=["blank", "one row", "two rows", "wide table", "specks", "leaning", "texture"])  # fmt: skip
def test_a_page_that_stands_upright_or_tells_nothing_is_not_turned(pixels: Any) -> None:
    assert turn_of(pixels) == 0
