"""Paths of an OFD: their commands, the straight lines and rectangles among them, and their outlines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .drawing import Path, placed

STRAIGHT = 12  # points of a path, up to which it may be a rule or a rectangle
LENGTH = 400  # characters of such a path
LEVEL = 0.3  # millimetres by which a rule may slant
STEPS = 8  # straight pieces of one curve
MOST = 20_000  # points of one path that are drawn
_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]


def commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of abbreviated data with their numbers; what is no command ends it."""
    words = iter(data.split())
    for word in words:
        count = _COUNTS.get(word)
        if count is None:
            return
        try:
            numbers = [float(next(words)) for _ in range(count)]
        except (ValueError, StopIteration):
            return
        if not all(abs(number) < 1e9 for number in numbers):
            return
        yield word, numbers


def straight(path: Path) -> list[list[Point]] | None:
    """The rules and rectangles of a path as groups of points on the page; None for curves and drawings.

    An area that is filled and has no edge is a rule only where it is thin; else it is a shade.
    """
    if len(path.data) > LENGTH:
        return None
    found: list[list[Point]] = []
    lines: list[list[Point]] = [[]]
    for number, (command, numbers) in enumerate(commands(path.data)):
        if command in "QBA" or number > STRAIGHT:
            return None
        if command in "SM":
            lines.append([placed(path.matrix, *numbers)])
        elif command == "L":
            lines[-1].append(placed(path.matrix, *numbers))
        elif lines[-1]:
            lines[-1].append(lines[-1][0])
    for line in lines:
        whole = path.fill or (len(line) > 4 and _near(line[0], line[-1]))
        pieces = [_rectangle(line)] if whole and _is_rectangle(line) else _level(line)
        if pieces is None:
            return None
        found += [piece for piece in pieces if path.stroke or _thin(piece)]
    return found


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < LEVEL and abs(one[1] - other[1]) < LEVEL


def _is_rectangle(line: list[Point]) -> bool:
    """True when the points are the four corners of a box, the last on the first or left to be joined."""
    if len(line) not in (4, 5, 6):
        return False
    xs, ys = [x for x, _ in line], [y for _, y in line]
    if not all(min(x - min(xs), max(xs) - x) < LEVEL > min(y - min(ys), max(ys) - y) for x, y in line):
        return False
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return len({(x > middle[0], y > middle[1]) for x, y in line}) == 4


def _rectangle(line: list[Point]) -> list[Point]:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return [(min(xs), min(ys)), (max(xs), max(ys))]


def _level(line: list[Point]) -> list[list[Point]] | None:
    """Each stroke by itself; None when one slants."""
    pieces = []
    for (x0, y0), (x1, y1) in pairwise(line):
        if abs(x1 - x0) > LEVEL and abs(y1 - y0) > LEVEL:
            return None
        if abs(x1 - x0) > LEVEL:
            pieces.append([(x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)])
        elif abs(y1 - y0) > LEVEL:
            pieces.append([((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)])
    return pieces


def _thin(piece: list[Point]) -> bool:
    (x0, y0), (x1, y1) = piece
    return min(abs(x1 - x0), abs(y1 - y0)) < 1.0


def corners(path: Path) -> list[Point]:
    """All end points of the commands of a path, on the page."""
    return [
        placed(path.matrix, *numbers[-2:])
        for number, (command, numbers) in enumerate(commands(path.data))
        if command != "C" and number < MOST
    ]


def outlines(path: Path) -> list[list[Point]]:
    """The lines of a path on the page, curves as short straight pieces."""
    found: list[list[Point]] = []
    at = (0.0, 0.0)
    points = 0
    for command, numbers in commands(path.data):
        points += 1
        if points > MOST:
            break
        if command in "SM":
            found.append([placed(path.matrix, *numbers)])
        elif command == "C" and found:
            found[-1].append(found[-1][0])
            continue
        elif found:
            found[-1] += [placed(path.matrix, x, y) for x, y in _bent(command, at, numbers)]
        if len(numbers) >= 2:
            at = numbers[-2], numbers[-1]
    return found


def _bent(command: str, start: Point, numbers: list[float]) -> list[Point]:
    """Points of a straight or curved piece after its start; an arc is drawn as its chord."""
    if command in "LA":
        return [(numbers[-2], numbers[-1])]
    spots = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    return [_between(spots, step / STEPS) for step in range(1, STEPS + 1)]


def _between(spots: list[Point], share: float) -> Point:
    """A point of a Bézier curve, by halving lines between its control points."""
    while len(spots) > 1:
        spots = [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for (x0, y0), (x1, y1) in pairwise(spots)]
    return spots[0]
