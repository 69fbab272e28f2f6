"""Record what the engine reads on the scanned samples, so that only one test file ever runs it.

Run `python -m tests.record` after the samples or the engine changed.
"""

from __future__ import annotations

import json
from pathlib import Path

from anjuan import Plugins
from anjuan.model.codec import page_json
from anjuan.reading.cache import file_digest
from anjuan.reading.read import page_reader

SAMPLES = Path(__file__).parent.parent / "samples" / "cases"
RECORDED = Path(__file__).parent / "recorded"
SCANS = ("s04.pdf", "s05.pdf", "s08")


def scanned_files() -> list[Path]:
    """Sample files that have no text of their own."""
    found: list[Path] = []
    for name in SCANS:
        path = SAMPLES / name
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    return found


def main() -> None:
    """Read every scanned sample and write one JSON file each."""
    reader = page_reader(Plugins.discover(), None)
    RECORDED.mkdir(exist_ok=True)
    for path in scanned_files():
        name = path.relative_to(SAMPLES).as_posix().replace("/", "-")
        data = {
            "digest": file_digest(path),
            "pages": [page_json(page) for page in reader.pages(path, path.name)],
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (RECORDED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
