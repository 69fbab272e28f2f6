"""What the checks of enforcement ask of a case file: who enforces, when, after which demand (强制执行)."""

from __future__ import annotations

import re
from datetime import date, datetime

from anjuan import Document, NeedsPerson, View

from .papers import days_of, received

DEMAND, APPLICATION, RECORD = "催告书", "强制执行申请书", "执行笔录"
SUBSTITUTE, ORDER, NOTICE = "代履行决定书", "限期拆除决定书", "强制执行公告"
DECIDED = ("强制执行决定书", SUBSTITUTE)
PAPERS = (*DECIDED, RECORD, NOTICE)
IMMEDIATE = (
    r"立即(?:实施|进行|组织)?[^。;]{0,6}代履行|第五十二条|(?:需要?|必须|应当)立即(?:清[除理]|处置|排除)"
)
URGENT = r"(?<!非)(?<!不属)(?:情况|情形|事态|事发|事出)紧急|紧急情况(?!的?除外)"
PENDING = ("in_review", "in_suit")


def own_enforcement(case: View) -> bool:
    """True when the authority itself decided or carried out an enforcement."""
    return bool(case.documents(*DECIDED, RECORD))


def decided_on(case: View) -> date | None:
    """The day of the enforcement decision (not that of a substitute performance); None where there is none."""
    papers = case.documents("强制执行决定书")
    case.note(*papers)
    found = [day for paper in papers for day in days_of(case.facts("执行决定日期", document=paper))]
    return min(found or [paper.date for paper in papers if paper.date], default=None)


def applied_on(case: View) -> date | None:
    """The day of the application to the court; None where there is none."""
    papers, found = case.documents(APPLICATION), days_of(case.facts("申请执行日期"))
    case.note(*papers)
    return min(found or [one.date for one in papers if one.date], default=None)


def demanded_on(case: View) -> date | None:
    """The day on which the demand was served; of several demands the first.

    A demand that nobody is known to have received gives None.
    """
    found = (*days_of(case.facts("催告送达日期")), *received(case, "催告"))
    return min(found, default=None)


def enforced(case: View) -> date | None:
    """The day on which the enforcement was carried out; None where nobody read one."""
    return min((one.date() if isinstance(one, datetime) else one for one in hours(case)), default=None)


def hours(case: View) -> tuple[date | datetime, ...]:
    """All days and moments at which the enforcement ran: by its record, else as other papers say."""
    records, found = case.documents(RECORD), set[date]()
    case.note(*records)
    for paper in records:
        for name in ("强制执行时间", "笔录开始时间", "笔录结束时间"):
            found |= {f.value for f in case.facts(name, document=paper) if isinstance(f.value, date)}
    if not found:
        found = {f.value for f in case.facts("强制执行时间") if isinstance(f.value, date)}
    if not found:
        found = {paper.date for paper in records if paper.date}
    return tuple(sorted(found, key=str))


def first_day(case: View) -> date:
    """The first day of the enforcement, whose law governs it.

    Raises:
        NeedsPerson: no day was read.
    """
    papers: tuple[Document, ...] = case.documents(*DECIDED, APPLICATION, DEMAND)
    case.note(*papers)
    days = [day for day in (decided_on(case), applied_on(case), enforced(case)) if day]
    days += [paper.date for paper in papers if paper.date]
    if not days:
        raise NeedsPerson("未读到强制执行的日期，不能确定适用的法律")
    return min(days)


def urgent(case: View) -> bool:
    """True when a paper of the enforcement says that the matter was urgent."""
    if any(fact.value is True for fact in case.facts("紧急情况")):
        return True
    return any(case.find(paper, URGENT) for paper in case.documents(*PAPERS))


def demolished(case: View) -> bool:
    """True when the enforcement is a demolition."""
    papers = case.documents("强制执行决定书", RECORD, NOTICE)
    return bool(case.documents(ORDER)) or any(
        re.search("拆除|强拆", paper.title)
        or case.find(paper, r"强制拆除|予以拆除|实施拆除|组织[^。;]{0,12}拆除")
        for paper in papers
    )
