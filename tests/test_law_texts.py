"""Texts of laws: read, kept in the user's library, found again by day; invented laws only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from anjuan.law import LawVersion, Registry
from anjuan.law.library import Library
from anjuan.law.texts import law_text, read_law_text
from anjuan.model.errors import LawError, UnreadableFile, WrongFileType

ROADS = """# 某省田埂管理条例

2019年3月4日 某省人民代表大会常务委员会通过

## 第一章 总则

第一条 为了管理田埂，制定本条例。

第二条 本条例所称田埂，是指田间的小路。

第三条规定的情形除外。

第三条 田埂应当平整。

第四条 本条例自2019年6月1日起施行。
"""


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_articles_paragraphs_and_days() -> None:
    found = law_text(lines(ROADS))
    assert (found.title, found.count, found.missing) == ("某省田埂管理条例", 4, ())
    assert (found.adopted, found.effective, found.certain) == (date(2019, 3, 4), date(2019, 6, 1), True)
    second = found.article(2)
    assert second
    assert second.paragraphs == ("本条例所称田埂，是指田间的小路。", "第三条规定的情形除外。")


def test_a_missing_article_is_named() -> None:
    assert law_text(lines(ROADS.replace("第三条 田埂应当平整。\n", ""))).missing == (3,)


def test_an_inserted_article_keeps_its_mark() -> None:
    found = law_text(lines(ROADS.replace("第四条", "第三条之一 田埂不得占用。\n\n第四条")))
    one = found.article(3, 1)
    assert one
    assert one.paragraphs == ("田埂不得占用。",)


def test_an_amended_text_does_not_tell_its_day() -> None:
    amended = ROADS.replace("通过\n", "通过\n\n2022年5月6日 某省人民代表大会常务委员会修正\n")
    found = law_text(lines(amended))
    assert (found.effective, found.certain) == (date(2022, 5, 6), False)


def test_docx_and_markdown_agree(tmp_path: Path) -> None:
    document = docx.Document()
    for line in lines(ROADS):
        document.add_paragraph(line.lstrip("# "))
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.md").write_text(ROADS, "utf-8")
    assert read_law_text(tmp_path / "a.docx") == read_law_text(tmp_path / "a.md")


@pytest.mark.parametrize(
    ("name", "body", "error"),
    [
        ("a.pdf", b"x", WrongFileType),
        ("a.md", b"nothing here", UnreadableFile),
        ("a.docx", b"no", UnreadableFile),
    ],
)
def test_what_is_no_law_is_refused(name: str, body: bytes, error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(error):
        read_law_text(tmp_path / name)


def test_a_library_answers_by_day(tmp_path: Path) -> None:
    source, library = tmp_path / "in", Library(tmp_path / "library")
    source.mkdir()
    (source / "田埂.md").write_text(ROADS, "utf-8")
    (source / "空.md").write_text("没有条文", "utf-8")
    rows = {row.file: row for row in library.take(source, Registry())}
    assert (rows["田埂.md"].state, rows["空.md"].state) == ("new", "refused")
    assert [row.state for row in library.take(source, Registry()) if row.title] == ["same"]
    again = Library(tmp_path / "library")
    assert again.article("某省田埂管理条例", date(2019, 6, 1), 3)
    assert again.article("某省田埂管理条例", date(2019, 5, 31), 3) is None
    merged = Registry().with_versions(again.versions())
    assert merged.status("某省田埂管理条例", date(2020, 1, 1)) == "in_force"


def test_the_registry_knows_the_day_of_an_amendment(tmp_path: Path) -> None:
    version = LawVersion("某省田埂管理条例", "地方性法规", date(2022, 7, 1), None, None, False, 4, True)
    registry = Registry({version.title: (version,)})
    amended = ROADS.replace("通过\n", "通过\n\n2022年5月6日 某省人民代表大会常务委员会修正\n")
    (tmp_path / "a.md").write_text(amended, "utf-8")
    row = next(iter(Library(tmp_path / "library").take(tmp_path / "a.md", registry)))
    assert (row.effective, row.known) == (date(2022, 7, 1), True)


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="AJ-202"):
        list(Library(tmp_path / "library").take(tmp_path / "none", Registry()))
