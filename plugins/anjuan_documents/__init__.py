"""Checks of the dimension `documents` (文书规范), loaded exactly as a stranger's plugin is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from anjuan import Check, Dimension, checks_in, folder, hookimpl

from .checks import (
    bound,
    coercion,
    decision,
    frame,
    inspection,
    levy,
    licence,
    numbers,
    papers,
    payment,
    summary,
    volume,
)


@hookimpl
def anjuan_dimensions() -> list[Dimension]:
    """The dimension itself."""
    return [Dimension("documents", "文书规范", order=4)]


@hookimpl
def anjuan_checks() -> Iterator[Check]:
    """All checks of the dimension."""
    return checks_in(
        coercion,
        decision,
        frame,
        licence,
        numbers,
        papers,
        payment,
        summary,
        volume,
        bound,
        levy,
        inspection,
    )


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the checks rest on."""
    return [folder(__package__, "law")]
