"""Writes papers as DOCX with python-docx; LibreOffice turns them into PDF."""

import subprocess
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from benchmarks.casefiles.blocks import Cell, Closing, Form, Grid, Head, Paper, Photo, Signed, Text
from benchmarks.casefiles.images import FONTS, Art
from benchmarks.casefiles.style import Style
from benchmarks.casefiles.typst_pdf import title_lines

AT = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


class DocxPapers:
    """Renders papers as DOCX, and as PDF from them."""

    def __init__(self, style: Style, art: Art, work: Path):
        self.style, self.art, self.work = style, art, work
        work.mkdir(parents=True, exist_ok=True)

    def render_all(self, jobs: list[tuple[Paper, Path]]) -> None:
        """Write each paper as DOCX and convert all at once."""
        made = []
        for paper, target in jobs:
            source = self.work / f"{target.stem}.docx"
            self.write([paper], source)
            made.append(source)
        profile = self.work.parent.parent / "office"
        call = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*call, "--outdir", str(self.work), *map(str, made)], check=True, capture_output=True)
        for (_, target), source in zip(jobs, made, strict=True):
            source.with_suffix(".pdf").replace(target)

    def write(self, papers: list[Paper], target: Path) -> None:
        """Write papers as one DOCX, each on a new page."""
        document = Document()
        self.page(document, papers[0])
        for number, paper in enumerate(papers):
            if number:
                document.add_page_break()
            for block in paper.blocks:
                self.block(document, block)
        document.save(str(target))

    def page(self, document, paper: Paper) -> None:
        """Page, font, header, footer."""
        style, section = self.style, document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(style.margin[0])
        section.top_margin = section.bottom_margin = Mm(style.margin[1])
        normal = document.styles["Normal"]
        normal.font.size, normal.font.name = Pt(style.size), FONTS[style.font]
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONTS[style.font])
        normal.paragraph_format.space_after = Pt(3)
        normal.paragraph_format.line_spacing = 1.25
        organ = next((block.organ for block in paper.blocks if isinstance(block, Head)), "")
        if style.header:
            text = style.header.format(organ=organ, title=paper.title, number=paper.number)
            section.header.paragraphs[0].text = text
        line = section.footer.paragraphs[0]
        line.alignment = AT["center"]
        before, middle = {
            "dash": ("— ", None),
            "pages": ("第 ", None),
            "of": ("第", "页 共"),
            "": ("", None),
        }[style.footer]
        if style.footer:
            line.add_run(before)
            field(line, "PAGE")
            if middle:
                line.add_run(middle)
                field(line, "NUMPAGES")
            line.add_run(" —" if style.footer == "dash" else " 页")

    def block(self, document, block: object) -> None:
        """Add a block."""
        draw = {Head: self.head, Form: self.form, Text: self.text, Signed: self.signed}
        draw |= {Closing: self.closing, Grid: self.grid, Photo: self.photo}
        draw[type(block)](document, block)

    def head(self, document, head: Head) -> None:
        """Organ, title, number."""
        style, size = self.style, self.style.size
        where = AT["left" if style.head == "left" else "center"]
        if head.organ.strip() and style.head != "spaced":
            self.line(document, head.organ, where, size + 4)
        for line in title_lines(head.title, style):
            self.line(document, line, where, size + 8, bold=True)
        if head.number:
            self.line(document, head.number, AT["right" if style.number_at == "above" else style.number_at])

    def line(self, document, text: str, at=None, size: float = 0, bold: bool = False):
        """A paragraph with one run."""
        paragraph = document.add_paragraph()
        paragraph.alignment = at
        run = paragraph.add_run(text)
        run.bold = bold
        if size:
            run.font.size = Pt(size)
        return paragraph

    def form(self, document, form: Form) -> None:
        """A ruled table or label lines."""
        mode = self.style.inner if form.inner else self.style.outer
        if mode == "ruled":
            self.ruled(document, form)
            return
        for row in form.rows:
            if len(row) == 2 and not any(cell.tall or cell.sign for cell in row):
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(88))
                for number, cell in enumerate(row):
                    paragraph.add_run(("\t" if number else "") + f"{cell.label}：")
                    paragraph.add_run(cell.text).underline = mode == "under"
                continue
            for cell in row:
                paragraph = document.add_paragraph(f"{cell.label}：")
                paragraph.add_run(cell.text).underline = mode == "under"
                self.value(document.add_paragraph(), cell) if cell.sign else None

    def ruled(self, document, form: Form) -> None:
        """A ruled table of four columns."""
        table = document.add_table(0, 4, style="Table Grid")
        for row in form.rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[1].merge(cells[3])
            for number, cell in enumerate(row):
                cells[2 * number].text = cell.label
                body = cells[2 * number + 1]
                body.text = cell.text
                if cell.tall:
                    body.add_paragraph()
                if cell.sign:
                    self.value(body.add_paragraph(), cell)
        width = 210 - 2 * self.style.margin[0]
        for row in table.rows:
            for cell, part in zip(row.cells, (0.17, 0.35, 0.17, 0.31), strict=True):
                cell.width = Mm(width * part)
        document.add_paragraph()

    def value(self, paragraph, cell: Cell) -> None:
        """The signature and day of a cell."""
        paragraph.alignment = AT["right"]
        paragraph.add_run("签名：")
        self.name(paragraph, cell.sign)
        paragraph.add_run("  " + (cell.signed or "　　年　月　日"))

    def name(self, paragraph, name: str) -> None:
        """A signature."""
        run = paragraph.add_run()
        if self.style.sign == "image":
            run.add_picture(str(self.art.signature(name)), height=Mm(6))
            return
        run.text = name
        run.font.size, run.font.name, run.font.color.rgb = (
            Pt(self.style.size + 3),
            FONTS["hand"],
            RGBColor(26, 26, 80),
        )
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FONTS["hand"])

    def text(self, document, block: Text) -> None:
        """A paragraph."""
        size = self.style.size + 6 if block.bold else 0
        paragraph = self.line(document, block.text, AT[block.align], size, block.bold)
        if block.indent and block.align == "left":
            paragraph.paragraph_format.first_line_indent = Pt(self.style.size * 2)

    def signed(self, document, line: Signed) -> None:
        """A signature line."""
        paragraph = document.add_paragraph(f"{line.label}：")
        if line.name:
            self.name(paragraph, line.name)
        else:
            paragraph.add_run("　　　　　")
        if line.finger and line.name and self.style.seal:
            paragraph.add_run().add_picture(str(self.art.fingerprint(line.name)), height=Mm(9))
        paragraph.add_run("　　" + line.day)

    def closing(self, document, block: Closing) -> None:
        """Organ and day with the seal over them."""
        document.add_paragraph()
        first = self.line(document, block.organ, AT["right"])
        first.paragraph_format.right_indent = Mm(10)
        second = self.line(document, block.day or "　　年　月　日", AT["right"])
        second.paragraph_format.right_indent = Mm(16)
        if block.seal:
            floating(second.add_run(), self.art.seal(block.seal), Mm(38), Mm(110), Mm(-20))
        document.add_paragraph()

    def grid(self, document, block: Grid) -> None:
        """A list with headings."""
        table = document.add_table(0, len(block.header), style="Table Grid")
        for row in (block.header, *block.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        if block.widths:
            width = (210 - 2 * self.style.margin[0]) / sum(block.widths)
            for row in table.rows:
                for cell, part in zip(row.cells, block.widths, strict=True):
                    cell.width = Mm(width * part)
        document.add_paragraph()

    def photo(self, document, block: Photo) -> None:
        """A photograph with its caption."""
        document.add_picture(str(self.art.photograph(block.seed)), width=Mm(120))
        document.paragraphs[-1].alignment = AT["center"]
        self.line(document, block.caption, AT["center"])


def field(paragraph, code: str) -> None:
    """A PAGE or NUMPAGES field."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._element.append(part)


def floating(run, picture: Path, size: Emu, right: Emu, down: Emu) -> None:
    """A picture over the text, set off from column and paragraph."""
    inline = run.add_picture(str(picture), width=size)._inline
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    anchor = parse_xml(
        f'<wp:anchor {space} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(right)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(down)}</wp:posOffset></wp:positionV>'
        "</wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag == qn("wp:extent"):
            anchor.append(parse_xml(f"<wp:wrapNone {space}/>"))
    inline.getparent().replace(inline, anchor)
