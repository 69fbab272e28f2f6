"""Small OLE compound files and workbooks in records, written byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; streams shorter than 4096 bytes lie in small sectors."""
    small = b""
    minis: list[int] = []
    places: dict[str, tuple[int, int]] = {}
    large: list[tuple[str, bytes]] = []
    for name, body in streams.items():
        if len(body) >= 4096:
            large.append((name, body))
            continue
        first, count = len(minis), -(-len(body) // 64)
        places[name] = (first if count else END, len(body))
        minis += [*range(first + 1, first + count), END][: count or None] if count else []
        small += body + bytes(-len(body) % 64)
    sectors: list[bytes] = [b""]  # the first one is the table
    chain: list[int] = [TABLE]

    def add(body: bytes) -> int:
        if not body:
            return END
        first, count = len(sectors), -(-len(body) // SECTOR)
        sectors.extend(body[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count))
        chain.extend([*range(first + 1, first + count), END])
        return first

    for name, body in large:
        places[name] = (add(body), len(body))
    root = add(small)
    mini_table = add(b"".join(struct.pack("<I", one) for one in minis))
    entries = [_entry("Root Entry", 5, root, len(small))]
    entries += [_entry(name, 2, *place) for name, place in places.items()]
    directory = add(b"".join(entries))
    sectors[0] = b"".join(struct.pack("<I", one) for one in chain).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIII", 0, 1, directory, 0, 4096, mini_table)
    head += struct.pack("<III", int(mini_table != END), END, 0) + struct.pack("<I", 0)
    return head.ljust(SECTOR, b"\xff") + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (
        head
        + struct.pack("<III", FREE, FREE, 1 if kind == 5 else FREE)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def record(kind: int, *parts: bytes) -> bytes:
    """One record of a workbook."""
    body = b"".join(parts)
    return struct.pack("<HH", kind, len(body)) + body


def xls(rows: Sequence[Sequence[float | str]], *, more: bytes = b"", extent: bytes = b"") -> bytes:
    """A workbook of one sheet.

    Args:
        more: further records of the sheet; extent: another record of its size.
    """
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, place, struct.pack("<HB", len(value), 1), text)
            else:
                cells += record(0x0203, place, struct.pack("<d", value))
    size = extent or record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    begin = struct.pack("<HH", 0x0600, 0x0010) + bytes(12)
    sheet = record(0x0809, begin) + size + cells + more + record(0x000A)
    name = "台账".encode("utf-16-le")

    def book(offset: int) -> bytes:
        start = struct.pack("<HH", 0x0600, 0x0005) + bytes(12)
        about = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 2, 1), name)
        return record(0x0809, start) + about + record(0x000A)

    head = book(0)
    return ole({"Workbook": (book(len(head)) + sheet).ljust(4096, b"\0")})
