"""The room as an anywidget: the browser's messages go to the desk, its answers back. The page is no state of it.

The case file goes along when the room is shown, so that its first page needs no question; the browser empties that
trait as soon as it has taken it, and nothing of a case file is saved with a notebook.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .desk import Desk

_HERE = Path(__file__).parent


class Room(anywidget.AnyWidget):
    """One reviewer's room; see `desk` for its messages."""

    _esm = _HERE / "widget.js"
    _css = _HERE / "widget.css"
    first = traitlets.CBytes().tag(sync=True)  # an answer to `open`, as JSON: bytes are not looked through
    picture = traitlets.CBytes().tag(sync=True)  # and its page

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return "评查室（在 JupyterLab 中打开）"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show it: with the ledger as it is at this moment, whenever the room was made."""
        answer, bodies = self.desk.answer({"kind": "open"})
        with self.hold_sync():
            self.first, self.picture = json.dumps(answer).encode(), next(iter(bodies), b"")
        return super()._repr_mimebundle_(**kwargs)

    def close(self) -> None:
        """Close the room; what was acknowledged stands in the ledger."""
        self.desk.close()
        super().close()

    def _heard(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer one message; its `id` goes back with the answer."""
        if not isinstance(content, dict):
            return
        answer, bodies = self.desk.answer(content)
        self.send({**answer, "to": content.get("id")}, buffers=bodies)
