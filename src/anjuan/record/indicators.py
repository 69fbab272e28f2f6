"""Supervision indicators over one or several reviews: gathering case files and registers, figures as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model.codec import dumps, fact_of, number
from ..model.errors import SetupError, near
from ..model.normal import normalise
from ..model.result import Ruling, Verdict
from ..plugin.manager import Plugins
from ..plugin.survey import Figure, Observation, Survey, Surveyed, figures
from ..reading.tables import load_registers
from ..rules.registers import Registers, Row
from .export import write_book
from .review import Review
from .standing import standing_rulings


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a survey; those of `restricted` indicators only when they were asked for."""

    figures: tuple[Figure, ...]
    restricted: tuple[str, ...]
    survey: Survey


def measure(
    reviews: Sequence[Review],
    *,
    registers: Path | None = None,
    on: dt.date,
    period: tuple[dt.date, dt.date] | None = None,
    only: Sequence[str] = (),
    restricted: bool = False,
    plugin_paths: Sequence[str | Path] = (),
) -> Measured:
    """Every indicator of all plugins over the case files of some reviews.

    Args:
        registers: a folder that takes the place of those the reviews name.
        on: day as of which terms have run out; period: first and last day looked at.
        only: names of indicators; empty for all. restricted: with those that speak of single persons.

    Raises:
        SetupError: an unknown indicator, a register that cannot be used, or a period that ends before it begins.
    """
    if period and period[1] < period[0]:
        raise SetupError("起止日期颠倒", f"{period[0]} 至 {period[1]}", "对调 --from 和 --to")
    plugins = Plugins.discover(plugin_paths)
    known = {one.name: one for one in plugins.indicators}
    for name in only:
        if name not in known:
            raise SetupError(f"没有监督指标 {name}", "", near(name, known) or "可用：" + "、".join(known))
    tables = load_registers(registers) if registers else _together(reviews)
    law = plugins.law(tables.calendar())
    files, notes = _files(reviews, Survey((), tables, law, on))
    survey = Survey(files, tables, law, on, period, (*notes, *tables.warnings))
    chosen = [known[name] for name in only] if only else list(known.values())
    told = [one for one in chosen if restricted or not one.restricted]
    hidden = tuple(one.name for one in chosen if one not in told)
    return Measured(tuple(figure for one in told for figure in figures(one, survey)), hidden, survey)


def _together(reviews: Sequence[Review]) -> Registers:
    """The registers of all reviews as one; the same folder counts once, the same row of two folders once."""
    folders: dict[Path, tuple[str, Registers]] = {}
    for review in reviews:
        if review.settings.registers:
            folder = (review.folder / review.settings.registers).resolve()
            if folder not in folders:
                folders[folder] = (review.settings.name, review.registers())
    found = list(folders.values())
    if len(found) <= 1:
        return found[0][1] if found else Registers()
    tables: dict[str, list[Row]] = {}
    for name, registers in found:
        for table, rows in registers.tables.items():
            tables.setdefault(table, []).extend(replace(row, file=f"{name}/{row.file}") for row in rows)
    warnings = tuple(text for _, one in found for text in one.warnings)
    return Registers({table: tuple(_once(rows)) for table, rows in tables.items()}, warnings)


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of several folders without those that say the same as one of another folder."""
    seen: dict[str, str] = {}
    for row in rows:
        key = repr(sorted((name, str(cell)) for name, cell in row.cells.items()))
        if seen.setdefault(key, row.file) == row.file:
            yield row


def _files(reviews: Sequence[Review], names: Survey) -> tuple[list[Surveyed], list[str]]:
    """Case files of all reviews; one that stands in two reviews is counted once, and named."""
    files: list[Surveyed] = []
    notes: list[str] = []
    seen: dict[tuple[str, str], Surveyed] = {}
    for review in reviews:
        with review.store() as store:
            lines, failed = store.lines(), store.failures()
            rulings: dict[str, list[Ruling]] = {}
            for ruling in standing_rulings(store):
                rulings.setdefault(ruling.case, []).append(ruling)
        if failed:
            notes.append(f"{review.settings.name}：有 {len(failed)} 件案卷没有完成评分，未计入")
        for line in lines:
            one = _surveyed(review.settings.name, line, rulings.get(line["id"], []), names)
            keys = [("digest", str(line["digest"]))]
            if one.case:
                keys.append((one.agency, normalise(one.case)))
            first = next((seen[key] for key in keys if key in seen), None)
            if first is not None and first.review != one.review:
                notes.append(
                    f"案卷 {one.id}（{one.review}）与 {first.id}（{first.review}）是同一件，只计一次"
                )
                continue
            for key in keys:
                seen[key] = one
            files.append(one)
    return files, notes


def _surveyed(review: str, line: Mapping[str, Any], rulings: Sequence[Ruling], names: Survey) -> Surveyed:
    documents = line["documents"]
    read = [page["read"] for one in documents for page in one["pages"]]
    return Surveyed(
        review=review,
        id=line["id"],
        case=line["case"] or "",
        agency=names.agency(line["agency"] or ""),
        category=line["category"],
        procedure=line["procedure"],
        facts=tuple(fact_of(one) for one in line["facts"]),
        papers=tuple(one["kind"] for one in documents),
        legible=bool(read)
        and not any(one.startswith("failed") for one in read)
        and all(one["kind"] != "unknown" for one in documents),
        items=tuple(_answers(line["items"], rulings)),
    )


def _answers(items: Sequence[Mapping[str, Any]], rulings: Sequence[Ruling]) -> Iterator[tuple[str, str]]:
    """Items that apply with the verdict that stands: the machine's, or that of people where they agree."""
    for row in items:
        ruled = {one.verdict for one in rulings if one.item == row["item"]}
        verdict = next(iter(ruled)) if len(ruled) == 1 else Verdict(row["verdict"])
        if len(ruled) > 1:
            verdict = Verdict.UNSURE
        if verdict is not Verdict.NOT_APPLICABLE:
            yield row["item"], str(verdict)


# ---- as plain values ----------------------------------------------------------------------------


def figure_json(one: Figure, survey: Survey) -> dict[str, Any]:
    """One figure as one object: share and interval are null where there are no data."""
    interval = one.interval
    return {
        "format": 1,
        "indicator": one.indicator.name,
        "title": one.indicator.title,
        "agency": one.agency,
        "part": one.part,
        "counts": one.indicator.counts,
        "of": one.indicator.of,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "share": None if one.share is None else number(one.share),
        "interval": None if interval is None else [number(end) for end in interval],
        "amount": None if one.amount is None else number(one.amount),
        "missing": [{"what": text, "count": count} for text, count in one.missing],
        "basis": [
            {
                "source": found.citation.source,
                "article": found.citation.article,
                "since": found.citation.since.isoformat(),
                "certain": found.certain,
            }
            for found in one.basis
        ],
        "behind": [_behind(found) for found in one.behind],
        "on": survey.on.isoformat(),
        "period": [day.isoformat() for day in survey.period] if survey.period else None,
    }


def _behind(one: Observation) -> dict[str, Any]:
    found: dict[str, Any] = {"counted": one.counted, "says": one.says}
    if one.file:
        found |= {"review": one.file.review, "id": one.file.id, "case": one.file.case}
    if one.rows:
        found["rows"] = [{"register": row.table, "file": row.file, "row": row.number} for row in one.rows]
    if one.amount is not None:
        found["amount"] = number(one.amount)
    return found


def figures_lines(measured: Measured) -> str:
    """One line of JSON a figure."""
    return "".join(dumps(figure_json(one, measured.survey)) + "\n" for one in measured.figures)


def write_lines(review: Review, measured: Measured) -> Path:
    """Write `out/indicators.jsonl` of a review, without what is restricted; gives its path."""
    open_ones = tuple(one for one in measured.figures if not one.indicator.restricted)
    review.out.mkdir(parents=True, exist_ok=True)
    path = review.out / "indicators.jsonl"
    text = figures_lines(replace(measured, figures=open_ones))
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_xlsx(path: Path, measured: Measured) -> None:
    """Write the figures and, on a second sheet, what each rests on.

    Raises:
        SetupError: the folder of the file is not there.
    """
    if not path.parent.is_dir():
        raise SetupError("找不到存放表格的文件夹", str(path.parent), "先建立该文件夹")
    write_book(path, {"指标": _figure_rows(measured), "依据": _behind_rows(measured)})


def _figure_rows(measured: Measured) -> Iterator[list[Any]]:
    heads = "指标,机关,分项,分子是,分母是,分子,分母,比例,区间下限,区间上限,金额（元）,缺少什么,条文,截至"
    yield heads.split(",")
    for one in measured.figures:
        low, high = one.interval or (None, None)
        yield [
            one.indicator.title, one.agency or "全部", one.part, one.indicator.counts, one.indicator.of,
            one.numerator, one.denominator, "无数据" if one.share is None else float(one.share),
            None if low is None else float(low), None if high is None else float(high),
            None if one.amount is None else float(one.amount),
            missing_text(one), basis_text(one), measured.survey.on.isoformat(),
        ]  # fmt: skip


def _behind_rows(measured: Measured) -> Iterator[list[Any]]:
    yield ["指标", "机关", "分项", "计入分子", "说明", "评查项目", "案卷", "文号", "台账", "文件", "行"]
    words = {True: "是", False: "否", None: "不能确定"}
    for one in measured.figures:
        if one.agency or one.part:
            continue  # the whole holds them all
        for found in one.behind:
            file = found.file
            about = [file.review, file.id, file.case] if file else ["", "", ""]
            head = [one.indicator.title, found.agency, found.part, words[found.counted], found.says, *about]
            for row in found.rows or (None,):
                yield [*head, *([row.table, row.file, row.number] if row else ["", "", ""])]


def missing_text(one: Figure) -> str:
    """What was missing, as a clause."""
    return "；".join(f"{text}（{count}）" if count else text for text, count in one.missing)


def basis_text(one: Figure) -> str:
    """Articles, with a note where nobody has compared them with the text."""
    return "；".join(
        f"{found.citation.source}{found.citation.article}" + ("" if found.certain else "（未核对原文）")
        for found in one.basis
    )
