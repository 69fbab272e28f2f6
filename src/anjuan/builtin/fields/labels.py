"""All fields of a document: in the cells of ruled forms, side by side without rules, and inside lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .inline import HAN_LABEL, inline
from .prints import Field, Print, make_field, touches
from .rows import beside, joined_labels
from .words import LABELS, plain_label


def fields_of(prints: Sequence[Print]) -> tuple[Field, ...]:
    """All fields of a document in the order of their labels."""
    found: list[Field] = []
    for page in _by_page(prints):
        cells: dict[int, list[Print]] = {}
        loose: list[Print] = []
        for one in page:
            if one.line.cell >= 0:
                cells.setdefault(one.line.cell, []).append(one)
            else:
                loose.append(one)
        loose = _overflowing(cells, loose)
        found += _of_cells(cells)
        for members in cells.values():
            found += inline(members, ruled=True)
        loose = joined_labels(loose)
        found += beside(loose)
        found += inline(loose, ruled=False)
    return tuple(sorted(found, key=lambda one: one.head))


def _overflowing(cells: dict[int, list[Print]], loose: list[Print]) -> list[Print]:
    """Handwriting runs over the edge of its cell: what touches the last line of a cell belongs to it."""
    if not cells or not loose or loose[0].flow:
        return loose
    kept = []
    for one in loose:
        for members in cells.values():
            at = next((n for n, member in enumerate(members) if touches(member, one)), None)
            if at is not None:
                members.insert(at + 1, one)
                break
        else:
            kept.append(one)
    return kept


def _by_page(prints: Sequence[Print]) -> Iterator[list[Print]]:
    current: list[Print] = []
    for one in prints:
        if current and current[-1].page != one.page:
            yield current
            current = []
        current.append(one)
    if current:
        yield current


def _of_cells(cells: dict[int, list[Print]]) -> Iterator[Field]:
    order = sorted(cells)
    paired: set[int] = set()
    blank: list[int] = []
    plain = {index: plain_label("".join(one.text for one in cells[index])) for index in order}
    for position, index in enumerate(order):
        label = plain[index]
        if label not in LABELS and not HAN_LABEL.match(label):
            continue
        head = (cells[index][0].start, cells[index][-1].end)
        following = order[position + 1] if position + 1 < len(order) else None
        if following is None or plain[following] in LABELS or not _right_of(cells, index, following):
            if label in LABELS:
                blank.append(index)
            continue
        if label in LABELS:
            paired.add(following)
        values = list(cells[following])
        for after in order[position + 2 :]:
            # A stroke of handwriting or a fold of the paper can look like a rule.
            if plain[after] in LABELS or not touches(values[-1], cells[after][0]):
                break
            values += cells[after]
        yield make_field(label, [(one.start, one.text) for one in values], head)
    for index in blank:
        below = _below(cells, index, paired | {one for one in order if plain[one] in LABELS})
        head = (cells[index][0].start, cells[index][-1].end)
        yield make_field(plain[index], [(one.start, one.text) for one in below], head)


def _below(cells: dict[int, list[Print]], label: int, taken: set[int]) -> list[Print]:
    """The cell under a heading, where labels stand in a row above their values."""
    head = cells[label][-1].line.box
    if cells[label][0].flow:
        return []
    middle, best, found = (head.x0 + head.x1) / 2, 0.08, None
    for index, members in cells.items():
        if index in taken:
            continue
        left = min(one.line.box.x0 for one in members)
        right = max(one.line.box.x1 for one in members)
        gap = members[0].line.box.y0 - head.y1
        if 0 < gap < best and (left < middle < right or abs((left + right) / 2 - middle) < 0.05):
            best, found = gap, index
    return cells[found] if found is not None else []


def _right_of(cells: dict[int, list[Print]], label: int, value: int) -> bool:
    """True when a cell is the neighbour of a label; an empty cell between them has no lines."""
    if cells[label][0].flow:
        return value == label + 1
    edge = max(one.line.box.x1 for one in cells[label])
    return min(one.line.box.x0 for one in cells[value]) > edge - 0.02
