"""The amount against the published discretion standard, and penalties below the statutory minimum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz

from anjuan import Document, Finding, NeedsPerson, Row, View, check, find_citations

from ..reading import GROUNDS, decision, no_decision, norms, same_place, sums
from .fines import lowest

SILENT = r"裁量|基准|处罚幅度|量罚|从[轻重](?:行政)?处罚|减轻(?:行政)?处罚|情节(?:较轻|较重|一般|轻微|严重)|档次|等次|违法程度"
# A heading of several matters (三、处罚依据、种类和裁量) tells nothing of the standard.
HEADING = r"\s*[(（]?[一二三四五六七八九十]{1,2}[)）、.．]+(?!裁量)[^。,，;；:：]{0,16}(?:依据|种类|内容|决定)[^。,，;；:]{0,16}"
_SILENT, _HEADING, _ANSWER = re.compile(SILENT), re.compile(HEADING), re.compile("申辩|陈述|复核|听证|情形")
DEPARTURE = r"减轻(?:行政)?处罚|调整适用|不适用[^。]{0,20}裁量|突破[^。]{0,10}裁量|低于[^。]{0,20}裁量"
SAME_VIOLATION = 60  # rapidfuzz ratio from which a cause of action may be the violation of a row


@check("legal.discretion_stated", title="有裁量基准的，决定书写明适用情况且结果相符")
def discretion_stated(case: View) -> Finding:
    """PO-L08."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on, fine = case.date("决定日期"), case.amount("罚款金额")
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时尚无在决定书中说明裁量基准的统一要求")
    if fine is None:
        return case.not_applicable("未处罚款")
    rows = _rows(case, paper, on)
    if not rows and case.find(paper, r"裁量(?:权)?(?:基准|标准)"):
        return case.unsure("决定书称适用裁量基准，台账 discretion 中没有相应的一项")
    if not rows:
        return case.not_applicable("所罚违法行为在决定日没有公布的裁量基准")
    case.note(*rows)
    if _silent(case, paper, rows):
        case.readable(paper)
        return case.failed(
            f"已公布裁量基准（{rows[0].text('code')}），决定书未说明适用情况", at=[paper, rows[0]]
        )
    return _in_step(case, paper, rows, fine)


def _silent(case: View, paper: Document, rows: Sequence[Row]) -> bool:
    """True when nothing outside of the answer to the party's statement speaks of the standard or a step."""
    grade = _grade(str(case.optional("裁量档次") or ""))
    if case.optional("裁量编号") or grade in {_grade(row.text("grade")) for row in rows}:
        return False
    text = case.text(paper)
    for _, line in paper.lines():
        if _HEADING.fullmatch(line.text):
            text = text.replace(line.text, "。")
    told = re.split(r"[。;；]", text)
    return not any(_SILENT.search(part) for part in told if not _ANSWER.search(part))


def _in_step(case: View, paper: Document, rows: Sequence[Row], fine: Decimal) -> Finding:
    chosen = _chosen(case, paper, rows)
    if not chosen:
        return case.unsure(f"未能辨认决定书选用的裁量档次，请核对罚款{fine:,f}元所属档次")
    inside = [_inside(row, fine) for row in chosen]
    if any(inside):
        return case.passed(f"罚款{fine:,f}元在所选“{chosen[0].text('grade')}”档次之内")
    if None in inside:
        return case.unsure(f"“{chosen[0].text('grade')}”档次以倍数计罚，请核对", at=chosen)
    row = chosen[0]
    low, high = row.number_of("fine_min"), row.number_of("fine_max")
    span = f"{low or 0:,f}元至{high:,f}元" if high is not None else f"{low or 0:,f}元以上"
    message = f"罚款{fine:,f}元不在所选“{row.text('grade')}”档次（{row.text('code')}，{span}）之内"
    if case.find(paper, DEPARTURE):
        return case.unsure(f"{message}，决定书说明了理由，请审查是否成立")
    return case.failed(message, at=[*case.facts("罚款金额"), *case.facts("裁量档次"), row])


def _rows(case: View, paper: Document, on: date) -> list[Row]:
    """Rows of the standard for this authority, basis and violation; empty where none was published.

    Raises:
        NeedsPerson: the register has nothing for this authority, or not of that day, or two standards fit.
    """
    own = case.listed("discretion")
    if not own:
        raise NeedsPerson("台账 discretion 中没有本机关的裁量基准")
    named = _by_code(case, paper, own)
    fitting = named or _by_basis(case, own, on)
    valid = [row for row in fitting if row.valid(on)]
    if fitting and not valid:
        raise NeedsPerson("台账 discretion 中没有决定日有效的该项裁量基准")
    return _same_violation(case, paper, valid)


def _by_code(case: View, paper: Document, rows: Sequence[Row]) -> list[Row]:
    """Rows whose code the decision names itself, whatever basis it cites; dashes get lost at line ends."""
    named, text = _plain(str(case.optional("裁量编号") or "")), _plain(case.text(paper))
    codes = {code: _plain_code(code) for row in rows if (code := row.text("code"))}
    found = {code for code, own in codes.items() if own == named or (len(own) > 4 and own in text)}
    return [row for row in rows if row.text("code") in found]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


_plain_code = lru_cache(4096)(_plain)  # the rows of a register come by in every case file


def _by_basis(case: View, rows: Sequence[Row], on: date) -> list[Row]:
    bases = [norm.cited for norm in norms(case, ("处罚依据",), on)]
    if not bases:
        raise NeedsPerson("未读到处罚依据，无从查找裁量基准")
    return [
        row
        for row in rows
        for named in [next(find_citations(row.text("basis")), None)]
        if named and any(same_place(case, named, cited) for cited in bases)
    ]


def _same_violation(case: View, paper: Document, rows: list[Row]) -> list[Row]:
    kinds = {(row.text("code"), row.text("violation")) for row in rows}
    if len(kinds) < 2:
        return rows
    cause = str(case.optional("案由") or "") or case.text(paper)
    scores = sorted(((fuzz.partial_ratio(violation, cause), code) for code, violation in kinds), reverse=True)
    if scores[0][0] < SAME_VIOLATION or scores[0][0] == scores[1][0]:
        raise NeedsPerson("同一处罚依据有数项裁量基准，请人工选定")
    return [row for row in rows if row.text("code") == scores[0][1]]


def _chosen(case: View, paper: Document, rows: Sequence[Row]) -> list[Row]:
    """Rows of the one step that the decision names, by its words and the fact; empty where they disagree."""
    found = set()
    for grade in dict.fromkeys(_grade(row.text("grade")) for row in rows):
        word = re.escape(grade)
        step = rf"{word}(?:违法|的?裁量|处罚)?(?:档次|档|等级|幅度|阶次)"
        if case.find(paper, rf"[“\"‘'《]{word}[”\"’'》]|(?<!不)属于?{word}|{step}"):
            found.add(grade)
    named = _grade(str(case.optional("裁量档次") or ""))
    if not found and named:
        found.add(named)
    elif named in found:
        found = {named}
    return [row for row in rows if _grade(row.text("grade")) in found] if len(found) == 1 else []


@lru_cache(1024)  # steps are called the same in every standard
def _grade(text: str) -> str:
    plain = re.sub(r"[“”\"'‘’\s]|(?:违法)?(?:行为)?(?:裁量)?(?:档次|档|等级|阶次|情形)$", "", text)
    return re.sub(r"(?<=.)(?:违法|处罚)$", "", plain).removeprefix("情节")


def _inside(row: Row, fine: Decimal) -> bool | None:
    low, high = row.number_of("fine_min"), row.number_of("fine_max")
    if low is None and high is None:
        return None
    above = low is None or (fine > low if "fine_min" in row.exclusive else fine >= low)
    below = high is None or (fine < high if "fine_max" in row.exclusive else fine <= high)
    if not (above and below) and (row.number_of("multiple_min") or row.number_of("multiple_max")):
        return None
    return above and below


@check("legal.mitigation_grounded", title="减轻处罚有法定情形并写明理由")
def mitigation_grounded(case: View) -> Finding:
    """PO-L09 (assisted)."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on, fine = case.law_day(), case.amount("罚款金额")
    case.duty(on=on)
    if fine is None:
        return case.not_applicable("未处罚款")
    minimum = _quoted_minimum(case, paper)
    minimum = lowest(case, paper, on) if minimum is None else minimum
    stated = case.find(paper, r"(?<!从轻或者)(?<!从轻或)(?<!从轻、)减轻(?:行政)?处罚")
    if minimum is not None and fine >= minimum and not stated:
        return case.not_applicable(f"罚款不低于法定最低额{minimum:,f}元")
    if minimum is None and not stated:
        return case.unsure("法定罚款幅度未绑定，不能断定是否减轻处罚")
    if case.find(paper, GROUNDS):
        return case.passed("减轻处罚写明了法定情形，请审查是否成立")
    case.readable(paper)
    below = f"罚款{fine:,f}元低于法定最低额{minimum:,f}元" if minimum and fine < minimum else "决定减轻处罚"
    return case.failed(f"{below}，决定书未写明法定的减轻情形")


def _quoted_minimum(case: View, paper: Document) -> Decimal | None:
    """The floor of the statutory range where the decision quotes the penalty article word for word."""
    hit = case.find(
        paper, r"[“\"‘][^”\"’。]{4,120}处(?:以)?[^”\"’。,，]{1,14}以上[^”\"’。,，]{1,14}以下(?:的)?罚款"
    )
    if hit is None:
        return None
    start = hit.text.rfind("处")
    found = next(sums(hit.text[start:]), None)
    return found[0] if found and "倍" not in hit.text[start:] else None
