"""What a reader and a scorer should find in each case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .assemble import papers
from .desk import Desk
from .faults import FAULTS
from .model import CaseSpec
from .papers_decide import BEYOND
from .papers_open import source_name


def fault_rows(spec: CaseSpec) -> list[dict[str, Any]]:
    """One row for each planted fault."""
    return [
        {"item": f.item, "accept": list(f.accept), "why": f.why, "fault": f.name}
        for f in sorted((FAULTS[n] for n in spec.faults), key=lambda f: f.item)
    ]


def open_items(spec: CaseSpec) -> list[str]:
    """Items that may fail or stay unsure as a consequence of a planted fault."""
    extra = {
        "scan-short": (
            "PO-E06",
            "PO-P03",
            "PO-D01",
            "PO-D09",
            "PO-D10",
            "PO-D11",
            "PO-D12",
            "PO-D13",
            "PO-D15",
            "PO-D17",
            "PO-E01",
            "PO-E03",
            "PO-P07",
            "PO-S09",
            "PO-S10",
            "PO-E02",
            "PO-P16",
            "PO-E07",
            "PO-E08",
            "PO-P18",
        )
    }
    items = {i for n in spec.faults for i in FAULTS[n].also} | set(extra.get(spec.packing, ()))
    return sorted(items - {FAULTS[n].item for n in spec.faults})


def facts(spec: CaseSpec) -> dict[str, Any]:
    """The facts that stand in the papers of this case, by the names of the contract."""
    k, d, v = Desk(spec), spec.dates, spec.violation
    kinds = {p.kind for p in papers(spec)}
    values: dict[str, Any] = {
        "案号": k.case_number,
        "处罚机关": spec.authority.name,
        "当事人": spec.party.name,
        "当事人证照号": spec.party.number,
        "案由": v.name,
        "违法行为日期": d.since.isoformat(),
        "决定日期": d.decided.isoformat(),
        "处罚种类": ["罚款"] + (["没收违法所得", "没收非法财物"] if v.gains else []),
        "罚款金额": spec.fine,
        "违反条款": v.broken.facts(),
        "处罚依据": _basis(spec),
        "执法人员": [{"name": o.name, "certificate": o.certificate} for o in spec.officers],
        "复议期限": "60日" if spec.procedure == "ordinary" and k.style.voice == 2 else "六十日",
    }
    if v.gains:
        values["没收违法所得金额"] = v.gains
    if spec.procedure == "summary":
        values |= {"现场检查日期": d.inspected.isoformat(), "送达日期": d.decided.isoformat()}
        if d.decided.year < 2024 or spec.has("spot_sue"):
            values["起诉期限"] = "六个月"
    else:
        values |= _course(spec, kinds)
    if "罚没票据" in kinds:
        cut = (spec.fine // 10 or 100) if spec.has("receipt_differs") else 0
        values |= {"缴款日期": d.paid.isoformat(), "缴款金额": spec.fine - cut + v.gains}
    return values


def _basis(spec: CaseSpec) -> list[str]:
    if spec.has("no_article"):
        return [f"《{spec.violation.basis.law}》第{BEYOND[spec.violation.basis.law]}条"]
    if spec.has("short_basis"):
        return [f"《{spec.violation.basis.law}》第{spec.violation.basis.article}条"]
    return spec.violation.basis.facts()


def _suit(spec: CaseSpec) -> str:
    short = spec.has("remedy_three")
    if spec.authority.style.voice == 2:
        return "3个月" if short else "6个月"
    return "三个月" if short else "六个月"


def _course(spec: CaseSpec, kinds: set[str]) -> dict[str, Any]:
    d = spec.dates
    k = Desk(spec)
    rows: dict[str, Any] = {
        "案件来源": source_name(k),
        "立案日期": d.filed.isoformat(),
        "现场检查日期": d.inspected.isoformat(),
        "询问日期": [d.asked.isoformat()],
        "告知日期": d.noticed.isoformat(),
        "告知送达日期": d.notice_served.isoformat(),
        "拟罚款金额": spec.proposed,
        "告知听证权": spec.hearing_due and not spec.has("hearing_untold"),
        "陈述申辩期限": "五个工作日" if k.new_law else "三日",
        "起诉期限": _suit(spec),
        "送达方式": "直接送达",
    }
    if "公示记录" in kinds:
        rows["公示日期"] = d.published.isoformat()
    if "案件来源登记表" not in kinds and "立案审批表" not in kinds:
        del rows["案件来源"]
    if not spec.has("return_incomplete"):
        rows["送达日期"] = d.served.isoformat()
    if spec.review and d.reviewed:
        rows |= {
            "法制审核日期": d.reviewed.isoformat(),
            "法制审核人": spec.officers[0].name if spec.has("same_reviewer") else spec.authority.reviewer,
        }
    if d.discussed:
        rows["集体讨论日期"] = [d.discussed.isoformat()]
    if d.heard and d.hearing_asked and d.hearing_notice:
        rows |= {
            "听证申请日期": d.hearing_asked.isoformat(),
            "听证通知日期": d.hearing_notice.isoformat(),
            "听证日期": d.heard.isoformat(),
            "听证主持人": spec.authority.host,
        }
    if "结案审批表" in kinds:
        rows["结案日期"] = d.closed.isoformat()
    return rows


def expected(cases: Iterable[CaseSpec]) -> dict[str, Any]:
    """The whole answer file."""
    return {
        s.id: {
            "clean": not s.faults,
            "agency": s.authority.name,
            "procedure": s.procedure,
            "packing": s.packing,
            "case": Desk(s).case_number,
            "faults": fault_rows(s),
            "open": open_items(s),
            "facts": facts(s),
        }
        for s in cases
    }
