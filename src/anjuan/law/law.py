"""`Law`: the one door to parameters, registry and calendar of a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources.abc import Traversable

from ..model.errors import LawKeyError, near
from .calendar import Calendar
from .pairs import pairs, successors
from .parameters import Parameter, Timeline, load_parameters
from .registry import Registry


@dataclass(frozen=True, slots=True)
class Law:
    """Dated law of one run; what a check asks is always asked for a day."""

    parameters: Mapping[str, Timeline] = field(default_factory=dict)
    registry: Registry = field(default_factory=Registry)
    calendar: Calendar = field(default_factory=Calendar)

    @classmethod
    def load(cls, folders: Iterable[Traversable], calendar: Calendar | None = None) -> Law:
        """Parameters from `folders`, the shipped registry, and the calendar."""
        return cls(load_parameters(folders), Registry.shipped(), calendar or Calendar())

    def at(self, key: str, on: date) -> Parameter | None:
        """The parameter in force on a day; None when the key is known but nothing was in force.

        Raises:
            LawKeyError: nobody registered `key`; the message names near keys.
        """
        if key not in self.parameters:
            raise LawKeyError(f"没有登记法律参数 {key}", "", near(key, self.parameters))
        day = on.date() if isinstance(on, datetime) else on
        current = None
        for since, parameter in self.parameters[key]:
            if since > day:
                break
            current = parameter
        return current

    @property
    def digest(self) -> str:
        """sha256 over values, sources, registry, pairs of articles, successions and added calendar years."""
        text = repr((sorted(pairs().items()), successors()))
        text += repr((sorted(self.parameters.items()), sorted(self.registry.versions.items())))
        text += repr(sorted((year, sorted(days.items())) for year, days in self.calendar.years.items()))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
