"""Seals on the picture of a page: round, oval and square ones, faint or half off the page, and rings on grey scans."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..model.case import Mark
from .marks_look import Blob, Look, blobs, long_lines

SIZE = (
    0.055,
    0.42,
)  # width of a seal by the shorter side of a page: 12 mm for a name seal, 42 mm for an organ's
MOST = 4  # on one page
LINE = 0.14  # length of a straight line that belongs to a table and to no seal
RIM = (0.93, 1.06)  # where a rim lies, by the radius that was fitted
OUTSIDE = (1.1, 1.2)  # next to a rim there is no red
ANGLES = 90
WHOLE, WORN, LEAST = 0.8, 0.6, 0.45  # share of a rim that is seen: on a good, a worn and a doubtful seal
EMBLEM = 0.55  # a state emblem is filled, a seal is mostly paper
JOINS = (0.012, 0.045)  # how far the pieces of a good and of a worn seal lie apart
STRETCHED = 1.2  # axes of an oval, from which it can be the hull of two round seals
TRIES = 400  # circles tried through three points of a patch
POINTS = 500


@dataclass(frozen=True, slots=True)
class Rim:
    """An ellipse in pixels: middle, half axes, angle of the first axis in degrees."""

    x: float
    y: float
    a: float
    b: float
    angle: float = 0.0

    def polar(self, ratios: Any, angles: int) -> tuple[Any, Any]:
        """Coordinates (angles, ratios) of points at those shares of the radius."""
        import numpy

        turn = numpy.arange(angles) * (2 * math.pi / angles)
        tilt = math.radians(self.angle)
        along = numpy.cos(turn)[:, None] * self.a * ratios
        across = numpy.sin(turn)[:, None] * self.b * ratios
        xs = self.x + along * math.cos(tilt) - across * math.sin(tilt)
        ys = self.y + along * math.sin(tilt) + across * math.cos(tilt)
        return xs, ys

    @property
    def stretch(self) -> float:
        """Longer by shorter axis."""
        return max(self.a, self.b) / max(min(self.a, self.b), 1)

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom, the width of the line included."""
        tilt = math.radians(self.angle)
        wide = math.hypot(self.a * math.cos(tilt), self.b * math.sin(tilt)) + 2
        high = math.hypot(self.a * math.sin(tilt), self.b * math.cos(tilt)) + 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high


@dataclass(frozen=True, slots=True)
class Seal:
    """A mark with the rim it was found by; None for a square one."""

    mark: Mark
    rim: Rim | None


def seals_of(look: Look) -> list[Seal]:
    """The seals of a page, the surest first."""
    if look.grey:
        return grey_seals(look)
    found = list(_in_red(look, look.red))
    if not found and int(look.faint.sum()) > 2 * int(look.red.sum()):
        found = list(_in_red(look, look.faint))
    return sorted(found, key=lambda one: -one.mark.confidence)[:MOST]


def _in_red(look: Look, red: Any) -> Iterator[Seal]:
    left = red.copy()
    for upright in (True, False):
        left[long_lines(red, int(LINE * look.unit), upright=upright) > 0] = 0
    for join in JOINS:
        for patch in list(blobs(left, max(int(look.unit * join), 4), int(2 * SIZE[0] * look.unit))):
            yield from _on_patch(look, red, left, patch)


def _on_patch(look: Look, red: Any, left: Any, patch: Blob) -> Iterator[Seal]:
    least, most = SIZE[0] * look.unit, SIZE[1] * look.unit
    if int(left[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w].sum()) < 2 * least:
        return  # it belonged to the seal before
    if max(patch.w, patch.h) < least or min(patch.w, patch.h) < 0.3 * least:
        return
    if patch.w > 2.2 * patch.h and patch.h < 2 * least and not _at_edge(look, patch):
        return  # a heading
    seal = _oval(look, left, patch) or _square(look, red, patch) if patch.w < most else None
    if seal and not (seal.rim and seal.rim.stretch > STRETCHED and _round(look, left, patch)):
        yield seal
        left[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w] = 0
        return
    for _ in range(2):
        round_one = _round(look, left, patch)
        if not (round_one and round_one.rim):
            return
        yield round_one
        _wipe(left, round_one.rim)


def _round(look: Look, red: Any, patch: Blob) -> Seal | None:
    rim = _circle(look, red, patch)
    return _judged(look, red, rim) if rim else None


def _at_edge(look: Look, patch: Blob) -> bool:
    near = 0.015 * look.unit
    return (
        patch.x < near
        or patch.y < near
        or patch.x + patch.w > look.width - near
        or patch.y + patch.h > look.height - near
    )


def _points(red: Any, patch: Blob) -> Any:
    import numpy

    part = red[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w]
    ys, xs = numpy.nonzero(part)
    return numpy.column_stack((xs + patch.x, ys + patch.y)).astype(numpy.float32)


def rim_points(red: Any, patch: Blob) -> Any:
    """The first and the last point of each row of a patch: all that its hull asks for."""
    import numpy

    part = red[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w] > 0
    rows = numpy.flatnonzero(part.any(axis=1))
    part = part[rows]
    first, last = part.argmax(axis=1), part.shape[1] - 1 - part[:, ::-1].argmax(axis=1)
    xs, ys = numpy.concatenate((first, last)) + patch.x, numpy.concatenate((rows, rows)) + patch.y
    return numpy.column_stack((xs, ys)).astype(numpy.float32)


def _oval(look: Look, red: Any, patch: Blob) -> Seal | None:
    import cv2

    if _at_edge(look, patch):
        return None
    hull = cv2.convexHull(rim_points(red, patch))
    if len(hull) < 8:
        return None
    (x, y), (wide, high), angle = cv2.fitEllipseDirect(hull)
    if not (0.45 < wide / max(high, 1) < 2.2):
        return None
    return _judged(look, red, Rim(x, y, wide / 2, high / 2, angle))


def _judged(look: Look, red: Any, rim: Rim) -> Seal | None:
    """A seal where a rim stands alone, is mostly closed, and has something in it."""
    import numpy

    if not SIZE[0] * look.unit <= 2 * min(rim.a, rim.b) or 2 * max(rim.a, rim.b) > SIZE[1] * look.unit:
        return None
    ratios = numpy.concatenate(
        [numpy.linspace(0.05, 0.9, 18), numpy.linspace(*RIM, 7), numpy.linspace(*OUTSIDE, 4)]
    )
    xs, ys = rim.polar(ratios, ANGLES)
    on_page: Any = (xs >= 1) & (xs < look.width - 1) & (ys >= 1) & (ys < look.height - 1)
    values: Any = numpy.zeros(xs.shape, bool)
    values[on_page] = red[ys[on_page].astype(int), xs[on_page].astype(int)] > 0
    inner, edge, outer = values[:, :18], values[:, 18:25], values[:, 25:]
    seen = on_page[:, 18:25].all(axis=1)
    share = float(seen.mean())
    if share < 0.2:
        return None
    whole = float(edge.any(axis=1)[seen].mean())
    clear = 1 - float(outer.any(axis=1)[seen].mean())
    weights = ratios[:18] * on_page[:, :18]
    fill = float((inner * weights).sum() / weights.sum())
    if whole < LEAST or clear < 0.6 or not 0.03 < fill < EMBLEM:
        return None
    return Seal(Mark("seal", look.box(*rim.corners), _sure(whole, clear, share)), rim)


def _sure(whole: float, clear: float, share: float) -> float:
    base = 0.95 if whole >= WHOLE else 0.85 if whole >= WORN else 0.6
    base -= 0.1 if clear < 0.8 else 0.0
    base -= 0.1 if share < 0.9 else 0.0
    return round(base, 2)


def _circle(look: Look, red: Any, patch: Blob) -> Rim | None:
    """The circle through most points of a patch, of the circles through three of them."""
    import numpy

    points = _points(red, patch)
    if len(points) < 60:
        return None
    random = numpy.random.default_rng(len(points))
    sample = points[random.choice(len(points), min(POINTS, len(points)), replace=False)]
    three = sample[random.integers(0, len(sample), (TRIES, 3))].astype(numpy.float64)
    x, y, radius = _through(three)
    size = numpy.isfinite(radius) & (radius > SIZE[0] * look.unit / 2) & (radius < SIZE[1] * look.unit / 2)
    # Half of a seal at least lies on the page.
    size &= (x > -0.02 * look.unit) & (x < look.width + 0.02 * look.unit)
    size &= (y > -0.02 * look.unit) & (y < look.height + 0.02 * look.unit)
    if not size.any():
        return None
    x, y, radius = x[size], y[size], radius[size]
    away = numpy.hypot(sample[None, :, 0] - x[:, None], sample[None, :, 1] - y[:, None]) / radius[:, None]
    on, out = numpy.abs(away - 1) < 0.025, (away > OUTSIDE[0]) & (away < OUTSIDE[1])
    # A longer rim holds more points; what lies just outside of it speaks against it.
    score = on.sum(axis=1) / radius**0.5 - 1.5 * out.sum(axis=1) / radius**0.5
    best = int(score.argmax())
    return _refined(points, Rim(float(x[best]), float(y[best]), float(radius[best]), float(radius[best])))


def _through(three: Any) -> tuple[Any, Any, Any]:
    """Middles and radii of the circles through three points each."""
    import numpy

    (ax, ay), (bx, by), (cx, cy) = (three[:, n].T for n in range(3))
    double = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    with numpy.errstate(divide="ignore", invalid="ignore"):
        a2, b2, c2 = ax**2 + ay**2, bx**2 + by**2, cx**2 + cy**2
        x = (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / double
        y = (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / double
        radius = numpy.hypot(ax - x, ay - y)
    return x, y, radius


def _refined(points: Any, rim: Rim) -> Rim:
    """The circle of least squares through the points near a rim."""
    import numpy

    for _ in range(3):
        away = numpy.hypot(points[:, 0] - rim.x, points[:, 1] - rim.y) / rim.a
        near = points[numpy.abs(away - 1) < 0.05].astype(numpy.float64)
        if len(near) < 30:
            return rim
        left = numpy.column_stack((near, numpy.ones(len(near))))
        (u, v, w), *_ = numpy.linalg.lstsq(left, (near**2).sum(axis=1), rcond=None)
        square = w + (u / 2) ** 2 + (v / 2) ** 2
        if square <= 0:
            return rim
        rim = Rim(float(u / 2), float(v / 2), float(square**0.5), float(square**0.5))
    return rim


def _wipe(red: Any, rim: Rim) -> None:
    """Take a seal out of a mask, so that another on the same patch is seen."""
    import cv2

    cv2.circle(red, (round(rim.x), round(rim.y)), round(rim.a * 1.06), 0, -1)


def _square(look: Look, red: Any, patch: Blob) -> Seal | None:
    """A seal with four straight sides, as persons and some offices have."""
    import numpy

    wide, high = float(patch.w), float(patch.h)
    if not (0.6 < wide / high < 1.7) or _at_edge(look, patch) or max(wide, high) > 0.25 * look.unit:
        return None
    part = red[patch.y : patch.y + patch.h, patch.x : patch.x + patch.w]
    deep = max(int(min(wide, high) * 0.1), 3)
    sides = (
        part[:deep].any(axis=0),
        part[-deep:].any(axis=0),
        part[:, :deep].any(axis=1),
        part[:, -deep:].any(axis=1),
    )
    whole = min(float(side.mean()) for side in sides)
    inside = part[deep:-deep, deep:-deep]
    length = max(int(min(wide, high) * 0.6), 8)
    straight = [long_lines(part, length, upright=upright) for upright in (False, True)]
    framed = sum(int(numpy.count_nonzero(one)) > 1.2 * length for one in straight)
    if whole < 0.75 or framed < 2 or not 0.08 < float(inside.mean()) < 0.75:
        return None
    box = look.box(patch.x, patch.y, patch.x + patch.w, patch.y + patch.h)
    return Seal(Mark("seal", box, 0.75 if whole < 0.9 else 0.85), None)


def grey_seals(look: Look) -> list[Seal]:
    """Rings on a page without colour; a ring alone says little, so the confidence is low."""
    import cv2

    scale = 0.5
    small = cv2.resize(look.paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    least, most = (int(SIZE[n] * look.unit * scale / 2) for n in (0, 1))
    circles = cv2.HoughCircles(
        grey, cv2.HOUGH_GRADIENT_ALT, 1.5, 20, param1=250, param2=0.75, minRadius=least, maxRadius=most // 1
    )
    found: list[Seal] = []
    for x, y, radius in circles[0][:8].tolist() if circles is not None else ():
        rim = Rim(x / scale, y / scale, radius / scale, radius / scale)
        seal = _ring(look, rim)
        if seal and all(
            math.hypot(rim.x - one.rim.x, rim.y - one.rim.y) > one.rim.a / 2 for one in found if one.rim
        ):
            found.append(seal)
    return found


def _ring(look: Look, rim: Rim) -> Seal | None:
    import numpy

    ratios = numpy.concatenate(
        [numpy.linspace(0.05, 0.85, 18), numpy.linspace(0.95, 1.05, 9), numpy.linspace(1.12, 1.25, 4)]
    )
    xs, ys = rim.polar(ratios, ANGLES)
    on_page: Any = (xs >= 1) & (xs < look.width - 1) & (ys >= 1) & (ys < look.height - 1)
    grey = look.paper.min(axis=2)
    dark: Any = numpy.zeros(xs.shape, bool)
    dark[on_page] = grey[ys[on_page].astype(int), xs[on_page].astype(int)] < 215
    seen = on_page[:, 18:27].all(axis=1)
    if float(seen.mean()) < 0.6:
        return None
    whole = float(dark[:, 18:27].any(axis=1)[seen].mean())
    solid = float(dark[:, 18:27].mean())
    outer = float(dark[:, 27:].mean())
    fill = float(dark[:, :18].mean())
    if whole < 0.85 or outer > 0.25 or not 0.05 < fill < EMBLEM or solid < 1.5 * outer:
        return None
    return Seal(Mark("seal", look.box(*rim.corners), 0.6), rim)
