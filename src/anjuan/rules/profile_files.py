"""Profile files: found by name or path, checked as a whole, made into one `Profile`.

Places in messages are `file：section[2].item[3].points`, counted from 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ..data_files import data_folder
from ..model.errors import ProfileError, near, together
from .profile import CheckUse, Grade, Item, Profile, Section, Table
from .profile_extends import extended
from .profile_faults import bindings_of, ceiling_of, deduct_of, form_faults, key_path
from .profile_schema import PARTS, ItemForm, SectionForm, TableForm, known_keys

SUFFIXES = (".toml", ".yaml", ".yml")
NORMS = "norms.toml"  # beside the tables of a set: the documents of unknown end that all of them rest on


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
    named = path.suffix in SUFFIXES and path.name != NORMS and not path.name.startswith((".", "~"))
    return named and path.is_file()


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


def _content(file: Path) -> object:
    """What a file says, with the norms of its set where it names none of its own."""
    data, shared = _parse(file), file.parent / NORMS
    if not isinstance(data, Mapping) or "norms" in data or not shared.is_file():
        return data
    found = _parse(shared)
    if not isinstance(found, Mapping) or set(found) != {"norms"}:
        raise ProfileError(f"{NORMS} 只能写 norms", NORMS, 'norms = [{source = "文号", until = 2026-12-31}]')
    return {**data, **found}


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
        data = extended(file, _content, lambda named: _base(named, search))
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
    found = [ProfileError(what, f"{file.name}：{where}", hint) for where, what, hint in form_faults(form)]
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
        papers=form.applies.papers,
        without=form.applies.without,
        file=file,
    )


def _item(section: SectionForm, form: ItemForm) -> Item:
    uses = tuple(
        CheckUse(use.check, deduct_of(use, section, form), use.milder, bindings_of(use))
        for use in form.checks
    )
    return Item(
        id=form.id,
        title=form.title,
        points=ceiling_of(section, form),
        dimension=form.dimension or form.checks[0].check.split(".", 1)[0],
        decide=form.decide,
        checks=uses,
        effect=form.effect,
        conditional=form.conditional,
        certainty=form.certainty,
        confirmed=form.confirmed,
        needs=form.needs,
        absent=form.absent,
        bonus=form.bonus,
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
