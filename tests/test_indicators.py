"""How figures are made of observations: shares, intervals, what was missing; no data are never nought per cent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Indicator, Observation, Plugins, Survey
from anjuan.model.errors import DuplicateName
from anjuan.model.interval import wilson
from anjuan.plugin.survey import Figure, figures

from .survey import BY_NAME, OTHER, filed, law, survey


def of(
    *observations: Observation, needs: tuple[str, ...] = (), **tables: list[dict[str, str]]
) -> list[Figure]:
    def measure(_: Survey) -> Iterable[Observation]:
        return observations

    return list(figures(Indicator("x", "某指标", "甲", "乙", measure, needs=needs), survey(**tables)))


@given(st.integers(0, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(pair: tuple[int, int]) -> None:
    hits, total = pair
    found = wilson(hits, total)
    if not total:
        assert found is None
        return
    assert found is not None
    low, high = found
    share = Decimal(hits) / total
    assert 0 <= low <= share + Decimal("0.0001")
    assert share - Decimal("0.0001") <= high <= 1
    narrower = wilson(hits * 4, total * 4)
    assert narrower is not None
    assert narrower[1] - narrower[0] < high - low
    mirrored = wilson(total - hits, total)
    assert mirrored is not None
    assert abs(mirrored[0] - (1 - high)) <= Decimal("0.0001")


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, "0.0000", "0.2775"), (5, 10, "0.2366", "0.7634"), (10, 10, "0.7225", "1.0000"), (98, 100, "0.9300", "0.9945")],
)  # fmt: skip
def test_intervals_of_the_books(hits: int, total: int, low: str, high: str) -> None:
    assert wilson(hits, total) == (Decimal(low), Decimal(high))


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@given(
    st.lists(
        st.builds(
            Observation,
            st.sampled_from([True, False, None]),
            st.sampled_from(["没有日期", "读得不清"]),
            st.sampled_from(["", "甲局", "乙局"]),
            st.sampled_from(["", "许可", "处罚"]),
        ),
        max_size=12,
    )
)
def test_agencies_and_parts_add_up_to_the_whole(observations: list[Observation]) -> None:
    found = of(*observations)
    whole = found[0]
    assert (whole.agency, whole.part) == ("", "")
    assert whole.numerator <= whole.denominator
    assert whole.denominator + sum(count for _, count in whole.missing) == len(observations)
    assert (whole.share is None) == (whole.denominator == 0) == (whole.interval is None)
    for keys in ("agency", "part"):
        rows = [
            one
            for one in found
            if getattr(one, keys) and not getattr(one, {"agency": "part"}.get(keys, "agency"))
        ]
        named = [one for one in observations if getattr(one, keys)]
        assert sum(one.numerator for one in rows) == sum(one.counted is True for one in named)
        assert sum(one.denominator for one in rows) == sum(one.counted is not None for one in named)
    assert len({(one.agency, one.part) for one in found}) == len(found)


def test_nothing_counted_is_no_data_and_says_why() -> None:
    (only,) = of()
    assert (only.share, only.interval, only.missing) == (None, None, (("没有应当计入的事项", 0),))
    (absent,) = of(Observation(True), needs=("filings",))
    assert (absent.denominator, absent.missing) == (0, (("没有提供台账 filings 重大处罚备案", 0),))
    (empty,) = of(needs=("filings",), filings=[])
    assert (empty.share, empty.missing) == (None, (("台账 filings 重大处罚备案 没有内容", 0),))


def test_sums_are_added_up_beside_the_share() -> None:
    whole, *_ = of(
        Observation(True, amount=Decimal(300)), Observation(False, amount=Decimal(5)), Observation(False)
    )
    assert (whole.amount, whole.share) == (305, Decimal("0.3333"))


def test_an_indicator_that_breaks_does_not_stop_the_others() -> None:
    def broken(_: Survey) -> Iterable[Observation]:
        raise KeyError("甲某")

    (only,) = figures(Indicator("x", "某", "甲", "乙", broken), survey())
    assert only.missing == (("指标计算出错（KeyError），没有结果", 0),)


def test_every_listed_indicator_is_there_with_its_basis(plugins: Plugins) -> None:
    assert {one.name for one in plugins.indicators} >= set(BY_NAME)
    assert plugins.broken == {}
    assert [one.name for one in plugins.indicators if one.restricted] == ["findings_by_officer"]
    nothing = survey(on="2026-11-25")
    for one in plugins.indicators:
        first = figures(one, nothing)[0]
        assert first.basis, one.name
        assert first.share is None, one.name
        assert first.missing, one.name


def test_two_plugins_may_not_give_one_name() -> None:
    class Module:
        @staticmethod
        def give() -> list[Indicator]:
            return [next(iter(BY_NAME.values()))]

    from anjuan import hookimpl

    found = Plugins.discover()
    module = type("M", (), {"anjuan_indicators": staticmethod(hookimpl(Module.give))})
    found.add("twice", module)
    with pytest.raises(DuplicateName):
        _ = found.indicators


def test_an_alias_is_the_same_authority_and_an_unclear_one_is_itself() -> None:
    rows = [{"name": "甲局", "aliases": "甲；共"}, {"name": "乙局", "aliases": "共"}]
    about = survey(authorities=rows)
    assert [about.agency(name) for name in ("甲", "甲局", "共", "丙")] == ["甲局", "甲局", "共", "丙"]


def test_a_poor_or_contradicted_reading_is_no_value() -> None:
    one = filed(决定日期=("2024-03-01", 0.5), 罚款金额=[1, 2], 立案日期="2024-01-02")
    assert (one.day("决定日期"), one.value("罚款金额"), one.values("罚款金额")) == (None, None, (1, 2))
    assert one.day("立案日期") is not None


def test_no_term_before_its_law_and_none_without_a_calendar() -> None:
    about = survey()
    start = law().at("supervision.withdrawn_in_time", about.on)
    assert start is not None
    assert about.due("supervision.withdrawn_in_time", start.citation.since) is not None
    assert about.due("supervision.withdrawn_in_time", start.citation.since.replace(year=2020)) is None
    assert about.due("supervision.withdrawn_in_time", start.citation.since.replace(year=2040)) is None


def test_another_authority_is_covered_by_its_system() -> None:
    assert survey().covers("南屏市市场监督管理系统", OTHER)
