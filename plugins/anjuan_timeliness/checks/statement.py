"""What became of the party's statement (陈述申辩)."""

from __future__ import annotations

from decimal import Decimal

from anjuan import Finding, NeedsPerson, View, check

from ..papers import DECISION, NOTICE, no_penalty
from ..terms import law_day, yuan

REVIEW = "陈述申辩复核意见书"
MADE = "提出"
ANSWERED = (
    r"复核|采纳|采信|(?:申辩|陈述|意见|理由)[^。;]{0,24}(?:不?(?:能)?成立|不予支持|予以支持|不予认可|予以认可|无(?:事实|法律)依据)"
    r"|(?:针对|关于|对于?)[^。;]{0,24}(?:申辩|陈述|意见)[^。;]{0,40}(?:认为|经查|经核)"
)
WAIVED = r"放弃|(?:没有|无)(?:任何|其他|不同)?(?:意见|异议)|不(?:再|需要|要求|进行|提出)?(?:陈述|申辩)"
_INSIDE = (
    "案件调查终结报告",
    "法制审核意见书",
    "案件审核表",
    "集体讨论记录",
    "行政处罚决定审批表",
    "听证报告",
)


@check("timeliness.statement_reviewed", title="陈述申辩已复核，未因申辩加重处罚")
def statement_reviewed(case: View) -> Finding:
    """PO-P10 (assisted)."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    case.duty(on=law_day(case))
    stated = {str(fact.value) for fact in case.facts("陈述申辩")}
    if not stated and not case.documents("陈述申辩笔录"):
        raise NeedsPerson("未读到当事人是否提出陈述申辩")
    if stated and stated <= {"放弃", "未提出"}:
        return case.not_applicable("当事人没有提出陈述申辩")
    silent = next((hit for one in case.documents("陈述申辩笔录") if (hit := case.find(one, WAIVED))), None)
    if not stated and silent:
        return case.unsure(f"陈述申辩笔录写有{silent.text}，当事人是否提出陈述申辩请核对", at=silent)
    heavier = _heavier(case)
    if heavier is not None:
        return heavier
    answers = case.documents(DECISION, *_INSIDE)
    if case.documents(REVIEW) or any(case.find(paper, ANSWERED) for paper in answers):
        return case.passed("陈述申辩有复核或者答复的记载")
    case.document(REVIEW)
    case.readable(*answers)
    return case.failed(
        "当事人提出了陈述申辩，卷内没有复核意见，决定书也没有答复", at=case.facts("陈述申辩") or answers
    )


def _heavier(case: View) -> Finding | None:
    """A fine above the one told: whether the statement is the reason is for a person to say."""
    told, fined = _one(case, "拟罚款金额"), _one(case, "罚款金额")
    if told is None or fined is None or fined <= told:
        return None
    if any(not case.facts("拟罚款金额", document=one) for one in case.documents(NOTICE)):
        return case.unsure(
            f"一份告知书拟罚款{yuan(told)}，另有告知书未读到数额，决定罚款{yuan(fined)}，请核对",
            at=[*case.facts("拟罚款金额"), *case.facts("罚款金额")],
        )
    return case.failed(
        f"当事人提出陈述申辩后，罚款由告知的{yuan(told)}加重为{yuan(fined)}",
        at=[*case.facts("拟罚款金额"), *case.facts("罚款金额")],
    )


def _one(case: View, name: str) -> Decimal | None:
    values = {fact.value for fact in case.facts(name)}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, Decimal) else None
