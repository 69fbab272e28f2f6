"""Papers to DOCX with python-docx."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .model import Block, CaseSpec, Cell, Close, Paper, Para, Photo, Stamp, Table
from .seal import seal_png
from .zips import settle

SIDES = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}


def paper_docx(spec: CaseSpec, paper: Paper, start: int | None) -> bytes:
    """One paper as DOCX; `start` is its first page number, None leaves pages unnumbered."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _base_font(document, "仿宋" if spec.authority.style.spaced else "宋体")
    if paper.head:
        _text(document.add_paragraph(), spec.authority.name, "center", 15, False)
    _text(document.add_paragraph(), paper.title, "center", 20, True)
    if paper.number:
        _text(document.add_paragraph(), paper.number, "center", 11.5, False)
    for block in paper.blocks:
        _block(document, block, spec)
    if start is not None:
        _page_number(document, start)
    moment = datetime(2024, 1, 1)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = spec.authority.name
    out = io.BytesIO()
    document.save(out)
    return settle(out.getvalue())


def _base_font(document: Docx, name: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = name, Pt(11.5)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def _text(paragraph: Paragraph, text: str, side: str, size: float, bold: bool) -> None:
    paragraph.alignment = SIDES[side]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _block(document: Docx, block: Block, spec: CaseSpec) -> None:
    match block:
        case Para(text, style):
            paragraph = document.add_paragraph()
            _text(
                paragraph,
                text,
                style if style in SIDES else "left",
                10 if style == "small" else 11.5,
                style == "heading",
            )
            if style == "body":
                paragraph.paragraph_format.first_line_indent = Pt(23)
        case Table():
            _table(document, block)
        case Close(name, day, sealed):
            _close(document, name, day, seal_png(spec.authority.name) if sealed else b"")
        case Photo(_, lines):
            document.add_paragraph("［照片］")
            for line in lines:
                document.add_paragraph(line)
        case Stamp(lines):
            for line in lines:
                paragraph = document.add_paragraph()
                _text(paragraph, line, "right", 10.5, False)
                paragraph.runs[0].font.color.rgb = RGBColor(0x23, 0x40, 0x8E)


def _close(document: Docx, name: str, day: str, seal: bytes) -> None:
    if seal:
        paragraph = document.add_paragraph()
        paragraph.alignment = SIDES["right"]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run().add_picture(io.BytesIO(seal), width=Mm(32))
    for line in (name, day):
        _text(document.add_paragraph(), line, "right", 11.5, False)


def _table(document: Docx, block: Table) -> None:
    columns = len(block.widths)
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for row in block.rows:
        cells, at = table.add_row().cells, 0
        for cell in row:
            target = cells[at] if cell.cols == 1 else cells[at].merge(cells[at + cell.cols - 1])
            _fill(target, cell)
            at += cell.cols
    # Tables that follow each other would run together without a paragraph between.
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(target: _Cell, cell: Cell) -> None:
    lines = cell.text.split("\n")
    target.paragraphs[0].text = ""
    for i, line in enumerate(lines):
        paragraph = target.paragraphs[0] if i == 0 else target.add_paragraph()
        paragraph.alignment = SIDES[cell.align]
        run = paragraph.add_run(line)
        run.bold = cell.label


def _page_number(document: Docx, start: int) -> None:
    section = document.sections[0]
    kind = OxmlElement("w:pgNumType")
    kind.set(qn("w:start"), str(start))
    section._sectPr.append(kind)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = SIDES["center"]
    for what, text in (
        ("begin", None),
        (None, "PAGE"),
        ("separate", None),
        ("text", str(start)),
        ("end", None),
    ):
        run = paragraph.add_run()
        if text == "PAGE":
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)
        elif what == "text":
            run.text = text or ""
        else:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), what or "")
            run._r.append(char)
