"""Shared fixtures: the installed plugins, once."""

from __future__ import annotations

import pytest

from anjuan import Plugins


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return Plugins.discover()
