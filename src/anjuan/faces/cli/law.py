"""`anjuan law`: dated law for people and programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ...model.errors import LawError
from .app import PluginFiles, app

law_app = typer.Typer(help="按日期查法：show、at、check、term、diff、import。", no_args_is_help=True)
app.add_typer(law_app, name="law")

Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]
Texts = Annotated[
    Path | None,
    typer.Option("--texts", help="导入的法律文本所在文件夹（默认在用户数据文件夹）", show_default=False),
]
STATUS = {"in_force": "有效", "not_yet": "尚未施行", "repealed": "已经废止或者失效", "unknown": "无法判断"}
CHECKED = {
    "ok": "存在，当日有效",
    "no_such_law": "没有登记这部法",
    "not_in_force": "当日无效",
    "no_such_article": "当日的文本没有这一条",
    "unknown": "无法判断",
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LawError("日期格式不对", text, "写成 2024-03-05 的形式") from None


def _moment(text: str) -> date:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise LawError("日期格式不对", text, "写成 2024-03-05 或 2024-03-05T10:30 的形式") from None


def _library(texts: Path | None) -> Any:
    from ...law.library import Library, law_home

    return Library(texts or law_home())


def _registry(texts: Path | None) -> Any:
    from ...law import Registry

    return Registry.shipped().with_versions(_library(texts).versions())


def _print(found: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False))


@law_app.command("at")
def law_at(
    name: Annotated[str, typer.Argument(help="全称或者简称", show_default=False)],
    day: Annotated[str, typer.Argument(metavar="日期", help="如 2021-07-14", show_default=False)],
    as_json: Json = False,
    texts: Texts = None,
) -> None:
    """某一天有效的是哪个文本。"""
    from ...law.answers import at

    found = at(_registry(texts), name, _day(day))
    if as_json:
        _print(found)
        return
    typer.echo(f"{found['law']}　{day}　{STATUS[found['status']]}")
    if found["effective"]:
        until = f"，至 {found['repealed']} 前" if found["repealed"] else ""
        articles = f"，共 {found['articles']} 条" if found["articles"] else ""
        typer.echo(f"  文本自 {found['effective']} 起施行{until}{articles}")
    if found.get("certain") is False:
        typer.echo("  施行日期或者条数尚未核实")


@law_app.command("check")
def law_check(
    citation: Annotated[str, typer.Argument(help="如 《行政处罚法》第六十条", show_default=False)],
    on: Annotated[str, typer.Option("--on", help="按哪一天判断", show_default=False)],
    as_json: Json = False,
    texts: Texts = None,
) -> None:
    """引用的条文当日是否存在、有效。"""
    from ...law.answers import check

    found = check(_registry(texts), citation, _day(on))
    if as_json:
        _print(found)
        return
    typer.echo(f"《{found['law']}》{found['article']}　{on}　{CHECKED[found['status']]}")
    if found["effective"]:
        typer.echo(f"  文本自 {found['effective']} 起施行")
    if "successor" in found:
        typer.echo(f"  {found['successor']['day']} 起由《{found['successor']['law']}》取代")
    for row in found.get("moved", ()):
        typer.echo(f"  旧文本的{row['old']}（{row['subject']}），{row['changed']} 起为{row['new']}")


@law_app.command("term")
def law_term(
    key: Annotated[str, typer.Argument(help="期限的名称，如 penalty.decision", show_default=False)],
    start: Annotated[str | None, typer.Option("--from", help="起算日期，可带时刻")] = None,
    until: Annotated[str | None, typer.Option("--until", help="举行听证的日期（倒推通知期限）")] = None,
    as_json: Json = False,
    plugin: PluginFiles = None,
) -> None:
    """期限的最后一日（或者最后一刻）。"""
    from ...law.answers import term
    from ...plugin.manager import Plugins

    law = Plugins.discover(plugin or ()).law()
    found = term(law, key, _moment(start) if start else None, _moment(until) if until else None)
    if as_json:
        _print(found)
        return
    if found["due"] is None:
        typer.echo("当时没有这项期限" if found["status"] == "none" else "日历缺少相关年份，无法计算")
        return
    basis = found["basis"]
    typer.echo(f"最迟 {found['due']}（{found['value']}{found['unit']}，{basis['source']}{basis['article']}）")


@law_app.command("show")
def law_show(
    name: Annotated[str, typer.Argument(help="全称或者简称", show_default=False)],
    article: Annotated[
        int | None, typer.Option("--article", min=1, help="显示这一条（须已导入文本）")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="按哪一天的文本")] = None,
    as_json: Json = False,
    texts: Texts = None,
) -> None:
    """一部法的各个文本；已导入文本的，可以显示条文。"""
    from ...law.answers import history

    registry = _registry(texts)
    titles = registry.titles(name)
    if not titles:
        from ...model.errors import near

        known = (*registry.versions, *registry.aliases)
        raise LawError("没有登记这部法", name, near(name, known) or "用全称查询，或者先导入文本")
    rows = [_version_row(one) for title in titles for one in registry.versions[title]]
    text = _article(registry, name, article, on, texts) if article else None
    told = [history(title) for title in titles]
    if as_json:
        _print(
            {"laws": list(titles), "versions": rows, "history": told, **({"text": text} if article else {})}
        )
        return
    for row in rows:
        until = f" 至 {row['repealed']}" if row["repealed"] else ""
        count = f"　{row['articles']} 条" if row["articles"] else ""
        doubt = "" if row["certain"] else "　未核实"
        typer.echo(f"{row['law']}　{row['level']}　{row['effective']} 起{until}{count}{doubt}")
    for one in told:
        _tell_history(one)
    if text:
        typer.echo("\n".join(("", *text)))


def _tell_moved(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        typer.echo(f"{row['changed']}　{row['law']}　{row['old']} → {row['new']}　{row['subject']}")


def _tell_history(one: Mapping[str, Any]) -> None:
    for row in one["replaces"]:
        typer.echo(f"{row['day']} 起取代 {row['law']}")
    for row in one["replaced_by"]:
        typer.echo(f"{row['day']} 起由 {row['law']} 取代")
    _tell_moved(one["moved"])


def _version_row(version: Any) -> dict[str, Any]:
    return {
        "law": version.title,
        "level": version.level,
        "effective": version.effective.isoformat(),
        "repealed": version.repealed.isoformat() if version.repealed else None,
        "articles": version.articles,
        "certain": version.certain,
    }


def _article(registry: Any, name: str, number: int, on: str | None, texts: Path | None) -> list[str]:
    titles = registry.titles(name)
    title = registry.title(name, _day(on)) if on else titles[0] if len(titles) == 1 else None
    if title is None:
        raise LawError("名称对应几部法", "、".join(titles), "用全称，或者加 --on 日期")
    versions = registry.versions[title]
    day = _day(on) if on else versions[-1].effective
    found = _library(texts).article(title, day, number)
    if found is None:
        raise LawError("没有导入这一条的文本", f"{title} 第{number}条", "先运行 anjuan law import 文件夹")
    return list(found.paragraphs)


@law_app.command("diff")
def law_diff(
    first: Annotated[str, typer.Argument(metavar="日期", help="如 2021-07-14", show_default=False)],
    second: Annotated[str, typer.Argument(metavar="日期", help="如 2021-07-15", show_default=False)],
    as_json: Json = False,
    plugin: PluginFiles = None,
) -> None:
    """两天之间法律改了什么，涉及哪些检查规则。"""
    from ...law.answers import changes
    from ...plugin.manager import Plugins

    plugins = Plugins.discover(plugin or ())
    found = changes(plugins.law(), _day(first), _day(second))
    for row in found["parameters"]:
        row["checks"] = sorted(one.id for one in plugins.checks.values() if row["key"] in one.params.values())
    if as_json:
        _print(found)
        return
    for row in found["parameters"]:
        typer.echo(f"{row['key']}　{row['title']}：{_figure(row['before'])} → {_figure(row['after'])}")
        if row["checks"]:
            typer.echo("  检查规则 " + "、".join(row["checks"]))
    for row in found["laws"]:
        typer.echo(f"{row['day']}　{row['law']}　{row['what']}")
    _tell_moved(found["articles"])


def _figure(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "无"
    basis = figure["basis"]
    value = f"{figure['value']}{figure['unit']}，" if figure["value"] is not None else ""
    return f"{value}{basis['source']}{basis['article']}"


@law_app.command("import")
def law_import(
    folder: Annotated[Path, typer.Argument(help="法律文本所在文件夹（MD、TXT、DOCX）", show_default=False)],
    as_json: Json = False,
    texts: Texts = None,
) -> None:
    """导入法律文本，以便在评查结果旁显示条文。"""
    from ...law import Registry

    library = _library(texts)
    rows = list(library.take(folder, Registry.shipped()))
    kept = [row for row in rows if row.state != "refused"]
    if as_json:
        _print({"folder": str(library.folder), "files": [_imported(row) for row in rows]})
    else:
        for row in rows:
            if row.state == "refused" or row.note:
                typer.echo(f"{row.file}：{'未导入，' if row.state == 'refused' else ''}{row.note}")
        known = sum(row.known for row in kept)
        typer.echo(f"导入 {len(kept)} 个文本（与登记一致 {known} 个），未导入 {len(rows) - len(kept)} 个")
        typer.echo(f"存放在 {library.folder}")
    raise typer.Exit(0 if kept and len(kept) == len(rows) else 1)


def _imported(row: Any) -> dict[str, Any]:
    return {
        "file": row.file,
        "law": row.title,
        "effective": row.effective.isoformat() if row.effective else None,
        "articles": row.articles,
        "state": row.state,
        "known": row.known,
        "note": row.note,
    }
