"""Figures beside their bars, as the benchmarks print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, its figure and the bar as text; `ok` None where there is no bar."""

    name: str
    figure: str
    bar: str = ""
    ok: bool | None = None

    @property
    def state(self) -> str:
        """What the last column says."""
        return "" if self.ok is None else "ok" if self.ok else "over"


def most(name: str, value: float, bar: float, unit: str = "", digits: int = 2) -> Row:
    """A figure that may not be above its bar."""
    return Row(name, f"{value:.{digits}f}{unit}", f"<= {bar:g}{unit}", value <= bar)


def least(name: str, value: float, bar: float, unit: str = "", digits: int = 2) -> Row:
    """A figure that may not be below its bar."""
    return Row(name, f"{value:.{digits}f}{unit}", f">= {bar:g}{unit}", value >= bar)


def show(rows: Sequence[Row]) -> bool:
    """Print the table; True when nothing is over its bar."""
    width = max(len(row.name) for row in rows) + 2
    print(f"\n{'':{width}}{'figure':>14}{'bar':>12}")
    for row in rows:
        print(f"{row.name:{width}}{row.figure:>14}{row.bar:>12}  {row.state}".rstrip())
    return all(row.ok is not False for row in rows)
