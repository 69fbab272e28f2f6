"""What the checks on licences ask of the file: was it applied for, refused, decided at once; when was it received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Document, NeedsPerson, View

from ..terms import days, trusted

GRANTS = ("准予许可决定书", "延续决定", "变更决定")
REFUSAL, LICENCE = "不予许可决定书", "许可证件"
ENDED = ("撤销决定", "注销决定")
FORM = "行政许可审批表"
APPLICATION, LISTED, RECEIPT = "许可申请书", "申请材料清单", "收件凭证"
CORRECTION, ACCEPTED, NOT_ACCEPTED = "补正告知书", "受理通知书", "不予受理通知书"
# The organ's own papers, which say when the application came in.
ORGANS = (RECEIPT, LISTED, CORRECTION, ACCEPTED, NOT_ACCEPTED, *GRANTS, REFUSAL)
DAY = r"((?:19|20)\d\d)\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*日?"
_CAME_IN = (
    rf"(?:收件|接收|收到|签收|接件|收文|收取)(?:材料|申请)?(?:的)?(?:日期|时间)\s*[:]?\s*{DAY}",
    rf"{DAY}(?:(?!受理|作出|印发|决定)[^。;,\d]){{0,12}}(?:提出|提交|递交|递送|报送|交来|寄来|收到|送交|申请办理|申请)(?!行政复议|复议|听证|补正)",
    rf"(?:收件|接收|签收|收文)人(?:员)?[^。;\d]{{0,16}}{DAY}",
    rf"(?:收到|接收|收取)[^。;\d]{{0,30}}?(?:日期|时间|于){DAY}",
)
AT_ONCE = r"即办件|即办事项|当场(?:作出|办结|办理|予以|审查|许可|准予|发证)|即时(?:办结|办理|作出)"
ONLINE = (
    r"(?:网上|在线|线上)(?:申请|申办|申报|提交|受理|办理)|全程网办|一网通办|网办件"
    r"|(?:政务服务(?:网|平台|系统)|网上办事大厅|审批系统|业务系统)[^。]{0,12}(?:提交|申请|申报|受理|收件|流水)"
)
HELD = r"听证|检验|检测|检疫|鉴定|专家评审|招标|拍卖"


def refused(case: View) -> bool:
    """True when the licence was refused.

    Raises:
        NeedsPerson: what was decided was read poorly or twice.
    """
    if case.documents(*GRANTS):
        return False
    return bool(case.documents(REFUSAL)) or case.optional("许可决定") == "不予"


def on_application(case: View) -> bool:
    """False for a file that only revokes or cancels a licence."""
    return bool(case.documents(*GRANTS, REFUSAL)) or not case.documents(*ENDED)


def turned_away(case: View) -> bool:
    """True when the application was not accepted, so that nothing was decided on it."""
    return bool(case.documents(NOT_ACCEPTED)) and not case.documents(*GRANTS, REFUSAL)


def at_once(case: View) -> bool:
    """True when the decision was made on the spot, on the day of the application."""
    decided = trusted(case, "决定日期")
    asked = received(case) or trusted(case, "申请日期")
    if decided and asked and decided == asked:
        return True
    accepted = trusted(case, "受理日期")
    if accepted and decided and accepted != decided:
        return False
    papers = case.documents(FORM, RECEIPT, ACCEPTED, *GRANTS)
    return decided is not None and any(case.find(paper, AT_ONCE) for paper in papers)


def online(case: View) -> bool:
    """True when the application came in through a system, which keeps its own log."""
    papers = case.documents(APPLICATION, LISTED, RECEIPT, ACCEPTED, FORM)
    return any(case.find(paper, ONLINE) for paper in papers)


def received(case: View) -> date | None:
    """The day on which the organ says the application came in; None where no paper of its says so.

    Raises:
        NeedsPerson: it was read poorly.
    """
    found = days(case, "收件日期")
    if found:
        return found[0]
    told = sorted(day for paper in case.documents(*ORGANS) for day in _told(case, paper))
    if told:
        return told[0]
    slips = sorted(paper.date for paper in case.documents(RECEIPT) if paper.date)
    return slips[0] if slips else None


def _told(case: View, paper: Document) -> Iterator[date]:
    for pattern in _CAME_IN:
        for hit in case.find_all(paper, pattern):
            day = as_day(hit.groups)
            if day is None or hit.confidence < case.trust:
                continue
            case.note(hit)
            yield day


def as_day(groups: tuple[str | None, ...]) -> date | None:
    """The day that the groups of `DAY` state; None where there is no such day."""
    try:
        year, month, day = (int(one or 0) for one in groups[:3])
        return date(year, month, day)
    except ValueError:
        return None


def step_day(case: View) -> date:
    """A day whose law governs the file: that of the decision, else of the acceptance or the application.

    Raises:
        NeedsPerson: none was read.
    """
    for name in ("决定日期", "受理日期", "不予受理日期", "申请日期", "收件日期"):
        if day := trusted(case, name):
            return day
    dated = [paper.date for paper in case.documents(*ORGANS) if paper.date]
    if not dated:
        raise NeedsPerson("未读到申请、受理、决定的日期")
    return max(dated)


def matter(case: View) -> str:
    """What the licence is for, as plain text; empty where it was not read."""
    found = [str(fact.value) for fact in case.facts("许可事项")]
    return re.sub(r"[\s“”\"《》]", "", found[0]) if found else ""


def dated(case: View, name: str, *kinds: str) -> tuple[date, ...]:
    """Days of a fact, else the dates that the papers of these kinds bear."""
    found = days(case, name)
    return found or tuple(sorted({paper.date for paper in case.documents(*kinds) if paper.date}))
