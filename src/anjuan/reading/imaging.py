"""What the picture of a page tells beside its print: skew and ruled lines."""

from __future__ import annotations

import math
from typing import Any

from .layout import Rules, Run

MAX_SKEW = 5.0  # degrees; more than that is a turned page, not a skewed one


def skew_of(pixels: Any) -> float:
    """Skew in degrees, positive when lines rise to the right; 0 where the picture holds no lines."""
    import cv2
    import numpy

    grey = _grey(pixels)
    scale = 700 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(numpy.float32)
    ink[ink < 60] = 0
    if float(ink.sum()) == 0:
        return 0.0

    def sharpness(angle: float) -> float:
        rows = _turned(ink, angle).sum(axis=1)
        return float(numpy.square(numpy.diff(rows)).sum())

    coarse = max((n * 0.5 for n in range(-int(MAX_SKEW * 2), int(MAX_SKEW * 2) + 1)), key=sharpness)
    return max((coarse + n * 0.1 for n in range(-4, 5)), key=sharpness)


def rules_of(pixels: Any, skew: float) -> Rules:
    """Ruled lines of a form on a picture, in fractions of the straightened page."""
    import cv2
    import numpy

    grey = _grey(pixels)
    scale = min(1600 / max(grey.shape), 1.0)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -12)
    ink = _turned(ink, skew)
    height, width = ink.shape[:2]
    rules = Rules()
    for horizontal in (True, False):
        length = width // 20 if horizontal else height // 55
        kernel = numpy.ones((1, length) if horizontal else (length, 1), numpy.uint8)
        bridge = numpy.ones((1, 3) if horizontal else (3, 1), numpy.uint8)
        lines = cv2.morphologyEx(cv2.dilate(ink, bridge), cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats((lines > 0).astype(numpy.uint8))
        for index in range(1, min(count, 400)):
            x, y, w, h, _ = (int(one) for one in stats[index])
            if horizontal and h < 0.02 * height:
                rules.horizontal.append(((y + h / 2) / height, x / width, (x + w) / width))
            elif not horizontal and w < 0.02 * width:
                rules.vertical.append(((x + w / 2) / width, y / height, (y + h) / height))
    return _framed(rules)


def _framed(rules: Rules) -> Rules:
    """Only the lines that end at one another, as those of a form do; strokes of print and underlines fall out."""
    near_end = 0.012
    frame = [line for line in rules.horizontal if line[2] - line[1] > 0.25]
    vertical = [
        line
        for line in rules.vertical
        if all(_meets(end, frame + rules.horizontal, near_end) for end in line[1:])
    ]
    vertical = [line for line in vertical if line[2] - line[1] > 0.06 or _meets(line[1], frame, near_end)]
    horizontal = [
        line for line in rules.horizontal if all(_meets(end, vertical, near_end) for end in line[1:])
    ]
    # Two lines make no form; three verticals and two horizontals make the smallest row with two cells.
    return Rules(horizontal, vertical) if len(horizontal) >= 2 and len(vertical) >= 3 else Rules()


def _meets(end: float, lines: list[tuple[float, float, float]], tolerance: float) -> bool:
    return any(abs(line[0] - end) < tolerance for line in lines)


def straightened(run: Run, skew: float, aspect: float) -> Run:
    """A run in the coordinates of the straightened page; its box stays where it is on the page as scanned.

    Args:
        aspect: height of the page divided by its width.
    """
    if not run.box:
        raise ValueError("a run from a picture has a box")
    box = run.box
    angle = math.radians(skew)
    x, y = (box.x0 + box.x1) / 2 - 0.5, ((box.y0 + box.y1) / 2 - 0.5) * aspect
    turned_x = x * math.cos(angle) - y * math.sin(angle)
    turned_y = x * math.sin(angle) + y * math.cos(angle)
    wide, high = box.x1 - box.x0, (box.y1 - box.y0) * aspect
    lean = abs(math.sin(angle))
    height = max(high - wide * lean, high * 0.3) / aspect
    width = max(wide - height * aspect * lean, wide * 0.5)
    middle_x, middle_y = turned_x + 0.5, turned_y / aspect + 0.5
    return Run(
        run.text,
        middle_x - width / 2,
        middle_y - height / 2,
        middle_x + width / 2,
        middle_y + height / 2,
        run.confidence,
        box,
    )


def _grey(pixels: Any) -> Any:
    import cv2

    return cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if pixels.ndim == 3 else pixels


def _turned(picture: Any, angle: float) -> Any:
    """The picture turned so that lines which rise by `angle` degrees become level."""
    import cv2

    if angle == 0:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR)
