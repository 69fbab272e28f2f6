"""Small painted pages for the tests of marks: print, seals, pens, fingerprints; no fonts are needed."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy

from anjuan import Box, TextLine

WIDE, HIGH = 827, 1169  # A4 at 100 dpi
BLACK, RED, BLUE = (20, 20, 20), (40, 30, 205), (150, 50, 40)
Colour = tuple[int, int, int]


class Sheet:
    """A white page, and the lines that an engine would read on it."""

    def __init__(self, paper: Colour = (255, 255, 255)) -> None:
        self.pixels: Any = numpy.full((HIGH, WIDE, 3), paper, numpy.uint8)
        self.lines: list[TextLine] = []

    def print(
        self, text: str, x: int, y: int, *, said: str = "", colour: Colour = BLACK, size: float = 0.7
    ) -> TextLine:
        """A line of print whose foot stands at y; `said` is what it is read as."""
        (wide, high), low = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
        cv2.putText(
            self.pixels, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, colour, max(round(size * 2), 1), 16
        )
        line = TextLine(said or text, box(x - 2, y - high - 3, x + wide + 2, y + low + 1), 0.97)
        self.lines.append(line)
        return line

    def body(self, rows: int = 12, top: int = 160) -> None:
        """Some lines of print."""
        for row in range(rows):
            self.print(
                "The quick brown fox jumps over the lazy dog 1234567"[: 50 - row % 5 * 4], 100, top + row * 32
            )

    def seal(
        self,
        x: int,
        y: int,
        radius: int = 82,
        *,
        strength: float = 0.8,
        colour: Colour = RED,
        tall: float = 1.0,
    ) -> None:
        """A rim with a star and strokes as of a name; `tall` under 1 makes it an oval."""
        ink = numpy.zeros((HIGH, WIDE), numpy.uint8)
        cv2.ellipse(ink, (x, y), (radius, round(radius * tall)), 0, 0, 360, 255, 3, 16)
        star = [
            (
                x + math.sin(n * math.pi / 5) * radius * (0.3 if n % 2 == 0 else 0.12),
                y - math.cos(n * math.pi / 5) * radius * (0.3 if n % 2 == 0 else 0.12) * tall,
            )
            for n in range(10)
        ]
        cv2.fillPoly(ink, [numpy.array(star, numpy.int32)], 255)
        for n in range(-6, 7):
            angle = n * 0.35
            for ratio in (0.68, 0.8):
                cx, cy = x + math.sin(angle) * radius * ratio, y - math.cos(angle) * radius * ratio * tall
                cv2.line(ink, (round(cx) - 5, round(cy)), (round(cx) + 5, round(cy)), 255, 2)
        self.blend(ink, colour, strength)

    def blend(self, ink: Any, colour: Colour, strength: float) -> None:
        """Lay a transparent ink over the page, as a stamp does."""
        share = (ink.astype(numpy.float32) / 255 * strength)[:, :, None]
        tinted = self.pixels * numpy.array(colour, numpy.float32) / 255
        self.pixels = (self.pixels * (1 - share) + tinted * share).astype(numpy.uint8)

    def scribble(self, x: int, y: int, *, colour: Colour = BLUE) -> None:
        """A signature of three characters, written in one go."""
        points = [
            (0, 20), (12, 0), (20, 26), (5, 10), (30, 8), (38, 30), (44, 2), (52, 24), (36, 14), (62, 10),
            (70, 28), (78, 0), (84, 22), (66, 16), (96, 12),
        ]  # fmt: skip
        cv2.polylines(
            self.pixels, [numpy.array([(x + a, y + b) for a, b in points], numpy.int32)], False, colour, 2, 16
        )

    def fingerprint(self, x: int, y: int, *, colour: Colour = RED) -> None:
        """An oval of ridges, 9 mm wide."""
        ink = numpy.zeros((HIGH, WIDE), numpy.uint8)
        for n in range(2, 19, 3):
            cv2.ellipse(ink, (x, y), (n, round(n * 1.3)), 10, 0, 360, 255, 2, 16)
        self.blend(ink, colour, 0.7)

    def scanned(self, seed: int = 1) -> Any:
        """The page as a scanner gives it: soft, grainy, a little darker on one side, JPEG."""
        random = numpy.random.default_rng(seed)
        soft = cv2.GaussianBlur(self.pixels, (0, 0), 0.6).astype(numpy.float32)
        soft *= numpy.linspace(1, 0.92, WIDE, dtype=numpy.float32)[None, :, None]
        soft += random.normal(0, 3, (HIGH, WIDE, 1))
        coded = cv2.imencode(".jpg", soft.clip(0, 255).astype(numpy.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
        return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    """Pixels of a painted page as a box."""
    return Box.clipped(x0 / WIDE, y0 / HIGH, x1 / WIDE, y1 / HIGH)
