"""Statements given to the driver itself, for the few that a reviewer waits for: there the library around it takes
longer than the database does. They are part of the transaction of the connection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection


def run(db: Connection, statement: str, values: Sequence[Any]) -> Any:
    """The cursor after a statement, with `?` for each value.

    Raises:
        Exception: what the driver raises; `Database` knows it.
    """
    raw: Any = db.connection.driver_connection
    return raw.execute(_for_server(statement) if db.dialect.name == "postgresql" else statement, values)


@lru_cache(maxsize=64)
def _for_server(statement: str) -> str:
    return statement.replace("?", "%s")
