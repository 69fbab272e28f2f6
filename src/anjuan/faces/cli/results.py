"""Commands on results: `select`, `notice`, `export`, `explain`, `verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ...model.errors import SetupError, UnknownCase, near
from .app import PluginFiles, ReviewDir, app, console, warn


@app.command()
def select(
    review: ReviewDir,
    policy: Annotated[str, typer.Option(help="评选规则：名称或 TOML 文件")] = "standard",
    plugin: PluginFiles = None,
) -> None:
    """评选优秀案卷和问题案卷，写明每一件入选或未入选的理由。"""
    from ...record.circulate import choose
    from ...record.review import Review
    from ..tables import selection_lines

    selections, path = choose(Review.open(review), policy, plugin or ())
    for line in selection_lines(selections):
        typer.echo(line)
    typer.echo(f"已写入 {path}")


@app.command()
def notice(
    review: ReviewDir,
    kind: Annotated[str, typer.Option(help="种类：circular 评查通报")] = "circular",
    form: Annotated[str, typer.Option("--format", help="docx 或 html")] = "docx",
    policy: Annotated[str, typer.Option(help="评选规则：名称或 TOML 文件")] = "standard",
    plugin: PluginFiles = None,
) -> None:
    """写出通报。"""
    from ...record.circulate import write_notice
    from ...record.review import Review

    path = write_notice(Review.open(review), kind, form, policy, plugin or ())
    typer.echo(f"已写入 {path}")


@app.command()
def export(
    review: ReviewDir,
    form: Annotated[str, typer.Option("--format", help="jsonl、csv 或 xlsx")] = "jsonl",
) -> None:
    """导出评查结果和评查意见。"""
    from ...record.export import export as run
    from ...record.review import Review

    for path in run(Review.open(review), form):
        typer.echo(f"已写入 {path}")


@app.command()
def explain(
    case: Annotated[str, typer.Argument(help="案卷编号或文号", show_default=False)],
    item: Annotated[str, typer.Argument(help="评查项，如 PO-P17", show_default=False)],
    review: ReviewDir,
) -> None:
    """从一处扣分追到页、框、原文和条文。"""
    from ...model.wire import evaluation_of
    from ...record.review import Review
    from ...record.standing import standing_rulings
    from ..explain import explanation

    with Review.open(review).store() as store:
        evaluation = evaluation_of(store.line(case))
        rulings = [one for one in standing_rulings(store) if one.case == evaluation.id and one.item == item]
    row = evaluation.item(item)
    if row is None:
        known = [one.item for one in evaluation.items]
        raise UnknownCase(
            f"案卷 {evaluation.id} 的评查表没有 {item}",
            "",
            near(item, known) or "用 anjuan profile check 查看评查项",
        )
    for line in explanation(evaluation, row, rulings):
        console().print(line, markup=False)


@app.command()
def verify(
    review: ReviewDir,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="与 --heads 合用：写入的文件", show_default=False)
    ] = None,
    heads: Annotated[bool, typer.Option("--heads", help="只印出台账各链的头和总校验值")] = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="以前印出的链头文件，查台账有没有被截去或重写", show_default=False),
    ] = None,
    plugin: PluginFiles = None,
) -> None:
    """核对台账，并把存储的每个得分重算一遍。"""
    from ...record.heads import heads_text, read_heads
    from ...record.review import Review
    from ...record.run import verify as run

    if file is not None and not heads:
        raise SetupError("文件名只能与 --heads 合用", str(file), "核对以前印出的链头用 --against")
    opened = Review.open(review)
    if heads:
        with opened.store() as store:
            text = heads_text(store.numbered_heads())
        if file is None:
            typer.echo(text, nl=False)
        else:
            file.write_text(text, encoding="utf-8")
            typer.echo(f"已写入 {file}")
        return
    printed = None if against is None else read_heads(against)
    with opened.store() as store:
        found = [] if printed is None else store.cut_against(printed)
        for note in store.clock_notes():
            warn(f"提示：{note}")
    found += run(opened, plugin or ())
    for text in found:
        warn(text)
    if found:
        raise typer.Exit(1)
    typer.echo("台账完整，全部得分复算一致" + ("，与印出的链头相符" if printed is not None else ""))


@app.command()
def schema(
    what: Annotated[str, typer.Argument(help="evaluation 或 profile")] = "evaluation",
) -> None:
    """印出 JSON Schema。"""
    if what == "evaluation":
        from ...model.wire import evaluation_schema

        found = evaluation_schema()
    elif what == "profile":
        from ...rules.profile_schema import profile_json_schema

        found = profile_json_schema()
    else:
        raise SetupError(
            f"没有 {what} 的 Schema", "", near(what, ["evaluation", "profile"]) or "可用：evaluation、profile"
        )
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
