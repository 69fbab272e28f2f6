"""What an engine saw on a picture, by the picture: a change of layout or marks recognises nothing again."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.case import Box, TextLine
from ..plugin.hooks import OcrEngine
from .cache import FORMAT

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Seen:
    """An engine that keeps what it saw in a folder, which can be deleted at any time."""

    engine: OcrEngine
    folder: Path

    @property
    def name(self) -> str:
        """Name of the engine."""
        return self.engine.name

    @property
    def version(self) -> str:
        """Version of the engine."""
        return self.engine.version

    @property
    def line(self) -> Any:
        """The engine's reading of a single line, None where it has none."""
        return getattr(self.engine, "line", None)

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines of the picture, kept or fresh.

        Raises:
            OcrError: the engine failed on this image.
        """
        file = self._file(image)
        try:
            return [_line(one) for one in json.loads(zlib.decompress(file.read_bytes()))]
        except (OSError, ValueError, TypeError, zlib.error):
            pass  # nothing kept, or a torn entry, which is as good as none
        found = self.engine.lines(image)
        body = json.dumps([_plain(one) for one in found], ensure_ascii=False, separators=(",", ":"))
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as stream:
            stream.write(zlib.compress(body.encode(), 1))
        os.replace(stream.name, file)
        return found

    def _file(self, image: Image) -> Path:
        digest = hashlib.sha256(f"{FORMAT} {self.name}@{self.version} {image.mode} {image.size}\n".encode())
        digest.update(image.tobytes())
        key = digest.hexdigest()
        return self.folder / "seen" / key[:2] / f"{key[2:]}.z"


def _plain(line: TextLine) -> list[Any]:
    box = line.box
    return [line.text, box.x0, box.y0, box.x1, box.y1, line.confidence, line.raw]


def _line(data: list[Any]) -> TextLine:
    text, x0, y0, x1, y1, confidence, raw = data
    return TextLine(text, Box(x0, y0, x1, y1), confidence, raw)
