"""Words of coercive measures: kinds, that one was taken, that it was urgent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .citations import masked
from .paper import LIKELY, Paper

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("查封", re.compile(r"查封")),
    ("扣押", re.compile(r"扣押")),
    ("暂扣", re.compile(r"暂扣")),
    ("冻结", re.compile(r"冻结")),
)
# The form names both measures and leaves open which one is meant.
EITHER = re.compile(
    r"查封\s*(?:\(\s*扣押\s*\)|[/、]\s*扣押|或者?\s*扣押)|扣押\s*(?:\(\s*查封\s*\)|[/、]\s*查封|或者?\s*查封)"
)
KIND_LABEL = re.compile(
    r"(?:拟|建议)?(?:采取|实施)?(?:的)?(?:行政)?(?:强制)?措施(?:的)?(?:种类|名称|类型|方式|类别)|(?:拟|建议)(?:采取|实施)(?:的)?(?:行政)?(?:强制)?措施"
    r"|(?:行政)?强制措施|行政强制(?:的)?(?:种类|方式)"
)
OTHER_KIND = re.compile(r"强制隔离|强制检疫|限制人身自由|约束|强制带离|强制传唤|其他")
_PAPER = (
    r"(?!\s*\(?(?:扣押|查封)?\)?(?:财物|物品|场所|车辆)?"
    r"(?:决定书|清单|通知书|凭证|期限|期间|笔录|时间|人员|场所清单|财物清单))"
)
OPERATIVE = re.compile(
    rf"(?:决定|现(?:依法)?(?:对|将)|依法(?:对|将|予以)|予以|实施|采取|进行)[^。;:书]{{0,90}}?(?P<kind>查封|扣押|暂扣|冻结|扣留){_PAPER}"
)
_WORD = rf"(?:查封|扣押|暂扣|扣留|冻结|封存){_PAPER}"
DONE = re.compile(
    rf"(?:实施|采取|予以|进行|执行|加以)(?:了)?[^。;,]{{0,16}}?(?:{_WORD}|(?:行政)?强制措施(?!的|审批|告知|前))"
    rf"|(?:当场|现场|依法)?(?:将|对)[^。;:书]{{2,60}}?{_WORD}"
    r"|(?:加贴|张贴|贴上|粘贴)(?:了)?(?:[^。;,]{0,8})?封条"
    r"|(?:宣读|送达|交付|出示)(?:了)?[^。;]{0,24}?(?:查封|扣押|暂扣|强制措施)[^。;]{0,12}?决定书"
)
# The words that come before, or the first ones, tell that nothing was done yet, or undo it.
_BEFORE = re.compile(
    r"(?:未|没有|不予|不得|拟|建议|申请|解除|如|若|可以|有权|将(?:依法|会)|撤销|无需|不)[^,。;:]{0,8}$"
)
_INSIDE = re.compile(
    r"[^,。;]{0,8}?(?:未|没有|不予|拟|建议|解除|可以|如果|无需)[^,。;]{0,3}(?:实施|采取|予以|进行|查封|扣押|暂扣|冻结|对|将)"
)
_LAST = re.compile(
    r"(?:解除|拟|未|没有|不予|建议|申请)(?:实施|采取|予以|对)?[^,。;]{0,2}(?:查封|扣押|暂扣|扣留|冻结|措施)$"
)
UNTICKED = re.compile(r"[□☐○]\s*(?:查封|扣押|暂扣|冻结|扣留)")


def undone(text: str, hit: re.Match[str]) -> bool:
    """True when the words that seem to tell of a measure tell of none: a plan, a refusal, a release."""
    before = text[max(hit.start() - 12, 0) : hit.start()]
    return bool(_BEFORE.search(before) or _INSIDE.match(hit[0]) or _LAST.search(hit[0]))


# What decides, best first: a paper also tells of an inspection, and its title names the measure.
ABOUT_MEASURE = (
    re.compile(rf"(?:决定(?!书)|现(?:依法)?(?:对|将)|依法(?:对|将))[^。;]{{0,120}}?(?:{_WORD}|强制措施)"),
    re.compile(rf"(?:予以|实施|采取)[^。;书]{{0,40}}?(?:{_WORD}|强制措施(?!决定书|审批))"),
)
_URGENT = re.compile(
    r"(?:因|由于|鉴于|属于?|现场)?[^。;,□☐]{0,6}?(?:情况|情形|事态|案情|形势)(?:十分|非常|特别|较为)?紧急|紧急(?:情况|情形)|事出紧急"
    r"|(?:需要?|必须|须)(?:立即|当场)(?:实施|采取)[^。;]{0,12}?(?:查封|扣押|强制|代履行)|立即(?:实施)?代履行|(?:来不及|无法事先)[^。;]{0,12}?(?:报批|批准|审批|请示|报告)"
)
# An article of the law that is quoted, a choice that nobody ticked, or the words that it was not so.
_NOT_URGENT = re.compile(r"(?:非|无|没有|不属于?|并无|不存在|如|若|遇有?|□|☐|是否|除|的除外)[^。;,]{0,4}$")
_QUOTED = re.compile(r"[^。;]{0,50}?(?:的,|应当在|除外|可以|二十四小时内(?:应当|须)|时,)")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its offset."""
    for hit in re.finditer(r"[^。]+", text):
        yield hit.start(), hit[0]


def urgency(paper: Paper) -> Iterator[Fact]:
    """紧急情况, where the paper says of this case that it was urgent."""
    text = masked(paper.text.text)
    for hit in _URGENT.finditer(text):
        if _NOT_URGENT.search(text[max(hit.start() - 6, 0) : hit.start()]) or _QUOTED.match(text, hit.end()):
            continue
        if re.match(r"(?:非|无|没有|不属)", hit[0]):
            continue
        sure = 1.0 if "紧急" in hit[0] else LIKELY
        yield paper.fact("紧急情况", True, paper.at(hit.span()), sure)
        return
