"""签名: whether anybody signed where a paper asks for it."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from anjuan import Fact, Record

from .marks import ABSENT, OPEN, PRESENT, UNCLEAR
from .marks_place import Head, Sheet, looked, mark_place, recognised
from .opinions import opinions
from .paper import Paper, Place
from .prints import Field
from .values import find_moments, names
from .words import APPROVALS, INSPECTION_RECORDS, RECORDS

_SIGN = re.compile(
    r".{0,16}(?:签名|签字|签章|签收|捺印|捺指印)(?:[或者及和]*(?:盖章|签章|捺印|捺指印|签名))*(?:确认|栏)?|.{0,8}(?:人|单位)盖章"
)
_NO_SIGN = re.compile(r".*(?:日期|时间|意见|情况|地点)")
# Where a paper of that kind has no word for it, these labels ask for a signature.
_BARE = {
    "送达回证": re.compile(r"收件人|签收人|代收人|送达人员?|见证人"),
    "备考表": re.compile(r"立卷人|检查人"),
}
SIGNED = (
    *RECORDS,
    *APPROVALS,
    *INSPECTION_RECORDS,
    "送达回证",
    "送达地址确认书",
    "放弃陈述申辩声明",
    "授权委托书",
    "当场行政处罚决定书",
    "先行登记保存清单",
    "查封(扣押)清单",
    "抽样取证凭证",
    "涉案财物清单",
    "证据复制单",
    "照片证据单",
    "电子数据说明",
    "营业执照",
    "身份证",
    "证据材料",
    "听证申请书",
    "许可申请书",
    "备考表",
    "听证报告",
    "不予行政处罚决定书",
)
STROKES = 0.65  # confidence of a mark from which it is somebody's writing
READ = 0.85  # confidence of a line from which it says who signed
PRINTED, EMPTY, EMPTY_SCAN = 0.95, 0.95, 0.88
_BLANK = re.compile(r"[\s年月日时分:。,、/_\-—.()签名字盖章或者捺印指]*")
_ORDER = (PRESENT, UNCLEAR, ABSENT)
_REFUSED = re.compile(r"拒绝?签|不在场|拒签")


def signatures(paper: Paper) -> Iterator[Fact]:
    """One fact for each place where a paper asks for a signature."""
    if paper.kind not in SIGNED:
        return
    if any(page.page is None for page in paper.document.pages):
        yield from _in_flow(paper)
        return
    sheet = Sheet(paper)
    asked = [head for head in sheet.heads if _asks(head.field.label)]
    if paper.kind in APPROVALS:
        asked = yield from _of_opinions(sheet, asked)
    elif not asked and paper.kind in _BARE:
        asked = [head for head in sheet.heads if _BARE[paper.kind].fullmatch(head.field.label)]
    for head in asked:
        yield _fact(sheet, head, head.field.label, head.field.text, head.field.breaks)


def _in_flow(paper: Paper) -> Iterator[Fact]:
    """A Word file shows no strokes: only a printed name tells that somebody signed."""
    sheet = Sheet(paper)
    for field in sheet.fields:
        if _asks(field.label):
            said = _said(sheet, field, field.text, field.breaks)
            state = PRESENT if said.people else UNCLEAR
            record = Record.of(field=field.label, state=state, name=said.people or None)
            yield paper.fact("签名", record, said.place, PRINTED if said.people else OPEN)


def _of_opinions(sheet: Sheet, asked: list[Head]) -> Generator[Fact, None, list[Head]]:
    """The signature of each box of an approval form, at the word for it where there is one; gives the others."""
    boxes = opinions(sheet.paper)
    starts = [one.field.head[0] for one in boxes]
    rest = [head for head in asked if not starts or head.field.head[0] < starts[0]]
    for number, one in enumerate(boxes):
        end = starts[number + 1] if number + 1 < len(starts) else sys.maxsize
        own = [head for head in asked if starts[number] <= head.field.head[0] < end]
        box = next((head for head in sheet.heads if head.field.head == one.field.head), None)
        at = own or ([box] if box else [])
        found = [
            _fact(sheet, head, one.field.label, one.signer or (head.field.text if own else ""), ())
            for head in at
        ]
        if found:
            yield min(found, key=_rank)
    return rest


def _rank(fact: Fact) -> int:
    return _ORDER.index(fact.value.text("state")) if isinstance(fact.value, Record) else len(_ORDER)


def _asks(label: str) -> bool:
    return bool(_SIGN.fullmatch(label)) and not _NO_SIGN.fullmatch(label)


@dataclass(frozen=True, slots=True)
class _Said:
    """Print in the place of a signature: its text without days, the names in it, and where it stands."""

    text: str
    people: str
    place: Place


def _said(sheet: Sheet, field: Field, text: str, breaks: Sequence[int]) -> _Said:
    paper = sheet.paper
    if _BLANK.fullmatch(_undated(text)):
        return _Said("", "", paper.at(field.head))
    people = "、".join(dict.fromkeys(one.value for one in names(text, breaks)))
    return _Said(text, people, _as_read(sheet, paper.within(field), field.pieces))


def _as_read(sheet: Sheet, place: Place, spans: Sequence[tuple[int, int]]) -> Place:
    """The place, as sure as its lines are: behind a printed label it is the handwritten name that is in doubt."""
    read = [one.line.confidence for one in sheet.lines(spans)]
    return Place(place.evidence, min([place.confidence, *read]))


def _loose(sheet: Sheet, head: Head) -> _Said | None:
    """Print right of a label that nobody took for its value: a name that stands a little higher or lower."""
    for one in sheet.print_beside(head):
        if not _BLANK.fullmatch(_undated(one.text)):
            people = "、".join(dict.fromkeys(name.value for name in names(one.text)))
            span = (one.start, one.end)
            return _Said(one.text, people, _as_read(sheet, sheet.paper.at(span), [span]))
    return None


def _fact(sheet: Sheet, head: Head, label: str, text: str, breaks: Sequence[int]) -> Fact:
    """What stands beside one label that asks for a signature."""
    paper, page = sheet.paper, head.page
    seen = sheet.beside(head, "writing", "seal", "fingerprint", "unreadable", "strike")
    strokes = [mark for mark in seen if mark.kind in ("writing", "seal") and mark.confidence >= STROKES]
    said = _said(sheet, head.field, text, breaks)
    if not said.text:
        said = _loose(sheet, head) or said

    def told(state: str, place: Place, sure: float = 1.0, name: str = "") -> Fact:
        return paper.fact("签名", Record.of(field=label, state=state, name=name or None), place, sure)

    if said.text and _REFUSED.search(said.text):
        return told(UNCLEAR, said.place, OPEN)
    legible = bool(said.text) and said.place.confidence >= READ
    if legible and said.people:
        return told(PRESENT, said.place, PRINTED, said.people)
    if strokes:
        return told(PRESENT, mark_place(paper, page, max(strokes, key=lambda mark: mark.confidence)))
    if legible and not recognised(page):
        return told(PRESENT, said.place, 0.9)
    if seen or said.text:
        return told(UNCLEAR, mark_place(paper, page, seen[0]) if seen else said.place, OPEN)
    if not looked(page):
        return told(UNCLEAR, said.place, OPEN)
    return told(ABSENT, said.place, EMPTY_SCAN if recognised(page) else EMPTY)


def _undated(text: str) -> str:
    """The text without days and times: beside a signature stands when it was made."""
    for found in reversed(list(find_moments(text))):
        text = text[: found.start] + text[found.end :]
    return text
