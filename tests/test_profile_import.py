"""A department's own point table becomes a profile: what is sure is matched, the rest is listed, nothing guessed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from anjuan.faces.cli.app import app
from anjuan.model.errors import ProfileError
from anjuan.model.result import Effect
from anjuan.reading.point_table import read_point_table
from anjuan.rules.profile import Decide, Item
from anjuan.rules.profile_files import load_profile
from anjuan.rules.profile_match import match_lines
from anjuan.rules.profile_schema import profile_json_schema
from anjuan.rules.profile_write import Entry, Frame, written

HEAD = ["评查项目", "序号", "评查内容", "分值", "扣分标准"]
ROWS: list[list[Any]] = [
    ["一、主体合法（20分）", 1, "执法人员在执法当日具有行政执法资格", 10, "每人次扣5分"],
    [None, 2, "是否主动出示执法证件，并有记录", 10, "未出示扣2分，未记录扣1分"],
    ["二、事实证据", 3, "证据确凿充分", 20, "酌情扣分"],
    [None, 4, "电子数据取证合法", "10分", ""],
    ["三、程序", 5, "拟处罚达到听证标准的，已告知听证权利", 0, "一票否决"],
    [None, 6, "在立案之日起九十日内作出处罚决定", 30, ""],
    [None, 7, "文书无错别字", 20, "每处扣0.5分"],
    ["合计", None, None, 100, None],
]


def table(path: Path, rows: Sequence[Any], *, title: str = "某市行政处罚案卷评查表", merge: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "评分表"
    for row in ([title], HEAD, *rows):
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def run(*words: str) -> Any:
    import_module("anjuan.faces.cli.profile")
    return CliRunner().invoke(app, ["profile", *words])


def items_of(file: Path) -> dict[str, Item]:
    return {item.id: item for item in load_profile(file).tables[0].items()}


def test_a_table_becomes_a_profile(tmp_path: Path) -> None:
    done = run("import", str(table(tmp_path / "表.xlsx", ROWS)), "--out", str(tmp_path / "表.toml"))
    assert done.exit_code == 0, done.output
    found = load_profile(tmp_path / "表.toml").tables[0]
    assert (found.name, str(found.total)) == ("某市行政处罚案卷评查表", "100")
    assert [(one.title, str(one.points)) for one in found.sections] == [
        ("主体合法", "20"),
        ("事实证据", "30"),
        ("程序", "50"),
    ]
    items = items_of(tmp_path / "表.toml")
    sure = items["1-1"]
    assert [(use.check, str(use.deduct)) for use in sure.checks] == [("subject.officers_qualified", "5")]
    assert sure.decide is Decide.CHECK
    assert (
        items["1-2"].decide is Decide.ASSIST
    )  # two figures in the rule of deduction: a person takes the points
    assert items["2-1"].decide is Decide.PERSON
    assert not items["2-1"].checks
    assert (items["3-1"].effect, str(items["3-1"].points)) == (Effect.UNQUALIFIED, "0")
    assert items["3-2"].checks[0].check == "timeliness.decided_in_time"
    assert items["3-2"].checks[0].deduct == Decimal(30)
    assert [item.title for item in items.values()][3] == "电子数据取证合法"


def test_the_doubtful_are_listed_and_stand_in_the_file_with_a_comment(tmp_path: Path) -> None:
    out = tmp_path / "表.toml"
    done = run("import", str(table(tmp_path / "表.xlsx", ROWS)), "--out", str(out))
    assert "待人确认" in done.output
    assert "文书无错别字" in done.output
    text = out.read_text("utf-8")
    block = next(part for part in text.split("[[section.item]]") if 'title = "文书无错别字"' in part)
    assert "# 待确认：第9行没有把握对应" in block
    assert "documents.alterations" in block
    assert 'decide = "person"' in block
    assert "# 第5行没有对应的检查规则，由人评查" in text


def test_json_tells_every_line(tmp_path: Path) -> None:
    file = table(tmp_path / "表.xlsx", ROWS)
    done = run("import", str(file), "--out", str(tmp_path / "o.toml"), "--json")
    data = json.loads(done.output)
    assert [one["row"] for one in data["items"]] == list(range(3, 10))
    assert data["items"][0]["item"] == "PO-S07"
    assert data["items"][2] == {
        "row": 5,
        "section": "事实证据",
        "title": "证据确凿充分",
        "points": 20.0,
        "effect": "none",
        "decide": "person",
        "item": None,
        "likeness": 0.0,
        "sure": False,
        "near": [],
        "twice": [],
    }
    assert {"heading": "分值", "taken_for": "points"} in data["headings"]


def test_two_lines_for_one_check_are_both_left_to_a_person(tmp_path: Path) -> None:
    rows = [
        ["程序", 1, "在立案之日起九十日内作出处罚决定", 10, ""],
        [None, 2, "立案之日起九十日内或者规定期限内作出决定", 10, ""],
    ]
    out = tmp_path / "o.toml"
    done = run("import", str(table(tmp_path / "t.xlsx", rows)), "--out", str(out))
    assert done.exit_code == 0
    assert "与第4行重复" in done.output
    assert all(item.decide is Decide.PERSON for item in items_of(out).values())
    assert "一条规则只能计分一次" in out.read_text("utf-8")


FAULTS = [
    ([["甲", 1, "文书齐全", "酌情", ""]], "", "评分表!D3", "不是一个数"),
    ([["甲", 1, "文书齐全", "3-5", ""]], "", "评分表!D3", "不是一个数"),
    ([["甲", 1, "文书齐全", None, "扣1分"]], "", "评分表!D3", "没有分值"),
    ([["甲", 1, None, 5, ""]], "", "评分表!C3", "没有评查内容"),
    ([["甲", 1, "文书齐全", 5, ""], [None, 2, "编号规范", None, ""]], "D3:D4", "评分表!D3", "第3行至第4行"),
    ([["甲（10分）", 1, "文书齐全", 5, ""]], "", "评分表", "写明10分，各项合计只有5分"),
    ([["甲", 1, "文书齐全", 5, ""], ["合计", None, None, 6, None]], "", "评分表!D4", "合计6分"),
    ([], "", "评分表", "没有评查项"),
    ([["甲", 1, "执法主体合法", 0, "一票否决"]], "", "评分表!D3", "都是 0"),
]


@pytest.mark.parametrize(("rows", "merge", "place", "says"), FAULTS, ids=[fault[3] for fault in FAULTS])
def test_what_cannot_be_read_is_named_with_its_cell(
    rows: list[list[Any]], merge: str, place: str, says: str, tmp_path: Path
) -> None:
    file = table(tmp_path / "t.xlsx", rows, merge=merge)
    with pytest.raises(ProfileError, match=says) as caught:
        read_point_table(file)
    assert place in str(caught.value)
    done = run("import", str(file), "--out", str(tmp_path / "o.toml"))
    assert isinstance(done.exception, ProfileError)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.xlsx"]  # nothing was written


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    rows = [["甲", 1, "文书齐全", "酌情", ""], [None, 2, "编号规范", None, "扣1分"]]
    with pytest.raises(ProfileError, match="2 处问题") as caught:
        read_point_table(table(tmp_path / "t.xlsx", rows))
    assert "D3" in str(caught.value)
    assert "D4" in str(caught.value)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (["序号", "评查内容", "得分"], "缺少“分值”"),
        (["序号", "分值", "得分"], "缺少“评查内容”"),
        (["甲", "乙"], "没有找到评分表的表头"),
    ],
)
def test_missing_headings_are_named(head: list[str], says: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(head)
    book.active.append([1, 2])
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(ProfileError, match=says):
        read_point_table(tmp_path / "t.xlsx")


def test_several_tables_in_one_file_ask_for_a_sheet(tmp_path: Path) -> None:
    file = table(tmp_path / "t.xlsx", ROWS)
    book = openpyxl.load_workbook(file)
    book.copy_worksheet(book.active).title = "另一张"
    book.save(file)
    with pytest.raises(ProfileError, match="--sheet"):
        read_point_table(file)
    assert read_point_table(file, "另一张").sheet == "另一张"
    with pytest.raises(ProfileError, match="可用的有：评分表、另一张"):
        read_point_table(file, "第三张")


def test_merged_sections_and_titles_of_sections(tmp_path: Path) -> None:
    rows = [
        ["一、主体（15分）", None, None, None, None],
        ["人员", 1, "两名以上执法人员", 10, ""],
        [None, 2, "出示证件", 5, ""],
        ["备注", None, None, None, None],
    ]
    found = read_point_table(table(tmp_path / "t.xlsx", rows, merge="A4:A5"))
    assert [(line.row, line.section) for line in found.lines] == [(4, "主体"), (5, "主体")]
    found = read_point_table(table(tmp_path / "u.xlsx", rows[1:], merge="A3:A4"))
    assert [(line.row, line.section) for line in found.lines] == [(3, "人员"), (4, "人员")]


def test_lines_under_merged_points_may_name_their_own(tmp_path: Path) -> None:
    rows = [
        ["立案审批表", 1, "1.有案件来源信息、案由。(0.5分)", "2分", ""],
        [None, None, "2.立案基本信息及理由。（1分）", None, ""],
        [None, None, "3.立案审查在法定期限内完成。(0.5 分)", None, ""],
        ["结案审批表", 2, "结案手续齐全", 3, ""],
    ]
    found = read_point_table(table(tmp_path / "t.xlsx", rows, merge="D3:D5"))
    assert [str(line.points) for line in found.lines] == ["0.5", "1", "0.5", "3"]
    assert found.lines[1].text == "2.立案基本信息及理由。"
    more = [*rows[:2], [None, None, "3.立案审查在法定期限内完成。(1分)", None, ""], rows[3]]
    with pytest.raises(ProfileError, match=r"合并的分值是2分，各项写明的分值相加为2\.5分") as caught:
        read_point_table(table(tmp_path / "u.xlsx", more, merge="D3:D5"))
    assert "评分表!D3" in str(caught.value)


def test_words_of_products_are_no_veto(tmp_path: Path) -> None:
    rows = [
        ["甲", 1, "不合格产品的处理有记录", 10, "无该文书的，本项得0分"],
        [None, 2, "执法主体合法", 10, "不符合的，本卷直接评为不合格"],
        [None, 3, "集体讨论", 10, "未经讨论的，全卷0分"],
        [None, 4, "救济途径", 10, "不得评为优秀"],
    ]
    found = read_point_table(table(tmp_path / "t.xlsx", rows))
    assert [line.effect for line in found.lines] == ["", "unqualified", "zero", "not_excellent"]


@pytest.mark.parametrize(
    ("title", "words", "says"),
    [
        ("行政许可和行政处罚案卷评查表", (), "可能是几类案卷"),
        ("评查表", ("--category", "nothing"), "没有 nothing/nothing"),
        ("评查表", ("--since", "昨天"), "不是日期"),
    ],
)
def test_the_kind_of_case_is_not_guessed(
    title: str, words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    file = table(tmp_path / "t.xlsx", ROWS, title=title)
    done = run("import", str(file), "--out", str(tmp_path / "o.toml"), *words)
    assert isinstance(done.exception, ProfileError)
    assert says in str(done.exception)


def test_summary_is_told_from_the_title_and_an_existing_file_is_kept(tmp_path: Path) -> None:
    file = table(tmp_path / "t.xlsx", ROWS, title="行政处罚案卷评查表（简易程序）")
    out = tmp_path / "o.toml"
    assert run("import", str(file), "--out", str(out)).exit_code == 0
    assert load_profile(out).tables[0].procedure == "summary"
    before = out.read_bytes()
    again = run("import", str(file), "--out", str(out))
    assert "已经存在" in str(again.exception)
    assert out.read_bytes() == before


GENERAL = load_profile("general").table("penalty", "ordinary")
assert GENERAL
ITEMS = GENERAL.items()


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("主动出示执法证件并有记录", "PO-S08"),
        ("未主动出示执法证件", "PO-S08"),  # a table may name the fault instead of the duty
        ("违法行为在追责期限内发现", "PO-L12"),
        ("执法主体合法", ""),
        ("适用法律正确", ""),
        ("当事人名称前后一致", ""),  # two questions come near
        ("", ""),
    ],
)
def test_what_counts_as_the_same_question(text: str, item: str) -> None:
    found = match_lines([(1, text)], ITEMS)[0]
    assert (found.item.id if found.item else "") == item


def test_words_that_are_only_alike_let_a_check_hint_and_no_more(tmp_path: Path) -> None:
    rows = [
        ["决定书", 1, "决定书写明处罚的种类和幅度", 10, "缺一项扣2分"],  # not the article, the kind and range
        [None, 2, "救济途径和期限告知正确", 10, "缺一项扣2分"],
    ]
    out = tmp_path / "o.toml"
    run("import", str(table(tmp_path / "t.xlsx", rows)), "--out", str(out))
    alike, same = items_of(out).values()
    assert [alike.checks[0].check, alike.decide] == ["legal.penalty_basis_cited", Decide.ASSIST]
    assert [same.checks[0].check, same.decide] == ["documents.remedies", Decide.CHECK]
    assert "措辞不完全相同，机器只提示" in out.read_text("utf-8")


def test_every_item_is_found_by_its_own_words() -> None:
    for item in ITEMS:
        if item.checks:
            found = match_lines([(1, f"{item.title}。")], ITEMS)[0]
            assert found.item is item, item.title
            assert found.sure


@given(st.lists(st.text(max_size=30), max_size=6))
def test_no_check_is_ever_taken_twice(texts: list[str]) -> None:
    found = match_lines(list(enumerate(texts)), ITEMS)
    checks = [use.check for one in found if one.item for use in one.item.checks]
    assert len(checks) == len(set(checks))


def test_the_schema_takes_what_was_imported(tmp_path: Path) -> None:
    out = tmp_path / "o.toml"
    run("import", str(table(tmp_path / "t.xlsx", ROWS)), "--out", str(out))
    data = tomllib.loads(out.read_text("utf-8"))
    jsonschema.validate({**data, "since": data["since"].isoformat()}, profile_json_schema())


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=20), st.sampled_from(("0", "0.5", "3"))),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_words_the_file_says_them(rows: list[tuple[str, str]]) -> None:
    texts = [text for text, _ in rows]
    matches = match_lines(list(enumerate(texts)), ITEMS)
    entries = [
        Entry(n, "甲", text, Decimal(points), (), "", match)
        for n, ((text, points), match) in enumerate(zip(rows, matches, strict=True))
    ]
    assert GENERAL
    frame = Frame(texts[0], "1", date(2026, 1, 1), texts[-1], GENERAL, (("甲", Decimal(10)),))
    data = tomllib.loads(written(frame, entries))
    assert [item["title"] for item in data["section"][0]["item"]] == texts
    assert (data["name"], data["source"]) == (texts[0], texts[-1])
