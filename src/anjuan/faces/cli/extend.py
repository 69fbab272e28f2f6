"""Commands for those who extend the program or look after it."""

from __future__ import annotations

import importlib.util
import json
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from .app import PluginFiles, app, console

profile_app = typer.Typer(help="评查标准：check 校验。", no_args_is_help=True)
registers_app = typer.Typer(help="台账：check 校验。", no_args_is_help=True)
app.add_typer(profile_app, name="profile")
app.add_typer(registers_app, name="registers")


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
def checks(plugin: PluginFiles = None) -> None:
    """列出检查规则。"""
    from rich.table import Table

    from ...plugin.manager import Plugins

    found = Plugins.discover(plugin or ())
    table = Table(title=f"检查规则 {len(found.checks)} 条")
    for title in ("规则", "内容", "插件"):
        table.add_column(title)
    for one in found.checks.values():
        table.add_row(one.id, one.title, one.plugin)
    console().print(table)


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


@registers_app.command("check")
def registers_check(folder: Annotated[Path, typer.Argument(help="台账文件夹", show_default=False)]) -> None:
    """校验台账，列出各表行数和未使用的列。"""
    from ...reading.tables import load_registers
    from ...rules.registers import TABLES

    found = load_registers(folder)
    found.calendar()
    for name, rows in sorted(found.tables.items()):
        typer.echo(f"{name} {TABLES[name][0]}：{len(rows)} 行")
    for text in found.warnings:
        typer.echo(f"提示：{text}")


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
