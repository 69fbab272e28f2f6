"""The fine against the range that the law sets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from anjuan import Document, Finding, NeedsPerson, View, check

from ..ranges import Bases, Fine, ceiling, fines_of, floor
from ..reading import (
    GROUNDS,
    PROCEDURAL,
    Norm,
    act_ended,
    decision,
    earliest_act,
    no_decision,
    norms,
    yuan,
)

# One sum for several acts, or a fine that grows by the day: the range of one act says nothing.
_SEVERAL = (
    r"合并(?:处罚|执行|罚款|处以)|分别(?:处|给予|裁量|决定)|数罚|(?:合计|共计|总计)(?:罚款|处)|罚款(?:合计|共计|总计)"
    r"|两项违法|数个违法|多项违法|上述.{0,4}项违法行为|按日(?:连续)?(?:处罚|计罚)"
)
_BASE = (
    r"(货值金额|货值|违法所得|广告费用|违法经营额|工程合同价款|合同价款)(?:为|是|共计|合计|总计|计|共|人民币|[:：]){0,3}"
    r"(\d[\d,]*(?:\.\d+)?)(万)?元(?!以上|以下)"
)
_REFUND = r"退赔|退还|返还"
_MITIGATED = r"减轻(?:行政)?处罚|减轻处理"
RANKS = {"法律": 4, "行政法规": 3, "地方性法规": 2, "部门规章": 1, "地方政府规章": 1}
LIMITATION_YEARS = 2  # an act that may still be punished is, as a rule, not older


@check("legal.fine_in_range", title="罚款数额在法定幅度之内")
def fine_in_range(case: View) -> Finding:
    """PO-L07, PS-L03."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on, fine = case.law_day(), case.amount("罚款金额")
    case.duty(on=on)
    if fine is None:
        return _no_fine(case, paper)
    ranges = _ranges(case, paper, on)
    if isinstance(ranges, str):
        return case.unsure(f"{ranges}，请核对罚款{fine:,f}元是否在法定幅度之内", at=case.facts("处罚依据"))
    bases = _bases(case, paper)
    high, low = ceiling(ranges.fines, bases), floor(ranges.fines, bases)
    if high is not None and fine > high:
        return _above(case, paper, ranges, fine, high)
    if low is not None and fine < low:
        return _below(case, paper, ranges, fine, low)
    if ranges.upper and not _within(fine, ranges.upper, bases):
        told = "；".join(dict.fromkeys(str(one) for one in ranges.upper))
        return case.unsure(
            f"罚款{fine:,f}元在{ranges}之内，但不在所引上位法的幅度（{told}）之内，请核对是否适用上位法",
            at=[*case.facts("罚款金额"), *case.facts("处罚依据")],
        )
    if high is None or low is None:
        inside = next((one for one in ranges.article if _holds(one, fine)), None)
        if inside is not None:
            return case.passed(
                f"罚款{fine:,f}元在{ranges.place}所在条文的一档（{inside}）之内；适用哪一档请核对"
            )
        return case.unsure(f"{ranges.place}的幅度不能全部算出，请核对罚款{fine:,f}元是否在幅度之内")
    return case.passed(f"罚款{fine:,f}元在{ranges}之内")


@dataclass(frozen=True, slots=True)
class Ranges:
    """The fines of all cited penalty provisions.

    Attributes:
        place: the provision named first; provisions: how many of them set a fine; acts: norms violated.
        article: the fines of the whole articles, since one paragraph may name the acts and the next one their fines.
        upper: the fines of the provisions of the highest rank, where some of a lower rank are cited beside them.
    """

    place: str
    fines: tuple[Fine, ...]
    provisions: int
    acts: int
    article: tuple[Fine, ...] = ()
    upper: tuple[Fine, ...] = ()

    def __str__(self) -> str:
        told = "；".join(dict.fromkeys(str(one) for one in self.fines))
        return f"{self.place}所定幅度（{told}）"


def _no_fine(case: View, paper: Document) -> Finding:
    if case.facts("处罚种类"):
        if any(str(fact.value) == "罚款" for fact in case.facts("处罚种类")):
            raise NeedsPerson("未读到罚款金额")
        return case.not_applicable("未处罚款")
    case.readable(paper)
    if case.find(paper, r"处[^。;]{0,20}罚款"):
        raise NeedsPerson("未读到罚款金额")
    return case.not_applicable("未处罚款")


def _ranges(case: View, paper: Document, on: date) -> Ranges | str:
    """The ranges, or a clause that says why they are not certain."""
    listed = [norm for norm in norms(case, ("处罚依据",), on) if not _procedural(norm)]
    if not listed:
        raise NeedsPerson("未读到处罚依据的条款")
    bare = [fact for fact in case.facts("处罚依据") if "条" not in str(fact.value)]
    if bare:
        return f"{bare[0].value}未写明条文"
    days = _days(case, paper, on)
    found: list[Fine] = []
    fining: list[tuple[Norm, list[Fine]]] = []
    for norm in listed:
        fines = fines_of(norm.title, norm.cited, days, case)
        if fines is None:
            return f"{norm.cited}的罚款幅度未绑定或者在行为后有修改"
        meant = [one for one in fines if not _of_others(one, case.text(paper))]
        found += meant
        fining += [(norm, meant)] if fines else []
    if not fining:
        return f"{listed[0].cited}没有读到罚款幅度"
    acts = {str(norm.cited) for norm in norms(case, ("违反条款",), on)}
    whole = [replace(norm.cited, paragraph=None, item=None) for norm, _ in fining]
    article = [
        fines_of(norm.title, cited, days, case) or () for (norm, _), cited in zip(fining, whole, strict=True)
    ]
    first, *_ = fining
    return Ranges(
        str(first[0].cited),
        tuple(found),
        len(fining),
        len(acts),
        tuple(chain(*article)),
        _upper(case, fining),
    )


def _holds(one: Fine, fine: Decimal) -> bool:
    """True when a fine of a certain sum lies inside it."""
    low, high = one.floor({}), one.ceiling({})
    return one.kind == "sum" and low is not None and high is not None and low <= fine <= high


def _upper(case: View, fining: list[tuple[Norm, list[Fine]]]) -> tuple[Fine, ...]:
    """A law prevails over a regulation, and both over a rule (立法法 第九十八条至第一百条)."""
    ranked: dict[int, list[Fine]] = {}
    for norm, fines in fining:
        versions = case.law.registry.versions.get(norm.title or "", ())
        rank = RANKS.get(versions[-1].level if versions else "", 0)
        ranked.setdefault(rank, []).extend(fines)
    return tuple(ranked[max(ranked)]) if len(ranked) > 1 and 0 not in ranked else ()


def _within(fine: Decimal, fines: tuple[Fine, ...], bases: Bases) -> bool:
    """False only where the fine certainly lies outside."""
    high, low = ceiling(fines, bases), floor(fines, bases)
    return not ((high is not None and fine > high) or (low is not None and fine < low))


def _of_others(fine: Fine, text: str) -> bool:
    """True for a reference elsewhere that the law makes for a kind of party which the decision does not name."""
    return (
        fine.kind == "open"
        and bool(fine.whom)
        and fine.whom[-5:] not in text
        and len(fine.whom) > len("直接责任人")
    )


def lowest(case: View, paper: Document, on: date) -> Decimal | None:
    """The least that the cited penalty provisions allow, in yuan; None where that is not certain."""
    try:
        ranges = _ranges(case, paper, on)
        return None if isinstance(ranges, str) else floor(ranges.fines, _bases(case, paper))
    except NeedsPerson:
        return None


def _procedural(norm: Norm) -> bool:
    return any(word in norm.cited.law for word in PROCEDURAL)


def _days(case: View, paper: Document, on: date) -> tuple[date, ...]:
    """The decision, and the act: where it was not read, as far back as it may lie."""
    try:
        first, last = act_ended(case)
    except NeedsPerson:
        first = last = None
    act = last or first or earliest_act(case, paper)
    if act is None:
        act = on.replace(year=on.year - LIMITATION_YEARS, day=min(on.day, 28))
    return tuple(dict.fromkeys((on, act)))


def _bases(case: View, paper: Document) -> Bases:
    """Base amounts of multiples that the decision states as one figure only."""
    found: dict[str, set[Decimal]] = {}
    for hit in case.find_all(paper, _BASE):
        if hit.confidence < case.trust:
            return {}
        name, figure, scale = (part or "" for part in hit.groups)
        found.setdefault("货值金额" if name == "货值" else name, set()).add(yuan(figure, scale))
    gains = case.amount("没收违法所得金额")
    if gains is not None:
        found.setdefault("违法所得", set()).add(gains)
    if case.find(paper, _REFUND):
        found.pop("违法所得", None)
    return {name: figures.pop() for name, figures in found.items() if len(figures) == 1}


def _above(case: View, paper: Document, ranges: Ranges, fine: Decimal, high: Decimal) -> Finding:
    message = f"罚款{fine:,f}元，高于{ranges}的最高额{high:,f}元"
    several = max(ranges.provisions, ranges.acts)
    if case.find(paper, _SEVERAL) or fine <= high * several:
        return case.unsure(f"{message}；是否为数个违法行为合并罚款，请核对", at=case.facts("罚款金额"))
    case.readable(paper)
    return case.failed(message, at=[*case.facts("罚款金额"), *case.facts("处罚依据")])


def _below(case: View, paper: Document, ranges: Ranges, fine: Decimal, low: Decimal) -> Finding:
    message = f"罚款{fine:,f}元，低于{ranges}的最低额{low:,f}元"
    if case.find(paper, rf"{GROUNDS}|{_MITIGATED}"):
        return case.unsure(f"{message}，决定书写有减轻的情形，请审查是否成立", at=case.facts("罚款金额"))
    case.readable(paper)
    if re.search(r"从旧兼从轻|处罚法》?第三十七条", case.text(paper)):
        return case.unsure(f"{message}，决定书比较了新旧规定，请核对", at=case.facts("罚款金额"))
    return case.failed(
        f"{message}，未写明减轻处罚的情形", at=[*case.facts("罚款金额"), *case.facts("处罚依据")]
    )
