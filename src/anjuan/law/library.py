"""The user's own law texts: imported once, kept as plain files, shown beside findings and citations."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ..model.errors import InputError, LawError
from .registry import LawVersion, Registry
from .texts import Article, LawText, law_files, read_law_text

_NAME = re.compile(r"(.+)@(\d{4}-\d{2}-\d{2})\.json")


def law_home() -> Path:
    """Folder of imported law texts: `ANJUAN_LAW`, else the user's data folder."""
    if given := os.environ.get("ANJUAN_LAW"):
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "anjuan" / "law"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file.

    Attributes:
        state: `new` (kept), `same` (was there), `refused` (not kept; `note` says why).
        known: True where the registry lists this version.
        note: a Chinese clause: missing articles, a count that differs, an uncertain day.
    """

    file: str
    title: str
    effective: date | None
    articles: int
    state: str
    known: bool = False
    note: str = ""


@dataclass(frozen=True)
class Library:
    """Law texts in a folder; a folder that is not there is an empty library."""

    folder: Path

    @cached_property
    def index(self) -> Mapping[str, tuple[tuple[date, Path], ...]]:
        """Versions by title, sorted by their first day in force."""
        found: dict[str, list[tuple[date, Path]]] = {}
        for file in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            if named := _NAME.fullmatch(file.name):
                found.setdefault(named[1], []).append((date.fromisoformat(named[2]), file))
        return {title: tuple(sorted(versions)) for title, versions in found.items()}

    def text(self, title: str, on: date) -> LawText | None:
        """The text in force on a day by what was imported; None where none is."""
        current = None
        for since, file in self.index.get(title, ()):
            if since <= on:
                current = file
        return _load(current) if current else None

    def article(self, title: str, on: date, number: int, inserted: int = 0) -> Article | None:
        """One article of the version in force on a day."""
        text = self.text(title, on)
        return text.article(number, inserted) if text else None

    def versions(self) -> Iterator[LawVersion]:
        """Imported versions as rows of a registry; what the text does not tell stays uncertain."""
        for title, listed in self.index.items():
            for position, (since, file) in enumerate(listed):
                text = _load(file)
                until = listed[position + 1][0] if position + 1 < len(listed) else None
                yield LawVersion(
                    title, "", since, until, since, False, text.count, text.certain, not text.missing
                )

    def take(self, folder: Path, registry: Registry) -> Iterator[Imported]:
        """Import every law text below `folder`, one answer a file.

        Raises:
            LawError: the folder is not there.
        """
        if not folder.exists():
            raise LawError("找不到法律文本文件夹", str(folder), "检查路径是否写对")
        self.folder.mkdir(parents=True, exist_ok=True)
        for files in law_files(folder):
            yield self._one(files, registry)

    def _one(self, files: tuple[Path, ...], registry: Registry) -> Imported:
        file = files[0]
        try:
            text = read_law_text(*files)
        except InputError as error:
            return Imported(file.name, "", None, 0, "refused", note=error.what)
        effective, known, note = settled(text, registry)
        if effective is None:
            return Imported(file.name, text.title, None, text.count, "refused", note="文本没有写明施行日期")
        target = self.folder / f"{text.title}@{effective}.json"
        body = json.dumps(_json(text, effective, known or text.certain), ensure_ascii=False) + "\n"
        same = target.is_file() and target.read_text("utf-8") == body
        if not same:
            target.write_text(body, encoding="utf-8")
        return Imported(file.name, text.title, effective, text.count, "same" if same else "new", known, note)


def settled(text: LawText, registry: Registry) -> tuple[date | None, bool, str]:
    """First day in force, whether the registry lists it, and what a person should know.

    The text of an amended law tells the day of its first version; the registry then knows better.
    """
    versions = registry.versions.get(text.title, ())
    match = next((one for one in versions if one.effective == text.effective), None)
    if match is None and text.adopted and not text.certain:
        later = [one for one in versions if one.effective >= text.adopted]
        near = later[0] if later and (later[0].effective - text.adopted).days <= 400 else None
        match = near if near and near.articles in (None, text.count) else None
    notes = []
    if text.missing:
        notes.append("缺少第" + "、".join(map(str, text.missing[:5])) + "条")
    if match and match.articles not in (None, text.count):
        notes.append(f"登记为{match.articles}条，文本为{text.count}条")
    if match is None and not text.certain and text.effective:
        notes.append("施行日期按通过日期推定")
    return (match.effective if match else text.effective), match is not None, "；".join(notes)


def _json(text: LawText, effective: date, certain: bool) -> dict[str, object]:
    return {
        "title": text.title,
        "adopted": text.adopted.isoformat() if text.adopted else None,
        "effective": effective.isoformat(),
        "certain": certain,
        "missing": list(text.missing),
        "articles": [[one.number, one.inserted, list(one.paragraphs)] for one in text.articles],
    }


def _load(file: Path) -> LawText:
    try:
        data = json.loads(file.read_text("utf-8"))
        return LawText(
            data["title"],
            date.fromisoformat(data["adopted"]) if data["adopted"] else None,
            date.fromisoformat(data["effective"]),
            data["certain"],
            tuple(Article(number, inserted, tuple(parts)) for number, inserted, parts in data["articles"]),
            tuple(data["missing"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise LawError("导入的法律文本已损坏", file.name, "删除该文件后重新导入") from None
