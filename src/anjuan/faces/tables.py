"""Tables and texts for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..model.case import CaseFile, Evidence, display_width
from ..model.codec import number
from ..model.result import Evaluation, Selection, Verdict
from .understood import UNKNOWN, locator_text, understood

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


def reading_tables(case: CaseFile) -> Iterator[Any]:
    """What was understood of a case file, for a terminal of at least 80 columns."""
    from rich.text import Text

    shown = understood(case)
    yield Text(shown.head, style="bold")
    yield Text(f"{shown.kind}　{shown.counts}")
    for note in shown.notes:
        yield Text(f"! {note}", style="yellow")
    papers = _rich("序:>", "文书:2", "文号:2", "日期:=", "页:=" if shown.alone else "页:2", "读法:=")
    for one in shown.papers:
        kind = f"{one.kind} {one.title}" if one.kind == UNKNOWN else one.kind
        row = (str(one.number), f"{kind} {one.doubt}".strip(), one.mark, one.date, one.where, one.read)
        papers.add_row(*map(Text, row), style="yellow" if one.doubt or "未读" in one.read else None)
    yield papers
    facts = _rich("事实:=", "内容:3", "把握:=", "位置:1" if shown.alone else "位置:2")
    for theme, readings in shown.facts:
        facts.add_row(Text(theme, style="bold cyan"))
        for fact in readings:
            cells = (f" {fact.name}", fact.value, fact.sure, fact.where)
            facts.add_row(*map(Text, cells), style="yellow" if fact.doubt else None)
        facts.add_section()
    yield facts


def _rich(*headings: str) -> Any:
    """A table for a terminal; `:=` stays on one line, `:>` stands right, `:2` takes a share of what room is left."""
    from rich import box
    from rich.table import Table

    # Lines of ASCII: Chinese consoles draw the box characters two columns wide.
    head = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
    table = Table(box=head, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for title, _, how in (one.partition(":") for one in headings):
        fixed = how in "=>"
        table.add_column(
            title,
            justify="right" if how == ">" else "left",
            no_wrap=fixed,
            overflow="fold",
            ratio=None if fixed else int(how),
        )
    return table


def reading_text(case: CaseFile) -> str:
    """The same as plain lines, for files and pipes: nothing is cut or folded."""
    shown = understood(case)
    lines = [shown.head, f"{shown.kind}　{shown.counts}", *(f"! {note}" for note in shown.notes), "文书"]
    for one in shown.papers:
        title = f"　{one.title}" if one.title not in ("", one.kind) else ""
        doubt = f"　{one.doubt}" if one.doubt else ""
        lines.append(
            f"  {one.number:>3} {_wide(one.kind, 24)}{_wide(one.date, 12)}{_wide(one.read, 8)}{one.where}"
            + (f"　{one.mark}" if one.mark else "") + title + doubt
        )  # fmt: skip
    for theme, readings in shown.facts:
        lines.append(theme)
        lines += [
            f"  {_wide(one.name, 24)}{_wide(one.sure, 10)}{one.value}　〔{one.where}〕" for one in readings
        ]
    return "\n".join(lines) + "\n"


def place(evidence: Evidence) -> str:
    """Where something stands, in words."""
    if evidence.absent:
        return f"未见{evidence.locator}，已查 {'、'.join(evidence.searched) or '全卷'}"
    if evidence.register:
        return f"台账 {evidence.file} {locator_text(evidence.locator)}"
    if evidence.page is None:
        return f"{evidence.file} {locator_text(evidence.locator)}".strip()
    return f"{evidence.file} 第{evidence.page}页"


def _wide(text: str, width: int) -> str:
    return text + " " * max(width - display_width(text), 1)
