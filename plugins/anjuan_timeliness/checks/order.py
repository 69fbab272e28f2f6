"""The order of steps (PO-P20). What another check of this plugin already fails is not failed again here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anjuan import Finding, NeedsPerson, View, check

from ..catalogues import major
from ..papers import kinds
from ..terms import NEW_LAW, days, trusted, zh
from .review import FIRST_DUTY

# An edge holds when its first step is not later than its second.
EDGES = (
    ("filing", "立案日期", "立案", "告知日期", "告知"),
    ("service", "决定日期", "作出决定", "送达日期", "送达"),
    ("closing", "决定日期", "作出决定", "结案日期", "结案"),
    ("closing", "送达日期", "送达决定", "结案日期", "结案"),
)
# Steps that may well come in another order; said aloud, but no fault.
USUAL = (
    ("立案日期", "立案", "现场检查日期", "检查"),
    ("告知日期", "告知", "法制审核日期", "法制审核"),
    ("告知日期", "告知", "集体讨论日期", "集体讨论"),
)


@check("timeliness.order_of_steps", title="立案告知听证审核讨论决定送达结案的先后顺序合法")
def order_of_steps(case: View) -> Iterable[Finding]:
    """PO-P20."""
    broken, tested = 0, 0
    for key, first_name, first, second_name, second in EDGES:
        before, after = trusted(case, first_name), trusted(case, second_name)
        if before is None or after is None:
            continue
        tested += 1
        if before <= after:
            continue
        if case.duty(on=after, key=f"timeliness.order_of_steps.{key}") is not None:
            broken += 1
            yield case.failed(
                f"{second}（{zh(after)}）早于{first}（{zh(before)}）",
                at=(*case.facts(first_name), *case.facts(second_name)),
            )
    more = [*_payment(case), *_review(case), *_discussion(case)]
    yield from more
    if broken or more:
        return
    if not tested:
        yield case.unsure("没有读到可以比较先后的日期")
        return
    yield case.passed(_usual(case))


def _payment(case: View) -> Iterable[Finding]:
    closed, paid = trusted(case, "结案日期"), _clear(case, "缴款日期")
    if closed and paid and paid[-1] > closed:
        case.duty(on=closed, key="timeliness.order_of_steps.closing")
        yield case.failed(
            f"结案（{zh(closed)}）早于缴款（{zh(paid[-1])}）",
            at=(*case.facts("结案日期"), *case.facts("缴款日期")),
        )


def _review(case: View) -> Iterable[Finding]:
    """Review before decision: a hard edge of its own until 2021-07-14; PO-P05 judges it since."""
    decided, reviewed = trusted(case, "决定日期"), _clear(case, "法制审核日期")
    if decided and reviewed and FIRST_DUTY <= decided < NEW_LAW and reviewed[0] > decided:
        case.duty(on=decided, key="timeliness.order_of_steps.review")
        yield case.failed(
            f"法制审核（{zh(reviewed[0])}）晚于处罚决定（{zh(decided)}）",
            at=(*case.facts("法制审核日期"), *case.facts("决定日期")),
        )


def _discussion(case: View) -> Iterable[Finding]:
    decided, held = trusted(case, "决定日期"), _clear(case, "集体讨论日期")
    if not (decided and held and held[0] > decided) or _judged_elsewhere(case, decided):
        return
    case.duty(on=decided, key="timeliness.order_of_steps.discussion")
    yield case.failed(
        f"集体讨论（{zh(held[0])}）晚于处罚决定（{zh(decided)}）",
        at=(*case.facts("集体讨论日期"), *case.facts("决定日期")),
    )


def _judged_elsewhere(case: View, decided: date) -> bool:
    """True when PO-P15 already puts the late discussion to a person."""
    try:
        return major(case, kinds(case), case.amount("罚款金额"), decided) is True
    except NeedsPerson:
        return False


def _clear(case: View, name: str) -> tuple[date, ...]:
    try:
        return days(case, name)
    except NeedsPerson:
        return ()


def _usual(case: View) -> str:
    said = [
        f"{second}早于{first}"
        for first_name, first, second_name, second in USUAL
        if (a := _clear(case, first_name)) and (b := _clear(case, second_name)) and b[0] < a[0]
    ]
    return f"另见：{'、'.join(said)}，不计分" if said else ""
