"""Grades of each agency as a bar chart, or as a table where nothing can draw Chinese."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model.result import Evaluation
from .show import Listing, columns

OPEN = "等次未定"
# Sans serif first; names of faces as font files give them, on Linux, Windows and macOS.
FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "Noto Sans CJK JP", "SimHei", "LXGW WenKai", "Noto Serif CJK SC", "Noto Serif CJK JP", "Songti SC", "SimSun",
    "AR PL UMing CN", "AR PL UKai CN",
)  # fmt: skip
# Told apart by people who do not see red and green; an open grade is grey.
_COLOURS = ("#1b7f79", "#b9770e", "#b3402e", "#5b6ea8", "#8a5a9e")
_GREY = "#8b9097"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart, kept as SVG with its letters as outlines: it looks the same on every machine."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return "Chart"

    def save(self, path: str | Path) -> Path:
        """Write the chart as an SVG file."""
        path = Path(path)
        path.write_text(self.svg, encoding="utf-8")
        return path


def grade_chart(evaluations: Iterable[Evaluation], grades: Sequence[str] = ()) -> Chart | Listing:
    """How many case files of each agency have which grade; those whose grade is open stand apart.

    Args:
        grades: their order, best first; else the order in which they are met.

    Returns:
        A table instead where matplotlib or a font with Chinese letters is missing (it says what to install), or
        where there is nothing to draw.
    """
    counts = grade_counts(evaluations, grades)
    if not counts:
        return _table(counts, "还没有评查过的案卷")
    if importlib.util.find_spec("matplotlib") is None:
        return _table(counts, "没有画图软件包，改用表格；安装：pip install 'anjuan[notebook]'")
    font = chinese_font()
    if not font:
        return _table(counts, "没有中文字体，改用表格；安装：apt-get install fonts-noto-cjk")
    return Chart(_drawn(counts, font))


def grade_counts(evaluations: Iterable[Evaluation], grades: Sequence[str] = ()) -> dict[str, dict[str, int]]:
    """Agency → grade → number of case files, agencies with most files first."""
    evaluations = sorted(evaluations, key=lambda one: one.id)
    met = [name for one in evaluations for name in (one.grade_high, one.grade_low)]
    order = [*dict.fromkeys((*grades, *met)), OPEN]
    found: dict[str, dict[str, int]] = {}
    for one in evaluations:
        row = found.setdefault(one.agency or "（未读到机关）", dict.fromkeys(order, 0))
        row[one.grade_low if one.grade_low == one.grade_high else OPEN] += 1
    return dict(sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])))


def chinese_font() -> str:
    """An installed font that has Chinese letters; empty when there is none."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return next((name for name in FONTS if name in installed), "")


def _table(counts: dict[str, dict[str, int]], note: str) -> Listing:
    grades = next(iter(counts.values()), {})
    rows = tuple((agency, *map(str, row.values()), str(sum(row.values()))) for agency, row in counts.items())
    headings = columns("机关", *(f"{name}:n" for name in grades), "合计:n")
    return Listing("各机关案卷等次", headings, rows, (note,))


def _drawn(counts: dict[str, dict[str, int]], font: str) -> str:
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    agencies = list(counts)[::-1]
    grades = list(next(iter(counts.values()), {}))
    colours = dict(zip(grades, _COLOURS, strict=False)) | {OPEN: _GREY}
    with rc_context(
        {"font.family": [font], "font.size": 11, "svg.fonttype": "path", "svg.hashsalt": "anjuan"}
    ):
        figure = Figure(figsize=(9.6, 1.3 + 0.46 * max(len(agencies), 1)), layout="constrained")
        axes = figure.add_subplot()
        left = [0] * len(agencies)
        for grade in grades:
            numbers = [counts[agency][grade] for agency in agencies]
            if any(numbers):
                bars = axes.barh(agencies, numbers, left=left, color=colours.get(grade, _GREY), label=grade)
                labels = [str(number) if number else "" for number in numbers]
                axes.bar_label(bars, labels, label_type="center", color="white", fontweight="bold")
            left = [before + number for before, number in zip(left, numbers, strict=True)]
        axes.set_xlabel("案卷数（件）")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside upper left", ncols=len(grades), frameon=False)
        out = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))  # no clock, no address in the file
        figure.savefig(out, format="svg", metadata=nothing)
    return out.getvalue()[out.getvalue().index("<svg") :]
