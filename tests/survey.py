"""Small surveys made in a test: invented case files and registers, with the law of the plugin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import anjuan_supervision

from anjuan import Surveyed
from anjuan.law import Calendar, Law
from anjuan.plugin.survey import Figure, Survey, figures
from anjuan.testing import case, law_of, registers

BUREAU, OTHER = "南屏市市场监督管理局", "南屏市北岭区市场监督管理局"
BY_NAME = {one.name: one for one in anjuan_supervision.anjuan_indicators()}
Rows = Sequence[Mapping[str, Any]]


@cache
def law() -> Law:
    return law_of(Path(anjuan_supervision.__file__).parent / "law", calendar=Calendar())


def filed(id: str = "a", agency: str = BUREAU, **facts: Any) -> Surveyed:
    """One case file; `papers`, `legible`, `items`, `category`, `procedure` and `number` are not facts."""
    about = {
        name: facts.pop(name)
        for name in ("papers", "legible", "items", "category", "procedure", "case")
        if name in facts
    }
    about = {"case": f"南市监罚〔2024〕{id}号", "category": "penalty", "procedure": "ordinary", **about}
    return Surveyed("甲项目", id, agency=agency, facts=case(agency=agency, **facts).facts, **about)


def survey(
    *files: Surveyed,
    on: str = "2025-06-30",
    period: tuple[str, str] | None = None,
    **tables: Rows,
) -> Survey:
    """A survey of files and registers with English column names."""
    span = (date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None
    return Survey(files, registers(**tables), law(), date.fromisoformat(on), span)


def measured(name: str, about: Survey, agency: str = "", part: str = "") -> Figure:
    """One figure of one indicator."""
    found = {(one.agency, one.part): one for one in figures(BY_NAME[name], about)}
    return found[agency, part]


def counts(name: str, about: Survey, agency: str = "", part: str = "") -> tuple[int, int]:
    """Numerator and denominator."""
    found = measured(name, about, agency, part)
    return found.numerator, found.denominator


def reasons(name: str, about: Survey) -> str:
    """What was missing, as one text."""
    return "；".join(text for text, _ in measured(name, about).missing)
