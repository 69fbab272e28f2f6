"""OFD files that mean harm, or are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import AnjuanError, Limits
from anjuan.builtin.loaders.ofd import OfdLoader
from anjuan.builtin.loaders.ofd.jbig2 import jbig2_picture
from anjuan.builtin.loaders.ofd.seals import seal_of
from anjuan.model.limits import limited

from .ofd_files import NS, layer, ofd, resources, seal, text

WORDS = "经查当事人未取得许可证从事经营活动违反规定"


def code_of(path: Path) -> str:
    with pytest.raises(AnjuanError) as caught:
        list(OfdLoader().pages(path, path.name))
    assert path.name in caught.value.where
    assert caught.value.next_step
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(tmp_path: Path, encoding: str) -> None:
    entities = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;">]>'
    page = f'<?xml version="1.0" encoding="{encoding}"?>{entities}' + layer(text("&x;", 20, 50))
    path = ofd(tmp_path / "a.ofd", [layer()], parts={"Doc_0/Pages/Page_0/Content.xml": page.encode(encoding)})
    assert code_of(path) == "AJ-105"


def test_what_is_no_ofd_is_told_apart(tmp_path: Path) -> None:
    bad = {
        "text.ofd": (b"no archive", "AJ-104"),
        "cut.ofd": (ofd(tmp_path / "whole.ofd", [layer()]).read_bytes()[:300], "AJ-101"),
        "pdf.ofd": (b"%PDF-1.7", "AJ-104"),
    }
    for name, (body, code) in bad.items():
        (tmp_path / name).write_bytes(body)
        assert code_of(tmp_path / name) == code
    other = tmp_path / "other.ofd"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert code_of(other) == "AJ-104"


def test_an_encrypted_one_is_named(tmp_path: Path) -> None:
    locked = ofd(tmp_path / "a.ofd", [layer()], body="<ofd:Encryptions>Enc.xml</ofd:Encryptions>")
    assert code_of(locked) == "AJ-102"


def test_one_without_pages_is_damaged(tmp_path: Path) -> None:
    assert code_of(ofd(tmp_path / "a.ofd", [])) == "AJ-101"


def test_units_that_multiply_are_stopped(tmp_path: Path) -> None:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="{n + 1}"/>' * 10
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(20)
    )
    page = layer('<ofd:CompositeObject ID="6" Boundary="0 0 9 9" ResourceID="0"/>')
    path = ofd(tmp_path / "a.ofd", [page], parts={"Doc_0/Res.xml": resources({}, units)})
    with limited(Limits(objects=5_000)):
        assert code_of(path) == "AJ-106"


def test_blocks_that_nest_too_deep_are_stopped(tmp_path: Path) -> None:
    deep = '<ofd:PageBlock ID="4">' * 60 + "</ofd:PageBlock>" * 60
    assert code_of(ofd(tmp_path / "a.ofd", [layer(deep)])) == "AJ-106"
    deeper = "<a>" * 1000 + "</a>" * 1000
    assert code_of(ofd(tmp_path / "b.ofd", [layer(deeper)])) == "AJ-106"


def test_one_template_for_many_pages_is_parsed_once(tmp_path: Path) -> None:
    page = layer(extra='<ofd:Template TemplateID="50"/>')
    parts = {"Doc_0/T.xml": layer(text(WORDS, 20, 50), f"<!-- {'x' * 40_000} -->")}
    common = '<ofd:TemplatePage ID="50" BaseLoc="T.xml"/>'
    path = ofd(tmp_path / "a.ofd", [page] * 40, common=common, parts=parts)
    with limited(Limits(office_bytes=100_000)):  # less than forty times the template
        assert len(list(OfdLoader().pages(path, "a.ofd"))) == 40


def test_places_outside_of_the_file_end_at_its_root(tmp_path: Path) -> None:
    listing = f'<ofd:Document {NS}><ofd:Pages><ofd:Page ID="1" BaseLoc="../../../../etc/passwd"/></ofd:Pages></ofd:Document>'
    path = ofd(tmp_path / "a.ofd", [layer()], parts={"Doc_0/Document.xml": listing})
    (page,) = OfdLoader().pages(path, "a.ofd")
    assert page.failed


@given(st.binary(max_size=200))
def test_any_bytes_for_a_seal_give_a_name_or_none(body: bytes) -> None:
    assert isinstance(seal_of(body)[0], str)


@given(st.data())
def test_a_seal_with_wrong_bytes_never_raises(data: st.DataObject) -> None:
    body = bytearray(seal("南屏市林业局", b"picture"))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(seal_of(bytes(body))[0], str)


@given(st.data())
def test_wrong_bytes_in_a_page_end_in_pages_or_in_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    page = bytearray(layer(text(WORDS, 20, 50), '<ofd:PathObject Boundary="1 1 9 9"/>').encode())
    for _ in range(data.draw(st.integers(1, 5))):
        page[data.draw(st.integers(0, len(page) - 1))] = data.draw(st.sampled_from(b'0159 -eg<>"/xX'))
    path = tmp_path_factory.mktemp("ofd") / "a.ofd"
    ofd(path, [layer()], parts={"Doc_0/Pages/Page_0/Content.xml": bytes(page)})
    try:
        (found,) = OfdLoader().pages(path, "a.ofd")
    except AnjuanError:
        return
    assert found.read in ("text-layer", "image") or found.failed


def bits(text: str) -> bytes:
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def jbig2(width: int, height: int) -> bytes:
    """A black picture, eight pixels wide: one generic region in MMR coding."""

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return number.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(data).to_bytes(4, "big") + data

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    page = size + bytes(8) + b"\x00" + b"\x00\x00"
    # First row: no white, eight black; then each row as the one above it; then the end of the block.
    rows = bits("001" + "00110101" + "000101" + "11" * (height - 1) + "000000000001" * 2)
    region = size + bytes(8) + b"\x00" + b"\x01" + rows
    return (
        b"\x97JB2\r\n\x1a\n\x01\x00\x00\x00\x01"
        + segment(0, 48, page)
        + segment(1, 38, region)
        + segment(2, 49, b"")
        + segment(3, 51, b"")
    )


def test_a_jbig2_scan_is_decoded() -> None:
    picture = jbig2_picture(jbig2(8, 8))
    assert picture is not None
    assert (picture.size, picture.getpixel((4, 4))) == ((8, 8), 0)


def test_a_jbig2_scan_over_the_cap_or_cut_off_is_none() -> None:
    assert jbig2_picture(jbig2(8, 8)[:20]) is None
    with limited(Limits(pixels=63)):
        assert jbig2_picture(jbig2(8, 8)) is None
