"""`@check`: a small named function that judges one question, and what is known about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING

from ..model.result import Finding

if TYPE_CHECKING:
    from .view import View

Judge = Callable[["View"], "Finding | Iterable[Finding]"]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A check and its description.

    Attributes:
        id: `dimension.name`; title: the question in Chinese, read aloud.
        function: takes a `View`, returns one finding or yields several.
        params: local names of dated figures, each with the law key it stands for unless a profile binds another.
        form: True when the basis is the line of the assessment standard itself (形式要求, no legal duty).
        advisory: True for a check that may say UNSURE with a hint but never FAIL.
    """

    id: str
    title: str
    function: Judge
    params: Mapping[str, str] = field(default_factory=dict)
    form: bool = False
    advisory: bool = False
    plugin: str = ""

    @property
    def dimension(self) -> str:
        """The part of the id before the dot."""
        return self.id.split(".", 1)[0]

    def __call__(self, case: View) -> Finding | Iterable[Finding]:
        """Run the function; a check stays callable in a test or a notebook cell."""
        return self.function(case)


def check(
    id: str,
    *,
    title: str,
    params: Mapping[str, str] | None = None,
    form: bool = False,
    advisory: bool = False,
) -> Callable[[Judge], Check]:
    """Declare a check.

    ```python
    @check("timeliness.decided_in_time", title="在法定办案期限内作出处罚决定", params={"days": "penalty.decision"})
    def decided_in_time(case):
        filed, decided = case.date("立案日期"), case.date("决定日期")
        due = case.deadline("days", start=filed)
        if due is None:
            return case.not_applicable("立案时没有统一的办案期限")
        return case.passed() if decided <= due else case.failed(f"应不晚于{due}作出，实际为{decided}")
    ```
    """
    if id.count(".") != 1 or not all(id.split(".")):
        raise ValueError(f"check id must read dimension.name: {id}")

    def declare(function: Judge) -> Check:
        return Check(id, title, function, dict(params or {}), form, advisory)

    return declare


def checks_in(*modules: ModuleType) -> Iterator[Check]:
    """All checks that modules define, sorted by id."""
    found = {value.id: value for module in modules for _, value in inspect.getmembers(module, _is_check)}
    return iter(sorted(found.values(), key=lambda one: one.id))


def _is_check(value: object) -> bool:
    return isinstance(value, Check)
