"""Writes papers: keeps the words of the bureau and the facts that a paper states."""

from datetime import date, datetime, time
from typing import Any

from benchmarks.casefiles.blocks import Cell, Closing, Fact, Form, Grid, Head, Paper, Photo, Signed, Text
from benchmarks.casefiles.case import Case, Party
from benchmarks.casefiles.dates import print_date, print_money, print_span
from benchmarks.casefiles.style import label
from benchmarks.casefiles.titles import title_of
from benchmarks.casefiles.trades import SECTORS

Row = tuple[Cell, ...]


class Writer:
    """The papers of one case, in the order in which they were written."""

    def __init__(self, case: Case):
        self.case, self.style = case, case.style
        self.papers: list[Paper] = []

    def paper(
        self, kind: str, number: str = "", side: bool = False, title: str = "", organ: str = ""
    ) -> Paper:
        """Begin a paper of a kind."""
        title = title or title_of(kind, self.style.words, self.case.sector)
        paper = Paper(kind, title, number, side)
        if kind not in ("营业执照", "身份证", "书证复印件", "卷内目录"):
            paper.blocks.append(Head(organ or self.case.organ, title, number))
        self.papers.append(paper)
        return paper

    def add(self, *blocks: Any) -> None:
        """Add blocks to the paper at hand."""
        self.papers[-1].blocks += blocks

    def text(self, *paragraphs: str, indent: bool = True) -> None:
        """Add paragraphs."""
        self.add(*(Text(paragraph, indent) for paragraph in paragraphs if paragraph))

    def form(self, *rows: Row, inner: bool = True) -> None:
        """Add a form."""
        self.add(Form(tuple(rows), inner))

    def pick(self, *texts: str) -> str:
        """One of several wordings."""
        return self.case.rng.choice(texts)

    def say(self, name: str, value: Any, printed: str, many: bool = False) -> str:
        """State a fact in the paper at hand; gives what to print."""
        self.papers[-1].facts.append(Fact(name, value, printed, many))
        return printed

    def label(self, key: str) -> str:
        """The bureau's wording of a label."""
        return label(self.style, key)

    def on(self, key: str, doc: bool = False) -> str:
        """The day of a step as the bureau prints it in forms, or in outward papers."""
        return self.print(self.case.dates[key], doc)

    def print(self, day: date, doc: bool = False) -> str:
        """A day as printed."""
        return print_date(day, self.style.date_doc if doc else self.style.date_form)

    def day(self, name: str, key: str, doc: bool = False, many: bool = False) -> str:
        """State a dated fact."""
        return self.say(name, self.case.dates[key].isoformat(), self.on(key, doc), many)

    def money(self, amount: int, form: bool = False) -> str:
        """Money as printed."""
        return print_money(amount, self.style.money_form if form else self.style.money)

    def during(self, day: date, minutes: tuple[int, int], state: bool = True) -> str:
        """A span of time of a record; its start and end are facts."""
        printed = print_span(day, *minutes, self.style.date_form)
        if state:
            for name, minute in zip(("笔录开始时间", "笔录结束时间"), minutes, strict=True):
                moment = datetime.combine(day, time(minute // 60, minute % 60))
                self.say(name, moment.isoformat(timespec="minutes"), printed, many=True)
        return printed

    def officers(self, state: bool = True, count: int = 9) -> str:
        """The officers with their certificates."""
        parts = []
        for name, number in self.case.officers[:count]:
            value = {"name": name, "certificate": number}
            printed = (
                f"{name}（{number}）" if self.style.words % 2 else f"{name}（{self.label('cert')}：{number}）"
            )
            parts.append(self.say("执法人员", value, printed, many=True) if state else printed)
        return "、".join(parts)

    def names(self) -> str:
        """The officers' names."""
        return "、".join(name for name, _ in self.case.officers)

    def party_rows(self, party: Party | None = None, state: bool = True, long: bool = True) -> list[Row]:
        """Who the party is, as rows of a form."""
        only = [party] if party else self.case.parties
        rows: list[Row] = []
        for one in only:
            rows += self._party_rows(one, state, long)
        return rows

    def _party_rows(self, one: Party, state: bool, long: bool) -> list[Row]:
        number = one.number
        if state:
            self.say("当事人", one.name, one.name, many=True)
            self.say("当事人证照号", number, number, many=True)
        if one.kind == "person":
            rows = [(Cell(self.label("party_name"), one.name), Cell(self.label("idno"), number))]
            if long:
                rows.append((Cell(self.label("address"), one.address), Cell(self.label("phone"), one.phone)))
            return rows
        rows = [(Cell(self.label("party_unit"), one.name),), (Cell(self.label("uscc"), number),)]
        if long:
            head = "经营者" if one.kind == "shop" else self.label("head")
            rows.append((Cell(head, one.head), Cell(self.label("phone"), one.phone)))
            rows.append((Cell(self.label("address"), one.address),))
        return rows

    def parties(self) -> str:
        """Names of all parties."""
        return "、".join(party.name for party in self.case.parties)

    def opinion(self, key: str, text: str, who: str, day: str) -> Row:
        """A box with an opinion, signed and dated."""
        return (Cell(self.label(key), text, who, day, tall=True),)

    def closing(self, day: str, seal: bool = True) -> None:
        """Organ and day, sealed."""
        sealed = self.case.organ if seal and self.style.seal and "no_seal" not in self.case.flags else ""
        self.add(Closing(self.case.organ, day, sealed))

    def signed(self, who: str, name: str, day: str = "", finger: bool = False) -> None:
        """A signature line."""
        self.add(Signed(who, name, day, finger))

    def grid(
        self, header: tuple[str, ...], rows: list[tuple[str, ...]], widths: tuple[int, ...] = ()
    ) -> None:
        """A list with headings."""
        self.add(Grid(header, tuple(rows), widths))

    def photo(self, caption: str = "") -> None:
        """A photograph."""
        self.add(Photo(self.case.rng.randint(1, 99999), caption))

    def pattern(self, which: str) -> str:
        """Number pattern of the sector's papers: `number`, `notice`, `summary`."""
        return str(getattr(SECTORS[self.case.sector], which))

    def signer(self) -> str:
        """Who signs for the party."""
        return self.case.party.head or self.case.party.name


def cite(law: str, articles: str) -> str:
    """《law》article as printed."""
    return f"《{law}》{articles}"


def cite_key(law: str, articles: str) -> str:
    """《law》article in the form of the contract (第N项 without brackets)."""
    return f"《{law}》{articles.replace('（', '').replace('）', '')}"
