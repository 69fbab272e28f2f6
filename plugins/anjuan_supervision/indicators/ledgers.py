"""Terms that ledgers show: recordings, publication, filing, suits, statistics, suggestions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from anjuan import Observation, Row, Survey, Surveyed, normalise

from ..major import major
from ..timely import Answer, day_of, timely

NO_DATE = "台账没有填写起算日期"
_PERIOD = re.compile(
    r"(\d{4})年?(?:度)?[（(]?(?:(上半年|0?1月?[-—–至~～]0?6月?)|(全年|年度|0?1月?[-—–至~～]12月?)|(下半年|0?7月?[-—–至~～]12月?))?份?[)）]?"
)
_LOST = re.compile(r"撤销|变更|违法|无效|履行|败诉|改变")
_WON = re.compile(r"驳回|维持|胜诉|不予受理|不予立案|终结|终止")
_TERM_UNITS = ("日", "工作日", "月", "年")


def recordings_stored(survey: Survey) -> Iterator[Observation]:
    """Recordings put away within 24 hours of their end."""
    for row in survey.rows("recordings"):
        ended, stored = row.cells.get("ended"), row.cells.get("stored")
        if isinstance(ended, date) and not survey.within(ended):
            continue
        counted, says = _stored(survey, ended, stored)
        yield Observation(counted, says, survey.agency(row.text("agency")), row.text("act"), rows=(row,))


def _stored(survey: Survey, ended: object, stored: object) -> Answer:
    if not isinstance(ended, date) or not isinstance(stored, date):
        return None, "台账没有填写制作结束时间或者存储时间"
    first, last = day_of(ended), day_of(stored)
    term = survey.parameter("supervision.recordings_stored", first)
    if term is None or term.value is None:
        return None, "当时没有这项期限"
    if isinstance(ended, datetime) and isinstance(stored, datetime):
        if stored < ended:
            return None, "存储时间早于制作结束时间"
        hours = (stored - ended) / timedelta(hours=1)
        return stored <= ended + timedelta(hours=int(term.value)), f"制作结束后 {hours:.1f} 小时存储"
    if last < first:
        return None, "存储时间早于制作结束时间"
    if last == first:
        return True, "制作结束的当日存储"
    if last > first + timedelta(days=int(term.value) // 24 + 1):
        return False, f"{first} 制作结束，{last} 存储"
    return None, "台账只写了日期，没有写时刻"


def published_in_time(survey: Survey) -> Iterator[Observation]:
    """Decisions published within the term that a list binds for the authority."""
    for row in survey.rows("publications"):
        decided, published = row.date("decided"), row.date("published")
        if decided is not None and not survey.within(decided):
            continue
        agency = survey.agency(row.text("agency"))
        counted, says = _published(survey, agency, decided, published)
        yield Observation(counted, says, agency, rows=(row,))


def _published(survey: Survey, agency: str, decided: date | None, published: date | None) -> Answer:
    if decided is None or published is None:
        return None, "台账没有填写决定日期或者公示日期"
    bound = [
        (value, row.text("unit"))
        for row in survey.rows("lists")
        if row.text("kind") == "行业期限" and "公示" in row.text("name") and row.valid(decided)
        if survey.covers(row.text("agency"), agency) and (value := _whole(row.text("value"))) is not None
    ]
    terms = {term for term in bound if term[1] in _TERM_UNITS}
    if len(terms) != 1:
        return None, "目录清单没有登记该机关的公示期限（清单类别“行业期限”，名称含“公示”），法律没有规定日数"
    ((value, unit),) = terms
    return timely(survey, survey.last_day(decided, value, unit), decided, published, "公示")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def withdrawn_in_time(survey: Survey) -> Iterator[Observation]:
    """Published decisions that were changed or revoked, and withdrawn in time."""
    if survey.rows("publications") and not survey.has_column("publications", "changed"):
        yield Observation(None, "公示台账没有“变更或撤销日期”一列，不知道哪些应当撤下")
        return
    for row in survey.rows("publications"):
        changed = row.date("changed")
        if changed is None or not survey.within(changed):
            continue
        due = survey.due("supervision.withdrawn_in_time", changed)
        counted, says = timely(survey, due, changed, row.date("withdrawn"), "撤下")
        yield Observation(counted, says, survey.agency(row.text("agency")), rows=(row,))


def major_filed(survey: Survey) -> Iterator[Observation]:
    """Major penalties reported in time: those of the ledger, and those of case files that it lacks."""
    known: set[tuple[str, str]] = set()
    for row in survey.rows("filings"):
        agency, decided = survey.agency(row.text("agency")), row.date("decided")
        known.add((agency, number_of(row.text("case"))))
        if survey.agency(row.text("with")) == agency:
            continue  # a penalty on the spot, reported to the officer's own authority
        if decided is None:
            yield Observation(None, NO_DATE, agency, rows=(row,))
        elif survey.within(decided):
            due = survey.due("supervision.major_filed", decided)
            counted, says = timely(survey, due, decided, row.date("filed"), "备案")
            yield Observation(counted, says, agency, rows=(row,))
    for file in penalties(survey):
        if (file.agency, number_of(file.case)) not in known:
            yield from _unlisted(survey, file)


def _unlisted(survey: Survey, file: Surveyed) -> Iterator[Observation]:
    decided = file.day("决定日期")
    if decided is None:
        yield Observation(None, "案卷的决定日期读得不清", file.agency, file=file)
        return
    if not survey.within(decided):
        return
    answer, why = major(survey, file, decided)
    if answer is False:
        return
    if answer is None:
        yield Observation(None, why, file.agency, file=file)
        return
    filed = file.day("备案日期")
    if filed is None and file.read("备案日期"):
        yield Observation(None, "案卷的备案日期前后不一致", file.agency, file=file)
        return
    counted, says = timely(survey, survey.due("supervision.major_filed", decided), decided, filed, "备案")
    if filed is None and counted is False and not file.case:
        counted, says = None, "案卷没有读到文号，不能与备案台账比对"
    yield Observation(counted, says, file.agency, file=file)


def reviewed_before(survey: Survey) -> Iterator[Observation]:
    """Major penalties whose legal review is dated no later than the decision."""
    for file in penalties(survey):
        decided = file.day("决定日期")
        if decided is None:
            yield Observation(None, "案卷的决定日期读得不清", file.agency, file=file)
            continue
        if not survey.within(decided):
            continue
        answer, why = major(survey, file, decided)
        if answer is None:
            yield Observation(None, why, file.agency, file=file)
        elif answer:
            counted, says = _reviewed(file, decided)
            yield Observation(counted, says, file.agency, file=file)


def _reviewed(file: Surveyed, decided: date) -> Answer:
    reviewed = file.day("法制审核日期")
    if reviewed is not None:
        return reviewed <= decided, f"{reviewed} 审核，{decided} 决定"
    if any(fact.name == "法制审核日期" for fact in file.facts):
        return None, "法制审核日期读得不清或者不一致"
    if {"法制审核意见书", "案件审核表"} & set(file.papers):
        return None, "有法制审核文书，没有读到日期"
    if not file.legible:
        return None, "卷内有没有读出或者没有认出的页，不能断定没有法制审核"
    return False, "卷内没有法制审核文书"


def penalties(survey: Survey) -> Iterator[Surveyed]:
    """Case files of penalties by the ordinary procedure."""
    return (file for file in survey.files if (file.category, file.procedure) == ("penalty", "ordinary"))


def number_of(case: str) -> str:
    """A document number for comparing: width, spaces and kinds of brackets aside."""
    plain = unicodedata.normalize("NFKC", case)
    return re.sub(r"\s", "", plain.translate(str.maketrans("〔〕[]【】{}", "()()()()")))


def lost_suits_reported(survey: Survey) -> Iterator[Observation]:
    """Suits that the authority lost, reported in time."""
    reported = survey.has_column("litigation", "reported")
    for row in survey.rows("litigation"):
        if "诉讼" not in row.text("kind"):
            continue
        agency, ended = survey.agency(row.text("agency")), row.date("ended")
        if ended is not None and not survey.within(ended):
            continue
        lost, why = _lost(row)
        if lost is False:
            continue
        if lost is None or ended is None or not reported:
            reason = why or ("台账没有填写办结日期" if ended is None else "台账没有“报告日期”一列")
            yield Observation(None, reason, agency, rows=(row,))
            continue
        due = survey.due("supervision.lost_suits_reported", ended)
        counted, says = timely(survey, due, ended, row.date("reported"), "报告")
        yield Observation(counted, says, agency, rows=(row,))


def _lost(row: Row) -> tuple[bool | None, str]:
    result = row.text("result")
    lost, won = bool(_LOST.search(result)), bool(_WON.search(result))
    if lost == won:
        return None, "结果没有填写" if not result else "结果的写法不能归为胜诉或者败诉"
    return lost, ""


def statistics_reported(survey: Survey) -> Iterator[Observation]:
    """Half-year and yearly data reported in time, by every authority for every period."""
    reports: dict[tuple[str, int, bool], Row] = {}
    for row in survey.rows("statistics"):
        agency, span = survey.agency(row.text("agency")), period_of(row.text("period"))
        if span is None:
            yield Observation(None, "期间的写法认不出，应写成 2024年上半年 或 2024年", agency, rows=(row,))
        else:  # of a report and its correction the first tells whether it was in time
            before = reports.get((agency, *span))
            if before is None or (row.date("reported") or date.max) < (before.date("reported") or date.max):
                reports[agency, *span] = row
    if survey.period is None and reports:
        yield Observation(None, "没有限定期间，只看台账中有机关报送过的半年和年度")
    for agency, year, half in sorted(_owed(survey, reports)):
        due = date(year, 7, 31) if half else date(year + 1, 1, 31)
        ended = date(year, 6, 30) if half else date(year, 12, 31)
        found = reports.get((agency, year, half))
        part = f"{year}年上半年" if half else f"{year}年"
        counted, says = _reported(survey, due, ended, found)
        yield Observation(counted, says, agency, part, rows=(found,) if found else ())


def _owed(survey: Survey, reports: dict[tuple[str, int, bool], Row]) -> set[tuple[str, int, bool]]:
    """What is owed: each period that anyone reported or that the survey spans, by each authority then in force."""
    spans = {(year, half) for _, year, half in reports}
    if survey.period:
        first, last = max(survey.period[0], date(2019, 1, 1)), min(survey.period[1], survey.on)
        spans |= {(year, half) for year in range(first.year, last.year + 1) for half in (True, False)}
    found: set[tuple[str, int, bool]] = set()
    for year, half in spans:
        ended = date(year, 6, 30) if half else date(year, 12, 31)
        if survey.period and not survey.within(ended):
            continue
        owing = {survey.agency(row.text("name")) for row in reporting_bodies(survey) if row.valid(ended)}
        found |= {(agency, year, half) for agency in owing or {agency for agency, _, _ in reports}}
    return found | {key for key in reports if (key[1], key[2]) in {(y, h) for _, y, h in found}}


def reporting_bodies(survey: Survey) -> Iterator[Row]:
    """Authorities of their own; bodies that act under an entrustment report through their principal."""
    return (row for row in survey.rows("authorities") if "委托" not in row.text("kind"))


def _reported(survey: Survey, due: date, ended: date, row: Row | None) -> Answer:
    moved = survey.last_day(due - timedelta(days=1), 1, "日")  # a day off moves the last day on
    if moved is None:
        return None, "工作日历缺少该年"
    if row is not None and row.date("reported") is None:
        return None, "台账没有填写报送日期"
    return timely(survey, moved, ended, row.date("reported") if row else None, "报送")


def period_of(text: str) -> tuple[int, bool] | None:
    """Year, and True for its first half; None for other spans.

    >>> period_of("2024年上半年"), period_of("2024年1-6月"), period_of("2024年度"), period_of("2024年下半年")
    ((2024, True), (2024, True), (2024, False), None)
    """
    found = _PERIOD.fullmatch(normalise(text).replace(" ", ""))
    return None if found is None or found[4] else (int(found[1]), bool(found[2]))


def suggestions_answered(survey: Survey) -> Iterator[Observation]:
    """Suggestions and complaints answered by their day."""
    for row in survey.rows("suggestions"):
        agency, received, due = survey.agency(row.text("agency")), row.date("received"), row.date("due")
        if received is not None and not survey.within(received):
            continue
        if received is None or due is None:
            yield Observation(None, "台账没有填写收到日期或者答复期限", agency, row.text("kind"), rows=(row,))
            continue
        counted, says = timely(survey, due, received, row.date("answered"), "答复")
        yield Observation(counted, says, agency, row.text("kind"), rows=(row,))
