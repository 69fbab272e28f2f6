"""Inspections (行政检查): duties of the 2019 opinion of Jiangmen: random draw, recordings, publication."""

from __future__ import annotations

import re
from datetime import timedelta

from anjuan import Finding, View, check

from ..ledger import covers_days, own_rows
from .inspection import COMPLAINT, FORM, NOTICE, SHEETS, inspected_on, ways

DRAW = "抽取记录"
RANDOM = r"双随机|随机抽查|随机抽取"
DRAWN = r"抽取(?:记录|结果|名单)|摇号|随机抽取[^。；;]{0,30}(?:对象|人员)|从[^。；;]{2,20}(?:名录|库)[^。；;]{0,10}(?:抽取|抽中)"
LISTED = "音像记录"
INSPECTION = r"检查|勘验"
SECRET = r"国家秘密|商业秘密|个人隐私|不(?:予|宜)公开"
A_MONTH = timedelta(days=31)  # the opinion sets no term: silence counts once the ledger went on for a month


@check("timeliness.inspection_drawn", title="计划检查有双随机抽取记录")
def inspection_drawn(case: View) -> Finding:
    """IN-P03 (overlay)."""
    if case.duty(on=inspected_on(case)) is None:
        return case.not_applicable("检查时没有本项要求")
    said = ways(case)
    if re.search(COMPLAINT, said):
        return case.not_applicable("因投诉举报、线索或者重点监管进行的检查")
    papers = case.documents(FORM, NOTICE, *SHEETS)
    random = re.search(RANDOM, said) or any(case.find(paper, RANDOM) for paper in papers)
    if not random:
        if any(case.find(paper, COMPLAINT) for paper in papers):
            return case.not_applicable("因投诉举报、线索或者重点监管进行的检查")
        way = f"检查方式为“{said.strip()}”" if said.strip() else "没有读到检查方式"
        return case.unsure(f"{way}，是否属于双随机抽查由人工判断")
    if case.document(DRAW) is not None:
        return case.passed()
    told = [hit for paper in papers if (hit := case.find(paper, DRAWN))]
    if told:
        return case.unsure("文书称已随机抽取，卷内没有抽取记录", at=told)
    return case.failed("双随机检查没有抽取记录", at=case.absent(DRAW))


@check("timeliness.inspection_recorded", title="清单内的现场检查有音像记录")
def inspection_recorded(case: View) -> Finding:
    """IN-P05 (overlay)."""
    on = inspected_on(case)
    if case.duty(on=on) is None:
        return case.not_applicable("检查时没有本项要求")
    if not case.documents(*SHEETS):
        return case.not_applicable("没有现场检查")
    wanted = [
        row
        for row in case.listed("lists", on=on)
        if LISTED in row.text("kind") and re.search(INSPECTION, row.text("name"))
    ]
    if not wanted:
        if any(LISTED in row.text("kind") for row in case.listed("lists", on=on)):
            return case.not_applicable("现场检查不在音像记录清单内")
        return case.unsure(f"台账中没有{on}有效的音像记录清单")
    case.note(*wanted)
    rows = [row for row in own_rows(case, "recordings") if re.search(INSPECTION, row.text("act"))]
    if rows:
        return case.passed()
    if not covers_days(case, "recordings", ("started", "ended", "stored"), on, on):
        return case.unsure("音像记录台账没有本案的记录，台账是否完整由评查人员核对")
    return case.failed("现场检查列入音像记录清单，音像记录台账没有本案的记录", at=wanted)


@check("timeliness.inspection_published", title="检查结果按规定公开、共享")
def inspection_published(case: View) -> Finding:
    """IN-P08 (overlay)."""
    on = inspected_on(case)
    if case.duty(on=on) is None:
        return case.not_applicable("检查时没有本项要求")
    hidden = next((hit for paper in case.file.documents if (hit := case.find(paper, SECRET))), None)
    if case.facts("公示日期") or any(row.date("published") for row in own_rows(case, "publications")):
        return case.passed()
    if hidden is not None:
        return case.unsure("提到秘密、隐私或者不予公开，理由是否成立由评查人员判断", at=hidden)
    if not covers_days(case, "publications", ("decided", "published"), on, on + A_MONTH):
        return case.unsure("公示台账没有本次检查的记录，台账是否完整由评查人员核对")
    return case.failed("公示台账没有本次检查的记录", at=case.listed("publications")[-1:])
