"""`extends`: a profile file that says only what differs from another one (an overlay of a city or a trade)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model.errors import ProfileError

Parse = Callable[[Path], object]
Find = Callable[[str], Path]


def extended(file: Path, parse: Parse, find: Find) -> object:
    """The content of a profile file with what it extends put under it.

    A section or item with an id that is there already changes that one, key by key; others are added at the end.
    Lists of checks and grades are replaced as a whole.

    Args:
        find: the file that a name (`general/penalty_ordinary`, or a path beside the file) means.

    Raises:
        ProfileError: what is extended is not there, or extends itself.
    """
    return _extended(file, parse, find, (file.resolve(),))


def _extended(file: Path, parse: Parse, find: Find, above: tuple[Path, ...]) -> object:
    data = parse(file)
    if not isinstance(data, Mapping) or "extends" not in data:
        return data
    named = data["extends"]
    if not isinstance(named, str) or not named:
        raise ProfileError("extends 应为文本", f"{file.name}：extends", "写成 标准名称/评查表名称")
    beside = file.parent / named
    base = beside if beside.is_file() else find(named)
    if base.resolve() in above:
        raise ProfileError("extends 互相引用", f"{file.name}：extends", "改为引用另一个评查表")
    under = _extended(base, parse, find, (*above, base.resolve()))
    if not isinstance(under, Mapping):
        return under
    return _laid({**under}, {key: value for key, value in data.items() if key != "extends"})


def _laid(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` on `under`: sections and items meet by id."""
    for key, value in over.items():
        mine = under.get(key)
        if key in ("section", "item") and isinstance(mine, Sequence) and isinstance(value, Sequence):
            under[key] = _by_id(list(mine), value)
        else:
            under[key] = value
    return under


def _by_id(under: list[Any], over: Sequence[Any]) -> list[Any]:
    places = {one.get("id"): n for n, one in enumerate(under) if isinstance(one, Mapping)}
    for one in over:
        place = places.get(one.get("id")) if isinstance(one, Mapping) else None
        if place is None:
            under.append(one)
        else:
            under[place] = _laid({**under[place]}, one)
    return under
