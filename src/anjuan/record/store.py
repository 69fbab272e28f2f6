"""`Store`: case files as read, evaluations, and the append-only ledger of one review.

The ledger is the record. There is no mutable status: the state of a case file is the fold of its stream.
The ledger holds no free text: reasons stand in `texts` and are named by their digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

from ..model.case import CaseFile
from ..model.errors import UnknownCase, near
from ..model.result import Ruling, Verdict
from . import bodies, integrity, ledger, texts
from .database import Database
from .ledger import Entry
from .migrations import migrate


class Store:
    """The store of one review: SQLite in its folder, or PostgreSQL by URL, which many may use at once.

    Whatever a method wrote is on the disk when it returns, whole or not at all.

    Args:
        url: `sqlite:///…` or `postgresql+psycopg://…`.
        clock: tells the moment of an entry.

    Raises:
        StoreError: the database cannot be opened, or was made by a newer version; so every method.
        SetupError: no such kind of database; MissingExtra: the driver of PostgreSQL is not installed;
        NetworkShare: SQLite on a network share.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime] = ledger.utc_now) -> None:
        self.url = url
        self._clock = clock
        self._waiting = texts.Waiting()
        self._seen: dict[str, int] = {}  # stream → number of the last entry that we wrote
        self._db = Database(url)
        try:
            migrate(self._db)
        except BaseException:
            self._db.close()
            raise

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
        self._db.close()

    # ---- what was read ------------------------------------------------------------------

    def known(self, input_digest: str, name: str) -> CaseFile | None:
        """The case file `name` that was read from the same input, or None."""
        return self._db.read(lambda db: bodies.known(db, input_digest, name))

    def put_case(self, case: CaseFile, input_digest: str) -> str:
        """Keep a case file as read; content that is there already only learns its newest input. Gives its digest."""
        packed = bodies.pack(case)
        self._db.write(lambda db: bodies.put_case(db, case.id, packed, input_digest, self._clock()))
        return packed.digest

    def case(self, digest: str, name: str) -> CaseFile | None:
        """A case file as read, or None when its body was purged."""
        return self._db.read(lambda db: bodies.case(db, digest, name))

    # ---- evaluations --------------------------------------------------------------------

    def has_evaluation(self, key: str) -> str | None:
        """Digest of the evaluation with that key, or None."""
        return self._db.read(lambda db: bodies.digest_of_key(db, key))

    def put_evaluation(self, key: str, line: Mapping[str, Any], *, actor: str = "anjuan") -> str:
        """Keep an evaluation line and note in the ledger that it is now the current one; gives its digest.

        Raises:
            NotAllowed: it was made with checks from a notebook cell, which nobody could run again.
            Tampered: another line is stored under that key.
        """
        body = bodies.storable(line)
        return self._db.write(lambda db: bodies.put_evaluation(db, key, line, body, actor, self._clock()))

    def current_digests(self) -> dict[str, str]:
        """Id → digest of its current evaluation, by the ledger."""
        return self._db.read(bodies.current)

    def lines(self) -> list[dict[str, Any]]:
        """Current evaluation lines, sorted by id.

        Raises:
            Tampered: an evaluation that the ledger names is missing or was changed.
        """
        return self._db.read(bodies.current_lines)

    def stored(self, digests: Sequence[str]) -> Iterator[tuple[dict[str, Any], CaseFile | None]]:
        """Evaluation lines by digest, each with the case file as read; None when its body was purged.

        Raises:
            Tampered: one of them is missing or was changed.
        """
        rows = self._db.read(lambda db: bodies.rows_of(db, digests))
        for digest in digests:
            yield bodies.opened(rows.get(digest), digest)

    def line_of(self, digest: str) -> dict[str, Any]:
        """The evaluation line with that digest.

        Raises:
            Tampered: it is missing or was changed.
        """
        return self._db.read(lambda db: bodies.line_of(db, digest))

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
        last = self._db.read(lambda db: ledger.last_of(db, name))
        if last is not None and last.action == "failed":
            said = last.payload
            if (said["source"], said["code"], self.text_of(said["what"])) == (source, code, what):
                return
        self.append(name, "anjuan", "failed", {"source": source, "code": code, "what": self.put_text(what)})

    def failures(self) -> dict[str, str]:
        """Id → reason, for case files that have no evaluation."""
        reasons = self.texts()
        scored = self.current_digests()
        return {
            entry.stream: reasons.get(entry.payload["what"], entry.payload["code"])
            for entry in self.entries(action="failed")
            if entry.stream not in scored
        }

    # ---- ledger -------------------------------------------------------------------------

    def append(self, stream: str, actor: str, action: str, payload: Mapping[str, Any]) -> Entry:
        """Add an entry to a stream, with the texts that its payload names; it is on the disk when this returns.

        Args:
            payload: JSON values, no free text: what people wrote goes to `put_text`.

        Raises:
            StoreError: full disk, lost connection; nothing was written. A connection that comes back is
                waited for some seconds, and the entry is written once whatever the lost one had done.
            Conflict: others wrote to the same stream all the while.
        """
        return self.append_all(stream, actor, [(action, payload)])[0]

    def append_all(
        self, stream: str, actor: str, steps: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> list[Entry]:
        """Add entries, each an action with its payload, to a stream: all of them or none; see `append`.

        Raises:
            StoreError, Conflict: see `append`.
        """
        now, after, tries = self._clock(), self._seen.get(stream, 0), count()
        written: set[str] = set()

        def work(db: Any) -> list[Entry]:
            # After a lost connection the entries may be there: the answer was lost, not they.
            if next(tries) and (there := ledger.written(db, stream, actor, steps, now, after)):
                return there
            written.clear()
            made = []
            for action, payload in steps:
                named = [one for one in self._waiting.named(payload) if one[0] not in written]
                made.append(ledger.add(db, stream, actor, action, payload, now, named))
                written.update(one[0] for one in named)
            return made

        write = self._db.write_one if len(steps) == 1 else self._db.write
        entries = write(work) if steps else []
        if entries:
            self._seen[stream] = entries[-1].seq
        self._waiting.written(written)
        return entries

    def entries(self, *, stream: str | None = None, action: str | None = None) -> Iterator[Entry]:
        """Entries by stream and sequence."""
        actions = () if action is None else (action,)
        yield from self._db.read(lambda db: list(ledger.entries(db, stream=stream, actions=actions)))

    def put_text(self, text: str) -> str:
        """Take what a person wrote; gives the salted digest by which a payload names it.

        It is written together with the entry whose payload names it, through the same `Store`; a text that no
        entry names is not kept. Equal texts get different digests.
        """
        return self._waiting.put(text)

    def text_of(self, digest: str) -> str | None:
        """The text with that digest; None when there is none or it was purged."""
        if digest in self._waiting.rows:
            return self._waiting.rows[digest][0]
        return self._db.read(lambda db: texts.text_of(db, digest))

    def texts(self) -> dict[str, str]:
        """Digest → text, of all that were written."""
        return self._db.read(texts.all_texts)

    def ruling_payload(self, ruling: Ruling, evaluation: str) -> dict[str, Any]:
        """What an entry `reviewed` says of a ruling; its reason is taken as a text."""
        return {
            "evaluation": evaluation,
            "item": ruling.item,
            "verdict": str(ruling.verdict),
            "points": None if ruling.points is None else str(ruling.points),
            "veto": ruling.veto,
            "reason": self.put_text(ruling.reason),
        }

    def put_ruling(self, ruling: Ruling, evaluation: str) -> Entry:
        """Note what a person decided on one item; the reason goes to `texts`."""
        payload = self.ruling_payload(ruling, evaluation)
        return self.append(ruling.case, ruling.reviewer, "reviewed", payload)

    def rulings(self) -> list[Ruling]:
        """All rulings in the order in which they were made within a case file."""
        reasons = self.texts()
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

    def purge(self, stream: str, digest: str, actor: str) -> Entry:
        """Empty a stored body (evaluation, case file, text) whose retention ended; digest and ledger stay.

        Raises:
            UnknownCase: nothing of that stream has this digest.
        """

        def work(db: Any) -> Entry:
            if not bodies.empty(db, stream, digest):
                raise UnknownCase(f"{stream} 没有这份内容", digest, "运行 anjuan verify 查看详情")
            return ledger.add(db, stream, actor, "purged", {"digest": digest}, self._clock())

        return self._db.write(work)

    # ---- does it hold? ------------------------------------------------------------------

    def heads(self) -> dict[str, str]:
        """Stream → hash of its last entry; published, they fix the history."""
        return {stream: head for stream, (_, head) in self.numbered_heads().items()}

    def numbered_heads(self) -> dict[str, tuple[int, str]]:
        """Stream → number and hash of its last entry."""
        return self._db.read(ledger.heads_of)

    def head_of_heads(self) -> str:
        """One digest over all heads, as printed on notices."""
        return ledger.head_of_heads(self.heads())

    def broken(self) -> list[str]:
        """Places where a row of any table does not hold, each in Chinese. A cut end of a stream together with its
        head is found only by `cut_against`."""
        return self._db.read(integrity.faults)

    def cut_against(self, printed: Mapping[str, tuple[int | None, str]]) -> list[str]:
        """Where the ledger does not go on from heads printed earlier; numbers may be None where not printed."""
        return self._db.read(lambda db: integrity.cut_against(printed, db))

    def clock_notes(self) -> list[str]:
        """Entries made while the clock stood before the entry before, each in Chinese. That is no fault."""
        return [
            f"台账 {entry.stream} 第 {entry.seq} 条：写入时系统时钟倒退到 {entry.payload[ledger.CLOCK]}"
            for entry in self.entries()
            if ledger.CLOCK in entry.payload
        ]
