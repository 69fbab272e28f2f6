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
    r"|办公室|海关|站|公安处|分局|监狱|事务所|管理处|税务所|派出所|执法局)"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff()·]{{2,40}}{_ORGAN_END}$")
_TITLE = re.compile(
    r"[\u4e00-\u9fff()、/]{0,30}(?:书|表|笔录|记录|报告|回证|回执|凭证|清单|单|证|公告|声明|目录|封面|案卷|票据)(?:\([^()]{1,12}\))?$"
)
_REGION = re.compile(r"(?:[省市区县镇乡州盟旗]|街道|自治区|共和国|税务总局)$")
_SEAL = re.compile(r"\((?:公章|盖章|印章|印|章|签章|加盖公章|机关印章)\)|\[(?:公章|印章)\]")
_DATE_LINE = re.compile(r"[^\d一二〇零○]{0,8}")
_ADDRESSEE = re.compile(
    r"\s*(?P<name>[^:。;,]{2,90}?)\s*(?:\((?:纳税人识别号|(?:统一)?社会信用代码|身份证号?码?|身份证件号码|证件号码)"
    r"[^:()]{0,12}:?\s*(?P<number>[0-9A-Z*]+)\))?\s*:"
)

_BLANK_NUMBER = re.compile(
    r".{0,20}[〔\[(]\s*\d{4}\s*[〕\])]\s*第?\s*_*号\s*"
)  # 某罚〔2024〕 号: never filled in
# 某罚〔2024〕1□号, 某罚〔20■4〕7号: something stood there that nobody can read
_RUINED = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}:)?[\u4e00-\u9fff()]{1,24}\s*[〔\[(【][^〕\])】\u4e00-\u9fff]*\d[^〕\])】\u4e00-\u9fff]*[〕\])】][^\u4e00-\u9fff]*号?"
)
_FURTHER = re.compile(
    r"[^\d你我本经,]{2,4}|[^你我经,]{3,50}(?:公司|厂|店|社|商行|部|行|院|校|园|档|中心|场|所|站|企业|铺|馆|合伙\))"
)
_CASE_NAME = re.compile(r"[\u4e00-\u9fff、“”()\d*]{4,60}案")


DISPUTED = 0.84  # head and signature line contradict each other
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
    """The number of the paper: a line of its own under the title, in brackets behind it, or in a field.

    A number that was left blank or cannot be read is none: what stands further below is that of another paper.
    """
    for at, one in enumerate(paper.prints[:14]):
        numbers = list(find_numbers(one.text))
        if not numbers and (_BLANK_NUMBER.fullmatch(one.text) or _RUINED.fullmatch(one.text)):
            return _broken_number(paper)
        for found in numbers:
            rest = one.text[: found.start] + one.text[found.end :]
            if "《" not in one.text and _alone(rest, at):
                place = paper.at((one.start + found.start, one.start + found.end))
                return Said(found.value, place, one.start, one.end)
        if at > 1 and "。" in one.text:
            break
    return _broken_number(paper)


def _alone(rest: str, at: int) -> bool:
    """True when nothing but a label, the title or the organ stands beside a number; the name of the case on top."""
    plain = plain_label(re.sub(r"[《》“”,。;]", "", rest))
    if not plain or plain in LABELS:
        return True
    bare = rest.strip("() ")
    return bool(_TITLE.match(bare) or _ORGAN.match(rest.strip()) or (at < 3 and _CASE_NAME.fullmatch(bare)))


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
    above = [one for one in paper.prints[:title] if re.fullmatch(r"[\u4e00-\u9fff()·]{2,40}", one.text)]
    at = next((n for n in range(len(above) - 1, -1, -1) if _ORGAN.match(above[n].text)), None)
    if at is not None:
        lines = [above[at]]
        # A long name runs over two lines: 南屏市城南区 / 市场监督管理局.
        if at and (len(above[at].text) <= 5 or _REGION.search(above[at - 1].text)):
            lines = [above[at - 1], above[at]] if above[at - 1].text != above[at].text else lines
        return Said("".join(one.text for one in lines), paper.at(*[(one.start, one.end) for one in lines]))
    line = paper.prints[title]
    wanted = paper.document.title
    lead = line.text[: -len(wanted)] if wanted and line.text.endswith(wanted) else ""
    if not lead:
        hit = re.match(
            rf"([\u4e00-\u9fff]{{2,36}}?{_ORGAN_END})(?=[\u4e00-\u9fff]*(?:(?:决定|告知|通知)书|公告))",
            line.text,
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
    above = _organ_above(paper, index)
    if _of_ring(lead, above):
        lead = ""
    if after and not _SEAL.fullmatch(after) and not _of_ring(after, above):
        return None  # but for characters of the seal that ran into the line
    place = paper.at((line.start + day.start, line.start + day.end))
    place = Place(place.evidence, min(place.confidence, day.sure))
    if _ORGAN.match(lead):
        return Said(lead, paper.at((line.start, line.start + day.start))), day, place
    if len(line.text) > 24 or not _DATE_LINE.fullmatch(lead):
        return None
    return above, day, place


def _organ_above(paper: Paper, index: int) -> Said | None:
    head = head_organ(paper)
    for one in reversed(paper.prints[max(index - 6, 0) : index]):
        text = _SEAL.sub("", one.text).strip()
        if len(text) <= 4 and not text.endswith(("局", "厅", "部", ":")) and not last_day(text):
            continue  # a piece of a seal
        if text.endswith(":") or last_day(text):
            return None  # the day belongs to that line
        own = _unringed(text)
        if _ORGAN.match(own):
            return Said(
                own, paper.at((one.start, one.start + len(own)) if own != text else (one.start, one.end))
            )
        start = _inside_ring(one.text, head)
        if head is not None and start >= 0:
            return Said(head.text, paper.at((one.start + start, one.start + start + len(head.text))))
    return None


def _of_ring(text: str, organ: Said | None) -> bool:
    """True for a few characters that all stand in the name of the organ, as those of its seal's ring do."""
    return organ is not None and len(text) <= 2 and set(text) <= set(organ.text)


def _inside_ring(text: str, organ: Said | None) -> int:
    """Where the organ's name begins in a line that else holds characters of its own seal only; -1 where it does not."""
    start = text.find(organ.text) if organ else -1
    if organ is None or start < 0:
        return -1
    rest = text.replace(organ.text, "", 1)
    return start if len(rest) <= 4 and set(rest) <= {*organ.text, *"★☆ "} else -1


def _unringed(text: str) -> str:
    """An organ's name without the characters of a seal's ring that ran into its line: 某局某 is 某局."""
    for cut in range(1, 4):
        name, tail = text[:-cut], text[-cut:]
        if _ORGAN.match(name) and all(char in name for char in tail) and len(name) > 4:
            return name
    return text


def addressees(paper: Paper) -> list[tuple[Said, Said | None]]:
    """`某公司:` under the head of an outward paper, with the number in brackets behind the name; one or several."""
    under = number(paper)
    title = title_line(paper)
    if under:
        start = under.end
    elif title is not None:
        start = paper.prints[title].end
    else:
        return []
    for one in paper.prints[:14]:  # title and number may stand over the page once more
        if under and one.start >= start and any(at.value == under.text for at in find_numbers(one.text)):
            start = one.end
    found: list[tuple[Said, Said | None]] = []
    while len(found) < 8 and (hit := _ADDRESSEE.match(paper.text.text, start)):
        if plain_label(hit["name"]) in LABELS or len(plain_label(hit["name"])) < 2:
            break
        if found and not (_stands_first(paper, hit.start("name")) and _FURTHER.fullmatch(hit["name"])):
            break
        blank = _BLANK_NUMBER.match(hit["name"])
        begin, end = hit.start("name") + (blank.end() if blank else 0), hit.end("name")
        code = Said(hit["number"], paper.at(hit.span("number"))) if hit["number"] else None
        for piece in _pieces(paper.text.text[begin:end]):
            span = (begin + piece[0], begin + piece[0] + len(piece[1]))
            found.append((Said(piece[1], paper.at(span)), code))
        start = hit.end()
        if code is None and not _stands_first(paper, start):
            break
    return found


def _stands_first(paper: Paper, offset: int) -> bool:
    """True when a line of print begins here."""
    return any(one.start == offset for one in paper.prints[:40])


def _pieces(text: str) -> list[tuple[int, str]]:
    """Several addressees on one line: 甲公司、乙公司."""
    parts = [(hit.start(), hit[0].strip()) for hit in re.finditer(r"[^、]+", text)]
    whole = all(len(part) > 4 or len(part) in (2, 3) for _, part in parts) and len(parts) > 1
    return parts if whole else [(0, text)]


def agreed(head: Said | None, foot: Said | None) -> tuple[Said, float] | None:
    """The acting organ from head and signature line; who signs acts. 文头机关 and 落款机关 keep both readings."""
    if head and foot:
        if foot.place.confidence < LEGIBLE <= head.place.confidence and head.text != foot.text:
            return head, 1.0  # a seal over the signature line spoils the print, not who signed
        behind = foot.text.removeprefix(head.text)
        if behind != foot.text and len(behind) <= 3 and not re.search(r"分局|[支大中总]队|[所站]$", behind):
            return head, LIKELY  # the ring of a seal ran into it
        if head.text.endswith(foot.text) and 0 < len(head.text) - len(foot.text) <= 2:
            return head, LIKELY  # its first characters are under the seal
        return (
            (foot, 1.0) if head.text == foot.text else (foot, LIKELY if foot.text in head.text else DISPUTED)
        )
    one = foot or head
    return (one, 1.0) if one else None
