"""What lies in a ZIP or is attached to an OFD; links, permissions and folders that may not be read."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from anjuan import InputError, Limits, Plugins
from anjuan.model.limits import limited
from anjuan.reading.archive import contents, unpack
from anjuan.reading.read import page_reader, read_case, source_digest
from anjuan.reading.sources import Source, files_of, find_sources

from .conftest import SAMPLES
from .docx_files import docx, paragraph
from .ofd_files import NS, layer, ofd, text

WORDS = "经查当事人未取得许可证从事经营活动违反规定"


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def names(items: Iterable[tuple[str, Path | InputError]]) -> list[tuple[str, str]]:
    return [(name, found.code if isinstance(found, InputError) else "") for name, found in items]


def renamed(path: Path, old: bytes, new: bytes) -> Path:
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("立案".encode("gbk"), "立案.pdf"),  # Chinese Windows
        ("立案".encode(), "立案.pdf"),  # macOS, undeclared
        ("联通".encode("gbk"), "联通.pdf"),  # valid UTF-8 by chance, of no script that papers are named in
        ("輪".encode("gbk") + b"x", "輪x.pdf"),  # its second byte is a backslash in ASCII
    ],
)
def test_names_of_members(tmp_path: Path, raw: bytes, name: str) -> None:
    mark = b"Q" * len(raw)
    path = renamed(packed(tmp_path / "a.zip", {f"{mark.decode()}.pdf": b"1"}), mark, raw)
    assert [found for found, _ in unpack(path, "a.zip", tmp_path / "out")] == [f"a.zip!/{name}"]


def test_what_nobody_means_to_hand_in_stays_in_the_archive(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.zip",
        dict.fromkeys(
            ("1.pdf", "__MACOSX/._1.pdf", ".git/x.pdf", "Thumbs.db", "~$1.docx", "卷/case.toml"), b"x"
        ),
    )
    assert names(contents(path, "a.zip", tmp_path / "out")) == [("a.zip!/1.pdf", "")]


def test_an_archive_in_an_archive_is_read_and_a_third_one_is_refused_by_name(tmp_path: Path) -> None:
    third = packed(tmp_path / "3.zip", {"深.pdf": b"x"})
    second = packed(tmp_path / "2.zip", {"b.pdf": b"x", "3.zip": third.read_bytes()})
    first = packed(tmp_path / "1.zip", {"a.pdf": b"x", "2.zip": second.read_bytes(), "坏.zip": b"PK\x03\x04"})
    found = contents(first, "1.zip", tmp_path / "out")
    assert names(found) == [
        ("1.zip!/2.zip!/3.zip", "AJ-105"),
        ("1.zip!/2.zip!/b.pdf", ""),
        ("1.zip!/a.pdf", ""),
        ("1.zip!/坏.zip", "AJ-101"),
    ]
    ((name, path),) = unpack(first, "1.zip", tmp_path / "one", only="2.zip!/b.pdf")
    assert (name, path.read_bytes()) == ("1.zip!/2.zip!/b.pdf", b"x")
    assert unpack(first, "1.zip", tmp_path / "none", only="2.zip!/none.pdf") == []


def test_caps_count_over_all_archives_in_one(tmp_path: Path) -> None:
    inner = packed(tmp_path / "2.zip", {f"{n}.pdf": b"x" * 100 for n in range(3)})
    outer = packed(tmp_path / "1.zip", {"a.zip": inner.read_bytes(), "b.zip": inner.read_bytes()})
    for caps in (Limits(members=6), Limits(archive_bytes=1500)):
        with limited(caps):
            found = names(contents(outer, "1.zip", tmp_path / "out"))
        assert ("1.zip!/b.zip", "AJ-106") in found
        assert ("1.zip!/a.zip!/0.pdf", "") in found
    for caps in (Limits(members=1), Limits(archive_bytes=100), Limits(member_bytes=50)):
        with limited(caps):
            assert names(contents(outer, "1.zip", tmp_path / "out")) == [("1.zip", "AJ-106")]


def test_a_directory_without_end_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {f"{'x' * 200}{n}.pdf": b"" for n in range(40)})
    with limited(Limits(members=4)):
        assert names(contents(path, "a.zip", tmp_path / "out")) == [("a.zip", "AJ-106")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"Rar!\x1a\x07", "AJ-104"),
        (b"7z\xbc\xaf\x27\x1c", "AJ-104"),
        (b"what", "AJ-104"),
        (b"PK\x03\x04", "AJ-101"),
        (b"", "AJ-104"),
    ],
)
def test_what_is_no_zip_is_told_apart(tmp_path: Path, body: bytes, code: str) -> None:
    (tmp_path / "a.zip").write_bytes(body)
    assert names(contents(tmp_path / "a.zip", "a.zip", tmp_path / "out")) == [("a.zip", code)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00",
            b"PK\x01\x02\x14\x03\x14\x00\x01\x00\x00\x00",
            "AJ-102",
        ),
        (
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00",
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x0e\x00",
            "AJ-101",
        ),
    ],
)
def test_passwords_and_odd_packings(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    path = renamed(packed(tmp_path / "a.zip", {"a.pdf": b"x"}), old, new)
    assert names(contents(path, "a.zip", tmp_path / "out")) == [("a.zip", code)]


def test_a_name_with_a_long_ending_is_no_trouble(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {f"a.{'x' * 240}": b"x", f"{'长' * 80}.pdf": b"x"})
    assert len(unpack(path, "a.zip", tmp_path / "out")) == 2


def with_attachments(path: Path, files: dict[str, tuple[str, bytes]]) -> Path:
    listing = "".join(
        f'<ofd:Attachment ID="{n}" Name="{title}"><ofd:FileLoc>{part}</ofd:FileLoc></ofd:Attachment>'
        for n, (title, (part, _)) in enumerate(files.items())
    )
    parts: dict[str, str | bytes] = {f"Doc_0/Attachs/{part}": body for part, body in files.values()}
    parts["Doc_0/Attachs/Attachments.xml"] = f"<ofd:Attachments {NS}>{listing}</ofd:Attachments>"
    document = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    return ofd(path, [layer(text(WORDS, 20, 50))], document=document, parts=parts)


def test_attachments_of_an_ofd_are_files_of_their_own(tmp_path: Path, plugins: Plugins) -> None:
    paper = docx(tmp_path / "d.docx", paragraph("送达回证")).read_bytes()
    files = {"送达回证": ("att1.docx", paper), "../发票/数据": ("data.xml", b"<a/>")}
    path = with_attachments(tmp_path / "x.ofd", files)
    found = contents(path, "x.ofd", tmp_path / "out")
    assert names(found) == [
        ("x.ofd", ""),
        ("x.ofd!/.._发票_数据.xml", ""),
        ("x.ofd!/送达回证.docx", ""),
    ]
    ((_, one),) = unpack(path, "x.ofd", tmp_path / "one", only="送达回证.docx")
    assert one.read_bytes() == paper
    reading = read_case(Source("x", "x.ofd", path), plugins, page_reader(plugins, None))
    assert [page.file for document in reading.case.documents for page in document.pages] == [
        "x.ofd",
        "x.ofd!/送达回证.docx",
    ]
    assert reading.case.warnings == ("x.ofd!/.._发票_数据.xml 不是文书，未读取",)
    assert reading.problems == ()


def test_attachments_within_a_zip_have_both_names(tmp_path: Path) -> None:
    inner = with_attachments(tmp_path / "x.ofd", {"附件.pdf": ("a.pdf", b"%PDF")})
    outer = packed(tmp_path / "a.zip", {"x.ofd": inner.read_bytes()})
    assert names(contents(outer, "a.zip", tmp_path / "out")) == [
        ("a.zip!/x.ofd", ""),
        ("a.zip!/x.ofd!/附件.pdf", ""),
    ]


def test_an_ofd_that_cannot_be_opened_is_left_to_its_loader(tmp_path: Path) -> None:
    (tmp_path / "x.ofd").write_bytes(b"no")
    assert names(contents(tmp_path / "x.ofd", "x.ofd", tmp_path / "out")) == [("x.ofd", "")]


# ---- links, permissions, folders ------------------------------------------------------------


def test_links_are_followed_within_the_case_file_only(tmp_path: Path) -> None:
    case, other = tmp_path / "案", tmp_path / "外"
    for folder in (case / "正卷", other):
        folder.mkdir(parents=True)
        (folder / "1.pdf").write_bytes(b"x")
    (case / "内.pdf").symlink_to(case / "正卷" / "1.pdf")
    (case / "外.pdf").symlink_to(other / "1.pdf")
    (case / "外卷").symlink_to(other)
    (case / "断.pdf").symlink_to(case / "nothing.pdf")
    os.mkfifo(case / "管.pdf")
    assert names(files_of(Source("案", "案", case))) == [
        ("内.pdf", ""),
        ("外.pdf", "AJ-105"),
        ("外卷", "AJ-105"),
        ("断.pdf", "AJ-101"),
        ("正卷/1.pdf", ""),
        ("管.pdf", "AJ-101"),
    ]


def test_a_child_of_a_batch_that_is_a_link_outside_is_one_named_failure(
    tmp_path: Path, plugins: Plugins
) -> None:
    (tmp_path / "外").mkdir()
    (tmp_path / "外" / "1.pdf").write_bytes(b"x")
    batch = tmp_path / "批"
    (batch / "甲").mkdir(parents=True)
    (batch / "乙").symlink_to(tmp_path / "外")
    found = {one.id: one for one in find_sources([batch])}
    with pytest.raises(InputError, match="AJ-105"):
        read_case(found["乙"], plugins, page_reader(plugins, None))
    with pytest.raises(InputError, match="AJ-103"):  # an empty folder among others
        read_case(found["甲"], plugins, page_reader(plugins, None))
    assert len({source_digest(one, plugins) for one in found.values()}) == 2


def test_what_may_not_be_read_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: Plugins
) -> None:
    case = tmp_path / "案"
    (case / "锁").mkdir(parents=True)
    shutil.copy(SAMPLES / "cases" / "s02.pdf", case / "1.pdf")
    (case / "2.pdf").write_bytes(b"x")
    real_access, real_scan = os.access, os.scandir

    def access(path: Path, mode: int) -> bool:
        return Path(path).name != "2.pdf" and real_access(path, mode)

    def scan(path: str) -> object:
        if str(path).endswith("锁"):
            raise PermissionError(13, "no", path)
        return real_scan(path)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(os, "scandir", scan)
    source = Source("案", "案", case)
    assert names(files_of(source)) == [("1.pdf", ""), ("2.pdf", "AJ-101"), ("锁", "AJ-101")]
    assert source_digest(source, plugins).startswith("sha256:")
    reading = read_case(source, plugins, page_reader(plugins, None))
    assert [problem.code for problem in reading.problems] == ["AJ-101", "AJ-101"]
    assert all("权限" in problem.what for problem in reading.problems)
