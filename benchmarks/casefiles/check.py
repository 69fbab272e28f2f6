"""Self-check: keyed values stand in the text of their papers; every page belongs to one document."""

import json
import re
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import docx

from benchmarks.casefiles import pdfs
from benchmarks.casefiles.dates import HAN, han, upper


def run(out: Path) -> int:
    """Check all case files of a folder; prints what is wrong; 0 when nothing is."""
    wrong = []
    files = sorted((out / "keys").glob("*.json"))
    for path in files:
        key = json.loads(path.read_text("utf-8"))
        with tempfile.TemporaryDirectory() as work:
            wrong += [f"{key['case']}: {line}" for line in one(key, out, Path(work))]
    print("\n".join(wrong))
    print(f"checked {len(files)} case files, {len(wrong)} faults")
    return int(bool(wrong))


def one(key: dict[str, Any], out: Path, work: Path) -> list[str]:
    """What is wrong with one case file."""
    texts = contents(out / key["source"], work)
    wrong = covered(key, texts)
    if key["form"] == "scanned":
        return wrong
    whole = plain("".join(text for pages in texts.values() for text in pages))
    for name, value in key["facts"].items():
        for one_value in value if isinstance(value, list) else [value]:
            if not any(plain(form) in whole for form in forms(name, one_value)) and not spread(
                forms(name, one_value), out / key["source"], work
            ):
                wrong.append(f"{name}: {one_value} not in the text")
    return wrong


def spread(printed: list[str], source: Path, work: Path) -> bool:
    """True when a form stands in the text in order of position, letters of a seal between its own."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    files = (
        work.rglob("*.pdf")
        if source.suffix == ".zip"
        else [source]
        if source.is_file()
        else source.rglob("*.pdf")
    )
    patterns = [re.compile(".?".join(map(re.escape, plain(form)))) for form in printed]
    for path in sorted(files):
        with pdfplumber.open(path) as document:
            for page in document.pages:
                text = plain(page.extract_text())
                if any(pattern.search(text) for pattern in patterns):
                    return True
    return False


def contents(source: Path, work: Path) -> dict[str, list[str]]:
    """Text by file and page; DOCX has one page, images have none."""
    if source.suffix == ".zip":
        with zipfile.ZipFile(source, metadata_encoding="gbk") as archive:
            archive.extractall(work)
        return {f"{source.name}!/{name}": text for name, text in contents(work, work).items()}
    paths = [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())
    found: dict[str, list[str]] = {}
    for path in paths:
        name = path.name if source.is_file() else str(path.relative_to(source))
        if path.suffix == ".pdf":
            found[name] = pdfs.text(path)
        elif path.suffix == ".docx":
            found[name] = [body(path)]
        elif path.suffix in (".tif", ".jpg"):
            from PIL import Image

            with Image.open(path) as image:
                found[name] = [""] * getattr(image, "n_frames", 1)
    return found


def body(path: Path) -> str:
    """All text of a DOCX."""
    document = docx.Document(str(path))
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def covered(key: dict[str, Any], texts: dict[str, list[str]]) -> list[str]:
    """Pages that belong to no document, or to two."""
    seen: dict[tuple[str, int], int] = defaultdict(int)
    wrong = []
    for document in key["documents"]:
        for file in document.get("files") or [document["file"]]:
            if file not in texts:
                wrong.append(f"no file {file}")
            for page in document["pages"]:
                seen[file, page] += 1
    for name, pages in texts.items():
        if name.endswith(".docx"):
            continue
        for number in range(1, len(pages) + 1):
            if seen[name, number] != 1:
                wrong.append(f"{name}:{number} belongs to {seen[name, number]} documents")
    return wrong


def plain(text: str) -> str:
    """Text without spaces and with brackets made equal."""
    text = re.sub(r"[\s​￾\x02]", "", str(text))
    return text.translate(str.maketrans("（）〔〕［］[]", "()()()()"))


def forms(name: str, value: Any) -> list[str]:
    """The forms in which a value may be printed."""
    if isinstance(value, dict) and "any" in value:
        return [form for one_value in value["any"] for form in forms(name, one_value)]
    if isinstance(value, dict) and "contains" in value:
        return [value["contains"], *value.get("any_contains", [])]
    if isinstance(value, dict):
        return [value["certificate"]]
    if value is True:
        return ["要求举行听证", "要求舉行聽證"]
    if isinstance(value, int) and not name.endswith("期限"):
        return [
            f"{value}元",
            f"{value}.00",
            f"{value:,}.00",
            f"{value / 10000:g}万元",
            f"{value / 10000:g}萬元",
            upper(value),
        ]
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", str(value)):
        return dated(*(int(part) if part else None for part in match.groups()))
    if name in ("违反条款", "处罚依据"):
        article = re.sub(r"第([一二三四五六七八九十]+)项$", r"第(\1)项", value.split("》")[1])
        return [article, value.split("》")[1]]
    return [str(value)]


def dated(year: int, month: int, day: int, hour: int | None, minute: int | None) -> list[str]:
    """A day, or a moment of a record, as printed."""
    spoken = "".join(HAN[int(digit)] for digit in str(year)) + f"年{han(month)}月{han(day)}日"
    days = [f"{year}年{month}月{day}日", f"{year}年{month:02d}月{day:02d}日", spoken]
    days += [f"{year}.{month}.{day}", f"{year}-{month:02d}-{day:02d}", f"{year}/{month}/{day}"]
    if hour is None:
        return days
    times = [f"{hour}时{minute:02d}分", f"{hour:02d}时{minute:02d}分", f"{hour:02d}:{minute:02d}"]
    times += [clock.replace("时", "時") for clock in times]
    return [day + clock for day in days for clock in times] + [f"至{clock}" for clock in times]
