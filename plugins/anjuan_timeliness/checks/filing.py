"""Filing and the end of the investigation (立案, 调查终结)."""

from __future__ import annotations

from anjuan import Document, Finding, View, check

from ..papers import heads, scanned, summary, withdrawn
from ..terms import law_day, trusted

FILING = "立案审批表"
REPORT = "案件调查终结报告"
APPROVAL = "行政处罚决定审批表"

HEAD_SIGNED = r"(?:负责人|领导)(?:审批|审查|批准)?意见.{0,80}?(?:签[名字章]|签批|审批人|批准人)[:：]?\s*[\u4e00-\u9fff·]{2,4}"
DATE = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|[一二][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
HEAD_DATED = rf"(?:负责人|领导)(?:审批|审查|批准)?意见.{{0,80}}?(?:{DATE})"
# What a report holds, with the words that show it in the layouts of different bureaus.
PARTS = {
    "违法事实": r"事实|经查|查明|案情|违法行为",
    "证据": r"证据|佐证|证实|证明",
    "法律依据": r"《[^《》]{2,60}》.{0,40}?第.{1,8}条",
    "处理建议": r"建议|拟(?:处|作出|对|给予|罚)|处理意见|处罚意见",
    "调查人员": r"(?:调查|承办|办案|执法|经办|报告|检查)(?:人员|人|机构)",
}


@check("timeliness.filing_approved", title="立案经批准并注明日期")
def filing_approved(case: View) -> Finding:
    """PO-P01."""
    if summary(case):
        return case.not_applicable("简易程序不需要立案")
    form = case.document(FILING)
    filed = trusted(case, "立案日期")
    if case.duty(on=filed or law_day(case)) is None:
        return case.not_applicable("立案时法律没有统一的立案规定")
    if form is None:
        return case.failed("卷内没有立案审批表")
    approvals = heads(case, form)
    signed = [one for one in approvals if one.text("signer") or one.get("date")]
    if any("不同意" in one.text("opinion") or "不予立案" in one.text("opinion") for one in signed):
        return case.unsure("立案审批表的负责人意见不是同意立案，请人工查看", at=form)
    if not signed and not case.find(form, HEAD_SIGNED):
        return _unsigned(case, form, known=bool(approvals))
    if any(one.get("date") for one in signed) or case.facts("立案日期", document=form):
        return case.passed()
    if scanned(form) or case.find(form, DATE):
        return case.unsure("立案审批表上没有识别出批准日期", at=form)
    case.readable(form)
    return case.failed("立案审批表上负责人签署意见没有注明日期，也没有立案日期", at=form)


def _unsigned(case: View, form: Document, *, known: bool) -> Finding:
    if scanned(form) or not known or case.find(form, HEAD_DATED):
        return case.unsure("没有识别出立案审批表上负责人的签名和日期", at=form)
    case.readable(form)
    return case.failed("立案审批表没有负责人签名和日期，不能证明立案经过批准", at=form)


@check("timeliness.investigation_report", title="调查终结有调查报告，载明事实证据依据和建议")
def investigation_report(case: View) -> Finding:
    """PO-P03."""
    if summary(case):
        return case.not_applicable("简易程序不需要调查终结报告")
    if withdrawn(case):
        return case.not_applicable("案件已撤销")
    report = case.document(REPORT)
    case.duty(on=trusted(case, "调查终结日期") or law_day(case))
    if report is None:
        return _without_report(case)
    missing = _missing(case, report)
    if not missing:
        return case.passed()
    case.readable(report)
    return case.failed(
        f"案件调查终结报告没有载明{'、'.join(missing)}", at=report, times=len(missing), milder=True
    )


def _without_report(case: View) -> Finding:
    forms = case.documents(APPROVAL, "案件审核表")
    if any(not _missing(case, form) for form in forms):
        return case.passed("没有单独的调查报告，审批表已载明事实、证据、依据和建议")
    case.readable(*forms)
    return case.failed(
        "卷内没有案件调查终结报告，审批表也没有载明事实、证据、依据和建议", at=case.absent(REPORT)
    )


def _missing(case: View, paper: Document) -> list[str]:
    return [part for part, words in PARTS.items() if not case.find(paper, words)]
