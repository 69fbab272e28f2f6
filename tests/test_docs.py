"""The documents name everything there is, and what they show runs."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer

from anjuan import Limits, Plugins, View, __version__
from anjuan.builtin.policies import Options
from anjuan.law.calendar import FIRST_YEAR, LAST_YEAR
from anjuan.law.parameters import UNITS
from anjuan.model import errors
from anjuan.plugin import hooks
from anjuan.reading import read
from anjuan.record.review import Review, Settings
from anjuan.record.run import evaluate, verify
from anjuan.rules.profile_files import load_profile
from anjuan.rules.profile_schema import PARTS, known_keys
from anjuan.rules.registers import TABLES, Column
from anjuan.testing import situations

from .conftest import Evaluated

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
HOOKS = [name for name in dir(hooks.Specs) if name.startswith("anjuan_")]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w/]+\.(?:py|toml|yaml))\n")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    return [body for language, body in BLOCK.findall(text) if language in languages]


def part(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its rank."""
    rank = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}.*?\n(.*?)(?=^{rank} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading}"
    return found[1]


# ---- what there is ------------------------------------------------------------------------------


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_its_protocol_and_an_example(hook: str) -> None:
    text = part(page("hooks.md"), f"## `{hook}`")
    returned = inspect.signature(getattr(hooks.Specs, hook)).return_annotation
    kind = getattr(hooks, returned.removeprefix("Iterable[").removesuffix("]"))
    members = getattr(kind, "__protocol_attrs__", None) or kind.__annotations__.keys() | vars(kind).keys()
    wanted = (
        {name for name in members if not name.startswith("_")} if kind.__module__ == hooks.__name__ else set()
    )
    told = set(re.findall(r"\w+", BLOCK.sub("", text)))
    assert wanted - told == set()
    assert f"def {hook}():" in text


def commands(group: Any, *path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)
        else:
            yield " ".join((*path, name)), command


@pytest.fixture(scope="module")
def command_tree() -> dict[str, Any]:
    app = importlib.import_module("anjuan.faces.cli.app").app
    for file in sorted((ROOT / "src/anjuan/faces/cli").glob("[a-z]*.py")):
        importlib.import_module(f"anjuan.faces.cli.{file.stem}")
    return dict(commands(typer.main.get_command(app)))


def test_every_command_has_an_example(command_tree: dict[str, Any]) -> None:
    text = page("commands.md")
    for name in command_tree:
        shown = blocks(part(text, f"### `anjuan {name}`"), "text")
        assert any(f"anjuan {name}" in one for one in shown), name


def test_every_option_is_named(command_tree: dict[str, Any]) -> None:
    options = {flag for one in command_tree.values() for parameter in one.params for flag in parameter.opts}
    text = page("commands.md")
    assert {flag for flag in options if flag.startswith("--") and f"{flag}" not in text} == set()


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_commands_that_are_shown_exist(file: Path, command_tree: dict[str, Any]) -> None:
    text = file.read_text("utf-8")
    known = set(command_tree) | {name.split(" ")[0] for name in command_tree}
    shown = set(re.findall(r"(?:^|`|/)anjuan ([a-z]+)(?![\w.])", text, re.MULTILINE))
    assert shown - known == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) - targets == set()


def kinds_of_error(kind: type[errors.AnjuanError] = errors.AnjuanError) -> Iterator[type[errors.AnjuanError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from kinds_of_error(child)


@pytest.mark.parametrize("kind", list(kinds_of_error()), ids=lambda kind: kind.__name__)
def test_an_error_code_says_what_it_means(kind: type[errors.AnjuanError]) -> None:
    row = re.search(
        rf"^\| `{kind.code}` \| `{kind.__name__}` \| (.+?) \| (.*?)\|$", page("errors.md"), re.MULTILINE
    )
    assert row, kind.code
    assert row[2] or kind is errors.AnjuanError
    source = "\n".join(
        file.read_text("utf-8") for file in ROOT.glob("[sp]*/**/*.py") if file.parts[-2] != "tests"
    )
    used = re.search(rf"(?<!class ){kind.__name__}\(", source) is not None
    assert used != ("本版暂不出现" in row[0] or kind is errors.AnjuanError)


def names_in_source() -> Iterator[str]:
    """Names of facts that stand in calls which make facts."""
    for file in sorted((ROOT / "src/anjuan/builtin").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("fact", "day", "moment", "words", "Fact"):
                    yield str(node.args[0].value)


def test_every_fact_that_is_read_is_listed(samples: Evaluated) -> None:
    read_off = {fact["name"] for line in samples.lines for fact in line["facts"]}
    listed = set(
        re.findall(r"[\w]+", " ".join(re.findall(r"^\| ([^|]+) \|", page("facts.md"), re.MULTILINE)))
    )
    assert len(read_off) > 50
    assert (read_off | set(names_in_source())) - listed == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_register_is_listed_with_all_its_columns(table: str) -> None:
    title, columns = TABLES[table]
    text = part(page("registers.md"), f"### `{table}` {title}")
    kinds = {"text": "文字", "date": "日期", "moment": "日期时间", "number": "数字"}

    def row(column: Column) -> str:
        optional = "，可以没有此列" if column.optional else ""
        return f"| `{column.name}` | {column.heading} | {kinds[column.kind]}{optional} |"

    assert [row(column) for column in columns] == re.findall(r"^\| `.+$", text, re.MULTILINE)
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "plugins").rglob("*.py"))
    assert ("不读取本表" in text) != (f'"{table}"' in source or table == "calendar")


@pytest.mark.parametrize("form", PARTS)
def test_every_key_of_a_profile_is_named(form: str) -> None:
    text = page("profile.md")
    assert [key for key in known_keys(form) if f"`{key}`" not in text] == []


def test_every_choice_of_a_profile_is_named() -> None:
    text = page("profile.md")
    kinds = [field.annotation for form in PARTS.values() for field in form.model_fields.values()]
    choices = {
        str(one) for kind in kinds if inspect.isclass(kind) and issubclass(kind, StrEnum) for one in kind
    }
    assert {"award", "assist", "zero"} <= choices
    assert {one for one in choices if f"`{one}`" not in text} == set()
    assert [unit for unit in UNITS if unit not in part(text, "## 检查规则")] == []


@pytest.mark.parametrize(
    ("kind", "heading"), [(Settings, "## 评查项目文件夹"), (Options, "### `anjuan select`")]
)
def test_every_setting_is_named(kind: Any, heading: str) -> None:
    text = part(page("commands.md"), heading)
    assert [field.name for field in dataclasses.fields(kind) if f"`{field.name}`" not in text] == []


def test_everything_a_check_is_given_is_named() -> None:
    text = part(page("plugins.md"), "## What a check is given")
    assert [name for name in vars(View) if not name.startswith("_") and f"`case.{name}" not in text] == []


def test_the_floors_are_drawn() -> None:
    folders = {file.parent.name for file in (ROOT / "src/anjuan").glob("*/*.py")}
    text = page("house.md")
    assert {name for name in folders if name not in text} == set()


# ---- what is said of it -------------------------------------------------------------------------


def test_the_changelog_names_the_version_of_the_code() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = [name for name in re.findall(r"^## \[(.+?)\]", text, re.MULTILINE) if name != "Unreleased"]
    assert released[0] == __version__
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)


def test_the_caps_are_those_of_the_code(plugins: Plugins) -> None:
    text, caps = page("limits.md"), Limits()
    for words in (
        f"| 一个 PDF 或 OFD，一个 TIFF | {caps.pages} 页 |",
        f"| {caps.members} 个 |",
        f"| {caps.member_bytes >> 20} MB |",
        f"| {caps.archive_bytes >> 30} GB |",
        f"| {caps.ratio} 倍 |",
        f"解压后 | {caps.office_bytes >> 20} MB |",
        f"| {caps.xml_bytes >> 20} MB，嵌套 {caps.xml_depth} 层",
        f"| {caps.objects} 个对象和字 |",
        f"| {caps.cells} 格 |",
        f"| {caps.pixels} 像素",
        f"工作日历有 {FIRST_YEAR} 年至 {LAST_YEAR} 年",
    ):
        assert words in text, words
    readable = part(text, "## 读取哪些格式").split("本版不读")[0]
    suffixes = {suffix for one in plugins.loaders.values() for suffix in one.suffixes}
    assert {suffix for suffix in suffixes if suffix[1:].upper() not in readable} == set()
    assert read.DEFAULT_ENGINE in page("hooks.md")
    cases = sum(not one.name.startswith(".") for one in (ROOT / "samples/cases").iterdir())
    assert f"{cases} invented case files" in (ROOT / "README.md").read_text("utf-8")


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", BLOCK.sub("", file.read_text("utf-8"))):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        other = file.parent / name if name else file
        assert other.is_file(), target
        headings = re.findall(r"^#+ (.+)$", other.read_text("utf-8"), re.MULTILINE)
        assert not anchor or anchor in map(slug, headings), target


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_no_page_knows_a_machine(file: Path) -> None:
    assert re.findall(r"/(?:work|home|root|tmp|usr|opt)/|\.\./shared|pypi\.", file.read_text("utf-8")) == []


def test_every_page_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [file.name for file in DOCS.glob("*.md") if f"(docs/{file.name})" not in text] == []


# ---- what is shown ------------------------------------------------------------------------------


def test_the_readme_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks((ROOT / "README.md").read_text("utf-8"), "python")
    assert len(code.strip().splitlines()) <= 10
    exec(compile(code, "README.md", "exec"), {})
    assert "PO-P17" in capsys.readouterr().out


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_a_hook_runs(hook: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "law").mkdir()
    (code,) = blocks(part(page("hooks.md"), f"## `{hook}`"), "python")
    module = type(sys)(f"shown_{hook}")
    exec(compile(code, "hooks.md", "exec"), module.__dict__)
    found = Plugins()
    found.add("shown", module)
    returned = inspect.signature(getattr(hooks.Specs, hook)).return_annotation
    kind = getattr(hooks, returned.removeprefix("Iterable[").removesuffix("]"))
    things = list(getattr(module, hook)())
    assert things
    assert hook == "anjuan_law" or all(isinstance(thing, kind) for thing in things)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the pages show, importable."""
    for text in (page("plugins.md"), page("profile.md")):
        for body in blocks(text, "python", "toml", "yaml"):
            if named := FILE.match(body):
                file = tmp_path / named[1]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(body, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in ("archive", "anjuan_local", "anjuan_local.checks"):
        sys.modules.pop(name, None)


def test_the_plugin_of_one_file_judges_a_case_file(shown: Path) -> None:
    plugin = shown / "archive.py"
    review = Review.open_or_make(shown / "try", profile=str(shown / "archive.toml"))
    summary = evaluate([ROOT / "samples/cases/s02.pdf"], review, plugin_paths=[plugin], workers=0)
    assert (summary.scored, summary.problems) == (["s02"], [])
    assert verify(review, [plugin]) == []


def test_the_loose_examples_run(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    loose = [code for code in blocks(page("plugins.md"), "python") if not FILE.match(code)]
    assert loose
    for code in loose:
        exec(compile(code, "plugins.md", "exec"), names)
    assert "归档日期" in capsys.readouterr().out


def test_the_package_loads_and_its_table_of_situations_passes(shown: Path) -> None:
    found = Plugins.discover()
    found.add("local", importlib.import_module("anjuan_local"), "0.1.0")
    rows = list(situations(shown / "cases.yaml"))
    assert {row.check for row in rows} == {name for name in found.checks if name.startswith("local.")}
    for row in rows:
        row.judge(found.checks, found.law())
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_local.py"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=shown)
    assert done.returncode == 0, done.stdout
    assert f"{len(rows)} passed" in done.stdout


def test_the_profile_that_is_shown_holds(shown: Path, plugins: Plugins) -> None:
    profile = load_profile(shown / "mine.toml")
    plugins.require(profile)
    assert profile.table("penalty", "ordinary") is not None
