"""A score sheet (一案一表) as values: what stands in which cell, which cells are the reviewer's, and its seal.

Rows count from 1 and columns from 0, as in `reading.sheets`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..model.case import Evidence
from ..model.codec import dumps
from ..model.result import Effect, Evaluation, Finding, ItemScore, Verdict, VetoState
from ..rules.profile import Section, Table

FORM = "1"  # rises with any change of what stands where; older sheets are then to be exported again
SHEET, SEAL = "评查表", "封签"
HEAD = 6  # row of the headings
COLUMNS = (
    "编号", "评查项", "分值", "机器结论", "机器得分", "机器说明、位置和依据", "评查结论", "保留分值", "一票否决", "理由",
)  # fmt: skip
ID, TITLE, WORTH, MACHINE, KEPT, WHY, VERDICT, POINTS, VETO, REASON = range(len(COLUMNS))
CHOICES = {"符合": Verdict.PASS, "不符合": Verdict.FAIL, "不适用": Verdict.NOT_APPLICABLE}
VETOES = {"确认": True, "不确认": False}
YES_NO = ("是", "否")
AGREED = "同意机器的结论"  # the reason of who agrees and writes none
NONE = "—"  # where there is nothing to fill in
REVIEWER_CELL, SUBMIT_CELL = (2, 7), (4, 7)
MOST_REASON = 2_000  # characters
_SHORT = len("sha256:") + 16
_MOST_WHY = 500  # characters of what the machine says of one item
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDS = {
    Verdict.PASS: "符合",
    Verdict.FAIL: "不符合",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.UNSURE: "待人工判断",
    Verdict.ERROR: "检查出错",
}
_STATES = {
    VetoState.OPEN: "一票否决待判断",
    VetoState.POSSIBLE: "可能一票否决",
    VetoState.PROPOSED: "拟一票否决",
    VetoState.CONFIRMED: "一票否决",
    VetoState.REJECTED: "不予一票否决",
}
_GUIDE = (
    "填写说明：只填黄色格。同意机器结论的，选评查结论即可；与机器结论不同、改动分值或者确认一票否决的，必须写明理由。"
    "评查结论留空的项目按未评查处理。不符合而不填保留分值的，按标准扣分。标▲的项目影响等次，请先评查。"
    "全部评查完毕后在“提交”处选“是”，提交后不能再改。"
)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says of one item; texts as `tidy` leaves them."""

    verdict: Verdict
    points: Decimal | None = None
    veto: bool | None = None
    reason: str = ""

    def text(self) -> str:
        """In words, without the reason."""
        parts = [_WORDS[self.verdict]]
        if self.points is not None:
            parts.append(f"保留{figure(self.points)}分")
        if self.veto is not None:
            parts.append("确认一票否决" if self.veto else "不确认一票否决")
        return "，".join(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the sheet.

    Attributes:
        first: it stands in the list of what is undecided.
        machine: what the machine said, in words, with the points kept.
    """

    row: int
    score: ItemScore
    first: bool
    machine: str

    @property
    def vetoes(self) -> bool:
        """A fault of it may decide the grade (一票否决)."""
        return self.score.effect is not Effect.NONE

    def agrees(self, answer: Answer) -> bool:
        """He says what the machine said, and decides no veto with it: that needs no reason."""
        score = self.score
        if answer.verdict is not score.verdict or answer.veto is not None:
            return False
        if answer.verdict is Verdict.FAIL and self.vetoes:
            return False
        return answer.points is None or score.low == score.high == answer.points

    def differs(self, answer: Answer) -> bool:
        """He says something else than the machine."""
        score = self.score
        other = answer.points is not None and not score.low <= answer.points <= score.high
        return other or answer.verdict is not score.verdict

    def inputs(self) -> Iterator[int]:
        """Columns that the reviewer may fill in."""
        yield VERDICT
        if self.score.points:
            yield POINTS
        if self.vetoes:
            yield VETO
        yield REASON


@dataclass(frozen=True, slots=True)
class Form:
    """All cells of one sheet.

    Attributes:
        title: of the sheet. evaluation: what it is about. reviewer: whose it is, empty where he writes his name.
        fixed: what nobody may change. sections: rows of section titles. sign: row of the signatures.
    """

    title: str
    evaluation: Evaluation
    reviewer: str
    fixed: Mapping[Cell, str | Decimal]
    lines: tuple[Line, ...]
    sections: tuple[int, ...]
    sign: int

    @property
    def signature(self) -> Cell:
        """Where the reviewer signs."""
        return self.sign, 1

    @property
    def chair(self) -> Cell:
        """Where the head of the panel signs."""
        return self.sign, 4

    @property
    def day(self) -> Cell:
        """Day of the signature."""
        return self.sign, 7

    def extras(self) -> Iterator[Cell]:
        """Cells to fill in that belong to no item."""
        if not self.reviewer:
            yield REVIEWER_CELL
        yield from (SUBMIT_CELL, self.signature, self.chair, self.day)


@dataclass(frozen=True, slots=True)
class Seal:
    """What the hidden sheet says: whose sheet it is, on what, and which of his entries it was filled with.

    Attributes:
        evaluation: digest of the evaluation. base: item → number of his entry in the ledger that stood at export.
    """

    case: str
    reviewer: str
    evaluation: str
    base: Mapping[str, int] = field(default_factory=dict)
    form: str = FORM
    mark: str = ""

    def sealed(self, key: str) -> str:
        """The mark that belongs to it. Key: something of the ledger that no sheet shows."""
        told = dumps([self.form, self.case, self.reviewer, self.evaluation, sorted(self.base.items())])
        return hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()

    def rows(self, key: str) -> tuple[tuple[str, str], ...]:
        """What stands on the hidden sheet."""
        return (
            ("表样", self.form),
            ("案卷编号", self.case),
            ("评查人员", self.reviewer),
            ("评查结果", self.evaluation),
            ("原有意见", dumps(dict(self.base))),
            ("封签", self.sealed(key)),
        )

    @classmethod
    def of(cls, rows: Mapping[str, str]) -> Seal | None:
        """The seal that these rows tell; None where they tell none."""
        try:
            told: Any = json.loads(rows["原有意见"])
            base = {str(item): int(seq) for item, seq in told.items()}
            return cls(
                rows["案卷编号"], rows.get("评查人员", ""), rows["评查结果"], base, rows["表样"], rows["封签"]
            )
        except (KeyError, ValueError, AttributeError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class About:
    """What a sheet says beside the evaluation.

    Attributes:
        review: name of the review. reviewer: empty where he writes his name himself.
        digest: of the evaluation. papers: id → title of the papers in the file.
    """

    review: str
    reviewer: str
    digest: str
    papers: Mapping[str, str]


def form_of(evaluation: Evaluation, table: Table, about: About) -> Form:
    """The sheet of one case file for one reviewer."""
    fixed: dict[Cell, str | Decimal] = dict(_head(evaluation, table, about))
    papers = about.papers
    states = {veto.item: _STATES[veto.state] for veto in evaluation.vetoes}
    rows, sections, at = [], [], HEAD
    for section in table.sections:
        at += 1
        sections.append(at)
        fixed[at, 0] = _section(section)
        for item in section.items:
            score = evaluation.item(item.id)
            if score is None:
                continue
            at += 1
            own = Line(at, score, item.id in evaluation.undecided, _machine(score))
            rows.append(own)
            fixed.update(_fixed(own, states.get(item.id, ""), papers))
    sign = at + 1
    fixed[sign, 0], fixed[sign, 3], fixed[sign, 6] = "评查人员\n签名", "评查组长\n签名", "日期"
    return Form(_title(table), evaluation, about.reviewer, fixed, tuple(rows), tuple(sections), sign)


def _title(table: Table) -> str:
    return table.name.replace("评查标准", "评查评分表") if "评查标准" in table.name else f"{table.name}评分表"


def _head(one: Evaluation, table: Table, about: About) -> Iterator[tuple[Cell, str | Decimal]]:
    yield (1, 0), _title(table)
    grades = one.grade_low if one.grade_low == one.grade_high else f"{one.grade_low}至{one.grade_high}"
    score = f"{span(one.low, one.high)}（{grades}）"
    told = (
        (
            "评查项目",
            about.review,
            "评查标准",
            f"{table.name}（{table.version}）",
            "评查人员",
            about.reviewer,
        ),
        ("案卷编号", one.id, "文号", one.case, "被评查机关", one.agency),
        ("机器得分", score, "评查结果\n摘要", about.digest[:_SHORT], "提交", ""),
    )
    for row, texts in enumerate(told, 2):
        for column, text in zip((0, 1, 3, 4, 6, 7), texts, strict=True):
            if text:
                yield (row, column), tidy(text)
    yield (5, 0), _GUIDE
    yield from (((HEAD, column), text) for column, text in enumerate(COLUMNS))


def _section(section: Section) -> str:
    return f"{section.title}（{figure(section.points)}分）" if section.points else section.title


def _machine(score: ItemScore) -> str:
    word = "推定符合" if score.presumed and score.verdict is Verdict.PASS else _WORDS[score.verdict]
    return f"{word}，{span(score.low, score.high)}分" if score.points else word


def _fixed(line: Line, state: str, papers: Mapping[str, str]) -> Iterator[tuple[Cell, str | Decimal]]:
    score, row = line.score, line.row
    yield (row, ID), f"▲{score.item}" if line.first else score.item
    yield (row, TITLE), tidy(score.title)
    yield (row, WORTH), score.points
    word = line.machine.partition("，")[0]
    yield (row, MACHINE), f"{word}\n{state}" if state else word
    yield (row, KEPT), score.low if score.low == score.high else span(score.low, score.high)
    if why := _why(score, papers):
        yield (row, WHY), why
    if not score.points:
        yield (row, POINTS), NONE
    if not line.vetoes:
        yield (row, VETO), NONE


def _why(score: ItemScore, papers: Mapping[str, str]) -> str:
    """What the machine found against an item, with places and basis, as far as there is room."""
    told = [text for one in score.findings if (text := _finding(one.finding, papers))]
    shown: list[str] = []
    for number, text in enumerate(told, 1):
        left = f"另有{len(told) - number + 1}处，用 anjuan explain 查看"
        if sum(map(len, shown)) + len(text) > _MOST_WHY:
            return "\n".join([*shown, left]) if shown else text[:_MOST_WHY] + "……"
        shown.append(text)
    return "\n".join(shown)


def _finding(finding: Finding, papers: Mapping[str, str]) -> str:
    if not finding.message:
        return ""
    parts = [tidy(finding.message)]
    if places := _places(finding.evidence, papers):
        parts.append("位置：" + "、".join(places[:3]) + ("等" if len(places) > 3 else ""))
    if finding.basis and finding.verdict is not Verdict.PASS:
        named = dict.fromkeys(f"《{one.source}》{one.article}" for one in finding.basis)
        parts.append("依据：" + "、".join(list(named)[:2]))
    return "；".join(parts)


def _places(evidence: Iterable[Evidence], papers: Mapping[str, str]) -> list[str]:
    """`行政处罚决定书第17、18页`, one text for each paper; what is absent has no place."""
    pages: dict[str, list[int]] = {}
    for one in evidence:
        name = tidy(papers.get(one.document, "") or one.file)
        if name and not one.absent:
            own = pages.setdefault(name, [])
            if one.page and one.page not in own:
                own.append(one.page)
    return [f"{name}第{'、'.join(map(str, sorted(own)))}页" if own else name for name, own in pages.items()]


def span(low: Decimal, high: Decimal) -> str:
    """`87`, or `87～92`."""
    return figure(low) if low == high else f"{figure(low)}～{figure(high)}"


def figure(value: Decimal) -> str:
    """A figure without idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tidy(text: str) -> str:
    """A text as a sheet keeps it: one kind of line end, no control characters, no space around it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def cell_name(cell: Cell) -> str:
    """`G12`."""
    return f"{chr(ord('A') + cell[1]) if cell[1] < 26 else f'第{cell[1] + 1}列'}{cell[0]}"
