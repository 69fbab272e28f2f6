"""Whether each officer held a certificate on the day of the act, by the register of officers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from anjuan import Document, Finding, Match, NeedsPerson, Record, Row, Verdict, View, check

from ._papers import RECORDS, day_of, lines, officers_in_text, plain

_WITHDRAWN = re.compile("注销|吊销|收回|撤销|作废|停用|暂扣|暂停")
NEAR_NUMBER = 2  # strokes of a certificate number that a poor print may change


@dataclass(frozen=True, slots=True)
class Act:
    """One officer in one record.

    `number` is the certificate printed there, empty when none is; `place` is where the name stands, else the paper.
    """

    name: str
    number: str
    day: date
    document: Document
    place: Document | Match


@check("subject.officers_qualified", title="执法人员在执法当日具有行政执法资格")
def officers_qualified(case: View) -> Iterator[Finding]:
    """Each officer of each record, by name and certificate and agency, on the day of the record."""
    case.document(*RECORDS)
    records = case.documents(*RECORDS)
    if not records:
        yield case.not_applicable("没有询问或者检查的笔录")
        return
    rows = case.register("officers")
    found: dict[tuple[str, Verdict, bool], list[Finding]] = {}
    for document in records:
        try:
            acts = acts_in(case, document, rows)
        except NeedsPerson as need:
            yield case.unsure(need.reason, at=need.evidence or (document,))
            continue
        for act in acts:
            finding = judge(case, act, rows)
            if finding:
                found.setdefault((act.name, finding.verdict, finding.milder), []).append(finding)
    yield from (_merged(findings) for findings in found.values())


def _merged(findings: Sequence[Finding]) -> Finding:
    """One officer is one fault, however many records he signed."""
    first = min(findings, key=lambda one: one.message)
    if len(findings) == 1:
        return first
    evidence = tuple(dict.fromkeys(place for one in findings for place in one.evidence))
    return replace(first, message=f"{first.message}（共涉及{len(findings)}份笔录）", evidence=evidence)


def acts_in(case: View, document: Document, rows: Sequence[Row]) -> tuple[Act, ...]:
    """The officers whom a paper names, with the numbers it prints and its day.

    Raises:
        NeedsPerson: no name or no day was read.
    """
    text = lines(case, document)
    named = {plain(one.text("name")): plain(one.text("certificate")) for one in _by_certainty(case, document)}
    if not named:
        named = dict.fromkeys((plain(name) for name in officers_in_text(text)), "")
    named.pop("", None)
    if not named:
        raise NeedsPerson(f"{document.title}的执法人员姓名未能识别", ())
    day = day_of(case, document)
    if day is None:
        raise NeedsPerson(f"{document.title}的日期未能识别，不能核对执法资格", ())
    return tuple(
        Act(
            name,
            number or _printed(name, text, rows),
            day,
            document,
            case.find(document, re.escape(name)) or document,
        )
        for name, number in named.items()
    )


def _by_certainty(case: View, document: Document) -> list[Record]:
    """Officers of one record; a reading with a number comes last, so that it is the one kept."""
    return sorted(case.records("笔录人员", document=document), key=lambda one: bool(one.text("certificate")))


def _printed(name: str, text: str, rows: Sequence[Row]) -> str:
    """The officer's registered number where the record prints it, wherever that is."""
    own = [plain(row.text("certificate")) for row in rows if plain(row.text("name")) == name]
    numbers = {plain(token) for token in re.findall(r"[0-9A-Za-z\-]{5,20}", text)} if own else set[str]()
    return next((number for number in own if number in numbers or number in plain(text)), "")


def judge(case: View, act: Act, rows: Sequence[Row]) -> Finding | None:
    """None for an officer who was qualified on the day and whose number the paper prints."""
    mine = [row for row in rows if _is(act, row)]
    same = [row for row in mine if act.number and plain(row.text("certificate")) == act.number]
    if not mine:
        return case.unsure(f"台账中没有执法人员{act.name}，不能核对其{act.day}的执法资格", at=act.place)
    if same:
        return _on_day(case, act, same, rows)
    mine = [row for row in mine if _of_agency(case, row)]
    close = [row for row in mine if act.number and _close(act.number, plain(row.text("certificate")))]
    if act.number and not close:
        return case.unsure(f"{act.name}在笔录中的执法证号与台账不符，请核对", at=act.place)
    if len({plain(row.text("certificate")) for row in close or mine}) != 1:
        return case.unsure(f"笔录未载明{act.name}的执法证号，台账中有多人或者无人对应，请核对", at=act.place)
    found = _on_day(case, act, close or mine, rows)
    if found or act.number:
        return found
    if case.duty(on=act.day) is None:
        return None
    case.readable(act.document)
    text = f"{act.document.title}未载明{act.name}的执法证号（台账显示其当日具有资格）"
    return case.failed(text, at=(act.place, *mine), milder=True)


def _is(act: Act, row: Row) -> bool:
    """True for a row of that name, or of that number with a name one character off (poor print)."""
    name = plain(row.text("name"))
    if name == act.name:
        return True
    number = plain(row.text("certificate"))
    return number == act.number and Levenshtein.distance(name, act.name) <= 1


def _on_day(case: View, act: Act, mine: Sequence[Row], rows: Sequence[Row]) -> Finding | None:
    """None when one of the rows is good on the day."""
    case.note(*mine)
    good = [row for row in mine if row.valid(act.day)]
    if good:
        if all(_WITHDRAWN.search(row.text("status")) for row in good):
            return case.unsure(
                f"{act.name}的执法证现已{good[0].text('status')}，停止的日期台账未载明",
                at=(act.place, *good),
            )
        if not any(_of_agency(case, row) for row in good):
            return case.unsure(
                f"{act.name}的执法证属于{good[0].text('agency')}，请核对其参加本案的依据",
                at=(act.place, *good),
            )
        return None
    started = [row for row in mine if (since := row.date("valid_from")) is None or since <= act.day]
    agencies = {row.text("agency") for row in mine}
    covered = any(
        (since := row.date("valid_from")) is None or since <= act.day
        for row in rows
        if row.text("agency") in agencies
    )
    if not covered:
        return case.unsure(f"台账没有覆盖{act.day}，不能核对{act.name}的执法资格", at=act.place)
    if started:
        last = max(row.date("valid_to") or date.min for row in started)
        text = f"{act.name}的执法证于{last}到期，{act.day}{act.document.title}时不具有执法资格"
    else:
        first = min(row.date("valid_from") or date.max for row in mine)
        text = f"{act.name}的执法证自{first}起有效，{act.day}{act.document.title}时尚未取得执法资格"
    if case.duty(on=act.day) is None:
        return case.unsure(f"{text}（当时的法律只规定出示执法证件，由人工判断）", at=(act.place, *mine))
    return case.failed(text, at=(act.place, *mine))


def _of_agency(case: View, row: Row) -> bool:
    """True when the row is of the acting organ or its agent, or the register does not know the organ."""
    agency, own = plain(row.text("agency")), plain(case.file.agency)
    if agency == own or agency in own or own in agency:
        return True
    known = {plain(one.text("agency")) for one in case.register("officers")}
    return own not in known or agency in _agents(case, own)


def _agents(case: View, own: str) -> set[str]:
    try:
        rows = case.register("entrustments")
    except NeedsPerson:
        return set()
    return {plain(row.text("agent")) for row in rows if plain(row.text("principal")) == own}


def _close(read: str, registered: str) -> bool:
    return Levenshtein.distance(read, registered) <= NEAR_NUMBER and len(read) > 4
