"""Indicators of conduct and of bodies: patterns for a person to look into, each with what was missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.model.errors import LawKeyError

from .survey import BUREAU, OTHER, counts, filed, measured, reasons, survey
from .test_indicators_ledgers import statistics

# ---- zero enforcement ---------------------------------------------------------------------------


def test_zero_enforcement_by_authority_and_kind() -> None:
    about = survey(
        statistics=[statistics(period="2024年", zero_reason="无此类事项")], authorities=[{"name": BUREAU}]
    )
    assert counts("zero_enforcement", about, BUREAU) == (3, 5)
    assert counts("zero_enforcement", about, BUREAU, "行政许可") == (1, 1)
    assert counts("zero_enforcement", about, "", "行政处罚") == (0, 1)
    told = [one.says for one in measured("zero_enforcement", about).behind if one.counted]
    assert set(told) == {"2024 年为零，已说明原因"}


def test_a_kind_that_the_list_of_powers_does_not_hold_is_no_zero_enforcement() -> None:
    powers = [
        {"agency": BUREAU, "name": "x", "kind": "行政处罚"},
        {"agency": BUREAU, "name": "y", "kind": "行政检查"},
    ]
    assert counts("zero_enforcement", survey(statistics=[statistics()], powers=powers)) == (0, 2)
    assert "没有提供台账 powers" in reasons("zero_enforcement", survey(statistics=[statistics()]))


def test_the_halves_of_a_year_are_one_and_an_empty_cell_is_no_zero() -> None:
    rows = [statistics(penalties=0, licences=""), statistics(period="2024年", penalties=1, licences=0)]
    about = survey(statistics=rows)
    assert counts("zero_enforcement", about, BUREAU, "行政处罚") == (0, 1)
    assert counts("zero_enforcement", about, BUREAU, "行政许可") == (0, 0)


def test_an_authority_that_did_not_report_is_missing_and_a_reviewed_case_contradicts() -> None:
    rows = [statistics(penalties=0)]
    about = survey(
        filed(决定日期="2024-02-01"), statistics=rows, authorities=[{"name": BUREAU}, {"name": OTHER}]
    )
    assert "没有报送执法数据" in reasons("zero_enforcement", about)
    (zero,) = measured("zero_enforcement", about, BUREAU, "行政处罚").behind
    assert "只有上半年数据" in zero.says
    assert "有该年决定的案卷 1 件" in zero.says


# ---- fines --------------------------------------------------------------------------------------


def fined(amount: Any, id: str = "a", **facts: Any) -> Any:
    return filed(id, **{"决定日期": "2024-03-05", "罚款金额": amount, "处罚依据": "《某法》第一条", **facts})


def test_fines_far_from_the_middle_of_like_fines() -> None:
    files = [fined(n, str(n)) for n in (1000, 1000, 1400, 2000)]
    found = measured("fine_dispersion", survey(*files), BUREAU)
    assert (found.numerator, found.denominator, found.amount) == (1, 4, 5400)  # 2000 is 800 off 1200
    assert "中位数 1200" in found.behind[0].says


def test_few_or_unlike_fines_are_not_compared() -> None:
    files = [fined(1000, "1"), fined(1000, "2", 裁量档次="严重"), fined(9000, "3", 处罚依据="《某法》第二条")]
    about = survey(*files, fined((9, 0.4), "4"), filed("5", 罚款金额=3, 决定日期="2024-03-05"))
    assert counts("fine_dispersion", about) == (0, 0)
    assert dict(measured("fine_dispersion", about).missing) == {
        "同类罚款不足 3 笔，不能比较": 3,
        "罚款金额读得不清": 1,
        "没有读到处罚依据，不能与同类案件比较": 1,
    }


@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=8), st.integers(2, 50))
def test_dispersion_does_not_depend_on_the_unit_or_the_order(sums: list[int], factor: int) -> None:
    plain = counts("fine_dispersion", survey(*(fined(n, str(k)) for k, n in enumerate(sums))))
    scaled = counts(
        "fine_dispersion", survey(*(fined(n * factor, str(k)) for k, n in enumerate(reversed(sums))))
    )
    assert plain == scaled
    assert plain[1] == len(sums)


STANDARD = [
    {
        "code": "A1",
        "agency": BUREAU,
        "basis": "《某法》第一条",
        "grade": grade,
        "fine_min": 0,
        "fine_max": top,
    }
    for grade, top in (("较轻", 3000), ("严重", 10000))
]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"罚款金额": 9000, "裁量编号": "A1"}, (1, 1)),
        ({"罚款金额": 8999, "裁量编号": "A1"}, (0, 1)),
        ({"罚款金额": 3000}, (0, 1)),  # told by the article; the top is that of the gravest grade
        ({"罚款金额": 3000, "裁量编号": "B7"}, (0, 0)),
        ({"罚款金额": (9999, 0.5)}, (0, 0)),
    ],
)
def test_fines_near_the_ceiling(facts: dict[str, Any], expected: tuple[int, int]) -> None:
    about = survey(fined(facts.pop("罚款金额"), **facts), discretion=STANDARD)
    assert counts("near_ceiling", about) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"收款单位": BUREAU, "缴款方式": "现金"}, (1, 1)),
        ({"收款单位": BUREAU, "缴款方式": "现金", "罚款金额": 100}, (1, 1)),  # only a summary penalty may
        ({"收款单位": BUREAU, "缴款方式": "现金", "罚款金额": 100, "procedure": "summary"}, (0, 1)),
        ({"收款单位": BUREAU, "缴款方式": "现金", "罚款金额": 101, "procedure": "summary"}, (0, 0)),
        ({"收款单位": BUREAU, "缴款方式": "现金", "罚款金额": (9, 0.3), "procedure": "summary"}, (0, 0)),
        ({"收款单位": BUREAU, "缴款方式": "银行"}, (0, 1)),
        ({"收款单位": BUREAU}, (0, 0)),  # a receipt names the authority whoever took the money
        ({"收款单位": "某银行", "缴款方式": "现金"}, (0, 1)),
        ({"缴款日期": "2024-04-01"}, (0, 0)),
        ({}, (0, 0)),
    ],
)
def test_fines_taken_by_the_authority_itself(facts: dict[str, Any], expected: tuple[int, int]) -> None:
    assert counts("fines_self_collected", survey(fined(facts.pop("罚款金额", 5000), **facts))) == expected


# ---- places and disputes ------------------------------------------------------------------------

PLACES = [
    {"name": "南屏市生态环境局", "region": "南屏市"},
    {"name": OTHER, "region": "北岭区"},
    {"name": "东洲市生态环境局", "region": "东洲市"},
]


@pytest.mark.parametrize(
    ("agency", "place", "expected"),
    [
        (OTHER, "南屏市北岭区某路1号", (0, 1)),
        (OTHER, "东洲市某路1号", (1, 1)),
        (OTHER, "某路1号", (0, 0)),
        (OTHER, "东洲市场3号", (0, 0)),  # a market of that name
        (OTHER, "南港东洲市路2号", (0, 0)),  # a road of that name
        ("南屏市生态环境局", "北岭区某路1号", (0, 1)),  # a district of the own city
        ("东洲市生态环境局", "北岭区某路1号", (1, 1)),
        ("没有登记的局", "北岭区某路1号", (0, 0)),
    ],
)
def test_acts_outside_of_the_own_area(agency: str, place: str, expected: tuple[int, int]) -> None:
    about = survey(filed(agency=agency, 笔录地点=place, 决定日期="2024-03-05"), authorities=PLACES)
    assert counts("cross_region", about) == expected


@pytest.mark.parametrize(
    ("decided", "expected"),
    [("2024-02-29", (0, 1)), ("2024-03-01", (1, 1)), ("2024-03-31", (1, 1)), ("2024-04-01", (0, 1))],
)
def test_decisions_while_a_dispute_is_open(decided: str, expected: tuple[int, int]) -> None:
    row = {"applicant": OTHER, "other": BUREAU, "raised": "2024-03-01", "ended": "2024-04-01"}
    about = survey(filed(决定日期=decided), filed("b", agency="别的局", 决定日期=decided), disputes=[row])
    assert counts("acts_in_dispute", about) == expected
    still = survey(filed(决定日期="2024-05-01"), disputes=[{**row, "ended": ""}])
    assert counts("acts_in_dispute", still) == (1, 1)


# ---- bodies -------------------------------------------------------------------------------------


def officers(count: int, **changes: str) -> list[dict[str, str]]:
    return [
        {"name": f"甲{n}", "certificate": f"1{n:04}9", "agency": BUREAU, "status": "有效",
         "valid_from": "2020-01-01", "valid_to": "2026-12-31", **changes}
        for n in range(count)
    ]  # fmt: skip


@given(st.integers(0, 3), st.integers(0, 45))
def test_reviewers_are_at_least_five_per_cent(few: int, many: int) -> None:
    reviewers = [{"name": f"乙{n}", "agency": BUREAU, "valid_from": "2020-01-01"} for n in range(few)]
    about = survey(legal_reviewers=reviewers, officers=officers(many))
    expected = (0, 0) if not many else (int(few * 20 >= many), 1)
    assert counts("enough_reviewers", about) == expected


def test_those_no_longer_there_are_not_counted() -> None:
    reviewers = [{"name": "乙", "agency": BUREAU, "valid_to": "2024-12-31"}]
    about = survey(legal_reviewers=reviewers, officers=[*officers(2), *officers(30, status="注销")])
    (row,) = measured("enough_reviewers", about).behind
    assert (row.counted, row.says) == (False, "法制审核人员 0 名，执法人员 2 名，占 0.0%")


@pytest.mark.parametrize(
    ("officer", "facts", "expected"),
    [
        ({"name": "甲0", "certificate": "100009"}, {}, (0, 1)),
        ({"name": "甲0"}, {}, (0, 1)),  # by name, of the same authority
        ({"name": "甲0", "certificate": "100009"}, {"询问日期": "2027-01-01"}, (1, 1)),
        ({"name": "甲0", "certificate": "100009"}, {"询问日期": ["2024-01-01", "2019-12-31"]}, (1, 1)),
        ({"name": "甲0", "certificate": "100008"}, {}, (0, 0)),  # one slip from a real one
        ({"name": "甲0", "certificate": "777777"}, {}, (0, 0)),  # the register may not be whole
        ({"name": "丙", "certificate": "100009"}, {}, (0, 0)),
        ({"name": "丙"}, {}, (0, 0)),
    ],
)
def test_officers_without_a_certificate_in_force(
    officer: dict[str, str], facts: dict[str, Any], expected: tuple[int, int]
) -> None:
    about = survey(filed(**{"决定日期": "2024-03-05", "执法人员": officer, **facts}), officers=officers(1))
    assert counts("uncertified_officers", about) == expected
    assert "甲0" not in reasons("uncertified_officers", about)


def test_a_certificate_withdrawn_on_an_unknown_day_is_not_counted() -> None:
    rows = officers(1, status="注销")
    about = survey(
        filed(决定日期="2024-03-05", 执法人员={"name": "甲0", "certificate": "100009"}), officers=rows
    )
    assert counts("uncertified_officers", about) == (0, 0)


def entrusted(**changes: str) -> dict[str, str]:
    row = {"principal": BUREAU, "agent": "某站", "scope": "抽样", "valid_from": "2023-01-01", "valid_to": "2024-12-31",
           "filed": "已向司法行政部门备案"}  # fmt: skip
    return {**row, **changes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("已备案", (0, 1)), ("未备案", (1, 1)), ("否", (1, 1)), ("是", (0, 1)), ("", (0, 0)), ("？", (0, 0))],
)
def test_entrustments_filed(text: str, expected: tuple[int, int]) -> None:
    assert counts("entrustments_unfiled", survey(entrustments=[entrusted(filed=text)])) == expected


def test_entrustments_expired_and_not_renewed() -> None:
    assert counts("entrustments_expired", survey(entrustments=[entrusted()])) == (1, 1)
    renewed = [entrusted(), entrusted(valid_from="2025-01-01", valid_to="2026-12-31")]
    assert counts("entrustments_expired", survey(entrustments=renewed)) == (0, 1)
    assert counts("entrustments_expired", survey(entrustments=[entrusted(valid_to="")])) == (0, 0)
    assert counts("entrustments_expired", survey(entrustments=[entrusted()], on="2024-12-31")) == (0, 1)
    assert counts(
        "entrustments_expired", survey(entrustments=[entrusted()], period=("2025-01-01", "2025-12-31"))
    ) == (0, 0)


@pytest.mark.parametrize(
    ("basis", "since", "on", "expected"),
    [
        ("《中华人民共和国行政处罚法》第五十八条", "2019-01-01", "2025-06-30", (1, 1)),  # revised 2021
        ("《中华人民共和国行政处罚法》第五十八条", "2021-07-15", "2025-06-30", (0, 1)),
        ("《大气污染防治法》第九十九条", "2020-01-01", "2026-08-14", (0, 1)),
        ("《大气污染防治法》第九十九条", "2020-01-01", "2026-08-15", (1, 1)),  # repealed by the code
        ("《没有登记的办法》第一条", "2020-01-01", "2025-06-30", (0, 0)),
        ("《中华人民共和国行政处罚法》第五十八条", "", "2025-06-30", (0, 0)),
        ("三定方案", "2020-01-01", "2025-06-30", (0, 0)),
        ("《城市管理执法办法》第一条", "2016-01-01", "2025-06-30", (0, 0)),  # a row that nobody verified
    ],
)
def test_powers_whose_law_has_changed(basis: str, since: str, on: str, expected: tuple[int, int]) -> None:
    from anjuan.law import Law, Registry

    row = {"agency": BUREAU, "name": "某处罚", "kind": "行政处罚", "basis": basis, "valid_from": since}
    about = survey(powers=[row], on=on)
    about.law = Law(about.law.parameters, Registry.shipped(), about.law.calendar)
    assert counts("powers_outdated", about) == expected


# ---- inspections --------------------------------------------------------------------------------


def inspected(*days: str, agency: str = BUREAU, **changes: str) -> list[dict[str, str]]:
    row = {
        "agency": agency,
        "object": "某公司",
        "uscc": "91440101MA5XXXXX0A",
        "kind": "双随机检查",
        **changes,
    }
    return [{**row, "date": day} for day in days]


def test_repeated_inspections_of_one_enterprise_by_one_authority() -> None:
    assert counts("repeated_inspections", survey(inspections=inspected("2024-01-05", "2024-06-05"))) == (1, 1)
    assert counts("repeated_inspections", survey(inspections=inspected("2023-12-31", "2024-01-01"))) == (0, 2)
    caused = [*inspected("2024-01-05"), *inspected("2024-06-05", source="群众举报")]
    assert counts("repeated_inspections", survey(inspections=caused)) == (0, 1)
    assert counts("repeated_inspections", survey(inspections=inspected(""))) == (0, 0)
    assert counts(
        "repeated_inspections", survey(inspections=inspected("2024-01-05", object="", uscc=""))
    ) == (0, 0)


def test_several_authorities_at_one_enterprise() -> None:
    rows = [*inspected("2024-01-05"), *inspected("2024-02-05", agency=OTHER)]
    assert counts("inspected_by_several", survey(inspections=rows)) == (1, 1)
    assert counts("repeated_inspections", survey(inspections=rows)) == (0, 2)


def cap(**changes: str) -> dict[str, str]:
    return {
        "kind": "检查频次上限",
        "agency": BUREAU,
        "name": "行政检查",
        "value": "2",
        "unit": "次/年",
        **changes,
    }


@pytest.mark.parametrize(
    ("caps", "days", "expected"),
    [
        ([cap()], 2, (0, 1)),
        ([cap()], 3, (1, 1)),
        ([cap(), cap(name="双随机检查", value="1")], 2, (1, 1)),  # the one for that kind goes first
        ([cap(agency=OTHER)], 3, (0, 0)),
        ([cap(unit="次/月")], 3, (0, 0)),
        ([cap(), cap(value="9")], 3, (0, 0)),  # two that contradict each other
        ([cap(valid_to="2023-12-31")], 3, (0, 0)),
    ],
)
def test_inspections_over_the_published_cap(
    caps: list[dict[str, str]], days: int, expected: tuple[int, int]
) -> None:
    rows = inspected(*(f"2024-0{n + 1}-05" for n in range(days)))
    assert counts("inspection_caps", survey(inspections=rows, lists=caps)) == expected


def test_inspections_with_a_cause_beyond_the_cap_go_to_a_person() -> None:
    rows = [*inspected("2024-01-05", "2024-02-05"), *inspected("2024-03-05", source="投诉")]
    assert counts("inspection_caps", survey(inspections=rows, lists=[cap()])) == (0, 0)
    assert "由人工判断" in reasons("inspection_caps", survey(inspections=rows, lists=[cap()]))


# ---- people -------------------------------------------------------------------------------------


def test_findings_by_officer_tell_people_apart_only_in_the_part() -> None:
    two = [{"name": "甲某", "certificate": "1"}, {"name": "乙某", "certificate": "2"}]
    files = [
        filed("a", 执法人员=two, items=(("PO-P17", "fail"),)),
        filed("b", 执法人员=two[0], items=(("PO-P17", "pass"),)),
    ]
    about = survey(*files, filed("c", items=()))
    assert counts("findings_by_officer", about, BUREAU, "甲某（1）") == (1, 2)
    assert counts("findings_by_officer", about, BUREAU, "乙某（2）") == (1, 1)
    assert reasons("findings_by_officer", about) == "案卷没有读清执法人员"
    assert all("某" not in one.says for one in measured("findings_by_officer", about).behind)


def test_a_duty_that_nobody_registered_is_an_error() -> None:
    with pytest.raises(LawKeyError):
        survey().parameter("supervision.nothing", survey().on)
