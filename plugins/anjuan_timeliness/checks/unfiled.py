"""Inquiry that goes on without filing after the term to file has run out (PO-E22)."""

from __future__ import annotations

from datetime import date

from anjuan import Finding, View, check

from ..papers import summary
from ..terms import End, days, trusted, zh
from .filing_term import CLUE, LONGER, WAITED, end_to_file

ACTS = ("询问日期", "现场检查日期", "先行登记保存日期")


@check(
    "timeliness.no_unfiled_inquiry",
    title="超过立案审查期限的，不得未立案继续调查",
    params={
        "days": "timeliness.filing_term",
        **{trade: f"timeliness.filing_term.{trade}" for trade in ("market", "ecology", "transport")},
    },
)
def no_unfiled_inquiry(case: View) -> Finding:
    """PO-E22."""
    if summary(case):
        return case.not_applicable("简易程序不需要立案")
    filed = trusted(case, "立案日期")
    if filed is None and case.document("立案审批表") is not None:
        return case.unsure("没有读到立案日期")
    acts = sorted((day, name) for name in ACTS for day in days(case, name) if filed is None or day < filed)
    if not acts:
        return case.not_applicable("立案之前没有调查取证")
    found = trusted(case, "发现日期")
    if found is None:
        return case.unsure("没有读到发现违法线索的日期，无法计算立案审查期限")
    if case.duty(on=found) is None:
        return case.not_applicable("发现线索时法律没有及时立案的规定")
    end = end_to_file(case, found)
    if end is None:
        return case.unsure("没有指定本行业的立案期限，由评查人员判断")
    if filed is not None and filed <= end.early:
        return case.not_applicable("在立案期限内立案")
    return _after(case, end, filed, acts)


def _after(case: View, end: End, filed: date | None, acts: list[tuple[date, str]]) -> Finding:
    """Acts after the last day to file and before the filing."""
    day, name = acts[-1]
    if day <= end.early:
        return case.passed("期限届满后到立案前没有调查取证")
    told = f"{zh(filed)}才立案" if filed else "没有立案"
    message = f"立案期限于{zh(end.late)}届满，{told}，其间{zh(day)}仍有{name.removesuffix('日期')}"
    places = [fact for fact in case.facts(name) if fact.value == day]
    if day <= end.late:
        return case.unsure(f"{message}；期限按工作日还是自然日计算，由评查人员判断", at=places)
    papers = case.documents(CLUE, "立案审批表", "延期审批表", "unknown")
    if hit := next((hit for paper in papers if (hit := case.find(paper, LONGER))), None):
        return case.unsure(f"{message}；提到延长期限，批准情况请核对", at=hit)
    waited = [
        one for one in case.documents(*WAITED) if one.date is None or filed is None or one.date <= filed
    ]
    if waited:
        return case.unsure(f"{message}；其间有检测或者抽样，所需时间是否扣除由评查人员判断", at=waited)
    case.readable(*case.documents(CLUE, "立案审批表"))
    return case.failed(message, at=[*places, *case.facts("发现日期"), *case.facts("立案日期")])
