"""Inspections (行政检查): signatures of the record, the standard forms, the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from anjuan import Document, Finding, NeedsPerson, Record, View, check

from ..reading import missing_in, scanned
from .volume import FRAME, INDEX

SHEETS = ("行政检查记录", "现场检查笔录")
FORMS = ("行政检查审批表", "行政检查通知书", *SHEETS, "行政检查结果告知书", "复查记录")
OWN_FORMS = (
    r"税务|海关|公安|消防|烟草|海事|矿山安全|市场监督|生态环境|交通"  # ministries with forms of their own
)
FORMS_SINCE = date(2025, 5, 8)  # the ministry's basic forms for inspections, on trial
REFUSED = (
    r"拒绝签|拒签|拒不签|不(?:愿|肯|同意)签|未签(?:名|字)[^。;；]{0,10}(?:原因|因)"
    r"|无法签|见证人|不在场|未到场|现场无人|无人(?:在场|签)|张贴|留置"
)
PARTY = r"当事人|被检查|检查对象|负责人|在场|陪同|企业|单位|经营者|现场"
OFFICER = r"检查人员|执法人员|记录人|检查人(?!员)|承办"
OFFICER_NOT = r"被检查"
SIGN = r"签名|签字|签章|盖章|捺印"
# Boxes that every form of that kind has; presence only.
_OBJECT = ("检查对象", r"检查对象|被检查|当事人|单位|[一-龥)）]{4,}[:：]")
_MATTER = ("检查事项", r"事项|内容|检查")
_BASIS = ("检查依据", r"依据|根据|《")
_RESULT = ("检查结果", r"结果|情况|结论|发现")
BOXES = {
    "行政检查审批表": (_OBJECT, _MATTER, _BASIS, ("审批意见", r"意见|批准")),
    "行政检查通知书": (_OBJECT, _MATTER, _BASIS),
    "行政检查记录": (_OBJECT, ("检查时间", r"时间|日期|年"), ("检查人员", r"人员|检查人"), _RESULT),
    "行政检查结果告知书": (_RESULT,),
}


@check("documents.inspection_signed", title="检查记录由当事人和执法人员签名，拒签有注明", form=True)
def inspection_signed(case: View) -> Iterator[Finding]:
    """IN-D01: signatures are looked for on the picture; only what is surely blank is a fault."""
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    for sheet in sheets:
        try:
            finding = _signed(case, sheet)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (sheet,))
        if finding is not None:
            yield finding


def _signed(case: View, sheet: Document) -> Finding | None:
    """None for a record that both sides signed, or that says why one did not."""
    marks = case.records("签名", document=sheet)
    party = [one for one in marks if re.search(PARTY, one.text("field")) and not _of_officer(one)]
    officers = [one for one in marks if _of_officer(one)]
    lacking: list[str] = []
    unclear: list[str] = []
    if not case.find(sheet, REFUSED):
        _sort(case, sheet, party, ("当事人", PARTY), lacking, unclear)
    _sort(case, sheet, officers, ("执法人员", OFFICER), lacking, unclear)
    if lacking:
        case.readable(sheet)
        who = "、".join(lacking)
        note = "，也没有拒签的注明" if "当事人" in lacking else ""
        return case.failed(
            f"{sheet.title}没有{who}的签名{note}", at=[missing_in(sheet, one) for one in lacking]
        )
    if unclear:
        return case.unsure(f"{sheet.title}的{'、'.join(unclear)}签名为图像或者未读到，请核对", at=sheet)
    return None


def _of_officer(one: Record) -> bool:
    field = one.text("field")
    return bool(re.search(OFFICER, field)) and not re.search(OFFICER_NOT, field)


def _sort(
    case: View,
    sheet: Document,
    marks: list[Record],
    who: tuple[str, str],
    lacking: list[str],
    unclear: list[str],
) -> None:
    """Put a side among those whose signature is surely missing, or among those that nobody can tell."""
    name, pattern = who
    states = {one.text("state") for one in marks}
    if "有" in states:
        return
    if states == {"无"}:
        lacking.append(name)
        return
    if states:
        unclear.append(name)
        return
    printed = case.find(
        sheet,
        rf"(?:{pattern})[^。;；:：]{{0,10}}(?:签名|签字|签章|盖章)[^。;；:：]{{0,4}}[:：]?\s*[一-龥]{{2,4}}",
    )
    # A side that states something, with its name and a day behind it, has signed without a box that says so.
    stated = rf"(?:{pattern})[^。;；:：]{{0,10}}[:：][^:：]{{0,60}}?[一-龥]{{2,4}}\s*\d{{4}}\s*年\s*\d"
    if printed is not None or case.find(sheet, stated) is not None:
        return
    sides = [
        _side(case.text(sheet)[max(0, hit.start - 16) : hit.start]) for hit in case.find_all(sheet, SIGN)
    ]
    here = [side for side in sides if side in (name, "")]
    (unclear if here or scanned(sheet) else lacking).append(name)


def _side(label: str) -> str:
    """Whose box for a signature the words before it mean; empty where they do not tell."""
    last = re.split(r"[。;；:：\n]", label)[-1]
    if re.search(OFFICER, last) and not re.search(OFFICER_NOT, last):
        return "执法人员"
    return "当事人" if re.search(PARTY, last) else ""


@check("documents.inspection_form", title="使用规定的检查文书格式", form=True)
def inspection_form(case: View) -> Finding:
    """IN-D02 (assisted)."""
    papers = case.documents(*FORMS)
    if not papers:
        case.required(*FORMS)
    if _day(case) < FORMS_SINCE:
        return case.not_applicable("基本格式文本印发以前的检查")
    if re.search(OWN_FORMS, case.file.agency):
        return case.not_applicable("本行业另有检查文书格式")
    for paper in papers:
        text = case.text(paper)
        lacking = [name for name, pattern in BOXES.get(paper.kind, ()) if not re.search(pattern, text)]
        if lacking:
            case.readable(paper)
            return case.failed(f"{paper.title}没有{'、'.join(lacking)}栏目", at=paper)
    return case.passed("主要栏目齐全；行业另有格式的从其规定")


def _day(case: View) -> date:
    days = [fact.value for name in ("检查日期", "现场检查日期") for fact in case.facts(name)]
    known = [day.date() if isinstance(day, datetime) else day for day in days if isinstance(day, date)]
    known = known or [paper.date for paper in case.documents(*FORMS) if paper.date]
    return min(known) if known else case.date("决定日期")


@check("documents.inspection_filed", title="检查资料及时归档并有目录", form=True)
def inspection_filed(case: View) -> Finding:
    """IN-D03: papers kept as files of their own are no volume; one bound as a whole needs its index."""
    if case.documents(INDEX):
        case.document(INDEX)
        return case.passed("有卷内目录；是否及时归档请核对")
    body = [paper for paper in case.file.documents if paper.kind not in FRAME]
    if not case.documents(*FRAME):
        if scanned(*body):
            return case.unsure("没有识别到卷宗封面、目录和备考表，请核对")
        return case.not_applicable("电子案卷或者单份文书，没有装订成卷")
    pages = [page for paper in case.file.documents for page in paper.pages]
    if not scanned(*body) and (
        len({page.file for page in pages}) > 1 or any(page.page is None for page in pages)
    ):
        return case.not_applicable("逐件保存的电子案卷")
    like = [paper for paper in body if "目录" in paper.title]
    if like:
        return case.unsure(f"没有识别到卷内目录，{like[0].title}可能就是，请核对", at=like)
    case.document(INDEX)
    case.readable(*body)
    return case.failed("检查资料已经成卷，没有卷内目录", at=case.absent(INDEX))
