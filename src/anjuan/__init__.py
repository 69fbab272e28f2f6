"""anjuan 案卷: reads, judges, selects and circulates administrative-enforcement case files.

Public names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ._version import __version__

_PUBLIC = {
    "AnjuanError": "model.errors",
    "BrokenPlugin": "model.errors",
    "Box": "model.case",
    "CaseFile": "model.case",
    "Check": "rules.check",
    "Citation": "model.result",
    "Cited": "law",
    "Dimension": "plugin.hooks",
    "Document": "model.case",
    "DocumentText": "model.text",
    "EncryptedFile": "model.errors",
    "Evaluation": "model.result",
    "Evidence": "model.case",
    "Fact": "model.case",
    "Finding": "model.result",
    "Guess": "plugin.hooks",
    "Match": "model.text",
    "NeedsPerson": "rules.view",
    "OcrError": "model.errors",
    "Page": "model.case",
    "Pick": "model.result",
    "Plugins": "plugin.manager",
    "Record": "model.case",
    "Row": "rules.registers",
    "Ruling": "model.result",
    "Selection": "model.result",
    "TextLine": "model.case",
    "TooLarge": "model.errors",
    "UnreadableFile": "model.errors",
    "UnsafeArchive": "model.errors",
    "Verdict": "model.result",
    "VetoState": "model.result",
    "View": "rules.view",
    "WrongFileType": "model.errors",
    "check": "rules.check",
    "checks_in": "rules.check",
    "find_citations": "law",
    "folder": "plugin.folders",
    "hookimpl": "plugin.hooks",
}

__all__ = ["__version__", *sorted(_PUBLIC)]  # noqa: PLE0604  # names come from the table above


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'anjuan' has no attribute {name!r}")
    return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
