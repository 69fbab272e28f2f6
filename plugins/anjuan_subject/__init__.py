"""Checks of the dimension `subject` (主体合法), loaded exactly as a stranger's plugin is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from anjuan import Check, Dimension, checks_in, folder, hookimpl

from .checks import coercion, competing, inspection, levy, licence, officers, organ, party, qualified, summary


@hookimpl
def anjuan_dimensions() -> list[Dimension]:
    """The dimension itself."""
    return [Dimension("subject", "主体合法", order=1)]


@hookimpl
def anjuan_checks() -> Iterator[Check]:
    """All checks of the dimension."""
    return checks_in(
        coercion, organ, officers, qualified, party, summary, levy, licence, competing, inspection
    )


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the checks rest on."""
    return [folder(__package__, "law")]
