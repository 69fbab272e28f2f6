"""Commands that do the work: `read`, `evaluate`, `demo`, `new`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ...model.case import CaseFile
from ...model.errors import AnjuanError, SetupError
from .app import PluginFiles, ReviewDir, app, console, warn

Paths = Annotated[
    list[Path], typer.Argument(help="案卷文件夹、批次文件夹、ZIP 或单个文件", show_default=False)
]
Workers = Annotated[
    int | None,
    typer.Option(min=0, help="同时读取的案卷数，默认每核一个；0 不另开进程，坏文件可能使命令停住"),
]
Scheduler = Annotated[
    str | None, typer.Option(help="dask 调度器的地址，如 tcp://192.0.2.1:8786，在多台机器上读取")
]
Engine = Annotated[str | None, typer.Option(help="识别引擎的名称，见 anjuan plugins")]


@app.command()
def read(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="每个案卷输出一行 JSON")] = False,
    out: Annotated[Path | None, typer.Option(help="写入文件而不是屏幕")] = None,
    each: Annotated[bool, typer.Option("--each", help="每个文件各为一个案卷")] = False,
    cache: Annotated[Path | None, typer.Option(help="页面识别结果的缓存文件夹")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    engine: Engine = None,
    limits: Annotated[
        Path | None, typer.Option(help="写有上限的 TOML 文件，如评查项目的 review.toml")
    ] = None,
    plugin: PluginFiles = None,
) -> None:
    """读取案卷并显示读到了什么，不打分。"""
    from ...plugin.manager import Plugins
    from ...reading.sources import find_sources
    from ...record.batch import Setup, read_many
    from ...record.cluster import connected
    from ...record.review import limits_from

    caps = limits_from(limits) if limits else None
    setup = Setup.of(Plugins.discover(plugin or ()), cache, engine or "", caps)
    sources = find_sources(paths, each=each)
    for text in sources.warnings:
        warn(f"提示：{text}")
    found: dict[str, str] = {}
    failed = 0
    with connected(scheduler) as (executor, slots):
        for outcome in read_many(sources, setup, executor=executor, workers=slots or workers):
            for error in outcome.problems:
                warn(str(error))
                failed = 1
            if outcome.case is not None:
                for text in outcome.case.warnings if as_json or out else ():  # the screen shows them in place
                    warn(f"提示：{outcome.source.source}：{text}")
                found[outcome.source.id] = _understood(outcome.case, as_json, on_screen=out is None)
    text = "".join(f"{found[name]}\n" for name in sorted(found))
    if out:
        out.write_text(text, encoding="utf-8", newline="\n")
    else:
        typer.echo(text, nl=False)
    raise typer.Exit(failed)


def _understood(case: CaseFile, as_json: bool, *, on_screen: bool) -> str:
    """One case file as a line of JSON, as tables for a terminal, or as plain lines for files and pipes."""
    from ...model.codec import dumps, head_json
    from ..tables import reading_tables, reading_text

    if as_json:
        return dumps(head_json(case))
    screen = console()
    if not (on_screen and screen.is_terminal):
        return reading_text(case)
    width = min(max(screen.width, 80), 120)  # longer lines are hard to follow
    with screen.capture() as caught:
        for part in reading_tables(case):
            screen.print(part, width=width)
    return str(caught.get())


@app.command()
def evaluate(
    paths: Paths,
    review: ReviewDir,
    profile: Annotated[str | None, typer.Option(help="评查标准：名称、文件或文件夹")] = None,
    registers: Annotated[Path | None, typer.Option(help="台账文件夹")] = None,
    each: Annotated[bool, typer.Option("--each", help="每个文件各为一个案卷")] = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    engine: Engine = None,
    plugin: PluginFiles = None,
) -> None:
    """读取、打分并存入评查项目；没有变化的案卷不再重读。"""
    from ...record.cluster import connected
    from ...record.review import Review
    from ...record.run import evaluate as run

    given = {
        "profile": _as_given(profile),
        "registers": str(registers.resolve()) if registers else None,
        "engine": engine,
    }
    opened = Review.open_or_make(review, **given)
    with connected(scheduler) as (executor, slots), _progress() as progress:
        summary = run(
            paths,
            opened,
            each=each,
            plugin_paths=plugin or (),
            workers=slots or workers,
            executor=executor,
            progress=progress,
        )
    _report(summary)
    with opened.store() as store:
        _results(store, opened)
    raise typer.Exit(summary.exit_code)


def _as_given(profile: str | None) -> str | None:
    """A profile path made absolute, since the review folder is elsewhere; a name as it is."""
    if profile and Path(profile).exists():
        return str(Path(profile).resolve())
    return profile


class _progress:
    """A bar on a terminal, plain lines otherwise."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Callable[[str, int, int], None]:
        import sys

        if not sys.stderr.isatty():
            return lambda name, done, total: warn(f"[{done}/{total}] {name}")
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True))
        self._bar.start()
        task = self._bar.add_task("评查", total=None)
        return lambda name, done, total: self._bar.update(task, completed=done, total=total, description=name)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _report(summary: Any) -> None:
    for text in summary.warnings:
        warn(f"提示：{text}")
    for source, error in summary.problems:
        warn(f"未完成：{source}：{error}")


def _results(store: Any, review: Any) -> None:
    from ...model.wire import evaluation_of
    from ..tables import results_table

    lines = store.lines()
    if not lines:
        warn("没有完成评分的案卷")
        return
    console().print(results_table([evaluation_of(line) for line in lines]))
    warn(f"结果已存入 {review.folder}；用 anjuan explain --review {review.folder} 案卷 评查项 查看某一处扣分")


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="评查项目文件夹", show_default=False)]) -> None:
    """新建评查项目：review.toml、带表头的空台账、笔记本。"""
    from ...record.start import new_review

    for path in new_review(folder):
        typer.echo(f"已建立 {path}")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="放结果的文件夹")] = Path("demo-review"),
    workers: Workers = None,
) -> None:
    """用自带样例走完全过程：读卷、打分、评查意见、评选、通报。"""
    from ...record.start import demo_review

    try:
        with _progress() as progress:
            done = demo_review(folder, workers=workers, progress=progress)
    except AnjuanError as error:
        if isinstance(error, SetupError):
            raise
        warn(str(error))
        raise typer.Exit(error.exit_code) from None
    _report(done.summary)
    from ..tables import results_table, selection_lines

    console().print(results_table(done.evaluations))
    for line in selection_lines(done.selections):
        typer.echo(line)
    typer.echo("通报：" + "、".join(str(path) for path in done.notices))
    typer.echo(f"评选：{done.selection}")
    typer.echo(f"下一步：anjuan explain --review {folder} 案卷 评查项")
    raise typer.Exit(done.summary.exit_code)
