"""Opinions on forms of approval: level, text, signer, day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from anjuan import Fact, Record

from .paper import Paper
from .prints import Field
from .values import Found, find_days, last_day, names
from .words import LEGAL_REVIEWS

HANDLER, UNIT, LEGAL, HEAD = "承办人", "承办机构", "法制机构", "负责人"
_UNIT_WORD = r"(?:机构|部门|单位|科室|股室|处室|大队|中队|支队|分队|执法队|科队|科|股|处|室|队)"
_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (LEGAL, re.compile(r".{0,4}(?:法制|法规|政策法规|法治|合法性|审核机构|核审).{0,8}意见|法制审核")),
    (
        UNIT,
        re.compile(
            rf"(?:.{{0,4}}{_UNIT_WORD})(?:负责人|领导)?(?:审核|审查|复核|初审|审批|处理)?意见|审核意见|复核意见|审核部门意见"
        ),
    ),
    (
        HEAD,
        re.compile(
            r"(?:行政)?(?:执法)?(?:机关|本机关|局|单位|厅|镇|镇街|分管|主管|主要)?(?:分管|主要|主管)?(?:负责人|领导|局领导|局长|镇长|首长)(?:审批|批准|审核|审定|签批|批示)?意见"
            r"|审批(?:意见|决定|结果)|批准意见|领导(?:批示|审批)|签发意见|机关意见"
            r"|(?:行政)?(?:机关|本机关|局|单位|厅|镇|分管|主管|主要)*(?:负责人|领导|局长|镇长)(?:审批|批示|批准|签批|审定)"
        ),
    ),
    (
        HANDLER,
        re.compile(
            r"(?:案件)?(?:承办|经办|办案|调查|执法|主办|核查|申报)人(?:员)?(?:审查|处理|拟办|呈报|承办|初步|处罚)?(?:意见|建议)(?:及理由)?|处理(?:意见|建议)|审查意见|拟办意见|初审意见|处罚建议"
        ),
    ),
)
_SIGNED = re.compile(
    r"(?:承办人员?|经办人员?|主办人|协办人|办案人员|调查人员|执法人员|负责人|机构负责人|机关负责人|签名|签字|签章|审核人员?|审查人员?|审批人|批准人|复核人|核查人|签批人|姓名)"
    r"(?:\(?(?:签名|签字|签章|盖章|章)(?:或盖章)?\)?)?\s*:"
)
_SIGNATURE = re.compile(
    r"签名|签字|签章|(?:承办|经办|主办|协办|办案|调查|执法|机构负责|机关负责|部门负责|负责|审核|审查|审批|批准|复核)人(?:员)?(?:签名|签字|签章)?"
)
_SIGNED_ON = re.compile(r"日期|时间|(?:签名|签字|审核|审批|批准|签署)(?:日期|时间)|年月日")
_DAY_LABEL = re.compile(r"(?:日期|时间)\s*:?\s*$|[年月日\s:]+$")
_BLANK = re.compile(r"[\s年月日时分:。,、/_\-—(签名字章)]*$")
_CLOCK = re.compile(r"^\s*(?:上午|下午|晚上)?\s*\d{1,2}\s*[时点:]\s*(?:\d{1,2}\s*分?)?")
_OPENING = re.compile(r"(?:拟?同意|不同意|建议|已阅|情况属实|准予|批准|不予|请)")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One box of an approval form; parts that were left blank are empty.

    Attributes:
        field: the box; signed, dated: the fields in which signer and day stand, mostly the box itself.
        signer_at: begin and end of the signers in `signed`.
    """

    level: str
    field: Field
    text: str
    signer: str
    signer_at: tuple[int, int]
    signed: Field
    day: Found[date] | None
    dated: Field


def opinions(paper: Paper) -> list[Opinion]:
    """All boxes for opinions, in the order of the form."""
    found = []
    for index, field in enumerate(paper.form):
        level = _level(paper, field.label)
        if level:
            one = _opinion(level, field)
            found.append(_completed(paper, one, paper.form[index + 1 : index + 4]))
    return found


def _completed(paper: Paper, one: Opinion, following: Sequence[Field]) -> Opinion:
    """Signer and day out of the fields below, where the form has no box round an opinion and its signature."""
    for field in following:
        if _level(paper, field.label) or (one.signer and one.day):
            break
        day = last_day(field.text)
        if _SIGNATURE.fullmatch(field.label):
            people = names(field.text, field.breaks)
            if people and not one.signer:
                at = (people[0].start, people[-1].end)
                signer = "、".join(dict.fromkeys(person.value for person in people))
                one = replace(one, signer=signer, signer_at=at, signed=field)
        elif not _SIGNED_ON.fullmatch(field.label):
            break
        if day and not one.day:
            one = replace(one, day=day, dated=field)
    return one


def _level(paper: Paper, label: str) -> str:
    if paper.kind in LEGAL_REVIEWS and re.fullmatch(
        r"(?:法制|合法性)?(?:审核|核审|审查)(?:意见|结论|结果)|复核意见", label
    ):
        return LEGAL
    if paper.kind == "行政许可审批表" and label == "审核意见":
        return UNIT
    for level, pattern in _LEVELS:
        if pattern.fullmatch(label):
            return level
    return ""


def _opinion(level: str, field: Field) -> Opinion:
    text = field.text
    signed = list(_SIGNED.finditer(text))
    days = list(find_days(text))
    if signed:
        mark = signed[-1]
        # 承办人: 甲 ... 承办人: 乙 — the first signature line ends the opinion.
        body = text[: signed[0].start()]
        people = [
            one
            for one in names(_without_days(text, signed[0].end()), field.breaks)
            if one.start >= signed[0].end()
        ]
        day = next((one for one in days if one.start >= mark.end()), None)
    else:
        day = days[-1] if days and _BLANK.match(_CLOCK.sub("", text[days[-1].end :])) else None
        body, people = _unmarked(field, day)
    signer = "、".join(dict.fromkeys(one.value for one in people))
    at = (people[0].start, people[-1].end) if people else (0, 0)
    return Opinion(level, field, _tidy(body), signer, at, field, day, field)


def _without_days(text: str, start: int) -> str:
    plain = re.sub(
        r"日期|时间|(?:\(?(?:签名|签字|盖章|签章|章)\)?)|[年月日](?=[\s年月日]|$)",
        lambda hit: " " * len(hit[0]),
        text,
    )
    plain = _SIGNED.sub(lambda hit: " " * len(hit[0]), plain)
    return " " * start + plain[start:]


def _unmarked(field: Field, day: Found[date] | None) -> tuple[str, list[Found[str]]]:
    """No word for the signature: names before the day, on a line of their own or behind the last full stop."""
    stop = day.start if day else len(field.text)
    cut = field.text.rfind("。", 0, stop) + 1
    if not cut and len(field.pieces) > 1:
        offset = 0
        for begin, end in field.pieces[:-1]:
            offset += end - begin
            if names(field.text[offset:stop]):
                cut = offset
                break
    tail = field.text[cut:stop]
    people = [Found(one.value, one.start + cut, one.end + cut) for one in names(tail)] if cut else []
    if people and not _OPENING.match(tail):
        return field.text[:cut], people
    return field.text[:stop], []


def _tidy(text: str) -> str:
    text = _DAY_LABEL.sub("", text.strip())
    return "" if _BLANK.fullmatch(text) else text.strip()


def opinion_facts(paper: Paper) -> Iterator[Fact]:
    """审批意见, one for each box."""
    for one in opinions(paper):
        record = Record.of(
            level=one.level,
            opinion=one.text or None,
            signer=one.signer or None,
            date=one.day.value if one.day else None,
        )
        yield paper.fact("审批意见", record, paper.within(one.field))


def head_approval(paper: Paper, name: str) -> Iterator[Fact]:
    """The day on which the head approved, as the fact `name`."""
    for one in reversed(opinions(paper)):
        if one.level == HEAD and one.day:
            yield paper.fact(
                name, one.day.value, paper.within(one.dated, one.day.start, one.day.end), one.day.sure
            )
            return
