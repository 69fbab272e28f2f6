"""`anjuan read` for a person: papers and facts in tables, and everything doubtful or unread named before them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from anjuan import Box, CaseFile, Evidence, Fact, Mark, Record
from anjuan.faces.tables import place, reading_tables, reading_text
from anjuan.faces.understood import EACH_PAPER, contradictions, locator_text, page_numbers, understood
from anjuan.testing import case, paper

from .test_cli import Run, run  # noqa: F401 — a fixture

SAMPLE = Path(__file__).parent.parent / "samples" / "cases" / "s02.pdf"


def bound() -> CaseFile:
    """Three papers in one file: one unread page, one unreadable line, two fines, a poor reading."""
    decision, notice, lost = (
        paper("行政处罚决定书", "罚款30000元", id="d1", scanned=True),
        paper("行政处罚事先告知书", id="d2"),
        paper("unknown", id="d3", title="某某单据", failed=True),
    )
    found = case(
        [(decision, {"罚款金额": [30000, 40000], "决定日期": (date(2024, 3, 5), 0.6)}), (notice, {"告知听证权": False}), lost]
    )  # fmt: skip
    documents = []
    for number, one in enumerate(found.documents, 1):
        page = replace(one.pages[0], file="卷.pdf", page=number)
        if number == 1:
            page = replace(page, marks=(Mark("unreadable", Box(0.1, 0.5, 0.6, 0.52), 0.0),))
        documents.append(replace(one, pages=(page,)))
    numbers = {one.id: number for number, one in enumerate(documents, 1)}
    facts = tuple(
        replace(f, evidence=replace(f.evidence, file="卷.pdf", page=numbers[f.evidence.document]))
        for f in found.facts
    )
    return replace(found, documents=tuple(documents), facts=facts, warnings=("录像.mp4 不是文书，未读取",))


def drawn(found: CaseFile, width: int, *, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, highlight=False)
    for part in reading_tables(found):
        console.print(part)
    return out.getvalue()


# ---- what is doubtful -----------------------------------------------------------------------


def test_everything_that_wants_a_second_look_is_named_with_its_place() -> None:
    notes = understood(bound()).notes
    assert notes == (
        "录像.mp4 不是文书，未读取",
        "未读出：卷.pdf 第3页（无法识别）",
        "看得见、读不出的文字 1 行：第1页 1 行",
        "没有认出是什么文书的页：第3页",
        "记载不一致：罚款金额 30,000 元（第1页）；40,000 元（第1页）",
        "把握低于 0.85 的事实 1 条，已标“存疑”，请对照原件",
    )


def test_a_clean_case_file_has_no_notes() -> None:
    assert (
        understood(
            case(罚款金额=30000, 处罚种类=["罚款", "警告"], 询问日期=["2024-03-01", "2024-03-02"])
        ).notes
        == ()
    )


def test_contradictory_values_stand_together_and_are_marked() -> None:
    readings = dict(understood(bound()).facts)["决定"]
    assert [(one.name, one.value, one.doubt) for one in readings] == [
        ("决定日期", "2024-03-05", "存疑"),
        ("罚款金额", "30,000 元", "矛盾"),
        ("罚款金额", "40,000 元", "矛盾"),
    ]


@pytest.mark.parametrize(
    ("facts", "groups"),
    [
        ({"罚款金额": 3000, "罚款大写金额": 3000}, 0),
        ({"罚款金额": 3000, "罚款大写金额": 30000}, 1),
        ({"送达日期": ["2024-03-05", "2024-03-05T09:10"]}, 0),
        ({"送达日期": ["2024-03-05", "2024-03-06"]}, 1),
        ({"违反条款": ["《甲法》第一条", "《甲法》第二条"]}, 0),
    ],
)
def test_what_contradicts(facts: dict[str, object], groups: int) -> None:
    assert len(contradictions(case(**facts).facts)) == groups


def test_two_parties_may_pay_different_sums() -> None:
    place_ = Evidence("d1", "a.pdf", 1)
    two = [
        Fact("罚款金额", Record.of(sum="1").text("sum"), place_, of="party:1"),
        Fact("罚款金额", "2", place_, of="party:2"),
    ]
    assert contradictions(two) == []
    assert understood(replace(case(), facts=tuple(two))).facts[0][1][1].name == "罚款金额（当事人 2）"


# ---- how it is said -------------------------------------------------------------------------


def test_one_value_said_often_is_one_row_with_its_places() -> None:
    papers = [(paper("立案审批表", id=f"d{n}"), {"文书当事人": "甲公司"}) for n in range(1, 6)]
    ((theme, (row,)),) = understood(case(papers)).facts
    assert (theme, row.value) == (EACH_PAPER, "甲公司")
    assert row.where == "d1.pdf 第1页；d2.pdf 第1页；d3.pdf 第1页 等 5 处"


def test_values_are_written_as_people_write_them() -> None:
    officer = {"name": "甲", "certificate": "E01"}
    opinion = {"level": "承办人", "opinion": "建议结案。", "date": "2024-03-05"}
    facts = understood(
        case(执法人员=officer, 审批意见=opinion, 告知听证权=True, 笔录开始时间="2024-03-05T09:10")
    ).facts
    values = {one.name: one.value for _, own in facts for one in own}
    assert values == {
        "执法人员": "甲，证号：E01",
        "审批意见": "承办人，建议结案，2024-03-05",
        "告知听证权": "是",
        "笔录开始时间": "2024-03-05 09:10",
    }


def test_rows_of_a_table_of_contents_stand_by_number() -> None:
    rows = [{"order": n, "title": f"文书{n}"} for n in (10, 2, 1)]
    ((_, own),) = understood(case(目录条目=rows)).facts
    assert [one.value for one in own] == ["序号：1，文书1", "序号：2，文书2", "序号：10，文书10"]


def test_members_of_one_archive_go_without_its_name() -> None:
    papers = [paper("立案审批表", id=f"d{n}") for n in (1, 2)]
    papers = [replace(p, pages=(replace(p.pages[0], file=f"卷.zip!/{p.id}.pdf"),)) for p in papers]
    assert [one.where for one in understood(case(papers)).papers] == ["d1.pdf 第1页", "d2.pdf 第1页"]
    mixed = [papers[0], paper("送达回证", id="d3")]
    assert [one.where for one in understood(case(mixed)).papers] == ["卷.zip!/d1.pdf 第1页", "d3.pdf 第1页"]


@pytest.mark.parametrize(
    ("numbers", "text"), [([3], "第3页"), ([2, 1], "第1、2页"), ([1, 2, 3, 7, 7], "第1至3、7页")]
)
def test_page_numbers_are_drawn_together(numbers: list[int], text: str) -> None:
    assert page_numbers(numbers) == text


def test_locators_are_chinese() -> None:
    locators = ("paragraph 12", "table 2 row 3", "row 3", "sheet")
    assert [locator_text(one) for one in locators] == ["第12段", "表2第3行", "第3行", "sheet"]
    assert place(Evidence("d1", "a.docx", None, (), "paragraph 12")) == "a.docx 第12段"


# ---- where it is drawn ----------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 100, 120])
def test_tables_fit_the_terminal_and_lose_nothing(width: int) -> None:
    found = replace(bound(), agency="南屏市城南区市场监督管理局")
    lines = drawn(found, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    text = "".join("".join(lines).split())
    for words in (
        "行政处罚决定书",
        "识别",
        "未读",
        "文字层",
        "0.60存疑",
        "矛盾",
        "第3页",
        "某某单据",
        "30,000元",
    ):
        assert words in text


def test_markup_in_a_paper_stays_text() -> None:
    found = case(
        [paper("行政处罚决定书", title="[red]甲[/red]")], agency="[bold]乙", 当事人="[link=x]丙[/link]"
    )
    text = drawn(found, 100)
    assert "[bold]乙" in text
    assert "[link=x]丙[/link]" in text


def test_plain_lines_for_files_and_pipes() -> None:
    text = reading_text(bound())
    assert "\x1b" not in text
    assert "│" not in text
    assert "  罚款金额                1.00 矛盾 30,000 元　〔第1页〕" in text
    assert "! 未读出：卷.pdf 第3页（无法识别）" in text


def test_the_command_prints_text_to_a_pipe_and_a_table_to_a_terminal(
    run: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, out, _ = run("read", SAMPLE)
    assert (status, "\x1b" in out, "行政处罚决定书" in out) == (0, False, True)
    run("read", SAMPLE, "--out", tmp_path / "读.txt")
    assert (tmp_path / "读.txt").read_text("utf-8") == out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    _, table, _ = run("read", SAMPLE)
    assert max(map(cell_len, table.splitlines())) > 80
    assert "-" * 60 in table
    _, line, _ = run("read", SAMPLE, "--json")
    assert json.loads(line)["id"] == "s02"
