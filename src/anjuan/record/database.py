"""One door to SQLite and PostgreSQL: durable transactions, tried again where that is safe, errors in Chinese."""

from __future__ import annotations

import random
import sqlite3
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from ..model.errors import Conflict, SetupError, StoreError, Tampered
from . import postgres
from .share import refuse_share

Result = TypeVar("Result")
Work = Callable[[Connection], Result]

TRIES = 8
WAIT = 0.03  # seconds before the second try; doubled for each further one, a server may be starting again
BUSY = 30  # seconds for which a writer of SQLite waits for the others
WRITES = "anjuan_writes"  # execution option of a transaction that will write

_SQLITE = {
    "SQLITE_FULL": (StoreError, "磁盘已满，没有写入", "腾出空间后重做这一步；已经确认的记录都在"),
    "SQLITE_IOERR": (StoreError, "磁盘读写出错，没有写入", "检查磁盘和空间后重做这一步；已经确认的记录都在"),
    "SQLITE_BUSY": (Conflict, "评查库一直被占用，没有写入", "稍后重试；关闭其他正在使用它的程序"),
    "SQLITE_LOCKED": (Conflict, "评查库一直被占用，没有写入", "稍后重试；关闭其他正在使用它的程序"),
    "SQLITE_READONLY": (StoreError, "评查库是只读的", "检查文件和文件夹的写入权限"),
    "SQLITE_PERM": (StoreError, "没有权限打开评查库", "检查文件和文件夹的权限"),
    "SQLITE_CANTOPEN": (StoreError, "评查库无法打开", "检查路径、权限和磁盘空间"),
    "SQLITE_CORRUPT": (Tampered, "评查库文件已损坏", "停止使用，用备份恢复，并查明原因"),
    "SQLITE_NOTADB": (Tampered, "评查库文件已损坏，不是数据库", "停止使用，用备份恢复，并查明原因"),
}


class Database:
    """The database of a review.

    Attributes:
        place: its URL without the password, for messages.

    Raises:
        SetupError: no such kind of database; MissingExtra: its driver is not installed;
        NetworkShare: SQLite on a network share.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise SetupError("store 不是数据库地址", "review.toml：store", _FORMS) from None
        self.place = parsed.render_as_string(hide_password=True)
        self.postgres = parsed.drivername == postgres.DRIVER
        self.engine = postgres.engine(parsed) if self.postgres else _sqlite(parsed)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self._reader = self.engine
        if self.postgres:  # one moment for all that a reading sees; SQLite gives that by itself
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._raw: Any = self.engine.dialect.loaded_dbapi.Error
        self._line = postgres.Line(self.engine) if self.postgres else None
        self._met = False
        self._close = weakref.finalize(self, _let_go, self.engine, self._line)

    def close(self) -> None:
        """Let go of all connections."""
        _let_go(self.engine, self._line)

    def read(self, work: Work[Result]) -> Result:
        """What `work` gives; all it reads is of one moment.

        Raises:
            StoreError: see `trouble`.
        """
        return self._run(self._reader, work)

    def write(self, work: Work[Result]) -> Result:
        """What `work` gives, when all it wrote is on the disk; of work that fails nothing stays.

        `work` is done again after a conflict or a lost connection; it must look whether its last try went through.

        Raises:
            StoreError: see `trouble`.
        """
        return self._run(self._writer, work)

    def write_one(self, work: Work[Result]) -> Result:
        """As `write`, for work that writes with a single statement: on a server it is its own transaction, on a
        connection of its own, since a reviewer waits for it."""
        return (
            self._run(self._writer, work) if self._line is None else self._tried(lambda: self._single(work))
        )

    def _single(self, work: Work[Result]) -> Result:
        assert self._line is not None
        try:
            with self._line.open() as db:
                self._met = True
                return work(db)
        except self._raw as error:
            raise self._wrapped(error, None) from None

    def _run(self, engine: Engine, work: Work[Result]) -> Result:
        return self._tried(lambda: self._once(engine, work))

    def _tried(self, once: Callable[[], Result]) -> Result:
        for turn in range(1, TRIES + 1):
            try:
                return once()
            except DBAPIError as error:
                if turn == TRIES or not self._again(error):
                    raise self.trouble(error) from None
                lost = not isinstance(error, IntegrityError)
                time.sleep(random.uniform(0.5, 1) * WAIT * (2**turn if lost else 1))
        raise AssertionError("unreachable")

    def _once(self, engine: Engine, work: Work[Result]) -> Result:
        with engine.connect() as db:
            self._met = True
            try:
                with db.begin():
                    found = work(db)
                if self.postgres:
                    postgres.settle(db)
            except self._raw as error:
                raise self._wrapped(error, db) from None
        return found

    def _wrapped(self, error: Any, db: Connection | None) -> DBAPIError:
        """What the driver raised, as the library around it would have told."""
        lost = bool(self.engine.dialect.is_disconnect(error, None, None))
        if lost and db is not None:
            db.invalidate(error)
        told = DBAPIError.instance(
            None, None, error, self._raw, connection_invalidated=lost, dialect=self.engine.dialect
        )
        assert isinstance(told, DBAPIError)
        return told

    def _again(self, error: DBAPIError) -> bool:
        """Is it worth another try: someone was faster, or a server that was there went away?"""
        if isinstance(error, IntegrityError) or error.connection_invalidated:
            return True
        return self.postgres and postgres.passing(error, self._met)

    def trouble(self, error: DBAPIError) -> StoreError:
        """An error of the database as one sentence; never the text of the driver, which may quote values."""
        if self.postgres:
            return postgres.trouble(error, self.place)
        name = getattr(error.orig, "sqlite_errorname", "") or ""
        if name.startswith("SQLITE_CONSTRAINT_TRIGGER"):
            return StoreError("台账和评查结果只能增加，不能改动或删除", self.place, "用新的记录更正")
        if isinstance(error, IntegrityError):
            return Conflict("多人同时写入同一处", self.place, "稍后重试")
        if isinstance(error.orig, sqlite3.OperationalError) and "decode" in str(error.orig):
            return Tampered("评查库里有不成文字的内容", self.place, "运行 anjuan verify 查看详情")
        for prefix, (kind, what, step) in _SQLITE.items():
            if name.startswith(prefix):
                return kind(what, self.place, step)
        return StoreError(
            "评查库出错", self.place, f"检查路径、权限和磁盘空间（{name or type(error).__name__}）"
        )


_FORMS = "留空用本机的 review.db，或写 postgresql+psycopg://用户:口令@主机/库名"


def _let_go(engine: Engine, line: postgres.Line | None) -> None:
    if line is not None:
        line.close()
    engine.dispose()


def _sqlite(url: URL) -> Engine:
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise SetupError(f"不支持 {url.drivername} 数据库", "review.toml：store", _FORMS)
    if url.database and url.database != ":memory:":
        refuse_share(Path(url.database).absolute().parent)
    engine = create_engine(url, connect_args={"timeout": BUSY}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin below, so that DDL is part of them
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a power cut

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        # A writer takes its lock first: taken later, it could meet a newer state and fail without waiting.
        writes = db.get_execution_options().get(WRITES)
        db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """One sync a commit instead of four. SQLite does not wait for a lock to change to it, so several tries."""
    for turn in range(100):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if turn == 99 or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            time.sleep(0.05)
