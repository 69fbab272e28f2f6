"""What several checks of the dimension read: the deciding paper, its citations, sums in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import cn2an

from anjuan import Cited, Document, Fact, Finding, View, find_citations

DECISIONS = ("行政处罚决定书", "当场行政处罚决定书")
OTHER_ENDS = ("不予行政处罚决定书", "不予立案审批表", "撤销立案审批表", "涉嫌犯罪案件移送书")
BASES = ("违反条款", "处罚依据")
NO_DECISION = "未作出行政处罚决定"
# Laws that a decision cites for its procedure, never as the norm violated.
PROCEDURAL = (
    "行政处罚法",
    "行政复议法",
    "行政诉讼法",
    "行政强制法",
    "民事诉讼法",
    "程序规定",
    "听证",
    "裁量",
)
# Statutory grounds of mitigation, as decisions word them.
GROUNDS = (
    r"(?:主动)?(?:消除|减轻)[^。]{0,16}(?:危害)?后果|受他人(?:胁迫|诱骗)|主动供述|立功|已满十四周岁不满十八周岁"
    r"|未成年|配合行政机关查处|处罚法》?第三十二条|处罚法》?第二十七条"
)
_SUM = r"(\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(百万|千万|万|亿|千)?元"
_SCALE = {"": 1, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


def decision(case: View) -> Document | None:
    """The penalty decision; None when the case ended in another way.

    Raises:
        NeedsPerson: there is neither, so that nothing can be said of its text.
    """
    if not case.documents(*DECISIONS) and case.documents(*OTHER_ENDS):
        return None
    return case.required(*DECISIONS)


def citation(fact: Fact) -> Cited | None:
    """The citation that a fact states; None when it names a title without an article."""
    return next(find_citations(str(fact.value)), None)


@dataclass(frozen=True, slots=True)
class Norm:
    """A cited place with the fact that states it and the full title, where one is known."""

    fact: Fact
    cited: Cited
    title: str | None


def norms(case: View, names: Iterable[str], on: date) -> Iterator[Norm]:
    """Citations of the named facts that name an article, each place once."""
    seen: set[str] = set()
    for name in names:
        for fact in case.facts(name):
            cited = citation(fact)
            if cited is not None and str(cited) not in seen:
                seen.add(str(cited))
                yield Norm(fact, cited, full_title(case, cited.law, on))


def full_title(case: View, law: str, on: date) -> str | None:
    """The one full title that a written title means on a day, also where its law had ended by then."""
    found = case.law.registry.titles(law)
    return found[0] if len(found) == 1 else case.law.registry.title(law, on)


def same_place(case: View, one: Cited, other: Cited) -> bool:
    """True when two citations mean the same place; a part that one does not name agrees with any."""
    titles = case.law.registry.titles
    same_law = one.law == other.law or bool(set(titles(one.law)) & set(titles(other.law)))
    parts = ((one.paragraph, other.paragraph), (one.item, other.item))
    return same_law and one.article == other.article and all(not a or not b or a == b for a, b in parts)


def act_ended(case: View) -> tuple[date | None, date | None]:
    """First day of the act and its stated end, as far as the decision names them."""
    return case.optional_date("违法行为日期"), case.optional_date("违法行为终了日期")


# The act may have begun before any day that the text names.
_LONG_BEFORE = re.compile(r"长期|一直|多年|历来|此前|之前|往年|去年|上年|前年|以来|至今")
_ANY_DAY = (
    r"(?<![〔\[(\d])((?:19|20)\d\d)(?:年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?|([.\-/])(\d{1,2})\4(\d{1,2})(?!\d))"
    r"(?!\d*[^。,;]{0,6}(?:出生|生[,，;；。]|修[订正]))"
)
_CHINESE_YEAR = "([一二][〇零○一二三四五六七八九]{3})年"
_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def earliest_act(case: View, paper: Document) -> date | None:
    """The earliest day that the decision names, where the day of the act was read but not trusted.

    Whatever the day of the act is, it is not before this one. None where the text sets no such bound.
    """
    days = [fact.value for fact in case.file.facts if fact.name == "违法行为日期"]
    if not days or _LONG_BEFORE.search(case.text(paper)):
        return None
    found = [day for day in days if isinstance(day, date)]
    for hit in case.find_all(paper, _ANY_DAY):
        year, month, day, _, second, third = hit.groups
        try:
            found.append(date(int(year or 0), int(month or second or 1), int(day or third or 1)))
        except ValueError:
            return None
        if hit.confidence < case.trust:
            return None
    years = (hit.groups[0] or "" for hit in case.find_all(paper, _CHINESE_YEAR))
    return min([*found, *(date(int(year.translate(_FIGURES)), 1, 1) for year in years)])


def sums(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """Sums in yuan (5万元, 五千元, 30,000元) with their place in the text."""
    for hit in re.finditer(_SUM, text):
        yield yuan(hit[1], hit[2] or ""), hit.start(), hit.end()


def yuan(figure: str, scale: str = "") -> Decimal:
    """A figure and its scale as yuan."""
    plain = figure.replace(",", "").replace("〇", "零").replace("两", "二")
    return (Decimal(plain) if plain[0].isdigit() else _in_words(plain)) * _SCALE[scale]


@lru_cache(1024)  # the figures of laws and bases come by in many case files
def _in_words(figure: str) -> Decimal:
    return Decimal(str(cn2an.cn2an(figure, "smart")))


def no_decision(case: View) -> Finding:
    """The answer of checks that judge the penalty decision where the case ended in another way."""
    return case.not_applicable(NO_DECISION)
