"""Tables and texts for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..model.case import CaseFile, Evidence, Record, display_width
from ..model.codec import number, plain_value
from ..model.result import Evaluation, Selection, Verdict

VERDICTS = {
    Verdict.PASS: "符合",
    Verdict.FAIL: "不符合",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.UNSURE: "待人工判断",
    Verdict.ERROR: "检查出错",
}


def span(low: Any, high: Any) -> str:
    """`87` or `87～92`; numbers without idle zeros."""
    first, last = (number(one) if isinstance(one, Decimal) else one for one in (low, high))
    return f"{first}" if first == last else f"{first}～{last}"


def results_table(evaluations: Sequence[Evaluation]) -> Any:
    """Case files with scores, grades, and what is left for people."""
    from rich.table import Table

    table = Table(title="评查结果")
    for title, justify in (
        ("案卷", "left"), ("文号", "left"), ("机关", "left"), ("得分", "right"), ("等次", "left"),
        ("一票否决", "right"), ("待判断", "right"), ("推定", "right"), ("扣分项", "left"),
    ):  # fmt: skip
        table.add_column(title, justify=justify, no_wrap=title in ("案卷", "得分", "等次"))  # type: ignore[arg-type]  # rich wants a literal
    for one in evaluations:
        failed = [row.item for row in one.items if row.verdict is Verdict.FAIL]
        table.add_row(
            one.id,
            one.case or "（未读到）",
            one.agency or "（未读到）",
            span(one.low, one.high),
            span(one.grade_low, one.grade_high),
            str(len(one.vetoes)),
            str(len(one.undecided)),
            str(len(one.presumed)),
            " ".join(failed),
        )
    return table


def selection_lines(selections: Sequence[Selection]) -> Iterator[str]:
    """What was chosen and what narrowly was not, each with its reasons."""
    names = {"excellent": "优秀案卷", "problem": "问题案卷"}
    for one in selections:
        yield f"{names.get(one.kind, one.kind)}（规则 {one.policy}）：{len(one.picks)} 件"
        for pick in one.picks:
            yield f"  {pick.rank}. {pick.case} {pick.number} {pick.agency}：{'；'.join(pick.reasons)}"
        for pick in one.near_misses[:5]:
            yield f"  未入选 {pick.case} {pick.number}：{'；'.join(pick.reasons)}"


def reading_text(case: CaseFile) -> str:
    """What was understood of a case file: papers and facts with their places."""
    lines = [f"案卷 {case.id}　{case.case}　{case.agency}　{case.category}/{case.procedure}", "  文书"]
    for one in case.documents:
        first, last = one.pages[0], one.pages[-1]
        where = first.file if first.page is None else f"{first.file} 第{first.page}页"
        if last is not first and last.page is not None:
            where += f"至{last.page}页"
        numbered = f"　{one.number}" if one.number else ""
        lines.append(f"    {_wide(one.kind, 24)}{one.date or ''!s:<12}{where}{numbered}")
    lines.append("  事实")
    for fact in case.facts:
        value = fact.value
        text = (
            "，".join(f"{k}={plain_value(v)}" for k, v in value.fields)
            if isinstance(value, Record)
            else plain_value(value)
        )
        lines.append(f"    {_wide(fact.name, 18)}{text}　〔{place(fact.evidence)}，{fact.confidence:.2f}〕")
    return "\n".join(lines)


def place(evidence: Evidence) -> str:
    """Where something stands, in words."""
    if evidence.absent:
        return f"未见{evidence.locator}，已查 {'、'.join(evidence.searched) or '全卷'}"
    if evidence.register:
        return f"台账 {evidence.file} {evidence.locator}"
    if evidence.page is None:
        return f"{evidence.file} {evidence.locator}".strip()
    return f"{evidence.file} 第{evidence.page}页"


def _wide(text: str, width: int) -> str:
    return text + " " * max(width - display_width(text), 1)
