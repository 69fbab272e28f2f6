"""Several authorities with a claim to one matter: was it settled which of them acts."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from anjuan import Finding, Match, NeedsPerson, Row, View, check

from ._papers import plain

_DISPUTED = (
    r"管辖(?:权)?(?:发生|存在|有|产生)?争议|(?:均|都|同时|也)(?:享?有|具有)(?:行政处罚)?管辖权"
    r"|(?:其他|另一|别的)[^。;]{0,16}(?:机关|部门)[^。;]{0,8}(?:已|先)(?:经|行)?立案"
)
_NONE_OR_OWN = r"(?:未|没有|不|无)[^。;]{0,10}$|(?:我局|本局|本机关|我单位)[^。;]{0,4}$"
_SETTLED = r"指定(?:由)?[^。;]{0,24}管辖|指定管辖|协商(?:一致|确定|决定|解决)|最先立案|先立案|报(?:请)?[^。;]{0,24}(?:指定|确定)"
_LETTER = "指定管辖|管辖通知|移送函"
_PAPERS = (
    "案件来源登记表", "立案审批表", "案件调查终结报告", "法制审核意见书", "案件审核表", "集体讨论记录",
    "行政处罚决定审批表", "行政处罚决定书", "unknown",
)  # fmt: skip
SAME_MATTER = 70  # rapidfuzz ratio from which a dispute of the register is about the cause of the case


@check("subject.jurisdiction_settled", title="管辖权竞合或者争议已按规定确定")
def jurisdiction_settled(case: View) -> Finding:
    """PO-S05 (assisted)."""
    rows = _open_disputes(case)
    if rows:
        case.duty(on=case.date("决定日期"))
        return case.failed("执法争议台账中有涉及本案事项的争议，作出决定时没有处理结果", at=rows)
    claim = _claim(case)
    if claim is None:
        return case.not_applicable("卷内和台账中没有管辖权竞合或者争议")
    case.duty(on=case.date("决定日期"))
    titles = [paper for paper in case.file.documents if re.search(_LETTER, paper.title)]
    if titles or any(case.find(paper, _SETTLED) for paper in case.documents(*_PAPERS)):
        case.note(*titles)
        return case.passed("管辖争议有指定或者协商的记载")
    return case.failed("卷内提到管辖权竞合或者争议，没有指定管辖、协商或者最先立案的记载", at=claim)


def _claim(case: View) -> Match | None:
    for paper in case.documents(*_PAPERS):
        text = case.text(paper)
        for hit in case.find_all(paper, _DISPUTED):
            if not re.search(_NONE_OR_OWN, text[max(hit.start - 14, 0) : hit.start]):
                case.note(hit)
                return hit
    return None


def _open_disputes(case: View) -> list[Row]:
    """Disputes of the authority about this matter that had no result on the day of the decision."""
    try:
        rows, cause = case.register("disputes"), str(case.optional("案由") or "")
        organ, decided = plain(case.file.agency), case.date("决定日期")
    except NeedsPerson:
        return []
    return [
        row
        for row in rows
        if organ in (plain(row.text("applicant")), plain(row.text("other")))
        and cause
        and fuzz.partial_ratio(plain(row.text("matter")), plain(cause)) >= SAME_MATTER
        and (raised := row.date("raised")) is not None
        and raised <= decided
        and ((ended := row.date("ended")) is None or ended > decided)
    ]
