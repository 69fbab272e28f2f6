"""Draws papers with reportlab."""

import math
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from benchmarks.casefiles.blocks import Cell, Closing, Form, Grid, Head, Paper, Photo, Signed, Text
from benchmarks.casefiles.images import Art, font_file
from benchmarks.casefiles.style import Style
from benchmarks.casefiles.typst_pdf import title_lines

ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


def fonts() -> None:
    """Register the fonts once."""
    if "body" in pdfmetrics.getRegisteredFontNames():
        return
    for name, key in (("body", "ming"), ("hand", "hand"), ("kai", "kai")):
        file, index = font_file(key)
        pdfmetrics.registerFont(TTFont(name, file, subfontIndex=index))


class Seal(Flowable):
    """A seal over what stands above it: a picture, or drawn with its letters as text."""

    def __init__(self, organ: str, picture: Path | None):
        super().__init__()
        self.organ, self.picture = organ, picture
        self.width, self.height = 0, 0

    def draw(self) -> None:
        """Draw to the right, over the lines above."""
        canvas, size = self.canv, 108
        x, y = A4[0] - 62 * mm - size / 2, 2
        if self.picture:
            canvas.drawImage(str(self.picture), x, y - 20, size, size, mask="auto")
            return
        canvas.saveState()
        canvas.setStrokeColor(colors.Color(0.85, 0.1, 0.12, 0.8))
        canvas.setFillColor(colors.Color(0.85, 0.1, 0.12, 0.8))
        canvas.setLineWidth(2.4)
        canvas.translate(x + size / 2, y + 32)
        canvas.circle(0, 0, size / 2, fill=0)
        canvas.setFont("body", min(13, 190 / len(self.organ)))
        sweep = min(290, 26 * len(self.organ))
        for n, char in enumerate(self.organ):
            canvas.saveState()
            canvas.rotate(sweep / 2 - sweep * (n + 0.5) / len(self.organ))
            canvas.drawCentredString(0, 38, char)
            canvas.restoreState()
        path = canvas.beginPath()
        for n in range(10):
            radius, angle = (15, 6)[n % 2], math.pi * n / 5 + math.pi / 2
            spot = (radius * math.cos(angle), radius * math.sin(angle))
            (path.lineTo if n else path.moveTo)(*spot)
        path.close()
        canvas.drawPath(path, fill=1, stroke=0)
        canvas.restoreState()


class Numbered(Canvas):
    """A canvas that knows the number of pages when it prints the footer."""

    style: Style
    head = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept: list[dict] = []

    def showPage(self) -> None:
        """Keep the page until all are known."""
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Print header and footer on every page."""
        for number, page in enumerate(self.kept, 1):
            self.__dict__.update(page)
            self.setFont("body", 8)
            if self.head:
                self.drawString(self.style.margin[0] * mm, A4[1] - 11 * mm, self.head)
            if self.style.footer == "of":
                self.drawRightString(A4[0] - 20 * mm, 10 * mm, f"第 {number} 页 共 {len(self.kept)} 页")
            elif self.style.footer:
                self.drawCentredString(A4[0] / 2, 10 * mm, f"第{number}页")
            super().showPage()
        super().save()


class CanvasPapers:
    """Renders papers as PDF with reportlab."""

    def __init__(self, style: Style, art: Art, work: Path):
        fonts()
        self.style, self.art = style, art
        size = style.size
        self.body = ParagraphStyle("b", fontName="body", fontSize=size, leading=size * 1.65, wordWrap="CJK")
        self.first = ParagraphStyle("f", parent=self.body, firstLineIndent=size * 2)
        self.boxed = ParagraphStyle("c", parent=self.body, leading=size * 1.35)

    def render_all(self, jobs: list[tuple[Paper, Path]]) -> None:
        """Write each paper as PDF."""
        for paper, target in jobs:
            self.render(paper, target)

    def render(self, paper: Paper, target: Path) -> None:
        """Write one paper."""
        across, down = (value * mm for value in self.style.margin)
        document = BaseDocTemplate(str(target), pagesize=A4, invariant=1)
        frame = Frame(across, down, A4[0] - 2 * across, A4[1] - 2 * down, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame]))
        flow = [part for block in paper.blocks for part in self.block(block)]
        while isinstance(flow[-1], Spacer):
            flow.pop()
        organ = next((block.organ for block in paper.blocks if isinstance(block, Head)), "")
        head = self.style.header.format(organ=organ, title=paper.title, number=paper.number)
        maker = type("Maker", (Numbered,), {"style": self.style, "head": head})
        document.build(flow, canvasmaker=maker)

    def block(self, block: object) -> list[Flowable]:
        """Flowables of a block."""
        draw = {Head: self.head, Form: self.form, Text: self.text, Signed: self.signed}
        draw |= {Closing: self.closing, Grid: self.grid, Photo: self.photo}
        return draw[type(block)](block)

    def line(self, markup: str, align: str = "left", size: float = 0, after: float = 3) -> Paragraph:
        """A paragraph of the given size."""
        size = size or self.style.size
        style = ParagraphStyle(
            "x", parent=self.body, fontSize=size, leading=size * 1.5, alignment=ALIGN[align]
        )
        style.spaceAfter = after
        return Paragraph(markup, style)

    def head(self, head: Head) -> list[Flowable]:
        """Organ, title, number."""
        style, size = self.style, self.style.size
        where = "left" if style.head == "left" else "center"
        parts: list[Flowable] = []
        if head.organ.strip() and style.head != "spaced":
            parts.append(self.line(escape(head.organ), where, size + 4))
        parts += [self.line(escape(line), where, size + 9, 6) for line in title_lines(head.title, style)]
        if style.head == "rule":
            rule = Table([[""]], colWidths=["100%"], rowHeights=[3])
            rule.setStyle([("LINEABOVE", (0, 0), (-1, 0), 1.4, colors.red)])
            parts.append(rule)
        if head.number:
            at = "right" if style.number_at == "above" else style.number_at
            parts.append(self.line(escape(head.number), at))
        return [*parts, Spacer(1, 4)]

    def form(self, form: Form) -> list[Flowable]:
        """A ruled table or label lines."""
        mode = self.style.inner if form.inner else self.style.outer
        if mode == "ruled":
            return self.ruled(form)
        parts: list[Flowable] = []
        for row in form.rows:
            texts = [f"{escape(cell.label)}：{self.value(cell, mode == 'under')}" for cell in row]
            if len(texts) == 2 and not any(cell.tall for cell in row):
                table = Table([[Paragraph(text, self.body) for text in texts]], colWidths=["52%", "48%"])
                table.setStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1)])
                parts.append(table)
            else:
                parts += [Paragraph(text, self.body) for text in texts]
        return [*parts, Spacer(1, 4)]

    def ruled(self, form: Form) -> list[Flowable]:
        """A ruled table of four columns."""
        data, spans = (
            [],
            [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
        )
        for n, row in enumerate(form.rows):
            line: list[object] = []
            for cell in row:
                line += [Paragraph(escape(cell.label), self.boxed), Paragraph(self.value(cell), self.boxed)]
            if len(row) == 1:
                line += ["", ""]
                spans.append(("SPAN", (1, n), (3, n)))
            data.append(line)
        table = Table(data, colWidths=["17%", "36%", "17%", "30%"])
        table.setStyle(spans)
        return [table, Spacer(1, 5)]

    def value(self, cell: Cell, under: bool = False) -> str:
        """Markup of what stands in a cell."""
        text = escape(cell.text).replace("\n", "<br/>")
        if under and cell.text:
            text = f"<u>{text}</u>"
        if cell.sign:
            text += f"<br/>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;签名：{self.name(cell.sign)}&nbsp;&nbsp;"
            text += escape(cell.signed or "　　年　月　日")
        return text

    def name(self, name: str) -> str:
        """Markup of a signature."""
        if self.style.sign == "image":
            path = self.art.signature(name)
            return f'<img src="{path}" height="16" width="{18 * len(name)}" valign="-4"/>'
        return f'<font name="hand" size="{self.style.size + 4}" color="#1a1a50">{escape(name)}</font>'

    def text(self, block: Text) -> list[Flowable]:
        """A paragraph."""
        if block.align != "left":
            size = self.style.size + (6 if block.bold else 0)
            return [self.line(escape(block.text), block.align, size)]
        return [Paragraph(escape(block.text), self.first if block.indent else self.body)]

    def signed(self, line: Signed) -> list[Flowable]:
        """A signature line."""
        name = self.name(line.name) if line.name else "　　　　　"
        finger = ""
        if line.finger and line.name and self.style.seal:
            finger = f'<img src="{self.art.fingerprint(line.name)}" width="20" height="27" valign="-9"/>'
        return [Paragraph(f"{escape(line.label)}：{name}{finger}　　{escape(line.day)}", self.body)]

    def closing(self, block: Closing) -> list[Flowable]:
        """Organ and day with the seal over them."""
        day = escape(block.day) if block.day else "　　年　月　日"
        parts = [
            Spacer(1, 26),
            self.line(escape(block.organ) + "　　", "right"),
            self.line(day + "　　　", "right"),
        ]
        if block.seal:
            vector = sum(map(ord, block.seal)) % 2
            parts.append(Seal(block.seal, None if vector else self.art.seal(block.seal)))
        return [KeepTogether(parts), Spacer(1, 12)]

    def grid(self, block: Grid) -> list[Flowable]:
        """A list with headings."""
        rows = [[Paragraph(escape(text), self.boxed) for text in row] for row in (block.header, *block.rows)]
        widths = block.widths or tuple(1 for _ in block.header)
        table = Table(rows, colWidths=[f"{100 * width / sum(widths):.1f}%" for width in widths], repeatRows=1)
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        return [table, Spacer(1, 6)]

    def photo(self, block: Photo) -> list[Flowable]:
        """A photograph with its caption."""
        return [
            Image(str(self.art.photograph(block.seed)), 120 * mm, 82 * mm),
            self.line(escape(block.caption), "center"),
        ]
