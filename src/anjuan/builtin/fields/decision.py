"""Deciding papers of every category, and the notice that goes before a penalty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Fact

from . import citations, sanctions
from .head import agreed, closing, head_organ, number
from .paper import GUESS, LIKELY, Paper
from .party import holders, party_facts
from .records import officers
from .values import Found, day_of_year, find_days, last_day
from .words import PENALTIES

_NUMERAL = r"[〇零一二三四五六七八九十百\d]{1,4}"
_TERM = rf"{_NUMERAL}\s*个?(?:工作日|日|天|个月|月)"
_PAY = re.compile(
    rf"(?:收到|接到|送达|接)[^。;]{{0,24}}?(?:之)?日?起\s*(?P<term>{_TERM})(?:之)?内?[^。;]{{0,80}}?(?:缴|交)"
)
# The term stands before what it is for (六十日内申请复议) or behind it (复议申请应在……六十日内提出).
_BEHIND = (
    rf"(?:(?![或也又并和及])[^。;,]){{0,6}}?(?:在|自|于)(?:(?!内)[^。;,]){{0,30}}?(?P<term3>{_TERM})(?:之)?内"
)
_OTHER = rf"(?:复议|诉讼|起诉){_BEHIND.replace('?P<term3>', '?:')}"
_REVIEW = re.compile(
    rf"(?:行政)?复议(?:的)?申请{_BEHIND}|(?P<term>{_TERM})(?:之)?内(?:(?!日内|月内)[^。]){{0,60}}?(?:行政)?复议"
    rf"|复议[^。;]{{0,10}}?期限[为是]?(?P<term2>{_TERM})"
)
_SUIT = re.compile(
    rf"(?<![提起])(?:起诉|(?:行政)?诉讼){_BEHIND}"
    rf"|(?P<term>{_TERM})(?:之)?内(?:(?!日内|月内|{_OTHER})[^。]){{0,60}}?(?:起诉|行政诉讼|提起诉讼)"
    rf"(?!{_BEHIND.replace('?P<term3>', '?:')})|(?:起诉|诉讼)[^。;]{{0,10}}?期限[为是]?(?P<term2>{_TERM})"
)
_STATE = re.compile(
    rf"(?P<term>{_TERM})(?:之)?内(?:(?!日内|月内)[^。;]){{0,50}}?(?:陈述|申辩)|(?:陈述|申辩)[^;]{{0,60}}?(?:在|自|于)[^。;]{{0,30}}?(?P<term2>{_TERM})(?:之)?内"
)
_HEARING = re.compile(
    rf"(?P<term>{_TERM})(?:之)?内(?:(?!日内|月内)[^。;]){{0,60}}?听证|听证[^;]{{0,60}}?(?:在|自|于)[^。;]{{0,30}}?(?P<term2>{_TERM})(?:之)?内"
)
_HEARING_RIGHT = re.compile(r"(?:要求|申请|享有|有权)[^。;]{0,20}?(?:举行)?听证|听证(?:的)?权|举行听证")
_NO_HEARING = re.compile(r"不(?:适用|属于|符合|享有)[^。;]{0,12}听证|无听证")
_TABLE_CODE = re.compile(
    r"(?:裁量|基准|幅度|档次|清单|事项)[^。]{0,60}?(?:编号|编码|代码|序号)\s*[为是::]?\s*[“\"]?(?P<code>[A-Za-z\d][A-Za-z\d.\-—]{1,24})"
)
_GRADE = re.compile(
    r"(?:属于?|符合|适用|认定为|对应|按照?)[^。;“\"]{0,16}?[“\"]?(?P<grade>特别严重|特别轻微|较轻|从轻|轻微|一般|较重|从重|严重|减轻|较大|特大|重大|A|B|C|D|[一二三四五]档|第[一二三四五]档)[”\"]?(?:违法)?(?:行为)?的?(?:裁量)?(?:档次|等级|情节|情形|阶次|级别|处罚|幅度|违法程度|违法)"
)
_FACTS_BEGIN = re.compile(
    r"经(?:本机关|本局|我局|依法)?(?:查明?|调查|检查|核查|现场检查|查实)[,::]?|违法事实(?:和证据|及证据|与证据)?"
)
_FACTS_END = re.compile(
    r"(?:上述|以上|前述)(?:违法)?事实|下列证据|以下证据|证据(?:一|1)|本机关认为|本局认为|我局认为|违反了?"
)
_FROM = re.compile(r"(?:自|从|始于|起于)\s*$")
_SINCE = re.compile(r"\s*(?:起|开始|以来|始|至|到|-|—)")
_SINCE_THEN = re.compile(r"\s*(?:起(?=[,至到止])|以来)")
_CLAUSE = re.compile(r"(?:^|[。;,:])\s*$")
_UNTIL = re.compile(r"(?:至|到|—|-|~|截至|截止|止于)\s*$")
_ACTOR = r"(?:当事人|你\(单位\)|你(?:单位|公司|店|厂)|该(?:单位|公司|店|厂))"
_OPENING = re.compile(rf"(?:^|[。;])\s*(?:{_ACTOR}\s*)?(?:于|在)?\s*$")
_BY_PARTY = re.compile(_ACTOR)
# An act that had gone on before, or a day of something else that leads up to it.
_BEFORE_THAT = re.compile(r"长期|一直|仍|多年|历来|此前|之前|多次|先后|陆续|以来|曾")
_LEADS_UP = re.compile(r"签订|签署|合同|协议|承租|租赁|承包|转让|聘用|受让|有效期|约定")
_BY_OFFICERS = re.compile(r"执法人员|本局|我局|本机关|检查|抽检|抽样|监测|检测|投诉|举报|巡查|发现")
_NOT_THE_ACT = re.compile(
    r"(?:有效期(?:限)?[^。,]{0,10}|届满[^。,]{0,4}|成立|注册|登记|立案|批准|核发|取得[^。,]{0,12}|颁发|送达|出具|签发|印发|发布|检定|检验合格[^。,]{0,4}|复查|整改|投诉|举报)(?:于|日期为|时间为|日期|:)?\s*$"
)
_NOT_THE_ACT_AFTER = re.compile(
    r"\s*(?:届满|到期|取得|成立|注册|立案|收到|接到|接|检验合格|整改|恢复|复查|出具|颁发|核发)"
)
_COURSE = re.compile(r"立案|送达|告知|批准|听证")  # the course of the case, not the act
_WAIVED = re.compile(r"放弃[^。;]{0,16}?(?:权利|陈述|申辩)|不(?:提出|进行|作|需要|要求)[^。;]{0,4}陈述")
_SILENT = re.compile(
    r"(?:未|没有|均未|逾期未|并未)[^。;]{0,30}?(?:提出|进行|作出|提交|行使|向)[^。;]{0,40}?(?:陈述|申辩)|(?:陈述|申辩)[^。;]{0,20}?(?:未|没有)(?:提出|行使|提交)"
)
_SPOKE = re.compile(
    r"(?:提出|提交|进行|作出)(?:了)?[^。;,]{0,16}?(?:陈述|申辩)|(?:陈述|申辩)(?:意见|理由)[^。;]{0,12}?(?:采纳|成立|复核)"
)
_IF = re.compile(
    r"(?:可以|有权|可|享有|如|若|逾期|应当|可在|权利)(?:(?!当事人(?:明确|当场|书面|已|自愿)?(?:表示|放弃|未|没有))[^。;]){0,40}$"
)
_RECEIPTED = re.compile(
    r"(?:当事人|被处罚人|受送达人)(?:签收|签名|签字|签名或盖章|签章)|签收人?|(?:签收|收到)(?:日期|时间)"
)
_SPARED = re.compile(r"(?:决定|拟)[^。;]{0,40}?(?:不予|免予|免除)(?:行政)?处罚")
_OF_A_STEP = re.compile(
    r"[告听立](?:字)?第?[〔\[(【﹝{<〈]"
)  # a notice, a hearing, a filing: not the decision
_SUBJECT = re.compile(r"涉嫌(?P<act>[^。,;:《》]{3,60}?)(?:的(?:违法)?行为|一案|案)")


def head_facts(paper: Paper) -> Iterator[Fact]:
    """案号, 处罚机关, 决定日期, 当事人 of any deciding paper."""
    own = number(paper)
    if own and not (paper.kind in PENALTIES and _OF_A_STEP.search(own.text)):
        yield paper.fact("案号", own.text, own.place)
    organ, day, place = closing(paper)
    acting = agreed(head_organ(paper), organ)
    if acting:
        yield paper.fact("处罚机关", acting[0].text, acting[0].place, acting[1])
    if day and place:
        yield paper.fact("决定日期", day.value, place)
    yield from party_facts(paper, "当事人", "当事人证照号")
    yield from _terms(paper, (("缴款期限", _PAY), ("复议期限", _REVIEW), ("起诉期限", _SUIT)))


def penalty(paper: Paper) -> Iterator[Fact]:
    """What a penalty decision says beyond its head."""
    text = paper.text.text
    plain = citations.masked(text)
    spared = paper.kind == "不予行政处罚决定书"
    part = _spared(plain) if spared else sanctions.operative(plain, text)
    if part and not spared:
        yield from sanctions.kinds(paper, part, "处罚种类")
        names = [one.name for one in holders(paper)]
        yield from sanctions.money_facts(paper, part, "罚款金额", "罚款大写金额", "没收违法所得金额", names)
    yield from norms(paper, plain, part, "违反条款", "处罚依据")
    yield from _act(paper)
    yield from _discretion(paper)
    yield from statement_made(paper)
    yield from _notice_served(paper)
    subject = paper.search(_SUBJECT)
    if subject:
        yield paper.fact("案由", subject["act"], paper.at(subject.span("act")), LIKELY)
    on_the_spot = paper.kind == "当场行政处罚决定书"
    yield from officers(paper, "笔录人员" if on_the_spot else "")
    if on_the_spot:
        yield from paper.day("送达日期", _RECEIPTED, sure=LIKELY)


def notice(paper: Paper) -> Iterator[Fact]:
    """行政处罚事先告知书: date, proposed sanctions, norms, rights and terms."""
    text = paper.text.text
    plain = citations.masked(text)
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact("告知日期", day.value, place)
    part = sanctions.operative(plain, text)
    if part:
        yield from sanctions.kinds(paper, part, "拟处罚种类")
        names = [one.name for one in holders(paper)]
        yield from sanctions.money_facts(paper, part, "拟罚款金额", None, None, names)
    yield from norms(paper, plain, part, "告知违反条款", "告知处罚依据")
    right = paper.search(_HEARING_RIGHT)
    denied = _NO_HEARING.search(plain)
    if right and not denied:
        yield paper.fact("告知听证权", True, paper.at(right.span()))
    elif paper.prints:
        first = paper.prints[0]
        worst = min(one.line.confidence for one in paper.prints)
        yield paper.fact("告知听证权", False, paper.at((first.start, first.end)), worst)
    yield from _terms(paper, (("陈述申辩期限", _STATE), ("听证申请期限", _HEARING)))


def norms(paper: Paper, plain: str, part: sanctions.Part | None, broken: str, basis: str) -> Iterator[Fact]:
    """The norm that was broken and the basis of the sanction."""
    cited = citations.cited(paper)
    if not cited:
        return
    end = part.end if part else len(plain)
    violated = citations.broken(paper, cited, plain, 0, end)
    yield from citations.facts_of(paper, broken, violated)
    if part is None:
        return
    begin = violated[0].start if violated else plain.rfind("。", 0, part.start) + 1
    found, sure = citations.basis(cited, plain, begin, min(part.start + 60, part.end))
    if not found and not violated:
        found, sure = citations.basis(cited, plain, plain.rfind("。", 0, max(begin - 1, 0)) + 1, part.start)
    taken = {str(one) for one in violated}
    kept = [one for one in found if str(one) not in taken] or found
    yield from citations.facts_of(paper, basis, kept, min(sure, part.sure) if part.sure < LIKELY else sure)


def _spared(plain: str) -> sanctions.Part | None:
    """The operative sentence of a decision not to punish."""
    hits = list(_SPARED.finditer(plain))
    return sanctions.Part(hits[-1].start(), hits[-1].end()) if hits else None


def _terms(paper: Paper, terms: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Fact]:
    taken: set[tuple[int, int]] = set()
    for name, pattern in terms:
        hit = paper.search(pattern)
        if hit:
            group = next(key for key, said in hit.groupdict().items() if said)
            if name == "起诉期限" and hit.span(group) in taken:
                continue  # one term for two remedies: that of the suit is not told
            taken.add(hit.span(group))
            yield paper.fact(name, re.sub(r"\s", "", hit[group]), paper.at(hit.span(group)))


def _discretion(paper: Paper) -> Iterator[Fact]:
    code = paper.search(_TABLE_CODE)
    if code:
        yield paper.fact("裁量编号", code["code"].strip("-—."), paper.at(code.span("code")))
    grade = paper.search(_GRADE)
    if grade:
        yield paper.fact("裁量档次", grade["grade"], paper.at(grade.span("grade")), 1.0 if code else LIKELY)


def _act(paper: Paper) -> Iterator[Fact]:
    """Begin and end of the act, out of the part that states the facts."""
    text = paper.text.text
    under = number(paper)
    begins = [hit.end() for hit in _FACTS_BEGIN.finditer(text)]
    stated = paper.kind == "当场行政处罚决定书"
    for start, told in (*((begin, True) for begin in begins[:4]), (under.end if under else 0, stated)):
        stop = _FACTS_END.search(text, start + 4)
        end = min(stop.start() if stop else len(text), start + 800, _signature(paper))
        found = list(_act_days(text[start:end], start))
        if found:
            for name, day, sure in found:
                sure = sure if told or sure == 1.0 else GUESS
                yield paper.fact(name, day.value, paper.at((day.start, day.end)), min(sure, day.sure))
            return
    cited = paper.search(_RECORD_DAY)
    noted = next(find_days(cited["day"]), None) if cited else None
    if cited and noted:  # the record of the inspection tells when the act was found
        span = (cited.start("day") + noted.start, cited.start("day") + noted.end)
        yield paper.fact("违法行为日期", noted.value, paper.at(span), FOUND)


_RECORD_DAY = re.compile(
    r"(?:检查|勘验)(?:\(勘验\))?(?:笔录|记录)》?[^。;]{0,8}?(?P<day>[\d一二][\d〇零一二三四五六七八九]{3}[年.\-/][^。;]{4,9})"
)
FOUND = 0.6  # the day on which an act was found, for that of the act


def _signature(paper: Paper) -> int:
    """Where the signature line begins: its day is that of the paper."""
    signed = (one.start for one in reversed(paper.prints[-12:]) if len(one.text) <= 24 and last_day(one.text))
    return next(signed, len(paper.text.text))


def _act_days(body: str, offset: int) -> Iterator[tuple[str, Found[date], float]]:
    days = list(find_days(body))
    begin: Found[date] | None = None
    sure = 1.0
    for day in days:
        before = body[: day.start]
        if (_FROM.search(before) and _SINCE.match(body, day.end)) or (
            _CLAUSE.search(before) and _SINCE_THEN.match(body, day.end)
        ):
            begin = day
            break
    if begin is None:
        usable = [
            day
            for day in days
            if not _NOT_THE_ACT.search(body[max(day.start - 24, 0) : day.start])
            and not _NOT_THE_ACT_AFTER.match(body, day.end)
            and not _UNTIL.search(body[: day.start])
            and not _COURSE.search(body[day.end : day.end + 120].split("。")[0])
        ]
        begin = usable[0] if usable else None
        # The day with which the statement of facts begins is that of the act; a later one may be of anything.
        plain = begin and (begin.start < 16 or _tells_the_act(body, begin, days, len(usable)))
        sure = LIKELY if plain else GUESS
    if begin is None:
        return
    yield "违法行为日期", Found(begin.value, begin.start + offset, begin.end + offset, begin.sure), sure
    for day in days:
        if day.start > begin.end and _UNTIL.search(body[begin.end : day.start]):
            yield "违法行为终了日期", Found(day.value, day.start + offset, day.end + offset), sure
            return
    tail = body[begin.end : begin.end + 40]
    short = day_of_year(tail, begin.value.year)
    if short and _UNTIL.search(tail[: short.start]) and short.value >= begin.value:
        at = begin.end + offset
        yield "违法行为终了日期", Found(short.value, at + short.start, at + short.end), min(sure, LIKELY)


def _tells_the_act(body: str, begin: Found[date], days: list[Found[date]], usable: int) -> bool:
    """True when the sentence that a day opens tells what the party did, and no other day could be meant.

    Either the sentence itself leads on to the day until which the act went on, or there is no second day.
    """
    stop = body.find("。", begin.end)
    stop = len(body) if stop < 0 else stop
    opener = _OPENING.search(body[: begin.start])
    sentence = body[opener.start() if opener else begin.start : stop]
    if not opener or not _BY_PARTY.search(sentence):
        return False
    if _BEFORE_THAT.search(body[:stop]) or _LEADS_UP.search(sentence):
        return False
    if any(begin.end < day.start < stop and _UNTIL.search(body[: day.start]) for day in days):
        return True
    return usable == 1 and not _BY_OFFICERS.search(sentence)


_NOTICE_SERVED = re.compile(
    r"(?:于|在)\s*(?P<day>[^,。;于在]{8,14}?)(?:依法)?(?:向|对)[^。;]{1,40}?(?:送达|下达|发出|直接送达|邮寄送达)(?:了)?[^。;]{0,16}?告知书"
)


def _notice_served(paper: Paper) -> Iterator[Fact]:
    """告知送达日期 as the decision tells it, for a notice without a return of service."""
    hit = paper.search(_NOTICE_SERVED)
    day = next(find_days(hit["day"]), None) if hit else None
    if hit and day:
        start = hit.start("day")
        yield paper.fact("告知送达日期", day.value, paper.at((start + day.start, start + day.end)), GUESS)


def statement_made(paper: Paper) -> Iterator[Fact]:
    """陈述申辩 as the decision tells it: waived, not made, made."""
    for value, pattern in (("放弃", _WAIVED), ("未提出", _SILENT), ("提出", _SPOKE)):
        for hit in pattern.finditer(paper.text.text):
            # 逾期未提出的，视为放弃 tells a right, not what happened.
            before = paper.text.text[max(hit.start() - 40, 0) : hit.start()]
            if _IF.search(before) or "视为" in before[-8:] or "视为" in hit[0]:
                continue
            yield paper.fact("陈述申辩", value, paper.at(hit.span()), LIKELY if value == "提出" else 1.0)
            return
