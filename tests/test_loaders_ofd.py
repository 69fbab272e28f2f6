"""OFD: print, forms, layers, pictures, seals and attachments; what is hostile is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from anjuan import Limits, Mark, Page
from anjuan.builtin.loaders.ofd import OfdLoader
from anjuan.model.limits import limited

from .ofd_files import NS, layer, line, ofd, picture, png, resources, seal, signed, text

WORDS = "经查当事人未取得许可证从事经营活动违反规定"


def pages(path: Path) -> list[Page]:
    return list(OfdLoader().pages(path, path.name))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_pages_come_in_order_with_their_print_in_fractions_of_the_page(tmp_path: Path) -> None:
    first, second = layer(text("立案审批表", 21, 29.7, 4)), layer(text("第二页", 21, 50))
    found = pages(ofd(tmp_path / "a.ofd", [first, second]))
    assert [(page.file, page.page, page.read, texts(page)) for page in found] == [
        ("a.ofd", 1, "text-layer", ["立案审批表"]),
        ("a.ofd", 2, "text-layer", ["第二页"]),
    ]
    assert found[0].size == (595.3, 841.9)
    box = found[0].lines[0].box
    assert (box.x0, box.x1) == (0.1, pytest.approx(41 / 210, abs=0.001))
    assert box.y0 < 0.1 < box.y1
    assert [page.marks for page in found] == [(), ()]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('DeltaX="g 3 4"', ["甲乙丙丁"]),
        ('DeltaX="4 4 4"', ["甲乙丙丁"]),
        ("", ["甲乙丙丁"]),  # no steps at all
        ('DeltaX="4 -4 4" DeltaY="0 6 0"', ["甲乙", "丙丁"]),
        ('DeltaX="4 60 4"', ["甲乙", "丙丁"]),
        ('DeltaY="g 3 5"', ["甲乙丙丁"]),  # from top to bottom
        ('DeltaX="g 99999999999 4"', ["甲乙丙丁"]),  # never more steps than characters
        ('DeltaX="g x 4"', ["甲乙丙丁"]),
        ('DeltaX="1e300 4 4"', ["甲乙丙丁"]),
    ],
)
def test_steps_place_each_character(tmp_path: Path, code: str, found: list[str]) -> None:
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(text("甲乙丙丁", 40, 50, 4, "", code or " "))]))
    assert texts(page) == found


def test_a_form_of_ruled_lines_has_cells(tmp_path: Path) -> None:
    rules = [line(20, y, 190, y) for y in (50, 60, 70)] + [line(x, 50, x, 70) for x in (20, 60, 190)]
    words = [text("当事人", 22, 57), text("某某公司", 62, 57), text("案由", 22, 67), text("无证经营", 62, 67)]
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(*rules, *words)]))
    assert [(line.text, line.cell) for line in page.lines] == [
        ("当事人", 0),
        ("某某公司", 1),
        ("案由", 2),
        ("无证经营", 3),
    ]


def test_filled_bars_are_rules_and_shades_are_none(tmp_path: Path) -> None:
    def bar(x: float, y: float, wide: float, high: float) -> str:
        return (
            f'<ofd:PathObject ID="2" Boundary="{x} {y} {wide} {high}" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    frame = [bar(20, 50, 170, 0.3), bar(20, 60, 170, 0.3), bar(20, 50, 0.3, 10), bar(190, 50, 0.3, 10)]
    cut = bar(60, 50, 60, 10)  # a shade across the cell
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(*frame, cut, text("甲" * 30, 40, 57))]))
    assert [(len(line.text), line.cell) for line in page.lines] == [(30, 0)]


def test_blocks_templates_and_composite_objects_are_followed(tmp_path: Path) -> None:
    unit = (
        f'<ofd:CompositeGraphicUnit ID="7" Width="50" Height="10"><ofd:Content>{text("复合对象", 0, 5)}'
        '<ofd:CompositeObject ID="8" Boundary="0 0 50 10" ResourceID="7"/></ofd:Content>'
        "</ofd:CompositeGraphicUnit>"  # it holds itself
    )
    parts = {
        "Doc_0/Res.xml": resources({}, unit),
        "Doc_0/Tpls/T.xml": layer(text("模板上的字", 20, 20)),
    }
    page = layer(
        f'<ofd:PageBlock ID="4"><ofd:PageBlock ID="5">{text("块中的字", 20, 40)}</ofd:PageBlock></ofd:PageBlock>',
        '<ofd:CompositeObject ID="6" Boundary="20 60 50 10" CTM="2 0 0 2 0 0" ResourceID="7"/>',
        extra='<ofd:Template TemplateID="50"/>',
    )
    common = '<ofd:TemplatePage ID="50" BaseLoc="Tpls/T.xml"/>'
    (found,) = pages(ofd(tmp_path / "a.ofd", [page], common=common, parts=parts))
    assert texts(found) == ["模板上的字", "块中的字", "复合对象"]
    assert found.lines[2].box.y0 * 297 == pytest.approx(60 + 2 * (5 - 0.88 * 4), abs=0.1)


def test_notes_on_a_page_are_read_and_watermarks_are_not(tmp_path: Path) -> None:
    notes = "".join(
        f'<ofd:Annot ID="{n}" Type="{kind}" {more}><ofd:Appearance Boundary="100 100 60 20">'
        f"{text(words, 0, 5)}</ofd:Appearance></ofd:Annot>"
        for n, (kind, more, words) in enumerate(
            (
                ("Stamp", "", "同意立案"),
                ("Watermark", "", "严禁复制"),
                ("Path", 'Visible="false"', "看不见的"),
            )
        )
    )
    parts = {
        "Doc_0/Annots.xml": f'<ofd:Annotations {NS}><ofd:Page PageID="100"><ofd:FileLoc>A.xml</ofd:FileLoc>'
        "</ofd:Page></ofd:Annotations>",
        "Doc_0/A.xml": f"<ofd:PageAnnot {NS}>{notes}</ofd:PageAnnot>",
    }
    document = "<ofd:Annotations>Annots.xml</ofd:Annotations>"
    path = ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50))], document=document, parts=parts)
    (page,) = pages(path)
    assert texts(page) == [WORDS, "同意立案"]
    assert page.lines[1].box.x0 == pytest.approx(100 / 210, abs=0.001)


def test_print_that_nobody_sees_is_not_read(tmp_path: Path) -> None:
    white = text("白色的字", 20, 60).replace(
        "<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'
    )
    hidden = [
        text("透明的字", 20, 70, more='Alpha="0"'),
        text("不画的字", 20, 80, more='Fill="false"'),
        text("关掉的字", 20, 90, more='Visible="false"'),
        text("页外的字", 20, 400),
        white,
    ]
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50), *hidden)]))
    assert texts(page) == [WORDS]


def test_white_print_on_a_dark_bar_is_read(tmp_path: Path) -> None:
    bar = (
        '<ofd:PathObject ID="2" Boundary="20 50 100 10" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 90"/>'
        "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    white = text("标题", 30, 57).replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(bar, white, text(WORDS, 20, 80))]))
    assert texts(page) == ["标题", WORDS]


def test_print_that_runs_askew_stands_behind_the_lines_of_the_page(tmp_path: Path) -> None:
    slant = text("仅供查阅", 60, 60, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(slant, text(WORDS, 20, 50), text(WORDS, 20, 200))]))
    assert texts(page) == [WORDS, WORDS, "仅供查阅"]


def test_print_drawn_twice_for_the_eye_is_read_once(tmp_path: Path) -> None:
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50), text(WORDS, 20.1, 50))]))
    assert texts(page) == [WORDS]


def test_a_page_whose_print_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    # On paper: lines run from the foot of the page to its head.
    words = [
        text(WORDS, 50, 200, more='CTM="0 -1 1 0 0 0"'),
        text("第二行", 80, 200, more='CTM="0 -1 1 0 0 0"'),
    ]
    path = ofd(tmp_path / "a.ofd", [layer(*words)])
    (page,) = pages(path)
    assert (page.rotation, page.size, texts(page)) == (90, (841.9, 595.3), [WORDS, "第二行"])
    stored = OfdLoader().image(path, 1, max_pixels=500_000)
    assert stored.height > stored.width


def test_a_scan_is_a_picture_even_with_a_hidden_text_layer(tmp_path: Path) -> None:
    parts = {"Doc_0/Res.xml": resources({"20": "s.png"}), "Doc_0/Res/s.png": png()}
    below = layer(text(WORDS, 20, 50), picture("20", 0, 0, 210, 297))
    path = ofd(tmp_path / "a.ofd", [layer(picture("20", 0, 0, 210, 297)), below], parts=parts)
    found = pages(path)
    assert [(page.read, page.lines) for page in found] == [("image", ()), ("image", ())]
    image = OfdLoader().image(path, 2, max_pixels=200_000)
    assert image.width * image.height <= 200_000
    assert image.getpixel((image.width // 2, image.height // 2)) == (0, 0, 0)
    assert image.getpixel((2, 2)) == (255, 255, 255)


def test_a_picture_that_nobody_can_decode_is_a_failed_page(tmp_path: Path) -> None:
    parts = {"Doc_0/Res.xml": resources({"20": "s.png"}), "Doc_0/Res/s.png": b"no picture"}
    scan = layer(picture("20", 0, 0, 210, 297))
    found = pages(ofd(tmp_path / "a.ofd", [scan, layer(text(WORDS, 20, 50))], parts=parts))
    assert [page.failed for page in found] == [True, False]


def test_a_small_picture_leaves_the_print_as_it_is(tmp_path: Path) -> None:
    parts = {"Doc_0/Res.xml": resources({"20": "s.png"}), "Doc_0/Res/s.png": png((80, 80))}
    (page,) = pages(
        ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50), picture("20", 150, 20, 20, 20))], parts=parts)
    )
    assert (page.read, texts(page)) == ("text-layer", [WORDS])


def test_print_without_meaning_and_without_a_picture_fails(tmp_path: Path) -> None:
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(text("\ue001\ue002\ue003" * 10, 20, 50))]))
    assert page.read.startswith("failed")


def test_an_electronic_seal_is_a_mark_with_its_name(tmp_path: Path) -> None:
    parts = signed("100", "120 200 42 42", seal("南屏市林业局"))
    body = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    path = ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50)), layer()], body=body, parts=parts)
    first, second = pages(path)
    assert first.marks is not None
    (mark,) = first.marks
    assert (mark.kind, mark.text, mark.confidence) == ("seal", "南屏市林业局", 1.0)
    assert (mark.box.x0, mark.box.y1) == (
        pytest.approx(120 / 210, abs=1e-3),
        pytest.approx(242 / 297, abs=1e-3),
    )
    assert second.marks == ()


def test_a_seal_without_a_readable_name_still_stands_on_its_page(tmp_path: Path) -> None:
    parts = signed("100", "120 200 42 42", b"\x30\x84\xff\xff\xff\xff")
    body = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    (page,) = pages(ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50))], body=body, parts=parts))
    assert page.marks is not None
    assert [(mark.kind, mark.text) for mark in page.marks] == [("seal", "")]
    assert isinstance(page.marks[0], Mark)


def test_a_page_that_is_missing_or_damaged_fails_and_the_others_are_read(tmp_path: Path) -> None:
    document = '<ofd:Pages><ofd:Page ID="300" BaseLoc="Pages/none.xml"/></ofd:Pages>'
    path = ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50)), "<ofd:Page"], document=document)
    found = pages(path)
    assert [(page.page, page.failed) for page in found] == [(1, False), (2, True), (3, True)]


def test_caps_are_those_of_the_run(tmp_path: Path) -> None:
    path = ofd(tmp_path / "a.ofd", [layer(text(WORDS, 20, 50))] * 3)
    for caps in (Limits(pages=2), Limits(objects=20), Limits(xml_bytes=200), Limits(members=3)):
        with limited(caps), pytest.raises(Exception, match="AJ-106"):
            pages(path)
    assert len(pages(path)) == 3
