"""Notices as DOCX in the layout of official papers (GB/T 9704): fonts are named, none is needed here."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from anjuan import SetupError, near

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
RED = "C8102E"
BODY = 16.0  # 三号
PITCH = 28.0  # 22 lines on a page
WIDTH = 156.0  # mm between the margins
_FIXED = datetime(2000, 1, 1)  # the clock would make equal notices differ in bytes
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Style(NamedTuple):
    """How a paragraph looks; lengths in points, indents in characters."""

    font: str = FANG
    size: float = BODY
    pitch: float = PITCH
    align: str = "both"
    first: float = 2.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    colour: str = ""
    next: bool = False


TEXT = Style()
HEADINGS = {1: Style(font=HEI, next=True), 2: Style(font=KAI, next=True)}
CAPTION = Style(HEI, 12, 22, "center", 0, before=8, after=2, next=True)
CELL = Style(FANG, 10.5, 17, "left", 0)
HEAD_CELL = Style(HEI, 10.5, 17, "center", 0)


class DocxRenderer:
    """Lays a notice out with the function that `LAYOUTS` has for its kind."""

    name = "docx"
    format = "docx"

    def render(self, notice: Mapping[str, Any], template: str) -> bytes:
        """The notice as DOCX, the same bytes for the same notice.

        Raises:
            SetupError: there is no layout for that kind.
        """
        if template not in LAYOUTS:
            raise SetupError(
                f"没有 {template} 的 DOCX 版式", template, near(template, LAYOUTS) or "换用其他格式"
            )
        paper = Paper(str(notice["title"]), str(notice["issuer"]))
        LAYOUTS[template](paper, notice)
        return paper.bytes()


class Paper:
    """An A4 document that grows downwards."""

    def __init__(self, title: str, author: str) -> None:
        import docx

        self._docx = docx.Document()
        for name, value in {"title": title, "author": author, "last_modified_by": author}.items():
            setattr(self._docx.core_properties, name, _clean(value)[:255])
        for name in ("comments", "keywords", "subject", "category"):
            setattr(self._docx.core_properties, name, "")
        self._docx.core_properties.created = self._docx.core_properties.modified = _FIXED
        self._page()
        self._defaults()

    def text(self, text: str, style: Style = TEXT) -> Any:
        """A paragraph at the end."""
        paragraph = self._docx.add_paragraph()
        _write(paragraph, text, style)
        return paragraph

    def rule(self, paragraph: Any) -> None:
        """A red line below a paragraph."""
        edge = _element("pBdr", {})
        edge.append(_element("bottom", {"val": "single", "sz": "16", "space": "6", "color": RED}))
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )

    def blocks(self, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Headings, paragraphs and tables of a notice."""
        for block in blocks:
            if block["type"] == "table":
                self.table(block)
            else:
                self.text(block["text"], HEADINGS[block["level"]] if block["type"] == "heading" else TEXT)

    def table(self, block: Mapping[str, Any]) -> None:
        """A bordered table whose head is repeated on each page and whose rows are not broken."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        if block["caption"]:
            self.text(block["caption"], CAPTION)
        columns = block["columns"]
        table = self._docx.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(column["weight"] for column in columns)
        widths = [Mm(WIDTH * column["weight"] / whole) for column in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        rows = [([column["title"] for column in columns], True), *((row, False) for row in block["rows"])]
        for cells, head in rows:
            self._row(table, cells, columns, widths, head)
        self.text("", Style(size=6, pitch=8, first=0))

    def _row(self, table: Any, cells: Sequence[str], columns: Any, widths: Any, head: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit", {}))
        if head:
            properties.append(_element("tblHeader", {}))
        for cell, text, column, width in zip(row.cells, cells, columns, widths, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            style = HEAD_CELL if head else CELL._replace(align=column["align"])
            _write(cell.paragraphs[0], text, style)

    def hold(self) -> None:
        """Keep the last paragraph with what follows: a signature never stands alone on a page."""
        self._docx.paragraphs[-1].paragraph_format.keep_with_next = True

    def new_page(self, text: str, style: Style) -> None:
        """A paragraph at the head of a new page."""
        self.text(text, style).paragraph_format.page_break_before = True

    def _page(self) -> None:
        from docx.shared import Mm

        section = self._docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(24)
        self._docx.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer, "right")
        _page_number(section.even_page_footer, "left")

    def _defaults(self) -> None:
        normal = self._docx.styles["Normal"]
        normal.font.name = LATIN
        properties = normal.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(_name("eastAsia"), FANG)
        for defaults in self._docx.styles.element.iter(_name("lang")):
            defaults.set(_name("eastAsia"), "zh-CN")

    def bytes(self) -> bytes:
        """The file; its members carry one fixed time."""
        draft, target = BytesIO(), BytesIO()
        self._docx.save(draft)
        with (
            zipfile.ZipFile(draft) as source,
            zipfile.ZipFile(target, "w") as sink,
        ):
            for member in source.infolist():
                info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
                info.create_system = 0
                sink.writestr(info, source.read(member.filename), zipfile.ZIP_DEFLATED, 9)
        return target.getvalue()


def _clean(text: str) -> str:
    """Without characters that XML cannot hold; recognised text may have some."""
    return _NOT_XML.sub("", text)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))


def _element(tag: str, attributes: Mapping[str, str]) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(_name(key), value)
    return element


def _write(paragraph: Any, text: str, style: Style) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(style.pitch)
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.keep_with_next = style.next or None
    if style.first:
        shape.first_line_indent = Pt(style.first * style.size)
    if style.right:
        shape.right_indent = Pt(style.right * style.size)
    shape.alignment = {
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[style.align]
    if text:
        _font(paragraph.add_run(_clean(text)), style)


def _font(run: Any, style: Style) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size = Pt(style.size)
    run.font.name = LATIN
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(_name("eastAsia"), style.font)
    fonts.set(_name("hint"), "eastAsia")  # else Word sets Chinese quotation marks in the Latin font
    if style.colour:
        run.font.color.rgb = RGBColor.from_string(style.colour)


def _page_number(footer: Any, align: str) -> None:
    """`— 1 —`, one character from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    style = Style(SONG, 14, 20, align, 0)
    _write(paragraph, "", style._replace(right=1.0) if align == "right" else style._replace(first=1.0))
    _font(paragraph.add_run("— "), style)
    for part in ({"fldCharType": "begin"}, None, {"fldCharType": "separate"}, "1", {"fldCharType": "end"}):
        run = paragraph.add_run(part if isinstance(part, str) else "")
        _font(run, style)
        if part is None:
            code = _element("instrText", {})
            code.text = "PAGE"
            run._r.append(code)
        elif not isinstance(part, str):
            run._r.append(_element("fldChar", part))
    _font(paragraph.add_run(" —"), style)


def _official(paper: Paper, notice: Mapping[str, Any]) -> None:
    """An official paper: red head, number, title, body, signature block, annex."""
    mark = f"{notice['issuer']}文件"
    size = min(48.0, WIDTH / 25.4 * 72 / max(len(mark), 1))
    paper.text(mark, Style(TITLE, size, size * 1.3, "center", 0, before=10, after=20, colour=RED))
    paper.rule(paper.text(notice["number"] or "（发文字号待定）", Style(align="center", first=0)))
    lines = _title_lines(notice["title"], notice["issuer"])
    for count, line in enumerate(lines, 1):
        before, after = (56 if count == 1 else 0), (28 if count == len(lines) else 0)
        paper.text(line, Style(TITLE, 22, 35, "center", 0, before=before, after=after, next=True))
    paper.text(f"{notice['to']}：", Style(first=0))
    paper.blocks(notice["body"])
    paper.hold()
    if notice["annex"]:
        paper.text(f"附件：{notice['annex_title']}", Style(before=PITCH, next=True))
    _signature(paper, notice["signed"], notice["date"] or "（成文日期待定）")
    if notice["annex"]:
        paper.new_page("附件", Style(font=HEI, first=0, align="left", after=14))
        paper.text(notice["annex_title"], Style(TITLE, 18, 30, "center", 0, after=14, next=True))
        paper.blocks(notice["annex"])


def _title_lines(title: str, issuer: str) -> list[str]:
    """A long title is broken where it is read, after the issuer, not where the line happens to end."""
    if len(title) > 19 and title.startswith(issuer):
        rest = title.removeprefix(issuer)
        return [issuer, rest] if len(rest) <= 20 else [issuer, *_halves(rest)]
    return [title]


def _halves(text: str) -> list[str]:
    """Two lines, broken before a word of the trade near the middle."""
    middle = len(text) // 2
    marks = [text.find(word, 4) for word in ("行政执法", "行政处罚", "情况的")]
    at = min((mark for mark in marks if mark > 0), key=lambda mark: abs(mark - middle), default=middle)
    return [text[:at], text[at:]]


def _signature(paper: Paper, signed: str, date: str) -> None:
    """The date four characters from the right, the issuer centred above it."""
    wide, day = len(signed) * 1.0, sum(0.5 if char.isdigit() else 1.0 for char in date)
    right = (4.0 + (day - wide) / 2, 4.0) if wide <= day else (2.0, 2.0 + (wide - day) / 2)
    paper.text(signed, Style(align="right", first=0, right=right[0], before=PITCH * 2, next=True))
    paper.text(date, Style(align="right", first=0, right=right[1]))


LAYOUTS: Mapping[str, Callable[[Paper, Mapping[str, Any]], None]] = {"circular": _official}
