"""`Store`: case files as read, evaluations, and the append-only ledger of one review.

The ledger is the record. There is no mutable status: the state of a case file is the fold of its stream.
The ledger holds no free text: reasons stand in `texts` and are named by their digest.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, create_engine, event, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from ..model.case import CaseFile
from ..model.codec import case_of, case_text, dumps
from ..model.errors import Conflict, NotAllowed, StoreError, Tampered, UnknownCase
from ..model.result import AD_HOC, Ruling, Verdict
from . import schema
from .ledger import Entry, chain_faults, entry_of, next_entry

TRIES = 5
LEVEL = 3  # of compression: half the time of the usual one, a fifth more to keep


class Store:
    """The store of one review.

    Raises:
        StoreError: the database cannot be opened, or was made by a newer version.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        try:
            schema.metadata.create_all(self._engine)
            self._check_version()
        except OperationalError as error:
            raise StoreError(
                "评查库无法打开", url, f"检查路径、权限和磁盘空间（{type(error.orig).__name__}）"
            ) from None

    @classmethod
    def at(cls, folder: Path) -> Store:
        """The SQLite store of a review folder, made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'review.db'}")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _check_version(self) -> None:
        with self._engine.begin() as db:
            found = db.scalar(select(schema.meta.c.value).where(schema.meta.c.name == "schema"))
            if found is None:
                db.execute(insert(schema.meta).values(name="schema", value=str(schema.SCHEMA_VERSION)))
            elif int(found) > schema.SCHEMA_VERSION:
                raise StoreError("评查库由更新版本的 anjuan 建立", self.url, "升级 anjuan 后再打开")

    # ---- what was read ------------------------------------------------------------------

    def known(self, input_digest: str, name: str) -> CaseFile | None:
        """The case file `name` that was read from the same input, or None."""
        table = schema.cases
        query = select(table.c.body).where(table.c.input == input_digest, table.c.id == name)
        with self._engine.connect() as db:
            body = db.scalar(query.limit(1))
        return None if body is None else case_of(json.loads(zlib.decompress(body)))

    def put_case(self, case: CaseFile, input_digest: str) -> str:
        """Keep a case file as read; content that is there already only learns its newest input. Gives its digest."""
        text, digest = case_text(case)
        with self._engine.begin() as db:
            same = (schema.cases.c.digest == digest, schema.cases.c.id == case.id)
            if db.scalar(select(schema.cases.c.digest).where(*same)) is None:
                body = zlib.compress(text.encode(), LEVEL)
                db.execute(
                    insert(schema.cases).values(digest=digest, id=case.id, input=input_digest, body=body)
                )
            elif input_digest:
                db.execute(update(schema.cases).where(*same).values(input=input_digest))
        return digest

    def case(self, digest: str, name: str) -> CaseFile | None:
        """A case file as read, or None when its body was purged."""
        query = select(schema.cases.c.body).where(schema.cases.c.digest == digest, schema.cases.c.id == name)
        with self._engine.connect() as db:
            body = db.scalar(query)
        return None if body is None else case_of(json.loads(zlib.decompress(body)))

    # ---- evaluations --------------------------------------------------------------------

    def has_evaluation(self, key: str) -> str | None:
        """Digest of the evaluation with that key, or None."""
        with self._engine.connect() as db:
            found = db.scalar(select(schema.evaluations.c.digest).where(schema.evaluations.c.key == key))
        return None if found is None else str(found)

    def put_evaluation(self, key: str, line: Mapping[str, Any], *, actor: str = "anjuan") -> str:
        """Keep an evaluation line and note in the ledger that it is now the current one; gives its digest.

        Raises:
            NotAllowed: it was made with checks from a notebook cell, which nobody could run again.
        """
        if AD_HOC in line["stamp"]["plugins"]:
            raise NotAllowed(
                "临时检查规则的得分不能存入评查项目", str(line["id"]), "把规则写成插件后重新评查"
            )
        body = dumps(line)
        digest = "sha256:" + hashlib.sha256(body.encode()).hexdigest()
        with self._engine.begin() as db:
            known = db.scalar(select(schema.evaluations.c.digest).where(schema.evaluations.c.key == key))
            if known not in (None, digest):
                raise Tampered("同样的输入得到了不同的结果", str(line["id"]), "把此提示反馈给维护者")
            if known is None:
                db.execute(
                    insert(schema.evaluations).values(
                        digest=digest, key=key, id=line["id"], case_digest=line["digest"], body=body
                    )
                )
        if self._current(str(line["id"])) != digest:
            self.append(
                str(line["id"]),
                actor,
                "evaluated",
                {"evaluation": digest, "key": key, "source": line["source"]},
            )
        return digest

    def _current(self, name: str) -> str | None:
        table = schema.ledger
        query = select(table.c.payload).where(table.c.stream == name, table.c.action == "evaluated")
        with self._engine.connect() as db:
            payload = db.scalar(query.order_by(table.c.seq.desc()).limit(1))
        return None if payload is None else str(json.loads(payload)["evaluation"])

    def current_digests(self) -> dict[str, str]:
        """Id → digest of its current evaluation, by the ledger."""
        found: dict[str, str] = {}
        for entry in self.entries(action="evaluated"):
            found[entry.stream] = entry.payload["evaluation"]
        return found

    def lines(self) -> list[dict[str, Any]]:
        """Current evaluation lines, sorted by id.

        Raises:
            Tampered: an evaluation that the ledger names is missing or was changed.
        """
        found = []
        for name, digest in sorted(self.current_digests().items()):
            with self._engine.connect() as db:
                body = db.scalar(
                    select(schema.evaluations.c.body).where(schema.evaluations.c.digest == digest)
                )
            if body is None or "sha256:" + hashlib.sha256(body.encode()).hexdigest() != digest:
                raise Tampered("存储的评查结果与台账不符", name, "运行 anjuan verify 查看详情")
            found.append(json.loads(body))
        return found

    def stored(self, digests: Sequence[str]) -> Iterator[tuple[dict[str, Any], CaseFile | None]]:
        """Evaluation lines by digest, each with the case file as read; None when its body was purged.

        Raises:
            Tampered: one of them is missing or was changed.
        """
        of, cases = schema.evaluations.c, schema.cases
        same = (cases.c.digest == of.case_digest) & (cases.c.id == of.id)
        query = select(of.digest, of.body, cases.c.body.label("case")).outerjoin_from(
            schema.evaluations, cases, same
        )
        with self._engine.connect() as db:
            rows = {row.digest: row for row in db.execute(query.where(of.digest.in_(digests)))}
        for digest in digests:
            row = rows.get(digest)
            if row is None or "sha256:" + hashlib.sha256(row.body.encode()).hexdigest() != digest:
                raise Tampered("存储的评查结果与台账不符", digest, "运行 anjuan verify 查看详情")
            case = None if row.case is None else case_of(json.loads(zlib.decompress(row.case)))
            yield json.loads(row.body), case

    def line(self, name: str) -> dict[str, Any]:
        """The current evaluation line of a case file, by id or document number.

        Raises:
            UnknownCase: there is none, or several; the candidates are named.
        """
        lines = self.lines()
        found = [line for line in lines if line["id"] == name] or [
            line for line in lines if line["case"] == name
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownCase(
                f"“{name}”对应多个案卷", "、".join(line["id"] for line in found), "改用案卷编号"
            )
        from ..model.errors import near

        hint = near(name, [text for line in lines for text in (line["id"], line["case"]) if text])
        raise UnknownCase(f"没有案卷“{name}”", "", hint or "用 anjuan export 查看全部案卷编号")

    def sources(self) -> dict[str, str]:
        """Id → source at first sight."""
        found: dict[str, str] = {}
        for entry in self.entries(action="evaluated"):
            found.setdefault(entry.stream, entry.payload["source"])
        return found

    def note_failure(self, name: str, source: str, code: str, what: str) -> None:
        """Note that a case file could not be read or scored; once, while nothing changes."""
        payload = {"source": source, "code": code, "what": self._put_text(what)}
        last = list(self.entries(stream=name))[-1:]
        if not last or last[0].action != "failed" or last[0].payload != payload:
            self.append(name, "anjuan", "failed", payload)

    def failures(self) -> dict[str, str]:
        """Id → reason, for case files that have no evaluation."""
        reasons = self._texts()
        scored = self.current_digests()
        return {
            entry.stream: reasons.get(entry.payload["what"], entry.payload["code"])
            for entry in self.entries(action="failed")
            if entry.stream not in scored
        }

    # ---- ledger -------------------------------------------------------------------------

    def append(self, stream: str, actor: str, action: str, payload: Mapping[str, Any]) -> Entry:
        """Add an entry to a stream.

        Raises:
            Conflict: others wrote to the same stream faster than five tries.
        """
        for _ in range(TRIES):
            try:
                with self._engine.begin() as db:
                    entry = next_entry(db, stream, actor, action, payload)
                    db.execute(
                        insert(schema.ledger).values(
                            stream=entry.stream,
                            seq=entry.seq,
                            at=entry.at,
                            actor=entry.actor,
                            action=entry.action,
                            payload=dumps(entry.payload),
                            prev=entry.prev,
                            hash=entry.hash,
                        )
                    )
                return entry
            except IntegrityError:
                continue
        raise Conflict("多人同时写入同一案卷", stream, "稍后重试")

    def entries(self, *, stream: str | None = None, action: str | None = None) -> Iterator[Entry]:
        """Entries by stream and sequence."""
        query = select(schema.ledger).order_by(schema.ledger.c.stream, schema.ledger.c.seq)
        if stream is not None:
            query = query.where(schema.ledger.c.stream == stream)
        if action is not None:
            query = query.where(schema.ledger.c.action == action)
        with self._engine.connect() as db:
            for row in db.execute(query).all():
                yield entry_of(row)

    def put_ruling(self, ruling: Ruling, evaluation: str) -> Entry:
        """Note what a person decided on one item; the reason goes to `texts`."""
        digest = self._put_text(ruling.reason)
        payload = {
            "evaluation": evaluation,
            "item": ruling.item,
            "verdict": str(ruling.verdict),
            "points": None if ruling.points is None else str(ruling.points),
            "veto": ruling.veto,
            "reason": digest,
        }
        return self.append(ruling.case, ruling.reviewer, "reviewed", payload)

    def rulings(self) -> list[Ruling]:
        """All rulings in the order in which they were made within a case file."""
        reasons = self._texts()
        return [
            Ruling(
                case=entry.stream,
                item=entry.payload["item"],
                reviewer=entry.actor,
                verdict=Verdict(entry.payload["verdict"]),
                reason=reasons.get(entry.payload["reason"], ""),
                points=None if entry.payload["points"] is None else Decimal(entry.payload["points"]),
                veto=entry.payload["veto"],
            )
            for entry in self.entries(action="reviewed")
        ]

    def heads(self) -> dict[str, str]:
        """Stream → hash of its last entry; published, they fix the history."""
        last: dict[str, str] = {}
        for entry in self.entries():
            last[entry.stream] = entry.hash
        return last

    def head_of_heads(self) -> str:
        """One digest over all heads, as printed on notices."""
        return hashlib.sha256(dumps(sorted(self.heads().items())).encode()).hexdigest()

    def broken(self) -> list[str]:
        """Places where the ledger or a stored body does not hold, each in Chinese."""
        found = chain_faults(self.entries())
        if found:  # payloads that were changed name nothing to look up
            return found
        for name, digest in self.current_digests().items():
            with self._engine.connect() as db:
                body = db.scalar(
                    select(schema.evaluations.c.body).where(schema.evaluations.c.digest == digest)
                )
            if body is None or "sha256:" + hashlib.sha256(body.encode()).hexdigest() != digest:
                found.append(f"案卷 {name} 的评查结果缺失或被改动")
        return found

    def _put_text(self, text: str) -> str:
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        with self._engine.begin() as db:
            if db.scalar(select(schema.texts.c.digest).where(schema.texts.c.digest == digest)) is None:
                db.execute(insert(schema.texts).values(digest=digest, body=text))
        return digest

    def _texts(self) -> dict[str, str]:
        with self._engine.connect() as db:
            return {row.digest: row.body for row in db.execute(select(schema.texts)).all()}


def _engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool if url.startswith("sqlite") else None)
    if url.startswith("sqlite"):

        @event.listens_for(engine, "connect")
        def _settings(connection: Any, record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA busy_timeout=10000")
            cursor.close()

    return engine
