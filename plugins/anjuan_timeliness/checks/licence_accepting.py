"""Licences, the beginning: receipt of the material, correction, acceptance (收件, 补正, 受理)."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz import fuzz

from anjuan import Document, Evidence, Fact, Finding, NeedsPerson, Record, View, check

from ..terms import days, trusted, zh
from .licence_papers import (
    ACCEPTED,
    APPLICATION,
    CORRECTION,
    DAY,
    GRANTS,
    LISTED,
    NOT_ACCEPTED,
    RECEIPT,
    REFUSAL,
    at_once,
    dated,
    on_application,
    online,
    received,
    step_day,
)

SAME_MATERIAL = 80  # rapidfuzz ratio from which two names are one material
_AGAIN = (
    r"重新(?:提交|提供|出具|修改)|仍(?:不|未|需|然)|补正后|修改后|(?:变更|增加|新增)[^。;]{0,10}(?:申请|事项)"
)
_ACCEPTING = r"(?:予以|决定|现予|准予|同意)受理|受理(?:日期|时间|编号|号|人|通知|回执)"
_SCAN = "ocr"
_ANY_DAY = rf"{DAY}|[二一][〇零○一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日"


@check("timeliness.licence_receipt", title="收到材料出具凭证并注明日期")
def licence_receipt(case: View) -> Finding:
    """LI-P01."""
    if not on_application(case):
        return case.not_applicable("不是依申请办理的事项")
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    if received(case) is not None:
        return case.passed()
    if online(case) or at_once(case):
        return case.not_applicable("网上办理或者当场决定，有系统记录")
    slip = case.document(RECEIPT)
    if slip is not None:
        return _undated(case, slip)
    accepted, asked = trusted(case, "受理日期"), trusted(case, "申请日期")
    if accepted and accepted == asked:
        return case.passed("申请当日受理，受理凭证注明日期")
    if asked is None or accepted is None:
        return case.unsure("没有收件凭证，申请或者受理的日期未读到，收到材料的日期由评查人员判断")
    if case.documents(ACCEPTED):  # the applicant dates the form itself, and may have brought it in later
        return case.unsure(
            f"申请书写明{zh(asked)}，{zh(accepted)}受理，没有收件凭证；是否当日收到当日受理由评查人员判断"
        )
    return case.failed(
        f"{zh(asked)}申请，{zh(accepted)}受理，卷内没有注明收到材料日期的凭证",
        at=(*case.facts("申请日期"), *case.absent(RECEIPT)),
    )


def _undated(case: View, slip: Document) -> Finding:
    if case.find(slip, _ANY_DAY):
        return case.unsure("收件凭证上有日期，是否为收到材料的日期由评查人员判断", at=slip)
    case.readable(slip)
    if any(page.read.startswith(_SCAN) for page in slip.pages):
        return case.unsure("收件凭证未读到日期，可能为手写", at=slip)
    return case.failed("收件凭证没有注明收到材料的日期", at=slip)


@check(
    "timeliness.licence_correction",
    title="补正在五个工作日内一次性告知",
    params={"days": "licence.correction"},
)
def licence_correction(case: View) -> Finding:
    """LI-P02."""
    notices = _distinct(case.documents(CORRECTION))
    told = dated(case, "补正告知日期", CORRECTION)
    if not notices and not told:
        case.document(CORRECTION)
        return case.not_applicable("没有要求补正")
    again = _asked_again(case, notices) if len(notices) > 1 else None
    if again is not None and case.param("days", on=step_day(case)) is not None:
        return case.failed(again, at=notices)
    if not told:
        return case.unsure("有补正告知书，但未读到告知日期", at=notices)
    late = _told_late(case, told[0])
    if late is not None:
        return late
    if len(notices) > 1:
        return case.unsure("两次发出补正告知书，第二次所列材料是否首次即应告知，由评查人员判断", at=notices)
    return case.passed()


def _distinct(notices: tuple[Document, ...]) -> tuple[Document, ...]:
    """A second copy of one notice is the same notice."""
    found: dict[tuple[str, date | None], Document] = {}
    for paper in notices:
        found.setdefault((paper.number or "", paper.date), paper)
    return tuple(found.values())


def _asked_again(case: View, notices: tuple[Document, ...]) -> str | None:
    """What a later notice asks for that the first did not; None where nothing new was read."""
    ordered = sorted(notices, key=lambda paper: paper.date or date.max)
    if any(paper.date is None for paper in ordered):
        return None
    case.readable(ordered[0])
    first, text = _materials(case, ordered[0]), re.sub(r"\s", "", case.text(ordered[0]))
    for later in ordered[1:]:
        if case.find(later, _AGAIN):
            continue
        new = [one for one in _materials(case, later) if one not in text and not _known(one, first)]
        if new:
            before, after = ordered[0].date or date.max, later.date or date.max
            return f"{zh(before)}已告知补正，{zh(after)}又要求补正首次没有告知的{'、'.join(new)}"
    return None


def _materials(case: View, notice: Document) -> tuple[str, ...]:
    found = (re.sub(r"[\s《》]", "", str(fact.value)) for fact in case.facts("补正材料", document=notice))
    return tuple(dict.fromkeys(one for one in found if one))


def _known(one: str, first: tuple[str, ...]) -> bool:
    bare = re.sub(r"\([^()]*\)|复印件|原件|扫描件", "", one)
    return any(bare in other or other in one or fuzz.ratio(one, other) >= SAME_MATERIAL for other in first)


def _told_late(case: View, told: date) -> Finding | None:
    came = received(case) or trusted(case, "申请日期")
    if came is None:
        return case.unsure("未读到收到材料的日期，不能判断补正是否按期告知")
    due = case.deadline("days", start=came)
    if due is None:
        return case.not_applicable("收到材料时行政许可法尚未施行")
    if told < came:
        return case.unsure(f"补正告知日期{zh(told)}早于收到材料日期{zh(came)}，请核对")
    if told <= due:
        return None
    if came in days(case, "受理日期"):
        return case.passed("逾期告知补正，已自收到材料之日起受理")
    if received(case) is None:  # the applicant's own date says nothing of the receipt
        return case.unsure(
            f"申请书写明{zh(came)}，{zh(told)}告知补正；何时收到材料未读到，由评查人员判断",
            at=case.facts("补正告知日期"),
        )
    return case.failed(
        f"{zh(came)}收到材料，应于{zh(due)}前一次告知补正，实际为{zh(told)}，没有自收到之日起受理",
        at=(*case.facts("收件日期"), *case.facts("补正告知日期"), *case.documents(CORRECTION)),
    )


@check("timeliness.licence_acceptance", title="受理或者不予受理出具加盖专用印章的书面凭证")
def licence_acceptance(case: View) -> Finding:
    """LI-P03."""
    if not on_application(case):
        return case.not_applicable("不是依申请办理的事项")
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    if not case.documents(ACCEPTED, NOT_ACCEPTED):
        return _no_notice(case)
    papers = case.documents(ACCEPTED, NOT_ACCEPTED)
    undated = next((answer for paper in papers if (answer := _no_day(case, paper))), None)
    return undated or _sealed(case, papers)


def _no_notice(case: View) -> Finding:
    if at_once(case):
        return case.not_applicable("当场作出许可决定")
    if not case.documents(*GRANTS, REFUSAL) or not case.documents(APPLICATION, RECEIPT):
        return case.unsure("卷内没有受理凭证，是否为完整的许可案卷由评查人员判断")
    absent: list[Fact | Evidence | Document]
    absent = [*case.absent(ACCEPTED)]
    case.document(ACCEPTED, NOT_ACCEPTED)
    joint = [paper for paper in case.file.documents if "受理" in paper.title]
    said = any(case.find(paper, _ACCEPTING) for paper in case.documents(RECEIPT, LISTED))
    served = any("受理" in one.text("paper") for one in case.records("送达"))
    if joint or said or served or online(case):
        return case.unsure("没有单独的受理通知书，受理凭证由评查人员判断", at=joint)
    return case.failed("作出许可决定前没有注明日期的受理凭证", at=absent)


def _no_day(case: View, paper: Document) -> Finding | None:
    """None where the notice bears the day on which it was given."""
    names = ("受理日期", "不予受理日期")
    text = re.sub(r"\s", "", case.text(paper))
    blank = re.search(r"(?<![\d〇零○一二三四五六七八九十])年月日", text)
    if any(case.facts(name, document=paper) for name in names):
        return None
    if not blank and re.search(_ANY_DAY, text[-60:]):
        return None
    if re.search(rf"受理(?:日期|时间)[:]?(?:{_ANY_DAY})|(?:{_ANY_DAY})(?:起)?(?:予以|决定)?受理", text):
        return None
    case.readable(paper)
    if any(page.read.startswith(_SCAN) for page in paper.pages):
        return case.unsure(f"{paper.title}未读到日期，可能为手写", at=paper)
    if not blank and (paper.date or re.search(_ANY_DAY, text)):
        return case.unsure(f"{paper.title}有日期，是否为受理的日期由评查人员判断", at=paper)
    return case.failed(f"{paper.title}没有注明日期", at=paper)


def _sealed(case: View, papers: tuple[Document, ...]) -> Finding:
    """The special seal is an image: only a seal that was seen is one, its absence is for a person."""
    for paper in papers:
        try:
            marks = case.facts("印章", document=paper)
        except NeedsPerson:
            marks = ()
        states = {fact.value.text("state") for fact in marks if isinstance(fact.value, Record)}
        if "有" not in states:
            return case.unsure(f"{paper.title}注明了日期，专用印章未能识别，请看图像", at=paper)
    return case.passed()
