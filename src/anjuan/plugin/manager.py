"""`Plugins`: the only code that touches pluggy. Lenient to load, strict to use."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from ..law import Calendar, Law
from ..model.errors import BrokenPlugin, DuplicateName, PluginError, ProfileError, near
from ..rules.check import Check
from ..rules.profile import Profile
from .hooks import (
    Classifier,
    Dimension,
    Extractor,
    Loader,
    NoticeRenderer,
    OcrEngine,
    SelectionPolicy,
    Specs,
)
from .survey import Indicator

GROUP = "anjuan"


class Plugins:
    """A loaded set of plugins.

    Attributes:
        versions: name → version, or digest of a file given by the user.
        broken: name → reason, in Chinese; shown by `anjuan plugins`.
        paths: files given by the user, from which a worker rebuilds the same set.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(Specs)
        self.versions: dict[str, str] = {}
        self.broken: dict[str, str] = {}
        self.paths: tuple[str, ...] = ()
        if os.environ.get("ANJUAN_TRACE") == "hooks":
            self._manager.trace.root.setwriter(lambda text: print(text, end="", file=sys.stderr))
            self._manager.enable_tracing()

    @classmethod
    def discover(cls, paths: Iterable[str | Path] = ()) -> Plugins:
        """Installed plugins by name, then files given by the user. A broken one is put aside with its reason.

        Raises:
            BrokenPlugin: a file given by the user does not exist or does not load.
        """
        plugins = cls()
        found = entry_points(group=GROUP)
        for point in sorted(found, key=lambda one: one.name):
            plugins._load_installed(point)
        for path in map(str, paths):
            plugins._load_file(Path(path))
        return plugins

    def add(self, name: str, module: object, version: str = "") -> None:
        """Register one plugin object.

        Raises:
            PluginError: it implements a hook that does not exist, or takes arguments a hook does not have.
        """
        unknown = [
            attribute
            for attribute in dir(module)
            if attribute.startswith("anjuan_")
            and not hasattr(Specs, attribute)
            and callable(getattr(module, attribute))
        ]
        if unknown:
            hint = near(unknown[0], [hook for hook in dir(Specs) if hook.startswith("anjuan_")])
            raise PluginError(f"没有名为 {unknown[0]} 的钩子", name, hint)
        try:
            self._manager.register(module, name)
        except pluggy.PluginValidationError as error:
            raise PluginError(
                "钩子的参数与约定不符", f"{name}：{error}", "对照文档中的钩子说明改正"
            ) from None
        except ValueError:
            raise DuplicateName("同名插件重复登记", name, "卸载其中一个") from None
        self.versions[name] = version

    def _load_installed(self, point: EntryPoint) -> None:
        try:
            module = point.load()
            version = point.dist.version if point.dist else ""
            self.add(point.name, module, f"{version}+{code_digest(module)}")
            self._probe(point.name)
        except Exception as error:  # whatever a stranger's module raises must not stop the others
            self._set_aside(point.name, error)

    def _load_file(self, path: Path) -> None:
        if not path.is_file():
            raise BrokenPlugin("找不到插件文件", str(path), "检查 --plugin 后面的路径")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        name = path.stem
        try:
            self.add(name, _import_file(path), f"sha256:{digest}")
            self._probe(name)
        except Exception as error:
            self._set_aside(name, error)
            raise BrokenPlugin(f"插件不能使用：{self.broken[name]}", str(path), "改正后重试") from error
        self.paths = (*self.paths, str(path.resolve()))

    def _set_aside(self, name: str, error: Exception) -> None:
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)
        self.versions.pop(name, None)
        self.broken[name] = (
            str(error) if isinstance(error, PluginError) else f"{type(error).__name__}: {error}"
        )

    def _probe(self, name: str) -> None:
        """Call every hook of one plugin once, so that one which raises is found now and by name."""
        others = [plugin for other, plugin in self._manager.list_name_plugin() if other != name]
        for hook in (attribute for attribute in dir(Specs) if attribute.startswith("anjuan_")):
            for result in self._manager.subset_hook_caller(hook, others)():
                list(result)

    def _gather(self, hook: str) -> list[tuple[str, Any]]:
        """What each plugin returns from a hook, with the plugin's name, in order of names."""
        found: list[tuple[str, Any]] = []
        for name in sorted(self.versions):
            others = [plugin for other, plugin in self._manager.list_name_plugin() if other != name]
            for result in self._manager.subset_hook_caller(hook, others)():
                found.extend((name, thing) for thing in result)
        return found

    def _named(self, hook: str, key: str = "name") -> dict[str, Any]:
        owners: dict[str, str] = {}
        found: dict[str, Any] = {}
        for plugin, thing in self._gather(hook):
            name = getattr(thing, key)
            if name in owners:
                raise DuplicateName(f"{name} 重复", f"插件 {owners[name]} 与 {plugin}", "改名或卸载其中一个")
            owners[name], found[name] = plugin, thing
        return dict(sorted(found.items()))

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """All checks by id, each stamped with its plugin."""
        checks: dict[str, Check] = {}
        for plugin, check in self._gather("anjuan_checks"):
            if check.id in checks:
                raise DuplicateName(
                    f"检查规则 {check.id} 重复",
                    f"插件 {checks[check.id].plugin} 与 {plugin}",
                    "改名或卸载其中一个",
                )
            checks[check.id] = replace(check, plugin=plugin)
        return dict(sorted(checks.items()))

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Dimensions in their order."""
        found: list[Dimension] = list(self._named("anjuan_dimensions", "id").values())
        return tuple(sorted(found, key=lambda one: (one.order, one.id)))

    @cached_property
    def loaders(self) -> Mapping[str, Loader]:
        """Loaders by name."""
        return self._named("anjuan_loaders")

    @cached_property
    def engines(self) -> Mapping[str, OcrEngine]:
        """OCR engines by name."""
        return self._named("anjuan_ocr_engines")

    @cached_property
    def classifiers(self) -> Mapping[str, Classifier]:
        """Classifiers by name."""
        return self._named("anjuan_classifiers")

    @cached_property
    def extractors(self) -> Mapping[str, Extractor]:
        """Extractors by name."""
        return self._named("anjuan_extractors")

    @cached_property
    def policies(self) -> Mapping[str, SelectionPolicy]:
        """Selection policies by name."""
        return self._named("anjuan_selection_policies")

    @cached_property
    def renderers(self) -> Mapping[str, NoticeRenderer]:
        """Notice renderers by name."""
        return self._named("anjuan_notice_renderers")

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Supervision indicators in their order."""
        found: list[Indicator] = list(self._named("anjuan_indicators").values())
        return tuple(sorted(found, key=lambda one: (one.order, one.name)))

    def law(self, calendar: Calendar | None = None) -> Law:
        """Dated law of all plugins, with the calendar of the run."""
        folders: list[Traversable] = [folder for _, folder in self._gather("anjuan_law")]
        return Law.load(folders, calendar)

    def require(self, profile: Profile) -> None:
        """Make sure that every check the profile names is there.

        Raises:
            ProfileError: a check is missing; the message names near ones.
            BrokenPlugin: it would come from a plugin that did not load.
        """
        for name, items in profile.uses().items():
            if name in self.checks:
                continue
            dimension = name.split(".", 1)[0]
            reason = next((why for plugin, why in self.broken.items() if dimension in plugin), "")
            where = f"{profile.name}：评查项 {'、'.join(items)}（{'、'.join(profile.places(name))}）"
            if reason:
                raise BrokenPlugin(f"检查规则 {name} 所在插件未能加载：{reason}", where, "修复该插件后重试")
            raise ProfileError(f"没有检查规则 {name}", where, near(name, self.checks))
        self._require_bindings(profile)

    def _require_bindings(self, profile: Profile) -> None:
        items = (item for table in profile.tables for item in table.items())
        uses = [use for item in items for use in item.checks if use.bindings]
        keys = self.law().parameters if uses else {}
        for use in uses:
            where = f"{profile.name}：{'、'.join(profile.places(use.check))}"
            params = self.checks[use.check].params
            for name, bound in use.bindings:
                if name not in params and name not in keys:
                    raise ProfileError(f"检查规则 {use.check} 没有参数 {name}", where, near(name, params))
                if bound.key and bound.key not in keys:
                    raise ProfileError(f"没有登记法律参数 {bound.key}", where, near(bound.key, keys))

    @property
    def spec(self) -> tuple[tuple[str, str], ...]:
        """Names with versions or digests, sorted: part of every stamp."""
        return tuple(sorted(self.versions.items()))


def code_digest(module: object) -> str:
    """Twelve figures of sha256 over the code and data of a module's package: a version alone does not tell a
    corrected check from the one before."""
    file = getattr(module, "__file__", None)
    if not file:
        return ""
    path = Path(file)
    if path.name == "__init__.py":
        paths = sorted(
            one for one in path.parent.rglob("*") if one.suffix in (".py", ".yaml", ".csv", ".toml")
        )
    else:
        paths = [path]
    digest = hashlib.sha256()
    for one in paths:
        digest.update(f"{one.relative_to(path.parent).as_posix()}\n".encode())
        digest.update(one.read_bytes())
    return digest.hexdigest()[:12]


def _import_file(path: Path) -> ModuleType:
    name = f"anjuan_user_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError("不是 Python 文件", str(path), "给出 .py 文件")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
