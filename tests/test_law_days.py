"""The table of dated situations in tests/law_days, written for a lawyer; the days are counted a second time here."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from anjuan import Plugins
from anjuan.law import Calendar, Registry
from anjuan.law.answers import at, check, term

ROOT = Path(__file__).parent / "law_days"
REGISTRY = Registry.shipped()
STATUS = {"有效": "in_force", "尚未施行": "not_yet", "废止": "repealed", "无法判断": "unknown"}
CHECKED = {
    "有效": "ok",
    "无效": "not_in_force",
    "没有这一条": "no_such_article",
    "没有这部法": "no_such_law",
    "无法判断": "unknown",
}
DAY = timedelta(days=1)


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / f"{name}.yaml").read_text("utf-8"))
    return found


def told(row: dict[str, Any]) -> str:
    return "-".join(str(value) for key, value in row.items() if key != "出处")


VERSIONS, CITATIONS, TERMS, FIGURES = map(rows, ("versions", "citations", "terms", "figures"))


@pytest.mark.parametrize("row", VERSIONS, ids=told)
def test_the_version_of_a_day(row: dict[str, Any]) -> None:
    found = at(REGISTRY, row["法律"], row["日期"])
    assert found["status"] == STATUS[row["答案"]], row["出处"]
    if "施行" in row:
        assert found["effective"] == row["施行"].isoformat(), row["出处"]
    if "条数" in row:
        assert found["articles"] == row["条数"], row["出处"]


@pytest.mark.parametrize("row", CITATIONS, ids=told)
def test_a_citation_on_a_day(row: dict[str, Any]) -> None:
    assert check(REGISTRY, row["引用"], row["日期"])["status"] == CHECKED[row["答案"]], row["出处"]


@pytest.mark.parametrize("row", TERMS, ids=told)
def test_the_last_day_of_a_term(row: dict[str, Any], plugins: Plugins) -> None:
    start = row["起算"]
    start = datetime.fromisoformat(start) if isinstance(start, str) else start
    found = term(plugins.law(), row["期限"], start)
    if row["末日"] == "没有":
        assert found["due"] is None
        assert found["status"] == "none"
        return
    last = row["末日"]
    assert found["due"] == (last if isinstance(last, str) else last.isoformat()), row["出处"]
    if isinstance(last, date):
        assert counted(start, found["value"], found["unit"]) == last, "the table itself"


@pytest.mark.parametrize("row", FIGURES, ids=told)
def test_a_figure_of_a_day(row: dict[str, Any], plugins: Plugins) -> None:
    found = plugins.law().at(row["名称"], row["日期"])
    if row["值"] == "没有":
        assert found is None
        return
    assert found is not None
    assert (found.value, found.unit) == (row["值"], row["单位"]), row["出处"]


def _days() -> dict[date, bool]:
    """What the notices of the State Council say of single days: True for work, False for a day off."""
    found: dict[date, bool] = {}
    for year in yaml.safe_load((ROOT / "holidays.yaml").read_text("utf-8")).values():
        for first, last in year["放假"].values():
            found |= {first + DAY * n: False for n in range((last - first).days + 1)}
        found |= dict.fromkeys(year["上班"], True)
    return found


NOTICES = _days()
YEARS = range(2021, 2027)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_what_the_notices_say(year: int) -> None:
    days = [date(year, 1, 1) + DAY * n for n in range(366 if calendar.isleap(year) else 365)]
    assert [day for day in days if Calendar().is_working_day(day) != works(day)] == []


def works(day: date) -> bool:
    return NOTICES.get(day, day.weekday() < 5)


def counted(start: date, value: int, unit: str) -> date:
    """The last day by crossing off one day after the other; written without the code under test."""
    day = start
    if unit == "工作日":
        while value:
            day += DAY
            value -= works(day)
        return day
    if unit == "日":
        day = start + DAY * value
    else:
        months = start.month - 1 + value * (12 if unit == "年" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        day = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    while not works(day):
        day += DAY
    return day


def test_the_table_is_large_and_every_row_names_its_source() -> None:
    table = [*VERSIONS, *CITATIONS, *TERMS, *FIGURES]
    assert len(table) >= 400
    assert all(row["出处"] for row in table)
    assert len({told(row) for row in table}) == len(table)
