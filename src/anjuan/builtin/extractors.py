"""The extractors that come with the program: one for each sort of paper, and three for all papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from anjuan import Document, Fact

from .fields import (
    approvals,
    citations,
    decision,
    marks,
    marks_sign,
    opinions,
    party,
    published,
    receipts,
    records,
    service,
    volume,
)
from .fields.head import closing, head_organ
from .fields.paper import Paper
from .fields.words import (
    APPROVALS,
    CERTIFIED,
    DECISIONS,
    INSPECTION_RECORDS,
    LEGAL_REVIEWS,
    NOTICES,
    OUTWARD,
    PENALTIES,
    RECEIPTS,
)

Reading = Callable[[Paper], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class PaperExtractor:
    """Reads papers of some kinds (an empty tuple: all) with a list of readings."""

    name: str
    kinds: tuple[str, ...]
    readings: tuple[Reading, ...]

    def facts(self, document: Document) -> Iterable[Fact]:
        """All facts that the paper states."""
        paper = _paper(document)
        for reading in self.readings:
            yield from reading(paper)


_last: list[Paper] = []


def _paper(document: Document) -> Paper:
    """The view of a document; several extractors read the same one in turn, so the last is kept."""
    paper = _last[0] if _last else None
    if paper is None or paper.document is not document:
        paper = Paper.of(document)
        _last[:] = [paper]
    return paper


def _organs(paper: Paper) -> Iterator[Fact]:
    """文头机关, 落款机关 of a paper that goes out."""
    head = head_organ(paper)
    if head:
        yield paper.fact("文头机关", head.text, head.place)
    foot, _, _ = closing(paper)
    if foot:
        yield paper.fact("落款机关", foot.text, foot.place)


EXTRACTORS = (
    PaperExtractor("deciding", DECISIONS, (decision.head_facts,)),
    PaperExtractor("penalty", PENALTIES, (decision.penalty,)),
    PaperExtractor("notice", NOTICES, (decision.notice,)),
    PaperExtractor("inspection-record", INSPECTION_RECORDS, (records.inspection,)),
    PaperExtractor("inquiry-record", ("询问笔录",), (records.inquiry,)),
    PaperExtractor("hearing-record", ("听证笔录",), (records.hearing,)),
    PaperExtractor("hearing-notice", ("听证通知书",), (records.hearing_notice,)),
    PaperExtractor("hearing-request", ("听证申请书",), (receipts.hearing_request,)),
    PaperExtractor("discussion", ("集体讨论记录",), (records.discussion,)),
    PaperExtractor("statement", ("陈述申辩笔录",), (records.statement,)),
    PaperExtractor("waiver", ("放弃陈述申辩声明",), (receipts.waiver,)),
    PaperExtractor("lead", ("案件来源登记表",), (approvals.lead,)),
    PaperExtractor("filing", ("立案审批表",), (approvals.filing,)),
    PaperExtractor("extension", ("延期审批表",), (approvals.extension,)),
    PaperExtractor("report", ("案件调查终结报告",), (approvals.report,)),
    PaperExtractor("legal-review", LEGAL_REVIEWS, (approvals.legal_review,)),
    PaperExtractor("decision-approval", ("行政处罚决定审批表",), (approvals.decision_approval,)),
    PaperExtractor("closing", ("结案审批表",), (approvals.close,)),
    PaperExtractor("approvals", APPROVALS, (opinions.opinion_facts,)),
    PaperExtractor("preservation", ("先行登记保存通知书",), (receipts.preserved,)),
    PaperExtractor("preservation-settled", ("先行登记保存处理决定书",), (receipts.preserved_settled,)),
    PaperExtractor("service", ("送达回证",), (service.service,)),
    PaperExtractor("receipt", RECEIPTS, (receipts.receipt,)),
    PaperExtractor("publication", ("公示记录",), (receipts.publication, approvals.decided, published.entry)),
    PaperExtractor(
        "summary-filing", ("当场处罚备案表",), (approvals.subject, approvals.decided, receipts.filed)
    ),
    PaperExtractor("retold", ("unknown", *PENALTIES), (published.acting,)),
    PaperExtractor("announcement", ("公告送达",), (published.announced,)),
    PaperExtractor("filing-report", ("备案报告",), (receipts.filing_report,)),
    PaperExtractor("licence", ("营业执照",), (party.licence,)),
    PaperExtractor("identity", ("身份证",), (party.identity,)),
    PaperExtractor("cover", ("卷宗封面",), (volume.cover,)),
    PaperExtractor("index", ("卷内目录",), (volume.index,)),
    PaperExtractor("closing-note", ("备考表",), (volume.closing_note,)),
    PaperExtractor("naming", party.NAMING, (party.naming,)),
    PaperExtractor("organs", OUTWARD, (_organs,)),
    PaperExtractor("certified", CERTIFIED, (records.certified,)),
    PaperExtractor("marks", (), (*marks.READINGS, marks_sign.signatures)),
    PaperExtractor("citations", (), (citations.all_citations,)),
)
