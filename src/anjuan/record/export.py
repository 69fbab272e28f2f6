"""Exports of a review: one line or row a case file, and rulings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model.codec import dumps
from ..model.errors import SetupError, near
from ..model.result import Ruling
from .review import Review
from .standing import standing_rulings

FORMATS = ("jsonl", "csv", "xlsx")
COLUMNS = (
    ("案卷", "id"), ("文号", "case"), ("机关", "agency"), ("类别", "category"), ("程序", "procedure"),
    ("最低得分", "low"), ("最高得分", "high"), ("最低等次", "grade_low"), ("最高等次", "grade_high"),
)  # fmt: skip


def export(review: Review, form: str) -> list[Path]:
    """Write `out/evaluations.<ext>` and `out/rulings.<ext>`; gives their paths.

    Raises:
        SetupError: an unknown format.
    """
    if form not in FORMATS:
        raise SetupError(f"没有 {form} 格式", "", near(form, FORMATS) or "可用：" + "、".join(FORMATS))
    with review.store() as store:
        lines, rulings = store.lines(), standing_rulings(store)
    review.out.mkdir(parents=True, exist_ok=True)
    paths = [review.out / f"evaluations.{form}", review.out / f"rulings.{form}"]
    if form == "jsonl":
        _write(paths[0], "".join(dumps(line) + "\n" for line in lines))
        _write(paths[1], "".join(dumps(_ruling(one)) + "\n" for one in rulings))
        return paths
    tables = (_items(lines), [list(_ruling({})), *(list(_ruling(one).values()) for one in rulings)])
    for path, rows in zip(paths, tables, strict=True):
        if form == "csv":
            text = io.StringIO()
            csv.writer(text, lineterminator="\r\n").writerows(rows)
            _write(path, "\ufeff" + text.getvalue())  # Excel reads UTF-8 only with the mark
        else:
            _xlsx(path, rows)
    return paths


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _ruling(one: Ruling | Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(one, Ruling):
        return dict.fromkeys(("案卷", "评查项", "评查员", "结论", "得分", "理由"))
    return {
        "案卷": one.case,
        "评查项": one.item,
        "评查员": one.reviewer,
        "结论": str(one.verdict),
        "得分": None if one.points is None else float(one.points),
        "理由": one.reason,
    }


def _items(lines: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """One row an item, with the case file's own columns before it."""
    heads = [heading for heading, _ in COLUMNS]
    rows: list[list[Any]] = [
        [*heads, "评查项", "名称", "维度", "分值", "项最低得分", "项最高得分", "结论", "推定", "说明"]
    ]
    for line in lines:
        own = [line[key] for _, key in COLUMNS]
        for item in line["items"]:
            messages = "；".join(f["message"] for f in item["findings"] if f["message"])
            rows.append(
                [
                    *own,
                    *(
                        item[key]
                        for key in ("item", "title", "dimension", "points", "low", "high", "verdict")
                    ),
                    "是" if item["presumed"] else "",
                    messages,
                ]
            )
    return rows


def _xlsx(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    write_book(path, {"数据": rows})


def write_book(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    """Write a workbook of plain tables, each with its first row fixed; texts stay texts, whatever they begin with."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
