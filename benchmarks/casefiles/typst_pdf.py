"""Draws papers with typst."""

import functools
from pathlib import Path

import typst

from benchmarks.casefiles.blocks import Cell, Closing, Form, Grid, Head, Paper, Photo, Signed, Text
from benchmarks.casefiles.images import FONTS, Art
from benchmarks.casefiles.style import Style
from benchmarks.casefiles.titles import SPACED

BREAKS = ("决定书", "告知书", "通知书", "意见书", "审批表", "登记表")


def quoted(text: str) -> str:
    """Text as typst code; newlines become line breaks."""
    parts = [part.replace("\\", "\\\\").replace('"', '\\"') for part in text.split("\n")]
    return "#linebreak()".join(f'#"{part}"' for part in parts if part) or "#h(0pt)"


def title_lines(title: str, style: Style) -> list[str]:
    """The title as the family sets it: plain, spaced out, or on its own lines."""
    if style.head == "spaced" and len(title) <= 6:
        return ["　".join(title)]
    if style.head == "spaced" and title in SPACED:
        return [" ".join(title)]
    if style.head == "broken" and len(title) >= 7 and title.endswith(BREAKS):
        return [title[:-3], title[-3:]]
    return [title]


class TypstPapers:
    """Renders one paper at a time as PDF."""

    def __init__(self, style: Style, art: Art, work: Path):
        self.style, self.art, self.work = style, art, work
        work.mkdir(parents=True, exist_ok=True)

    def render_all(self, jobs: list[tuple[Paper, Path]]) -> None:
        """Write each paper as PDF."""
        for paper, target in jobs:
            self.render(paper, target)

    def render(self, paper: Paper, target: Path) -> None:
        """Write the paper as PDF."""
        source = self.preamble(paper) + "\n".join(self.block(block) for block in paper.blocks)
        root = self.art.folder.parent
        path = self.work / "paper.typ"
        path.write_text(source, "utf-8")
        target.write_bytes(compiler(root).compile(input=str(path), format="pdf"))

    def preamble(self, paper: Paper) -> str:
        """Page, fonts, header and footer."""
        style = self.style
        head = style.header.format(organ=_organ(paper), title=paper.title, number=paper.number)
        header = (
            f"[#set text(8pt)\n{quoted(head)}#v(-6pt)#line(length: 100%, stroke: 0.4pt)]" if head else "none"
        )
        here, total = "#context counter(page).display()", "#context counter(page).final().first()"
        footer = {
            "pages": f"[#align(center)[#text(8pt)[第 {here} 页]]]",
            "of": f"[#align(right)[#text(8pt)[第{here}页 共{total}页]]]",
            "dash": f"[#align(center)[#text(9pt)[— {here} —]]]",
            "": "none",
        }[style.footer]
        across, down = style.margin
        return (
            f'#set page(paper: "a4", margin: (x: {across}mm, y: {down}mm), header: {header}, footer: {footer})\n'
            f'#set text(font: ("{FONTS[style.font]}", "Noto Serif CJK SC"), size: {style.size}pt, lang: "zh")\n'
            "#set par(leading: 0.9em, spacing: 1em, justify: true)\n"
        )

    def block(self, block: object) -> str:
        """Typst code of a block."""
        draw = {Head: self.head, Form: self.form, Text: self.text, Signed: self.signed}
        draw |= {Closing: self.closing, Grid: self.grid, Photo: self.photo}
        return draw[type(block)](block)

    def head(self, head: Head) -> str:
        """Organ, title, number."""
        style, big = self.style, self.style.size
        lines = []
        number = quoted(head.number)
        if head.number and style.number_at == "above":
            lines.append(f"#align(right)[#text({big - 1}pt)[{quoted('案号：')}{number}]]")
        where = "left" if style.head == "left" else "center"
        if head.organ.strip() and style.head != "spaced":
            lines.append(f"#align({where})[#text({big + 4}pt)[{quoted(head.organ)}]]")
        for line in title_lines(head.title, style):
            lines.append(f'#align({where})[#text({big + 8}pt, weight: "bold")[{quoted(line)}]]')
        if style.head == "rule":
            lines.append("#line(length: 100%, stroke: 1.2pt + red)")
        if head.number and style.number_at != "above":
            lines.append(f"#align({style.number_at})[{number}]")
        return "\n".join([*lines, "#v(4pt)\n"])

    def mode(self, form: Form) -> str:
        """ruled, lines or under."""
        return self.style.inner if form.inner else self.style.outer

    def form(self, form: Form) -> str:
        """A ruled table or label lines."""
        mode = self.mode(form)
        if mode == "ruled":
            rows = []
            for row in form.rows:
                wide = 3 if len(row) == 1 else 1
                for cell in row:
                    rows.append(
                        f"[{quoted(cell.label)}], table.cell(colspan: {wide}, align: left)[{self.value(cell)}]"
                    )
            columns = "(1.3fr, 2.6fr, 1.3fr, 2.2fr)"
            body = ",\n".join(rows)
            return (
                f"#table(columns: {columns}, inset: 7pt, align: center + horizon, stroke: 0.6pt,\n{body})\n"
            )
        lines = []
        for row in form.rows:
            cells = [f"{quoted(cell.label + '：')}{self.value(cell, mode == 'under')}" for cell in row]
            if len(cells) == 2 and not any(cell.tall for cell in row):
                lines.append(f"#grid(columns: (1fr, 1fr), [{cells[0]}], [{cells[1]}])")
            else:
                lines += cells
        return "\n\n".join(lines) + "\n\n"

    def value(self, cell: Cell, under: bool = False) -> str:
        """What stands in a cell, with signature and day."""
        text = quoted(cell.text)
        if under and cell.text:
            text = f"#underline(offset: 3pt)[{text}]"
        if cell.tall and self.style.inner == "ruled":
            text += "#v(10pt)"
        if cell.sign:
            name = self.name(cell.sign)
            text += f"\n#linebreak()#h(1fr){quoted('签名：')}{name}#h(12pt){quoted(cell.signed or '　　年　月　日')}"
        return text

    def name(self, name: str) -> str:
        """A signature."""
        if self.style.sign == "image":
            path = self.art.signature(name)
            return f'#box(baseline: 4pt)[#image("/art/{path.name}", height: 16pt)]'
        return (
            f'#text(font: "LXGW WenKai", fill: rgb("#1a1a50"), size: {self.style.size + 3}pt)[{quoted(name)}]'
        )

    def text(self, block: Text) -> str:
        """A paragraph."""
        body = quoted(block.text)
        if block.bold:
            body = f'#text({self.style.size + 5}pt, weight: "bold")[{body}]'
        if block.align != "left":
            return f"#align({block.align})[{body}]\n"
        return f"{'#h(2em)' if block.indent else ''}{body}\n\n"

    def signed(self, line: Signed) -> str:
        """A signature line."""
        name = self.name(line.name) if line.name else "#h(5em)"
        finger = ""
        if line.finger and line.name and self.style.seal:
            path = self.art.fingerprint(line.name)
            finger = (
                f'#box(width: 0pt)[#place(dx: -20pt, dy: -16pt)[#image("/art/{path.name}", height: 30pt)]]'
            )
        return f"{quoted(line.label + '：')}{name}{finger}#h(20pt){quoted(line.day)}\n\n"

    def closing(self, block: Closing) -> str:
        """Organ and day with the seal over them."""
        seal = ""
        if block.seal:
            path = self.art.seal(block.seal)
            seal = f'#place(right, dx: -14pt, dy: -44pt)[#image("/art/{path.name}", width: 108pt)]'
        day = quoted(block.day) if block.day else quoted("　　年　月　日")
        return f"#v(24pt)\n#align(right)[{quoted(block.organ)}#h(20pt)\n\n{day}#h(36pt){seal}]\n#v(40pt)\n"

    def grid(self, block: Grid) -> str:
        """A list with headings."""
        widths = block.widths or tuple(1 for _ in block.header)
        cells = [f"[#strong[{quoted(text)}]]" for text in block.header]
        cells += [f"[{quoted(text)}]" for row in block.rows for text in row]
        columns = ", ".join(f"{width}fr" for width in widths)
        return f"#table(columns: ({columns}), stroke: 0.5pt, align: center,\n{', '.join(cells)})\n"

    def photo(self, block: Photo) -> str:
        """A photograph with its caption."""
        path = self.art.photograph(block.seed)
        return f'#align(center)[#image("/art/{path.name}", width: 82%)]\n#align(center)[{quoted(block.caption)}]\n'


@functools.cache
def compiler(root: Path) -> typst.Compiler:
    """One compiler for a run: fonts are looked up once."""
    return typst.Compiler(root=str(root))


def _organ(paper: Paper) -> str:
    return next((block.organ for block in paper.blocks if isinstance(block, Head)), "")
