"""Figures of a levy: base, rate, sum, reduction, late fee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from anjuan import Fact

from . import citations
from .coercion_grid import Headings, Row, rows_of, said
from .levy_rates import number, per_cent
from .paper import GUESS, LIKELY, Paper, Place, first_fact
from .prints import Field
from .values import find_days, find_sums, plain_sum

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"(?:平方米|立方米|平方公里|公顷|亩|吨|千克|公斤|千瓦时|度|个|户|人|台|辆|株|棵|当量|污染当量|万元|元|方|m³|m3|m2|㎡|t)"
_PER = r"(?:元|圆)\s*(?:/|每|÷|/每)\s*(?:\(?[\u4e00-\u9fffA-Za-z²³㎡0-9·]{1,10}\)?)"
# 3400平方米×25元/平方米=85000元
FORMULA = re.compile(
    rf"(?P<base>{_FIGURE})\s*(?P<unit>万)?\s*(?P<swap>{_PER})?(?P<what>[\u4e00-\u9fffA-Za-z²³㎡]{{0,8}}?)\s*(?:\([^()]*\))?\s*[×xX*✕╳·]\s*"
    rf"(?P<rate>{_FIGURE})\s*(?P<per>{_PER}|%|‰|元|{_UNIT})?(?P<more>\s*[×xX*✕╳]\s*[\d.]+\s*%?)?(?:\s*[=＝]\s*(?P<sum>{_FIGURE})\s*(?P<sumunit>万)?\s*元?)?"
)
# 每平方米0.6元, 按每立方米1.20元计征, 0.6元/平方米
_EACH = re.compile(
    rf"每\s*(?:\(?[\u4e00-\u9fff²³㎡mt]{{1,8}}?\)?)\s*(?:按|为|征收|收费)?\s*(?P<a>{_FIGURE})\s*元|(?P<b>{_FIGURE})\s*{_PER}"
)
_PERCENT = re.compile(
    rf"(?:按|按照|以|征收标准|费率|征收比例|比例|标准)[^。;,\d]{{0,20}}?(?P<p>{_FIGURE})\s*(?P<sign>%|‰)"
    rf"|(?P<p2>{_FIGURE})\s*(?P<sign2>%|‰)(?:的)?(?:标准|比例|费率|征收率)?(?:计征|征收|计缴|缴纳|计收|计算)"
)
_CALCULATED = re.compile(r"(?:费额|征收|缴费|应缴)?(?:金额)?(?:的)?计算(?:过程|方法|公式|方式|依据|明细)")
_RATE_LABEL = re.compile(
    r"(?:征收|收费|缴费|计费|计征|核定)?(?:标准|费率|单价|征收率|征收比例|费额标准)(?:及依据)?"
)
_BASE_LABEL = re.compile(
    r"(?:计征|计费|申报|征收|缴费|核定|计算|缴纳)(?:的)?(?:基数|依据|数量|面积|水量|排水量|取水量|用水量|排放量|基础|额度)|(?:排水|取水|用水|占用|占地|使用林地|排放|开采|挖掘)(?:量|面积|体积|数量)|计量数据"
)
_BASE_TEXT = re.compile(
    rf"(?:面积|水量|排水|取水|用水|排放量|数量|占地|使用林地|挖掘|开采量|基数|土方|产量)(?:共|合计|总量|量|为|共计|:|约)*\s*(?P<n>{_FIGURE})\s*(?P<unit>万)?\s*{_UNIT}"
)
_SUM_LABEL = re.compile(
    r"(?:核定|应征|应缴|应缴纳|征收|缴费|核准|计征|实征|实缴|合计)(?:的)?(?:金额|费额|数额|总额|款额)(?:合计)?|应缴(?:费|款)?(?:金额|额)?|应收金额|费额|(?:合计|总计)(?:金额)?"
)
_DECLARED_LABEL = re.compile(
    r"(?:申报|应缴|自报|自核|应缴纳)(?:的)?(?:金额|费额|数额|缴费额|缴纳额)|申报应缴(?:金额|费额)"
)
_CUT_LABEL = re.compile(
    r"(?:批准|核准|同意|拟|申请)?(?:减免|减征|免征|减缴|免缴)(?:的)?(?:金额|费额|数额|款额)|减免"
)
_LEVIED = re.compile(r"应(?:当)?(?:缴|交|征|补缴)(?:纳|费)?|征收|计征|收取|合计|共计|缴纳")
_NOT_LEVIED = re.compile(r"滞纳金|罚款|减免|减征|免征|已缴|每\S{0,6}$|标准|单价|保证金退")
_CUT_TEXT = re.compile(r"(?:减免|减征|免征|减缴|免缴)[^。;,\d壹贰叁肆伍陆柒捌玖¥]{0,24}$")

_COLUMNS: Headings = {
    "period": re.compile(r"(?:征收|计费|申报|费用|所属)?(?:期间|期限|月份|时期|年度|季度)|所属期|时段|序号"),
    "item": re.compile(r"(?:征收|缴费|收费)?(?:项目|费种|事项)(?:名称)?"),
    "base": re.compile(
        r"(?:核定|申报|计征|计费|实际)?(?:排水量|取水量|用水量|面积|占地面积|基数|数量|计征基数|计费依据|排放量|开采量|污染当量数|水量).{0,6}"
    ),
    "rate": re.compile(r"(?:收费|征收|计费|缴费)?(?:标准|费率|单价|征收率).{0,10}"),
    "cut": re.compile(r"(?:减免|减征|免征)(?:金额|额|费额)?元?"),
    "sum": re.compile(r"(?:应缴|应征|核定|征收|缴费|应缴纳|实缴)(?:金额|费额|数额|额)元?|金额元?"),
    "other": re.compile(r"备注|说明|依据|计算过程|计算公式|单位|减免依据"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a levy and where it stands."""

    value: Decimal
    place: Place
    sure: float = 1.0


def amounts(paper: Paper) -> Iterator[Fact]:
    """计征基数, 征收标准, 征收金额 of a decision."""
    yield from figures(paper)
    yield from first_fact(_sum_in_field(paper, "征收金额", _SUM_LABEL), _levied(paper))


def assessed(paper: Paper) -> Iterator[Fact]:
    """计征基数, 征收标准, 核定金额 of an assessment, in fields, a formula, or a table."""
    rows = list(table(paper))
    if rows:
        yield from _of_rows(paper, rows, "核定金额")
        return
    yield from figures(paper)
    yield from first_fact(_sum_in_field(paper, "核定金额", _SUM_LABEL), _formula_sum(paper, "核定金额"))


def declared(paper: Paper) -> Iterator[Fact]:
    """计征基数, 征收标准, 申报金额 of a declaration."""
    rows = list(table(paper))
    if rows:
        yield from _of_rows(paper, rows, "申报金额")
        return
    yield from figures(paper)
    yield from first_fact(_sum_in_field(paper, "申报金额", _DECLARED_LABEL), _formula_sum(paper, "申报金额"))


def figures(paper: Paper) -> Iterator[Fact]:
    """计征基数 and 征收标准: in fields, in a formula, in a sentence. Of a rate per cent the number of per cent."""
    formulas = list(_formulas(paper))
    yield from first_fact(
        list(_base_in_field(paper)),
        [paper.fact("计征基数", base.value, base.place, base.sure) for base, _ in formulas],
        _base_in_text(paper),
    )
    yield from first_fact(
        list(_rate_in_field(paper)),
        [paper.fact("征收标准", rate.value, rate.place, rate.sure) for _, rate in formulas],
        _rate_in_text(paper),
    )


def _formulas(paper: Paper) -> Iterator[tuple[Figure, Figure]]:
    hits = [hit for hit in FORMULA.finditer(paper.text.text) if hit["per"] or hit["sum"]]
    several = len({(hit["base"], hit["rate"]) for hit in hits}) > 1
    for hit in hits:
        base, rate = number(hit["base"], hit["unit"]), number(hit["rate"])
        if base is None or rate is None:
            continue
        if hit["per"] in ("%", "‰"):
            rate = per_cent(rate, hit["per"])
        sure = GUESS if several or hit["more"] else 1.0
        first = Figure(base, paper.at(hit.span("base")), sure)
        second = Figure(rate, paper.at(hit.span("rate")), sure)
        yield (second, first) if hit["swap"] else (first, second)


_LEADING = re.compile(
    rf"[\u4e00-\u9fff\s:()]{{0,24}}?(?P<n>{_FIGURE})\s*(?P<unit>万)?\s*(?P<what>{_UNIT}|[²³㎡]|(?=\s|$|[,;。]))"
)


def _base_in_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_BASE_LABEL):
        hit = _LEADING.match(field.text)
        value = number(hit["n"], hit["unit"]) if hit and not next(find_days(field.text), None) else None
        if hit and value is not None:
            sure = 1.0 if hit["what"] or hit.end() == len(field.text) else LIKELY
            yield paper.fact("计征基数", value, paper.within(field, *hit.span("n")), sure)
            return


def _base_in_text(paper: Paper) -> Iterator[Fact]:
    found: dict[Decimal, re.Match[str]] = {}
    for hit in _BASE_TEXT.finditer(paper.text.text):
        value = number(hit["n"], hit["unit"])
        if value is not None:
            found.setdefault(value, hit)
    for value, hit in found.items():
        yield paper.fact("计征基数", value, paper.at(hit.span("n")), LIKELY if len(found) == 1 else GUESS)


def _rate_in_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_RATE_LABEL):
        for figure in _rates(field.text):
            value, start, end = figure
            yield paper.fact("征收标准", value, paper.within(field, start, end))
            return
        bare = re.fullmatch(rf"\s*(?P<n>{_FIGURE})\s*元?", field.text)
        value_of = number(bare["n"]) if bare else None
        if bare and value_of is not None:
            yield paper.fact("征收标准", value_of, paper.within(field, *bare.span("n")), LIKELY)
            return


def _rate_in_text(paper: Paper) -> Iterator[Fact]:
    text = citations.masked(paper.text.text)
    found = {value: (start, end) for value, start, end in _rates(text)}
    for value, span in found.items():
        yield paper.fact("征收标准", value, paper.at(span), 1.0 if len(found) == 1 else GUESS)


def _rates(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """Rates in yuan a unit, else per cent."""
    hits = list(_EACH.finditer(text))
    for hit in hits:
        group = "a" if hit["a"] else "b"
        value = number(hit[group])
        if value is not None:
            yield value, *hit.span(group)
    if hits:
        return
    for hit in _PERCENT.finditer(text):
        group, sign = ("p", hit["sign"]) if hit["p"] else ("p2", hit["sign2"])
        value = number(hit[group])
        around = text[max(hit.start() - 20, 0) : hit.end() + 20]
        if value is not None and not re.search(r"滞纳|每日|按日|加处|减", around):
            yield per_cent(value, sign), *hit.span(group)


# ---- sums -----------------------------------------------------------------------------------


def _sum_in_field(paper: Paper, name: str, label: re.Pattern[str]) -> Iterator[Fact]:
    for field in paper.fields(label):
        found = _money_of(field)
        if found:
            value, start, end, sure = found
            yield paper.fact(name, value, paper.within(field, start, end), sure)
            return


def _money_of(field: Field) -> tuple[Decimal, int, int, float] | None:
    """The sum of a field; where words and figures disagree, nobody knows which is meant."""
    sums = [one for one in find_sums(field.text) if not _rate_like(field.text, one.end)]
    if sums:
        chosen = next((one for one in sums if not one.words), sums[0])
        agreed = len({one.value for one in sums}) == 1
        return chosen.value, chosen.start, chosen.end, 1.0 if agreed else GUESS
    bare = re.fullmatch(rf"\s*¥?\s*(?P<n>{_FIGURE})\s*", field.text)
    value = number(bare["n"]) if bare else None
    return (plain_sum(value), 0, len(field.text), LIKELY) if value is not None else None


def _rate_like(text: str, end: int) -> bool:
    """25元/平方米 is a rate and no sum."""
    return re.match(r"\s*(?:/|每|÷|[×xX*])", text[end:]) is not None


def _formula_sum(paper: Paper, name: str) -> Iterator[Fact]:
    """The result of the calculation; in a field, since that of a column may run on below the one beside it."""
    for field in paper.fields(_CALCULATED):
        hit = FORMULA.search(field.text)
        value = number(hit["sum"], hit["sumunit"]) if hit and hit["sum"] else None
        if hit and value is not None and len(FORMULA.findall(field.text)) == 1:
            yield paper.fact(name, plain_sum(value), paper.within(field, *hit.span("sum")), LIKELY)
            return
    hits = [hit for hit in FORMULA.finditer(paper.text.text) if hit["sum"]]
    values = {value: hit for hit in hits if (value := number(hit["sum"], hit["sumunit"])) is not None}
    for value, hit in values.items():
        yield paper.fact(
            name, plain_sum(value), paper.at(hit.span("sum")), LIKELY if len(values) == 1 else GUESS
        )


def _levied(paper: Paper) -> Iterator[Fact]:
    """征收金额 in the sentence that levies it: 应缴3036元, 征收…费人民币陆仟元整(¥6,000.00)."""
    text = citations.masked(paper.text.text)
    found: dict[Decimal, tuple[int, int]] = {}
    for money in find_sums(text):
        clause = re.split(r"[。;]", text[max(money.start - 60, 0) : money.start])[-1]
        if _rate_like(text, money.end) or re.match(r"的?标准|以[上下]", text[money.end :]):
            continue
        lead = re.split(r"[,:](?=[^,:]*$)", clause)[-1]
        own = lead if _LEVIED.search(lead) or _NOT_LEVIED.search(lead) else clause
        levied = _LEVIED.search(own) and not _NOT_LEVIED.search(own)
        if levied and (money.value not in found or not money.words):
            found[money.value] = (money.start, money.end)
    for value, span in found.items():
        yield paper.fact("征收金额", value, paper.at(span), 1.0 if len(found) == 1 else GUESS)


def reduced(paper: Paper) -> Iterator[Fact]:
    """减免金额, where something was taken off."""
    if list(table(paper)):
        return
    for field in paper.fields(_CUT_LABEL):
        found = _money_of(field)
        if found and found[0] > 0:
            value, start, end, sure = found
            yield paper.fact("减免金额", value, paper.within(field, start, end), sure)
            return
    text = paper.text.text
    for money in find_sums(text):
        if money.value > 0 and _CUT_TEXT.search(text[max(money.start - 30, 0) : money.start]):
            yield paper.fact("减免金额", money.value, paper.at((money.start, money.end)), LIKELY)
            return


# ---- tables ---------------------------------------------------------------------------------


def table(paper: Paper) -> Iterator[Row]:
    """Rows of a table that has a sum beside a base or a rate; the line of totals is none of them."""
    for needed in (frozenset({"base", "sum"}), frozenset({"rate", "sum"})):
        rows = [
            row
            for row in rows_of(paper, _COLUMNS, needed)
            if not re.match(r"合计|总计|小计", said(row, "period") or said(row, "item") or "-")
            and any(re.search(r"\d", said(row, key)) for key in ("base", "rate", "sum"))
        ]
        if rows:
            yield from rows
            return


_CELLS = (("base", "计征基数"), ("rate", "征收标准"), ("cut", "减免金额"))


def _of_rows(paper: Paper, rows: list[Row], total: str) -> Iterator[Fact]:
    """The figures of a table; of several rows the sums are added and base and rate belong to none alone."""
    sure = 1.0 if len(rows) == 1 else GUESS
    for key, name in _CELLS:
        for row in rows:
            value = _cell(said(row, key), percent=key == "rate")
            if value is not None and not (key == "cut" and value == 0):
                yield paper.fact(name, value, _place(paper, row, key), sure)
    sums = [(row, value) for row in rows if (value := _cell(said(row, "sum"))) is not None]
    if sums and len(sums) == len(rows):
        place = paper.at(*[(one.start, one.end) for row, _ in sums for one in row["sum"]])
        added = plain_sum(sum((value for _, value in sums), Decimal(0)))
        yield paper.fact(total, added, place, 1.0 if len(sums) == 1 else LIKELY)


def _cell(text: str, *, percent: bool = False) -> Decimal | None:
    hit = re.match(rf"\s*¥?\s*(?P<n>{_FIGURE})\s*(?P<unit>万)?\s*(?P<sign>[%‰])?", text)
    value = number(hit["n"], hit["unit"]) if hit else None
    if hit and value is not None and percent and hit["sign"]:
        return per_cent(value, hit["sign"])
    return value


def _place(paper: Paper, row: Row, key: str) -> Place:
    return paper.at(*[(one.start, one.end) for one in row[key]])
