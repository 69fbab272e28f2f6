"""Supervision indicators (行政执法监督指标), loaded exactly as a stranger's plugin is; no part of any score."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from anjuan import Indicator, folder, hookimpl

from .catalogue import INDICATORS


@hookimpl
def anjuan_indicators() -> list[Indicator]:
    """All indicators."""
    return list(INDICATORS)


@hookimpl
def anjuan_law() -> list[Traversable]:
    """Dated duties and terms the indicators rest on."""
    return [folder(__package__, "law")]
