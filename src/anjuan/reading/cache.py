"""Pages as read, by content: the same file is never parsed or recognised twice."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..model.case import Page
from ..model.codec import dumps, page_json, page_of
from .pulse import LATE

FORMAT = 9  # raised whenever loaders or layout give other lines for the same file


def file_digest(path: Path) -> str:
    """sha256 of a file's content, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class PageCache:
    """A folder of page readings; it can be deleted at any time. `folder` None keeps nothing."""

    folder: Path | None

    def get(self, digest: str, settings: str, name: str) -> tuple[Page, ...] | None:
        """Pages of the file with that digest, under the name it has now; None when not cached or damaged."""
        path = self._path(digest, settings)
        if path is None or not path.is_file():
            return None
        try:
            data = json.loads(zlib.decompress(path.read_bytes()))
            return tuple(replace(page_of(one), file=name) for one in data)
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            path.unlink(missing_ok=True)  # a torn or foreign entry is as good as none
            return None

    def put(self, digest: str, settings: str, pages: Sequence[Page]) -> None:
        """Keep pages; written aside and renamed, so that a killed process leaves no torn entry."""
        path = self._path(digest, settings)
        if path is None or any(page.read.startswith(LATE) for page in pages):  # more time reads more
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        body = zlib.compress(dumps([page_json(page) for page in pages]).encode(), 1)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            stream.write(body)
        os.replace(stream.name, path)

    def _path(self, digest: str, settings: str) -> Path | None:
        if self.folder is None:
            return None
        key = hashlib.sha256(f"{FORMAT}\n{digest}\n{settings}".encode()).hexdigest()
        return self.folder / key[:2] / f"{key[2:]}.z"
