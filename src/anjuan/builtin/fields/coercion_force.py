"""Enforcement: demand, decision, public notice, record, application to the court; sums that grow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anjuan import Fact

from . import citations
from .coercion import basis, begun
from .coercion_told import demand_content, demand_term
from .coercion_words import urgency
from .decision import statement_made
from .paper import GUESS, LIKELY, Paper, first_fact
from .receipts import dated
from .values import Money, find_days, find_moments, find_sums, names

_DECIDES = (
    re.compile(
        r"(?:决定(?!书)|现(?:依法)?(?:对|将)|依法(?:对|将))[^。;]{0,120}?(?:强制|代履行|代为履行|拆除|加处|划拨|拍卖|清除)"
    ),
    re.compile(r"(?:予以|实施)[^。;书]{0,20}?(?:强制|代履行)|(?:责令|限)[^。;]{0,40}?拆除"),
)
_RECEIPTED = re.compile(
    r"(?:当事人|受送达人|被催告人|收件人)(?:签收|签名|签字|签名或盖章|签章)(?:日期|时间)?|签收人|(?:签收|收到)(?:日期|时间)"
)
_APPLIED = re.compile(r"申请(?:日期|时间)")
_EXECUTED = re.compile(r"(?:强制)?(?:执行|拆除|代履行|实施)(?:起止|开始)?(?:时间|日期)")
_DAY_AHEAD = r"(?=[12一二][\d〇○零一二三四五六七八九]{3}\s*[年.\-/])"
_GROWS_FROM = re.compile(
    rf"(?:自|从)\s*(?P<at>){_DAY_AHEAD}(?=[^。]{{0,90}}?(?:滞纳金|加处|加罚))"
    rf"|(?:滞纳金|加处罚款|加处)[^。;]{{0,30}}?(?:自|从)\s*(?P<at2>){_DAY_AHEAD}"
)
_GROWS_FIELD = re.compile(
    r"(?:滞纳金|加处罚款|滞纳)?(?:起算|起始|计算起始|开始计算|开始|起计)(?:日期|时间|日)"
)
_SUPERVISED = re.compile(
    r"(?:到场|现场|在场|派员)?监督(?:人员?|员)(?:姓名)?(?:签名|签字|签章|签名或盖章)?|监督(?:机关|单位)?人员?(?:签名|签字)"
)
_SUPERVISED_IN_TEXT = re.compile(
    r"(?:由|派员|派出|指派|委派|派)(?:本机关|我局|本局|[\u4e00-\u9fff]{2,12}(?:局|队|委员会))?(?:派员|派出|指派|派)?"
    r"(?:的)?(?:行政)?(?:执法人员|工作人员|人员)?\s*"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[、和及][\u4e00-\u9fff]{2,4}){0,3}?)(?:等)?(?:同志)?(?:\([^()]*\))?"
    r"(?:负责)?(?:到场|到现场|现场|在场|进行){1,2}监督"
)
_ON_BEHALF = re.compile(
    r"(?:实施|进行|采取|决定|予以|委托[^。;]{2,40}?)(?:立即)?代履行|代为履行|代履行人|代履行单位"
)


def demand(paper: Paper) -> Iterator[Fact]:
    """催告书."""
    yield from dated(paper, "催告日期")
    yield from demand_content(paper)
    yield from demand_term(paper, "催告期限")
    yield from sums(paper)
    yield from grows_from(paper)
    yield from paper.day("送达日期", _RECEIPTED, sure=LIKELY)


def enforcement(paper: Paper) -> Iterator[Fact]:
    """强制执行决定书 and 代履行决定书."""
    yield from dated(paper, "执行决定日期")
    if paper.kind != "代履行决定书":  # its sum is what the performance costs
        yield from sums(paper)
    yield from grows_from(paper)
    yield from urgency(paper)
    yield from basis(paper, *_DECIDES)
    yield from supervisors(paper)
    yield from statement_made(paper)
    if paper.kind == "代履行决定书":
        yield from _on_behalf(paper, sure=1.0)
    else:
        yield from _on_behalf(paper, sure=LIKELY)


def surcharge(paper: Paper) -> Iterator[Fact]:
    """加处罚款决定书 and 滞纳金决定书: principal, sum, and from when it grows."""
    yield from sums(paper)
    yield from grows_from(paper)


def demolition(paper: Paper) -> Iterator[Fact]:
    """限期拆除决定书."""
    yield from basis(paper, *_DECIDES)


def announcement(paper: Paper) -> Iterator[Fact]:
    """强制执行公告."""
    yield from dated(paper, "执行公告日期")


def application(paper: Paper) -> Iterator[Fact]:
    """强制执行申请书."""
    yield from first_fact(paper.day("申请执行日期", _APPLIED), dated(paper, "申请执行日期"))
    yield from sums(paper)


def execution(paper: Paper) -> Iterator[Fact]:
    """执行笔录: when, who supervised, whether it was urgent, whether another performed."""
    yield from first_fact(list(_executed(paper)), begun(paper, "强制执行时间"))
    yield from supervisors(paper)
    yield from urgency(paper)
    yield from _on_behalf(paper, sure=1.0)


def _executed(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_EXECUTED):
        found = next(find_moments(field.text), None)
        if found:
            yield paper.fact(
                "强制执行时间", found.value, paper.within(field, found.start, found.end), found.sure
            )
            return


def _on_behalf(paper: Paper, sure: float) -> Iterator[Fact]:
    text = paper.text.text
    for hit in _ON_BEHALF.finditer(text):
        if not re.search(
            r"(?:不|未|没有|无需|逾期[^。]{0,30}将|可以?)[^。;,]{0,4}$",
            text[max(hit.start() - 40, 0) : hit.start()],
        ):
            yield paper.fact("代履行", True, paper.at(hit.span()), sure)
            return
    if paper.kind == "代履行决定书" and paper.prints:
        first = paper.prints[0]
        yield paper.fact("代履行", True, paper.at((first.start, first.end)), sure)


def supervisors(paper: Paper) -> Iterator[Fact]:
    """监督人员, one a person."""
    seen: set[str] = set()
    for field in paper.fields(_SUPERVISED):
        for one in names(field.text, field.breaks):
            if one.value not in seen:
                seen.add(one.value)
                yield paper.fact("监督人员", one.value, paper.within(field, one.start, one.end))
    hit = None if seen else paper.search(_SUPERVISED_IN_TEXT)
    if hit:
        start = hit.start("names")
        for one in names(hit["names"]):
            yield paper.fact("监督人员", one.value, paper.at((start + one.start, start + one.end)), LIKELY)


# ---- sums -----------------------------------------------------------------------------------

_SURCHARGE = re.compile(r"加处(?:的)?(?:罚款)?|加罚")
_LATE = re.compile(r"滞纳金")
_SUM_OF_ALL = re.compile(r"合计|共计|总计|总额|一并|以上|没收[^。;,]{0,12}")
_PRINCIPAL = re.compile(
    r"本金|罚款|税款|欠缴|未缴|应缴(?:纳)?|(?<!履行)(?<!保管)(?<!鉴定)(?<!检测)(?<!检验)(?<!诉讼)(?<!执行)(?:费(?!用)|基金)"
)
_PART = re.compile(r"[^,。;、:]*$")
_ASIDE = re.compile(r"(?:\(|\(?大写[::]?|\(?小写[::]?|人民币|¥|即|计|\s)+$")
_LIMIT = re.compile(r"(?:\([^()]*\)|\s)*(?:以上|以下|至|-|/)")
# 决定书(文号) 中罚款5000元 and 逾期每日 tell what is owed; 处罚标准 does not.
_SUMS = (("加处罚款金额", "surcharge"), ("滞纳金金额", "late"), ("义务本金", "principal"))


def sums(paper: Paper) -> Iterator[Fact]:
    """义务本金, 加处罚款金额, 滞纳金金额: what is owed, told apart by the words before each sum."""
    text = citations.masked(paper.text.text)
    found: dict[str, list[Money]] = {}
    last = ""
    for money in find_sums(text):
        before = text[max(money.start - 40, 0) : money.start]
        if _LIMIT.match(text, money.end):
            continue
        aside = _ASIDE.search(before)
        again = (
            bool(last)
            and aside is not None
            and before.rstrip().endswith(("(", "(¥", "(大写:", "(小写:", "(人民币", "(大写"))
        )
        kind = last if again else _kind(before)
        last = kind
        if kind:
            found.setdefault(kind, []).append(money)
    for name, kind in _SUMS:
        yield from _told(paper, name, found.get(kind, []))


def _kind(before: str) -> str:
    """Whose sum it is: the nearest of the words in its own clause, else those just before."""
    clause = _PART.search(before)
    words = clause[0] if clause and len(clause[0]) > 3 else before[-20:]
    hits = [
        (hit.end(), kind)
        for kind, pattern in (
            ("surcharge", _SURCHARGE),
            ("late", _LATE),
            ("principal", _PRINCIPAL),
            ("all", _SUM_OF_ALL),
        )
        for hit in pattern.finditer(words)
    ]
    if not hits:
        return ""
    end, kind = max(hits)
    if kind == "principal" and _SURCHARGE.search(words[max(end - 8, 0) : end]):
        kind = "surcharge"  # 加处罚款 ends with 罚款
    return "" if kind == "all" else kind


def _told(paper: Paper, name: str, found: list[Money]) -> Iterator[Fact]:
    values: dict[Decimal, Money] = {}
    for money in found:
        if money.value > 0 and (money.value not in values or values[money.value].words):
            values[money.value] = money
    for money in values.values():
        sure = 1.0 if len(values) == 1 else GUESS
        yield paper.fact(name, money.value, paper.at((money.start, money.end)), sure)


def grows_from(paper: Paper) -> Iterator[Fact]:
    """滞纳金起算日期: from when a surcharge or a late fee runs."""
    yield from first_fact(paper.day("滞纳金起算日期", _GROWS_FIELD), _grows_in_text(paper))


def _grows_in_text(paper: Paper) -> Iterator[Fact]:
    hit = paper.search(_GROWS_FROM)
    if not hit:
        return
    at = hit.start("at") if hit["at"] is not None else hit.start("at2")
    day = next(find_days(paper.text.text[at : at + 16]), None)
    if day and day.start == 0:
        yield paper.fact("滞纳金起算日期", day.value, paper.at((at, at + day.end)), day.sure)
