"""Bodies that the ledger names by their digest: case files as read and evaluation lines, in one transaction with it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, insert, select, update

from ..model.case import CaseFile
from ..model.codec import case_of, case_text, dumps
from ..model.errors import NotAllowed, Tampered
from ..model.result import AD_HOC
from . import ledger, schema

LEVEL = 3  # of compression: half the time of the usual one, a fifth more to keep

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """A case file as it is kept: digest of its content, and its compressed JSON."""

    digest: str
    body: bytes


def pack(case: CaseFile) -> Packed:
    """A case file as it is kept."""
    text, digest = case_text(case)
    return Packed(digest, zlib.compress(text.encode(), LEVEL))


def put_case(db: Connection, name: str, packed: Packed, input_digest: str, now: datetime) -> None:
    """Keep a case file, or its newest input, and note it in the ledger; nothing when both are known."""
    table = schema.cases
    same = (table.c.digest == packed.digest, table.c.id == name)
    row = db.execute(select(table.c.input, table.c.body).where(*same)).first()
    body = row.body if row is not None and row.body else packed.body
    if row is None:
        db.execute(insert(table).values(digest=packed.digest, id=name, input=input_digest, body=body))
    elif not row.body or input_digest not in ("", row.input):
        db.execute(update(table).where(*same).values(input=input_digest or row.input, body=body))
    else:
        return
    told = input_digest or (row.input if row is not None else "")
    payload = {"case": packed.digest, "input": told, "body": _sha(body)}
    ledger.add(db, name, "anjuan", "read", payload, now)


def known(db: Connection, input_digest: str, name: str) -> CaseFile | None:
    """The case file that was read from the same input."""
    table = schema.cases
    query = select(table.c.body).where(table.c.input == input_digest, table.c.id == name)
    return _case(db.scalar(query.limit(1)))


def case(db: Connection, digest: str, name: str) -> CaseFile | None:
    """A case file by the digest of its content."""
    table = schema.cases
    return _case(db.scalar(select(table.c.body).where(table.c.digest == digest, table.c.id == name)))


def _case(body: bytes | None) -> CaseFile | None:
    return case_of(json.loads(zlib.decompress(body))) if body else None


def storable(line: Mapping[str, Any]) -> str:
    """An evaluation line as it is kept.

    Raises:
        NotAllowed: it was made with checks from a notebook cell.
    """
    if AD_HOC in line["stamp"]["plugins"]:
        raise NotAllowed("临时检查规则的得分不能存入评查项目", str(line["id"]), "把规则写成插件后重新评查")
    return dumps(line)


def digest_of_key(db: Connection, key: str) -> str | None:
    """Digest of the evaluation with that key."""
    found = db.scalar(select(schema.evaluations.c.digest).where(schema.evaluations.c.key == key))
    return None if found is None else str(found)


def put_evaluation(
    db: Connection, key: str, line: Mapping[str, Any], body: str, actor: str, now: datetime
) -> str:
    """Keep an evaluation and make it the current one.

    Raises:
        Tampered: another line is stored under that key.
    """
    table, name, digest = schema.evaluations, str(line["id"]), _sha(body)
    row = db.execute(select(table.c.digest, table.c.body).where(table.c.key == key)).first()
    if row is None:
        values = {"digest": digest, "key": key, "id": name, "case_digest": line["digest"], "body": body}
        db.execute(insert(table).values(values))
    elif row.digest != digest:
        raise Tampered("同样的输入得到了不同的结果", name, "把此提示反馈给维护者")
    elif not row.body:
        db.execute(update(table).where(table.c.digest == digest).values(body=body))
    if current(db, name).get(name) != digest:
        payload = {"evaluation": digest, "key": key, "source": line["source"]}
        ledger.add(db, name, actor, "evaluated", payload, now)
    return digest


def current(db: Connection, name: str | None = None) -> dict[str, str]:
    """Id → digest of its current evaluation; without those that were purged."""
    found: dict[str, str] = {}
    for entry in ledger.entries(db, stream=name, actions=("evaluated", "purged")):
        if entry.action == "evaluated":
            found[entry.stream] = entry.payload["evaluation"]
        elif found.get(entry.stream) == entry.payload["digest"]:
            del found[entry.stream]
    return found


def current_lines(db: Connection) -> list[Line]:
    """Current lines by id.

    Raises:
        Tampered: one of them is missing or was changed.
    """
    table, found = schema.evaluations, []
    for name, digest in sorted(current(db).items()):
        body = db.scalar(select(table.c.body).where(table.c.digest == digest))
        found.append(_line(body, digest, name))
    return found


def line_of(db: Connection, digest: str) -> Line:
    """The line with that digest, without its case file.

    Raises:
        Tampered: it is missing or was changed.
    """
    table = schema.evaluations
    return _line(db.scalar(select(table.c.body).where(table.c.digest == digest)), digest, digest)


def rows_of(db: Connection, digests: Sequence[str]) -> dict[str, Row[Any]]:
    """Digest → its row, with the body of the case file."""
    of, cases = schema.evaluations.c, schema.cases
    same = (cases.c.digest == of.case_digest) & (cases.c.id == of.id)
    query = select(of.digest, of.body, cases.c.body.label("case"))
    query = query.outerjoin_from(schema.evaluations, cases, same).where(of.digest.in_(digests))
    return {row[0]: cast(Row[Any], row) for row in db.execute(query)}


def opened(row: Row[Any] | None, digest: str) -> tuple[Line, CaseFile | None]:
    """What a row holds: the line, and the case file if it is still there.

    Raises:
        Tampered: there is no such row, or it was changed.
    """
    line = _line(None if row is None else row.body, digest, digest)
    return line, None if row is None else _case(row.case)


def empty(db: Connection, name: str, digest: str) -> bool:
    """Empty the bodies with that digest that belong to a stream; False when there are none."""
    cases, evaluations, texts = schema.cases, schema.evaluations, schema.texts
    done = [
        db.execute(update(cases).where(cases.c.digest == digest, cases.c.id == name).values(body=b"")),
        db.execute(
            update(evaluations)
            .where(evaluations.c.digest == digest, evaluations.c.id == name)
            .values(body="")
        ),
    ]
    if any(digest in dumps(entry.payload) for entry in ledger.entries(db, stream=name)):
        done.append(db.execute(update(texts).where(texts.c.digest == digest).values(body="", salt="")))
    return any(one.rowcount for one in done)


def _line(body: str | None, digest: str, place: str) -> Line:
    if body is None or _sha(body) != digest:
        raise Tampered("存储的评查结果与台账不符", place, "运行 anjuan verify 查看详情")
    found: Line = json.loads(body)
    return found


def _sha(body: str | bytes) -> str:
    return "sha256:" + hashlib.sha256(body.encode() if isinstance(body, str) else body).hexdigest()
