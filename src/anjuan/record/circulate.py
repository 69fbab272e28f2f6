"""From a review's store to a selection and to notices on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..circulation.circular import Unscored, circular
from ..circulation.masking import names_of
from ..circulation.notice import NoticeHead, render
from ..circulation.select import find_policy, select, selection_json, selection_xlsx
from ..model.errors import SetupError, near
from ..model.result import Selection
from ..panel.ruling import Ruled
from ..plugin.manager import Plugins
from ..rules.profile import Profile
from .review import Review
from .run import ruled
from .store import Store

KINDS = ("circular",)


def choose(
    review: Review, policy: str = "standard", plugin_paths: Sequence[str | Path] = ()
) -> tuple[tuple[Selection, ...], Path]:
    """Select excellent and problem case files; writes `out/selection.json` and `.xlsx`.

    Raises:
        ProfileError: no such policy, or it does not know an option.
    """
    plugins = Plugins.discover(plugin_paths)
    profile = review.profile(plugins)
    with review.store() as store:
        selections = _selections(review, plugins, profile, store, policy)
    review.out.mkdir(parents=True, exist_ok=True)
    path = review.out / "selection.json"
    text = json.dumps(selection_json(selections), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    (review.out / "selection.xlsx").write_bytes(selection_xlsx(selections))
    return selections, path


def _selections(
    review: Review, plugins: Plugins, profile: Profile, store: Store, policy: str
) -> tuple[Selection, ...]:
    found, options = find_policy(policy, plugins.policies)
    return select(ruled(store, profile), found, {"stage": review.settings.stage, **options})


def write_notice(
    review: Review, kind: str, form: str, policy: str = "standard", plugin_paths: Sequence[str | Path] = ()
) -> Path:
    """Write one notice as a draft into `out/notices`; gives its path.

    Raises:
        SetupError: an unknown kind; ProfileError: nobody writes that format.
    """
    if kind not in KINDS:
        raise SetupError(f"没有 {kind} 这种通报", "", near(kind, KINDS) or "可用：" + "、".join(KINDS))
    plugins = Plugins.discover(plugin_paths)
    profile = review.profile(plugins)
    with review.store() as store:
        results = ruled(store, profile)
        selections = _selections(review, plugins, profile, store, policy)
        cases = [store.case(one.evaluation.digest, one.evaluation.id) for one in results]
        unscored = [Unscored(name, reason) for name, reason in sorted(store.failures().items())]
        head = _head(review, results, profile, store)
    names = names_of(case for case in cases if case)
    notice = circular(head, results, selections, unscored=unscored, names=names)
    body = render(notice, plugins.renderers, form)
    folder = review.out / "notices"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.{form}"
    path.write_bytes(body)
    return path


def _head(review: Review, results: list[Ruled], profile: Profile, store: Store) -> NoticeHead:
    settings = review.settings
    grades = dict.fromkeys(grade.name for table in profile.tables for grade in table.grades)
    return NoticeHead(
        name=settings.name,
        year=settings.year or _year(results, store),
        stage=settings.stage,
        issuer=settings.issuer or "（发文机关）",
        number=settings.number,
        issued=settings.issued,
        term=settings.term,
        contact=settings.contact,
        registers=tuple(sorted(review.registers().tables)),
        heads=store.head_of_heads(),
        grades=tuple(grades),
    )


def _year(results: list[Ruled], store: Store) -> int:
    """The year in which most of the decisions were made; the clock is never asked."""
    years: Counter[int] = Counter()
    for one in results:
        case = store.case(one.evaluation.digest, one.evaluation.id)
        for fact in case.facts if case else ():
            if fact.name == "决定日期" and hasattr(fact.value, "year"):
                years[fact.value.year] += 1
    return max(years, key=lambda year: (years[year], year)) if years else 0
