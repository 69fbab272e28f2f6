"""Sectors of enforcement with acts that break a norm; article numbers by the day of the act."""

from dataclasses import dataclass
from datetime import date

LAW = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Norm:
    """Articles that hold for acts in a span of days: `《law》` title without marks, article text."""

    since: date
    until: date
    broken: tuple[str, str]
    basis: tuple[str, str]
    fine: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Act:
    """One way to break a norm in a sector, with the words papers use for it."""

    sector: str
    name: str
    party: str
    trade: str
    facts: str
    harm: str
    norms: tuple[Norm, ...]
    kinds: tuple[str, ...] = ("罚款",)
    exhibits: tuple[str, ...] = ()
    gains: tuple[int, int] = (0, 0)
    small: bool = False


@dataclass(frozen=True, slots=True)
class Sector:
    """How the organ of a sector is called and numbers its papers (A: place sign, Y: year)."""

    organ: str
    number: str
    notice: str
    summary: str
    units: tuple[str, ...]
    case_prefix: str = "涉嫌"


SECTORS = {
    "market": Sector(
        "市场监督管理局",
        "A市监处罚〔Y〕N号",
        "A市监罚告〔Y〕N号",
        "A市监当罚〔Y〕N号",
        ("执法二股", "网络监管科"),
    ),
    "ecology": Sector(
        "生态环境局", "A环罚〔Y〕N号", "A环罚告〔Y〕N号", "A环当罚〔Y〕N号", ("综合执法一大队",)
    ),
    "safety": Sector(
        "应急管理局", "（A）应急罚〔Y〕N号", "（A）应急告〔Y〕N号", "（A）应急现决〔Y〕N号", ("执法监察大队",)
    ),
    "urban": Sector(
        "城市管理和综合执法局",
        "A城综罚决字〔Y〕第Z号",
        "A城综罚告字〔Y〕第Z号",
        "A城综当罚字〔Y〕第Z号",
        ("直属一中队",),
    ),
    "transport": Sector("交通运输局", "A交罚〔Y〕Z号", "A交违通〔Y〕Z号", "A交当罚〔Y〕Z号", ("公路执法所",)),
    "farm": Sector(
        "农业农村局", "A农罚〔Y〕N号", "A农告〔Y〕N号", "A农简罚〔Y〕N号", ("农业综合行政执法大队",)
    ),
    "health": Sector(
        "卫生健康局", "A卫公罚〔Y〕N号", "A卫公罚告〔Y〕N号", "A卫当罚〔Y〕N号", ("卫生监督所",)
    ),
    "culture": Sector(
        "文化广电旅游体育局",
        "（A）文综罚字〔Y〕第N号",
        "（A）文综罚告字〔Y〕第N号",
        "（A）文综当罚字〔Y〕第N号",
        ("文化市场综合执法队",),
    ),
    "tax": Sector("税务局", "A税罚〔Y〕N号", "A税罚告〔Y〕N号", "A税简罚〔Y〕N号", ("第一税务所",)),
    "labour": Sector(
        "人力资源和社会保障局",
        "A人社监罚字〔Y〕第N号",
        "A人社监罚告字〔Y〕第N号",
        "A人社监当罚字〔Y〕第N号",
        ("劳动保障监察大队",),
    ),
    "land": Sector(
        "自然资源局", "A自然资罚〔Y〕N号", "A自然资罚告〔Y〕N号", "A自然资当罚〔Y〕N号", ("执法监督股",)
    ),
    "building": Sector(
        "住房和城乡建设局", "A建罚决〔Y〕N号", "A建罚告〔Y〕N号", "A建当罚〔Y〕N号", ("质量安全监督站",)
    ),
    "water": Sector("水利局", "A水罚〔Y〕N号", "A水罚告〔Y〕N号", "A水当罚〔Y〕N号", ("水政监察大队",)),
    "fire": Sector(
        "消防救援大队",
        "A消行罚决字〔Y〕第Z号",
        "A消行罚告字〔Y〕第Z号",
        "A消当罚字〔Y〕第Z号",
        ("监督执法科",),
    ),
    "tobacco": Sector(
        "烟草专卖局", "A烟处〔Y〕第N号", "A烟处告〔Y〕第N号", "A烟当处〔Y〕第N号", ("稽查一中队",)
    ),
}
OLD, END = date(2019, 1, 1), date(2026, 5, 1)


def norm(broken, basis, fine, since=OLD, until=END) -> Norm:
    """A norm whose laws are given as (title, articles)."""
    return Norm(since, until, broken, basis, fine)


def one(law, broken, basis, fine, since=OLD, until=END) -> tuple[Norm, ...]:
    """The common case: one law, one span."""
    return (norm((law, broken), (law, basis), fine, since, until),)


SAFE_LAW = LAW + "安全生产法"
SAFE = date(2021, 9, 1)


def safe(
    old: tuple[str, str], new: tuple[str, str], low: int, old_top: int, new_top: int
) -> tuple[Norm, ...]:
    """A duty of the work safety law before and after its amendment of 2021."""
    return (
        norm((SAFE_LAW, old[0]), (SAFE_LAW, old[1]), (low, old_top), OLD, date(2021, 8, 31)),
        norm((SAFE_LAW, new[0]), (SAFE_LAW, new[1]), (low, new_top), SAFE, END),
    )
