"""`label:value` inside a line, and the lines below that carry the value on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .prints import Field, Print, make_field, same_row
from .words import CERTIFICATE_LABEL, LABELS, LONGEST, PERSON_LABEL, plain_label

HAN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,14}$")
_NEW_PARAGRAPH = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.]|\(?[一二三四五六七八九十\d]{1,2}[).]|第[一二三四五六七八九十]+[章条]|问[::]|答[::]"
    r"|(?:本机关|本局|我局|本府|经查|经调查|上述|以上|根据|依据|依照|现|因|证据|我们|你|兹|(?:执法|检查|核查|执行)人员(?!:)|\(以下空白|以下空白))"
)
_UNFINISHED = re.compile(
    r"(?:[至到、,及和~—=]|[分时]-|(?:至|到|-|—|~)\s*(?:19|20)\d{2}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)$"
)
_GOES_ON = re.compile(r"\s*(?:[分时]?\s*(?:至|到|—|~|-)\s*\d|\((?:执法证|证号|编号)?[^()]{0,8}\d{6})")
MAX_LINES = 4  # of one value outside of a ruled form


def _labels_in(text: str) -> list[tuple[int, int, str]]:
    """Begin, end after the colon and plain form of each label of a line."""
    found: list[tuple[int, int, str]] = []
    position, bound = text.find(":"), 0
    while position >= 0:
        # A time of day (10:05) is no label; neither is a colon after a figure.
        if position and not text[position - 1].isdigit():
            start, label = _label_before(text, bound, position)
            if (
                label
                and CERTIFICATE_LABEL.fullmatch(label)
                and found
                and PERSON_LABEL.fullmatch(found[-1][2])
            ):
                pass  # 执法人员:甲 执法证号:1 乙 执法证号:2 is one field
            elif label and not _inside(text, bound, start):
                found.append((start, position + 1, label))
                bound = position + 1
        position = text.find(":", position + 1)
    return found


def _inside(text: str, bound: int, start: int) -> bool:
    """True inside of brackets that are still open: 甲(执法证编号:1) names no field of the form."""
    before = text[bound:start]
    return before.count("(") > before.count(")") and not before.endswith(":")


def open_ended(text: str) -> bool:
    """True for a value that cannot end here: an open bracket, 至 or 、 at its end, a span whose last time is missing."""
    return text.count("(") > text.count(")") or _UNFINISHED.search(text) is not None


def _cut_number(value: str, after: str) -> bool:
    """True when a long number is broken over two lines."""
    return bool(re.search(r"[0-9A-Z]{6,17}$", value)) and bool(
        re.match(r"[0-9A-Z]{1,12}(?![0-9A-Z年.])", after)
    )


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
            if ruled and last:
                parts += [(other.start, other.text) for other in _rest_of_cell(lines, index)]
            elif not ruled:
                more = list(_continued(lines, index, after, right)) if last else []
                value = one.text[after:stop] + "".join(other.text for other in more)
                more += [other for other in _wrapped(lines, index, value) if other not in more]
                parts += [(other.start, other.text) for other in more]
            yield make_field(label, parts, (one.start + start, one.start + after))


def _run_together(one: Print) -> Field | None:
    """`立案日期2024年3月6日` and `案由 …`: a known label at the head of a line, set off by a space or a figure."""
    for end in range(min(LONGEST, len(one.text) - 1), 1, -1):
        after = one.text[end]
        if (after == " " or after.isdigit()) and one.text[end - 1] != " ":
            label = plain_label(one.text[:end])
            if label in LABELS:
                return make_field(label, [(one.start + end, one.text[end:])], (one.start, one.start + end))
    return None


def _rest_of_cell(lines: Sequence[Print], index: int) -> Iterator[Print]:
    for one in lines[index + 1 :]:
        if starts_label(one):
            return
        yield one


def _wrapped(lines: Sequence[Print], index: int, value: str) -> Iterator[Print]:
    """Lines below that a value needs to be whole, though another column stands to its right."""
    first = lines[index]
    if first.flow:
        return
    last = first.line.box
    for one in lines[index + 1 : index + 6]:
        here = one.line.box
        if same_row(one, first) or here.x0 > first.line.box.x0 + 0.03:
            continue
        if here.y0 - last.y1 > 1.2 * last.height or starts_label(one):
            return
        if not (open_ended(value) or _GOES_ON.match(one.text) or _cut_number(value, one.text)):
            return
        yield one
        value, last = value + one.text, here


def _column_end(lines: Sequence[Print], index: int, right: float) -> float:
    """Where the next column begins to the right of a line; the right edge where it stands alone."""
    first = lines[index]
    others = (
        one.line.box.x0
        for one in lines[index + 1 : index + 4]
        if same_row(one, first) and one.line.box.x0 > first.line.box.x1
    )
    return min(others, default=right)


def _continued(lines: Sequence[Print], index: int, after: int, right: float) -> Iterator[Print]:
    """Lines below that carry on a value: those under it, or those that fill up a line that was full."""
    first = lines[index]
    if first.flow:
        return
    box = first.line.box
    begin = first.line.part(after, len(first.text)).x0 if len(first.text) > after else box.x0 + 0.02
    column_end = _column_end(lines, index, right)
    alone = not any(
        same_row(one, first) and one.line.box.x1 <= box.x0 for one in lines[max(index - 4, 0) : index]
    )
    last, count = box, 1
    for one in lines[index + 1 : index + 8]:
        here = one.line.box
        if same_row(one, first) and count == 1 and here.x0 > box.x1 - 0.04:
            if starts_label(one) or plain_label(one.text) in LABELS:
                lead = _labels_in(one.text)[:1]
                if lead and lead[0][0] == 1 and here.x0 - last.x1 < 0.04:
                    yield replace(one, text=one.text[:1])  # 至次数:第1次: the first character is ours
                    last = here
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
