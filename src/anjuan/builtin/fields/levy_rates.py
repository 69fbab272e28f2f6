"""Rates of levies: figures, parts of a hundred, and what is added for each day of delay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from anjuan import Fact

from .paper import Paper

_LATE_RATE = re.compile(
    r"(?:按日|每日|日|逐日|按天)[^。;]{0,24}?(?P<rate>(?:百|千|万)分之[一二三四五六七八九十〇零点\d.]+|[\d.]+\s*[%‰‱])"
    r"|(?P<rate2>(?:百|千|万)分之[一二三四五六七八九十〇零点\d.]+|[\d.]+\s*[%‰‱])(?:的)?(?:标准|比例)?[^。;]{0,12}?滞纳金"
)
_FRACTION = re.compile(r"(?:百|千|万)分之[一二三四五六七八九十〇零点\d.]+|[\d.]+\s*[%‰‱]")
_LATE_LABEL = re.compile(r"滞纳金(?:加收)?(?:比例|费率|标准|率|计算标准)")
_SCALE = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10000),
    "%": Decimal(100),
    "‰": Decimal(1000),
    "‱": Decimal(10000),
}


def number(text: str, unit: str | None = None) -> Decimal | None:
    """A figure without its commas; None where it is none."""
    try:
        value = Decimal(re.sub(r"[,\s]", "", text))
    except InvalidOperation:
        return None
    if unit == "万":
        value *= 10000
    return value.normalize() if value != value.to_integral() else Decimal(int(value))


def late_rate(paper: Paper) -> Iterator[Fact]:
    """滞纳金比例: what is added a day, in per cent (千分之二 is 0.2)."""
    for field in paper.fields(_LATE_LABEL):
        found = re.search(_FRACTION, field.text)
        value = fraction(found[0]) if found else None
        if found and value is not None:
            yield paper.fact("滞纳金比例", value, paper.within(field, *found.span()))
            return
    hit = next((one for one in _LATE_RATE.finditer(paper.text.text)), None)
    group = "rate" if hit and hit["rate"] else "rate2"
    value = fraction(hit[group]) if hit else None
    if hit and value is not None:
        yield paper.fact("滞纳金比例", value, paper.at(hit.span(group)))


def fraction(text: str) -> Decimal | None:
    """A part of a hundred, a thousand, ten thousand in per cent; None for what is none.

    >>> str(fraction("千分之二")), str(fraction("0.5‰")), str(fraction("万分之五")), str(fraction("3%"))
    ('0.2', '0.05', '0.05', '3')
    """
    import cn2an

    plain = re.sub(r"\s", "", text)
    hit = re.fullmatch(r"(?P<scale>[百千万])分之(?P<n>.+)|(?P<m>[\d.]+)(?P<sign>[%‰‱])", plain)
    if not hit:
        return None
    words = hit["n"] or hit["m"]
    figure = re.fullmatch(r"\d+(?:\.\d+)?", words) is not None
    try:
        value = Decimal(words) if figure else Decimal(str(cn2an.cn2an(words.replace("〇", "零"), "smart")))
    except (ValueError, InvalidOperation):
        return None
    return per_cent(value, hit["scale"] or hit["sign"])


def per_cent(value: Decimal, scale: str) -> Decimal:
    """A part of a hundred (百, %), a thousand (千, ‰) or ten thousand (万, ‱) in per cent.

    >>> str(per_cent(Decimal(5), "万"))
    '0.05'
    """
    found = value * 100 / _SCALE[scale]
    return Decimal(int(found)) if found == int(found) else found.normalize()
