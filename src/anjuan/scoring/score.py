"""CaseFile + profile → Evaluation.

```
finding      presumed: a person item, or an assisted one without an adverse hint, passes and says so
item.high    = points − Σ deduct·times over FAIL, never below 0
item.low     = 0 while the item has an UNSURE or ERROR finding, else item.high
section      = Σ items (award), points × Σ got / Σ points that apply (rescale), points − Σ lost (deduct); floor 0
               a bonus (rescale) is got on top: it stands in Σ got, not in Σ points that apply
total        = Σ sections; a proposed veto bounds the low end only
grade        = worst (from low) … best (from high)
```
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from .. import _version
from ..law import Law
from ..model.case import CaseFile
from ..model.codec import case_digest
from ..model.errors import NoTable
from ..model.result import (
    DimensionScore,
    Effect,
    Evaluation,
    ItemScore,
    SectionScore,
    Stamp,
    Verdict,
    Veto,
    VetoState,
)
from ..rules.check import Check
from ..rules.profile import Formula, Item, Profile, Section, Table
from ..rules.reader import Reader
from ..rules.registers import Registers
from .findings import score_item

# Papers that a case file has at the least; fewer, loose, are an excerpt. By procedure, others as the last.
EXCERPT = {"summary": 2, "": 4}
BOUNDS_LOW = (VetoState.PROPOSED, VetoState.CONFIRMED)


def score(
    case: CaseFile,
    profile: Profile,
    checks: Mapping[str, Check],
    *,
    law: Law,
    registers: Registers,
    plugins: Sequence[tuple[str, str]] = (),
    digest: str = "",
) -> Evaluation:
    """Judge one case file; `digest` is that of the case file where the caller knows it.

    Raises:
        NoTable: the profile has no table for the category and procedure of the case file.
    """
    table = profile.table(case.category, case.procedure, case)
    if table is None:
        raise NoTable(
            f"评查标准 {profile.name} 没有 {case.category}/{case.procedure} 类案卷的评查表",
            case.source,
            "案卷已按读取结果保存；换用含该类评查表的标准后重新评查",
        )
    reader = Reader(case, law, registers, float(table.trust), is_excerpt(case))
    rows: list[tuple[Section, ItemScore]] = []
    for section in table.sections:
        rows += [(section, score_item(item, section, reader, checks, table)) for item in section.items]
    stamp = Stamp(
        _version.__version__,
        tuple(plugins),
        _once(profile, "stamp"),
        _once(registers, "digest"),
        _once(law, "digest"),
        case.engines,
    )
    return assemble(case, table, [row for _, row in rows], stamp, digest or case_digest(case))


_known: list[tuple[Profile | Registers | Law, str, str]] = []


def _once(data: Profile | Registers | Law, name: str) -> str:
    """A digest of what judges in a run, worked out once: that takes longer than to judge a case file."""
    for one, attribute, text in _known:
        if one is data and attribute == name:
            return text
    text = str(getattr(data, name))
    _known[:0] = [(data, name, text)]
    del _known[12:]
    return text


def is_excerpt(case: CaseFile) -> bool:
    """True for a few loose papers (a published decision, say) instead of a whole case file."""
    bound = any(document.kind in ("卷宗封面", "卷内目录") for document in case.documents)
    return not bound and len(case.documents) <= EXCERPT.get(case.procedure, EXCERPT[""])


def assemble(
    case: CaseFile, table: Table, rows: Sequence[ItemScore], stamp: Stamp, digest: str
) -> Evaluation:
    """Add up item scores into an evaluation."""
    sections = section_scores(table, rows)
    low = rounded(sum((one.low for one in sections), Decimal(0)), table)
    high = rounded(sum((one.high for one in sections), Decimal(0)), table)
    vetoes = find_vetoes(table, rows)
    if any(v.effect is Effect.ZERO and v.state in BOUNDS_LOW for v in vetoes):
        low = Decimal(0)
    grade_low = bounded_grade(table, low, [v for v in vetoes if v.state in BOUNDS_LOW])
    grade_high = bounded_grade(table, high, [v for v in vetoes if v.state is VetoState.CONFIRMED])
    return Evaluation(
        id=case.id,
        case=case.case,
        source=case.source,
        digest=digest,
        agency=case.agency,
        category=case.category,
        procedure=case.procedure,
        items=tuple(rows),
        sections=tuple(sections),
        dimensions=dimension_scores(rows),
        low=low,
        high=high,
        grade_low=grade_low,
        grade_high=grade_high,
        vetoes=vetoes,
        undecided=agenda(rows, vetoes, grade_low != grade_high),
        presumed=tuple(row.item for row in rows if row.presumed),
        stamp=stamp,
        status=case.status,
    )


def section_scores(table: Table, rows: Sequence[ItemScore]) -> list[SectionScore]:
    """Sections after their formulas; a penalty section is taken off the one it names and adds nothing itself."""
    kept: dict[str, tuple[Decimal, Decimal]] = {}
    for section in table.sections:
        if section.penalty is None:
            own = [row for row in rows if row.section == section.id]
            kept[section.id] = (_formula(section, own, "low"), _formula(section, own, "high"))
    for section in table.sections:
        if section.penalty is not None:
            own = [row for row in rows if row.section == section.id]
            low, high = kept[section.takes_from]
            kept[section.takes_from] = (
                max(low - _penalty(section, own, "low"), Decimal(0)),
                max(high - _penalty(section, own, "high"), Decimal(0)),
            )
    return [
        SectionScore(one.id, one.points, rounded(kept[one.id][0], table), rounded(kept[one.id][1], table))
        for one in table.sections
        if one.penalty is None
    ]


def _formula(section: Section, rows: Sequence[ItemScore], end: str) -> Decimal:
    lost = _lost(rows, end)
    if section.formula is Formula.DEDUCT:
        return max(section.points - lost, Decimal(0))
    applying = [row for row in rows if row.verdict is not Verdict.NOT_APPLICABLE]
    if section.formula is Formula.RESCALE:
        bonus = {item.id for item in section.items if item.bonus}
        out_of = sum((row.points for row in applying if row.item not in bonus), Decimal(0))
        got = sum((getattr(row, end) for row in applying), Decimal(0))
        return section.points * got / out_of if out_of else section.points
    return min(sum((getattr(row, end) for row in rows), Decimal(0)), section.points)


def _lost(rows: Sequence[ItemScore], end: str) -> Decimal:
    kept = ((row.points, getattr(row, end)) for row in rows)
    return sum((points - value for points, value in kept if value is not points), Decimal(0))


def _penalty(section: Section, rows: Sequence[ItemScore], end: str) -> Decimal:
    return min(_lost(rows, end), section.penalty or Decimal(0))


def find_vetoes(table: Table, rows: Sequence[ItemScore]) -> tuple[Veto, ...]:
    """Items with an effect that apply and did not pass; a fault in its lighter form raises none."""
    items: dict[str, Item] = {item.id: item for item in table.items()}
    vetoes = []
    for row in rows:
        item = items[row.item]
        if item.acts is Effect.NONE:
            continue
        found = [scored.finding for scored in row.findings]
        in_doubt = any(one.verdict in (Verdict.UNSURE, Verdict.ERROR) for one in found)
        failed = row.verdict is Verdict.FAIL
        if failed and any(one.verdict is Verdict.FAIL and not one.milder for one in found):
            state = VetoState.POSSIBLE if item.conditional else VetoState.PROPOSED
            vetoes.append(Veto(row.item, item.acts, state))
        elif row.verdict in (Verdict.UNSURE, Verdict.ERROR) or (failed and in_doubt):
            vetoes.append(Veto(row.item, item.acts, VetoState.OPEN))
    return tuple(vetoes)


def bounded_grade(table: Table, total: Decimal, vetoes: Sequence[Veto]) -> str:
    """The grade of a total, bounded by the effects of `vetoes`."""
    grades = table.grades
    index = next((n for n, grade in enumerate(grades) if total >= grade.at_least), len(grades) - 1)
    for veto in vetoes:
        if veto.effect in (Effect.UNQUALIFIED, Effect.ZERO):
            index = len(grades) - 1
        elif veto.effect is Effect.NOT_EXCELLENT:
            index = max(index, min(1, len(grades) - 1))
    return grades[index].name


def agenda(rows: Sequence[ItemScore], vetoes: Sequence[Veto], grade_open: bool) -> tuple[str, ...]:
    """Items whose answer could change the grade, in order of weight: the panel's agenda."""
    order = {VetoState.OPEN: 0, VetoState.PROPOSED: 1, VetoState.POSSIBLE: 2}
    weights: dict[str, tuple[int, Decimal, str]] = {}
    for veto in vetoes:
        if veto.state in order:
            weights[veto.item] = (order[veto.state], Decimal(0), veto.item)
    if grade_open:
        for row in rows:
            if row.low != row.high:
                weights.setdefault(row.item, (3, row.low - row.high, row.item))
    return tuple(sorted(weights, key=lambda item: weights[item]))


def rounded(value: Decimal, table: Table) -> Decimal:
    """A score at the table's rounding step, halves up."""
    return value.quantize(table.rounding, rounding=ROUND_HALF_UP)


def evaluation_key(
    digest: str, profile: Profile, registers: Registers, law: Law, plugins: Sequence[tuple[str, str]]
) -> str:
    """What an evaluation depends on, as one digest: equal keys mean equal bytes."""
    parts = (
        digest,
        _once(profile, "digest"),
        _once(registers, "digest"),
        _once(law, "digest"),
        _version.__version__,
        repr(tuple(plugins)),
    )
    return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def dimension_scores(rows: Sequence[ItemScore]) -> tuple[DimensionScore, ...]:
    """Points kept, seen by dimension."""
    totals: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        low, high = totals.get(row.dimension, (Decimal(0), Decimal(0)))
        totals[row.dimension] = (low + row.low, high + row.high)
    return tuple(DimensionScore(name, *totals[name]) for name in sorted(totals))
