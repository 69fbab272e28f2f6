"""What is particular to PostgreSQL: the engine, its errors in Chinese, and the order of writers of one stream."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ..model.errors import Conflict, MissingExtra, StoreError, Tampered
from .driver import run

DRIVER = "postgresql+psycopg"

_SETTINGS = (  # a server that acknowledges before the disk has it is asked not to; who hangs holds nobody up
    "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' "
    "ELSE current_setting('synchronous_commit') END, false), set_config('lock_timeout', '30s', false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false)"
)
_PATIENCE = {  # a network that swallows everything is noticed
    "connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}  # fmt: skip

_CODES = {  # by the longest beginning of SQLSTATE
    "53100": (StoreError, "数据库服务器磁盘已满，没有写入", "请管理员腾出空间后重做这一步；已经确认的记录都在"),
    "53": (StoreError, "数据库服务器资源不足", "稍后重试；请管理员检查连接数和内存"),
    "57": (StoreError, "数据库服务器中断了连接", "确认服务器在运行后重做这一步；已经确认的记录都在"),
    "08": (StoreError, "与数据库服务器的连接中断", "检查网络后重做这一步；已经确认的记录都在"),
    "28": (StoreError, "数据库不接受这个用户或口令", "检查 review.toml 的 store"),
    "3D": (StoreError, "服务器上没有这个数据库", "请管理员建立数据库，或检查 review.toml 的 store"),
    "42501": (StoreError, "这个数据库用户没有所需的权限", "请管理员授予建表和写入的权限"),
    "25006": (StoreError, "数据库是只读的", "检查是否连到了备用服务器"),
    "23": (Conflict, "多人同时写入同一处", "稍后重试"),
    "40": (Conflict, "多人同时写入同一处", "稍后重试"),
    "55P03": (Conflict, "评查库一直被占用，没有写入", "稍后重试"),
    "XX001": (Tampered, "数据库的数据页已损坏", "停止使用，用备份恢复，并查明原因"),
}  # fmt: skip


def engine(url: URL) -> Engine:
    """The engine of a PostgreSQL database.

    Raises:
        MissingExtra: psycopg is not installed.
    """
    try:
        patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
        made = create_engine(
            url, connect_args=patience, isolation_level="READ COMMITTED", hide_parameters=True
        )
    except ModuleNotFoundError:
        raise MissingExtra(
            "使用 PostgreSQL 需要另装驱动", "postgres", "运行 pip install 'anjuan[postgres]'"
        ) from None

    @event.listens_for(made, "connect")
    def _settings(connection: Any, _: Any) -> None:
        connection.execute(_SETTINGS)
        connection.commit()

    return made


def passing(error: DBAPIError, met: bool) -> bool:
    """Will it pass by itself: a deadlock, a clash of transactions, a server that starts or stops?

    Args:
        met: the server answered before, so that one that does not is worth waiting for.
    """
    state = getattr(error.orig, "sqlstate", None) or ""
    if not state:
        return met and isinstance(error, OperationalError)
    return state[:2] == "40" or state in ("57P01", "57P02", "57P03")


def trouble(error: DBAPIError, place: str) -> StoreError:
    """An error of the server as one sentence."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "P0001":  # raised by our triggers
        return StoreError("台账和评查结果只能增加，不能改动或删除", place, "用新的记录更正")
    for length in (5, 2):
        if state[:length] in _CODES:
            kind, what, step = _CODES[state[:length]]
            return kind(what, place, step)
    if error.connection_invalidated or not state:
        return StoreError(
            "连接不上数据库服务器，或者连接中断",
            place,
            "检查地址、网络和服务器后重做这一步；已经确认的记录都在",
        )
    if isinstance(error, IntegrityError):
        return Conflict("多人同时写入同一处", place, "稍后重试")
    return StoreError("数据库出错", place, f"请管理员查看服务器日志（SQLSTATE {state}）")


SOON = "anjuan_soon"  # in the notes on a connection: what it committed last may not be on the disk
STREAM = "advisory_xact_lock(hashtextextended({}, 4711))"  # until the end of the transaction

# One call instead of five. Where nobody waits for the stream, its end is on the disk when the call returns. Where
# others wait, the lock must not be held while the disk turns, or they could not share a turn: then the commit does not
# wait for the disk, and `settle` does before anyone is told. `ledger.add` holds the hash against its own.
APPEND = f"""
CREATE OR REPLACE FUNCTION anjuan_append(
  its_stream TEXT, its_at TEXT, its_actor TEXT, its_action TEXT, its_payload TEXT,
  its_texts TEXT,
  OUT new_seq INTEGER, OUT new_at TEXT, OUT new_payload TEXT, OUT new_prev TEXT, OUT new_hash TEXT,
  OUT soon BOOLEAN
) LANGUAGE plpgsql AS $$
DECLARE
  last_at TEXT;
BEGIN
  soon := NOT pg_try_{STREAM.format("its_stream")};
  IF soon THEN
    PERFORM pg_{STREAM.format("its_stream")};
    PERFORM set_config('synchronous_commit', 'off', true);
  END IF;
  SELECT l.seq + 1, l.hash, l.at INTO new_seq, new_prev, last_at
    FROM ledger AS l WHERE l.stream = its_stream ORDER BY l.seq DESC LIMIT 1;
  IF NOT FOUND THEN
    new_seq := 1;
    new_prev := repeat('0', 64);
  END IF;
  new_at := its_at;
  IF last_at COLLATE "C" > its_at THEN
    new_at := last_at;
    its_payload := left(its_payload, -1) || CASE its_payload WHEN '{{}}' THEN '' ELSE ',' END
      || '"clock":"' || its_at || '"}}';
    new_payload := its_payload;
  END IF;
  new_hash := encode(sha256(convert_to('[' || to_json(its_stream)::text || ',' || new_seq || ',' ||
    to_json(new_at)::text || ',' || to_json(its_actor)::text || ',' || to_json(its_action)::text || ',' ||
    to_json(its_payload)::text || ',' || to_json(new_prev)::text || ']', 'UTF8')), 'hex');
  INSERT INTO ledger (stream, seq, at, actor, action, payload, prev, hash)
    VALUES (its_stream, new_seq, new_at, its_actor, its_action, its_payload, new_prev, new_hash);
  IF its_texts IS NOT NULL THEN
    INSERT INTO texts (digest, body, salt)
      SELECT one->>0, one->>1, one->>2 FROM json_array_elements(its_texts::json) AS one;
  END IF;
END $$
"""


def queue(db: Connection, name: str) -> None:
    """Wait until nobody else writes to a stream; so does `anjuan_append` of the database.

    The key (stream, seq) keeps the chain whole without it. With it writers of one stream wait in turn instead of
    working in vain; those of other streams do not wait.
    """
    db.info[SOON] = True  # it may not have waited for the disk
    db.execute(text(f"SELECT pg_{STREAM.format(':name')}"), {"name": name})


class Line:
    """A connection kept for single statements, each a transaction of its own: one way to the server, not three."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()  # one statement at a time, whatever threads ask
        self._db: Connection | None = None

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """The connection, for as long as it works; one that fails is closed and made anew next time."""
        with self._turn:
            try:
                if self._db is None:
                    self._db = self._engine.connect()
                    _raw(self._db).autocommit = True
                yield self._db
                if self._db.in_transaction():
                    self._db.rollback()  # a look through the library; nothing was written by it
                _flush(self._db)
            except BaseException:
                self._close()
                raise

    def close(self) -> None:
        """Close it."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._db is not None:
            with suppress(Exception):  # it may be broken already
                self._db.invalidate()
                self._db.close()
            self._db = None


def settle(db: Connection) -> None:
    """Wait until all that was committed is on the disk, where a commit did not; many who wait share one turn of it."""
    if db.info.get(SOON):
        _raw(db).autocommit = True
        try:
            _flush(db)
        finally:
            if not _raw(db).closed:
                _raw(db).autocommit = False


def _flush(db: Connection) -> None:
    if db.info.pop(SOON, False):
        run(db, "SELECT pg_logical_emit_message(true, 'anjuan', '')", ())


def _raw(db: Connection) -> Any:
    return db.connection.driver_connection
