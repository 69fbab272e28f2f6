"""What the ledgers kept outside of case files say of one case: its own rows, and whether silence means something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anjuan import NeedsPerson, Row, View, simplified


def plain(text: str) -> str:
    """A number of a paper without brackets, strokes and spaces, in simplified characters.

    >>> plain("江市监罚〔2024〕1号") == plain("江市監罰(2024)1號")
    True
    """
    return re.sub(r"[\W_]", "", simplified(text))


def own_rows(case: View, table: str) -> tuple[Row, ...]:
    """Rows of a ledger that bear the number of the case or of one of its papers, recorded as evidence.

    Raises:
        NeedsPerson: the ledger was not handed in.
    """
    numbers = {plain(case.file.case), *(plain(paper.number or "") for paper in case.file.documents)} - {""}
    found = tuple(row for row in case.register(table) if plain(row.text("case")) in numbers)
    case.note(*found)
    return found


def covers_days(case: View, table: str, columns: Iterable[str], first: date, last: date) -> bool:
    """True when the ledger has rows of this authority and was kept from `first` or before to `last` or after.

    Only then does a missing row say that the step was not taken.
    """
    if not case.listed(table):
        return False
    days = [day for row in case.register(table) for one in columns if (day := row.date(one))]
    return bool(days) and min(days) <= first and max(days) >= last


def trade_term(case: View, word: str, on: date) -> tuple[int, str] | None:
    """Figure and unit of a term of the trade (行业期限) that the register `lists` binds for this authority.

    Args:
        word: what the term is for, as a part of the row's name (立案, 公示).
    """
    try:
        rows = case.listed("lists", on=on)
    except NeedsPerson:
        return None
    found = [row for row in rows if row.text("kind") == "行业期限" and re.search(word, row.text("name"))]
    terms = {(value, row.text("unit")) for row in found if (value := _figure(row)) is not None}
    if len(terms) != 1:
        return None
    case.note(*found)
    return next(iter(terms))


def _figure(row: Row) -> int | None:
    text = row.text("value")
    return (
        int(Decimal(text))
        if re.fullmatch(r"\d{1,4}", text) and row.text("unit") in ("日", "工作日")
        else None
    )
