"""Changed bytes, deleted, swapped and inserted rows, cut ends: is each found, and its place named?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, LargeBinary, Text, select, text

from anjuan import CaseFile, Ruling, Verdict
from anjuan.record import schema
from anjuan.record.guards import GENESIS
from anjuan.record.integrity import shown
from anjuan.record.ledger import hash_of
from anjuan.record.store import Store
from anjuan.record.texts import texts_named

from .table import Row

TOGETHER = 20  # changes before a look, each in a case file of its own
ALONE = 200  # of them looked for one by one

Cells = dict[str, Any]
Places = dict[str, list["Place"]]
_TABLES = schema.metadata.tables
_COLUMNS = [column for table in _TABLES.values() for column in table.columns]
_WEIGHTS = [0.1 if column.table.name == "meta" else 1 for column in _COLUMNS]
_KEYS = {name: [column.name for column in table.primary_key] for name, table in _TABLES.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A row, and the stream that it belongs to."""

    table: str
    row: Cells
    stream: str


@dataclass(frozen=True, slots=True)
class Wound:
    """What was done: rows taken out, rows put in, and words of which one has to be named."""

    out: tuple[tuple[str, Cells], ...]
    into: tuple[tuple[str, Cells], ...]
    streams: tuple[str, ...]
    words: tuple[str, ...]


def fill(store: Store, entries: int, files: int) -> None:
    """A review with about that many entries."""
    each = max(entries // files, 4)
    for file in range(files):
        name = f"案卷{file:03d}"
        case = CaseFile(name, f"某罚〔2024〕{file}号", f"cases/{name}", "penalty", "ordinary", "某局", (), ())
        digest = store.put_case(case, f"sha256:{file:064d}")
        line = {"id": name, "source": f"cases/{name}", "digest": digest, "stamp": {"plugins": {}}}
        evaluation = store.put_evaluation(sha256(name.encode()).hexdigest(), line)
        for n in range(each - 2):
            ruling = Ruling(
                name, f"PO-P{n:02d}", f"评查员{n % 3}", Verdict.FAIL, f"第{n}项没有签名，案卷{file}"
            )
            store.put_ruling(ruling, evaluation)


def change_rows(
    name: str, store: Store, changes: int, rows: int, seed: int, alone: int = ALONE
) -> Iterator[Row]:
    """All kinds of changes, each undone after the look; as a table."""
    places, dice = _places(store), random.Random(seed)
    head = f"tampering: {name}, {len(places['ledger'])} entries"
    reached: Counter[str] = Counter()
    raw = not store._db.postgres
    bytes_ = [_byte(places, dice, raw, reached) for _ in range(changes)]
    yield from _outcome(f"{head}, single bytes", store, bytes_[:alone], 1)
    yield from _outcome(f"{head}, single bytes, {TOGETHER} at once", store, bytes_[alone:], TOGETHER)
    hit = len(reached)
    yield Row(
        f"{head}, columns reached",
        f"{hit}",
        f"{len(_COLUMNS)}",
        hit == len(_COLUMNS) if changes >= 1000 else None,
    )
    for what, make in (("deleted", _deleted), ("swapped", _swapped), ("inserted", _inserted)):
        wounds = [make(places, dice) for _ in range(rows)]
        yield from _outcome(f"{head}, {what} rows", store, wounds, TOGETHER)
    yield from _cuts(head, store, places, dice, rows)


def _places(store: Store) -> Places:
    with store._db.engine.connect() as db:
        found = {name: [dict(row._mapping) for row in db.execute(select(t))] for name, t in _TABLES.items()}
    owner = {one: row["stream"] for row in found["ledger"] for one in texts_named(row["payload"])}

    def stream(row: Cells) -> str:
        return str(row.get("stream") or row.get("id") or owner.get(row.get("digest"), "meta"))

    return {name: [Place(name, row, stream(row)) for row in rows] for name, rows in found.items()}


# ---- what is done -----------------------------------------------------------------------


def _byte(places: Places, dice: random.Random, raw: bool, reached: Counter[str]) -> Wound:
    """One byte of one cell; columns are met alike, however many rows they have, but the one row of `meta` seldom."""
    (column,) = dice.choices(_COLUMNS, _WEIGHTS)
    table = column.table.name
    place = dice.choice(places[table])
    value = _other(place.row[column.name], dice, raw or isinstance(column.type, LargeBinary))
    row = {**place.row, column.name: value}
    keys = [row[key] for key in _KEYS[table]]
    if column.primary_key and any(keys == [one.row[key] for key in _KEYS[table]] for one in places[table]):
        return _byte(places, dice, raw, reached)  # the table refuses two rows with one key
    reached[f"{table}.{column.name}"] += 1
    return Wound(
        ((table, place.row),), ((table, row),), (place.stream,), (*_words(table, row), *_words(*_of(place)))
    )


def _other(value: Any, dice: random.Random, raw: bool) -> Any:
    if isinstance(value, int):
        return value ^ (dice.randrange(1, 128) << 8 * dice.randrange(4))
    if not raw:  # the server refuses bytes that are no text
        at = dice.randrange(len(value))
        return value[:at] + dice.choice([c for c in "0aZ中" if c != value[at]]) + value[at + 1 :]
    body = bytearray(value if isinstance(value, bytes) else value.encode())
    at = dice.randrange(len(body))
    body[at] ^= dice.randrange(1, 256)
    return bytes(body) if isinstance(value, bytes) else body.decode("utf-8", "surrogateescape")


def _deleted(places: Places, dice: random.Random) -> Wound:
    place = _one_of(places, dice)
    words, streams = _words(*_of(place)), (place.stream,)
    if place.table == "ledger":
        streams = (place.stream, *texts_named(place.row["payload"]))  # left without an entry
        n, stream = place.row["seq"], place.stream
        words = (f"台账 {stream} 缺第 {n} ", f"台账 {stream} 第 {n - 1} 条之后", f"台账 {stream}：链头")
    return Wound((_of(place),), (), streams, words)


def _swapped(places: Places, dice: random.Random) -> Wound:
    """Two rows of a table exchange all but their keys."""
    while True:
        one = _one_of(places, dice)
        other = dice.choice(places[one.table])
        keys = _KEYS[one.table]
        if one.table == "meta" or other.row == one.row:
            continue
        if one.table == "ledger" and dice.random() < 0.5:  # neighbours
            other = dice.choice([two for two in _beside(places, one) if two.row != one.row])
        rows = (
            {**other.row, **{key: one.row[key] for key in keys}},
            {**one.row, **{key: other.row[key] for key in keys}},
        )
        table = one.table
        words = (*_words(*_of(one)), *_words(*_of(other)))
        return Wound(
            (_of(one), _of(other)), tuple((table, row) for row in rows), (one.stream, other.stream), words
        )


def _inserted(places: Places, dice: random.Random) -> Wound:
    """A row that was never written: a forged text or result, an entry put between two others."""
    place = _one_of({name: rows for name, rows in places.items() if name != "meta"}, dice)
    row, table = dict(place.row), place.table
    if table != "ledger":
        key = _KEYS[table][0]
        row[key] = "sha256:" + f"{dice.getrandbits(256):064x}"
        if table == "evaluations":
            row["key"] = row[key]
        return Wound((), ((table, row),), (place.stream, row[key]), (row[key],))
    later = [one.row for one in _beside(places, place) if one.row["seq"] > row["seq"]]
    moved = [{**one, "seq": one["seq"] + 1} for one in later]
    new = {**row, "seq": row["seq"] + 1, "actor": "外人", "prev": row["hash"]}
    new["hash"] = _hash(new)
    words = tuple(f"台账 {place.stream} 第 {one['seq']} 条" for one in moved) or (
        f"台账 {place.stream}：链头",
    )
    return Wound(
        tuple(("ledger", one) for one in later), tuple(("ledger", one) for one in (*moved, new)),
        (place.stream,), words,
    )  # fmt: skip


def _cuts(head: str, store: Store, places: Places, dice: random.Random, count: int) -> Iterator[Row]:
    """Ends that were cut, head and all, and ends written anew without a flaw: found against printed heads only."""
    printed = dict(store.numbered_heads())
    chains: dict[str, list[Cells]] = {}
    for place in places["ledger"]:
        chains.setdefault(place.stream, []).append(place.row)
    heads = {place.stream: place.row for place in places["heads"]}
    found = beside = 0
    for n in range(count):
        stream = dice.choice(sorted(chains))
        chain = sorted(chains[stream], key=lambda row: row["seq"])
        at = dice.randrange(len(chain))
        out = [("ledger", row) for row in chain[at:]]
        into = [("ledger", row) for row in _anew(chain, at)] if n % 2 else []
        last = into[-1][1] if into else chain[at - 1] if at else None
        old = heads[stream]
        new = [("heads", {**old, "seq": last["seq"], "hash": last["hash"]})] if last else []
        wound = Wound((*out, ("heads", old)), (*into, *new), (stream,), ())
        _apply(store, [wound])
        told = store.cut_against(dict(printed))
        found += any(f"台账 {stream} " in one for one in told)
        beside += sum(f"台账 {stream} " not in one for one in told)
        _apply(store, [_undone(wound)])
    yield Row(f"{head}, cut or rewritten ends, by printed heads", f"{found}", f"{count}", found == count)
    yield Row(f"{head}, the same, other places named", f"{beside}", "0", beside == 0)


def _anew(chain: list[Cells], at: int) -> list[Cells]:
    prev, rows = chain[at - 1]["hash"] if at else GENESIS, []
    for row in chain[at:]:
        row = {**row, "actor": "外人", "prev": prev}
        prev = row["hash"] = _hash(row)
        rows.append(row)
    return rows


def _hash(row: Cells) -> str:
    return hash_of(*(row[name] for name in ("stream", "seq", "at", "actor", "action", "payload", "prev")))


def _one_of(places: Places, dice: random.Random) -> Place:
    return dice.choice(places[dice.choice(list(places))])


def _beside(places: Places, place: Place) -> list[Place]:
    """Rows of the same table and stream."""
    return [one for one in places[place.table] if one.stream == place.stream]


def _of(place: Place) -> tuple[str, Cells]:
    return place.table, place.row


def _words(table: str, row: Cells) -> tuple[str, ...]:
    """What names a row."""
    if table == "ledger":
        return (f"台账 {shown(row['stream'])} 第 {shown(row['seq'])} 条",)
    if table == "heads":
        return (f"台账 {shown(row['stream'])}",)
    return ("meta",) if table == "meta" else (shown(row["digest"]),)


# ---- look -------------------------------------------------------------------------------


def _outcome(name: str, store: Store, wounds: Sequence[Wound], together: int) -> Iterator[Row]:
    if not wounds:
        return
    found = beside = 0
    for part in _parts(wounds, together):
        _apply(store, part)
        told = store.broken()
        for wound in part:
            hit = any(word in one for one in told for word in wound.words)
            found += hit
            if not hit:
                print(f"NOT NAMED {name}: {wound.words} {wound.out} {wound.into} {told[:5]}")
        known = [word for wound in part for word in (*wound.words, *wound.streams)]
        strays = [one for one in told if not any(word in one for word in known)]
        beside += len(strays)
        _apply(store, [_undone(wound) for wound in part])
    yield Row(f"{name}, named", f"{found}", f"{len(wounds)}", found == len(wounds))
    yield Row(f"{name}, other places named", f"{beside}", "0", beside == 0)
    left = store.broken()
    if left:
        raise RuntimeError(f"not undone: {left[:3]}")


def _parts(wounds: Sequence[Wound], together: int) -> Iterator[list[Wound]]:
    """Parts in which no two wounds touch one stream; those of the ledger apart from those of other tables, since
    after a broken entry nobody knows what it named."""
    for ledger in (True, False):
        waiting = [wound for wound in wounds if _is_ledger(wound) == ledger]
        while waiting:
            part: list[Wound] = []
            later: list[Wound] = []
            used: set[str] = set()
            for number, wound in enumerate(waiting):
                if len(part) == together:
                    later += waiting[number:]
                    break
                (later if used & set(wound.streams) else part).append(wound)
                used |= set(wound.streams)
            yield part
            waiting = later


def _is_ledger(wound: Wound) -> bool:
    return any(table == "ledger" for table, _ in (*wound.out, *wound.into))


def _undone(wound: Wound) -> Wound:
    return Wound(wound.into, wound.out, wound.streams, wound.words)


def _apply(store: Store, wounds: Sequence[Wound]) -> None:
    """Take rows out and put others in, as one does who takes the triggers away and puts them back."""
    with store._db._writer.begin() as db, unguarded(db):
        for wound in wounds:
            for table, row in wound.out:
                keys = {key: row[key] for key in _KEYS[table]}
                where = " AND ".join(f"{key} = {_cell(db, table, key)}" for key in keys)
                done = db.execute(text(f"DELETE FROM {table} WHERE {where}"), _bound(db, keys))
                if done.rowcount != 1:
                    raise RuntimeError(f"no such row: {table} {keys}")
        for wound in wounds:
            for table, row in wound.into:
                cells = ", ".join(_cell(db, table, name) for name in row)
                statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({cells})"
                db.execute(text(statement), _bound(db, row))


@contextmanager
def unguarded(db: Connection) -> Iterator[None]:
    """A transaction without triggers; they are there again afterwards."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = [tuple(row) for row in db.exec_driver_sql(query)]
    for name, _ in triggers:
        db.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        db.exec_driver_sql(sql)


def _cell(db: Connection, table: str, name: str) -> str:
    """SQLite takes bytes that are no text as one when it is told to."""
    as_text = db.dialect.name == "sqlite" and isinstance(_TABLES[table].columns[name].type, Text)
    return f"CAST(:{name} AS TEXT)" if as_text else f":{name}"


def _bound(db: Connection, row: Cells) -> Cells:
    if db.dialect.name != "sqlite":
        return row
    return {
        name: value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        for name, value in row.items()
    }
