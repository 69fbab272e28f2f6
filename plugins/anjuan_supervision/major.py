"""Whether a penalty is on its authority's list of major decisions (重大执法决定目录)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anjuan import Row, Survey, Surveyed

_ORGANISATION = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PERSON = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_WORDS = {
    "责令停产停业": "停产|停业",
    "责令关闭": "关闭",
    "吊销许可证件": "吊销",
    "暂扣许可证件": "暂扣|扣留",
    "降低资质等级": "降低.{0,4}(?:资质|等级)",
    "限制开展生产经营活动": "限制.{0,6}(?:生产|经营)",
    "限制从业": "从业",
    "行政拘留": "拘留",
}


def party(file: Surveyed) -> str:
    """`person`, `organisation`, or empty where its number does not tell; a sole trader (92…) may be either."""
    number = str(file.value("当事人证照号") or "").replace(" ", "").upper()
    if number.startswith("92"):
        return ""
    if _PERSON.fullmatch(number):
        return "person"
    return "organisation" if _ORGANISATION.fullmatch(number) else ""


def fines(file: Surveyed) -> tuple[Decimal, ...] | None:
    """The fine of each party; None where one was not read clearly, or two readings of one differ."""
    found: dict[str, Decimal] = {}
    for fact in file.facts:
        if fact.name != "罚款金额":
            continue
        if fact not in file.read("罚款金额") or not isinstance(fact.value, Decimal):
            return None
        if found.setdefault(fact.of or "", fact.value) != fact.value:
            return None
    if not found and "罚款" in file.values("处罚种类"):
        return None
    return tuple(found.values())


def listed(survey: Survey, file: Surveyed, on: date) -> tuple[Row, ...]:
    """Rows of the list for penalties of that authority, in force on a day."""
    return tuple(
        row
        for row in survey.rows("major_decisions")
        if row.valid(on)
        and survey.covers(row.text("agency"), file.agency)
        and (not row.text("kind") or "处罚" in row.text("kind") or "执法决定" in row.text("kind"))
    )


def major(survey: Survey, file: Surveyed, on: date) -> tuple[bool | None, str]:
    """True for a penalty that reaches the list; None with the reason where that cannot be told."""
    if "major_decisions" not in survey:
        return None, "没有重大执法决定目录，不能确定是否重大"
    rows = listed(survey, file, on)
    if not rows:
        return None, "重大执法决定目录没有该机关当日有效的记录"
    sums, kinds = fines(file), {str(kind) for kind in file.values("处罚种类")}
    answers = [_other(file, kinds, row) for row in rows]
    answers += [None] if sums is None else [_reached(row, one, party(file)) for row in rows for one in sums]
    if not sums and not kinds and sums is not None:
        return None, "没有读到处罚的种类和数额"
    answer = _any(answers)
    return answer, "" if answer is not None else "处罚的种类、数额读得不清，或者目录的文字不能直接比对"


def _other(file: Surveyed, kinds: Iterable[str], row: Row) -> bool | None:
    text = row.text("other")
    if "听证" in text and file.read("听证日期"):
        return True
    if any(kind in _WORDS and re.search(_WORDS[kind], text) for kind in kinds):
        return True
    return None if "没收" in text and any(kind.startswith("没收") for kind in kinds) else False


def _reached(row: Row, fine: Decimal, who: str) -> bool | None:
    person, organisation = row.reaches("fine_person", fine), row.reaches("fine_organisation", fine)
    if who:
        return bool(person if who == "person" else organisation)
    return bool(person) if bool(person) == bool(organisation) else None


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = list(answers)
    return True if True in seen else None if None in seen else False
