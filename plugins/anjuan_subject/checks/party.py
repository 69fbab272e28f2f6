"""Who was punished: the right name, the same name throughout, a party that can be punished."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from anjuan import Document, Fact, Finding, NeedsPerson, Verdict, View, check

from ._papers import lines, plain, scanned, step_day, surely

IDENTITY = ("营业执照", "身份证")
# Papers of the first hours may bear a provisional name: they count only when surely later than the licence.
EARLY = (
    "案件来源登记表",
    "立案审批表",
    "现场检查笔录",
    "抽样取证凭证",
    "先行登记保存审批表",
    "先行登记保存通知书",
    "先行登记保存清单",
    "责令改正通知书",
    "询问通知书",
    "检测报告",
)
NOT_COMPARED = (*IDENTITY, "授权委托书", "证据材料", "证据复制单", "卷内目录", "unknown")
_RENAMED = "名称变更|变更名称|更名为|变更为|变更登记|曾用名|原名称|原名|企业变更"
_STATE = r"(?:登记|经营|企业|主体|市场主体)状态(?:为|:)?\s*(?:已)?(存续|在业|开业|在营|正常|注销|迁出)"
_GONE = (
    r"(?:准予|核准|办理(?:了)?)注销登记"
    r"|(?:公司|企业|当事人|该(?:店|厂|公司|单位))[^。;]{0,15}已(?:经)?(?:被)?注销"
)
_GONE_ON = (
    r"注销(?:日期|时间|登记日期)?(?:为|:|于)?\s*(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})"
    r"|(\d{4})年(\d{1,2})月(\d{1,2})日[^。;,]{0,12}注销"
)
_SUCCESSOR = "承继|继受|承受|合并|分立|清算|投资人|股东|经营者|出资人|继承"


@check("subject.party_matches_licence", title="当事人认定准确，名称与登记信息一致")
def party_matches_licence(case: View) -> Finding:
    """The decision names the party as its licence or identity card does."""
    party = str(case.value("当事人"))
    known = [fact for fact in case.facts("证照名称") if plain(str(fact.value))]
    if not known:
        return case.unsure("卷内没有可核对的营业执照、身份证或者登记信息")
    licences = [fact for fact in known if _kind(case, fact) == "营业执照"] or known
    names = [plain(str(fact.value)) for fact in licences]
    if any(name == plain(party) or name in plain(party) for name in names):
        return case.passed()
    papers = [paper for fact in known if (paper := _paper(case, fact))]
    if any(plain(party) in plain(case.text(paper)) for paper in papers):
        return case.passed("证照载有该名称（字号或者经营者）")
    decision = case.document("行政处罚决定书", "当场行政处罚决定书", "不予行政处罚决定书")
    shaky = any(scanned(paper) for paper in papers) or (decision is not None and scanned(decision))
    if shaky and any(_looks_like(name, plain(party)) for name in names):
        return case.unsure(f"决定书当事人“{party}”与证照名称的差异可能是识别所致")
    if case.duty(on=case.date("决定日期")) is None:
        return case.not_applicable()
    return case.failed(
        f"决定书当事人为“{party}”，证照名称为“{licences[0].value}”", at=(*case.facts("当事人"), *licences)
    )


def _paper(case: View, fact: Fact) -> Document | None:
    return next((paper for paper in case.file.documents if paper.id == fact.evidence.document), None)


def _kind(case: View, fact: Fact) -> str:
    paper = _paper(case, fact)
    return paper.kind if paper else ""


def _looks_like(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= 60 or one in other or other in one


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the papers are held against: values, and whether the print they come from was scanned."""

    values: tuple[str, ...]
    shown: str
    scanned: bool


@check("subject.party_consistent", title="自首份身份材料起各文书当事人名称和证照号一致")
def party_consistent(case: View) -> Iterator[Finding]:
    """Name and number of the party agree in all papers from the first identity paper on."""
    papers = tuple(_compared(case))
    found: dict[tuple[str, str, Verdict], list[tuple[Document, Finding]]] = {}
    for key, own, registered, judge in (
        ("文书当事人", "当事人", "证照名称", _name),
        ("文书证照号", "当事人证照号", "证照号码", _number),
    ):
        measure = _measure(case, key, own, registered, papers)
        for document in papers:
            try:
                for fact in case.facts(key, document=document):
                    finding = judge(case, document, fact, measure)
                    if finding:
                        group = (key, plain(str(fact.value)), finding.verdict)
                        found.setdefault(group, []).append((document, finding))
            except NeedsPerson as need:
                yield case.unsure(f"{document.title}：{need.reason}", at=need.evidence or (document,))
    yield from (_merged(group) for group in found.values())


def _merged(group: list[tuple[Document, Finding]]) -> Finding:
    """One strange value is one fault, however many papers bear it."""
    document, first = min(group, key=lambda pair: pair[1].message)
    if len(group) == 1:
        return first
    titles = "、".join(sorted({paper.title for paper, _ in group}))
    evidence = tuple(dict.fromkeys(place for _, one in group for place in one.evidence))
    message = first.message.replace(document.title, titles, 1)
    return replace(first, message=message, evidence=evidence)


def _measure(case: View, key: str, own: str, registered: str, papers: tuple[Document, ...]) -> _Measure:
    """The value that most papers bear; several parties of one decision all count.

    Raises:
        NeedsPerson: nobody read one.
    """
    decided, known = case.facts(own), case.facts(registered)
    if len({plain(str(fact.value)) for fact in decided}) > 1:
        chosen = decided
    else:
        ids = {paper.id for paper in papers}
        votes = [f for f in case.file.facts if f.name == key and f.evidence.document in ids]
        votes = [*decided, *known, *(fact for fact in votes if fact.confidence >= case.trust)]
        count = Counter(plain(str(fact.value)) for fact in votes)
        preferred = {plain(str(fact.value)) for fact in decided}
        best = max(count, key=lambda value: (count[value], value in preferred, value), default="")
        chosen = tuple(fact for fact in votes if plain(str(fact.value)) == best)[:1]
    if not chosen:
        if key == "文书证照号":
            return _Measure((), "", False)
        raise NeedsPerson("当事人名称未能识别")
    homes = [paper for fact in chosen if (paper := _paper(case, fact))]
    values = tuple(dict.fromkeys(plain(str(fact.value)) for fact in chosen))
    return _Measure(values, str(chosen[0].value), any(scanned(paper) for paper in homes))


def _compared(case: View) -> Iterator[Document]:
    """Papers dated on or after the first identity paper; early ones only when that is certain."""
    first, certain = _first_identity(case)
    for document in case.file.documents:
        if document.kind in NOT_COMPARED:
            continue
        early = document.kind in EARLY
        if early and (first is None or document.date is None or not certain):
            continue
        if first is not None and document.date is not None and document.date < first and (early or certain):
            continue
        yield document


def _first_identity(case: View) -> tuple[date | None, bool]:
    """The day on which the first identity paper came to the file, and whether the paper says so itself."""
    days: list[date] = []
    filed, decided = surely(case, "立案日期"), surely(case, "决定日期")
    for document in case.documents(*IDENTITY):
        text = lines(case, document)
        if not re.search("核对|提供|复印|相符|一致", text):
            continue
        found = [_date(*m) for m in re.findall(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})", text)]
        inside = [
            d
            for d in found
            if d and (decided is None or d <= decided) and (filed is None or (filed - d).days < 180)
        ]
        days += inside[-1:]
    return (min(days), True) if days else (filed, False)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_NOTE = re.compile(r"\((?:法定代表人|负责人|经营者|投资人|个体工商户|以下简称|简称)[^()]*\)$")


def _core(name: str) -> str:
    """A name without the note on its operator or legal representative."""
    return _NOTE.sub("", name) if name.endswith(")") else name


def _name(case: View, document: Document, fact: Fact, measure: _Measure) -> Finding | None:
    read = plain(str(fact.value))
    wanted = [_core(value) for value in measure.values]
    if not read or any(_core(read) == value for value in wanted):
        return None
    text = plain(case.text(document))
    contained = any(read in value or value in read for value in wanted)
    if contained and any(value in text for value in wanted):
        return None
    if _explained(case, read):
        return None
    person_for_firm = len(read) <= 4 and all(len(value) > 4 for value in wanted)
    poor = scanned(document) or measure.scanned
    if contained or person_for_firm or document.kind in ("送达回证", "听证笔录"):
        return case.unsure(
            f"{document.title}的当事人记载为“{fact.value}”，与其他文书的写法不同，请核对", at=fact
        )
    if poor and any(_looks_like(read, value) for value in wanted):
        return case.unsure(f"{document.title}的当事人识别为“{fact.value}”，差异可能是识别所致", at=fact)
    if case.duty(on=step_day(case, document)) is None:
        return None
    text = f"{document.title}的当事人为“{fact.value}”，与其他文书的“{measure.shown}”不一致，没有材料说明"
    return case.failed(text, at=(fact, *case.facts("证照名称")))


def _explained(case: View, name: str) -> bool:
    """True when a paper that speaks of a change of name bears this name."""
    return any(name in plain(case.text(paper)) for paper in case.file.documents if case.find(paper, _RENAMED))


def _number(case: View, document: Document, fact: Fact, measure: _Measure) -> Finding | None:
    read = plain(str(fact.value)).upper()
    wanted = [value.upper() for value in measure.values if _is_identity(value.upper()) == _is_identity(read)]
    if not read or not wanted or read in wanted or len(read) != 18:
        return None
    if any(value in plain(case.text(document)).upper() for value in wanted):
        return None
    distance = min(Levenshtein.distance(read, value) for value in wanted)
    if document.kind == "送达回证" or ((scanned(document) or measure.scanned) and distance <= 4):
        return case.unsure(f"{document.title}的证照号与其他文书的差异可能是识别所致，请核对", at=fact)
    if case.duty(on=step_day(case, document)) is None:
        return None
    return case.failed(
        f"{document.title}的证照号与其他文书不一致（相差{distance}位）",
        at=(fact, *case.facts("当事人证照号")[:1]),
    )


def _is_identity(number: str) -> bool:
    """True for the number of an identity card; a USCC has no birth date in it."""
    return bool(re.fullmatch(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", number))


@check("subject.party_capable", title="当事人具有责任能力，主体在决定时存续")
def party_capable(case: View) -> Finding:
    """A natural person is of age at the act; an organisation exists at the decision."""
    party = plain(str(case.value("当事人")))
    birth = case.optional_date("出生日期") if len(party) <= 4 or "·" in party else None
    if birth is not None:
        return _of_age(case, birth)
    return _exists(case)


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _of_age(case: View, birth: date) -> Finding:
    act = case.optional_date("违法行为日期")
    end = case.optional_date("违法行为终了日期") or act
    if act is None or end is None:
        # Nothing older than the term of five years can be punished.
        decided = case.date("决定日期")
        return (
            case.passed()
            if _age(birth, decided) >= 23
            else case.unsure("违法行为日期未能识别，不能计算行为时的年龄")
        )
    if _age(birth, act) >= 18:
        return case.passed()
    if _age(birth, act) // 14 != _age(birth, end) // 14 or _age(birth, end) >= 18:
        return case.unsure("行为持续期间当事人的年龄跨越法定界限，由人工判断")
    if case.duty(on=case.date("决定日期")) is None:
        return case.not_applicable()
    decision = case.document("行政处罚决定书", "当场行政处罚决定书")
    if decision is None:
        return case.passed("没有给予处罚的决定书")
    if _age(birth, act) < 14:
        return case.failed(f"行为时（{act}）当事人不满十四周岁，依法不予处罚")
    if case.find(decision, "从轻|减轻"):
        return case.passed()
    case.readable(decision)
    return case.failed(f"行为时（{act}）当事人未满十八周岁，决定书没有从轻或者减轻的记载")


def _exists(case: View) -> Finding:
    for document in case.documents(
        "营业执照", "证据材料", "证据复制单", "电子数据说明", "案件调查终结报告", "unknown"
    ):
        state = case.find(document, _STATE)
        gone = state if state and state.groups[0] == "注销" else case.find(document, _GONE)
        if gone:
            return _deregistered(case, document)
        if state:
            return case.passed()
    return case.not_applicable("卷内没有出生日期和登记状态")


def _deregistered(case: View, document: Document) -> Finding:
    decided = case.date("决定日期")
    if any(case.find(paper, _SUCCESSOR) for paper in case.documents("案件调查终结报告", "行政处罚决定书")):
        return case.unsure("当事人已经注销，权利义务承受人的认定由人工判断")
    hit = case.find(document, _GONE_ON)
    parts = [part for part in hit.groups if part] if hit else []
    day = _date(*parts) if len(parts) == 3 else None
    if day is None:
        return case.unsure("材料显示当事人已经注销，注销日期未能识别")
    if day > decided:
        return case.passed("注销在决定之后")
    if case.duty(on=decided, key="subject.party_exists") is None:
        return case.not_applicable()
    return case.failed(f"当事人已于{day}注销，决定作于{decided}")
