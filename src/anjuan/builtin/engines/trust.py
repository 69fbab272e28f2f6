"""From the probabilities of a reader to the chance that a whole line is exactly right."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Seen

Table = Sequence[tuple[float, float]]

HOLE_TRUST = 0.5  # a line that left ink unread is not to be relied on, however sure its characters are
# Score and share of lines exactly right, straightened to rise; nothing recognised is surer than 0.99.
# Fitted by hand, not on pages held out, to about 3500 lines of SMALL, 2390 of TINY that are not doubtful and 507 of
# TESSERACT, on pages made to look scanned; those of TINY were read before seals were cleaned as they are now.
# `benchmarks/ocr.py --calibrate` counts again.
SMALL: Table = (
    (0.0, 0.0),
    (0.5, 0.3),
    (0.7, 0.5),
    (0.8, 0.7),
    (0.9, 0.85),
    (0.95, 0.94),
    (0.98, 0.97),
    (1.0, 0.99),
)
TINY: Table = ((0.0, 0.0), (0.5, 0.3), (0.85, 0.6), (0.92, 0.9), (0.95, 0.97), (1.0, 0.99))
TESSERACT: Table = ((0.0, 0.2), (0.3, 0.45), (0.5, 0.7), (0.75, 0.8), (0.87, 0.92), (0.93, 0.98), (1.0, 0.99))


def score(seen: Seen) -> float:
    """Mean of the mean and the least probability of the characters that are letters or figures; 0 without any."""
    chances = [chance for char, chance in zip(seen.text, seen.chances, strict=True) if char.isalnum()]
    if not chances:
        return seen.mean / 2
    return (sum(chances) / len(chances) + min(chances)) / 2


def confidence(value: float, table: Table) -> float:
    """What the table says of a score, straight between its points, in hundredths."""
    before = table[0]
    for point in table[1:]:
        if value <= point[0]:
            share = (value - before[0]) / ((point[0] - before[0]) or 1.0)
            return round(before[1] + share * (point[1] - before[1]), 2)
        before = point
    return table[-1][1]
