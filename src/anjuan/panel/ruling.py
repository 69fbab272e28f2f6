"""What people decided, folded over what the machine found. Nothing of the machine's answer is edited.

```
pass, not_applicable   the item keeps its points, a veto of it is rejected
fail                   the points named are kept, else one fault at the standard's price; a veto is confirmed
reviewers who differ   the range spans their answers, a veto of the item stays open: a dispute
nobody reviewed it     the machine's answer, with its range
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..model.errors import NotAllowed, ProfileError, near
from ..model.result import Effect, Evaluation, ItemScore, Ruling, Verdict, Veto, VetoState
from ..rules.profile import Item, Table
from ..scoring.findings import NEEDS
from ..scoring.score import BOUNDS_LOW, agenda, bounded_grade, dimension_scores, rounded, section_scores

_SPOKEN = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)
_DOUBT = (Verdict.UNSURE, Verdict.ERROR)


@dataclass(frozen=True, slots=True)
class Ruled:
    """An evaluation after people have spoken.

    Attributes:
        evaluation: points, vetoes and grades with the rulings in them.
        rulings: those that stand, in order of items and reviewers.
        disputes: items on which reviewers differ.
    """

    evaluation: Evaluation
    rulings: tuple[Ruling, ...] = ()
    disputes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The items that people have ruled on."""
        return tuple(dict.fromkeys(one.item for one in self.rulings))


@dataclass(frozen=True, slots=True)
class _Answer:
    verdict: Verdict
    kept: Decimal
    veto: VetoState | None


def apply_rulings(evaluation: Evaluation, rulings: Iterable[Ruling], table: Table) -> Ruled:
    """Fold rulings, given in order of time, over one evaluation; those on other case files are left alone.

    Raises:
        NotAllowed: a ruling without a reason or a reviewer, on an item that is not there, or one that
            contradicts itself.
        ProfileError: `table` is not the one that the evaluation was made with.
    """
    items = {item.id: item for item in table.items()}
    if strange := [row.item for row in evaluation.items if row.item not in items]:
        raise ProfileError(
            "评查表与评分所用的不是同一版本", f"{evaluation.id}：{strange[0]}", "重新评查后再裁定"
        )
    standing = _standing(evaluation, rulings, items)
    rows: list[ItemScore] = []
    vetoes: list[Veto] = []
    disputes: list[str] = []
    machine = {veto.item: veto for veto in evaluation.vetoes}
    for line in evaluation.items:
        item = items[line.item]
        row = replace(line, effect=item.acts)  # the table says it, whatever way the evaluation came
        spoken = standing.get(row.item, ())
        if not spoken:
            rows.append(row)
            vetoes += [machine[row.item]] if row.item in machine else []
            continue
        answers = {_answer(one, row, item, row.item in machine) for one in spoken}
        if len(answers) > 1:
            disputes.append(row.item)
        row, state = _together(row, answers)
        rows.append(row)
        vetoes += [Veto(row.item, item.acts, state)] if state and item.acts is not Effect.NONE else []
    stand = tuple(one for row in evaluation.items for one in standing.get(row.item, ()))
    return Ruled(_added_up(evaluation, rows, vetoes, table), stand, tuple(disputes))


def _standing(
    evaluation: Evaluation, rulings: Iterable[Ruling], items: Mapping[str, Item]
) -> Mapping[str, tuple[Ruling, ...]]:
    """The last word of each reviewer on each item."""
    last: dict[tuple[str, str], Ruling] = {}
    for ruling in rulings:
        if ruling.case == evaluation.id:
            _admit(ruling, evaluation, items)
            last[ruling.item, ruling.reviewer] = ruling
    found: dict[str, tuple[Ruling, ...]] = {}
    for item, reviewer in sorted(last):
        found[item] = (*found.get(item, ()), last[item, reviewer])
    return found


def _admit(ruling: Ruling, evaluation: Evaluation, items: Mapping[str, Item]) -> None:
    where = f"案卷 {ruling.case}，评查项 {ruling.item}"
    row = evaluation.item(ruling.item)
    if row is None:
        hint = near(ruling.item, [one.item for one in evaluation.items])
        raise NotAllowed("该案卷的评查表中没有这一评查项", where, hint or "核对评查项编号")
    if not ruling.reviewer.strip():
        raise NotAllowed("裁定没有署名", where, "写明评查人员")
    if not ruling.reason.strip():
        raise NotAllowed("裁定没有写明理由", where, "写明理由后重新提交")
    if ruling.verdict not in _SPOKEN:
        raise NotAllowed("裁定应为符合、不符合或者不适用", where, "存疑的评查项暂不裁定")
    failed = ruling.verdict is Verdict.FAIL
    if ruling.points is not None:
        if not 0 <= ruling.points <= row.points:
            raise NotAllowed(f"保留分值 {ruling.points} 不在0至{row.points}之间", where, "改正分值")
        if not failed and ruling.points != row.points:
            raise NotAllowed("裁定为符合或者不适用的评查项不扣分", where, "改为不符合，或者不写分值")
    if ruling.veto and not failed:
        raise NotAllowed("裁定为符合或者不适用的评查项不能一票否决", where, "改为不符合，或者不确认一票否决")
    if ruling.veto and items[ruling.item].acts is Effect.NONE:
        raise NotAllowed("该评查项不是一票否决项", where, "不确认一票否决，只裁定分值")


def _answer(ruling: Ruling, row: ItemScore, item: Item, machine_veto: bool) -> _Answer:
    if ruling.verdict is not Verdict.FAIL:
        return _Answer(ruling.verdict, row.points, VetoState.REJECTED if machine_veto else None)
    kept = row.points - _price(row, item) if ruling.points is None else ruling.points
    if item.acts is Effect.NONE:
        return _Answer(Verdict.FAIL, kept, None)
    confirmed = not _only_milder(row) if ruling.veto is None else ruling.veto
    refused = VetoState.REJECTED if machine_veto or ruling.veto is False else None
    return _Answer(Verdict.FAIL, kept, VetoState.CONFIRMED if confirmed else refused)


def _price(row: ItemScore, item: Item) -> Decimal:
    """What a fail without named points costs: the machine's deduction, else one fault at its price."""
    if row.verdict is Verdict.FAIL:
        return row.points - row.high
    if any(one.finding.check == NEEDS for one in row.findings):
        return row.points  # the paper that the item needs is not there
    doubted = {one.finding.check for one in row.findings if one.finding.verdict in _DOUBT}
    prices = [use.deduct for use in item.checks if use.check in doubted] or [
        use.deduct for use in item.checks
    ]
    return min(min(prices, default=row.points), row.points)


def _only_milder(row: ItemScore) -> bool:
    fails = [one.finding for one in row.findings if one.finding.verdict is Verdict.FAIL]
    return bool(fails) and all(finding.milder for finding in fails)


def _together(row: ItemScore, answers: set[_Answer]) -> tuple[ItemScore, VetoState | None]:
    """One line from all reviewers; where they differ it spans what they said and stays in doubt."""
    verdicts = {one.verdict for one in answers}
    states = {one.veto for one in answers}
    kept = [one.kept for one in answers]
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.UNSURE
    state = states.pop() if len(states) == 1 else VetoState.OPEN
    return replace(row, low=min(kept), high=max(kept), verdict=verdict, presumed=False), state


def _added_up(
    evaluation: Evaluation, rows: Sequence[ItemScore], vetoes: Sequence[Veto], table: Table
) -> Evaluation:
    sections = section_scores(table, rows)
    low = rounded(sum((one.low for one in sections), Decimal(0)), table)
    high = rounded(sum((one.high for one in sections), Decimal(0)), table)
    below = [one for one in vetoes if one.state in BOUNDS_LOW]
    above = [one for one in vetoes if one.state is VetoState.CONFIRMED]
    low = Decimal(0) if any(one.effect is Effect.ZERO for one in below) else low
    high = Decimal(0) if any(one.effect is Effect.ZERO for one in above) else high
    grade_low, grade_high = bounded_grade(table, low, below), bounded_grade(table, high, above)
    return replace(
        evaluation,
        items=tuple(rows),
        sections=tuple(sections),
        dimensions=dimension_scores(rows),
        low=low,
        high=high,
        grade_low=grade_low,
        grade_high=grade_high,
        vetoes=tuple(vetoes),
        undecided=agenda(rows, vetoes, grade_low != grade_high),
        presumed=tuple(row.item for row in rows if row.presumed),
    )
