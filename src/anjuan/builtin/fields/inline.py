"""`label:value` inside a line, and the lines below that carry the value on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .prints import Field, Print, make_field, same_row
from .words import LABELS, LONGEST, plain_label

HAN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,14}$")
_NEW_PARAGRAPH = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}[).]|第[一二三四五六七八九十]+[章条]|问[::]|答[::]"
    r"|(?:本机关|本局|我局|本府|经查|经调查|上述|以上|根据|依据|依照|现|因|证据|我们|你|兹|\(以下空白|以下空白))"
)
MAX_LINES = 4  # of one value outside of a ruled form


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
        if HAN_LABEL.match(label):
            return start, label
    return colon, ""


def starts_label(one: Print) -> bool:
    """True for a line that begins with a label and a colon."""
    labels = _labels_in(one.text) if ":" in one.text else []
    return bool(labels) and labels[0][0] <= 1


def inline(lines: Sequence[Print], *, ruled: bool) -> Iterator[Field]:
    """The fields inside the lines of one cell (`ruled`) or of what stands outside of cells."""
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
            yield make_field(label, parts, (one.start + start, one.start + after))


def _run_together(one: Print) -> Field | None:
    """`立案日期2024年3月6日` and `案由 …`: a known label at the head of a line, set off by a space or a figure."""
    for end in range(min(LONGEST, len(one.text) - 1), 1, -1):
        if plain_label(one.text[:end]) in LABELS and one.text[end - 1] != " ":
            after = one.text[end]
            if after == " " or after.isdigit():
                return make_field(
                    plain_label(one.text[:end]),
                    [(one.start + end, one.text[end:])],
                    (one.start, one.start + end),
                )
    return None


def _rest_of_cell(lines: Sequence[Print], index: int) -> Iterator[Print]:
    for one in lines[index + 1 :]:
        if starts_label(one):
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
            if same_row(one, first) and one.line.box.x0 > box.x1
        ),
        default=right,
    )
    alone = not any(
        same_row(one, first) and one.line.box.x1 <= box.x0 for one in lines[max(index - 4, 0) : index]
    )
    last, count = box, 1
    for one in lines[index + 1 : index + 8]:
        here = one.line.box
        if same_row(one, first) and count == 1:
            if here.x0 <= box.x1 - 0.04 or starts_label(one) or plain_label(one.text) in LABELS:
                continue
            if here.x0 - last.x1 > 0.12:
                return
            yield one
            last = here
            continue
        if count >= MAX_LINES or here.y0 - last.y1 > 1.2 * box.height:
            return
        if here.x0 > column_end - 0.02 and column_end < right:
            continue
        if starts_label(one) or _NEW_PARAGRAPH.match(one.text) or plain_label(one.text) in LABELS:
            return
        full = last.x1 > column_end - 0.07
        hanging = begin - 0.03 <= here.x0 <= begin + 0.05
        outdented = alone and here.x0 < box.x0 + 0.015
        if not (hanging or (full and outdented)):
            return
        yield one
        last, count = here, count + 1
