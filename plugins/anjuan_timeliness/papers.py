"""What several checks ask of the papers of a case: approvals, investigators, the decision, the hearing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from anjuan import Document, Fact, NeedsPerson, Record, View

NOTICE = "行政处罚事先告知书"
DECISION = "行政处罚决定书"
REVIEWS = ("法制审核意见书", "案件审核表")
RECORDS = ("现场检查笔录", "询问笔录")
# Not the warning of 第六十四条第六项 that papers repeat ("无正当理由拒不出席听证…的，视为放弃").
STAYED_AWAY = (
    r"(?:撤回.{0,8}听证|放弃(?:了)?(?:要求)?(?:举行)?听证|无正当理由.{0,6}(?:未|拒不)(?:出席|参加|到场)"
    r"|未(?:按时|按期|如期|按要求)?(?:出席|参加|到场).{0,6}听证|(?:中途|擅自)退(?:场|出)听证|终止听证|听证终止)"
    r"(?![^。]{0,25}的[,，])"
)
_WITHDRAWN = re.compile(r"撤销立案|销案|撤案")
_HANDLERS = (
    r"(?:调查人员|办案人员|执法人员|承办人员?|报告人)(?:\(?签[名字章]\)?)?[:：]?\s*"
    r"(?:[\u4e00-\u9fff·]{2,4}[、,，;；/\s]+)*"
)


def summary(case: View) -> bool:
    """True for a case of summary procedure (简易程序)."""
    return case.file.procedure == "summary"


def no_penalty(case: View) -> bool:
    """True when the case ended without a penalty."""
    return bool(case.documents("不予行政处罚决定书")) and not case.documents(DECISION)


def withdrawn(case: View) -> bool:
    """True when the filing was revoked (撤销立案, 销案)."""
    return any(_WITHDRAWN.search(paper.title) for paper in case.file.documents)


def kinds(case: View) -> tuple[str, ...]:
    """Kinds of penalty in the decision."""
    return _texts(case.facts("处罚种类"))


def punished(case: View, *words: str) -> bool:
    """True when the decision holds a kind of penalty that begins with one of the words.

    Raises:
        NeedsPerson: no kind of penalty was read.
    """
    known = kinds(case)
    if "罚款" in words and case.amount("罚款金额") is not None:
        return True
    if not known:
        raise NeedsPerson("未读到处罚种类")
    return any(kind.startswith(words) for kind in known)


def proposed(case: View) -> tuple[tuple[str, ...], Decimal | None]:
    """Kinds and fine that the last notice proposes; those of the decision where it states none."""
    told = _texts(case.facts("拟处罚种类"))
    fines = [fact.value for fact in case.facts("拟罚款金额") if isinstance(fact.value, Decimal)]
    fine = max(fines, default=None)
    if told or fine is not None:
        return told, fine
    return kinds(case), case.amount("罚款金额")


def heads(case: View, *papers: Document) -> tuple[Record, ...]:
    """Opinions of the head of the authority on approval forms."""
    return tuple(
        one
        for paper in papers
        for one in case.records("审批意见", document=paper)
        if one.text("level") == "负责人"
    )


def day_of(record: Record, part: str = "date") -> date | None:
    """A day of a record; None when that part is blank."""
    value = record.get(part)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def scanned(paper: Document) -> bool:
    """True when any page came from character recognition, where handwriting may not have been read."""
    return any(not page.read.startswith("text-layer") and page.page is not None for page in paper.pages)


def investigators(case: View) -> tuple[str, ...]:
    """Names of those who signed an inspection or inquiry record."""
    records = case.records("笔录人员") or case.records("执法人员")
    names = {record.text("name") for record in records}
    return tuple(sorted(names - {""}))


def reported(case: View, name: str) -> bool:
    """True when that person stands as investigator in the final report."""
    return any(case.find(paper, _HANDLERS + re.escape(name)) for paper in case.documents("案件调查终结报告"))


def namesakes(case: View, name: str) -> bool:
    """True when the register knows two officers of that name in the deciding authority."""
    try:
        rows = case.listed("officers")
    except NeedsPerson:
        return False
    return len({row.text("certificate") for row in rows if row.text("name") == name}) > 1


def received(case: View, word: str) -> tuple[date, ...]:
    """Days on which a paper whose name holds `word` was received, by the 送达回证."""
    records = (one for one in case.records("送达") if re.search(word, one.text("paper")))
    return tuple(sorted(day for one in records if (day := day_of(one, "received"))))


def heard(case: View) -> date | None:
    """The day of the hearing (the last, where there were several); None when there was none.

    Raises:
        NeedsPerson: there is a record of a hearing and its day was not read.
    """
    found = days_of(case.facts("听证日期"))
    if found:
        return found[-1]
    if case.documents("听证笔录"):
        raise NeedsPerson("有听证笔录，但未读到听证日期")
    return None


def stayed_away(case: View) -> bool:
    """True when a paper records that the party withdrew its request or did not come."""
    papers = case.documents("听证笔录", "听证报告", "听证申请书", DECISION, "行政处罚决定审批表")
    return any(case.find(paper, STAYED_AWAY) for paper in papers)


def days_of(facts: Iterable[Fact]) -> tuple[date, ...]:
    """The days among the values of facts, in order."""
    values = [fact.value for fact in facts]
    found = {
        value.date() if isinstance(value, datetime) else value for value in values if isinstance(value, date)
    }
    return tuple(sorted(found))


def _texts(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(fact.value) for fact in facts))
