"""Dated legal parameters, in a closed form: an unknown key is refused with its file and key path.

```yaml
penalty.decision:
  title: 普通程序办案期限
  values:
    2021-07-15: {value: 90, unit: 日, source: 中华人民共和国行政处罚法, article: 第六十条}
```
An entry without `value` is a plain duty; `value: null` means that nothing was in force from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from ..model.errors import LawError, near
from ..model.result import Citation

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where it was built
UNITS = ("日", "工作日", "月", "年", "小时", "元", "人", "倍", "%")
_ENTRY_KEYS = ("value", "unit", "source", "article", "url", "published", "certainty")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal figure or duty, in force from `since`.

    Attributes:
        value: the figure in `unit`; None for a plain duty.
        certain: False for a figure that nobody has verified; it then decides no veto.
    """

    key: str
    title: str
    value: Decimal | None
    unit: str
    citation: Citation
    certain: bool = True


Timeline = tuple[tuple[date, Parameter | None], ...]


def load_parameters(folders: Iterable[Traversable]) -> Mapping[str, Timeline]:
    """All parameters of the YAML files in `folders`, each a timeline sorted by its first day.

    Raises:
        LawError: a file is no YAML, a key is unknown, or one key stands in two files.
    """
    found: dict[str, Timeline] = {}
    origin: dict[str, str] = {}
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if not file.name.endswith((".yaml", ".yml")):
                continue
            for key, timeline in _load_file(file.name, file.read_text("utf-8")).items():
                if key in found:
                    raise LawError(
                        f"法律参数 {key} 重复定义", f"{origin[key]} 与 {file.name}", "保留其中一处"
                    )
                found[key], origin[key] = timeline, file.name
    return dict(sorted(found.items()))


def _load_file(name: str, text: str) -> dict[str, Timeline]:
    try:
        data = yaml.load(text, Loader=_LOADER) or {}
    except yaml.YAMLError as error:
        raise LawError("法律参数文件不是有效的 YAML", f"{name}：{error}", "按所示位置改正格式") from None
    if not isinstance(data, dict):
        raise LawError("法律参数文件应为键值表", name, "顶层应为“键: {title, values}”")
    return {key: _timeline(name, key, body) for key, body in data.items()}


def _timeline(file: str, key: str, body: Any) -> Timeline:
    if not isinstance(body, dict) or set(body) != {"title", "values"} or not isinstance(body["values"], dict):
        raise LawError("法律参数应只有 title 和 values 两项", f"{file}：{key}", "删除或改正多余的键")
    rows = []
    for since, entry in body["values"].items():
        where = f"{file}：{key}.values.{since}"
        if not isinstance(since, date) or isinstance(since, datetime):
            raise LawError("生效日期应写成 2021-07-15 的形式", where, "改正日期")
        rows.append((since, _entry(where, key, str(body["title"]), since, entry)))
    return tuple(sorted(rows, key=lambda row: row[0]))


def _entry(where: str, key: str, title: str, since: date, entry: Any) -> Parameter | None:
    if not isinstance(entry, dict):
        raise LawError("每个生效日期下应为 {value, unit, source, article}", where, "改正该行")
    for name in entry:
        if name not in _ENTRY_KEYS:
            raise LawError(f"不认识的键 {name}", where, near(str(name), _ENTRY_KEYS) or "删除该键")
    if "value" in entry and entry["value"] is None:
        return None
    unit = str(entry.get("unit", ""))
    if "value" in entry and unit not in UNITS:
        raise LawError(f"不认识的单位 {unit or '（空）'}", where, "单位只能是：" + "、".join(UNITS))
    for name in ("source", "article"):
        if not entry.get(name):
            raise LawError(f"缺少 {name}", where, "写明出处的名称和条文")
    value = Decimal(str(entry["value"])) if "value" in entry else None
    citation = Citation(str(entry["source"]), str(entry["article"]), since, str(entry.get("url", "")))
    return Parameter(key, title, value, unit, citation, entry.get("certainty", "text") == "text")
