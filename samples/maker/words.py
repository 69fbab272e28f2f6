"""Dates, sums and numbers as papers write them; check digits of invented numbers."""

from __future__ import annotations

from datetime import date

DIGITS = "〇一二三四五六七八九"
MONEY = "零壹贰叁肆伍陆柒捌玖"
# No county has this code: every number built on it is visibly invented, whatever its check digit.
AREA = "459988"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def han(number: int) -> str:
    """Numbers below one hundred in Chinese: 5 -> 五, 12 -> 十二, 31 -> 三十一."""
    tens, ones = divmod(number, 10)
    text = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return text + (DIGITS[ones] if ones else "") or DIGITS[0]


def say(day: date | None, form: str) -> str:
    """A date in one of the forms long, padded, dot, dash, han; an empty text for None."""
    if day is None:
        return ""
    match form:
        case "long":
            return f"{day.year}年{day.month}月{day.day}日"
        case "padded":
            return f"{day.year}年{day.month:02}月{day.day:02}日"
        case "dot":
            return f"{day.year}.{day.month}.{day.day}"
        case "dash":
            return day.isoformat()
        case "han":
            year = "".join(DIGITS[int(c)] for c in str(day.year))
            return f"{year}年{han(day.month)}月{han(day.day)}日"
    raise ValueError(form)


def capital(amount: int) -> str:
    """A sum below one hundred million in formal words, without 整."""
    parts = []
    for value, unit in ((amount // 10000, "万"), (amount % 10000, "")):
        if value:
            parts.append((value, _four(value) + unit))
    text = ""
    for value, words in parts:
        # A gap between the groups (100800) is read with one 零.
        text += ("零" if text and value < 1000 else "") + words
    return (text or "零") + "元"


def _four(value: int) -> str:
    text, gap = "", False
    for power, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if gap and text else "") + MONEY[digit] + unit
            gap = False
        else:
            gap = True
    return text


def money(amount: int, words_first: bool, words: str = "") -> str:
    """A sum in digits and words, in the order of the authority's style."""
    spelled = "人民币" + (words or capital(amount)) + "整"
    return f"{spelled}（¥{amount:,}.00）" if words_first else f"{amount}元（大写：{spelled}）"


def id_number(birth: date, order: int) -> str:
    """An identity number with the invented area code and a right check digit."""
    body = f"{AREA}{birth:%Y%m%d}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def uscc(seed: int, kind: str = "91") -> str:
    """A unified social credit code: right check digits (body and organisation), invented area code."""
    letters = _USCC[:10] if kind == "11" else _USCC
    body = "00" if kind == "11" else "MA"
    state = seed
    for _ in range(6):
        # A small congruential generator: different seeds give different numbers, on every machine.
        state = (state * 1_103_515_245 + 12_345) % 2**31
        body += letters[(state >> 12) % len(letters)]
    total = sum(_ORG.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    check = "0123456789X"[(11 - total % 11) % 11]
    text = kind + AREA + body + check
    total = sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(text))
    return text + _USCC[(31 - total % 31) % 31]


def spread(label: str) -> str:
    """A two-character label widened as forms do: 案由 -> 案　由."""
    return "　".join(label) if len(label) == 2 else label
