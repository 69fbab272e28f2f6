"""送达回证: which paper, to whom, when, how, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from anjuan import Fact, Record

from .paper import LIKELY, Paper
from .prints import Field
from .values import Found, find_moments, find_numbers, names

_PAPER = re.compile(
    r"(?:送达|所送|送交)(?:的)?(?:法律|执法)?文书.{0,10}|(?:文书)?(?:名称|编号|文号)(?:及文号|及编号)?|文书名称.{0,6}|文书(?:文号|编号|字号)"
)
_RECEIVER = re.compile(r"[受被]送达(?:人|单位)(?:名称|姓名)?")
_SIGNED = re.compile(
    r"(?:受送达人|收件人|签收人|代收人|受送达人或代收人|收件人代收人)(?:或代收人)?(?:名称|姓名)?(?:签名|签字|盖章|签章|签收|或|及)+|收件人|签收人|受送达人签名.*|收件人签.*"
    # one box for who signed and when: 签收人/签收时间, 收件人签名及日期
    r"|(?:受送达人|收件人|签收人|代收人)(?:签名|签字|盖章|签章|或)*[及和与/、]?(?:签收|收件|收到)?(?:日期|时间)"
)
_RECEIVED = re.compile(
    r"(?:受送达人|送达|收件人|当事人)?(?:收到|签收|收件|受送达|接收)(?:日期|时间)|受送达(?:日期|时间)"
)
_SERVED = re.compile(r"送达(?:日期|时间)")
_WAY = re.compile(r"(?:送达)形式|以?何种方式送达|(?:送达)?方式")
_SERVERS = re.compile(r"送达(?:人|人员)(?:签名|签字|签章|盖章|或)*")
_WHERE = re.compile(r"送达(?:地点|地址|场所|处所)")
_REASON = re.compile(r".*(?:拒收|代收|留置|不能送达|未送达).*(?:理由|事由|原因)?.*|备注")
_TITLE = re.compile(r"《([^《》]{2,40})》")
_TICKED_BEFORE = re.compile(r"[☑√■✓✔☒●]\s*\)?\s*([\u4e00-\u9fff]{2,8})")
_TICKED_BEHIND = re.compile(r"([\u4e00-\u9fff]{2,8})\s*\(?\s*[☑√✓✔]")
_DAY_SIGNS = re.compile(r"[\d.年月日时分:]+")
_BOX = re.compile(r"[□☐○]")
_SAID = re.compile(r"(?:直接|留置|委托|邮寄|公告|电子|转交)送达(?:\([^()]{1,10}\))?(?=[^()\s,;。、]{6})")
_WAYS = re.compile(r"(直接|留置|委托|邮寄|公告|电子|转交|传真|代收)(?:送达)?")


_HOW = r"(?P<way>(?:直接|留置|委托|邮寄|公告|电子|转交)送达)(?:的)?方式"
_DAY = r"于\s*(?P<day>[^。;,于]{8,16}?)\s*,?"
_WHAT = r"将(?P<paper>[^。;]{2,60}?)"
_IN_PROSE = tuple(
    re.compile(one)
    for one in (
        rf"{_DAY}(?:以|采用|采取|通过){_HOW},?{_WHAT}(?:送交|送达|交付|交给|送至|留置)",
        rf"{_DAY}{_WHAT}(?:以|采用|采取|通过){_HOW}",
    )
)


def told(paper: Paper) -> Iterator[Fact]:
    """A return that says in one sentence what a form has boxes for: 兹于某日以直接送达方式,将某决定书送交某人."""
    hits = [hit for pattern in _IN_PROSE for hit in pattern.finditer(paper.text.text)]
    days = list(find_moments(hits[0]["day"])) if hits else []
    if len(hits) != 1 or len(days) != 1:
        return
    hit, start = hits[0], hits[0].start("day")
    numbers = [one.value for one in find_numbers(hit["paper"])]
    quoted = _TITLE.findall(hit["paper"])
    titles = quoted or [re.split(r"[(《]", hit["paper"])[0].strip()]
    record = Record.of(
        paper="、".join(titles) or None,
        number="、".join(numbers) or None,
        received=days[0].value,
        way=hit["way"],
    )
    yield paper.fact("送达", record, paper.at(hit.span()), LIKELY)
    day = days[0].value.date() if isinstance(days[0].value, datetime) else days[0].value
    place = paper.at((start + days[0].start, start + days[0].end))
    yield paper.fact("送达日期", day, place, min(LIKELY, days[0].sure))
    yield paper.fact("送达方式", hit["way"], paper.at(hit.span("way")), LIKELY)


def service(paper: Paper) -> Iterator[Fact]:
    """送达, one record for each return of service, and its day and way as facts of this paper.

    Which return belongs to the decision is told by the whole case file (`reading.facts`).
    """
    titles, numbers, place = _papers(paper)
    receiver = paper.field(_RECEIVER)
    moment = _moment(paper)
    sentence = () if moment or numbers else tuple(told(paper))
    if sentence:
        yield from sentence
        return
    way_field = paper.field(_WAY)
    way = _way(way_field)
    signed, servers = paper.field(_SIGNED), paper.field(_SERVERS)
    where, reason = paper.field(_WHERE), _reason(paper)
    record = Record.of(
        paper="、".join(titles) or None,
        number="、".join(numbers) or None,
        receiver=_receiver_text(signed),
        received=moment[1].value if moment else None,
        way=way or None,
        servers="、".join(_servers(paper)) or None,
        place=where.text if where else None,
        reason=reason.text if reason else None,
        party=receiver.text if receiver else None,
    )
    anchors = [one for one in (place, moment[0] if moment else None, receiver, servers) if one is not None]
    if not record.fields or not anchors:
        return
    spans = [span for field in anchors for span in field.spans(0, len(field.text))]
    yield paper.fact("送达", record, paper.at(*spans) if spans else paper.within(anchors[0]))
    if moment:
        field, found = moment
        day = found.value.date() if isinstance(found.value, datetime) else found.value
        yield paper.fact("送达日期", day, paper.within(field, found.start, found.end), found.sure)
    if way and way_field:
        yield paper.fact("送达方式", way, paper.within(way_field))


def _papers(paper: Paper) -> tuple[list[str], list[str], Field | None]:
    titles: list[str] = []
    numbers: list[str] = []
    first: Field | None = None
    for field in paper.fields(_PAPER):
        if not field.text:
            continue
        found = list(find_numbers(field.text))
        quoted = _TITLE.findall(field.text)
        if not quoted and not found and not re.search(r"[书表单决定通知证]", field.text):
            continue
        first = first or field
        plain = field.text[: found[0].start] if found else field.text
        titles += quoted or ([plain.strip("(（:、 ")] if len(plain.strip("( :、")) > 2 else [])
        numbers += [one.value for one in found]
    return list(dict.fromkeys(titles)), list(dict.fromkeys(numbers)), first


def _moment(paper: Paper) -> tuple[Field, Found[date]] | None:
    """When it was received; the servers' day counts only where the form has no box for the receiver's."""
    boxes = list(paper.fields(_RECEIVED))
    for field in boxes or list(paper.fields(_SERVED)):
        found = next(find_moments(field.text), None)
        if found:
            return field, found
    if not boxes:
        for field in paper.fields(_SIGNED):
            found = next(find_moments(field.text), None)
            if found:
                return field, found
    return None


def _way(field: Field | None) -> str:
    if field is None:
        return ""
    ticked = _TICKED_BEFORE.search(field.text) or _TICKED_BEHIND.search(field.text)
    if ticked:
        return ticked[1]
    if _BOX.search(field.text):
        return ""
    hits = _WAYS.findall(field.text)
    said = _SAID.match(field.text)  # what follows a way that is said in full is another field
    return "" if len(hits) > 1 else said[0] if said else field.text


def _servers(paper: Paper) -> list[str]:
    """Who served, each once: in one field, or in one for each of them."""
    fields = list(paper.fields(_SERVERS))
    return list(dict.fromkeys(one.value for field in fields for one in names(_undated(field), field.breaks)))


def _undated(field: Field | None) -> str:
    return _DAY_SIGNS.sub(lambda hit: " " * len(hit[0]), field.text) if field else ""


def _receiver_text(field: Field | None) -> str | None:
    """Who signed for it: a name or, with a seal, an organisation."""
    if field is None:
        return None
    text = re.sub(r"\d{4}\s*[年.\-/].*$", "", field.text).strip(" :、")
    return text if text and not re.fullmatch(r"[年月日时分\s()盖章签名字]*", text) else None


def _reason(paper: Paper) -> Field | None:
    field = paper.field(_REASON)
    return field if field and field.text not in ("/", "无", "—", "——") else None
