"""How a database comes to its present form: numbered steps, each done once, in one transaction with its number.

A step is never edited after its release: what is to be different comes as a further step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from ..model.errors import StoreError, Tampered
from . import guards, ledger, schema
from .database import Database
from .postgres import queue

_TABLES = (
    "CREATE TABLE IF NOT EXISTS cases (digest {text} NOT NULL, id {text} NOT NULL, input {text} NOT NULL, "
    "body {blob} NOT NULL, PRIMARY KEY (digest, id))",
    "CREATE INDEX IF NOT EXISTS ix_cases_input ON cases (input)",
    "CREATE TABLE IF NOT EXISTS evaluations (digest {text} NOT NULL PRIMARY KEY, key {text} NOT NULL UNIQUE, "
    "id {text} NOT NULL, case_digest {text} NOT NULL, body {text} NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_evaluations_id ON evaluations (id)",
    "CREATE TABLE IF NOT EXISTS texts (digest {text} NOT NULL PRIMARY KEY, body {text} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS ledger (stream {text} NOT NULL, seq INTEGER NOT NULL, at {text} NOT NULL, "
    "actor {text} NOT NULL, action {text} NOT NULL, payload {text} NOT NULL, prev {text} NOT NULL, "
    "hash {text} NOT NULL, PRIMARY KEY (stream, seq))",
    "CREATE INDEX IF NOT EXISTS ledger_action ON ledger (action)",
    "CREATE TABLE IF NOT EXISTS meta (name {text} NOT NULL PRIMARY KEY, value {text} NOT NULL)",
)


def tables(db: Connection) -> None:
    """1: the tables of the first version, which made them without a number at times."""
    _execute(db, _TABLES)
    if db.dialect.name == "sqlite":
        for act in ("update", "delete"):
            _execute(
                db,
                [
                    f"CREATE TRIGGER IF NOT EXISTS ledger_no_{act} BEFORE {act.upper()} ON ledger "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                ],
            )


def guarded(db: Connection) -> None:
    """2: salted texts, the last entry of each stream, what was read noted in the ledger, and the guards."""
    _execute(
        db,
        [
            "ALTER TABLE texts ADD COLUMN salt {text} NOT NULL DEFAULT ''",
            "CREATE TABLE heads (stream {text} NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, hash {text} NOT NULL)",
            "INSERT INTO heads SELECT stream, seq, hash FROM ledger AS a WHERE seq = "
            "(SELECT max(seq) FROM ledger AS b WHERE b.stream = a.stream)",
        ],
    )
    guards.make(db)
    rows = db.execute(select(schema.cases).order_by(schema.cases.c.id, schema.cases.c.digest))
    for row in rows.all():
        body = "sha256:" + hashlib.sha256(row.body).hexdigest()
        payload = {"case": row.digest, "input": row.input, "body": body}
        ledger.add(db, row.id, "anjuan", "read", payload, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Migration:
    """A step, and the table by which one sees that it was done."""

    step: Callable[[Connection], None]
    table: str


MIGRATIONS = (Migration(tables, "ledger"), Migration(guarded, "heads"))
NEWEST = len(MIGRATIONS)


def migrate(database: Database) -> None:
    """Bring a database to its present form.

    Raises:
        StoreError: a newer version made it; Tampered: its number does not fit its tables.
    """
    if database.read(lambda db: _version(db, database.place)) < NEWEST:
        database.write(lambda db: _steps(db, database.place))


def _steps(db: Connection, place: str) -> None:
    if db.dialect.name == "postgresql":
        queue(db, "anjuan migrations")
    for number in range(_version(db, place), NEWEST):
        MIGRATIONS[number].step(db)
    upsert: Any = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    made = upsert(schema.meta).values(name="schema", value=str(NEWEST))
    db.execute(made.on_conflict_do_update(index_elements=["name"], set_={"value": str(NEWEST)}))


def _version(db: Connection, place: str) -> int:
    """Number of the last step that was done; 0 for an empty database."""
    there = set(inspect(db).get_table_names())
    rows = db.execute(select(schema.meta)).all() if "meta" in there else []
    told = {row.name: row.value for row in rows}.get("schema", "0")
    if not rows and MIGRATIONS[1].table not in there:
        return 0  # nothing yet, or a first version that was stopped before it wrote its number
    fault = Tampered("评查库的版本标记被改动", f"{place}：meta", "用备份恢复，并查明原因")
    if not (isinstance(told, str) and told.isascii() and told.isdigit()):
        raise fault
    if int(told) > NEWEST:
        raise StoreError(
            "评查库由更新版本的 anjuan 建立，或者版本标记被改动", f"{place}：meta", "升级 anjuan 后再打开"
        )
    if any((one.table in there) != (number <= int(told)) for number, one in enumerate(MIGRATIONS, 1)):
        raise fault
    return int(told)


def _execute(db: Connection, statements: Iterable[str]) -> None:
    server = db.dialect.name == "postgresql"
    kinds = {"text": 'TEXT COLLATE "C"' if server else "TEXT", "blob": "BYTEA" if server else "BLOB"}
    for statement in statements:
        db.exec_driver_sql(statement.format(**kinds) if "{" in statement else statement)
