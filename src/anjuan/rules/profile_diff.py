"""What differs between two profiles: tables, sections, items, points, effects, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .profile import Binding, CheckUse, Item, Profile, Section, Table

Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        table: `category/procedure`, with the kind of case where the table names one.
        place: id of the item or section; empty for the table itself.
        key: what differs (`points`, `effect`, `checks`, …); `added` or `removed` for a whole part.
        before, after: both sides as text; empty where there is none.
    """

    table: str
    place: str
    key: str
    before: str = ""
    after: str = ""


def differences(before: Profile, after: Profile) -> tuple[Difference, ...]:
    """All differences from one profile to another, in the order of the tables; what is equal is left out."""
    return tuple(_tables(before, after))


def _tables(before: Profile, after: Profile) -> Iterator[Difference]:
    old, new = _by_kind(before), _by_kind(after)
    for kind in dict.fromkeys((*old, *new)):
        name = "/".join(part for part in kind if part)
        one, other = old.get(kind), new.get(kind)
        if one is None or other is None:
            title = one.name if one else other.name if other else ""
            yield _whole(name, "", title, added=one is None)
            continue
        yield from _changed(name, "", _head(one), _head(other))
        yield from _sections(name, one, other)
        yield from _items(name, one, other)


def _by_kind(profile: Profile) -> dict[Kind, Table]:
    return {(one.category, one.procedure, one.kind): one for one in profile.tables}


def _whole(table: str, place: str, title: str, *, added: bool) -> Difference:
    return (
        Difference(table, place, "added", after=title)
        if added
        else Difference(table, place, "removed", title)
    )


def _changed(
    table: str, place: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Difference]:
    for key, value in before.items():
        if value != after[key]:
            yield Difference(table, place, key, value, after[key])


def _sections(table: str, before: Table, after: Table) -> Iterator[Difference]:
    old = {one.id: one for one in before.sections}
    new = {one.id: one for one in after.sections}
    for name in dict.fromkeys((*old, *new)):
        if name in old and name in new:
            yield from _changed(table, name, _section(old[name]), _section(new[name]))
        else:
            one = old.get(name) or new[name]
            yield _whole(table, name, one.title, added=name in new)


def _items(table: str, before: Table, after: Table) -> Iterator[Difference]:
    old = {item.id: (item, part) for part in before.sections for item in part.items}
    new = {item.id: (item, part) for part in after.sections for item in part.items}
    for name in dict.fromkeys((*old, *new)):
        if name in old and name in new:
            yield from _changed(table, name, _item(*old[name]), _item(*new[name]))
        else:
            item, _ = old.get(name) or new[name]
            yield _whole(table, name, f"{item.title}（{number(item.points)}分）", added=name in new)


def _head(table: Table) -> dict[str, str]:
    return {
        "name": table.name,
        "version": table.version,
        "since": table.since.isoformat(),
        "papers": "、".join(table.papers),
        "without": "、".join(table.without),
        "total": number(table.total),
        "rounding": str(table.rounding),
        "trust": number(table.trust),
        "grades": "、".join(f"{one.name} {number(one.at_least)}" for one in table.grades),
        "norms": "、".join(f"{name} {until.isoformat() if until else '有效'}" for name, until in table.norms),
    }


def _section(section: Section) -> dict[str, str]:
    return {
        "title": section.title,
        "formula": str(section.formula),
        "points": number(section.points),
        "penalty": "" if section.penalty is None else number(section.penalty),
        "from": section.takes_from,
    }


def _item(item: Item, section: Section) -> dict[str, str]:
    return {
        "section": section.id,
        "title": item.title,
        "points": number(item.points),
        "effect": str(item.effect),
        "conditional": "true" if item.conditional else "false",
        "decide": str(item.decide),
        "dimension": item.dimension,
        "certainty": f"{item.certainty} {item.confirmed}".strip(),
        "needs": "、".join(item.needs) + (f" {item.absent}" if item.needs else ""),
        "bonus": "true" if item.bonus else "false",
        "checks": "；".join(_use(use) for use in item.checks),
    }


def _use(use: CheckUse) -> str:
    milder = "" if use.milder is None else f"，较轻 {number(use.milder)}"
    bound = "".join(f"，{name} = {_bound(one)}" for name, one in use.bindings)
    return f"{use.check} 扣 {number(use.deduct)}{milder}{bound}"


def _bound(binding: Binding) -> str:
    return (
        binding.key if binding.value is None else f"{number(binding.value)}{binding.unit}（{binding.basis}）"
    )


def number(value: Decimal) -> str:
    """A figure without trailing zeros.

    >>> number(Decimal("10")), number(Decimal("0.50"))
    ('10', '0.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
