"""What an engine saw is kept by the picture: the same picture is not recognised twice, another one is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from anjuan import Box, TextLine
from anjuan.reading.seen import Seen

LINES = (
    TextLine("处罚决定书", Box(0.1, 0.2, 0.5, 0.25), 0.97, "处 罚 决定书"),
    TextLine("", Box(0, 0, 1, 0.1), 0.0),
)


class Counting:
    """An engine that counts its calls."""

    name = "counting"

    def __init__(self, version: str = "1") -> None:
        self.version, self.calls = version, 0

    def lines(self, image: Image.Image) -> Sequence[TextLine]:
        self.calls += 1
        return LINES


def test_the_same_picture_is_recognised_once(tmp_path: Path) -> None:
    engine, white, black = Counting(), Image.new("RGB", (9, 9), "white"), Image.new("RGB", (9, 9))
    seen = Seen(engine, tmp_path)
    assert tuple(seen.lines(white)) == tuple(seen.lines(white.copy())) == LINES
    assert engine.calls == 1
    seen.lines(black)
    assert engine.calls == 2
    Seen(newer := Counting("2"), tmp_path).lines(white)
    assert newer.calls == 1


def test_a_torn_entry_is_as_good_as_none(tmp_path: Path) -> None:
    engine, white = Counting(), Image.new("RGB", (9, 9), "white")
    Seen(engine, tmp_path).lines(white)
    for file in tmp_path.rglob("*.z"):
        file.write_bytes(b"torn")
    assert tuple(Seen(engine, tmp_path).lines(white)) == LINES
    assert engine.calls == 2
