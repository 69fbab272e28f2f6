"""Shared fixtures: the installed plugins, once."""

from __future__ import annotations

import pytest
from hypothesis import settings

from anjuan import Plugins

settings.register_profile("anjuan", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("anjuan")


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return Plugins.discover()
