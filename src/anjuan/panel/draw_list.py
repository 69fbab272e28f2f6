"""The list that a draw is made from: one canonical text, so that one digest fixes it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import pairwise

from ..model.errors import SetupError, Tampered

UNKNOWN = "未知"
_PARTING = str.maketrans("\t\r\n", "   ")


@dataclass(frozen=True, slots=True)
class Listed:
    """One case file of a list; what is not known of it is `未知`.

    Attributes:
        amount: the band in which the sum of its fines lies, see `band`.
        sector: field of work of its authority (执法领域).
    """

    id: str
    agency: str = UNKNOWN
    category: str = UNKNOWN
    procedure: str = UNKNOWN
    amount: str = UNKNOWN
    sector: str = UNKNOWN


COLUMNS = tuple(field.name for field in fields(Listed))
DIVIDERS = COLUMNS[1:]  # what may divide a list into strata
TITLES = {
    "id": "编号", "agency": "机关", "category": "类别", "procedure": "程序", "amount": "金额", "sector": "领域",
}  # fmt: skip


def listed(values: Mapping[str, str]) -> Listed:
    """A line of a list from values by column: blanks are made one, what is empty is not known.

    An id stays as it is, but for tabs and line ends, which would part the canonical text.
    """
    others = {
        name: _clean(values.get(name, "")).replace("|", "｜") for name in DIVIDERS
    }  # strata are named with |
    name = _sound(values.get("id", "")).translate(_PARTING).strip()
    return Listed(name, **{key: text or UNKNOWN for key, text in others.items()})


def list_text(files: Iterable[Listed]) -> str:
    """The canonical list: a heading, a line for each file sorted by id, tabs between columns.

    Raises:
        SetupError: no file, one without an id, or two with the same.
    """
    ordered = sorted(files, key=lambda one: one.id)
    if not ordered:
        raise SetupError("名单里没有案卷", "", "先评查案卷，或者用 --list 给出名单")
    for before, one in pairwise(ordered):
        if before.id == one.id:
            raise SetupError("名单里同一编号出现两次", one.id, "每个案卷只写一行")
    if not ordered[0].id:
        raise SetupError("名单里有案卷没有编号", "", "补上编号")
    rows = ["\t".join(getattr(one, name) for name in COLUMNS) for one in ordered]
    return "\n".join(("\t".join(COLUMNS), *rows)) + "\n"


def list_of(text: str) -> tuple[Listed, ...]:
    """The files of a canonical list.

    Raises:
        Tampered: it is none.
    """
    head, *rows = text.removesuffix("\n").split("\n")
    cells = [row.split("\t") for row in rows]
    if head.split("\t") != list(COLUMNS) or any(len(row) != len(COLUMNS) for row in cells):
        raise Tampered("这不是提交时的名单", "list.tsv", "用提交时打印的名单核对")
    return tuple(Listed(*row) for row in cells)


def list_digest(text: str) -> str:
    """What is printed and noted when a list is committed: the SHA-256 of its canonical text."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def list_changes(before: Iterable[Listed], after: Iterable[Listed]) -> tuple[str, ...]:
    """What differs between two lists, one Chinese clause a file, by id."""
    old, new = ({one.id: one for one in files} for files in (before, after))
    found = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            found.append(f"少了 {name}")
        elif name not in old:
            found.append(f"多了 {name}")
        elif old[name] != new[name]:
            parts = [
                f"{TITLES[key]}由“{was}”变为“{now}”"
                for key in DIVIDERS
                if (was := getattr(old[name], key)) != (now := getattr(new[name], key))
            ]
            found.append(f"{name} 的{'，'.join(parts)}")
    return tuple(found)


def band(amount: Decimal | None, bounds: Sequence[Decimal]) -> str:
    """The band of an amount in yuan, a bound belonging to the band above it.

    >>> band(Decimal(5000), (Decimal(1000), Decimal(5000))), band(None, ())
    ('5000元以上', '未知')
    """
    if amount is None or not bounds:
        return UNKNOWN
    below = [one for one in bounds if one <= amount]
    above = [one for one in bounds if one > amount]
    parts = [f"{yuan(below[-1])}元以上"] if below else []
    return "".join([*parts, *([f"不足{yuan(above[0])}元"] if above else [])])


def yuan(value: Decimal) -> str:
    """A figure without idle zeros."""
    return f"{value.normalize():f}"


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _sound(text)).split())


def _sound(text: str) -> str:
    """Without halves of characters, as names of files may hold them."""
    return text.encode("utf-8", "replace").decode()
