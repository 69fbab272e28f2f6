"""Document numbers, and whether the papers every file needs are there."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Document, Finding, NeedsPerson, View, check

from ..reading import CLOSING, DECISIONS, NOTICE, OTHER_ENDS, day, joined

OUTWARD = (
    *DECISIONS,
    NOTICE,
    "不予行政处罚决定书",
    "责令改正通知书",
    "听证通知书",
    "询问通知书",
    "先行登记保存通知书",
    "先行登记保存处理决定书",
    "检测结果告知书",
    "催告书",
    "加处罚款决定书",
)
_NUMBER = (
    r"[\u4e00-\u9fff()A-Z]{1,24}[〔\[(【〈<]\s*(?:19|20)\d\d\s*[〕\])】〉>]"
    r"\s*[\u4e00-\u9fffA-Z\-第]{0,12}\s*[\dA-Z\-]+\s*号"
)
_DATES = {**dict.fromkeys(DECISIONS, "决定日期"), NOTICE: "告知日期"}


@check("documents.numbers", title="文书编号规范、唯一，年份正确", form=True)
def numbers(case: View) -> Finding:
    """PO-D08."""
    papers = case.documents(*OUTWARD)
    if not papers:
        return case.not_applicable("没有须编号的文书")
    faults: list[str] = []
    doubts: list[str] = []
    places: list[Document] = []
    seen: dict[str, Document] = {}
    for paper in papers:
        number = _number(case, paper)
        if not number:
            if paper.kind in (DECISIONS[0], NOTICE):  # forms filled in on the spot are numbered in print
                case.readable(paper)
                faults.append(f"{paper.title}没有文号")
                places.append(paper)
            continue
        state, message = _year(case, paper, number)
        faults += [message] if state == "fail" else []
        doubts += [message] if state == "unsure" else []
        places += [paper] if state == "fail" else []
        first = seen.setdefault(_key(number), paper)
        if first is not paper and first.kind != paper.kind:
            faults.append(f"{first.title}与{paper.title}文号相同（{number}）")
            places += [first, paper]
    if faults:
        return case.failed(joined(faults), at=places)
    if doubts:
        return case.unsure(joined(doubts))
    case.note(*papers)
    return case.passed()


def _number(case: View, paper: Document) -> str:
    if paper.number:
        return paper.number
    hit = case.find(paper, _NUMBER)
    return hit.text if hit and hit.start < 200 else ""


def _key(number: str) -> str:
    return re.sub(r"[〔〕\[\]()（）【】<>〈〉［］\s]|第|字(?=\d)", "", number)


def _year(case: View, paper: Document, number: str) -> tuple[str, str]:
    hit = re.search(r"[〔\[(（【<〈［]\s*((?:19|20)\d\d)", number)
    dated = _dated(case, paper)
    if hit is None:
        return "unsure", f"{paper.title}文号“{number}”中未读到年份"
    if dated is None or int(hit[1]) == dated.year:
        return "pass", ""
    message = f"{paper.title}文号年份为{hit[1]}，文书日期为{day(dated)}"
    return ("unsure" if dated.month == 1 and int(hit[1]) == dated.year - 1 else "fail"), message


def _dated(case: View, paper: Document) -> date | None:
    """The day a paper bears in its signature; any other day in it may be that of an event it tells of."""
    name = _DATES.get(paper.kind)
    if name:
        return case.optional_date(name, document=paper)
    if paper.date and re.search(rf"{paper.date.year}\s*[年.\-/]", case.text(paper)[-60:]):
        return paper.date
    return None


@check("documents.complete", title="应当具备的文书齐全")
def complete(case: View) -> Finding:
    """PO-D01: every other paper of the list has its own item; here the deciding paper counts."""
    if case.documents(*DECISIONS, *OTHER_ENDS):
        case.document(*DECISIONS, *OTHER_ENDS)
        return case.passed()
    days = ("决定日期", "结案日期", "送达日期", "告知日期", "立案日期")
    last = next((found for name in days if (found := _surely(case, name))), None)
    if case.document(*DECISIONS, *OTHER_ENDS) is None and last is None:
        return case.unsure("卷内没有决定书，也未读到任何办案日期，可能不是一份完整案卷")
    if last:
        case.duty(on=last)
    if not case.documents(CLOSING) and not case.facts("送达日期"):
        return case.unsure("卷内没有决定书；案件可能尚未作出决定")
    return case.failed(
        "卷内没有行政处罚决定书", at=[*case.absent("行政处罚决定书"), *case.documents(CLOSING)]
    )


def _surely(case: View, name: str) -> date | None:
    """A day that was read with trust; a doubtful one gives None, since another day of the file serves as well."""
    try:
        return case.optional_date(name)
    except NeedsPerson:
        return None
