"""Commands for those who extend the program or look after it."""

from __future__ import annotations

import importlib.util
import json
import platform
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import PluginFiles, app, console

if TYPE_CHECKING:
    from ...plugin.manager import Plugins
    from ...rules.check import Check

CATALOGUE = ("general", "jiangmen")

profile_app = typer.Typer(help="评查标准：check 校验，import 导入评分表，diff 比较。", no_args_is_help=True)
app.add_typer(profile_app, name="profile")


@app.command()
def plugins(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False, plugin: PluginFiles = None
) -> None:
    """列出插件、版本和它们提供的内容；不能使用的注明原因。"""
    from ...plugin.manager import Plugins

    found = Plugins.discover(plugin or ())
    counts = {name: sum(one.plugin == name for one in found.checks.values()) for name in found.versions}
    if as_json:
        data = {
            "plugins": [{"name": n, "version": v, "checks": counts[n]} for n, v in found.spec],
            "broken": found.broken,
        }
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for name, version in found.spec:
        typer.echo(f"{name}　{version}　检查规则 {counts[name]} 条")
    for name, reason in sorted(found.broken.items()):
        typer.echo(f"{name}　不能使用：{reason}")


@app.command()
def checks(
    coverage: Annotated[bool, typer.Option("--coverage", help="逐项列出评查项由谁判断、有无案例")] = False,
    profile: Annotated[
        list[str] | None,
        typer.Option("--profile", help="评查标准，可重复；默认为随附的通用标准和地方附加标准"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    plugin: PluginFiles = None,
) -> None:
    """列出检查规则；--coverage 列出各评查项由谁判断。"""
    from ...plugin.manager import Plugins

    found = Plugins.discover(plugin or ())
    if coverage:
        _coverage(found, profile or CATALOGUE, as_json)
    elif as_json:
        data = [{"check": one.id, "title": one.title, "plugin": one.plugin} for one in found.checks.values()]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        console().print(_checks_table(found.checks.values()))


def _checks_table(found: Collection[Check]) -> Any:
    from rich.table import Table

    table = Table(title=f"检查规则 {len(found)} 条")
    for title in ("规则", "内容", "插件"):
        table.add_column(title)
    for one in found:
        table.add_row(one.id, one.title, one.plugin)
    return table


def _coverage(plugins: Plugins, names: Sequence[str], as_json: bool) -> None:
    from ...rules.profile_files import load_profile
    from ..coverage import as_data, as_table, coverage, summary

    profiles = [load_profile(Path(name) if Path(name).exists() else name) for name in names]
    for one in profiles:
        plugins.require(one)
    lines = coverage(profiles, plugins.checks)
    if as_json:
        typer.echo(json.dumps(list(as_data(lines)), ensure_ascii=False, indent=2))
    else:
        console().print(as_table(lines))
        for text in summary(lines):
            typer.echo(text)
    if any(line.lacking for line in lines):
        raise typer.Exit(1)


@profile_app.command("check")
def profile_check(
    profile: Annotated[str, typer.Argument(help="名称、文件或文件夹", show_default=False)],
    plugin: PluginFiles = None,
) -> None:
    """校验评查标准，列出各评查表由谁判断。"""
    from ...plugin.manager import Plugins
    from ...rules.profile import Decide
    from ...rules.profile_files import load_profile

    found = load_profile(Path(profile) if Path(profile).exists() else profile)
    Plugins.discover(plugin or ()).require(found)
    for table in found.tables:
        items = table.items()
        counts = {one: sum(item.decide is one for item in items) for one in Decide}
        typer.echo(
            f"{table.name} {table.version}（{table.category}/{table.procedure}）：{len(items)} 项，"
            f"机器判断 {counts[Decide.CHECK]}，机器提示 {counts[Decide.ASSIST]}，人工判断 {counts[Decide.PERSON]}"
        )
    typer.echo(f"评查标准无误：{found.stamp}")


@app.command()
def doctor() -> None:
    """检查运行环境：缺什么、有什么用、怎么装。"""
    from ...plugin.manager import Plugins

    typer.echo(f"Python {platform.python_version()}　{platform.system()} {platform.machine()}")
    for line in _environment():
        typer.echo(line)
    for name, reason in sorted(Plugins.discover().broken.items()):
        typer.echo(f"缺　插件 {name} 不能使用：{reason}")


def _environment() -> Iterator[str]:
    parts = (
        ("rapidocr", "识别扫描件", "pip install rapidocr"),
        ("onnxruntime", "识别扫描件", "pip install onnxruntime"),
        ("nbclient", "运行笔记本", "pip install 'anjuan[notebook]'"),
        ("matplotlib", "笔记本中的图表", "pip install 'anjuan[notebook]'"),
    )
    for module, use, command in parts:
        there = importlib.util.find_spec(module) is not None
        yield f"{'有' if there else '缺'}　{module}：{use}" + ("" if there else f"；安装：{command}")
    programs = (
        ("soffice", "读取旧版 Word 文件（DOC、WPS、RTF）", "apt-get install libreoffice-writer-nogui"),
        (
            "fc-list",
            "查看已装字体；DOCX 和 HTML 不需要字体，图表需要中文字体",
            "apt-get install fonts-noto-cjk",
        ),
    )
    for program, use, command in programs:
        there = shutil.which(program) is not None
        yield f"{'有' if there else '缺'}　{program}：{use}" + ("" if there else f"；安装：{command}")
