"""The closed form of a profile file (TOML or YAML): what keys there are, and of what type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..law.parameters import UNITS
from ..model.result import Effect
from .profile import Absent, Decide, Formula


def _number(data: Any) -> Decimal:
    """A figure of a file without trailing zeros, so that 10 and 10.0 are the same profile."""
    if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
        raise PydanticCustomError("number", "应为数字，不加引号")
    figure = Decimal(str(data))
    if not figure.is_finite():
        raise PydanticCustomError("number", "应为数字")
    return Decimal(int(figure)) if figure == figure.to_integral_value() else figure.normalize()


def _points(data: Any) -> Decimal:
    figure = _number(data)
    if figure < 0:
        raise PydanticCustomError("points", "不能小于 0")
    return figure


def _rounding(data: Any) -> Decimal:
    if str(data) not in ("1", "0.1", "0.01"):
        raise PydanticCustomError("rounding", '只能是 "1"、"0.1" 或 "0.01"')
    return Decimal(str(data))


def _trust(data: Any) -> Decimal:
    figure = _number(data)
    if not 0 < figure <= 1:
        raise PydanticCustomError("trust", "应大于 0，不大于 1")
    return figure


def _binding(data: Any) -> Any:
    """`with.days = "local.sh.penalty.decision"` is short for `{key = "…"}`."""
    return {"key": data} if isinstance(data, str) else data


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Points = Annotated[Decimal, BeforeValidator(_points), WithJsonSchema({"type": "number", "minimum": 0})]
Rounding = Annotated[
    Decimal, BeforeValidator(_rounding), WithJsonSchema({"type": "string", "enum": ["1", "0.1", "0.01"]})
]
Trust = Annotated[
    Decimal,
    BeforeValidator(_trust),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
]
Name = Annotated[str, Field(min_length=1)]


class Form(BaseModel):
    """A part of the file; a key that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=False)


class BindingForm(Form):
    """A bound parameter: another dated key, or a figure with its basis."""

    key: str = ""
    value: Number | None = None
    unit: Literal[UNITS] = "日"  # type: ignore[valid-type]  # mypy knows no Literal of a tuple
    basis: str = ""


BindingOrKey = Annotated[
    BindingForm,
    BeforeValidator(_binding),
    WithJsonSchema({"anyOf": [{"type": "string"}, BindingForm.model_json_schema()]}),
]


class UseForm(Form):
    """One check of an item; without `deduct` a fault takes all points of the item."""

    check: Name
    deduct: Points | None = None
    milder: Points | None = None
    with_: Mapping[str, BindingOrKey] = Field(default_factory=dict, alias="with")


class ItemForm(Form):
    """One line of the table (评查项); in a penalty section `points` may be left out.

    `needs` names papers of which one must be in the file, `absent` says what follows where none is.
    """

    id: Name
    title: Name
    points: Points | None = None
    effect: Effect = Effect.NONE
    conditional: Annotated[bool, Field(strict=True)] = False
    decide: Decide = Decide.CHECK
    dimension: str = ""
    certainty: Literal["text", "own"] = "text"
    confirmed: str = ""
    needs: tuple[Name, ...] = ()
    absent: Absent = Absent.FAIL
    bonus: Annotated[bool, Field(strict=True)] = False
    checks: tuple[UseForm, ...] = ()


class SectionForm(Form):
    """A group of items: `points` of its own, or a `penalty` taken off the section named in `from`."""

    id: Name
    title: Name
    formula: Formula
    points: Points | None = None
    penalty: Points | None = None
    from_: str = Field(default="", alias="from")
    item: tuple[ItemForm, ...] = Field(min_length=1)


class GradeForm(Form):
    """A grade and the total from which it is reached."""

    name: Name
    at_least: Points


class AppliesForm(Form):
    """The kind of case file that the table is for; `papers` and `without` tell further kinds apart by what is filed."""

    category: Literal["penalty", "licence", "coercion", "inspection", "levy"]
    procedure: Name
    kind: str = ""
    papers: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()


class NormForm(Form):
    """A document that items rest on and that names no end; `until`: last day on which it is known to be in force."""

    source: Name
    until: Annotated[date, Field(strict=True)] | None = None


class TableForm(Form):
    """One profile file: the scoring table for one category and procedure."""

    name: Name
    version: Name
    since: Annotated[date, Field(strict=True)]
    source: str = ""
    applies: AppliesForm
    total: Points
    rounding: Rounding
    trust: Trust
    grades: tuple[GradeForm, ...] = Field(min_length=2)
    norms: tuple[NormForm, ...] = ()
    section: tuple[SectionForm, ...] = Field(min_length=1)


PARTS: Mapping[str, type[Form]] = {
    "": TableForm,
    "applies": AppliesForm,
    "grades": GradeForm,
    "norms": NormForm,
    "section": SectionForm,
    "item": ItemForm,
    "checks": UseForm,
    "with": BindingForm,
}


def known_keys(part: str) -> list[str]:
    """The keys of one part of the file, as they are written there."""
    return [field.alias or name for name, field in PARTS[part].model_fields.items()]


def profile_json_schema() -> dict[str, Any]:
    """JSON Schema of a profile file, for editors that check while one types.

    A file with `extends` says only what differs: its sections and items need nothing but their id.
    """
    whole = TableForm.model_json_schema(by_alias=True)
    parts = whole.pop("$defs")
    required = whole.pop("required")
    section = {"section": whole["properties"].pop("section")}
    differing = {
        "ItemPart": {**parts["ItemForm"], "required": ["id"]},
        "SectionPart": _part_of_section(parts["SectionForm"]),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "properties": {
            "extends": {
                "type": "string",
                "minLength": 1,
                "description": "另一个评查表（general/levy）；本文件只写不同之处",
            },
            **whole["properties"],
            "section": {"type": "array", "items": {"$ref": "#/$defs/SectionPart"}},
        },
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required, "properties": section},
        "title": "评查标准（一类案卷的评查表）",
        "$defs": {**parts, **differing},
    }


def _part_of_section(section: Mapping[str, Any]) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": "#/$defs/ItemPart"}}
    return {**section, "properties": {**section["properties"], "item": items}, "required": ["id"]}
