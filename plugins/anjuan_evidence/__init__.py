"""Checks of the dimension `evidence` (事实证据), loaded exactly as a stranger's plugin is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from anjuan import Check, Dimension, checks_in, folder, hookimpl

from .checks import (
    amounts,
    coercion,
    digital,
    exhibits,
    findings_of_fact,
    inspection,
    levy,
    licence,
    preservation,
    records,
    results,
    summary,
)


@hookimpl
def anjuan_dimensions() -> list[Dimension]:
    """The dimension itself."""
    return [Dimension("evidence", "事实证据", order=2)]


@hookimpl
def anjuan_checks() -> Iterator[Check]:
    """All checks of the dimension."""
    return checks_in(
        amounts,
        coercion,
        exhibits,
        preservation,
        records,
        summary,
        levy,
        licence,
        digital,
        findings_of_fact,
        results,
        inspection,
    )


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the checks rest on."""
    return [folder(__package__, "law")]
