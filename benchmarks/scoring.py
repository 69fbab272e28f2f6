"""Scoring: milliseconds a case file beside an engine of rules, and all stored case files under another profile."""

from __future__ import annotations

import json
import multiprocessing
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from anjuan import CaseFile, Document, Plugins, Record
from anjuan.model.wire import line_json
from anjuan.reading.read import page_reader, read_case
from anjuan.reading.sources import find_sources
from anjuan.record.rescore import CHUNK, Other, begin, rescore, score_here
from anjuan.record.review import Review, Settings
from anjuan.record.run import Judges

from .papers import BOUND, REGISTERS, electronic
from .table import Row, most

SCORE_BAR, RESCORE_BAR = 5.0, 3.0  # milliseconds a case file, times what reading the rows takes
PAGES, CORES = 30, 2
# Another standard with all items of the shipped one: other marks between the grades, and one item that takes more.
PROFILE = """\
extends = "general/penalty_ordinary"
version = "bench"
grades = [{name = "优秀", at_least = 92}, {name = "合格", at_least = 70}, {name = "不合格", at_least = 0}]

[[section]]
id = "documents"

[[section.item]]
id = "PO-D13"
points = 9
checks = [{check = "documents.index", deduct = 9}]
"""
# Twenty questions of the shipped checks, as far as an engine of rules asks them: values only, no place and no law.
RULES = (
    "立案日期 <= 决定日期",
    "决定日期 - 立案日期 <= 90",
    "调查终结日期 <= 决定日期",
    "告知日期 <= 决定日期",
    "告知送达日期 <= 决定日期",
    "决定日期 - 告知送达日期 >= 3",
    "送达日期 >= 决定日期",
    "送达日期 - 决定日期 <= 9",
    "决定审批日期 <= 决定日期",
    "法制审核日期 <= 决定日期",
    "立案审批日期 - 立案日期 <= 15",
    "缴款日期 >= 决定日期",
    "结案日期 >= 送达日期",
    "罚款金额 > 0",
    "罚款金额 <= 拟罚款金额 or 拟罚款金额 == 0",
    "len(案号) > 0",
    "len(当事人) > 1",
    "len(处罚机关) > 3",
    "告知听证权 == true or 罚款金额 < 100000",
    "len(缴款期限) == 0 or contains(缴款期限, '日')",
)


def scoring_rows(folder: Path, stored: int, repeat: int) -> Iterator[Row]:
    """One core: scoring of case files that are read and loaded; two: all stored ones under another profile."""
    folder.mkdir(parents=True)
    review = Review(folder / "review", Settings(name="bench", registers=str(REGISTERS)))
    judges = Judges.load(review)
    yield from _one_core(judges, repeat)
    (folder / "other.toml").write_text(PROFILE, encoding="utf-8")
    cases = _cases(electronic(folder / "cases", len(BOUND), PAGES), judges.plugins)
    digests = _stored(review, judges, cases, stored)
    yield from _two_cores(review, digests, folder / "other.toml")


def _one_core(judges: Judges, repeat: int) -> Iterator[Row]:
    cases = _cases(BOUND, judges.plugins)
    table = judges.profile.table("penalty", "ordinary")
    if table is None:
        raise RuntimeError("the shipped profile has lost its table for ordinary penalties")
    uses = sum(len(item.checks) for item in table.items())
    _scored(judges, _others(cases, 0))
    seconds = min(_scored(judges, _others(cases, turn + 1)) for turn in range(repeat * 3)) / len(cases)
    name = f"scoring: {len(cases)} case files"
    yield Row(f"{name}, items", f"{len(table.items())}")
    yield most(f"{name}, time of one", 1000 * seconds, SCORE_BAR, " ms")
    yield Row(f"{name}, check evaluations", f"{uses / seconds:,.0f} /s")
    yield Row(f"{name}, empty functions in a loop", f"{uses / _bare(uses, 200):,.0f} /s")
    zen = _zen(cases, repeat)
    yield Row(
        f"{name}, zen-engine, {len(RULES)} rules on values",
        "not installed" if zen is None else f"{zen:,.0f} /s",
    )


def _two_cores(review: Review, digests: Sequence[str], profile: Path) -> Iterator[Row]:
    other = Other(replace(review, settings=replace(review.settings, profile=str(profile))), ())
    chunks = [digests[at : at + CHUNK] for at in range(0, len(digests), CHUNK)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(CORES, mp_context=context, initializer=begin, initargs=(other,)) as pool:
        list(pool.map(_read, chunks[:CORES]))  # starts the processes
        reading, scoring = 0.0, 0.0
        for at in range(0, len(chunks), 2 * CORES):  # in turns, so that the machine weighs on both alike
            reading += sum(pool.map(_read, chunks[at : at + 2 * CORES]))
            scoring += sum(pool.map(_read_and_score, chunks[at : at + 2 * CORES]))
    start = perf_counter()
    found = rescore(review, profile=str(profile), workers=CORES)
    whole = perf_counter() - start
    name = f"rescoring: {len(digests)} stored case files of {PAGES} pages, {CORES} processes"
    yield Row(f"{name}, rows read", f"{1000 * reading / len(digests):.2f} ms each")
    yield Row(f"{name}, rows read and scored", f"{1000 * scoring / len(digests):.2f} ms each")
    yield most(f"{name}, times as long", scoring / reading, RESCORE_BAR)
    yield Row(f"{name}, whole command by the clock", f"{whole:.1f} s")
    named = sum(bool(change.items) for change in found.changes)
    yield Row(f"{name}, grades changed", f"{len(found.changes)}")
    yield Row(f"{name}, of these with the item named", f"{named}")


def _cases(paths: Sequence[Path], plugins: Plugins) -> list[CaseFile]:
    reader = page_reader(plugins, None)
    return [read_case(source, plugins, reader).case for source in find_sources(paths)]


def _others(cases: Sequence[CaseFile], turn: int) -> list[CaseFile]:
    """The same case files with other texts: nothing that is kept by text can be of use twice."""
    return [_other(case, f"{case.id}-{turn}") for case in cases]


def _other(case: CaseFile, name: str) -> CaseFile:
    def marked(document: Document) -> Document:
        first = document.pages[0]
        if not first.lines:
            return document
        last = replace(first.lines[-1], text=f"{first.lines[-1].text} {name}")
        return replace(document, pages=(replace(first, lines=(*first.lines[:-1], last)), *document.pages[1:]))

    return replace(case, id=name, source=name, documents=tuple(map(marked, case.documents)))


def _scored(judges: Judges, cases: Sequence[CaseFile]) -> float:
    start = process_time()
    for case in cases:
        judges.evaluate(case, case.id)  # where a digest would stand: the store knows it of what it loads
    return process_time() - start


def _nothing(case: CaseFile | None) -> None:
    return None


def _bare(count: int, times: int) -> float:
    """Seconds of a loop that calls as many empty functions."""
    functions = [_nothing] * count
    start = process_time()
    for _ in range(times):
        for function in functions:
            function(None)
    return (process_time() - start) / times


def _names() -> list[str]:
    """Facts that the rules ask for; to the engine, which knows ASCII names only, they are f0, f1, …"""
    return sorted(set(re.findall(r"[\u4e00-\u9fff]{2,}", " ".join(RULES))), key=len, reverse=True)


def _ascii(rule: str) -> str:
    for number, name in enumerate(_names()):
        rule = rule.replace(name, f"f{number}")
    return rule


def _values(case: CaseFile) -> dict[str, Any]:
    """Facts of a case file as an engine of rules takes them: bare values, days as numbers."""
    texts = ("案号", "当事人", "处罚机关", "缴款期限")
    found: dict[str, Any] = {name: "" if name in texts else 0 for name in _names()}
    for fact in case.facts:
        value = fact.value
        if fact.name in found and not isinstance(value, Record):
            days = value.toordinal() if isinstance(value, date) else value
            found[fact.name] = float(days) if isinstance(days, Decimal) else days
    return {f"f{number}": found[name] for number, name in enumerate(_names())}


def _zen(cases: Sequence[CaseFile], repeat: int) -> float | None:
    """Rules a second that zen-engine decides on ready values; None where it is not installed."""
    try:
        import zen
    except ImportError:
        return None
    names = [f"r{number}" for number, _ in enumerate(RULES)]
    rules = [{"id": n, "key": n, "value": _ascii(rule)} for n, rule in zip(names, RULES, strict=True)]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": rules}},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    contexts = [_values(case) for case in cases]
    answers = [decision.evaluate(context)["result"] for context in contexts]
    if any(set(names) - set(answer) for answer in answers):
        raise RuntimeError("zen-engine left a rule without an answer")
    start, rounds = process_time(), 100 * repeat
    for _ in range(rounds):
        for context in contexts:
            decision.evaluate(context)
    return rounds * len(contexts) * len(RULES) / (process_time() - start)


def _stored(review: Review, judges: Judges, cases: Sequence[CaseFile], count: int) -> list[str]:
    """Digests of `count` evaluations in the store of the review, no two of the same text."""
    digests = []
    with review.store() as store:
        for number in range(count):
            case = _other(cases[number % len(cases)], f"n{number:05}")
            digest = store.put_case(case, "")
            line = line_json(judges.evaluate(case, digest), case)
            digests.append(store.put_evaluation(judges.key(f"{digest} {case.id} {case.source}"), line))
    return digests


def _read(digests: Sequence[str]) -> float:
    """Seconds that it takes a process to read rows of the store, the evaluation and the case file of each."""
    start = process_time()
    for _ in score_here().store.stored(digests):
        pass
    return process_time() - start


def _read_and_score(digests: Sequence[str]) -> float:
    start = process_time()
    score_here().scored(digests)
    return process_time() - start
