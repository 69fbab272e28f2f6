"""Head and foot of a paper: organ, number, addressee, the signature line with its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .paper import LIKELY, Paper, Place
from .values import Found, find_numbers, last_day
from .words import LABELS, plain_label

_ORGAN_END = (
    r"(?:局|委员会|政府|厅|部|总队|支队|大队|中队|执法队|监察所|管理所|检验所|监督所|检疫所|中心|管委会|办事处|署"
    r"|办公室|海关|站|公安处|分局)"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff()·]{{2,40}}{_ORGAN_END}$")
_TITLE = re.compile(
    r"[\u4e00-\u9fff()、/]{0,30}(?:书|表|笔录|记录|报告|回证|回执|凭证|清单|单|证|公告|声明|目录|封面|案卷|票据)(?:\([^()]{1,12}\))?$"
)
_SEAL = re.compile(r"\((?:公章|盖章|印章|印|章|签章|加盖公章|机关印章)\)|\[(?:公章|印章)\]")
_DATE_LINE = re.compile(r"[^\d一二〇零○]{0,8}")
_ADDRESSEE = re.compile(
    r"\s*(?P<name>[^:。;,、]{2,60}?)\s*(?:\((?:纳税人识别号|(?:统一)?社会信用代码|身份证号?码?|身份证件号码|证件号码)"
    r"[^:()]{0,12}:?\s*(?P<number>[0-9A-Z*]+)\))?\s*:"
)

_BLANK_NUMBER = re.compile(
    r".{0,20}[〔\[(]\s*\d{4}\s*[〕\])]\s*第?\s*_*号\s*"
)  # 某罚〔2024〕 号: never filled in


LEGIBLE = 0.85  # confidence below which a signature line under a seal says nothing against the head


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text and where it stands."""

    text: str
    place: Place
    start: int = 0
    end: int = 0


def title_line(paper: Paper) -> int | None:
    """Index of the line that ends the title."""
    wanted = plain_label(paper.document.title)
    texts = [plain_label(one.text) for one in paper.prints[:12]]
    for index, text in enumerate(texts):
        if wanted and len(text) > 1 and text.endswith(wanted):
            return index
    for index in range(len(texts)):
        whole = "".join(texts[max(index - 1, 0) : index + 1])
        if wanted and len(wanted) > 3 and whole.endswith(wanted):
            return index
    for index, one in enumerate(paper.prints[:8]):
        if _TITLE.match(one.text) and ":" not in one.text:
            return index
    return None


def number(paper: Paper) -> Said | None:
    """The number of the paper: a line of its own under the title, in brackets behind it, or in a field."""
    for one in paper.prints[:14]:
        for found in find_numbers(one.text):
            rest = one.text[: found.start] + one.text[found.end :]
            plain = plain_label(re.sub(r"[《》“”,。;]", "", rest))
            alone = (
                not plain or plain in LABELS or _TITLE.match(rest.strip("() ")) or _ORGAN.match(rest.strip())
            )
            if alone and "《" not in one.text:
                place = paper.at((one.start + found.start, one.start + found.end))
                return Said(found.value, place, one.start, one.end)
    return _broken_number(paper)


def _broken_number(paper: Paper) -> Said | None:
    """A number that runs over two lines, or whose pieces stand apart."""
    head = paper.prints[:10]
    for one, after in pairwise(head):
        whole = one.text + after.text
        found = next(find_numbers(whole), None)
        if found and found.start < len(one.text) < found.end and len(whole) - (found.end - found.start) < 4:
            span = (one.start + found.start, one.start + found.end)
            if paper.text.text[slice(*span)] == whole[found.start : found.end]:
                return Said(found.value, paper.at(span), one.start, after.end)
    return None


def head_organ(paper: Paper) -> Said | None:
    """The organ over the title."""
    title = title_line(paper)
    if title is None:
        return None
    above = [
        one
        for one in paper.prints[:title]
        if _ORGAN.match(one.text) or re.fullmatch(r"[\u4e00-\u9fff]{4,40}", one.text)
    ]
    joined = "".join(one.text for one in above[-2:])
    if above and _ORGAN.match(joined):
        first = above[-2:]
        if len(first) == 2 and _ORGAN.match(first[1].text) and len(first[1].text) > 7:
            first, joined = first[1:], first[1].text
        return Said(joined, paper.at(*[(one.start, one.end) for one in first]))
    line = paper.prints[title]
    wanted = paper.document.title
    lead = line.text[: -len(wanted)] if wanted and line.text.endswith(wanted) else ""
    if not lead:
        hit = re.match(
            rf"([\u4e00-\u9fff]{{2,36}}?{_ORGAN_END})(?=[\u4e00-\u9fff]*(?:决定|告知|通知)书)", line.text
        )
        lead = hit[1] if hit else ""
    if lead and _ORGAN.match(lead):
        return Said(lead, paper.at((line.start, line.start + len(lead))))
    return None


Closing = tuple[Said | None, Found[date] | None, Place | None]


def closing(paper: Paper) -> Closing:
    """The signature line: organ, day, place of the day.

    The day stands alone on one of the last lines, best under an organ: a day without one can be that of a receipt.
    """
    lines = paper.prints
    spare: Closing = (None, None, None)
    for index in range(len(lines) - 1, max(len(lines) - 26, -1), -1):
        found = _signed(paper, index)
        if found and found[0]:
            return found
        if found and not spare[1]:
            spare = found
    return spare


def _signed(paper: Paper, index: int) -> Closing | None:
    line = paper.prints[index]
    day = last_day(line.text)
    if day is None:
        return None
    lead = _SEAL.sub("", line.text[: day.start]).strip()
    after = line.text[day.end :].strip(" 。")
    if after and not _SEAL.fullmatch(after):
        return None
    place = paper.at((line.start + day.start, line.start + day.end))
    place = Place(place.evidence, min(place.confidence, day.sure))
    if _ORGAN.match(lead):
        return Said(lead, paper.at((line.start, line.start + day.start))), day, place
    if len(line.text) > 24 or not _DATE_LINE.fullmatch(lead):
        return None
    return _organ_above(paper, index), day, place


def _organ_above(paper: Paper, index: int) -> Said | None:
    for one in reversed(paper.prints[max(index - 4, 0) : index]):
        text = _SEAL.sub("", one.text).strip()
        if text.endswith(":") or last_day(text):
            return None  # the day belongs to that line
        if _ORGAN.match(text):
            return Said(text, paper.at((one.start, one.end)))
    return None


def addressee(paper: Paper) -> tuple[Said | None, Said | None]:
    """`某公司:` under the head of an outward paper, and the number in brackets behind the name."""
    under = number(paper)
    title = title_line(paper)
    if under:
        start = under.end
    elif title is not None:
        start = paper.prints[title].end
    else:
        return None, None
    hit = _ADDRESSEE.match(paper.text.text, start)
    if not hit or plain_label(hit["name"]) in LABELS or len(plain_label(hit["name"])) < 2:
        return None, None
    blank = _BLANK_NUMBER.match(hit["name"])
    skip = blank.end() if blank else 0
    name = Said(hit["name"][skip:], paper.at((hit.start("name") + skip, hit.end("name"))))
    code = Said(hit["number"], paper.at(hit.span("number"))) if hit["number"] else None
    return name, code


def agreed(head: Said | None, foot: Said | None) -> tuple[Said, float] | None:
    """The acting organ from head and signature line; who signs acts."""
    if head and foot:
        if foot.place.confidence < LEGIBLE <= head.place.confidence and head.text != foot.text:
            return head, 1.0  # a seal over the signature line spoils the print, not who signed
        return (foot, 1.0) if head.text == foot.text else (foot, LIKELY if foot.text in head.text else 0.85)
    one = foot or head
    return (one, 1.0) if one else None
