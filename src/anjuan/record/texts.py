"""What people wrote, apart from the ledger, which only names it by a salted digest.

Without the salt nobody can try out likely texts against the digest; text and salt go when the retention ends.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from ..model.codec import dumps
from .ledger import Text, clean
from .schema import texts as table

SALTED = "salted:"
PLAIN = "sha256:"  # of the first version, which had no salt
PLAIN_KEYS = ("reason", "what")  # where the first version named a text

_NAMED = re.compile(rf"{SALTED}[0-9a-f]{{64}}")


def text_digest(body: str, salt: str) -> str:
    """The digest by which the ledger names a text."""
    prefix = SALTED if salt else PLAIN
    return prefix + hashlib.sha256((salt + body).encode("utf-8", "surrogateescape")).hexdigest()


def texts_named(payload: str) -> set[str]:
    """Digests of texts that a payload names, as it is written."""
    found = set(_NAMED.findall(payload))
    if PLAIN in payload:
        try:
            data = json.loads(payload)
        except ValueError:
            return found
        values = [data.get(key) for key in PLAIN_KEYS] if isinstance(data, dict) else []
        found.update(one for one in values if isinstance(one, str) and one.startswith(PLAIN))
    return found


@dataclass(slots=True)
class Waiting:
    """Texts that wait for the entry that names them, so that both are written together or not at all."""

    rows: dict[str, tuple[str, str]] = field(default_factory=dict)

    def put(self, body: str) -> str:
        """Take a text; gives its digest."""
        body, salt = clean(body), secrets.token_hex(16)
        digest = text_digest(body, salt)
        self.rows[digest] = body, salt
        return digest

    def named(self, payload: Mapping[str, Any]) -> list[Text]:
        """Those that a payload names: digest, body and salt."""
        if not self.rows:
            return []
        said = dumps(payload)
        return [(one, *row) for one, row in self.rows.items() if one in said]

    def written(self, digests: Iterable[str]) -> None:
        """Forget those that were written."""
        for digest in digests:
            self.rows.pop(digest, None)


def text_of(db: Connection, digest: str) -> str | None:
    """A text that was written; None when there is none, or it was purged."""
    row = db.execute(select(table.c.body, table.c.salt).where(table.c.digest == digest)).first()
    if row is None or (not row.body and text_digest(row.body, row.salt) != digest):
        return None
    return str(row.body)


def all_texts(db: Connection) -> dict[str, str]:
    """Digest → text."""
    return {row.digest: row.body for row in db.execute(select(table.c.digest, table.c.body))}
