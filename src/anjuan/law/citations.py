"""Citations of law in running text: 《中华人民共和国行政处罚法》第三十三条第一款第（二）项."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import cn2an

_NUMBER = r"[〇零一二三四五六七八九十百千\d]+"
# Signs that OCR puts for 条, 款, 项 and 十; a place read so is kept and doubted.
_ARTICLE_SLIP, _PARAGRAPH_SLIP, _ITEM_SLIP, _TEN_SLIP = "案柰奈糸亲", "软歉欵", "顶顷页", "＋+†"
_SLIPS = re.compile(rf"[{_ARTICLE_SLIP}{_PARAGRAPH_SLIP}{_ITEM_SLIP}{_TEN_SLIP}]")
_LOOSE = r"[〇零一二三四五六七八九十百千\d＋+†]+"
_ITEM = rf"第?\s*[(（]?(?P<item>{_NUMBER})[)）]?\s*[项{_ITEM_SLIP}]"
_PLACE = re.compile(
    rf"\s*(?:第\s*(?=[^条]{{1,12}}[{_ARTICLE_SLIP}])|第?\s*(?={_LOOSE}\s*条))(?P<article>{_LOOSE})\s*[条{_ARTICLE_SLIP}]"
    rf"(?:之(?P<branch>{_NUMBER}))?(?:\s*第\s*(?P<paragraph>{_NUMBER})\s*[款{_PARAGRAPH_SLIP}])?(?:\s*{_ITEM})?"
)
_PARAGRAPH = re.compile(rf"\s*第?\s*(?P<paragraph>{_NUMBER})\s*款(?:\s*{_ITEM})?")
_ONE_ITEM = re.compile(rf"\s*{_ITEM}")
_LIST = re.compile(  # 第(一)、(二)项; 第一、二款
    rf"\s*第\s*(?P<all>[(（]?{_NUMBER}[)）]?(?:\s*[、和及]\s*[(（]?{_NUMBER}[)）]?)+)\s*(?P<unit>[款项])"
)
_JOINT = re.compile(r"\s*(?:以及|或者|[、,，和及与或])\s*")
_RANGE = re.compile(r"\s*(?:至|到|—|－|-|~)\s*")
_QUOTED = re.compile(r"\s*(?:[“\"][^“”\"]{1,900}[”\"]|[‘'][^‘’']{1,600}[’']|[(（][^()（）]{1,60}[)）])")
_TITLE = r"《(?P<title>[^《》]{2,80}(?:〈[^〈〉]{2,60}〉[^《》]{0,40})?)》"
# (GB 3095—2012), (HJ/T 91): a technical standard, not a law.
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB|GBZ|HJ|DB\d{2}|NY|JT|JGJ|CJJ|AQ|WS|SB|YY|LY|SC|T)(?:/[A-Z]+)?\s*[\d.]+(?:\s*[—－–-]\s*\d{2,4})?"
)
# (2021年修订), （2017修正）: which version is meant.
_VERSION = re.compile(
    r"[(（]\s*((?:19|20)\d\d)\s*年?[^()（）]{0,12}(?:修正|修订|修改|版|文本|公布|施行)[^()（）]{0,8}[)）]$"
)
# A normative document cited by its number alone: 江府办〔2019〕18号第三条.
_BY_NUMBER = rf"(?P<number>[\u4e00-\u9fff]{{2,8}}[〔\[]\d{{4}}[〕\]]\d{{1,4}}号)(?=\s*第{_NUMBER}条)"
_NUMBERED = re.compile(r"号\s*第")
_LEADING = re.compile(r"^.*?(?:根据|依据|依照|按照|违反|适用|参照|以及|和|与|及)(?=[\u4e00-\u9fff]{2})")
_TITLE += r"(?:\s*[(（](?:[^()（）]|[(（][^()（）]{0,40}[)）]){1,120}[)）]){0,2}"
_SAME = r"(?P<same>(?:该|同|本)(?:法|条例|办法|规定|规则|细则|决定))"
_BARE = rf"(?<=[据照反了用])(?P<bare>(?!了)[\u4e00-\u9fff]{{2,24}}?(?:法|条例))(?=第{_NUMBER}条)"
_SHORT = re.compile(
    r"《([^《》]{4,80})》\s*[(（](?:[^()（）]{0,60}?[,，;；、])?\s*(?:以下|下)?(?:简称|统称|称)(?:为)?[:：]?\s*[《“\"‘]{0,2}"
    r"([^《》“”\"‘’()（）]{2,30})[》”\"’]{0,2}\s*[)）]"
)
_ARTICLE_SIGN = re.compile(f"[条{_ARTICLE_SLIP}]")  # without one no place is cited
LONGEST_FIGURE = 8  # signs of the number of an article: 一千二百六十八 has seven
SHORT_TEXT = 100  # characters up to which a text is a citation and not a paper
LONGEST_RANGE = 30  # articles, paragraphs or items of one range


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited place.

    Attributes:
        law: title as written, or the full title where the text defines the short one.
        article, paragraph, item: numbers; None where the text names none.
        branch: the number behind 之 of an article that was put in later (第十条之一).
        start, end: offsets in the text.
        doubt: a sign was taken for another one that OCR often mistakes (第三十六案): a person has to look.
        year: the year of the version that brackets behind the title name (2021年修订).
    """

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    start: int = 0
    end: int = 0
    branch: int | None = None
    doubt: bool = False
    year: int | None = None

    @property
    def place(self) -> str:
        """第N条第N款第N项 in Chinese figures, the form of the contract."""
        text = f"第{_chinese(self.article)}条"
        if self.branch:
            text += f"之{_chinese(self.branch)}"
        if self.paragraph:
            text += f"第{_chinese(self.paragraph)}款"
        if self.item:
            text += f"第{_chinese(self.item)}项"
        return text

    def __str__(self) -> str:
        return f"《{self.law}》{self.place}"


def find_citations(text: str) -> Iterator[Cited]:
    """All citations of `text` in order; places strung together by 、 or 和, or given as a range, come one by one.

    该法 and 同法 are the law named last before them; a short title is the one that the text defines.
    """
    return iter(_short_citations(text) if len(text) <= SHORT_TEXT else _citations(text))


@lru_cache(4096)  # places that papers and registers cite are the same ones in many case files
def _short_citations(text: str) -> tuple[Cited, ...]:
    return tuple(_found(text)) if _ARTICLE_SIGN.search(text) else ()


@lru_cache(256)  # papers of one case file: many checks ask for the same ones
def _citations(text: str) -> tuple[Cited, ...]:
    return tuple(_found(text)) if _ARTICLE_SIGN.search(text) else ()


def _found(text: str) -> Iterator[Cited]:
    short = {match[2]: match[1] for match in _SHORT.finditer(text)}
    names = sorted(short, key=len, reverse=True)
    named = rf"|(?P<short>{'|'.join(map(re.escape, names))})" if names else ""
    last = ""
    numbered = rf"|{_BY_NUMBER}" if _NUMBERED.search(text) else ""  # it is tried at each character
    for hit in re.finditer(rf"{_TITLE}{numbered}|{_SAME}{named}|{_BARE}", text):
        groups = hit.groupdict()
        written = groups["title"] or groups.get("short") or groups["bare"] or _number(groups.get("number"))
        if not written and _in_quotes(text, hit.start()):
            continue  # an article that is quoted speaks of its own law
        if groups["title"] and _STANDARD.search(hit[0]):
            continue
        law, year = _version(short.get(written, written) if written else last, hit[0])
        if written and not groups["bare"]:
            last = law
        place = _PLACE.match(text, hit.end())
        if law and place and "第" in place[0]:
            found = _chain(Cited(law, 0, year=year), text, hit.start(), place)
            yield from (one for one in found if one.article)


def _version(law: str, written: str) -> tuple[str, int | None]:
    """The title without the version that brackets in it name, and the year of that version."""
    inside = _VERSION.search(law)
    behind = inside or _VERSION.search(written)
    return (law[: inside.start()] if inside else law), int(behind[1]) if behind else None


def _number(written: str | None) -> str:
    """The number of a document without the words before it (根据江府办… → 江府办…)."""
    return _LEADING.sub("", written) if written else ""


def _in_quotes(text: str, at: int) -> bool:
    return text.rfind("“", max(at - 900, 0), at) > text.rfind("”", max(at - 900, 0), at)


def parse_citation(text: str) -> Cited | None:
    """The first citation of `text`, or None.

    >>> str(parse_citation("《农药管理条例》第57条第(三)项"))
    '《农药管理条例》第五十七条第三项'
    """
    return next(find_citations(text), None)


def _chain(law: Cited, text: str, start: int, place: re.Match[str]) -> Iterator[Cited]:
    """The place behind a title, and all that hang on it."""
    further = _listed(text, _of(law, place, start))
    while further:
        yield from further
        further = _next(text, further[-1])


def _listed(text: str, cited: Cited) -> list[Cited]:
    """The places of a list whose unit stands at its end; the place itself where there is no list."""
    hit = _LIST.match(text, cited.end) if cited.item is None else None
    if not hit:
        return [cited]
    name = "paragraph" if hit["unit"] == "款" else "item"
    numbers = [_figure(one) for one in re.findall(_NUMBER, hit["all"])]
    end = replace(cited, end=hit.end())
    return [replace(end, paragraph=one) if name == "paragraph" else replace(end, item=one) for one in numbers]


def _next(text: str, cited: Cited) -> list[Cited]:
    """The places that follow one directly: a range up to another, or one more behind 、 and 和."""
    at = cited.end
    while quoted := _QUOTED.match(text, at):
        at = quoted.end()
    joint, span = _JOINT.match(text, at), _RANGE.match(text, at)
    for link, ranged in ((span, True), (joint, False)):
        if not link:
            continue
        for pattern in (_PLACE, _PARAGRAPH, _ONE_ITEM):
            hit = pattern.match(text, link.end())
            if not hit or (pattern is not _PLACE and not _hangs(cited, hit)):
                continue
            if pattern is _PLACE and "第" not in hit[0] and link[0].strip() != "、":
                continue
            found = _of(cited, hit, hit.start())
            return _range(cited, found) if ranged else _listed(text, found)
    return []


def _hangs(cited: Cited, hit: re.Match[str]) -> bool:
    """A paragraph needs one before it or none yet; an item hangs on whatever came before."""
    return "paragraph" not in hit.groupdict() or cited.paragraph is not None or cited.item is None


def _of(base: Cited, hit: re.Match[str], start: int) -> Cited:
    """A place out of a hit; what it leaves out is that of the place before it."""
    parts = hit.groupdict()
    item, doubt = _maybe(parts.get("item")), bool(_SLIPS.search(hit[0]))
    if parts.get("article"):
        article, branch = _figure(parts["article"]), _maybe(parts["branch"])
        own = Cited(base.law, article, _maybe(parts["paragraph"]), item, start, hit.end(), branch)
        return replace(own, doubt=doubt, year=base.year)
    found = replace(base, item=item, start=start, end=hit.end(), doubt=base.doubt or doubt)
    return replace(found, paragraph=_figure(parts["paragraph"])) if parts.get("paragraph") else found


def _range(first: Cited, last: Cited) -> list[Cited]:
    """All places behind the first up to the last: 第三十条至第三十二条."""
    for name in ("article", "paragraph", "item"):
        begin, end = getattr(first, name), getattr(last, name)
        if begin != end and begin is not None and end is not None:
            steps = range(begin + 1, end) if 0 < end - begin <= LONGEST_RANGE else range(0)
            between = [_step(last, name, number) for number in steps]
            return [*between, last]
    return [last]


def _step(last: Cited, name: str, number: int) -> Cited:
    if name == "article":
        return replace(last, article=number, paragraph=None, item=None, branch=None)
    return replace(last, paragraph=number, item=None) if name == "paragraph" else replace(last, item=number)


def _maybe(figure: str | None) -> int | None:
    return (_figure(figure) or None) if figure else None


@lru_cache(1024)
def _figure(text: str) -> int:
    text = re.sub(rf"[{_TEN_SLIP}]", "十", text).replace("〇", "零")
    if len(text) > LONGEST_FIGURE:
        return 0
    try:
        return int(text) if text.isdigit() else int(cn2an.cn2an(text, "smart"))
    except ValueError:  # 第百百条 is no number
        return 0


@lru_cache(1024)
def _chinese(number: int) -> str:
    text = str(cn2an.an2cn(number))
    return text[1:] if text.startswith("一十") else text
