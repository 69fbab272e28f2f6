"""Hookspecs and protocols. All hooks are of one kind: return named things; none changes control flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import pluggy

from ..model.case import Document, Fact, Page, TextLine
from ..model.result import Evaluation, Ruling, Selection
from ..rules.check import Check
from .survey import Indicator

if TYPE_CHECKING:
    from PIL.Image import Image

hookspec = pluggy.HookspecMarker("anjuan")
hookimpl = pluggy.HookimplMarker("anjuan")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One view on a case file (主体合法, 事实证据, …) and its place in lists."""

    id: str
    title: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Guess:
    """What a classifier takes a page's head for.

    Attributes:
        kind: a name of paper; title: as printed; starts: False for the continuation of the paper before.
    """

    kind: str
    title: str
    confidence: float
    starts: bool = True


@runtime_checkable
class Loader(Protocol):
    """Files → pages with geometry."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Lower-case endings with the dot."""
        ...

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """Pages of one file in order; `name` is the file as results call it.

        A page without a usable text layer comes with `read="image"` and no lines.

        Raises:
            InputError: the file cannot be read; see the tree for the kinds.
        """
        ...

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """One upright page as a picture of at most `max_pixels` pixels."""
        ...


@runtime_checkable
class OcrEngine(Protocol):
    """Page image → text lines. One instance lives in one process."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    @property
    def version(self) -> str:
        """Version, part of the key in the cache and of every stamp."""
        ...

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines with boxes in fractions of the image.

        Raises:
            OcrError: the engine failed on this image.
        """
        ...


@runtime_checkable
class Classifier(Protocol):
    """The first page of a paper → its kind."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    def classify(self, page: Page) -> Guess | None:
        """What paper begins on this page; None for a continuation or an unknown head."""
        ...


@runtime_checkable
class Extractor(Protocol):
    """A document → facts. `kinds` are the papers it reads; an empty tuple means all."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of paper it reads; empty for all."""
        ...

    def facts(self, document: Document) -> Iterable[Fact]:
        """Facts with their places, each with its confidence."""
        ...


@runtime_checkable
class SelectionPolicy(Protocol):
    """Evaluations and rulings → excellent and problem case files."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    def select(
        self, evaluations: Sequence[Evaluation], rulings: Sequence[Ruling], options: Mapping[str, Any]
    ) -> Sequence[Selection]:
        """One selection for each kind the policy knows, with reasons and near misses."""
        ...


@runtime_checkable
class NoticeRenderer(Protocol):
    """A notice as plain values → bytes of one format."""

    @property
    def name(self) -> str:
        """Name by which settings choose it."""
        ...

    @property
    def format(self) -> str:
        """Ending of the files it writes, without the dot."""
        ...

    def render(self, notice: Mapping[str, Any], template: str) -> bytes:
        """The notice of one kind (`template`: `circular`, …) in the renderer's format."""
        ...


class Specs:
    """The hooks of the project `anjuan`; an implementation may take none of them or all."""

    @hookspec
    def anjuan_loaders(self) -> Iterable[Loader]:
        """Files → pages."""
        raise NotImplementedError

    @hookspec
    def anjuan_ocr_engines(self) -> Iterable[OcrEngine]:
        """Page images → lines. Give factories that are cheap to build; models load at first use."""
        raise NotImplementedError

    @hookspec
    def anjuan_classifiers(self) -> Iterable[Classifier]:
        """Pages → kinds of paper."""
        raise NotImplementedError

    @hookspec
    def anjuan_extractors(self) -> Iterable[Extractor]:
        """Documents → facts."""
        raise NotImplementedError

    @hookspec
    def anjuan_dimensions(self) -> Iterable[Dimension]:
        """Dimensions in which checks judge."""
        raise NotImplementedError

    @hookspec
    def anjuan_checks(self) -> Iterable[Check]:
        """What judges."""
        raise NotImplementedError

    @hookspec
    def anjuan_law(self) -> Iterable[Traversable]:
        """Folders of dated parameters."""
        raise NotImplementedError

    @hookspec
    def anjuan_selection_policies(self) -> Iterable[SelectionPolicy]:
        """How excellent and problem case files are chosen."""
        raise NotImplementedError

    @hookspec
    def anjuan_notice_renderers(self) -> Iterable[NoticeRenderer]:
        """How notices are written."""
        raise NotImplementedError

    @hookspec
    def anjuan_indicators(self) -> Iterable[Indicator]:
        """Figures over whole reviews, for supervision; no part of any score."""
        raise NotImplementedError
