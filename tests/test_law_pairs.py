"""Articles that got another number, laws that another one replaced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anjuan import article_moved, law_successor
from anjuan.law import Law, Registry
from anjuan.law.answers import changes, check, history
from anjuan.law.pairs import article_origin, pairs, successors

PENALTY = "中华人民共和国行政处罚法"
CODE = "中华人民共和国生态环境法典"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("old", "new"), [(31, [44]), (42, [63, 64]), (38, [57, 58]), (27, [32, 33]), (40, [61]), (60, [])]
)
def test_an_article_of_the_old_text_in_the_new_one(old: int, new: list[int]) -> None:
    found = article_moved(PENALTY, old, date(2021, 7, 14), date(2021, 7, 15))
    assert [one.new for one in found] == new


def test_no_change_lies_between_two_days_of_one_text() -> None:
    assert not article_moved(PENALTY, 31, date(2021, 7, 15), date(2024, 1, 1))
    assert not article_moved(PENALTY, 31, date(2020, 7, 15), date(2021, 7, 14))
    assert [one.old for one in article_origin(PENALTY, 44, date(2021, 7, 14), date(2021, 7, 15))] == [31]


def test_pairs_name_registered_versions_and_articles_that_exist() -> None:
    registry = Registry.shipped()
    for title, listed in pairs().items():
        starts = {one.effective for one in registry.versions[title]}
        for pair in listed:
            assert {pair.since, pair.changed} <= starts
            before, after = registry.version(title, pair.changed - DAY), registry.version(title, pair.changed)
            assert before
            assert after
            assert 0 < pair.old <= (before.articles or 0)
            assert 0 < pair.new <= (after.articles or 0)


def test_a_replaced_law_ends_on_the_first_day_of_its_successor() -> None:
    registry = Registry.shipped()
    for one in successors():
        assert registry.versions[one.title][-1].repealed == one.day
        assert registry.versions[one.successor][0].effective == one.day


def test_the_successor_is_told_from_its_first_day() -> None:
    title = "中华人民共和国大气污染防治法"
    assert law_successor(title, date(2026, 8, 14)) is None
    found = law_successor(title, date(2026, 8, 15))
    assert found
    assert found.successor == CODE
    answer = check(Registry.shipped(), f"《{title}》第十条", date(2026, 8, 15))
    assert (answer["status"], answer["successor"]) == ("not_in_force", {"law": CODE, "day": "2026-08-15"})


def test_answers_tell_what_was_renumbered() -> None:
    found = check(Registry.shipped(), "《行政处罚法》第三十一条", date(2022, 1, 1))
    assert [(one["old"], one["new"]) for one in found["moved"]] == [("第三十一条", "第四十四条")]
    law = Law(registry=Registry.shipped())
    rows = changes(law, date(2021, 7, 14), date(2021, 7, 15))["articles"]
    assert {"第六十一条", "第四十四条"} <= {row["new"] for row in rows}
    assert not changes(law, date(2021, 7, 15), date(2021, 12, 31))["articles"]
    assert len(history(CODE)["replaces"]) == 10


def test_a_future_version_is_held_and_not_yet_in_force() -> None:
    registry = Registry.shipped()
    title = "中华人民共和国商标法"
    found = registry.version(title, date(2026, 12, 31))
    assert found
    assert found.effective == date(2019, 11, 1)
    assert registry.version(title, date(2027, 1, 1)) == registry.versions[title][-1]


def test_a_count_that_nobody_read_is_not_counted() -> None:
    for versions in Registry.shipped().versions.values():
        for one in versions:
            assert one.certain or not one.counted
            assert (
                not one.counted or one.articles is not None or one.title.startswith(("交通", "广东", "江门"))
            )
