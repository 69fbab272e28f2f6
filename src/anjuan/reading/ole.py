"""OLE compound files (old Word and Excel, encrypted DOCX): names of their streams, and what stands in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRIES = 20_000  # of a directory; a document has a few dozen
_NONE = 0xFFFFFFFA  # numbers from here on name no sector
_MINI = 64  # bytes of a small sector


@dataclass(frozen=True, slots=True)
class _Stream:
    first: int
    size: int


class Ole:
    """One compound file in memory. A damaged one gives what could be read of it, never an exception.

    Args:
        body: the whole file.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._streams: dict[str, _Stream] = {}
        self._root = _Stream(_NONE, 0)
        if len(body) < 512 or not body.startswith(OLE):
            return
        shift = struct.unpack_from("<H", body, 30)[0]
        self._size = 1 << shift if shift in (9, 12) else 512
        self._cutoff = struct.unpack_from("<I", body, 56)[0]
        self._tables = list(self._table_sectors())
        self._mini_tables = list(self._chain(struct.unpack_from("<I", body, 60)[0]))
        self._read_directory(struct.unpack_from("<I", body, 48)[0])

    @classmethod
    def open(cls, file: Path) -> Ole:
        """The compound file at a path; an empty one where it is none."""
        with file.open("rb") as stream:
            head = stream.read(8)
            return cls(head + stream.read() if head == OLE else b"")

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams, in lower case."""
        return frozenset(self._streams)

    def read(self, name: str, most: int = 1 << 30) -> bytes:
        """The first `most` bytes of a stream; empty where there is none of that name."""
        stream = self._streams.get(name.lower())
        if stream is None:
            return b""
        size = min(stream.size, most, len(self._body))
        if stream.size >= self._cutoff:
            return self._joined(self._chain(stream.first), size)
        small = self._joined(self._chain(self._root.first), min(self._root.size, len(self._body)))
        found: list[bytes] = []
        at, got, seen = stream.first, 0, set[int]()
        while at < _NONE and at not in seen and got < size:
            seen.add(at)
            found.append(small[at * _MINI : (at + 1) * _MINI])
            got += _MINI
            at = self._mini_next(at)
        return b"".join(found)[:size]

    def _joined(self, chain: Iterator[int], size: int) -> bytes:
        found, got = [], 0
        for number in chain:
            if got >= size:
                break
            found.append(self._sector(number))
            got += self._size
        return b"".join(found)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._body[start : start + self._size]

    def _table_sectors(self) -> Iterator[int]:
        """Sectors that hold the table of chains: the first 109 stand in the head, others in a chain of their own."""
        yield from (one for one in struct.unpack_from("<109I", self._body, 76) if one < _NONE)
        at, seen = struct.unpack_from("<I", self._body, 68)[0], set[int]()
        while at < _NONE and at not in seen:
            seen.add(at)
            block = self._sector(at)
            if len(block) < self._size:
                return
            *numbers, at = struct.unpack(f"<{self._size // 4}I", block)
            yield from (one for one in numbers if one < _NONE)

    def _chain(self, at: int) -> Iterator[int]:
        seen = set[int]()
        while at < _NONE and at not in seen and (at + 1) * self._size < len(self._body):
            seen.add(at)
            yield at
            table, place = divmod(at, self._size // 4)
            at = self._word(self._tables, table, place)

    def _mini_next(self, at: int) -> int:
        table, place = divmod(at, self._size // 4)
        return self._word(self._mini_tables, table, place)

    def _word(self, tables: list[int], table: int, place: int) -> int:
        block = self._sector(tables[table]) if table < len(tables) else b""
        return int(struct.unpack_from("<I", block, place * 4)[0]) if len(block) >= place * 4 + 4 else _NONE

    def _read_directory(self, first: int) -> None:
        entries = 0
        for number in self._chain(first):
            block = self._sector(number)
            for start in range(0, len(block) - 127, 128):
                entries += 1
                if entries > _ENTRIES:
                    return
                self._add(block[start : start + 128])

    def _add(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        stream = _Stream(*struct.unpack_from("<II", entry, 116))
        if kind == 5:
            self._root = stream
        elif kind == 2 and 2 <= length <= 64:
            self._streams.setdefault(entry[: length - 2].decode("utf-16-le", "replace").lower(), stream)
