"""The text layer of a page: its characters with their boxes, put together to runs of print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import repeat
from typing import Any

from anjuan import Run

from .pdf_calls import address, call, char_boxes, characters

GAP, BACK, ROW = 0.9, 0.2, 1.2  # of the height of print: what parts two characters
BROKEN = "\ufffd"  # what nobody can read stands for itself, visibly
DOUBTFUL = 0.5  # confidence of a line that holds such a character
SAME = 0.35  # of the height of print: two equal pieces this near are one piece, printed twice
NEAR = 0.02  # of the page, the most that this may be
_HYPHENS = (0x02, 0xFFFE)  # what pdfium gives for the hyphen at the end of a line, and for other things too
_NUMERAL = "0-9０-９.,，〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_RUINED = re.compile(
    rf"[{_NUMERAL}¥￥〔\[(（第]\s?\ufffd|\ufffd\s?[{_NUMERAL}年月日时元角分号条款项〕\])）%％]"
)


Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of a page as the file has it.

    Attributes:
        text: all its characters, those outside of the page apart; one that has no meaning is U+FFFD.
        chars: how many of them are no blanks; `broken`: how many of those have no meaning.
        wide: share of the narrow letters (i, l, 1, …) that stand as wide as Han print.
    """

    runs: tuple[Run, ...] = ()
    text: str = ""
    chars: int = 0
    broken: int = 0
    wide: float = 0.0

    @property
    def ruined(self) -> bool:
        """True when a character without meaning stands in or at a number."""
        return bool(self.broken and _RUINED.search(self.text))


class Upright:
    """Page coordinates (points, origin bottom left, before rotation) to fractions of the upright page.

    Args:
        edges: left, bottom, right, top of the page.
        turn: quarters by which it is turned clockwise to be read.
    """

    def __init__(self, edges: Edges, turn: int) -> None:
        import numpy

        left, bottom, right, top = edges
        width, height = (right - left) or 1.0, (top - bottom) or 1.0
        # Which of left, bottom, right, top becomes left, top, right, bottom, and from which edge it counts.
        self._order = ([0, 3, 2, 1], [1, 0, 3, 2], [2, 1, 0, 3], [3, 2, 1, 0])[turn]
        across, down = (left, width, right), (bottom, height, top)
        far = ((False, True), (False, False), (True, False), (True, True))[turn]
        pairs = []
        for place, from_end in zip(self._order, (*far, *far), strict=True):
            start, size, end = down if place % 2 else across
            pairs.append((-1 / size, end / size) if from_end else (1 / size, -start / size))
        self._scale, self._shift = (numpy.array(column) for column in zip(*pairs, strict=True))

    def boxes(self, table: Any, *, upside_down: bool = False) -> Any:
        """Rows of left, top, right, bottom in fractions.

        Args:
            table: rows of left, bottom, right, top in page units.
            upside_down: they are left, top, right, bottom instead.
        """
        import numpy

        order = [(0, 3, 2, 1)[place] for place in self._order] if upside_down else self._order
        found = table[:, order] * self._scale + self._shift
        if not (found[:, :2] <= found[:, 2:]).all():
            low, high = numpy.fmin(found[:, :2], found[:, 2:]), numpy.fmax(found[:, :2], found[:, 2:])
            found = numpy.hstack((low, high))
        return found


@lru_cache(8)
def upright(edges: Edges, turn: int) -> Upright:
    """The view of pages with these edges and this turn: a file has few of them."""
    return Upright(edges, turn)


def read_layer(text: Any, view: Upright, *, edges: bool) -> Layer:
    """The text layer behind a text page of pypdfium2.

    Args:
        edges: keep the left edge of each character, by which a run is cut at the rules of a form.
    """
    import numpy

    handle = address(text.raw)
    count = call("FPDFText_CountChars")(handle)
    if count <= 0:
        return Layer()
    plain, sorts = _characters(handle, count)
    table = char_boxes(handle, count)
    place = view.boxes(table, upside_down=True)
    place[sorts == BREAK] = AWAY
    middle = place[:, :2] + place[:, 2:]
    shown = ((middle >= 0) & (middle <= 2)).all(axis=1) & (sorts < SECOND_HALF)
    if numpy.count_nonzero(shown) < numpy.count_nonzero(sorts < BLANK):
        keep = shown | (sorts >= BLANK)  # what stands beside the page, and second halves of a character
        plain = "".join(char for char, kept in zip(plain, keep.tolist(), strict=True) if kept)
        place, table, sorts, shown = place[keep], table[keep], sorts[keep], shown[keep]
    chars = int(numpy.count_nonzero(shown))
    if not chars:
        return Layer()
    runs = once(_runs(plain, numpy.flatnonzero(sorts != BLANK), place, edges))
    return Layer(tuple(runs), plain, chars, plain.count(BROKEN), _wide(plain, table, chars))


PRINT, NONSENSE, SECOND_HALF, BLANK, BREAK = range(5)  # sorts of characters
AWAY = -9.0  # where the break of a line stands: far from all print, so that it parts runs


@cache
def _sorts() -> Any:
    """The sort of each code up to U+FFFF."""
    import numpy

    table = numpy.zeros(0x10000, numpy.uint8)
    for first, last in ((0, 31), (0x7F, 0x9F), (0xD800, 0xF8FF), (0xFFFD, 0xFFFF)):
        table[first : last + 1] = NONSENSE  # control codes, halves of pairs, private use
    table[[9, 11, 12, 32, 0xA0, 0x3000]] = BLANK
    table[[10, 13]] = BREAK
    return table


def _characters(handle: int, count: int) -> tuple[str, Any]:
    """All characters and their sorts: U+FFFD is a glyph without meaning, a space any blank or break."""
    codes = characters(handle, count)
    sorts = _sorts()[codes]
    unmapped = bytes(map(call("FPDFText_HasUnicodeMapError"), repeat(handle), range(count)))
    if 1 in unmapped or (sorts == NONSENSE).any():
        return _mended(handle, codes.tolist(), sorts, unmapped)
    return _blanked(codes.tobytes().decode("utf-16-le")), sorts


def _blanked(text: str) -> str:
    for blank in "\r\n\u3000\xa0\t\x0b\x0c":  # by hand: str.translate asks for each character
        text = text.replace(blank, " ")
    return text


def _mended(handle: int, codes: Sequence[int], sorts: Any, unmapped: bytes) -> tuple[str, Any]:
    """The same where some codes are no characters: pairs are joined, the hyphen of a broken word is put back."""
    is_hyphen = call("FPDFText_IsHyphen")
    letters: list[str] = []
    for index, code in enumerate(codes):
        behind = codes[index + 1] if index + 1 < len(codes) else 0
        before = codes[index - 1] if index else 0
        char = chr(code)
        if unmapped[index]:
            sorts[index], char = NONSENSE, BROKEN
        elif code in _HYPHENS and is_hyphen(handle, index) == 1:
            sorts[index], char = PRINT, "-"
        elif code >> 10 == 0x36 and behind >> 10 == 0x37:
            char = chr(0x10000 + ((code & 0x3FF) << 10) + (behind & 0x3FF))
            far = ord(char) >= 0xF0000  # the planes of private use
            sorts[index], char = (NONSENSE, BROKEN) if far else (PRINT, char)
        elif code >> 10 == 0x37 and before >> 10 == 0x36:
            sorts[index] = SECOND_HALF
        elif sorts[index] == NONSENSE:
            char = BROKEN
        letters.append(char)
    return _blanked("".join(letters)), sorts


def _runs(plain: str, seen: Any, place: Any, edges: bool) -> Iterator[Run]:
    """Characters on one line each, up to a gap, a step back or another row.

    Args:
        seen: where in `plain` something else than a blank stands.
    """
    import numpy

    left, top, right, bottom = place[seen].T
    here, before = slice(1, None), slice(None, -1)
    height = (bottom - top)[here]
    middle = top + bottom
    apart = (left[here] > right[before] + GAP * height) | (left[here] < left[before] - BACK * height)
    apart |= numpy.abs(middle[here] - middle[before]) > ROW * height
    starts = numpy.concatenate(([0], numpy.flatnonzero(apart) + 1))
    firsts = seen[starts].tolist()
    ends = seen[numpy.append(starts[1:], len(seen)) - 1].tolist()
    lefts, tops = left[starts].tolist(), numpy.minimum.reduceat(top, starts).tolist()
    rights, bottoms = numpy.maximum.reduceat(right, starts).tolist(), numpy.maximum.reduceat(bottom, starts)
    every = _edges(seen, place) if edges else ()
    boxes = zip(lefts, tops, rights, bottoms.tolist(), strict=True)
    for first, last, box in zip(firsts, ends, boxes, strict=True):
        if box[0] == AWAY:
            continue
        text = plain[first : last + 1]
        sure = DOUBTFUL if BROKEN in text else 1.0
        yield Run(text, *box, sure, None, tuple(every[first : last + 1]))


def _edges(seen: Any, place: Any) -> list[float]:
    """The left edge of each character; a blank stands where the character before it does."""
    import numpy

    last = numpy.zeros(len(place), numpy.intp)
    last[seen] = seen
    edges: list[float] = place[numpy.maximum.accumulate(last), 0].tolist()
    return edges


def once(runs: Iterable[Run]) -> list[Run]:
    """Runs without those printed a second time at the same place, as shadows and false bold are."""
    kept: list[Run] = []
    places: dict[str, dict[tuple[int, int], Run]] = {}
    for run in runs:
        same = places.setdefault(run.text, {})
        if same and _twice(run, same):
            continue
        same[_square(run)] = run
        kept.append(run)
    return kept


def _square(run: Run) -> tuple[int, int]:
    return int(run.x0 / NEAR), int(run.y0 / NEAR)


def _twice(run: Run, same: dict[tuple[int, int], Run]) -> bool:
    """True when a run with the same text lies under this one."""
    across, down = _square(run)
    near = min(SAME * (run.y1 - run.y0), NEAR)
    return any(
        other is not None
        and abs(run.x0 - other.x0) <= near
        and abs(run.y0 - other.y0) <= near
        and abs(run.x1 - other.x1) <= near
        and abs(run.y1 - other.y1) <= near
        for x in (across - 1, across, across + 1)
        for y in (down - 1, down, down + 1)
        for other in (same.get((x, y)),)
    )


_NARROW = frozenset("fijlrtI1!|,.:;'()[]")
WIDE = (0.65, 1.4)  # width by height of a narrow letter that stands in a square, as Han print does
FEW = 8  # narrow letters that tell nothing yet


def _wide(plain: str, table: Any, chars: int) -> float:
    if len(plain.encode()) > len(plain) + chars:  # half of it is Han print, of three bytes each
        return 0.0
    narrow = [index for index, char in enumerate(plain) if char in _NARROW]
    if len(narrow) < FEW:
        return 0.0
    width, height = abs(table[narrow, 2] - table[narrow, 0]), abs(table[narrow, 1] - table[narrow, 3])
    return float(((width > WIDE[0] * height) & (width < WIDE[1] * height)).mean())
