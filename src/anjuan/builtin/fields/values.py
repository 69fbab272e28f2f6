"""Values as papers write them: days, moments, sums, numbers of papers, names, certificate numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Generic, TypeVar

import cn2an

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it stands in the text; `sure` is below 1 where a slip of reading was mended."""

    value: T
    start: int
    end: int
    sure: float = 1.0


MENDED = 0.88

# ---- days and moments -------------------------------------------------------------------

_NOUGHTS = "〇零○OoＯ0口囗□Q"  # OCR takes the circle for many things, and often drops it
_CHINESE_DIGITS = {**{char: n for n, char in enumerate("零一二三四五六七八九")}, **dict.fromkeys(_NOUGHTS, 0)}
_D = r"\d{1,2}(?:(?!\d)|(?=\d{2}\s*[时点:]))"  # 2024.3.1915时 is a day and an hour that stood apart
_DIGIT_SLIPS = str.maketrans("OoQlI|", "000111")  # letters that OCR sees in figures
_L = r"[\dOoQlI|]"
_DAY = re.compile(
    rf"(?P<y>(?:19|2[0Oo]){_L}{{2}})\s*年\s*(?P<m>{_L}{{1,2}})\s*月\s*(?P<d>{_D}|{_L}{{1,2}}(?=\s*[日曰号]))(?:\s*[日曰号])?"
    rf"|(?<![\d.])(?P<py>(?:19|20)\d{{2}})\s*(?P<s>[.\-/])\s*(?P<pm>\d{{1,2}})\s*(?P=s)\s*(?P<pd>{_D})"
    rf"|(?P<cy>[一二][{_NOUGHTS}一二三四五六七八九]{{1,3}})\s*年\s*(?P<cm>[一二三四五六七八九十元\d]{{1,3}})\s*月\s*"
    r"(?P<cd>[一二三四五六七八九十廿\d]{1,3})\s*[日曰号]"
)
_DAY_OF_YEAR = re.compile(r"(?<![\d年.])(\d{1,2})\s*月\s*(\d{1,2})\s*[日曰号]")
_HOURS = "零一二三四五六七八九十"
_CLOCK = re.compile(
    r"\s*[,,]?\s*(?:\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天])?\s*(?P<half>上午|下午|晚上|夜间|中午|凌晨|早上)?\s*"
    rf"(?P<h>\d{{1,2}}|[{_HOURS}]{{1,3}}(?=[时点]))\s*"
    rf"(?:(?:时|点)\s*(?:(?P<m>\d{{1,2}}|[{_HOURS}]{{1,3}}(?=分))\s*分?|(?P<n>半)|整)?|:\s*(?P<c>\d{{2}})(?::\d{{2}})?)"
)
_TO = re.compile(r"\s*(?:起|开始)?\s*[,,]?\s*(?:至|到|—+|-+|~|–)\s*")


@cache
def _figure(text: str) -> int | None:
    try:
        return int(text) if text.isdigit() else int(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except ValueError:
        return None


def _year(text: str) -> int:
    """A year in Chinese figures; a figure that is missing can only be the circle: 二二四年 is 2024."""
    digits = "".join(str(_CHINESE_DIGITS[char]) for char in text)
    if len(digits) < 3:
        return 2020 if digits == "22" else 0
    if len(digits) == 3:
        digits = digits + "0" if digits.startswith("20") else digits[0] + "0" + digits[1:]
    return int(digits)


def _day(hit: re.Match[str]) -> date | None:
    if hit["y"]:
        year, month, day = (int(hit[name].translate(_DIGIT_SLIPS)) for name in "ymd")
    elif hit["py"]:
        year, month, day = int(hit["py"]), int(hit["pm"]), int(hit["pd"])
    else:
        month_text, day_text = hit["cm"].replace("元", "一"), hit["cd"].replace("廿", "二十")
        year, month, day = _year(hit["cy"]), _figure(month_text) or 0, _figure(day_text) or 0
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_days(text: str) -> Iterator[Found[date]]:
    """All days that are written with their year.

    >>> [found.value.isoformat() for found in find_days("二〇二四年三月五日、2024.3.5")]
    ['2024-03-05', '2024-03-05']
    """
    for hit in _DAY.finditer(text):
        day = _day(hit)
        if day is not None:
            mended = (hit["cy"] and len(hit["cy"]) < 4) or (hit["y"] and not hit["y"].isdigit())
            mended = mended or (hit["y"] and not (hit["m"] + hit["d"]).isdigit())
            yield Found(day, *hit.span(), MENDED if mended else 1.0)


def first_day(text: str) -> Found[date] | None:
    """The first day of a text."""
    return next(find_days(text), None)


def last_day(text: str) -> Found[date] | None:
    """The last day of a text."""
    return max(find_days(text), key=lambda found: found.start, default=None)


def day_of_year(text: str, year: int) -> Found[date] | None:
    """A day written without its year, in the given year (自2024年2月1日至4月7日)."""
    for hit in _DAY_OF_YEAR.finditer(text):
        try:
            return Found(date(year, int(hit[1]), int(hit[2])), *hit.span())
        except ValueError:
            continue
    return None


def _clock(hit: re.Match[str]) -> time | None:
    hour = _figure(hit["h"]) or 0
    minute = 30 if hit["n"] else _figure(hit["m"] or hit["c"] or "0") or 0
    if hit["half"] in ("下午", "晚上", "夜间") and hour < 12:
        hour += 12
    try:
        return time(hour, minute)
    except ValueError:
        return None


def find_moments(text: str) -> Iterator[Found[date]]:
    """Days with the time that follows them where there is one."""
    for day in find_days(text):
        hit = _CLOCK.match(text, day.end)
        clock = _clock(hit) if hit else None
        if hit and clock:
            yield Found(datetime.combine(day.value, clock), day.start, hit.end(), day.sure)
        else:
            yield day


def find_span(text: str) -> tuple[Found[date] | None, Found[date] | None]:
    """Begin and end of something that lasts: 2024年3月4日10时05分至10时50分."""
    begin = next(find_moments(text), None)
    if begin is None:
        return None, None
    to = _TO.match(text, begin.end)
    if not to:
        return begin, None
    end = next(find_moments(text[to.end() :]), None)
    if end is not None and end.start == 0:
        return begin, Found(end.value, to.end(), to.end() + end.end)
    hit = _CLOCK.match(text, to.end())
    clock = _clock(hit) if hit else None
    if hit and clock:
        return begin, Found(datetime.combine(begin.value, clock), to.end(), hit.end())
    return begin, None


# ---- sums of money ----------------------------------------------------------------------

_NUMBER = r"\d{1,3}(?:,\s?\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?"
_DIGITS = "零〇○壹贰叁肆伍陆柒捌玖两一二三四五六七八九弍弎貳參陸叄参贷"
_WORD = rf"[{_DIGITS}拾佰仟十百千萬万亿]"
_SUM = re.compile(
    rf"(?:¥|RMB|CNY):?\s*(?P<sign>{_NUMBER})\s*(?P<signunit>万|亿)?(?:\s*[元圆])?"
    r"|(?<![\d.,])(?P<mixed>\d{1,4}万(?:\d{1,4}千?)(?:\d{1,3}百)?)\s*[元圆]"
    rf"|(?<![\d.,])(?P<plain>{_NUMBER})\s*(?P<unit>万|亿|千|百)?\s*(?:余\s*)?(?:元|圆)"
    rf"|(?P<words>{_WORD}*[{_DIGITS}拾十]{_WORD}*)\s*[元圆](?:(?P<jiao>[{_DIGITS}])角)?(?:零?(?P<fen>[{_DIGITS}])分)?[整正]?"
    rf"|(?P<cents>[壹贰叁肆伍陆柒捌玖])角(?:(?P<centfen>[壹贰叁肆伍陆柒捌玖])分)?[整正]?|(?P<fens>[壹贰叁肆伍陆柒捌玖])分[整正]?"
)
_UNITS = {"万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000), "百": Decimal(100)}
_VARIANTS = str.maketrans("〇○弍弎貳參叄参陸贷萬圆", "零零贰叁贰叁叁叁陆贰万元")


@dataclass(frozen=True, slots=True)
class Money(Found[Decimal]):
    """A sum in yuan; `words`: written in words (人民币叁仟元整)."""

    words: bool = False


@cache
def _worded(whole: str, jiao: str, fen: str) -> Decimal | None:
    try:
        yuan = Decimal(str(cn2an.cn2an(whole.translate(_VARIANTS), "smart"))) if whole else Decimal(0)
        tenths = Decimal(str(cn2an.cn2an(jiao.translate(_VARIANTS), "smart"))) if jiao else Decimal(0)
        cents = Decimal(str(cn2an.cn2an(fen.translate(_VARIANTS), "smart"))) if fen else Decimal(0)
    except ValueError:
        return None
    return plain_sum(yuan + tenths / 10 + cents / 100)


def plain_sum(value: Decimal) -> Decimal:
    """A sum with at most two decimals and without trailing zeros."""
    rounded = value.quantize(Decimal("0.01"))
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded.normalize()


def _mixed(text: str) -> Decimal:
    """2万5千, 1万2000: figures with units between them."""
    ten_thousands, rest = text.split("万")
    total = int(ten_thousands) * 10000
    for figure, unit in re.findall(r"(\d+)(千|百)?", rest):
        total += int(figure) * {"千": 1000, "百": 100}.get(unit, 1)
    return Decimal(total)


def find_sums(text: str) -> Iterator[Money]:
    """All sums of money: ¥3,000.00, 3000元, 1.5万元, 人民币叁仟元整.

    >>> [str(found.value) for found in find_sums("人民币叁仟元整(¥3,000.00)、1.5万元")]
    ['3000', '3000', '15000']
    """
    for hit in _SUM.finditer(text):
        if hit["mixed"]:
            yield Money(_mixed(hit["mixed"]), *hit.span())
            continue
        figure = hit["sign"] or hit["plain"]
        if figure:
            factor = _UNITS.get(hit["unit"] or hit["signunit"] or "", Decimal(1))
            value = plain_sum(Decimal(re.sub(r"[,\s]", "", figure)) * factor)
            yield Money(value, *hit.span())
            continue
        jiao, fen = hit["jiao"] or hit["cents"] or "", hit["fen"] or hit["centfen"] or hit["fens"] or ""
        worded = _worded(hit["words"] or "", jiao, fen)
        if worded is not None:
            yield Money(worded, *hit.span(), words=True)


# ---- numbers of papers, certificates, names ---------------------------------------------

_OPEN, _CLOSE = r"[〔\[(【﹝\{<〈]", r"[〕\])】﹞\}>〉]"
_YEAR = r"(?:19|2[0Oo])[\dOo]{2}"
_SERIAL = r"[A-Z]{0,4}-?\d{1,12}(?:[-—]\d{1,6}){0,2}\s*号(?:之[一二三四五六七八九十]{1,2}|-\d{1,2})?"
_PAPER_NUMBER = re.compile(
    rf"(?P<word>(?:\([\u4e00-\u9fff]{{1,6}}\)\s*)?[\u4e00-\u9fffA-Za-z]{{1,24}}(?:\([\u4e00-\u9fff]{{1,6}}\)[\u4e00-\u9fff]{{0,10}})?)\s*"
    rf"(?P<open>{_OPEN}){_OPEN}?\s*(?P<year>{_YEAR})\s*年?\s*(?P<close>{_CLOSE}){_CLOSE}?\s*"
    rf"(?P<tail>(?:[\u4e00-\u9fffA-Z]{{0,8}}\s*第)?\s*{_SERIAL})"
    rf"|(?P<open2>{_OPEN})\s*(?P<year2>{_YEAR})\s*(?P<close2>{_CLOSE})\s*(?P<tail2>[\u4e00-\u9fff]{{2,14}}(?:\([\u4e00-\u9fff]{{1,6}}\))?第?\s*{_SERIAL})"
)
# Words of a sentence that can stand right before the number of a paper.
_BEFORE_NUMBER = re.compile(
    r".*(?:文号|编号|案号|送达了?|收到|作出的?|下达的?|出具的?|决定书|告知书|通知书|根据|依据|书|号|笔录|回证|审批表)"
)
_PAIRS = dict(zip("〔【﹝〈[{<(", "〕】﹞〉]}>)", strict=True))
_LETTERS = str.maketrans("Oo", "00")
USCC = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Z])")
ID_NUMBER = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_LOOSE_CREDENTIAL = re.compile(r"(?<![0-9A-Z])(?:[0-9A-Z]{15}|[0-9A-Z]{18})(?![0-9A-Z])")
CERTIFICATE = r"(?:[\u4e00-\u9fff]{0,4}第)?[A-Z粤]{0,4}\d[\dA-Z\-]{4,20}"
NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?"
_NAME = re.compile(rf"{NAME}$")
_PART, _JOINED = re.compile(r"[^、,;/\s\d()]+"), re.compile(r"[^和与及]+")
_POST = re.compile(
    r"(?:(?:党组|党委|局|镇|街道)?(?:副|常务副)?(?:书记|局长|主任|科长|股长|处长|所长|站长|镇长|组长|大队长|中队长|队长|支队长|成员|委员|主席|经理)|法制员)+"
)
_POST_BEHIND = re.compile(r"(?:副)?(?:局长|主任|科长|股长|处长|所长|站长|镇长|大队长|队长|同志)$")
_BRACKETED = re.compile(r"\([^()]*\)")
_NOT_NAMES = re.compile(
    r"同意|意见|签名|证件|文书|规范|案件|材料|处罚|裁量|证据|事实|程序|编号|执法证|证号|日期|负责|以上|属实|无|以下空白|盖章|签字|承办|机关|单位|公司|年|月|日|不|批准|建议|结案|立案|本人|当事|收件"
)


_TICKED_BEHIND = re.compile(r"[☑√■✓✔☒●]\s*\)?\s*(?P<choice>[\u4e00-\u9fff]{2,12})")
_TICKED_BEFORE = re.compile(r"(?P<choice>[\u4e00-\u9fff]{2,12})\s*\(?\s*[☑√✓✔]")
_BOX = re.compile(r"[□☐○☑☒]")


def ticked(text: str) -> str:
    """The choices that are ticked where a form offers boxes; the text itself where it offers none.

    >>> ticked("☑检查发现 □投诉举报"), ticked("□同意 □不同意"), ticked("检查发现")
    ('检查发现', '', '检查发现')
    """
    if not _BOX.search(text):
        return text
    # The first mark tells whether boxes stand before their words or behind them.
    before = re.match(r"[^\u4e00-\u9fff]*[□☐○☑√■✓✔☒●]", text)
    return "、".join(hit["choice"] for hit in (_TICKED_BEHIND if before else _TICKED_BEFORE).finditer(text))


def find_numbers(text: str) -> Iterator[Found[str]]:
    """Numbers of papers: 江环罚〔2024〕17号, 某罚字[2024]第5号; words of the sentence before them are cut off."""
    for hit in _PAPER_NUMBER.finditer(text):
        if hit["open2"]:
            year = hit["year2"].translate(_LETTERS)
            number = re.sub(r"\s", "", _paired(hit["open2"], year, hit["close2"]) + hit["tail2"])
            yield Found(number, *hit.span())
            continue
        word = hit["word"]
        cut = _BEFORE_NUMBER.match(word)
        skip = cut.end() if cut and cut.end() < len(word) else 0
        # OCR doubles brackets and takes noughts for letters.
        year = hit["year"].translate(_LETTERS)
        number = re.sub(r"\s", "", word[skip:] + _paired(hit["open"], year, hit["close"]) + hit["tail"])
        yield Found(number, hit.start() + skip, hit.end())


def _paired(opened: str, year: str, closed: str) -> str:
    """The year in brackets that match; of two that do not, the rarer one was read for what it is."""
    if _PAIRS.get(opened) == closed:
        return opened + year + closed
    return next((left + year + right for left, right in _PAIRS.items() if left == opened or right == closed))


def credential(text: str) -> Found[str] | None:
    """A unified social credit code or the number of an identity card."""
    for pattern in (USCC, ID_NUMBER, _LOOSE_CREDENTIAL):
        hit = pattern.search(text)
        if hit:
            return Found(hit[0].upper(), *hit.span())
    return None


def names(text: str, breaks: Iterable[int] = ()) -> list[Found[str]]:
    """Names of persons in a field: 陈某甲、林某乙; titles, brackets and certificate numbers are left out.

    Args:
        text: the field.
        breaks: offsets at which a new line begins: names that stand apart are not one long name.
    """
    found = []
    plain = _BRACKETED.sub(lambda hit: " " * len(hit[0]), text)
    for start, part in _parts(plain, sorted(breaks)):
        # 和 joins two names, but it is also a part of names (李和平).
        pieces = [(hit.start(), hit[0]) for hit in _JOINED.finditer(part)] if len(part) > 4 else [(0, part)]
        for offset, piece in pieces:
            lead = _POST.match(piece) if len(piece) > 4 else None
            begin = lead.end() if lead else 0
            name = _POST_BEHIND.sub("", piece[begin:])
            if _NAME.match(name) and not _NOT_NAMES.search(name):
                at = start + offset + begin
                found.append(Found(name, at, at + len(name)))
    return found


def _parts(text: str, breaks: Sequence[int]) -> Iterator[tuple[int, str]]:
    for part in _PART.finditer(text):
        cuts = [cut for cut in breaks if part.start() < cut < part.end()] if len(part[0]) > 4 else []
        for begin, end in zip([part.start(), *cuts], [*cuts, part.end()], strict=True):
            yield begin, text[begin:end]
