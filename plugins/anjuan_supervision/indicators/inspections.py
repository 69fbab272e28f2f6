"""Inspections of enterprises: repeated ones, several authorities at one, and published caps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Observation, Row, Survey, normalise

from ..timely import Answer

_CAUSED = re.compile(r"投诉|举报|线索|交办|移送|转办|复查|整改|事故|突发|舆情|申请")
_ANY_KIND = re.compile(
    r"^(?:涉企)?(?:行政|日常|现场|常规|入企)?检查(?:频次|上限|次数|频次上限)*$|^全部|^所有|^合计|^总计"
)
_YEARLY = re.compile(r"^次(?:[/每]年|/户年)?$|^(?:每年)?次$|^次每年$")


def repeated_inspections(survey: Survey) -> Iterator[Observation]:
    """Enterprises that one authority inspected more than once in a year for the same kind."""
    groups: dict[tuple[str, str, str, int], list[Row]] = {}
    for row in survey.rows("inspections"):
        key, why = _about(survey, row)
        if key is None:
            yield Observation(None, why, survey.agency(row.text("agency")), rows=(row,))
        elif survey.within(row.date("date")) and not _CAUSED.search(row.text("source") + row.text("kind")):
            agency, who, year = key
            groups.setdefault((agency, who, row.text("kind"), year), []).append(row)
    for (agency, _, kind, year), rows in sorted(groups.items()):
        says = f"{year} 年同类检查 {len(rows)} 次（因投诉举报、线索、复查等进行的不计）"
        yield Observation(len(rows) > 1, says, agency, kind, rows=tuple(rows))


def inspected_by_several(survey: Survey) -> Iterator[Observation]:
    """Enterprises that more than one authority inspected in a year."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in survey.rows("inspections"):
        key, why = _about(survey, row)
        if key is None:
            yield Observation(None, why, rows=(row,))
        elif survey.within(row.date("date")) and not _CAUSED.search(row.text("source") + row.text("kind")):
            groups.setdefault(key[1:], []).append(row)
    for (_, year), rows in sorted(groups.items()):
        count = len({survey.agency(row.text("agency")) for row in rows})
        yield Observation(count > 1, f"{year} 年 {count} 个机关检查 {len(rows)} 次", rows=tuple(rows))


def _about(survey: Survey, row: Row) -> tuple[tuple[str, str, int] | None, str]:
    """Authority, enterprise and year; the enterprise by its credit code, else by its name."""
    day = row.date("date")
    who = normalise(row.text("uscc")).upper() or normalise(row.text("object"))
    if day is None:
        return None, "台账没有填写检查日期"
    if not who:
        return None, "台账没有填写检查对象"
    return (survey.agency(row.text("agency")), who, day.year), ""


def inspection_caps(survey: Survey) -> Iterator[Observation]:
    """Enterprises inspected more often in a year than the published cap allows."""
    caps = [row for row in survey.rows("lists") if row.text("kind") == "检查频次上限"]
    groups: dict[tuple[str, str, str, int], list[Row]] = {}
    for row in survey.rows("inspections"):
        key, why = _about(survey, row)
        if key is None:
            yield Observation(None, why, survey.agency(row.text("agency")), rows=(row,))
        elif survey.within(row.date("date")):
            agency, who, year = key
            cap, why = _cap(survey, caps, agency, row)
            if cap is None:
                yield Observation(None, why, agency, rows=(row,))
            else:
                groups.setdefault((agency, who, f"{cap.file}:{cap.number}", year), []).extend((cap, row))
    for (agency, _, _, year), found in sorted(groups.items(), key=lambda pair: pair[0]):
        counted, says = _over(found[0], found[1::2], year)
        yield Observation(counted, says, agency, rows=(found[0], *found[1::2]))


def _cap(survey: Survey, caps: list[Row], agency: str, row: Row) -> tuple[Row | None, str]:
    """The one cap for that kind of inspection: named by it, else the one for all inspections."""
    day, kind = row.date("date") or date.min, normalise(row.text("kind"))
    own = [cap for cap in caps if cap.valid(day) and survey.covers(cap.text("agency"), agency)]
    found = [cap for cap in own if normalise(cap.text("name")) == kind] or [
        cap for cap in own if _ANY_KIND.match(normalise(cap.text("name")))
    ]
    if len(found) != 1:
        few = "目录清单没有该机关这类检查的频次上限（清单类别“检查频次上限”）"
        return None, few if not found else "目录清单有几个频次上限适用于这类检查"
    unit, value = normalise(found[0].text("unit")).replace("/户", ""), found[0].text("value")
    if not _YEARLY.match(unit or "次") or not (value.isascii() and value.isdigit()):
        return None, "频次上限的数值或者单位不是“每年几次”"
    return found[0], ""


def _over(cap: Row, rows: list[Row], year: int) -> Answer:
    most = int(cap.text("value"))
    planned = [row for row in rows if not _CAUSED.search(row.text("source") + row.text("kind"))]
    says = f"{year} 年检查 {len(rows)} 次，其中因投诉举报、线索、复查等 {len(rows) - len(planned)} 次，上限 {most} 次"
    if len(planned) > most:
        return True, says
    if len(rows) > most:
        return None, "超过上限的部分因投诉举报、线索、复查等进行，是否计入由人工判断"
    return False, says
