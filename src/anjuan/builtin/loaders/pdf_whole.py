"""Is the text layer of a page all of its print, and only that? Else the page is to be recognised."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from anjuan import Run

from .pdf_calls import address
from .pdf_objects import OUTLINED, Drawn, switch_text
from .pdf_text import Layer

MIN_CHARS = 20  # a page with fewer characters and a large picture is a scan
PICTURE_SHARE = 0.5
MAX_BROKEN = 0.05
MAX_WIDE = 0.6  # share of narrow letters as wide as Han print, from which they stand for Han print
MAX_LOOSE = 0.7  # runs by characters: print that stands on its side or head has no rows of its own
MAX_ODD, MAX_RARE = 0.2, 0.25  # shares of characters no paper is written in
FEW = 20  # characters from which their mixture tells something
SIZEABLE = (0.12, 0.3)  # shares of the page from which one picture, or all, may hold its print
MAX_UNSEEN = 0.2  # share of a layer that may be out of sight on a page with other print

# ---- what the characters say ----------------------------------------------------------------

_HAN = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NO_HAN = re.compile(f"[^{_HAN}]+")
_USUAL = re.compile(
    "[\x20-\x7e\u00a5\u00a7\u00a9\u00ab\u00ad\u00ae\u00b0-\u00b3\u00b7\u00b9\u00bb\u00d7\u00f7\u2000-\u206f"
    "\u2100-\u27bf\u3000-\u30ff\u3130-\u318f\u3200-\u33ff\uac00-\ud7a3\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffe6\ufffd"
    f"{_HAN}\U0001f000-\U0001faff]+"
)


def implausible(text: str) -> bool:
    """True for characters that nobody wrote: codes of glyphs or of another encoding taken for text."""
    printed = len(text) - text.count(" ")
    if printed < FEW or text.isascii() or len(_common().sub("", text)) <= MAX_ODD * printed:
        return False
    odd = _USUAL.sub("", text)
    if len(odd) > MAX_ODD * printed and _scattered(odd) > MAX_ODD * printed:
        return True
    han = _NO_HAN.sub("", text)
    return len(han) >= FEW and len(_common().sub("", han)) > MAX_RARE * len(han)


@cache
def _common() -> re.Pattern[str]:
    """Latin print and the common halves of GB 2312 and Big5: what nearly every paper is written in."""
    codes = [(first, second) for first in range(0xB0, 0xD8) for second in range(0xA1, 0xFF)]
    common = bytes(byte for code in codes for byte in code).decode("gb2312", "ignore")
    codes = [
        (first, second) for first in range(0xA4, 0xC7) for second in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    common += bytes(byte for code in codes for byte in code).decode("big5", "ignore")
    return re.compile(
        "[\x20-\x7e\u00b7\u2014\u2018-\u201d\u3001-\u3015\uff01-\uff5e" + "".join(sorted(set(common))) + "]+"
    )


def _scattered(odd: str) -> int:
    """How many do not belong to one foreign script; accented letters in such numbers belong to none."""
    blocks = Counter(ord(char) >> 8 for char in odd)
    accented = blocks.pop(0, 0)
    return accented + blocks.total() - max(blocks.values(), default=0)


def unreadable(layer: Layer) -> bool:
    """True when too much of the layer has no meaning, a number has none, it stands turned, or it is nonsense."""
    if not layer.chars:
        return False
    return (
        layer.broken > MAX_BROKEN * layer.chars
        or layer.ruined
        or layer.wide > MAX_WIDE
        or (layer.chars >= FEW and len(layer.runs) > MAX_LOOSE * layer.chars)
        or implausible(layer.text)
    )


# ---- what the page shows --------------------------------------------------------------------


def is_scan(layer: Layer, drawn: Drawn) -> bool:
    """True for a page that is a picture, with next to no text or with text that is not to be seen."""
    few = layer.chars < MIN_CHARS or (drawn.unseen and 2 * drawn.unseen >= drawn.texts)
    return bool(few and drawn.pictures > PICTURE_SHARE)


def doubtful(layer: Layer, drawn: Drawn) -> bool:
    """True when only a rendering tells: pictures or curves that may be print, or text not to be seen."""
    if layer.chars < MIN_CHARS and (drawn.images or drawn.curves):
        return True
    if not layer.chars:
        return bool(drawn.texts or drawn.shades)
    largest = max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in drawn.images), default=0.0)
    sizeable = largest > SIZEABLE[0] or drawn.pictures > SIZEABLE[1]
    return bool(sizeable or drawn.points > OUTLINED or drawn.unseen)


def shown(page: Any, layer: Layer, drawn: Drawn) -> tuple[Run, ...] | None:
    """The runs that can be seen on the page; None when it shows print that the layer does not have."""
    from .pdf_ink import has_ink, lost_print, rendered, seen_runs

    full, scale = rendered(page)
    if not layer.chars:
        return None if has_ink(full) else ()
    runs = layer.runs
    if drawn.unseen or drawn.points > OUTLINED or _together(runs, drawn):
        switch_text(address(page.raw), on=False)
        bare, _ = rendered(page)
        switch_text(address(page.raw), on=True)
        runs = seen_runs(runs, full, bare)
        unseen = layer.chars - sum(map(_chars, runs))
        if unseen > MAX_UNSEEN * layer.chars and has_ink(bare):
            return None
    places = [] if drawn.points > OUTLINED else drawn.images
    return None if lost_print(runs, full, scale, places) else runs


def _together(runs: tuple[Run, ...], drawn: Drawn) -> bool:
    """True when print and a picture stand at the same place, so that one may hide the other."""
    middles = [((run.x0 + run.x1) / 2, run.middle) for run in runs]
    return any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in drawn.images for x, y in middles)


def _chars(run: Run) -> int:
    return len(run.text) - run.text.count(" ")
