"""The commands of the contract. Each parses, calls one function of a lower floor, and prints."""

from __future__ import annotations

import sys
from importlib import import_module

from ...model.errors import AnjuanError


def main() -> None:
    """Entry point: run a command; an error of ours becomes one Chinese message and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console shows what it can
    from .app import app

    for name in (
        "work",
        "draw",
        "panel",
        "results",
        "rescore",
        "extend",
        "profile",
        "registers",
        "indicators",
        "law",
    ):
        import_module(f"{__name__}.{name}")
    try:
        app(standalone_mode=True)
    except AnjuanError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
