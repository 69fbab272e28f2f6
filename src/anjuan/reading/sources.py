"""What was handed in: which paths are case files, which files each holds, what the index says of them."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..model.errors import DuplicateCase, InputError, UnknownCase, WrongFileType

ABOUT = ("id", "case", "agency", "category", "procedure", "status")
BESIDE = ("case.toml", "index.csv", "index.xlsx")
_JUNK = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True, slots=True)
class Source:
    """One case file before it is read.

    Attributes:
        id: name within the review; source: name of the given path and the path below it, with `/`.
        path: folder, ZIP or single file; about: what case.toml or the index says.
    """

    id: str
    source: str
    path: Path
    about: Mapping[str, str] = field(default_factory=dict)


def find_sources(paths: Sequence[Path], *, each: bool = False) -> list[Source]:
    """Case files under the given paths, sorted by id.

    Raises:
        UnknownCase: a path does not exist.
        DuplicateCase: one id from two sources; both are named.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _under(path, each):
            other = found.get(source.id)
            if other and other.path != source.path:
                raise DuplicateCase(
                    f"案卷编号 {source.id} 重复",
                    f"{other.source} 与 {source.source}",
                    "在 case.toml 或 index.csv 中另给编号",
                )
            found[source.id] = source
    return [found[name] for name in sorted(found)]


def _under(path: Path, each: bool) -> Iterator[Source]:
    path = path.resolve()
    if not path.exists():
        raise UnknownCase("找不到路径", path.name, "检查路径是否写对")
    if path.is_file():
        yield Source(path.stem, path.name, path)
        return
    if each:
        for file in sorted(path.rglob("*")):
            if file.is_file() and not ignored(file) and file.name not in BESIDE:
                below = file.relative_to(path).as_posix()
                yield Source(below.rsplit(".", 1)[0].replace("/", "-"), f"{path.name}/{below}", file)
        return
    if not is_batch(path):
        about = _case_toml(path)
        yield Source(about.get("id") or path.name, path.name, path, about)
        return
    index = _index(path)
    for child in sorted(path.iterdir()):
        if child.name in BESIDE or ignored(child):
            continue
        about = {**index.get(child.name, index.get(child.stem, {})), **_case_toml(child)}
        name = child.name if child.is_dir() else child.stem
        yield Source(about.get("id") or name, f"{path.name}/{child.name}", child, about)


def is_batch(folder: Path) -> bool:
    """A folder is a batch when it holds a sub-folder, a ZIP or an index, unless a case.toml makes it one case file."""
    if (folder / "case.toml").is_file():
        return False
    children = [child for child in folder.iterdir() if not ignored(child)]
    return any(
        child.is_dir() or child.suffix.lower() == ".zip" or child.name in ("index.csv", "index.xlsx")
        for child in children
    )


def ignored(path: Path) -> bool:
    """Files that no bureau means to hand in."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name in _JUNK


def _case_toml(folder: Path) -> dict[str, str]:
    file = folder / "case.toml"
    if not folder.is_dir() or not file.is_file():
        return {}
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "case.toml 格式不对", f"{folder.name}/case.toml：{error}", "按 TOML 格式改正"
        ) from None
    return {key: str(data[key]) for key in ABOUT if key in data}


def _index(folder: Path) -> dict[str, dict[str, str]]:
    """Rows of `index.csv` or `index.xlsx` by file name (column `file`, `文件`, else `id`)."""
    rows: list[list[str]] = []
    if (folder / "index.csv").is_file():
        rows = list(csv.reader(io.StringIO(decode((folder / "index.csv").read_bytes()))))
    elif (folder / "index.xlsx").is_file():
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_path(folder / "index.xlsx").get_sheet_by_index(0)
        rows = [[str(cell) for cell in row] for row in sheet.to_python()]
    if not rows:
        return {}
    names = [
        _HEADINGS.get(cell.strip().lstrip("\ufeff"), cell.strip().lstrip("\ufeff").lower())
        for cell in rows[0]
    ]
    found = {}
    for row in rows[1:]:
        about = {name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip()}
        key = about.get("file") or about.get("id")
        if key:
            found[key] = {name: about[name] for name in ABOUT if name in about}
    return found


_HEADINGS = {
    "文件": "file",
    "编号": "id",
    "案号": "case",
    "文号": "case",
    "机关": "agency",
    "案卷类别": "category",
    "类别": "category",
    "程序": "procedure",
    "状态": "status",
}


def decode(body: bytes) -> str:
    """Text in UTF-8 (with or without BOM) or GB18030.

    Raises:
        WrongFileType: neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFileType("文件编码不是 UTF-8 或 GB18030", "", "另存为 UTF-8 后重试")
