"""A standard with other points or grades, written as overlays (`extends`) of the one that it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ..model.errors import ProfileError, near
from ..model.result import Effect
from .profile import CheckUse, Decide, Item, Profile, Section, Table

Figure = int | float | str | Decimal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be otherwise.

    Attributes:
        points: points by id of an item; 0 takes the item out of the count.
        effects: veto by id of an item: `none`, `not_excellent`, `unqualified` or `zero`.
        grades: mark from which a grade is reached, by its name.
    """

    points: Mapping[str, Figure] = field(default_factory=dict)
    effects: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, Figure] = field(default_factory=dict)


def write_changed(profile: Profile, files: Mapping[str, Path], wish: Wish, folder: Path) -> Path:
    """Write a standard that differs from `profile` in what is wished; gives its folder.

    Args:
        files: the file of each table of the profile, by its name.

    Raises:
        ProfileError: an item or grade that no table has, or a figure that does not hold; near names are given.
    """
    _known(profile, wish)
    folder.mkdir(parents=True, exist_ok=True)
    for table in profile.tables:
        text = "\n".join(_lines(table, files[Path(table.file).name], wish)) + "\n"
        (folder / f"{Path(table.file).stem}.toml").write_text(text, encoding="utf-8")
    return folder


def _known(profile: Profile, wish: Wish) -> None:
    items = {item.id for table in profile.tables for item in table.items()}
    grades = {grade.name for table in profile.tables for grade in table.grades}
    for name in (*wish.points, *wish.effects):
        if name not in items:
            raise ProfileError(f"没有评查项 {name}", profile.name, near(name, items))
    for name in wish.grades:
        if name not in grades:
            raise ProfileError(f"没有等次 {name}", profile.name, f"可用的有：{'、'.join(sorted(grades))}")
    for name, effect in wish.effects.items():
        if effect not in set(Effect):
            raise ProfileError(f"一票否决不能是 {effect}", name, f"可用的有：{'、'.join(Effect)}")
    for name, figure in (*wish.points.items(), *wish.grades.items()):
        if _figure(figure, name) < 0:
            raise ProfileError("分值不能小于零", name, "改为零或者正数")


def _lines(table: Table, file: Path, wish: Wish) -> Iterator[str]:
    yield f"extends = {_text(file.resolve().as_posix())}"
    yield f"name = {_text(table.name + '（改动）')}"
    if any(grade.name in wish.grades for grade in table.grades):
        marks = (
            f"{{name = {_text(grade.name)}, at_least = {_figure(wish.grades.get(grade.name, grade.at_least), grade.name):f}}}"
            for grade in table.grades
        )
        yield f"grades = [{', '.join(marks)}]"
    for section in table.sections:
        yield from _section(section, wish)


def _section(section: Section, wish: Wish) -> Iterator[str]:
    touched = [item for item in section.items if item.id in wish.points or item.id in wish.effects]
    if not touched:
        return
    yield ""
    yield "[[section]]"
    yield f"id = {_text(section.id)}"
    for item in touched:
        yield ""
        yield "[[section.item]]"
        yield f"id = {_text(item.id)}"
        if item.id in wish.effects:
            yield f"effect = {_text(wish.effects[item.id])}"
        if item.id in wish.points:
            yield from _points(item, _figure(wish.points[item.id], item.id))


def _points(item: Item, points: Decimal) -> Iterator[str]:
    """Points, and deductions in the proportion that they had."""
    yield f"points = {points:f}"
    if item.decide is not Decide.PERSON:
        share = points / item.points if item.points else Decimal(0)
        yield f"checks = [{', '.join(_use(use, share) for use in item.checks)}]"


def _use(use: CheckUse, share: Decimal) -> str:
    parts = [f"check = {_text(use.check)}", f"deduct = {_share(use.deduct, share):f}"]
    if use.milder is not None:
        parts.append(f"milder = {_share(use.milder, share):f}")
    for name, bound in use.bindings:
        if bound.key:
            parts.append(f"with.{name} = {_text(bound.key)}")
        elif bound.value is not None:
            value = f"{{value = {bound.value:f}, unit = {_text(bound.unit)}, basis = {_text(bound.basis)}}}"
            parts.append(f"with.{name} = {value}")
    return f"{{{', '.join(parts)}}}"


def _share(figure: Decimal, share: Decimal) -> Decimal:
    return (figure * share).quantize(Decimal("0.01")).normalize() + 0


def _figure(figure: Figure, where: str) -> Decimal:
    try:
        found = Decimal(str(figure))
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ProfileError(f"{figure} 不是分值", where, "写数字，如 5")
    return found


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
