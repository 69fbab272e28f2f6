"""From the probabilities of a reader to the chance that a whole line is exactly right."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Seen

Table = Sequence[tuple[float, float]]

HOLE_TRUST = 0.5  # a line that left ink unread is not to be relied on, however sure its characters are
# Score and share of lines exactly right.
SMALL: Table = ((0.0, 0.0), (1.0, 1.0))
TINY: Table = ((0.0, 0.0), (1.0, 1.0))
TESSERACT: Table = ((0.0, 0.0), (1.0, 1.0))


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
