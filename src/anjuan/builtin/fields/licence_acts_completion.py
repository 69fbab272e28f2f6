"""补正告知书: what an application still lacks; lists of matters as papers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .head import closing
from .inspection_acts_table import table
from .licence_acts import closing_line, retold, signed_day
from .paper import LIKELY, Paper, first_fact
from .prints import Field
from .values import Found

_WANTED = re.compile(r"(?:补正|补齐|补充|补交|缺少|欠缺)(?:(?!期限|时间|日期|电话|方式|告知)[^:。]){0,20}?:")
_LACKING = re.compile(
    r"(?:缺少|欠缺|尚缺(?!少))(?!:)(?P<said>[^。;:]{2,80}?)(?=,?请(?:予|于|在|你|按|尽快|及时|补)|[。;,])"
)
_WANTED_END = re.compile(
    r"[。;,]?\s*(?:请(?:予|于|在|你|按|将|及时|一次|尽快)|逾期|特此|以上|上述|你\(?单位|本机关|联系人?|(?<=[。;])附[:件])"
)
_ITEM = re.compile(
    r"(?<!\d)\d{1,2}\s*[.、)](?=\s*[\u4e00-\u9fff《“\"])|\([\d一二三四五六七八九十]{1,2}\)|(?:^|(?<=[;。,、:]))[一二三四五六七八九十]{1,2}、"
)
_SPLIT = re.compile(r"[、;](?![^(]*\))")
_COMPLETION = re.compile(
    r"(?:需|须|应|应当|需要)?(?:补正|补齐|补充|补交)的?(?:材料|资料|内容|事项)(?:名称|清单)?"
)
_COLUMNS = {
    "order": re.compile(r"顺?序号?|编号"),
    "matter": re.compile(
        r"(?:需|须)?(?:补正|补齐|补充)?的?(?:申请)?(?:材料|资料|文件)(?:名称)?|(?:补正)(?:内容|事项)|名称"
    ),
    "result": re.compile(r"(?:补正|存在)?(?:要求|原因|问题|理由|说明)|份数|数量|备注|形式"),
}
ITEM_LENGTH = 60  # characters of the name of a paper or a matter; what is longer is a sentence


def completion(paper: Paper) -> Iterator[Fact]:
    """补正告知书: 补正告知日期, 补正材料 each."""
    yield from signed_day(paper, "补正告知日期")
    yield from first_fact(_wanted_rows(paper), _wanted_told(paper), _wanted_field(paper))
    yield from retold(paper)


def _wanted_rows(paper: Paper) -> Iterator[Fact]:
    for row in table(paper, _COLUMNS).rows:
        text = row.text("matter")
        if 1 < len(text) <= ITEM_LENGTH:
            yield paper.fact("补正材料", text, row.place(paper, "matter"))


def _wanted_field(paper: Paper) -> Iterator[Fact]:
    for field in paper.fields(_COMPLETION):
        for one in items(field.text):
            yield paper.fact("补正材料", one.value, paper.within(field, one.start, one.end))
        if field.text:
            return


def _wanted_told(paper: Paper) -> Iterator[Fact]:
    text, end = paper.text.text, body_end(paper)
    for hit in _WANTED.finditer(text, 0, end):
        stop = _WANTED_END.search(text, hit.end(), end)
        body = text[hit.end() : stop.start() if stop else end]
        found = list(items(body if _ITEM.match(body) else body.split("。")[0]))
        for one in found:
            span = (hit.end() + one.start, hit.end() + one.end)
            yield paper.fact("补正材料", one.value, paper.at(span), LIKELY)
        if found:
            return
    lacking = _LACKING.search(text, 0, end)
    if lacking:
        start = lacking.start("said")
        for one in items(lacking["said"]):
            yield paper.fact("补正材料", one.value, paper.at((start + one.start, start + one.end)), LIKELY)


def items(text: str) -> Iterator[Found[str]]:
    """The members of a list: numbered ones, else those between 、 and ; what is a sentence is none.

    >>> [one.value for one in items("1.营业执照复印件;2.场所平面图(1:100)")]
    ['营业执照复印件', '场所平面图(1:100)']
    """
    marks = list(_ITEM.finditer(text))
    if marks and not text[: marks[0].start()].strip(" ("):
        bounds = [
            (one.end(), two)
            for one, two in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True)
        ]
    else:
        cuts = [hit.start() for hit in _SPLIT.finditer(text)]
        bounds = list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text)], strict=True))
    for begin, end in bounds:
        piece = text[begin:end]
        value = piece.strip(" 、;。,:")
        start = begin + piece.find(value) if value else begin
        if 1 < len(value) <= ITEM_LENGTH and "。" not in value:
            yield Found(value, start, start + len(value))


def body_end(paper: Paper) -> int:
    """Where the text of a paper ends: before the organ of its signature line, else before its day."""
    text = paper.text.text
    line = closing_line(paper)
    if line is None or line.line.cell >= 0:
        return len(text)
    organ, _, _ = closing(paper)
    at = text.rfind(organ.text, 0, line.start) if organ else -1
    return at if at > 0 and line.start - at < 60 else line.start


def own_length(paper: Paper, field: Field) -> int:
    """Length of a value without the signature lines below it, into which the last line of a text may run on."""
    end = body_end(paper)
    kept = [piece for n, piece in enumerate(field.pieces) if n == 0 or piece[0] < end]
    return sum(stop - start for start, stop in kept)
