"""Service of the decision (送达)."""

from __future__ import annotations

from datetime import date

from anjuan import Finding, Record, View, check

from ..papers import DECISION, day_of
from ..terms import NEW_LAW, days, end_of, law_day, zh

CONFIRMATION, PUBLIC = "送达地址确认书", "公告送达"
ELECTRONIC = ("电子", "传真", "短信", "微信", "网络")
MAIL = ("邮寄", "邮政", "快递", "EMS", "挂号")
NO_OTHER_WAY = (
    r"下落不明|无法(?:直接|当面|以其他方式)?(?:送达|联系|取得联系)|查无此人|退回|退件|拒收|拒绝签收|其他方式无法"
    r"|(?:直接|邮寄|留置|委托)送达(?:未果|未成|不成|无法)|多次(?:上门|联系)|失联|搬离|无人(?:签收|在)"
)
MAIL_PROOF = r"回执|邮件(?:编号|号|单号)|单号|EMS|快递|挂号|签收|妥投|邮戳"


@check(
    "timeliness.served_in_time",
    title="决定书当场交付或者七个工作日内送达",
    params={"days": "penalty.service"},
)
def served_in_time(case: View) -> Finding:
    """PO-P18."""
    decided = case.date("决定日期")
    end = end_of(case, "days", decided)
    if end is None:
        return case.not_applicable("作出决定时没有送达期限的规定")
    tries = _tries(case)
    if not tries:
        if case.documents("结案审批表") or case.facts("结案日期") or _returns(case):
            return case.unsure("未读到决定书的送达日期")
        return case.not_applicable("尚未结案，没有决定书的送达记载")
    first, way = tries[0]
    if first < decided:
        return case.unsure(f"送达日期{zh(first)}早于决定日期{zh(decided)}，请核对")
    if "公安" in case.file.agency and (first - decided).days > 2:
        return case.unsure("公安机关办理的治安案件应当在二日内送达，由评查人员判断")
    if first <= end.early:
        return case.passed()
    late = f"处罚决定于{zh(decided)}作出，{zh(first)}送达，应不晚于{zh(end.late)}"
    if first <= end.late:
        return case.unsure(f"{late}；按日历日计算为{zh(end.early)}，由评查人员判断")
    if any(word in way for word in MAIL):
        return case.unsure(f"{late}；邮寄送达只读到收到日期，未读到交寄日期")
    if "公告" in way or case.documents(PUBLIC):
        return case.unsure(f"{late}；公告送达前是否已尝试其他方式，由评查人员判断")
    return case.failed(late)


def _tries(case: View) -> list[tuple[date, str]]:
    """Days on which the decision was served or tried to be, with the way, in order."""
    found = {(day, one.text("way")) for one in _returns(case) if (day := day_of(one, "received"))}
    if not found:
        way = case.optional("送达方式")
        found = {(day, str(way or "")) for day in days(case, "送达日期")}
    return sorted(found)


def _returns(case: View) -> tuple[Record, ...]:
    number = case.file.case
    return tuple(
        one
        for one in case.records("送达")
        if "处罚决定书" in one.text("paper") or (number and one.text("number") == number)
    )


@check("timeliness.service_manner", title="送达方式符合规定，公告送达穷尽其他方式")
def service_manner(case: View) -> Finding:
    """PO-P19."""
    decided = law_day(case)
    case.duty(on=decided)
    ways = [one.text("way") for one in case.records("送达")] + [
        str(fact.value) for fact in case.facts("送达方式")
    ]
    ways = [way for way in ways if way]
    if not ways and not case.documents(PUBLIC):
        return case.unsure("未读到送达方式")
    return _electronic(case, ways, decided) or _public(case, ways) or _others(case, ways) or case.passed()


def _electronic(case: View, ways: list[str], decided: date) -> Finding | None:
    if not any(word in way for way in ways for word in ELECTRONIC):
        return None
    if decided < NEW_LAW:
        return case.unsure("当时处罚法没有规定电子送达，请人工查看送达方式和当事人的同意")
    if case.document(CONFIRMATION) is None:
        return case.failed("以电子方式送达，卷内没有当事人签订的送达地址（方式）确认书")
    return None


def _public(case: View, ways: list[str]) -> Finding | None:
    if not any("公告" in way for way in ways) and not case.documents(PUBLIC):
        return None
    papers = case.documents(PUBLIC, "送达回证", DECISION, "结案审批表", "unknown")
    if any("公告" not in way for way in _ways_of_decision(case)) or any(
        case.find(paper, NO_OTHER_WAY) for paper in papers
    ):
        return None
    case.readable(*papers)
    return case.failed("公告送达，卷内没有下落不明或者已尝试其他送达方式的记载")


def _ways_of_decision(case: View) -> list[str]:
    return [one.text("way") for one in _returns(case) if one.text("way")]


def _others(case: View, ways: list[str]) -> Finding | None:
    left = [one for one in case.records("送达") if "留置" in one.text("way")]
    if any(not one.text("reason") for one in left) and not any(
        case.find(paper, r"见证人[:：]?\s*[\u4e00-\u9fff]{2,}|拒收|拒绝|录像|录音|拍照")
        for paper in case.documents("送达回证")
    ):
        return case.unsure("留置送达，未读到拒收事由和见证人或者录像记载")
    mailed = any(word in way for way in ways for word in MAIL)
    if mailed and not any(
        case.find(paper, MAIL_PROOF) for paper in case.documents("送达回证", "unknown", "证据材料")
    ):
        return case.unsure("邮寄送达，没有读到邮寄凭证或者回执")
    return None
