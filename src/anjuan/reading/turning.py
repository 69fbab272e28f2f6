"""Which way up a page lies: rows of print by the gaps between characters, then a small model for head or foot."""

from __future__ import annotations

from functools import cache
from typing import Any

SIDE = 1000  # pixels of the longer side that is looked at
DARKER = 0.12  # than its surroundings, by the contrast of the page
RULE = 40  # length from which a stroke is a ruled line
CHARACTER = (4, 40)  # longer side of a character or a part of one
ENOUGH = 12  # characters from which there is something to tell
ALONG, ACROSS = (
    0.6,
    0.25,
)  # share of characters whose nearest neighbour stands beside them: upright, on its side
ROW = (8, 40)  # height of a row of print
MOST_ROWS, LEAST_ROWS = 16, 3
SURE = 0.8  # probability from which rows are believed to stand on their heads
_SHAPE = (48, 192)  # what the model wants to see: four characters or so


def turn_of(pixels: Any) -> int:
    """Degrees clockwise (0, 90, 180, 270) that would set a page upright; 0 unless all signs agree.

    Args:
        pixels: uint8 (height, width, 3), BGR.

    Returns:
        A proposal: who turns a page by it compares what is read both ways.
    """
    import numpy

    ink = _ink(pixels)
    share = _beside(ink)
    if share is None:
        return 0
    if share >= ALONG:
        return 180 if _on_head(pixels, ink) >= SURE else 0
    if share > ACROSS:
        return 0
    # Turned a quarter clockwise the rows lie level; then they stand on their feet or on their heads.
    head = _on_head(numpy.ascontiguousarray(numpy.rot90(pixels, -1)), numpy.rot90(ink, -1).copy())
    return 270 if head >= SURE else 90 if 0 <= head <= 1 - SURE else 0


def turned(pixels: Any, turn: int) -> Any:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(pixels, -(turn // 90))) if turn else pixels


def _ink(pixels: Any) -> Any:
    """Ink without ruled lines, at the size that is looked at."""
    import cv2
    import numpy

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    scale = min(SIDE / max(grey.shape), 1.0)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper, print_ = numpy.percentile(grey, (60, 1))
    darker = min(max(DARKER * float(paper - print_), 5), 14)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, darker)
    for wide, high in ((RULE, 1), (1, RULE)):
        # Bridged by a pixel across, so that a line which is a little askew stays one.
        bridge = numpy.ones((3, 1) if high == 1 else (1, 3), numpy.uint8)
        line = cv2.morphologyEx(
            cv2.dilate(ink, bridge), cv2.MORPH_OPEN, numpy.ones((high, wide), numpy.uint8)
        )
        ink[cv2.dilate(line, numpy.ones((3, 3), numpy.uint8)) > 0] = 0
    return ink


def _beside(ink: Any) -> float | None:
    """Share of characters whose nearest neighbour stands beside them, not above or below; None without print."""
    import cv2
    import numpy

    stats = cv2.connectedComponentsWithStats(ink)[2][1:]
    longer = numpy.maximum(stats[:, 2], stats[:, 3])
    stats = stats[(longer >= CHARACTER[0]) & (longer <= CHARACTER[1])]
    if len(stats) < ENOUGH:
        return None
    stats = stats[numpy.argsort(-stats[:, 4], kind="stable")[:1500]]  # the specks of a fax are left out
    x0, y0 = stats[:, 0].astype(numpy.int32), stats[:, 1].astype(numpy.int32)
    x1, y1 = x0 + stats[:, 2], y0 + stats[:, 3]
    beside = _nearest(x0, x1, y0, y1)
    above = _nearest(y0, y1, x0, x1)
    near = numpy.minimum(beside, above) < CHARACTER[1]
    told = near & (beside != above)
    return float((beside < above)[told].mean()) if int(told.sum()) >= ENOUGH else None


def _nearest(a0: Any, a1: Any, b0: Any, b1: Any) -> Any:
    """Gap of each part to the nearest one along the axis `a` that shares half of its extent on the axis `b`."""
    import numpy

    shared = numpy.minimum(b1[:, None], b1) - numpy.maximum(b0[:, None], b0)
    gap = numpy.maximum(a0[:, None], a0) - numpy.minimum(a1[:, None], a1)
    fits = (2 * shared >= numpy.minimum((b1 - b0)[:, None], b1 - b0)) & (gap > 0)
    return numpy.where(fits, gap, 1_000_000).min(axis=1)


def _on_head(pixels: Any, ink: Any) -> float:
    """Probability of the rows to stand on their heads, by the middle half of them; -1 where there are too few."""
    import cv2
    import numpy

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, numpy.ones((1, 15), numpy.uint8))
    stats = cv2.connectedComponentsWithStats(closed)[2][1:]
    rows = stats[(stats[:, 3] >= ROW[0]) & (stats[:, 3] <= ROW[1]) & (stats[:, 2] >= 3 * stats[:, 3])]
    rows = rows[numpy.argsort(-rows[:, 2], kind="stable")[:MOST_ROWS]]
    if len(rows) < LEAST_ROWS:
        return -1.0
    scale = pixels.shape[1] / ink.shape[1]
    batch = numpy.zeros((len(rows), 3, *_SHAPE), numpy.float32)
    for number, (x, y, w, h, _) in enumerate(rows.tolist()):
        top, bottom = int(max(y - 2, 0) * scale), int((y + h + 2) * scale)
        left, right = int(max(x - 2, 0) * scale), int((x + min(w, 6 * h) + 2) * scale)
        strip = pixels[top:bottom, left:right]
        wide = min(_SHAPE[1], -(-_SHAPE[0] * strip.shape[1] // strip.shape[0]))
        batch[number, :, :, :wide] = cv2.resize(strip, (wide, _SHAPE[0])).transpose(2, 0, 1) / 127.5 - 1
    session = _session()
    chances = session.run(None, {session.get_inputs()[0].name: batch})[0]
    told = numpy.sort(chances[:, 1])
    return float(told[len(told) // 4 : len(told) - len(told) // 4].mean())


@cache
def _session() -> Any:
    """The model for the direction of a line that the wheel of rapidocr carries (0.6 MB)."""
    from importlib.util import find_spec
    from pathlib import Path

    import onnxruntime

    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    path = next(iter(sorted(folder.glob("*cls*.onnx"))), None)
    if path is None:
        raise FileNotFoundError("rapidocr carries no model for the direction of lines")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
