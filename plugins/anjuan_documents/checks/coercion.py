"""Coercion (行政强制): what its decisions bear, and the papers of agreement, stay and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Document, Evidence, Finding, Match, NeedsPerson, View, check

from ..reading import missing_in, scanned
from .decision import SIGNED

SEIZURE, FREEZE, ENFORCE, SUBSTITUTE = "查封(扣押)决定书", "冻结决定书", "强制执行决定书", "代履行决定书"
DECISIONS = (SEIZURE, FREEZE, ENFORCE, SUBSTITUTE)
Element = tuple[str, str, tuple[str, ...]]
_PARTY: Element = (
    "当事人",
    r"当事人|被[\u4e00-\u9fff]{2,4}人|(?:姓名|名称|单位)[(:]|[\u4e00-\u9fff)）]{2,}[:：]",
    ("文书当事人", "当事人"),
)
_REASON: Element = (
    "理由",
    r"经查|查明|因|由于|鉴于|涉嫌|发现|存在|违反|擅自|未[\u4e00-\u9fff]{2}|没有|不能|无法|逾期|拒不|为(?:防止|制止|避免|控制)",
    (),
)
_BASIS: Element = ("依据", r"《[^》]{2,60}》|[依根]据[^。]{2,40}(?:法|条例)", ("引用法条", "处罚依据"))
# Not what a decision tells of the past: 你单位在法定期限内未申请行政复议.
_REMEDY: Element = (
    "申请行政复议、提起行政诉讼的途径和期限",
    r"(?:可以?|有权|不服)[^。;]{0,80}?(?:复议|诉讼|起诉)|(?:复议|诉讼)[^。;]{0,20}(?:途径|权利)|救济途径"
    r"|复议机关|管辖法院|(?:复议|诉讼|起诉)[^。;]{0,30}[\d一二三四五六七八九十]+个?[日天月]",
    ("复议期限", "起诉期限"),
)
_ORGAN: Element = ("行政机关名称和日期", SIGNED, ("决定日期", "处罚机关", "落款机关"))
_DAYS = (
    r"期限|为期|自[^。]{2,20}至|(?<![月\d])(?:\d{1,3}|[一二三四五六七八九十]+)\s*(?:个工作日|日|天|个月)"
    r"|年[^。]{0,8}月[^。]{0,8}日(?:止|前)"
)
# The terms of the remedies are none of the measure.
_REMEDY_TERMS = r"[^。;]*(?:可以?|有权|不服)[^。;]*(?:复议|诉讼|起诉)[^。;]*"
_TERM: Element = ("期限", _DAYS, ("强制期限止", "强制期限日数"))
_GOODS: Element = (
    "场所、设施或者财物的名称、数量",
    r"清单|车辆|物品|货物|设备|工具|场所|设施|财物|仓库|车间|产品|商品|[\d一二三四五六七八九十]+\s*(?:台|辆|件|箱|袋|瓶|个|公斤|吨)",
    ("清单物品",),
)
_MANNER: Element = (
    "强制执行的方式和时间",
    r"划拨|拍卖|变卖|抵缴|拆除|清[除理运]|恢复|排除|搬[迁离]|腾[退空]|收回|代履行|方式",
    (),
)
_ACCOUNT: Element = ("冻结的账号和数额", r"账[号户]|帐[号户]", ())
_COST: Element = ("费用预算", r"费用|预算|\d\s*万?元", ())
_DOER: Element = (
    "代履行人",
    r"代履行人|委托[^。;]{2,30}代(?:为)?履行|由[^。;]{2,30}(?:代履行|清除|实施|施工)|本[机局][关]?[^。;]{0,10}代履行",
    (),
)
ELEMENTS: dict[str, tuple[Element, ...]] = {
    SEIZURE: (_PARTY, _REASON, _BASIS, _TERM, _GOODS, _REMEDY, _ORGAN),
    FREEZE: (_PARTY, _REASON, _BASIS, _TERM, _ACCOUNT, _REMEDY, _ORGAN),
    ENFORCE: (_PARTY, _REASON, _BASIS, _MANNER, _REMEDY, _ORGAN),
    SUBSTITUTE: (_PARTY, _REASON, _BASIS, _MANNER, _COST, _DOER, _ORGAN),
}
DUTIES = {SEIZURE: "seize", FREEZE: "freeze", ENFORCE: "enforce", SUBSTITUTE: "substitute"}


@check(
    "documents.coercion_elements",
    title="强制决定书载明法定事项",
    params={
        "seize": "documents.coercion_elements",
        "freeze": "documents.coercion_elements.freeze",
        "enforce": "documents.coercion_elements.enforce",
        "substitute": "documents.coercion_elements.substitute",
    },
)
def coercion_elements(case: View) -> Iterator[Finding]:
    """CO-D01: presence only; the content is judged by other items."""
    papers = case.documents(*DECISIONS)
    if not papers:
        if not case.documents("强制执行申请书", "催告书", "限期拆除决定书"):
            raise NeedsPerson("卷内没有强制措施或者强制执行的决定书，本项无从判断", case.absent(*DECISIONS))
        yield case.not_applicable("没有强制措施决定，也没有自行强制执行的决定")
    for paper in papers:
        try:
            yield _borne(case, paper)
        except NeedsPerson as need:
            yield case.unsure(need.reason, at=need.evidence or (paper,))


def _borne(case: View, paper: Document) -> Finding:
    on = paper.date or case.law_day()
    if case.param(DUTIES[paper.kind], on=on) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    text, body = case.text(paper), case.text(paper).removeprefix(paper.title)
    absent = [
        what
        for what, pattern, facts in ELEMENTS[paper.kind]
        if not re.search(pattern, re.sub(_REMEDY_TERMS, "", body) if what == "期限" else body)
        and not any(case.facts(name, document=paper) for name in facts)
    ]
    if (
        "行政机关名称和日期" in absent
        and paper.date is not None
        and re.search(r"(?:局|府|委员会|队|厅)", text)
    ):
        absent.remove("行政机关名称和日期")
    if absent or _unsealed(case, paper):
        case.readable(paper)
        absent += ["印章"] if _unsealed(case, paper) and (scanned(paper) or not absent) else []
        if absent == ["印章"] and not scanned(paper):
            return case.unsure(f"{paper.title}的电子件上没有印章，盖章的原件可能另存，请核对", at=paper)
        message = (
            f"{paper.title}没有载明{'、'.join(absent)}" if absent != ["印章"] else f"{paper.title}没有印章"
        )
        return case.failed(message, at=[missing_in(paper, what) for what in absent])
    return case.passed()


def _unsealed(case: View, paper: Document) -> bool:
    """True when somebody looked for the seal, surely, and there is none; a doubt is left to people."""
    try:
        states = {one.text("state") for one in case.records("印章", document=paper)}
    except NeedsPerson:
        return False
    return states == {"无"}


AGREED = r"(?:签订|签署|达成|订立)(?:了)?[^。;]{0,12}执行(?:和解)?协议"
STAYED = r"(?:决定|裁定|予以|已|本[机局]关?)(?:依法)?中止(?:强制)?执行|中止(?:强制)?执行(?:决定书|通知书)"
ENDED = r"(?:决定|裁定|予以|已|本[机局]关?)(?:依法)?终结(?:强制)?执行|终结(?:强制)?执行(?:决定书|通知书)"
RESUMED = r"(?:决定|予以|已)(?:依法)?恢复(?:强制)?执行|恢复(?:强制)?执行(?:决定书|通知书)"
USED = (
    ("执行协议", AGREED, r"协议", "agreed"),
    ("中止执行的文书", STAYED, r"中止", "stayed"),
    ("终结执行的文书", ENDED, r"终[结止].*执行|执行.*终[结止]", "ended"),
    ("恢复执行的文书", RESUMED, r"恢复", "stayed"),
)
TELLING = (
    "执行笔录",
    "结案审批表",
    "强制执行申请书",
    "强制执行决定书",
    "代履行决定书",
    "卷宗封面",
    "备考表",
    "催告书",
)
NOT_DONE = r"(?:未|没有|不|拒绝|可以?|如果?|若|愿意|拟|有权)[^。;,]{0,12}$"
_BY_COURT = r"法院[^。;]{0,16}(?:裁定|决定)"


@check(
    "documents.enforcement_papers",
    title="执行协议、中止、终结等文书齐备",
    params={
        "agreed": "documents.enforcement_papers.agreed",
        "stayed": "documents.enforcement_papers.stayed",
        "ended": "documents.enforcement_papers.ended",
    },
)
def enforcement_papers(case: View) -> Iterator[Finding]:
    """CO-D02."""
    found = [_used(case, *one) for one in USED]
    if not any(found):
        yield case.not_applicable("没有执行协议，也没有中止、终结执行")
    yield from (one for one in found if one)


def _used(case: View, what: str, words: str, title: str, duty: str) -> Finding | None:
    """None where no paper speaks of it."""
    own = [one for one in case.file.documents if re.search(title, one.title) and one.kind not in TELLING]
    own = [one for one in own if one.kind not in ("卷内目录", "unknown") or re.search("执行", one.title)]
    if own:
        case.note(*own)
        return case.passed(f"卷内有{what}")
    hit = next((hit for paper in case.documents(*TELLING) if (hit := _told(case, paper, words))), None)
    if hit is None:
        return None
    if re.search(_BY_COURT, hit.text) or any(case.find(one, _BY_COURT) for one in case.documents(*TELLING)):
        return case.unsure(f"文书提到{what}，可能由人民法院作出，请核对", at=hit)
    if case.param(duty, on=_day(case)) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    case.document("执行协议" if duty == "agreed" else what.removesuffix("的文书") + "决定书")
    places: list[Evidence] = [hit.evidence, *case.absent(what)]
    return case.failed(f"文书提到{hit.text}，卷内没有{what}", at=places)


def _told(case: View, paper: Document, words: str) -> Match | None:
    """Where a paper tells that it was done: not that it was not, might be or what would follow."""
    text = case.text(paper)
    for hit in case.find_all(paper, words):
        around = text[hit.end : hit.end + 6]
        if not re.search(NOT_DONE, text[max(hit.start - 16, 0) : hit.start]) and not around.startswith("的,"):
            return hit
    return None


def _day(case: View) -> date:
    papers = case.documents(*DECISIONS, "催告书", "强制执行申请书", "执行笔录")
    days = [paper.date for paper in papers if paper.date]
    return max(days) if days else case.law_day()
