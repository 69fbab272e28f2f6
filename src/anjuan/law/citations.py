"""Citations of law in running text: 《中华人民共和国行政处罚法》第三十三条第一款第（二）项."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cn2an

_NUMBER = r"[〇零一二三四五六七八九十百千\d]+"
_ITEM = rf"第?\s*[(（]?(?P<item>{_NUMBER})[)）]?\s*项"
_PLACE = re.compile(
    rf"\s*第?\s*(?P<article>{_NUMBER})\s*条(?:之(?P<branch>{_NUMBER}))?(?:\s*第\s*(?P<paragraph>{_NUMBER})\s*款)?(?:\s*{_ITEM})?"
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
_TITLE += r"(?:\s*[(（](?:[^()（）]|[(（][^()（）]{0,40}[)）]){1,120}[)）]){0,2}"
_SAME = r"(?P<same>(?:该|同|本)(?:法|条例|办法|规定|规则|细则|决定))"
_BARE = rf"(?<=[据照反了用])(?P<bare>(?!了)[\u4e00-\u9fff]{{2,24}}?(?:法|条例))(?=第{_NUMBER}条)"
_SHORT = re.compile(
    r"《([^《》]{4,80})》\s*[(（](?:[^()（）]{0,60}?[,，;；、])?\s*(?:以下|下)?(?:简称|统称|称)(?:为)?[:：]?\s*[《“\"‘]{0,2}"
    r"([^《》“”\"‘’()（）]{2,30})[》”\"’]{0,2}\s*[)）]"
)
LONGEST_RANGE = 30  # articles, paragraphs or items of one range


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited place.

    Attributes:
        law: title as written, or the full title where the text defines the short one.
        article, paragraph, item: numbers; None where the text names none.
        branch: the number behind 之 of an article that was put in later (第十条之一).
        start, end: offsets in the text.
    """

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    start: int = 0
    end: int = 0
    branch: int | None = None

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
    short = {match[2]: match[1] for match in _SHORT.finditer(text)}
    names = sorted(short, key=len, reverse=True)
    named = rf"|(?P<short>{'|'.join(map(re.escape, names))})" if names else ""
    last = ""
    for hit in re.finditer(rf"{_TITLE}|{_SAME}{named}|{_BARE}", text):
        groups = hit.groupdict()
        written = groups["title"] or groups.get("short") or groups["bare"]
        if not written and _in_quotes(text, hit.start()):
            continue  # an article that is quoted speaks of its own law
        law = short.get(written, written) if written else last
        if written and not groups["bare"]:
            last = law
        place = _PLACE.match(text, hit.end())
        if law and place and "第" in place[0]:
            yield from _chain(law, text, hit.start(), place)


def _in_quotes(text: str, at: int) -> bool:
    return text.rfind("“", max(at - 900, 0), at) > text.rfind("”", max(at - 900, 0), at)


def parse_citation(text: str) -> Cited | None:
    """The first citation of `text`, or None.

    >>> str(parse_citation("《农药管理条例》第57条第(三)项"))
    '《农药管理条例》第五十七条第三项'
    """
    return next(find_citations(text), None)


def _chain(law: str, text: str, start: int, place: re.Match[str]) -> Iterator[Cited]:
    """The place behind a title, and all that hang on it."""
    further = _listed(text, _of(Cited(law, 0), place, start))
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
    item = _maybe(parts.get("item"))
    if parts.get("article"):
        own = Cited(base.law, _figure(parts["article"]), _maybe(parts["paragraph"]), item, start, hit.end())
        return replace(own, branch=_maybe(parts["branch"]))
    if parts.get("paragraph"):
        return replace(base, paragraph=_figure(parts["paragraph"]), item=item, start=start, end=hit.end())
    return replace(base, item=item, start=start, end=hit.end())


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
    return _figure(figure) if figure else None


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))


def _chinese(number: int) -> str:
    text = str(cn2an.an2cn(number))
    return text[1:] if text.startswith("一十") else text
