"""The bound volume (cover, index, page numbers) and the published copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, NeedsPerson, Page, Record, View, check

from ..reading import joined, missing_in, scanned

COVER, INDEX = "卷宗封面", "卷内目录"
FRAME = (COVER, INDEX, "备考表")
PUBLISHED = re.compile(r"公示|公开(?:文本|表|版)")
FIRST_NUMBER = re.compile(r"\D*(\d+)")
PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第)?(\d{1,3})(?:页)?[-—–·\s]*")
SAME_TITLE = 60  # rapidfuzz ratio from which an entry of the index is the paper
_NUMBER = (
    r"[\u4e00-\u9fff]{1,16}[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*[\u4e00-\u9fff第]{0,8}[\dA-Z\-]+\s*号"
)
_TITLE = r"[\u4e00-\u9fff()、“”\"]{4,80}案(?![卷号件由类情日单人机])"


@check("documents.cover", title="卷宗封面项目填写完整，案件名称规范", form=True)
def cover(case: View) -> Finding:
    """PO-D12."""
    paper = case.document(COVER)
    if paper is None:
        return case.not_applicable("没有卷宗封面的电子案卷或者单份文书")
    absent = []
    label = r"(?:案件名称|案卷题名|题名|案由|案件题名)[:]?"
    follows = r"(?!案件类别|承办|案号|文号|立案|当事人|结案|归档|办案|处理|保管|年度|[:])[\u4e00-\u9fff]{4}"
    if not (case.find(paper, _TITLE) or case.find(paper, label + follows)):
        absent.append("案件名称")
    if not (
        paper.number
        or case.find(paper, _NUMBER)
        or case.find(paper, r"(?:案号|文号|编号|卷号)[:]?\S{0,12}\d+")
    ):
        absent.append("案号")
    if not absent:
        return case.passed()
    case.readable(paper)
    if scanned(paper):
        return case.unsure(f"卷宗封面未读到{'、'.join(absent)}，可能为手写", at=paper)
    return case.failed(f"卷宗封面没有填写{'、'.join(absent)}", at=[missing_in(paper, one) for one in absent])


@check("documents.index", title="卷内目录与内容、页码相符，一案一卷", form=True)
def index(case: View) -> Finding:
    """PO-D13."""
    paper = case.document(INDEX)
    if paper is None:
        return case.not_applicable("没有卷内目录的电子案卷")
    entries = [fact for fact in case.facts("目录条目") if isinstance(fact.value, Record)]
    if not entries:
        raise NeedsPerson("卷内目录的条目未能读出")
    body = [one for one in case.file.documents if one.kind not in FRAME]
    marks = {one.id: [_marks(page) for page in one.pages] for one in body}
    if not any(found for pages in marks.values() for found in pages):
        return _unnumbered(case, body)
    there: dict[int, list[Document]] = {}
    for one in body:
        for number in set[int]().union(*marks[one.id]):
            there.setdefault(number, []).append(one)
    if sum(1 in pages[0] for pages in marks.values()) > 1:
        return case.unsure("各文书自行编排页码，没有全卷的页码可以与目录核对", at=entries[:3])
    placed = [(fact, *_placed(fact, body, marks, there)) for fact in entries]
    wrong = [(fact, message) for fact, state, message in placed if state == "wrong"]
    listed = [(one, one.value.text("title")) for one in entries if isinstance(one.value, Record)]
    open_entries = [
        fact for fact, state, _ in placed if state == "open" and not _only_there(fact, listed, there)
    ]
    if wrong and scanned(paper, *body):
        # One misread figure of a scan looks exactly like one wrong figure of the index.
        return case.unsure(joined(message for _, message in wrong), at=[fact for fact, _ in wrong])
    if wrong:
        return case.failed(joined(message for _, message in wrong), at=[fact for fact, _ in wrong])
    if open_entries:
        titles = "、".join(
            fact.value.text("title") for fact in open_entries[:3] if isinstance(fact.value, Record)
        )
        return case.unsure(f"目录所列{titles}等{len(open_entries)}件未能按页码核对", at=open_entries)
    return case.passed()


def _unnumbered(case: View, body: list[Document]) -> Finding:
    flowing = any(page.page is None for paper in body for page in paper.pages)
    if flowing or scanned(*body) or not body:
        return case.unsure("页码未读到，目录与内容是否相符请核对")
    return case.failed("卷内各页没有编写页码", at=body[:3])


def _placed(
    fact: Fact, body: list[Document], marks: dict[str, list[set[int]]], on_page: dict[int, list[Document]]
) -> tuple[str, str]:
    """`ok`, `wrong` or `open`: does the page that the index names hold the paper it names?"""
    entry = fact.value if isinstance(fact.value, Record) else Record(())
    title, number = entry.text("title"), _first_page(fact)
    if not title or not number:
        return "open", ""
    there = on_page.get(number, [])
    if any(_alike(title, one) for one in there):
        return "ok", ""
    if not there or any(one.kind in ("unknown", "证据材料") for one in there):
        return "open", ""
    twins = [one for one in body if _alike(title, one)]
    if not twins or not all(marks[one.id][0] for one in twins):
        return "open", ""
    return "wrong", f"目录载明{title}在第{number}页，该页为{there[0].title}"


def _only_there(fact: Fact, titles: list[tuple[Fact, str]], on_page: dict[int, list[Document]]) -> bool:
    """True when the page named holds a paper that no other entry names: then it is the one, called otherwise."""
    number = _first_page(fact)
    there = on_page.get(number, []) if number else []
    if len(there) != 1:
        return False
    own, kind = there[0].title, there[0].kind
    return not any(title and one is not fact and _names(title, own, kind) for one, title in titles)


def _first_page(fact: Fact) -> int:
    page = FIRST_NUMBER.match(fact.value.text("page")) if isinstance(fact.value, Record) else None
    return int(page[1]) if page else 0


def _alike(title: str, paper: Document) -> bool:
    return _names(title, paper.title, paper.kind)


@lru_cache(4096)  # forms are called the same in every case file
def _names(title: str, own: str, kind: str) -> bool:
    return _same_name(title, own) or _same_name(title, kind)


@lru_cache(4096)
def _same_name(title: str, name: str) -> bool:
    short = re.sub(r"复印件|[\s《》()]|材料", "", title)
    return fuzz.partial_ratio(short, re.sub(r"\s", "", name)) >= SAME_TITLE


def _marks(page: Page) -> set[int]:
    """Bare numbers in the head or foot of a page; one of them is the page number of the volume."""
    found = set()
    for line in page.lines:
        box = line.box
        if box.y0 > 0.85 or box.y1 < 0.12:
            hit = PAGE_NUMBER.fullmatch(line.text)
            if hit:
                found.add(int(hit[1]))
    return found


ID_NUMBER = r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
PHONE = r"(?<!\d)1[3-9]\d{9}(?!\d)"
HOME = r"(?:家庭住址|户籍地址|户籍所在地|家住)[:]?[^*×xX]{6,}"


@check("documents.published_masked", title="公开文本已隐去个人信息，秘密得到保护")
def published_masked(case: View) -> Finding:
    """PO-D18 (assisted)."""
    copies = list(_published(case))
    if not copies:
        return case.not_applicable("卷内没有公示材料")
    on = case.law_day()
    if case.duty(on=on) is None:
        return case.not_applicable("当时的处罚法没有本项要求")
    for copy in copies:
        for what, pattern in (("身份证号码", ID_NUMBER), ("手机号码", PHONE), ("家庭住址", HOME)):
            if case.find_all(copy, pattern):
                return case.failed(f"{copy.title}中可以读到自然人的{what}", at=copy)
    case.note(*copies)
    if not any(len(case.text(copy)) > 200 for copy in copies):
        return case.unsure("卷内只有公示记录，没有公开文本")
    return case.passed()


def _published(case: View) -> Iterator[Document]:
    for paper in case.file.documents:
        if paper.kind == "公示记录" or PUBLISHED.search(paper.title):
            yield paper
