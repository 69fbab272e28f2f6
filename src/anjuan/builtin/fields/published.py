"""What is published of a decision: a form, or an entry as publication platforms export it (`name: "value"`).

It tells the case at second hand, so everything read here goes to a person where the decision itself is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anjuan import Fact

from .head import agreed, closing, head_organ
from .paper import GUESS, Paper
from .sanctions import fined_in
from .values import find_days, find_numbers

_ORGAN = (
    r"[\u4e00-\u9fff]{2,30}?(?:局|委员会|厅|[支大中总]队|政府|海关)"
    r"(?:[\u4e00-\u9fff]{2,8}[支大中]队|[\u4e00-\u9fff]{2,8}分局)?"
)
# Columns of an entry, as forms and as exports of platforms call them.
_NUMBER = r"(?:行政)?(?:处罚)?决定书?(?:文号|编号)|处罚文号|documentNumber|caseno|case_no"
_PARTY = r"行政相对人名称|当事人(?:名称|姓名)?|被处罚(?:人|单位)(?:名称|姓名)?|相对人名称|companyName"
_OFFICE = (
    r"(?:作出)?处罚(?:决定)?(?:的)?机关(?:名称)?|作出(?:处罚|行政处罚)?决定(?:的)?机关|执法机关|决定机关"
    r"|agency|competentDepartment"
)
_DECIDED = (
    r"(?:作出)?(?:行政)?处罚(?:决定)?(?:的)?日期|作出(?:处罚)?决定日期|决定日期|penaltyDate|decisionDate"
)
_HEADING = r"标题|案件名称|title"
_CONTENT = r"(?:行政)?处罚(?:决定)?(?:内容|结果)|处罚类别|approvalSummary"
_IN_HEADING = re.compile(rf"(?P<organ>{_ORGAN})?(?:行政处罚)?决定书\((?P<party>[^()]{{4,60}})\)")
_ENTITY = (
    r"(?:公司|店|厂|合作社|商行|经营部|医院|超市|门诊部|药房|诊所|加油站|企业|中心|学校|幼儿园"
    r"|事务所|酒店|养殖场|银行|集团)"
)
_BRANCH = r"(?:[^通未不无擅违销经生使发利超伪虚将从以向,。]{1,24}?(?:分公司|店|部|站|厂|处|中心))?"
_ACT = (
    r"(?:未|无证|无照|擅自|违法|违反|销售|经营|生产|使用|发布|虚假|虚构|侵犯|冒用|伪造|超|不正当|不按|不执行|拒"
    r"|涉嫌|驾驶|从事|利用|将|以|商业贿赂|通过|在)"
)
_IN_CASE = (
    re.compile(rf"(?P<party>[^,。:\"']{{2,40}}?公司{_BRANCH})(?=[\u4e00-\u9fff].*案)"),
    re.compile(rf"(?P<party>[^,。:\"']{{2,40}}?{_ENTITY})(?={_ACT}.*案)"),
    re.compile(rf"(?P<party>[\u4e00-\u9fff某*]{{2,3}})(?={_ACT}.*案)"),
)
_WHOLE = re.compile(rf"[^,。:\"'案]{{4,60}}{_ENTITY}")


@dataclass(frozen=True, slots=True)
class _Said:
    """A value and where it begins in the running text."""

    text: str
    start: int

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Place of a part of it in the running text."""
        return self.start + start, self.start + (len(self.text) if end is None else end)


def entry(paper: Paper) -> Iterator[Fact]:
    """案号, 处罚机关, 当事人, 决定日期, 罚款金额 of the decision that is published."""
    number, heading = _column(paper, _NUMBER), _column(paper, _HEADING)
    for said in (number, heading):
        found = next(find_numbers(said.text), None) if said else None
        if said and found:
            yield paper.fact("案号", found.value, paper.at(said.span(found.start, found.end)), GUESS)
            break
    office = _part(heading, _IN_HEADING, "organ") or _column(paper, _OFFICE)
    if office and re.fullmatch(_ORGAN, office.text):
        yield paper.fact("处罚机关", office.text, paper.at(office.span()), GUESS)
    party = _party(paper, heading)
    if party:
        yield paper.fact("当事人", party.text, paper.at(party.span()), GUESS)
    day = _column(paper, _DECIDED)
    decided = next(find_days(day.text), None) if day else None
    if day and decided:
        yield paper.fact("决定日期", decided.value, paper.at(day.span(decided.start, decided.end)), GUESS)
    content = _column(paper, _CONTENT)
    fine = fined_in(content.text) if content else None
    if content and fine:
        yield paper.fact("罚款金额", fine.value, paper.at(content.span(fine.start, fine.end)), GUESS)


def _party(paper: Paper, heading: _Said | None) -> _Said | None:
    """The party: as the heading has it where that says more than the column does."""
    own = _column(paper, _PARTY)
    ways = (_part(heading, pattern, "party") for pattern in (_IN_HEADING, *_IN_CASE))
    inside = next((found for found in ways if found), None)
    if heading and _WHOLE.fullmatch(heading.text) and (own is None or heading.text.startswith(own.text)):
        return heading
    return inside or own


def _part(said: _Said | None, pattern: re.Pattern[str], group: str) -> _Said | None:
    hit = pattern.match(said.text) if said else None
    return _Said(hit[group], said.start + hit.start(group)) if said and hit and hit[group] else None


def _column(paper: Paper, names: str) -> _Said | None:
    """The value of a column: in quotes as an export has it, else the field of a form."""
    hit = re.search(
        rf"[\"'“]?(?:{names})[\"'”]?\s*:\s*\[?\s*[\"'“](?P<value>[^\"'“”]{{2,300}})[\"'”]", paper.text.text
    )
    if hit:
        return _Said(hit["value"], hit.start("value"))
    field = paper.field(re.compile(names))
    if field and len(field.pieces) == 1:
        return _Said(field.text, field.pieces[0][0])
    return None


_ACTS = (
    re.compile(rf"(?P<organ>{_ORGAN})(?:依据|根据|依照)《[^。]{{0,90}}决定[^。]{{0,20}}处罚"),
    re.compile(rf"(?P<organ>{_ORGAN})行政处罚(?:事先|听证)?告知书?》"),
)


def acting(paper: Paper) -> Iterator[Fact]:
    """处罚机关 out of the text of a paper that has neither head nor signature line."""
    for pattern in _ACTS:
        hit = paper.search(pattern)
        if hit:
            yield paper.fact("处罚机关", hit["organ"], paper.at(hit.span("organ")), GUESS)
            return


def announced(paper: Paper) -> Iterator[Fact]:
    """处罚机关 of an announcement that stands for the service of a paper."""
    named = agreed(head_organ(paper), closing(paper)[0])
    if named:
        yield paper.fact("处罚机关", named[0].text, named[0].place, GUESS)
