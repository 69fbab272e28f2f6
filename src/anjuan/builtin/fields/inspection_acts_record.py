"""The record of an inspection: what was looked at, with what result, what the officers showed and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from anjuan import Fact, Record

from .inspection_acts import (
    basis,
    manner,
    matters,
    mending,
    result_field,
    result_told,
    standards,
    target,
)
from .inspection_acts_table import Table, TableRow, table
from .paper import LIKELY, Paper, first_fact
from .records import times
from .values import ticked

# The columns of ticks give the result by their own heading.
_COLUMNS = {
    "order": re.compile(r"顺?序号?|编号|项次"),
    "matter": re.compile(
        r"(?:行政|监督)?检查(?:事项|项目|内容|要点|标准)(?:及要求|及标准|及内容)?|(?:项目|事项|内容)(?:名称)?"
    ),
    "result": re.compile(
        r"(?:现场)?检查(?:结果|结论|情况|记录).{0,12}|结果(?:判定)?|结论|判定(?:结果)?|符合(?:情况|性|与否)|是否(?:符合|合格|达标).{0,4}|评价(?:结果)?|得分"
    ),
    "符合": re.compile(r"符合(?:要求)?|是|合格|达标"),
    "不符合": re.compile(r"不符合(?:要求)?|否|不合格|不达标"),
    "不适用": re.compile(r"不适用|不涉及|合理缺项|缺项"),
    "remark": re.compile(r"备注|说明|问题(?:描述)?|存在问题|整改要求|问题及.{0,6}"),
    "aside": re.compile(r"检查(?:方法|方式|依据|标准|要求|类别)|依据|标准|分值|类别|分类|责任人?|检查人员?"),
}
_TICKS = ("符合", "不符合", "不适用")
_TICK = re.compile(r"[√✓✔☑■●V]")
_SHORT_BEFORE = re.compile(r"[☑√■✓✔☒●]\s*(?P<choice>[是否有无])(?![\u4e00-\u9fff])")
_SHORT_BEHIND = re.compile(r"(?<![\u4e00-\u9fff])(?P<choice>[是否有无])\s*\(?\s*[☑√✓✔]")
_BOXED_FIRST = re.compile(r"\s*[□☐○☑√■✓✔☒●]")
_ACCOUNT = re.compile(r"(?:现场)?检查(?:的)?(?:基本)?(?:情况|发现|内容及结果|事实)(?:及.{0,6})?")
_SAYS = re.compile(r"未发现|发现|不?符合|合格|存在|整改|改正|正常|齐全|问题")


def record(paper: Paper) -> Iterator[Fact]:
    """行政检查记录 with everything an inspection asks of it."""
    yield from inspected(paper)
    yield from target(paper)
    yield from contents(paper)
    yield from basis(paper)
    yield from manner(paper)
    yield from standards(paper)
    yield from mending(paper)
    yield from told_on_the_spot(paper)


def inspected(paper: Paper) -> Iterator[Fact]:
    """检查日期, 出示证件, 告知权利 of any record of an inspection."""
    yield from (fact for fact in times(paper, "检查日期") if fact.name == "检查日期")
    yield from shown(paper)
    yield from rights(paper)


def contents(paper: Paper) -> Iterator[Fact]:
    """检查清单, 检查事项, 检查结果."""
    listed = table(paper, _COLUMNS)
    yield from _listed(paper, listed)
    named = tuple(matters(paper, listed.headings))
    yield from named
    if not named:
        for row in listed.rows:
            yield paper.fact("检查事项", row.text("matter"), row.place(paper, "matter"))
    yield from first_fact(
        result_field(paper, listed.headings), _account(paper, listed.headings), result_told(paper)
    )


def _listed(paper: Paper, listed: Table) -> Iterator[Fact]:
    for row in listed.rows:
        column, result = _result(row)
        value = Record.of(matter=row.text("matter"), result=result or None)
        yield paper.fact("检查清单", value, row.place(paper, "matter", *([column] if column else [])))


def _result(row: TableRow) -> tuple[str, str]:
    """The column that holds the result, and the result; a box that nobody ticked holds none.

    Where the box is empty what is written elsewhere in the row answers: a row with a remark was not passed over.
    """
    said = choice(row.text("result")).strip()
    if said:
        return "result", said
    # A column whose heading is not known answers too: 基本符合 with a tick below it.
    answers = [*_TICKS, *(name for name, _ in row.cells if name not in _COLUMNS)]
    marked = [name for name in answers if _TICK.search(row.text(name))]
    if len(marked) == 1:
        return marked[0], marked[0]
    written = next((name for name in (*answers, "remark") if row.text(name)), "")
    return (written, row.text(written)) if written else ("", "")


def choice(text: str) -> str:
    """What is ticked, choices of one character too; the text itself where it offers none.

    >>> choice("☑是 □否"), choice("是□ 否☑"), choice("□是 □否"), choice("已告知")
    ('是', '否', '', '已告知')
    """
    short = _SHORT_BEFORE.search(text) if _BOXED_FIRST.match(text) else _SHORT_BEHIND.search(text)
    return short["choice"] if short else ticked(text)


def _account(paper: Paper, headings: tuple[int, ...]) -> Iterator[Fact]:
    """The account of what was found, where the form has no box for a result."""
    for field in paper.fields(_ACCOUNT):
        if field.head[0] not in headings and _SAYS.search(field.text) and len(field.text) <= 1000:
            yield paper.fact("检查结果", field.text, paper.within(field), LIKELY)
            return


# ---- what the officers did ------------------------------------------------------------------

_ASKED = re.compile(r"是否[^。;,:]{0,10}$|有无[^。;,:]{0,6}$")
_SHOWN_BOX = re.compile(
    r"(?:是否)?(?:已)?(?:出示|亮明)(?:行政)?(?:执法|检查)?证件?(?:情况)?|执法证件出示情况|亮证情况"
)
_RIGHTS_BOX = re.compile(
    r"(?:是否)?(?:已)?告知(?:当事人|被检查人|相对人)?(?:的)?(?:权利义务|权利|回避).{0,6}|权利(?:义务)?告知(?:情况)?"
)
_LIST = re.compile(r"清单|要点|事项表")
_YES, _NO = re.compile(r"是|已|有|出示|告知"), re.compile(r"否|未|无|没有")


@dataclass(frozen=True, slots=True)
class _Words:
    """How a record says that something was done: that it was, that it was not, anything about it, its box."""

    does: re.Pattern[str]
    denies: re.Pattern[str]
    about: re.Pattern[str]
    box: re.Pattern[str]


_CERTIFICATE = r"(?:执法证|执法身份|检查证|工作证|执法资格证|证件|\(?(?:执法)?证号)"
_SHOWING = _Words(
    re.compile(
        rf"(?:出示|亮明|亮出|展示)了?[^。;,:]{{0,16}}?{_CERTIFICATE}|亮证"
        r"|(?:执法证|证件)[^。;,:号]{0,10}?(?:已经?|均已?|予以|进行)?(?:出示|亮明)"
        r"|(?:看清|看过|确认|核对|查看)[^。;,]{0,10}?(?:执法证|证件)"
    ),
    re.compile(
        rf"(?<!当事人)(?<!单位)(?<!公司)(?<!店)(?<!负责人)(?<!经营者)(?<!检查人)(?<!驾驶员)(?<!司机)(?:未|没有|并未|拒不)"
        rf"(?:主动|依法|向[^。;,]{{1,12}})?(?:出示|亮明)[^。;,:]{{0,10}}?{_CERTIFICATE}|未亮证"
    ),
    re.compile(r"出示|亮证|亮明|亮出|展示|看清|表明"),
    _SHOWN_BOX,
)
_TELLING = _Words(
    re.compile(
        r"告知[^。;]{0,40}?(?:权利|回避|陈述|申辩|救济)|(?:有权|享有|可以)[^。;]{0,30}?(?:回避|陈述|申辩)"
        r"|(?:申请|要求|需要)[^。;]{0,10}?回避|(?:权利|义务)[^。;]{0,10}?告知"
    ),
    re.compile(r"(?:未|没有)(?:依法)?告知[^。;]{0,30}?(?:权利|回避|陈述|申辩)"),
    re.compile(r"告知|权利|回避|陈述|申辩|有权"),
    _RIGHTS_BOX,
)


def shown(paper: Paper) -> Iterator[Fact]:
    """出示证件: that the officers showed their certificates; `False` only of a record that is silent or denies it."""
    yield from first_fact(_boxed(paper, "出示证件", _SHOWN_BOX), _said(paper, "出示证件", _SHOWING))


def rights(paper: Paper) -> Iterator[Fact]:
    """告知权利: that the party was told its rights."""
    yield from first_fact(_boxed(paper, "告知权利", _RIGHTS_BOX), _said(paper, "告知权利", _TELLING))


def _boxed(paper: Paper, name: str, label: re.Pattern[str]) -> Iterator[Fact]:
    for field in paper.fields(label):
        text = choice(field.text)
        no, yes = _NO.search(text[:12]), _YES.search(text[:12])
        if no or yes:
            yield paper.fact(name, not no, paper.within(field))
            return


def _said(paper: Paper, name: str, words: _Words) -> Iterator[Fact]:
    text = paper.text.text
    denied = words.denies.search(text)
    if denied:
        yield paper.fact(name, False, paper.at(denied.span()), LIKELY)
        return
    # The label of a box that was left blank says what was to be done, not that it was.
    labels = [field.head for field in paper.fields(words.box)]
    for hit in words.does.finditer(text):
        asked = _ASKED.search(text[max(hit.start() - 16, 0) : hit.start()])
        if not asked and not any(start <= hit.start() and hit.end() <= end for start, end in labels):
            yield paper.fact(name, True, paper.at(hit.span()))
            return
    # A list of matters that goes with a record need not say what the record says.
    if paper.prints and not words.about.search(text) and not _LIST.search(paper.document.title):
        first = paper.prints[0]
        worst = min(one.line.confidence for one in paper.prints)
        yield paper.fact(name, False, paper.at((first.start, first.end)), worst)


_TOLD_HERE = re.compile(
    r"(?:当场|现场)[^。;,]{0,20}?(?:告知|反馈|宣读|通报)[^。;,]{0,20}?检查(?:结果|结论|情况)"
    r"|(?:当场|现场)[^。;,]{0,6}?检查(?:结果|结论)[^。;,]{0,8}?(?:告知|反馈|宣读)"
    r"|(?:将|把)?检查(?:结果|结论)[^。;,]{0,12}?(?:当场|现场)[^。;,]{0,8}?(?:告知|反馈|宣读)"
)


def told_on_the_spot(paper: Paper) -> Iterator[Fact]:
    """结果告知日期 of a result that the record says was told at once."""
    if paper.search(_TOLD_HERE):
        day = next((fact for fact in times(paper, "结果告知日期") if fact.name == "结果告知日期"), None)
        if day:
            yield replace(day, confidence=min(day.confidence, LIKELY))
