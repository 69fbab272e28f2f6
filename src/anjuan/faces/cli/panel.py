"""`anjuan panel`: assign reviewers, carry score sheets out and in, settle, answer, and measure agreement."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import SetupError
from .app import ReviewDir, app, console, warn

if TYPE_CHECKING:
    from ..panel import OpenPanel
    from ..show import Listing

panel_app = typer.Typer(
    help="评查组：分派、回避、评查表的发出和收回、合议、异议、复核、一致性。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(panel_app, name="panel")

Case = Annotated[str, typer.Argument(help="案卷编号或文号", show_default=False)]
Actor = Annotated[
    str | None, typer.Option("--actor", help="操作人，记入台账；不写是登录名", show_default=False)
]
Reason = Annotated[str, typer.Option("--reason", help="理由", show_default=False)]
Items = Annotated[list[str] | None, typer.Option("--item", help="评查项，可重复", show_default=False)]


def _open(folder: Path) -> OpenPanel:
    from ...record.review import Review
    from ..panel import OpenPanel

    return OpenPanel(Review.open(folder))


def _show(found: Listing) -> None:
    """A listing on the terminal: a table, its notes below on standard error."""
    from rich.table import Table

    table = Table(title=found.title, title_justify="left", show_lines=True)
    for column in found.columns:
        table.add_column(column.heading, overflow="fold")
    for row in found.rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    if found.rows:
        console().print(table)
    else:
        typer.echo(found.title)
    for note in found.notes:
        warn(note)


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SetupError(f"{option} 的日期格式不对", text or "", "写成 2026-03-05 的形式") from None


@panel_app.command("assign")
def assign(
    review: ReviewDir,
    seed: Annotated[
        str | None,
        typer.Option(help="抽签的种子；不写用上一次分派的，没有就用最近一次抽取的", show_default=False),
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option(help="只分派这一件，可重复；不写是抽中的案卷", show_default=False)
    ] = None,
    actor: Actor = None,
) -> None:
    """分派评查员：每卷两人，本机关和有利害关系的回避，差距大的增加第三人，优秀和不合格的另派人复核。"""
    from ...record import chair
    from ..panel import assigned

    with _open(review).at_work() as panel:
        done = chair.assign(panel, actor or getpass.getuser(), seed, case or ())
    _show(assigned(done))
    _show(_open(review).seats())
    raise typer.Exit(1 if done.plan.open or done.leave else 0)


@panel_app.command("recuse")
def recuse(
    case: Case,
    reviewer: Annotated[str, typer.Argument(help="回避的评查员", show_default=False)],
    review: ReviewDir,
    reason: Reason,
    by: Annotated[
        list[str], typer.Option(help="决定回避的负责人；主要负责人的回避写两人以上", show_default=False)
    ],
) -> None:
    """分派以后才发现有利害关系的评查员回避，由他人接替；他的意见不再计入，仍然可查。"""
    _show(_open(review).recuse(case, reviewer, reason, *by))


@panel_app.command("settle")
def settle(
    review: ReviewDir,
    case: Annotated[str, typer.Argument(help="案卷编号或文号；不写列出全部待合议", show_default=False)] = "",
    item: Annotated[str, typer.Argument(help="评查项；不写列出该案卷的经过", show_default=False)] = "",
    verdict: Annotated[str, typer.Option(help="结论：符合、不符合、不适用", show_default=False)] = "",
    reason: Annotated[str, typer.Option(help="理由", show_default=False)] = "",
    chair: Annotated[str, typer.Option(help="主持人", show_default=False)] = "",
    attended: Annotated[
        list[str] | None, typer.Option(help="到会人员，主持人在内，可重复", show_default=False)
    ] = None,
    points: Annotated[
        str | None, typer.Option(help="保留的分值；不写按标准扣一处", show_default=False)
    ] = None,
    veto: Annotated[
        bool | None, typer.Option("--veto/--no-veto", help="是否确认一票否决", show_default=False)
    ] = None,
    agreed: Annotated[
        bool, typer.Option("--agreed", help="该案卷的评查员自行协商一致，不是集体讨论")
    ] = False,
) -> None:
    """列出分派、待合议的评查项和经过；写明结论的，记入合议意见，成为该评查项唯一的裁定。"""
    opened = _open(review)
    if not item:
        if verdict:
            raise SetupError("没有写明评查项", case, "写成 anjuan panel settle 案卷 评查项 --verdict …")
        for found in (opened.history(case),) if case else (opened.seats(), opened.open()):
            _show(found)
        return
    found = opened.settle(
        case, item, verdict, reason, chair_is=chair, attended=attended or (), points=points, veto=veto,
        collective=not agreed,
    )  # fmt: skip
    _show(found)


@panel_app.command("object")
def object_to(
    case: Case,
    review: ReviewDir,
    authority: Annotated[str, typer.Option(help="提出异议的机关", show_default=False)],
    reason: Reason,
    received: Annotated[str, typer.Option(help="收到异议的日期", show_default=False)],
    item: Items = None,
    told: Annotated[
        str | None, typer.Option(help="告知机关的日期；写明后标出是否逾期", show_default=False)
    ] = None,
) -> None:
    """登记被评查机关的异议，算出答复期限；所异议的评查项可以重新合议。"""
    day = _day(received, "--received") or date.today()
    number = _open(review).object_to(case, authority, item or (), reason, day, _day(told, "--told"))
    typer.echo(f"已登记异议 {number}")
    _show(_open(review).open())


@panel_app.command("answer")
def answer(
    case: Case,
    number: Annotated[int, typer.Argument(help="异议的序号", show_default=False)],
    review: ReviewDir,
    outcome: Annotated[str, typer.Option(help="结果：维持、改变、不予受理", show_default=False)],
    reason: Reason,
    actor: Actor = None,
) -> None:
    """答复异议；改变意见的，先合议再答复。"""
    _open(review).answer(case, actor or getpass.getuser(), number, outcome, reason)
    _show(_open(review).history(case))


@panel_app.command("recheck")
def recheck(
    case: Case,
    reviewer: Annotated[str, typer.Argument(help="复核人", show_default=False)],
    review: ReviewDir,
    outcome: Annotated[str, typer.Option(help="结果：同意、有不同意见", show_default=False)],
    reason: Reason,
    item: Items = None,
) -> None:
    """记入对优秀、不合格案卷的复核；有不同意见的写明评查项，交合议。"""
    _open(review).recheck(case, reviewer, outcome, reason, *(item or ()))
    _show(_open(review).history(case))


@panel_app.command("agreement")
def agreement(
    review: ReviewDir,
    spoken: Annotated[bool, typer.Option("--spoken", help="只算评查员自己写明的意见")] = False,
    every: Annotated[bool, typer.Option("--all", help="达到要求的评查项也列出")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写入的 XLSX 文件", show_default=False)] = None,
) -> None:
    """评查员之间、评查员与机器之间的一致性：一致率和 κ、α、AC1，附区间。"""
    from ...model.codec import dumps
    from ...record.panel import agreement_in
    from ..agreement import NOTE, agreement_json, agreement_tables, write_agreement
    from ..panel import dimension_titles

    with _open(review).at_work() as panel:
        found, words = agreement_in(panel, spoken_only=spoken)
    titles = {**words, **dimension_titles()}
    if as_json:
        typer.echo(dumps(agreement_json(found)))
    elif found.whole is None:
        typer.echo("还没有两人以上提交的案卷，算不出一致性")
    else:
        for table in agreement_tables(found, titles, every=every):
            console().print(table)
        warn(NOTE)
    if xlsx:
        warn(f"已写入 {write_agreement(xlsx, found, titles)}")


@panel_app.command("export")
def export(
    review: ReviewDir,
    folder: Annotated[
        Path | None, typer.Option("--out", help="写入的文件夹，默认 out/sheets", show_default=False)
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help="只写这一名评查员的", show_default=False)] = None,
) -> None:
    """写出评查表（一案一表，XLSX），给不用笔记本的评查员。"""
    from ...record.review import Review
    from ...record.sheets import export_sheets

    opened = Review.open(review)
    paths = export_sheets(opened, folder or opened.out / "sheets", reviewer)
    for path in paths:
        typer.echo(f"已写入 {path}")


@panel_app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(help="收回的评查表，或者放评查表的文件夹", show_default=False)
    ],
    review: ReviewDir,
) -> None:
    """收回评查表：逐格核对，写明改了什么；不属于这里的拒收，一张表要么全部录入，要么不录。"""
    from ...record.review import Review
    from ...record.sheets_read import import_sheets

    done = import_sheets(Review.open(review), files)
    for line in done.lines():
        typer.echo(line)
    raise typer.Exit(done.exit_code)
