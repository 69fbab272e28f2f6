"""Kinds of penalty, decisions not to punish, and a second fine for one act."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from anjuan import Cited, Finding, NeedsPerson, Row, View, check

from ..kinds import LETTERS, letters_of
from ..reading import PROCEDURAL, Norm, act_ended, citation, decision, earliest_act, no_decision, norms

NEW_LAW = date(2021, 7, 15)
NOT_PUNISHED = "不予行政处罚决定书"
TAKEN = {"得", "物"}  # laws and decisions do not keep the two confiscations apart in their words
_GROUNDS = (
    r"轻微[^。]{0,40}(?:改正|纠正)|没有造成[^。]{0,12}(?:危害|后果)|未造成[^。]{0,12}(?:危害|后果)|初次违法|首次违法|首违"
    r"|没有主观过错|无主观过错|违法事实(?:不能|不)成立|证据不足|不满十四周岁|未满十四周岁|精神病|智力残疾|不能辨认"
    r"|(?:免予|免于|不予)(?:行政)?处罚(?:的)?(?:事项)?清单|免罚(?:清单|事项)|首违不罚|后果轻微|十四周岁"
    r"|(?:超过|已过|逾)[^。]{0,12}(?:追责|追究|处罚)?时效|二年内未被发现|两年内未被发现|第三十[0-3]条|第三十六条|第二十[5-7]条"
)
_EDUCATED = r"教育|告诫|训诫|劝导|约谈|批评|普法|提醒|指导"


@check("legal.kind_provided", title="处罚种类为所引条款所规定")
def kind_provided(case: View) -> Finding:
    """PO-L06 (assisted)."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.date("决定日期")
    case.duty(on=on)
    imposed = {str(fact.value): fact for fact in case.facts("处罚种类")}
    if not imposed:
        raise NeedsPerson("未读到处罚种类")
    listed = list(norms(case, ("处罚依据",), on))
    own = [norm for norm in listed if not any(word in norm.cited.law for word in PROCEDURAL)]
    if not own:
        raise NeedsPerson("未读到处罚依据的条款")
    days = _days(case, on)
    found = [letters_of(norm.title, norm.cited, days, case) for norm in own]
    if None in found:
        raise NeedsPerson("所引处罚条款的文本未绑定，或者指引到其他条款")
    letters = set("".join(one or "" for one in found))
    letters |= TAKEN if letters & TAKEN else set()
    missing = [kind for kind in imposed if LETTERS.get(kind, "") not in letters]
    if not missing:
        return case.passed()
    further = [
        fact for fact in case.facts("引用法条", document=paper) if (c := citation(fact)) and _other(c, own)
    ]
    if further:
        return case.unsure(
            f"所读处罚依据没有规定{'、'.join(missing)}，决定书另引有{further[0].value}，请核对", at=further
        )
    cited = "、".join(str(norm.cited) for norm in own)
    return case.failed(
        f"{cited}没有规定{'、'.join(missing)}",
        at=[*(imposed[one] for one in missing), *(n.fact for n in own)],
    )


def _other(cited: Cited, own: list[Norm]) -> bool:
    """True for a citation of substance that is none of the provisions read as the basis."""
    known = {(norm.cited.law, norm.cited.article) for norm in own}
    return (cited.law, cited.article) not in known and not any(word in cited.law for word in PROCEDURAL)


def _days(case: View, on: date) -> tuple[date, ...]:
    paper = case.required("行政处罚决定书", "当场行政处罚决定书")
    try:
        first, last = act_ended(case)
    except NeedsPerson:
        first, last = earliest_act(case, paper), None
    return tuple(dict.fromkeys(day for day in (on, last, first) if day))


@check("legal.no_penalty_grounds", title="不予处罚符合法定情形，并有教育记录")
def no_penalty_grounds(case: View) -> Finding:
    """PO-L10 (assisted)."""
    papers = case.documents(NOT_PUNISHED)
    if not papers:
        return case.not_applicable("没有作出不予处罚决定")
    on = case.optional_date("决定日期") or papers[0].date
    if on is None:
        raise NeedsPerson("未读到不予处罚决定的日期")
    case.duty(on=on)
    if not case.find(papers[0], _GROUNDS):
        case.readable(papers[0])
        return case.failed("不予处罚决定书没有写明不予处罚的法定情形", at=papers[0])
    if on < NEW_LAW or re.search(r"事实(?:不能|不)成立|证据不足", case.text(papers[0])):
        return case.passed("写明了不予处罚的情形；情形是否成立请审查")
    everything = case.file.documents
    if any(case.find(paper, _EDUCATED) for paper in everything if paper.kind not in ("卷宗封面", "卷内目录")):
        return case.passed("写明了不予处罚的情形，并有教育的记载；情形是否成立请审查")
    case.readable(*papers)
    return case.failed("不予处罚，卷内没有对当事人教育的记载", at=papers[0], milder=True)


@check("legal.one_fine", title="同一违法行为未给予两次以上罚款")
def one_fine(case: View) -> Finding:
    """PO-L11 (assisted)."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.date("决定日期")
    case.duty(on=on)
    if case.amount("罚款金额") is None:
        return case.not_applicable("未处罚款")
    known = _others(case)
    if not known:
        return case.not_applicable("台账中没有对该当事人的其他处罚决定")
    first, last = act_ended(case)
    act = last or first
    if act is None:
        raise NeedsPerson("未读到违法行为日期")
    others = [row for row in known if (day := row.date("decided")) and act <= day <= on]
    if not others:
        return case.passed("台账中该当事人的其他处罚决定不在违法行为之后、本决定之前")
    return case.failed(
        f"违法行为之后，该当事人另有处罚决定（{others[0].text('case')}），是否为同一违法行为请核对", at=others
    )


def _others(case: View) -> list[Row]:
    """Published decisions on the same party under another number."""
    rows = case.register("publications")
    parties = {_plain(str(fact.value)) for fact in case.facts("当事人")}
    own = {_plain(case.file.case), *(_plain(paper.number or "") for paper in case.file.documents)}
    return [
        row for row in rows if _plain(row.text("party")) in parties and _plain(row.text("case")) not in own
    ]


@lru_cache(4096)  # the rows of a register come by in every case file
def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
