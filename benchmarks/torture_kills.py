"""A writing process killed at random moments: is all it acknowledged there, and does the store open as it is?"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anjuan import CaseFile, Ruling, Verdict
from anjuan.record.ledger import Entry
from anjuan.record.store import Store

from .table import Row

FRESH = 50  # kills after which a new store is begun, so that its making is hit too
LONGEST = 0.25  # seconds before a kill, at most


@dataclass(slots=True)
class Toll:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0  # written, but killed before it could say so
    before_first: int = 0  # killed before anything was acknowledged
    lost: int = 0
    doubled: int = 0
    broken: int = 0
    refused: int = 0


def kill_rows(name: str, new_url: Callable[[], str], kills: int, seed: int) -> Iterator[Row]:
    """Kill, open, look; as a table."""
    toll, moments = Toll(), random.Random(seed)
    url, acknowledged = "", set[str]()
    for number in range(kills):
        if number % FRESH == 0:
            url, acknowledged = new_url(), set()
        told = _killed(url, number, moments.uniform(0, LONGEST))
        toll.kills += 1
        toll.acknowledged += len(told)
        toll.before_first += not told
        acknowledged |= told
        _look(url, acknowledged, toll)
    head = f"kills: {name}"
    yield Row(f"{head}, writers killed", f"{toll.kills}")
    yield Row(f"{head}, entries acknowledged", f"{toll.acknowledged}")
    yield Row(f"{head}, killed before the first answer", f"{toll.before_first}")
    yield Row(f"{head}, written and not yet answered", f"{toll.unanswered}")
    for what in ("lost", "doubled", "broken", "refused"):
        count = getattr(toll, what)
        words = {"broken": "stores that do not hold", "refused": "stores that do not open"}.get(what, what)
        yield Row(f"{head}, {words}", f"{count}", "0", count == 0)


def _look(url: str, acknowledged: set[str], toll: Toll) -> None:
    try:
        with Store(url) as store:
            kept = [_said(one) for one in store.entries()]
            reasons = list(store.texts().values())
            toll.broken += bool(store.broken())
    except Exception as error:
        print(f"refused: {error}")
        toll.refused += 1
        return
    toll.lost += len(acknowledged - set(kept))
    toll.doubled += len(reasons) - len(set(reasons))
    fresh = set(kept) - acknowledged
    toll.unanswered += len(fresh)
    acknowledged |= fresh  # counted once


def _said(entry: Entry) -> str:
    """What the writer says of an entry that it wrote."""
    told = {"read": "input", "evaluated": "evaluation"}.get(entry.action)
    return f"{entry.stream} {entry.payload[told] if told else entry.hash}"


def _killed(url: str, number: int, seconds: float) -> set[str]:
    """What a writer acknowledged before it was killed."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            write_on(url, number, into)
        finally:
            os._exit(1)
    os.close(into)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(out, encoding="utf-8") as said:
        lines = said.read()
    return {line for line in lines.split("\n")[:-1] if line}


def write_on(url: str, number: int, into: int) -> None:
    """Write entries of all kinds without end, and say of each that it was acknowledged."""
    store = Store(url)
    for n in range(1_000_000):
        name = f"case{n % 7}"
        case = CaseFile(name, f"{number}/{n}", f"cases/{name}", "penalty", "ordinary", "某局", (), ())
        digest = store.put_case(case, f"input {number}/{n}")
        os.write(into, f"{name} input {number}/{n}\n".encode())
        line = {"id": name, "source": f"cases/{name}", "digest": digest, "stamp": {"plugins": {}}}
        evaluation = store.put_evaluation(f"{number}/{n}", {**line, "n": f"{number}/{n}"})
        os.write(into, f"{name} {evaluation}\n".encode())
        for item in ("PO-P17", "PO-P18"):
            ruling = Ruling(name, item, "评查员甲", Verdict.PASS, f"第 {number}/{n} 次，{item}")
            entry = store.put_ruling(ruling, evaluation)
            os.write(into, f"{_said(entry)}\n".encode())
