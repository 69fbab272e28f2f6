"""Titles and versions of laws: which version was in force on a day, and how many articles it has."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

PREFIX = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One version of one law.

    Attributes:
        effective: first day in force; repealed: first day no longer in force, None while in force.
        complete_from: the day before which the list of versions is not complete.
        first: True when the earliest listed version is the law's first.
        articles: number of articles; None where nobody counted.
        certain: True when the text or its promulgation was read (registry column `certainty`).
        counted: True when the text itself was read, so that `articles` can show an article not to exist.
    """

    title: str
    level: str
    effective: date
    repealed: date | None
    complete_from: date | None
    first: bool
    articles: int | None
    certain: bool
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Registry:
    """Law versions by full title, and the titles that an alias may mean."""

    versions: Mapping[str, tuple[LawVersion, ...]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def titles(self, name: str) -> tuple[str, ...]:
        """Full titles that `name` (title or alias) may mean; empty when nobody registered it."""
        name = name.strip("《》 ").replace("(", "（").replace(")", "）")
        if name in self.versions:
            return (name,)
        if PREFIX + name in self.versions:
            return (PREFIX + name,)
        return self.aliases.get(name, ())

    def title(self, name: str, on: date) -> str | None:
        """The one full title that `name` means on a day; None when unknown or ambiguous."""
        found = self.titles(name)
        if len(found) > 1:
            found = tuple(title for title in found if self.version(title, on))
        return found[0] if len(found) == 1 else None

    def version(self, title: str, on: date) -> LawVersion | None:
        """The version in force on a day, or None (see `status` for why)."""
        for version in self.versions.get(title, ()):
            if version.effective <= on and (version.repealed is None or on < version.repealed):
                return version
        return None

    def status(self, title: str, on: date) -> str:
        """`in_force`, `not_yet`, `repealed` or `unknown` on a day (unknown law, or a gap in the list)."""
        versions = self.versions.get(title, ())
        if not versions:
            return "unknown"
        if self.version(title, on):
            return "in_force"
        if on < versions[0].effective:
            return "not_yet" if versions[0].first else "unknown"
        last = versions[-1].repealed
        return "repealed" if last and on >= last else "unknown"

    def with_versions(self, added: Iterable[LawVersion]) -> Registry:
        """This registry and versions of laws that it does not list; what it lists stays as it is."""
        versions = dict(self.versions)
        for one in added:
            if one.title not in self.versions:
                versions[one.title] = (*versions.get(one.title, ()), one)
        return Registry(versions, self.aliases)

    @classmethod
    def shipped(cls) -> Registry:
        """The registry that ships with the product, read once."""
        return _shipped()

    @classmethod
    def of_rows(cls, rows: list[dict[str, str]]) -> Registry:
        """Build from rows with the columns of `laws.csv`."""
        versions: dict[str, list[LawVersion]] = {}
        aliases: dict[str, set[str]] = {}
        for row in rows:
            listed = versions.setdefault(row["name"], [])
            if row["version_effective"]:  # a title whose days nobody read is known, its versions are not
                listed.append(_version(row))
            for alias in filter(None, row["aliases"].split(";")):
                aliases.setdefault(alias, set()).add(row["name"])
        return cls(
            {name: tuple(sorted(found, key=lambda v: v.effective)) for name, found in versions.items()},
            {alias: tuple(sorted(names)) for alias, names in aliases.items()},
        )


def _version(row: dict[str, str]) -> LawVersion:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text and text != "unknown" else None

    return LawVersion(
        title=row["name"],
        level=row["level"],
        effective=date.fromisoformat(row["version_effective"]),
        repealed=day(row["version_repealed"]),
        complete_from=day(row["history_complete_from"]),
        first=row["starts"] == "first",
        articles=int(row["articles"]) if row["articles"].isdigit() else None,
        certain=row["certainty"] in ("found", "mixed"),
        counted=row["certainty"] == "found",
    )


@cache
def _shipped() -> Registry:
    with files("anjuan.data").joinpath("laws.csv").open(encoding="utf-8") as table:
        return Registry.of_rows(list(csv.DictReader(table)))
