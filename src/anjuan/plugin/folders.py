"""Where a plugin's data lies, installed or not."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def folder(package: str, *parts: str) -> Traversable:
    """A folder inside a package, for `anjuan_law`: `folder(__package__, "law")`."""
    return files(package).joinpath(*parts)
