"""Electronic pages made to look scanned, with the truth kept: where each character of the page went.

A page is rendered, turned, bent, faded or faxed by a profile of defects; the matrix that moved it tells for any
box on the scan which characters stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium

from anjuan import Box

Array = Any
Defect = Callable[[Array, np.random.Generator], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of the electronic page and its middle, in fractions of that page."""

    char: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as scanned.

    Attributes:
        pixels: uint8 (height, width, 3), BGR; glyphs: middles of all characters in fractions of the scan, in the
            order of the text layer; turned: degrees clockwise that set the scan upright.
    """

    name: str
    profile: str
    pixels: Array
    glyphs: tuple[Glyph, ...]
    turned: int = 0

    def inside(self, box: Box) -> str:
        """The characters whose middles stand in a box, row by row from the left."""
        found = [g for g in self.glyphs if box.x0 <= g.x <= box.x1 and box.y0 <= g.y <= box.y1]
        return "".join(g.char for g in found)


def glyphs_of(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """Characters of the text layer that leave ink."""
    width, height = page.get_size()
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if not char.strip():
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        yield Glyph(
            char, (left + right) / 2 / width, 1 - (bottom + top) / 2 / height, (top - bottom) / height
        )
    text.close()


def degraded(page: pdfium.PdfPage, name: str, profile: str, seed: int, turned: int = 0) -> Scan:
    """One page through one profile, the same for the same seed."""
    random = np.random.default_rng(seed)
    dpi, defects = PROFILES[profile]
    pixels = page.render(scale=dpi / 72).to_numpy()[:, :, :3].copy()
    height, width = pixels.shape[:2]
    matrix = np.diag([width, height, 1.0])
    for defect in defects:
        pixels, moved = defect(pixels, random)
        matrix = moved @ matrix
    if turned:  # the sheet lay that much anticlockwise
        pixels, moved = _quarter(pixels, turned)
        matrix = moved @ matrix
    height, width = pixels.shape[:2]
    matrix = np.diag([1 / width, 1 / height, 1.0]) @ matrix
    return Scan(name, profile, np.ascontiguousarray(pixels), tuple(_moved(glyphs_of(page), matrix)), turned)


def _moved(glyphs: Iterator[Glyph], matrix: Array) -> Iterator[Glyph]:
    for glyph in glyphs:
        x, y, w = matrix @ (glyph.x, glyph.y, 1.0)
        yield Glyph(glyph.char, float(x / w), float(y / w), glyph.height)


def _quarter(pixels: Array, turned: int) -> tuple[Array, Array]:
    height, width = pixels.shape[:2]
    if turned == 180:
        return pixels[::-1, ::-1], np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]])
    if turned == 90:  # stored a quarter anticlockwise
        return np.rot90(pixels, 1), np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]])
    return np.rot90(pixels, -1), np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]])


def skewed(most: float) -> Defect:
    """The sheet lies askew by up to that many degrees."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        height, width = pixels.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(-most, most)), 1.0)
        paper = tuple(int(one) for one in random.integers(242, 252, 1).repeat(3))
        bent = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
        return bent, np.vstack([matrix, (0, 0, 1)])

    return defect


def grain(strength: float, blur: float, quality: int) -> Defect:
    """Soft lens, noise and JPEG."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        soft = cv2.GaussianBlur(pixels, (0, 0), blur) if blur else pixels
        noise = random.normal(0, strength, soft.shape[:2]).astype(np.float32)[..., None]
        noisy = np.clip(soft.astype(np.float32) + noise, 0, 255).astype(np.uint8)
        packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return cv2.imdecode(packed, cv2.IMREAD_COLOR), np.eye(3)

    return defect


def faded(low: int, high: int) -> Defect:
    """Worn toner: ink is no darker than a grey between `low` and `high`, and unevenly so."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        height, width = pixels.shape[:2]
        patches = random.uniform(low, high, (6, 4)).astype(np.float32)
        floor = cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
        light = pixels.astype(np.float32) / 255
        return np.clip(floor + light * (250 - floor), 0, 255).astype(np.uint8), np.eye(3)

    return defect


def shaded(darkest: float) -> Defect:
    """A shadow that falls from one side, and the dark edge of a bound volume."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        height, width = pixels.shape[:2]
        light = np.linspace(1.0, darkest, width, dtype=np.float32)[None, :] ** random.uniform(0.6, 2)
        light = light * np.linspace(1.0, random.uniform(0.8, 1), height, dtype=np.float32)[:, None]
        edge = max(int(width * random.uniform(0.005, 0.02)), 1)
        light[:, :edge] *= np.linspace(0.2, 1, edge, dtype=np.float32)[None, :]
        return (pixels * light[..., None]).astype(np.uint8), np.eye(3)

    return defect


def faxed(vertical: float) -> Defect:
    """One bit a pixel with broken strokes; `vertical` is the resolution of rows by that of columns."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        height, width = pixels.shape[:2]
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        coarse = cv2.resize(grey, (width, int(height * vertical)), interpolation=cv2.INTER_AREA)
        noise = random.normal(0, 26, coarse.shape)
        bits = np.where(coarse + noise > random.uniform(135, 170), 255, 0).astype(np.uint8)
        full = cv2.resize(bits, (width, height), interpolation=cv2.INTER_NEAREST)
        return cv2.cvtColor(full, cv2.COLOR_GRAY2BGR), np.eye(3)

    return defect


def photographed() -> Defect:
    """By hand on a desk: perspective and uneven light."""

    def defect(pixels: Array, random: np.random.Generator) -> tuple[Array, Array]:
        height, width = pixels.shape[:2]
        wide, high = int(width * 1.1), int(height * 1.08)
        corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
        margin = np.float32([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * np.float32(
            random.uniform(0.012, 0.04, (4, 2)) * (width, height)
        )
        target = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]]) + margin
        matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
        desk = tuple(int(one) for one in random.integers(60, 130, 3))
        bent = cv2.warpPerspective(pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=desk)
        light = np.linspace(1.0, random.uniform(0.7, 0.95), high, dtype=np.float32)[:, None, None]
        return (bent * light).astype(np.uint8), matrix

    return defect


# dpi and defects. A share of each stands for what a bureau sends: mostly an office scanner.
PROFILES: Mapping[str, tuple[int, Sequence[Defect]]] = {
    "clean": (200, (skewed(0.6), grain(2.0, 0.4, 75))),
    "office": (160, (skewed(2.0), grain(4.0, 0.5, 55))),
    "fine": (300, (skewed(1.0), grain(5.0, 0.8, 60))),
    "faint": (200, (faded(140, 205), skewed(1.0), grain(6.0, 0.6, 60))),
    "shadow": (200, (skewed(1.5), shaded(0.5), grain(4.0, 0.6, 60))),
    "fax": (204, (skewed(0.8), faxed(0.96))),
    "coarse fax": (204, (skewed(0.8), faxed(0.48))),
    "photo": (170, (photographed(), grain(3.0, 0.7, 60))),
    "poor": (120, (skewed(1.5), grain(5.0, 0.6, 30))),
}


def scans(paths: Sequence[Path], count: int, seed: int, profiles: Sequence[str] = ()) -> Iterator[Scan]:
    """`count` pages of those files, each through the next profile, one in memory at a time."""
    names = tuple(profiles) or tuple(PROFILES)
    random = np.random.default_rng(seed)
    pages = [(path, index) for path in paths for index in range(len(pdfium.PdfDocument(path)))]
    for number, chosen in enumerate(random.permutation(len(pages))[:count]):
        path, index = pages[int(chosen)]
        document = pdfium.PdfDocument(path)
        page = document[index]
        yield degraded(page, f"{path.stem}:{index + 1}", names[number % len(names)], seed + number)
        page.close()
        document.close()
