"""Running one check for one item, and what its answers cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ..model.result import GRAVITY, Finding, ItemScore, ScoredFinding, Verdict
from ..rules.check import Check
from ..rules.profile import Absent, CheckUse, Decide, Item, Section, Table, is_paper
from ..rules.reader import NeedsPerson, Reader
from ..rules.view import View

NOTHING = Decimal(0)
DOUBTS = frozenset((Verdict.UNSURE, Verdict.ERROR))
NEEDS = "profile.needs"  # name under which the absence of a paper that an item needs is reported


def run_check(check: Check, reader: Reader, use: CheckUse, table: Table, item: Item) -> tuple[Finding, ...]:
    """The findings of one check; what it cannot answer becomes UNSURE, what it raises becomes ERROR."""
    view = View(
        reader,
        check=check.id,
        params=check.params,
        bindings=dict(use.bindings) if use.bindings else None,
        standard=table.standard(item) if check.form else None,
        norms=_norms(table.norms),
    )
    try:
        answer = check.function(view)
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
    if len(found) == 1 and found[0].check == check.id:
        return found
    if len(found) > 1:
        found = tuple(sorted(found, key=lambda one: (GRAVITY.index(one.verdict), one.message)))
    return tuple(one if one.check == check.id else replace(one, check=check.id) for one in found)


@lru_cache(8)
def _norms(pairs: tuple[tuple[str, date | None], ...]) -> Mapping[str, date | None]:
    return dict(pairs)


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
    lacking = _lacking(item, reader, table)
    if lacking is not None:
        found, presumed = [(CheckUse(NEEDS, item.points), lacking)], False
    elif item.bonus and item.decide is Decide.PERSON:
        return _not_claimed(item, section)
    else:
        found, presumed = _judged(item, reader, checks, table)
    worth, lost, scored = item.worth, NOTHING, []
    for use, one in found:
        deducted = NOTHING
        if one.verdict is Verdict.FAIL:
            each = use.milder if one.milder and use.milder is not None else use.deduct
            deducted = min(each * one.times, worth - lost)
            lost += deducted
        scored.append(ScoredFinding(one, deducted))
    verdicts = {one.verdict for _, one in found}
    high = worth - lost if lost else worth
    if item.bonus and verdicts <= {Verdict.NOT_APPLICABLE}:
        high = NOTHING
    low = high if verdicts.isdisjoint(DOUBTS) else NOTHING
    verdict = next(iter(verdicts)) if len(verdicts) == 1 else _gravest(verdicts)
    return ItemScore(
        item=item.id,
        title=item.title,
        section=section.id,
        dimension=item.dimension,
        points=worth,
        low=low,
        high=high,
        verdict=verdict,
        presumed=presumed,
        findings=tuple(scored),
        effect=item.acts,
    )


def _gravest(verdicts: Collection[Verdict]) -> Verdict:
    return min(verdicts, key=GRAVITY.index, default=Verdict.PASS)


def _judged(
    item: Item, reader: Reader, checks: Mapping[str, Check], table: Table
) -> tuple[list[tuple[CheckUse, Finding]], bool]:
    """Findings of all checks of an item, and whether the item is only presumed to be met."""
    found: list[tuple[CheckUse, Finding]] = []
    for use in item.checks:
        found += [(use, one) for one in run_check(checks[use.check], reader, use, table, item)]
    if item.decide is not Decide.ASSIST:
        return found, item.decide is Decide.PERSON
    found = [(use, _assisted(one)) for use, one in found]
    verdicts = {one.verdict for _, one in found}
    return found, verdicts in ({Verdict.PASS}, {Verdict.PASS, Verdict.NOT_APPLICABLE})


def _lacking(item: Item, reader: Reader, table: Table) -> Finding | None:
    """What follows from a paper that the item needs and that is not in the file; None where one is there."""
    if not item.needs or any(is_paper(one, *item.needs) for one in reader.case.documents):
        return None
    view = View(reader, check=NEEDS, standard=table.standard(item))
    try:
        view.document(*item.needs)
    except NeedsPerson as need:
        return Finding(Verdict.UNSURE, need.reason, tuple(need.evidence), view.trail()[1], check=NEEDS)
    message = f"卷内没有{'、'.join(item.needs)}"
    if item.absent is Absent.NOT_APPLICABLE:
        return view.not_applicable(message)
    if item.absent is Absent.UNSURE:
        return view.unsure(f"{message}，是否需要该文书由评查人员判断")
    return view.failed(f"{message}，本项不得分")


def _not_claimed(item: Item, section: Section) -> ItemScore:
    """A bonus that only a person can grant: nobody is presumed to have earned it."""
    nothing = Decimal(0)
    return ItemScore(
        item=item.id,
        title=item.title,
        section=section.id,
        dimension=item.dimension,
        points=item.worth,
        low=nothing,
        high=nothing,
        verdict=Verdict.NOT_APPLICABLE,
        presumed=False,
        findings=(),
    )


def _assisted(finding: Finding) -> Finding:
    """An assisted item never fails: the adverse hint goes to a person, a gap leaves it presumed."""
    if finding.verdict is Verdict.FAIL:
        return replace(finding, verdict=Verdict.UNSURE, times=1, milder=False)
    if finding.verdict is Verdict.UNSURE:
        return replace(finding, verdict=Verdict.PASS, message=f"推定符合，尚缺：{finding.message}")
    return finding
