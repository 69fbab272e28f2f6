"""Filing within the term of the trade after the clue (立案期限)."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Finding, View, check

from ..ledger import trade_term
from ..papers import summary
from ..terms import End, end_of, end_of_written, trusted, zh

CLUE = "案件来源登记表"
TRADES = {"市场监督管理": "market", "生态环境": "ecology", "环境保护": "ecology", "交通运输": "transport"}
PROMPT = 2  # working days that no term of a trade falls short of
# Time for tests and for what others must say does not count; the papers rarely tell how many days it took.
WAITED = ("检测报告", "检测委托书", "检测结果告知书", "抽样取证凭证")
EXAMINED = r"鉴定|鉴别|辨认|检验|检疫|检测|监测|协查|协助调查"
LONGER = (
    r"(?:延长|延期)[^。]{0,20}(?:核查|审查|立案|期限|工作日|\d日)|(?:核查|审查|立案)[^。]{0,12}(?:延长|延期)"
)


@check(
    "timeliness.filed_in_time",
    title="在规定期限内决定立案",
    params={
        "days": "timeliness.filing_term",
        **{trade: f"timeliness.filing_term.{trade}" for trade in ("market", "ecology", "transport")},
    },
)
def filed_in_time(case: View) -> Finding:
    """PO-P02."""
    if summary(case):
        return case.not_applicable("简易程序不需要立案")
    filed = case.date("立案日期")
    duty = case.duty(on=filed)
    found = trusted(case, "发现日期")
    end = end_to_file(case, found or filed)
    if end is None:
        if duty is None:
            return case.not_applicable("立案时法律没有统一的立案规定")
        if found is not None and found <= filed and case.working_days(found, filed) <= PROMPT:
            return case.passed("发现线索后两个工作日内立案，短于各行业规定的期限")
        return case.unsure("没有指定本行业的立案期限，是否及时立案由评查人员判断")
    if found is None:
        return case.unsure("没有读到发现违法线索的日期，无法计算立案期限")
    if filed < found:
        return case.unsure(f"立案日期{zh(filed)}早于线索登记日期{zh(found)}，请核对")
    if filed <= end.early:
        return case.passed()
    return _late(case, found, filed, end.late)


def _late(case: View, found: date, filed: date, due: date) -> Finding:
    message = f"{zh(found)}发现线索，应于{zh(due)}前决定立案，实际为{zh(filed)}"
    if filed <= due:
        return case.unsure(f"{message}；期限按工作日还是自然日计算，由评查人员判断")
    for paper in case.file.documents:
        known = paper.kind in (CLUE, "立案审批表", "延期审批表", "unknown")
        if known and (hit := case.find(paper, LONGER)):
            return case.unsure(f"{message}；提到延长期限，批准情况请核对", at=hit)
        tested = paper.kind in WAITED or re.search(EXAMINED, paper.title)
        if tested and (paper.date is None or paper.date <= filed):
            return case.unsure(f"{message}；立案前有检测或者抽样，所需时间是否扣除由评查人员判断", at=paper)
    case.document("延期审批表")
    case.readable(*case.documents(CLUE, "立案审批表"))
    return case.failed(message, at=(*case.facts("发现日期"), *case.facts("立案日期")))


def end_to_file(case: View, start: date) -> End | None:
    """Last day to file: by the profile, else by the register, else by what is known of the trade."""
    bound = end_of(case, "days", start)
    if bound is not None:
        return bound
    term = trade_term(case, "立案", start)
    if term is not None:
        return end_of_written(case, f"{term[0]}{term[1]}", start)
    trade = next((one for word, one in TRADES.items() if word in case.file.agency), "")
    return end_of(case, trade, start) if trade else None
