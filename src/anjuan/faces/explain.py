"""The chain from a lost point to page, box, quote and article, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.case import Evidence
from ..model.result import Evaluation, Finding, ItemScore, Ruling
from .tables import VERDICTS, place, span

EFFECTS = {"not_excellent": "不得评为优秀", "unqualified": "不合格", "zero": "全卷零分"}
STATES = {
    "open": "待判断", "possible": "可能，须由人认定是否严重", "proposed": "建议，须由人确认",
    "confirmed": "已确认", "rejected": "已否定",
}  # fmt: skip


def explanation(evaluation: Evaluation, row: ItemScore, rulings: Sequence[Ruling] = ()) -> Iterator[str]:
    """Lines that say what was decided on one item, why, where it stands, and by which article."""
    yield f"案卷 {evaluation.id}　{evaluation.case}　{evaluation.agency}"
    yield f"评查项 {row.item}　{row.title}"
    presumed = "（推定）" if row.presumed else ""
    yield f"结论 {VERDICTS[row.verdict]}{presumed}　得分 {span(row.low, row.high)}／{row.points}"
    for veto in evaluation.vetoes:
        if veto.item == row.item:
            yield f"一票否决 {EFFECTS[veto.effect]}：{STATES[veto.state]}"
    if not row.findings:
        yield "此项由评查人员判断，机器未检查"
    for scored in row.findings:
        yield from _finding(scored.finding, str(scored.deducted))
    for ruling in rulings:
        yield f"评查意见 {ruling.reviewer}：{VERDICTS[ruling.verdict]}，理由：{ruling.reason}"
    yield f"标准 {evaluation.stamp.profile}"


def _finding(finding: Finding, deducted: str) -> Iterator[str]:
    lost = f"，扣 {deducted} 分" if deducted != "0" else ""
    times = f"，{finding.times} 处" if finding.times > 1 else ""
    milder = "，较轻" if finding.milder else ""
    yield f"── {finding.check}：{VERDICTS[finding.verdict]}{lost}{times}{milder}"
    if finding.message:
        yield f"   理由 {finding.message}"
    for evidence in finding.evidence:
        yield f"   位置 {place(evidence)}{_boxes(evidence)}"
        if evidence.quote:
            yield f"   原文 {evidence.quote}"
    for basis in finding.basis:
        yield f"   依据 {basis.source}{basis.article}（{basis.since} 起施行）"


def _boxes(evidence: Evidence) -> str:
    if not evidence.boxes:
        return ""
    box = evidence.boxes[0]
    more = f" 等 {len(evidence.boxes)} 框" if len(evidence.boxes) > 1 else ""
    return f"　框 [{box.x0:.2f}, {box.y0:.2f}, {box.x1:.2f}, {box.y1:.2f}]{more}"
