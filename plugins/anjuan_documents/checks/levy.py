"""Levies (行政征收): what the decision bears, and the receipt."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from anjuan import Document, Finding, NeedsPerson, View, check

from ..reading import missing_in, yuan

DECISION, DECLARED = "征收决定书", "缴费申报表"
OFFICIAL = ("费额核定表", "征收审批表", "征收告知书")  # papers of an organ that decides
RECEIPTS = ("罚没票据", "缴款票据")
# What shows each of the items of a decision; presence only, the content is judged by other items.
_DAY = (
    r"(?:(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}"
    r"|[二一][〇零○oO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月)"
)
_ORGAN = rf"(?:局|委员会|委|政府|厅|办事处|办公室|办|中心|所|站|院|处|署|支队|大队)[^。]{{0,14}}{_DAY}"
_BASIS = r"《[^》]{2,60}》|[依根]据[^。]{2,40}(?:法|条例|办法|规定|标准)"
_PAYER = r"(?:缴费|缴款|缴纳|义务|纳税|被征收|申请)(?:义务)?(?:人|单位)|[一-龥)）]{4,}[:：]|当事人"
ELEMENTS = (
    ("缴费义务人", _PAYER, ("缴费义务人", "文书当事人", "当事人")),
    (
        "征收金额",
        r"\d\s*万?元|元[整正]|[¥￥]|[壹贰叁肆伍陆柒捌玖拾佰仟万亿零一二三四五六七八九十百千]+[元圆]",
        ("征收金额",),
    ),
    ("征收依据", _BASIS, ("引用法条", "处罚依据")),
    ("征收机关名称", _ORGAN, ("处罚机关", "落款机关", "文头机关")),
    ("决定日期", _DAY, ("决定日期",)),
)
PAID = r"(?:已|全部|足额|按期)(?:经)?(?:缴|交)(?:清|纳|款|费)|缴清|履行完毕|已(?:履行|到账|入库)"
UNPAID = r"(?:未|尚未|没有|逾期不?)(?:能)?(?:缴|交|履行)|欠缴|拒不"
PARTLY = r"分期|缓缴|延期|减免|部分|抵[扣缴]|退还|多缴|合并|一并缴"
RECORDS_END = ("结案审批表", "备考表", "卷宗封面")


@check("documents.levy_elements", title="征收决定书要素齐全并盖章", form=True)
def levy_elements(case: View) -> Finding:
    """LE-D01."""
    paper = _decision(case)
    if paper is None:
        return case.not_applicable("自行申报缴纳，没有征收决定书")
    text, lacking = case.text(paper), []
    for what, pattern, facts in ELEMENTS:
        if any(case.facts(name, document=paper) for name in facts) or re.search(pattern, text):
            continue
        if what == "决定日期" and paper.date is not None:
            continue
        lacking.append(what)
    seal, doubt = _seal(case, paper)
    if lacking:
        case.readable(paper)
    if lacking or seal == "无":
        names = [*lacking, *(["印章"] if seal == "无" else [])]
        places = [missing_in(paper, name) for name in names]
        return case.failed(f"征收决定书没有{'、'.join(names)}", at=places)
    return case.unsure(doubt, at=paper) if doubt else case.passed()


def _decision(case: View) -> Document | None:
    """The decision; None where the payer declared and paid by itself.

    Raises:
        NeedsPerson: there is neither.
    """
    if not case.documents(DECISION, *OFFICIAL) and case.documents(DECLARED):
        return None
    return case.required(DECISION)


def _seal(case: View, paper: Document) -> tuple[str, str]:
    """State of the seal and, where it cannot be told, what to say of it."""
    try:
        states = [one.text("state") for one in case.records("印章", document=paper)]
    except NeedsPerson as need:  # a seal that cannot be told hides no missing item
        return "不清", need.reason
    if "有" in states:
        return "有", ""
    if states and set(states) == {"无"}:
        return "无", ""
    return "不清", "征收决定书的印章为图像，请核对"


@check("documents.levy_receipt", title="财政票据在卷且金额一致")
def levy_receipt(case: View) -> Finding:
    """LE-D02."""
    sums = _sums(case)
    receipts = case.documents(*RECEIPTS)
    if not receipts and not sums:
        return _no_receipt(case)
    paid_on = [fact.value for fact in case.facts("缴款日期") if isinstance(fact.value, date)]
    if case.duty(on=paid_on[0] if paid_on else case.law_day()) is None:
        return case.not_applicable("当时没有本项要求")
    if not sums:
        raise NeedsPerson("票据金额未能读出", ())
    due = _due(case)
    if due is None:
        raise NeedsPerson("未读到应缴金额，不能与票据核对", ())
    paid, late = sum(sums.values(), Decimal(0)), _figure(case, "滞纳金金额")
    fitting = {due, due + late, late} if late else {due}
    if paid in fitting or set(sums.values()) & fitting - {late}:
        return case.passed()
    message = f"票据金额{yuan(paid)}，应缴{yuan(due)}" + (f"、滞纳金{yuan(late)}" if late else "")
    told = " ".join(case.text(one) for one in (*receipts, *case.documents(*RECORDS_END, "减免审批表")))
    if abs(paid - due) < 1:
        return case.unsure(f"{message}，相差不足一元，请核对", at=receipts)
    parts = [
        one
        for one in case.documents(DECISION)
        if case.find(one, r"分(?:期|次|季|月)(?:缴|交|征)|首期|第一期")
    ]
    if paid < due and (
        parts or case.documents("催缴书", "催告书", "强制执行申请书") or re.search(UNPAID, told)
    ):
        return case.unsure(f"{message}，尚有未缴部分，请核对", at=receipts)
    charged = not late and (case.documents("滞纳金决定书") or re.search("滞纳金", told))
    if re.search(PARTLY, told) or case.documents("减免审批表") or (charged and paid > due):
        return case.unsure(f"{message}，不相符；分期、减免或者滞纳金的情况请核对", at=receipts)
    case.readable(*receipts)
    return case.failed(f"{message}，不相符", at=(*case.facts("缴款金额"), *case.facts("征收金额")))


def _sums(case: View) -> dict[str, Decimal]:
    """The sum of each receipt, by document."""
    found = case.facts("缴款金额")
    return {fact.evidence.document: fact.value for fact in found if isinstance(fact.value, Decimal)}


def _due(case: View) -> Decimal | None:
    names = ("征收金额", "核定金额", "申报金额")
    return next((value for name in names if (value := _figure(case, name))), None)


def _figure(case: View, name: str) -> Decimal:
    values = {fact.value for fact in case.facts(name) if isinstance(fact.value, Decimal)}
    if len(values) > 1:
        raise NeedsPerson(f"“{name}”前后记载不一致", tuple(fact.evidence for fact in case.facts(name)))
    return values.pop() if values else Decimal(0)


def _no_receipt(case: View) -> Finding:
    ends = case.documents(*RECORDS_END)
    told = " ".join([str(fact.value) for fact in case.facts("执行情况")] + [case.text(one) for one in ends])
    if re.search(UNPAID, told) or case.documents("强制执行申请书"):
        return case.not_applicable("尚未缴款或者申请强制执行")
    dated = case.facts("缴款日期")
    if not re.search(PAID, told) and not dated:
        if case.documents("催缴书", "催告书"):
            return case.not_applicable("已经催缴，没有缴款的记载")
        return case.unsure("没有票据，是否已经缴款未读到")
    if case.duty(on=case.law_day()) is None:
        return case.not_applicable("当时没有本项要求")
    if re.search(
        r"(?:电子)?票据?号|(?:电子)?(?:票据|缴款书|完税证明)[^。;]{0,8}号|电子(?:票据|缴款)|回单|入账通知",
        told,
    ):
        return case.unsure("卷内写明了票据号码或者电子票据，没有识别到票据，请核对", at=ends[:1])
    case.document(*RECEIPTS)
    return case.failed("卷内记载已经缴款，没有财政票据", at=[*case.absent(*RECEIPTS), *ends[:1]])
