"""What the form of a profile file alone cannot say: sums, names used twice, keys that do not go together.

Each fault is (place, what, next step); places are `section[2].item[3].points`, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from ..model.errors import near
from ..model.result import Effect
from .profile import Binding, Decide, Formula
from .profile_schema import BindingForm, ItemForm, SectionForm, TableForm, UseForm


def key_path(place: Iterable[int | str]) -> str:
    """`section[2].item[3].points` from keys and numbers counted from 0.

    >>> key_path(("section", 1, "item", 2, "points"))
    'section[2].item[3].points'
    """
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


Fault = tuple[str, str, str]


def form_faults(form: TableForm) -> Iterator[Fault]:
    """All faults of one file that has the right form."""
    yield from _total_faults(form)
    yield from _double_faults(form)
    sections = [one.id for one in form.section if one.penalty is None]
    for n, section in enumerate(form.section):
        place = key_path(("section", n))
        if (section.points is None) == (section.penalty is None):
            yield place, "points 与 penalty 应写且只写一项", "自身计分的写 points，从别的部分扣分的写 penalty"
        if section.penalty is not None and section.from_ not in sections:
            hint = near(section.from_, sections) or f"只能是：{'、'.join(sections)}"
            yield f"{place}.from", f"没有可扣分的部分 {section.from_ or '（空）'}", hint
        if section.penalty is None and section.from_:
            yield f"{place}.from", "只有写了 penalty 的部分才有 from", "删除 from"
        for m, item in enumerate(section.item):
            yield from _item_faults(key_path(("section", n, "item", m)), section, item)


def _total_faults(form: TableForm) -> Iterator[Fault]:
    points = sum((one.points or Decimal(0) for one in form.section), Decimal(0))
    if points != form.total:
        yield "total", f"各部分分值合计 {points}，与总分 {form.total} 不符", "改正 total 或各部分的 points"
    marks = [grade.at_least for grade in form.grades]
    if any(lower >= upper for upper, lower in pairwise(marks)):
        yield "grades", "等次应从高到低排列，分数线不得相同", "按 at_least 从大到小排列"
    if marks[0] > form.total:
        yield "grades[1].at_least", f"分数线 {marks[0]} 高于总分 {form.total}", "改正 at_least"
    if marks[-1] != 0:
        yield f"grades[{len(marks)}].at_least", "最低等次应从 0 分起", "写成 at_least = 0"


def _double_faults(form: TableForm) -> Iterator[Fault]:
    """Ids used twice, and checks whose fault would be counted twice."""
    ids: dict[tuple[str, str], str] = {}
    uses: dict[object, str] = {}
    for n, section in enumerate(form.section):
        entries = [("section", section.id, key_path(("section", n)))]
        entries += [
            ("item", item.id, key_path(("section", n, "item", m))) for m, item in enumerate(section.item)
        ]
        for kind, name, place in entries:
            if (kind, name) in ids:
                yield f"{place}.id", f"编号 {name} 重复", f"与 {ids[kind, name]} 相同，改用别的编号"
            ids.setdefault((kind, name), place)
        for m, item in enumerate(section.item):
            for k, use in enumerate(item.checks):
                place = key_path(("section", n, "item", m, "checks", k))
                same = (use.check, repr(bindings_of(use)))
                if deduct_of(use, section, item) > 0:
                    if same in uses:
                        yield place, f"检查规则 {use.check} 重复计分", f"已在 {uses[same]} 计分，保留一处"
                    uses.setdefault(same, place)


def _item_faults(place: str, section: SectionForm, item: ItemForm) -> Iterator[Fault]:
    if item.points is None and section.penalty is None:
        yield f"{place}.points", f"{item.id} 缺少 points", "写明分值；只作否决项的写 0"
    if item.decide is Decide.PERSON and item.checks:
        yield (
            f"{place}.checks",
            f"{item.id} 由人评查，不能有检查规则",
            '删除 checks，或改为 decide = "assist"',
        )
    if item.decide is not Decide.PERSON and not item.checks:
        yield f"{place}.checks", f"{item.id} 没有检查规则", '写明 checks，或改为 decide = "person"'
    if not item.dimension and not item.checks:
        yield f"{place}.dimension", f"{item.id} 缺少 dimension", "由人评查的项目要写明所属方面"
    if item.conditional and item.effect is Effect.NONE:
        yield f"{place}.conditional", f"{item.id} 没有 effect，不能附条件", "写明 effect，或删除 conditional"
    if item.bonus and section.formula is not Formula.RESCALE:
        yield f"{place}.bonus", "只有 rescale 的部分才有加分项", '删除 bonus，或改为 formula = "rescale"'
    if item.bonus and item.effect is not Effect.NONE:
        yield f"{place}.bonus", f"{item.id} 是加分项，不能一票否决", "删除 bonus 或 effect"
    for k, use in enumerate(item.checks):
        yield from _use_faults(f"{place}.checks[{k + 1}]", use, ceiling_of(section, item), item.id)


def _use_faults(place: str, use: UseForm, ceiling: Decimal, item: str) -> Iterator[Fault]:
    deduct = ceiling if use.deduct is None else use.deduct
    if use.check.count(".") != 1 or not all(use.check.split(".")):
        yield f"{place}.check", f"{use.check} 不是检查规则的名称", "写成 方面.名称，如 subject.two_officers"
    if deduct > ceiling:
        yield f"{place}.deduct", f"扣分 {deduct} 超过 {item} 的分值 {ceiling}", "改正 deduct 或 points"
    if use.milder is not None and use.milder > deduct:
        yield f"{place}.milder", f"较轻情形的扣分 {use.milder} 超过 {deduct}", "改正 milder"
    for name, bound in use.with_.items():
        where = f"{place}.with.{name}"
        if bool(bound.key) == (bound.value is not None):
            yield where, "应写法律参数的键，或写 value，两者取一", '如 with.days = "penalty.decision"'
        elif bound.value is not None and not bound.basis:
            yield f"{where}.basis", "自定的数值要写明依据", 'basis = "《…》第…条"'


def ceiling_of(section: SectionForm, item: ItemForm) -> Decimal:
    """Points of an item; in a penalty section one without points may take all that the section may."""
    return item.points if item.points is not None else section.penalty or Decimal(0)


def deduct_of(use: UseForm, section: SectionForm, item: ItemForm) -> Decimal:
    """Points that one fault takes: all of the item where the file names none."""
    return ceiling_of(section, item) if use.deduct is None else use.deduct


def bindings_of(use: UseForm) -> tuple[tuple[str, Binding], ...]:
    """Bound parameters in order of their names."""
    return tuple((name, _binding(one)) for name, one in sorted(use.with_.items()))


def _binding(form: BindingForm) -> Binding:
    return Binding(form.key, form.value, form.unit if form.value is not None else "", form.basis)
