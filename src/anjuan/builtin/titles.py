"""The head of a page → the kind of paper that begins there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from anjuan import (
    Guess,
    Page,
    TextLine,
    Title,
    kind_by_form,
    kind_by_text,
    match_title,
    normalise,
    simplified,
)

HEAD = 0.45  # share of the page within which a title stands
ROWS = 10  # rows of the head that are looked at
LARGE = 1.18  # height by that of the usual line from which print is a heading
SIGNED = 0.8  # how surely a form without a title is known
_CONTINUED = re.compile(r"\(?续[页表]?\)?$|第[2-9]\d*页|\(\s*续")
_COPY = re.compile(r"复印件|影印件|与原件|核对无误|提供人|原件存")
_CLAUSE = re.compile(r"[,。;:!?]")  # a heading may name two papers: 签到表、考核卷复印件
_ASIDE = re.compile(
    r"\(?(?:(?:编号|文号|案号|档号|No|NO|N[oO0]\.).*|第[\d一二三]+[页联].*|共\d+页.*|存根|附件?[一二三\d]*|正本|副本|样式?|式样|[\d\-—/]+)\)?"
    r"|[^《》]{0,24}[〔\[(【]\s*\d{4}\s*[〕\])】][^《》]{0,16}"
)
_CASE = re.compile(r"[^:。]{4,60}案\([^()]{1,20}(?:罚|处)[^()]{0,4}[〔\[(【]\d{4}[〕\])】][^()]{1,14}号\)")
_ORGAN = re.compile(r".{2,}(?:局|委员会|厅|部|政府|[总支大中]队|办事处|署|办公室|海关|院|公司)")
_EXHIBIT = re.compile(
    r"合同|协议|发票|小票|收据|收款|凭证|回单|送货|出库|入库|出货|发货|提货|销售|进货|采购|购销|购货|订单|订货|报价|价目|菜单"
    r"|台[账帐]|[账帐][簿册单本页]|流水|明细|记录表|登记簿|截图|截屏|网页|照片|图片|聊天|转账|交易|合格证|质量保证|说明书|标签"
    r"|包装|宣传|广告|证书|资格证|登记证|许可证|上岗证|驾驶证|行驶证|健康证|学历|毕业证|职称|平面图|示意图|图纸|位置图|租赁"
    r"|房产|产权|章程|承诺书|情况说明|说明材料|保证书|整改|检讨|花名册|名单|名册|签到|考核|培训|运单|磅单|过磅|称重|检定|批复|环评"
    r"|环境影响|验收|监控|快递|邮寄|工资|考勤|社保|处方|病历|体检|预案|方案|制度|自查|证明|材料|报告|设备清单"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one line of the page, and how: `middle`, `large`, `head` (nothing but heads above), `cell`."""

    text: str
    place: str
    height: float


class TitleClassifier:
    """Knows papers by the title in their head, else by what their forms always ask for."""

    name = "titles"

    def classify(self, page: Page) -> Guess | None:
        """The paper that begins on this page; None for a continuation page."""
        rows = _rows(page)
        if not rows:
            return None
        found = _titled(rows)
        if found is None:
            return _by_form(page) or _unknown(page, rows)
        title, text = found
        kind = kind_by_text(title.name, _text(page)) if len(page.lines) > 1 else None
        return Guess(kind or title.kind, normalise(text), title.confidence, not _CONTINUED.search(text))


# ---- rows --------------------------------------------------------------------------------


def _rows(page: Page) -> list[_Row]:
    if page.page is None:
        return [
            _Row(line.text, "cell" if line.cell >= 0 else "middle", 0.0)
            for n, line in enumerate(page.lines[: ROWS + 2])
            if line.cell < 0 or n < 3
        ]
    head = [line for line in page.lines if line.box.y0 < HEAD]
    heights = [line.box.height for line in page.lines if len(line.text) > 2]
    usual = median(heights) if heights else 0.0
    found: list[_Row] = []
    for pieces in _by_row(head)[: ROWS + 2]:
        lead = 0 < len(found) <= 4 and all(_leads(row) for row in found) and _headed(found)
        found.append(_row(pieces, usual, lead))
    return found


def _by_row(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda one: one.box.y0 + one.box.y1):
        middle = (line.box.y0 + line.box.y1) / 2
        last = rows[-1][-1].box if rows else None
        near = last and abs(middle - (last.y0 + last.y1) / 2) < 0.55 * min(line.box.height, last.height)
        if near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.x0) for row in rows]


def _row(pieces: Sequence[TextLine], usual: float, lead: bool) -> _Row:
    kept = [one for one in pieces if not _ASIDE.fullmatch(one.text)] or list(pieces)
    text = "".join(one.text for one in kept)
    x0, x1 = kept[0].box.x0, max(one.box.x1 for one in kept)
    height = max(one.box.height for one in kept)
    if any(one.cell >= 0 for one in kept):
        place = "cell" if len(pieces) == 1 and (lead or abs((x0 + x1) / 2 - 0.5) < 0.1) else ""
    elif abs((x0 + x1) / 2 - 0.5) < 0.2 and x1 - x0 < 0.75:
        place = "large" if height > LARGE * usual else "middle"
    elif height > LARGE * usual and len(text) <= 30:
        place = "large"
    else:
        place = "head" if lead and len(text) <= 30 else ""
    return _Row(text, place, height)


def _headed(rows: Sequence[_Row]) -> bool:
    """True when one of these rows is the organ's name, under which a title may stand at the left edge."""
    return any(_ORGAN.fullmatch(simplified(row.text)) for row in rows)


def _leads(row: _Row) -> bool:
    """True for what can stand above a title: the organ, a number, a remark."""
    return _ASIDE.fullmatch(row.text) is not None or (len(row.text) <= 30 and not _CLAUSE.search(row.text))


# ---- titles ------------------------------------------------------------------------------


def _titled(rows: Sequence[_Row]) -> tuple[Title, str] | None:
    """The first title of the head, over one to three rows; one with a slip of reading only where no other is."""
    spare: tuple[Title, str] | None = None
    for start in range(len(rows)):
        best: tuple[Title, str] | None = None
        for text, first, several in _joined(rows, start):
            found = match_title(text)
            if found is None or not _stands(rows[start], found):
                continue
            # The organ or the trade on a line of its own is no part of the title below it.
            apart = several and found.name in _plain(text[len(first) :])
            if not apart and (best is None or _longer(found, best[0])):
                best = found, text
        if best and best[0].confidence >= 0.9:
            return best
        spare = spare or best
    return spare


def _joined(rows: Sequence[_Row], start: int) -> Iterator[tuple[str, str, bool]]:
    """The text of one, two and three rows from `start`; numbers between them are left out."""
    first = rows[start].text
    if not rows[start].place:
        return
    yield first, first, False
    text, count = first, 1
    for row in rows[start + 1 : start + 5]:
        if _ASIDE.fullmatch(row.text) and len(row.text) > 1:
            continue
        if row.place in ("", "cell") or rows[start].place == "cell" or len(text) + len(row.text) > 40:
            return
        text, count = text + row.text, count + 1
        yield text, first, True
        if count == 3:
            return


def _longer(one: Title, other: Title) -> bool:
    return one.confidence >= 0.95 and (other.confidence < 0.95 or len(one.name) > len(other.name))


def _plain(text: str) -> str:
    return re.sub(r"[\s()、/]", "", simplified(normalise(text)))


def _stands(row: _Row, title: Title) -> bool:
    """In a cell, or where it only stands at the top, print must be a title to the letter."""
    return title.confidence >= {"cell": 0.99, "head": 0.95}.get(row.place, 0.0)


# ---- papers without a known title -----------------------------------------------------------


def _text(page: Page) -> str:
    return simplified("".join(line.text for line in page.lines))


def _by_form(page: Page) -> Guess | None:
    for line in page.lines[:3]:
        if _CASE.fullmatch(line.text):
            return Guess("行政处罚决定书", line.text, SIGNED)
    text = _text(page)
    kind = kind_by_form(text) if len(text) > 60 else ""
    return Guess(kind, kind, SIGNED) if kind else None


def _unknown(page: Page, rows: Sequence[_Row]) -> Guess | None:
    """A page with a heading that names no known paper: an exhibit where it says so or is a copy, else unknown."""
    if page.page is None:
        text = next(
            (row.text for row in rows[:2] if not _ORGAN.fullmatch(simplified(row.text))), rows[0].text
        )
        if len(text) > 25 or _CLAUSE.search(text) or "、" in text:
            return None
        return Guess(_exhibit(page, text), text, 0.6)
    for row in rows[:3]:
        if _ORGAN.fullmatch(simplified(row.text)):
            continue
        alone = row.place == "middle" and len(page.lines) <= 3 and _EXHIBIT.search(simplified(row.text))
        if (row.place == "large" or alone) and len(row.text) <= 25 and not _CLAUSE.search(row.text):
            return Guess(_exhibit(page, row.text), row.text, 0.7)
    return None


def _exhibit(page: Page, heading: str) -> str:
    copied = any(_COPY.search(line.text) for line in page.lines)
    named = _EXHIBIT.search(simplified(heading)) and not heading.endswith("案")
    return "证据材料" if copied or named else "unknown"
