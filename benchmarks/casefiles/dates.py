"""Days, working days, and the ways bureaus print days, money and numbers."""

from datetime import date, timedelta

import chinese_calendar

LAST_PUBLISHED = 2026
HAN = "〇一二三四五六七八九"
UPPER = "零壹贰叁肆伍陆柒捌玖"
SPRING = {  # first day of the spring holiday by year
    2019: date(2019, 2, 4),
    2020: date(2020, 1, 24),
    2021: date(2021, 2, 11),
    2022: date(2022, 1, 31),
    2023: date(2023, 1, 21),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 28),
    2026: date(2026, 2, 15),
    2027: date(2027, 2, 5),
}


def working(day: date) -> bool:
    """True on a working day by the published calendar; beyond it when offices certainly work."""
    if day.year <= LAST_PUBLISHED:
        return bool(chinese_calendar.is_workday(day))
    if day.weekday() > 4:
        return False
    if (day.month, day.day) in {(1, 1), (1, 2), (1, 3), (4, 4), (4, 5), (4, 6)}:
        return False
    if (day.month == 5 and day.day <= 5) or (day.month == 10 and day.day <= 8):
        return False
    if day.month in (6, 9) and 7 <= day.day <= 30 and day in festivals(day.year):
        return False
    spring = SPRING.get(day.year)
    return not (spring and 0 <= (day - spring).days <= 9)


def festivals(year: int) -> set[date]:
    """Dragon-boat and mid-autumn days off, by year."""
    table = {
        2019: [(6, 7), (9, 13)],
        2020: [(6, 25), (6, 26), (10, 1)],
        2021: [(6, 14), (9, 20), (9, 21)],
        2022: [(6, 3), (9, 12)],
        2023: [(6, 22), (6, 23), (9, 29)],
        2024: [(6, 10), (9, 16), (9, 17)],
        2025: [(6, 2), (10, 6)],
        2026: [(6, 19), (9, 25)],
    }
    return {date(year, month, day) for month, day in table.get(year, [])}


def later(day: date, count: int) -> date:
    """The working day `count` working days after `day` (0: the same or the next working day)."""
    while not working(day):
        day += timedelta(1)
    while count:
        day += timedelta(1)
        count -= working(day)
    return day


def between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`."""
    span = (last - first).days
    return sum(working(first + timedelta(n + 1)) for n in range(span))


def han(number: int) -> str:
    """一 … 九十九 as read aloud."""
    if number < 10:
        return HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")


def print_date(day: date, style: str) -> str:
    """A day in one of the printed styles."""
    year, month, number = day.year, day.month, day.day
    styles = {
        "cn": f"{year}年{month}月{number}日",
        "pad": f"{year}年{month:02d}月{number:02d}日",
        "spaced": f"{year} 年 {month} 月 {number} 日",
        "han": "".join(HAN[int(d)] for d in str(year)) + f"年{han(month)}月{han(number)}日",
        "dot": f"{year}.{month}.{number}",
        "iso": day.isoformat(),
        "slash": f"{year}/{month}/{number}",
    }
    return styles[style]


def print_span(day: date, start: int, end: int, style: str) -> str:
    """From minute `start` to minute `end` of a day, in the printed style."""
    first, last = divmod(start, 60), divmod(end, 60)
    if style in ("iso", "slash", "dot"):
        one = print_date(day, style)
        return f"{one} {first[0]:02d}:{first[1]:02d} 至 {one} {last[0]:02d}:{last[1]:02d}"
    one = print_date(day, style)
    if style == "spaced":
        return f"{one} {first[0]} 时 {first[1]:02d} 分至 {last[0]} 时 {last[1]:02d} 分"
    if style == "pad":
        return f"{one}{first[0]:02d}时{first[1]:02d}分至{one}{last[0]:02d}时{last[1]:02d}分"
    return f"{one}{first[0]}时{first[1]:02d}分至{last[0]}时{last[1]:02d}分"


def upper(amount: int) -> str:
    """Whole yuan in the capital numerals used for money, with 元整."""
    groups, rest = [], amount
    while rest:
        rest, group = divmod(rest, 10000)
        groups.append(group)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        part = _upper_group(group)
        if text and group < 1000:
            part = "零" + part
        text += part + ("", "万", "亿")[place]
    return text + "元整"


def _upper_group(group: int) -> str:
    text, zero = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // unit % 10
        if digit:
            text += ("零" if zero and text else "") + UPPER[digit] + name
        zero = not digit
    return text


def print_money(amount: int, style: str) -> str:
    """Yuan in one of the printed styles."""
    if style == "both":
        return f"人民币{upper(amount)}（¥{amount:,}.00元）"
    if style == "both2":
        return f"{amount}元（大写：{upper(amount)}）"
    if style == "wan" and amount >= 10000 and not amount % 1000:
        return f"{amount / 10000:g}万元"
    if style == "comma":
        return f"{amount:,}.00元"
    return f"{amount}元"


def number_brackets(text: str, style: str) -> str:
    """〔2024〕 in the brackets of the bureau."""
    pair = {"hex": "〔〕", "full": "［］", "half": "()", "square": "[]", "round": "（）"}[style]
    return text.replace("〔", pair[0]).replace("〕", pair[1])
