"""The operative part of a decision or notice: which sanctions, how much money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from anjuan import Fact

from .paper import GUESS, LIKELY, Paper
from .values import Money, find_sums

_OPERATIVE = (
    re.compile(
        r"(?:决定|拟|当场|现依法|依法|现)[^。;]{0,60}?(?:作出|给予|处以|予以|进行|科处|如下|以下|实施)[^。;:]{0,30}?(?:处罚|处理)(?:决定|意见)?(?:如下)?(?:内容)?[::]"
    ),
    re.compile(
        r"(?:行政)?处罚(?:的)?(?:决定|内容|种类|意见)?(?:如下|为)[::]|(?:拟|决定)处罚如下[::]?|(?:拟|决定)(?:如下|予以如下)"
    ),
    re.compile(
        r"(?:决定|拟|现)(?:对[^。;]{1,60}?)?(?=给予|作出|处以|处|予以|责令|没收|吊销|暂扣|警告|并处|降低|限制|取消|通报批评|罚款)"
        r"(?=[^。]*(?:罚款|警告|没收|吊销|暂扣|停产|停业|关闭|通报批评|降低资质|限制|拘留|禁止))"
    ),
    re.compile(
        r"(?:处以|并处|科处|处)(?=[^。;]{0,40}?(?:元|倍)[^。;]{0,6}?(?:的)?罚款|(?:人民币)?罚款[^。;]{0,24}?元)|给予警告|罚款(?=[^。;\d]{0,8}[\d,.]+万?元)"
    ),
)
_END = re.compile(
    r"(?:[一二三四五六七八九][、.]|\([一二三四五六七八九]\))?(?:履行方式|缴纳方式|救济途径|权利告知|执行方式|履行的?期限|行政处罚的履行)"
    r"|(?:你|当事人|被处罚人|请|限|上述|以上|罚没|罚款|[\u4e00-\u9fff]{2,20}(?:公司|厂|店))[^。;]{0,16}?(?:应当?|须|请|限|必须|在|于)?[^。;]{0,6}?(?:自|在|于)?(?:收到|接到|接|本)[^。;]{0,16}?之?日起"
    r"|自(?:收到|接到|送达)本?[^。;]{0,14}?之?日起|限[^。;]{0,10}?自[^。;]{0,24}?起|如不服|如对本|不服本|逾期|到期不|根据[^。]{0,40}第[^。]{1,6}条[^。]{0,40}(?:陈述|听证)|(?:你|当事人)[^。;]{0,8}(?:有权|享有|可以|如)"
    r"|联系人[::]|作出上述处罚的考量"
)
_FINE_SUM = re.compile(r"罚款[^。;,\d¥]{0,16}$")
_CONFISCATED = re.compile(r"没收[^。;]{0,30}?(?:违法所得|违法收入|非法所得|非法收入)[^。;\d¥]{0,24}$")
_ITEM = re.compile(r"(?<![\d.¥])(?:\(?[1-9一二三四五六七八九]\)?[.、)](?!\d)|[;。])")
_TOTAL = re.compile(
    r"(?:合计|共计|合并(?:处罚|执行|处以)?|总计|以上(?:罚款)?[^。;]{0,4}(?:合计|共计))[^。;\d¥]{0,16}$"
)
_EACH = re.compile(
    r"(?:各|分别|均|每人|每家)(?:自)?(?:处以?|罚款|予以|给予|科处)[^。;]{0,12}?[\d壹贰叁肆伍陆柒捌玖]"
)
_FINED = re.compile(r"罚款|没收|警告|吊销|责令|罚")
_TOTAL_OF_ALL = re.compile(r"罚没|应缴|没收|款项")
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("警告", re.compile(r"(?<!先行)(?<!口头)警告(?!标志|标识|牌|语|函|信)")),
    ("通报批评", re.compile(r"通报批评")),
    ("没收违法所得", re.compile(r"没收[^。;]{0,24}?(?:违法所得|违法收入|非法所得|非法收入)")),
    (
        "没收非法财物",
        re.compile(r"没收(?!的|财物的|[^。;,、]{0,24}(?:违法所得|违法收入|非法所得|非法收入))[^。;,]{2,}"),
    ),
    ("罚款", re.compile(r"罚款|处罚金")),
    ("暂扣许可证件", re.compile(r"暂扣[^。;]{0,30}?(?:证|照|许可)")),
    ("吊销许可证件", re.compile(r"(?:吊销|撤销)[^。;]{0,30}?(?:证|照|许可)")),
    ("降低资质等级", re.compile(r"降低[^。;]{0,12}?资质")),
    ("限制开展生产经营活动", re.compile(r"限制[^。;]{0,12}?生产经营(?:活动)?")),
    (
        "责令停产停业",
        re.compile(
            r"(?:责令|停)[^。;]{0,12}?(?:停产停业|停业整顿|停止(?:生产|经营|营业|建设|执业)(?!销售)|停产整[治顿]|停工)"
        ),
    ),
    ("责令关闭", re.compile(r"责令[^。;]{0,8}?关闭")),
    (
        "限制从业",
        re.compile(
            r"限制[^。;]{0,12}?从业|(?:禁止|不得)[^。;]{0,20}?从事[^。;]{0,20}?(?:工作|活动|经营|职业)"
        ),
    ),
    ("行政拘留", re.compile(r"(?:行政)?拘留")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """The operative part: a stretch of the running text; `sure` lowers what is read in it."""

    start: int
    end: int
    sure: float = 1.0


def operative(plain: str, text: str) -> Part | None:
    """Where the sanctions stand: after 决定作出如下行政处罚, or in the sentence that imposes them.

    Args:
        plain: the text with titles and quotations blanked out; text: as it stands.
    """
    for pattern, sure in zip(_OPERATIVE, (1.0, 0.95, LIKELY, 0.85), strict=True):
        hits = list(pattern.finditer(plain))
        for hit in reversed(hits):
            stop = _END.search(plain, hit.end())
            end = min(stop.start() if stop else len(plain), hit.end() + 1200)
            # The general wordings begin inside the sentence that imposes: their own words count.
            start = hit.start() if sure < 0.95 else hit.end()
            if any(kind.search(text, start, end) for _, kind in KINDS):
                return Part(start, end, sure)
    return None


def kinds(paper: Paper, part: Part, name: str) -> Iterator[Fact]:
    """Each kind of sanction that the operative part names."""
    for kind, pattern in KINDS:
        hit = pattern.search(paper.text.text, part.start, part.end)
        if hit:
            yield paper.fact(name, kind, paper.at(hit.span()), part.sure)


def fined_in(text: str) -> Money | None:
    """The fine that a short text names, where it names just one sum."""
    sums = list(find_sums(text))
    if len({one.value for one in sums}) != 1:
        return None
    return sums[0] if re.search(r"罚款[^。;\d]{0,14}$", text[: sums[0].start]) else None


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sum that is imposed, with its offset in the running text."""

    money: Money
    start: int
    item: int


def _sums(text: str, part: Part) -> Iterator[tuple[str, Sanction]]:
    body = text[part.start : part.end]
    items = [hit.start() for hit in _ITEM.finditer(body)]
    for money in find_sums(body):
        before = body[max(money.start - 60, 0) : money.start]
        after = body[money.end : money.end + 14]
        item = sum(1 for start in items if start < money.start)
        found = Sanction(money, part.start, item)
        if re.match(r"(?:\([^()]*\)|\s)*(?:以上|以下|至|-|的?\d+倍)", after):
            continue
        inner = re.sub(r"\(?大写[::]?|\(|人民币|共计|计|为|[::]|\s", "", before)
        if _TOTAL.search(before):
            yield ("all" if _TOTAL_OF_ALL.search(before[-16:]) else "total"), found
        elif _CONFISCATED.search(before):
            yield "confiscated", found
        elif _FINE_SUM.search(inner) or re.match(r"(?:\([^()]*\)|整|人民币|的|\s)*(?:罚款|罚金)", after):
            yield "fine", found
        elif (
            body[max(money.start - 12, 0) : money.start]
            .rstrip()
            .endswith(("(", "(大写:", "大写:", "¥", "(人民币", "(¥", "即"))
        ):
            yield "again", found  # the same sum in another writing
        else:
            yield "other", found


def money_facts(
    paper: Paper,
    part: Part,
    fine: str,
    words: str | None,
    confiscated: str | None,
    parties: Sequence[str] = (),
) -> Iterator[Fact]:
    """The fine (the total of all items), the fine in words, and the confiscated gain, of each party."""
    shares = _shares(paper.text.text, part, parties)
    for of, share in shares:
        for fact in _money_of(paper, share, fine, words, confiscated):
            yield replace(fact, of=of)


def _money_of(
    paper: Paper, part: Part, fine: str, words: str | None, confiscated: str | None
) -> Iterator[Fact]:
    found = list(_sums(paper.text.text, part))
    fines = _by_item(found, "fine")
    totals = [one for kind, one in found if kind == "total"]
    chosen = totals[-1:] if totals and len(fines) != 1 else list(fines.values())
    if chosen:
        total = sum((one.money.value for one in chosen), Decimal(0))
        spans = [(one.start + one.money.start, one.start + one.money.end) for one in chosen]
        sure = part.sure if len(chosen) == 1 else min(part.sure, LIKELY)
        worded = _words(found, fines)
        if worded and len(chosen) == 1 and worded.money.value != total:
            sure = min(sure, GUESS)  # words and figures contradict each other: nobody knows which is meant
        yield paper.fact(fine, total, paper.at(*spans), sure)
        if words and worded:
            span = (worded.start + worded.money.start, worded.start + worded.money.end)
            yield paper.fact(words, worded.money.value, paper.at(span), part.sure)
    if confiscated:
        taken = _by_item(found, "confiscated")
        if taken:
            total = sum((one.money.value for one in taken.values()), Decimal(0))
            spans = [(one.start + one.money.start, one.start + one.money.end) for one in taken.values()]
            yield paper.fact(confiscated, total, paper.at(*spans), part.sure if len(taken) == 1 else LIKELY)


def _shares(text: str, part: Part, parties: Sequence[str]) -> list[tuple[str | None, Part]]:
    """The stretch of the operative part that deals with each party: 对甲公司…; 对乙公司…, or 各处."""
    if len(parties) < 2:
        return [(None, part)]
    if _EACH.search(text, part.start, part.end):
        return [(f"party:{order}", part) for order in range(1, len(parties) + 1)]
    names = [_called(text, name) for name in parties]
    # 拟对甲公司给予以下行政处罚: the first name stands before the words that open the operative part.
    begin = max(text.rfind("。", 0, part.start) + 1, part.start - 60)
    starts = sorted(
        {hit.start() for called in set(names) for hit in re.compile(called).finditer(text, begin, part.end)}
    )
    if not starts:
        return [(None, part)]
    segments = [
        Part(begin, end, min(part.sure, LIKELY))
        for begin, end in zip(starts, [*starts[1:], part.end], strict=True)
        if _FINED.search(text, begin, end)
    ]
    if len(segments) != len(parties):
        return [(None, part)]
    order = [_first_named(text, segment, names) for segment in segments]
    if sorted(order) != list(range(len(parties))):
        order = list(range(len(parties)))  # the same name twice: in the order of the head
    return [(f"party:{who + 1}", segment) for who, segment in zip(order, segments, strict=True)]


def _called(text: str, name: str) -> str:
    """A pattern for a party by its full name or by the short one that the paper gives it."""
    short = re.search(rf"{re.escape(name)}\((?:以下)?简称[::]?[“\"]?([^”\"()]{{2,16}})[”\"]?\)", text)
    return "|".join(map(re.escape, (name, short[1]) if short else (name,)))


def _first_named(text: str, part: Part, names: Sequence[str]) -> int:
    return next((n for n, name in enumerate(names) if re.match(name, text[part.start : part.end])), 0)


def _by_item(found: list[tuple[str, Sanction]], wanted: str) -> dict[int, Sanction]:
    chosen: dict[int, Sanction] = {}
    for kind, one in found:
        # Figures beat words where an item gives both; the words are compared by a check.
        if kind == wanted and (
            one.item not in chosen or (chosen[one.item].money.words and not one.money.words)
        ):
            chosen[one.item] = one
    return chosen


def _words(found: list[tuple[str, Sanction]], fines: dict[int, Sanction]) -> Sanction | None:
    """The only fine in words."""
    return next(
        (
            one
            for kind, one in found
            if one.money.words
            and one.item in fines
            and kind in ("fine", "again", "other")
            and len(fines) == 1
        ),
        None,
    )
