"""A review (评查项目): the folder that holds everything of one review, and what its `review.toml` says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from ..model.errors import SetupError, near
from ..model.limits import Limits, limits_of
from ..panel.rules import PanelRules, panel_rules_of
from ..panel.rules import toml_lines as panel_lines
from ..plugin.manager import Plugins
from ..reading.tables import load_registers
from ..rules.profile import Profile
from ..rules.profile_files import load_profile
from ..rules.registers import Registers
from .store import Store

STAGES = ("self-check", "panel")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `review.toml` says.

    Attributes:
        stage: `self-check` (自查) or `panel` (集中评查); changes what selection and notices require, never a score.
        registers: folder of registers, relative to the review or absolute; empty for none.
        store: URL of the database; empty for `review.db` in the folder.
        issued: day on the notice (成文日期); None while it is a draft.
        engine: name of the OCR engine; empty for the default.
        limits: caps on what is read, the table `[limits]`.
        panel: reviewers and rules of the panel, the table `[panel]`.
    """

    name: str
    year: int = 0
    stage: str = "self-check"
    profile: str = "general"
    registers: str = ""
    store: str = ""
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    term: str = ""
    contact: str = ""
    engine: str = ""
    limits: Limits = field(default_factory=Limits)
    panel: PanelRules = field(default_factory=PanelRules)


TABLES = ("limits", "panel")
KEPT = ("profile", "registers", "engine")  # what a command may change in a review that is there


@dataclass(frozen=True, slots=True)
class Review:
    """A review's folder with its settings."""

    folder: Path
    settings: Settings

    @classmethod
    def open(cls, folder: Path) -> Review:
        """An existing review.

        Raises:
            SetupError: no `review.toml`, or it has a key or value that nobody knows.
        """
        file = folder / "review.toml"
        if not file.is_file():
            raise SetupError("这里不是评查项目", str(folder), "先运行 anjuan evaluate … --review 该文件夹")
        return cls(folder, _settings(_read_toml(file), str(file)))

    @classmethod
    def open_or_make(cls, folder: Path, **given: Any) -> Review:
        """The review in `folder`, made with the given settings where it is missing."""
        if (folder / "review.toml").is_file():
            found = cls.open(folder)
            return cls(folder, _with(found.settings, given))
        settings = _with(Settings(name=folder.resolve().name), given)
        return cls(folder, settings)

    def save(self) -> None:
        """Write `review.toml`; of one that is there only changed lines of `KEPT` are replaced."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "review.toml"
        if not file.exists():
            file.write_text(_toml(self.settings), encoding="utf-8")
            return
        text, before = file.read_text("utf-8-sig"), Review.open(self.folder).settings
        for key in KEPT:
            value = getattr(self.settings, key)
            if value != getattr(before, key):
                text = _with_line(text, key, f"{key} = {_quoted(value)}")
        file.write_text(text, encoding="utf-8")

    def store(self) -> Store:
        """The store of the review."""
        return Store(self.settings.store) if self.settings.store else Store.at(self.folder)

    @property
    def cache(self) -> Path:
        """Folder of page readings."""
        return self.folder / "cache"

    @property
    def out(self) -> Path:
        """Folder of exports and drafts."""
        return self.folder / "out"

    def registers(self) -> Registers:
        """The registers it names; none when it names none."""
        if not self.settings.registers:
            return Registers()
        return load_registers(self.folder / self.settings.registers)

    def profile(self, plugins: Plugins) -> Profile:
        """The profile it names, with every check it needs.

        Raises:
            ProfileError, BrokenPlugin: see `load_profile` and `Plugins.require`.
        """
        beside = self.folder / self.settings.profile
        profile = load_profile(beside if beside.exists() else self.settings.profile)
        plugins.require(profile)
        return profile


def limits_from(file: Path) -> Limits:
    """Caps from a TOML file: its table `[limits]`, as in `review.toml`, else all of it.

    Raises:
        SetupError: there is no such file, it is no TOML, or a cap does not hold.
    """
    if not file.is_file():
        raise SetupError("找不到上限文件", str(file), "检查 --limits 后面的路径")
    data = _read_toml(file)
    table = data.get("limits", data)
    return _limits(table, f"{file}：limits" if table is not data else str(file))


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{file.name} 格式不对", f"{file}：{error}", "按 TOML 格式改正") from None


def _limits(table: Any, where: str) -> Limits:
    if not isinstance(table, dict):
        raise SetupError("limits 应当是一张表", where, "写成 [limits]，下面每行一个上限")
    return limits_of(table, where)


def _with_line(text: str, key: str, line: str) -> str:
    """The text of a `review.toml` with another line for a key; a new one stands before the first table."""
    head, table, rest = _parted(text)
    safe = line.replace("\\", r"\\")  # a Windows path is no pattern
    head, count = re.subn(rf"(?m)^{key}\s*=.*$", safe, head)
    if not count:
        head = f"{head.rstrip()}\n{line}\n" + ("\n" if table else "")
    return head + table + rest


def _parted(text: str) -> tuple[str, str, str]:
    found = re.search(r"(?m)^\s*\[", text)
    return (text, "", "") if found is None else (text[: found.start()], found[0], text[found.end() :])


def _with(settings: Settings, given: dict[str, Any]) -> Settings:
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return Settings(**{**values, **{name: value for name, value in given.items() if value is not None}})


def _settings(data: dict[str, Any], where: str) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    for key in data:
        if key not in known:
            raise SetupError(f"review.toml 中不认识的键 {key}", where, near(key, known) or "删除该键")
    if "name" not in data:
        raise SetupError("review.toml 缺少 name", where, "写明评查项目名称")
    kinds = {"year": int, "issued": date, "limits": dict, "panel": dict}
    for key, value in data.items():
        if not isinstance(value, kinds.get(key, str)):
            raise SetupError(
                f"review.toml 中 {key} 的值类型不对", where, "文字加引号，日期写成 2026-11-20，年份写数字"
            )
    if data.get("stage", "panel") not in STAGES:
        raise SetupError(
            f"stage 只能是 {' 或 '.join(STAGES)}", f"{where}：stage", near(str(data["stage"]), STAGES)
        )
    tables = {
        "limits": _limits(data.get("limits", {}), f"{where}：limits"),
        "panel": panel_rules_of(data.get("panel", {}), f"{where}：panel"),
    }
    return Settings(**{**data, **tables})


def _toml(settings: Settings) -> str:
    lines = ["# 评查项目。stage：self-check 自查，panel 集中评查。改动后重新运行 anjuan evaluate 即可。"]
    for name in (one.name for one in fields(Settings) if one.name not in TABLES):
        value = getattr(settings, name)
        if value not in ("", None, 0):
            text = str(value) if isinstance(value, int | date) else _quoted(value)
            lines.append(f"{name} = {text}")
    changed = {
        key: value for key, value in asdict(settings.limits).items() if value != getattr(Limits(), key)
    }
    if changed:
        lines += ["", "[limits]", *(f"{key} = {value}" for key, value in changed.items())]
    lines += panel_lines(settings.panel)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
