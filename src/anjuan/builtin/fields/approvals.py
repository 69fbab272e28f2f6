"""Forms on which somebody approves: opinions with signer and day, and the fields around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anjuan import Fact, Record

from .head import closing
from .paper import GUESS, LIKELY, Paper, first_fact
from .prints import Field
from .values import Found, find_days, names
from .words import LEGAL_REVIEWS

HANDLER, UNIT, LEGAL, HEAD = "承办人", "承办机构", "法制机构", "负责人"
_UNIT_WORD = r"(?:机构|部门|单位|科室|股室|处室|大队|中队|支队|分队|执法队|科|股|处|室)"
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
        ),
    ),
    (
        HANDLER,
        re.compile(
            r"(?:案件)?(?:承办|经办|办案|调查|执法|主办|核查|申报)人(?:员)?(?:审查|处理|拟办|承办|初步|处罚)?(?:意见|建议)(?:及理由)?|处理(?:意见|建议)|审查意见|拟办意见|初审意见|处罚建议"
        ),
    ),
)
_SIGNED = re.compile(
    r"(?:承办人员?|经办人员?|主办人|协办人|办案人员|调查人员|执法人员|负责人|机构负责人|机关负责人|签名|签字|签章|审核人员?|审查人员?|审批人|批准人|复核人|核查人|签批人|姓名)"
    r"(?:\(?(?:签名|签字|签章|盖章|章)(?:或盖章)?\)?)?\s*:"
)
_DAY_LABEL = re.compile(r"(?:日期|时间)\s*:?\s*$|[年月日\s:]+$")
_BLANK = re.compile(r"[\s年月日时分:。,、/_\-—(签名字章)]*$")
_OPENING = re.compile(r"(?:拟?同意|不同意|建议|已阅|情况属实|准予|批准|不予|请)")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One box of an approval form; parts that were left blank are empty."""

    level: str
    field: Field
    text: str
    signer: str
    signer_at: tuple[int, int]
    day: Found[date] | None


def opinions(paper: Paper) -> list[Opinion]:
    """All boxes for opinions, in the order of the form."""
    found = []
    for field in paper.form:
        level = _level(paper, field.label)
        if level:
            found.append(_opinion(level, field))
    # One level may have a heading that is blank and a filled box of the same label on a copy.
    return found


def _level(paper: Paper, label: str) -> str:
    if paper.kind in LEGAL_REVIEWS and re.fullmatch(
        r"审核意见|审核结论|审核结果|法制审核意见|复核意见", label
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
        day = days[-1] if days and _BLANK.match(text[days[-1].end :]) else None
        body, people = _unmarked(field, day)
    signer = "、".join(dict.fromkeys(one.value for one in people))
    at = (people[0].start, people[-1].end) if people else (0, 0)
    return Opinion(level, field, _tidy(body), signer, at, day)


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
                name, one.day.value, paper.within(one.field, one.day.start, one.day.end), one.day.sure
            )
            return


_FILED = re.compile(r"(?:批准)?立案(?:日期|时间)")
_CLOSED = re.compile(r"结案(?:日期|时间)")
_CASE = re.compile(r"案由|案件名称|案名")
_SOURCE = re.compile(r"案件?来源|线索来源|来源")
_REGISTERED = re.compile(r"(?:登记|受理|发现|接收|收到)(?:时间|日期)")
_RESULT = re.compile(
    r"处理结果及执行情况|(?:处罚|处罚决定|案件)?(?:执行|履行)(?:情况|结果)|行政处罚决定执行情况"
)
_OUTCOME = re.compile(r"(?:案件)?处理(?:结果|情况)")
_DECIDED = re.compile(
    r"(?:作出)?(?:行政)?(?:处罚)?决定(?:书)?(?:作出)?(?:日期|时间)|处罚(?:日期|时间)|作出(?:处罚)?决定(?:日期|时间)"
)
_EXTENDED = re.compile(r"(?:批准|审批)(?:日期|时间)")
_REVIEWED = re.compile(r"审核(?:日期|时间)|审核完成时间")
_FINAL_OPINION = re.compile(r"(?:审核|结论)意见(?:如下)?[::](?P<text>[^。]{2,120}。)")
_REVIEWER = re.compile(r"(?:法制)?审核人(?:员)?(?:签名|签字)?")


def subject(paper: Paper) -> Iterator[Fact]:
    """案由 of a form that has a field for it."""
    yield from paper.words("案由", _CASE)


def decided(paper: Paper) -> Iterator[Fact]:
    """决定日期 as another paper tells it, for a decision whose own date cannot be read."""
    yield from paper.day("决定日期", _DECIDED, sure=GUESS)


def source(paper: Paper) -> Iterator[Fact]:
    """案件来源."""
    yield from paper.words("案件来源", _SOURCE)


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
        if first.text:
            yield paper.fact("法制审核意见", first.text, paper.within(first.field, 0, len(first.field.text)))
        dated = next((one for one in (*own, *given) if one.day), None)
        if dated and dated.day:
            place = paper.within(dated.field, dated.day.start, dated.day.end)
            yield paper.fact("法制审核日期", dated.day.value, place)
        signed = next((one for one in (*own, *given) if one.signer), None)
        if signed:
            yield paper.fact("法制审核人", signed.signer, paper.within(signed.field, *signed.signer_at))
    if not any(one.day for one in given):
        yield from first_fact(paper.day("法制审核日期", _REVIEWED), _signed_day(paper, "法制审核日期"))
    if not any(one.text for one in given):
        hit = paper.search(_FINAL_OPINION)
        if hit:
            yield paper.fact("法制审核意见", hit["text"], paper.at(hit.span("text")), LIKELY)
    if not any(one.signer for one in given):
        for field in paper.fields(_REVIEWER):
            people = names(field.text)
            if people:
                yield paper.fact(
                    "法制审核人", people[0].value, paper.within(field, people[0].start, people[0].end)
                )
                break


def _signed_day(paper: Paper, name: str) -> Iterator[Fact]:
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact(name, day.value, place)
