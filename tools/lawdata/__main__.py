"""`python -m tools.lawdata FOLDER`: derive the law data that ships from a folder of law texts.

Writes plugins/anjuan_legal/data/structure.csv, kinds.csv and ranges.csv, and raises `certainty` in src/anjuan/data/laws.csv where
a text bears a row out. Prints which rows were verified, which differ and which have no text. Only numbers and names go
into the files, no sentences. `--check` writes nothing and ends with 1 where a file would change.
"""

from __future__ import annotations

import argparse
import csv
import io
from datetime import date
from pathlib import Path

from anjuan.law import Registry
from anjuan.law.library import settled
from anjuan.law.texts import LawText, law_files, read_law_text
from anjuan.model.errors import InputError

from .kinds import kinds
from .ranges import COLUMNS, ranges
from .structure import structure

ROOT = Path(__file__).parents[2]
LAWS = ROOT / "src/anjuan/data/laws.csv"
DERIVED = ROOT / "plugins/anjuan_legal/data"
Key = tuple[str, date]


def main() -> int:
    """Run it; 1 where `--check` finds a file that differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.lawdata", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    texts = matched(given.folder, Registry.shipped())
    rows, report = verified(texts)
    print("\n".join(report))
    made = {
        DERIVED / "structure.csv": structures(texts),
        DERIVED / "kinds.csv": kind_table(texts),
        DERIVED / "ranges.csv": fine_table(texts),
        LAWS: rows,
    }
    stale = [path for path, body in made.items() if not path.exists() or path.read_text("utf-8") != body]
    for path in stale:
        print(("differs: " if given.check else "written: ") + str(path.relative_to(ROOT)))
        if not given.check:
            path.write_text(made[path], encoding="utf-8")
    return int(given.check and bool(stale))


def matched(folder: Path, registry: Registry) -> dict[Key, LawText]:
    """Texts below a folder that are a listed version; of two copies the one that lacks no article."""
    found: dict[Key, LawText] = {}
    for files in law_files(folder):
        try:
            text = read_law_text(*files)
        except InputError:
            continue
        effective, known, _ = settled(text, registry)
        if effective is None or not known:
            continue
        before = found.get((text.title, effective))
        if before is None or len(before.missing) > len(text.missing):
            found[text.title, effective] = text
    return dict(sorted(found.items()))


def verified(texts: dict[Key, LawText]) -> tuple[str, list[str]]:
    """laws.csv with `certainty` raised where a text was read, and what to tell about each row."""
    with LAWS.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    report: dict[str, list[str]] = {"verified": [], "differs": [], "no text": []}
    for row in rows:
        name = f"{row['name']} {row['version_effective'] or '?'} ({row['certainty']})"
        text = (
            texts.get((row["name"], date.fromisoformat(row["version_effective"])))
            if row["version_effective"]
            else None
        )
        if text is None:
            report["no text"].append(name)
        elif text.missing or row["articles"] != str(text.count):
            report["differs"].append(
                f"{name}: {row['articles'] or '?'} articles, text {text.count}, lacks {text.missing}"
            )
            if not text.missing and not row["articles"]:
                row["articles"], row["certainty"] = str(text.count), "found"
        else:
            report["verified"].append(name)
            row["certainty"] = "found"
    lines = [f"{kind}: {len(names)}" for kind, names in report.items()]
    return _csv(tuple(rows[0]), rows), lines + [
        f"{kind}: {n}" for kind, names in report.items() for n in names
    ]


def structures(texts: dict[Key, LawText]) -> str:
    """The body of structure.csv."""
    rows = [
        {"title": title, "effective": day.isoformat(), "structure": structure(text)}
        for (title, day), text in texts.items()
        if len(text.articles)
    ]
    return _csv(("title", "effective", "structure"), rows)


def kind_table(texts: dict[Key, LawText]) -> str:
    """The body of kinds.csv."""
    rows = [
        {"title": title, "effective": day.isoformat(), "kinds": code}
        for (title, day), text in texts.items()
        if (code := kinds(text))
    ]
    return _csv(("title", "effective", "kinds"), rows)


def fine_table(texts: dict[Key, LawText]) -> str:
    """The body of ranges.csv."""
    rows = [
        {"title": title, "effective": day.isoformat(), **row}
        for (title, day), text in texts.items()
        for row in ranges(text)
    ]
    return _csv(("title", "effective", *COLUMNS), rows)


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    body = io.StringIO()
    writer = csv.DictWriter(body, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return body.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
