"""Legal review of decisions (法制审核)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from anjuan import Document, Finding, NeedsPerson, Row, View, check

from ..catalogues import major
from ..papers import REVIEWS, heard, investigators, kinds, namesakes, no_penalty, reported
from ..terms import NEW_LAW, zh

FIRST_DUTY = date(2018, 1, 1)  # 行政处罚法 (2017 amendment): review before the head decides
REFUSED = r"不同意|不通过|不予通过|未通过|退回|补充调查|建议(?:纠正|改正|补正)|不予支持"
PASSED = r"同意|通过|无(?:不同)?意见|没有意见|无异议|合法(?:、?适当)?|符合|可行|予以支持"
COMPLEX = (
    r"(?<!不属于)(?<!不涉及)(?<!不存在)(?<!无)"
    r"(?:疑难复杂|案情(?:重大、?)?复杂|情节复杂|重大公共利益|涉及多个法律关系)"
)
NO_QUALIFICATION = r"无|没有|未取得|不具备|未通过|否|未持有"


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a review does not serve; `certain` is False where only a person can tell."""

    reason: str
    certain: bool = True


@check("timeliness.reviewer_independent", title="法制审核人员不是本案调查人员")
def reviewer_independent(case: View) -> Finding:
    """PO-P04."""
    review = case.document(*REVIEWS)
    if review is None:
        return case.not_applicable("本案没有作法制审核")
    if case.duty(on=_review_day(case, review) or case.date("决定日期")) is None:
        return case.not_applicable("审核时法律没有法制审核的规定")
    reviewers = _reviewers(case)
    known = investigators(case)
    for name in reviewers:
        if name not in known and not reported(case, name):
            continue
        message = f"法制审核人员{name}同时是本案调查人员"
        if namesakes(case, name):
            return case.unsure(f"{message}的姓名（执法证件台账有同名人员），请人工核对")
        return case.failed(message)
    if not known:
        return case.unsure("未读到调查人员姓名，无法比对")
    return case.passed()


@check("timeliness.legal_review_passed", title="应当法制审核的案件在决定前审核通过")
def legal_review_passed(case: View) -> Finding:
    """PO-P05."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    decided = case.date("决定日期")
    if case.duty(on=decided) is None:
        return case.not_applicable("决定时法律没有法制审核的规定")
    hearing = heard(case)
    lack = _shortcoming(case, decided, hearing)
    if lack is None:
        return case.passed()
    if decided < NEW_LAW:
        return case.unsure(f"{lack.reason}；当时法律没有列明应当审核的案件，由评查人员判断")
    if hearing is None:
        due = review_due(case, decided)
        if due is None:
            return case.unsure(f"{lack.reason}；是否属于应当审核的案件，由评查人员判断")
        if not due:
            return case.not_applicable("不属于应当法制审核的案件")
    return case.failed(lack.reason) if lack.certain else case.unsure(f"{lack.reason}，请人工查看")


def review_due(case: View, decided: date) -> bool | None:
    """Whether the list of major decisions asks for a review; None where that is a question for a person."""
    listed = major(case, kinds(case), case.amount("罚款金额"), decided)
    if listed is False and _complex(case):
        return None
    return listed


def _shortcoming(case: View, decided: date, hearing: date | None) -> Lack | None:
    """Why no review serves; None when one does."""
    if case.document(*REVIEWS) is None:
        return Lack("作出决定前没有法制审核意见")
    lacks = [_lack(case, paper, decided, hearing) for paper in case.documents(*REVIEWS)]
    if None in lacks:
        return None
    return next((one for one in lacks if one and not one.certain), lacks[0])


def _lack(case: View, paper: Document, decided: date, hearing: date | None) -> Lack | None:
    day = _review_day(case, paper)
    if day is None:
        return Lack("未读到法制审核日期", certain=False)
    if day > decided:
        return Lack(f"法制审核于{zh(day)}作出，晚于{zh(decided)}的处罚决定")
    if hearing and day < hearing:
        return Lack(f"法制审核于{zh(day)}作出，{zh(hearing)}听证后没有再次审核")
    if hearing and day == hearing:
        return Lack(f"法制审核与听证同在{zh(day)}，先后不明", certain=False)
    opinion = " ".join(str(fact.value) for fact in case.facts("法制审核意见", document=paper))
    if re.search(REFUSED, opinion):
        return Lack(f"法制审核意见为“{opinion[:40]}”，是否审核通过不明", certain=False)
    return None if re.search(PASSED, opinion) else Lack("未读到法制审核的结论", certain=False)


def _review_day(case: View, paper: Document) -> date | None:
    return case.optional_date("法制审核日期", document=paper)


def _complex(case: View) -> bool:
    papers = case.documents("集体讨论记录", "案件调查终结报告", "行政处罚决定审批表", *REVIEWS)
    return any(case.find(paper, COMPLEX) for paper in papers)


@check("timeliness.reviewer_qualified", title="初次从事法制审核的人员具有法律职业资格")
def reviewer_qualified(case: View) -> Finding:
    """PO-P06."""
    review = case.document(*REVIEWS)
    if review is None:
        return case.not_applicable("本案没有作法制审核")
    day = _review_day(case, review) or case.date("决定日期")
    if case.duty(on=day) is None:
        return case.not_applicable("审核时法律没有法律职业资格的规定")
    lacking, started = [], []
    for name in _reviewers(case):
        row = _reviewer_row(case, name, day)
        begun = row.date("first_from")
        if begun is None:
            return case.unsure(f"台账没有{name}初次从事审核的日期")
        if begun < FIRST_DUTY:
            continue
        started.append(name)
        if not row.text("qualification"):
            return case.unsure(f"台账没有{name}的法律职业资格记录")
        if re.fullmatch(rf"(?:{NO_QUALIFICATION})(?:.{{0,8}})", row.text("qualification")):
            lacking.append(f"{name}（{zh(begun)}起从事审核）")
    if lacking:
        return case.failed(f"审核人员没有法律职业资格：{'、'.join(lacking)}")
    return case.passed() if started else case.not_applicable("审核人员在2018年1月1日前已从事审核")


def _reviewer_row(case: View, name: str, on: date) -> Row:
    found = [row for row in case.listed("legal_reviewers", on=on) if row.text("name") == name]
    if len(found) != 1:
        raise NeedsPerson(f"台账 legal_reviewers 中{'没有' if not found else '有多条'}{name}的记录")
    case.note(found[0])
    return found[0]


def _reviewers(case: View) -> tuple[str, ...]:
    texts = [re.sub(r"\([^()]*\)", "", str(fact.value)) for fact in case.facts("法制审核人")]
    names = [name.strip() for text in texts for name in re.split(r"[、,，;；/\s]+", text)]
    if not any(names):
        raise NeedsPerson("未读到法制审核人员姓名")
    return tuple(dict.fromkeys(name for name in names if name))
