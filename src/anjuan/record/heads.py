"""Printed heads: the last entry of each chain at a moment, by which a ledger cut or rewritten later is found."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path

from ..model.errors import SetupError
from .ledger import head_of_heads

TOTAL = "总校验值"
_LINE = re.compile(r"(?P<stream>.+?)\t(?:(?P<seq>\d+)\t)?(?P<hash>[0-9a-f]{64})")

Heads = Mapping[str, tuple[int | None, str]]


def heads_text(heads: Heads) -> str:
    """Lines of stream, number and hash, and the digest of all, as `anjuan verify --heads` prints them."""
    lines = [f"{stream}\t{seq}\t{head}" for stream, (seq, head) in sorted(heads.items())]
    total = head_of_heads({stream: head for stream, (_, head) in heads.items()})
    return "\n".join([*lines, f"{TOTAL}\t{total}"]) + "\n"


def read_heads(file: Path) -> dict[str, tuple[int | None, str]]:
    """Heads that were printed into a file.

    Raises:
        SetupError: there is no such file, a line is no head, or the digest of all does not fit: it was changed.
    """
    if not file.is_file():
        raise SetupError("找不到链头文件", str(file), "检查 --against 后面的路径")
    found: dict[str, tuple[int | None, str]] = {}
    total = ""
    for number, line in enumerate(_text(file).splitlines(), 1):
        if not line.strip():
            continue
        hit = _LINE.fullmatch(line.rstrip())
        if hit is None:
            raise SetupError(
                "这一行不是链头", f"{file}：第 {number} 行", "用 anjuan verify --heads 印出的原文件"
            )
        if hit["stream"] == TOTAL:
            total = hit["hash"]
        else:
            found[hit["stream"]] = (int(hit["seq"]) if hit["seq"] else None, hit["hash"])
    if total != head_of_heads({stream: head for stream, (_, head) in found.items()}):
        raise SetupError(
            "链头文件不全或被改动：总校验值不符", str(file), "用 anjuan verify --heads 印出的原文件"
        )
    return found


def _text(file: Path) -> str:
    """The text of a file as consoles redirect it: UTF-8, UTF-16 of PowerShell, or GB18030."""
    body = file.read_bytes()
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")
