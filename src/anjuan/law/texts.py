"""Texts of laws as the national database gives them (Markdown or DOCX) → title, dates and articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cn2an

from ..model.errors import InputError, TooLarge, UnreadableFile, WrongFileType
from ..model.limits import limits

SUFFIXES = (".md", ".txt", ".docx")
_ARTICLE = re.compile(
    r"^(?:\*\*|#+\s*)?第([〇零一二三四五六七八九十百千]+|\d+)条(?:之([一二三四五六七八九十]+))?(?:\*\*)?(?:[\s　]+(.*)|)$"
)
_DIVISION = re.compile(r"^#*\s*第[一二三四五六七八九十百]+[编章节]\s*\S")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHANGE = re.compile(r"通过|公布|发布|修正|修订|修改|批准")
_FORCE = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起\s*(?:施行|实施|生效)")
_FORCE_NOW = re.compile(r"自(?:公布|发布|颁布)之日起\s*(?:施行|实施|生效)")
_FILE_DAY = re.compile(r"[(（](\d{4})-(\d{1,2})-(\d{1,2})[)）]\s*$")
_NOISE = re.compile(r"^(?:---|<!--|\[|目\s*录$|!\[)")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its number, the 之N behind it (0 for none), and its paragraphs."""

    number: int
    inserted: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawText:
    """One version of one law as a text.

    Attributes:
        adopted: day of the last change named in the head or in the file's name; None where none is.
        effective: first day in force; None where the text does not tell it.
        certain: False where `effective` is only the day of an amendment's adoption.
        missing: article numbers that the sequence skips.
    """

    title: str
    adopted: date | None
    effective: date | None
    certain: bool
    articles: tuple[Article, ...]
    missing: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Number of the last article: what a citation may reach."""
        return max((one.number for one in self.articles), default=0)

    def article(self, number: int, inserted: int = 0) -> Article | None:
        """The article of that number, or None."""
        return next((one for one in self.articles if (one.number, one.inserted) == (number, inserted)), None)


def law_files(folder: Path) -> Iterator[tuple[Path, ...]]:
    """Files of law texts below `folder`, one tuple a law.

    A law that comes in parts is a folder with a `README.md` that gives the title and no article.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    kept = [file for file in files if file.is_file() and file.suffix.lower() in SUFFIXES]
    kept = [file for file in kept if not file.name.startswith((".", "_", "~$"))]
    heads = {file.parent: file for file in kept if file.name == "README.md" and _is_head(file)}
    for file in kept:
        if file.parent not in heads:
            yield (file,)
        elif heads[file.parent] == file:
            yield (file, *(part for part in kept if part.parent == file.parent and part != file))


def _is_head(file: Path) -> bool:
    if file.stat().st_size > limits().xml_bytes:
        return False
    return not any(_ARTICLE.match(line.strip()) for line in _text_lines(file))


def read_law_text(file: Path, *parts: Path) -> LawText:
    """One law from its file, or from a file with its head and the `parts` that follow.

    Parts are put in the order of their first articles.

    Raises:
        WrongFileType: neither Markdown, text nor DOCX; UnreadableFile: damaged, or no article in it;
        TooLarge: over the cap of one XML part.
    """
    head, rest = _lines(file), sorted((_lines(part) for part in parts), key=_first_article)
    found = law_text([*head, *(line for lines in rest for line in lines)], file.stem)
    if not found.articles:
        raise UnreadableFile("文件中没有法律条文", file.name, "核对是否为法律文本")
    return found


def _lines(file: Path) -> list[str]:
    if file.suffix.lower() not in SUFFIXES:
        raise WrongFileType("不支持的法律文本格式", file.name, "可用：" + "、".join(SUFFIXES))
    if file.stat().st_size > limits().xml_bytes:
        raise TooLarge("法律文本过大", file.name, "核对文件后重试")
    return list(_docx_lines(file) if file.suffix.lower() == ".docx" else _text_lines(file))


def _first_article(lines: list[str]) -> int:
    return next((_figure(hit[1]) for line in lines if (hit := _ARTICLE.match(line.strip()))), 0)


def law_text(lines: Iterable[str], name: str = "") -> LawText:
    """A law from the lines of its text.

    Args:
        name: the file's name, which may end with the day of promulgation: 行政处罚法(2021-01-22).
    """
    kept = [line.strip() for line in lines if line.strip()]
    if kept[:1] == ["---"] and "---" in kept[1:]:  # front matter of a page
        kept = kept[kept.index("---", 1) + 1 :]
    start = next((n for n, line in enumerate(kept) if _ARTICLE.match(line) and _is_first(line)), len(kept))
    head, body = kept[:start], kept[start:]
    articles = tuple(_articles(body))
    told = (day for line in head if _CHANGE.search(line) for day in _days(line))
    adopted = max((*told, *filter(None, [_file_day(name)])), default=None)
    effective, certain = _effective(head, articles, adopted)
    numbers = {one.number for one in articles}
    missing = tuple(n for n in range(1, max(numbers, default=0)) if n not in numbers)
    return LawText(_title(head, name), adopted, effective, certain, articles, missing)


def _is_first(line: str) -> bool:
    found = _ARTICLE.match(line)
    return bool(found and _figure(found[1]) == 1)


def _articles(body: list[str]) -> Iterator[Article]:
    number, inserted = 0, 0
    paragraphs: list[str] = []
    for line in body:
        found = _ARTICLE.match(line)
        if found and _follows(found, number):
            if number:
                yield Article(number, inserted, tuple(paragraphs))
            number, inserted = _figure(found[1]), _figure(found[2]) if found[2] else 0
            paragraphs = [found[3]] if found[3] else []
        elif number and not _DIVISION.match(line) and not _NOISE.match(line):
            paragraphs.append(re.sub(r"^[-*]\s+", "", line))
    if number:
        yield Article(number, inserted, tuple(paragraphs))


def _follows(found: re.Match[str], before: int) -> bool:
    """True for the head of the next article; a paragraph may itself begin with 第三条规定的…"""
    number = _figure(found[1])
    return before < number <= before + 5 or (number == before and bool(found[2]))


def _effective(
    head: list[str], articles: tuple[Article, ...], adopted: date | None
) -> tuple[date | None, bool]:
    changes = [line for line in head if _CHANGE.search(line) and _DAY.search(line)]
    amended = bool(changes) and ("修正" in changes[-1] or "修改" in changes[-1])
    # The file's name tells of a change that the head is silent about.
    amended = amended or bool(adopted and changes and adopted > max(_days(changes[-1])))
    text = "\n".join(part for one in articles[-3:] for part in one.paragraphs)
    stated = max((_day(found) for found in _FORCE.finditer(text)), default=None)
    if stated and (adopted is None or stated >= adopted):
        return stated, True
    if amended or _FORCE_NOW.search(text):
        return adopted, not amended
    return (None, False) if adopted and stated and stated < adopted else (stated, stated is not None)


def _title(head: list[str], name: str) -> str:
    for line in head:
        plain = re.sub(r"[#*\s　]", "", line)
        if plain and not _DAY.search(line) and not _NOISE.match(line) and len(plain) <= 60:
            return plain.strip("《》")
    return _FILE_DAY.sub("", name)


def _days(line: str) -> Iterator[date]:
    for found in _DAY.finditer(line):
        if day := _day(found):
            yield day


def _day(found: re.Match[str]) -> date:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return date.min


def _file_day(name: str) -> date | None:
    found = _FILE_DAY.search(name)
    return _day(found) if found else None


def _figure(text: str) -> int:
    return int(text) if text.isdigit() else int(cn2an.cn2an(text.replace("〇", "零"), "smart"))


def _text_lines(file: Path) -> list[str]:
    body = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("文件编码不是 UTF-8 或 GB18030", file.name, "另存为 UTF-8 后重试")


def _docx_lines(file: Path) -> list[str]:
    import docx

    try:
        return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    except InputError:
        raise
    except Exception:  # python-docx raises whatever lxml, zipfile or a missing part raises
        raise UnreadableFile("DOCX 已损坏，无法打开", file.name, "重新下载该文件") from None
