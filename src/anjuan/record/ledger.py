"""Entries of the ledger: a hash chain for each stream, so that a change behind the triggers is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ..model.codec import dumps
from ..model.errors import Tampered
from .driver import run
from .guards import GENESIS
from .postgres import SOON, queue
from .schema import heads
from .schema import ledger as table

CLOCK = "clock"  # in a payload: what the clock said when it stood before the entry before

_TAIL = "SELECT seq, hash, at FROM ledger WHERE stream = ? ORDER BY seq DESC LIMIT 1"
_SERVER_ADD = f"SELECT * FROM anjuan_append({', '.join('?' * 6)})"
_INSERT = (
    "INSERT INTO ledger (stream, seq, at, actor, action, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_TEXT = "INSERT INTO texts (digest, body, salt) VALUES (?, ?, ?)"

Text = tuple[str, str, str]  # digest, body and salt
Step = tuple[str, Mapping[str, Any]]  # action and payload


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger.

    Attributes:
        at: moment in UTC to the second, never before that of the entry before in its stream. When the clock was
            set back, it is that of the entry before, and `payload` says under `clock` what the clock said.
    """

    stream: str
    seq: int
    at: str
    actor: str
    action: str
    payload: Mapping[str, Any]
    prev: str
    hash: str


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def add(
    db: Connection,
    stream: str,
    actor: str,
    action: str,
    payload: Mapping[str, Any],
    now: datetime,
    texts: Sequence[Text] = (),
) -> Entry:
    """Write an entry at the end of a stream, with texts that it names, in the transaction of the caller.

    Raises:
        Tampered: the server works out another hash than we do.
    """
    at, text, actor = _stamp(now), clean(dumps(payload)), clean(actor)
    if db.dialect.name != "postgresql":
        return _add_here(db, (stream, at, actor, action), text, texts)
    values = (stream, at, actor, action, text, dumps(texts) if texts else None)
    seq, at, changed, prev, digest, soon = run(db, _SERVER_ADD, values).fetchone()
    if soon:
        db.info[SOON] = True
    text = changed or text
    if hash_of(stream, seq, at, actor, action, text, prev) != digest:
        raise Tampered(
            "数据库服务器算出的校验值不对", f"台账 {stream}", "请管理员检查服务器，并运行 anjuan verify"
        )
    return Entry(stream, seq, at, actor, action, payload_of(text), prev, digest)


def _add_here(db: Connection, said: tuple[str, str, str, str], text: str, texts: Sequence[Text]) -> Entry:
    """What the function `anjuan_append` does on a server."""
    stream, at, actor, action = said
    last = run(db, _TAIL, (stream,)).fetchone()
    seq, prev, before = (last[0] + 1, last[1], last[2]) if last else (1, GENESIS, "")
    if before > at:
        text = f'{text[:-1]}{"," if len(text) > 2 else ""}"{CLOCK}":"{at}"}}'
        at = before
    digest = hash_of(stream, seq, at, actor, action, text, prev)
    run(db, _INSERT, (stream, seq, at, actor, action, text, prev, digest))
    for one in texts:
        run(db, _INSERT_TEXT, one)
    return Entry(stream, seq, at, actor, action, payload_of(text), prev, digest)


def written(
    db: Connection, stream: str, actor: str, steps: Sequence[Step], now: datetime, after: int
) -> list[Entry]:
    """The entries of these steps, if a try whose answer was lost wrote them; else none.

    Waits for a writer of the stream who is about to end.

    Args:
        now: the moment that the lost try was given.
        after: number of an entry of the stream that was there before it.
    """
    if db.dialect.name == "postgresql":
        queue(db, stream)
    at, actor = _stamp(now), clean(actor)
    wanted = [(actor, action, payload_of(clean(dumps(payload))), at) for action, payload in steps]
    late = [one for one in entries(db, stream=stream) if one.seq > after]
    for first in range(len(late) - len(steps) + 1):
        part = late[first : first + len(steps)]
        if [_said(one) for one in part] == wanted:
            return part
    return []


def _said(entry: Entry) -> tuple[str, str, dict[str, Any], str]:
    """Who did what, and what his clock said."""
    payload = dict(entry.payload)
    return entry.actor, entry.action, payload, payload.pop(CLOCK, entry.at)


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def entries(db: Connection, *, stream: str | None = None, actions: Sequence[str] = ()) -> Iterator[Entry]:
    """Entries by stream and sequence."""
    query = select(table).order_by(table.c.stream, table.c.seq)
    if stream is not None:
        query = query.where(table.c.stream == stream)
    if actions:
        query = query.where(table.c.action.in_(actions))
    for row in db.execute(query).all():
        yield entry_of(row)


def last_of(db: Connection, stream: str) -> Entry | None:
    """The last entry of a stream."""
    query = select(table).where(table.c.stream == stream).order_by(table.c.seq.desc()).limit(1)
    row = db.execute(query).first()
    return None if row is None else entry_of(row)


def heads_of(db: Connection) -> dict[str, tuple[int, str]]:
    """Stream → number and hash of its last entry."""
    rows = db.execute(select(heads).order_by(heads.c.stream))
    return {row.stream: (row.seq, row.hash) for row in rows}


def head_of_heads(found: Mapping[str, str]) -> str:
    """One digest over the hashes of the last entries, by stream."""
    return hashlib.sha256(dumps(sorted(found.items())).encode()).hexdigest()


def clean(text: str) -> str:
    """A text that both databases can keep: no NUL, no half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def payload_of(text: str) -> dict[str, Any]:
    """A payload; what is no JSON object any more is shown as it is, and its hash will not fit."""
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    return data if isinstance(data, dict) else {"unreadable": text}


def entry_of(row: Row[Any]) -> Entry:
    """An entry from its row."""
    payload = payload_of(row.payload)
    return Entry(row.stream, row.seq, row.at, row.actor, row.action, payload, row.prev, row.hash)


def hash_of(stream: str, seq: int, at: str, actor: str, action: str, payload: str, prev: str) -> str:
    """sha256 over everything an entry says, its payload as written, and the hash of the one before."""
    return hashlib.sha256(dumps([stream, seq, at, actor, action, payload, prev]).encode()).hexdigest()
