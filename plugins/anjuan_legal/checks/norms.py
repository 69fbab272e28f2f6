"""The norms that the decision names: are they there, in force, numbered rightly, and of the right rank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import (
    Cited,
    Document,
    Fact,
    Finding,
    NeedsPerson,
    View,
    article_moved,
    check,
    find_citations,
    law_successor,
)

from ..reading import (
    BASES,
    PROCEDURAL,
    Norm,
    act_ended,
    citation,
    decision,
    earliest_act,
    full_title,
    no_decision,
    norms,
    same_place,
)
from ..structure import Place, place_of


@check("legal.violated_norm_cited", title="决定书写明违反的法律规范及条款项")
def violated_norm_cited(case: View) -> Finding:
    """PO-L01."""
    return _named(case, "违反条款", "处罚依据", "违反的法律规范")


@check("legal.penalty_basis_cited", title="决定书写明处罚种类和依据的条款项")
def penalty_basis_cited(case: View) -> Finding:
    """PO-L02."""
    return _named(case, "处罚依据", "违反条款", "处罚依据")


def _named(case: View, name: str, other: str, what: str) -> Finding:
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    found = case.facts(name)
    if not any(citation(fact) for fact in found):
        return _not_named(case, paper, other, what, tuple(found))
    bare = [fact for fact in found if citation(fact) is None]
    if bare:
        return case.unsure(f"{what}中有规范未读到条文序号，请核对", at=bare)
    listed = list(norms(case, (name,), on))
    # A short title that both items meet is one slip; the item on the violated norm takes it.
    written = {norm.title for norm in norms(case, (other,), on)} if name == "处罚依据" else set()
    for short, place in _undefined_short_titles(case, paper, {n.title for n in listed} - written, on):
        return case.failed(f"《{short}》为简称，文中未以“以下简称”引出", at=place, milder=True)
    return _parts_named(case, listed, on, penalties=name == "处罚依据")


def _not_named(case: View, paper: Document, other: str, what: str, bare: tuple[Fact, ...]) -> Finding:
    others = {str(citation(fact)) for fact in case.facts(other)}
    text = case.text(paper)
    for cited in find_citations(text):
        if str(cited) not in others and not any(word in cited.law for word in PROCEDURAL):
            return case.unsure(f"未能辨认{what}，决定书另引有{cited}，请核对")
    case.readable(paper)
    if bare:
        return case.failed(f"{what}只写明规范名称，未写明条文", at=bare)
    return case.failed(f"决定书未写明{what}的名称和条款")


def _undefined_short_titles(
    case: View, paper: Document, titles: set[str | None], on: date
) -> Iterator[tuple[str, Fact | Document]]:
    """Titles that the decision cites by a short form without having introduced it."""
    text = case.text(paper)
    for hit in case.find_all(paper, r"《([^《》]{2,60})》\s*第"):
        written = hit.groups[0] or ""
        title = full_title(case, written, on)
        if title is None or title == written or title not in titles or hit.confidence < 0.85:
            continue
        introduced = rf"(?:简称|下称|称)[为:]?[《“\"'‘]*{re.escape(written)}"
        if not re.search(introduced, text):
            case.note(hit)
            yield written, paper


def _parts_named(case: View, listed: list[Norm], on: date, *, penalties: bool) -> Finding:
    """Paragraph and item: needed where the article has several that matter."""
    whole = [norm for norm in listed if not (norm.cited.paragraph or norm.cited.item)]
    doubts = []
    for norm in whole:
        place = place_of(norm.title, norm.cited, _version_days(case, on), case)
        if place is None:
            doubts.append((norm, "文本未绑定，不能断定是否须写明款、项"))
        elif penalties and place.penalties > 1:
            return case.failed(f"{norm.cited}设有数种处罚，决定书未写明所适用的款、项", at=norm.fact)
        elif not penalties and place.binding > 1:
            doubts.append((norm, "有数款或者数项，决定书未写明所违反的款、项"))
    if doubts:
        return case.unsure(f"{doubts[0][0].cited}{doubts[0][1]}", at=[norm.fact for norm, _ in doubts])
    return case.passed()


def _version_days(case: View, on: date) -> tuple[date, ...]:
    """Days whose versions may be meant: of the decision, and of the act where it was read."""
    try:
        first, last = act_ended(case)
    except NeedsPerson:
        return (on,)
    return tuple(dict.fromkeys(day for day in (on, last, first) if day))


@check("legal.norm_in_force", title="适用的实体规范在行为时有效，或者新法较轻而从新")
def norm_in_force(case: View) -> Finding:
    """PO-L03."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.date("决定日期")
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时法律没有本项要求")
    listed = list(norms(case, BASES, on))
    if not listed:
        raise NeedsPerson("未读到决定书引用的实体规范")
    try:
        first, last = act_ended(case)
    except NeedsPerson:
        since = earliest_act(case, paper)
        if since is None or not all(_unchanged(case, norm, since, on) for norm in listed):
            raise
        return case.passed(f"{_day(since)}至决定时各规范没有修改，行为发生在其间的哪一天不影响本项")
    act = last or first
    if act is None:
        raise NeedsPerson("未读到违法行为日期")
    doubts = list(_other_years(case, paper, listed, (act, on)))
    for norm in listed:
        verdict, message = _in_force(case, norm, act, on, stated_end=last is not None)
        if verdict == "fail":
            return case.failed(message, at=norm.fact)
        if verdict == "unsure":
            doubts.append((norm, message))
    if doubts and re.search(r"从旧兼从轻|处罚法》?第三十七条", case.text(paper)):
        return case.passed("决定书对新旧规范的适用作了说明")
    if doubts:
        return case.unsure(doubts[0][1], at=[norm.fact for norm, _ in doubts])
    return case.passed()


def _unchanged(case: View, norm: Norm, since: date, on: date) -> bool:
    """True when one version of the norm was in force all the time between two days."""
    if norm.title is None or case.law.registry.status(norm.title, on) != "in_force":
        return False
    same = case.law.registry.version(norm.title, since) == case.law.registry.version(norm.title, on)
    return same and _in_force(case, norm, since, on, stated_end=False)[0] == "pass"


def _other_years(
    case: View, paper: Document, listed: list[Norm], days: tuple[date, ...]
) -> Iterator[tuple[Norm, str]]:
    """Norms cited in a version that was not in force on any of the days, by the year in brackets (2018年修正)."""
    years: dict[str, set[int]] = {}
    for cited in find_citations(case.text(paper)):
        if cited.year:
            years.setdefault(cited.law, set()).add(cited.year)
    for norm in listed:
        found = [version for day in days if (version := case.law.registry.version(norm.title or "", day))]
        # A text that is amended at the end of one year is in force from the next.
        there = {year for version in found for year in (version.effective.year, version.effective.year - 1)}
        wrong = sorted(years.get(norm.cited.law, set()) - there)
        if found and all(version.certain for version in found) and wrong:
            since = _day(found[-1].effective)
            yield (
                norm,
                f"引用的是《{norm.cited.law}》{wrong[0]}年的文本，登记的有效文本自{since}起施行，请核对",
            )


def _moved(title: str, cited: Cited, before: date, after: date) -> str:
    """Where the cited article stands in the newer text, as a clause; nothing where nobody paired it."""
    found = article_moved(title, cited.article, before, after)
    if not found:
        return ""
    places = "、".join(f"{Cited('', one.new).place}（{one.subject}）" for one in found)
    return f"；旧文本{Cited('', cited.article).place}对应{found[0].changed.year}年文本{places}"


def _replaced(title: str, on: date) -> str:
    found = law_successor(title, on)
    return f"，{_day(found.day)}起由《{found.successor}》取代" if found else ""


def _in_force(case: View, norm: Norm, act: date, on: date, *, stated_end: bool) -> tuple[str, str]:
    registry, name = case.law.registry, f"《{norm.cited.law}》"
    if norm.title is None:
        return "unsure", f"{name}未登记或者名称有歧义，不能断定其效力"
    then, now = registry.status(norm.title, act), registry.status(norm.title, on)
    gone = ("not_yet", "repealed")
    versions = registry.versions.get(norm.title, ())
    certain = bool(versions) and all(version.certain for version in versions)
    if then in gone and now in gone:
        state = "尚未施行" if now == "not_yet" else "已经失效" if then == "repealed" else "不在有效期内"
        message = f"{name}在违法行为时（{_day(act)}）和决定时（{_day(on)}）均无效：{state}{_replaced(norm.title, on)}"
        return ("fail" if certain and stated_end else "unsure"), message
    if "unknown" in (then, now):
        return "unsure", f"{name}在{_day(act if then == 'unknown' else on)}的版本未登记"
    if then == "in_force" and now != "in_force":
        return "pass", ""
    if then != "in_force":
        return "unsure", f"{name}在违法行为时（{_day(act)}）尚未施行，适用新规范须说明其处罚较轻"
    before, after = registry.version(norm.title, act), registry.version(norm.title, on)
    if before is None or after is None or not (before.certain and after.certain):
        return "unsure", f"{name}的版本信息尚未核实"
    if before.complete_from and act < before.complete_from:
        return "unsure", f"{name}在{_day(act)}前后的修改情况未登记完整"
    if before != after:
        since = f"{_day(after.effective)}起施行，未见新旧比较"
        places = _moved(norm.title, norm.cited, act, on)
        return "unsure", f"{name}在违法行为（{_day(act)}）后修改并自{since}{places}"
    return "pass", ""


@check("legal.article_exists", title="引用条款在该版本中存在且与违法行为对应")
def article_exists(case: View) -> Finding:
    """PO-L04."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.date("决定日期")
    case.duty(on=on)
    listed = list(norms(case, BASES, on))
    if not listed:
        raise NeedsPerson("未读到决定书引用的条款")
    further = [fact for fact in case.facts("引用法条", document=paper) if citation(fact)]
    days = _version_days(case, on)
    everything = listed + [Norm(f, c, full_title(case, c.law, on)) for f in further if (c := citation(f))]
    uncounted = []
    for norm in everything:
        count = _articles(case, norm, days)
        if count and norm.cited.article > count:
            return case.failed(f"{norm.cited}不存在：《{norm.cited.law}》共{count}条", at=norm.fact)
        now = case.law.registry.version(norm.title or "", on)
        there = now is not None and now.certain and norm.cited.article <= (now.articles or 0)
        if count is None and norm in listed and not there:
            uncounted.append(norm)
    if uncounted:
        return case.unsure(
            f"《{uncounted[0].cited.law}》的版本或者条数未登记、未核实", at=[n.fact for n in uncounted]
        )
    return _pair_bound(case, listed, days)


def _articles(case: View, norm: Norm, days: tuple[date, ...]) -> int | None:
    """The highest number of articles that the law had in the time of the case; None where not certain."""
    registry = case.law.registry
    versions = registry.versions.get(norm.title or "", ())
    if len(days) > 1:
        found = [registry.version(norm.title or "", day) for day in days]
    else:  # the day of the act is not known: any version so far may be meant
        found = [version for version in versions if version.effective <= days[0]]
        if versions and not versions[0].first:
            found.append(None)
    counts = [version.articles if version and version.counted else None for version in found]
    known = [count for count in counts if count is not None]
    return max(known) if known and len(known) == len(counts) else None


def _pair_bound(case: View, listed: list[Norm], days: tuple[date, ...]) -> Finding:
    """Do violation and penalty belong together, by what the penalty article itself names."""
    violated = [norm for norm in listed if norm.fact.name == "违反条款"]
    penalties = [norm for norm in listed if norm.fact.name == "处罚依据"]
    for penalty in penalties:
        place = place_of(penalty.title, penalty.cited, days, case)
        named = place.names if place else frozenset()
        if any(norm.title == penalty.title and norm.cited.article in named for norm in violated):
            return case.passed("条文存在，处罚条款指明了所违反的条文")
    for row in case.register("discretion"):
        basis = next(find_citations(row.text("basis")), None)
        if basis and any(same_place(case, norm.cited, basis) for norm in penalties):
            case.note(row)
            return case.passed("条文存在，违法行为与处罚条款的对应见公布的裁量基准")
    return case.unsure(
        "条文序号无误；违反条款与处罚条款是否对应未绑定对照表，请核对", at=[n.fact for n in listed]
    )


@check("legal.catch_all_reasoned", title="适用兜底条款有理由和具体依据")
def catch_all_reasoned(case: View) -> Finding:
    """PO-L15 (assisted)."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    listed = list(norms(case, BASES, on))
    if not listed:
        raise NeedsPerson("未读到决定书引用的条款")
    days = _version_days(case, on)
    bound: list[tuple[Norm, Place | None]] = [(n, place_of(n.title, n.cited, days, case)) for n in listed]
    caught = [norm for norm, place in bound if place and place.catch_all(norm.cited)]
    quoted = case.find(
        paper, r"第?[(（]?[一二三四五六七八九十]+[)）]?项[^。]{0,12}[“\"'‘]?其他[^。]{2,40}(?:行为|情形)"
    )
    if not caught and not quoted:
        doubtful = [n for n, place in bound if place is None and n.cited.item]
        if doubtful:
            return case.unsure(f"未绑定{doubtful[0].cited}的文本", at=[n.fact for n in doubtful])
        return case.not_applicable("未引用兜底条款")
    titles = {norm.cited.law for norm in listed} - {norm.cited.law for norm in caught}
    reason = case.find(
        paper, r"(?:属于|构成|认定为|视为)[^。]{0,40}其他[^。]{0,40}(?:理由|因为|鉴于|是指|即)"
    )
    if titles or reason:
        return case.passed("适用兜底条款，另有具体规范或者说明理由")
    what = str(caught[0].cited) if caught else "所引项"
    return case.failed(f"{what}为兜底规定，决定书未写明具体依据和理由", at=[n.fact for n in caught])


_HIGH = ("法律", "行政法规", "地方性法规")
_LOW_TITLE = re.compile(
    r"(?:意见|通知|通告|公告|批复|复函|函|纪要|方案|裁量(?:权)?(?:基准|标准)|指引|指南)(?:\(.*\)|（.*）)?$"
)


@check("legal.basis_level", title="处罚不以规章以下文件为依据，规章罚款不超限额")
def basis_level(case: View) -> Finding:
    """PO-L16."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    facts = case.facts("处罚依据")
    if not facts:
        raise NeedsPerson("未读到处罚依据")
    levels = {fact: _level(case, fact, on) for fact in facts}
    if any(level in _HIGH for level in levels.values()):
        return case.not_applicable("处罚依据为法律、法规")
    unknown = [fact for fact, level in levels.items() if not level]
    if unknown:
        return case.unsure(f"{unknown[0].value}的效力层级未登记", at=unknown)
    if all(level.startswith("规范性文件") for level in levels.values()):
        return case.failed(f"仅以规范性文件为处罚依据：{facts[0].value}", at=facts)
    if case.amount("罚款金额") is not None:
        return case.unsure("处罚依据为规章，罚款限额未绑定，请核对是否超过限额", at=facts)
    return case.passed("处罚依据为规章，未处罚款")


def _level(case: View, fact: Fact, on: date) -> str:
    hit = re.search(r"《([^《》]+)》", str(fact.value))
    written = hit[1] if hit else str(fact.value)
    title = full_title(case, written, on)
    versions = case.law.registry.versions.get(title or "", ())
    if versions:
        return versions[-1].level
    name = re.sub(r"[(（].*[)）]$", "", written)
    if _LOW_TITLE.search(written):
        return "规范性文件"
    # A rule may not be called 条例 (规章制定程序条例 第七条), and only a law ends in 法.
    return "行政法规" if name.endswith(("条例", "法")) and not name.endswith("办法") else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
