"""What the checks of this dimension ask of single papers: their lines, their day, mentions of an act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from anjuan import Document, Finding, Match, NeedsPerson, View

INSPECTION, INQUIRY = "现场检查笔录", "询问笔录"
RECORDS = (INSPECTION, INQUIRY)
DECISIONS = ("行政处罚决定书", "不予行政处罚决定书", "当场行政处罚决定书")
NARRATIVES = (*DECISIONS, "案件调查终结报告", "立案审批表", "行政处罚事先告知书", "行政处罚决定审批表")

_LABEL = (
    r"(?<!被)(?:检查|询问|调查|勘验|勘查|勘察|核查|执法|办案|记录)(?:人员|人|者)"
    r"(?:\(?(?:签名|签字|签章|盖章|或)+\)?)?(?:[及和、]?(?:行政)?执法证?件?编?号码?|[及和、]证件?号)?"
    r"\s*:\s*[一-龥]{2,4}"
)


def lines(case: View, document: Document) -> str:
    """The text of a paper, one line of print a line; recorded."""
    return case.lines(document)


def plain(text: str) -> str:
    """A name or place without width, spaces and punctuation."""
    return re.sub(r"[\s,.、。:;_\-—·]", "", unicodedata.normalize("NFKC", text))


def scanned(document: Document) -> bool:
    """True when a page was read by OCR."""
    return any(page.read.startswith("ocr") for page in document.pages)


def day_of(case: View, document: Document) -> date | None:
    """The day of a paper: that of its act, else its date."""
    for name in ("笔录开始时间", "现场检查日期", "询问日期", "先行登记保存日期"):
        for fact in case.facts(name, document=document):
            if isinstance(fact.value, datetime):
                return fact.value.date()
            if isinstance(fact.value, date):
                return fact.value
    return document.date


def step_day(case: View, document: Document | None = None) -> date:
    """The day whose law a step follows: that of its paper, else of the decision or of the filing.

    Raises:
        NeedsPerson: none of them was read.
    """
    day = day_of(case, document) if document else None
    day = day or surely(case, "决定日期") or surely(case, "立案日期")
    if day is None:
        raise NeedsPerson("日期未能识别，不能确定适用的法律")
    return day


def surely(case: View, name: str) -> date | None:
    """A day that was read well; None otherwise: to choose the law of the day, the next best paper will do."""
    try:
        return case.optional_date(name)
    except NeedsPerson:
        return None


def names_officers(case: View, document: Document) -> bool:
    """True when the record names at least one officer."""
    return bool(case.facts("笔录人员", document=document)) or bool(re.search(_LABEL, lines(case, document)))


def mentioned(case: View, pattern: str, *kinds: str) -> Match | None:
    """The first place where a paper of these kinds speaks of something."""
    return next((hit for paper in case.documents(*kinds) if (hit := case.find(paper, pattern))), None)


def titled(case: View, pattern: str) -> tuple[Document, ...]:
    """Papers with such a title, whatever kind the reader took them for."""
    found = [paper for paper in case.file.documents if paper.kind not in ("卷内目录", "卷宗封面")]
    found = [paper for paper in found if re.search(pattern, plain(paper.title))]
    case.note(*found)
    return tuple(found)


def each(
    case: View, documents: Iterable[Document], judge: Callable[[View, Document], Iterable[Finding]]
) -> Iterator[Finding]:
    """Judge every paper; one that needs a person does not hide the faults of the others."""
    for document in documents:
        try:
            yield from judge(case, document)
        except NeedsPerson as need:
            yield case.unsure(need.reason, at=need.evidence or (document,))
