"""The index of a batch, and case.toml: what they say, and what of them is not used."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import InputError
from anjuan.reading.index import about_of, load_index
from anjuan.reading.sources import Sources, find_sources


def batch(folder: Path, *names: str, index: str = "", encoding: str = "utf-8") -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    if index:
        (folder / "index.csv").write_bytes(index.encode(encoding))
    return folder


def about(found: Sources) -> list[tuple[str, dict[str, str]]]:
    return [(one.path.name, dict(one.about)) for one in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    index = "文件,编号,机关\na.pdf,001,某局\n".replace(",", delimiter)
    found = find_sources([batch(tmp_path / "b", "a.pdf", index=index, encoding=encoding)])
    assert (about(found), found.warnings) == ([("a.pdf", {"id": "001", "agency": "某局"})], [])


@pytest.mark.parametrize(
    "heading", ["文件", " 文 件 名 ", "文件（相对路径）", "FILE", "ｆｉｌｅ", "文件名(含扩展名)"]
)
def test_headings_are_compared_without_width_spaces_and_brackets(tmp_path: Path, heading: str) -> None:
    index = f"{heading},类别(五类之一)\na.pdf,行政处罚\n"
    found = find_sources([batch(tmp_path / "b", "a.pdf", index=index)])
    assert (about(found), found.warnings) == ([("a.pdf", {"category": "penalty"})], [])


@pytest.mark.parametrize("key", ["a.pdf", "a", "A.PDF", "b/a.pdf", "b\\a.pdf", " a.pdf "])
def test_a_row_finds_its_file(tmp_path: Path, key: str) -> None:
    found = find_sources([batch(tmp_path / "b", "a.pdf", "c.pdf", index=f"文件,编号\n{key},7\n")])
    assert [one.id for one in found] == ["7", "c"]
    assert found.warnings == []


def test_a_row_without_a_file_goes_by_id_or_number(tmp_path: Path) -> None:
    index = "编号,案号,机关\n001,,甲局\n,某罚〔2024〕2号,乙局\n"
    found = find_sources([batch(tmp_path / "b", "001/1.pdf", "某罚〔2024〕2号.pdf", index=index)])
    assert [one.about.get("agency") for one in found] == ["甲局", "乙局"]


def test_what_is_not_used_is_said_with_its_row(tmp_path: Path) -> None:
    index = "文件,编号,文件名,备注\na.pdf,1,x,y\n没有.pdf,2,,\n,,,只有备注\na.pdf,3,,\nc,4,,\n\n"
    index_read = load_index(batch(tmp_path / "b", "a.pdf", index=index))
    assert index_read.match(["a.pdf", "c.pdf", "c.docx"]) == {"a.pdf": {"id": "1"}}
    assert index_read.warnings == [
        "index.csv：列“文件名”未使用；前面已有同一列",
        "index.csv：列“备注”未使用",
        "index.csv 第 3 行：找不到案卷“没有.pdf”，未使用",
        "index.csv 第 4 行没有写文件名或编号，未使用",
        "index.csv 第 5 行：案卷“a.pdf”前面已有一行，未使用",
        "index.csv 第 6 行：有几个案卷“c”，未使用",
    ]


def test_categories_and_procedures_may_be_chinese_and_wrong_ones_stop_their_case_file(tmp_path: Path) -> None:
    index = "文件,类别,程序,编号\na.pdf,行政处罚,简易程序,1\nb.pdf,行政奖励,,2\nc.pdf,coercion,execution,3\n"
    found = find_sources([batch(tmp_path / "b", "a.pdf", "b.pdf", "c.pdf", index=index)])
    assert [(one.id, one.about.get("category"), one.about.get("procedure")) for one in found] == [
        ("1", "penalty", "summary"),
        ("2", None, None),
        ("3", "coercion", "execution"),
    ]
    assert [one.problem.what if one.problem else "" for one in found] == [
        "",
        "index.csv 第 3 行：案卷类别“行政奖励”不认识",
        "",
    ]


def test_an_index_in_a_workbook_keeps_numbers_as_they_are_shown(tmp_path: Path) -> None:
    folder = batch(tmp_path / "b", "a.pdf", "17.pdf")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["编号", "机关"], [17, "某局"], ["018", "没有"]):
        sheet.append(row)
    book.create_sheet("说明").append(["请勿改动"])
    book.save(folder / "index.xlsx")
    found = find_sources([folder])
    assert about(found) == [("17.pdf", {"id": "17", "agency": "某局"}), ("a.pdf", {})]
    assert found.warnings == [
        "b/index.xlsx 的工作表“说明”未使用",
        "b/index.xlsx 第 3 行：找不到案卷“018”，未使用",
    ]
    (folder / "index.csv").write_text("文件,编号\na.pdf,1\n", encoding="utf-8")
    assert "b/index.xlsx 未使用：同时有 index.csv" in find_sources([folder]).warnings


def test_an_index_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = batch(tmp_path / "b", "a.pdf")
    (folder / "index.csv").write_bytes(b"\xff\xff\xff,\x81")
    with pytest.raises(InputError, match=r"AJ-104.*index\.csv"):
        find_sources([folder])
    (folder / "index.csv").unlink()
    (folder / "index.xlsx").write_bytes(b"no workbook")
    with pytest.raises(InputError, match=r"AJ-104.*index\.xlsx"):
        find_sources([folder])


@given(st.binary(max_size=120))
def test_any_bytes_for_an_index_are_rows_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    (folder / "index.csv").write_bytes(body)
    try:
        index = load_index(folder)
    except InputError:
        return
    assert all(row.get("id") != "" for _, row in index.rows)


# ---- case.toml ------------------------------------------------------------------------------


def test_a_case_toml_in_a_child_has_the_last_word(tmp_path: Path) -> None:
    folder = batch(tmp_path / "b", "甲/1.pdf", "乙/1.pdf", index="文件,编号,机关\n甲,1,某局\n")
    (folder / "甲" / "case.toml").write_text('id = 7\nagancy = "错"\n', encoding="utf-8")
    (folder / "乙" / "case.toml").write_text("id = ", encoding="utf-8")
    found = find_sources([folder])
    assert {one.id: (dict(one.about), one.problem is None) for one in found} == {
        "7": ({"id": "7", "agency": "某局"}, True),
        "乙": ({}, False),
    }
    assert found.warnings == ["b/甲/case.toml：键 agancy 未使用；相近的有：agency"]


def test_one_in_a_zip_counts_when_it_is_the_only_one_on_top(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    for name, members in (
        ("a.zip", {"卷/case.toml": 'id = "1"', "卷/副/case.toml": 'id = "9"', "卷/1.pdf": "x"}),
        ("c.zip", {"甲/case.toml": 'id = "2"', "乙/case.toml": 'id = "3"'}),
    ):
        with zipfile.ZipFile(folder / name, "w") as archive:
            for member, body in members.items():
                archive.writestr(member, body)
    found = find_sources([folder])
    assert [one.id for one in found] == ["1", "c"]
    assert found.warnings == ["b/c.zip 里有几个 case.toml，都未使用；各是一个案卷的，请分开打包"]


def test_what_speaks_of_case_files_within_one_is_not_used_and_said(tmp_path: Path) -> None:
    folder = batch(tmp_path / "b", "年/甲/1.pdf", "年/乙/2.pdf")
    (folder / "年" / "甲" / "case.toml").write_text('id = "1"', encoding="utf-8")
    (folder / "年" / "index.csv").write_text("文件\n甲\n", encoding="utf-8")
    found = find_sources([folder])
    assert [one.id for one in found] == ["年"]
    assert [text.split("：")[0] for text in found.warnings] == [
        "b/年/index.csv 未使用",
        "b/年/甲/case.toml 未使用",
    ]


def test_words_for_category_and_procedure() -> None:
    assert about_of({"category": "行政 检查", "procedure": "行政检查"}, "x") == {
        "category": "inspection",
        "procedure": "inspection",
    }
    with pytest.raises(InputError, match="程序“快”不认识"):
        about_of({"procedure": "快"}, "x")
