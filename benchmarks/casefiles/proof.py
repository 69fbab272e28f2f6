"""Proof before drawing: what a paper is keyed to state stands in its own blocks."""

from benchmarks.casefiles.blocks import Closing, Form, Grid, Head, Paper, Photo, Signed, Text


def printed(paper: Paper) -> str:
    """All print of a paper, without spaces."""
    parts: list[str] = []
    for block in paper.blocks:
        match block:
            case Head():
                parts += [block.organ, block.title, block.number]
            case Form():
                for row in block.rows:
                    for cell in row:
                        parts += [cell.label, cell.text, cell.sign, cell.signed]
            case Text():
                parts.append(block.text)
            case Signed():
                parts += [block.label, block.name, block.day]
            case Closing():
                parts += [block.organ, block.day]
            case Grid():
                parts += [text for row in (block.header, *block.rows) for text in row]
            case Photo():
                parts.append(block.caption)
    return "".join("|".join(parts).split())


def unproven(papers: list[Paper]) -> list[str]:
    """Facts whose printed form is not on the paper that is keyed to state them."""
    wrong = []
    for paper in papers:
        text = printed(paper)
        wrong += [
            f"{paper.title}: {fact.name} {fact.printed}"
            for fact in paper.facts
            if "".join(fact.printed.split()) not in text
        ]
    return wrong
