"""The typer application, the console, and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..._version import __version__

app = typer.Typer(
    name="anjuan",
    help="行政执法案卷评查：读卷、打分、评选、通报。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ReviewDir = Annotated[Path, typer.Option("--review", help="评查项目文件夹", show_default=False)]
PluginFiles = Annotated[
    list[Path] | None, typer.Option("--plugin", help="另加的插件文件（.py），可重复", show_default=False)
]


def console() -> Any:
    """A rich console on standard output; plain and wide when it is no terminal."""
    from rich.console import Console

    found = Console(highlight=False, soft_wrap=False)
    return found if found.is_terminal else Console(highlight=False, width=160)


def warn(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"anjuan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本")
    ] = False,
) -> None:
    """Options before the command."""
