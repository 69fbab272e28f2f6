"""Summary procedure (简易程序): what the decision made on the spot bears, its remedies, and how it is filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import cn2an

from anjuan import Document, Evidence, Finding, Match, View, check

from ..reading import decision, missing_in, no_decision, scanned
from .decision import REMEDIES

NEW_LAW = date(2021, 7, 15)  # 行政处罚法 (2021) 第五十二条第二款 adds the kind of penalty and the remedies
POLICE = "治安管理处罚法"  # names review and suit side by side: whether review comes first, a person says
COVER, INDEX = ("卷宗封面", "备考表"), "卷内目录"
_BOX = r"[□☐◻_＿]"
_DAY = r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}|[〇零一二三四五六七八九○]{4}年"
_PLACE = (
    r"(?:地点|处所|场所|路段|(?:违法|现场|检查)地址)\s*:?|(?:在|于|位于|行经|行驶至|途经)[^。;,:]{2,60}?(?:路|街|道|巷|里|村|镇|区|市|县|号|处|内|旁|侧"
    r"|口|段|店|场|桥|港|公里|站|广场|小区|园|前|河|湖|海|厂|楼|室|车|岸)"
)
_ACT = r"违法事实|违法行为|经查|查明|发现|实施|存在|擅自|违反|未[一-龥]{2}|没有[一-龥]{2}|行为"
_KIND = r"罚款|警告"
_BASIS = r"(?:依据|根据|按照|依照)[^。]{0,8}《|《[^《》]{2,60}》\s*第"
_AMOUNT = r"[\d,]+(?:\.\d+)?\s*元|[零壹贰叁肆伍陆柒捌玖拾佰仟]+[元圆]|[一二三四五六七八九十百]+元"
_ORGAN = r"[一-龥]{2,20}(?:局|委员会|政府|厅|队|所|办事处|部|署|站|中心|分局|大队|支队)"
_OFFICER = r"执法人员|人民警察|办案民警|处罚人|经办人|执法证"


@dataclass(frozen=True, slots=True)
class _Element:
    """One thing that the decision has to bear: facts that show it, else words."""

    what: str
    pattern: str
    facts: tuple[str, ...] = ()
    since: date = date.min
    fine: bool = False  # only where a fine was given


ELEMENTS = (
    _Element("违法行为", _ACT, ("违法行为", "违反条款")),
    _Element("行政处罚的种类", _KIND, ("处罚种类",), NEW_LAW),
    _Element("行政处罚的依据", _BASIS, ("处罚依据",)),
    _Element("罚款数额", _AMOUNT, ("罚款金额", "罚款大写金额"), fine=True),
    _Element("时间", _DAY, ("决定日期", "违法行为日期")),
    _Element("地点", _PLACE),
    _Element("申请行政复议、提起行政诉讼的途径和期限", REMEDIES, ("复议期限", "起诉期限"), NEW_LAW),
    _Element("行政机关名称", _ORGAN, ("处罚机关", "文头机关", "落款机关")),
    _Element("执法人员签名或者盖章", _OFFICER, ("笔录人员", "执法人员")),
)


@check("documents.summary_elements", title="当场处罚决定书载明法定事项")
def summary_elements(case: View) -> Finding:
    """PS-D01: presence only; what a pen may have filled in goes to a person."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    text = case.text(paper)
    fined = "罚款" in text
    absent = [
        one.what
        for one in ELEMENTS
        if one.since <= on and (fined or not one.fine) and not _borne(case, paper, text, one)
    ]
    if not absent:
        return case.passed()
    case.readable(paper)
    named = "、".join(absent)
    if scanned(paper) and absent != ["申请行政复议、提起行政诉讼的途径和期限"]:
        return case.unsure(f"未读到：{named}，可能为手写，请核对", at=paper)
    places = [missing_in(paper, what) for what in absent]
    return case.failed(f"当场处罚决定书未载明：{named}", at=places, times=len(absent))


def _borne(case: View, paper: Document, text: str, one: _Element) -> bool:
    return bool(re.search(one.pattern, text)) or any(case.facts(name, document=paper) for name in one.facts)


_FIRST = r"(?<!可)(?<!可以)先[^。;]{0,60}(?:复议)|复议前置|复议(?:机关)?(?:作出)?[^。;]{0,20}后[^。;,]{0,20}(?:再|方可|才)"
_AFTER = r"复议(?:机关)?[^。;]{0,12}(?:决定|结果|维持|逾期|期满|后)|(?:不服|收到)[^。;]{0,8}复议|复议[^。;]{0,6}仍?不服"
_SUIT = r"[^。;]*(?:诉讼|起诉)[^。;]*"
_AT_ONCE = r"(?:或者?|也|亦|又)[^。;复]{0,60}(?:诉讼|起诉)|直接[^。;]{0,30}(?:诉讼|起诉)"
_TERM = r"(?<![月年\d])([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(个?工作日|个?月|日|天)(?:之|以)?内"
_TO = r"(?:(?!日内|月内|缴|交纳|履行|改正)[^。;诉]){0,90}?"
# What follows where the party does nothing, and what holds while review or suit runs, tells no remedy.
_NO_REMEDY = r"(?:不|未|没有)(?!服)[^,]{0,20}(?:提起|起诉)|期间|强制执行"


@check(
    "documents.summary_remedies",
    title="救济告知正确，二〇二四年起告知先行申请复议",
    params={"review": "review.request", "suit": "documents.suit_after_review"},
)
def summary_remedies(case: View) -> Finding:
    """PS-D02."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时法律没有规定先行申请复议")
    if not case.find(paper, REMEDIES):
        case.readable(paper)
        return case.not_applicable("救济途径整体未写明，已在法定事项一项评查")
    suits = list(case.find_all(paper, _SUIT))
    first = case.find(paper, _FIRST)
    direct = [hit for hit in suits if _told_at_once(hit.text)]
    if direct and first is None:
        return _at_once(case, paper, direct)
    if direct:
        return case.unsure("既告知先行申请复议，又告知可以提起诉讼，请核对", at=direct)
    wrong = list(_wrong_terms(case, paper, suits, on))
    faults = [one for one in wrong if one.sure]
    if faults:
        return case.failed("；".join(one.message for one in faults), at=[one.place for one in faults])
    if wrong:
        return case.unsure("；".join(one.message for one in wrong), at=[one.place for one in wrong])
    if first is None and not suits:
        case.readable(paper)
        return case.unsure("只告知可以申请行政复议，没有写明应当先行申请，请核对")
    return case.passed("已告知先行申请复议；复议机关和管辖法院请核对")


def _told_at_once(clause: str) -> bool:
    """True for a clause that tells the party that it may sue, review or not."""
    clause = ",".join(part for part in clause.split(",") if not re.search(_NO_REMEDY, part))
    if not re.search(r"诉讼|起诉", clause):
        return False
    alternative = re.search(_AT_ONCE, clause)
    if alternative is None:
        return not re.search(_AFTER, clause) and bool(
            re.search(r"可以?|有权|依法|向[^。;]{0,20}法院", clause)
        )
    return not re.search(_AFTER, clause[alternative.start() :] + clause[: alternative.start()][-12:])


def _at_once(case: View, paper: Document, direct: list[Match]) -> Finding:
    poor = [hit for hit in direct if hit.confidence < case.trust]
    if poor:
        return case.unsure("救济告知的文字识别不够清楚，请核对", at=poor)
    if POLICE in case.text(paper):
        return case.unsure("治安管理处罚的救济另有规定，是否应当先行申请复议请核对", at=direct)
    return case.failed("当场作出的处罚决定应当先申请行政复议，决定书告知可以直接提起行政诉讼", at=direct)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A term that is not the one of the law; `sure` where no special law can have set it."""

    message: str
    place: Evidence
    sure: bool


def _wrong_terms(case: View, paper: Document, suits: list[Match], on: date) -> Iterator[_Wrong]:
    review, suit = case.param("review", on=on), case.param("suit", on=on)
    told = case.find(paper, rf"{_TERM}{_TO}复议")
    if told and review and review.value is not None:
        yield from _compare("行政复议", told, told, review.value, case.trust)
    for clause in suits:
        hits = [hit for hit in case.find_all(paper, _TERM) if clause.start <= hit.start < clause.end]
        own = [hit for hit in hits if told is None or hit.start != told.start]
        if own and suit and suit.value is not None:
            yield from _compare("复议后提起诉讼", own[-1], clause, suit.value, case.trust)


def _compare(what: str, term: Match, place: Match, right: Decimal, trust: float) -> Iterator[_Wrong]:
    number, unit = _figure(term.groups[0] or ""), term.groups[1] or ""
    if unit in ("日", "天") and number == right:
        return
    # A special law may set a longer term in days, never a shorter one, and none in months after a review.
    shorter = unit in ("日", "天") and number < right
    months = "月" in unit and what != "行政复议"
    message = f"{what}期限写作“{term.groups[0]}{unit}”，应为{right}日"
    yield _Wrong(message, place.evidence, (shorter or months) and term.confidence >= trust)


def _figure(text: str) -> Decimal:
    return Decimal(text) if text.isdigit() else Decimal(str(cn2an.cn2an(text, "smart")))


@check("documents.summary_signed", title="执法人员在决定书上签名或者盖章")
def summary_signed(case: View) -> Finding:
    """PS-D03 (assisted): a signature is an image; only a name read beside its label is a pass."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    case.duty(on=case.law_day())
    signed = r"(?:执法人员|人民警察|民警|经办人|处罚人)[^。;:]{0,30}(?:签名|签字|签章|盖章)[^。;:]{0,8}:\s*[一-龥]{2,4}"
    if case.find(paper, signed) or case.find(paper, r"(?:执法人员|签名)\s*:\s*[一-龥]{2,4}[(、,;]"):
        return case.passed("读到执法人员的姓名，是否亲笔签名请核对")
    if case.find(paper, r"签名|签字|签章|盖章") or scanned(paper):
        return case.unsure("执法人员的签名、盖章为图像，请核对", at=paper)
    case.readable(paper)
    return case.failed("决定书没有执法人员的签名或者盖章", at=missing_in(paper, "执法人员签名或者盖章"))


@check("documents.summary_filed_together", title="简易案件归档有目录、页码，可合并装订", form=True)
def summary_filed_together(case: View) -> Finding:
    """PS-D04: several cases may be bound by the month, so that one without an index is not yet at fault."""
    if case.documents(INDEX):
        case.document(INDEX)
        return case.passed("有卷内目录；页码请核对")
    if not scanned(*case.file.documents):
        return case.not_applicable("电子案卷")
    if not case.documents(*COVER):
        return case.unsure("没有卷内目录；是否与其他简易案件合并装订请核对", at=case.absent(INDEX))
    case.document(*COVER)
    case.document(INDEX)
    return case.failed("纸质案卷单独成卷，没有卷内目录", at=case.absent(INDEX))
