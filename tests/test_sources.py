"""What is a case file and what is a batch."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from anjuan.model.errors import DuplicateCase, InputError, UnknownCase
from anjuan.reading.archive import unpack
from anjuan.reading.sources import find_sources


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def ids(*paths: Path, each: bool = False) -> list[tuple[str, str]]:
    return [(one.id, one.source) for one in find_sources(paths, each=each)]


def test_a_folder_of_documents_is_one_case_file(tmp_path: Path) -> None:
    assert ids(touch(tmp_path / "案一", "1.pdf", "2.docx")) == [("案一", "案一")]


def test_a_folder_with_a_folder_or_a_zip_is_a_batch(tmp_path: Path) -> None:
    batch = touch(tmp_path / "batch", "a/1.pdf", "b.pdf", "c.zip", "Thumbs.db", "~$b.docx")
    assert ids(batch) == [("a", "batch/a"), ("b", "batch/b.pdf"), ("c", "batch/c.zip")]


def test_a_case_toml_makes_it_one_case_file_whatever_it_holds(tmp_path: Path) -> None:
    case = touch(tmp_path / "案二", "正卷/1.pdf", "副卷/2.pdf")
    (case / "case.toml").write_text('id = "017"\nstatus = "in_suit"\n', encoding="utf-8")
    (found,) = find_sources([case])
    assert (found.id, found.source, found.about["status"]) == ("017", "案二", "in_suit")


def test_an_index_names_ids_and_categories(tmp_path: Path) -> None:
    batch = touch(tmp_path / "batch", "a.pdf", "b.pdf")
    index = "文件,编号,机关,类别\na.pdf,001,某局,penalty\n"
    (batch / "index.csv").write_bytes(index.encode("gb18030"))
    found = find_sources([batch])
    assert [(one.id, one.about.get("agency")) for one in found] == [("001", "某局"), ("b", None)]


def test_each_makes_every_file_one_case_file(tmp_path: Path) -> None:
    assert ids(touch(tmp_path / "x", "1.pdf", "2.pdf"), each=True) == [("1", "x/1.pdf"), ("2", "x/2.pdf")]


def test_one_id_from_two_sources_is_refused_and_both_are_named(tmp_path: Path) -> None:
    one, two = touch(tmp_path / "一", "a.pdf") / "a.pdf", touch(tmp_path / "二", "a.pdf") / "a.pdf"
    with pytest.raises(DuplicateCase, match="AJ-107"):
        find_sources([one, two])


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownCase):
        find_sources([tmp_path / "nothing"])


def test_a_broken_case_toml_is_named(tmp_path: Path) -> None:
    (touch(tmp_path / "案", "1.pdf") / "case.toml").write_text("id = ", encoding="utf-8")
    (found,) = find_sources([tmp_path / "案"])
    assert isinstance(found.problem, InputError)
    assert "案/case.toml" in found.problem.where


def test_members_with_gbk_names_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX.pdf", b"1")
    path.write_bytes(path.read_bytes().replace(b"XXXX", "立案".encode("gbk")))  # as Chinese Windows writes it
    assert [name for name, _ in unpack(path, "a.zip", tmp_path / "out")] == ["a.zip!/立案.pdf"]
