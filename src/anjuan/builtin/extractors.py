"""The extractors that come with the program: one for each sort of paper, and three for all papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from anjuan import Document, Fact

from .fields import (
    approvals,
    citations,
    coercion,
    coercion_after,
    coercion_force,
    coercion_list,
    coercion_told,
    decision,
    inspection_acts,
    inspection_acts_record,
    levy,
    licence_acts,
    licence_acts_completion,
    licence_acts_course,
    licence_acts_decision,
    licence_acts_special,
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
    LICENCE_DECISIONS,
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
    PaperExtractor(
        "licence-application",
        ("许可申请书",),
        (licence_acts.application, licence_acts_decision.former_term, licence_acts_course.others),
    ),
    PaperExtractor("licence-papers", ("申请材料清单",), (licence_acts.listed,)),
    PaperExtractor("licence-receipt", ("收件凭证",), (licence_acts.received,)),
    PaperExtractor("licence-completion", ("补正告知书",), (licence_acts_completion.completion,)),
    PaperExtractor(
        "licence-acceptance", ("受理通知书",), (licence_acts.acceptance, licence_acts_decision.former_term)
    ),
    PaperExtractor("licence-unaccepted", ("不予受理通知书",), (licence_acts.acceptance_refused,)),
    PaperExtractor(
        "licence-visit", ("现场核查笔录",), (licence_acts_course.visit, licence_acts_course.others)
    ),
    PaperExtractor(
        "licence-approval",
        ("行政许可审批表",),
        (
            licence_acts.accepted_retold,
            licence_acts_decision.former_term,
            licence_acts_special.special_retold,
            licence_acts_course.collected,
            licence_acts_course.others,
        ),
    ),
    PaperExtractor(
        "licence-decision",
        LICENCE_DECISIONS,
        (licence_acts_decision.decision, licence_acts_special.special_retold, licence_acts_course.others),
    ),
    PaperExtractor("licence-refusal", ("不予许可决定书",), (licence_acts_decision.refusal,)),
    PaperExtractor("licence-end", ("撤销决定", "注销决定"), (licence_acts_decision.settled,)),
    PaperExtractor("licence-certificate", ("许可证件",), (licence_acts_decision.certificate,)),
    PaperExtractor("licence-extension", ("延期告知书",), (licence_acts_course.extension,)),
    PaperExtractor("licence-longer", ("延期审批表",), (licence_acts_course.longer,)),
    PaperExtractor(
        "licence-special",
        ("特别程序告知书",),
        (licence_acts_special.special_notice, licence_acts_course.others),
    ),
    PaperExtractor("licence-experts", ("专家评审",), (licence_acts_special.experts,)),
    PaperExtractor("licence-delivery", ("送达回证",), (licence_acts_course.delivery,)),
    PaperExtractor("licence-charge", RECEIPTS, (licence_acts_course.charge,)),
    PaperExtractor("licence-hearing", ("听证通知书", "听证笔录"), (licence_acts_course.others,)),
    PaperExtractor("inspection-approval", ("行政检查审批表",), (inspection_acts.approval,)),
    PaperExtractor("inspection-notice", ("行政检查通知书",), (inspection_acts.plan,)),
    PaperExtractor("inspection-draw", ("抽取记录",), (inspection_acts.draw,)),
    PaperExtractor("inspection-sheet", ("行政检查记录",), (inspection_acts_record.record,)),
    PaperExtractor("inspection-site", ("现场检查笔录",), (inspection_acts_record.inspected,)),
    PaperExtractor("inspection-result", ("行政检查结果告知书",), (inspection_acts.outcome,)),
    PaperExtractor("inspection-order", ("责令改正通知书",), (inspection_acts.mending,)),
    PaperExtractor("inspection-recheck", ("复查记录",), (inspection_acts.recheck,)),
    PaperExtractor("naming", party.NAMING, (party.naming,)),
    PaperExtractor("organs", OUTWARD, (_organs,)),
    PaperExtractor("certified", CERTIFIED, (records.certified,)),
    PaperExtractor("measure-approval", ("强制措施审批表",), (coercion.approval,)),
    PaperExtractor(
        "measure-decision",
        ("查封(扣押)决定书", "冻结决定书"),
        (coercion.decision, coercion_after.testing, coercion_list.goods),
    ),
    PaperExtractor(
        "measure-record",
        ("现场检查笔录", "现场核查笔录", "行政检查记录"),
        (coercion.on_site, coercion_told.on_the_spot),
    ),
    PaperExtractor("goods", ("查封(扣押)清单", "涉案财物清单"), (coercion_list.goods,)),
    PaperExtractor("measure-extension", ("延长决定书",), (coercion_after.longer,)),
    PaperExtractor("measure-release", ("解除决定书",), (coercion_after.release,)),
    PaperExtractor("disposal", ("处理决定书",), (coercion_after.disposal,)),
    PaperExtractor(
        "testing", ("检测委托书", "检测结果告知书", "特别程序告知书", "unknown"), (coercion_after.testing,)
    ),
    PaperExtractor("demand", ("催告书",), (coercion_force.demand,)),
    PaperExtractor("enforcement", ("强制执行决定书", "代履行决定书"), (coercion_force.enforcement,)),
    PaperExtractor("demolition", ("限期拆除决定书",), (coercion_force.demolition,)),
    PaperExtractor("surcharge", ("加处罚款决定书", "滞纳金决定书"), (coercion_force.surcharge,)),
    PaperExtractor("enforcement-notice", ("强制执行公告",), (coercion_force.announcement,)),
    PaperExtractor("enforcement-record", ("执行笔录",), (coercion_force.execution,)),
    PaperExtractor("court-application", ("强制执行申请书",), (coercion_force.application,)),
    PaperExtractor("levy-declaration", ("缴费申报表",), (levy.declaration,)),
    PaperExtractor("levy-assessment", ("费额核定表",), (levy.assessment,)),
    PaperExtractor("levy-approval", ("征收审批表",), (levy.approval,)),
    PaperExtractor("levy-reduction", ("减免审批表",), (levy.reduction,)),
    PaperExtractor("levy-notice", ("征收告知书",), (levy.notice,)),
    PaperExtractor("levy-decision", ("征收决定书",), (levy.decision,)),
    PaperExtractor("levy-reminder", ("催缴书",), (levy.reminder,)),
    PaperExtractor("levy-late-fee", ("滞纳金决定书",), (levy.late_fee,)),
    PaperExtractor("levy-receipt", RECEIPTS, (levy.receipt,)),
    PaperExtractor("marks", (), (*marks.READINGS, marks_sign.signatures)),
    PaperExtractor("citations", (), (citations.all_citations,)),
)
