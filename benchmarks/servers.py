"""A PostgreSQL server of one's own for tests and measurements: on a socket only, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START = 60  # seconds
USERS = ("postgres", "nobody")  # who runs it when we are root, which initdb refuses


class NoServer(RuntimeError):
    """PostgreSQL is not installed here."""


def program(name: str) -> str:
    """Where a program of PostgreSQL lies; Debian keeps them out of the path.

    Raises:
        NoServer: it is not installed.
    """
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(places[-1]) if places else shutil.which(name)
    if not found:
        raise NoServer("PostgreSQL is not installed: apt-get install postgresql")
    return found


@dataclass
class Server:
    """A running server."""

    folder: Path
    durable: bool
    process: subprocess.Popen[bytes] | None = None
    made: int = 0
    user: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}", "-N", "200"]
        if not self.durable:
            options += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        self.process = subprocess.Popen(
            [program("postgres"), "-D", str(self.folder / "data"), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
            **self.user,
        )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        import psycopg

        end = time.monotonic() + START
        while True:
            try:
                psycopg.connect(self.dsn("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it: SIGINT ends all connections, SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START)
            self.process = None

    def dsn(self, name: str) -> str:
        """How psycopg reaches a database."""
        return f"host={self.folder} user=anjuan dbname={name}"

    def url(self) -> str:
        """URL of a new, empty database."""
        import psycopg

        self.made += 1
        name = f"review{self.made}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        return f"postgresql+psycopg://anjuan@/{name}?host={self.folder}"


@contextmanager
def server(durable: bool = True) -> Iterator[Server]:
    """A server while it is needed.

    Args:
        durable: False leaves out the waiting for the disk, for tests that do not measure it.

    Raises:
        NoServer: PostgreSQL is not installed.
    """
    initdb = program("initdb")
    folder = Path(tempfile.mkdtemp(prefix="anjuan-pg-", dir="/tmp"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = _unprivileged()
        os.chown(folder, user["user"], user["group"])
    made = Server(folder, durable, user=user)
    options = [
        "-U",
        "anjuan",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "-D",
        str(folder / "data"),
    ]
    try:
        subprocess.run([initdb, *options], check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        made.start()
        yield made
    finally:
        made.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """Whom `subprocess` is to run it as."""
    import pwd

    there = {one.pw_name: one for one in pwd.getpwall()}
    who = next(there[name] for name in USERS if name in there)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
