"""Names of papers: which titles mean one kind, and which category of case a kind tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from ..model.normal import normalise, simplified

FUZZY = 86  # ratio from which a title with a slip of reading is still that title
SHORTEST = 4  # what a choice of names makes below this many characters names nothing
_SENTENCE = re.compile(r"[,。;:!?、]")
_STROKES = re.compile(r"[\s“”\"'·.\-—_~《》〈〉<>【】\[\]{}|*]")
_BRACKETED = re.compile(r"\([^()]*\)")
_NUMBERED = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3}、|附件?[一二三四五六七八九十\d]*)(?=\D)")
# What stands behind a title: which copy, which sheet, which time.
_BEHIND = re.compile(
    r"(?:复印件|影印件|副本|正本|存根联?|存档联|附页|续页|续表|续|样本|打印件|第[一二三四五六七八九十\d]{1,2}[次联页份]|[一二三四五六七八九\d])+$"
)
# A paper that undoes, refuses or mends the one named behind is not that paper.
_UNDONE = re.compile(r"不予|不受理|撤[销回]|变更|终止|中止|恢复|更正|免[予于]|复议|诉讼|法院|检察")
_ORGAN = re.compile(
    r".{2,}(?:局|委员会|委|厅|部|政府|[总支大中]队|办事处|署|办公室|海关|院|中心|所|站|管委会|公司)"
)
_RUNNING = re.compile(
    r"[了由对将并被于份]|的(?!行政|处罚)|制作|下达|出具|作出|送(?!达)|依据|根据|证实|证明|签署|记录了|收到|附有|提供|提交|出示"
    r"|以及|及其|载明|见附|上述|以上|下列|本[案局机份]|我局|现有|均有|另有|经[查过本我调]|签名|进行"
)

# The first paper found decides, from the paper that ends a case to those that begin one.
DECISIVE = (
    ("当场行政处罚决定书", "penalty", "summary"),
    ("当场处罚备案表", "penalty", "summary"),
    ("行政处罚决定书", "penalty", "ordinary"),
    ("不予行政处罚决定书", "penalty", "ordinary"),
    ("行政处罚决定审批表", "penalty", "ordinary"),
    ("征收决定书", "levy", "levy"),
    ("准予许可决定书", "licence", "licence"),
    ("不予许可决定书", "licence", "licence"),
    ("延续决定", "licence", "licence"),
    ("变更决定", "licence", "licence"),
    ("撤销决定", "licence", "licence"),
    ("注销决定", "licence", "licence"),
    (
        "行政处罚事先告知书",
        "penalty",
        "ordinary",
    ),  # a licence file has 听证告知书, which bears the same names
    ("强制执行决定书", "coercion", "execution"),
    ("代履行决定书", "coercion", "execution"),
    ("限期拆除决定书", "coercion", "execution"),
    ("查封(扣押)决定书", "coercion", "measure"),
    ("冻结决定书", "coercion", "measure"),
    ("立案审批表", "penalty", "ordinary"),
    ("强制措施审批表", "coercion", "measure"),
    ("受理通知书", "licence", "licence"),
    ("不予受理通知书", "licence", "licence"),
    ("许可申请书", "licence", "licence"),
    ("行政检查结果告知书", "inspection", "inspection"),
    ("行政检查通知书", "inspection", "inspection"),
    ("行政检查审批表", "inspection", "inspection"),
    ("抽取记录", "inspection", "inspection"),
    ("行政检查记录", "inspection", "inspection"),
    ("征收告知书", "levy", "levy"),
    ("费额核定表", "levy", "levy"),
    ("缴费申报表", "levy", "levy"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title that names a known paper: its kind, the name it was known by, and how surely."""

    kind: str
    name: str
    confidence: float


def category_of_case(kinds: Iterable[str], cover: str = "") -> tuple[str, str]:
    """Category and procedure that the papers of a case file tell; `("unknown", "unknown")` where none does.

    Args:
        cover: what stands on the cover, without breaks. It decides where a copy of another decision lies in the file:
            the penalty that is enforced, the licence that was the ground of a measure.
    """
    present = set(kinds)
    stated = {hit for pair in _STATED.findall(cover) for hit in pair if hit}
    if len(stated) == 1:
        category = CATEGORIES[stated.pop()]
        if any(category_of(kind) in _GROUPS[category] for kind in present) or present & _ASIDE[category]:
            return category, _procedure(category, present)
    if "强制执行申请书" in present and not present & _INQUIRED:
        return "coercion", "execution"
    return next(
        ((category, how) for kind, category, how in DECISIVE if kind in present), ("unknown", "unknown")
    )


CATEGORIES = {"处罚": "penalty", "许可": "licence", "强制": "coercion", "检查": "inspection", "征收": "levy"}
_WHICH = "|".join(CATEGORIES)
_STATED = re.compile(
    rf"行政({_WHICH})(?:执法|案件|措施|执行|[（(]?(?:普通|一般|简易)程序[）)]?)*(?:案卷|卷宗|档案)"
    rf"|(?:案件|案卷|执法|卷宗)(?:类别|类型|种类):?行政({_WHICH})"
)
_GROUPS = {
    "penalty": ("penalty",),
    "licence": ("licence",),
    "coercion": ("coercion", "execution"),
    "inspection": ("inspection",),
    "levy": ("levy",),
}
# Papers of any category that still tell this one.
_ASIDE = {
    "coercion": {"强制执行申请书", "催告书"},
    "penalty": set(),
    "licence": set(),
    "inspection": set(),
    "levy": set(),
}
_INQUIRED = {
    "立案审批表",
    "案件调查终结报告",
    "现场检查笔录",
    "询问笔录",
    "行政处罚事先告知书",
    "行政处罚决定审批表",
}
_SEIZED = {"查封(扣押)决定书", "冻结决定书", "强制措施审批表"}


def _procedure(category: str, present: set[str]) -> str:
    if category == "coercion":
        return "measure" if present & _SEIZED else "execution"
    return next(
        (how for kind, own, how in DECISIVE if own == category and kind in present),
        {"penalty": "ordinary"}.get(category, category),
    )


@cache
def kinds() -> dict[str, str]:
    """Every name of a paper (canonical or not, without brackets) → its canonical kind."""
    found: dict[str, str] = {}
    for group in _table().values():
        for kind, others in group.items():
            found.setdefault(_joined(kind), kind)
            for pattern in others:
                for name in _spelt(pattern):
                    found.setdefault(name, kind)
    return found


@cache
def category_of(kind: str) -> str:
    """Group of a kind in the table of papers (`penalty`, `licence`, …, `any`); empty for others."""
    return next((name for name, group in _table().items() if kind in group), "")


@cache
def _data() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with files("anjuan.data").joinpath("papers.yaml").open(encoding="utf-8") as stream:
        data: dict[str, Any] = yaml.load(stream, Loader=loader)  # a safe loader, in C
    return data


def _table() -> dict[str, dict[str, list[str]]]:
    return {name: group for name, group in _data().items() if name not in ("patterns", "bare", "signs")}


def kind_by_text(name: str, text: str) -> str | None:
    """The kind that the text tells where the title alone says too little (公告, 清单); None for other titles.

    Args:
        name: the name of the paper within its title; text: of its first page, without breaks.
    """
    choices: dict[str, str] | None = _data()["bare"].get(name)
    if choices is None:
        return None
    return next((kind for kind, words in choices.items() if re.search(words, text)), "证据材料")


def kind_by_form(text: str) -> str:
    """The kind of a paper without a title, by what its form always asks for; empty where nothing tells."""
    return next(
        (kind for kind, signs in _signs() if all(sign.search(text) for sign in signs)),
        "",
    )


@cache
def _signs() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple((kind, tuple(map(re.compile, signs))) for kind, signs in _data()["signs"].items())


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _data()["patterns"].items())


def _spelt(pattern: str) -> Iterator[str]:
    """All names that a pattern with choices `{a|b|}` stands for."""
    parts = re.split(r"\{([^{}]*)\}", pattern)
    if len(parts) == 1:
        yield _joined(pattern)
        return
    for choice in product(*[part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]):
        name = _joined("".join(choice))
        if len(name) >= SHORTEST:
            yield name


def _joined(text: str) -> str:
    return re.sub(r"[()、/]", "", text)


@cache
def _endings() -> frozenset[str]:
    """The last two characters of all names: what ends otherwise is not worth a closer look."""
    return frozenset(name[-2:] for name in kinds()) | {"收据", "票据"}


@cache
def _by_ending() -> dict[str, tuple[str, ...]]:
    """Names of a likely length by their last character, for titles with a slip of reading."""
    found: dict[str, list[str]] = {}
    for name in kinds():
        if 4 <= len(name) <= 16:
            found.setdefault(name[-1], []).append(name)
    return {end: tuple(names) for end, names in found.items()}


@cache
def match_title(title: str) -> Title | None:
    """What a printed title names, or None when it is the title of no known paper.

    The organ's name or a trade may stand before the name, and which copy it is behind it.
    """
    plain = _STROKES.sub("", simplified(normalise(title)))
    plain = _NUMBERED.sub("", plain)
    kept, dropped = _joined(plain), _joined(_BRACKETED.sub("", plain))
    if not 2 <= len(dropped) <= 40 or _SENTENCE.search(_BRACKETED.sub("", plain).replace("、", "", 1)):
        return None
    for text, sure in ((kept, 1.0), (dropped, 1.0), (_BEHIND.sub("", dropped), 0.99)):
        if text in kinds():
            return Title(kinds()[text], text, sure)
    for text in dict.fromkeys((kept, dropped, _BEHIND.sub("", dropped))):
        start = _name_in(text)
        if start and _may_lead(text[:start], text[start:]):
            return Title(kinds()[text[start:]], text[start:], 0.97)
        found = _by_pattern(text)
        if found or start:
            return found
    return _near(_BEHIND.sub("", dropped))


def kind_of_title(title: str) -> tuple[str, float]:
    """Canonical kind and confidence for a printed title; ("", 0.0) when it is the title of no known paper."""
    found = match_title(title)
    return (found.kind, found.confidence) if found else ("", 0.0)


def _name_in(text: str) -> int:
    """Where the longest known name begins with which the text ends; 0 where there is none."""
    if text[-2:] not in _endings():
        return 0
    return next((start for start in range(1, len(text) - SHORTEST + 1) if text[start:] in kinds()), 0)


def _may_lead(prefix: str, name: str) -> bool:
    """True when these words can stand before the name of a paper within its title."""
    organ = _ORGAN.match(prefix)
    rest = prefix[organ.end() :] if organ else prefix
    if _UNDONE.search(rest) and not name.startswith(("送达", "公示")):
        return False
    if name.endswith("受理通知书") and re.search(r"听证|案件|举报|投诉|强制", rest):
        return False
    if rest.startswith("关于"):
        return len(rest) <= 40
    return len(rest) <= 14 and not _RUNNING.search(rest)


def _by_pattern(text: str) -> Title | None:
    if text[-2:] not in _endings() or len(text) > 30:
        return None
    for kind, pattern in _patterns():
        if pattern.fullmatch(text) and not _RUNNING.search(_ORGAN.sub("", text, count=1)[:-3]):
            return Title(kind, text, 0.95)
    return None


def _near(text: str) -> Title | None:
    """A name with a slip of reading, with or without an organ before it."""
    organ = _ORGAN.match(text)
    for part in (text, text[organ.end() :] if organ else ""):
        if not 5 <= len(part) <= 18 or part[:2] in ("不予", "撤销"):
            continue
        names = _by_ending().get(part[-1]) or _by_first().get(part[:2], ())
        cutoff = min(FUZZY, 100 - 100 / len(part) - 0.1) if len(part) > 5 else FUZZY
        near = process.extractOne(part, names, scorer=fuzz.ratio, score_cutoff=cutoff)
        if near and _same_sense(part, near[0]):
            return Title(kinds()[near[0]], near[0], 0.85)
    return None


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in kinds():
        if 5 <= len(name) <= 16:
            found.setdefault(name[:2], []).append(name)
    return {start: tuple(names) for start, names in found.items()}


def _same_sense(text: str, name: str) -> bool:
    """Words that turn a paper into another one are no slip of reading."""
    return all((word in text) == (word in name) for word in ("不予", "解除", "延长", "撤销", "事先", "当场"))
