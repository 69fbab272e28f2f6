"""What lies in a file: members of a ZIP, attachments of an OFD; unpacked into a folder of our own, never outside."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..model.errors import InputError, TooLarge, UnsafeArchive
from ..model.limits import limits
from .packed import Packed, check_members, local_name, member_name, open_zip, reading
from .sources import BESIDE, ignored

DEPTH = 2  # a ZIP in a ZIP is read; a third one within is refused

Found = list[tuple[str, Path]]
Item = tuple[str, Path | InputError]  # a file, or why it cannot be used


@dataclass(slots=True)
class _Spent:
    """What one archive with all archives in it has used of the caps."""

    members: int = 0
    bytes: int = 0

    def add(self, size: int, where: str) -> None:
        """Count one member.

        Raises:
            TooLarge: that was too much.
        """
        self.members, self.bytes = self.members + 1, self.bytes + size
        if self.members > limits().members:
            raise TooLarge(f"ZIP 内的文件超过上限 {limits().members} 个", where, "按案卷分开打包")
        if self.bytes > limits().archive_bytes:
            size_limit = limits().archive_bytes // (1024 * 1024)
            raise TooLarge(f"ZIP 解压后超过 {size_limit} MB", where, "按案卷分开打包")


def contents(path: Path, name: str, target: Path) -> list[Item]:
    """A file as the papers that it holds: `a.zip!/b.pdf` for a ZIP; an OFD itself and `x.ofd!/b.pdf` attached to it.

    An archive that cannot be used stands there by name with its error.

    Args:
        target: folder to unpack into; it is made when needed.
    """
    return _contents(path, name, target, _Spent(), 0)


def unpack(archive: Path, name: str, target: Path, only: str | None = None) -> Found:
    """What lies in a ZIP (or is attached to an OFD) as (`a.zip!/b.pdf`, path), in order of names.

    Args:
        only: the one member to unpack, as `b.pdf` or `c.zip!/b.pdf`; None for all.

    Raises:
        UnsafeArchive, TooLarge, EncryptedFile, UnreadableFile: see the tree of errors.
    """
    inner, _, rest = (only or "").partition("!/")
    found = list(_inside(archive, name, target, _Spent(), inner or None))
    if not rest:
        return sorted(found)
    return [one for member, path in found[:1] for one in unpack(path, member, target / "in", rest)]


def _contents(path: Path, name: str, target: Path, spent: _Spent, depth: int) -> list[Item]:
    kind = suffix(name)
    if kind not in (".zip", ".ofd"):
        return [(name, path)]
    own: list[Item] = [(name, path)] if kind == ".ofd" else []
    if depth >= DEPTH:
        deep = UnsafeArchive(f"ZIP 套了 {DEPTH} 层以上", name, "解开内层压缩包后重新打包")
        return own or [(name, deep)]
    try:
        inside = list(_inside(path, name, target, spent))
    except InputError as error:
        return own or [(name, error)]  # the loader says what is wrong with an OFD
    for number, (member, file) in enumerate(sorted(inside)):
        own += _contents(file, member, target / f"in{number}", spent, depth + 1)
    return own


def _inside(
    path: Path, name: str, target: Path, spent: _Spent, only: str | None = None
) -> Iterator[tuple[str, Path]]:
    if suffix(name) == ".ofd":
        yield from _attached(path, name, target, spent, only)
        return
    with open_zip(path, name, "ZIP") as packed:
        members = [member for member in packed.infolist() if not member.is_dir()]
        _inspect(members, name)
        for number, member in enumerate(members):
            inner = member_name(member)
            if not _wanted(inner) or only not in (None, inner):
                continue
            spent.add(member.file_size, name)
            file = target / f"{number}{suffix(inner)}"
            target.mkdir(parents=True, exist_ok=True)
            with reading(name, "ZIP"), packed.open(member) as stream, file.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
            yield f"{name}!/{inner}", file


def _inspect(members: list[zipfile.ZipInfo], name: str) -> None:
    caps = limits()
    check_members(members, name, "ZIP", caps.archive_bytes)
    for member in members:
        inner = member_name(member)
        if inner.startswith("/") or ".." in PurePosixPath(inner).parts or ":" in inner[:3]:
            raise UnsafeArchive(
                "ZIP 内的文件名指向压缩包之外", f"{name}!/{inner[:80]}", "请重新打包，不要使用 ../ 或绝对路径"
            )
        if member.file_size > caps.member_bytes:
            raise TooLarge("ZIP 内的文件过大", f"{name}!/{inner[:80]}", "核对该文件后重新打包")


def _wanted(inner: str) -> bool:
    path = PurePosixPath(inner)
    hidden = any(ignored(Path(step)) for step in path.parts)
    return not hidden and path.parts[:1] != ("__MACOSX",) and path.name not in BESIDE


def suffix(name: str) -> str:
    """Lower-case ending of a name with its dot; empty for none and for what is too long to be one."""
    found = PurePosixPath(name).suffix.lower()
    return found if len(found) <= 10 else ""


def _attached(
    path: Path, name: str, target: Path, spent: _Spent, only: str | None
) -> Iterator[tuple[str, Path]]:
    """Files attached to an OFD, by the names that people gave them."""
    with Packed(path, name, "OFD") as package:
        for number, (called, part) in enumerate(_attachments(package)):
            if only not in (None, called):
                continue
            spent.add(package.size(part), name)
            file = target / f"{number}{suffix(called)}"
            target.mkdir(parents=True, exist_ok=True)
            file.write_bytes(package.read(part))
            yield f"{name}!/{called}", file


def _attachments(package: Packed) -> Iterator[tuple[str, str]]:
    """Name and part of each attachment; the name is its title with the ending of the file, and no other's."""
    root = package.find("OFD.xml")
    seen: set[str] = set()
    for document in _places(package, root, "DocRoot"):
        for listing in _places(package, document, "Attachments"):
            for entry in package.xml(listing):
                place = next((child for child in entry if local_name(child) == "FileLoc"), None)
                part = package.at(listing, (place.text or "") if place is not None else "")
                if part is None:
                    continue
                called = _called(entry.get("Name") or "", part)
                if called in seen:
                    called = part
                if called not in seen:
                    seen.add(called)
                    yield called, part


def _called(title: str, part: str) -> str:
    title = re.sub(r"[/\\!\x00-\x1f]", "_", title.strip())[:100]
    ending = PurePosixPath(part).suffix
    if not title:
        return PurePosixPath(part).name
    return title if title.lower().endswith(ending.lower()) else title + ending


def _places(package: Packed, part: str | None, tag: str) -> Iterator[str]:
    """Parts that elements of that name in a part point to."""
    if part is None:
        return
    for element in package.xml(part).iter():
        if local_name(element) == tag:
            found = package.at(part, element.text or "")
            if found is not None:
                yield found
