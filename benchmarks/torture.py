"""`make torture`: the record under many writers, kills and tampering, on both databases. Exit 1 when a bar is missed.

PostgreSQL is started here, with a folder of its own (Debian: `apt-get install postgresql`).
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from anjuan.record.store import Store

from .servers import Server, server
from .table import Row, show
from .torture_changes import change_rows, fill
from .torture_kills import kill_rows
from .torture_writers import SHARE, postgres_bare, sqlite_bare, writers_rows

PARTS = ("writers", "kills", "tampering")
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Torment, print, and tell by the exit code whether everything held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="parts to run")
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=DATABASES, help="databases")
    parser.add_argument("--writers", type=int, default=20, help="writers at once (20)")
    parser.add_argument("--entries", type=int, default=200, help="entries of each, a multiple of 4 (200)")
    parser.add_argument("--kills", type=int, default=1000, help="kills on each database (1000)")
    parser.add_argument("--changes", type=int, default=20_000, help="single-byte changes (20000)")
    parser.add_argument("--rows", type=int, default=1000, help="rows deleted, swapped, inserted, each (1000)")
    parser.add_argument("--ledger", type=int, default=2000, help="entries of the ledger tampered with (2000)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the random moments")
    parser.add_argument("--no-speed", action="store_true", help="no bar on the speed: for a few entries")
    call = parser.parse_args()
    print(f"seed {call.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server and the folders go too
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="anjuan-torture-")))
        running = stack.enter_context(server()) if "postgresql" in call.database else None
        rows = [row for name in call.database for row in _rows(name, call, folder, running)]
    if call.no_speed:
        rows = [row for row in rows if not row.name.endswith(SHARE)]
    return 0 if show(rows) else 1


def _rows(name: str, call: argparse.Namespace, folder: Path, running: Server | None) -> Iterator[Row]:
    new_url = _urls(folder) if running is None or name == "sqlite" else running.url
    bare = sqlite_bare(folder) if running is None or name == "sqlite" else postgres_bare(running)
    if "writers" in call.only:
        yield from writers_rows(name, new_url, bare, call.writers, call.entries)
    if "kills" in call.only:
        yield from kill_rows(name, new_url, call.kills, call.seed)
    if "tampering" in call.only:
        with Store(new_url()) as store:
            fill(store, call.ledger, max(call.ledger // 20, 5))
            yield from change_rows(name, store, call.changes, call.rows, call.seed)


def _urls(folder: Path) -> Callable[[], str]:
    made = iter(range(10**6))
    return lambda: f"sqlite:///{folder / f'review{next(made)}.db'}"


if __name__ == "__main__":
    sys.exit(main())
