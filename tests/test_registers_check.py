"""`anjuan registers check`: what was taken for what, which rows were refused, what does not hold together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from anjuan.faces.cli import main
from anjuan.model.errors import RegisterError
from anjuan.model.limits import Limits
from anjuan.reading import sheets, tables
from anjuan.reading.tables import load_registers, read_registers
from anjuan.rules.registers_check import check_registers, near_numbers
from anjuan.testing import registers

ONE, OTHER = "南屏市市场监督管理局", "南屏市北岭区市场监督管理局"
AUTHORITIES = [{"name": ONE, "uscc": "", "region": "南屏市"}, {"name": OTHER, "uscc": "", "region": "北岭区"}]
OFFICER = {"name": "甲某", "certificate": "19000000001", "agency": ONE, "valid_from": "2020-01-01"}


def kinds(**found: list[dict[str, object]]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.kind, one.level, one.rows) for one in check_registers(registers(**found))]


def officer(**changes: object) -> dict[str, object]:
    return {**OFFICER, **changes}


def test_sound_registers_have_no_doubts() -> None:
    rows = [officer(valid_to="2022-12-31"), officer(valid_from="2023-01-01")]
    assert kinds(officers=rows, authorities=AUTHORITIES) == []


def test_overlapping_validity_of_one_certificate_is_named_with_both_rows() -> None:
    rows = [
        officer(valid_to="2023-01-01"),
        officer(name="乙某", certificate="8"),
        officer(valid_from="2023-01-01"),
    ]
    assert kinds(officers=rows) == [("overlap", "fault", (2, 4))]


def test_overlapping_validity_of_one_authority_by_name_or_credit_code() -> None:
    code = "11440799000000001X"
    rows = [{"name": ONE, "uscc": code}, {"name": OTHER, "uscc": code}]
    assert ("overlap", "fault", (2, 3)) in kinds(authorities=rows)
    assert ("overlap", "fault", (2, 3)) in kinds(authorities=[{"name": ONE}, {"name": ONE}])


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_an_overlap_is_found_exactly_where_two_periods_share_a_day(spans: list[tuple[int, int]]) -> None:
    base = date(2024, 1, 1)
    rows = [
        officer(valid_from=base + timedelta(a), valid_to=base + timedelta(a + length)) for a, length in spans
    ]
    shared = any(max(a, c) <= min(a + b, c + d) for n, (a, b) in enumerate(spans) for c, d in spans[n + 1 :])
    assert any(kind == "overlap" for kind, _, _ in kinds(officers=rows)) == shared


def test_an_unknown_authority_names_the_near_one() -> None:
    rows = [officer(), officer(certificate="19000000999", agency="南屏市市场监督管埋局")]
    (doubt,) = check_registers(registers(officers=rows, authorities=AUTHORITIES))
    assert (doubt.kind, doubt.rows) == ("unknown_authority", (3,))
    assert ONE in doubt.message
    assert kinds(officers=rows) == []  # nothing to compare with is no fault


@pytest.mark.parametrize(
    ("agency", "known"),
    [("南屏市市场监督管理系统", True), ("全省", True), ("某省药监系统", False), (OTHER, True)],
)
def test_a_list_may_name_a_system(agency: str, known: bool) -> None:
    found = kinds(authorities=AUTHORITIES, hearing_thresholds=[{"agency": agency}])
    assert ("unknown_authority" in [kind for kind, _, _ in found]) is not known


def test_an_alias_is_known() -> None:
    about = [{**AUTHORITIES[0], "aliases": "南屏市监局；南屏市场局"}]
    assert kinds(authorities=about, officers=[officer(agency="南屏市场局")]) == []


@pytest.mark.parametrize(
    ("number", "name", "found"),
    [
        ("19000000007", "甲某", "fault"),  # a sign changed
        ("1900000001", "甲某", "fault"),  # a sign left out
        ("91000000001", "甲某", "fault"),  # neighbours exchanged
        ("19000000007", "乙某", None),  # numbers in sequence
        ("19070000001", "乙某", "hint"),
        ("19070000071", "甲某", None),
    ],
)
def test_a_certificate_one_slip_from_a_real_one(number: str, name: str, found: str | None) -> None:
    expected = [] if found is None else [("near_certificate", found, (2, 3))]
    assert kinds(officers=[officer(), officer(certificate=number, name=name)]) == expected


def test_numbers_in_sequence_are_no_hints_and_a_strange_one_is() -> None:
    rows = [officer(name=f"甲{n}", certificate=f"1907{n:04}") for n in range(40)]
    assert kinds(officers=rows) == []
    assert kinds(officers=[*rows, officer(name="丙", certificate="19170007")]) == [
        ("near_certificate", "hint", (9, 42))
    ]


@given(st.lists(st.text("0123", min_size=1, max_size=5), unique=True, max_size=8))
def test_near_numbers_are_those_one_slip_apart(numbers: list[str]) -> None:
    def slip(one: str, other: str) -> bool:
        if len(one) == len(other):
            at = [n for n in range(len(one)) if one[n] != other[n]]
            pair = (
                len(at) == 2
                and at[1] == at[0] + 1
                and one[at[0]] == other[at[1]]
                and one[at[1]] == other[at[0]]
            )
            return len(at) == 1 or pair
        long, short = sorted((one, other), key=len, reverse=True)
        return len(long) == len(short) + 1 and any(
            long[:n] + long[n + 1 :] == short for n in range(len(long))
        )

    wanted = {tuple(sorted((a, b))) for a in numbers for b in numbers if a != b and slip(a, b)}
    assert set(near_numbers(numbers)) == wanted


def test_a_period_that_ended_before_it_began() -> None:
    assert kinds(officers=[officer(valid_to="2019-12-31")]) == [("ended_before_begun", "fault", (2,))]
    rows = [{"case": "x", "started": "2024-01-01 10:00", "ended": "2024-01-01 09:59", "stored": "2024-01-01"}]
    assert kinds(recordings=rows) == [("order", "fault", (2,))]


@pytest.mark.parametrize(
    ("code", "right"),
    [("91440101MA5XXXXX0A", False), ("9144", False), ("91350211M000100Y46", True), ("", True)],
)
def test_the_check_digit_of_a_credit_code(code: str, right: bool) -> None:
    assert kinds(authorities=[{"name": ONE, "uscc": code}]) == ([] if right else [("uscc", "fault", (2,))])


def test_a_range_whose_top_lies_below_its_bottom() -> None:
    row = {"code": "A", "agency": ONE, "fine_min": 2, "fine_max": 1}
    assert kinds(discretion=[row, {**row, "code": "B", "fine_max": 2}]) == [("range", "fault", (2,))]


def test_what_a_ledger_holds_twice_is_a_hint() -> None:
    rows = [{"agency": ONE, "case": f"南罚〔2024〕{n}号", "decided": "2024-01-01"} for n in (1, 2, 1)]
    assert kinds(filings=[*rows, {"agency": ONE, "case": ""}, {"agency": ONE}]) == [("twice", "hint", (2, 4))]


def test_an_empty_register_is_a_hint() -> None:
    assert kinds(officers=[]) == [("empty", "hint", ())]


def test_doubts_travel_with_the_registers_into_a_run(tmp_path: Path) -> None:
    text = (
        "姓名,执法证号,所在单位,证件类别,有效期起,有效期止,状态\n甲某,1,某局,证,2024-01-02,2024-01-01,有效\n"
    )
    (tmp_path / "officers.csv").write_text(text, "utf-8")
    (warning,) = load_registers(tmp_path).warnings
    assert "officers.csv：有效期止 2024-01-01 早于有效期起 2024-01-02" in warning


# ---- what was taken for what --------------------------------------------------------------------


def workbook(folder: Path, *rows: list[object]) -> Path:
    book = xlsxwriter.Workbook(folder / "hearing_thresholds.xlsx")
    sheet = book.add_worksheet("标准")
    rounded = book.add_format({"num_format": "0"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, rounded)
    book.close()
    return folder


HEADS = [
    "适用机关",
    "对单位罚款标准（万元，不含本数）",
    "fine_person",
    "依椐",
    "依据",
    "有效期起",
    "有效期止",
]


def test_each_heading_says_what_it_was_taken_for(tmp_path: Path) -> None:
    folder = workbook(tmp_path, ["某市听证标准"], HEADS, ["全省", 5.5, 5000, "", "x", "2024-01-01", ""])
    found = read_registers(folder)
    (table,) = found.tables
    assert (table.sheet, table.heading_row, table.rows) == ("标准", 2, 1)
    how = {one.heading: (one.column, one.how, one.unit, one.inclusive) for one in table.headings}
    assert how == {
        "适用机关": ("agency", "exact", "", True),
        "对单位罚款标准（万元，不含本数）": ("fine_organisation", "alias", "万元", False),
        "fine_person": ("fine_person", "alias", "", True),
        "依椐": ("", "unknown", "", True),
        "依据": ("basis", "exact", "", True),
        "有效期起": ("valid_from", "exact", "", True),
        "有效期止": ("valid_to", "exact", "", True),
    }
    assert set(table.absent) == {"confiscation", "other"}
    assert found.registers.rows("hearing_thresholds")[0].number_of("fine_organisation") == 55000


def test_a_near_heading_is_named_and_not_used(tmp_path: Path) -> None:
    heads = ["姓名", "执法证件号", "所在单位", "证件类别", "有效期起", "有效期止", "状态"]
    (tmp_path / "officers.csv").write_text(",".join(heads) + "\n甲,1,某局,证,,,有效\n", "utf-8")
    found = read_registers(tmp_path)
    head = found.tables[0].headings[1]
    assert (head.column, head.how, "执法证号" in head.resembles) == ("", "near", True)
    assert "officers" not in found.registers
    assert "缺少列：执法证号（certificate）" in found.problems[0].what


def test_refused_rows_are_named_with_sheet_row_and_reason_and_the_others_are_kept(tmp_path: Path) -> None:
    heads = [*HEADS[:3], *HEADS[4:]]
    rows = [["全省", "五万", 5000, "x", "长期", ""], ["全市", 5, 5000, "x", "", ""]]
    found = read_registers(workbook(tmp_path, heads, *rows))
    assert [(one.sheet, one.row, one.heading, one.why) for one in found.refused] == [
        ("标准", 2, heads[1], "“五万”不是数字"),
        ("标准", 2, "有效期起", "“长期”不是日期"),
    ]
    assert [row.number for row in found.registers.rows("hearing_thresholds")] == [3]
    with pytest.raises(RegisterError, match="2 处问题"):
        load_registers(tmp_path)


def test_no_personal_number_is_shown_in_an_error(tmp_path: Path) -> None:
    text = "姓名,执法证号,所在单位,证件类别,有效期起,有效期止,状态\n甲,1,某局,证,440000199001010000,,有效\n"
    (tmp_path / "officers.csv").write_text(text, "utf-8")
    assert "440000199001010000" not in repr(read_registers(tmp_path).problems)


def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workbook(tmp_path, HEADS, *([["全省"] * 7] * 40))
    monkeypatch.setattr(sheets, "limits", lambda: Limits(cells=100))
    with pytest.raises(RegisterError, match=r"上限 100 格.*hearing_thresholds\.xlsx"):
        load_registers(folder)
    (tmp_path / "hearing_thresholds.xlsx").unlink()
    (tmp_path / "officers.csv").write_text("姓名\n" * 100, "utf-8")
    monkeypatch.setattr(tables, "limits", lambda: Limits(xml_bytes=100))
    with pytest.raises(RegisterError, match=r"CSV 文件超过上限.*officers\.csv"):
        load_registers(folder)


# ---- the command --------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["anjuan", "registers", "check", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def test_the_command_shows_doubts_and_ends_with_one(run: Run, tmp_path: Path) -> None:
    text = "姓名,执法证号,单 位,所在单位,证件类别,有效期起,有效期止,状态\n甲,7,,某局,证,2024-01-02,2024-01-01,有效\n"
    (tmp_path / "officers.csv").write_text(text, "utf-8")
    status, out, _ = run(tmp_path)
    assert status == 1
    for words in ("officers 执法证件：1 行", "有效期颠倒", "未使用"):
        assert words in out
    status, out, _ = run(tmp_path, "--json")
    data = json.loads(out)
    assert (status, [one["kind"] for one in data["doubts"]]) == (1, ["ended_before_begun"])
    assert data["tables"][0]["headings"][2] | {"resembles": ""} == {
        "heading": "单 位", "column": "", "how": "near", "resembles": "", "unit": "", "inclusive": True
    }  # fmt: skip


def test_the_command_shows_refused_rows_and_ends_with_two(run: Run, tmp_path: Path) -> None:
    text = "姓名,执法证号,所在单位,证件类别,有效期起,有效期止,状态\n甲,1,某局,证,永久,,有效\n"
    (tmp_path / "officers.csv").write_text(text, "utf-8")
    status, out, err = run(tmp_path)
    assert (status, "没有采用的行 1 行" in out, "“永久”不是日期" in out, err) == (2, True, True, "")
    assert json.loads(run(tmp_path, "--json")[1])["refused"][0]["row"] == 2
