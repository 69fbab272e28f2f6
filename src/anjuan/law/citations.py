"""Citations of law in running text: 《中华人民共和国行政处罚法》第三十三条第一款第（二）项."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import cn2an

_NUMBER = r"[〇零一二三四五六七八九十百千\d]+"
_PLACE = rf"第\s*({_NUMBER})\s*条(?:之({_NUMBER}))?(?:第\s*({_NUMBER})\s*款)?(?:第?\s*[(（]?({_NUMBER})[)）]?\s*项)?"
_CITED = re.compile(rf"《([^《》]{{2,60}})》(?:[(（][^()（）]{{1,40}}[)）])?\s*{_PLACE}")
_FOLLOWING = re.compile(rf"\s*(?:[、和及]|以及)\s*{_PLACE}")
_FURTHER_ITEM = re.compile(rf"\s*[、和及]\s*第?\s*[(（]?({_NUMBER})[)）]?\s*项")
_FURTHER_PARAGRAPH = re.compile(
    rf"\s*[、和及]\s*第\s*({_NUMBER})\s*款(?:第?\s*[(（]?({_NUMBER})[)）]?\s*项)?"
)
_ABBREVIATION = re.compile(
    r"《([^《》]{4,60})》[(（](?:以下|下)?简?称(?:为)?[:：]?[《“\"]?([^》”\"()（）]{2,30})[》”\"]?[)）]"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited place.

    Attributes:
        law: title as written, or the full title where the text defines the short one.
        article, paragraph, item: numbers; None where the text names none.
        start, end: offsets in the text.
    """

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    start: int = 0
    end: int = 0

    @property
    def place(self) -> str:
        """第N条第N款第N项 in Chinese figures, the form of the contract."""
        text = f"第{_chinese(self.article)}条"
        if self.paragraph:
            text += f"第{_chinese(self.paragraph)}款"
        if self.item:
            text += f"第{_chinese(self.item)}项"
        return text

    def __str__(self) -> str:
        return f"《{self.law}》{self.place}"


def find_citations(text: str) -> Iterator[Cited]:
    """All citations of `text` in order; articles, paragraphs and items strung together by 、 or 和 come one by one."""
    short = {match[2]: match[1] for match in _ABBREVIATION.finditer(text)}
    for match in _CITED.finditer(text):
        law = short.get(match[1], match[1])
        yield from _chain(law, text, match)


def parse_citation(text: str) -> Cited | None:
    """The first citation of `text`, or None.

    >>> str(parse_citation("《农药管理条例》第57条第(三)项"))
    '《农药管理条例》第五十七条第三项'
    """
    return next(find_citations(text), None)


def _chain(law: str, text: str, match: re.Match[str]) -> Iterator[Cited]:
    start, current, offset = match.start(), match, 1
    while True:
        article, _, paragraph, item = current.groups()[offset:]
        cited = Cited(law, _figure(article), _maybe(paragraph), _maybe(item), start, current.end())
        yield cited
        end = current.end()
        while True:
            if more := _FURTHER_PARAGRAPH.match(text, end):
                cited = Cited(law, cited.article, _figure(more[1]), _maybe(more[2]), more.start(), more.end())
            elif cited.item and (more := _FURTHER_ITEM.match(text, end)):
                cited = Cited(law, cited.article, cited.paragraph, _figure(more[1]), more.start(), more.end())
            else:
                break
            yield cited
            end = more.end()
        following = _FOLLOWING.match(text, end)
        if not following:
            return
        current, start, offset = following, following.start(), 0


def _maybe(figure: str | None) -> int | None:
    return _figure(figure) if figure else None


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))


def _chinese(number: int) -> str:
    text = str(cn2an.an2cn(number))
    return text[1:] if text.startswith("一十") else text
