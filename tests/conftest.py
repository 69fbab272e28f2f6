"""Shared fixtures: the installed plugins once, the recorded readings, and the samples evaluated once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from anjuan import Plugins
from anjuan.model.codec import page_of
from anjuan.reading.read import page_reader
from anjuan.record.review import Review
from anjuan.record.run import Summary, evaluate

from .databases import postgres as postgres
from .databases import store_url as store_url

settings.register_profile("anjuan", deadline=None)
settings.load_profile("anjuan")

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return Plugins.discover()


def warm(cache: Path, plugins: Plugins) -> None:
    """Fill a page cache with the recorded readings, whatever engine version is installed."""
    reader = page_reader(plugins, cache)
    for file in sorted(RECORDED.glob("*.json")):
        data = json.loads(file.read_text("utf-8"))
        loader = reader.loader(file.stem)
        reader.cache.put(data["digest"], reader.settings(loader), [page_of(page) for page in data["pages"]])


@dataclass(frozen=True)
class Evaluated:
    """The samples, evaluated without running an engine."""

    review: Review
    summary: Summary
    lines: list[dict[str, Any]]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> Evaluated:
    folder = tmp_path_factory.mktemp("samples-review")
    review = Review.open_or_make(folder, registers=str(SAMPLES / "registers"))
    warm(review.cache, plugins)
    summary = evaluate([SAMPLES / "cases"], review, workers=0)
    with review.store() as store:
        return Evaluated(review, summary, store.lines())
