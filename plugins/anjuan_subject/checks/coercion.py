"""Coercion (行政强制): the organ's power, who carried the measure out, whose goods they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, NeedsPerson, Row, View, check

from ._papers import plain, scanned
from .officers import two_officers
from .organ import authority_row, cited_places, names_organ, same_region
from .qualified import officers_qualified

MEASURES = ("查封(扣押)决定书", "冻结决定书")
MEASURED = (*MEASURES, "查封(扣押)清单", "强制措施审批表", "延长决定书")
ENFORCED = ("强制执行决定书", "代履行决定书", "执行笔录")
SHOWN_BY = ("现场检查笔录", "查封(扣押)清单", "询问笔录")
OWNED = (
    r"(?:归|属于?|系|为)[^。;,]{2,20}(?:所有|财产)(?!权)|第三人[^。;]{0,10}(?:主张|提出|所有)"
    r"|案外人|所有人(?:为|是|系)|(?:出租|出借|寄存|代管)方"
)
NEAR_NAME = 70  # rapidfuzz ratio from which a difference of two names may be a misreading


@check(
    "subject.coercion_power",
    title="实施强制的机关由法律、法规授权且未委托",
    params={"freeze": "subject.coercion_power.freeze", "enforce": "subject.coercion_power.enforce"},
)
def coercion_power(case: View) -> Finding:
    """CO-S01 (assisted): an entrusted body acts, or the list of powers gives the basis to another organ."""
    organ, day = str(case.value("处罚机关")), case.date("决定日期")
    if _duty(case, day) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    agents = [
        row
        for row in _rows(case, "entrustments")
        if row.valid(day) and plain(row.text("agent")) == plain(organ)
    ]
    if agents and any(names_organ(row, organ) for row in _rows(case, "authorities") if row.valid(day)):
        return case.unsure(
            f"{organ}既是执法主体，又受委托执法，本案强制是否以自己的职权实施请核对", at=agents
        )
    if agents:
        text = f"{organ}受{agents[0].text('principal')}委托，行政强制措施权不得委托"
        return case.failed(text, at=(*case.facts("处罚机关"), *agents))
    own = authority_row(case, organ, day)
    if own is None:
        return case.unsure(f"执法主体台账中没有{day}有效的{organ}")
    case.note(own)
    cited = {key for fact in _bases(case) for key in cited_places(str(fact.value))}
    rows = [row for row in case.register("powers") if row.valid(day) and "强制" in row.text("kind")]
    fitting = [row for row in rows if cited & cited_places(row.text("basis"))]
    if any(names_organ(own, row.text("agency")) for row in fitting):
        return case.passed()
    elsewhere = [row for row in fitting if same_region(case, own, row, day)]
    if not elsewhere:
        return case.unsure(f"权责清单中没有{organ}与本案强制依据相应的事项")
    return case.failed(f"权责清单把该强制事项列给{elsewhere[0].text('agency')}，不是{organ}", at=elsewhere)


def _duty(case: View, day: date) -> object:
    if case.documents("冻结决定书"):
        return case.param("freeze", on=day)
    if case.documents(*MEASURED) or not case.documents(*ENFORCED):
        return case.duty(on=day)
    return case.param("enforce", on=day)


def _bases(case: View) -> list[Fact]:
    papers = case.documents(*MEASURES, "强制执行决定书", "代履行决定书")
    return [
        *case.facts("处罚依据"),
        *(fact for paper in papers for fact in case.facts("引用法条", document=paper)),
    ]


def _rows(case: View, table: str) -> tuple[Row, ...]:
    """Rows of a register that may be absent without hiding what the other registers say."""
    try:
        return case.register(table)
    except NeedsPerson:
        return ()


@check("subject.measure_officers", title="强制措施由两名以上具备资格的执法人员实施")
def measure_officers(case: View) -> Iterator[Finding]:
    """CO-S02: the record of the measure names two officers, each qualified on the day."""
    if not case.documents(*MEASURED):
        yield case.not_applicable("没有实施强制措施")
        return
    for one in (two_officers, officers_qualified):
        try:
            answer = one(case)
            yield from (answer,) if isinstance(answer, Finding) else answer
        except NeedsPerson as need:
            yield case.unsure(need.reason, at=need.evidence)


@check("subject.coercion_party", title="强制的当事人认定正确，财物与案件相关")
def coercion_party(case: View) -> Finding:
    """CO-S03 (assisted): the record or the list names somebody else than the decision."""
    papers = case.documents(*MEASURES, "强制执行决定书", "代履行决定书")
    if not papers:
        if case.documents("强制执行申请书") and not case.documents(*MEASURED, *ENFORCED):
            return case.not_applicable("申请人民法院强制执行，没有自行强制的决定")
        raise NeedsPerson("卷内没有强制措施或者强制执行的决定书，本项无从判断")
    if case.duty(on=papers[0].date or case.date("决定日期")) is None:
        return case.not_applicable("当时行政强制法尚未施行")
    named = {str(fact.value) for paper in papers for fact in case.facts("文书当事人", document=paper)}
    named |= {str(fact.value) for fact in case.facts("当事人")}
    if not named:
        raise NeedsPerson("未读到决定书的当事人")
    for paper in case.documents(*SHOWN_BY[:2]):
        strange = [
            fact for fact in case.facts("文书当事人", document=paper) if not _same(named, str(fact.value))
        ]
        if strange and not _misread(paper, named, str(strange[0].value)):
            text = f"决定书的当事人为{'、'.join(sorted(named))}，{paper.title}的当事人为{strange[0].value}"
            if not any(_organised(one) == _organised(str(strange[0].value)) for one in named):
                return case.unsure(
                    f"{text}，可能为在场的人员、经营者或者其字号，请核对", at=(*strange, papers[0])
                )
            return case.failed(text, at=(*strange, papers[0]))
    for paper in case.documents(*SHOWN_BY):
        if hit := case.find(paper, OWNED):
            return case.unsure(f"{paper.title}提到财物归他人所有，请核对", at=hit)
    return case.passed()


def _organised(name: str) -> bool:
    """True for what is called like a firm or a body and not like a person."""
    return len(plain(name)) > 4 or plain(name).endswith(("店", "行", "厂", "部", "馆", "社", "场", "坊"))


def _same(named: set[str], name: str) -> bool:
    return any(plain(name) in plain(one) or plain(one) in plain(name) for one in named)


def _misread(paper: Document, named: set[str], name: str) -> bool:
    near = any(fuzz.ratio(plain(name), plain(one)) >= NEAR_NAME for one in named)
    return (scanned(paper) and near) or "见证人" in name
