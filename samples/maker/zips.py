"""ZIP containers with fixed times, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

STAMP = (2024, 1, 1, 0, 0, 0)


def write_zip(members: list[tuple[str, bytes]]) -> bytes:
    """A ZIP of the members in the given order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def settle(data: bytes) -> bytes:
    """An office container written again with fixed times."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return write_zip([(name, archive.read(name)) for name in archive.namelist()])
