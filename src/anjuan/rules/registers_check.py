"""What does not hold together in registers that could be read: named with its rows, never mended or guessed.

A `fault` speaks against the register itself; a `hint` is for a person to look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..model.errors import RegisterError, near
from ..model.normal import normalise
from .registers import TABLES, Registers, Row
from .systems import covers, names_of

# Columns that together name one thing; two rows of one thing must not be in force on the same day.
KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "authorities": (("name",), ("uscc",)),
    "entrustments": (("principal", "agent", "scope"),),
    "officers": (("certificate",),),
    "powers": (("agency", "name", "kind"),),
    "discretion": (("code", "agency", "violation", "grade"),),
    "major_decisions": (("agency", "kind", "other"),),
    "hearing_thresholds": (("agency", "other"),),
    "legal_reviewers": (("name", "agency", "qualification"),),
    "lists": (("kind", "agency", "sector", "name", "unit"),),
}
# Columns whose days follow each other.
ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "publications": (("decided", "published"), ("decided", "changed"), ("changed", "withdrawn")),
    "filings": (("decided", "filed"),),
    "recordings": (("started", "ended"), ("ended", "stored")),
    "litigation": (("accepted", "ended"), ("ended", "reported")),
    "suggestions": (("received", "due"), ("received", "answered")),
    "disputes": (("raised", "ended"),),
}
RANGES = (("fine_min", "fine_max"), ("multiple_min", "multiple_max"))
# Columns that name one thing a ledger holds once; a second row may be a correction or a slip.
ONCE: Mapping[str, tuple[str, ...]] = {
    "publications": ("agency", "case"),
    "filings": ("agency", "case"),
    "statistics": ("agency", "period"),
    "calendar": ("date",),
}
AGENCIES: Mapping[str, tuple[str, ...]] = {
    **{
        name: ("agency",)
        for name, (_, columns) in TABLES.items()
        if any(column.name == "agency" for column in columns)
    },
    "entrustments": ("principal",),
    "disputes": ("applicant", "other"),
}
SYSTEMS = ("discretion", "major_decisions", "hearing_thresholds", "lists")  # may name a system of authorities
EVERYWHERE = re.compile(
    r"^(?:全国|全省|全市|全区|全县|.{2,8}[省市区县])$"
)  # a list for all authorities of a place
SERIAL = 2  # last characters in which numbers of different people differ as a matter of course
FEW, FIXED = (
    5,
    0.9,
)  # numbers from which a fixed place can be told, and the share that has the same sign there


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that does not hold.

    Attributes:
        kind: `overlap`, `unknown_authority`, `near_certificate`, `ended_before_begun`, `order`, `range`, `twice`,
            `uscc`, `empty` or `calendar`.
        level: `fault` or `hint`.
        rows: numbers of the rows in the file.
        message: one Chinese sentence.
    """

    kind: str
    level: str
    table: str
    file: str
    rows: tuple[int, ...]
    message: str


def check_registers(registers: Registers) -> tuple[Doubt, ...]:
    """Everything that does not hold together, by table and row."""
    found = [
        doubt
        for table in sorted(registers.tables)
        for doubt in _of_table(table, registers.rows(table), registers)
    ]
    try:
        registers.calendar()
    except RegisterError as error:
        file = next(iter(registers.rows("calendar"))).file
        found.append(Doubt("calendar", "fault", "calendar", file, (), f"{error.what}；{error.next_step}"))
    return tuple(found)


def _of_table(table: str, rows: Sequence[Row], registers: Registers) -> Iterator[Doubt]:
    if not rows:
        text = "没有内容：需要本表的检查规则和监督指标都按“没有记录”处理，与没有提供本表不同"
        yield Doubt("empty", "hint", table, "", (), text)
        return
    found = [*_ended_before_begun(table, rows), *_out_of_order(table, rows), *_credit_codes(table, rows)]
    found += [*_overlaps(table, rows), *_twice(table, rows), *_ranges(table, rows)]
    found += _unknown_authorities(table, rows, registers)
    if table == "officers":
        found += _near_certificates(rows)
    yield from sorted(found, key=lambda one: (one.rows, one.kind))


def _day(row: Row, column: str) -> str:
    day = row.date(column)
    return "" if day is None else day.isoformat()


def _ended_before_begun(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    for row in rows:
        start, end = row.date("valid_from"), row.date("valid_to")
        if start and end and end < start:
            text = f"有效期止 {end} 早于有效期起 {start}，本行任何一日都无效"
            yield Doubt("ended_before_begun", "fault", table, row.file, (row.number,), text)


def _out_of_order(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    titles = {column.name: column.heading for column in TABLES[table][1]}
    for row in rows:
        for first, second in ORDER.get(table, ()):
            one, other = row.cells.get(first), row.cells.get(second)
            if isinstance(one, date) and isinstance(other, date) and _before(other, one):
                text = f"{titles[second]} {other} 早于{titles[first]} {one}"
                yield Doubt("order", "fault", table, row.file, (row.number,), text)


def _ranges(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    titles = {column.name: column.heading for column in TABLES[table][1]}
    for row in rows:
        for low, high in RANGES:
            least, most = row.number_of(low), row.number_of(high)
            if least is not None and most is not None and most < least:
                text = f"{titles[high]} {most} 小于{titles[low]} {least}"
                yield Doubt("range", "fault", table, row.file, (row.number,), text)


def _twice(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    columns = ONCE.get(table, ())
    titles = {column.name: column.heading for column in TABLES[table][1]}
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = tuple(normalise(row.text(column)) for column in columns)
        if columns and all(key):
            groups.setdefault(key, []).append(row)
    for found in groups.values():
        if len(found) > 1:
            numbers = tuple(row.number for row in found)
            text = f"{'、'.join(titles[column] for column in columns)}相同的有 {len(found)} 行"
            yield Doubt("twice", "hint", table, found[0].file, numbers, text)


def _before(one: date, other: date) -> bool:
    """True when `one` lies before `other`; a day without a time is compared as a day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    first, second = (day.date() if isinstance(day, datetime) else day for day in (one, other))
    return first < second


def _overlaps(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    titles = {column.name: column.heading for column in TABLES[table][1]}
    for columns in KEYS.get(table, ()):
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            key = tuple(normalise(row.text(column)) for column in columns)
            start, end = row.date("valid_from"), row.date("valid_to")
            if key[0] and not (start and end and end < start):
                groups.setdefault(key, []).append(row)
        what = "、".join(titles[column] for column in columns)
        for group in groups.values():
            yield from _overlapping(table, what, group)


def _overlapping(table: str, what: str, group: list[Row]) -> Iterator[Doubt]:
    """Each row against the one before that lasts longest: what it overlaps with, if with any."""
    group.sort(key=lambda row: (row.date("valid_from") or date.min, row.number))
    longest: Row | None = None
    for row in group:
        start, end = row.date("valid_from") or date.min, row.date("valid_to") or date.max
        if longest is not None and start <= (longest.date("valid_to") or date.max):
            other = longest
            span = f"{_span(other)}与{_span(row)}"
            text = f"第 {other.number} 行与第 {row.number} 行的{what}相同而有效期重叠（{span}）"
            numbers = (min(other.number, row.number), max(other.number, row.number))
            yield Doubt("overlap", "fault", table, row.file, numbers, text)
        if longest is None or end > (longest.date("valid_to") or date.max):
            longest = row


def _span(row: Row) -> str:
    return f"{_day(row, 'valid_from') or '不限'}至{_day(row, 'valid_to') or '不限'}"


def _unknown_authorities(table: str, rows: Iterable[Row], registers: Registers) -> Iterator[Doubt]:
    """Names that the register of authorities does not know; nothing is said where it was not handed in."""
    authorities = registers.rows("authorities")
    if table == "authorities" or not authorities:
        return
    known = {normalise(row.text("name")) for row in authorities}
    places: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for column in AGENCIES.get(table, ()):
            if name := row.text(column):
                places.setdefault((column, name), []).append(row)
    titles = {column.name: column.heading for column in TABLES[table][1]}
    for (column, name), found in places.items():
        if names_of(name, authorities) & known:
            continue
        if table in SYSTEMS and (EVERYWHERE.match(name) or _some_system(name, known, authorities)):
            continue
        hint = near(normalise(name), sorted(known))
        text = f"{titles[column]}“{name}”不在执法主体台账中" + (f"；{hint}" if hint else "")
        numbers = tuple(row.number for row in found)
        yield Doubt("unknown_authority", "fault", table, found[0].file, numbers, text)


def _some_system(name: str, known: Iterable[str], authorities: Sequence[Row]) -> bool:
    return any(covers(name, one, authorities) for one in known)


def _credit_codes(table: str, rows: Iterable[Row]) -> Iterator[Doubt]:
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, ValidationError

    for row in rows:
        code = normalise(row.text("uscc")).upper()
        if not code:
            continue
        try:
            uscc.validate(code)
        except InvalidChecksum:
            text = "统一社会信用代码的校验位不对，可能有一位写错"
        except ValidationError:
            text = f"统一社会信用代码不是 18 位的规定格式（写了 {len(code)} 位）"
        else:
            continue
        yield Doubt("uscc", "fault", table, row.file, (row.number,), text)


def _near_certificates(rows: Sequence[Row]) -> Iterator[Doubt]:
    """Pairs of certificates one slip apart; numbers of one person are a fault, of two people a hint."""
    by_number: dict[str, list[Row]] = {}
    for row in rows:
        number = normalise(row.text("certificate")).upper()
        if number:
            by_number.setdefault(number, []).append(row)
    fixed = _fixed_places(by_number)
    names = {
        number: {normalise(row.text("name")) for row in found} - {""} for number, found in by_number.items()
    }
    for one, other in near_numbers(by_number):
        same = bool(names[one] & names[other])
        if not same and len(one) == len(other) and not _odd(one, other, fixed.get(len(one), range(0))):
            continue
        first, second = by_number[one][0], by_number[other][0]
        who = "同一姓名" if same else "不同的人"
        text = f"第 {first.number} 行与第 {second.number} 行是{who}，执法证号只差一处，其中一个可能写错；程序不代为改正"
        numbers = tuple(sorted((first.number, second.number)))
        yield Doubt("near_certificate", "fault" if same else "hint", "officers", first.file, numbers, text)


def _fixed_places(numbers: Iterable[str]) -> dict[int, Sequence[int]]:
    """Length → places at which almost all numbers have the same sign; the others are those that count people."""
    by_length: dict[int, list[str]] = {}
    for one in numbers:
        by_length.setdefault(len(one), []).append(one)
    found: dict[int, Sequence[int]] = {}
    for length, ones in by_length.items():
        if len(ones) < FEW:
            found[length] = range(max(length - SERIAL, 0))
            continue
        signs = [Counter(one[at] for one in ones).most_common(1)[0][1] for at in range(length)]
        found[length] = [at for at, count in enumerate(signs) if count >= FIXED * len(ones)]
    return found


def _odd(one: str, other: str, fixed: Iterable[int]) -> bool:
    """True where two numbers of one length differ at a place that hardly ever differs."""
    return any(one[at] != other[at] for at in fixed)


def near_numbers(numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of numbers that one slip tells apart: a sign changed, left out, or two neighbours exchanged.

    >>> near_numbers(["19070310211", "19070310217", "1907031021", "19073010211"])
    [('1907031021', '19070310211'), ('1907031021', '19070310217'), ('19070310211', '19070310217'), ('19070310211', '19073010211')]
    """
    groups: dict[str, set[str]] = {}
    known = set(numbers)
    for one in known:
        for at in range(len(one)):
            groups.setdefault(f"{one[:at]}*{one[at + 1 :]}", set()).add(one)
    found = {tuple(sorted((a, b))) for group in groups.values() for a in group for b in group if a != b}
    for one in known:
        for at in range(len(one)):
            short = one[:at] + one[at + 1 :]
            turned = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
            found |= {
                tuple(sorted((one, other))) for other in (short, turned) if other in known and other != one
            }
    return sorted((pair[0], pair[1]) for pair in found)
