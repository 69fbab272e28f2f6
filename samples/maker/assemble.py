"""From a case to its papers in the order of the volume (cover and index are added by the renderer)."""

from __future__ import annotations

from . import papers_decide as mid
from . import papers_end as end
from . import papers_open as begin
from .desk import Desk
from .model import CaseSpec, Paper

# What a short scan keeps: the signed papers of a case that is not paid and closed yet.
SHORT = ("立案审批表", "现场检查笔录", "询问笔录", "行政处罚事先告知书", "行政处罚决定书", "送达回证")
# What was photographed on the road: five pages, without the sheet of photographs.
ROAD = ("当场行政处罚决定书", "现场检查笔录", "营业执照", "当场行政处罚备案表", "罚没票据")


def papers(spec: CaseSpec) -> list[Paper]:
    """All papers of a case in filing order, without cover, index and closing note."""
    k = Desk(spec)
    rows = _summary(k) if spec.procedure == "summary" else _ordinary(k)
    keep = {"scan-short": SHORT, "photos": ROAD}.get(spec.packing)
    if keep:
        rows = [p for p in rows if p.kind in keep]
    if spec.packing == "scan-short":
        # The return of the order to correct goes with the order itself.
        first = next(i for i, p in enumerate(rows) if p.kind == "送达回证")
        rows = [p for i, p in enumerate(rows) if i != first or rows[i - 1].kind == "行政处罚事先告知书"]
    return rows


def _summary(k: Desk) -> list[Paper]:
    identity = begin.identity(k) if k.p.person else begin.licence(k)
    rows = [
        end.spot_decision(k),
        begin.inspection(k),
        begin.photos(k),
        identity,
        end.spot_filing(k),
        end.receipt(k),
    ]
    return [p for p in rows if not (k.has("no_spot_filing") and p.kind == "当场行政处罚备案表")]


def _ordinary(k: Desk) -> list[Paper]:
    d, order, told, decided = k.d, begin.order(k), mid.notice(k), end.decision(k)
    rows = [begin.source(k), begin.filing(k), begin.inspection(k), begin.photos(k), begin.inquiry(k)]
    rows += [begin.identity(k)] if k.p.person else [begin.licence(k), begin.identity(k)]
    rows += [begin.exhibit(k), order, begin.delivery(k, order, d.ordered), mid.report(k)]
    rows += [told, begin.delivery(k, told, d.notice_served)]
    if k.spec.reply == "waiver":
        rows.append(mid.waiver(k))
    elif k.spec.reply == "statement":
        rows += mid.statement(k)
    elif k.spec.reply == "hearing":
        ask, call, *record = mid.hearing(k)
        rows += [ask, call, begin.delivery(k, call, d.hearing_notice or d.noticed), *record]
    if k.spec.review:
        rows += [mid.review(k)] + ([mid.discussion(k)] if d.discussed else [])
    rows += [
        mid.approval(k),
        decided,
        begin.delivery(k, decided, d.served, k.has("return_incomplete")),
        end.receipt(k),
    ]
    if k.v.goods:
        rows.append(end.goods(k))
    rows += [end.publication(k), end.closing(k)]
    gone = _gone(k)
    return [p for p in rows if p.kind not in gone]


def _gone(k: Desk) -> set[str]:
    """Kinds of papers that a planted fault leaves out."""
    table = {
        "no_closing": "结案审批表",
        "no_report": "案件调查终结报告",
        "no_receipt": "罚没票据",
        "no_approval": "行政处罚决定审批表",
        "no_source": "案件来源登记表",
        "no_identity": "营业执照",
    }
    gone = {kind for fault, kind in table.items() if k.has(fault)}
    return gone | ({"身份证"} if k.has("no_identity") else set())
