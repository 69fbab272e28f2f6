"""Forms on which somebody approves: subject, source, dates of filing, review and closing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .head import closing
from .opinions import LEGAL, head_approval, opinions
from .paper import GUESS, LIKELY, Paper, first_fact
from .values import find_days, names, ticked

_FILED = re.compile(r"(?:批准)?(?:立案|受案|案件受理|受理立案)(?:批准|审批|审核)?(?:日期|时间)")
_CLOSED = re.compile(r"(?:批准)?(?:案件)?(?:结案|办结|销案)(?:批准|审批)?(?:日期|时间)")
_CASE = re.compile(r"(?:立案|案件|涉案|处罚)?案由|(?:涉案|立案|案件)事由|案件名称|案名|案件题名")
_OFFENCE = re.compile(r"(?:涉嫌)?违法行为(?:名称)?|案件性质")
_SOURCE = re.compile(
    r"(?:案件|案源|案件线索|违法线索|线索)?来源(?:及时间|情况|类型|渠道|方式)?|案源(?:类型|情况)?"
)
_REGISTERED = re.compile(
    r"(?:案件|线索|案件线索)?(?:登记|受理|发现|接收|收到|接报|接案|举报|投诉|移送)(?:时间|日期)"
)
_RESULT = re.compile(
    r"处理结果及执行情况|(?:处罚|处罚决定|案件)?(?:执行|履行)(?:情况|结果)|行政处罚决定执行情况"
)
_OUTCOME = re.compile(r"(?:案件)?处理(?:结果|情况)")
_DECIDED = re.compile(
    r"(?:作出)?(?:行政)?(?:处罚)?决定(?:书)?(?:作出)?(?:日期|时间)|处罚(?:日期|时间)|作出(?:处罚)?决定(?:日期|时间)"
)
_EXTENDED = re.compile(r"(?:批准|审批)(?:日期|时间)")
SHORT = 40  # characters of the name of an offence; what is longer tells what happened
_REVIEWED = re.compile(r"(?:法制|合法性)?(?:审核|核审|审查)(?:完成)?(?:日期|时间)")
_FINAL_OPINION = re.compile(
    r"(?:审核|结论)意见(?:如下|为)?[::](?P<text>[^。]{2,120}。)"
    r"|(?:经(?:依法)?审[核查]|(?:我[科处室股]|本机构)?(?:审核|审查)认为)[,,:]?(?P<text2>(?:[^。]{2,120}。){1,4})"
)
_REVIEWER = re.compile(r"(?:法制)?(?:审核|核审|审查)(?:人员?|员)(?:签名|签字|姓名)?")


def subject(paper: Paper) -> Iterator[Fact]:
    """案由 of a form that has a field for it."""
    found = paper.field(_CASE)
    offence = None if found else paper.field(_OFFENCE)
    if found:
        yield paper.fact("案由", found.text, paper.within(found))
    elif offence and len(offence.text) <= SHORT and "。" not in offence.text:
        yield paper.fact("案由", offence.text, paper.within(offence), LIKELY)


def decided(paper: Paper) -> Iterator[Fact]:
    """决定日期 as another paper tells it, for a decision whose own date cannot be read."""
    yield from paper.day("决定日期", _DECIDED, sure=GUESS)


def source(paper: Paper) -> Iterator[Fact]:
    """案件来源."""
    field = paper.field(_SOURCE)
    value = ticked(field.text) if field else ""
    if field and value:
        yield paper.fact("案件来源", value, paper.within(field))


def lead(paper: Paper) -> Iterator[Fact]:
    """案件来源登记表."""
    yield from source(paper)
    yield from paper.day("发现日期", _REGISTERED)
    yield from subject(paper)


def filing(paper: Paper) -> Iterator[Fact]:
    """立案审批表."""
    yield from subject(paper)
    yield from source(paper)
    yield from first_fact(paper.day("立案日期", _FILED), head_approval(paper, "立案日期"))


def extension(paper: Paper) -> Iterator[Fact]:
    """Approval of a longer term."""
    yield from first_fact(head_approval(paper, "延期批准日期"), paper.day("延期批准日期", _EXTENDED))


def decision_approval(paper: Paper) -> Iterator[Fact]:
    """行政处罚决定审批表."""
    yield from subject(paper)
    yield from head_approval(paper, "决定审批日期")


def close(paper: Paper) -> Iterator[Fact]:
    """结案审批表."""
    yield from subject(paper)
    yield from paper.day("立案日期", _FILED)
    yield from first_fact(paper.day("结案日期", _CLOSED), head_approval(paper, "结案日期"))
    yield from decided(paper)
    yield from paper.words("执行情况", _RESULT, _OUTCOME)


def report(paper: Paper) -> Iterator[Fact]:
    """案件调查终结报告: the day on which the investigators signed."""
    yield from subject(paper)
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact("调查终结日期", day.value, place)
        return
    signed = paper.field(re.compile(r"(?:调查|办案|承办|执法|报告)人员?(?:签名|签字)?"))
    found = next(find_days(signed.text), None) if signed else None
    if signed and found:
        yield paper.fact("调查终结日期", found.value, paper.within(signed, found.start, found.end))


def legal_review(paper: Paper) -> Iterator[Fact]:
    """法制审核日期, 法制审核意见, 法制审核人."""
    yield from subject(paper)
    given = [one for one in opinions(paper) if one.level == LEGAL and (one.text or one.signer)]
    own = [one for one in given if "负责人" not in one.field.label] or given
    if own:
        first = own[0]
        if ticked(first.text):
            yield paper.fact(
                "法制审核意见", ticked(first.text), paper.within(first.field, 0, len(first.field.text))
            )
        dated = next((one for one in (*own, *given) if one.day), None)
        if dated and dated.day:
            place = paper.within(dated.dated, dated.day.start, dated.day.end)
            yield paper.fact("法制审核日期", dated.day.value, place, dated.day.sure)
        signed = next((one for one in (*own, *given) if one.signer), None)
        if signed:
            yield paper.fact("法制审核人", signed.signer, paper.within(signed.signed, *signed.signer_at))
    if not any(one.day for one in given):
        yield from first_fact(paper.day("法制审核日期", _REVIEWED), _signed_day(paper, "法制审核日期"))
    if not any(one.text for one in given):
        hit = paper.search(_FINAL_OPINION)
        if hit:
            group = "text" if hit["text"] else "text2"
            yield paper.fact("法制审核意见", hit[group], paper.at(hit.span(group)), LIKELY)
    if not any(one.signer for one in given):
        for field in paper.fields(_REVIEWER):
            people = names(_dayless(field.text), field.breaks)
            if people:
                yield paper.fact(
                    "法制审核人", people[0].value, paper.within(field, people[0].start, people[0].end)
                )
                break


def _dayless(text: str) -> str:
    """The text with its days blanked out: 甲文良二〇二四年三月一日 is no long name."""
    for day in find_days(text):
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def _signed_day(paper: Paper, name: str) -> Iterator[Fact]:
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact(name, day.value, place)
