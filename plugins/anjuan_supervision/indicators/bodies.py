"""Who acts: legal reviewers, officers, bodies entrusted; and the lists of powers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Observation, Record, Row, Survey, Surveyed, find_citations, law_successor, normalise

from ..timely import Answer, day_of

_INVALID = re.compile(r"注销|吊销|撤销|失效|无效|作废|收回|暂扣|停用|过期")
_UNFILED = re.compile(r"^(?:否|无|未|没有|不)|未备案|未报|待备案")
_FILED = re.compile(r"^是$|^有$|^已|备案")


def enough_reviewers(survey: Survey) -> Iterator[Observation]:
    """Authorities whose legal reviewers are at least 5% of their officers."""
    term = survey.parameter("supervision.enough_reviewers", survey.on)
    if term is None or term.value is None:
        return
    reviewers = _people(survey, "legal_reviewers", "qualification")
    officers = _people(survey, "officers", "certificate")
    for agency in sorted(set(officers) | set(reviewers)):
        many, few = officers.get(agency, ()), reviewers.get(agency, ())
        if not many:
            yield Observation(None, "执法证件台账没有该机关当日有效的人员", agency)
            continue
        says = f"法制审核人员 {len(few)} 名，执法人员 {len(many)} 名，占 {100 * len(few) / len(many):.1f}%"
        counted = len(few) * 100 >= term.value * len(many)
        yield Observation(counted, says, agency, rows=tuple(few))


def _people(survey: Survey, table: str, number: str) -> dict[str, list[Row]]:
    """One row a person, of those in force on the day of the survey."""
    found: dict[str, dict[tuple[str, str], Row]] = {}
    for row in survey.rows(table):
        if row.valid(survey.on) and not _INVALID.search(row.text("status")):
            who = (normalise(row.text("name")), normalise(row.text(number)))
            found.setdefault(survey.agency(row.text("agency")), {}).setdefault(who, row)
    return {agency: list(people.values()) for agency, people in found.items()}


def uncertified_officers(survey: Survey) -> Iterator[Observation]:
    """Officers of case files without a certificate in force on the days on which they acted."""
    by_number: dict[str, list[Row]] = {}
    by_name: dict[tuple[str, str], list[Row]] = {}
    agencies = set()
    for row in survey.rows("officers"):
        by_number.setdefault(normalise(row.text("certificate")).upper(), []).append(row)
        agency = survey.agency(row.text("agency"))
        by_name.setdefault((agency, normalise(row.text("name"))), []).append(row)
        agencies.add(agency)
    numbers = set(by_number)
    for file in survey.files:
        days = _days(file)
        if days and not any(map(survey.within, days)):
            continue
        for record in file.values("执法人员"):
            if not isinstance(record, Record):
                continue
            number = normalise(record.text("certificate")).upper()
            rows = by_number.get(number, []) if number else []
            name = normalise(record.text("name"))
            if not number:
                rows = by_name.get((file.agency, name), [])
            counted, says = _uncertified(rows, number, name, days, file.agency in agencies, numbers)
            yield Observation(counted, says, file.agency, file=file, rows=tuple(rows))


def _days(file: Surveyed) -> tuple[date, ...]:
    found = [value for name in ("现场检查日期", "询问日期") for value in file.values(name)]
    days = tuple(day_of(value) for value in found if isinstance(value, date))
    decided = file.day("决定日期")
    return days or ((decided,) if decided else ())


def _uncertified(
    rows: list[Row], number: str, name: str, days: tuple[date, ...], known: bool, numbers: set[str]
) -> Answer:
    if not days:
        return None, "没有读到执法活动的日期"
    if not rows:
        if not known:
            return None, "执法证件台账没有该机关的人员"
        if not number:
            return None, "案卷没有写证号，台账也没有同名人员"
        if any(one_slip(number, other) for other in numbers):
            return None, "案卷所写证号不在台账中，但与台账中的证号只差一位，可能读错或者写错"
        return None, "案卷所写证号不在台账中，台账是否完整由人工核对"
    if number and name and not any(normalise(row.text("name")) == name for row in rows):
        return None, "台账中该证号的姓名与案卷不同"
    for day in days:
        good = [row for row in rows if row.valid(day)]
        if not good:
            return True, "执法当日证件不在有效期内"
        if all(_INVALID.search(row.text("status")) for row in good):
            return None, "台账中证件已经失效，没有写明从哪一天起"
    return False, "执法当日证件在有效期内"


def one_slip(one: str, other: str) -> bool:
    """True for two numbers of one length that differ in one sign, or have two neighbours exchanged.

    >>> one_slip("1234", "1243"), one_slip("1234", "1239"), one_slip("1234", "4321")
    (True, True, False)
    """
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) == len(short) + 1 and any(
            long[:at] + long[at + 1 :] == short for at in range(len(long))
        )
    at = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(at) == 2:
        return at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
    return len(at) == 1


def entrustments_unfiled(survey: Survey) -> Iterator[Observation]:
    """Entrustments that were not filed with the justice department."""
    for row in _entrusted(survey):
        text, agency = row.text("filed"), survey.agency(row.text("principal"))
        if not text:
            yield Observation(None, "台账没有填写备案情况", agency, rows=(row,))
        elif _UNFILED.search(text):
            yield Observation(True, "没有备案", agency, rows=(row,))
        elif _FILED.search(text):
            yield Observation(False, "已经备案", agency, rows=(row,))
        else:
            yield Observation(None, "备案情况的写法不能判断", agency, rows=(row,))


def entrustments_expired(survey: Survey) -> Iterator[Observation]:
    """Entrustments whose term has ended and that nothing has renewed."""
    rows = _entrusted(survey)
    for row in rows:
        end, agency = row.date("valid_to"), survey.agency(row.text("principal"))
        if end is None:
            yield Observation(None, "台账没有填写委托的有效期止", agency, rows=(row,))
        elif end >= survey.on:
            yield Observation(False, f"有效至 {end}", agency, rows=(row,))
        elif not any(_same(row, other) and other.valid(survey.on) for other in rows):
            yield Observation(True, f"{end} 到期，没有续期；是否仍在执法由人工核对", agency, rows=(row,))


def _entrusted(survey: Survey) -> tuple[Row, ...]:
    """Rows that were in force on some day of the period."""
    if survey.period is None:
        return survey.rows("entrustments")
    first, last = survey.period
    return tuple(
        row
        for row in survey.rows("entrustments")
        if (row.date("valid_from") or date.min) <= last and first <= (row.date("valid_to") or date.max)
    )


def _same(one: Row, other: Row) -> bool:
    return all(
        normalise(one.text(column)) == normalise(other.text(column))
        for column in ("principal", "agent", "scope")
    )


def powers_outdated(survey: Survey) -> Iterator[Observation]:
    """Lines of lists of powers whose law was changed or repealed after they were set."""
    for row in survey.rows("powers"):
        if not row.valid(survey.on):
            continue
        counted, says = _outdated(survey, row)
        yield Observation(counted, says, survey.agency(row.text("agency")), rows=(row,))


def _outdated(survey: Survey, row: Row) -> Answer:
    cited = {one.law for one in find_citations(row.text("basis"))}
    if not cited:
        return None, "设定依据没有写明法律名称和条文"
    answers = [_changed(survey, law, row.date("valid_from")) for law in sorted(cited)]
    for wanted in (True, None):
        for counted, says in answers:
            if counted is wanted:
                return counted, says
    return answers[0]


def _changed(survey: Survey, law: str, since: date | None) -> Answer:
    registry = survey.law.registry
    title = registry.title(law, survey.on)
    if title is None and len(registry.titles(law)) == 1:
        title = registry.titles(law)[0]
    if title is None:
        return None, f"没有登记《{law}》，或者简称有几部法"
    status = registry.status(title, survey.on)
    if status == "repealed":
        after = law_successor(title, survey.on)
        return True, f"《{title}》已经废止" + (f"，由《{after.successor}》替代" if after else "")
    if status != "in_force":
        return None, f"《{title}》在该日是否有效没有登记"
    if since is None:
        return None, "台账没有填写有效期起，不知道清单何时定的"
    now = registry.version(title, survey.on)
    if now is None or not now.certain:
        return None, f"《{title}》现行文本没有核对"
    if now.effective > since:
        return True, f"《{title}》{now.effective} 起施行新的文本，清单 {since} 起没有变"
    then = registry.version(title, since)
    if then is None:
        return None, f"《{title}》当时的文本没有登记"
    return False, "清单之后没有修改"
