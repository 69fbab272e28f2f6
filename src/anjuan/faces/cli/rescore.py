"""`anjuan rescore`: what another standard would do to the grades of a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from .app import PluginFiles, ReviewDir, app, warn

SHOWN = 3  # items named beside each grade


@app.command()
def rescore(
    review: ReviewDir,
    profile: Annotated[str | None, typer.Option(help="另一套评查标准：名称、文件或文件夹")] = None,
    registers: Annotated[Path | None, typer.Option(help="另一套台账的文件夹")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个等次有变化的案卷输出一行 JSON")] = False,
    workers: Annotated[int | None, typer.Option(min=0, help="进程数，默认每核一个；0 不另开进程")] = None,
    plugin: PluginFiles = None,
) -> None:
    """用另一套标准给已读的案卷重新评分，列出等次的变化和起作用的评查项；不改动评查项目。"""
    import json

    from ...record.rescore import rescore as run
    from ...record.review import Review

    found = run(
        Review.open(review),
        profile=str(Path(profile).resolve()) if profile and Path(profile).exists() else profile,
        registers=str(registers.resolve()) if registers else None,
        plugin_paths=plugin or (),
        workers=workers,
    )
    for change in found.changes:
        lines = [json.dumps(asdict(change), ensure_ascii=False)] if as_json else _lines(change)
        for line in lines:
            typer.echo(line)
    for name, reason in found.problems:
        warn(f"未完成：{name}：{reason}")
    warn(f"重新评分 {found.scored} 件，等次有变化 {len(found.changes)} 件；评查项目没有改动")
    raise typer.Exit(1 if found.problems else 0)


def _lines(change: Any) -> Iterator[str]:
    from ..tables import span

    before, after = change.before, change.after
    grades = f"{span(before.grade_low, before.grade_high)} → {span(after.grade_low, after.grade_high)}"
    scores = f"{span(before.low, before.high)} → {span(after.low, after.high)}"
    yield f"{change.id}　{change.case}　{grades}（{scores}）"
    for one in change.items[:SHOWN]:
        yield f"  {one.item} {one.title}：{_points(one.lost_before)} → {_points(one.lost_after)}" + (
            "，影响等次" if one.veto else ""
        )
    if len(change.items) > SHOWN:
        yield f"  另有 {len(change.items) - SHOWN} 项扣分不同"
    if not change.items:
        yield "  各评查项扣分相同，不同的是等次的分数线或者部分的计分方法"


def _points(lost: tuple[float, float]) -> str:
    least, most = min(lost), max(lost)
    return "不扣分" if not most else f"扣 {most:g} 分" if least == most else f"扣 {least:g}～{most:g} 分"
