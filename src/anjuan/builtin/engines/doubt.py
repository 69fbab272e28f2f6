"""When a reading of one line is to be doubted: a poor character, a figure or look-alike that is not sure, a hole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from .models import Seen

POOR = 0.85  # probability of a character below which its line is read again
POOR_RISK = 0.92  # the same for figures and look-alikes: one wrong stroke is another date, sum or name
POOR_SHORT = 0.95  # mean of a line of a few characters, which holds no context
SHORT = 3
HOLE = 0.7  # of a character: a gap that could hold a figure or more
PITCH = (0.6, 1.05)  # width of a Han character by the height of the box around its line
INKED = 0.4  # share of the columns of a hole that hold ink
# Characters that differ by a stroke, and those of sums in words.
LOOK_ALIKE = frozenset(
    "未末己已巳日曰目人入八土士工干千于壹贰叁肆伍陆柒捌玖拾佰仟贵责员买卖大太天夫历厉治冶准淮侯候"
    "戊戌戍折拆析孤弧问间贷货云会公各名因困固圆园王玉主壬午牛〇零一二三四五六七八九十"
)

_DASH = re.compile(r"(?<=[\u4e00-\u9fff])[-_—–·](?=[\u4e00-\u9fff])")  # mostly the figure one in a poor print


def doubtful(seen: Seen) -> bool:
    """Whether a line read by the fast models is to be read again by the accurate ones."""
    letters = sum(char.isalnum() for char in seen.text)
    if not letters:
        return True
    if _DASH.search(seen.text):
        return True
    if least(seen, str.isalnum) < POOR or least(seen, risky) < POOR_RISK:
        return True
    return letters <= SHORT and seen.mean < POOR_SHORT


def risky(char: str) -> bool:
    """A figure, a letter or a character that has look-alikes."""
    return (char.isascii() and char.isalnum()) or char in LOOK_ALIKE


def least(seen: Seen, which: Callable[[str], bool]) -> float:
    """Probability of the worst of those characters; 1 where there are none."""
    return min(
        (chance for char, chance in zip(seen.text, seen.chances, strict=True) if which(char)), default=1.0
    )


def has_hole(line: Any, seen: Seen) -> bool:
    """Whether there is ink between two characters, or beyond the ends, that no character of the reading stands for.

    A reader that skips a character is as sure as ever; only the room that it left tells.

    Args:
        line: the line cut out, uint8 (height, width, 3).
    """
    if len(seen.text) < 2:
        return False  # nothing tells how wide its characters are
    height, width = line.shape[:2]
    wide = [0.5 if unicodedata.east_asian_width(char) not in "WFA" else 1.0 for char in seen.text]
    middles = [place * width for place in seen.places]
    em = _pitch(middles, wide, height)
    gaps = [(0.0, middles[0] - wide[0] * em / 2), (middles[-1] + wide[-1] * em / 2, float(width))]
    for n in range(len(wide) - 1):
        gaps.append((middles[n] + wide[n] * em / 2, middles[n + 1] - wide[n + 1] * em / 2))
    open_gaps = [(start, end) for start, end in gaps if end - start > HOLE * em / 2]
    if not open_gaps:
        return False
    inked = _inked(line)
    return any(_ink_in(inked, start, end, em) for start, end in open_gaps)


def _pitch(middles: list[float], wide: list[float], height: int) -> float:
    """Width of a Han character, from how far the characters stand apart."""
    ratios = sorted(
        2 * (after - before) / (first + second)
        for before, after, first, second in zip(middles, middles[1:], wide, wide[1:], strict=False)
    )
    middle = ratios[len(ratios) // 2] if ratios else height * 0.75
    return min(max(middle, PITCH[0] * height), PITCH[1] * height)


def _inked(line: Any) -> Any:
    """Which columns of a line hold ink, the rules of a form above and below it left out."""
    import cv2
    import numpy

    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    height = grey.shape[0]
    paper, ink = numpy.percentile(grey, (85, 2))
    band = grey[int(height * 0.18) : max(int(height * 0.82), 1)]
    return (band < (paper + ink) / 2).sum(axis=0) >= 1


def _ink_in(inked: Any, start: float, end: float, em: float) -> bool:
    part = inked[max(int(start), 0) : int(end) + 1]
    return bool(len(part)) and int(part.sum()) >= INKED * HOLE * em
