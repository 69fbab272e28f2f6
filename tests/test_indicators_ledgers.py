"""Indicators of terms: recordings, publication, filing, review, suits, statistics, suggestions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from anjuan_supervision.indicators.ledgers import number_of, period_of
from hypothesis import given
from hypothesis import strategies as st

from .survey import BUREAU, OTHER, counts, filed, measured, reasons, survey

MAJOR = [
    {"agency": BUREAU, "kind": "行政处罚", "fine_organisation": 50000, "fine_person": 5000,
     "other": "责令停产停业、经过听证程序", "valid_from": "2019-01-01"},
]  # fmt: skip
BIG = {"决定日期": "2024-03-05", "处罚种类": "罚款", "罚款金额": 60000, "当事人证照号": "91440101MA5XXXXX0A"}
REVIEW = ("行政处罚决定书", "法制审核意见书")


def recording(stored: str, ended: str = "2024-03-04 10:00") -> dict[str, str]:
    return {"case": "1", "agency": BUREAU, "act": "现场检查", "ended": ended, "stored": stored}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("2024-03-05 10:00", (1, 1)),  # the last moment
        ("2024-03-05 10:01", (0, 1)),
        ("2024-03-04 09:59", (0, 0)),  # before it was made: something is wrong with the row
        ("2024-03-04", (1, 1)),
        ("2024-03-05", (0, 0)),  # a day without a time may be either
        ("2024-03-07", (0, 1)),
        ("", (0, 0)),
    ],
)
def test_recordings_are_stored_within_24_hours(stored: str, expected: tuple[int, int]) -> None:
    about = survey(recordings=[recording(stored)])
    assert counts("recordings_stored", about, BUREAU, "现场检查") == expected
    assert bool(reasons("recordings_stored", about)) == (expected == (0, 0))


@given(st.integers(0, 3 * 24 * 60))
def test_the_minute_decides(minutes: int) -> None:
    ended = datetime(2024, 3, 4, 10)
    row = recording((ended + timedelta(minutes=minutes)).isoformat(" ", "minutes"))
    midnight = (ended + timedelta(minutes=minutes)).time() == datetime.min.time()
    if not midnight:  # a moment at midnight is written as a day
        assert counts("recordings_stored", survey(recordings=[row])) == (minutes <= 24 * 60, 1)


def test_a_recording_before_the_term_was_set_is_not_counted() -> None:
    rows = [
        recording("2019-05-20 10:00", "2019-05-08 10:00"),
        recording("2019-05-20 10:00", "2019-05-09 10:00"),
    ]
    about = survey(recordings=rows)
    assert (counts("recordings_stored", about), "没有这项期限" in reasons("recordings_stored", about)) == (
        (0, 1),
        True,
    )


def test_rows_outside_of_the_period_are_left_out() -> None:
    rows = [recording("2023-01-02 09:00", "2023-01-01 10:00"), recording("2024-03-04 12:00")]
    assert counts("recordings_stored", survey(recordings=rows, period=("2024-01-01", "2024-12-31"))) == (1, 1)


# ---- publication --------------------------------------------------------------------------------


def publication(**changes: str) -> dict[str, str]:
    return {"case": "1", "agency": BUREAU, "decided": "2024-03-05", "published": "2024-03-14", **changes}


def term(value: str = "7", unit: str = "工作日") -> list[dict[str, str]]:
    return [
        {
            "kind": "行业期限",
            "agency": "南屏市市场监督管理系统",
            "name": "行政处罚决定公示",
            "value": value,
            "unit": unit,
        }
    ]


def test_publication_is_judged_by_the_term_that_a_list_binds_and_not_without() -> None:
    assert counts("published_in_time", survey(publications=[publication()], lists=term())) == (1, 1)
    late = publication(published="2024-03-15")
    assert counts("published_in_time", survey(publications=[late], lists=term())) == (0, 1)
    assert counts("published_in_time", survey(publications=[late], lists=term("20"))) == (1, 1)
    unbound = survey(publications=[late], lists=[])
    assert counts("published_in_time", unbound) == (0, 0)
    assert "公示期限" in reasons("published_in_time", unbound)
    two = [*term(), *term("20")]
    assert counts("published_in_time", survey(publications=[late], lists=two)) == (0, 0)


def test_a_row_without_a_date_is_told_and_not_counted() -> None:
    about = survey(publications=[publication(published="")], lists=term())
    assert (counts("published_in_time", about), "没有填写" in reasons("published_in_time", about)) == (
        (0, 0),
        True,
    )


@pytest.mark.parametrize(
    ("withdrawn", "on", "expected"),
    [
        ("2024-03-08", "2025-01-01", (1, 1)),
        ("2024-03-11", "2025-01-01", (0, 1)),
        ("", "2024-03-08", (0, 0)),  # the term still runs
        ("", "2024-03-09", (0, 1)),
    ],
)
def test_withdrawal_within_three_working_days(withdrawn: str, on: str, expected: tuple[int, int]) -> None:
    row = publication(changed="2024-03-05", withdrawn=withdrawn)
    assert counts("withdrawn_in_time", survey(publications=[row], on=on)) == expected


def test_without_the_column_nobody_knows_what_was_changed() -> None:
    about = survey(publications=[publication()])
    assert (counts("withdrawn_in_time", about), "变更或撤销日期" in reasons("withdrawn_in_time", about)) == (
        (0, 0),
        True,
    )


# ---- major decisions ----------------------------------------------------------------------------


def filing(**changes: str) -> dict[str, str]:
    return {
        "case": "南市监罚[2024]a号",
        "agency": BUREAU,
        "decided": "2024-03-05",
        "filed": "2024-03-20",
        **changes,
    }


def test_a_major_penalty_is_filed_in_fifteen_days() -> None:
    assert counts("major_filed", survey(filings=[filing()])) == (1, 1)
    assert counts("major_filed", survey(filings=[filing(filed="2024-03-21")])) == (0, 1)
    assert counts("major_filed", survey(filings=[filing(decided="")])) == (0, 0)


def test_a_penalty_on_the_spot_that_its_own_authority_keeps_is_none_of_them() -> None:
    assert counts("major_filed", survey(filings=[filing(**{"with": BUREAU}), filing(case="2")])) == (1, 1)


def test_a_body_that_acts_under_an_entrustment_owes_no_data() -> None:
    authorities = [{"name": BUREAU}, {"name": "某监督所", "kind": "受委托组织"}]
    assert counts("statistics_reported", survey(statistics=[statistics()], authorities=authorities)) == (1, 1)


def test_a_major_penalty_that_the_ledger_lacks_is_found_in_the_case_files() -> None:
    tables = {"filings": [filing(case="x")], "major_decisions": MAJOR}
    assert counts("major_filed", survey(filed(**BIG), **tables)) == (1, 2)
    assert counts("major_filed", survey(filed(**BIG, 备案日期="2024-03-10"), **tables)) == (2, 2)
    assert counts("major_filed", survey(filed(**{**BIG, "罚款金额": 100}), **tables)) == (1, 1)
    listed = {"filings": [filing()], "major_decisions": MAJOR}
    assert counts("major_filed", survey(filed(**BIG), **listed)) == (1, 1)  # 〔〕 and [] are one number
    assert counts("major_filed", survey(filed(**BIG, case=""), **tables)) == (1, 1)
    bare = survey(filed(**BIG), filings=[filing(case="x")])
    assert (counts("major_filed", bare), "目录" in reasons("major_filed", bare)) == ((1, 1), True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"法制审核日期": "2024-03-04", "papers": REVIEW}, (1, 1)),
        ({"法制审核日期": "2024-03-06", "papers": REVIEW}, (0, 1)),
        ({"法制审核日期": ("2024-03-06", 0.6), "papers": REVIEW}, (0, 0)),
        ({"papers": REVIEW}, (0, 0)),
        ({"legible": False}, (0, 0)),
        ({}, (0, 1)),
        ({"罚款金额": 49999}, (0, 0)),
        ({"罚款金额": 49999, "听证日期": "2024-02-01"}, (0, 1)),
        ({"罚款金额": 6000, "当事人证照号": "440000199001010000"}, (0, 1)),  # a person
        ({"罚款金额": 6000, "当事人证照号": "92440101MA5XXXXX0A"}, (0, 0)),  # may count as either
        ({"罚款金额": (60000, 0.5)}, (0, 0)),
        ({"处罚种类": ["罚款", "责令停产停业"], "罚款金额": 1}, (0, 1)),
        ({"决定日期": ("2024-03-05", 0.5)}, (0, 0)),
        ({"procedure": "summary"}, (0, 0)),
    ],
)
def test_major_penalties_are_reviewed_before(changes: dict[str, object], expected: tuple[int, int]) -> None:
    about = survey(filed(**{**BIG, **changes}), major_decisions=MAJOR)
    assert counts("reviewed_before", about) == expected


def test_without_the_list_nothing_is_major() -> None:
    about = survey(filed(**BIG))
    assert reasons("reviewed_before", about) == "没有提供台账 major_decisions 重大执法决定目录"
    assert measured("reviewed_before", about).share is None


@given(st.text("南市监罚〔〕[]【】() 123", max_size=12))
def test_numbers_are_compared_whatever_their_brackets(text: str) -> None:
    assert number_of(text) == number_of(text.replace("〔", "[").replace("〕", "]").replace(" ", ""))


# ---- suits, statistics, suggestions -------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (1, 1)),
        ({"reported": "2024-04-02"}, (0, 1)),
        ({"reported": ""}, (0, 1)),
        ({"ended": ""}, (0, 0)),
        ({"result": "维持原判，驳回诉讼请求"}, (0, 0)),
        ({"result": "驳回部分请求，撤销第二项"}, (0, 0)),
        ({"result": ""}, (0, 0)),
        ({"kind": "行政复议"}, (0, 0)),
    ],
)
def test_lost_suits_are_reported_in_thirty_days(changes: dict[str, str], expected: tuple[int, int]) -> None:
    row = {"case": "1", "agency": BUREAU, "kind": "行政诉讼", "result": "确认违法", "ended": "2024-03-01",
           "reported": "2024-04-01", **changes}  # fmt: skip
    assert counts("lost_suits_reported", survey(litigation=[row])) == expected


def test_a_suit_without_the_column_is_told() -> None:
    row = {"case": "1", "agency": BUREAU, "kind": "行政诉讼", "result": "撤销", "ended": "2024-03-01"}
    assert "没有“报告日期”一列" in reasons("lost_suits_reported", survey(litigation=[row]))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024年上半年", (2024, True)), ("2024年1—6月", (2024, True)), ("2024上半年", (2024, True)),
        ("2024年", (2024, False)), ("2024年度", (2024, False)), ("2024年全年", (2024, False)),
        ("2024年1-12月", (2024, False)), ("2024年下半年", None), ("去年", None), ("", None), ("2024年第一季度", None),
    ],
)  # fmt: skip
def test_periods(text: str, span: tuple[int, bool] | None) -> None:
    assert period_of(text) == span


def statistics(**changes: object) -> dict[str, object]:
    row = {"agency": BUREAU, "period": "2024年上半年", "reported": "2024-07-31", "penalties": 3, "licences": 0,
           "coercions": 0, "inspections": 9, "levies": 0}  # fmt: skip
    return {**row, **changes}


def test_half_year_data_are_owed_by_every_authority_in_force() -> None:
    rows = [statistics(), statistics(agency=OTHER, reported="2024-08-01")]
    authorities = [{"name": BUREAU}, {"name": OTHER}, {"name": "撤销了的局", "valid_to": "2023-12-31"}]
    about = survey(statistics=rows, authorities=authorities)
    assert counts("statistics_reported", about) == (1, 2)
    missing = survey(statistics=rows[:1], authorities=authorities)
    assert counts("statistics_reported", missing) == (1, 2)
    assert counts("statistics_reported", missing, OTHER, "2024年上半年") == (0, 1)


def test_of_a_report_and_its_correction_the_first_counts() -> None:
    rows = [statistics(reported="2024-09-01"), statistics(), statistics(reported="")]
    assert counts("statistics_reported", survey(statistics=rows)) == (1, 1)


def test_a_last_day_on_a_day_off_moves_on() -> None:
    row = statistics(period="2021年上半年", reported="2021-08-02")  # 31 July 2021 was a Saturday
    assert counts("statistics_reported", survey(statistics=[row])) == (1, 1)


def test_a_year_that_nobody_reported_is_owed_where_the_period_asks_for_it() -> None:
    about = survey(statistics=[statistics()], period=("2024-01-01", "2024-12-31"))
    assert counts("statistics_reported", about) == (1, 2)
    early = survey(statistics=[statistics()], period=("2024-01-01", "2024-12-31"), on="2025-01-20")
    assert counts("statistics_reported", early) == (1, 1)  # the year's data are not due yet


def test_statistics_of_an_unreadable_period_are_told() -> None:
    about = survey(statistics=[statistics(period="第一季度")])
    assert (counts("statistics_reported", about), "期间的写法" in reasons("statistics_reported", about)) == (
        (0, 0),
        True,
    )


@pytest.mark.parametrize(
    ("answered", "due", "expected"),
    [("2024-03-10", "2024-03-10", (1, 1)), ("2024-03-11", "2024-03-10", (0, 1)), ("", "2024-03-10", (0, 1)),
     ("", "2026-01-01", (0, 0)), ("2024-03-10", "", (0, 0))],
)  # fmt: skip
def test_suggestions_are_answered_by_their_day(answered: str, due: str, expected: tuple[int, int]) -> None:
    row = {"agency": BUREAU, "kind": "检察建议", "received": "2024-03-01", "due": due, "answered": answered}
    assert counts("suggestions_answered", survey(suggestions=[row]), BUREAU, "检察建议") == expected


@given(st.dates(date(2022, 1, 1), date(2024, 12, 31)), st.integers(0, 40))
def test_the_last_day_counts_and_the_next_does_not(decided: date, days: int) -> None:
    row = {"case": "1", "agency": BUREAU, "decided": decided, "filed": decided + timedelta(days)}
    about = survey(filings=[row])
    due = about.due("supervision.major_filed", decided)
    assert due is not None
    assert counts("major_filed", about) == (decided + timedelta(days) <= due, 1)
