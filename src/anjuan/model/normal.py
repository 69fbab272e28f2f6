"""One normal form of print: NFKC, no stray spaces between Han characters."""

from __future__ import annotations

import re
import unicodedata

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
