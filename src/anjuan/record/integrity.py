"""Does everything stored hold together? Every row of every table is compared with what the ledger says.

The ledger is a hash chain for each stream. It names each evaluation, case file and text by a digest, so that one walk
over it tells what has to be in the other tables. Nothing is scored here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select, text

from . import guards, schema
from .guards import GENESIS
from .ledger import hash_of, payload_of
from .migrations import NEWEST
from .texts import text_digest, texts_named

CHUNK = 500  # rows held at a time

_SAYS = {"evaluated": ("evaluation", "key"), "read": ("case", "input", "body"), "purged": ("digest",)}


@dataclass(slots=True)
class Told:
    """What the ledger says of the other tables.

    Attributes:
        heads: stream → number and hash of its last entry.
        evaluations: digest → id and key.
        cases: id and digest → newest input, and digest of the body.
        texts: digests named; purged: digests of bodies that were emptied.
    """

    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    evaluations: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    cases: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    purged: set[str] = field(default_factory=set)

    def hear(self, row: Any) -> bool:
        """Take what an entry says; False when it does not say what it has to."""
        self.heads[row.stream] = row.seq, row.hash
        self.texts |= texts_named(row.payload)
        names = _SAYS.get(row.action)
        if names is None:
            return True
        data = payload_of(row.payload)
        said = [data[name] for name in names if isinstance(data.get(name), str)]
        if len(said) != len(names):
            return False
        if row.action == "evaluated":
            self.evaluations.setdefault(said[0], set()).add((row.stream, said[1]))
        elif row.action == "read":
            self.cases[row.stream, said[0]] = said[1], said[2]
        else:
            self.purged.add(said[0])
        return True


def faults(db: Connection) -> list[str]:
    """Places that do not hold, each in Chinese; of one moment, when the transaction is."""
    told = Told()
    found = list(_chain(db, told))
    sure = not found  # after a broken entry nobody knows what it named
    found += _heads(db, told)
    found += _evaluations(db, told, sure)
    found += _cases(db, told, sure)
    found += _texts(db, told, sure)
    found += _meta(db)
    found += [f"评查库缺少防改触发器 {name}，或者它被改动" for name in guards.missing(db)]
    return found


def _chain(db: Connection, told: Told) -> Iterator[str]:
    stream: Any = None
    seq, prev = 0, ""
    for row in _rows(db, schema.ledger, "stream", "seq"):
        place = f"台账 {shown(row.stream)} 第 {shown(row.seq)} 条"
        if row.stream != stream:
            stream, seq, prev = row.stream, 0, GENESIS
        if not _fits(row):
            yield f"{place}：内容与校验值不符"
            if row.seq == seq + 1:
                seq, prev = row.seq, ""  # the entry after a broken one is not to blame
            continue
        if row.seq > seq + 1:
            gap = f"第 {seq + 1} 条" if row.seq == seq + 2 else f"第 {seq + 1} 至 {row.seq - 1} 条"
            yield f"台账 {shown(row.stream)} 缺{gap}"
        elif row.seq <= seq or prev not in ("", row.prev):
            yield f"{place}：与前一条接不上"
        if not told.hear(row):
            yield f"{place}：内容不全"
        seq, prev = row.seq, row.hash


def _fits(row: Row[Any]) -> bool:
    words = (row.at, row.actor, row.action, row.payload, row.prev)
    if type(row.seq) is not int or not all(isinstance(one, str) for one in (row.stream, *words)):
        return False
    try:
        return bool(hash_of(row.stream, row.seq, *words) == row.hash)
    except UnicodeEncodeError:
        return False


def _heads(db: Connection, told: Told) -> Iterator[str]:
    kept = {row.stream: (row.seq, row.hash) for row in _rows(db, schema.heads, "stream")}
    for stream in sorted(kept.keys() | told.heads.keys(), key=shown):
        have, want = kept.get(stream), told.heads.get(stream)
        if have == want:
            continue
        if want is None:
            yield f"台账 {shown(stream)}：链头还在，记录全部缺失"
        elif have is not None and type(have[0]) is int and have[0] > want[0]:
            yield f"台账 {shown(stream)} 第 {want[0]} 条之后被截去，或其后的记录被改动"
        else:
            yield f"台账 {shown(stream)}：链头与最后一条记录不符"


def _evaluations(db: Connection, told: Told, sure: bool) -> Iterator[str]:
    missing = dict(told.evaluations)
    for row in _rows(db, schema.evaluations, "digest"):
        place = f"案卷 {shown(row.id)} 的评查结果 {shown(row.digest)}"
        owners = missing.pop(row.digest, None)
        if not row.body:
            if row.digest not in told.purged:
                yield f"{place} 的正文被清空，台账没有记录"
        elif "sha256:" + _sha(row.body) != row.digest:
            yield f"{place} 被改动"
        elif (row.id, row.case_digest) != _names(row.body):
            yield f"{place}：编号或案卷校验值被改动"
        if owners is not None and (row.id, row.key) not in owners:
            yield f"{place}：键与台账不符"
        elif owners is None and sure:
            yield f"{place} 在台账中没有记录"
    for digest, owners in missing.items():
        yield f"案卷 {'、'.join(sorted(shown(name) for name, _ in owners))} 的评查结果 {digest} 缺失"


def _names(body: str) -> tuple[Any, Any]:
    line = payload_of(body)
    return line.get("id"), line.get("digest")


def _cases(db: Connection, told: Told, sure: bool) -> Iterator[str]:
    missing = dict(told.cases)
    for row in _rows(db, schema.cases, "id", "digest"):
        place = f"案卷 {shown(row.id)} 的读取内容 {shown(row.digest)}"
        want = missing.pop((row.id, row.digest), None)
        if want is None:
            if sure:
                yield f"{place} 在台账中没有记录"
            continue
        if row.input != want[0]:
            yield f"{place}：来源校验值被改动"
        if not row.body:
            if row.digest not in told.purged:
                yield f"{place} 被清空，台账没有记录"
        elif "sha256:" + _sha(row.body) != want[1]:
            yield f"{place} 被改动"
    for name, digest in missing:
        yield f"案卷 {shown(name)} 的读取内容 {digest} 缺失"


def _texts(db: Connection, told: Told, sure: bool) -> Iterator[str]:
    missing = set(told.texts)
    for row in _rows(db, schema.texts, "digest"):
        place = f"意见文字 {shown(row.digest)}"
        if not (row.body or row.salt) and row.digest in told.purged:
            missing.discard(row.digest)
            continue
        if not _is_text(row):
            yield f"{place} 被改动"
        if row.digest in missing:
            missing.discard(row.digest)
        elif sure:
            yield f"{place} 在台账中没有记录"
    for digest in sorted(missing):
        yield f"意见文字 {digest} 缺失"


def _is_text(row: Row[Any]) -> bool:
    if not (isinstance(row.body, str) and isinstance(row.salt, str)):
        return False
    return bool(text_digest(row.body, row.salt) == row.digest)


def _meta(db: Connection) -> Iterator[str]:
    rows = [(row.name, row.value) for row in _rows(db, schema.meta, "name")]
    if rows != [("schema", str(NEWEST))]:
        yield "评查库的版本标记（meta）被改动"


def cut_against(printed: Mapping[str, tuple[int | None, str]], db: Connection) -> list[str]:
    """Where the ledger does not go on from heads that were printed earlier.

    Args:
        printed: stream → number (None where it was not printed) and hash of the entry that was its last.
    """
    found = []
    kept: dict[str, dict[int, str]] = {}
    query = select(schema.ledger.c.stream, schema.ledger.c.seq, schema.ledger.c.hash)
    for row in db.execute(query):
        kept.setdefault(row.stream, {})[row.seq] = row.hash
    for stream, (seq, hash_) in sorted(printed.items()):
        have = kept.get(stream, {})
        if (have.get(seq) == hash_) if seq is not None else (hash_ in have.values()):
            continue
        if not have:
            found.append(f"台账 {stream} 的记录全部缺失")
        elif seq is not None and seq > max(have):
            found.append(f"台账 {stream} 第 {max(have)} 条之后被截去，印出时有 {seq} 条")
        else:
            found.append(f"台账 {stream} 与印出的链头不符" + (f"（第 {seq} 条）" if seq is not None else ""))
    return found


def shown(value: Any) -> str:
    """A value as a place names it, whatever it was made into."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return str(value)


def _sha(body: Any) -> str:
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogateescape")
    return hashlib.sha256(body).hexdigest() if isinstance(body, bytes) else ""


def _rows(db: Connection, table: Table, *order: str) -> Iterator[Row[Any]]:
    """All rows of a table, a few at a time; on SQLite also those whose text is no text any more."""
    query = select(table).order_by(*(table.c[name] for name in order))
    if db.dialect.name != "sqlite":
        yield from db.execute(query.execution_options(yield_per=CHUNK))
        return
    raw = db.connection.dbapi_connection
    assert raw is not None
    factory = raw.text_factory
    raw.text_factory = lambda body: body.decode("utf-8", "surrogateescape")
    try:
        names = ", ".join(column.name for column in table.columns)
        yield from db.execute(text(f"SELECT {names} FROM {table.name} ORDER BY {', '.join(order)}"))
    finally:
        raw.text_factory = factory
