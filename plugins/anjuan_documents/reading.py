"""What several checks of the dimension read: the deciding paper, places of things missing, sums in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

import cn2an

from anjuan import Document, Evidence, Fact, Finding, NeedsPerson, View

DECISIONS = ("行政处罚决定书", "当场行政处罚决定书")
OTHER_ENDS = ("不予行政处罚决定书", "不予立案审批表", "撤销立案审批表", "涉嫌犯罪案件移送书")
NOTICE = "行政处罚事先告知书"
ORDER = "责令改正通知书"
RETURN = "送达回证"
CLOSING = "结案审批表"
RECEIPT = "罚没票据"
_DIGITS = str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟圆两", "零一二三四五六七八九十百千元二")


def decision(case: View) -> Document | None:
    """The penalty decision; None when the case ended in another way.

    Raises:
        NeedsPerson: there is neither; that it is missing is the fault of another item.
    """
    if not case.documents(*DECISIONS) and case.documents(*OTHER_ENDS):
        return None
    return case.required(*DECISIONS)


def no_decision(case: View) -> Finding:
    """The answer of checks that judge the penalty decision where the case ended in another way."""
    return case.not_applicable("未作出行政处罚决定")


def duty_key(case: View, check: str) -> str:
    """Law key of a check's duty: its id in a penalty, `<id>.<category>` elsewhere."""
    return check if case.file.category == "penalty" else f"{check}.{case.file.category}"


def governing_day(case: View) -> date:
    """The day of the decision; outside penalties, where it was not read, that of another step of the case.

    Raises:
        NeedsPerson: no day was read.
    """
    try:
        return case.law_day()
    except NeedsPerson as unread:
        if case.file.category == "penalty":
            raise
        for name in ("受理日期", "申请日期", "送达日期"):
            try:
                return case.date(name)
            except NeedsPerson:
                continue
        raise unread from None


def missing_in(paper: Document, what: str) -> Evidence:
    """Evidence for something that a paper should say and does not."""
    pages = tuple(f"{page.file}:{page.page or 1}" for page in paper.pages)
    first = paper.pages[0]
    return Evidence(paper.id, first.file, first.page, locator=what, absent=True, searched=pages)


def scanned(*papers: Document) -> bool:
    """True where a page was read off an image: what was written by hand may then be there unread."""
    return any(not page.read.startswith("text-layer") for paper in papers for page in paper.pages)


def nothing_hidden(case: View) -> None:
    """Make sure that a paper that was not found is not there.

    Raises:
        NeedsPerson: a page could not be read.
    """
    for document in case.file.documents:
        if any(page.failed for page in document.pages):
            raise NeedsPerson(f"{document.title}有页面未能识别，不能断定卷内有无所缺文书")


def home(case: View, fact: Fact) -> Document | None:
    """The document that states a fact."""
    return next((paper for paper in case.file.documents if paper.id == fact.evidence.document), None)


@lru_cache(1024)  # fines are round sums
def in_words(text: str) -> Decimal | None:
    """A sum written in Chinese capitals (壹万贰仟元伍角整); None where it is not one.

    >>> in_words("壹万贰仟壹佰捌拾元整")
    Decimal('12180.00')
    """
    hit = re.fullmatch(
        r"(?:人民币)?([^元角分整正]+)元(?:零?([^角分整正零])角)?(?:零?([^角分整正])分)?[整正]?", plain(text)
    )
    if hit is None:
        return None
    try:
        whole, tenth, cent = (int(cn2an.cn2an(part, "smart")) if part else 0 for part in hit.groups())
    except ValueError:
        return None
    return Decimal(whole * 100 + tenth * 10 + cent).scaleb(-2)


def plain(text: str) -> str:
    """Capitals of figures as ordinary ones."""
    return re.sub(r"\s", "", text).translate(_DIGITS)


def day(value: date) -> str:
    """A day as a panel reads it."""
    return f"{value.year}年{value.month}月{value.day}日"


def yuan(value: Decimal) -> str:
    """A sum as a panel reads it."""
    return f"{value:,.2f}".removesuffix(".00") + "元"


def joined(parts: Iterable[str], limit: int = 4) -> str:
    """The first few of a list in one phrase."""
    listed = list(parts)
    return "；".join(listed[:limit]) + (f"等{len(listed)}处" if len(listed) > limit else "")
