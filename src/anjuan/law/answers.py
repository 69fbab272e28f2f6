"""What `anjuan law` answers, as plain values in the form of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ..model.errors import LawError, LawKeyError, near
from .calendar import Calendar, CalendarGap
from .citations import Cited, parse_citation
from .days import deadline, working_days_between
from .law import Law
from .pairs import Pair, law_predecessors, law_successor, pairs, successors
from .parameters import Parameter
from .registry import Registry

BACKWARD = ("hearing.notice",)  # terms that end with an event and are counted back from it


def at(registry: Registry, name: str, on: date) -> dict[str, Any]:
    """Which version of a law was in force on a day: `law at NAME DATE`."""
    titles = registry.titles(name)
    title = registry.title(name, on)
    if title is None:
        return {"law": "、".join(titles) or name, "status": "unknown", "effective": None, "repealed": None,
                "articles": None}  # fmt: skip
    status, version = registry.status(title, on), registry.version(title, on)
    versions = registry.versions.get(title, ())
    if version is None and status == "not_yet":
        version = versions[0]
    elif version is None and status == "repealed":
        version = versions[-1]
    return {
        "law": title,
        "status": status,
        "effective": version.effective.isoformat() if version else None,
        "repealed": version.repealed.isoformat() if version and version.repealed else None,
        "articles": version.articles if version else None,
        **({"certain": version.certain} if version else {}),
    }


def check(registry: Registry, citation: str, on: date) -> dict[str, Any]:
    """Does a cited article exist and apply on a day: `law check CITATION --on DATE`.

    Raises:
        LawError: the text holds no citation.
    """
    cited = parse_citation(citation) or parse_citation(_titled(citation))
    if cited is None:
        raise LawError("不是法条引用", citation[:60], "写成 《行政处罚法》第六十条 的形式")
    titles = registry.titles(cited.law)
    found = at(registry, cited.law, on)
    answer = {"law": found["law"], "article": cited.place, "status": "ok", "effective": found["effective"]}
    if not titles:
        answer["status"] = "no_such_law"
    elif found["status"] == "unknown":
        answer["status"] = "unknown"
    elif found["status"] != "in_force":
        answer["status"] = "not_in_force"
    elif found["articles"] is None:
        answer["status"] = "unknown"
    elif not 1 <= cited.article <= found["articles"]:
        answer["status"] = "no_such_article"
    replaced = law_successor(found["law"], on)
    if replaced:
        answer["successor"] = {"law": replaced.successor, "day": replaced.day.isoformat()}
    places = [
        _pair(one) for one in pairs().get(found["law"], ()) if one.old == cited.article and one.changed <= on
    ]
    return {**answer, "moved": places} if places else answer


def _pair(pair: Pair) -> dict[str, str]:
    return {
        "law": pair.title,
        "changed": pair.changed.isoformat(),
        "old": Cited("", pair.old).place,
        "new": Cited("", pair.new).place,
        "subject": pair.subject,
    }


def history(title: str) -> dict[str, Any]:
    """What a law replaced, what replaced it, and where its articles went: `law show NAME`."""
    later = [one for one in successors() if one.title == title]
    return {
        "law": title,
        "replaces": [{"law": one.title, "day": one.day.isoformat()} for one in law_predecessors(title)],
        "replaced_by": [{"law": one.successor, "day": one.day.isoformat()} for one in later],
        "moved": [_pair(one) for one in pairs().get(title, ())],
    }


def _titled(citation: str) -> str:
    name, mark, rest = citation.partition("第")
    return f"《{name.strip()}》{mark}{rest}" if mark and name.strip() and "《" not in citation else citation


def term(law: Law, key: str, start: date | None = None, until: date | None = None) -> dict[str, Any]:
    """The last moment in time for a term: `law term KEY --from DATE[THH:MM]`.

    Args:
        until: for a term that ends with an event (`hearing.notice`), the day of that event.

    Raises:
        LawKeyError: nobody registered the key; LawError: the wrong one of both dates, or a day where a
            moment is needed.
    """
    if key not in law.parameters:
        raise LawKeyError(f"没有登记期限 {key}", "", near(key, law.parameters))
    backward = key in BACKWARD
    given = until if backward else start
    if given is None:
        option = "--until（举行听证的日期）" if backward else "--from（起算日期）"
        raise LawError(f"计算 {key} 需要 {option}", key, "补上该日期")
    parameter = law.at(key, given)
    if parameter is None or parameter.value is None:
        return {"due": None, "status": "none"}
    try:
        due = _back(given, parameter, law.calendar) if backward else _due(given, parameter, law.calendar)
    except CalendarGap:
        return {"due": None, "status": "unknown", **_figures(parameter)}
    except ValueError:
        raise LawError("按小时计算的期限需要起算时刻", key, "写成 2024-03-05T10:30") from None
    text = due.isoformat(timespec="minutes") if isinstance(due, datetime) else due.isoformat()
    return {"due": text, **_figures(parameter)}


def _figures(parameter: Parameter) -> dict[str, Any]:
    value = parameter.value or Decimal(0)
    found: dict[str, Any] = {
        "value": int(value) if value == value.to_integral_value() else float(value),
        "unit": parameter.unit,
        "basis": {"source": parameter.citation.source, "article": parameter.citation.article},
    }
    return found if parameter.certain else {**found, "certain": False}


def _due(start: date, parameter: Parameter, calendar: Calendar) -> date:
    return deadline(start, int(parameter.value or 0), parameter.unit, calendar)


def _back(event: date, parameter: Parameter, calendar: Calendar) -> date:
    """The last day on which `value` units still lie between that day and the event."""
    day = event.date() if isinstance(event, datetime) else event
    count = int(parameter.value or 0)
    found = day - timedelta(days=count)
    if parameter.unit != "工作日":
        return found
    while not calendar.is_working_day(found) or working_days_between(found, day, calendar) < count:
        found -= timedelta(days=1)
    return found


def changes(law: Law, first: date, second: date) -> dict[str, Any]:
    """What two days differ in: figures of the law, and laws that came, went or changed in between.

    Returns:
        `parameters`: rows key, title, before, after; `laws`: rows law, day, what; `articles`: rows law,
        changed, old, new, subject of articles that got another number.
    """
    rows = []
    for key in law.parameters:
        before, after = law.at(key, first), law.at(key, second)
        if _plain(before) != _plain(after):
            title = (after or before).title if (after or before) else key  # type: ignore[union-attr]  # asked for just before
            rows.append({"key": key, "title": title, "before": _plain(before), "after": _plain(after)})
    low, high = min(first, second), max(first, second)
    articles = [_pair(one) for listed in pairs().values() for one in listed if low < one.changed <= high]
    return {"parameters": rows, "laws": list(_law_changes(law.registry, first, second)), "articles": articles}


def _plain(parameter: Parameter | None) -> Mapping[str, Any] | None:
    if parameter is None:
        return None
    figures = _figures(parameter) if parameter.value is not None else {"value": None, "unit": ""}
    return {**figures, "basis": {"source": parameter.citation.source, "article": parameter.citation.article}}


def _law_changes(registry: Registry, first: date, second: date) -> list[dict[str, str]]:
    low, high = min(first, second), max(first, second)
    rows = []
    for title, versions in registry.versions.items():
        starts = {one.effective for one in versions}
        for number, one in enumerate(versions):
            if low < one.effective <= high:
                what = "新法施行" if number == 0 and one.first else "修改后的文本施行"
                rows.append({"law": title, "day": one.effective.isoformat(), "what": what})
            if one.repealed and low < one.repealed <= high and one.repealed not in starts:
                later = law_successor(title, one.repealed)
                what = f"废止，由《{later.successor}》取代" if later else "废止"
                rows.append({"law": title, "day": one.repealed.isoformat(), "what": what})
    return sorted(rows, key=lambda row: (row["day"], row["law"]))
