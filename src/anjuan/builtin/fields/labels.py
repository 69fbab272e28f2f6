"""Label and value: in the cells of a ruled form, side by side without rules, and as `label:value` in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anjuan import DocumentText, TextLine

from .words import LABELS, LONGEST, plain_label

_HAN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,14}$")
_NEW_PARAGRAPH = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}[).]|第[一二三四五六七八九十]+[章条]|问[::]|答[::]"
    r"|(?:本机关|本局|我局|本府|经查|经调查|上述|以上|根据|依据|依照|现|因|证据|我们|你|兹|\(以下空白|以下空白))"
)
_MAX_LINES = 4  # of one value outside of a ruled form


@dataclass(frozen=True, slots=True)
class Print:
    """One line with its place in the running text; `page` is the index of its page."""

    start: int
    text: str
    line: TextLine
    page: int
    flow: bool

    @property
    def end(self) -> int:
        """Offset after the line."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands beside it.

    Attributes:
        label: without spaces and brackets.
        text: the value; empty when nothing was filled in.
        pieces: where the value stands in the running text, one pair a line.
        head: where the label stands.
    """

    label: str
    text: str
    pieces: tuple[tuple[int, int], ...]
    head: tuple[int, int]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Places in the running text of `text[start:end]`."""
        found, offset = [], 0
        for begin, stop in self.pieces:
            first, last = max(start - offset, 0), min(end - offset, stop - begin)
            if first < last:
                found.append((begin + first, begin + last))
            offset += stop - begin
        return found


def prints_of(text: DocumentText) -> tuple[Print, ...]:
    """The lines of a document."""
    found, page_index, before = [], -1, None
    for start, page, line in text.lines():
        if page is not before:
            page_index, before = page_index + 1, page
        found.append(Print(start, line.text, line, page_index, page.page is None))
    return tuple(found)


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
            found += _inline(members, ruled=True)
        loose = _joined_labels(loose)
        found += _beside(loose)
        found += _inline(loose, ruled=False)
    return tuple(sorted(found, key=lambda one: one.head))


def _overflowing(cells: dict[int, list[Print]], loose: list[Print]) -> list[Print]:
    """Handwriting runs over the edge of its cell: what touches the last line of a cell belongs to it."""
    if not cells or not loose or loose[0].flow:
        return loose
    kept = []
    for one in loose:
        for members in cells.values():
            at = next((n for n, member in enumerate(members) if _touches(member, one)), None)
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


# ---- ruled forms ------------------------------------------------------------------------


def _of_cells(cells: dict[int, list[Print]]) -> Iterator[Field]:
    order = sorted(cells)
    plain = {index: plain_label("".join(one.text for one in cells[index])) for index in order}
    for position, index in enumerate(order):
        label = plain[index]
        if label not in LABELS and not _HAN_LABEL.match(label):
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
            if plain[after] in LABELS or not _touches(values[-1], cells[after][0]):
                break
            values += cells[after]
        yield _field(label, [(one.start, one.text) for one in values], head)


def _touches(one: Print, after: Print) -> bool:
    return not one.flow and abs(after.line.box.x0 - one.line.box.x1) < 0.012 and _same_row(one, after)


def _right_of(label: Sequence[Print], value: Sequence[Print]) -> bool:
    if label[0].flow:
        return True
    edge = max(one.line.box.x1 for one in label)
    return min(one.line.box.x0 for one in value) > edge - 0.02


def _field(label: str, parts: Sequence[tuple[int, str]], head: tuple[int, int]) -> Field:
    pieces, texts = [], []
    for start, text in parts:
        lead = len(text) - len(text.lstrip())
        body = text.strip()
        if body:
            pieces.append((start + lead, start + lead + len(body)))
            texts.append(body)
    return Field(label, "".join(texts), tuple(pieces), head)


# ---- rows without rules -----------------------------------------------------------------


def _same_row(one: Print, other: Print) -> bool:
    a, b = one.line.box, other.line.box
    return abs((a.y0 + a.y1) - (b.y0 + b.y1)) < max(a.height, b.height)


def _joined_labels(lines: list[Print]) -> list[Print]:
    """Characters of a label that stand far apart (案 号:) made one line again."""
    found: list[Print] = []
    for one in lines:
        last = found[-1] if found else None
        if (
            last
            and len(last.text) <= 3
            and last.end == one.start
            and not one.flow
            and _same_row(last, one)
            and _begins_label(last.text + one.text)
        ):
            found[-1] = Print(last.start, last.text + one.text, last.line, last.page, last.flow)
            continue
        found.append(one)
    return found


def _begins_label(text: str) -> bool:
    label = plain_label(text.split(":")[0])
    return label in LABELS or (len(text) <= 3 and any(known.startswith(label) for known in LABELS))


def _beside(lines: Sequence[Print]) -> Iterator[Field]:
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
        yield _field(label, [(one.start, one.text) for one in values], head)


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
    ends = [one.line.box.x0 for one in row if id(one) in taken or not signed and _starts_label(one)]
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
        near = any(abs(one.line.box.y0 - other.line.box.y1) < gap or abs(other.line.box.y0 - one.line.box.y1) < gap for other in kept[-3:])
        if near and len(kept) < 2 * _MAX_LINES:
            kept.append(one)
            known.add(id(one))
    return sorted(kept, key=lambda one: (one.line.box.y0, one.line.box.x0))


# ---- label:value inside a line ----------------------------------------------------------


def _labels_in(text: str) -> list[tuple[int, int, str]]:
    """Begin, end after the colon and plain form of each label of a line."""
    found: list[tuple[int, int, str]] = []
    position, bound = text.find(":"), 0
    while position >= 0:
        # A time of day (10:05) is no label; neither is a colon after a figure.
        if position and not text[position - 1].isdigit():
            start, label = _label_before(text, bound, position)
            if label:
                found.append((start, position + 1, label))
                bound = position + 1
        position = text.find(":", position + 1)
    return found


def _label_before(text: str, bound: int, colon: int) -> tuple[int, str]:
    for start in range(max(bound, colon - LONGEST - 6), colon - 1):
        if text[start] in " ()、/":
            continue
        label = plain_label(text[start:colon])
        if label in LABELS:
            return start, label
    space = text.rfind(" ", bound, colon) + 1
    start = space or bound
    if start == 0 or text[start - 1] == " ":
        label = plain_label(text[start:colon])
        if _HAN_LABEL.match(label):
            return start, label
    return colon, ""


def _starts_label(one: Print) -> bool:
    labels = _labels_in(one.text) if ":" in one.text else []
    return bool(labels) and labels[0][0] <= 1


def _inline(lines: Sequence[Print], *, ruled: bool) -> Iterator[Field]:
    right = max((one.line.box.x1 for one in lines), default=1.0)
    for index, one in enumerate(lines):
        if ":" not in one.text:
            field = None if ruled else _run_together(one)
            if field:
                yield field
            continue
        labels = _labels_in(one.text)
        for number, (start, after, label) in enumerate(labels):
            last = number + 1 == len(labels)
            stop = len(one.text) if last else labels[number + 1][0]
            parts = [(one.start + after, one.text[after:stop])]
            if last:
                more = _rest_of_cell(lines, index) if ruled else _continued(lines, index, after, right)
                parts += [(other.start, other.text) for other in more]
            yield _field(label, parts, (one.start + start, one.start + after))


def _run_together(one: Print) -> Field | None:
    """`立案日期2024年3月6日` and `案由 …`: a known label at the head of a line, set off by a space or a figure."""
    for end in range(min(LONGEST, len(one.text) - 1), 1, -1):
        if plain_label(one.text[:end]) in LABELS and one.text[end - 1] != " ":
            after = one.text[end]
            if after == " " or after.isdigit():
                return _field(
                    plain_label(one.text[:end]),
                    [(one.start + end, one.text[end:])],
                    (one.start, one.start + end),
                )
    return None


def _rest_of_cell(lines: Sequence[Print], index: int) -> Iterator[Print]:
    for one in lines[index + 1 :]:
        if _starts_label(one):
            return
        yield one


def _continued(lines: Sequence[Print], index: int, after: int, right: float) -> Iterator[Print]:
    """Lines below that carry on a value: those under it, or those that fill up a line that was full."""
    first = lines[index]
    if first.flow:
        return
    box = first.line.box
    begin = first.line.part(after, len(first.text)).x0 if len(first.text) > after else box.x0 + 0.02
    column_end = min(
        (
            one.line.box.x0
            for one in lines[index + 1 : index + 4]
            if _same_row(one, first) and one.line.box.x0 > box.x1
        ),
        default=right,
    )
    alone = not any(_same_row(one, first) and one.line.box.x1 <= box.x0 for one in lines[max(index - 4, 0) : index])
    last, count = box, 1
    for one in lines[index + 1 : index + 8]:
        here = one.line.box
        if _same_row(one, first) and count == 1:
            if here.x0 <= box.x1 or _starts_label(one) or plain_label(one.text) in LABELS:
                continue
            if here.x0 - last.x1 > 0.12:
                return
            yield one
            last = here
            continue
        if count >= _MAX_LINES or here.y0 - last.y1 > 1.2 * box.height:
            return
        if here.x0 > column_end - 0.02 and column_end < right:
            continue
        if _starts_label(one) or _NEW_PARAGRAPH.match(one.text) or plain_label(one.text) in LABELS:
            return
        full = last.x1 > column_end - 0.07
        hanging = begin - 0.03 <= here.x0 <= begin + 0.05
        outdented = alone and here.x0 < box.x0 + 0.015
        if not (hanging or (full and outdented)):
            return
        yield one
        last, count = here, count + 1
