"""Choosing excellent and problem case files by a named policy, and writing the choice down."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ..model.codec import number
from ..model.errors import ProfileError, near
from ..model.result import Pick, Selection
from ..panel.ruling import Ruled
from ..plugin.hooks import SelectionPolicy

KINDS = {"excellent": "优秀案卷", "problem": "问题案卷"}
_HEADINGS = ("序号", "案卷", "文号", "机关", "低分", "高分", "最低等次", "最高等次", "理由")
_WIDTHS = (6, 14, 26, 30, 8, 8, 10, 10, 80)


def find_policy(
    name: str, policies: Mapping[str, SelectionPolicy]
) -> tuple[SelectionPolicy, Mapping[str, Any]]:
    """A policy by its name, or by a TOML file that names it (`policy = "standard"`) beside its options.

    Raises:
        ProfileError: no such policy or file, or the file is not TOML.
    """
    options: dict[str, Any] = {}
    where = ""
    if name.endswith(".toml"):
        where = Path(name).name
        try:
            options = tomllib.loads(Path(name).read_text(encoding="utf-8"))
        except OSError:
            raise ProfileError("找不到评选规则文件", where, "检查 --policy 后面的路径") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ProfileError(f"评选规则文件不是有效的 TOML：{error}", where, "改正后重试") from None
        name = str(options.pop("policy", "standard"))
    if name not in policies:
        raise ProfileError(
            f"没有评选规则 {name}", where, near(name, policies) or "用 anjuan plugins 查看已有规则"
        )
    return policies[name], options


def select(
    results: Sequence[Ruled], policy: SelectionPolicy, options: Mapping[str, Any]
) -> tuple[Selection, ...]:
    """What a policy chooses; the order of `results` does not matter.

    Raises:
        ProfileError: the policy does not know an option.
    """
    ordered = sorted(results, key=lambda one: one.evaluation.id)
    rulings = [ruling for one in ordered for ruling in one.rulings]
    return tuple(policy.select([one.evaluation for one in ordered], rulings, options))


def selection_json(selections: Sequence[Selection]) -> dict[str, Any]:
    """Selections as `out/selection.json` holds them."""
    return {
        "format": 1,
        "selections": [
            {
                "kind": one.kind,
                "policy": one.policy,
                "picks": [_pick_json(pick) for pick in one.picks],
                "near_misses": [_pick_json(pick) for pick in one.near_misses],
            }
            for one in selections
        ],
    }


def _pick_json(pick: Pick) -> dict[str, Any]:
    return {
        "case": pick.case,
        "number": pick.number,
        "agency": pick.agency,
        "low": number(pick.low),
        "high": number(pick.high),
        "grade_low": pick.grade_low,
        "grade_high": pick.grade_high,
        "chosen": pick.chosen,
        "rank": pick.rank,
        "reasons": list(pick.reasons),
    }


def selection_xlsx(selections: Sequence[Selection]) -> bytes:
    """Selections as a workbook: a sheet for each kind and one for its near misses; no cell is a formula."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"created": datetime(2000, 1, 1)}
    )  # the clock would make equal choices differ in bytes
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for one in selections:
        title = KINDS.get(one.kind, one.kind)
        for name, picks in ((title, one.picks), (f"{title}（未入选）", one.near_misses)):
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, _HEADINGS, head)
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width)
            for line, pick in enumerate(picks, 1):
                row = (pick.rank, pick.case, pick.number, pick.agency, float(pick.low), float(pick.high))
                for column, value in enumerate(
                    (*row, pick.grade_low, pick.grade_high, "；".join(pick.reasons))
                ):
                    sheet.write(line, column, value, cell)
    book.close()
    return target.getvalue()
