"""What the checks of coercive measures ask of a case file: which measure, since when, ended how, tests in between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anjuan import Document, Fact, NeedsPerson, Record, View

from .papers import day_of, days_of

SEIZURE, FREEZE, LIST = "查封(扣押)决定书", "冻结决定书", "查封(扣押)清单"
APPROVAL, LONGER, RELEASE, DISPOSAL = "强制措施审批表", "延长决定书", "解除决定书", "处理决定书"
SITE, RETURN = "现场检查笔录", "送达回证"
PENALTY = "行政处罚决定书"
ENDS = (RELEASE, DISPOSAL, "物品返还清单", "销毁记录")
HELD = ("查封", "扣押", "暂扣", "扣留")
TESTS = ("检测报告", "检测委托书", "检测结果告知书", "抽样取证凭证")
ABSENT = (
    r"(?:当事人|负责人|经营者|车主|货主|被[\u4e00-\u9fff]{2}人)[^。;的]{0,10}?"
    r"(?:不在(?:现)?场|未(?:能)?(?:到|在)(?:现)?场|没有到场|拒不到场|不到场(?!的)|逃离|离开现场|逃逸|下落不明|无法联系)"
    r"|(?:现场无人|无人在场|无主)"
)
_MEASURE = "(?:查封|扣押|暂扣|冻结|强制措施)"
LENGTHENED = rf"(?:延长|延期|继续)[^。;]{{0,16}}(?:{_MEASURE}|期限)|{_MEASURE}[^。;]{{0,12}}(?:延长|延期)"
GONE = ("涉嫌犯罪案件移送书", "移送材料清单")
EXAMINED = r"鉴定|鉴别|检验|检测|检疫|监测|评估|认定书"
FAR = timedelta(days=3)  # readings of one day of act that lie further apart are not one day
# Laws that set other terms for their authorities (行政强制法 第二十五条: 法律、行政法规另有规定的除外).
OTHER_TERMS = r"公安|交通警察|交警|税务|海关|海警|证券|证监|外汇|国家安全|出入境|移民|银行|反垄断"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the hour where a paper gives one."""

    day: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Last day that a measure may last: `strict` by the days, `late` where that day is a day off."""

    strict: date
    late: date


@dataclass(frozen=True, slots=True)
class End:
    """How the goods came free: 解除 or 处理, on a day."""

    day: date
    how: str


def ways(case: View) -> frozenset[str]:
    """Kinds of measure that the papers name (查封, 扣押, 暂扣, 扣留, 冻结, 其他)."""
    papers = case.documents(SEIZURE, FREEZE, LIST, APPROVAL)
    told = {str(fact.value) for fact in case.facts("强制措施种类")}
    words = "|".join((*HELD, "冻结"))
    found = {word for way in told for word in re.findall(words, way)}
    if told and not found:
        return frozenset(told)
    if not found:
        found = {word for paper in papers for word in re.findall(words, paper.title)}
    if not found:
        put = rf"(?:予以|实施|采取|进行|决定)[^。;]{{0,12}}?({words})"
        found = {hit.groups[0] or "" for paper in papers for hit in case.find_all(paper, put)}
    return frozenset(found)


def measured(case: View) -> bool:
    """True when the papers show a measure of any kind."""
    return bool(case.documents(SEIZURE, FREEZE, LIST, APPROVAL, LONGER))


def held(case: View) -> bool:
    """True when goods or premises were sealed or seized.

    Raises:
        NeedsPerson: a measure was taken and nobody read which.
    """
    if not measured(case):
        return False
    known = ways(case)
    if not known:
        raise NeedsPerson("未读到强制措施的种类")
    return bool(known & set(HELD))


def frozen(case: View) -> bool:
    """True when deposits or remittances were frozen."""
    return bool(case.documents(FREEZE)) or "冻结" in ways(case)


def one_measure(case: View) -> None:
    """Make sure that release and extension belong to one measure.

    Raises:
        NeedsPerson: the file holds decisions on several measures.
    """
    papers = case.documents(SEIZURE, FREEZE)
    if len({(paper.number, paper.date) for paper in papers}) > 1:
        raise NeedsPerson("卷内有多份强制措施决定书，期限请逐份核对", ())


def moments(case: View, name: str, *papers: Document) -> tuple[Moment, ...]:
    """All readings of a moment (of these papers), in order."""
    facts: Iterable[Fact] = (
        (fact for paper in papers for fact in case.facts(name, document=paper))
        if papers
        else case.facts(name)
    )
    found = {fact.value for fact in facts if isinstance(fact.value, date)}
    known = {Moment(one.date(), one) if isinstance(one, datetime) else Moment(one) for one in found}
    return tuple(sorted(known, key=lambda one: (one.day, one.at or datetime.max)))


def taken(case: View, *kinds: str) -> Moment:
    """When the measure was taken; where papers differ by a day or two, the latest, in favour of the authority.

    Raises:
        NeedsPerson: no day was read, or the days differ by more.
    """
    papers = case.documents(*(kinds or (SEIZURE, FREEZE)))
    case.note(*papers)
    found = moments(case, "强制实施时间") or tuple(Moment(one.date) for one in papers if one.date)
    if not found and case.file.procedure == "measure":
        found = (Moment(case.date("决定日期")),)
    if not found:
        raise NeedsPerson("未读到强制措施的实施时间")
    last = max(one.day for one in found)
    if last - min(one.day for one in found) > FAR:
        raise NeedsPerson(
            "各文书所载强制措施的实施时间不同", tuple(f.evidence for f in case.facts("强制实施时间"))
        )
    hours = [one for one in found if one.day == last and one.at]
    return hours[0] if hours else Moment(last)


def longer_forms(case: View) -> tuple[Document, ...]:
    """Approval forms of an extension: by their title, or by what they ask for."""
    return tuple(
        one
        for one in case.documents(APPROVAL, "延期审批表", "unknown")
        if (one.kind != "unknown" and re.search("延长|延期", one.title))
        or (re.search("审批|呈批|报批", one.title) and case.find(one, LENGTHENED))
    )


def first_forms(case: View) -> tuple[Document, ...]:
    """Approval forms of the measure itself."""
    return tuple(
        one for one in case.documents(APPROVAL) if not re.search("延长|延期|解除|处理|返还|退还", one.title)
    )


def ends(case: View) -> tuple[End, ...]:
    """All papers that end the measure, in order of their days.

    Raises:
        NeedsPerson: such a paper bears no day that was read.
    """
    found = [End(day, "解除") for day in days_of(case.facts("解除决定日期"))]
    found += [End(day, "处理") for day in days_of(case.facts("处理决定日期"))]
    for paper in case.documents(*ENDS, *((PENALTY,) if not _takes_nothing(case) else ())):
        how = "解除" if paper.kind in (RELEASE, "物品返还清单") else "处理"
        case.note(paper)
        if paper.date is not None:
            found.append(End(paper.date, how))
        elif not any(one.how == how for one in found):
            raise NeedsPerson(f"{paper.title}的日期未读到", ())
    return tuple(sorted(set(found), key=lambda one: (one.day, one.how)))


def _takes_nothing(case: View) -> bool:
    """True when no penalty decision in the file confiscates any goods."""
    return not any(
        case.find(paper, r"没收(?![^。;、,]{0,8}违法所得)|销毁") for paper in case.documents(PENALTY)
    )


def test_days(case: View) -> int:
    """Days of tests that do not count (第二十五条第三款).

    Raises:
        NeedsPerson: there were tests whose days nobody read.
    """
    total = 0
    for record in case.records("检验期间"):
        first, last = day_of(record, "start"), day_of(record, "end")
        if first is None or last is None or last < first:
            raise NeedsPerson("检测、检验、鉴定期间的起止日期不明，不能计算期限")
        total += (last - first).days + 1
    named = (one for one in case.file.documents if re.search(EXAMINED, one.title))
    papers = tuple(dict.fromkeys((*case.documents(*TESTS), *named)))
    if papers and not total:
        case.note(papers[0])
        raise NeedsPerson("卷内有检测、检验、鉴定材料，期间的起止日期不明，不能计算期限")
    return total


def limit(case: View, start: date, count: int) -> Limit:
    """The last day of a measure of `count` days that began on `start`.

    Raises:
        NeedsPerson: the calendar lacks the year.
    """
    last = start + timedelta(days=count)
    return Limit(last, rolled(case, last))


def rolled(case: View, day: date) -> date:
    """The day itself, or the next working day."""
    while case.working_days(day - timedelta(days=1), day) == 0:
        day += timedelta(days=1)
    return day


def known_until(case: View) -> date | None:
    """The last day on which the file was still worked on; None where nobody read one."""
    found = [day for name in ("结案日期", "归档日期") for day in days_of(case.facts(name))]
    return max(found, default=None)


def returns_of(case: View, papers: Iterable[Document], cue: str) -> tuple[Record, ...]:
    """What 送达回证 say of papers: by number, or by a name that fits `cue`."""
    numbers = {_key(paper.number) for paper in papers} - {""}
    return tuple(
        one
        for one in case.records("送达")
        if _key(one.text("number")) in numbers or re.search(cue, one.text("paper"))
    )


def returns_unread(case: View) -> bool:
    """True when some return of service in the file was not understood."""
    named = [one for one in case.records("送达") if one.text("paper") or one.text("number")]
    return len(case.documents(RETURN)) > len(named)


def _key(number: str | None) -> str:
    return re.sub(r"[〔〕\[\]()（）【】<>\s]", "", number or "")
