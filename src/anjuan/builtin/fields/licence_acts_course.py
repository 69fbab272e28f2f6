"""The course of a licence case: longer terms, visits, delivery, charges, others concerned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import cn2an

from anjuan import Fact, Record

from . import citations
from .licence_acts import signed_day
from .paper import GUESS, LIKELY, Paper, first_fact
from .receipts import receipt
from .records import times
from .service import service
from .values import Found, find_days, names

# ---- a longer term ------------------------------------------------------------------------

_LENGTH = r"(?P<value>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*(?P<unit>个?工作日|日|天|个月|月)"
_LONGER = re.compile(
    rf"(?P<may>可以|可)?\s*(?:延长|顺延|延期)(?:(?!的?理由|原因)[^。;,\d一二三四五六七八九十]){{0,20}}?{_LENGTH}"
)
_LONGER_FIELD = re.compile(
    r"(?:拟|批准|申请|决定)?(?:延长|延期|顺延)(?:的)?(?:审查|办理|许可|审批|决定)?(?:期限|时限|时间|日数|天数|工作日)"
)
_UNITS = {"工作日": "工作日", "个工作日": "工作日", "日": "日", "天": "日", "个月": "月", "月": "月"}
_APPROVED = re.compile(r"(?:审批|批准)(?:日期|时间)")
_BY_HEAD = re.compile(r"\s*(?:经?[^。;,]{0,16}?(?:负责人|领导|局长)[^。;,]{0,4}?)?批准")


def longer(paper: Paper) -> Iterator[Fact]:
    """延长期限: by how much the term was made longer; what the law allows is not what was decided."""
    for field in paper.fields(_LONGER_FIELD):
        hit = re.search(_LENGTH, field.text)
        if hit:
            yield paper.fact("延长期限", _length(hit), paper.within(field, *hit.span()))
            return
    for hit in _LONGER.finditer(citations.masked(paper.text.text)):
        if not hit["may"]:
            yield paper.fact("延长期限", _length(hit), paper.at(hit.span()), LIKELY)
            return


def _length(hit: re.Match[str]) -> Record:
    figure = hit["value"]
    value = int(figure) if figure.isdigit() else int(cn2an.cn2an(figure, "smart"))
    return Record.of(value=Decimal(value), unit=_UNITS[hit["unit"]])


def extension(paper: Paper) -> Iterator[Fact]:
    """延期告知书: 延长期限 and 延期批准日期, at worst that of the notice."""
    yield from longer(paper)
    text = paper.text.text
    approved = (day for day in find_days(text) if _BY_HEAD.match(text, day.end))
    yield from first_fact(
        paper.day("延期批准日期", _APPROVED),
        (paper.fact("延期批准日期", day.value, paper.at((day.start, day.end)), LIKELY) for day in approved),
        signed_day(paper, "延期批准日期", GUESS),
    )


# ---- visit --------------------------------------------------------------------------------


def visit(paper: Paper) -> Iterator[Fact]:
    """现场核查笔录: 核查日期."""
    found = [fact for fact in times(paper, "核查日期") if fact.name == "核查日期"]
    yield from found or signed_day(paper, "核查日期", GUESS)


# ---- delivery -----------------------------------------------------------------------------

_PAPERS = re.compile(
    r"(?:送达|所送|送交|发放|领取)(?:的)?(?:法律|执法)?(?:文书|证件|证照|材料).{0,10}|文书名称.{0,6}"
)
_LICENCE = re.compile(
    r"(?:许可证?|资[格质]证?|执照|批准证?|登记证?|备案证?|合格证?|经营证?|执业证?|证)(?:书|件|照)?(?:\((?:正|副|正副|正、副)本\))?(?:(?:正|副)本)?$"
)
_PIECES = re.compile(r"[^、;,《》]+")
_COLLECTED = re.compile(r"(?:领证|领取(?:证件|许可证|证书)?|取证|发放)(?:日期|时间)")


def delivery(paper: Paper) -> Iterator[Fact]:
    """证件送达日期: the day of a return of service that names a licence."""
    if any(_names_licence(field.text) for field in paper.fields(_PAPERS)):
        days = (fact for fact in service(paper) if fact.name == "送达日期")
        yield from (replace(fact, name="证件送达日期") for fact in days)


def _names_licence(text: str) -> bool:
    """True when one of the papers is a licence: 《食品经营许可证》, 许可证(副本)2份, but no 注销许可证决定书."""
    for piece in _PIECES.finditer(text):
        plain = re.sub(
            r"\s|[〔\[(【]\d{4}.*|\(?[\w\-]*\d[\w\-]*\)?(?:号|份|本|张|个)?|[一二两]?[份本]$", "", piece[0]
        )
        if (
            len(plain) > 2
            and _LICENCE.search(plain.rstrip("("))
            and not re.search(r"决定|告知|通知|申请", plain)
        ):
            return True
    return False


def collected(paper: Paper) -> Iterator[Fact]:
    """证件送达日期 where the licence was collected at the counter."""
    yield from paper.day("证件送达日期", _COLLECTED, sure=LIKELY)


# ---- charges, others concerned --------------------------------------------------------------

_CHARGE = re.compile(
    r"工本费|[\u4e00-\u9fff]{0,6}(?:注册|登记|评审|审查|检测|检验|考试|考务|证照|许可|审批|鉴定|认证)(?:证)?费|行政事业性?收费"
)
_PUBLIC = re.compile(r"非税|财政|行政事业|执收单位|收费单位")
_ITEM = re.compile(r"(?:收费|收入|缴费|缴款)?项目(?:名称)?|摘要|事由|收款事由|款项(?:名称|性质)?")
_FINE = re.compile(r"罚没|罚款|滞纳金|没收")


def charge(paper: Paper) -> Iterator[Fact]:
    """收费金额 of a receipt for a charge; receipts of fines and those of a private seller are none."""
    item = paper.field(_ITEM)
    said = item.text if item else paper.text.text
    named = _CHARGE.search(said)
    if _FINE.search(said) or not (named or paper.search(_PUBLIC)):
        return
    for fact in receipt(paper):
        if fact.name == "缴款金额":
            yield replace(fact, name="收费金额", confidence=min(fact.confidence, 1.0 if named else GUESS))


_OTHERS = re.compile(r"(?:涉及|重大)?(?:的)?利害关系人(?:姓名|名称|姓名或名称|情况|名单)?")
_OTHERS_TOLD = re.compile(
    r"利害关系人(?:为|是|:|包括)?\s*(?P<said>[\u4e00-\u9fff]{2,4}(?:[、和][\u4e00-\u9fff]{2,4}){0,5})(?=[,。;(]|(?:提出|未提出|要求|表示|送达|反映|等))"
)
_NOBODY = re.compile(r"(?:无|没有|不涉及|不存在|未涉及)|[/\-—]+")
_LEGAL = re.compile(
    r".{2,36}(?:公司|厂|店|合作社|村民委员会|居民委员会|业主委员会|村|社区|学校|医院|中心|所|站|企业)$"
)
_NOT_ONE = re.compile(
    r"申请|陈述|申辩|听证|权利|意见|之间|重大|有关|其他|以及|依法|可以|应当|提出|告知|要求|认为|关系|利益"
)


def others(paper: Paper) -> Iterator[Fact]:
    """利害关系人 whom a paper names."""
    for field in paper.fields(_OTHERS):
        if not field.text or _NOBODY.match(field.text):
            continue
        people = [one for one in names(field.text, field.breaks) if not _NOT_ONE.search(one.value)]
        legal = [
            Found(hit[0], *hit.span())
            for hit in re.finditer(r"[^、,;。\s]+", field.text)
            if _LEGAL.fullmatch(hit[0]) and not any(hit.start() <= one.start < hit.end() for one in people)
        ]
        for one in sorted([*people, *legal], key=lambda one: one.start):
            yield paper.fact("利害关系人", one.value, paper.within(field, one.start, one.end))
        return
    for hit in _OTHERS_TOLD.finditer(paper.text.text):
        found = names(hit["said"])
        if found and not _NOT_ONE.search(hit["said"]):
            for one in found:
                start = hit.start("said")
                yield paper.fact(
                    "利害关系人", one.value, paper.at((start + one.start, start + one.end)), GUESS
                )
            return
