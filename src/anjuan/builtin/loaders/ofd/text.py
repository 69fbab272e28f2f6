"""The print of a page: runs of characters, ruled lines, and how much of the page is pictures and curves."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from anjuan import Box, Rules, Run

from ..pdf_text import Layer, once
from .drawing import WHITE, Drawing, Matrix, Path, Picture, Text, after, covered, placed
from .paths import corners, straight

GAP, BACK, ROW = 0.9, 0.2, 1.2  # of the height of print: what parts two characters
BROKEN, DOUBTFUL = "\ufffd", 0.5  # what nobody can read, and the confidence of a line that holds it
ASCENT, DESCENT = 0.88, 0.12  # of the size: how far print reaches above and below its base line
LEVEL = 10  # degrees by which a line of print may slant and still be level
FEW = 20  # characters that do not tell how a page is turned
MAX_RULES = 2000  # more paths are a drawing, not a form
FULL = 0.98  # of the page in both directions: its own edge, no rule
OPAQUE = 0.8  # share of the page from which a picture hides the print below it
_BLANK = re.compile(r"\s")
_PRIVATE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")

Corners = tuple[float, float, float, float]


@dataclass(slots=True)
class Print:
    """What a page says.

    Attributes:
        turn: degrees clockwise by which the page was turned so that most of its print stands upright.
        slanted: print that runs askew; it belongs to no line of the rest.
        pictures: share of the page that pictures cover; points: of all paths that are no rules.
        hidden: characters that are clear, white or below a picture.
    """

    turn: int = 0
    runs: list[Run] = field(default_factory=list)
    slanted: list[Run] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    pictures: float = 0.0
    images: int = 0
    points: int = 0
    hidden: int = 0

    @property
    def layer(self) -> Layer:
        """The text as the rules for text layers of PDF see it."""
        runs = (*self.runs, *self.slanted)
        text = " ".join(run.text for run in runs)
        chars = len(_BLANK.sub("", text))
        return Layer(runs, text, chars, text.count(BROKEN))


def print_of(drawing: Drawing, opaque: Iterable[int]) -> Print:
    """The print of a page.

    Args:
        opaque: positions of the pictures that let nothing shine through.
    """
    covers = _covers(drawing, set(opaque))
    texts = [(n, one) for n, one in enumerate(drawing.things) if isinstance(one, Text)]
    shown = [one for n, one in texts if _shown(one, n, drawing, covers)]
    found = Print(_turn(shown))
    found.hidden = sum(len(one.chars) for _, one in texts) - sum(len(one.chars) for one in shown)
    view = View(drawing.width, drawing.height, found.turn)
    for one in shown:
        angle = _angle(after(one.matrix, view.turning))
        for run in _runs(one, view, angle):
            (found.slanted if angle is None else found.runs).append(run)
    found.runs, found.slanted = once(found.runs), once(found.slanted)
    _add_shapes(found, drawing, view)
    return found


class View:
    """From millimetres of the page as stored to fractions of the page as it is read."""

    def __init__(self, width: float, height: float, turn: int) -> None:
        self.turning: Matrix = {
            0: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
            90: (0.0, 1.0, -1.0, 0.0, height, 0.0),
            180: (-1.0, 0.0, 0.0, -1.0, width, height),
            270: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        }[turn]
        self.size = (height, width) if turn in (90, 270) else (width, height)

    def box(self, points: Iterable[tuple[float, float]]) -> Corners:
        """Left, top, right, bottom of some points, in fractions; not cut at the edge of the page."""
        moved = [placed(self.turning, x, y) for x, y in points]
        xs, ys = [x / self.size[0] for x, _ in moved], [y / self.size[1] for _, y in moved]
        return min(xs), min(ys), max(xs), max(ys)


def _covers(drawing: Drawing, opaque: set[int]) -> list[int]:
    """Positions of what hides nearly the whole page below it."""
    area = drawing.width * drawing.height
    return [
        number
        for number, one in enumerate(drawing.things)
        if isinstance(one, Picture) and number in opaque and covered(one, drawing) > OPAQUE * area
    ]


def _shown(one: Text, number: int, drawing: Drawing, covers: Sequence[int]) -> bool:
    """False for print that is clear, below a picture, or white on the paper."""
    if not one.seen or any(cover > number for cover in covers):
        return False
    if one.colour != WHITE:
        return True
    spot = placed(one.matrix, *one.origins[0])
    return any(_dark_below(thing, spot) for thing in drawing.things[:number])


def _dark_below(thing: object, spot: tuple[float, float]) -> bool:
    if isinstance(thing, Picture):
        outline = [placed(thing.matrix, x, y) for x, y in ((0, 0), (1, 1))]
    elif isinstance(thing, Path) and thing.fill and thing.colour != WHITE:
        outline = corners(thing)
    else:
        return False
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return bool(xs) and min(xs) <= spot[0] <= max(xs) and min(ys) <= spot[1] <= max(ys)


def _angle(matrix: Matrix) -> int | None:
    """Direction in which print runs: 0, 90, 180 or 270 degrees clockwise; None for askew."""
    degrees = math.degrees(math.atan2(matrix[1], matrix[0])) % 360
    near = round(degrees / 90) * 90
    return near % 360 if abs(degrees - near) <= LEVEL else None


def _turn(texts: Sequence[Text]) -> int:
    """Degrees clockwise that bring most of the print upright."""
    counts: Counter[int] = Counter()
    for one in texts:
        angle = _angle(one.matrix)
        if angle is not None:
            counts[angle] += len(one.chars)
    best, most = counts.most_common(1)[0] if counts else (0, 0)
    return (360 - best) % 360 if most > FEW and 2 * most > counts.total() else 0


def _runs(one: Text, view: View, angle: int | None) -> Iterator[Run]:
    """The characters of a text object as runs on one line each; upright ones are cut at gaps and new rows."""
    letters: list[str] = []
    boxes: list[Corners] = []
    for char, origin, advance in zip(one.chars, one.origins, one.advances, strict=True):
        blank = bool(_BLANK.match(char))
        x, y = origin
        above, below = y - ASCENT * one.size, y + DESCENT * one.size
        spots = ((x, above), (x + advance, above), (x + advance, below), (x, below))
        box = view.box(placed(one.matrix, *spot) for spot in spots)
        if not _on_page(box):
            continue
        if letters and _apart(boxes[-1], box, angle):
            yield from _closed(letters, boxes)
        if letters or not blank:
            letters.append(" " if blank else BROKEN if _PRIVATE.match(char) else char)
            boxes.append(box)
    yield from _closed(letters, boxes)


def _on_page(box: Corners) -> bool:
    x0, y0, x1, y1 = box
    return 0 <= x0 + x1 <= 2 and 0 <= y0 + y1 <= 2


def _apart(last: Corners, box: Corners, angle: int | None) -> bool:
    """True when a character begins a new run. Print from top to bottom stays one, it runs in no row."""
    x0, y0, x1, y1 = box
    height, width = y1 - y0, x1 - x0
    if angle != 0 or (abs(x0 - last[0]) < 0.2 * width and y0 > last[1]):
        return abs((x0 + x1) - (last[0] + last[2])) > 4 * width and y0 - last[3] > 2 * height
    return (
        x0 - last[2] > GAP * height
        or x0 < last[0] - BACK * height
        or abs((y0 + y1) - (last[1] + last[3])) > ROW * height
    )


def _closed(letters: list[str], boxes: list[Corners]) -> Iterator[Run]:
    """A run of what was gathered, which begins anew."""
    text = "".join(letters).rstrip(" ")
    if text:
        lefts, tops, rights, bottoms = zip(*boxes[: len(text)], strict=True)
        sure = DOUBTFUL if BROKEN in text else 1.0
        around = min(lefts), min(tops), max(rights), max(bottoms)
        if len(text) > 1 and around[3] - around[1] > 1.8 * (bottoms[0] - tops[0]):
            # From top to bottom: a run with a box of its own is joined to no neighbour.
            yield Run(text, *around, sure, Box.clipped(*around))
        else:
            yield Run(text, *around, sure, edges=lefts)
    letters.clear()
    boxes.clear()


def _add_shapes(found: Print, drawing: Drawing, view: View) -> None:
    """Ruled lines, and how much of the page is pictures and curves."""
    area = drawing.width * drawing.height
    drawn = 0
    for one in drawing.things:
        if isinstance(one, Picture):
            found.images += 1
            found.pictures = min(found.pictures + covered(one, drawing) / area, 1.0)
        elif isinstance(one, Path) and one.data:
            drawn += 1
            pieces = straight(one) if drawn <= MAX_RULES else None
            if pieces is None:
                found.points += one.data.count(" ") // 2 + 1
                continue
            for piece in pieces:
                box = view.box(piece)
                if not (box[2] - box[0] > FULL and box[3] - box[1] > FULL):
                    found.rules.add_box(*box)
    if drawn > MAX_RULES:
        found.rules = Rules()
