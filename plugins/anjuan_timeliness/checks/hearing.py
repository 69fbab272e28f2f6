"""Hearings (听证)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from anjuan import Document, Finding, NeedsPerson, View, check

from ..catalogues import THRESHOLDS, hearing_right
from ..papers import (
    NOTICE,
    heard,
    investigators,
    namesakes,
    no_penalty,
    proposed,
    received,
    reported,
    stayed_away,
)
from ..terms import days, end_of, law_day, trusted, yuan, zh

REQUEST, CALL, RECORD, REPORT = "听证申请书", "听证通知书", "听证笔录", "听证报告"
AGREED = (
    r"(?:同意|自愿|要求|请求).{0,15}(?:提前|缩短).{0,12}(?:听证|期限|通知)"
    r"|(?:放弃|不要求).{0,12}(?:七|7)(?:个工作)?日.{0,12}(?:通知|期限|权利)|放弃.{0,8}(?:听证通知|通知)期限"
)


@check(
    "timeliness.hearing_right_told",
    title="拟处罚达到听证标准的，已告知听证权利",
    params=THRESHOLDS,
)
def hearing_right_told(case: View) -> Finding:
    """PO-P11."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    notices = case.documents(NOTICE)
    case.duty(on=law_day(case))
    if _told(case, notices):
        return case.passed()
    on = _proposed_on(case, notices)
    kinds, fine = proposed(case)
    if not kinds and fine is None:
        return case.unsure("未读到拟处罚的种类和数额")
    right = hearing_right(case, kinds, fine, on)
    if right is False:
        return case.not_applicable("拟处罚没有达到听证标准")
    if right is None:
        return case.unsure("告知书没有告知听证权利，拟处罚是否达到听证标准由评查人员判断")
    if case.document(NOTICE) is None:
        return case.unsure("拟处罚达到听证标准，但卷内没有告知书，不能判断是否告知听证权利")
    case.facts("告知听证权")  # raises where the notice was not read clearly
    case.readable(*notices)
    what = [kind for kind in kinds if kind != "罚款"] + ([f"罚款{yuan(fine)}"] if fine is not None else [])
    return case.failed(f"拟处罚（{'、'.join(what)}）达到听证标准，告知书没有告知听证权利")


def _told(case: View, notices: tuple[Document, ...]) -> bool:
    if any(case.find(paper, "听证") for paper in (*notices, *case.documents(RECORD))):
        return True
    try:
        return any(fact.value is True for fact in case.facts("告知听证权"))
    except NeedsPerson:
        return False


def _proposed_on(case: View, notices: tuple[Document, ...]) -> date:
    try:
        told = days(case, "告知日期") or tuple(paper.date for paper in notices if paper.date)
    except NeedsPerson:
        told = ()
    return told[-1] if told else law_day(case)


@check(
    "timeliness.hearing_held",
    title="当事人依法要求听证的，已组织听证",
    params={"term": "penalty.hearing_request", **THRESHOLDS},
)
def hearing_held(case: View) -> Finding:
    """PO-P12."""
    asked = trusted(case, "听证申请日期")
    if asked is None and case.document(REQUEST) is None:
        return case.not_applicable("当事人没有要求听证")
    case.duty(on=asked or case.date("决定日期"))
    if case.documents(RECORD) or case.facts("听证日期"):
        return case.passed()
    if stayed_away(case):
        return case.not_applicable("当事人撤回听证申请或者没有参加听证")
    if asked is None:
        return case.unsure("有听证申请书，但未读到申请日期")
    served = [day for day in days(case, "告知送达日期") if day <= asked]
    if not served:
        return case.unsure("未读到告知书的送达日期，不能判断听证申请是否按期提出")
    end = end_of(case, "term", served[-1])
    if end and asked > end.late:
        return case.not_applicable(f"听证申请于{zh(asked)}提出，已过{zh(end.late)}届满的期限")
    if end is None or asked > end.early:
        return case.unsure(f"听证申请于{zh(asked)}提出，是否在期限内由评查人员判断")
    if not hearing_right(case, *proposed(case), served[-1]):
        return case.unsure("当事人要求听证而没有举行；是否达到听证标准由评查人员判断")
    return case.failed(f"当事人于{zh(asked)}按期要求听证，没有举行听证即作出处罚决定")


@check(
    "timeliness.hearing_notice_in_time",
    title="听证七个工作日前通知时间、地点",
    params={"days": "hearing.notice"},
)
def hearing_notice_in_time(case: View) -> Finding:
    """PO-P13."""
    on = heard(case)
    if on is None:
        return case.not_applicable("没有举行听证")
    served = received(case, "听证通知")
    told = served[0] if served else trusted(case, "听证通知日期")
    if told is None:
        return case.unsure("未读到听证通知书的送达日期")
    term = case.param("days", on=told)
    if term is None or term.value is None:
        return case.not_applicable("当时没有听证通知期限的规定")
    working, calendar = case.working_days(told, on) >= term.value, (on - told).days >= term.value
    if working and served:
        return case.passed()
    papers = case.documents(RECORD, REQUEST, "送达回证", "放弃陈述申辩声明")
    if any(case.find(paper, AGREED) for paper in papers):
        return case.passed("当事人书面同意提前举行听证")
    what = "送达" if served else "作出"
    message = f"听证通知书于{zh(told)}{what}，听证于{zh(on)}举行"
    if working:
        return case.unsure(f"{message}；未读到送达日期")
    if term.unit == "日" and calendar:
        return case.unsure(f"{message}；按日历日已满{term.value}日，按工作日不足")
    last = last_day(case, on, int(term.value), term.unit)
    return case.failed(
        f"{message}，应不晚于{zh(last)}通知，不足{term.value}{'个工作日' if term.unit == '工作日' else '日'}"
    )


def last_day(case: View, on: date, count: int, unit: str) -> date:
    """The last day on which a step `count` days before `on` is in time."""
    if unit != "工作日":
        return on - timedelta(days=count)
    day = on - timedelta(days=count)
    while case.working_days(day, on) < count:
        day -= timedelta(days=1)
    return day


@check("timeliness.hearing_host_and_record", title="听证由非本案调查人员主持，有笔录并依笔录决定")
def hearing_host_and_record(case: View) -> Finding:
    """PO-P14."""
    if not case.documents(RECORD, REPORT) and not case.facts("听证日期"):
        if case.documents(CALL) and not stayed_away(case):
            return case.unsure("有听证通知书，没有读到听证笔录，是否举行听证由评查人员判断")
        return case.not_applicable("没有举行听证")
    on = heard(case)
    decided = case.date("决定日期")
    case.duty(on=on or decided)
    if stayed_away(case) and not case.documents(REPORT):
        return case.not_applicable("当事人没有参加听证，听证终止")
    record = case.document(RECORD)
    if record is None:
        return case.failed("举行了听证而卷内没有听证笔录")
    if on and decided < on:
        return case.failed(f"处罚决定于{zh(decided)}作出，早于{zh(on)}的听证")
    return _host(case, record)


def _host(case: View, record: Document) -> Finding:
    names = [
        name
        for fact in case.facts("听证主持人")
        for name in re.split(r"[、,，;；/\s]+", str(fact.value))
        if name
    ]
    if not names:
        return case.unsure("未读到听证主持人姓名", at=record)
    known = investigators(case)
    for name in names:
        if name in known or reported(case, name):
            message = f"听证主持人{name}是本案调查人员"
            return (
                case.unsure(f"{message}的同名人员，请人工核对")
                if namesakes(case, name)
                else case.failed(message)
            )
    if not case.find(record, r"签名|签字|签章|盖章|捺印|拒绝签"):
        return case.unsure("听证笔录上没有识别出签名", at=record)
    return case.passed() if known else case.unsure("未读到调查人员姓名，无法与听证主持人比对")
