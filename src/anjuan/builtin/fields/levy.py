"""Levies: who pays what, by which rate, until when; declaration, assessment, decision, reminder, late fee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from . import citations
from .coercion import basis
from .coercion_force import sums
from .coercion_told import demand_term
from .decision import statement_made
from .levy_rates import late_rate
from .levy_sums import amounts, assessed, declared, reduced
from .opinions import head_approval
from .paper import GUESS, LIKELY, Paper, first_fact
from .party import clean_name, holders
from .receipts import dated
from .values import find_days, find_span

_FEE = r"(?:费|基金|税|出让金|保证金|配套金|补偿金|资金|价款)"
_ITEM = re.compile(
    r"(?:征收|缴费|收费|缴纳|核定|申报|减免)(?:的)?(?:项目|事项|名称|费种|种类|类别)(?:名称)?|费种|费用名称|收费名称|规费名称|税种|(?:收入)?项目(?:名称)?"
)
_ITEM_IN_TEXT = re.compile(
    rf"(?:征收|计征|计收|收取|缴纳|缴交|补缴|缴付|应缴(?!纳))(?:\d{{4}}年)?(?:度|第[一二三四]季度|\d{{1,2}}月(?:份|至\d{{1,2}}月)?)?(?:的)?"
    rf"(?P<item>(?:(?![元为的按依据]|应缴|缴纳|征收|其他|有关|相关|上述|该项|全部|所欠)[\u4e00-\u9fff()]){{1,16}}?{_FEE})"
    rf"(?=人民币|[\d¥,。;:(]|[壹贰叁肆伍陆柒捌玖]|的|金额|共|合计|$)"
)
_PERIOD = re.compile(r"^(?:\d{4}年)?(?:度|第?[一二三四]季度|\d{1,2}月份?|上半年|下半年)?")
_VAGUE = re.compile(
    r"(?:该|上述|有关|相关|各项|规|欠|此项|应缴|本)?(?:项)?(?:费|税|税费|费用|规费|行政事业性收费|资金)"
)
_PAYER = re.compile(
    r"申报(?:人|单位)(?:名称)?|(?:欠费|应缴|缴款|交费)(?:人|单位|义务人)(?:名称)?"
    r"|(?:缴费|缴纳)(?:义务)?(?:人|单位)(?:名称|姓名)?"
)
_ORGANISATION = re.compile(
    r".{2,40}(?:公司|厂|店|社|商行|部|行|院|校|园|场|中心|所|站|企业|铺|馆|户|局|集团|村)(?:\([^()]*\))?$"
)
_DECIDES = (
    re.compile(r"(?:决定(?!书)|现(?:依法)?)[^。;]{0,80}?(?:征收|计征|收取|缴纳)"),
    re.compile(r"应(?:当)?缴纳?|向(?:你|当事人)[^。;]{0,20}?(?:征收|收取)|(?:予以|给予)征收"),
)
_PAY_UNTIL = re.compile(
    r"(?:于|在|限(?:你[^。;]{0,6})?(?:于|在)?|应(?:当)?(?:于|在)?)\s*(?=[12一二][\d〇○零一二三四五六七八九]{3}\s*[年.\-/][^。;]{4,9}(?:之?前|以前|内|止)[^。;]{0,40}?(?:缴|交|付))"
)
_TERM_FIELD = re.compile(r"(?:缴费|缴纳|缴款|交费|缴交|限缴)(?:的)?(?:期限|截止日期|截止时间|限期|最后期限)")
_APPROVED = re.compile(r"(?:审批|批准)(?:日期|时间)")
_STATE = re.compile(
    r"(?P<term>[〇零一二三四五六七八九十百\d]{1,4}\s*个?(?:工作日|日|天))(?:之)?内(?:(?!日内|月内)[^。;]){0,50}?(?:陈述|申辩)"
)


def declaration(paper: Paper) -> Iterator[Fact]:
    """缴费申报表."""
    yield from payer(paper)
    yield from item(paper)
    yield from declared(paper)


def assessment(paper: Paper) -> Iterator[Fact]:
    """费额核定表."""
    yield from payer(paper)
    yield from item(paper)
    yield from assessed(paper)
    yield from reduced(paper)


def approval(paper: Paper) -> Iterator[Fact]:
    """征收审批表."""
    yield from payer(paper)
    yield from item(paper)
    yield from first_fact(head_approval(paper, "征收审批日期"), paper.day("征收审批日期", _APPROVED))


def reduction(paper: Paper) -> Iterator[Fact]:
    """减免审批表."""
    yield from payer(paper)
    yield from item(paper)
    yield from reduced(paper)
    yield from first_fact(head_approval(paper, "减免批准日期"), paper.day("减免批准日期", _APPROVED))


def notice(paper: Paper) -> Iterator[Fact]:
    """征收告知书."""
    yield from payer(paper)
    yield from item(paper)
    yield from dated(paper, "征收告知日期")
    stated = paper.search(_STATE)
    if stated:
        term = re.sub(r"\s", "", stated["term"])
        yield paper.fact("陈述申辩期限", term, paper.at(stated.span("term")))


def decision(paper: Paper) -> Iterator[Fact]:
    """征收决定书: item, payer, base, rate, sum, term, basis."""
    yield from payer(paper)
    yield from item(paper)
    yield from amounts(paper)
    yield from reduced(paper)
    yield from term(paper)
    yield from basis(paper, *_DECIDES)
    yield from statement_made(paper)
    yield from _late(paper)


def reminder(paper: Paper) -> Iterator[Fact]:
    """催缴书."""
    yield from payer(paper)
    yield from item(paper)
    yield from dated(paper, "催缴日期")
    yield from _late(paper)


def _late(paper: Paper) -> Iterator[Fact]:
    """滞纳金金额, 滞纳金比例 where a sum is asked for; a rate alone only warns."""
    found = [one for one in sums(paper) if one.name == "滞纳金金额"]
    yield from found
    if found:
        yield from late_rate(paper)


def late_fee(paper: Paper) -> Iterator[Fact]:
    """滞纳金决定书: principal, late fee, rate, and from when it runs."""
    yield from payer(paper)
    yield from late_rate(paper)


def receipt(paper: Paper) -> Iterator[Fact]:
    """征收项目 as a receipt names it."""
    for field in paper.fields(_ITEM):
        name = _plain_item(field.text)
        if name and re.search(rf"{_FEE}$", name):
            yield paper.fact("征收项目", name, paper.within(field), LIKELY)
            return


# ---- who and what ---------------------------------------------------------------------------


def payer(paper: Paper) -> Iterator[Fact]:
    """缴费义务人, one a document."""
    for field in paper.fields(_PAYER):
        name, guess = clean_name(field.text)
        # 申报人 is the party in the head of a form and the person who signs at its foot.
        if name and (_ORGANISATION.fullmatch(name) or not field.label.startswith("申报人")):
            place = paper.within(field, 0, len(name))
            yield paper.fact("缴费义务人", name, place, GUESS if guess else 1.0)
            return
    found = holders(paper)
    if len(found) == 1:
        one = found[0]
        yield paper.fact("缴费义务人", one.name, one.place, GUESS if one.guess else 1.0)


def item(paper: Paper) -> Iterator[Fact]:
    """征收项目: in a field, else in the sentence that levies, else in the title."""
    yield from first_fact(list(_item_in_field(paper)), list(_item_in_text(paper)), _item_in_title(paper))


def _item_in_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_ITEM):
        # Without rules the row below may run into the value.
        first = field.text[: field.breaks[0]] if field.breaks else ""
        name = _plain_item(first if re.search(rf"{_FEE}$", first) else field.text)
        if name and not _VAGUE.fullmatch(name) and len(name) <= 30:
            at = field.text.find(name)
            yield paper.fact("征收项目", name, paper.within(field, max(at, 0), max(at, 0) + len(name)))
            return


def _plain_item(text: str) -> str:
    """The name of a levy without its period: 2023年第一季度污水处理费."""
    name = re.split(r"[,;:、。\s(]", text.strip())[0] if text else ""
    return _PERIOD.sub("", name)


def _item_in_text(paper: Paper) -> Iterator[Fact]:
    text = citations.masked(paper.text.text)
    for hit in _ITEM_IN_TEXT.finditer(text):
        name, end = _PERIOD.sub("", hit["item"]), hit.end("item")
        if not _VAGUE.fullmatch(name) and len(name) >= 3 and "滞纳" not in name:
            yield paper.fact("征收项目", name, paper.at((end - len(name), end)))
            return


_TITLED = re.compile(rf"(?P<item>[\u4e00-\u9fff]{{2,14}}?{_FEE})(?:征收|缴费|缴纳|核定|申报|减免|催缴|费额)")


def _item_in_title(paper: Paper) -> Iterator[Fact]:
    hit = _TITLED.match(re.sub(r"^.*(?:局|委员会|政府|厅)", "", paper.document.title))
    if hit and not _VAGUE.fullmatch(hit["item"]) and paper.prints:
        first = next((one for one in paper.prints[:8] if hit["item"] in one.text), None)
        if first:
            at = first.start + first.text.find(hit["item"])
            yield paper.fact("征收项目", hit["item"], paper.at((at, at + len(hit["item"]))), LIKELY)


def term(paper: Paper) -> Iterator[Fact]:
    """缴费期限: a term as written (十五日) or the day until which to pay."""
    yield from first_fact(list(_term_field(paper)), list(_until(paper)), _term_in_text(paper))


def _term_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_TERM_FIELD):
        begin, end = find_span(field.text)
        day = end or begin
        if day:
            yield paper.fact("缴费期限", day.value, paper.within(field, day.start, day.end), day.sure)
            return


def _until(paper: Paper) -> Iterator[Fact]:
    hit = paper.search(_PAY_UNTIL)
    day = next(find_days(paper.text.text[hit.end() : hit.end() + 16]), None) if hit else None
    if hit and day and day.start == 0:
        yield paper.fact("缴费期限", day.value, paper.at((hit.end(), hit.end() + day.end)), day.sure)


def _term_in_text(paper: Paper) -> Iterator[Fact]:
    yield from demand_term(paper, "缴费期限")
