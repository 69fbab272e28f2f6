"""Deciding: discussion, approval and the time it takes (集体讨论, 审批, 办案期限)."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Finding, Record, View, check

from ..catalogues import major
from ..papers import day_of, heads, heard, kinds, no_penalty, scanned
from ..terms import NEW_LAW, days, end_of, number, trusted, zh

DISCUSSION, APPROVAL = "集体讨论记录", "行政处罚决定审批表"
OTHER_FORMS = ("案件审核表", "案件调查终结报告", "法制审核意见书")
TESTS = ("检测报告", "检测结果告知书")
STOPPED = r"中止(?:调查|案件|办理|审理)|(?:案件|调查)中止|检测|检验|检疫|鉴定|评估|公告送达"
POLICE_DAYS = 30  # 治安管理处罚法 sets its own terms, with extensions that the file need not show


@check("timeliness.collective_discussion", title="情节复杂或者重大违法行为的处罚经负责人集体讨论")
def collective_discussion(case: View) -> Finding:
    """PO-P15."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    decided = case.date("决定日期")
    case.duty(on=decided)
    record = case.document(DISCUSSION)
    held = days(case, "集体讨论日期")
    if record and not held:
        return case.unsure("有集体讨论记录，但未读到讨论日期")
    before = [day for day in held if day <= decided]
    hearing = heard(case)
    if before and not (hearing and before[-1] < hearing <= decided):
        return case.passed()
    due = major(case, kinds(case), case.amount("罚款金额"), decided)
    if due is None:
        return case.unsure("是否属于应当集体讨论的重大处罚，由评查人员判断")
    if not due:
        return case.not_applicable("不属于目录所列的重大处罚")
    if before:
        return case.failed(f"集体讨论于{zh(before[-1])}进行，听证后没有再次讨论")
    if held:
        return case.failed(f"集体讨论于{zh(held[0])}进行，晚于{zh(decided)}的处罚决定")
    return case.failed("重大处罚在决定前没有集体讨论记录")


@check("timeliness.decision_approved", title="决定经行政机关负责人审查批准")
def decision_approved(case: View) -> Finding:
    """PO-P16."""
    decided = case.date("决定日期")
    case.duty(on=decided)
    if _discussed(case, decided):
        return case.passed("负责人集体讨论同意")
    form = case.document(APPROVAL)
    forms = (form,) if form else case.documents(*OTHER_FORMS)
    approvals = heads(case, *forms)
    given = sorted(day for one in approvals if (day := day_of(one)))
    if not given and form and (day := trusted(case, "决定审批日期")):
        given = [day]
    if given and given[0] <= decided:
        return case.passed()
    if given:
        return case.failed(f"负责人于{zh(given[0])}批准，晚于{zh(decided)}的处罚决定")
    if any(one.text("signer") or one.text("opinion") for one in approvals):
        return case.unsure("未读到负责人批准处罚决定的日期")
    if form is None:
        return case.failed("卷内没有行政处罚决定审批表，也没有其他负责人批准的记载")
    if not approvals or scanned(form):
        return case.unsure("没有识别出负责人审批意见", at=form)
    case.readable(form)
    return case.failed("行政处罚决定审批表没有负责人意见、签名和日期", at=form)


def _discussed(case: View, decided: date) -> bool:
    for record in case.documents(DISCUSSION):
        day = case.optional_date("集体讨论日期", document=record)
        if day and day <= decided and case.find(record, r"签名|签字|签章|签到"):
            return True
    return False


@check(
    "timeliness.decided_in_time",
    title="在立案之日起九十日内或者规定期限内作出决定",
    params={"days": "penalty.decision"},
)
def decided_in_time(case: View) -> Finding:
    """PO-P17."""
    decided = case.date("决定日期")
    if decided < NEW_LAW and case.param("days", on=decided) is None:
        return case.not_applicable("作出决定时法律没有统一的办案期限")
    filed = case.date("立案日期")
    end = end_of(case, "days", filed)
    if end is None:
        return case.unsure(f"立案（{zh(filed)}）时法律没有统一的办案期限，作出决定时已有，由评查人员判断")
    if decided < filed:
        return case.unsure(f"决定日期{zh(decided)}早于立案日期{zh(filed)}，请核对")
    if "公安" in case.file.agency and (decided - filed).days > POLICE_DAYS:
        return case.unsure("公安机关办理的案件另有办案期限，由评查人员判断")
    if decided <= end.early:
        return case.passed()
    return _late(case, filed, end.late, decided)


def _late(case: View, filed: date, due: date, decided: date) -> Finding:
    message = f"应于{zh(due)}前作出决定，实际为{zh(decided)}"
    over, extended = (decided - due).days, _extension(case, due)
    hearing = _hearing_days(case)
    if extended is None or hearing is None:
        return case.unsure(f"{message}；有延期或者听证材料，但日期、天数不明，由评查人员判断")
    if over <= extended + hearing:
        return case.passed(f"扣除延长和听证的{extended + hearing}日后没有超过期限")
    reason = _stopped(case, filed, decided)
    if reason:
        return case.unsure(f"{message}；{reason}，是否扣除由评查人员判断")
    taken = f"（已扣除{extended + hearing}日）" if extended + hearing else ""
    return case.failed(
        f"{message}，立案之日起第{(decided - filed).days}日作出{taken}",
        at=(*case.facts("立案日期"), *case.facts("决定日期")),
    )


def _extension(case: View, due: date) -> int | None:
    """Days of extensions approved in time; None where there is one whose day or length was not read."""
    papers = case.documents("延期审批表")
    if not papers and not case.facts("延期批准日期"):
        case.document("延期审批表")  # raises where an unread paper could be it
        return 0
    approved, total = trusted(case, "延期批准日期"), 0
    if approved is None or approved > due:
        return None
    for paper in papers:
        hit = case.find(paper, r"(?:延长|延期).{0,16}?([零一二三四五六七八九十\d]{1,3})(?:个)?(?:日|天)")
        count = number(hit.groups[0] or "") if hit else None
        if count is None:
            return None
        total += count
    return total or None


def _hearing_days(case: View) -> int | None:
    """Days from the request to the hearing; None where a day of it was not read."""
    if not case.documents("听证笔录", "听证通知书", "听证申请书") and not case.facts("听证日期"):
        return 0
    asked, held = trusted(case, "听证申请日期"), trusted(case, "听证日期")
    return (held - asked).days if asked and held and held >= asked else None


def _stopped(case: View, filed: date, decided: date) -> str:
    """What in the file may have stopped the clock without telling the days; empty where nothing did."""
    for paper in case.file.documents:
        if paper.kind in TESTS and (paper.date is None or filed <= paper.date <= decided):
            case.note(paper)
            return f"卷内有{paper.title}"
        if paper.kind == "公告送达" and (paper.date is None or paper.date <= decided):
            case.note(paper)
            return "卷内有公告送达材料"
        if paper.kind in ("unknown", "延期审批表") and re.search(STOPPED, paper.title):
            case.note(paper)
            return f"卷内有“{paper.title}”"
    public = [one for one in case.records("送达") if "公告" in one.text("way") and _of_notice(one)]
    return "告知书经公告送达" if public else ""


def _of_notice(record: Record) -> bool:
    return "告知" in record.text("paper")
