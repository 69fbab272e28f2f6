"""Both databases for the same tests, and a way behind the triggers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from anjuan.record.store import Store
from benchmarks.servers import Server, server
from benchmarks.torture_changes import unguarded


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server(durable=False) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a new store, once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'review.db'}"
    running: Server = request.getfixturevalue("postgres")
    return running.url()


def behind(store: Store, *statements: str) -> None:
    """Change a store as one does who takes the triggers away and puts them back."""
    with store._db._writer.begin() as db, unguarded(db):
        for one in statements:
            db.execute(text(one))
