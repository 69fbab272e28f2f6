"""Tables of the store as they are now. How a database comes to have them stands in `migrations.py`."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

cases = Table(
    "cases",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("input", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False),
    Column("case_digest", Text, nullable=False),
    Column("body", Text, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("salt", Text, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
