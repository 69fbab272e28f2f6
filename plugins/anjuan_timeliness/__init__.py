"""Checks of the dimension `timeliness` (程序时限), loaded exactly as a stranger's plugin is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from anjuan import Check, Dimension, checks_in, folder, hookimpl

from .checks import (
    coercion,
    coercion_demand,
    coercion_execution,
    coercion_overlay,
    coercion_terms,
    decision,
    enforcement,
    filing,
    filing_term,
    hearing,
    inspection,
    inspection_overlay,
    jiangmen,
    levy,
    levy_treasury,
    licence_accepting,
    licence_after,
    licence_deciding,
    licence_hearing,
    notice,
    order,
    payment,
    review,
    service,
    statement,
    summary,
    unfiled,
)


@hookimpl
def anjuan_dimensions() -> list[Dimension]:
    """The dimension itself."""
    return [Dimension("timeliness", "程序时限", order=5)]


@hookimpl
def anjuan_checks() -> Iterator[Check]:
    """All checks of the dimension."""
    return checks_in(
        coercion,
        coercion_demand,
        coercion_execution,
        coercion_overlay,
        coercion_terms,
        decision,
        enforcement,
        filing,
        filing_term,
        hearing,
        jiangmen,
        licence_accepting,
        licence_after,
        licence_deciding,
        licence_hearing,
        notice,
        order,
        payment,
        review,
        service,
        summary,
        levy,
        levy_treasury,
        statement,
        unfiled,
        inspection,
        inspection_overlay,
    )


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the checks rest on."""
    return [folder(__package__, "law")]
