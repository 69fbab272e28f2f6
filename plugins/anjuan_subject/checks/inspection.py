"""Inspections (行政检查): who may inspect, how many officers, whom they inspect, who helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, NeedsPerson, Row, View, check, in_region, normalise

from ._papers import day_of, each, lines, officers_in_text, plain, scanned
from .organ import authority_row, names_organ, same_region
from .qualified import acts_in, judge

NOTICE = "行政检查通知书"
SHEETS = ("行政检查记录", "现场检查笔录")
PLANS = (NOTICE, "行政检查审批表")
PROVINCE = "广东省"  # the only province whose rule on inspections is bound
NEAR_NAME = 80  # rapidfuzz ratio from which a difference of two names may be a misreading
_NO_BODY = r"中介|协会|公司|研究院|服务中心|领导小组|议事协调|指挥部|专班"
_MAYBE_BODY = r"服务中心|研究院|指挥部|烟草|疾病预防|监督所"  # some of them act under an authorising law
_HELPER = (
    r"(?:协助(?:检查)?|陪同检查|参加检查的?|受邀)(?:人员|专家)|第三方(?:机构|人员|专家)|(?:技术|安全)?专家(?!库)"
    r"|网格员|辅助人员|协管员"
)
_NO_HELPER = (
    r"(?:协助(?:检查)?人员|第三方人员|专家|陪同检查人员)[^\n:]{0,8}\s*:?\s*(?:无|/|—|-|－)\s*(?:\n|$|[,。;])"
)
_HELPER_SIGNED = r"(?:第三方|协助|专家|检查机构|网格员|辅助|协管)[^。;]{0,14}(?:签名|签字|签章)[^。;]{0,6}[:：]?\s*[一-龥]{2,4}"
_LED = (
    r"协助|配合|参与|陪同|技术支持|不得|禁止|严禁|不能|未将?|不将|没有"  # helping the officers, or forbidden
)
_SENT = r"(?:委托|外包|交由|聘请)[^。;]{2,30}(?:公司|中介|机构|院|中心)[^。;]{0,10}(?:实施|开展|进行|承担)[^。;]{0,6}检查"


def inspected_on(case: View) -> date:
    """The first day of the inspection, else that of its record, its notice or what was told of it.

    Raises:
        NeedsPerson: none of them was read.
    """
    days = [fact.value for name in ("检查日期", "现场检查日期") for fact in case.facts(name)]
    known = [day.date() if isinstance(day, datetime) else day for day in days if isinstance(day, date)]
    known = known or [paper.date for paper in case.documents(*SHEETS, NOTICE) if paper.date]
    return min(known) if known else case.date("决定日期")


def natural(name: str) -> bool:
    """True for the name of a natural person.

    >>> natural("王小明"), natural("平安药店"), natural("江门市甲乙化工有限公司")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[一-龥]{2,4}|[一-龥]{1,6}·[一-龥·]{1,10}", plain(name))) and not re.search(
        r"[店厂坊馆吧社行园校院部所局站场公司]$", plain(name)
    )


@check("subject.inspection_body", title="检查主体依法具有检查权并已公告")
def inspection_body(case: View) -> Finding:
    """IN-S01 (assisted)."""
    on, organ = inspected_on(case), _signed_by(case) or _organ(case)
    case.duty(on=on)
    row = authority_row(case, organ, on)
    if row is None:
        if re.search(_MAYBE_BODY, organ):
            return case.unsure(f"执法主体台账中没有{on}有效的{organ}，是否为法律法规授权的组织由人工判断")
        if re.search(_NO_BODY, organ):
            return case.failed(f"检查主体“{organ}”不在执法主体台账内，也不像行政机关或者法律法规授权的组织")
        return case.unsure(f"执法主体台账中没有{on}有效的{organ}")
    case.note(row)
    if re.search("议事协调|中介|第三方|非执法", row.text("kind")):
        return case.failed(f"{organ}的主体类型为“{row.text('kind')}”，不得实施行政检查", at=row)
    powers = [one for one in case.register("powers") if one.valid(on) and "检查" in one.text("kind")]
    if any(names_organ(row, one.text("agency")) for one in powers):
        return case.passed()
    matters = [normalise(str(fact.value)) for fact in case.facts("检查事项")]
    other = [
        one
        for one in powers
        if same_region(case, row, one, on)
        and any(
            normalise(one.text("name")) in matter or matter in normalise(one.text("name"))
            for matter in matters
        )
    ]
    if other and (_entrusted(case, row, on) or _joint(case)):
        return case.unsure(
            f"权责清单把该检查事项列给{other[0].text('agency')}，是否受委托或者联合检查由人工判断", at=other
        )
    if other:
        return case.failed(f"权责清单把该检查事项列给{other[0].text('agency')}，不是{organ}", at=other)
    return case.unsure(f"权责清单中没有{organ}的检查事项")


def _entrusted(case: View, row: Row, on: date) -> bool:
    try:
        rows = [one for one in case.register("entrustments") if one.valid(on)]
    except NeedsPerson:
        return False
    return any(names_organ(row, one.text("agent")) for one in rows)


def _joint(case: View) -> bool:
    return any(
        case.find(paper, r"联合(?:检查|执法|抽查)|会同|受[^。;]{2,24}委托|综合查一次")
        for paper in case.documents(*PLANS, *SHEETS)
    )


def _signed_by(case: View) -> str:
    """The organ that signs the notice; empty where nobody read one."""
    signed = [f for paper in case.documents(NOTICE) for f in case.facts("落款机关", document=paper)]
    return str(signed[0].value) if signed else ""


def _organ(case: View) -> str:
    """The inspecting organ, by the case file, else by the head or signature of its papers."""
    if case.file.agency:
        return case.file.agency
    for paper in case.documents(NOTICE, "行政检查结果告知书", "责令改正通知书", *SHEETS):
        for name in ("文头机关", "落款机关", "处罚机关"):
            for fact in case.facts(name, document=paper):
                return str(fact.value)
    raise NeedsPerson("未读到实施检查的机关", ())


@check("subject.inspection_officers", title="由两名以上具有资格的执法人员实施检查")
def inspection_officers(case: View) -> Iterator[Finding]:
    """IN-S02: 行政处罚法 42 is no basis for an inspection outside a penalty case; the provincial rule is."""
    case.document(*SHEETS)
    sheets = case.documents(*SHEETS)
    if not sheets:
        yield case.unsure("没有检查记录，不知道由几名执法人员实施")
        return
    yield from each(case, sheets, _two)
    for sheet in sheets:
        yield from _qualified(case, sheet)


def _two(case: View, sheet: Document) -> Finding | None:
    names = {plain(one.text("name")) for one in case.records("笔录人员", document=sheet)}
    names |= {plain(name) for name in officers_in_text(lines(case, sheet))}
    names -= {""}
    if len(names) >= 2:
        return None
    if not names:
        return case.unsure(f"{sheet.title}的执法人员姓名未能识别", at=sheet)
    case.readable(sheet)
    name = next(iter(names))
    place = case.find(sheet, re.escape(name)) or sheet
    message = f"{sheet.title}只记载一名执法人员（{name}）"
    if hit := case.find(sheet, r"[两二2](?:名|位|个)(?:行政)?(?:执法|检查)?人员|等[两二三四2-9](?:名|位|人)"):
        return case.unsure(f"{message}，记录又写“{hit.text}”，请核对", at=hit)
    duty = _duty(case, day_of(case, sheet) or inspected_on(case))
    if not duty or "公安" in _organ(case):
        return case.unsure(f"{message}；行业法律和本省规定是否要求两人未绑定，由人工判断", at=place)
    if scanned(sheet) and not case.find(
        sheet, rf"{re.escape(name)}[^。;一-龥]{{0,6}}(?:执法证|证号|\d{{5}})"
    ):
        return case.unsure(f"{message}，另一人可能为手写签名，请核对", at=place)
    return case.failed(f"{message}，应不少于两人", at=place)


def _duty(case: View, on: date) -> bool:
    """True where the provincial rule on the number of officers binds the authority on a day."""
    return (
        in_region(_organ(case), PROVINCE) and case.duty(on=on, key="subject.inspection_officers") is not None
    )


def _qualified(case: View, sheet: Document) -> Iterator[Finding]:
    try:
        rows = case.register("officers")
        acts = acts_in(case, sheet, rows)
    except NeedsPerson as need:
        yield case.unsure(need.reason, at=need.evidence or (sheet,))
        return
    for act in acts:
        bound = _duty(case, act.day)
        try:
            finding = judge(case, act, rows)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (sheet,))
        if finding is not None and not bound and str(finding.verdict) == "fail":
            finding = case.unsure(f"{finding.message}；行业法律和本省规定未绑定", at=finding.evidence)
        if finding is not None and finding.milder and scanned(sheet):
            finding = case.unsure(f"{finding.message}，是否手写请核对", at=finding.evidence)
        if finding is not None:
            yield finding


@check("subject.inspected_object", title="检查对象正确并在事项范围内")
def inspected_object(case: View) -> Finding:
    """IN-S03."""
    on = inspected_on(case)
    if case.duty(on=on) is None:
        return case.not_applicable("检查时没有本项要求")
    planned, found = _objects(case, PLANS), _objects(case, SHEETS)
    if found and all(natural(str(fact.value)) for fact in (*planned, *found)):
        return case.not_applicable("检查对象是自然人，本项要求只管涉企检查")
    for fact in found:
        if planned and not any(_same(fact, one) for one in planned):
            return _differs(case, fact, planned[0])
    beyond = _beyond_list(case, on)
    if beyond is not None:
        return beyond
    if not planned or not found:
        raise NeedsPerson("通知书或者检查记录的检查对象未能识别", ())
    return case.passed()


def _objects(case: View, kinds: tuple[str, ...]) -> list[Fact]:
    found: list[Fact] = []
    for paper in case.documents(*kinds):
        own = case.facts("检查对象", document=paper) or case.facts("文书当事人", document=paper)
        found += list(own)
    return found


def _same(one: Fact, other: Fact) -> bool:
    first, second = plain(str(one.value)), plain(str(other.value))
    return first in second or second in first


def _differs(case: View, found: Fact, planned: Fact) -> Finding:
    message = f"检查记录的检查对象为“{found.value}”，通知书为“{planned.value}”"
    papers = [
        paper
        for paper in case.file.documents
        if paper.id in (found.evidence.document, planned.evidence.document)
    ]
    near = fuzz.ratio(plain(str(found.value)), plain(str(planned.value))) >= NEAR_NAME
    if near and _any_scanned(papers):
        return case.unsure(f"{message}，差异可能是识别所致", at=(found, planned))
    if any(
        case.find(
            paper,
            r"等[^。;]{0,4}家|名单|附件|附表|清单所列|下列(?:企业|单位)|(?:辖区|各)[^。;]{0,6}(?:企业|单位)",
        )
        or plain(str(found.value)) in plain(case.text(paper))
        for paper in papers
        if paper.id == planned.evidence.document
    ):
        return case.unsure(f"{message}，通知书可能列有数家对象，请核对", at=(found, planned))
    if any(
        case.find(paper, r"更名|名称变更|曾用名|分公司|分支机构|经营者|字号|一并检查|变更为")
        for paper in papers
    ):
        return case.unsure(f"{message}，卷内似有说明，请核对", at=(found, planned))
    return case.failed(message, at=(found, planned))


def _any_scanned(papers: list[Document]) -> bool:
    return any(scanned(paper) for paper in papers)


def _beyond_list(case: View, on: date) -> Finding | None:
    """A matter that the published list of the day does not name goes to a person."""
    matters = case.facts("检查事项")
    rows = [row for row in case.listed("lists", on=on) if "检查事项" in row.text("kind")]
    if not rows:
        return case.unsure(f"台账中没有{on}有效的检查事项清单")
    names = [normalise(row.text("name")) for row in rows]
    for fact in matters:
        matter = normalise(str(fact.value))
        if not any(
            name in matter or matter in name or fuzz.partial_ratio(name, matter) >= NEAR_NAME
            for name in names
        ):
            return case.unsure(f"检查事项“{fact.value}”不在公布的清单中，请核对", at=(fact, *rows[:3]))
    return None


@check("subject.inspection_helpers", title="未将检查委托第三方独立实施")
def inspection_helpers(case: View) -> Finding:
    """IN-S04 (assisted): experts under the officers' lead are lawful."""
    case.duty(on=inspected_on(case))
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    sent = next(
        (
            hit
            for paper in (*case.documents(*PLANS), *sheets)
            for hit in case.find_all(paper, _SENT)
            if not re.search(_LED, f"{case.text(paper)[max(hit.start - 8, 0) : hit.start]}{hit.text}")
        ),
        None,
    )
    if sent is not None and any(officers_in_text(lines(case, sheet)) for sheet in sheets):
        return case.unsure(f"“{sent.text}”，记录载有执法人员，是否由第三方独立实施请核对", at=sent)
    if sent is not None:
        return case.failed(f"“{sent.text}”，是否由第三方独立实施检查请核对", at=sent)
    for sheet in sheets:
        hit = case.find(sheet, _HELPER)
        named = case.facts("协助人员", document=sheet) or (
            hit and not re.search(_NO_HELPER, lines(case, sheet))
        )
        if not named:
            continue
        officers = case.records("笔录人员", document=sheet) or officers_in_text(lines(case, sheet))
        if not officers:
            signed = case.find(sheet, _HELPER_SIGNED)
            if signed is None:
                return case.unsure(f"{sheet.title}有协助人员，执法人员姓名未能识别，请核对", at=hit or sheet)
            case.readable(sheet)
            return case.failed(f"{sheet.title}只有协助人员，没有执法人员", at=signed or hit or sheet)
        return case.passed("有协助人员，由执法人员带队；是否独立实施检查请核对")
    return case.not_applicable("没有协助人员")
