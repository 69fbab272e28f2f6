"""Summary procedure (简易程序): told, numbered, handed over, filed with the organ, cash taken on the spot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from anjuan import Document, Evidence, Finding, Match, NeedsPerson, View, check

from ..papers import RECORDS, days_of, punished, scanned
from ..terms import NEW_LAW, End, end_of, law_day, yuan, zh
from .payment import CASH, CHANNEL, RECEIPT

SPOT = ("当场行政处罚决定书", "行政处罚决定书")
FILING = "当场处罚备案表"
POLICE = "治安管理处罚法"
BOX = r"[□☐◻]"
TICKED = r"[☑√✓✔■▣]"
RECORDER = r"(?:执法)?记录仪|录音录像|录像|音像"
_TOLD = (
    r"(?:告知|告诉)[^。;]{0,80}(?:事实|理由|依据)[^。;]{0,80}(?:陈述|申辩)"
    r"|(?:事实|理由|依据)[^。;]{0,60}(?:陈述|申辩)[^。;]{0,30}(?:告知|告诉)"
)
_TOLD_IN_PART = r"陈述|申辩|告知"
_TOLD_LABEL = r"告知(?:事项|情况|内容|记录|栏)?\s*:"
_NEXT_LABEL = r"[\s_＿\-—]*(?:$|[一-龥()]{2,14}:|[一二三四五六七八九十]、|年\s*月)"
_NUMBER = (
    r"[一-龥A-Za-z]{1,16}[〔\[(【<]{1,2}\s*(?:19|20)\d\d\s*[〕\])】>]{1,2}[^号。:]{0,12}\d\s*号"
    r"|(?<![证件])(?:编号|文号|案号|字号|决定书号|NO\.?|No\.?|№)\s*[::.]?\s*[一-龥A-Za-z〔\[(]{0,12}\d[\dA-Za-z\-]{2,}"
    r"|第\s*\d[\dA-Za-z\-]{2,}\s*号"
)
_NUMBER_LABEL = r"编号|文号|案号|字号|№|[〔\[(【][^〕\])】\d]{0,4}[〕\])】][^。:]{0,8}号"
_SIGNER = (
    r"当事人|被处罚人|被处罚单位|受处罚人|违法行为人|受送达人|收件人|签收人|代收人|法定代表人|负责人|本人"
)
_SIGNATURE = (
    rf"(?:{_SIGNER})[^。;:]{{0,14}}?(?:签名|签收|签字|签章|盖章|捺印|指印)[^。;:]{{0,14}}:\s*"
    r"(?!执法|行政|时间|日期|年|月|地点|电话|处罚|备注|见证|签|注[::]|本决定)([一-龥·]{2,20})"
    r"|签收[^:]{0,10}:(?:(?!执法人员[^。]{0,4}签)[^:]){0,160}签[名字][^。;:]{0,8}:\s*(?!执法|年|月|日)([一-龥·]{2,20})"
    rf"|(?:{_SIGNER})\s*:\s*(?![^。;]{{0,6}}(?:拒|未))[一-龥·]{{2,20}}?\s*(?:已签收|签收|签名|签字|捺印)"
)
_SIGN_LABEL = rf"(?:{_SIGNER})[^。;:]{{0,14}}?(?:签名|签收|签字|签章|盖章|捺印|指印)|签收"
_REFUSED = r"(?:拒绝|拒不)[^。;的如]{0,10}(?:签|接?收|捺)(?![^。;]{0,4}(?:的|时))|拒签(?!的)|拒收(?!的)"
_DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})"
_FILED_ON = rf"(?:备案|报备|受理|收到)(?:时间|日期|人)?[^。;\d]{{0,16}}{_DAY}"
_COLLECTED = r"当场(?:已|予以|向[^。;]{1,8})?(?:收缴|收取|缴纳|交纳|缴清|收讫)"
_BANK_TICKED = rf"{TICKED}(?:(?!当场)[^□☐◻]){{0,60}}?(?:银行|缴款书|非税|账户|电子支付)"
_NOT_COLLECTED = r"(?:不|未|没有|无需|可以|可|情形)[^。;,]{0,4}$"
_LATER_HARD = r"事后难以(?:执行|处罚)|没有固定住所|无固定住所|第六十八条(?:第一款)?第[(]?二[)]?项"
_REMOTE = r"边远|水上|交通不便|旅客列车|口岸"
_ASKED = r"当事人(?:自愿)?(?:提出|申请|要求|请求)|经(?:当事人|被处罚人)(?:提出|申请|要求)"
_HANDED_IN = (
    rf"(?:交至|交到|上交|上缴|交回|缴交|交给)[^。;\d]{{0,20}}(?:局|机关|队|所|单位|财务)[^。;\d]{{0,12}}{_DAY}"
    rf"|{_DAY}日?[^。;\d]{{0,16}}(?:交至|交到|上交|上缴|交回|交给)[^。;]{{0,20}}(?:局|机关|队|所|单位|财务)"
)
_BANKED_TITLE = r"缴款单|进账单|解款|解缴|上缴|交款单|现金缴款|存款凭证|汇总缴款"


def _papers(case: View, paper: Document) -> tuple[Document, ...]:
    return (paper, *case.documents(*RECORDS))


def _boxed(case: View, paper: Document, hit: Match) -> bool:
    """True where an unticked box stands beside the words: whether a pen ticked it, only a person sees."""
    before, after = case.text(paper)[max(hit.start - 2, 0) : hit.start], case.text(paper)[hit.end :][:6]
    if re.search(TICKED, before):
        return False
    return bool(re.search(BOX, before) or re.match(rf"[^一-龥☑√✓✔■▣]{{0,2}}{BOX}(?:[是否有无已未]|$)", after))


@check("timeliness.summary_told", title="决定前当场告知处罚内容、事实、理由、依据和权利")
def summary_told(case: View) -> Finding:
    """PS-P01."""
    paper = case.required(*SPOT)
    case.duty(on=law_day(case))
    papers = _papers(case, paper)
    for one in papers:
        for told in case.find_all(one, _TOLD):
            if not _boxed(case, one, told):
                case.note(told)
                return case.passed()
    label = case.find(paper, _TOLD_LABEL)
    empty = label is not None and re.match(_NEXT_LABEL, case.text(paper)[label.end :])
    partly = [hit for one in papers for hit in case.find_all(one, _TOLD_IN_PART) if hit != label]
    if partly and not empty:
        return case.unsure("告知的内容未能全部辨认，或者为勾选项，请核对", at=partly[:3])
    recorded = [hit for one in papers if (hit := case.find(one, RECORDER))]
    if recorded:
        return case.unsure("没有告知的文字记载，是否由音像记录反映请核对", at=recorded)
    case.document(*RECORDS)
    case.readable(*papers)
    if label is not None and scanned(paper):
        return case.unsure("告知栏未读到内容，可能为手写，请核对", at=label)
    if label is not None:
        return case.failed("决定书的告知栏空白，笔录也没有告知的记载", at=label)
    return case.failed("决定书和笔录没有告知拟处罚的事实、理由、依据和陈述申辩权利的记载", at=papers)


_MADE = (
    r"(?:提出|作出)(?:了)?[^。;]{0,12}(?:陈述|申辩)|辩称|申辩称"
    r"|陈述申辩(?:意见|内容|情况)?\s*:\s*(?!无|放弃|未|没有|不)[一-龥]{4}"
)
_NONE_MADE = (
    r"放弃|未(?:提出|进行|作)|不(?:陈述|申辩|提出)|[无没]有?(?:任何)?(?:异议|陈述|意见)"
    r"|陈述申辩[^。:]{0,4}:\s*(?:无|没有)"
)
_ANSWERED = r"采纳|采信|成立|复核|不予支持|予以支持|答复|经核"


@check("timeliness.summary_statement_answered", title="当事人陈述申辩有记录并作答复")
def summary_statement_answered(case: View) -> Finding:
    """PS-P02 (assisted)."""
    paper = case.required(*SPOT)
    case.duty(on=law_day(case))
    papers = _papers(case, paper)
    if any(case.find(one, _NONE_MADE) for one in papers):
        return case.not_applicable("当事人没有提出或者放弃陈述申辩")
    made = [hit for one in papers if (hit := case.find(one, _MADE))]
    if not made:
        return case.unsure("未读到当事人是否提出陈述申辩", at=paper)
    if any(case.find(one, _ANSWERED) for one in papers):
        return case.passed("陈述申辩有记录和答复")
    case.readable(*papers)
    return case.failed("记载了当事人的陈述申辩，没有是否采纳的答复", at=made)


@check("timeliness.summary_form_numbered", title="使用预定格式、编有号码的当场处罚决定书")
def summary_form_numbered(case: View) -> Finding:
    """PS-P03."""
    paper = case.required(*SPOT)
    case.duty(on=law_day(case))
    if paper.number or case.facts("案号", document=paper) or case.find(paper, _NUMBER):
        return case.passed()
    if (label := case.find(paper, _NUMBER_LABEL)) and scanned(paper):
        return case.unsure("决定书的编号未能识别", at=label)
    case.readable(paper)
    if scanned(paper):
        return case.unsure("未读到决定书的编号，可能为手写或者套印", at=paper)
    return case.failed("当场处罚决定书没有编号", at=label or paper)


@check("timeliness.summary_handed_over", title="决定书当场交付，拒签的有注明")
def summary_handed_over(case: View) -> Finding:
    """PS-P04."""
    paper = case.required(*SPOT)
    on = law_day(case)
    case.duty(on=on)
    signed = case.find(paper, _SIGNATURE) or case.find(paper, _REFUSED)
    if signed is not None and signed.confidence >= case.trust:
        return case.passed()
    if any("决定" in one.text("paper") and one.text("receiver") for one in case.records("送达")):
        return case.passed("有送达回证")
    label = signed or case.find(paper, _SIGN_LABEL)
    if label is not None:
        return case.unsure("签收栏的签名为手写或者未能识别，请核对", at=label)
    case.document("送达回证")
    case.readable(paper)
    if scanned(paper):
        return case.unsure("未读到当事人签收或者拒签的注明，可能为手写", at=paper)
    if on < NEW_LAW:
        return case.unsure("没有签收；当时的法律没有规定注明拒签，是否当场交付由评查人员判断", at=paper)
    return case.failed("决定书没有当事人签收，也没有注明拒绝签收", at=paper)


@check(
    "timeliness.summary_filed",
    title="当场处罚决定报所属机关备案",
    params={"police": "timeliness.summary_filing.police", "transport": "timeliness.summary_filing.transport"},
)
def summary_filed(case: View) -> Finding:
    """PS-P05: the law sets no days; only the terms of police and transport are bound."""
    paper = case.required(*SPOT)
    on = law_day(case)
    case.duty(on=on)
    form = case.documents(FILING)
    if not form:
        return _not_filed(case, paper)
    case.document(FILING)
    filed = _filed_on(case, form[0], on)
    if filed is None:
        return case.passed("有备案记录；备案日期未读到")
    end = _filing_term(case, paper, on)
    if end is None or filed <= end.early:
        return case.passed(f"已于{zh(filed)}备案")
    message = f"应不晚于{zh(end.late)}备案，实际为{zh(filed)}"
    return case.failed(message, at=form[0]) if filed > end.late else case.unsure(message, at=form[0])


def _filing_term(case: View, paper: Document, on: date) -> End | None:
    if POLICE in case.text(paper):
        hours = case.param("police", on=on)
        # Hours run from an hour that nobody reads off the paper: the next day may still be in time.
        return End(on + timedelta(days=1), on + timedelta(days=1)) if hours else None
    return end_of(case, "transport", on) if "交通" in case.file.agency else None


def _filed_on(case: View, form: Document, on: date) -> date | None:
    """The day of filing by its own field, else the first day after the decision that the form bears."""
    hit = case.find(form, _FILED_ON)
    labelled = _day(hit.groups) if hit and hit.confidence >= case.trust else None
    if labelled is not None and labelled >= on:
        return labelled
    found = [day for one in case.find_all(form, _DAY) if (day := _day(one.groups)) and day >= on]
    return min((day for day in found if day > on), default=min(found, default=None))


def _day(groups: Iterable[str | None]) -> date | None:
    parts = [int(part) for part in groups if part and part.isdigit()][:3]
    try:
        return date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None


def _not_filed(case: View, paper: Document) -> Finding:
    rows = [
        row for row in case.register("filings") if _plain(row.text("case")) == _plain(case.file.case) != ""
    ]
    case.note(*rows)
    if rows:
        return case.passed("备案台账有本案的记录")
    for one in (paper, *case.documents("结案审批表", "卷宗封面", "备考表")):
        if hit := case.find(one, r"备案"):
            return case.unsure("提到备案，没有备案表，备案情况请核对", at=hit)
    missing = case.document(FILING)
    spot_rows = [
        row for row in case.listed("filings") if _plain(row.text("with")) == _plain(case.file.agency)
    ]
    if missing is None and not spot_rows:
        return case.unsure(
            "卷内没有备案表，台账 filings 没有登记本机关的当场处罚备案", at=case.absent(FILING)
        )
    return case.failed("当场处罚决定没有报所属机关备案的记录", at=case.absent(FILING))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@check(
    "timeliness.summary_cash",
    title="当场收缴罚款符合法定情形",
    params={"spot": "penalty.spot_collection", "police": "timeliness.spot_collection.police"},
)
def summary_cash(case: View) -> Finding:
    """PS-P06."""
    paper = case.required(*SPOT)
    places = _cash(case, paper)
    if not places:
        return case.not_applicable("罚款没有当场收缴")
    on, fine = law_day(case), case.amount("罚款金额")
    if fine is None:
        return case.unsure("罚款当场收缴，未读到罚款金额", at=places)
    limit = _spot_limit(case, paper, on)
    if limit is not None and fine <= limit:
        return case.passed(f"罚款{yuan(fine)}，可以当场收缴")
    papers = _papers(case, paper)
    far = [hit for one in papers if (hit := case.find(one, _REMOTE))]
    if far and any(case.find(one, _ASKED) for one in papers):
        return case.passed("边远、水上、交通不便地区，经当事人提出")
    hard = [
        hit
        for one in papers
        if (hit := case.find(one, rf"{_LATER_HARD}|《[^《》]*(?:道路交通安全|出境入境管理)"))
    ]
    if far or hard:
        return case.unsure(f"罚款{yuan(fine)}当场收缴，写明的情形是否成立由评查人员判断", at=far + hard)
    case.readable(paper)
    ceiling = f"超过可以当场收缴的{yuan(limit)}" if limit is not None else "没有可以当场收缴的数额"
    return case.failed(f"当场收缴罚款{yuan(fine)}，{ceiling}，也没有写明其他法定情形", at=places)


def _spot_limit(case: View, paper: Document, on: date) -> Decimal | None:
    """The highest sum that may be taken on the spot."""
    names = ("spot", "police") if POLICE in case.text(paper) else ("spot",)
    found = [figure.value for name in names if (figure := case.param(name, on=on))]
    return max((value for value in found if value is not None), default=None)


def _cash(case: View, paper: Document) -> tuple[Evidence, ...]:
    """Where the file says that the fine was taken on the spot; empty where it was not.

    Raises:
        NeedsPerson: the papers do not tell, or they contradict each other.
    """
    if not punished(case, "罚款"):
        return ()
    told = [hit for hit in case.find_all(paper, _COLLECTED) if not _denied(case, paper, hit)]
    plain = [hit.evidence for hit in told if not _boxed(case, paper, hit)]
    receipts = case.documents(RECEIPT)
    cash = [one for one in receipts if case.find(one, CASH) or "现金" in _way(case, one)]
    places = (*plain, *(hit.evidence for one in cash if (hit := case.find(one, CASH))))
    banked = [one for one in receipts if one not in cash and (_way(case, one) or case.find(one, "银行|非税"))]
    if plain and not banked:
        return places
    if plain or cash:
        raise NeedsPerson("罚款是否由执法人员当场收缴，决定书和票据不一致或者没有写明，请核对", places)
    if banked or (not told and case.find(paper, CHANNEL)) or case.find(paper, _BANK_TICKED):
        return ()
    raise NeedsPerson("未能辨认罚款是否当场收缴，请核对", tuple(hit.evidence for hit in told))


def _way(case: View, receipt: Document) -> str:
    return str(case.optional("缴款方式", document=receipt) or "")


def _denied(case: View, paper: Document, hit: Match) -> bool:
    """True where the words only quote the law or deny it (可以当场收缴, 未当场收缴)."""
    return bool(re.search(_NOT_COLLECTED, case.text(paper)[max(hit.start - 8, 0) : hit.start]))


@check(
    "timeliness.summary_cash_handed_in",
    title="当场收缴的罚款按期缴付",
    params={"term": "timeliness.cash_handed_in"},
)
def summary_cash_handed_in(case: View) -> Finding:
    """PS-P07: two days to the organ, two more to the bank."""
    paper = case.required(*SPOT)
    if not _cash(case, paper):
        return case.not_applicable("罚款没有当场收缴")
    on = law_day(case)
    if any(case.find(one, r"水上|抵岸|旅客列车") for one in _papers(case, paper)):
        return case.unsure("在水上收缴的罚款自抵岸之日起计算，抵岸日期请核对")
    slips = [one for one in case.file.documents if re.search(_BANKED_TITLE, one.title)]
    handed, banked = _handed_on(case, (paper, *slips)), _banked_on(case, slips, on)
    if handed is None and banked is None:
        return case.unsure("未读到罚款交至机关和缴付银行的日期", at=slips or (paper,))
    first = end_of(case, "term", on)
    if first is None:
        return case.not_applicable("当时没有缴付期限")
    if handed is not None and handed > first.early:
        message = f"{zh(on)}收缴的罚款应不晚于{zh(first.late)}交至机关，实际为{zh(handed)}"
        return case.failed(message, at=slips or paper) if handed > first.late else case.unsure(message)
    if banked is None:
        return case.unsure("未读到机关将罚款缴付银行的日期", at=slips)
    last = end_of(case, "term", handed or first.late)
    if last is not None and banked > last.early:
        message = f"罚款应不晚于{zh(last.late)}缴付银行，实际为{zh(banked)}"
        return case.failed(message, at=slips) if banked > last.late else case.unsure(message, at=slips)
    return case.passed()


def _handed_on(case: View, papers: Iterable[Document]) -> date | None:
    hits = [hit for one in papers if (hit := case.find(one, _HANDED_IN)) and hit.confidence >= case.trust]
    return _day(hits[0].groups) if hits else None


def _banked_on(case: View, slips: Iterable[Document], on: date) -> date | None:
    """The day of the slip of the bank."""
    found = [day for one in slips for day in days_of(case.facts("缴款日期", document=one))]
    found += [one.date for one in slips if one.date is not None]
    return min((day for day in found if day >= on), default=None)


@check("timeliness.summary_cash_receipt", title="当场收缴罚款出具财政部门统一票据")
def summary_cash_receipt(case: View) -> Finding:
    """PS-P08 (assisted)."""
    paper = case.required(*SPOT)
    places = _cash(case, paper)
    if not places:
        return case.not_applicable("罚款没有当场收缴")
    case.duty(on=law_day(case))
    if case.documents(RECEIPT) or case.find(paper, r"(?:票据|收据)(?:号码?|编号)?:?[^。;]{0,6}\d{4}"):
        case.document(RECEIPT)
        return case.passed("有票据或者票据号码，是否为财政部门统一制发的专用票据请核对")
    case.document(RECEIPT)
    return case.failed("当场收缴罚款，卷内没有票据或者票据号码", at=(*places, *case.absent(RECEIPT)))
