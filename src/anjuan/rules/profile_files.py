"""Profile files: found by name or path, checked as a whole, made into one `Profile`.

Places in messages are `file：section[2].item[3].points`, counted from 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ..data_files import data_folder
from ..model.errors import ProfileError, near, together
from ..model.result import Effect
from .profile import Binding, CheckUse, Decide, Grade, Item, Profile, Section, Table
from .profile_extends import extended
from .profile_schema import PARTS, BindingForm, ItemForm, SectionForm, TableForm, UseForm, known_keys

SUFFIXES = (".toml", ".yaml", ".yml")


def shipped_profiles() -> dict[str, Path]:
    """Names of the profiles that ship, each with its folder or file."""
    return _profiles_in(data_folder("scoring_profiles"))


def load_profile(name_or_path: str | Path, search: Sequence[Path] = ()) -> Profile:
    """A profile by name (`general`) or by path to a file or a folder of files.

    Args:
        search: folders where a name is looked up before the shipped ones.

    Raises:
        ProfileError: there is none, or it does not hold; all problems are named with file and key path.
    """
    path = _find(name_or_path, search)
    files = [path] if path.is_file() else sorted(one for one in path.iterdir() if _is_table(one))
    if not files:
        raise ProfileError("评查标准文件夹里没有评查表", str(path), "放入 .toml 或 .yaml 文件")
    problems: list[ProfileError] = []
    tables = [table for file in files if (table := _table(file, problems, search))]
    problems += _set_problems(tables)
    if problems:
        raise together("评查标准有 {} 处问题", problems)
    return Profile(path.stem if path.is_file() else path.resolve().name, tables[0].version, tuple(tables))


def _profiles_in(folder: Path) -> dict[str, Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    sets = {one.name: one for one in found if one.is_dir() and any(map(_is_table, one.iterdir()))}
    return {**sets, **{one.stem: one for one in found if _is_table(one)}}


def _is_table(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.is_file() and not path.name.startswith((".", "~"))


def _find(wanted: str | Path, search: Sequence[Path]) -> Path:
    known: dict[str, Path] = {}
    if isinstance(wanted, str):
        for folder in (*search, data_folder("scoring_profiles")):
            known = {**_profiles_in(folder), **known}
        if wanted in known:
            return known[wanted]
    path = Path(wanted)
    if path.is_dir() or _is_table(path):
        return path
    hint = (
        near(str(wanted), known)
        or f"可用的标准有：{'、'.join(known)}；或给出 .toml、.yaml 文件或文件夹的路径"
    )
    raise ProfileError(f"没有评查标准 {wanted}", str(wanted), hint)


# ---- one file -------------------------------------------------------------------------------


class _Yaml(yaml.SafeLoader):
    """YAML that refuses a key written twice; the standard loader would keep the last one in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for n, key in enumerate(keys) if key in keys[:n]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"duplicate key {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


def _parse(file: Path) -> object:
    try:
        text = file.read_text("utf-8-sig")
        if file.suffix == ".toml":
            return tomllib.loads(text, parse_float=Decimal)
        return yaml.load(text, _Yaml)  # _Yaml is a SafeLoader
    except (tomllib.TOMLDecodeError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(
            "评查标准文件的格式不能解析", f"{file.name}：{error}", "按所示位置改正格式"
        ) from None


def _base(named: str, search: Sequence[Path]) -> Path:
    """The file that `extends` names: a table of a set (`general/levy`), or a profile of one file."""
    name, _, table = named.partition("/")
    path = _find(name, search)
    files = [path] if path.is_file() else [one for one in path.iterdir() if _is_table(one)]
    found = [one for one in files if not table or one.stem == table or one.name == table]
    if len(found) == 1:
        return found[0]
    known = sorted(f"{name}/{one.stem}" for one in files)
    raise ProfileError(
        f"没有可引用的评查表 {named}", "extends", near(named, known) or f"可用的有：{'、'.join(known)}"
    )


def _table(file: Path, problems: list[ProfileError], search: Sequence[Path] = ()) -> Table | None:
    """The table of one file; what does not hold is added to `problems`."""
    try:
        data = extended(file, _parse, lambda named: _base(named, search))
        form = TableForm.model_validate(data)
    except ProfileError as error:
        problems.append(error)
        return None
    except ValidationError as error:
        details = error.errors()
        places = [detail["loc"] for detail in details]
        for detail in details:
            inner = any(place[: len(detail["loc"])] == detail["loc"] != place for place in places)
            if not inner:  # a list counts as too short while its own members are at fault
                problems.append(_form_problem(file.name, detail["loc"], detail["type"], detail["msg"]))
        return None
    found = [ProfileError(what, f"{file.name}：{where}", hint) for where, what, hint in _form_faults(form)]
    problems += found
    return None if found else _made(file.name, form)


def _form_problem(file: str, place: tuple[int | str, ...], kind: str, message: str) -> ProfileError:
    where = f"{file}：{key_path(place) or '（顶层）'}"
    part = next((one for one in reversed(place[:-1]) if one in PARTS), "")
    key = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        keys = known_keys(str(part))
        return ProfileError(f"不认识的键 {key}", where, near(key, keys) or f"可用的键有：{'、'.join(keys)}")
    if kind == "missing":
        hint = "写明 award、rescale 或 deduct，没有默认值" if key == "formula" else "补上该键"
        return ProfileError(f"缺少 {key}", where, hint)
    if kind in ("enum", "literal_error"):
        return ProfileError(f"{key} 的值不在可选范围内", where, message.replace("Input should be", "只能是"))
    words = {
        "string_type": "应为文本，加引号",
        "bool_type": "应为 true 或 false，不加引号",
        "date_type": "应为日期，写成 2026-01-01，不加引号",
        "tuple_type": "应为列表",
        "model_type": "应为键值表",
        "mapping_type": "应为键值表",
        "too_short": "条数不够",
        "string_too_short": "不能为空",
    }
    return ProfileError(f"{key or '文件内容'} {words.get(kind, message)}", where, "改正该值")


def key_path(place: Iterable[int | str]) -> str:
    """`section[2].item[3].points` from keys and numbers counted from 0.

    >>> key_path(("section", 1, "item", 2, "points"))
    'section[2].item[3].points'
    """
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


# ---- what the form alone cannot say: each fault is (place, what, next step) ------------------

Fault = tuple[str, str, str]


def _form_faults(form: TableForm) -> Iterator[Fault]:
    yield from _total_faults(form)
    yield from _double_faults(form)
    sections = [one.id for one in form.section if one.penalty is None]
    for n, section in enumerate(form.section):
        place = key_path(("section", n))
        if (section.points is None) == (section.penalty is None):
            yield place, "points 与 penalty 应写且只写一项", "自身计分的写 points，从别的部分扣分的写 penalty"
        if section.penalty is not None and section.from_ not in sections:
            hint = near(section.from_, sections) or f"只能是：{'、'.join(sections)}"
            yield f"{place}.from", f"没有可扣分的部分 {section.from_ or '（空）'}", hint
        if section.penalty is None and section.from_:
            yield f"{place}.from", "只有写了 penalty 的部分才有 from", "删除 from"
        for m, item in enumerate(section.item):
            yield from _item_faults(key_path(("section", n, "item", m)), section, item)


def _total_faults(form: TableForm) -> Iterator[Fault]:
    points = sum((one.points or Decimal(0) for one in form.section), Decimal(0))
    if points != form.total:
        yield "total", f"各部分分值合计 {points}，与总分 {form.total} 不符", "改正 total 或各部分的 points"
    marks = [grade.at_least for grade in form.grades]
    if any(lower >= upper for upper, lower in pairwise(marks)):
        yield "grades", "等次应从高到低排列，分数线不得相同", "按 at_least 从大到小排列"
    if marks[0] > form.total:
        yield "grades[1].at_least", f"分数线 {marks[0]} 高于总分 {form.total}", "改正 at_least"
    if marks[-1] != 0:
        yield f"grades[{len(marks)}].at_least", "最低等次应从 0 分起", "写成 at_least = 0"


def _double_faults(form: TableForm) -> Iterator[Fault]:
    """Ids used twice, and checks whose fault would be counted twice."""
    ids: dict[tuple[str, str], str] = {}
    uses: dict[object, str] = {}
    for n, section in enumerate(form.section):
        entries = [("section", section.id, key_path(("section", n)))]
        entries += [
            ("item", item.id, key_path(("section", n, "item", m))) for m, item in enumerate(section.item)
        ]
        for kind, name, place in entries:
            if (kind, name) in ids:
                yield f"{place}.id", f"编号 {name} 重复", f"与 {ids[kind, name]} 相同，改用别的编号"
            ids.setdefault((kind, name), place)
        for m, item in enumerate(section.item):
            for k, use in enumerate(item.checks):
                place = key_path(("section", n, "item", m, "checks", k))
                same = (use.check, repr(_bindings(use)))
                if _deduct(use, section, item) > 0:
                    if same in uses:
                        yield place, f"检查规则 {use.check} 重复计分", f"已在 {uses[same]} 计分，保留一处"
                    uses.setdefault(same, place)


def _item_faults(place: str, section: SectionForm, item: ItemForm) -> Iterator[Fault]:
    if item.points is None and section.penalty is None:
        yield f"{place}.points", f"{item.id} 缺少 points", "写明分值；只作否决项的写 0"
    if item.decide is Decide.PERSON and item.checks:
        yield (
            f"{place}.checks",
            f"{item.id} 由人评查，不能有检查规则",
            '删除 checks，或改为 decide = "assist"',
        )
    if item.decide is not Decide.PERSON and not item.checks:
        yield f"{place}.checks", f"{item.id} 没有检查规则", '写明 checks，或改为 decide = "person"'
    if not item.dimension and not item.checks:
        yield f"{place}.dimension", f"{item.id} 缺少 dimension", "由人评查的项目要写明所属方面"
    if item.conditional and item.effect is Effect.NONE:
        yield f"{place}.conditional", f"{item.id} 没有 effect，不能附条件", "写明 effect，或删除 conditional"
    for k, use in enumerate(item.checks):
        yield from _use_faults(f"{place}.checks[{k + 1}]", use, _ceiling(section, item), item.id)


def _use_faults(place: str, use: UseForm, ceiling: Decimal, item: str) -> Iterator[Fault]:
    deduct = ceiling if use.deduct is None else use.deduct
    if use.check.count(".") != 1 or not all(use.check.split(".")):
        yield f"{place}.check", f"{use.check} 不是检查规则的名称", "写成 方面.名称，如 subject.two_officers"
    if deduct > ceiling:
        yield f"{place}.deduct", f"扣分 {deduct} 超过 {item} 的分值 {ceiling}", "改正 deduct 或 points"
    if use.milder is not None and use.milder > deduct:
        yield f"{place}.milder", f"较轻情形的扣分 {use.milder} 超过 {deduct}", "改正 milder"
    for name, bound in use.with_.items():
        where = f"{place}.with.{name}"
        if bool(bound.key) == (bound.value is not None):
            yield where, "应写法律参数的键，或写 value，两者取一", '如 with.days = "penalty.decision"'
        elif bound.value is not None and not bound.basis:
            yield f"{where}.basis", "自定的数值要写明依据", 'basis = "《…》第…条"'


# ---- values ---------------------------------------------------------------------------------


def _ceiling(section: SectionForm, item: ItemForm) -> Decimal:
    """Points of an item; in a penalty section one without points may take all that the section may."""
    return item.points if item.points is not None else section.penalty or Decimal(0)


def _deduct(use: UseForm, section: SectionForm, item: ItemForm) -> Decimal:
    return _ceiling(section, item) if use.deduct is None else use.deduct


def _bindings(use: UseForm) -> tuple[tuple[str, Binding], ...]:
    return tuple((name, _binding(one)) for name, one in sorted(use.with_.items()))


def _binding(form: BindingForm) -> Binding:
    return Binding(form.key, form.value, form.unit if form.value is not None else "", form.basis)


def _made(file: str, form: TableForm) -> Table:
    sections = tuple(
        Section(
            id=one.id,
            title=one.title,
            formula=one.formula,
            items=tuple(_item(one, item) for item in one.item),
            points=one.points or Decimal(0),
            penalty=one.penalty,
            takes_from=one.from_,
        )
        for one in form.section
    )
    return Table(
        name=form.name,
        version=form.version,
        since=form.since,
        category=form.applies.category,
        procedure=form.applies.procedure,
        kind=form.applies.kind,
        total=form.total,
        rounding=form.rounding,
        trust=form.trust,
        grades=tuple(Grade(one.name, one.at_least) for one in form.grades),
        sections=sections,
        source=form.source,
        norms=tuple((one.source, one.until) for one in form.norms),
        file=file,
    )


def _item(section: SectionForm, form: ItemForm) -> Item:
    uses = tuple(
        CheckUse(use.check, _deduct(use, section, form), use.milder, _bindings(use)) for use in form.checks
    )
    return Item(
        id=form.id,
        title=form.title,
        points=_ceiling(section, form),
        dimension=form.dimension or form.checks[0].check.split(".", 1)[0],
        decide=form.decide,
        checks=uses,
        effect=form.effect,
        conditional=form.conditional,
        certainty=form.certainty,
        confirmed=form.confirmed,
    )


def _set_problems(tables: Sequence[Table]) -> Iterator[ProfileError]:
    """What holds among the tables of one set: one table a kind of case file, one version."""
    seen: Mapping[tuple[str, str, str], str] = {}
    for table in tables:
        kind = (table.category, table.procedure, table.kind)
        if kind in seen:
            where = f"{seen[kind]} 与 {table.file}：applies"
            yield ProfileError(f"{table.category}/{table.procedure} 有两个评查表", where, "只保留一个")
        seen = {kind: table.file, **seen}
        if table.version != tables[0].version:
            where = f"{tables[0].file} 与 {table.file}：version"
            yield ProfileError("同一套标准的评查表版本不同", where, "写成同一个版本")
