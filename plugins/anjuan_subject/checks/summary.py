"""Summary procedure (简易程序): who decided on the spot, the certificate shown, who was punished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from anjuan import Document, Finding, NeedsPerson, View, check

from ._papers import RECORDS, lines, officers_in_text, plain, scanned, step_day
from .officers import NOT_SHOWN, RECORDED, SHOWN
from .party import IDENTITY, party_matches_licence
from .qualified import acts_in, judge

SPOT = ("当场行政处罚决定书", "行政处罚决定书")
NEW_LAW = date(2021, 7, 15)  # 行政处罚法 (2021): the number of officers is fixed for summary cases too
POLICE_LAW = date(2026, 1, 1)  # 治安管理处罚法 (2025) 第一百二十条第三款: one officer, recorded throughout
_POLICE = "治安管理处罚法"
_RECORDED_THROUGHOUT = r"(?:全程|同步)[^。;]{0,6}(?:录音|录像|摄录|记录)"
_NO_OBJECTION = r"(?:无|没有|未提出|不持)(?:任何)?异议"
_POLICE_SHOWN = r"(?:出示|亮明|展示)[^。;]{0,20}(?:警察证|警官证)"
_OPEN_BOX = r"[□☐◻][一-龥]{0,2}$|^[^一-龥☑√✓✔■▣]{0,2}[□☐◻](?:[是否有无已未]|$)"
_PARTY_LABEL = (
    r"(?:当事人|被处罚人|被处罚单位|受处罚人|违法行为人)(?:姓名|名称|\(姓名或者?名称\))?\s*:"
    r"|(?:姓名|名称|单位名称|个人姓名)\s*:"
)
_ID_NUMBER = (
    r"(?:身份证|证件|身份号码|信用代码|注册号|驾驶证)[^:;。]{0,10}:?\s*[一-龥]{0,6}[^一-龥]{0,3}[\dA-Z]{8}"
)


@check("subject.summary_officers", title="当场处罚的执法人员人数和资格符合规定")
def summary_officers(case: View) -> Iterator[Finding]:
    """PS-S02."""
    paper = case.required(*SPOT)
    on = step_day(case, paper)
    names = _names(case, paper)
    if not names:
        yield case.unsure("当场处罚决定书的执法人员姓名未能识别", at=paper)
        return
    if len(names) == 1:
        answer = _one_officer(case, paper, names.pop(), on)
        if answer is not None:
            yield answer
    yield from _qualified(case, paper)


def _names(case: View, paper: Document) -> set[str]:
    """Officers named in the decision or in a record of the case, by any field or signature."""
    named: set[str] = set()
    for document in (paper, *case.documents(*RECORDS)):
        for fact in ("笔录人员", "执法人员"):
            named |= {plain(one.text("name")) for one in case.records(fact, document=document)}
        named |= {plain(name) for name in officers_in_text(lines(case, document))}
    # The organ's name under an officer's signature line may be read in pieces (市管理).
    return {name for name in named if name and name not in plain(case.file.agency)}


def _one_officer(case: View, paper: Document, name: str, on: date) -> Finding | None:
    case.readable(paper, *case.documents(*RECORDS))
    duty = case.duty(on=on)
    if on < NEW_LAW or duty is None:
        return case.unsure(f"决定书只有一名执法人员（{name}），当时的法律没有规定当场处罚的人数")
    if "公安" in case.file.agency or case.find(paper, _POLICE):
        return _one_policeman(case, paper, name, on)
    if scanned(paper) and not case.find(
        paper, rf"{re.escape(name)}[^。;一-龥]{{0,6}}(?:执法证|证号|\d{{5}})"
    ):
        return case.unsure(f"只读到一名执法人员（{name}），另一人可能为手写签名，请核对", at=paper)
    place = case.find(paper, re.escape(name)) or paper
    return case.failed(f"当场处罚只有一名执法人员（{name}），应不少于两人", at=place)


def _one_policeman(case: View, paper: Document, name: str, on: date) -> Finding | None:
    papers = (paper, *case.documents(*RECORDS))
    if on >= POLICE_LAW and case.find(paper, _POLICE):
        case.duty(on=on, key="subject.one_police_officer")
        recorded = any(case.find(one, _RECORDED_THROUGHOUT) for one in papers)
        agreed = any(case.find(one, _NO_OBJECTION) for one in papers)
        if recorded and agreed:
            return None
    return case.unsure(
        f"由一名人民警察（{name}）当场处罚，是否全程录音录像、当事人有无异议由人工判断", at=paper
    )


def _qualified(case: View, paper: Document) -> Iterator[Finding]:
    """Each officer that the decision itself names, by the register, on the day of the decision."""
    try:
        rows = case.register("officers")
        acts = acts_in(case, paper, rows)
    except NeedsPerson as need:
        yield case.unsure(need.reason, at=need.evidence or (paper,))
        return
    numbers = _numbers(case)
    for act in acts:
        try:
            finding = judge(case, replace(act, number=act.number or numbers.get(act.name, "")), rows)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (paper,))
        if finding is not None and finding.milder and scanned(paper):
            finding = case.unsure(f"{finding.message}，是否手写请核对", at=finding.evidence)
        if finding is not None:
            yield finding


def _numbers(case: View) -> dict[str, str]:
    """Certificate numbers that the records of the case print beside the officers' names."""
    named = [one for record in case.documents(*RECORDS) for one in case.records("笔录人员", document=record)]
    return {
        plain(one.text("name")): plain(one.text("certificate")) for one in named if one.text("certificate")
    }


@check("subject.summary_certificate_shown", title="当场出示执法证件并有记载")
def summary_certificate_shown(case: View) -> Finding:
    """PS-S03."""
    paper = case.required(*SPOT)
    papers = (paper, *case.documents(*RECORDS))
    case.duty(on=step_day(case, paper))
    for one in papers:
        if refused := case.find(one, NOT_SHOWN):
            return case.failed(f"{one.title}记载未出示执法证件", at=refused)
    boxed = None
    for one in papers:
        for hit in case.find_all(one, f"{SHOWN}|{_POLICE_SHOWN}"):
            before, after = case.text(one)[: hit.start][-3:], case.text(one)[hit.end :][:6]
            if not (re.search(_OPEN_BOX, before) or re.search(_OPEN_BOX, after)):
                case.note(hit)
                return case.passed()
            boxed = boxed or hit
    if boxed is not None:
        return case.unsure("出示证件一栏为勾选项，是否勾选请核对", at=boxed)
    case.document(*RECORDS)
    case.readable(*papers)
    recorded = [found for one in papers if (found := case.find(one, RECORDED))]
    if recorded:
        return case.unsure("没有出示证件的文字记载，是否由音像记录反映请核对", at=recorded)
    return case.failed("决定书和现场笔录没有出示执法证件的记载", at=papers)


@check("subject.summary_party_identified", title="当事人身份明确")
def summary_party_identified(case: View) -> Finding:
    """PS-S04."""
    paper = case.required(*SPOT)
    on = step_day(case, paper)
    party = str(case.optional("当事人", document=paper) or case.optional("文书当事人", document=paper) or "")
    if not party:
        return _unnamed(case, paper, on)
    copies = [copy for copy in case.documents(*IDENTITY) if not _of_other_sort(copy, party)]
    known = [fact for copy in copies for fact in case.facts("证照名称", document=copy)]
    if any(plain(party) in plain(case.text(copy)) for copy in case.documents(*IDENTITY)):
        return case.passed("决定书的当事人与卷内证件一致")
    if known and case.facts("当事人"):
        return _same_as_licence(case)
    if case.documents(*IDENTITY):
        return case.unsure("卷内证件的姓名、名称未能识别，或者不是当事人本人的证件，请核对")
    if case.facts("当事人证照号", document=paper) or case.find(paper, _ID_NUMBER):
        return case.passed("决定书载明当事人的姓名、名称和证件号码")
    return case.unsure("决定书没有证件号码，卷内也没有可核对的证件", at=paper)


def _same_as_licence(case: View) -> Finding:
    """The comparison of the ordinary procedure; the duty recorded is the one of this check."""
    answer = party_matches_licence.function(case)
    assert isinstance(answer, Finding)
    return answer


def _of_other_sort(copy: Document, party: str) -> bool:
    """True for the card of a driver where a firm is punished, and for the licence of a person's employer."""
    person = len(plain(party)) <= 4 or "·" in party
    return copy.kind == ("营业执照" if person else "身份证")


def _unnamed(case: View, paper: Document, on: date) -> Finding:
    label = case.find(paper, _PARTY_LABEL)
    case.readable(paper)
    if label is not None and (scanned(paper) or not _blank(case, paper, label.end)):
        return case.unsure("决定书的当事人未能识别，可能为手写", at=label)
    if scanned(paper) or case.duty(on=on) is None:
        return case.unsure("未读到决定书的当事人", at=paper)
    return case.failed("决定书没有写明当事人的姓名或者名称", at=label or paper)


def _blank(case: View, paper: Document, start: int) -> bool:
    """True when the next thing after a label is another label, a line or nothing."""
    return bool(
        re.match(
            r"[\s_＿\-—]*(?:$|[一-龥()]{2,12}:|性别|年龄|身份证|地址|住址|电话)", case.text(paper)[start:]
        )
    )
