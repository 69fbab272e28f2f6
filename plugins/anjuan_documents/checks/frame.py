"""The bound volume of categories whose standard asks for cover, index and page numbers in one line."""

from __future__ import annotations

from anjuan import Document, Finding, NeedsPerson, Page, Record, View, check

from ..reading import scanned
from .volume import COVER, FRAME, INDEX, index


@check("documents.volume_ordered", title="案卷有封面、目录、页码且排列有序", form=True)
def volume_ordered(case: View) -> Finding:
    """LI-D04, CO-D04, LE-D03."""
    body = [paper for paper in case.file.documents if paper.kind not in FRAME]
    if not case.documents(*FRAME):
        if scanned(*body):
            return case.unsure("没有识别到卷宗封面、目录和备考表，请核对")
        return case.not_applicable("电子案卷或者单份文书，没有装订成卷")
    cover, listed = case.document(COVER), case.document(INDEX)
    if listed is None:
        if not scanned(*body):
            return case.unsure("电子案卷没有卷内目录，归档装订的案卷请核对")
        like = [paper for paper in body if "目录" in paper.title]
        if like:
            return case.unsure(f"没有识别到卷内目录，{like[0].title}可能就是，请核对", at=like)
        case.readable(*body)
        return case.failed("案卷没有卷内目录", at=case.absent(INDEX))
    unnumbered = _unnumbered(case, body)
    if unnumbered is not None:
        return unnumbered
    wrong = _misnumbered(case, body)
    if wrong is not None:
        return wrong
    if cover is None:
        return case.unsure("没有识别到卷宗封面，请核对")
    return _listed_rightly(case)


def _unnumbered(case: View, body: list[Document]) -> Finding | None:
    """A fault where the volume is plainly not numbered; None where numbers were read."""
    if case.facts("页码") or any(_numbered(page) for paper in body for page in paper.pages):
        return None
    return case.unsure("各页没有读到页码，归档装订的案卷请核对")


def _numbered(page: Page) -> bool:
    """True when a bare number stands in a margin of the page."""
    marks = (line for line in page.lines if line.box.y0 > 0.85 or line.box.y1 < 0.12)
    return any(line.text.strip(" -—–·第页").isdigit() for line in marks)


def _misnumbered(case: View, body: list[Document]) -> Finding | None:
    """Pages left out are a fault; a number twice or out of turn is for a person to see."""
    places = case.facts("页码差异")
    kinds = sorted({fact.value.text("kind") for fact in places if isinstance(fact.value, Record)})
    if not kinds:
        return None
    message = f"页码{'、'.join(kinds)}共{len(places)}处"
    if kinds != ["漏编"] or scanned(*body):
        return case.unsure(f"{message}，请核对", at=places)
    return case.failed(message, at=places)


def _listed_rightly(case: View) -> Finding:
    answer = index(case)
    if not isinstance(answer, Finding):
        raise NeedsPerson("卷内目录与内容是否相符，由人工判断")
    return answer
