"""Labels and values side by side, without rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .inline import MAX_LINES, starts_label
from .prints import Field, Print, make_field, same_row
from .words import LABELS, LONGEST, plain_label


def joined_labels(lines: list[Print]) -> list[Print]:
    """Characters of a label that stand far apart (案 号:) made one line again."""
    found: list[Print] = []
    for one in lines:
        last = found[-1] if found else None
        if (
            last
            and len(last.text) <= 3
            and last.end == one.start
            and not one.flow
            and same_row(last, one)
            and _begins_label(last.text + one.text)
        ):
            found[-1] = Print(last.start, last.text + one.text, last.line, last.page, last.flow)
            continue
        found.append(one)
    return found


def _begins_label(text: str) -> bool:
    label = plain_label(text.split(":")[0])
    return label in LABELS or (len(text) <= 3 and LABELS.begin(label))


def beside(lines: Sequence[Print]) -> Iterator[Field]:
    """A line that is a label, and the lines to its right; a label may be wrapped over two lines."""
    if not lines or lines[0].flow:
        return
    labels: dict[int, tuple[str, list[Print]]] = {}
    used: set[int] = set()
    for index, one in enumerate(lines):
        if index in used or len(one.text) > LONGEST or ":" in one.text:
            continue
        label = plain_label(one.text)
        second = _second_line(lines, index, label)
        if second is not None:
            used.add(second)
            labels[index] = (plain_label(one.text + lines[second].text), [one, lines[second]])
        elif label in LABELS:
            labels[index] = (label, [one])
    taken = {id(part) for _, parts in labels.values() for part in parts}
    for label, parts in labels.values():
        head = (parts[0].start, parts[-1].end if len(parts) == 1 else parts[0].end)
        values = _right_lines(lines, parts, taken, signed=label.endswith(("意见", "建议")))
        yield make_field(label, [(one.start, one.text) for one in values], head)


def _second_line(lines: Sequence[Print], index: int, label: str) -> int | None:
    first = lines[index]
    for other in range(index + 1, min(index + 5, len(lines))):
        box, below = first.line.box, lines[other].line.box
        under = below.y0 > box.y0 + box.height * 0.7 and below.y0 - box.y1 < box.height
        overlap = min(box.x1, below.x1) - max(box.x0, below.x0)
        if under and overlap > 0 and ":" not in lines[other].text:
            whole = label + plain_label(lines[other].text)
            if whole in LABELS and len(lines[other].text) <= LONGEST:
                return other
    return None


def _right_lines(
    lines: Sequence[Print], parts: Sequence[Print], taken: set[int], *, signed: bool
) -> list[Print]:
    """The lines of a value; that of an opinion holds its signature line (承办人:), any other ends before a label."""
    top, bottom = parts[0].line.box.y0, parts[-1].line.box.y1
    edge = max(part.line.box.x1 for part in parts)
    height = parts[0].line.box.height or 0.01
    row = [
        one
        for one in lines
        if one.line.box.x0 > edge - 0.01
        and one.line.box.y1 > top - 0.3 * height
        and one.line.box.y0 < bottom + 0.3 * height
    ]
    ends = [one.line.box.x0 for one in row if id(one) in taken or (not signed and starts_label(one))]
    stop = min(ends, default=2.0)
    values = [one for one in row if one.line.box.x0 < stop - 0.01 and id(one) not in taken]
    if not values:
        return []
    left = min(one.line.box.x0 for one in values)
    upper, lower = _extent(lines, parts, taken, centred=values[0].line.box.y0 < top - 0.3 * height)
    column = [
        one
        for one in lines
        if id(one) not in taken
        and left - 0.03 < one.line.box.x0 < stop - 0.01
        and upper < (one.line.box.y0 + one.line.box.y1) / 2 < lower
    ]
    return _unbroken(column, values, 1.2 * height)


def _extent(
    lines: Sequence[Print], parts: Sequence[Print], taken: set[int], *, centred: bool
) -> tuple[float, float]:
    """From where to where a value can reach: half way to the labels above and below where labels stand in the
    middle of their rows, else down to the next label."""
    top, bottom = parts[0].line.box.y0, parts[-1].line.box.y1
    x0, x1 = parts[0].line.box.x0, parts[0].line.box.x1
    own = {id(part) for part in parts}
    others = [
        one.line.box
        for one in lines
        if id(one) in taken and id(one) not in own and one.line.box.x0 < x1 and one.line.box.x1 > x0
    ]
    above = max((box.y1 for box in others if box.y1 <= top + 0.002), default=-1.0)
    below = min((box.y0 for box in others if box.y0 >= bottom - 0.002), default=2.0)
    if centred:
        return (above + top) / 2, (bottom + below) / 2
    return top - 0.01, below


def _unbroken(column: Sequence[Print], values: Sequence[Print], gap: float) -> list[Print]:
    """The lines of a column that hang together with the first ones."""
    kept = list(values)
    known = {id(one) for one in values}
    for one in column:
        if id(one) in known:
            continue
        near = any(
            abs(one.line.box.y0 - other.line.box.y1) < gap or abs(other.line.box.y0 - one.line.box.y1) < gap
            for other in kept[-3:]
        )
        if near and len(kept) < 2 * MAX_LINES:
            kept.append(one)
            known.add(id(one))
    return sorted(kept, key=lambda one: (one.line.box.y0, one.line.box.x0))
