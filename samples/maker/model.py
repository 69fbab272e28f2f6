"""The content model: what a case is, and what a paper is made of. No rendering here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# Placeholders that Typst fills: pages of the n-th paper (moved by a fault), last page of the n-th paper.
PAGES = "@pages:{}:{}@"
TOTAL = "@total:{}@"


@dataclass(frozen=True)
class Citation:
    """One article of one law; `items` keeps further parts of the same article, as (paragraph, item)."""

    law: str
    article: str
    parts: tuple[tuple[str, str], ...] = (("", ""),)

    def spoken(self, brackets: bool = True) -> str:
        """As a paper writes it: 《…》第九十七条第（四）项."""
        return f"《{self.law}》第{self.article}条" + "、".join(_part(p, i, brackets) for p, i in self.parts)

    def facts(self) -> list[str]:
        """As the fact table writes it, one value for each part."""
        return [f"《{self.law}》第{self.article}条{_part(p, i, False)}" for p, i in self.parts]


def _part(paragraph: str, item: str, brackets: bool) -> str:
    text = f"第{paragraph}款" if paragraph else ""
    if item:
        text += f"第（{item}）项" if brackets else f"第{item}项"
    return text


@dataclass(frozen=True)
class Step:
    """One step of a discretion standard, both ends included."""

    grade: str
    low: int
    high: int
    when: str


@dataclass(frozen=True)
class Violation:
    """One kind of violation of a trade with all the text a file needs about it.

    Texts may use {party}, {place}, {day} (day of the inspection), {since} (start of the act).
    """

    key: str
    name: str
    broken: Citation
    basis: Citation
    code: str
    steps: tuple[Step, ...]
    source: str
    scene: str
    facts: str
    short: str
    order: str
    questions: tuple[tuple[str, str], ...]
    exhibits: tuple[tuple[str, str, str], ...]
    photos: tuple[str, str]
    light: str
    spot: str
    scope: str
    gains: int = 0
    goods: str = ""
    clock: tuple[str, str] = ("9时10分", "10时25分")
    shots: tuple[str, str] = ("9时20分", "9时29分")


@dataclass(frozen=True)
class Officer:
    """A person of an authority; `valid` are the ends of the certificate as the register has them."""

    name: str
    certificate: str
    valid: tuple[str, str] = ("2018-06-01", "2029-05-31")


@dataclass(frozen=True)
class FormStyle:
    """How one authority's forms look and speak."""

    font: str
    head_font: str
    voice: int
    form_date: str
    letter_date: str
    brackets: str
    words_first: bool
    tables: bool
    spaced: bool
    item_brackets: bool
    accent: str
    titles: dict[str, str]
    marks: dict[str, str]


@dataclass(frozen=True)
class Authority:
    """An invented authority with its people, bodies of remedy, and thresholds."""

    key: str
    name: str
    short: str
    uscc: str
    level: str
    region: str
    system: str
    unit: str
    address: str
    phone: str
    review_body: str
    court: str
    head: str
    unit_head: str
    reviewer: str
    host: str
    filer: str
    officers: tuple[Officer, ...]
    hearing: tuple[int, int]
    major: tuple[int, int]
    style: FormStyle


@dataclass(frozen=True)
class Party:
    """Who is fined. `person` is True for a natural person without a business."""

    name: str
    number: str
    address: str
    chief: str
    chief_id: str
    phone: str
    kind: str = "有限责任公司（自然人投资或控股）"
    gender: str = "男"
    person: bool = False


@dataclass(frozen=True)
class Dates:
    """The days of a case; None where a step did not take place."""

    since: date
    found: date
    filed: date
    inspected: date
    asked: date
    ordered: date
    reported: date
    noticed: date
    notice_served: date
    replied: date | None
    reviewed: date | None
    discussed: date | None
    approved: date
    decided: date
    served: date
    paid: date
    published: date
    closed: date
    archived: date
    hearing_asked: date | None = None
    hearing_notice: date | None = None
    heard: date | None = None


@dataclass(frozen=True)
class CaseSpec:
    """Everything that is decided about one case before a paper is written."""

    id: str
    authority: Authority
    violation: Violation
    party: Party
    officers: tuple[Officer, Officer]
    serial: int
    dates: Dates
    step: int
    fine: int
    proposed: int
    procedure: str = "ordinary"
    reply: str = "waiver"
    review: bool = False
    packing: str = "bound"
    faults: frozenset[str] = field(default_factory=frozenset)

    def has(self, fault: str) -> bool:
        """Whether the named fault is planted in this case."""
        return fault in self.faults

    @property
    def hearing_due(self) -> bool:
        """Whether the proposed fine reaches the authority's hearing threshold."""
        limit = self.authority.hearing[1 if self.party.person else 0]
        return self.proposed >= limit

    @property
    def title(self) -> str:
        """The case title of the cover: party, act, 案."""
        return f"{self.party.name}{self.violation.name}案"


@dataclass(frozen=True)
class Cell:
    """One table cell; `label` cells are set in the head font on a tint."""

    text: str
    cols: int = 1
    rows: int = 1
    label: bool = False
    align: str = "left"
    height: float = 0.0


@dataclass(frozen=True)
class Para:
    """A paragraph; style is one of body, plain, center, right, heading, small."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Table:
    """A ruled table; widths are relative."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Close:
    """The signature line of an outward paper: authority over date, with the seal across it."""

    name: str
    day: str
    sealed: bool = True


@dataclass(frozen=True)
class Photo:
    """A drawn stand-in for a photograph, with its caption lines."""

    seed: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Stamp:
    """The box 与原件核对一致 of a copy."""

    lines: tuple[str, ...]


Block = Para | Table | Close | Photo | Stamp


@dataclass(frozen=True)
class Paper:
    """One document: `kind` is the canonical name, `title` what stands on it."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    date: str = ""
    head: bool = True
    paged: bool = True
    listed: bool = True
    label: str = ""

    @property
    def name(self) -> str:
        """The name in index and file name."""
        return self.label or self.title.replace(" ", "").replace("　", "")
