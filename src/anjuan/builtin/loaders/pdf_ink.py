"""What a rendering of a page shows: rows of print, and which runs of a text layer can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anjuan import Run

PIXELS, SCALE = 600_000, 1.1  # A4 at about 80 dpi: enough to count rows
LONGEST = 6000  # pixels of a side
PAPER = 130  # brightness from which a pixel is paper, in a dark photograph of a page too
DARKER = 50  # how much darker than the paper around it ink is
REDDER = 25  # how much redder than green and blue a pixel of a seal or its edge is
CHANGED, SEEN = 24, 0.02  # difference that a stroke makes, share of a run's box that must differ
HEIGHT = (5.0, 40.0)  # of a row of print, in points
MARK = 0.0002  # share of the page with ink from which it is no blank page
THICK = 8  # pixels
TALL = 0.06  # height of a watermark, which covers no print
MAX_LOST = (0.5, 0.3)  # print without text: in widths of a page, and as a share of all print

Corners = tuple[float, float, float, float]


def rendered(page: Any) -> tuple[Any, float]:
    """The page as a small picture (BGR), and its pixels by point."""
    width, height = page.get_size()
    scale = min(SCALE, (PIXELS / (width * height)) ** 0.5, LONGEST / max(width, height))
    return page.render(scale=scale).to_numpy()[:, :, :3], scale


def has_ink(pixels: Any) -> bool:
    """True when more than ruled lines stands on the page."""
    import cv2

    dark = (_lowest(cv2, pixels) < 200).astype("uint8")
    return bool((dark & ~_lines(cv2, dark)).sum() > MARK * dark.size)


def seen_runs(runs: Sequence[Run], full: Any, bare: Any) -> tuple[Run, ...]:
    """The runs that make a difference to the page: neither invisible nor hidden below something.

    Args:
        full, bare: pictures of the page with its text objects and without them.
    """
    import cv2

    changed = 255 - _lowest(cv2, 255 - cv2.absdiff(full, bare))
    changed = (changed > CHANGED).astype("uint8")
    height, width = changed.shape
    sums = cv2.integral(changed)

    def seen(run: Run) -> bool:
        rim = 0.2 * (run.y1 - run.y0)  # neighbouring rows may reach into its box
        x0, y0 = _pixel(run.x0, width - 1), _pixel(run.y0 + rim, height - 1)
        x1, y1 = max(_pixel(run.x1, width), x0 + 1), max(_pixel(run.y1 - rim, height), y0 + 1)
        inside = int(sums[y1, x1]) - int(sums[y0, x1]) - int(sums[y1, x0]) + int(sums[y0, x0])
        return bool(inside > SEEN * (x1 - x0) * (y1 - y0))

    return tuple(run for run in runs if seen(run))


def lost_print(runs: Sequence[Run], pixels: Any, scale: float, places: Sequence[Corners]) -> bool:
    """True when a good part of the print on the page has no text: it stands in a picture or in outlines.

    Args:
        runs: what of the text layer can be seen.
        scale: pixels by point.
        places: where print without text may stand; none: anywhere.
    """
    height, width = pixels.shape[:2]
    corners = list(zip(*places, strict=True)) if places else [(0.0,), (0.0,), (1.0,), (1.0,)]
    x0, y0 = _pixel(min(corners[0]), width), _pixel(min(corners[1]), height)
    x1, y1 = _pixel(max(corners[2]), width), _pixel(max(corners[3]), height)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return False
    taken = [
        (
            _pixel(run.x0 - rim, width) - x0,
            _pixel(run.y0 - rim, height) - y0,
            _pixel(run.x1 + rim, width) - x0 + 1,
            _pixel(run.y1 + rim, height) - y0 + 1,
        )
        for run in runs
        if (rim := 0.2 * (run.y1 - run.y0)) < 0.2 * TALL
    ]
    lost: float = _print_length(pixels[y0:y1, x0:x1], taken, scale) / width
    covered = sum(run.x1 - run.x0 for run in runs)
    return lost > MAX_LOST[0] and lost > MAX_LOST[1] * (lost + covered)


def _print_length(pixels: Any, taken: Sequence[tuple[int, int, int, int]], scale: float) -> int:
    """Length in pixels of all rows of print outside of the places that are taken."""
    import cv2
    import numpy

    grey, ink = _ink(cv2, pixels)
    for x0, y0, x1, y1 in taken:
        ink[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, numpy.ones((3, round(10 * scale) | 1), numpy.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    length = 0
    for x, y, w, h, _ in stats[1:count].tolist():
        part = (slice(y, y + h), slice(x, x + w))
        if _is_print(ink[part], grey[part], scale):
            length += w
    return length


def _is_print(ink: Any, grey: Any, scale: float) -> bool:
    """Rows of print are flat, mostly paper, and neither nearly empty nor solid."""
    height, width = ink.shape
    flat = HEIGHT[0] * scale <= height <= HEIGHT[1] * scale and width >= 0.8 * height
    return flat and 0.05 < float(ink.mean()) < 0.7 and bool((grey > PAPER).mean() > 0.4)


def _ink(cv2: Any, pixels: Any) -> tuple[Any, Any]:
    """Brightness, and a mask of what is darker than the paper around it: no seals, no ruled lines."""
    import numpy

    blue, green, red = (pixels[:, :, n].astype(numpy.int16) for n in range(3))
    grey = cv2.cvtColor(numpy.ascontiguousarray(pixels), cv2.COLOR_BGR2GRAY)
    grey[red - numpy.maximum(blue, green) > REDDER] = 255
    spots = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, numpy.ones((31, 31), numpy.uint8))
    ink = (spots > DARKER).astype(numpy.uint8)
    return grey, ink & ~_lines(cv2, ink)


def _lines(cv2: Any, ink: Any) -> Any:
    """The ruled lines in a mask of ink, a little widened; what is as thick as print is no line."""
    import numpy

    height, width = ink.shape

    def opened(wide: int, high: int) -> Any:
        return cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones((high, wide), numpy.uint8))

    straight = opened(max(width // 15, 40), 1) | opened(1, max(height // 25, 40))
    return cv2.dilate(straight & ~opened(THICK, THICK), numpy.ones((3, 3), numpy.uint8))


def _lowest(cv2: Any, pixels: Any) -> Any:
    """The darkest of the three channels."""
    blue, green, red = cv2.split(pixels)
    return cv2.min(cv2.min(blue, green), red)


def _pixel(fraction: float, size: int) -> int:
    return min(max(round(fraction * size), 0), size)
