"""Entries of the ledger: a hash chain for each stream, so that a change behind the triggers is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from ..model.codec import dumps
from .schema import ledger as table

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger."""

    stream: str
    seq: int
    at: str
    actor: str
    action: str
    payload: Mapping[str, Any]
    prev: str
    hash: str


def next_entry(db: Connection, stream: str, actor: str, action: str, payload: Mapping[str, Any]) -> Entry:
    """The entry that would come next in a stream; it is not written."""
    seq = db.scalar(select(func.max(table.c.seq)).where(table.c.stream == stream)) or 0
    prev = db.scalar(select(table.c.hash).where(table.c.stream == stream, table.c.seq == seq)) or GENESIS
    at = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(stream, seq + 1, at, actor, action, dict(payload), prev, "")
    return Entry(stream, seq + 1, at, actor, action, dict(payload), prev, entry_hash(entry))


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


def chain_faults(entries: Iterable[Entry]) -> list[str]:
    """Entries that do not fit the one before, each in Chinese; `entries` by stream and sequence."""
    found: list[str] = []
    before: dict[str, Entry] = {}
    for entry in entries:
        last = before.get(entry.stream)
        prev, seq = (last.hash, last.seq + 1) if last else (GENESIS, 1)
        if entry.seq != seq or entry.prev != prev or entry.hash != entry_hash(entry):
            found.append(f"台账 {entry.stream} 第 {entry.seq} 条与前后不符")
        before[entry.stream] = entry
    return found


def entry_hash(entry: Entry) -> str:
    """sha256 over everything the entry says and the hash of the one before."""
    parts: Sequence[Any] = (
        entry.stream, entry.seq, entry.at, entry.actor, entry.action, dumps(entry.payload), entry.prev,
    )  # fmt: skip
    return hashlib.sha256(dumps(list(parts)).encode()).hexdigest()
