"""Papers of a licence before the decision: application, receipt, acceptance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .head import closing
from .paper import GUESS, LIKELY, Paper, first_fact
from .prints import Field, Print, same_row
from .values import find_days, first_day, last_day, ticked

_MATTER = re.compile(
    r"(?:申请|准予|行政)?(?:行政)?许可(?:事项|项目|名称)(?:名称)?|申请(?:的)?(?:行政)?(?:许可)?(?:事项|项目)(?:名称)?|(?:审批|办理|受理)?事项(?:名称)?"
)
_REQUEST = r"(?:办理|取得|领取|核发|从事|延续|变更|注销|换发)?"
_OFFICIAL = r"(?:许可证?|资质|资格|证书?|备案|登记|核准|审批|批准|执照)"
_MATTERS = (
    re.compile(
        r"(?:提出|提交|递交|报送)了?的?(?:关于)?(?P<said>[^,。;:《》]{2,40}?)的?(?:行政许可)?申请(?:材料|资料)?(?=[,。;共(]|$)"
    ),
    re.compile(
        rf"申请(?!人|材料|书|表){_REQUEST}的?(?P<said>[^,。;:《》]{{2,40}}?{_OFFICIAL})的?(?:事项|手续|业务)?(?=[,。;]|$)"
    ),
    re.compile(
        r"你(?:\(单位\)|单位|公司|店|厂|们)?(?:关于)?(?P<said>[^,。;:《》你]{4,40}?)(?<!提出)的申请(?=[,。;])"
    ),
    re.compile(
        rf"(?:注销|撤[销回])你(?:\(单位\)|单位|公司|店|厂)?(?:持有|取得|所持)?的?(?P<said>[^,。;:《》\d]{{2,40}}?{_OFFICIAL})(?=[,。;(])"
    ),
)
_LEAD = re.compile(r"(?:办理|延续|变更|注销|换发|补办|取得|领取)(?!登记)(?:的)?")
_NO_MATTER = re.compile(r"(?:该|此|上述|本次|有关|相关|下列)?(?:项)?(?:行政)?(?:许可)?(?:证|事项|申请)?")
# What is applied for in another sentence (向市政府提出行政复议申请), or a piece that reaches too far.
_ANOTHER = re.compile(r"复议|诉讼|听证|回避|陈述|申辩|赔偿|延期|[年月日]|\d{4}")
_REASON = re.compile(
    r"申请(?:类型|类别|种类|事由|性质|原因)|(?:许可|业务|办理|办件|审批|事项)(?:类型|类别|事由|性质)"
)
REASONS = (
    ("延续", re.compile(r"延续|续期|续展|(?:到期|期满|届满)换[证发]")),
    ("变更", re.compile(r"变更")),
    ("注销", re.compile(r"注销")),
    ("撤销", re.compile(r"撤[销回]")),
    ("新办", re.compile(r"新办|首次|初次|新申请|新设|新开办|新证|新领|新建|设立")),
)
_ASKED_REASON = re.compile(
    r"申请(?:办理|行政许可)?(?:延续|变更|注销)|决定(?:准予|不予)?(?:延续|变更|注销|撤[销回])"
)
_APPLIED = re.compile(r"(?:提出)?申请(?:日期|时间)|(?:填表|填报|申报)(?:日期|时间)")
_BY_APPLICANT = re.compile(
    r"(?:申请|申报)(?:人|单位|者)?(?:或?(?:其)?(?:委托)?代理人|或?(?:法定代表人|负责人|经办人))?(?:签名|签字|签章|盖章|公章|章|或者?|及|和)+"
    r"|(?:法定代表人|负责人|经营者)(?:或?(?:委托)?代理人)?(?:签名|签字|签章|盖章|或者?)+"
)
_OFFICE_BOX = re.compile(
    r"(?:收件|受理|审[查核批]|初审|承办|经办|批准|主管|机关|窗口).{0,10}(?:意见|结果|情况|记录)?"
)
_THEN_APPLIED = re.compile(r"\s*,?(?:向[^。;,]{2,20}?)?(?:提出|提交|递交|申请|报送|申报)")
_ON = re.compile(r"(?:于|在|自|之日\(|你(?:\(单位\)|单位|公司|店|厂|们)?|您)\s*$")
_ARRIVED = re.compile(r"(?:收件|接件|接收|收到|签收|收取)(?:材料)?(?:日期|时间)")
_THEN_ARRIVED = re.compile(r"\s*(?:已)?(?:收到|收讫|接收|签收)")
_ACCEPTED = re.compile(r"(?:正式|决定)?受理(?:日期|时间)")
_THEN_ACCEPTED = re.compile(r"\s*(?:\)|\([^()]{1,24}\))?\s*(?:起)?(?:依法|正式|决定)?(?:予以)?受理(?!之日)")
_REFUSED = re.compile(r"(?:决定|现)[^。;]{0,12}?不予受理|不予受理(?:你|该|此|的决定)")


def told_days(
    paper: Paper, name: str, before: re.Pattern[str], after: re.Pattern[str], sure: float
) -> Iterator[Fact]:
    """The days of the running text between these two patterns, each once, as the fact `name`."""
    text, seen = paper.text.text, set()
    for day in find_days(text):
        lead = text[max(day.start - 30, 0) : day.start]
        if day.value not in seen and before.search(lead) and after.match(text, day.end):
            seen.add(day.value)
            yield paper.fact(name, day.value, paper.at((day.start, day.end)), min(sure, day.sure))


def both(*groups: Iterator[Fact]) -> Iterator[Fact]:
    """The readings of one thing, best first: a later one only where it says something else."""
    seen: list[object] = []
    for group in groups:
        for fact in group:
            if fact.value not in seen:
                seen.append(fact.value)
                yield fact


_SIGNED = re.compile(r"签|章|日期|时间|年月日|落款")
# A day in such a box is that of what the box is for.
_BOXED_DAY = re.compile(r"(?:(?!告知|作出|发文|通知|制作|出具|落款)[^签章印]){2,}(?:日期|时间)$|签[收到]")


def closing_line(paper: Paper) -> Print | None:
    """The line of the day that closes a paper."""
    _, day, _ = closing(paper)
    if not day:
        return None
    last = ((one, last_day(one.text)) for one in reversed(paper.prints[-26:]))
    return next((one for one, found in last if found and found.value == day.value), None)


def signed_day(paper: Paper, name: str, sure: float = 1.0) -> Iterator[Fact]:
    """The day in the signature line as the fact `name`; one that fills a box for something else is none."""
    _, day, place = closing(paper)
    line = closing_line(paper)
    if not day or not place or not line:
        return
    at = line.start + day.start
    for field in paper.form:
        inside = any(start <= at < end for start, end in field.pieces) and _beside(paper, field, line)
        if inside and not (_SIGNED.search(field.label) and not _BOXED_DAY.search(field.label)):
            return
    yield paper.fact(name, day.value, place, sure)


def _beside(paper: Paper, field: Field, line: Print) -> bool:
    """True when the label of a field stands by a line: text that runs on below a label is no box."""
    if line.line.cell >= 0:
        return True
    head = next((one for one in paper.prints if one.start <= field.head[0] < one.end), line)
    return head is line or (not line.flow and head.page == line.page and same_row(head, line))


# ---- what is applied for ------------------------------------------------------------------


def matter(paper: Paper) -> Iterator[Fact]:
    """许可事项: the field, else as the paper retells the application."""
    yield from first_fact(_matter_field(paper), _matter_told(paper))


def _matter_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_MATTER):
        value = ticked(field.text).strip(" ,。;")
        if value and len(value) <= 60 and not _NO_MATTER.fullmatch(value):
            yield paper.fact("许可事项", value, paper.within(field))
            return


def _matter_told(paper: Paper) -> Iterator[Fact]:
    text = paper.text.text
    hits = [hit for pattern in _MATTERS for hit in pattern.finditer(text)]
    for hit in sorted(hits, key=lambda one: one.start("said")):
        start, end = hit.span("said")
        lead = _LEAD.match(hit["said"])
        start += lead.end() if lead else 0
        said = text[start:end]
        if len(said) > 1 and not _NO_MATTER.fullmatch(said) and not _ANOTHER.search(said):
            yield paper.fact("许可事项", said, paper.at((start, end)), LIKELY)
            return


def reason(paper: Paper) -> Iterator[Fact]:
    """许可事由 where the paper states it: in a field, in its title, in a sentence."""
    yield from first_fact(_reason_field(paper), _reason_title(paper), _reason_told(paper))


def reason_of(text: str) -> str:
    """The one reason that a text names; empty where it names none or several.

    >>> reason_of("到期换证"), reason_of("新办 延续 变更")
    ('延续', '')
    """
    found = [name for name, pattern in REASONS if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def _reason_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_REASON):
        value = reason_of(ticked(field.text)) if len(field.text) <= 60 else ""
        if value:
            yield paper.fact("许可事由", value, paper.within(field))
            return


def _reason_title(paper: Paper) -> Iterator[Fact]:
    value = reason_of(paper.document.title)
    # 设立 in a title names a matter (娱乐场所设立许可), not why one applies.
    if value and value != "新办":
        wanted = paper.document.title
        line = next((one for one in paper.prints[:12] if wanted and wanted in one.text), None)
        line = line or (paper.prints[0] if paper.prints else None)
        if line:
            yield paper.fact("许可事由", value, paper.at((line.start, line.end)))


def _reason_told(paper: Paper) -> Iterator[Fact]:
    hits = list(_ASKED_REASON.finditer(paper.text.text))
    values = {reason_of(hit[0]) for hit in hits}
    if len(values) == 1 and "" not in values:
        yield paper.fact("许可事由", values.pop(), paper.at(hits[0].span()), LIKELY)


# ---- application, receipt -----------------------------------------------------------------


def application(paper: Paper) -> Iterator[Fact]:
    """许可申请书: 许可事项, 许可事由, 申请日期, 收件日期 where the form has a box for it."""
    yield from matter(paper)
    yield from reason(paper)
    yield from both(paper.day("申请日期", _APPLIED), _signed_by_applicant(paper))
    yield from paper.day("收件日期", _ARRIVED)


def _signed_by_applicant(paper: Paper) -> Iterator[Fact]:
    """The day beside the applicant's signature, else the last day that stands alone on the form."""
    for field in paper.fields(_BY_APPLICANT):
        found = first_day(field.text)
        if found:
            place = paper.within(field, found.start, found.end)
            yield paper.fact("申请日期", found.value, place, found.sure)
            return
    organ, _, _ = closing(paper)
    offices = any(_OFFICE_BOX.fullmatch(one.label) for one in paper.form)
    yield from signed_day(paper, "申请日期", GUESS if organ or offices else 1.0)


def retold(paper: Paper) -> Iterator[Fact]:
    """申请日期 as a later paper tells it: 你单位于某日提出的申请."""
    yield from told_days(paper, "申请日期", _ON, _THEN_APPLIED, GUESS)


def received(paper: Paper) -> Iterator[Fact]:
    """收件凭证: 收件日期."""
    yield from first_fact(
        paper.day("收件日期", _ARRIVED),
        told_days(paper, "收件日期", _ON, _THEN_ARRIVED, LIKELY),
        signed_day(paper, "收件日期"),
    )
    yield from retold(paper)


def listed(paper: Paper) -> Iterator[Fact]:
    """申请材料清单: 收件日期 where the office noted it."""
    yield from paper.day("收件日期", _ARRIVED)


# ---- acceptance ---------------------------------------------------------------------------


def acceptance(paper: Paper) -> Iterator[Fact]:
    """受理通知书: 许可事项, 受理日期; a form for both answers may refuse."""
    yield from matter(paper)
    if paper.search(_REFUSED):
        yield from signed_day(paper, "不予受理日期")
        return
    named = both(paper.day("受理日期", _ACCEPTED), told_days(paper, "受理日期", _ON, _THEN_ACCEPTED, LIKELY))
    yield from first_fact(named, signed_day(paper, "受理日期"))
    yield from retold(paper)
    yield from told_days(paper, "收件日期", _ON, _THEN_ARRIVED, GUESS)


def acceptance_refused(paper: Paper) -> Iterator[Fact]:
    """不予受理通知书: 许可事项, 不予受理日期."""
    yield from matter(paper)
    yield from signed_day(paper, "不予受理日期")
    yield from retold(paper)


def accepted_retold(paper: Paper) -> Iterator[Fact]:
    """受理日期 as the form of approval or the decision tells it."""
    yield from first_fact(
        paper.day("受理日期", _ACCEPTED, sure=GUESS),
        told_days(paper, "受理日期", _ON, _THEN_ACCEPTED, GUESS),
    )
