"""The shape of the source: imports go down, files stay short, the door is light, errors travel."""

from __future__ import annotations

import ast
import inspect
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import anjuan
from anjuan.model import errors

ROOT = Path(__file__).parent.parent
SOURCE, PLUGINS = ROOT / "src" / "anjuan", ROOT / "plugins"
FLOORS = (
    {"_version"},
    {"model"},
    {"data_files"},
    {"law"},
    {"rules"},
    {"plugin"},
    {"reading", "scoring"},
    {"panel"},
    {"circulation"},  # tells others what the panel ruled
    {"record"},
    {"faces"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
ABOVE_ALL = {"__init__", "testing"}  # the door and the kit for plugin authors see every floor
HEAVY = (
    "pandas",
    "numpy",
    "cv2",
    "rapidocr",
    "onnxruntime",
    "sqlalchemy",
    "pydantic",
    "PIL",
    "docx",
    "typer",
)


def sources(*roots: Path) -> list[Path]:
    return sorted(file for root in roots for file in root.rglob("*.py") if "__pycache__" not in file.parts)


def imported(file: Path, package: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Full dotted names that a module of `package` imports, at any place of it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(name.name.split(".")) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = package[: len(package) - node.level + 1] if node.level else ()
            base = (*home, *(node.module.split(".") if node.module else ()))
            yield from ((*base, name.name) for name in node.names)


def of(file: Path, root: Path) -> tuple[str, ...]:
    return file.relative_to(root.parent).with_suffix("").parts[:-1]


@pytest.mark.parametrize("file", sources(SOURCE), ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_go_only_downwards(file: Path) -> None:
    home = file.relative_to(SOURCE).with_suffix("").parts[0]
    for name in imported(file, of(file, SOURCE)):
        assert not name[0].startswith("anjuan_"), f"the core imports a plugin: {name}"
        if name[0] != "anjuan" or home in ABOVE_ALL or home == "data":
            continue
        if home == "builtin":
            assert name[1] == "builtin" or name[1:] in {(one,) for one in anjuan.__all__}, (
                f"not public: {name}"
            )
        elif name[1] != home:
            assert home in FLOOR, f"{home} stands on no floor"
            assert FLOOR.get(name[1], 99) < FLOOR[home], f"looks up: {'.'.join(name)}"


@pytest.mark.parametrize("file", sources(PLUGINS), ids=lambda file: str(file.relative_to(PLUGINS)))
def test_plugins_use_only_public_names(file: Path) -> None:
    own = file.relative_to(PLUGINS).parts[0]
    for name in imported(file, of(file, PLUGINS / own)):
        assert not name[0].startswith("anjuan_") or name[0] == own, f"imports another plugin: {name}"
        if name[0] == "anjuan":
            assert name[1:] in {(one,) for one in anjuan.__all__}, f"not public: {'.'.join(name)}"


def test_no_file_is_over_400_lines() -> None:
    files = sources(SOURCE, PLUGINS, ROOT / "tests")
    lengths = {file.relative_to(ROOT): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {str(file): lines for file, lines in lengths.items() if lines > 400} == {}


def test_the_door_is_light() -> None:
    code = f"import anjuan, sys; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("name", anjuan.__all__)
def test_every_public_name_exists_and_is_described(name: str) -> None:
    thing = getattr(anjuan, name)
    text = inspect.getdoc(thing)
    assert text
    assert not text.startswith(f"{name}(")  # what a dataclass writes by itself


def tree(kind: type[errors.AnjuanError]) -> Iterator[type[errors.AnjuanError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


ERRORS = [kind for kind in tree(errors.AnjuanError) if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_errors_come_back_from_a_worker(kind: type[errors.AnjuanError]) -> None:
    error = kind("出了什么", "文件:3", "怎么办")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (str(back), back.where, back.exit_code) == (str(error), "文件:3", error.exit_code)
    assert f"[{kind.code}]" in str(back)


def test_every_error_has_its_own_code_and_stands_in_the_tree() -> None:
    codes = [kind.code for kind in ERRORS]
    assert len(codes) == len(set(codes))
    drawn = inspect.getdoc(errors) or ""
    assert [kind.__name__ for kind in ERRORS if kind.__name__ not in drawn] == []


def test_several_errors_become_one() -> None:
    first, second = errors.ProfileError("甲", "a:1"), errors.ProfileError("乙", "b:2", "改")
    assert errors.together("{} 处", [first]) is first
    both = errors.together("{} 处", [first, second])
    assert str(both) == "[AJ-201] 2 处；位置：\n  a:1：甲\n  b:2：乙（改）；处理：逐条改正后重试"
