"""Dated parameters: a closed form, near names for unknown keys, the day before and the day of a change."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan import Plugins, find_citations
from anjuan.law import Calendar, Law
from anjuan.model.errors import LawError, LawKeyError

HEARING = """
penalty.hearing_request:
  title: 申请听证期限
  values:
    2021-07-15: {value: 5, unit: 工作日, source: 中华人民共和国行政处罚法, article: 第六十四条}
    1996-10-01: {value: 3, unit: 日, source: 中华人民共和国行政处罚法, article: 第四十二条}
penalty.summary_note:
  title: 拒绝签收注明
  values:
    2021-07-15: {source: 中华人民共和国行政处罚法, article: 第五十二条第一款, certainty: own}
    2030-01-01: {value: null}
"""


def law(folder: Path, text: str = HEARING) -> Law:
    (folder / "penalty.yaml").write_text(text, "utf-8")
    return Law.load([folder])


@pytest.mark.parametrize(
    ("day", "value"),
    [("1996-09-30", None), ("1996-10-01", 3), ("2021-07-14", 3), ("2021-07-15", 5), ("2099-01-01", 5)],
)
def test_a_figure_is_that_of_the_day(day: str, value: int | None, tmp_path: Path) -> None:
    found = law(tmp_path).at("penalty.hearing_request", date.fromisoformat(day))
    assert (found and found.value) == value
    assert found is None or found.citation.since <= date.fromisoformat(day)


def test_a_duty_has_no_figure_and_ends_when_it_is_repealed(tmp_path: Path) -> None:
    found = law(tmp_path)
    duty = found.at("penalty.summary_note", datetime(2029, 12, 31, 23, 59))
    assert duty is not None
    assert (duty.value, duty.certain, duty.citation.article) == (None, False, "第五十二条第一款")
    assert found.at("penalty.summary_note", date(2030, 1, 1)) is None


def test_an_unknown_key_names_near_ones(tmp_path: Path) -> None:
    with pytest.raises(LawKeyError, match=r"penalty\.hearing_reqest.*相近的有：penalty\.hearing_request"):
        law(tmp_path).at("penalty.hearing_reqest", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("title: 申请听证期限", "titel: 申请听证期限", "penalty.yaml：penalty.hearing_request"),
        (
            "{value: 5,",
            "{valeu: 5,",
            "penalty.yaml：penalty.hearing_request.values.2021-07-15；处理：相近的有：value",
        ),
        ("工作日", "个工作日", "单位只能是"),
        (", article: 第六十四条", "", "缺少 article"),
        ("2021-07-15: {value: 5", "2021年: {value: 5", "penalty.hearing_request.values.2021年"),
        ("1996-10-01: {", "1996-10-01: [", "不是有效的 YAML"),
        ("\npenalty.hearing_request:", "[]\nx:", "不是有效的 YAML"),
    ],
)
def test_the_form_is_closed(old: str, new: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(LawError) as caught:
        law(tmp_path, HEARING.replace(old, new, 1))
    assert place in str(caught.value)


def test_one_key_stands_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(HEARING, "utf-8")
    with pytest.raises(LawError, match=r"other\.yaml 与 penalty\.yaml"):
        law(tmp_path)


def test_the_digest_covers_values_sources_and_calendar(tmp_path: Path) -> None:
    digest = law(tmp_path).digest
    assert law(tmp_path, "# 说明\n" + HEARING).digest == digest
    assert law(tmp_path, HEARING.replace("value: 5", "value: 6")).digest != digest
    assert law(tmp_path, HEARING.replace("第六十四条", "第六十三条")).digest != digest
    again = law(tmp_path)
    assert (
        Law(again.parameters, again.registry, Calendar({2030: {date(2030, 1, 1): False}})).digest
        != again.digest
    )


@given(day=st.dates(date(1990, 1, 1), date(2040, 1, 1)))
@settings(max_examples=30)
def test_no_shipped_figure_is_in_force_before_its_day(day: date, plugins: Plugins) -> None:
    law_of_all = plugins.law()
    for key in law_of_all.parameters:
        found = law_of_all.at(key, day)
        assert found is None or found.citation.since <= day


def test_shipped_articles_exist_in_the_version_of_their_day(plugins: Plugins) -> None:
    shipped = plugins.law()
    for key, timeline in shipped.parameters.items():
        for since, parameter in timeline:
            if parameter is None:
                continue
            citation = parameter.citation
            version = shipped.registry.version(citation.source, since)
            if version and version.articles and version.certain:
                for cited in find_citations(f"《{citation.source}》{citation.article}"):
                    assert cited.article <= version.articles, f"{key} {since}: {citation}"
