"""DOCX: everything that a person would see on paper, with its locator; what was deleted is gone."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anjuan import AnjuanError, Limits, Page
from anjuan.builtin.loaders.word import DocxLoader
from anjuan.builtin.loaders.word.docx import pages_of
from anjuan.builtin.loaders.word.numbers import chinese, numeral
from anjuan.model.limits import limited

from .docx_files import W, docx, paragraph, run, table, tc


def pages(path: Path) -> list[Page]:
    return list(DocxLoader().pages(path, path.name))


def read(path: Path) -> list[tuple[str, str]]:
    return [(line.locator, line.text) for page in pages(path) for line in page.lines]


def test_paragraphs_and_tables_in_the_order_of_the_text(tmp_path: Path) -> None:
    body = paragraph("立案审批表") + table(["当事人", "某某公司"], ["案由", "无证"]) + paragraph("落款")
    (page,) = pages(docx(tmp_path / "a.docx", body))
    assert (page.page, page.size, page.read) == (None, (0.0, 0.0), "text-layer")
    assert [(line.locator, line.text, line.cell) for line in page.lines] == [
        ("paragraph 1", "立案审批表", -1),
        ("table 1 row 1", "当事人", 0),
        ("table 1 row 1", "某某公司", 1),
        ("table 1 row 2", "案由", 2),
        ("table 1 row 2", "无证", 3),
        ("paragraph 2", "落款", -1),
    ]


def test_what_wraps_text_does_not_hide_it(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件里的段')}</w:sdtContent></w:sdt>"
    inner = (
        f"<w:sdt><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt><w:ins>{run('乙')}</w:ins>"
        f"<w:hyperlink>{run('丙')}</w:hyperlink><w:smartTag>{run('丁')}</w:smartTag>"
        f"<w:fldSimple>{run('戊')}</w:fldSimple>"
    )
    assert read(docx(tmp_path / "a.docx", control + paragraph(inner))) == [
        ("paragraph 1", "控件里的段"),
        ("paragraph 2", "甲乙丙丁戊"),
    ]


def test_what_was_deleted_or_hidden_or_is_code_is_not_read(tmp_path: Path) -> None:
    gone = (
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('移走')}</w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>'
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('删去的行')}</w:tr><w:tr>{tc('留下')}</w:tr></w:tbl>"
    found = read(docx(tmp_path / "a.docx", paragraph("甲", gone, shown) + row))
    assert [text for _, text in found] == ["甲可见", "留下"]


def test_text_boxes_are_read_once_where_they_are_anchored(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框里的字')}{table(['框里的格'])}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    assert read(docx(tmp_path / "a.docx", paragraph("正文", both) + paragraph(old))) == [
        ("paragraph 1", "正文"),
        ("paragraph 1", "框里的字"),
        ("table 1 row 1", "框里的格"),
        ("paragraph 2", "框里的字"),
        ("table 2 row 1", "框里的格"),
    ]


def test_tables_within_tables_and_merged_cells(tmp_path: Path) -> None:
    inner = table(["里一", "里二"])
    tall = tc("合并", properties='<w:vMerge w:val="restart"/>')
    below = tc("合并", properties="<w:vMerge/>")
    body = table([tall, tc("外", inner, "后")], [below, "下"])
    (page,) = pages(docx(tmp_path / "a.docx", body))
    assert [(line.locator, line.text, line.cell) for line in page.lines] == [
        ("table 1 row 1", "合并", 0),
        ("table 1 row 1", "外", 1),
        ("table 2 row 1", "里一", 2),
        ("table 2 row 1", "里二", 3),
        ("table 1 row 1", "后", 1),
        ("table 1 row 2", "下", 4),
    ]


def test_headers_notes_and_footers_stand_where_paper_has_them(tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h1"/><w:headerReference w:type="first" r:id="h2"/>'
        '<w:footerReference r:id="f1"/></w:sectPr>'
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    parts = {
        "word/h1.xml": f"<w:hdr {W}>{paragraph('某某局')}</w:hdr>",
        "word/h2.xml": f"<w:hdr {W}>{paragraph('某某局')}{paragraph('内部资料')}</w:hdr>",
        "word/f1.xml": f"<w:ftr {W}>{paragraph('第 1 页 共 3 页')}{paragraph('共8页第8页')}"
        f"{paragraph('- 2 -')}{paragraph('Page 1 of 3')}{paragraph('承办人签名')}</w:ftr>",
        "word/n.xml": f'<w:footnotes {W}><w:footnote w:id="1">{paragraph("没有提到")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("见附件")}</w:footnote></w:footnotes>',
    }
    related = {
        "h1": ("header", "h1.xml"),
        "h2": ("header", "h2.xml"),
        "f1": ("footer", "f1.xml"),
        "n": ("footnotes", "n.xml"),
    }
    path = docx(tmp_path / "a.docx", paragraph("正文", note) + section, related=related, parts=parts)
    assert read(path) == [
        ("header 1", "某某局"),
        ("header 2", "内部资料"),
        ("paragraph 1", "正文"),
        ("footnote 1", "见附件"),
        ("footer 1", "承办人签名"),
    ]


def test_numbers_that_word_counts_are_read_with_their_paragraphs(tmp_path: Path) -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>'
    )
    parts = {
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num></w:numbering>",
        "word/styles.xml": f'<w:styles {W}><w:style w:styleId="T"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="U"><w:basedOn w:val="T"/></w:style></w:styles>',
    }

    def numbered(words: str, number: int, level: int) -> str:
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph(words, properties=place)

    body = (
        numbered("事实", 1, 0)
        + numbered("甲", 1, 1)
        + numbered("乙", 1, 1)
        + paragraph("依据", properties='<w:pStyle w:val="U"/>')
        + numbered("丙", 1, 1)
        + numbered("点", 1, 2)
        + numbered("另列", 2, 0)
        + numbered("无号", 0, 0)
    )
    related = {"n": ("numbering", "numbering.xml"), "s": ("styles", "styles.xml")}
    found = read(docx(tmp_path / "a.docx", body, related=related, parts=parts))
    assert [text for _, text in found] == [
        "一、事实",
        "1.1甲",
        "1.2乙",
        "二、依据",
        "2.1丙",
        "点",
        "五、另列",
        "无号",
    ]


def test_boxes_with_and_without_a_tick(tmp_path: Path) -> None:
    old = (
        "<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>",
        '<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>',
    )
    sign = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    menu = (
        '<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
        "</w:ddList></w:ffData></w:fldChar></w:r>"
    )
    body = paragraph(old[0], "是", old[1], "否", sign, "直接送达", menu)
    assert read(docx(tmp_path / "a.docx", body)) == [("paragraph 1", "☑是□否☑直接送达乙")]


def field_of(code: str, result: str) -> str:
    """A field with its code in two pieces, as Word likes to write it."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    codes = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:3], code[3:]))
    return f"{marks[0]}{codes}{marks[1]}{run(result)}{marks[2]}"


def test_days_that_a_field_works_out_are_doubtful_and_gone_after_a_conversion(tmp_path: Path) -> None:
    body = (
        paragraph("制作日期", field_of(r' DATE \@ "yyyy"', "2024年3月5日"))
        + paragraph('<w:fldSimple w:instr="TIME">' + run("9时") + "</w:fldSimple>", "到")
        + paragraph("见", field_of(" REF a", "附件"))
    )
    path = docx(tmp_path / "a.docx", body)
    (page,) = pages(path)
    assert [(line.text, line.confidence) for line in page.lines] == [
        ("制作日期2024年3月5日", 0.5),
        ("9时到", 0.5),
        ("见附件", 1.0),
    ]
    (page,) = pages_of(path, "a.doc", converted=True)
    assert [line.text for line in page.lines] == ["制作日期", "到", "见附件"]


def picture(size: tuple[int, int]) -> bytes:
    body = io.BytesIO()
    Image.new("L", size, 128).save(body, "PNG")
    return body.getvalue()


def test_a_file_of_pictures_has_them_as_pages(tmp_path: Path) -> None:
    shown = "".join(
        f'<w:r><w:drawing><a:blip r:embed="{key}"/></w:drawing></w:r>' for key in ("p1", "p2", "p3")
    )
    related = {key: ("image", f"media/{key}.png") for key in ("p1", "p2", "p3")}
    parts = {
        "word/media/p1.png": picture((600, 800)),
        "word/media/p2.png": picture((80, 80)),  # a seal or a sign
        "word/media/p3.png": b"no picture",
    }
    path = docx(tmp_path / "a.docx", paragraph("附图", shown), related=related, parts=parts)
    found = pages(path)
    assert [(page.page, page.read[:6], len(page.lines)) for page in found] == [
        (None, "text-l", 1),
        (1, "image", 0),
        (2, "failed", 0),
    ]
    assert DocxLoader().image(path, 1, max_pixels=120_000).size == (300, 400)
    long = docx(tmp_path / "b.docx", paragraph("字" * 20, shown), related=related, parts=parts)
    assert [page.page for page in pages(long)] == [None]
    with pytest.raises(AnjuanError, match="AJ-104"):
        DocxLoader().image(path, 7, max_pixels=100)


def test_another_file_in_the_place_of_the_text_is_refused_by_name(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("甲") + '<w:altChunk r:id="x"/>')
    with pytest.raises(AnjuanError, match="AJ-104"):
        pages(path)


def test_a_document_type_is_refused_and_caps_hold(tmp_path: Path) -> None:
    entity = f'<!DOCTYPE a [<!ENTITY x "y">]><w:document {W}><w:body/></w:document>'
    path = docx(tmp_path / "a.docx", "", parts={"word/document.xml": entity})
    with pytest.raises(AnjuanError, match="AJ-105"):
        pages(path)
    whole = docx(tmp_path / "b.docx", paragraph("甲" * 100))
    for caps in (Limits(xml_bytes=100), Limits(office_bytes=100), Limits(members=2), Limits(xml_depth=4)):
        with limited(caps), pytest.raises(AnjuanError, match="AJ-106"):
            pages(whole)


def test_links_outside_of_the_file_are_not_followed(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="p" Type="x/image" Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
    )
    shown = '<w:r><w:drawing><a:blip r:embed="p"/><a:blip r:link="p"/></w:drawing></w:r>'
    path = docx(tmp_path / "a.docx", paragraph(shown), parts={"word/_rels/document.xml.rels": rels})
    assert [page.page for page in pages(path)] == [None]


@given(st.data())
def test_wrong_bytes_in_the_text_end_in_pages_or_in_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    body = bytearray(f"<w:document {W}><w:body>{table(['甲', '乙'])}</w:body></w:document>".encode())
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.sampled_from(b'0 <>"/:wtp'))
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    docx(path, "", parts={"word/document.xml": bytes(body)})
    with contextlib.suppress(AnjuanError):
        assert len(pages(path)) == 1


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_chinese_figures(number: int, text: str) -> None:
    assert chinese(number) == text


def test_other_figures() -> None:
    forms = ("decimal", "upperLetter", "lowerLetter", "lowerRoman", "ideographDigital", "decimalZero", "what")
    assert [numeral(27, form) for form in forms] == ["27", "AA", "aa", "xxvii", "二七", "27", "27"]
    assert (numeral(4, "upperRoman"), numeral(3, "decimalEnclosedCircle")) == ("IV", "③")
    assert (chinese(21, legal=True), chinese(10_000)) == ("贰拾壹", "10000")
