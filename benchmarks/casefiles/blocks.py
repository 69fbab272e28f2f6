"""What a paper is made of before it is drawn: blocks that every renderer knows."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Head:
    """Organ, title and number on top of a paper."""

    organ: str
    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A label with what was filled in, and who signed it when."""

    label: str
    text: str = ""
    sign: str = ""
    signed: str = ""
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Rows of one or two cells: a ruled table or label lines, as the bureau likes it."""

    rows: tuple[tuple[Cell, ...], ...]
    inner: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    indent: bool = True
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """A line for a signature: label, name (empty: nobody signed), day, fingerprint."""

    label: str
    name: str
    day: str = ""
    finger: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """Organ and day at the foot of a paper, with the organ's seal or without."""

    organ: str
    day: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A list with headings."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Photo:
    """An invented photograph."""

    seed: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a paper states, with the form in which it is printed there."""

    name: str
    value: Any
    printed: str
    many: bool = False


@dataclass(slots=True)
class Paper:
    """One document of a case file."""

    kind: str
    title: str
    number: str = ""
    side: bool = False
    blocks: list[Any] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    serves: str = ""

    def marks(self) -> dict[str, Any]:
        """What stands on the paper beside print: seal, signatures, fingerprints."""
        found: dict[str, Any] = {}
        closings = [block for block in self.blocks if isinstance(block, Closing)]
        if closings:
            found["seal_over_date"] = any(block.seal for block in closings)
        lines = [block for block in self.blocks if isinstance(block, Signed)]
        cells = [c for block in self.blocks if isinstance(block, Form) for row in block.rows for c in row]
        signs = [{"field": line.label, "present": bool(line.name)} for line in lines]
        signs += [{"field": cell.label, "present": True} for cell in cells if cell.sign]
        if signs:
            found["signatures"] = signs
        fingers = sum(line.finger for line in lines)
        if fingers:
            found["fingerprint"] = fingers
        return found
