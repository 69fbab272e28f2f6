"""Bad input: one Chinese message with code, place and next step; the other case files go on."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from anjuan.model.errors import RegisterError
from anjuan.record.review import Review
from anjuan.record.run import Summary, evaluate
from anjuan.rules.profile_files import load_profile

from .conftest import SAMPLES

GOOD = SAMPLES / "cases" / "s02.pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(path: Path, name: str, body: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("big.pdf", "w", force_zip64=True) as stream,
    ):
        for _ in range(1024):
            stream.write(b"\0" * (1 << 20))


def encrypted_pdf(path: Path) -> None:
    # A one-page PDF that says it is encrypted with a user password nobody has.
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -44/O<" + b"12" * 32 + b">/U<" + b"34" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n%%EOF"
    )
    path.write_bytes(body)


def torn_directory(path: Path) -> None:
    """A ZIP whose end is there and whose directory is not."""
    zipped(path, "word/document.xml", b"x")
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"PK\x07\x07"))


BAD = {
    "empty": ("AJ-103", lambda folder: (folder / "empty").mkdir()),
    "zero": ("AJ-101", lambda folder: (folder / "zero.pdf").write_bytes(b"")),
    "cut": ("AJ-101", lambda folder: (folder / "cut.pdf").write_bytes(GOOD.read_bytes()[:2000])),
    "locked": ("AJ-102", lambda folder: encrypted_pdf(folder / "locked.pdf")),
    "lockeddoc": ("AJ-102", lambda folder: (folder / "lockeddoc.docx").write_bytes(OLE)),
    "picture": (
        "AJ-104",
        lambda folder: (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50),
    ),
    "outside": ("AJ-105", lambda folder: zipped(folder / "outside.zip", "../../evil.pdf", b"x")),
    "bomb": ("AJ-106", lambda folder: bomb(folder / "bomb.zip")),
    "torn": ("AJ-101", lambda folder: (folder / "torn.zip").write_bytes(b"PK\x03\x04" + b"1" * 40)),
    "torndoc": ("AJ-101", lambda folder: torn_directory(folder / "torndoc.docx")),
    "strange": ("AJ-104", lambda folder: (folder / "strange.xyz").write_bytes(b"what")),
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("bad") / "batch"
    folder.mkdir()
    shutil.copy(GOOD, folder / "good.pdf")
    (folder / "sub").mkdir()
    shutil.copy(GOOD, folder / "sub" / "also.pdf")
    for _, make in BAD.values():
        make(folder)
    review = Review.open_or_make(folder.parent / "review")
    return folder, evaluate([folder], review, workers=0)


def test_the_good_ones_are_scored(batch: tuple[Path, Summary]) -> None:
    assert batch[1].scored == ["good", "sub"]
    assert batch[1].exit_code == 1


@pytest.mark.parametrize("name", sorted(BAD))
def test_each_bad_one_is_named_with_code_place_and_next_step(batch: tuple[Path, Summary], name: str) -> None:
    errors = [error for source, error in batch[1].problems if Path(source).stem == name]
    assert [error.code for error in errors] == [BAD[name][0]]
    assert name in errors[0].where
    assert errors[0].next_step
    assert any("\u4e00" <= char <= "\u9fff" for char in errors[0].what)


def test_nothing_escapes_from_an_archive(batch: tuple[Path, Summary]) -> None:
    assert not list(batch[0].parent.rglob("evil.pdf"))


def test_a_bad_file_among_good_ones_leaves_the_case_file_scored(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    shutil.copy(GOOD, folder / "1.pdf")
    (folder / "2附件.pdf").write_bytes(b"")
    summary = evaluate([folder], Review.open_or_make(tmp_path / "review"), workers=0)
    assert summary.scored == ["case"]
    assert [error.code for _, error in summary.problems] == ["AJ-101"]


def test_a_register_without_a_column_stops_before_anything_is_read(tmp_path: Path) -> None:
    registers = tmp_path / "registers"
    registers.mkdir()
    (registers / "officers.csv").write_text("姓名,执法证号\n甲,1\n", encoding="utf-8")
    review = Review.open_or_make(tmp_path / "review", registers=str(registers))
    with pytest.raises(RegisterError, match="所在单位"):
        evaluate([GOOD], review, workers=0)
    assert not (tmp_path / "review").exists()


def test_an_unknown_column_is_only_a_warning(tmp_path: Path) -> None:
    registers = tmp_path / "registers"
    registers.mkdir()
    heads = "姓名,执法证号,所在单位,证件类别,有效期起,有效期止,状态,备注栏"
    (registers / "officers.csv").write_text(f"{heads}\n甲,1,某局,证,2020-01-01,,有效,x\n", encoding="utf-8")
    summary = evaluate([GOOD], Review.open_or_make(tmp_path / "review", registers=str(registers)), workers=0)
    assert any("备注栏" in text for text in summary.warnings)


def test_a_misspelt_check_stops_before_anything_is_read(tmp_path: Path) -> None:
    good = load_profile("general")
    assert good.uses()
    source = (SAMPLES.parent / "scoring_profiles" / "general" / "penalty_ordinary.toml").read_text("utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(source.replace("subject.two_officers", "subject.two_oficers"), encoding="utf-8")
    with pytest.raises(Exception, match=r"subject\.two_officers") as caught:
        evaluate([GOOD], Review.open_or_make(tmp_path / "review", profile=str(file)), workers=0)
    assert "mine.toml" in str(caught.value)
    assert not (tmp_path / "review").exists()
