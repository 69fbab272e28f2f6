"""`anjuan law`: what it answers, by day, in the form of the contract."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from anjuan import Plugins
from anjuan.faces.cli import law as law_commands
from anjuan.faces.cli.app import app
from anjuan.law import Registry, answers
from anjuan.model.errors import LawError, LawKeyError

assert law_commands  # importing it adds the commands


@pytest.mark.parametrize(
    ("name", "day", "status", "effective"),
    [
        ("行政处罚法", "2021-07-14", "in_force", "2018-01-01"),
        ("行政处罚法", "2021-07-15", "in_force", "2021-07-15"),
        ("中华人民共和国行政处罚法", "1996-09-30", "not_yet", "1996-10-01"),
        ("某法", "2020-01-01", "unknown", None),
    ],
)
def test_at(name: str, day: str, status: str, effective: str | None) -> None:
    found = answers.at(Registry.shipped(), name, date.fromisoformat(day))
    assert (found["status"], found["effective"]) == (status, effective)


@pytest.mark.parametrize(
    ("citation", "day", "status"),
    [
        ("《行政处罚法》第六十条", "2022-01-01", "ok"),
        ("行政处罚法第86条", "2021-07-15", "ok"),
        ("《行政处罚法》第八十六条", "2021-07-14", "no_such_article"),
        ("《中华人民共和国环境噪声污染防治法》第一条", "2022-06-05", "not_in_force"),
        ("《某某不存在的办法》第一条", "2022-01-01", "no_such_law"),
    ],
)
def test_check(citation: str, day: str, status: str) -> None:
    assert answers.check(Registry.shipped(), citation, date.fromisoformat(day))["status"] == status


def test_what_is_no_citation_is_refused() -> None:
    with pytest.raises(LawError, match="不是法条引用"):
        answers.check(Registry.shipped(), "今天天气好", date(2022, 1, 1))


@pytest.mark.parametrize(
    ("key", "start", "due"),
    [
        ("penalty.decision", date(2022, 1, 4), "2022-04-06"),  # 4月4日、5日放假
        ("penalty.decision", date(2021, 7, 14), None),
        ("penalty.hearing_request", date(2022, 9, 29), "2022-10-11"),  # 国庆放假，10月8日、9日上班
        ("coercion.report", datetime(2022, 3, 15, 10, 30), "2022-03-16T10:30"),
        ("suit.request", date(2022, 8, 31), "2023-02-28"),
        ("jiangmen.filing", date(2022, 3, 1), "2022-03-16"),
    ],
)
def test_term(key: str, start: date, due: str | None, plugins: Plugins) -> None:
    assert answers.term(plugins.law(), key, start)["due"] == due


def test_notice_of_a_hearing_is_counted_back(plugins: Plugins) -> None:
    found = answers.term(plugins.law(), "hearing.notice", until=date(2022, 3, 15))
    assert (found["due"], found["value"], found["unit"]) == ("2022-03-04", 7, "工作日")


def test_a_year_without_a_calendar_is_unknown(plugins: Plugins) -> None:
    found = answers.term(plugins.law(), "penalty.decision", date(2026, 12, 1))
    assert (found["due"], found["status"]) == (None, "unknown")


@pytest.mark.parametrize(
    ("key", "start", "error"),
    [
        ("penalty.decison", date(2022, 1, 1), LawKeyError),
        ("penalty.decision", None, LawError),
        ("coercion.report", date(2022, 1, 1), LawError),
    ],
)
def test_a_wrong_call_is_named(
    key: str, start: date | None, error: type[Exception], plugins: Plugins
) -> None:
    with pytest.raises(error):
        answers.term(plugins.law(), key, start)


def call(*arguments: str) -> Any:
    result = CliRunner().invoke(app, ["law", *arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_commands_print_one_object() -> None:
    assert call("at", "处罚法", "2022-01-01")["articles"] == 86
    assert call("check", "《行政处罚法》第六十条", "--on", "2022-01-01")["article"] == "第六十条"
    assert call("term", "penalty.preservation", "--from", "2022-03-01")["due"] == "2022-03-10"
    assert [row["articles"] for row in call("show", "行政强制法")["versions"]] == [71]
    changed = call("diff", "2021-07-14", "2021-07-15")
    hearing = next(row for row in changed["parameters"] if row["key"] == "penalty.hearing_request")
    assert (hearing["before"]["value"], hearing["after"]["value"]) == (3, 5)
    assert any("timeliness" in name for name in hearing["checks"])
