"""Levies (行政征收): the collecting organ, visits, who has to pay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, NeedsPerson, Row, View, check

from ._papers import day_of, each, lines, officers_in_text, plain, scanned, surely
from .officers import NOT_SHOWN, RECORDED, SHOWN
from .organ import authority_row, cited_places, names_organ, same_region
from .qualified import acts_in, judge

DECISION = "征收决定书"
PAPERS = (DECISION, "征收告知书", "催缴书", "滞纳金决定书", "征收审批表", "费额核定表", "缴费申报表")
VISITS = ("核查笔录", "现场核查笔录", "现场检查笔录")
IDENTITY = ("营业执照", "身份证")
TAX = r"税务"
LEVIED = r"征收|征缴|代征|费|基金|^$"  # an entrustment for other acts (行政处罚) says nothing of levies
EXPLAINED = r"名称变更|更名|变更登记|曾用名|原名称|承继|合并|分立|代扣|代缴|代征|承租|租赁|经营者|实际(?:使用|用水|排放|经营)"
NEAR_NAME = 80  # rapidfuzz ratio from which a difference of two names may be a misreading


@check("subject.levy_organ", title="征收机关由法律、法规确定，委托有依据", form=True)
def levy_organ(case: View) -> Finding:
    """LE-S01 (assisted): the list of powers gives the cited basis to another organ."""
    organ, day = str(case.value("处罚机关")), case.date("决定日期")
    agents = [
        row
        for row in _rows(case, "entrustments")
        if plain(row.text("agent")) == plain(organ)
        and row.valid(day)
        and re.search(LEVIED, row.text("scope"))
    ]
    if agents:
        principal = agents[0].text("principal")
        return case.failed(f"{organ}受{principal}委托，却以自己的名义征收", at=agents)
    cited = {key for fact in _bases(case) for key in cited_places(str(fact.value))}
    rows = [row for row in case.register("powers") if row.valid(day) and "征收" in row.text("kind")]
    fitting = [row for row in rows if cited & cited_places(row.text("basis"))]
    if any(plain(row.text("agency")) == plain(organ) for row in fitting):
        return case.passed()
    own = authority_row(case, organ, day)
    if own and any(names_organ(own, row.text("agency")) for row in fitting):
        return case.passed()
    same = [row for row in fitting if own and same_region(case, own, row, day)]
    if not same:
        return case.unsure(f"权责清单中没有{organ}与本案征收依据相应的事项")
    return case.failed(f"权责清单把该征收事项列给{same[0].text('agency')}，不是{organ}", at=same)


def _bases(case: View) -> list[Fact]:
    own = [fact for paper in case.documents(DECISION) for fact in case.facts("引用法条", document=paper)]
    return [*case.facts("处罚依据"), *own]


def _rows(case: View, table: str) -> tuple[Row, ...]:
    """Rows of a register that may be absent without hiding what the other registers say."""
    try:
        return case.register(table)
    except NeedsPerson:
        return ()


@check("subject.levy_visit", title="上门核查的人员具备资格并出示证件")
def levy_visit(case: View) -> Iterator[Finding]:
    """LE-S02: 行政处罚法 42 is no basis here; only the law of the levy asks for a certificate."""
    case.document(*VISITS)
    records = case.documents(*VISITS)
    if not records:
        yield case.not_applicable("没有上门核查")
        return
    yield from each(case, records, _shown)
    for record in records:
        yield from _qualified(case, record)


def _shown(case: View, record: Document) -> Finding | None:
    tax = bool(re.search(TAX, case.file.agency))
    day = day_of(case, record) or surely(case, "决定日期")
    bound = case.duty(on=day) if tax and day else None
    if refused := case.find(record, NOT_SHOWN):
        state = case.failed if bound else case.unsure
        return state(f"{record.title}记载未出示执法证件", at=refused)
    told = any(fact.value is True for fact in case.facts("出示证件", document=record))
    certificate = told or case.find(record, SHOWN) is not None
    notice = not bound or case.find(record, "检查通知书") is not None
    if certificate and notice:
        return None
    case.readable(record)
    lacking = "税务检查证和税务检查通知书" if bound else "执法证件"
    message = f"{record.title}没有出示{lacking}的记录"
    if bound and not case.find(record, RECORDED):
        return case.failed(message, at=record)
    return case.unsure(f"{message}；行业法律是否要求未绑定，由人工判断", at=record)


def _qualified(case: View, record: Document) -> Iterator[Finding]:
    """What the register says of the officers; without a bound law nothing of it takes points."""
    if not officers_in_text(lines(case, record)) and not case.facts("笔录人员", document=record):
        yield case.unsure(f"{record.title}的核查人员姓名未能识别", at=record)
        return
    try:
        rows = case.register("officers")
        acts = acts_in(case, record, rows)
    except NeedsPerson as need:
        yield case.unsure(need.reason, at=need.evidence or (record,))
        return
    for act in acts:
        finding = judge(case, act, rows)
        if finding is not None and not finding.milder:
            yield case.unsure(f"{finding.message}；行业法律是否要求未绑定，由人工判断", at=finding.evidence)


@check("subject.payer", title="缴费义务人认定正确", form=True)
def payer(case: View) -> Finding:
    """LE-S03: the payer of the decision is the one that the registration names."""
    papers = case.documents(DECISION) or case.documents("缴费申报表")
    paper = papers[0] if papers else case.required(DECISION)
    facts = _payers(case, paper)
    names = [str(fact.value) for fact in facts]
    if not names:
        raise NeedsPerson(f"{paper.title}的缴费义务人未能识别", ())
    registered = [fact for fact in case.facts("证照名称") if plain(str(fact.value))]
    copies = case.documents(*IDENTITY)
    if not registered:
        return case.unsure("卷内没有可核对的登记信息")
    known = [str(fact.value) for fact in registered]
    if any(plain(one) in plain(name) or plain(name) in plain(one) for one in known for name in names):
        return _others(case, names[0])
    if any(plain(names[0]) in plain(case.text(copy)) for copy in copies):
        return case.passed("证照载有该名称")
    if any(case.find(other, EXPLAINED) for other in case.documents(*PAPERS, *VISITS)):
        return case.unsure(f"缴费义务人“{names[0]}”与登记名称“{known[0]}”不同，卷内似有说明，请核对")
    near = fuzz.ratio(plain(names[0]), plain(known[0])) >= NEAR_NAME
    if near and scanned(paper):
        return case.unsure(f"缴费义务人“{names[0]}”与登记名称“{known[0]}”的差异可能是识别所致")
    case.readable(paper)
    message = f"{paper.title}的缴费义务人为“{names[0]}”，登记名称为“{known[0]}”，没有说明"
    return case.failed(message, at=(*facts, *registered))


def _payers(case: View, paper: Document) -> list[Fact]:
    for name in ("缴费义务人", "文书当事人", "当事人"):
        if found := case.facts(name, document=paper):
            return list(found)
    return []


def _short(name: str) -> str:
    """A firm's name without the words for its form, which papers leave out (有限公司, 公司)."""
    return re.sub(r"有限|责任|股份|公司", "", plain(name))


def _others(case: View, name: str) -> Finding:
    """The other papers of the levy are addressed to the same payer."""
    for paper in case.documents(*PAPERS):
        for fact in _payers(case, paper):
            other = str(fact.value)
            if plain(other) in plain(name) or plain(name) in plain(other) or _short(other) == _short(name):
                continue
            if fuzz.ratio(plain(other), plain(name)) >= NEAR_NAME and scanned(paper):
                return case.unsure(f"{paper.title}的缴费义务人识别为“{other}”，请核对", at=fact)
            if case.find(paper, EXPLAINED):
                return case.unsure(f"{paper.title}的缴费义务人为“{other}”，似有说明，请核对", at=fact)
            return case.failed(f"{paper.title}的缴费义务人为“{other}”，与“{name}”不是同一人", at=fact)
    return case.passed()
