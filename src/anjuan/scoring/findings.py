"""Running one check for one item, and what its answers cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from ..model.result import GRAVITY, Finding, ItemScore, ScoredFinding, Verdict
from ..rules.check import Check
from ..rules.profile import CheckUse, Decide, Item, Section, Table
from ..rules.reader import NeedsPerson, Reader
from ..rules.view import View


def run_check(check: Check, reader: Reader, use: CheckUse, table: Table, item: Item) -> tuple[Finding, ...]:
    """The findings of one check; what it cannot answer becomes UNSURE, what it raises becomes ERROR."""
    view = View(
        reader,
        check=check.id,
        params=check.params,
        bindings=dict(use.bindings),
        standard=table.standard(item) if check.form else None,
        norms=dict(table.norms),
    )
    try:
        answer = check(view)
        found = (answer,) if isinstance(answer, Finding) else tuple(_findings(answer))
        if not found:
            found = (view.passed(),)
    except NeedsPerson as need:
        evidence, basis = view.trail()
        found = (
            Finding(Verdict.UNSURE, need.reason, tuple(dict.fromkeys((*need.evidence, *evidence))), basis),
        )
    except (
        Exception
    ) as error:  # a check of a stranger may raise anything; the item is then incomplete, not full
        text = f"检查规则出错：{type(error).__name__}"
        found = (Finding(Verdict.ERROR, text, view.trail()[0]),)
    if check.advisory:
        found = tuple(_hint(one) for one in found)
    ordered = sorted(found, key=lambda one: (GRAVITY.index(one.verdict), one.message))
    return tuple(replace(one, check=check.id) for one in ordered)


def _findings(answer: Iterable[Finding]) -> Iterable[Finding]:
    for one in answer:
        if not isinstance(one, Finding):
            raise TypeError(f"a check gave a {type(one).__name__} instead of a Finding")
        yield one


def _hint(finding: Finding) -> Finding:
    if finding.verdict is not Verdict.FAIL:
        return finding
    return replace(finding, verdict=Verdict.UNSURE, times=1, milder=False)


def score_item(
    item: Item, section: Section, reader: Reader, checks: Mapping[str, Check], table: Table
) -> ItemScore:
    """One line of the profile: its findings and the points kept."""
    found: list[tuple[CheckUse, Finding]] = []
    for use in item.checks:
        found += [(use, one) for one in run_check(checks[use.check], reader, use, table, item)]
    presumed = item.decide is Decide.PERSON
    if item.decide is Decide.ASSIST:
        found = [(use, _assisted(one)) for use, one in found]
        presumed = {one.verdict for _, one in found} in (
            {Verdict.PASS},
            {Verdict.PASS, Verdict.NOT_APPLICABLE},
        )
    lost, scored = Decimal(0), []
    for use, one in found:
        deducted = Decimal(0)
        if one.verdict is Verdict.FAIL:
            each = use.milder if one.milder and use.milder is not None else use.deduct
            deducted = min(each * one.times, item.worth - lost)
            lost += deducted
        scored.append(ScoredFinding(one, deducted))
    high = item.worth - lost
    in_doubt = any(one.verdict in (Verdict.UNSURE, Verdict.ERROR) for _, one in found)
    low = Decimal(0) if in_doubt else high
    verdict = min((one.verdict for _, one in found), key=GRAVITY.index, default=Verdict.PASS)
    return ItemScore(
        item=item.id,
        title=item.title,
        section=section.id,
        dimension=item.dimension,
        points=item.worth,
        low=low,
        high=high,
        verdict=verdict,
        presumed=presumed,
        findings=tuple(scored),
        effect=item.acts,
    )


def _assisted(finding: Finding) -> Finding:
    """An assisted item never fails: the adverse hint goes to a person, a gap leaves it presumed."""
    if finding.verdict is Verdict.FAIL:
        return replace(finding, verdict=Verdict.UNSURE, times=1, milder=False)
    if finding.verdict is Verdict.UNSURE:
        return replace(finding, verdict=Verdict.PASS, message=f"推定符合，尚缺：{finding.message}")
    return finding
