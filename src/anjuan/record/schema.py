"""Tables of the store, and the triggers that refuse to change the ledger."""

from __future__ import annotations

from sqlalchemy import DDL, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, event

SCHEMA_VERSION = 1

metadata = MetaData()

cases = Table(
    "cases",
    metadata,
    Column("digest", String(80), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("input", String(80), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("digest", String(80), primary_key=True),
    Column("key", String(80), nullable=False, unique=True),
    Column("id", String(200), nullable=False, index=True),
    Column("case_digest", String(80), nullable=False),
    Column("body", Text, nullable=False),
)

texts = Table(
    "texts", metadata, Column("digest", String(80), primary_key=True), Column("body", Text, nullable=False)
)

ledger = Table(
    "ledger",
    metadata,
    Column("stream", String(200), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", String(80), nullable=False),
    Column("hash", String(80), nullable=False),
)

meta = Table(
    "meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

Index("ledger_action", ledger.c.action)

for act in ("UPDATE", "DELETE"):
    refuse: DDL = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves this constructor untyped
        f"CREATE TRIGGER ledger_no_{act.lower()} BEFORE {act} ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    )
    event.listen(ledger, "after_create", refuse.execute_if(dialect="sqlite"))
