"""A plugin whose loader does to its worker what hostile papers do, and an engine that takes its time."""

import os
import re
import signal
import time
from pathlib import Path

from anjuan import Page, hookimpl


class OddLoader:
    """Reads `.odd`: the text of the file says what happens behind its first page."""

    name = "odd"
    suffixes = (".odd",)

    def pages(self, file, name):
        what, _, mark = file.read_text("utf-8").partition(" ")
        yield Page(name, 1, (100.0, 100.0), (), "text-layer")
        if what == "sleep":
            time.sleep(600)
        elif what == "regex":  # never lets another thread run
            re.match(r"(a+)+$", "a" * 64 + "b")
        elif what == "memory":
            kept = [b"x" * (1 << 24) for _ in range(400) if not time.sleep(0.02)]
            raise RuntimeError(f"nobody stopped it: {len(kept)}")
        elif what == "gulp":
            kept = b"x" * (1 << 31)
        elif what == "die" or (what == "once" and not Path(mark).exists()):
            if mark:
                Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        elif what == "raise":
            raise RuntimeError("a bug")
        yield Page(name, 2, (100.0, 100.0), (), "text-layer")

    def image(self, file, page, *, max_pixels):
        raise NotImplementedError


class SlowEngine:
    name = "slow"
    version = "1"

    def lines(self, image):
        time.sleep(600)


@hookimpl
def anjuan_loaders():
    return [OddLoader()]


@hookimpl
def anjuan_ocr_engines():
    return [SlowEngine()]
