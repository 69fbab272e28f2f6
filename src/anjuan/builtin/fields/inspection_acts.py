"""Papers of an inspection but for its record: approval, notice, draw, result, re-check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from . import citations
from .licence_acts import signed_day
from .licence_acts_completion import body_end, items, own_length
from .opinions import head_approval
from .paper import GUESS, LIKELY, Paper, first_fact
from .party import party_facts
from .records import times
from .values import find_days, last_day, ticked

_APPROVED = re.compile(r"(?:审批|批准|签批|审定)(?:日期|时间)")
_DRAWN = re.compile(r"(?:抽取|抽查|检查|被抽查|被抽取|抽中)(?:的)?(?:检查)?(?:对象|企业|单位)(?:名称)?")


def approval(paper: Paper) -> Iterator[Fact]:
    """行政检查审批表: 检查审批日期, and what is to be inspected, how and on what basis."""
    yield from first_fact(head_approval(paper, "检查审批日期"), paper.day("检查审批日期", _APPROVED))
    yield from plan(paper)


def plan(paper: Paper) -> Iterator[Fact]:
    """检查对象, 检查事项, 检查依据, 检查方式, 检查标准 of a paper that announces an inspection."""
    yield from target(paper)
    yield from matters(paper)
    yield from basis(paper)
    yield from manner(paper)
    yield from standards(paper)


def target(paper: Paper) -> Iterator[Fact]:
    """检查对象."""
    found = [fact for fact in party_facts(paper, "检查对象", "文书证照号") if fact.name == "检查对象"]
    yield from found or paper.words("检查对象", _DRAWN)


def draw(paper: Paper) -> Iterator[Fact]:
    """抽取记录: 检查对象, 检查方式."""
    yield from target(paper)
    yield from manner(paper)


# ---- what is inspected --------------------------------------------------------------------

_MATTER = re.compile(r"(?:行政|监督|本次|主要)?检查(?:的)?(?:事项|内容|项目|范围|要点)(?:名称)?")
_YOU = r"(?:你\(单位\)|你(?:单位|公司|店|厂|们)?|贵(?:单位|公司)|该(?:单位|公司|店|厂))"
_MATTERS = (
    re.compile(
        rf"对{_YOU}的?(?!单位|公司|店|厂|们)(?P<said>[^。;,]{{2,80}}?)(?:的?情况)?(?:进行|实施|开展)了?(?:[“\"]?双随机[、,]?(?:一公开)?[”\"]?|现场|行政|监督|执法|专项|日常|的)*(?:检查|抽查)"
    ),
    re.compile(
        r"(?:开展|进行|实施)了?(?P<said>[^。;,(]{3,40}?检查)(?=[,。;]|$)",
    ),
)
_NO_ITEM = re.compile(r"进行|对照|发现|按照")
_NO_MATTER = re.compile(
    r"(?:[“\"]?双随机[、,]?(?:一公开)?[”\"]?|现场|行政|监督|执法|日常|专项|涉企|随机|例行|年度|依法|全面|安全|的|,)*(?:检查|抽查|情况)?|现?依法"
)


def matters(paper: Paper, headings: tuple[int, ...] = ()) -> Iterator[Fact]:
    """检查事项 each; `headings`: where the headings of a table stand, which are no fields."""
    for field in paper.fields(_MATTER):
        offered = ticked(field.text)
        if field.head[0] in headings or not offered or "。" in offered.rstrip("。"):
            continue  # an account of what was seen names no matters
        for one in items(offered):
            if _NO_ITEM.search(one.value):
                continue
            at = field.text.find(one.value)
            yield paper.fact("检查事项", one.value, paper.within(field, at, at + len(one.value)))
        return
    text = paper.text.text
    for pattern in _MATTERS:
        for hit in pattern.finditer(text, 0, body_end(paper)):
            if _NO_MATTER.fullmatch(hit["said"]):
                continue
            start = hit.start("said")
            for one in items(hit["said"]):
                span = (start + one.start, start + one.end)
                yield paper.fact("检查事项", one.value, paper.at(span), LIKELY)
            return


# ---- on what basis, how, by what standard ---------------------------------------------------

_BASIS_FIELD = re.compile(r"(?:行政|监督)?检查(?:的)?(?:法律|法定|主要)?依据|(?:法律|法定|执法)依据|依据")
_BASIS = re.compile(r"(?:依据|根据|依照|按照)(?:了)?")
_CLAUSE_END = re.compile(r"规定|[。;]")
_LAW = re.compile(r"《[^《》]{2,60}(?:法|条例|规定|办法|细则|规则)(?:\([^()]{1,20}\))?》")


def basis(paper: Paper) -> Iterator[Fact]:
    """检查依据 each: the articles in the field or in the sentence that announces; a law without article as printed."""
    cited = citations.cited(paper)
    for field in paper.fields(_BASIS_FIELD):
        inside = [one for one in cited if any(a <= one.start < b for a, b in field.pieces)]
        if inside:
            yield from citations.facts_of(paper, "检查依据", inside)
        elif field.text:
            yield paper.fact("检查依据", field.text, paper.within(field))
        if field.text:
            return
    plain = citations.masked(paper.text.text)
    for _, chain in citations.chains(cited, plain, _BASIS, _CLAUSE_END, 0, body_end(paper)):
        yield from citations.facts_of(paper, "检查依据", chain)
        return
    for mark in _BASIS.finditer(plain, 0, body_end(paper)):
        law = _LAW.match(paper.text.text, mark.end())
        if law:
            yield paper.fact("检查依据", law[0], paper.at(law.span()), LIKELY)
            return


_MANNER = re.compile(
    r"(?:行政|监督)?检查(?:的)?(?:方式|类型|类别|形式|来源|性质|种类|方法)|(?:检查)?(?:任务|对象)来源"
)
_MANNERS = (
    ("双随机", re.compile(r"双随机|随机抽[查取]")),
    ("专项", re.compile(r"专项")),
    ("日常", re.compile(r"日常|例行")),
    ("投诉举报", re.compile(r"投诉|举报|信访")),
)
_MANNERS_TOLD = (
    ("双随机", re.compile(r"双随机")),
    ("专项", re.compile(r"专项(?:执法|监督|行政)?(?:检查|整治|行动)")),
    ("日常", re.compile(r"日常(?:监督|执法|行政|监管)?(?:检查|巡查)")),
    ("投诉举报", re.compile(r"(?:根据|依据|按照|接到?|收到|针对|因)[^。;,]{0,16}(?:投诉|举报)(?!电话)")),
)


def manner(paper: Paper) -> Iterator[Fact]:
    """检查方式: a field, else the one way that the title or the text names."""
    for field in paper.fields(_MANNER):
        text = ticked(field.text).strip(" 。,;")
        named = [name for name, pattern in _MANNERS if pattern.search(text)]
        # A form that offers ways without boxes and marks none says nothing.
        if text and len(named) < 2 and len(text) <= 40:
            yield paper.fact("检查方式", named[0] if named else text, paper.within(field))
            return
    text = paper.text.text
    hits = [
        (name, hit) for name, pattern in _MANNERS_TOLD if (hit := pattern.search(text, 0, body_end(paper)))
    ]
    if len(hits) == 1:
        yield paper.fact("检查方式", hits[0][0], paper.at(hits[0][1].span()), LIKELY)


_STANDARD_FIELD = re.compile(r"(?:检查|执行|依据|适用|参照)(?:的)?(?:技术)?标准(?:及规范)?|技术标准|标准依据")
_CODE = (
    r"(?:GB|GBZ|GA|HJ|AQ|JGJ|JTG|WS|NY|SL|DL|CJ|CJJ|TSG|SB|YY|QB|SY|LY|XF|JT|LS|DB\d{2}|T/[A-Z]{2,8})(?:/[TZ])?"
    r"\s*[A-Z]?\d{2,6}(?:\.\d{1,2})*\s*[-—]\s*\d{2,4}"
)
_STANDARDS = (
    re.compile(rf"《[^《》]{{2,50}}》\s*\(?\s*(?<![A-Z]){_CODE}\)?"),
    re.compile(rf"(?<![A-Z/]){_CODE}(?!\d)"),
    re.compile(r"《[^《》]{2,50}(?:标准|规范|规程)(?:\([^()]{1,12}\))?》"),
)


def standards(paper: Paper) -> Iterator[Fact]:
    """检查标准 each: what a field names, and numbers and titles of standards in the text."""
    seen: list[tuple[int, int]] = []
    for field in paper.fields(_STANDARD_FIELD):
        found = [] if any(pattern.search(field.text) for pattern in _STANDARDS) else list(items(field.text))
        for one in found:
            yield paper.fact("检查标准", one.value, paper.within(field, one.start, one.end))
    for pattern in _STANDARDS:
        for hit in pattern.finditer(paper.text.text):
            if not any(start < hit.end() and hit.start() < end for start, end in seen):
                seen.append(hit.span())
                yield paper.fact("检查标准", hit[0], paper.at(hit.span()), LIKELY)


# ---- after it -----------------------------------------------------------------------------

_TERM = re.compile(
    r"(?:限期)?(?:改正|整改)(?:完成)?(?:期限|时限|日期|时间|截止日期)|限期(?:改正|整改)(?:至|到)?|整改完成(?:期限|时间|日期)"
)
_BEFORE = re.compile(r"\s*(?:\d{1,2}时)?\s*(?:之|以)?前(?!,?(?:将|把|向|提交|报送|书面|以书面))")
_MEND = re.compile(r"改正|整改|消除")
_ENDS = re.compile(r"(?:改正|整改)(?:期限|时限)[^。;]{0,24}?(?:至|到|止于|截至)\s*$")


def mending(paper: Paper) -> Iterator[Fact]:
    """改正期限止: the day that an order names; a number of days names none."""
    yield from first_fact(_mending_field(paper), _mending_told(paper))


def _mending_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_TERM):
        found = last_day(field.text)
        if found:
            place = paper.within(field, found.start, found.end)
            yield paper.fact("改正期限止", found.value, place, found.sure)
            return


def _mending_told(paper: Paper) -> Iterator[Fact]:
    text, seen = paper.text.text, set()
    for day in find_days(text[: body_end(paper)]):
        begin = max(text.rfind("。", 0, day.start), text.rfind(";", 0, day.start)) + 1
        sentence = text[begin : day.start] + text[day.end : day.end + 60].split("。")[0]
        until = _BEFORE.match(text, day.end) and _MEND.search(sentence)
        if (until or _ENDS.search(text[begin : day.start])) and day.value not in seen:
            seen.add(day.value)
            yield paper.fact("改正期限止", day.value, paper.at((day.start, day.end)), min(LIKELY, day.sure))


def recheck(paper: Paper) -> Iterator[Fact]:
    """复查记录: 复查日期, 检查对象."""
    found = [fact for fact in times(paper, "复查日期") if fact.name == "复查日期"]
    yield from found or signed_day(paper, "复查日期", GUESS)
    yield from target(paper)


_RESULT = re.compile(
    r"(?:行政|监督|现场|本次)?检查(?:的)?(?:结果(?:如下|为)?|结论|处理结果|处理意见|情况及结果|情况和结果|情况与结果)"
)
_PARTY = r"(?:你(?:\(单位\)|单位|公司|店|厂)?|该(?:单位|公司|店|厂))?的?"
_TOLD = (
    re.compile(
        rf"检查(?:[^。;:,]{{0,14}}[,:]|中|时|后|情况)?(?:(?<!检查)|(?=未发现|没有发现))(?P<said>{_PARTY}(?:"
        r"(?:均|暂|也)?(?:未|没有)?(?<!未能)(?<!未曾)发现[^。]{1,300}|(?:均|全部)?(?:不)?符合[^。]{1,200}|存在[^。]{2,300}))"
    ),
    re.compile(r"检查(?:结果|情况)(?:告知|反馈|通报)?(?:你\(?单?位?\)?)?如下:(?P<said>[^。]{2,300})"),
)


def result_field(paper: Paper, headings: tuple[int, ...] = ()) -> Iterator[Fact]:
    """检查结果 out of its field."""
    for field in paper.fields(_RESULT):
        own = own_length(paper, field)
        value = ticked(field.text[:own]).strip(" 。")
        if value and field.head[0] not in headings and len(value) <= 1000:
            yield paper.fact("检查结果", value, paper.within(field, 0, own))
            return


def result_told(paper: Paper) -> Iterator[Fact]:
    """检查结果 in a sentence."""
    for pattern in _TOLD:
        hit = pattern.search(paper.text.text, 0, body_end(paper))
        if hit:
            yield paper.fact("检查结果", hit["said"], paper.at(hit.span("said")), LIKELY)
            return


def outcome(paper: Paper) -> Iterator[Fact]:
    """行政检查结果告知书: 结果告知日期, 检查结果, 检查对象, 检查事项, 改正期限止."""
    yield from signed_day(paper, "结果告知日期")
    yield from first_fact(result_field(paper), result_told(paper))
    yield from target(paper)
    yield from matters(paper)
    yield from standards(paper)
    yield from mending(paper)
