"""ranges.csv: each fine that a law sets, as numbers.

A row is one fine: a sum (`minimum`, `maximum` in yuan), a multiple of a base (`multiple_min`, `multiple_max`, 0.05 for
five percent), or `open` where the text sets a fine without a range of its own or refers to another place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import cn2an

from anjuan.law.texts import Article, LawText

from .parts import parts

COLUMNS = (
    "article", "paragraph", "item", "kind", "minimum", "maximum", "multiple_min", "multiple_max", "base", "whom",
    "condition", "unit",
)  # fmt: skip
_FIGURE = r"[\d.,]+[万亿]?|[一二三四五六七八九十百千万亿零两]+"
_MONEY = rf"(?:人民币)?({_FIGURE})元"
_TIMES = rf"((?:{_FIGURE})倍|百分之(?:{_FIGURE})|\d+(?:\.\d+)?%)"
_SUM = re.compile(rf"{_MONEY}(?:以上|至|到|－|-|—)(?:至|不超过)?{_MONEY}(?:以下|以内)?")
_TOP = re.compile(rf"(?:不超过|最高(?:不(?:得)?超过)?)?{_MONEY}(?:以下|以内)")
_LOW = re.compile(rf"{_MONEY}以上(?!{_MONEY})")
_FLAT = re.compile(rf"{_MONEY}")
_TIMES_SPAN = re.compile(rf"{_TIMES}(?:以上|至|到)(?:至)?{_TIMES}(?:以下|以内)?")
_TIMES_TOP = re.compile(rf"{_TIMES}(?:以下|以内)")
_TIMES_LOW = re.compile(rf"{_TIMES}以上")
_TIMES_FLAT = re.compile(_TIMES)
_SHAPES = (
    ("multiple", _TIMES_SPAN, "span"), ("multiple", _TIMES_TOP, "top"), ("multiple", _TIMES_LOW, "low"),
    ("multiple", _TIMES_FLAT, "flat"), ("sum", _SUM, "span"), ("sum", _TOP, "top"), ("sum", _LOW, "low"),
    ("sum", _FLAT, "flat"),
)  # fmt: skip
_FINE = re.compile(r"罚款")
_AMOUNT = re.compile(r"[元倍%]|百分之")
_NO_FINE = re.compile(
    r"加处罚款|[缴交]纳罚款|收缴罚款|罚款(?:决定|数额(?!的|为)|总额|收据|、滞纳金|限额|和罚没|收入|全部|的?幅度|规定)"
)
# A fine is imposed: not 处理, 处分, 处置费用.
_IMPOSE = re.compile(r"处(?!理|分|置|罚|所|方|于|境)|科以|课以")
_ELSEWHERE = re.compile(
    r"(?:依照|按照|依据|适用|根据)[^。；，]{1,60}(?:处罚|罚款|规定处理)|依法(?:给予|予以)(?:行政)?处罚|给予(?:行政|治安管理)?处罚"
)
_SPECIAL = re.compile(r"对其中的?([^，。；]{2,16})，$")
_BY_ITEM = re.compile(r"下列(?:规定|标准|情形)(?:分别)?(?:给予)?处(?:以|罚)?")
_CONDITION = (
    ("情节特别严重", "情节特别严重"), ("情节严重", "情节严重"), ("情节较重", "情节较重"), ("情节较轻", "情节较轻"),
    ("情节轻微", "情节较轻"), ("拒不", "拒不改正"), ("逾期", "逾期不改"), ("造成", "造成后果"),
    ("货值金额", "货值"), ("没有违法所得", "无违法所得"), ("违法所得不足", "违法所得额"), ("无法计算", "基数不明"),
)  # fmt: skip
_PERSONS = re.compile(r"主管人员|责任人员|负责人|法定代表人|个人|自然人|公民")
_UNITS = re.compile(r"对(?:违法|该|其|有关)?(?:单位|企业|法人|机构)|单位(?:有|处|违反)|属于单位")
_PER = re.compile(
    r"(每[日天]|按日|每(?:逾期|超过|延误)?[一二两]?[个吨辆人只头株尾瓶件份台套次米平方立千克公斤]{1,3}|每[\u4e00-\u9fff]{0,4}处)"
)
_SCALE = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Fine:
    """One fine; a limit that is not there is None."""

    kind: str
    low: Decimal | None = None
    high: Decimal | None = None
    base: str = ""
    whom: str = ""
    condition: str = ""
    unit: str = ""


def ranges(text: LawText) -> Iterator[dict[str, str]]:
    """Rows of the table for one law, without title and day."""
    for article in text.articles:
        if not article.inserted:
            yield from _article(article)


def _article(article: Article) -> Iterator[dict[str, str]]:
    for number, part in enumerate(parts(article), 1):
        itemised = bool(_BY_ITEM.search(part.lead)) and any(map(_priced, part.items))
        for item, line in enumerate((part.lead, *part.items)):
            for fine in dict.fromkeys(fines(line)):
                if item or fine.kind != "open" or not itemised:
                    yield _row(article.number, number, item, fine)


def _priced(line: str) -> bool:
    return any(fine.kind != "open" for fine in fines(line))


def _row(article: int, paragraph: int, item: int, fine: Fine) -> dict[str, str]:
    sums, times = fine.kind == "sum", fine.kind == "multiple"
    return {
        "article": str(article),
        "paragraph": str(paragraph),
        "item": str(item or ""),
        "kind": fine.kind,
        "minimum": _plain(fine.low) if sums else "",
        "maximum": _plain(fine.high) if sums else "",
        "multiple_min": _plain(fine.low) if times else "",
        "multiple_max": _plain(fine.high) if times else "",
        "base": fine.base,
        "whom": fine.whom,
        "condition": fine.condition,
        "unit": fine.unit,
    }


def fines(line: str) -> Iterator[Fine]:
    """The fines that one paragraph or item sets, in order."""
    line = re.sub(r"\s|（[^（）]*）(?!.{0,2}条)", "", line)
    clean = _NO_FINE.sub(lambda hit: "＿" * len(hit[0]), line)
    at = 0
    for word in _FINE.finditer(clean):
        yield from _before(clean, max(at, clean.rfind("。", 0, word.start()) + 1), word.start())
        at = word.end()
    for hit in _ELSEWHERE.finditer(clean):
        special = _SPECIAL.search(clean[: hit.start()])
        yield Fine("open", whom=special[1] if special else "")


def _before(line: str, begin: int, end: int) -> Iterator[Fine]:
    """What stands between the fine named before and the word 罚款 at `end`."""
    clause = line[begin:end]
    segment = line[max(line.rfind(mark, 0, end) for mark in "；。") + 1 : end]
    # Values that the law only compares (货值金额不足一万元的) stand before the first 处.
    ruled = next(
        (clause[hit.end() :] for hit in _IMPOSE.finditer(clause) if _AMOUNT.search(clause, hit.end())), clause
    )
    told = (_whom(segment), _condition(segment), _unit(ruled))
    found = list(_figures(ruled))
    if not found:
        yield Fine("open", None, None, "", *told)
    for kind, low, high, base in found:
        yield Fine(kind, low, high, base, *told)


def _figures(text: str) -> Iterator[tuple[str, Decimal | None, Decimal | None, str]]:
    for kind, pattern, shape in _SHAPES:
        for hit in pattern.finditer(text):
            low, high = _limits(hit, shape, _times if kind == "multiple" else _number)
            yield kind, low, high, _base(text[: hit.start()]) if kind == "multiple" else ""
        text = pattern.sub("＿", text)


def _limits(
    hit: re.Match[str], shape: str, figure: Callable[[str], Decimal]
) -> tuple[Decimal | None, Decimal | None]:
    first = figure(hit[1])
    if shape == "span":
        return first, figure(hit[2])
    return (None if shape == "top" else first), (None if shape == "low" else first)


def _base(before: str) -> str:
    hit = re.search(r"([\u4e00-\u9fff]{2,16})$", before)
    word = re.sub(r"^(?:并|可以|按照?|以|其|应当|可)+", "", hit[1]) if hit else ""
    word = re.sub(r"^.*(?:处以|人员处|单位处|代为|处(?=所))", "", word)
    return re.sub(r"(?:总额|的)$", "", word)


def _whom(segment: str) -> str:
    """直接责任人, 个人, 单位, or nothing: the last one addressed by 对… in the segment."""
    told = re.findall(r"对([^，；。]{1,50}?)(?:，|可以|并|依法|由|处|给予|按照)", segment) or [segment[-24:]]
    last = next(
        (one for one in reversed(told) if _PERSONS.search(one) or re.search("单位|企业|机构", one)), ""
    )
    if re.search(r"主管人员|责任人员|负责人|法定代表人", last):
        return "直接责任人"
    if _PERSONS.search(last):
        return "个人"
    return "单位" if re.search(r"单位|企业|机构", last) else ""


def _condition(segment: str) -> str:
    return " ".join(dict.fromkeys(name for word, name in _CONDITION if word in segment))


def _unit(text: str) -> str:
    hit = _PER.search(text)
    return hit[1] if hit else ""


def _times(figure: str) -> Decimal:
    if figure.endswith("倍"):
        return _number(figure[:-1])
    return _number(figure.removeprefix("百分之").removesuffix("%")) / 100


def _number(figure: str) -> Decimal:
    figure = figure.replace(",", "").replace("两", "二")
    if not figure[0].isdigit():
        figure = "一" + figure if figure[0] in "百千万亿" else figure
        return Decimal(str(cn2an.cn2an(figure, "smart")))
    scale = _SCALE.get(figure[-1], 1)
    return Decimal(figure.rstrip("万亿")) * scale


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
