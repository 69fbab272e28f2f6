"""`anjuan draw`: a list is committed, a seed read aloud, case files drawn, and all of it verified."""

from __future__ import annotations

import getpass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...model.errors import SetupError
from .app import ReviewDir, app, console, warn

if TYPE_CHECKING:
    from ...record.draws import Checked, Committed, Done

SHORT = 8  # characters of a seed; a shorter one can be tried out by hand
NONE = "none"

draw_app = typer.Typer(
    help="抽取案卷：先提交名单，再宣读种子，人人可以复核。", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(draw_app, name="draw")

ListFile = Annotated[
    Path | None,
    typer.Option("--list", help="案卷名单（CSV 或 XLSX）；不写是评查项目里的案卷", show_default=False),
]
Actor = Annotated[
    str | None, typer.Option("--actor", help="操作人，记入台账；不写是登录名", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]


@draw_app.command("commit")
def commit_list(
    review: ReviewDir,
    listing: ListFile = None,
    size: Annotated[int | None, typer.Option(help="抽取几件", show_default=False)] = None,
    within: Annotated[
        str | None, typer.Option(help="代替 --size：比例的误差不超过多少，如 0.05", show_default=False)
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="按什么分层，可重复：机关、类别、程序、金额、领域；none 不分层（默认机关、类别）"),
    ] = None,
    minimum: Annotated[int, typer.Option(help="每个机关至少几件")] = 0,
    weight: Annotated[
        list[str] | None, typer.Option(help="重点的权重，如 领域:生态环境=2，可重复", show_default=False)
    ] = None,
    bands: Annotated[str, typer.Option(help="金额的分档（元），如 5000,50000", show_default=False)] = "",
    actor: Actor = None,
    as_json: Json = False,
) -> None:
    """提交名单和抽取规则，印出名单的校验值。要在宣读种子之前。"""
    from ...record.draw_lists import divider
    from ...record.draws import Wish, commit
    from ...record.review import Review

    wish = Wish(
        size=size,
        within=_decimal(within, "--within") if within else None,
        strata=tuple(divider(one) for one in by or ("机关", "类别") if one != NONE),
        minimum=minimum,
        weights=tuple(_weight(one) for one in weight or ()),
        bands=tuple(_decimal(one, "--bands") for one in bands.replace("，", ",").split(",") if one.strip()),
    )
    done = commit(Review.open(review), wish, actor=_actor(actor), file=listing)
    for text in done.notes:
        warn(f"提示：{text}")
    _told_commit(done, as_json)


@draw_app.command("draw")
def draw_now(
    review: ReviewDir,
    seed: Annotated[str, typer.Option(help="会上宣读的种子，如掷出的点数、开奖号码", show_default=False)],
    listing: ListFile = None,
    actor: Actor = None,
    as_json: Json = False,
) -> None:
    """用会上宣读的种子从最近提交的名单里抽取，记入台账。一份名单只抽一次。"""
    from ...record.draws import draw_cases
    from ...record.review import Review

    done = draw_cases(Review.open(review), seed, actor=_actor(actor), file=listing)
    if len(done.entry.payload["seed"]) < SHORT:
        warn(f"提示：种子不到 {SHORT} 位，可能的结果太少；下次多掷几次或者用更长的号码")
    _told_draw(done, as_json)


@draw_app.command("verify")
def verify_draw(review: ReviewDir, listing: ListFile = None, as_json: Json = False) -> None:
    """按台账里的名单、规则和种子重新抽取，逐次核对；名单有变化的，指出是哪些案卷。"""
    from ...model.codec import dumps
    from ...record.draws import verify_draws
    from ...record.review import Review

    found = verify_draws(Review.open(review), file=listing)
    for one in found:
        if as_json:
            typer.echo(dumps(_checked_json(one)))
        else:
            _told_check(one)
    raise typer.Exit(1 if any(one.faults for one in found) else 0)


def _told_commit(done: Committed, as_json: bool) -> None:
    from rich.table import Table

    from ...model.codec import dumps
    from ...panel.draw import chances, precision

    payload = done.entry.payload
    if as_json:
        data = {key: payload[key] for key in ("list", "count", "rule")}
        typer.echo(dumps({"number": done.number, "entry": done.entry.hash, **data, "path": str(done.path)}))
        return
    odds = chances(done.files, done.rule)
    sizes: dict[str, list[Any]] = {}
    for file in done.files:
        sizes.setdefault(done.rule.stratum(file), []).append(odds[file.id])
    table = Table(title=f"名单 {len(done.files)} 件，抽 {done.rule.size} 件")
    for head in ("层", "件数", "应抽（平均）"):
        table.add_column(head, justify="left" if head == "层" else "right")
    for name, own in sorted(sizes.items()):
        table.add_row(_words(name), str(len(own)), f"{float(sum(own)):.2f}")
    console().print(table)
    half = precision(len(done.files), done.rule.size) * 100
    typer.echo(f"第 {done.number} 次提交" + ("（与上次相同，没有重复记入台账）" if done.again else ""))
    typer.echo(f"名单校验值　{payload['list']}")
    typer.echo(f"抽取规则　　{payload['rule']}")
    typer.echo(f"台账校验值　{done.entry.hash}（draw 第 {done.entry.seq} 条）")
    typer.echo(f"名单　　　　{done.path}")
    typer.echo(f"误差　　　　比例的 95% 区间约 ±{half:.1f} 个百分点（按简单随机抽样、比例 50% 计）")
    typer.echo("下一步：宣读校验值并记入纪要，再宣读种子，运行 anjuan draw draw --seed 种子")


def _told_draw(done: Done, as_json: bool) -> None:
    from rich.table import Table

    from ...model.codec import dumps

    payload = done.entry.payload
    if as_json:
        chances = {name: str(done.drawn.chances[name]) for name in done.drawn.picks}
        typer.echo(dumps({"entry": done.entry.hash, **payload, "chances": chances}))
        return
    files = {one.id: one for one in done.commit.files}
    table = Table(title=f"抽中 {len(done.drawn.picks)} 件")
    for head in ("序", "案卷", "机关", "层"):
        table.add_column(head, justify="right" if head == "序" else "left")
    for number, name in enumerate(done.drawn.picks, 1):
        file = files[name]
        cells = (str(number), name, file.agency, _words(done.commit.rule.stratum(file)))
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
    console().print(table)
    again = "（以前已经抽取，这里重新列出）" if done.again else ""
    typer.echo(f"种子　　　　{payload['seed']}{again}")
    typer.echo(f"名单校验值　{done.commit.entry.payload['list']}")
    typer.echo(f"台账校验值　{done.entry.hash}（draw 第 {done.entry.seq} 条）")
    typer.echo(f"复核　　　　python docs/verify_draw.py {done.paths[1]} {done.paths[0]} {payload['seed']}")


def _told_check(one: Checked) -> None:
    payload = one.entry.payload
    typer.echo(f"第 {one.number} 次提交　{one.entry.at}　{one.entry.actor}　{payload.get('count')} 件")
    typer.echo(f"  名单校验值　{payload.get('list')}")
    if one.seed:
        typer.echo(f"  种子　{one.seed}　抽中 {len(one.picks)} 件：{'、'.join(one.picks)}")
    for text in one.notes:
        typer.echo(f"  提示：{text}")
    for text in one.faults:
        typer.echo(f"  不符：{text}")
    if not one.faults:
        typer.echo("  核对无误：重新抽取的结果相同" if one.seed else "  核对无误：名单没有变化")


def _checked_json(one: Checked) -> dict[str, Any]:
    data = {"number": one.number, "entry": one.entry.hash, "list": one.entry.payload.get("list")}
    return {**data, "seed": one.seed, "picks": one.picks, "faults": one.faults, "notes": one.notes}


def _weight(text: str) -> tuple[str, str, Decimal]:
    from ...record.draw_lists import divider, value_of

    name, colon, rest = text.replace("：", ":").partition(":")
    value, equals, figure = rest.rpartition("=")
    if not (colon and equals and value.strip()):
        raise SetupError(f"看不懂权重“{text}”", "--weight", "写成 领域:生态环境=2")
    column = divider(name)
    return column, value_of(column, value), _decimal(figure, "--weight")


def _decimal(text: str, option: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise SetupError(f"“{text}”不是数字", option, "写成 0.05 或者 5000 的形式")
    return found


def _actor(given: str | None) -> str:
    """Who is noted in the ledger: the name given, else the login name."""
    if given and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise SetupError("不知道操作人是谁", "--actor", "写明姓名") from None


def _words(stratum: str) -> str:
    """A stratum with the names of categories and procedures in Chinese."""
    return "，".join(_WORDS.get(one, one) for one in stratum.split("|"))


_WORDS = {
    "penalty": "行政处罚", "licence": "行政许可", "coercion": "行政强制", "inspection": "行政检查", "levy": "行政征收",
    "ordinary": "普通程序", "summary": "简易程序", "measure": "强制措施", "execution": "强制执行",
}  # fmt: skip
