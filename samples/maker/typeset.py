"""Papers to Typst markup. Every text goes in as a string literal, so no text can be markup."""

from __future__ import annotations

import json
import re

from .model import TOTAL, Block, Cell, Close, FormStyle, Paper, Para, Photo, Stamp, Table

PRELUDE = """
#let ink = rgb("{accent}")
#set text(font: "{font}", size: {size}pt, lang: "zh", region: "cn")
#set par(justify: true, leading: {leading}em, spacing: {leading}em)
#let hf = "{head_font}"
#let body-par(s) = par(first-line-indent: (amount: 2em, all: true), s)
#let plain-par(s) = par(justify: false, s)
#let wide-par(s) = block(above: 1.5em, below: 1.5em, text(size: 1.1em, s))
#let center-par(s) = align(center, s)
#let right-par(s) = align(right, s)
#let small-par(s) = text(size: 0.82em, fill: luma(90), s)
#let heading-par(s) = block(above: 0.9em, below: 0.7em, sticky: true, text(font: hf, weight: "bold", s))
#let masthead(name, title, number) = {{
  if name != "" {{ align(center, text(font: hf, size: 1.25em, fill: ink, name)); v(0.35em) }}
  align(center, block(above: 1em, below: 1.1em,
    text(font: hf, size: 1.65em, weight: "bold", tracking: {tracking}em, title)))
  if number != "" {{ {number_align}(block(below: 1em, number)) }}
}}
#let closing(name, day, seal) = block(above: 1.8em, width: 100%, breakable: false, height: 40mm, {{
  // The seal lies under the words here: its ink is thin, and no figure of the date may be lost.
  if seal != "" {{ place(right + top, dx: -19mm, dy: -5mm, image(seal, width: 40mm, height: 40mm)) }}
  place(right + top, dy: 8mm, block(width: 78mm, align(center, {{ name; linebreak(); v(0.2em); day }})))
}})
#let picture(i) = box(width: 100%, height: 62mm, stroke: 0.6pt, clip: true, {{
  place(rect(width: 100%, height: 62%, fill: luma(222 - calc.rem(i, 5) * 9)))
  place(dy: 38mm, rect(width: 100%, height: 40%, fill: luma(165 - calc.rem(i, 7) * 8)))
  for n in range(5) {{
    place(dx: (6 + n * 29 + calc.rem(i * (n + 3), 17)) * 1mm, dy: (22 + calc.rem(i * (n + 2), 13)) * 1mm,
      rect(width: (12 + calc.rem(i + n * 5, 9)) * 1mm, height: 24mm, stroke: 0.4pt,
        fill: luma(105 + calc.rem(i * n, 6) * 16)))
  }}
}})
#let verified(..lines) = align(right, block(above: 1.6em, stroke: 0.7pt + rgb("#23408e"), inset: 3mm,
  text(fill: rgb("#23408e"), size: 0.9em, lines.pos().join(linebreak()))))
#let at(l) = counter(page).at(label(l)).first()
#let pages(n, shift) = context {{
  let a = at("s" + str(n)) + shift
  let b = at("e" + str(n)) + shift
  if a == b [#a] else [#a\\-#b]
}}
#let total(n) = context [#at("e" + str(n))]
#let cell-lines(s) = if type(s) == str {{ s.split("\\n").join(linebreak()) }} else {{ s }}
"""
__all__ = ["TOTAL", "page_setup", "paper_markup", "prelude"]

SPACING = {
    "AR PL UMing CN": 0.82,
    "Noto Serif CJK SC": 0.78,
    "Noto Sans CJK SC": 0.76,
    "AR PL KaitiM GB": 0.84,
    "LXGW WenKai": 0.8,
}


def quote(text: str) -> str:
    """A Typst string literal (JSON's escapes are the same for what occurs here), placeholders as code."""
    parts = re.split(r"@(pages:\d+:\d+|total:\d+)@", text)
    if len(parts) == 1:
        return json.dumps(text, ensure_ascii=False)
    out = []
    for i, part in enumerate(parts):
        if i % 2 == 0:
            out.append(json.dumps(part, ensure_ascii=False))
        else:
            kind, *numbers = part.split(":")
            out.append(f"{kind}({', '.join(numbers)})")
    return " + ".join(out)


def prelude(style: FormStyle, size: float = 11.5) -> str:
    """The head of a Typst file in the style of one authority."""
    return PRELUDE.format(
        accent=style.accent,
        font=style.font,
        head_font=style.head_font,
        size=size,
        leading=SPACING[style.font],
        tracking=0.35 if style.spaced else 0.12,
        number_align="right-par" if style.voice == 1 else "center-par",
    )


def _cell(cell: Cell) -> str:
    text = f"cell-lines({quote(cell.text)})"
    if cell.label:
        text = f"text(font: hf, {text})"
    options = f"colspan: {cell.cols}, rowspan: {cell.rows}, align: {cell.align} + horizon"
    if cell.label:
        options += ", fill: luma(244)"
    if cell.height:
        # A strut gives the box its least height and still lets long text grow it.
        text = f"box(width: 100%, grid(columns: (1fr, 0pt), {text}, v({cell.height}mm)))"
    return f"table.cell({options}, {text})"


def _table(block: Table, above: str, below: str) -> str:
    widths = ", ".join(f"{w}fr" for w in block.widths)
    cells = ", ".join(_cell(c) for row in block.rows for c in row)
    return (
        f"#block(above: {above}, below: {below}, table(columns: ({widths}), stroke: "
        f"0.6pt, inset: 2.2mm, {cells}))"
    )


def block_markup(block: Block, before: Block | None, after: Block | None, seal: str) -> str:
    """One block as markup; tables that follow each other join into one form."""
    match block:
        case Para(text, style):
            return f"#{style}-par({quote(text)})"
        case Table():
            return _table(block, *("0pt" if isinstance(b, Table) else "1em" for b in (before, after)))
        case Close(name, day, sealed):
            return f"#closing({quote(name)}, {quote(day)}, {quote(seal if sealed else '')})"
        case Photo(seed, lines):
            captions = "\n".join(f"#plain-par({quote(line)})" for line in lines)
            return f"#block(above: 1em, picture({seed}))\n{captions}"
        case Stamp(lines):
            return f"#verified({', '.join(map(quote, lines))})"
    raise TypeError(block)


def paper_markup(paper: Paper, authority: str, seal: str) -> str:
    """One paper as markup, without page setup."""
    name = authority if paper.head else ""
    parts = [f"#masthead({quote(name)}, {quote(paper.title)}, {quote(paper.number)})"]
    blocks = paper.blocks
    parts += [
        block_markup(block, before, after, seal)
        for block, before, after in zip(blocks, (None, *blocks[:-1]), (*blocks[1:], None), strict=True)
    ]
    return "\n\n".join(parts)


def page_setup(start: int | None, right: bool, tight: bool = False) -> str:
    """Page size, margins and the page number at the foot (None: not numbered)."""
    margin = "(x: 22mm, top: 16mm, bottom: 16mm)" if tight else "(x: 25mm, top: 24mm, bottom: 22mm)"
    if start is None:
        return f'#set page(paper: "a4", margin: {margin}, footer: none)'
    side = "right" if right else "center"
    foot = f"context align({side}, text(size: 10pt, str(counter(page).get().first())))"
    return f'#set page(paper: "a4", margin: {margin}, footer: {foot})\n#counter(page).update({start})'
