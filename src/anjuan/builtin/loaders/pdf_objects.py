"""What is drawn on a page besides its text layer: rules, pictures, curves, and print meant to stay unseen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from anjuan import Rules

from .pdf_calls import Colour, call, colours, object_bounds
from .pdf_text import Upright

MAX_RULES = 2000  # more paths are a drawing, not a form
MAX_OBJECTS = 200_000  # a page with more is refused
STRAIGHT = 8  # points of a path, up to which it may be a rule or a rectangle
RECTANGLE = 5
THIN = 0.004  # of the page: a stroke, not a shape
OUTLINED = 600  # points of curves from which they may be letters
DEPTH = 6  # of forms within forms
FULL = 0.98  # of the page in both directions: its own edge, no rule
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
_UNSEEN = (3, 7)  # text render modes: invisible, clip only
_FILLED = (0, 4)
WHITE, CLEAR = 235, 40  # colour from which print is white, alpha up to which it is clear
REDDER = 70  # how much redder than green and blue red print is

Matrix = tuple[float, float, float, float, float, float]
Corners = tuple[float, float, float, float]
Group = tuple[Matrix | None, bytes, list[int]]


@dataclass(slots=True)
class Drawn:
    """Objects of one page.

    Attributes:
        images: where pictures stand; shapes: where curves and slanting lines do.
        pixels: of the largest picture, as stored.
        points: of curves, outlines of letters, strokes of a pen; not of many red ones, as a seal has.
        texts: objects with print; `unseen`: those whose print is invisible, clear or white.
        red: True when print is red.
        excess: True when there are too many objects to look at.
    """

    rules: Rules = field(default_factory=Rules)
    images: list[Corners] = field(default_factory=list)
    shapes: list[Corners] = field(default_factory=list)
    pixels: int = 0
    curves: int = 0
    shades: int = 0
    points: int = 0
    texts: int = 0
    unseen: int = 0
    red: bool = False
    excess: bool = False

    @property
    def pictures(self) -> float:
        """Share of the page that pictures cover; overlaps count twice, 1 at most."""
        return min(sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self.images), 1.0)

    @property
    def plain(self) -> bool:
        """True when nothing on the page could be a seal, a signature or handwriting."""
        return not (self.images or self.curves or self.red or self.excess)


def survey(page: int, view: Upright, *, inner: bool = True) -> Drawn:
    """Look at all objects of a page, those inside of forms too.

    Args:
        page: address of the page.
        inner: paths inside of forms may be rules of the page.
    """
    found = Drawn()
    paths = 0
    for matrix, kinds, objects in groups(page):
        if len(objects) > MAX_OBJECTS:
            found.excess = True
            return found
        found.shades += kinds.count(SHADING)
        _texts(found, _of(TEXT, kinds, objects))
        _images(found, _of(IMAGE, kinds, objects), matrix, view)
        drawn = _of(PATH, kinds, objects)
        paths += len(drawn)
        if paths <= MAX_RULES:
            _paths(found, drawn, matrix, view, rules=inner or matrix is None)
        else:
            found.curves += len(drawn)
            found.points += STRAIGHT * len(drawn)
    if paths > MAX_RULES:
        found.rules = Rules()
    return found


def groups(page: int) -> Iterator[Group]:
    """Objects of the page, then those of each form on it: matrix to the page, kinds, addresses."""
    count = call("FPDFPage_CountObjects")(page)
    yield from _group(page, count, call("FPDFPage_GetObject"), None, DEPTH, [0])


def _group(
    holder: int, count: int, get: Any, matrix: Matrix | None, depth: int, total: list[int]
) -> Iterator[Group]:
    total[0] += count
    if total[0] > MAX_OBJECTS:
        yield matrix, b"", [0] * (MAX_OBJECTS + 1)
        return
    objects = list(map(get, repeat(holder), range(count)))
    kinds = bytes(map(call("FPDFPageObj_GetType"), objects))
    yield matrix, kinds, objects
    if FORM not in kinds or depth == 0:
        return
    inner = call("FPDFFormObj_GetObject")
    for kind, one in zip(kinds, objects, strict=True):
        if kind == FORM:
            members = call("FPDFFormObj_CountObjects")(one)
            yield from _group(one, max(members, 0), inner, _combined(_matrix(one), matrix), depth - 1, total)


def switch_text(page: int, *, on: bool) -> None:
    """Leave the text objects of a page out of its renderings, or take them in again."""
    switch = call("FPDFPageObj_SetIsActive")
    for _, kinds, objects in groups(page):
        for one in _of(TEXT, kinds, objects):
            switch(one, on)


def _of(kind: int, kinds: Sequence[int], objects: Sequence[int]) -> list[int]:
    return [one for one, its in zip(objects, kinds, strict=True) if its == kind] if kind in kinds else []


def _texts(found: Drawn, texts: Sequence[int]) -> None:
    if not texts:
        return
    found.texts += len(texts)
    modes = bytes(map(call("FPDFTextObj_GetTextRenderMode"), texts))
    looks = list(zip(colours(texts), modes, strict=True))
    for look in set(looks):
        colour, mode = look
        found.red = found.red or _is_red(colour)
        pale = colour[0] <= 255 and (min(colour[:3]) >= WHITE or colour[3] <= CLEAR)
        if mode in _UNSEEN or (mode in _FILLED and pale):
            found.unseen += looks.count(look)


def _is_red(colour: Colour) -> bool:
    return colour[0] <= 255 and colour[0] - max(colour[1:3]) > REDDER


def _images(found: Drawn, images: Sequence[int], matrix: Matrix | None, view: Upright) -> None:
    if not images:
        return
    import numpy

    boxes = numpy.nan_to_num(_boxes(images, matrix, view)).clip(0, 1)
    found.images += [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes.tolist()]
    size = (ctypes.c_uint * 2)()
    start = ctypes.addressof(size)
    ask = call("FPDFImageObj_GetImagePixelSize")
    for image in images:
        if ask(image, start, start + ctypes.sizeof(ctypes.c_uint)):
            found.pixels = max(found.pixels, size[0] * size[1])


def _paths(found: Drawn, paths: Sequence[int], matrix: Matrix | None, view: Upright, *, rules: bool) -> None:
    if not paths:
        return
    points = list(map(call("FPDFPath_CountSegments"), paths))
    add_box, bent = found.rules.add_box, dict[int, int]()
    for path, count, (x0, y0, x1, y1) in zip(
        paths, points, _boxes(paths, matrix, view).tolist(), strict=True
    ):
        if not x0 <= x1:  # no box
            continue
        if count > RECTANGLE or (x1 - x0 > THIN and y1 - y0 > THIN and (count < 4 or _bent(path))):
            found.curves += 1
            found.shapes.append((x0, y0, x1, y1))
            bent[path] = count
        if rules and count <= STRAIGHT and not (x1 - x0 > FULL and y1 - y0 > FULL):
            add_box(x0, y0, x1, y1)
    if found.points + sum(bent.values()) > OUTLINED:  # print is black; the letters on a seal are red
        for stroke in (False, True):
            red = [
                path
                for path, colour in zip(bent, colours(list(bent), stroke=stroke), strict=True)
                if _is_red(colour)
            ]
            for path in red:
                del bent[path]
    found.points += sum(bent.values())


def _bent(path: int) -> bool:
    """True when a path of four or five points has a curve: its third point always belongs to one then."""
    segment = call("FPDFPath_GetPathSegment")(path, 2)
    return bool(call("FPDFPathSegment_GetType")(segment) == 1)


def _boxes(objects: Sequence[int], matrix: Matrix | None, view: Upright) -> Any:
    table = object_bounds(objects)
    if matrix is not None:
        import numpy

        a, b, c, d, e, f = matrix
        across, down = table[:, [0, 2, 0, 2]], table[:, [1, 1, 3, 3]]
        x, y = a * across + c * down + e, b * across + d * down + f
        table = numpy.column_stack((x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)))
    return view.boxes(table)


def _matrix(form: int) -> Matrix:
    room = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    call("FPDFPageObj_GetMatrix")(form, ctypes.addressof(room))
    a, b, c, d, e, f = room
    return a, b, c, d, e, f


def _combined(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
