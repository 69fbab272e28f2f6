"""What was read of a case file, arranged for people: papers, facts by theme, and all that wants a second look.

Terminal and notebook draw the same values; nothing here knows how they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ..circulation.circular import CATEGORIES
from ..model.case import CaseFile, Document, Evidence, Fact, Page, Record, Scalar, Value
from ..model.codec import plain_value

TRUST = 0.85  # the floor of the shipped profiles: what is read with less goes to a person
MANY_PLACES = 3
UNKNOWN = "（未识别）"
PROCEDURES = {
    "ordinary": "普通程序", "summary": "简易程序", "measure": "强制措施", "execution": "强制执行",
}  # fmt: skip

# Themes in the order of the contract. What stands in none of them is shown under the last heading.
SINGLE = {
    "案件": ("案号", "处罚机关", "案由", "案件来源", "违法行为日期", "违法行为终了日期", "发现日期"),
    "当事人": ("当事人", "当事人证照号", "证照名称", "证照号码", "出生日期"),
    "办案人员": ("法制审核人", "听证主持人"),
    "办案经过": (
        "立案日期", "先行登记保存日期", "先行登记保存处理日期", "调查终结日期", "法制审核日期", "法制审核意见",
        "告知日期", "告知送达日期", "拟罚款金额", "告知听证权", "陈述申辩", "陈述申辩日期", "陈述申辩期限",
        "听证申请日期", "听证申请期限", "听证通知日期", "听证日期", "延期批准日期", "决定审批日期",
    ),
    "决定": (
        "决定日期", "罚款金额", "罚款大写金额", "没收违法所得金额", "裁量编号", "裁量档次", "缴款期限", "复议期限",
        "起诉期限",
    ),
    "送达和执行": (
        "送达日期", "送达方式", "缴款日期", "缴款金额", "缴款方式", "收款单位", "执行情况", "结案日期", "归档日期",
        "公示日期", "备案日期",
    ),
}  # fmt: skip
MANY = {
    "办案人员": ("执法人员", "讨论参加人"),
    "办案经过": ("现场检查日期", "询问日期", "集体讨论日期", "拟处罚种类", "告知违反条款", "告知处罚依据"),
    "决定": ("处罚种类", "违反条款", "处罚依据"),
}
EACH_PAPER = "各文书所记"
_ONE = frozenset(name for names in SINGLE.values() for name in names)
_THEME = {name: theme for table in (SINGLE, MANY) for theme, names in table.items() for name in names}
_ORDER = {name: number for number, name in enumerate(_THEME)}
_SAME = {"罚款大写金额": "罚款金额"}  # two writings of one sum
_PARTS = {
    "certificate": "证号", "signer": "签名", "receiver": "收件人", "received": "收到", "servers": "送达人",
    "place": "地点", "reason": "事由", "party": "当事人", "order": "序号", "page": "页次",
}  # fmt: skip
_LOCATOR = re.compile(r"paragraph (\d+)|(?:table (\d+) )?row (\d+)")
_BARE = ("name", "level", "opinion", "date", "paper", "number", "way", "title")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as a row of text; `doubt` says what is not sure about it."""

    number: int
    kind: str
    title: str
    mark: str
    date: str
    where: str
    read: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one fact with all its places; `doubt` is empty, `存疑` or `矛盾`."""

    name: str
    value: str
    confidence: float
    where: str
    doubt: str = ""

    @property
    def sure(self) -> str:
        """Confidence in hundredths, with what is doubtful about it."""
        return f"{self.confidence:.2f} {self.doubt}".strip()


@dataclass(frozen=True, slots=True)
class Names:
    """How files are called: a lone file not at all, members of one archive without the archive's name."""

    alone: bool = False
    archive: str = ""

    @classmethod
    def of(cls, files: Iterable[str]) -> Names:
        """What the names of all files of a case file have in common."""
        found = set(files)
        archives = {file.partition("!/")[0] + "!/" if "!/" in file else "" for file in found}
        return cls(len(found) == 1, archives.pop() if len(archives) == 1 else "")

    def text(self, file: str) -> str:
        """The name for people."""
        return file.removeprefix(self.archive)


@dataclass(frozen=True, slots=True)
class Understood:
    """A case file as texts for people.

    Attributes:
        head: what case file it is; counts: how much was read and how.
        notes: warnings, unread pages, unreadable lines, contradictions, doubtful readings: a sentence each.
        facts: theme → readings, in the order of the contract.
        alone: all pages lie in one file, whose name is then left out of places.
    """

    head: str
    kind: str
    counts: str
    notes: tuple[str, ...]
    papers: tuple[Paper, ...]
    facts: tuple[tuple[str, tuple[Reading, ...]], ...]
    alone: bool


def understood(case: CaseFile) -> Understood:
    """Arrange what was read of a case file."""
    names = Names.of(page.file for page in _pages(case))
    clashes = contradictions(case.facts)
    facts = tuple(_themes(case.facts, frozenset(_key(fact) for group in clashes for fact in group), names))
    kind = CATEGORIES.get(case.category, case.category).replace("unknown", "类别不明")
    procedure = PROCEDURES.get(case.procedure, "")
    return Understood(
        head=f"案卷 {case.id}　{case.case or '（未读到文号）'}　{case.agency or '（未读到机关）'}",
        kind=kind + (f"（{procedure}）" if procedure else ""),
        counts=_counts(case),
        notes=tuple(_notes(case, clashes, names)),
        papers=tuple(_paper(number, one, names) for number, one in enumerate(case.documents, 1)),
        facts=facts,
        alone=names.alone,
    )


def value_text(name: str, value: Value) -> str:
    """A fact's value as a person writes it: 是/否, 40,000 元, `2024-03-05 09:10`."""
    if isinstance(value, Record):
        return "，".join(_part(key, part) for key, part in value.fields)
    if isinstance(value, Decimal) and name.endswith("金额"):
        return f"{value.normalize():,f} 元"
    return _scalar(value)


def _part(key: str, value: Scalar) -> str:
    text = _scalar(value).rstrip("。")
    return text if key in _BARE else f"{_PARTS.get(key, key)}：{text}"


def _scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(plain_value(value))


def contradictions(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Facts that a case file can have only one of and that were read with several values."""
    groups: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in facts:
        if fact.name in _ONE:
            groups.setdefault((_SAME.get(fact.name, fact.name), fact.of), []).append(fact)
    return [tuple(group) for group in groups.values() if len(set(map(_same_day, group))) > 1]


def _same_day(fact: Fact) -> Value:
    """The value for comparing: a moment and its day do not contradict each other."""
    return fact.value.date() if isinstance(fact.value, datetime) else fact.value


def _key(fact: Fact) -> tuple[str, str | None, Value]:
    return fact.name, fact.of, fact.value


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts in the order of the contract; rows of a table of contents by their numbers."""

    def key(fact: Fact) -> tuple[int, str, int]:
        row = fact.value.text("order") if isinstance(fact.value, Record) else ""
        return _ORDER.get(fact.name, len(_ORDER)), fact.name, int(row) if row.isdigit() else 0

    return sorted(facts, key=key)


def _themes(
    facts: Sequence[Fact], clashing: frozenset[tuple[str, str | None, Value]], names: Names
) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    merged: dict[tuple[str, str | None, Value], list[Fact]] = {}
    for fact in in_order(facts):
        merged.setdefault(_key(fact), []).append(fact)
    themes: dict[str, list[Reading]] = {theme: [] for theme in (*SINGLE, EACH_PAPER)}
    for key, group in merged.items():
        name, of, value = key
        least = min(fact.confidence for fact in group)
        doubt = "矛盾" if key in clashing else "存疑" if least < TRUST else ""
        where = places(tuple(fact.evidence for fact in group), names)
        reading = Reading(
            name + (f"（当事人 {of.removeprefix('party:')}）" if of else ""),
            value_text(name, value),
            least,
            where,
            doubt,
        )
        themes[_THEME.get(name, EACH_PAPER)].append(reading)
    yield from ((theme, tuple(own)) for theme, own in themes.items() if own)


# ---- pages and places -------------------------------------------------------------------


def _pages(case: CaseFile) -> list[Page]:
    """Each page once, though two papers may share it."""
    found = {(page.file, page.page): page for one in case.documents for page in one.pages}
    return list(found.values())


def _paper(number: int, one: Document, names: Names) -> Paper:
    unknown = one.kind == "unknown"
    return Paper(
        number,
        UNKNOWN if unknown else one.kind,
        one.title,
        one.number or "",
        one.date.isoformat() if one.date else "",
        page_list(one.pages, names),
        how_read(one.pages),
        "存疑" if not unknown and one.confidence < TRUST else "",
    )


def how_read(pages: Iterable[Page]) -> str:
    """文字层, 识别, 未读, or what of them there is."""
    ways = dict.fromkeys(_way(page) for page in pages)
    return "、".join(way for way in ("文字层", "识别", "未读") if way in ways)


def _way(page: Page) -> str:
    return "未读" if page.failed else "识别" if page.read.startswith("ocr:") else "文字层"


def page_list(pages: Iterable[Page], names: Names) -> str:
    """`03.pdf 第1、4至6页；05.docx`; the name of a lone file is left out."""
    files: dict[str, list[int | None]] = {}
    for page in pages:
        files.setdefault(page.file, []).append(page.page)
    return "；".join(_in_file(file, numbers, names) for file, numbers in files.items())


def places(evidence: Sequence[Evidence], names: Names) -> str:
    """Where one value stands, the first few places of many."""
    files: dict[str, list[int | None]] = {}
    locators: dict[str, str] = {}
    spots = list(dict.fromkeys((one.file, one.page, one.locator) for one in evidence if one.file))
    for file, page, locator in spots[:MANY_PLACES]:
        files.setdefault(file, []).append(page)
        locators.setdefault(file, locator)
    found = [
        f"{names.text(file)} {locator_text(locators[file])}".strip()
        if numbers == [None]
        else _in_file(file, numbers, names)
        for file, numbers in files.items()
    ]
    return "；".join(found) + (f" 等 {len(spots)} 处" if len(spots) > MANY_PLACES else "")


def locator_text(locator: str) -> str:
    """`paragraph 12`, `table 2 row 3` and `row 3` in Chinese; another locator as it is.

    >>> locator_text("table 2 row 3")
    '表2第3行'
    """
    found = _LOCATOR.fullmatch(locator)
    if not found:
        return locator
    paragraph, table, row = found.groups()
    return f"第{paragraph}段" if paragraph else (f"表{table}" if table else "") + f"第{row}行"


def _in_file(file: str, numbers: Sequence[int | None], names: Names) -> str:
    paged = [number for number in numbers if number is not None]
    if not paged:
        return names.text(file)
    return page_numbers(paged) if names.alone else f"{names.text(file)} {page_numbers(paged)}"


def page_numbers(numbers: Iterable[int]) -> str:
    """Page numbers with runs drawn together.

    >>> page_numbers([1, 2, 3, 5, 7, 8])
    '第1至3、5、7、8页'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = (f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return f"第{'、'.join(parts)}页"


# ---- what wants a second look ---------------------------------------------------------------


def _counts(case: CaseFile) -> str:
    pages = _pages(case)
    ways = [_way(page) for page in pages]
    read = "，".join(f"{way} {ways.count(way)} 页" for way in ("文字层", "识别", "未读") if way in ways)
    return f"文书 {len(case.documents)} 份，{len(pages)} 页（{read}）；事实 {len(case.facts)} 条"


def _notes(case: CaseFile, clashes: Sequence[Sequence[Fact]], names: Names) -> Iterator[str]:
    yield from case.warnings
    for page in _pages(case):
        if page.failed:
            yield f"未读出：{page_list([page], Names())}（{page.read.removeprefix('failed:').strip() or '原因不明'}）"
    lines = [(page, len(page.marked("unreadable"))) for page in _pages(case)]
    if any(count for _, count in lines):
        spots = "；".join(f"{page_list([page], names)} {count} 行" for page, count in lines if count)
        yield f"看得见、读不出的文字 {sum(count for _, count in lines)} 行：{spots}"
    unknown = [page for one in case.documents if one.kind == "unknown" for page in one.pages]
    if unknown:
        yield f"没有认出是什么文书的页：{page_list(unknown, names)}"
    for group in clashes:
        said: dict[tuple[str, str], list[Evidence]] = {}
        for fact in group:
            said.setdefault((fact.name, value_text(fact.name, fact.value)), []).append(fact.evidence)
        parts = [f"{text}（{places(spots, names)}）" for (_, text), spots in said.items()]
        said_of = "、".join(dict.fromkeys(fact.name for fact in group))
        yield f"记载不一致：{said_of} {'；'.join(parts)}"
    poor = [fact for fact in case.facts if fact.confidence < TRUST]
    if poor:
        yield f"把握低于 {TRUST} 的事实 {len(poor)} 条，已标“存疑”，请对照原件"
