"""What the decision has to say: statutory items, remedies, statement, evidence, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

import cn2an

from anjuan import Document, Evidence, Finding, Match, NeedsPerson, View, check

from ..reading import decision, in_words, missing_in, no_decision, yuan

REMEDIES = r"行政复议|复议机关|申请复议|行政诉讼|提起诉讼|人民法院起诉|向[^。]{0,20}法院"
MONEY = r"罚款|没收违法所得"
KINDS = r"罚款|没收|警告|吊销|暂扣|责令|拘留|通报批评|降低|关闭|停止|限制|取消|撤销|[依根]据[^。]{0,6}《"
SIGNED = r"(?:局|委员会|政府|厅|队|所|会|部|署|处)[^。]{0,12}\d{4}年\d{1,2}月\d{1,2}日"
# What is told of remedies has terms and the word 执行 too, and says nothing of how the penalty is performed.
TOLD_OF_REMEDIES = (
    r"不服[^。;]*(?:复议|诉讼|起诉)[^。;]*|(?:复议|诉讼)[^。;]*不停止[^。;]*|履行方式[^。;]{0,6}救济途径"
)
# What shows each of the statutory items; presence only, the content is judged by other items.
ELEMENTS = (
    ("当事人", r"当事人|被处罚(?:人|单位)|受处罚|违法行为人|(?:姓名|名称|单位)[(:]", ("当事人",)),
    ("违法事实和证据", r"经查|查明|查实|经调查|违法事实|发现|检查|存在[^。]{0,40}行为|实施了|证据", ()),
    ("处罚的种类和依据", KINDS, ("处罚种类", "处罚依据")),
    ("处罚的履行方式和期限", r"缴|履行|执行|交至|账户|账号|银行|[日天]内", ("缴款期限",)),
    ("申请行政复议、提起行政诉讼的途径和期限", REMEDIES, ("复议期限", "起诉期限")),
    ("行政机关名称和决定日期", SIGNED, ("决定日期", "处罚机关", "文头机关", "落款机关")),
)  # fmt: skip


@check("documents.decision_elements", title="处罚决定书载明法定事项")
def decision_elements(case: View) -> Finding:
    """PO-D02."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    case.duty(on=case.law_day())
    text, absent = case.text(paper), []
    for what, pattern, facts in ELEMENTS:
        body = re.sub(TOLD_OF_REMEDIES, "", text) if what == "处罚的履行方式和期限" else text
        if re.search(pattern, body) or any(case.facts(name, document=paper) for name in facts):
            continue
        if what == "处罚的履行方式和期限" and not re.search(MONEY, text):
            continue
        absent.append(what)
    if not absent:
        return case.passed()
    case.readable(paper)
    message = f"决定书未载明：{'、'.join(absent)}"
    return case.failed(message, at=[missing_in(paper, what) for what in absent], times=len(absent))


@check(
    "documents.remedies",
    title="救济途径和期限告知正确",
    params={"review": "review.request", "suit": "suit.request"},
)
def remedies(case: View) -> Iterator[Finding]:
    """PO-D04."""
    paper = decision(case)
    if paper is None:
        yield no_decision(case)
        return
    on = case.law_day()
    case.duty(on=on)
    told = case.facts("复议期限", document=paper) or case.facts("起诉期限", document=paper)
    if not told and not case.find(paper, REMEDIES):
        case.readable(paper)
        message = "决定书没有告知申请行政复议、提起行政诉讼的途径和期限"
        yield case.failed(message, at=missing_in(paper, "救济途径和期限"))
        return
    faults: list[str] = []
    doubts: list[str] = []
    places: list[Evidence] = []
    for term, name, what in (("review", "复议期限", "行政复议"), ("suit", "起诉期限", "行政诉讼")):
        state, message, place = _term(case, paper, on, term, name, what)
        places += [place] if state == "fail" and place else []
        faults += [message] if state == "fail" else []
        doubts += [message] if state == "unsure" else []
    if faults:
        yield case.failed("；".join(faults), at=places)
    elif doubts:
        yield case.unsure("；".join(doubts))
    else:
        yield case.passed("期限告知正确；复议机关和管辖法院请核对")


def _term(
    case: View, paper: Document, on: date, term: str, name: str, what: str
) -> tuple[str, str, Evidence | None]:
    """`pass`, `fail` or `unsure` for one remedy, with the message and place."""
    law = case.param(term, on=on)
    if law is None or law.value is None:
        return "unsure", f"决定日的{what}期限未登记", None
    written, place = _written(case, paper, name, what)
    right = f"{law.value}{law.unit if law.unit != '月' else '个月'}"
    if not written:
        return _untold(case, paper, "复议" if term == "review" else "诉讼|起诉", what, right)
    figure = _figure(written)
    if figure is None:
        return "unsure", f"{what}期限写作“{written}”，请核对", place
    number, unit = figure
    if unit == law.unit and number == law.value:
        return "pass", "", place
    message = f"{what}期限写作“{written}”，应为{right}"
    # A special law may set another term to sue (15 or 30 days) or a longer one for review, never a shorter one.
    short_review = term == "review" and unit == "日" and number < law.value
    plainly_wrong = short_review or (term == "suit" and unit == "月" and number == 3)
    if not plainly_wrong or (term == "suit" and case.find(paper, r"先[^。]{0,20}申请(?:行政)?复议|复议决定")):
        return "unsure", f"{message}；特别法另有规定的除外", place
    return "fail", message, place


def _untold(
    case: View, paper: Document, word: str, what: str, right: str
) -> tuple[str, str, Evidence | None]:
    """The remedy or its term is not told, unless a figure stands near that the pattern did not fit."""
    text = case.text(paper)
    hits = case.find_all(paper, word)
    if any(
        re.search(r"[0-9一二三四五六七八九十][个箇]?[日天月]", text[max(h.start - 150, 0) : h.end + 60])
        for h in hits
    ):
        return "unsure", f"未能辨认{what}期限，请核对（应为{right}）", None
    case.readable(paper)
    message = f"未写明{what}期限（应为{right}）" if hits else f"未告知{what}的途径和期限"
    return "fail", message, missing_in(paper, f"{what}期限")


def _written(case: View, paper: Document, name: str, what: str) -> tuple[str, Evidence | None]:
    facts = case.facts(name, document=paper)
    if facts:
        return str(case.value(name, document=paper)), facts[0].evidence
    number = r"([0-9一二三四五六七八九十百]+)(个?月|个?工作日|日|天)"
    word = "复议" if what == "行政复议" else "(?:诉讼|起诉)"
    hit = case.find(paper, rf"{number}[之以]?[内內][^。;；日月]{{0,90}}?{word}") or case.find(
        paper, rf"{word}[^。;；]{{0,30}}?期限[^。;；]{{0,12}}?{number}"
    )
    return (f"{hit.groups[0]}{hit.groups[1]}", hit.evidence) if hit and hit.confidence >= 0.85 else ("", None)


@lru_cache(1024)  # the terms of decisions are few
def _figure(text: str) -> tuple[Decimal, str] | None:
    hit = re.search(r"([0-9]+|[零〇一二两三四五六七八九十百]+)\s*(个?工作日|个?月|日|天)", text)
    if hit is None:
        return (Decimal(6), "月") if "半年" in text else None
    number = hit[1].replace("〇", "零").replace("两", "二")
    value = (
        Decimal(number)
        if number.isdecimal() and number.isascii()
        else Decimal(str(cn2an.cn2an(number, "smart")))
    )
    unit = "月" if "月" in hit[2] else "工作日" if "工作日" in hit[2] else "日"
    return value, unit


OUTCOME = (
    r"采纳|采信|理由(?:不)?(?:能)?成立|不成立|不予支持|予以支持|复核|不予认可|予以认可|不能成立"
    r"|(?:请求|意见|申辩|听证)[^。;]{0,40}(?:酌情|予以考虑|降低|减轻|从轻)"
)
WHY = r"考虑|因|由于|鉴于|理由|经复核|经核|认为|经查|属于|不属|不符|符合|规定|证据|依据|没有|并非|已经"
_TOPIC = r"(?:陈述|申辩|听证|意见|异议|辩解|权利)"
# How decisions tell that nobody spoke; always by what was not said, for 逾期不申请行政复议 stands in every decision.
WAIVED = "|".join(
    (
        r"放弃",
        rf"(?:未|没有)[^。;复诉]{{0,24}}?(?:提出?|进行|作|要求|提交|申请|行使|表示|发表)[^。;复诉]{{0,20}}?{_TOPIC}",
        rf"不(?:再|予|愿)?(?:要求|申请|提出?|需要|进行|作|行使|发表)[^。;复诉]{{0,16}}?{_TOPIC}",
        r"[不未](?:陈述|申辩|辩解|听证)|不持[^。;]{0,4}异议",
        r"(?:陈述|申辩|听证|告知)[^复诉]{0,100}?(?:未|没有)[^。;复诉]{0,16}?(?:提出|行使|答复|回复|回应|表示)(?![^。;]{0,10}[复诉])",
        r"(?:陈述|申辩|听证|告知|处罚)[^复诉]{0,100}?[没无](?:有)?(?:任何|其他|不同|陈述)?[、和]?(?:异议|意见|申辩|陈述|辩解)",
        r"(?:陈述|申辩|听证)[^。;]{0,10}[:：]\s*无",
        r"(?:自愿|表示|愿意|同意|明确)(?:接受|服从|认可)[^。;]{0,12}(?:处罚|处理)",
    )
)
# 逾期未提出的，视为放弃 tells a right, not what happened.
_CONDITION = r"[^。;]{0,16}?[的者][,，]?\s*(?:即|则)?视[为作同]"


def _waiver_told(case: View, paper: Document) -> Match | None:
    """Where the decision tells that the party did not speak."""
    text = case.text(paper)
    for hit in case.find_all(paper, WAIVED):
        told = text[max(hit.start - 24, 0) : hit.end] + text[hit.end : hit.end + 24]
        if not re.search(_CONDITION, told):
            case.note(hit)
            return hit
    return None


@check("documents.statement_outcome", title="决定书写明陈述申辩、听证情况及采纳与否的理由")
def statement_outcome(case: View) -> Finding:
    """PO-D05."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    stated = _stated(case, paper)
    if stated == "未提出":
        return case.not_applicable("当事人未提出陈述申辩，未要求听证")
    if stated == "放弃":
        if _waiver_told(case, paper):
            return case.passed("决定书写明当事人放弃或者未提出陈述申辩")
        case.readable(paper)
        message = "当事人放弃陈述申辩，决定书未记载"
        return case.failed(message, at=missing_in(paper, "陈述申辩情况"), milder=True)
    outcome = case.find(paper, OUTCOME)
    if outcome is None:
        case.readable(paper)
        message = "当事人提出了陈述申辩或者参加了听证，决定书未写明采纳情况"
        return case.failed(message, at=missing_in(paper, "陈述申辩情况"))
    around = case.text(paper)[max(outcome.start - 200, 0) : outcome.end + 200]
    # A long hit bears the reason with it.
    if not re.search(WHY, around if len(outcome.text) > 12 else around.replace(outcome.text, "")):
        case.readable(paper)
        return case.failed("决定书写明了是否采纳，未写明理由", at=outcome)
    return case.passed()


def _stated(case: View, paper: Document) -> str:
    """提出, 放弃 or 未提出; a hearing held counts as a statement made."""
    if case.documents("听证笔录") or case.facts("听证日期"):
        return "提出"
    values = {str(fact.value) for fact in case.facts("陈述申辩")}
    if values == {"放弃", "未提出"}:  # a waiver, of which the decision tells only that nothing was said
        return "放弃"
    value = str(case.optional("陈述申辩") or "")
    if not value:
        if case.documents("陈述申辩笔录", "陈述申辩复核意见书"):
            return "提出"
        if case.documents("放弃陈述申辩声明"):
            return "放弃"
        if case.find(paper, r"未(?:在[^。]{0,12})?(?:提出|进行|作出|提交)[^。]{0,8}(?:陈述|申辩|意见)"):
            return "未提出"
        raise NeedsPerson("未读到当事人是否提出陈述申辩")
    return "放弃" if "放弃" in value else "未提出" if re.search(r"未|没有|无", value) else "提出"


NAMED = (
    r"笔录|照片|执照|报告|复印件|身份证|票据|发票|视频|录像|截图|清单|凭证|登记证|说明|记录|证言|合同|协查"
)
PROVES = (
    r"反映|表明|显示"
    r"|(?<!身份|资格|学历|合格|检疫|检验)(?:证明|证实|印证|佐证)(?!材料|文件|书|标志|复印|[,，。:：;；、])"
)


@check("documents.evidence_listed", title="决定书列明证据及其证明内容")
def evidence_listed(case: View) -> Finding:
    """PO-D06."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    case.duty(on=case.law_day())
    cue = case.find(paper, r"证据|证实|佐证|为证|为凭|证明")
    named = case.find(paper, NAMED)
    if cue is None or named is None:
        case.readable(paper)
        return case.failed("决定书未列明认定违法事实的证据", at=missing_in(paper, "证据"))
    if case.find(paper, PROVES):
        return case.passed()
    case.readable(paper)
    return case.failed("决定书列举了证据名称，未说明各自证明的内容", at=[cue, named], milder=True)


_PAIR = re.compile(
    r"(?P<words>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆](?:零?[壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?)"
    r"[(](?:小写|人民币|即|计)?[:]?[¥￥]?(?P<digits>\d[\d,]*(?:\.\d+)?)元?[)]"
    r"|(?P<digits2>\d[\d,]*(?:\.\d+)?)元?[(](?:大写|人民币)*[:]?(?:人民币)?"
    r"(?P<words2>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆](?:零?[壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?)"
)


@check("documents.amounts_agree", title="罚没金额大小写及各文书金额一致")
def amounts_agree(case: View) -> Finding:
    """PO-D07."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    case.duty(on=case.law_day())
    pairs = list(_pairs(case, paper))
    poor = [match for match, _, _ in pairs if match.confidence < 0.85]
    if poor:
        return case.unsure("罚没金额识别不够清楚", at=poor)
    for match, words, digits in pairs:
        if words != digits:
            return case.failed(f"金额大写为{yuan(words)}，小写为{yuan(digits)}，不一致", at=match)
    fine, taken = case.amount("罚款金额"), case.amount("没收违法所得金额")
    if fine is None and taken is None and not pairs:
        return case.not_applicable("决定书没有罚没金额")
    written = case.amount("罚款大写金额")
    if written is not None and fine is not None and written not in (fine, fine + (taken or 0)):
        message = f"罚款大写为{yuan(written)}，小写为{yuan(fine)}，不一致"
        return case.failed(message, at=[*case.facts("罚款大写金额"), *case.facts("罚款金额")])
    return case.passed()


def _pairs(case: View, paper: Document) -> Iterator[tuple[Match, Decimal, Decimal]]:
    for match in case.find_all(paper, _PAIR.pattern):
        words, digits = match.groups[0] or match.groups[3], match.groups[1] or match.groups[2]
        sum_in_words = in_words(words or "")
        if sum_in_words is not None and digits:
            yield match, sum_in_words, Decimal(digits.replace(",", ""))
