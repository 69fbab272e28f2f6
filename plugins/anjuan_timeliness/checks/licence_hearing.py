"""Licences: persons whose interests are touched, and hearings (利害关系人, 听证)."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Finding, NeedsPerson, View, check

from ..papers import day_of, days_of, stayed_away
from ..terms import days, trusted, zh
from .hearing import AGREED, CALL, RECORD, REPORT, REQUEST, last_day
from .licence_papers import GRANTS, REFUSAL, on_application, step_day, turned_away

_TOLD = (
    r"(?:告知|通知|送达|征求|听取|询问)(?:了)?[^。;]{0,20}(?:利害关系人|相邻|邻居|业主|权利人)"
    r"|(?:利害关系人|相邻(?:方|权人)|业主)[^。;]{0,30}(?:告知|意见|陈述|申辩|听证|异议|同意|签名)"
)
_INTEREST = r"利害关系人|(?:重大利益|重大影响)[^。;]{0,12}(?:关系|他人)|相邻权|他人(?:之间)?重大利益"
_NO_INTEREST = r"(?:不|未|无|没有)(?:直接)?(?:涉及|存在|影响|发现)?[^。;,]{0,8}(?:利害关系人|重大利益|他人)"
_POSTPONED = (
    r"(?:延期|推迟|暂缓|改期|延后)[^。;]{0,10}听证|听证[^。;]{0,10}(?:延期|推迟|暂缓|改期|延后|中止)|不可抗力"
)
_NOTICE = r"听证|利害关系|权利告知"
STATEMENTS = ("陈述申辩笔录", "陈述申辩复核意见书", "放弃陈述申辩声明", RECORD, REQUEST, REPORT)


@check("timeliness.licence_interested_told", title="许可直接关系他人重大利益的，告知并听取意见")
def licence_interested_told(case: View) -> Finding:
    """LI-P06 (assisted)."""
    named = tuple(dict.fromkeys(str(fact.value) for fact in case.facts("利害关系人")))
    if not named:
        return case.not_applicable("卷内没有利害关系人的记载，是否存在由评查人员判断")
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    if case.documents(*STATEMENTS):
        case.note(*case.documents(*STATEMENTS))
        return case.passed("卷内有陈述、申辩或者听证的材料")
    served = " ".join(f"{one.text('party')}{one.text('receiver')}" for one in case.records("送达"))
    if any(name in served for name in named):
        return case.passed("已向利害关系人送达文书")
    for paper in case.file.documents:
        told = [hit for hit in case.find_all(paper, _TOLD) if not re.search(r"应当|应|有权", hit.text)]
        if told:
            case.note(told[0])
            return case.passed("文书记载已告知利害关系人或者听取意见")
    for paper in case.file.documents:
        if hit := case.find(
            paper, r"公示期|批前公示|公示[^。;]{0,10}(?:意见|异议|现场)|征求[^。;]{0,12}意见"
        ):
            return case.unsure("文书记载曾公示或者征求意见，利害关系人是否知悉由评查人员判断", at=hit)
    return case.failed(
        f"文书提到利害关系人{'、'.join(named[:3])}，卷内没有告知和听取意见的材料", at=case.facts("利害关系人")
    )


@check(
    "timeliness.licence_hearing",
    title="依法应当听证的，告知并按期组织听证",
    params={
        "ask": "licence.hearing_request",
        "hold": "licence.hearing_held",
        "notice": "licence.hearing_notice",
    },
)
def licence_hearing(case: View) -> Finding:
    """LI-P07."""
    if not on_application(case) or turned_away(case):
        return case.not_applicable("没有依申请作出许可决定")
    asked, held = trusted(case, "听证申请日期"), days(case, "听证日期")
    if not held and not case.documents(RECORD) and asked is None and not case.documents(REQUEST):
        return _none_asked(case)
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    if held or case.documents(RECORD):
        return _held_rightly(case, asked, held)
    return _not_held(case, asked)


def _none_asked(case: View) -> Finding:
    """No hearing was asked for or held: the question arises only where others' interests are at stake."""
    named = case.facts("利害关系人")
    papers = [paper for paper in case.file.documents if paper.kind not in ("许可证件", "卷内目录")]
    said = next(
        (
            hit
            for paper in papers
            if (hit := case.find(paper, _INTEREST)) and not case.find(paper, _NO_INTEREST)
        ),
        None,
    )
    if not named and said is None:
        case.document(REQUEST, RECORD)
        return case.not_applicable("没有法定听证事项和他人重大利益的记载，也没有人申请听证")
    if any("听证" in one.text("paper") for one in case.records("送达")):
        return case.passed("已告知听证权利，没有人申请听证")
    return case.unsure(
        "是否直接涉及他人重大利益、应否告知听证权利，由评查人员判断", at=[*named, *([said] if said else [])]
    )


def _told_on(case: View) -> date | None:
    """The day on which the right to a hearing was told."""
    served = sorted(
        day
        for one in case.records("送达")
        if re.search(_NOTICE, one.text("paper")) and "通知书" not in one.text("paper")
        if (day := day_of(one, "received"))
    )
    return served[0] if served else (days_of(case.facts("告知送达日期")) or (None,))[0]


def _not_held(case: View, asked: date | None) -> Finding:
    if stayed_away(case) or any(
        case.find(paper, r"撤回[^。]{0,6}听证|放弃听证") for paper in case.documents(REQUEST)
    ):
        return case.not_applicable("听证申请已经撤回")
    if asked is None:
        return case.unsure("有听证申请书，但未读到申请日期")
    decided = trusted(case, "决定日期")
    if decided is None:
        return case.unsure(f"{zh(asked)}申请听证，尚未读到许可决定，由评查人员判断")
    told = _told_on(case)
    due = case.deadline("ask", start=told) if told else None
    if told and due and asked > due:
        return case.not_applicable(f"听证申请于{zh(asked)}提出，已过{zh(due)}届满的期限")
    if told is None:
        return case.unsure(f"{zh(asked)}申请听证而没有举行；未读到告知听证权利的日期，是否按期由评查人员判断")
    case.document(RECORD)
    return case.failed(
        f"{zh(asked)}按期申请听证，没有举行听证即于{zh(decided)}作出许可决定",
        at=(*case.facts("听证申请日期"), *case.absent(RECORD)),
    )


def _held_rightly(case: View, asked: date | None, held: tuple[date, ...]) -> Finding:
    if not held:
        raise NeedsPerson("有听证笔录，但未读到听证日期")
    on, decided = held[-1], trusted(case, "决定日期")
    if decided and decided < on:
        what = case.documents(*GRANTS, REFUSAL)
        return case.failed(
            f"许可决定于{zh(decided)}作出，早于{zh(on)}的听证", at=(*what, *case.facts("听证日期"))
        )
    if asked is not None:
        due = case.deadline("hold", start=asked)
        put_off = [hit for paper in case.file.documents if (hit := case.find(paper, _POSTPONED))]
        if due and held[0] > due and put_off:
            return case.unsure(f"听证应于{zh(due)}前组织，文书记载曾延期，原因请核对", at=put_off)
        if due and held[0] > due:
            return case.failed(
                f"{zh(asked)}申请听证，应于{zh(due)}前组织听证，实际为{zh(held[0])}",
                at=(*case.facts("听证申请日期"), *case.facts("听证日期")),
            )
    return _noticed(case, held[0])


def _noticed(case: View, on: date) -> Finding:
    """Time and place of the hearing told seven working days before."""
    served = sorted(
        day
        for one in case.records("送达")
        if "听证通知" in one.text("paper") and (day := day_of(one, "received"))
    )
    told = served[0] if served else trusted(case, "听证通知日期")
    if told is None:
        return case.unsure("举行了听证，未读到听证通知书的日期")
    term = case.param("notice", on=told)
    if term is None or term.value is None:
        return case.not_applicable("当时没有听证通知期限的规定")
    enough = case.working_days(told, on) >= term.value
    if enough and served:
        return case.passed()
    if enough:
        return case.unsure(f"听证通知书于{zh(told)}作出，未读到送达日期")
    if any(case.find(paper, AGREED) for paper in case.documents(RECORD, REQUEST, "送达回证", CALL)):
        return case.passed("申请人书面同意提前举行听证")
    last = last_day(case, on, int(term.value), term.unit)
    return case.failed(
        f"听证通知书于{zh(told)}{'送达' if served else '作出'}，听证于{zh(on)}举行，应不晚于{zh(last)}通知",
        at=(*case.documents(CALL), *case.facts("听证日期")),
    )
