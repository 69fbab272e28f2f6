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
    plain = {index: plain_label("".join(one.text for one in cells[index])) for index in order}
    for position, index in enumerate(order):
        label = plain[index]
        if label not in LABELS and not HAN_LABEL.match(label):
            continue
        head = (cells[index][0].start, cells[index][-1].end)
        following = order[position + 1] if position + 1 < len(order) else None
        if following is None or plain[following] in LABELS or not _right_of(cells[index], cells[following]):
            if label in LABELS:
                yield Field(label, "", (), head)
            continue
        if cells[index][0].flow and following != index + 1:
            continue
        values = list(cells[following])
        for after in order[position + 2 :]:
            # A stroke of handwriting or a fold of the paper can look like a rule.
            if plain[after] in LABELS or not touches(values[-1], cells[after][0]):
                break
            values += cells[after]
        yield make_field(label, [(one.start, one.text) for one in values], head)


def _right_of(label: Sequence[Print], value: Sequence[Print]) -> bool:
    if label[0].flow:
        return True
    edge = max(one.line.box.x1 for one in label)
    return min(one.line.box.x0 for one in value) > edge - 0.02
