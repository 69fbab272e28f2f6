"""What all notices have in common: a head, a body of plain blocks, an annex. Renderers know nothing else.

A notice is a mapping of plain values:

```
kind, title, issuer, number, to, signed, date    text; number and date may be empty in a draft
body, annex                                      lists of blocks
annex_title                                      text
figures                                          the numbers themselves, for other wordings
```
A block is `{"type": "heading", "level": 1, "text": …}`, `{"type": "paragraph", "text": …}` or
`{"type": "table", "caption": …, "columns": [{"title", "weight", "align"}], "rows": [[text, …], …]}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..model.errors import ProfileError, near
from ..model.result import Evaluation
from ..plugin.hooks import NoticeRenderer
from ..rules.registers import TABLES

Block = dict[str, Any]
Column = tuple[str, int, str]

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """Who issues a notice on which review, as `review.toml` and the caller say it; never from the clock.

    Attributes:
        name: of the review (评查项目); stage: `self-check` or `panel`.
        number: 发文字号; issued: 成文日期; both may be wanting in a draft.
        to: 主送机关; term: 整改期限, as in "自收到本通报之日起三十日内".
        drawn: case files drawn; None where all that were drawn are given.
        registers: names of the registers that stood ready.
        heads: digest of all heads of the ledger.
    """

    name: str
    year: int
    stage: str
    issuer: str
    number: str = ""
    issued: date | None = None
    to: str = "各有关行政执法机关"
    term: str = ""
    contact: str = ""
    drawn: int | None = None
    registers: tuple[str, ...] = ()
    heads: str = ""
    grades: tuple[str, ...] = ("优秀", "合格", "不合格")

    @property
    def date_text(self) -> str:
        """The day in the form of official papers; empty in a draft."""
        return f"{self.issued.year}年{self.issued.month}月{self.issued.day}日" if self.issued else ""


def heading(text: str, level: int = 1) -> Block:
    """A heading: level 1 is 一、, level 2 is （一）."""
    return {"type": "heading", "level": level, "text": text}


def paragraph(text: str) -> Block:
    """A paragraph of running text."""
    return {"type": "paragraph", "text": text}


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Block:
    """A table; a column is its title, its share of the width and `left` or `center`."""
    return {
        "type": "table",
        "caption": caption,
        "columns": [{"title": title, "weight": weight, "align": align} for title, weight, align in columns],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def stamp_annex(head: NoticeHead, evaluations: Iterable[Evaluation]) -> list[Block]:
    """What made the scores: versions and digests, one table for each set, so that anybody can check."""
    stamps = Counter(one.stamp for one in evaluations)
    columns = [("项目", 22, "left"), ("内容", 78, "left")]
    blocks = []
    for stamp in sorted(stamps, key=lambda one: (-stamps[one], repr(one))):
        name, _, digest = stamp.profile.partition(" ")
        rows = [
            ("适用案卷", f"{stamps[stamp]}件"),
            ("评查标准", name),
            ("标准校验值", digest),
            ("法律数据校验值", stamp.law),
            ("台账校验值", stamp.registers),
            ("程序版本", f"anjuan {stamp.anjuan}"),
            ("插件版本", _versions(stamp.plugins)),
            ("识别引擎", _versions(stamp.engines)),
        ]
        blocks.append(table("", columns, rows))
    named = [TABLES[name][0] if name in TABLES else name for name in head.registers]
    rest = [("所备台账", "、".join(named) or "无")]
    rest += [("评查记录校验值", head.heads)] if head.heads else []
    return [*blocks, table("", columns, rest)]


def _versions(pairs: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{name} {version}".strip() for name, version in pairs) or "无"


def numeral(value: int) -> str:
    """1 to 99 as headings count: 一, 十, 二十一.

    >>> [numeral(n) for n in (3, 10, 12, 20, 35)]
    ['三', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def render(notice: Mapping[str, Any], renderers: Mapping[str, NoticeRenderer], form: str) -> bytes:
    """A notice in a format, by the renderer that offers it and the template of the notice's kind.

    Raises:
        ProfileError: nobody renders that format.
    """
    offered = {one.format: one for _, one in sorted(renderers.items(), reverse=True)}
    if form not in offered:
        hint = near(form, offered) or f"可用的格式：{'、'.join(sorted(offered))}"
        raise ProfileError(f"没有输出 {form} 格式通报的组件", form, hint)
    return offered[form].render(notice, str(notice["kind"]))
