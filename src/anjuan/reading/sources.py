"""What was handed in: which paths are case files, which files each holds, what the index says of them."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..model.errors import DuplicateCase, InputError, UnknownCase, UnreadableFile, UnsafeArchive, near
from .index import ABOUT, Index, about_of, load_index
from .packed import topmost

BESIDE = ("case.toml", "index.csv", "index.xlsx")
_JUNK = ("thumbs.db", "desktop.ini", ".ds_store")
_TOML_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One case file before it is read.

    Attributes:
        id: name within the review; source: name of the given path and the path below it, with `/`.
        path: folder, ZIP or single file; about: what case.toml or the index says.
        problem: why it cannot be read at all; the others of the batch go on.
    """

    id: str
    source: str
    path: Path
    about: Mapping[str, str] = field(default_factory=dict)
    problem: InputError | None = None


class Sources(list[Source]):
    """Case files in order of their ids; `warnings` are Chinese sentences about the index and case.toml."""

    def __init__(self, found: Iterable[Source] = (), warnings: Iterable[str] = ()) -> None:
        super().__init__(found)
        self.warnings = list(warnings)


def find_sources(paths: Sequence[Path], *, each: bool = False) -> Sources:
    """Case files under the given paths, sorted by id.

    Raises:
        UnknownCase: a path does not exist; UnreadableFile: a folder may not be opened;
        WrongFileType: an index cannot be read.
        DuplicateCase: one id from two sources; both are named.
    """
    found: dict[str, Source] = {}
    warnings: list[str] = []
    for path in paths:
        for source in _under(path, each, warnings):
            other = found.get(source.id)
            if other and other.path != source.path:
                raise DuplicateCase(
                    f"案卷编号 {source.id} 重复",
                    f"{other.source} 与 {source.source}",
                    "在 case.toml 或 index.csv 中另给编号",
                )
            found[source.id] = source
    return Sources((found[name] for name in sorted(found)), warnings)


def _under(path: Path, each: bool, warnings: list[str]) -> Iterator[Source]:
    path = path.resolve()
    if not path.exists():
        raise UnknownCase("找不到路径", path.name, "检查路径是否写对")
    if path.is_file():
        yield _source(path, path.name, path.stem, {}, warnings)
    elif each:
        for below, file in _plain_files(path, path):
            name = below.rsplit(".", 1)[0].replace("/", "-")
            if isinstance(file, InputError):
                yield Source(name, f"{path.name}/{below}", path / below, {}, file)
            else:
                yield Source(name, f"{path.name}/{below}", file)
    elif not is_batch(path):
        yield _source(path, path.name, path.name, {}, warnings)
    else:
        yield from _batch(path, warnings)


def _batch(path: Path, warnings: list[str]) -> Iterator[Source]:
    index = load_index(path)
    children = [one for one in _children(path) if one.name not in BESIDE and not ignored(one)]
    rows = index.match([child.name for child in children])
    warnings += [f"{path.name}/{text}" for text in index.warnings]
    for child in children:
        name = child.name if child.is_dir() else child.stem
        where = f"{path.name}/{child.name}"
        outside = _outside(child, path)
        if outside is not None:
            yield Source(name, where, child, {}, outside)
            continue
        source = _source(child, where, name, rows.get(child.name, {}), warnings)
        problem = _index_problem(index, child.name, where)
        yield replace(source, problem=source.problem or problem)


def _index_problem(index: Index, child: str, where: str) -> InputError | None:
    text = index.problems.get(child)
    return InputError(text, where, "改正该行后重试") if text else None


def _source(path: Path, where: str, name: str, row: Mapping[str, str], warnings: list[str]) -> Source:
    """One case file with what the index and its own case.toml say of it; case.toml has the last word."""
    try:
        about = {**row, **_case_toml(path, where, warnings)}
        if path.is_dir():
            warnings += _unused(path, where)
    except InputError as error:
        return Source(row.get("id") or name, where, path, row, error)
    return Source(about.get("id") or name, where, path, about)


def is_batch(folder: Path) -> bool:
    """A folder is a batch when it holds a sub-folder, a ZIP or an index, unless a case.toml makes it one case file."""
    if (folder / "case.toml").is_file():
        return False
    children = [child for child in _children(folder) if not ignored(child)]
    return any(
        child.is_dir() or child.suffix.lower() == ".zip" or child.name in ("index.csv", "index.xlsx")
        for child in children
    )


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        raise UnreadableFile("没有打开文件夹的权限", folder.name, "检查文件夹的权限后重试") from None


def ignored(path: Path) -> bool:
    """Files that no bureau means to hand in."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name in _JUNK


def files_of(source: Source) -> list[tuple[str, Path | InputError]]:
    """Files of a case file as they lie there, by their path below it with `/`; what may not be read with the reason."""
    if source.path.is_file():
        refused = _refused(source.path, source.path.parent)
        return [(source.path.name, refused or source.path)]
    return list(_plain_files(source.path, source.path))


def _plain_files(folder: Path, root: Path) -> Iterator[tuple[str, Path | InputError]]:
    """All files below a folder in order of names; links are followed to files within `root` only."""
    found: list[tuple[str, Path | InputError]] = []

    def unread(error: OSError) -> None:
        name = Path(error.filename or folder).relative_to(folder).as_posix()
        found.append((name, UnreadableFile("没有打开文件夹的权限", name, "检查文件夹的权限后重试")))

    for place, folders, files in os.walk(folder, onerror=unread):
        # What hides a folder hides what is in it; a link to a folder is a file to os.walk's eyes only if refused.
        links = [one for one in folders if (Path(place) / one).is_symlink()]
        folders[:] = [one for one in folders if one not in links and not ignored(Path(one))]
        for name in (*files, *links):
            file = Path(place) / name
            if not ignored(file) and name not in BESIDE:
                found.append((file.relative_to(folder).as_posix(), _refused(file, root) or file))
    yield from sorted(found, key=lambda one: Path(one[0]))


def _refused(file: Path, root: Path) -> InputError | None:
    """Why a file may not be read: a link that leads outside or nowhere, a device, or no permission."""
    outside = _outside(file, root)
    if outside is not None:
        return outside
    try:
        kind = file.stat().st_mode
    except OSError:
        return UnreadableFile("文件打不开", file.name, "检查该链接或磁盘后重试")
    if not stat.S_ISREG(kind):
        return UnreadableFile("不是普通文件", file.name, "改为放入文件本身")
    if not os.access(file, os.R_OK):
        return UnreadableFile("没有读取文件的权限", file.name, "检查文件的权限后重试")
    return None


def _outside(path: Path, root: Path) -> InputError | None:
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        return UnsafeArchive("链接指向案卷之外", path.name, "放入文件本身，不要放链接")
    return None


def _case_toml(path: Path, where: str, warnings: list[str]) -> dict[str, str]:
    """What the case.toml in a folder or a ZIP says.

    Raises:
        InputError: it is no TOML, or a value of it is none that is known.
    """
    bodies = _toml_bodies(path)
    if len(bodies) != 1:
        if bodies:
            warnings.append(f"{where} 里有几个 case.toml，都未使用；各是一个案卷的，请分开打包")
        return {}
    place = f"{where}/case.toml"
    try:
        data = tomllib.loads(bodies[0].decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("case.toml 格式不对", f"{place}：{error}", "按 TOML 格式改正，存为 UTF-8") from None
    for key in data:
        if key not in ABOUT:
            hint = near(key, ABOUT)
            warnings.append(f"{place}：键 {key} 未使用" + (f"；{hint}" if hint else ""))
    return about_of({key: str(data[key]).strip() for key in ABOUT if key in data}, place)


def _toml_bodies(path: Path) -> list[bytes]:
    """The case.toml of a folder, or the topmost ones of a ZIP."""
    if path.is_dir():
        file = path / "case.toml"
        if not file.is_file() or _refused(file, path):
            return []
        with file.open("rb") as stream:
            return [stream.read(_TOML_BYTES)]
    if path.suffix.lower() != ".zip" or _refused(path, path.parent):
        return []
    return topmost(path, "case.toml", _TOML_BYTES)


def _unused(folder: Path, where: str) -> Iterator[str]:
    """What in the folder of a case file says something of case files and is not listened to."""
    for name in ("index.csv", "index.xlsx"):
        if (folder / name).is_file():
            yield f"{where}/{name} 未使用：它应当在一批案卷的文件夹里"
    for child in _children(folder):
        if child.is_dir() and not child.is_symlink() and (child / "case.toml").is_file():
            yield (
                f"{where}/{child.name}/case.toml 未使用：{where} 是一个案卷；"
                f"其中各文件夹各是一个案卷的，请直接给出 {where}"
            )
