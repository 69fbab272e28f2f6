"""What comes before enforcement: demand, statement, its term, surcharge (催告、陈述申辩、加处罚款)."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Document, Finding, Match, View, check

from ..execution import (
    APPLICATION,
    DECIDED,
    DEMAND,
    IMMEDIATE,
    RECORD,
    SUBSTITUTE,
    applied_on,
    decided_on,
    demanded_on,
    enforced,
    first_day,
    own_enforcement,
)
from ..terms import End, end_of_written, term_in, zh

FORCED = r"强制(?:执行|拆除|清除|搬离|腾退)|强拆|代履行|划拨|拍卖|抵缴|拆除"
DOING = r"拆除|清除|恢复原状|搬离|搬迁|腾退|补种|治理|停止"
NOT_YET = "当时行政强制法尚未施行"
TERM = (
    r"(?:收到|接到|送达)[^。;]{0,20}起\s*([零一二三四五六七八九十\d]{1,3}\s*(?:个工作日|工作日|日|天))(?:内|以内|之内)"
    r"|(?:于|在|限)\s*([零一二三四五六七八九十\d]{1,3}\s*(?:个工作日|工作日|日|天))(?:内|以内|之内)"
)
PARTS = (
    (
        "term",
        "履行义务的期限",
        r"(?:[日天时]|月)(?:之|以)?(?:内|前)|\d日(?:止|截止)|截止|期限|[于在至]\d{4}年|立即|马上",
    ),
    (
        "manner",
        "履行义务的方式",
        r"缴|交纳|支付|账户|账号|银行|自行|拆除|清除|恢复|改正|停止|履行方式|搬离|搬迁|腾退|整改|补种|治理|修复|复垦|复耕|关闭|处置|退还|退回|交出|移交|移除|回填",
    ),
    ("rights", "陈述权和申辩权", r"陈述|申辩"),
)
MONEY = r"罚款|滞纳金|没收|缴纳|缴清|[\d,]+(?:\.\d+)?元"
AMOUNT = (
    r"[¥￥]\s*\d|人民币\s*\d|\d[\d,]*(?:\.\d+)?\s*(?:万|千|百)?元"
    r"|[壹贰叁肆伍陆柒捌玖拾佰仟万亿零]+[元圆]|[一二三四五六七八九十百千万]+元"
)


@check("timeliness.demand_made", title="强制执行前书面催告且内容齐全")
def demand_made(case: View) -> Finding:
    """CO-P08."""
    if not own_enforcement(case):
        return case.not_applicable("行政机关没有自行强制执行")
    if any(case.find(paper, IMMEDIATE) for paper in case.documents(SUBSTITUTE, RECORD)):
        return case.not_applicable("立即实施代履行，不需要事先催告")
    if case.duty(on=first_day(case)) is None:
        return case.not_applicable(NOT_YET)
    demand = case.document(DEMAND)
    records = case.documents(RECORD)
    if demand is None and not case.documents(*DECIDED) and not any(_forced(case, one) for one in records):
        return case.unsure("执行笔录记载的是否为强制执行请核对", at=records)
    if demand is None:
        return case.failed("作出强制执行决定、实施强制执行之前没有书面催告", at=case.absent(DEMAND))
    demands = case.documents(DEMAND)
    lacking = [what for key, what, pattern in PARTS if _lacks(case, demands, key, pattern)]
    money = _about_money(case, demands)
    if money and not lacking and any(case.find(one, DOING) for one in demands) and _silent(case, demands):
        return case.unsure("催告书没有明确的金额，所催告的义务是否包括金钱给付请核对", at=demands)
    if money and _lacks(case, demands, "amount", AMOUNT):
        lacking.append("明确的金额")
    if not lacking:
        return case.passed()
    case.readable(*demands)
    return case.failed(f"催告书没有载明{'、'.join(lacking)}", at=demands)


def _forced(case: View, record: Document) -> bool:
    return bool(re.search(FORCED, record.title) or case.find(record, FORCED))


def _silent(case: View, demands: tuple[Document, ...]) -> bool:
    return _lacks(case, demands, "amount", AMOUNT)


def _lacks(case: View, demands: tuple[Document, ...], key: str, pattern: str) -> bool:
    told = [one.get(key) for paper in demands for one in case.records("催告内容", document=paper)]
    if True in told:
        return False
    return not any(case.find(paper, pattern) for paper in demands)


def _about_money(case: View, demands: tuple[Document, ...]) -> bool:
    return any(case.find(paper, MONEY) for paper in demands)


SPOKE = (
    r"(?<!未)(?<!没有)(?:提出|进行|作出|提交)了?[^。;,]{0,12}(?:陈述|申辩|书面意见|异议)(?![^。;]{0,6}[的权])"
    r"|(?:陈述|申辩)(?:理由|意见)[^。;]{0,6}(?:如下|为|是)"
)
NOT_SPOKEN = r"(?:未|没有?|不|放弃|可以?|有权|逾期|如)[^。;]{0,24}$"
ANSWERED = r"采纳|复核|不成立|成立|予以支持|不予支持"


@check("timeliness.demand_statement_answered", title="催告后的陈述申辩有记录和复核")
def demand_statement_answered(case: View) -> Finding:
    """CO-P09 (assisted)."""
    demands = case.documents(DEMAND)
    if not demands or not (own_enforcement(case) or case.documents(APPLICATION)):
        return case.not_applicable("没有催告")
    if case.duty(on=first_day(case)) is None:
        return case.not_applicable(NOT_YET)
    last = (*DECIDED, "执行笔录", APPLICATION)
    records = case.documents("陈述申辩笔录", "陈述申辩复核意见书")
    spoke = next((hit for paper in case.documents(*last) if (hit := _spoken(case, paper))), None)
    if spoke is None and not records:
        return case.not_applicable("当事人没有提出陈述、申辩")
    if spoke is None and case.documents("行政处罚事先告知书"):
        return case.unsure("卷内的陈述申辩是否针对催告书，由评查人员判断")
    if any(one.kind == "陈述申辩复核意见书" for one in records):
        return case.passed()
    if any(case.find(paper, ANSWERED) for paper in (*records, *case.documents(*last))):
        return case.passed()
    case.document("陈述申辩复核意见书")
    return case.failed("当事人对催告提出陈述、申辩，卷内没有复核的记载", at=spoke or records)


def _spoken(case: View, paper: Document) -> Match | None:
    """Where a paper tells that the party spoke, not that it did not or might."""
    text = case.text(paper)
    hits = case.find_all(paper, SPOKE)
    return next(
        (hit for hit in hits if not re.search(NOT_SPOKEN, text[max(hit.start - 40, 0) : hit.start])), None
    )


HIDING = r"(?:转移|隐匿|隐藏|变卖)[^。;]{0,8}(?:财物|财产|资产|存款|迹象)|财[物产][^。;]{0,12}(?:转移|隐匿)"


AT_ONCE = r"情况紧急|第五十九条|立即(?:强制)?执行|先予执行"


@check(
    "timeliness.enforced_after_demand",
    title="催告期满后才作出执行决定或者申请执行",
    params={"demand": "coercion.demand", "court": "timeliness.enforced_after_demand.court"},
)
def enforced_after_demand(case: View) -> Finding:
    """CO-P10."""
    decided, asked = decided_on(case), applied_on(case)
    if decided is None and asked is None:
        if case.documents("强制执行决定书", APPLICATION):
            return case.unsure("未读到强制执行决定或者申请的日期")
        return case.not_applicable("没有作出强制执行决定，也没有申请法院强制执行")
    if decided is not None:
        return _decided(case, decided)
    return _asked(case, asked) if asked else case.not_applicable()


def _decided(case: View, decided: date) -> Finding:
    if case.duty(on=decided) is None:
        return case.not_applicable(NOT_YET)
    if case.document(DEMAND) is None:
        return case.not_applicable("没有催告书，在催告一项评查")
    told = demanded_on(case)
    if told is None:
        return case.unsure("未读到催告书的送达日期")
    papers = (*case.documents("强制执行决定书"), *case.documents("催告书"))
    if any(case.find(paper, HIDING) for paper in papers):
        return case.unsure("文书记载有转移、隐匿财物的迹象，是否可以立即强制执行由评查人员判断")
    if decided < told and len(case.documents(DEMAND)) > 1:
        return case.unsure("卷内有多份催告书，决定之前的一份何时送达请核对")
    if decided < told:
        return case.failed(f"{zh(decided)}作出强制执行决定，{zh(told)}才送达催告书")
    end = _demand_end(case, told)
    if end is None:
        return case.unsure("未读到催告书所定的履行期限")
    when = f"催告期限至{zh(end.early)}届满，强制执行决定于{zh(decided)}作出"
    if decided <= end.early:
        return case.failed(when)
    return case.unsure(f"{when}；期限按工作日计算尚未届满") if decided <= end.late else case.passed()


def _demand_end(case: View, told: date) -> End | None:
    """The last day that the demand gives; days up to ten may be working days (第六十九条)."""
    ends = [fact.value for fact in case.facts("催告期限") if isinstance(fact.value, date)]
    if ends:
        return End(min(ends), max(ends))
    texts = [str(fact.value) for fact in case.facts("催告期限")]
    if not texts:
        hits = [hit for paper in case.documents(DEMAND) for hit in case.find_all(paper, TERM)]
        texts = [hit.groups[0] or hit.groups[1] or "" for hit in hits[:1] if hit.confidence >= case.trust]
    for text in texts:
        term = term_in(text)
        end = end_of_written(case, text, told)
        if term and end and term[1] == "日" and 7 < term[0] <= 10:
            late = end_of_written(case, f"{term[0]}个工作日", told)
            return End(end.early, late.late) if late else end
        if end:
            return end
    return None


def _asked(case: View, asked: date) -> Finding:
    if case.param("court", on=asked) is None:
        return case.not_applicable(NOT_YET)
    if any(case.find(one, AT_ONCE) for one in case.documents(APPLICATION)) and not case.documents(DEMAND):
        return case.unsure("申请书称情况紧急，是否可以申请立即执行由评查人员判断")
    if case.document(DEMAND) is None:
        return case.failed("申请人民法院强制执行前没有催告", at=case.absent(DEMAND))
    told = demanded_on(case)
    if told is None:
        return case.unsure("未读到催告书的送达日期")
    due = case.deadline("demand", start=told)
    if due is None:
        return case.not_applicable(NOT_YET)
    when = f"催告书于{zh(told)}送达，{zh(asked)}申请强制执行"
    if asked < due and any(case.find(one, AT_ONCE) for one in case.documents(APPLICATION)):
        return case.unsure(f"{when}，申请书称情况紧急，是否可以申请立即执行由评查人员判断")
    if asked < due:
        return case.failed(f"{when}，未满十个工作日")
    return case.unsure(f"{when}，正在第十个工作日") if asked == due else case.passed()


@check(
    "timeliness.surcharge_before_enforcement",
    title="加处罚款或者滞纳金满三十日并经催告后执行",
    params={"days": "coercion.surcharge_days"},
)
def surcharge_before_enforcement(case: View) -> Finding:
    """CO-P15."""
    added = case.facts("加处罚款金额") or case.facts("滞纳金金额") or case.documents("加处罚款决定书")
    if not added or not own_enforcement(case):
        return case.not_applicable("没有自行强制执行加处的罚款或者滞纳金")
    if case.duty(on=first_day(case)) is None:
        return case.not_applicable(NOT_YET)
    if case.document(DEMAND) is None:
        return case.failed("加处罚款或者滞纳金后没有催告即强制执行", at=case.absent(DEMAND))
    began, done = case.optional_date("滞纳金起算日期"), decided_on(case) or enforced(case)
    if began is None or done is None:
        return case.unsure("未读到加处罚款或者滞纳金的起算日期，或者强制执行的日期")
    term = case.param("days", on=done)
    if term is None or term.value is None:
        return case.not_applicable(NOT_YET)
    count, text = (done - began).days, f"自{zh(began)}起加处，{zh(done)}强制执行"
    if count < int(term.value):
        return case.failed(f"{text}，不满三十日")
    if count == int(term.value):
        return case.unsure(f"{text}，是否超过三十日因起算日是否计入而不同，请核对")
    return case.passed()
