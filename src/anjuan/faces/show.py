"""What a notebook shows of anjuan's values: HTML without script and without address, everything escaped.

The templates stand in `templates/`; they only lay out the plain values that are made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..circulation.select import KINDS
from ..model.case import CaseFile, Evidence
from ..model.errors import AnjuanError
from ..model.result import (
    AD_HOC,
    Evaluation,
    Finding,
    ItemScore,
    Pick,
    Ruling,
    SectionScore,
    Selection,
    Verdict,
)
from .crops import data_uri
from .explain import EFFECTS, STATES
from .tables import VERDICTS, place, span
from .understood import Paper, understood

if TYPE_CHECKING:
    from PIL.Image import Image

Picture = Callable[[Evidence], "Image | None"]
MAX_PICTURES = 8  # a page that holds more takes long to load; each item can be shown by itself
_DOUBT = (Verdict.UNSURE, Verdict.ERROR)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `style` is `n` for figures, `k` for what stays on one line, `p` for what needs some room."""

    heading: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table for people: a notebook draws it, `frame()` gives it to pandas."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return filled("listing", title=self.title, table=self, notes=self.notes)

    def __repr__(self) -> str:
        return "\n".join((self.title, *("　".join(row) for row in self.rows), *self.notes))

    def frame(self) -> Any:
        """The rows as a pandas DataFrame."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=[column.heading for column in self.columns])


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something drawn once: HTML for a notebook, text for a terminal."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def columns(*headings: str) -> tuple[Column, ...]:
    """Columns from headings; a style follows a colon (`得分:n`)."""
    return tuple(Column(name, style) for name, _, style in (one.partition(":") for one in headings))


def no_picture(evidence: Evidence) -> None:
    """For values whose papers are not at hand."""


def case_html(case: CaseFile) -> str:
    """Papers and facts of a case file with their places; what is doubtful or was not read stands first."""
    shown = understood(case)
    headings = columns("序:n", "文书:k", "标题", "文号", "日期:k", "页:p", "读法:k")
    return filled(
        "case",
        shown=shown,
        papers=Listing("", headings, tuple(_paper(one) for one in shown.papers)),
        headings=columns("事实:k", "内容", "把握:k", "位置:p"),
        count=sum(len(readings) for _, readings in shown.facts),
    )


def _paper(one: Paper) -> tuple[str, ...]:
    kind = f"{one.kind} {one.doubt}".strip()
    return str(one.number), kind, one.title, one.mark, one.date, one.where, one.read


def evaluation_html(
    one: Evaluation,
    *,
    titles: Mapping[str, str],
    picture: Picture = no_picture,
    rulings: Sequence[Ruling] = (),
) -> str:
    """Points by dimension, then every lost point and every doubt, each with its place, picture and article."""
    pictures = _Pictures(picture, MAX_PICTURES)
    tried = [row for row in one.items if row.section == AD_HOC]
    rows = [row for row in one.items if row.section != AD_HOC]
    lost = [row for row in rows if row.verdict is Verdict.FAIL]
    doubtful = [row for row in rows if row.verdict in _DOUBT]
    order = {item: number for number, item in enumerate(one.undecided)}
    doubtful.sort(key=lambda row: order.get(row.item, len(order)))
    presumed = tuple(
        (row.item, row.title, titles.get(row.dimension, row.dimension)) for row in rows if row.presumed
    )
    shown = {
        name: [_item(row, one, pictures, rulings) for row in group]
        for name, group in (("lost", lost), ("doubtful", doubtful), ("tried", tried))
    }
    return filled(
        "evaluation",
        one={
            **_head(one),
            "score": span(one.low, one.high),
            "grade": span(one.grade_low, one.grade_high),
            "vetoes": len(one.vetoes),
            "undecided": len(one.undecided),
            "presumed": len(one.presumed),
            "profile": one.stamp.profile.partition(" ")[0],
            "version": one.stamp.anjuan,
        },
        ad_hoc=any(name == AD_HOC for name, _ in one.stamp.plugins),
        dimensions=dimension_table(one, titles),
        sections=section_table(one),
        presumed=Listing("", columns("评查项:k", "名称", "维度:k"), presumed),
        left_off=pictures.left_off,
        **shown,
    )


def dimension_table(one: Evaluation, titles: Mapping[str, str]) -> Listing:
    """Points of each dimension, and how its items were answered.

    Where the sections of the standard are the dimensions, the points are those that add up to the total.
    """
    found: dict[str, list[ItemScore]] = {name: [] for name in titles}
    for row in one.items:
        if row.section != AD_HOC:
            found.setdefault(row.dimension, []).append(row)
    sections = {section.id: section for section in one.sections if section.id != AD_HOC}
    same = set(sections) == {name for name, own in found.items() if own}
    rows = tuple(
        (
            titles.get(name, name),
            *(_points(sections[name]) if same else _item_points(own)),
            str(len(own)),
            str(sum(row.verdict is Verdict.FAIL for row in own)),
            str(sum(row.verdict in _DOUBT for row in own)),
            str(sum(row.presumed for row in own)),
            str(sum(row.verdict is Verdict.NOT_APPLICABLE for row in own)),
        )
        for name, own in found.items()
        if own
    )
    points = ("满分:n", "得分:n") if same else ("各项分值合计:n", "各项得分合计:n")
    counts = ("评查项:n", "不符合:n", "待人工判断:n", "推定符合:n", "不适用:n")
    return Listing("", columns("维度:k", *points, *counts), rows)


def _points(section: SectionScore) -> tuple[str, str]:
    return str(section.points), span(section.low, section.high)


def _item_points(rows: Sequence[ItemScore]) -> tuple[str, str]:
    low, high = (sum((getattr(row, end) for row in rows), Decimal(0)) for end in ("low", "high"))
    return str(sum((row.points for row in rows), Decimal(0))), span(low, high)


def section_table(one: Evaluation) -> Listing:
    """Points of each section of the standard, by its id: what adds up to the total."""
    rows = tuple((section.id, *_points(section)) for section in one.sections if section.id != AD_HOC)
    return Listing("", columns("部分:k", "满分:n", "得分:n"), rows)


def finding_html(
    one: Evaluation, row: ItemScore, *, picture: Picture = no_picture, rulings: Sequence[Ruling] = ()
) -> str:
    """One item of one case file with all its findings, places and articles."""
    return filled("finding", one=_head(one), row=_item(row, one, _Pictures(picture, MAX_PICTURES), rulings))


def selection_html(one: Selection) -> str:
    """What was chosen and what narrowly was not, with the reasons."""
    headings = ("案卷:k", "文号:k", "机关:p", "得分:n", "等次:k", "理由")
    return filled(
        "selection",
        title=KINDS.get(one.kind, one.kind),
        policy=one.policy,
        picks=Listing("", columns("序:n", *headings), tuple((str(p.rank), *_pick(p)) for p in one.picks)),
        misses=Listing("", columns(*headings), tuple(map(_pick, one.near_misses))),
    )


def _pick(pick: Pick) -> tuple[str, ...]:
    return (
        pick.case,
        pick.number,
        pick.agency,
        span(pick.low, pick.high),
        span(pick.grade_low, pick.grade_high),
        "；".join(pick.reasons),
    )


@dataclass(slots=True)
class _Pictures:
    """Gives out each picture once, until there are enough, and counts those left off."""

    picture: Picture
    left: int
    left_off: int = 0
    seen: set[Evidence] = field(default_factory=set)

    def of(self, evidence: Evidence) -> tuple[str, str]:
        """The picture as an address that holds it, and what to say where there is none."""
        if evidence.page is None or not evidence.boxes:
            return "", ""
        if evidence in self.seen:
            return "", "截图见上"
        if self.left <= 0:
            self.left_off += 1
            return "", ""
        try:
            found = self.picture(evidence)
        except AnjuanError as error:  # a paper that was moved must not hide the finding
            return "", str(error)
        if found is None:
            return "", ""
        self.seen.add(evidence)
        self.left -= 1
        return data_uri(found), ""


def _head(one: Evaluation) -> dict[str, str]:
    return {"id": one.id, "number": one.case, "agency": one.agency or "（未读到机关）"}


def _item(row: ItemScore, one: Evaluation, pictures: _Pictures, rulings: Sequence[Ruling]) -> dict[str, Any]:
    veto = next((veto for veto in one.vetoes if veto.item == row.item), None)
    return {
        "item": row.item,
        "title": row.title,
        "verdict": str(row.verdict),
        "verdict_text": VERDICTS[row.verdict] + ("（推定）" if row.presumed else ""),
        "score": f"得 {span(row.low, row.high)} 分，满分 {row.points} 分" if row.points else "",
        "veto": f"一票否决（{EFFECTS[veto.effect]}）：{STATES[veto.state]}" if veto else "",
        "findings": [_finding(scored.finding, scored.deducted, pictures) for scored in row.findings],
        "rulings": [
            {"reviewer": spoken.reviewer, "verdict_text": VERDICTS[spoken.verdict], "reason": spoken.reason}
            for spoken in rulings
            if (spoken.case, spoken.item) == (one.id, row.item)
        ],
    }


def _finding(finding: Finding, deducted: Decimal, pictures: _Pictures) -> dict[str, Any]:
    cost = f"，扣 {deducted} 分" if deducted else ""
    cost += f"，共 {finding.times} 处" if finding.times > 1 else ""
    return {
        "verdict_text": VERDICTS[finding.verdict],
        "cost": cost + ("，情节较轻" if finding.milder else ""),
        "message": finding.message,
        "basis": [f"{one.source} {one.article}（{one.since} 起施行）" for one in finding.basis],
        "places": [_place(one, pictures) for one in by_page(finding.evidence)],
    }


def _place(evidence: Evidence, pictures: _Pictures) -> dict[str, str]:
    picture, note = pictures.of(evidence)
    return {"where": place(evidence), "quote": evidence.quote, "picture": picture, "note": note}


def by_page(places: Iterable[Evidence]) -> list[Evidence]:
    """Places on one page of one file as one place with all their boxes, in order of first mention."""
    groups: dict[Any, list[Evidence]] = {}
    for number, one in enumerate(places):
        paged = one.page is not None and one.boxes and not one.absent
        groups.setdefault((one.file, one.page) if paged else number, []).append(one)
    return [
        replace(
            own[0],
            boxes=tuple(dict.fromkeys(box for one in own for box in one.boxes)),
            quote="／".join(dict.fromkeys(one.quote for one in own if one.quote)),
        )
        for own in groups.values()
    ]


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(name: str, **values: Any) -> str:
    """The template of that name with plain values in it, everything escaped."""
    text: str = _templates().get_template(f"{name}.html").render(**values)
    return text
