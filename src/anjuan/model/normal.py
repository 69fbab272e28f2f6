"""Normal forms of print: NFKC without stray spaces; simplified characters for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

_HAN = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff"
_STRAY = re.compile(
    rf"(?<=[{_HAN}:;,.()、。])\s+(?=[{_HAN}:;,.()、。《〔])|(?<=[{_HAN}])\s+(?=[\d])|(?<=[\d])\s+(?=[{_HAN}])"
)


def normalise(text: str) -> str:
    """Text as checks and extractors see it.

    Chinese text layers and OCR carry spaces between characters that nobody wrote; they are removed here, once.

    >>> normalise("案　由：２０２４ 年 3 月")
    '案由:2024年3月'
    """
    if text.isascii():
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip()
    return _STRAY.sub("", plain) if len(plain.split()) > 1 else plain


def simplified(text: str) -> str:
    """The text with each traditional character in its simplified form, of the same length; for comparing only.

    >>> simplified("行政處罰決定書")
    '行政处罚决定书'
    """
    traditional, table = _simplified()
    return text.translate(table) if traditional.search(text) else text


@cache
def _simplified() -> tuple[re.Pattern[str], dict[int, int]]:
    """Any traditional character (to look for one is much faster than to translate), and all with their simplified ones."""
    rows = files("anjuan.data").joinpath("traditional.txt").read_text("utf-8").splitlines()
    rows = [row for row in rows if not row.startswith("#")]
    traditional = "".join(rows[0::2])
    return re.compile(f"[{re.escape(traditional)}]"), str.maketrans(traditional, "".join(rows[1::2]))
