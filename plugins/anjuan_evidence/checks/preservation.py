"""Advance registration and preservation (先行登记保存): approval, list, disposal in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from anjuan import Finding, Match, NeedsPerson, View, check

from ._papers import DECISIONS, INSPECTION, lines, mentioned, step_day

FORM, NOTICE = "先行登记保存审批表", "先行登记保存通知书"
LIST, DISPOSAL = "先行登记保存清单", "先行登记保存处理决定书"
WORKING_DAYS_SINCE = date(2021, 7, 15)  # 第八十五条 of the law of 2021 fixed the kind of day
_DONE = (
    r"(?<!未)(?<!没有)(?<!是否)(?<!可以)(?:进行|采取|实施|予以|作出|决定|采用)(?:了)?[^。;]{0,12}先行登记保存|(?<!未)(?:已|被)[^。;]{0,6}先行登记保存"
    r"|先行登记保存(?:了|其|当事人|上述|该)"
)
_LATER = "补办|补批|事后|事后报|紧急|当场报告|24小时|二十四小时|电话(?:请示|报告)|口头"
_ENDED = (
    r"解除[^。;]{0,8}登记保存|登记保存[^。;]{0,10}解除|转为(?:查封|扣押)"
    r"|(?:退还|返还|发还)[^。;]{0,20}(?:物品|财物)"
)


@check("evidence.preservation_approved", title="先行登记保存经负责人批准并附清单")
def preservation_approved(case: View) -> Iterator[Finding]:
    """The head approves before the measure, and a list goes with it."""
    said = _measure(case)
    if said is None and not case.documents(NOTICE, LIST, DISPOSAL, FORM):
        yield case.not_applicable("没有采取先行登记保存")
        return
    day = case.optional_date("先行登记保存日期")
    if case.duty(on=day or step_day(case)) is None:
        yield case.not_applicable()
        return
    yield from _approval(case, day)
    if not _listed(case):
        yield case.failed("先行登记保存没有附物品清单", at=(*_papers(case, said), *case.absent(LIST)))


def _measure(case: View) -> Match | None:
    return mentioned(case, _DONE, INSPECTION, "案件调查终结报告", *DECISIONS)


def _papers(case: View, said: Match | None) -> tuple[Match, ...]:
    return (said,) if said else ()


def _approval(case: View, day: date | None) -> Iterator[Finding]:
    form = case.document(FORM)
    if form is None:
        hurried = mentioned(case, _LATER, NOTICE, LIST, INSPECTION)
        if hurried:
            yield case.unsure("没有见到审批表，文书称情况紧急或者事后补办，由人工判断", at=hurried)
        else:
            yield case.failed("先行登记保存没有行政机关负责人的批准", at=case.absent(FORM))
        return
    opinions = case.records("审批意见", document=form)
    heads = [one for one in opinions if one.text("level") == "负责人"]
    if not heads:
        case.readable(form)
        text = "审批表上没有行政机关负责人的意见"
        yield case.failed(text, at=form) if opinions else case.unsure(f"{text}，或者未能识别", at=form)
        return
    approved = next((value for one in heads if isinstance(value := one.get("date"), date)), form.date)
    if approved is None or day is None:
        yield case.unsure("批准日期或者先行登记保存日期未能识别", at=form)
    elif approved > day and case.find(form, _LATER):
        yield case.unsure(f"负责人于{approved}补批，是否属于规定的紧急情形由人工判断", at=form)
    elif approved > day:
        yield case.failed(f"先行登记保存于{day}实施，负责人{approved}才批准", at=form)


def _listed(case: View) -> bool:
    for kind in (NOTICE, "涉案财物清单", INSPECTION):
        for paper in case.documents(kind):
            text = lines(case, paper)
            if "清单" in text or ("数量" in text and any(word in text for word in ("名称", "品名", "规格"))):
                return True
    return case.document(LIST, "涉案财物清单") is not None


@check(
    "evidence.preservation_disposed",
    title="先行登记保存后七个工作日内作出处理决定",
    params={"days": "penalty.preservation"},
)
def preservation_disposed(case: View) -> Finding:
    """What was preserved is dealt with in seven working days (calendar or working days before 2021-07-15)."""
    if not case.documents(NOTICE, LIST, DISPOSAL, FORM) and _measure(case) is None:
        return case.not_applicable("没有采取先行登记保存")
    taken = case.date("先行登记保存日期")
    due = case.deadline("days", start=taken)
    if due is None or case.duty(on=taken) is None:
        return case.not_applicable()
    done = _disposed(case)
    what = f"处理决定作于{done}" if done else "卷内没有处理决定"
    done = done or case.date("决定日期")
    if done <= due:
        return case.passed()
    if taken < WORKING_DAYS_SINCE and done <= _working(case, taken, 7):
        return case.unsure(f"当时的法律没有写明按工作日计算：{taken}登记保存，{what}，由人工判断")
    return case.failed(f"{taken}先行登记保存，应不晚于{due}作出处理决定，{what}")


def _disposed(case: View) -> date | None:
    """The day of the disposal; None when there certainly was none."""
    done = case.optional_date("先行登记保存处理日期")
    if done is not None:
        return done
    paper = case.document(DISPOSAL)
    if paper is not None:
        if paper.date is None:
            raise NeedsPerson("先行登记保存处理决定书的日期未能识别", ())
        return paper.date
    ended = mentioned(case, _ENDED, *DECISIONS, "案件调查终结报告", "财物处理审批表", "送达回证", "unknown")
    if ended:
        raise NeedsPerson("文书提到已解除登记保存或者处理物品，日期请人工核对", (ended.evidence,))
    return None


def _working(case: View, start: date, days: int) -> date:
    day = start
    while case.working_days(start, day) < days:
        day += timedelta(days=1)
    return day
