"""Licences, after the decision: delivery, publication, change and revocation; review of major ones."""

from __future__ import annotations

import re
from datetime import date, timedelta

from anjuan import Document, Finding, NeedsPerson, Record, Row, View, check

from ..catalogues import rows_in_force
from ..ledger import covers_days, own_rows
from ..papers import REVIEWS, day_of
from ..terms import days, trusted, zh
from .licence_papers import ACCEPTED, ENDED, FORM, GRANTS, matter, on_application, refused, turned_away

COLLECTED = r"(?:通知|前来|到|凭)[^。;]{0,24}领取|窗口领取|自行领取|自取|领取方式"
REMOTE = ("邮寄", "邮政", "快递", "EMS", "挂号", "公告", "电子")
A_MONTH = timedelta(days=28)  # the law sets no term: silence counts once the ledger went on for a month
_LICENCE = r"(?<!回)证(?!明|据)|执照|批准文件|批复|牌照"
_DECISION = r"许可决定|准予|批准|批复|延续|变更"
_SECRET = r"国家秘密|商业秘密|个人隐私|不(?:予|宜|应)?(?:公开|公示)"
_GROUND = {
    "变更决定": r"变更|符合[^。]{0,12}(?:条件|规定|标准)|第四十九条|第八条",
    "撤销决定": (
        r"第六十九条|第八条|欺骗|贿赂|虚假|隐瞒|伪造|变造|不实|骗取|冒用|不正当手段|滥用职权|玩忽职守|超越(?:法定)?职权|违反法定程序|不具备[^。]{0,8}(?:资格|条件)"
        r"|不符合[^。]{0,8}条件|(?:修改|废止)|客观情况[^。]{0,8}变化|公共利益"
    ),
    "注销决定": (
        r"第七十条|有效期(?:已)?届满|到期|期满|过期|失效|未(?:申请|办理|提出|准予)?延续|死亡|丧失|终止|解散|破产|歇业|停业|关闭|迁出|转让|合并|主动申请|被?(?:撤销|撤回|吊销)|不可抗力"
        r"|申请注销|自愿|停止经营|不再"
    ),
}
_CITED = r"《[^《》]{3,40}》\s*第"


@check(
    "timeliness.licence_delivered",
    title="准予许可后十个工作日内颁发、送达证件",
    params={"days": "licence.delivery"},
)
def licence_delivered(case: View) -> Finding:
    """LI-P09."""
    if not on_application(case) or turned_away(case) or refused(case):
        return case.not_applicable("没有准予许可")
    decided = case.date("决定日期")
    due = case.deadline("days", start=decided)
    if due is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    served = _served(case)
    if not served:
        return case.unsure("未读到许可证件、决定书的颁发或者送达日期")
    first, way, own = served[0]
    if first < decided:
        return case.unsure(f"送达日期{zh(first)}早于决定日期{zh(decided)}，请核对")
    if first <= due:
        return case.passed()
    what = "许可证件" if own else "许可决定"
    late = f"{zh(decided)}准予许可，应于{zh(due)}前颁发、送达证件，实际为{zh(first)}"
    if any(word in way for word in REMOTE):
        return case.unsure(f"{late}；{way}只读到收到日期，由评查人员判断")
    if re.search(COLLECTED, way) or any(
        case.find(paper, COLLECTED) for paper in case.documents(*GRANTS, ACCEPTED)
    ):
        return case.unsure(f"{late}；由申请人领取，何时通知领取由评查人员判断")
    if not own and any(
        case.find(paper, r"另行(?:颁发|领取|制发)|凭[^。]{0,16}领取") for paper in case.documents(*GRANTS)
    ):
        return case.unsure(f"许可证件另行颁发，未读到其送达日期；决定于{zh(first)}送达")
    return case.failed(f"{late}（{what}）", at=(*case.facts("决定日期"), *case.facts("送达日期")))


def _served(case: View) -> list[tuple[date, str, bool]]:
    """Days on which the licence went out, with the way and whether the return names the licence itself."""
    own = [(day, "", True) for day in days(case, "证件送达日期")]
    returns = case.records("送达")
    own += [(day, one.text("way"), True) for one in returns if _names(one, _LICENCE) and (day := _day(one))]
    if own:
        return sorted(own)
    number = case.file.case
    told = [
        (day, one.text("way"), False)
        for one in returns
        if (_names(one, _DECISION) or (number and one.text("number") == number)) and (day := _day(one))
    ]
    if not told:
        way = str(case.optional("送达方式") or "")
        told = [(day, way, False) for day in days(case, "送达日期")]
    return sorted(told)


def _day(record: Record) -> date | None:
    return day_of(record, "received")


def _names(record: Record, pattern: str) -> bool:
    paper = record.text("paper")
    return bool(re.search(pattern, paper)) and not re.search(r"不予|受理|补正|告知|听证", paper)


@check("timeliness.licence_published", title="准予许可决定依法公开")
def licence_published(case: View) -> Finding:
    """LI-P10."""
    if not on_application(case) or turned_away(case) or refused(case):
        return case.not_applicable("没有准予许可")
    decided = case.date("决定日期")
    if case.duty(on=decided) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    if case.facts("公示日期") or case.documents("公示记录"):
        case.note(*case.documents("公示记录"))
        return case.passed()
    for paper in case.documents(FORM, *GRANTS):
        if hit := case.find(paper, _SECRET):
            return case.unsure("文书提到不予公开的情形，是否成立由评查人员判断", at=hit)
    if own_rows(case, "publications"):
        return case.passed()
    if not _licences(case) or not covers_days(
        case, "publications", ("decided", "published"), decided, decided + A_MONTH
    ):
        return case.unsure("公示台账没有本案，台账是否包括该时期的许可决定由评查人员核对")
    names = {re.sub(r"\s", "", str(fact.value)) for fact in case.facts("当事人")}
    near = [row for row in _licences(case) if re.sub(r"\s", "", row.text("party")) in names]
    if near:
        return case.unsure("公示台账有该被许可人的记录，文号与本案不同，请核对", at=near)
    return case.failed("公示台账包括该时期的许可决定，没有本案的记录", at=_licences(case)[-1:])


def _licences(case: View) -> tuple[Row, ...]:
    """Licences in the register, of whatever authority: it is then kept for licences too."""
    return tuple(row for row in case.register("publications") if re.search(r"许|准", row.text("case")))


@check("timeliness.licence_changed_rightly", title="变更、撤回、撤销、注销有法定情形并依程序")
def licence_changed_rightly(case: View) -> Finding:
    """LI-P12 (assisted)."""
    papers = case.documents("变更决定", *ENDED)
    if not papers:
        case.document("变更决定", *ENDED)
        return case.not_applicable("没有变更、撤回、撤销、注销")
    on = trusted(case, "决定日期") or next((paper.date for paper in papers if paper.date), None)
    if on is None:
        raise NeedsPerson("未读到变更、撤销、注销的日期")
    for paper in papers:
        if case.duty(on=on, key=f"timeliness.licence_changed_rightly.{_KEYS[paper.kind]}") is None:
            return case.not_applicable("当时行政许可法尚未施行")
        if not case.find(paper, _GROUND[paper.kind]) and not case.find(paper, _CITED):
            case.readable(paper)
            return case.failed(f"{paper.title}没有写明法定情形和依据", at=paper)
        if paper.kind == "撤销决定" and not _heard(case):
            # The articles on revocation name no such step, only the general right to be heard does.
            return case.unsure(f"{paper.title}前没有读到告知和听取陈述申辩的材料，由评查人员判断", at=paper)
    return case.passed("写明了情形，是否成立由评查人员判断")


_KEYS = {"变更决定": "change", "撤销决定": "revoke", "注销决定": "cancel"}


def _heard(case: View) -> bool:
    kinds = (
        "陈述申辩笔录",
        "陈述申辩复核意见书",
        "放弃陈述申辩声明",
        "听证笔录",
        "听证申请书",
        "行政处罚事先告知书",
    )
    if case.documents(*kinds) or any("告知" in paper.title for paper in case.file.documents):
        return True
    return any(case.find(paper, r"陈述|申辩|听证") for paper in case.documents("撤销决定", FORM))


@check(
    "timeliness.licence_legal_review",
    title="重大许可决定经法制审核",
    params={"duty": "jiangmen.licence_review"},
)
def licence_legal_review(case: View) -> Finding:
    """LI-P08, of the overlay jiangmen."""
    if turned_away(case):
        return case.not_applicable("没有作出许可决定")
    decided = case.date("决定日期")
    if case.param("duty", on=decided) is None:
        return case.not_applicable("作出决定时没有许可法制审核的规定")
    reviewed = _reviewed(case)
    if any(day <= decided for day in reviewed):
        return case.passed()
    due = _major(case, decided)
    if due is False:
        return case.not_applicable("不属于目录所列的重大许可")
    if due is None:
        return case.unsure("没有法制审核意见；是否属于目录所列的重大许可由评查人员判断")
    if case.documents(*REVIEWS) and not reviewed:
        return case.unsure("有法制审核意见，但未读到日期")
    if reviewed:
        return case.failed(f"法制审核于{zh(reviewed[0])}作出，晚于{zh(decided)}的许可决定")
    case.document(*REVIEWS)
    return case.failed("目录所列的重大许可，决定前没有法制审核意见", at=case.absent(*REVIEWS))


def _reviewed(case: View) -> tuple[date, ...]:
    papers: tuple[Document, ...] = case.documents(*REVIEWS)
    found = days(case, "法制审核日期")
    return found or tuple(sorted({paper.date for paper in papers if paper.date}))


def _major(case: View, decided: date) -> bool | None:
    """Whether the list of major decisions has this licence; None where its words leave it open."""
    rows = [row for row in rows_in_force(case, "major_decisions", decided) if "许可" in row.text("kind")]
    if not rows:
        return False
    item = matter(case)
    words = " ".join(row.text("other") for row in rows)
    if item and re.sub(r"(?:行政)?许可$", "", item) in words:
        return True
    if "听证" in words and (case.documents("听证笔录") or case.facts("听证日期")):
        return True
    listed = [one for one in re.split(r"[、,，;；。]", words) if one.strip()]
    named = all(re.search(r"(?:许可|登记|资格|资质|审批)$|听证", one.strip()) for one in listed)
    return False if item and listed and named else None
