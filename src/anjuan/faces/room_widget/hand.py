"""The case file that a reviewer has in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...model.case import CaseFile
from ...model.errors import UnknownCase, near
from ...model.result import Evaluation, ItemScore
from ...model.wire import evaluation_of
from ...plugin.manager import Plugins
from ...record.store import Store
from .papers import Papers, sheets_of

Folder = Callable[[str], Path | None]  # digest of a case file → where its papers lie


class CaseInHand:
    """One case file as it was when it was opened: its evaluation and its pages.

    Args:
        name: its id. digest: that of its evaluation.
    """

    def __init__(self, store: Store, name: str, digest: str, folder: Folder, plugins: Plugins) -> None:
        self.name, self.digest = name, digest
        line = store.line_of(self.digest)
        self.evaluation: Evaluation = evaluation_of(line)
        self.papers = Papers(sheets_of(line), folder(line["digest"]), plugins, lambda: _read(store, line))

    def row(self, item: object) -> ItemScore:
        """One item.

        Raises:
            UnknownCase: there is none of that id.
        """
        row = self.evaluation.item(str(item))
        if row is None:
            hint = near(str(item), [one.item for one in self.evaluation.items])
            raise UnknownCase(f"案卷 {self.name} 的评查表没有 {item}", "", hint or "核对评查项编号")
        return row


def _read(store: Store, line: Mapping[str, Any]) -> CaseFile | None:
    return store.case(line["digest"], line["id"])
