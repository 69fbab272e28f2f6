"""The heartbeat of reading: at each step it says where it is and how long that may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from ..model.limits import limits

Kind = Literal["open", "page", "ocr", "sort"]

LATE = "failed: 超过每个文件的时间上限"


@dataclass(frozen=True, slots=True)
class Step:
    """Where reading is.

    Attributes:
        kind: opening a file, loading a page, recognising it, or sorting pages into papers and facts.
        file: name as results call it; empty for the whole case file. page: from 1, None where there is none.
        seconds: how long the step may take.
    """

    kind: Kind
    file: str
    page: int | None
    seconds: float


Listener = Callable[[Step], None]
_listener: ContextVar[Listener | None] = ContextVar("anjuan_listener", default=None)
_opened: ContextVar[float] = ContextVar("anjuan_opened", default=0.0)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell `listener` every step that is taken inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def beat(kind: Kind, file: str, page: int | None = None, *, more: float = 0.0) -> None:
    """Say that a step begins, and by that that the one before has ended.

    Args:
        more: seconds granted beyond the cap of the step, for what grows with the size of the input.
    """
    if kind == "open":
        _opened.set(time.monotonic())
    listener = _listener.get()
    if listener is not None:
        caps = limits()
        listener(Step(kind, file, page, (caps.ocr_seconds if kind == "ocr" else caps.page_seconds) + more))


def late(times: int = 1) -> bool:
    """Whether the file that was opened last has had its seconds, `times` over."""
    cap = limits().file_seconds
    return bool(cap) and time.monotonic() - _opened.get() > times * cap
