"""Triggers by which the database itself refuses to change what was written, whatever program asks."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from .postgres import APPEND

GENESIS = "0" * 64
WORDS = "the record is append-only"
LEDGER_WORDS = "the ledger is append-only"

# What an update may do: empty a body when its retention ends, fill it again, and learn a newer input.
_MAY = {
    "cases": "NEW.digest = OLD.digest AND NEW.id = OLD.id AND "
    "(NEW.body = OLD.body OR length(NEW.body) = 0 OR length(OLD.body) = 0)",
    "evaluations": "NEW.digest = OLD.digest AND NEW.key = OLD.key AND NEW.id = OLD.id AND "
    "NEW.case_digest = OLD.case_digest AND (NEW.body = '' OR OLD.body = '')",
    "texts": "NEW.digest = OLD.digest AND NEW.body = '' AND NEW.salt = ''",
}
_KEYS = {
    "cases": "digest = NEW.digest AND id = NEW.id",
    "evaluations": "digest = NEW.digest OR key = NEW.key",
    "texts": "digest = NEW.digest",
}
_TAIL = (
    "NEW.seq <> coalesce((SELECT max(seq) FROM ledger WHERE stream = NEW.stream), 0) + 1 OR NEW.prev <> "
    f"coalesce((SELECT hash FROM ledger WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1), '{GENESIS}')"
)
_HEAD = (
    "INSERT INTO heads (stream, seq, hash) VALUES (NEW.stream, NEW.seq, NEW.hash) "
    "ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)


def make(db: Connection) -> None:
    """Make all guards that are not there."""
    for statement in dict(wanted(db)).values():
        db.exec_driver_sql(statement)


def missing(db: Connection) -> list[str]:
    """Names of guards that are not there or not at work, sorted."""
    if db.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        there = {row[0]: row[1] for row in db.exec_driver_sql(query)}
        first = {f"ledger_no_{act}" for act in ("update", "delete")}  # worded by the first version
        return sorted(
            name
            for name, sql in wanted(db)
            if name not in there or (name not in first and _bare(there[name]) != _bare(sql))
        )
    query = (
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)"
    )
    known = {row[0] for row in db.execute(text(query))}
    return sorted(name for name, _ in wanted(db) if name not in known and not name.startswith(_FUNCTION))


def wanted(db: Connection) -> Iterator[tuple[str, str]]:
    """Names and statements of all guards."""
    return _sqlite() if db.dialect.name == "sqlite" else _postgres()


def _bare(sql: str) -> str:
    return sql.replace("IF NOT EXISTS ", "")


def _sqlite() -> Iterator[tuple[str, str]]:
    for table, words in (("ledger", LEDGER_WORDS), *((one, WORDS) for one in _MAY)):
        for act in ("update", "delete"):
            when = f"WHEN NOT ({_MAY[table]}) " if act == "update" and table in _MAY else ""
            yield _trigger(f"{table}_no_{act}", f"BEFORE {act.upper()} ON {table} {when}", _abort(words))
    for table, key in _KEYS.items():  # INSERT OR REPLACE deletes without asking the triggers
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) "
        yield _trigger(f"{table}_no_replace", f"BEFORE INSERT ON {table} {when}", _abort(WORDS))
    in_order = _abort("the ledger is append-only, in order")
    yield _trigger("ledger_in_order", f"BEFORE INSERT ON ledger WHEN {_TAIL} ", in_order)
    yield _trigger("ledger_head", "AFTER INSERT ON ledger ", _HEAD)


def _trigger(name: str, occasion: str, act: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER IF NOT EXISTS {name} {occasion}BEGIN {act}; END"


def _abort(words: str) -> str:
    return f"SELECT RAISE(ABORT, '{words}')"


_FUNCTION = "anjuan_"
_IN_ORDER = f"""
  IF NEW.seq = 1 AND NEW.prev = '{GENESIS}' THEN
    INSERT INTO heads (stream, seq, hash) VALUES (NEW.stream, NEW.seq, NEW.hash);
    RETURN NULL;
  END IF;
  UPDATE heads SET seq = NEW.seq, hash = NEW.hash
    WHERE stream = NEW.stream AND seq = NEW.seq - 1 AND hash = NEW.prev;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the ledger is append-only, in order' USING ERRCODE = '23505';
  END IF;
  RETURN NULL;"""


def _postgres() -> Iterator[tuple[str, str]]:
    yield _function("refuse", f"RAISE EXCEPTION '{WORDS}'; RETURN NULL;")
    yield _function("head", _IN_ORDER)
    yield f"{_FUNCTION}append", APPEND
    for table in ("ledger", *_MAY):
        for act in ("update", "delete", "truncate"):
            when = f"WHEN (NOT ({_MAY[table]})) " if act == "update" and table in _MAY else ""
            each = "STATEMENT" if act == "truncate" else "ROW"
            occasion = f"BEFORE {act.upper()} ON {table} FOR EACH {each} {when}"
            yield _server_trigger(f"{table}_no_{act}", occasion, "refuse")
    yield _server_trigger("ledger_head", "AFTER INSERT ON ledger FOR EACH ROW ", "head")


def _function(name: str, body: str) -> tuple[str, str]:
    full = _FUNCTION + name
    return full, (
        f"CREATE OR REPLACE FUNCTION {full}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )


def _server_trigger(name: str, occasion: str, function: str) -> tuple[str, str]:
    return name, f"CREATE OR REPLACE TRIGGER {name} {occasion}EXECUTE FUNCTION {_FUNCTION}{function}()"
