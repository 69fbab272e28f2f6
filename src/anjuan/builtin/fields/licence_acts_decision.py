"""The decision on a licence and the licence itself: outcome, term, reasons, basis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from anjuan import Fact

from . import citations
from .licence_acts import accepted_retold, matter, reason, reason_of, retold
from .licence_acts_completion import body_end, own_length
from .paper import GUESS, LIKELY, Paper, first_fact
from .prints import Field
from .values import Found, find_days, find_span, first_day, ticked

_WHAT = r"(?:行政)?(?:许可|批准|核准|审批|延续|变更|换发|备案|登记|注销)"
_DECIDES = r"(?:决定(?!书)(?:如下)?|如下决定)"
_DENIED = re.compile(
    rf"{_DECIDES}[::,]?(?:对?[^。;,不准]{{0,20}}?)?(?:不予|不准予|不予以|不同意)[^。;,]{{0,40}}?{_WHAT}"
    rf"|{_DECIDES}[::,]?[^。;不]{{0,40}}?不予{_WHAT}"
)
_GRANTED = re.compile(
    rf"(?:{_DECIDES}|现)[::,]?(?:对?[^。;不]{{0,40}}?)?(?:准予|予以|同意|准许|批准|核准)[^。;不]{{0,40}}?{_WHAT}"
    rf"|(?:{_DECIDES}|现)(?:准予|予以|同意|批准|向?你?\(?单?位?\)?)[^。;不]{{0,20}}?(?:核发|颁发|发给|换发)"
)
# Said without 决定; what a party who has not done something (……的,不予许可) must expect is a rule, not said of this one.
_OUR = r"(?<!的)[,。:](?:本(?:机关|局|府|委)|我局)?(?:依法)?"
_SAID = (
    ("不予", re.compile(rf"{_OUR}(?:不予|不同意)(?:你[^。;,]{{0,12}})?[^。;,]{{0,20}}?{_WHAT}")),
    ("准予", re.compile(rf"{_OUR}(?:准予|同意|予以)(?:你[^。;,不]{{0,12}})?[^。;,不]{{0,30}}?{_WHAT}")),
)
_OPERATIVE = re.compile(
    rf"(?:{_DECIDES}|现)[::,]?(?:对?[^。;]{{0,40}}?)?(?:准予|不予|予以|同意|不同意|批准|核准|撤[销回]|注销|延续|变更|核发)"
)
_BASIS = re.compile(r"(?:依据|根据|依照|按照)")
_OUTCOME = re.compile(r"(?:行政)?许可(?:决定|结论|结果)|决定(?:内容|结果|事项|类型)|审批(?:决定|结果)")


def decision(paper: Paper) -> Iterator[Fact]:
    """A decision on an application: 许可事项, 许可事由, 许可决定, term, basis, and what it retells."""
    yield from matter(paper)
    yield from reason(paper)
    outcome = list(_outcome(paper))
    yield from outcome
    denied = any(fact.value == "不予" for fact in outcome)
    if not denied:
        yield from term(paper)
    elif paper.kind != "不予许可决定书":
        yield from refusal(paper)
    yield from _basis(paper)
    yield from former_term(paper)
    yield from retold(paper)
    yield from accepted_retold(paper)


def settled(paper: Paper) -> Iterator[Fact]:
    """A decision to revoke or to cancel a licence: 许可事项, 许可事由, basis."""
    yield from matter(paper)
    yield from reason(paper)
    yield from _basis(paper)


def _outcome(paper: Paper) -> Iterator[Fact]:
    """许可决定: what the sentence decides; the title counts where it says the answer and no sentence does."""
    plain = citations.masked(paper.text.text)
    field = paper.field(_OUTCOME)
    said = ticked(field.text) if field else ""
    found: dict[str, Fact] = {}
    for value, pattern in (("不予", _DENIED), ("准予", _GRANTED)):
        hit = pattern.search(plain)
        if hit:
            found[value] = paper.fact("许可决定", value, paper.at(hit.span()))
        elif field and re.match(rf"{value}|{'不同意' if value == '不予' else '同意'}", said):
            found[value] = paper.fact("许可决定", value, paper.within(field))
    for value, pattern in () if found else _SAID:
        said_so = pattern.search(plain, 0, body_end(paper))
        if said_so:
            found[value] = paper.fact("许可决定", value, paper.at(said_so.span()), LIKELY)
    title = paper.document.title
    titled = "不予" if "不予" in title else "准予" if re.search(r"准予|同意", title) else ""
    line = next((one for one in paper.prints[:12] if titled and titled in one.text), None)
    if titled and line and titled not in found:
        sure = GUESS if found else LIKELY
        found[titled] = paper.fact("许可决定", titled, paper.at((line.start, line.end)), sure)
    yield from found.values()


def _basis(paper: Paper) -> Iterator[Fact]:
    """处罚依据: on what the decision rests, in the sentence that decides."""
    text = paper.text.text
    plain = citations.masked(text)
    cited = citations.cited(paper)
    for hit in _OPERATIVE.finditer(plain) if cited else ():
        begin = plain.rfind("。", 0, hit.start()) + 1
        marks = [one.start() for one in _BASIS.finditer(plain, begin, hit.start())]
        own = [one for one in cited if marks and marks[0] < one.start < hit.start()]
        if own:
            yield from citations.facts_of(paper, "处罚依据", own)
            return


# ---- the term of the licence --------------------------------------------------------------

_VALID = re.compile(
    r"(?:(?:行政)?许可证?|证书|证件|本证|资质|资格)?有效(?:期限?|期间|日期)(?:起止(?:日期|时间)?|自|为)?|(?:行政)?许可(?:有效)?期限|(?:有效)?期限起止"
)
_VALID_TO = re.compile(
    r"(?:(?:行政)?许可证?|证书|证件|本证)?有效(?:期限?|日期)(?:至|止|截止|截至|届满)(?:日期?|时间)?|(?:证件|许可)?(?:截止|到期)(?:日期|时间)"
)
_VALID_FROM = re.compile(r"(?:(?:行政)?许可证?|证书|证件)?有效(?:期限?|日期)(?:起始?|开始|自)(?:日期?|时间)?")
_VALID_TEXT = re.compile(r"有效(?:期限?|期间)|许可期限")
_FORMER = re.compile(r"(?:原|现持|现有|所持|旧|前一)[^。;,]{0,24}$")
_NO_TERM = re.compile(r"\s*(?:届满|期满|内|满|到期|前|延续|的延续|变更)")
_TO_DAY = re.compile(r"(?:至|到|截至|截止|止于|~|—|-)\s*[:为]?\s*$")
_FROM_DAY = re.compile(r"(?:自|从|起)\s*$")
_SINCE = re.compile(r"\s*(?:起|开始)")
WINDOW = 60  # characters behind 有效期 within which its days stand


@dataclass(frozen=True, slots=True)
class _Term:
    begin: Found[date] | None
    end: Found[date] | None
    sure: float = 1.0


def _term_in(text: str, *, ends: bool = False) -> _Term:
    """Begin and end in a piece of text; a day that stands alone ends the term where the text says so."""
    begin, end = find_span(text)
    if begin is None:
        return _Term(None, None)
    if end is not None:
        return _Term(begin, end)
    if ends or _TO_DAY.search(text[: begin.start]):
        return _Term(None, begin)
    if _FROM_DAY.search(text[: begin.start]) or _SINCE.match(text, begin.end):
        return _Term(begin, None)
    return _Term(None, begin, GUESS)


def term(paper: Paper) -> Iterator[Fact]:
    """许可有效期起, 许可有效期止: in a field, else in a sentence."""
    found = list(_term_fields(paper, "许可有效期起", "许可有效期止"))
    yield from found or _term_told(paper)


def _term_fields(paper: Paper, begins: str, ends: str) -> Iterator[Fact]:
    for field in paper.fields(_VALID):
        own = field.text[: own_length(paper, field)]
        yield from _of_field(paper, field, _term_in(own), begins, ends)
    for field in paper.fields(_VALID_FROM):
        day = first_day(field.text)
        yield from _of_field(paper, field, _Term(day, None), begins, ends)
    for field in paper.fields(_VALID_TO):
        yield from _of_field(paper, field, _term_in(field.text, ends=True), begins, ends)


def _of_field(paper: Paper, field: Field, found: _Term, begins: str, ends: str) -> Iterator[Fact]:
    for name, day in ((begins, found.begin), (ends, found.end)):
        if name and day:
            place = paper.within(field, day.start, day.end)
            yield paper.fact(name, day.value, place, min(found.sure, day.sure))


def _term_told(paper: Paper) -> Iterator[Fact]:
    text = paper.text.text[: body_end(paper)]
    for hit in _VALID_TEXT.finditer(text):
        if _NO_TERM.match(text, hit.end()) or _FORMER.search(text[max(hit.start() - 30, 0) : hit.start()]):
            continue
        found = _term_in(text[hit.end() : hit.end() + WINDOW].split("。")[0])
        if found.sure < 1:
            continue  # a day of something else stands behind 有效期五年
        for name, day in (("许可有效期起", found.begin), ("许可有效期止", found.end)):
            if day:
                span = (hit.end() + day.start, hit.end() + day.end)
                yield paper.fact(name, day.value, paper.at(span), min(LIKELY, found.sure, day.sure))
        if found.begin or found.end:
            return


_COPY = re.compile(r"复印件|影印件|与原件|核对无误|注销|作废")


def certificate(paper: Paper) -> Iterator[Fact]:
    """许可证件: its term. A copy may be that of an older licence, so it says nothing."""
    for fact in () if paper.search(_COPY) else term(paper):
        yield replace(fact, confidence=min(fact.confidence, LIKELY))


# ---- the licence that is renewed ----------------------------------------------------------

_FORMER_TO = re.compile(
    r"(?:原|现|旧)(?:有|持有?)?(?:的)?(?:行政)?(?:许可)?(?:证书?|证件|有效)?(?:的)?(?:有效)?(?:期限?|日期)(?:至|止|截止|届满)?(?:日期?|时间)?"
    r"|(?:原|现有?|现持有?)(?:的)?(?:行政)?许可证?(?:的)?有效期限?(?:至|止|截止|届满|起止)?(?:日期?|时间)?"
)
_RUNS_OUT = re.compile(r"\s*(?:有效期)?(?:届满|到期|期满)")
_RUNS_OUT_ON = re.compile(r"(?:将|已|即将)?(?:于|在)\s*$|(?:届满|到期|期满)(?:日期?|时间)?[为是:]\s*$")


def former_term(paper: Paper) -> Iterator[Fact]:
    """原有效期止: the last day of the licence that is to be renewed."""
    yield from first_fact(_former_field(paper), _former_told(paper))


def _former_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_FORMER_TO):
        yield from _of_field(paper, field, _term_in(field.text, ends=True), "", "原有效期止")
        return
    if paper.kind == "许可申请书" and reason_of(paper.document.title) == "延续":
        yield from _term_fields(paper, "", "原有效期止")


def _former_told(paper: Paper) -> Iterator[Fact]:
    text = paper.text.text
    for hit in _VALID_TEXT.finditer(text):
        if not _FORMER.search(text[max(hit.start() - 30, 0) : hit.start()]):
            continue
        found = _term_in(re.split(r"[。;]", text[hit.end() : hit.end() + WINDOW])[0])
        if found.end:
            span = (hit.end() + found.end.start, hit.end() + found.end.end)
            yield paper.fact("原有效期止", found.end.value, paper.at(span), min(LIKELY, found.sure))
            return
    for day in find_days(text):
        lead = text[max(day.start - 40, 0) : day.start]
        if _RUNS_OUT_ON.search(lead) and (
            _RUNS_OUT.match(text, day.end) or re.search(r"有效期[^。;,)]{0,16}$", lead)
        ):
            yield paper.fact("原有效期止", day.value, paper.at((day.start, day.end)), min(LIKELY, day.sure))
            return


# ---- a refusal ----------------------------------------------------------------------------

_REASONED = re.compile(
    r"不(?:符合|具备|满足|属于|真实|合格|足|齐全|达标)|未(?:取得|达到|提供|提交|能|通过|按|依法|满足|具备|经|办理)|(?:理由|原因)(?:如下|是|为|:)"
    r"|因(?!此)[^。;]{2,80}?,|由于|缺少|超出|存在[^。;]{2,40}?(?:问题|情形)|隐瞒|虚假|禁止|鉴于|低于|少于|小于|大于|超过|逾期|相抵触"
)
_HINTED = re.compile(r"理由|原因|不符|条件|情形|规定的|鉴于|[未因无缺]")
_REVIEW, _SUIT = re.compile(r"复议"), re.compile(r"诉讼|起诉")


def refusal(paper: Paper) -> Iterator[Fact]:
    """不予理由, 告知救济 of a decision that refuses.

    `False` is said only of a paper that has nothing like a reason; where something might be one, nothing is said.
    """
    text = paper.text.text
    plain = citations.masked(text)
    decided = _DENIED.search(plain)
    end = body_end(paper)
    review, suit = _REVIEW.search(plain), _SUIT.search(plain)
    if decided:
        stop = min(
            (one.start() for one in (review, suit) if one and one.start() > decided.end()), default=end
        )
        reasoned = _REASONED.search(plain, 0, decided.start()) or _REASONED.search(plain, decided.end(), stop)
        if reasoned:
            yield paper.fact("不予理由", True, paper.at(reasoned.span()))
        elif not _HINTED.search(plain, 0, stop):
            yield paper.fact("不予理由", False, paper.at(decided.span()), _worst(paper))
    told = review or suit
    if review and suit:
        yield paper.fact("告知救济", True, paper.at(review.span()))
    elif told:
        yield paper.fact("告知救济", False, paper.at(told.span()), GUESS)
    elif paper.prints:
        first = paper.prints[0]
        yield paper.fact("告知救济", False, paper.at((first.start, first.end)), _worst(paper))


def _worst(paper: Paper) -> float:
    """How surely something is missing: no surer than the line that was read worst."""
    return min((one.line.confidence for one in paper.prints), default=0.0)
