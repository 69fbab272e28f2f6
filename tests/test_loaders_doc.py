"""Old Word files: through LibreOffice where it is, by name where it is not; told apart by content."""

from __future__ import annotations

import http.server
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from anjuan import AnjuanError, Limits, TooLarge, UnreadableFile, WrongFileType
from anjuan.builtin.loaders.word import DocLoader, DocxLoader, convert
from anjuan.model.limits import limited

from .docx_files import docx, paragraph
from .ole_files import ole

RTF = rb"{\rtf1\ansi\ansicpg936 \u31435?\u26696?\u23457?\u25209?\u34920?\par}"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    convert._kept.cache_clear()
    yield
    convert._kept.cache_clear()


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A stand-in for LibreOffice; `$OUT` is the folder that it is to write into, `$IN` its input."""
    file = folder / "bin" / "soffice"
    file.parent.mkdir()
    head = '#!/bin/sh\nfor IN; do :; done\nwhile [ "$1" != --outdir ]; do shift; done\nOUT=$2\n'
    file.write_text(head + script, encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")


def read(path: Path) -> list[str]:
    return [line.text for page in DocLoader().pages(path, path.name) for line in page.lines]


def test_what_libreoffice_makes_of_it_is_read_as_a_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = docx(tmp_path / "made.docx", paragraph("立案审批表"))
    program(tmp_path, monkeypatch, f'cp {made} "$OUT/paper.docx"\necho x >> {tmp_path}/calls\n')
    path = tmp_path / "a.doc"
    path.write_bytes(RTF)
    assert read(path) == ["立案审批表"]
    (page,) = DocLoader().pages(path, "b/a.doc")
    assert (page.file, page.page, page.lines[0].locator) == ("b/a.doc", None, "paragraph 1")
    assert (tmp_path / "calls").read_text() == "x\nx\n"  # another name is another message


def test_an_old_file_under_the_name_of_a_docx_is_converted_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = docx(tmp_path / "made.docx", paragraph("立案审批表"))
    program(tmp_path, monkeypatch, f'cp {made} "$OUT/paper.docx"\n')
    path = tmp_path / "a.docx"
    path.write_bytes(ole({"WordDocument": bytes(5000)}))
    (page,) = DocxLoader().pages(path, "a.docx")
    assert page.lines[0].text == "立案审批表"


def test_it_runs_apart_from_home_and_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    program(tmp_path, monkeypatch, f"env > {tmp_path}/env\nsleep 60 &\necho $! > {child}\nsleep 60\n")
    monkeypatch.setenv("ANJUAN_SECRET", "1")
    path = tmp_path / "a.doc"
    path.write_bytes(RTF)
    start = time.monotonic()
    with limited(Limits(page_seconds=1)), pytest.raises(TooLarge, match="AJ-106"):
        read(path)
    assert time.monotonic() - start < 10
    number = int(child.read_text())
    for _ in range(50):
        if not Path(f"/proc/{number}").exists() or "Z" in Path(f"/proc/{number}/stat").read_text().split()[2]:
            break
        time.sleep(0.1)
    else:
        pytest.fail("what the program started goes on")
    environment = (tmp_path / "env").read_text()
    assert "ANJUAN_SECRET" not in environment
    assert f"HOME={Path.home()}\n" not in environment


def test_one_that_it_makes_nothing_of_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, monkeypatch, "exit 1\n")
    path = tmp_path / "a.doc"
    path.write_bytes(RTF)
    with pytest.raises(UnreadableFile, match="AJ-101"):
        read(path)


def test_without_libreoffice_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: None)
    path = tmp_path / "a.wps"
    path.write_bytes(RTF)
    with pytest.raises(WrongFileType, match="LibreOffice") as caught:
        read(path)
    assert "安装" in caught.value.next_step


def test_a_real_libreoffice_reads_it_and_fetches_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_GET

        def log_message(self, *parts: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_address[1]}/x.png"
        path = tmp_path / "a.doc"
        page = f'<html><meta charset="utf-8"><body><p>立案审批表</p><img src="{place}"></body></html>'
        path.write_text(page, encoding="utf-8")
        if convert.soffice():
            assert read(path) == ["立案审批表"]
        else:
            with pytest.raises(WrongFileType, match="LibreOffice"):
                read(path)
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("pdf", b"%PDF-1.4", "AJ-104"),
        ("text", b"just words", "AJ-104"),
        ("table", ole({"Workbook": bytes(5000)}), "AJ-104"),
        ("other", ole({"Something": bytes(5000)}), "AJ-104"),
        ("cut", ole({})[:700], "AJ-101"),
        ("locked", ole({"WordDocument": bytes(10) + b"\x00\x01" + bytes(5000)}), "AJ-102"),
        ("packed", ole({"EncryptedPackage": bytes(5000)}), "AJ-102"),
    ],
)
def test_what_is_no_word_file_or_locked_never_reaches_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, body: bytes, code: str
) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: pytest.fail("asked"))
    path = tmp_path / f"{name}.doc"
    path.write_bytes(body)
    with pytest.raises(AnjuanError, match=code) as caught:
        read(path)
    assert name in caught.value.where


def test_a_docx_under_the_name_of_a_doc_needs_no_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: None)
    assert read(docx(tmp_path / "a.doc", paragraph("立案审批表"))) == ["立案审批表"]
