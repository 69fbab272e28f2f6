"""The clerk's desk: one case seen through the style of its authority."""

from __future__ import annotations

from datetime import date

from .model import Block, CaseSpec, Cell, Close, Para, Table
from .words import money, say, spread

CHANGE = date(2021, 7, 15)
REVIEW_FIRST = date(2024, 1, 1)


class Desk:
    """Answers how this authority writes a thing in this case."""

    def __init__(self, spec: CaseSpec) -> None:
        self.spec = spec
        self.a, self.v, self.p, self.d = spec.authority, spec.violation, spec.party, spec.dates
        self.style = spec.authority.style
        # Substance by the act, procedure by the step: the samples keep each case on one side of the change.
        self.new_law = spec.dates.decided >= CHANGE

    def has(self, fault: str) -> bool:
        """Whether a fault is planted."""
        return self.spec.has(fault)

    def fd(self, day: date | None) -> str:
        """A date as in a form."""
        return say(day, self.style.form_date)

    def ld(self, day: date | None) -> str:
        """A date as in an outward letter."""
        return say(day, self.style.letter_date)

    def sum(self, amount: int, words: str = "") -> str:
        """A sum in digits and words."""
        return money(amount, self.style.words_first, words)

    def number(self, mark: str, shift: int = 0, year: int | None = None) -> str:
        """A document number: 云环罚[2024]31号."""
        left, right = self.style.brackets[0], self.style.brackets[1]
        mark = self.style.marks[mark]
        return f"{self.a.short}{mark}{left}{year or self.d.filed.year}{right}{self.spec.serial + shift}号"

    @property
    def case_number(self) -> str:
        """The number of the deciding paper."""
        if self.spec.procedure == "summary":
            return self.number("spot", year=self.d.decided.year)
        wrong = self.spec.has("wrong_year")
        return self.number("decision", year=self.d.decided.year - 1 if wrong else self.d.decided.year)

    def title(self, kind: str) -> str:
        """The authority's title of a paper."""
        return self.style.titles[kind]

    def fill(self, text: str) -> str:
        """A text of the violation with the facts of this case."""
        return text.format(
            party=self.p.name,
            place=self.place,
            day=self.long(self.d.inspected),
            since=self.long(self.d.since),
        )

    @staticmethod
    def long(day: date) -> str:
        """Dates inside running text are always written out."""
        return say(day, "long")

    @property
    def place(self) -> str:
        """Where the act took place."""
        if self.spec.procedure == "summary" and self.v.key != "price":
            return (
                f"云汀市南埠区{self.v.spot}" if self.v.key == "cargo" else f"云汀市望澜区云水路{self.v.spot}"
            )
        return f"{self.p.address}{self.v.spot}"

    @property
    def broken(self) -> str:
        """The norm broken, as cited."""
        return self.v.broken.spoken(self.style.item_brackets)

    @property
    def basis(self) -> str:
        """The penalty norm, as cited."""
        return self.v.basis.spoken(self.style.item_brackets)

    @property
    def names(self) -> str:
        """Both officers' names."""
        return "、".join(o.name for o in self.spec.officers)

    @property
    def pair(self) -> str:
        """Both officers with certificate numbers."""
        return "；".join(f"{o.name}（执法证号：{o.certificate}）" for o in self.spec.officers)

    def law(self, what: str) -> str:
        """The right article of the penalty law for the day of the step."""
        old, new = {
            "correct": ("第二十三条", "第二十八条第一款"),
            "told": ("第三十一条、第三十二条", "第四十四条、第四十五条"),
            "hearing": ("第四十二条第一款", "第六十三条第一款、第六十四条"),
            "pay": ("第四十六条第三款", "第六十七条第三款"),
            "late": ("第五十一条第（一）项", "第七十二条第一款第（一）项"),
            "spot": ("第三十三条", "第五十一条"),
        }[what]
        article = new if self.new_law else old
        return "《中华人民共和国行政处罚法》" + (
            article if self.style.item_brackets else article.replace("第（一）项", "第一项")
        )

    def kinds(self, amount: int) -> list[str]:
        """The penalties proposed or imposed, as sentences without end."""
        lines = []
        if self.v.gains:
            lines.append(f"没收违法所得{self.sum(self.v.gains)}")
            lines.append(f"没收违法经营的{self.v.goods}")
        words = "贰仟元" if self.spec.has("amount_words") else ""
        lines.append(("处以罚款" if self.style.voice != 1 else "罚款") + self.sum(amount, words))
        return lines

    def tag(self, text: str) -> str:
        """A label, widened where the style does so."""
        return spread(text) if self.style.spaced else text

    def fields(self, *pairs: tuple[str, str]) -> list[Block]:
        """Label and value: a table or lines after the style."""
        if not self.style.tables:
            return [Para(f"{self.tag(k)}：{v}", "plain") for k, v in pairs]
        rows: list[tuple[Cell, ...]] = []
        row: list[Cell] = []
        for key, value in pairs:
            row += [
                Cell(self.tag(key), label=True, align="center"),
                Cell(value, cols=1 if short(value) else 3),
            ]
            if not short(value) and len(row) == 4:
                # A long value takes the whole line, so what stands before it is closed first.
                rows.append((row[0], Cell(row[1].text, cols=3)))
                row = row[2:]
            if not short(value) or len(row) == 4:
                rows.append(tuple(row))
                row = []
        if row:
            rows.append((row[0], Cell(row[1].text, cols=3)))
        return [Table((1.1, 2, 1.1, 2), tuple(rows))]

    def opinions(self, *levels: tuple[str, str, str, str]) -> list[Block]:
        """Opinion boxes of an approval form: (level, opinion, who, day); an empty who stays blank."""
        if not self.style.tables:
            blocks: list[Block] = []
            for level, text, who, day in levels:
                blocks += [Para(f"{level}：{text}", "plain"), Para(f"签名：{who}　　日期：{day}", "right")]
            return blocks
        rows = tuple(
            (
                Cell(level, label=True, align="center"),
                Cell(f"{text}\n　　　　　　　　签名：{who}　　{day}", cols=3, height=19),
            )
            for level, text, who, day in levels
        )
        return [Table((1.1, 2, 1.1, 2), rows)]

    def text_box(self, label: str, text: str, height: float = 34) -> list[Block]:
        """A large box of running text."""
        if not self.style.tables:
            return [Para(f"{label}：", "heading"), Para(text)]
        return [Table((1.1, 5.1), ((Cell(label, label=True, align="center"), Cell(text, height=height)),))]

    def close(self, day: date | None) -> Close:
        """The authority's signature block."""
        return Close(self.a.name, self.ld(day))

    def party_lines(self) -> list[Block]:
        """The head of an outward paper."""
        p = self.p
        if p.person:
            pairs = (
                ("当事人", p.name),
                ("公民身份号码", p.number),
                ("住址", p.address),
                ("联系电话", p.phone),
            )
        else:
            pairs = (
                ("当事人", p.name),
                ("统一社会信用代码", p.number),
                ("住所（地址）", p.address),
                ("法定代表人（负责人）", p.chief),
            )
        return [Para(f"{k}：{v}", "plain") for k, v in pairs]


def short(value: str) -> bool:
    """Whether a value fits half a line of a form."""
    return sum(1 if ord(c) > 255 else 0.55 for c in value) <= 14.5
