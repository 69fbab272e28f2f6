"""Read, score and show case files in a notebook; nothing here is needed outside of one, all of it works there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..circulation.circular import CATEGORIES
from ..model.case import CaseFile
from ..model.codec import case_digest, number
from ..model.errors import AnjuanError, ProfileError, UnknownCase
from ..model.result import AD_HOC, Evaluation, Selection
from ..plugin.manager import Plugins
from ..reading.sources import find_sources, is_batch
from ..reading.tables import load_registers
from ..record.batch import Outcome, Setup, read_many
from ..rules.check import Check
from ..rules.profile import CheckUse, Decide, Formula, Item, Profile, Section
from ..rules.profile_files import load_profile
from ..rules.registers import Registers
from ..scoring.score import score as judge
from .crops import crop, page_picture, rotations
from .pages import PageViews, page_views
from .show import (
    Listing,
    Picture,
    case_html,
    columns,
    evaluation_html,
    no_picture,
    selection_html,
)
from .tables import VERDICTS
from .understood import PROCEDURES

if TYPE_CHECKING:
    from pandas import DataFrame
    from PIL.Image import Image

    from ..model.case import Evidence, Page

Turned = Mapping[tuple[str, "int | None"], int]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the papers of a case file lie, and which of their pages were turned for reading."""

    path: Path
    turned: Callable[[], Turned]


# By digest of the case file. Values hold no machine paths, a picture of a page needs one.
_homes: dict[str, Home] = {}


class Readings(list[CaseFile]):
    """Case files of a batch, by id.

    Attributes:
        problems: what could not be read, as source and error; the others were finished.
    """

    def __init__(self, cases: Iterable[CaseFile], problems: Iterable[tuple[str, AnjuanError]] = ()) -> None:
        super().__init__(cases)
        self.problems = tuple(problems)

    def _repr_html_(self) -> str:
        return self.listing()._repr_html_()

    def listing(self) -> Listing:
        """One row a case file; what could not be read stands below."""
        rows = tuple(
            (
                one.id,
                one.case or "（未读到）",
                one.agency or "（未读到）",
                str(len(one.documents)),
                str(sum(len(document.pages) for document in one.documents)),
                str(len(one.facts)),
            )
            for one in self
        )
        heads = columns("案卷:k", "文号:k", "机关", "文书:n", "页数:n", "事实:n")
        notes = tuple(f"未完成：{source}：{error}" for source, error in self.problems)
        return Listing(f"已读取 {len(self)} 件案卷", heads, rows, notes)


@cache
def installed() -> Plugins:
    """The installed plugins, loaded once."""
    return Plugins.discover()


def read(
    path: str | Path, *, each: bool = False, cache: str | Path | None = None, workers: int | None = None
) -> CaseFile | Readings:
    """Read one case file, or all of a batch.

    Args:
        path: a file, a ZIP, the folder of one case file, or a folder of case files.
        each: every file in the folder is a case file of its own.
        cache: folder where readings of pages are kept, so that a scan is recognised once.
        workers: processes for a batch; None takes one a core, 0 reads in this process.

    Raises:
        UnknownCase: the path does not exist; InputError: a single case file cannot be read.
    """
    path = Path(path)
    sources = find_sources([path], each=each)
    plugins = installed()
    setup = Setup(plugins.paths, plugins.spec, None if cache is None else str(cache))
    if not each and not (path.is_dir() and is_batch(path)):
        return _known(next(iter(read_many(sources, setup, workers=0))))
    found: dict[str, CaseFile] = {}
    problems: list[tuple[str, AnjuanError]] = []
    for outcome in read_many(sources, setup, workers=workers):
        problems += [(outcome.source.source, error) for error in outcome.problems]
        if outcome.case is not None:
            found[outcome.source.id] = _known(outcome)
    return Readings(
        (found[name] for name in sorted(found)), sorted(problems, key=lambda pair: (pair[0], str(pair[1])))
    )


def _known(outcome: Outcome) -> CaseFile:
    if outcome.case is None:
        raise outcome.problems[0]
    turned = rotations(outcome.case)
    remember(case_digest(outcome.case), outcome.source.path, lambda: turned)
    return outcome.case


def remember(digest: str, path: Path, turned: Callable[[], Turned] = dict) -> None:
    """Note where the papers of a case file lie, for pictures of its pages."""
    _homes[digest] = Home(path, turned)


def papers_of(digest: str) -> Path | None:
    """Where the papers of a case file lie; None when nobody knows."""
    home = _homes.get(digest)
    return None if home is None else home.path


def pictures_of(digest: str) -> Picture:
    """What gives pictures of places in a case file; of none when nobody knows where its papers lie."""
    home = _homes.get(digest)
    if home is None:
        return no_picture

    def picture(evidence: Evidence) -> Image | None:
        turned = home.turned().get((evidence.file, evidence.page), 0)
        return crop(evidence, home.path, installed(), rotation=turned)

    return picture


def pages(
    case: CaseFile,
    source: str | Path | None = None,
    *,
    pages: int | Iterable[int] | None = None,
    kind: str = "",
) -> PageViews:
    """Pages of a case file as pictures, with lines, facts, seals and unreadable places drawn on them.

    Args:
        source: file, ZIP or folder that it was read from; not needed after `read`, or where a review knows it.
        pages: numbers of pages, counted through the case file from 1; None gives the first ten.
        kind: only papers of this kind, or the one with this id (`行政处罚决定书`, `d17`).

    Raises:
        UnknownCase: nobody knows where its papers lie, or it has no such page or paper.
    """
    if source is None:
        home = _homes.get(case_digest(case))
        if home is None:
            raise UnknownCase(
                "不知道案卷原件在哪里", case.id, '写明路径，如 aj.pages(案卷, r"D:\\案卷\\017")'
            )
        path = home.path
    else:
        path = Path(source)

    def picture(page: Page) -> Image:
        return page_picture(page.file, page.page or 1, path, installed(), rotation=page.rotation)

    return page_views(case, picture, pages=pages, kind=kind)


def score(
    case: CaseFile,
    profile: str | Path | Profile = "general",
    registers: str | Path | Registers | None = None,
    checks: Sequence[Check] = (),
) -> Evaluation:
    """Judge one case file, without storing anything.

    Args:
        profile: name, file, folder or value of a scoring profile.
        registers: folder or value of registers.
        checks: checks written in a cell, to be tried. One that the profile names by its id takes the place of
            the installed one, another is shown apart and takes no points. The score is then stamped
            `ad hoc` and no store takes it.

    Raises:
        ProfileError: the profile does not hold; NoTable: it has no table for this kind of case file.
    """
    plugins = installed()
    if not isinstance(profile, Profile):
        profile = load_profile(profile)
    if not isinstance(registers, Registers):
        registers = Registers() if registers is None else load_registers(Path(registers))
    plugins.require(_without(profile, {one.id for one in checks}))
    spec = plugins.spec
    if checks:
        profile = _with_tried(profile, case, checks)
        spec = (*spec, (AD_HOC, "、".join(sorted(one.id for one in checks))))
    return judge(
        case,
        profile,
        {**plugins.checks, **{one.id: one for one in checks}},
        law=plugins.law(registers.calendar()),
        registers=registers,
        plugins=spec,
    )


def _without(profile: Profile, ids: set[str]) -> Profile:
    """The profile as far as installed plugins must carry it."""

    def trimmed(item: Item) -> Item:
        return replace(item, checks=tuple(use for use in item.checks if use.check not in ids))

    return replace(
        profile,
        tables=tuple(
            replace(
                table,
                sections=tuple(
                    replace(section, items=tuple(map(trimmed, section.items))) for section in table.sections
                ),
            )
            for table in profile.tables
        ),
    )


def _with_tried(profile: Profile, case: CaseFile, checks: Sequence[Check]) -> Profile:
    """The profile with a section that takes no points, for checks that it does not name."""
    nothing = Decimal(0)
    table = profile.table(case.category, case.procedure, case)
    used = {use.check for item in table.items() for use in item.checks} if table else set()
    items = tuple(
        Item(one.id, one.title, nothing, one.dimension, Decide.CHECK, (CheckUse(one.id, nothing),))
        for one in checks
        if one.id not in used
    )
    if table is None or not items:
        return profile
    section = Section(AD_HOC, "试用", Formula.DEDUCT, items)
    longer = replace(table, sections=(*table.sections, section))
    return replace(profile, tables=tuple(longer if one is table else one for one in profile.tables))


HEADS = ("案卷", "文号", "机关", "类别", "程序", "最低得分", "最高得分", "最低等次", "最高等次")


def frame(
    evaluations: Evaluation | Iterable[Evaluation], shape: Literal["long", "wide"] = "long"
) -> DataFrame:
    """Evaluations as a pandas DataFrame with Chinese headings.

    Args:
        shape: `long` gives a row for each case file and item; `wide` a row for each case file, with its counts,
            its dimensions and one column for each item (the points it surely keeps).

    Raises:
        ProfileError: another shape.
    """
    import pandas

    if isinstance(evaluations, Evaluation):
        evaluations = [evaluations]
    ordered = sorted(evaluations, key=lambda one: one.id)
    if shape == "long":
        rows = [{**_heads(one), **cells} for one in ordered for cells in _items(one)]
        return pandas.DataFrame(rows, columns=[*HEADS, *ITEM_HEADS])
    if shape != "wide":
        raise ProfileError(f"没有 {shape} 这种表", "frame", "用 long（每项一行）或 wide（每卷一行）")
    titles = dimension_titles()
    items = sorted({row.item for one in ordered for row in one.items})
    names = [titles.get(d.id, d.id) for one in ordered for d in one.dimensions]
    dimensions = [name for name in titles.values() if name in names]
    dimensions += [name for name in dict.fromkeys(names) if name not in dimensions]
    return pandas.DataFrame(
        [_wide(one, titles) for one in ordered],
        columns=[*HEADS, "一票否决", "待判断", "推定", *dimensions, *items],
    )


ITEM_HEADS = ("评查项", "名称", "维度", "分值", "项最低得分", "项最高得分", "结论", "推定", "说明")


def _heads(one: Evaluation) -> dict[str, Any]:
    values = (
        one.id, one.case, one.agency, CATEGORIES.get(one.category, one.category),
        PROCEDURES.get(one.procedure, one.procedure),
        number(one.low), number(one.high), one.grade_low, one.grade_high,
    )  # fmt: skip
    return dict(zip(HEADS, values, strict=True))


def _items(one: Evaluation) -> Iterable[dict[str, Any]]:
    titles = dimension_titles()
    for row in one.items:
        messages = "；".join(found.finding.message for found in row.findings if found.finding.message)
        values = (
            row.item, row.title, titles.get(row.dimension, row.dimension), number(row.points),
            number(row.low), number(row.high), VERDICTS[row.verdict], "是" if row.presumed else "", messages,
        )  # fmt: skip
        yield dict(zip(ITEM_HEADS, values, strict=True))


def _wide(one: Evaluation, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        **_heads(one),
        "一票否决": len(one.vetoes),
        "待判断": len(one.undecided),
        "推定": len(one.presumed),
        **{titles.get(d.id, d.id): number(d.low) for d in one.dimensions},
        **{row.item: number(row.low) for row in one.items},
    }


@cache
def dimension_titles() -> dict[str, str]:
    """Id → title of the installed dimensions, in their order."""
    return {one.id: one.title for one in installed().dimensions}


def to_html(value: CaseFile | Evaluation | Selection) -> str:
    """What a notebook shows of a value, as HTML for any other use.

    Raises:
        TypeError: the value is of another kind.
    """
    if isinstance(value, CaseFile):
        return case_html(value)
    if isinstance(value, Evaluation):
        return evaluation_html(value, titles=dimension_titles(), picture=pictures_of(value.digest))
    if isinstance(value, Selection):
        return selection_html(value)
    raise TypeError(f"no HTML for a {type(value).__name__}")


def load_ipython_extension(shell: Any) -> None:
    """Tell IPython how to draw anjuan's values and errors (`%load_ext anjuan`); nothing else changes."""
    formatters = shell.display_formatter.formatters
    for kind in (CaseFile, Evaluation, Selection):
        formatters["text/html"].for_type(kind, to_html)
        formatters["text/plain"].for_type(kind, _short)
    # A reader who writes no code is helped by the message, not by the way through the code.
    AnjuanError._render_traceback_ = lambda error: [str(error)]  # type: ignore[attr-defined]  # IPython looks for this name


def _short(value: CaseFile | Evaluation | Selection, printer: Any, cycle: bool) -> None:
    """One line: the whole value would put a case file's quotes into the notebook twice."""
    kind = type(value).__name__
    name = value.kind if isinstance(value, Selection) else value.id
    printer.text(f"{kind}({name})")


def in_notebook() -> bool:
    """True where IPython runs this code with a front end of its own."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell else None
    return running is not None and getattr(running, "kernel", None) is not None
