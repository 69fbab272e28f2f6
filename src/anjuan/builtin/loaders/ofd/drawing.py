"""What is drawn on a page of an OFD, in the order in which it is drawn, as places in millimetres of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from anjuan import InputError, TooLarge, limits, local_name

from .package import Body, Ofd, PageRef, Resources, area_of, floats, load_resources

Matrix = tuple[float, float, float, float, float, float]  # x' = a x + c y + e; y' = b x + d y + f
ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEPTH = 32  # of blocks and composite objects within each other
LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}
WHITE = (255, 255, 255)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """One text object: characters with the places of their base lines in the space of the object."""

    chars: str
    origins: tuple[tuple[float, float], ...]
    advances: tuple[float, ...]
    size: float
    matrix: Matrix
    font: str | None = None
    colour: Colour = (0, 0, 0)
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Path:
    """One path: its commands, as written, in the space of the object."""

    data: str
    matrix: Matrix
    stroke: bool
    fill: bool
    colour: Colour = (0, 0, 0)
    width: float = 0.353
    stamp: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its part, and the matrix from the unit square to the page."""

    part: str | None
    matrix: Matrix
    alpha: float = 1.0
    stamp: bool = False


Thing = Text | Path | Picture


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page: width and height in millimetres, and what stands on it."""

    width: float
    height: float
    things: tuple[Thing, ...]


def after(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first` and then `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def covered(one: Picture, drawing: Drawing) -> float:
    """Square millimetres of the page below a picture, by the box around it."""
    spots = [placed(one.matrix, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    wide = min(max(xs), drawing.width) - max(min(xs), 0)
    high = min(max(ys), drawing.height) - max(min(ys), 0)
    return max(wide, 0.0) * max(high, 0.0)


def drawing_of(ofd: Ofd, page: PageRef, where: str) -> Drawing:
    """All that is drawn on a page, its templates and annotations included.

    Args:
        where: file and page, for messages.

    Raises:
        UnreadableFile: the page's part is missing or damaged; TooLarge: more objects than the cap.
    """
    body = ofd.bodies[page.body]
    root = ofd.packed.xml(page.part or "")
    area = next((area_of(one) for one in root if local_name(one) == "Area"), None) or body.area
    more = [place for one in root if local_name(one) == "PageRes" for place in [_at(ofd, page, one)] if place]
    resources = body.resources(ofd.packed)
    if more:
        resources = resources.with_more(load_resources(ofd.packed, more))
    pen = _Pen(ofd, resources, where)
    base: Matrix = (1.0, 0.0, 0.0, 1.0, -area[0], -area[1])
    things: list[Thing] = []
    for tree, order in _templates(ofd, body, root):
        if order != "Foreground":
            things += pen.layers(tree, base)
    things += pen.layers(root, base)
    for tree, order in _templates(ofd, body, root):
        if order == "Foreground":
            things += pen.layers(tree, base)
    for part in body.annotations.get(page.id, ()):
        things += _notes(ofd, part, pen, base)
    return Drawing(area[2], area[3], tuple(things))


def _at(ofd: Ofd, page: PageRef, element: Any) -> str | None:
    return ofd.packed.at(page.part or "", element.text or "")


def _templates(ofd: Ofd, body: Body, root: Any) -> Iterator[tuple[Any, str]]:
    for one in root:
        if local_name(one) == "Template":
            part, order = body.templates.get(one.get("TemplateID") or "", (None, "Background"))
            if part is not None:
                yield ofd.tree(part), one.get("ZOrder") or order


def _notes(ofd: Ofd, part: str, pen: _Pen, base: Matrix) -> Iterator[Thing]:
    """What annotations draw; watermarks and hidden ones are no part of the paper."""
    try:
        root = ofd.packed.xml(part)
    except InputError:
        return
    for note in root.iter():
        if local_name(note) != "Annot" or note.get("Type") == "Watermark" or note.get("Visible") == "false":
            continue
        for look in note:
            if local_name(look) == "Appearance":
                corner = floats(look.get("Boundary"))
                shift: Matrix = (1, 0, 0, 1, *corner[:2]) if len(corner) >= 2 else ONE  # type: ignore[assignment]  # its length was tested
                pen.stamp = note.get("Type") == "Stamp"
                yield from pen.inside(look, after(shift, base), 0, ())
                pen.stamp = False


class _Pen:
    """Follows the objects of one page."""

    def __init__(self, ofd: Ofd, resources: Resources, where: str) -> None:
        self._ofd, self._resources, self._where = ofd, resources, where
        self._left = limits().objects
        self.stamp = False

    def layers(self, root: Any, base: Matrix) -> Iterator[Thing]:
        """The layers of a page or template, the background first."""
        found = [layer for one in root if local_name(one) == "Content" for layer in one]
        for layer in sorted(found, key=lambda one: LAYERS.get(one.get("Type") or "Body", 1)):
            if local_name(layer) == "Layer":
                yield from self.inside(layer, base, 0, ())
            else:  # some writers leave layers out
                yield from self._thing(layer, base, 0, ())

    def inside(self, holder: Any, base: Matrix, depth: int, units: tuple[str, ...]) -> Iterator[Thing]:
        """The objects in a layer, block or unit."""
        if depth > DEPTH:
            raise TooLarge(f"页面对象嵌套超过 {DEPTH} 层", self._where, "核对文件来源后重新导出")
        for one in holder:
            yield from self._thing(one, base, depth, units)

    def _count(self, number: int = 1) -> None:
        self._left -= number
        if self._left < 0:
            raise TooLarge(f"一页的对象超过上限 {limits().objects} 个", self._where, "转换为 PDF 后重试")

    def _thing(self, one: Any, base: Matrix, depth: int, units: tuple[str, ...]) -> Iterator[Thing]:
        kind = local_name(one)
        self._count()
        if one.get("Visible") == "false":
            return
        if kind in ("PageBlock", "Layer", "Content"):
            yield from self.inside(one, base, depth + 1, units)
        elif kind == "TextObject":
            yield from self._text(one, after(_own(one), base))
        elif kind == "PathObject":
            yield _path(one, after(_own(one), base), stamp=self.stamp)
        elif kind == "ImageObject":
            part = self._resources.pictures.get(one.get("ResourceID") or "")
            yield Picture(part, after(_unit_square(one), base), _alpha(one), self.stamp)
        elif kind == "CompositeObject":
            key = one.get("ResourceID") or ""
            unit = self._resources.units.get(key)
            if unit is not None and key not in units:  # a unit within itself is drawn once
                yield from self.inside(unit, after(_own(one), base), depth + 1, (*units, key))

    def _text(self, one: Any, matrix: Matrix) -> Iterator[Thing]:
        size = _number(one, "Size", 0.0)
        if size <= 0:
            return
        scale = _number(one, "HScale", 1.0) or 1.0
        font = self._resources.fonts.get(one.get("Font") or "")
        colour, clear = _colour(one, "FillColor", default=(0, 0, 0))
        drawn = one.get("Fill") != "false" or one.get("Stroke") == "true"
        seen = drawn and not clear and _alpha(one) > 0
        at = (0.0, 0.0)
        for code in one:
            if local_name(code) != "TextCode":
                continue
            chars = _chars(code.text or "")
            self._count(len(chars))
            start = (_number(code, "X", at[0]), _number(code, "Y", at[1]))
            origins, advances, at = _origins(code, chars, start, size * scale)
            if chars.strip():
                yield Text(chars, origins, advances, size, matrix, font, colour, seen)


def _chars(text: str) -> str:
    """The characters of a text code without the line breaks that a pretty-printer put around them."""
    return text.strip("\r\n\t ") if "\n" in text else text


def _origins(
    code: Any, chars: str, start: tuple[float, float], size: float
) -> tuple[tuple[tuple[float, float], ...], tuple[float, ...], tuple[float, float]]:
    """Places of all characters, how far each reaches, and where the next code goes on."""
    natural = [size * (0.5 if char.isascii() else 1.0) for char in chars]
    across, down = _deltas(code.get("DeltaX"), len(chars)), _deltas(code.get("DeltaY"), len(chars))
    x, y = start
    origins, advances = [], []
    for index, width in enumerate(natural):
        origins.append((x, y))
        dx = across[index] if index < len(across) else 0.0 if down and not across else width
        dy = down[index] if index < len(down) else 0.0
        # The step to the next character is the width of this one, unless it stands apart or below.
        advances.append(dx if 0 < dx <= 1.2 * size and not dy else width)
        x, y = x + dx, y + dy
    return tuple(origins), tuple(advances), (x, y)


def _deltas(text: str | None, most: int) -> list[float]:
    """Steps between characters; `g n d` stands for n times d, and never for more than there are characters."""
    words = iter((text or "").split(None, 4 * most)[: 4 * most])
    found: list[float] = []
    try:
        for word in words:
            if word == "g":
                times, step = int(next(words, "0")), float(next(words, "0"))
                found += [step] * max(min(times, most - len(found)), 0)
            else:
                found.append(float(word))
            if len(found) >= most:
                break
    except ValueError:
        return []
    return found if all(abs(step) < 1e9 for step in found) else []


def _own(one: Any) -> Matrix:
    """From the space of an object to that of its holder: its matrix, then the corner of its boundary."""
    corner, own = floats(one.get("Boundary")), floats(one.get("CTM"))
    matrix: Matrix = tuple(own) if len(own) == 6 else ONE  # type: ignore[assignment]  # its length was tested
    if len(corner) < 2:
        return matrix
    return after(matrix, (1.0, 0.0, 0.0, 1.0, corner[0], corner[1]))


def _unit_square(one: Any) -> Matrix:
    """The matrix of a picture; one without a matrix fills its boundary."""
    box: list[float] = floats(one.get("Boundary"))
    if len(floats(one.get("CTM"))) == 6 or len(box) < 4:
        return _own(one)
    return box[2], 0.0, 0.0, box[3], box[0], box[1]


def _path(one: Any, matrix: Matrix, *, stamp: bool) -> Path:
    stroke, fill = one.get("Stroke") != "false", one.get("Fill") == "true"
    colour, clear = _colour(one, "FillColor" if fill and not stroke else "StrokeColor", default=(0, 0, 0))
    data = next((child.text or "" for child in one if local_name(child) == "AbbreviatedData"), "")
    if clear or _alpha(one) <= 0:
        data = ""
    return Path(data, matrix, stroke, fill, colour, _number(one, "LineWidth", 0.353), stamp)


def _colour(one: Any, wanted: str, *, default: Colour) -> tuple[Colour, bool]:
    """The colour of an object and whether it is clear; patterns and other spaces count as black."""
    for child in one:
        if local_name(child) == wanted:
            numbers = floats(child.get("Value"))
            clear = child.get("Alpha") == "0" or any(local_name(inner) == "Pattern" for inner in child)
            if len(numbers) == 3 and all(0 <= number <= 255 for number in numbers):
                return (int(numbers[0]), int(numbers[1]), int(numbers[2])), clear
            return default, clear
    return default, False


def _alpha(one: Any) -> float:
    return min(max(_number(one, "Alpha", 255.0) / 255, 0.0), 1.0)


def _number(one: Any, name: str, default: float) -> float:
    numbers = floats(one.get(name))
    return numbers[0] if numbers else default
