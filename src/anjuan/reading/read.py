"""`read_case`: one source → one CaseFile."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..model.case import CaseFile, Document, Fact, Page
from ..model.errors import EmptyCase, InputError, TooLarge
from ..model.limits import limits
from ..plugin.manager import Plugins
from .archive import Item, contents, suffix
from .cache import PageCache, file_digest
from .facts import case_facts
from .pages import PageReader
from .papers import category_of_case
from .pulse import LATE, beat
from .seen import Seen
from .sources import Source, files_of
from .split import cover_of, split

DEFAULT_ENGINE = "rapidocr"
SLOW_DISK = 10_000_000  # bytes a second that even a share on the network gives
UNPACKED = 100_000_000  # bytes a second
RECORDINGS = (
    ".mp4",
    ".avi",
    ".mov",
    ".wmv",
    ".mkv",
    ".mp3",
    ".wav",
    ".m4a",
    ".amr",
    ".txt",
    ".log",
    ".json",
    ".xml",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one case file, and what went wrong with single files of it."""

    case: CaseFile
    problems: tuple[InputError, ...] = field(default=())


def page_reader(plugins: Plugins, cache: Path | None, engine: str = DEFAULT_ENGINE) -> PageReader:
    """A reader with the loaders of `plugins` and the engine of that name."""
    found = plugins.engines.get(engine)
    return PageReader(plugins.loaders, Seen(found, cache) if found and cache else found, PageCache(cache))


def read_case(source: Source, plugins: Plugins, reader: PageReader) -> Reading:
    """Read one case file. A file of it that cannot be read is a failed page, never a silent gap.

    Raises:
        EmptyCase: nothing in it that anybody reads; InputError: its only file cannot be read.
    """
    if source.problem is not None:
        raise source.problem
    with _files(source) as files:
        if not files:
            raise EmptyCase("案卷中没有可读的文件", source.source, "放入 PDF、DOCX、图片或 ZIP 后重试")
        pages, problems, warnings = _pages(files, reader, source)
    beat("sort", "", more=float(sum(len(group) for _, group in pages)))
    documents = split(pages, list(plugins.classifiers.values()))
    facts = case_facts(documents, list(plugins.extractors.values()))
    case = _case(source, documents, facts, _engines(pages), tuple(warnings))
    return Reading(case, tuple(problems))


def source_digest(source: Source, plugins: Plugins, engine: str = DEFAULT_ENGINE) -> str:
    """What a reading depends on: names and contents of the files, the index, the engine and the plugins."""
    import hashlib

    digest = hashlib.sha256(repr((sorted(source.about.items()), plugins.spec, engine)).encode())
    digest.update(f"{source.problem or ''}\n".encode())
    for name, path in files_of(source):
        digest.update(f"{name}\n{path if isinstance(path, InputError) else file_digest(path)}\n".encode())
    return "sha256:" + digest.hexdigest()


@contextmanager
def _files(source: Source) -> Iterator[list[Item]]:
    """Files of a case file with the names results call them by; ZIPs are unpacked and removed again."""
    target = Path(tempfile.mkdtemp(prefix="anjuan-"))
    try:
        found: list[Item] = []
        for number, (name, path) in enumerate(files_of(source)):
            if isinstance(path, InputError):
                found.append((name, path))
                continue
            if suffix(name) == ".zip":
                beat("open", name, more=path.stat().st_size / SLOW_DISK + limits().archive_bytes / UNPACKED)
            found += contents(path, name, target / str(number))
        yield found
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _pages(
    files: Sequence[Item], reader: PageReader, source: Source
) -> tuple[list[tuple[str, tuple[Page, ...]]], list[InputError], list[str]]:
    pages: list[tuple[str, tuple[Page, ...]]] = []
    problems: list[InputError] = []
    warnings: list[str] = []
    for name, path in files:
        if suffix(name) in RECORDINGS and len(files) > 1:
            warnings.append(f"{name} 不是文书，未读取")
            continue
        try:
            if isinstance(path, InputError):
                raise path
            beat("open", name, more=path.stat().st_size / SLOW_DISK)
            pages.append((name, reader.pages(path, name)))
        except InputError as error:
            place = error.where if error.where.startswith(name) else name
            error = type(error)(error.what, f"{source.source} 中的 {place}", error.next_step)
            if len(files) == 1:
                raise error from None
            problems.append(error)
            pages.append((name, (Page(name, 1, (0.0, 0.0), (), f"failed: {error.what}"),)))
    if problems and len(problems) == len(pages):
        raise problems[0]
    problems += [_left_out(name, group, source) for name, group in pages if _late(group)]
    if not pages:
        raise EmptyCase("案卷中没有可读的文书", source.source, "放入 PDF、DOCX、图片或 ZIP 后重试")
    return pages, problems, warnings


def _late(pages: Sequence[Page]) -> list[Page]:
    return [page for page in pages if page.read.startswith(LATE)]


def _left_out(name: str, pages: Sequence[Page], source: Source) -> InputError:
    numbers = "、".join(str(page.page or 1) for page in _late(pages))
    rest = "页起" if _late(pages)[-1].read != LATE else "页"
    return TooLarge(
        f"第 {numbers} {rest}没有读取：超过每个文件 {limits().file_seconds} 秒的上限",
        f"{source.source} 中的 {name}",
        "在 [limits] 中调高 file_seconds，或拆成几个文件",
    )


def _engines(pages: Sequence[tuple[str, Sequence[Page]]]) -> tuple[tuple[str, str], ...]:
    used = {
        page.read.removeprefix("ocr:") for _, group in pages for page in group if page.read.startswith("ocr:")
    }
    return tuple(sorted((name, version) for name, _, version in (one.partition("@") for one in used)))


def _case(
    source: Source,
    documents: tuple[Document, ...],
    facts: tuple[Fact, ...],
    engines: tuple[tuple[str, str], ...],
    warnings: tuple[str, ...],
) -> CaseFile:
    about = source.about
    category, procedure = category_of_case((one.kind for one in documents), cover_of(documents))
    category = about.get("category", category)
    procedure = about.get("procedure", procedure if category == about.get("category", category) else category)
    numbers = sorted({str(fact.value) for fact in facts if fact.name == "案号"})
    if len(numbers) > 1:
        warnings = (
            *warnings,
            f"案卷中有 {len(numbers)} 份文号不同的决定；如是多个案件，请加 --each 逐件评查",
        )
    return CaseFile(
        id=source.id,
        case=about.get("case") or _first(facts, "案号"),
        source=source.source,
        category=category,
        procedure=procedure,
        agency=about.get("agency") or _first(facts, "处罚机关"),
        documents=documents,
        facts=tuple(sorted(facts, key=_fact_key)),
        status=about.get("status", ""),
        engines=engines,
        warnings=warnings,
    )


def _first(facts: Sequence[Fact], name: str) -> str:
    found = [fact for fact in facts if fact.name == name]
    return str(max(found, key=lambda fact: fact.confidence).value) if found else ""


def _fact_key(fact: Fact) -> tuple[str, int, str, int, str]:
    place = fact.evidence
    number = int(place.document[1:]) if place.document[1:].isdigit() else 0
    value = fact.value.isoformat() if isinstance(fact.value, date) else repr(fact.value)
    return fact.name, number, place.file, place.page or 0, value
