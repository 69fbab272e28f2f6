"""What the checks of this dimension ask of single papers: their day, their lines, the officers they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from anjuan import Document, Finding, NeedsPerson, View

RECORDS = ("现场检查笔录", "询问笔录")
ACTS = (*RECORDS, "抽样取证凭证", "先行登记保存通知书", "先行登记保存清单")
# Acts of other categories that two people do; penalty has ACTS.
ACTS_OF: Mapping[str, tuple[str, ...]] = {
    "licence": ("现场核查笔录", "核查笔录"),
    "coercion": ("现场检查笔录",),
}

_NAME = r"[一-龥]{2,4}(?:·[一-龥]{1,8})?"
_OFFICER_LABEL = re.compile(
    r"(?<!被)(?<!现场)(?:检查|询问|调查|勘验|勘查|勘察|核查|执法|办案|抽样|取样|采样|取证|承办|记录)"
    r"(?:人员|人|者)(?:姓名)?(?:\(?(?:签名|签字|签章|盖章|或|、)+\)?)?"
    r"(?:[及和、]?(?:行政)?执法证?(?:件)?(?:编)?号(?:码)?|[及和、]证件?号)?\s*:\s*"
)
_STOP = re.compile(
    r"\n|记录人|见证人|执法证|证件|证号|编号|被[询检调抽]|职务|时间|地点|电话|身份证|单位|告知|问:|签[名字]|日期"
    r"|当事人|现场负责人|审核|备注"
)
_OFFICERS_IN_SENTENCE = re.compile(
    rf"执法人员({_NAME})(?:\([^()]*\))?((?:[、和]{_NAME}(?:\([^()]*\))?){{1,5}})"
)
_DOING = re.compile(
    r"[当现到在]场|制作|交付|交给|送达|检查|勘验|出示|告知|询问|进行|依法|到达|表明|清点|实施|核对|拍照|拍摄|查封|扣押|登记|宣读|说明|责令|要求"
)
_NO_NAME = {
    "无",
    "签名",
    "签字",
    "以下空白",
    "年月日",
    "姓名",
    "盖章",
    "签章",
    "及其",
    "人员",
    "两名",
    "二名",
}


def lines(case: View, document: Document) -> str:
    """The text of a paper, one line of print a line; recorded."""
    return case.lines(document)


@lru_cache(4096)  # the rows of a register come by in every case file
def plain(text: str) -> str:
    """A name or number without width, spaces and punctuation, so that layouts compare equal."""
    return (
        re.sub(r"[\s,.、。:;_\-—·]", "", unicodedata.normalize("NFKC", text))
        .replace("〔", "(")
        .replace("〕", ")")
    )


def duty_key(case: View, check: str) -> str:
    """Law key of a check's duty: its id in a penalty, `<id>.<category>` elsewhere."""
    return check if case.file.category == "penalty" else f"{check}.{case.file.category}"


def scanned(document: Document) -> bool:
    """True when a page was read by OCR: a small difference may then be the reader's, not the authority's."""
    return any(page.read.startswith("ocr") for page in document.pages)


def day_of(case: View, document: Document) -> date | None:
    """The day of a paper: that of its act, else its date."""
    for name in ("笔录开始时间", "现场检查日期", "询问日期", "先行登记保存日期", "核查日期"):
        for fact in case.facts(name, document=document):
            if isinstance(fact.value, date):
                return fact.value.date() if isinstance(fact.value, datetime) else fact.value
    return document.date


def step_day(case: View, document: Document) -> date:
    """The day whose law a paper follows: its own, else that of the decision or of the filing.

    Raises:
        NeedsPerson: none of them was read.
    """
    day = day_of(case, document) or surely(case, "决定日期") or surely(case, "立案日期")
    if day is None:
        raise NeedsPerson(f"{document.title}的日期未能识别，不能确定适用的法律")
    return day


def surely(case: View, name: str) -> date | None:
    """A day that was read well; None otherwise: to choose the law of the day, the next best paper will do."""
    try:
        return case.optional_date(name)
    except NeedsPerson:
        return None


@lru_cache(128)  # several checks ask for those of the same papers
def officers_in_text(text: str) -> tuple[str, ...]:
    """Names that stand after an officer's label (询问人, 检查人员, 记录人, …), each once."""
    found: list[str] = []
    for label in _OFFICER_LABEL.finditer(text):
        stop = _STOP.search(text, label.end())
        part = text[label.end() : stop.start() if stop else label.end() + 60]
        part = re.sub(r"\([^()]*\)", "、", part)
        for token in re.split(r"[\s、,;/\dA-Za-z:.。]+", part):
            names = re.split(r"[和及]", token) if len(token) > 4 else [token]
            found += [name for name in names if re.fullmatch(_NAME, name) and name not in _NO_NAME]
    for sentence in _OFFICERS_IN_SENTENCE.finditer(text):
        if _DOING.search(sentence[0].removeprefix("执法人员")):
            continue  # 执法人员当场制作、交付 names nobody
        found += [sentence[1], *re.findall(_NAME, re.sub(r"\([^()]*\)", "", sentence[2]))]
    return tuple(dict.fromkeys(found))


def each(
    case: View, documents: Iterable[Document], judge: Callable[[View, Document], Finding | None]
) -> Iterator[Finding]:
    """Judge every paper; one that needs a person does not hide the faults of the others."""
    for document in documents:
        try:
            finding = judge(case, document)
        except NeedsPerson as need:
            finding = case.unsure(need.reason, at=need.evidence or (document,))
        if finding is not None:
            yield finding
