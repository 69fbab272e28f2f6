"""Checks of the dimension `legal` (法律适用), loaded exactly as a stranger's plugin is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from anjuan import Check, Dimension, checks_in, folder, hookimpl

from .checks import (
    acts,
    cited,
    coercion,
    discretion,
    fines,
    inspection,
    levy,
    licence,
    norms,
    sanctions,
    summary,
)


@hookimpl
def anjuan_dimensions() -> list[Dimension]:
    """The dimension itself."""
    return [Dimension("legal", "法律适用", order=3)]


@hookimpl
def anjuan_checks() -> Iterator[Check]:
    """All checks of the dimension."""
    return checks_in(
        coercion, norms, discretion, fines, acts, summary, levy, cited, licence, sanctions, inspection
    )


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the checks rest on."""
    return [folder(__package__, "law")]
