"""Evaluate: read what is new, score, store. Reading is done by workers, scoring here, in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..law import Law
from ..model.case import CaseFile
from ..model.codec import case_digest
from ..model.errors import AnjuanError, DuplicateCase, NoTable, Tampered, UnreadableFile
from ..model.result import Evaluation
from ..model.wire import evaluation_of, line_json
from ..panel.ruling import Ruled, apply_rulings
from ..plugin.manager import Plugins
from ..reading.read import source_digest
from ..reading.sources import Source, find_sources
from ..rules.profile import Profile
from ..rules.registers import Registers
from ..scoring.score import evaluation_key, score
from .batch import Outcome, Setup, read_many
from .review import Review
from .standing import standing_rulings
from .store import Store

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Judges:
    """Everything that judges in one run."""

    plugins: Plugins
    profile: Profile
    registers: Registers
    law: Law

    @classmethod
    def load(cls, review: Review, plugin_paths: Sequence[str | Path] = ()) -> Judges:
        """Plugins, profile, registers and law of a review; everything is checked before anything is read.

        Raises:
            SetupError: something does not hold.
        """
        plugins = Plugins.discover(plugin_paths)
        profile = review.profile(plugins)
        registers = review.registers()
        return cls(plugins, profile, registers, plugins.law(registers.calendar()))

    def evaluate(self, case: CaseFile, digest: str) -> Evaluation:
        """Judge one case file that was read."""
        return score(
            case,
            self.profile,
            self.plugins.checks,
            law=self.law,
            registers=self.registers,
            plugins=self.plugins.spec,
            digest=digest,
        )

    def key(self, digest: str) -> str:
        """What an evaluation of the case file with that digest depends on."""
        return evaluation_key(digest, self.profile, self.registers, self.law, self.plugins.spec)


@dataclass(slots=True)
class Summary:
    """What a run did: ids scored, of which `read` were read anew; problems by source."""

    scored: list[str] = field(default_factory=list)
    read: int = 0
    problems: list[tuple[str, AnjuanError]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 when everything was read and scored, else 1."""
        return 1 if self.problems else 0


def evaluate(
    paths: Sequence[Path],
    review: Review,
    *,
    each: bool = False,
    plugin_paths: Sequence[str | Path] = (),
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read, score and store case files; unchanged ones are not read again.

    Args:
        workers, executor: who reads; see `read_many`.

    Raises:
        SetupError: profile, registers, engine or plugins do not hold; nothing was written then.
        UnknownCase, DuplicateCase: the paths do not hold.
    """
    judges = Judges.load(review, plugin_paths)
    setup = Setup.of(judges.plugins, review.cache, review.settings.engine, review.settings.limits)
    found = find_sources(paths, each=each)
    review.save()
    summary = Summary(warnings=[*judges.registers.warnings, *found.warnings])

    def read(fresh: Sequence[Source]) -> Iterator[Outcome]:
        return read_many(fresh, setup, executor=executor, workers=workers)

    with review.store() as store:
        sources = _same_sources(found, store, summary)
        outcomes = _outcomes(sources, store, judges.plugins, setup.engine, read, summary)
        for done, (outcome, digest, known) in enumerate(outcomes, 1):
            if progress:
                progress(outcome.source.id, done, len(sources))
            summary.read += not known
            summary.problems += [(outcome.source.source, error) for error in outcome.problems]
            if outcome.case is not None:
                _judge(outcome.case, digest, store, judges, summary)
            for error in outcome.problems if outcome.case is None else ():
                store.note_failure(outcome.source.id, outcome.source.source, error.code, error.what)
    summary.problems.sort(key=lambda pair: (pair[0], str(pair[1])))
    summary.scored.sort()
    return summary


def _same_sources(sources: list[Source], store: Store, summary: Summary) -> list[Source]:
    """Those whose id is new in this review or comes from where it came from at first sight."""
    seen = store.sources()
    kept = []
    for source in sources:
        first = seen.get(source.id, source.source)
        if first == source.source:
            kept.append(source)
            continue
        error = DuplicateCase(
            f"案卷编号 {source.id} 重复",
            f"{first} 与 {source.source}",
            "在 case.toml 或 index.csv 中另给编号",
        )
        summary.problems.append((source.source, error))
    return kept


def _outcomes(
    sources: Sequence[Source],
    store: Store,
    plugins: Plugins,
    engine: str,
    read: Callable[[Sequence[Source]], Iterator[Outcome]],
    summary: Summary,
) -> Iterator[tuple[Outcome, str, bool]]:
    """Outcomes with the digest of the case file, and whether it was known from an earlier run."""
    fresh: list[Source] = []
    inputs: dict[str, str] = {}
    for source in sources:
        try:
            inputs[source.id] = source_digest(source, plugins, engine)
        except OSError as error:  # gone or locked since it was found
            what = f"文件打不开：{error.strerror or type(error).__name__}"
            refused = UnreadableFile(what, source.source, "检查文件的权限和磁盘后重试")
            yield Outcome(source, None, (refused,)), "", False
            continue
        known = store.known(inputs[source.id], source.id)
        if known is None:
            fresh.append(source)
        else:
            yield Outcome(source, known), case_digest(known), True
    for outcome in read(fresh):
        digest = ""
        if outcome.case is not None:
            summary.warnings += [f"{outcome.source.source}：{text}" for text in outcome.case.warnings]
            # Without an input, a case file with a file that could not be read is tried again next time.
            whole = "" if outcome.problems else inputs[outcome.source.id]
            digest = store.put_case(outcome.case, whole)
        yield outcome, digest, False


def _judge(case: CaseFile, digest: str, store: Store, judges: Judges, summary: Summary) -> None:
    try:
        evaluation = judges.evaluate(case, digest)
    except NoTable as error:
        summary.problems.append((case.source, error))
        store.note_failure(case.id, case.source, error.code, error.what)
        return
    key = judges.key(f"{digest} {case.id} {case.source}")
    store.put_evaluation(key, line_json(evaluation, case))
    summary.scored.append(case.id)


def ruled(store: Store, profile: Profile) -> list[Ruled]:
    """All current evaluations with what people decided on them, by id; see `standing_rulings`."""
    rulings = standing_rulings(store)
    found = []
    for line in store.lines():
        evaluation = evaluation_of(line)
        table = profile.table_of(evaluation)
        if table is None:
            raise Tampered(
                "评查结果与当前标准不符", evaluation.id, "用原来的标准，或重新运行 anjuan evaluate"
            )
        own = [one for one in rulings if one.case == evaluation.id]
        found.append(apply_rulings(evaluation, own, table))
    return found


def verify(review: Review, plugin_paths: Sequence[str | Path] = ()) -> list[str]:
    """Places where something stored does not hold: the ledger, and every score, computed again.

    Raises:
        SetupError: profile, registers or plugins do not hold.
    """
    judges = Judges.load(review, plugin_paths)
    with review.store() as store:
        found = store.broken()
        if found:
            return found
        for line in store.lines():
            found += _again(line, store, judges)
    return found


def _again(line: dict[str, Any], store: Store, judges: Judges) -> list[str]:
    case = store.case(line["digest"], line["id"])
    if case is None:
        return []
    stamp = line["stamp"]
    present = (judges.profile.stamp, judges.registers.digest, judges.law.digest, dict(judges.plugins.spec))
    if (stamp["profile"], stamp["registers"], stamp["law"], stamp["plugins"]) != present:
        return [f"案卷 {line['id']} 是用另一套标准、台账、法律数据或插件评查的，无法复算"]
    again = line_json(judges.evaluate(case, line["digest"]), case)
    return [] if again == line else [f"案卷 {line['id']} 复算结果与存储不一致"]
