"""What follows a decision that is not paid, and confiscated goods (强制执行, 罚没财物)."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Document, Finding, View, check

from ..papers import kinds, punished, received
from ..terms import days, law_day, zh

DEMAND, APPLICATION = "催告书", "强制执行申请书"
PERFORMED = (
    r"履行完毕|全部履行|已(?:经)?(?:履行|执行|缴款)|缴清"
    r"|已(?:经)?(?:足额|全部|全额)?(?:缴|交)纳|执行完毕|到账"
)
NOT_PERFORMED = r"(?:未|没有|尚未|不)(?:全部)?(?:履行|缴|交|执行)|部分(?:履行|缴纳)"
OWN_POWER = r"公安|税务|海关|国家安全"
ENFORCEABLE = ("罚款", "没收", "责令", "暂扣", "吊销", "降低", "限制")
PENDING = ("in_review", "in_suit")
GOODS_TITLE = r"(?:罚没|没收|涉案|查扣|扣押).{0,4}(?:物品|财物|物资)|(?:物品|财物|物资).{0,4}(?:清单|处理|处置|销毁|移交)|销毁"
GOODS = ("涉案财物清单", "财物处理审批表", "销毁记录", "先行登记保存清单", "先行登记保存处理决定书")


@check(
    "timeliness.enforcement_applied",
    title="逾期不履行的，依法催告并在期限内申请强制执行",
    params={
        "demand": "coercion.demand",
        "court": "coercion.court_application",
        "suit": "suit.request",
        "review": "review.request",
    },
)
def enforcement_applied(case: View) -> Finding:
    """PO-P24."""
    application = case.document(APPLICATION)
    on = (application.date if application else None) or law_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("当时没有申请法院强制执行期限的规定")
    if application is None and (_performed(case) or not punished(case, *ENFORCEABLE)):
        return case.not_applicable("当事人已经履行，不需要申请强制执行")
    if re.search(OWN_POWER, case.file.agency):
        return case.not_applicable("本机关依法有强制执行权")
    if case.file.status in PENDING:
        return case.unsure("复议或者诉讼尚未结束，由评查人员判断")
    if application is not None:
        return _demanded(case, application)
    last = _last_day(case)
    if last is None:
        return case.unsure("未读到当事人履行的记载，也未读到救济期限届满的日期")
    known = _known_until(case)
    if known > last:
        return case.failed(f"申请强制执行的期限于{zh(last)}届满，卷内至{zh(known)}没有申请强制执行")
    return case.not_applicable("申请强制执行的期限尚未届满")


def _demanded(case: View, application: Document) -> Finding:
    demand = case.document(DEMAND)
    if demand is None:
        return case.failed("申请人民法院强制执行前没有催告")
    served = received(case, "催告")
    asked, told = application.date, served[0] if served else demand.date
    if asked is None or told is None:
        return case.unsure("未读到催告书送达日期或者申请日期")
    earliest = case.deadline("demand", start=told)
    if earliest and asked < earliest:
        return case.failed(
            f"催告书于{zh(told)}{'送达' if served else '作出'}，{zh(asked)}申请强制执行，未满十个工作日",
            at=(application, demand),
        )
    if not served:
        return case.unsure("未读到催告书的送达日期")
    last = _last_day(case)
    if last is None:
        return case.unsure("救济期限届满的日期不明，是否按期申请由评查人员判断")
    if asked > last:
        return case.failed(f"应不晚于{zh(last)}申请强制执行，实际为{zh(asked)}", at=application)
    return case.passed()


def _last_day(case: View) -> date | None:
    """Three months after the remedies ran out; None where the file does not let anybody tell."""
    served = days(case, "送达日期")
    told = case.facts("起诉期限") and case.facts("复议期限")
    if not served or not told or case.documents("延期(分期)审批", "公告送达"):
        return None
    suit, review = case.deadline("suit", start=served[0]), case.deadline("review", start=served[0])
    if suit is None or review is None:
        return None
    return case.deadline("court", start=max(suit, review))


def _known_until(case: View) -> date:
    """The last day that the file itself speaks of."""
    names = ("决定日期", "送达日期", "结案日期", "归档日期", "公示日期", "备案日期")
    return max(day for name in names for day in days(case, name))


def _performed(case: View) -> bool:
    fine, paid = case.amount("罚款金额"), case.amount("缴款金额")
    if paid is not None and (fine is None or paid >= fine):
        return True
    words = " ".join(str(fact.value) for fact in case.facts("执行情况"))
    if re.search(NOT_PERFORMED, words):
        return False
    if re.search(PERFORMED, words):
        return True
    return any(
        case.find(paper, PERFORMED) and not case.find(paper, NOT_PERFORMED)
        for paper in case.documents("结案审批表")
    )


@check("timeliness.goods_disposed", title="没收财物有清单、保管和处理记录")
def goods_disposed(case: View) -> Finding:
    """PO-P25."""
    if not punished(case, "没收"):
        return case.not_applicable("没有没收财物")
    case.duty(on=law_day(case))
    if "没收非法财物" not in kinds(case):
        if case.documents("罚没票据"):
            return case.passed()
        return case.unsure("未读到没收违法所得的缴款票据")
    named = [paper for paper in case.file.documents if re.search(GOODS_TITLE, paper.title)]
    named += [paper for paper in case.documents("unknown") if case.find(paper, GOODS_TITLE)]
    case.note(*named)
    if named or case.document(*GOODS) is not None:
        return case.passed()
    if not case.documents("结案审批表") and not case.facts("结案日期"):
        return case.unsure("案件没有结案，没收财物是否处理由评查人员判断")
    return case.failed("没收了财物并已结案，卷内既没有清单，也没有处理记录")
