"""`python -m benchmarks.damage [DIR]`: what damaged pages do to facts and to the items that go to people.

A growing share of the pages of some generated case files is blurred, cut, turned or blacked out. Each page is a
picture of its own, and what is damaged at one step stays so at the next: the page cache then recognises every
picture once. Few facts may be both wrong and sure, and more items must go to a person.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .compare import SURE, score, share
from .reading import anjuan, keys_in, lines_of, page_cache
from .table import Row, least, most, show

if TYPE_CHECKING:
    from PIL.Image import Image

STEPS = (0.0, 0.1, 0.2, 0.3, 0.4)
DPI = 200
WRONG_BAR = 1.0  # wrong and sure in a hundred that are said
SLACK = 0.005  # by which a step may lie below the one before
READABLE = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Step:
    """Counts over all case files at one share of damaged pages; `failed` are items that lost points, by case file;
    `lost` counts case files without a result."""

    share: float
    damaged: int
    pages: int
    said: int
    wrong: int
    wanted: int
    right: int
    unsure: int
    items: int
    failed: frozenset[tuple[str, str]]
    lost: int = 0


# ---- damage -----------------------------------------------------------------------------


def blurred(page: Image, dice: random.Random) -> Image:
    """Out of focus."""
    from PIL import ImageFilter

    return page.filter(ImageFilter.GaussianBlur(dice.uniform(2.5, 7)))


def cut(page: Image, dice: random.Random) -> Image:
    """A strip of a side is missing."""
    width, height = page.size
    lost = dice.uniform(0.12, 0.35)
    boxes = (
        (int(width * lost), 0, width, height),
        (0, 0, int(width * (1 - lost)), height),
        (0, int(height * lost), width, height),
        (0, 0, width, int(height * (1 - lost))),
    )
    return page.crop(dice.choice(boxes))


def turned(page: Image, dice: random.Random) -> Image:
    """Laid in the scanner the wrong way."""
    return page.rotate(dice.choice((90, 180, 270)), expand=True)


def barred(page: Image, dice: random.Random) -> Image:
    """Black bars, as a torn feed or a stuck lamp leaves them."""
    from PIL import ImageDraw

    found = page.copy()
    pen = ImageDraw.Draw(found)
    for _ in range(dice.randint(1, 4)):
        top, high = dice.uniform(0.05, 0.9) * page.height, dice.uniform(0.01, 0.05) * page.height
        pen.rectangle((0, top, page.width, top + high), fill="black")
    return found


DAMAGE: tuple[Callable[[Image, random.Random], Image], ...] = (blurred, cut, turned, barred)


# ---- case files as pictures ---------------------------------------------------------------


def pictures(source: Path) -> Iterator[Image]:
    """All pages of a case file in order of names, as pictures."""
    from PIL import Image, ImageOps, ImageSequence

    files = [source] if source.is_file() else sorted(file for file in source.rglob("*") if file.is_file())
    for file in files:
        if file.suffix.lower() == ".pdf":
            yield from _pdf_pages(file)
        elif file.suffix.lower() in READABLE:
            with Image.open(file) as opened:
                for frame in ImageSequence.Iterator(opened):
                    yield ImageOps.exif_transpose(frame).convert("RGB")


def _pdf_pages(file: Path) -> Iterator[Image]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(file)
    try:
        for index in range(len(document)):
            yield document[index].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()


def usable(key: Mapping[str, Any], source: Path) -> bool:
    """An ordinary penalty, all of pages that have a picture."""
    if (key["category"], key["procedure"]) != ("penalty", "ordinary"):
        return False
    files = [source] if source.is_file() else [one for one in source.rglob("*") if one.is_file()]
    return all(one.suffix.lower() in READABLE or one.name == "case.toml" for one in files)


def chosen(folder: Path, count: int) -> list[dict[str, Any]]:
    """Keys of the first usable case files, half of them scanned."""
    found: dict[str, list[dict[str, Any]]] = {"scanned": [], "electronic": []}
    for key in keys_in(folder / "keys"):
        if usable(key, folder / key["source"]):
            found[key["form"]].append(key)
    half = count // 2
    return found["scanned"][:half] + found["electronic"][: count - half]


def written(keys: Sequence[Mapping[str, Any]], folder: Path, batch: Path, part: float) -> tuple[int, int]:
    """Write all case files with that share of pages damaged; damaged pages and all pages."""
    damaged = total = 0
    for key in keys:
        target = batch / key["case"]
        target.mkdir(parents=True)
        (target / "case.toml").write_text(f'id = "{key["case"]}"\n', "utf-8")
        pages = list(pictures(folder / key["source"]))
        order = random.Random(key["case"]).sample(range(len(pages)), len(pages))
        spoilt = set(order[: round(part * len(pages))])
        for number, page in enumerate(pages):
            if number in spoilt:
                dice = random.Random(f"{key['case']} {number}")
                page = dice.choice(DAMAGE)(page, dice)
            page.save(target / f"{number + 1:03}.jpg", quality=88)
        damaged, total = damaged + len(spoilt), total + len(pages)
    return damaged, total


# ---- one step ---------------------------------------------------------------------------


def measure(keys: Sequence[Mapping[str, Any]], folder: Path, part: float) -> Step:
    """Damage, read, evaluate, compare."""
    with tempfile.TemporaryDirectory(prefix="anjuan-damage-") as name:
        batch, review = Path(name) / "cases", Path(name) / "review"
        damaged, total = written(keys, folder, batch, part)
        page_cache().mkdir(parents=True, exist_ok=True)
        review.mkdir()
        (review / "cache").symlink_to(page_cache(), target_is_directory=True)
        anjuan("evaluate", batch, "--review", review, "--profile", "general", quiet=True)
        anjuan("export", "--review", review, "--format", "jsonl", quiet=True)
        lines = {line["id"]: line for line in lines_of(review / "out" / "evaluations.jsonl")}
    scores = [score({**key, "split": (), "documents": ()}, lines.get(key["case"])) for key in keys]
    sayings = [one for file in scores for one in file.sayings]
    verdicts = [row["verdict"] for line in lines.values() for row in line["items"]]
    return Step(
        part,
        damaged,
        total,
        said=len(sayings),
        wrong=sum(not one.right and one.confidence >= SURE for one in sayings),
        wanted=sum(one.right.total() + one.missed.total() for one in scores),
        right=sum(one.right.total() for one in scores),
        unsure=verdicts.count("unsure"),
        items=len(verdicts) - verdicts.count("not_applicable"),
        failed=frozenset(
            (name, row["item"])
            for name, line in lines.items()
            for row in line["items"]
            if row["verdict"] == "fail"
        ),
        lost=len(keys) - len(lines),
    )


def shown(steps: Sequence[Step]) -> bool:
    """Print the table; True when wrong facts stay rare and doubt grows with the damage."""
    heads = ("wrong and sure of said", "facts found", "items unsure", "fails that whole pages do not give")
    print(f"{'damaged':16}" + "".join(f"{head:34}" for head in heads).rstrip())
    for one in steps:
        pages = f"{one.share:.0%} {one.damaged}/{one.pages}"
        cells = share(one.wrong, one.said), share(one.right, one.wanted), share(one.unsure, one.items)
        new = len(one.failed - steps[0].failed)
        print(f"{pages:16}" + "".join(f"{cell:34}" for cell in cells) + f"{new}/{len(one.failed)}")
    rows: list[Row] = [
        most(
            f"{one.share:.0%} damaged: wrong and sure in 100 said",
            100 * one.wrong / (one.said or 1),
            WRONG_BAR,
        )
        for one in steps
    ]
    doubt = [one.unsure / (one.items or 1) for one in steps]
    falls = [later - before for before, later in pairwise(doubt)]
    rows.append(most("case files without a result", sum(one.lost for one in steps), 0, digits=0))
    rows.append(least("least growth of doubt between two steps", min(falls, default=0.0), -SLACK, digits=3))
    if len(doubt) > 1:
        rows.append(Row("doubt grew", f"{doubt[-1] - doubt[0]:+.3f}", "> 0", doubt[-1] > doubt[0]))
    return show(rows)


def run(folder: Path, count: int, parts: Sequence[float] = STEPS) -> bool:
    """Measure all steps on `count` case files of a generated set."""
    keys = chosen(folder, count)
    print(f"{len(keys)} case files: {' '.join(key['case'] for key in keys)}")
    return bool(keys) and shown([measure(keys, folder, part) for part in parts])


def main() -> int:
    """Print the table; 1 where a bar is not reached."""
    from .accuracy import generated_set

    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="folder with cases/ and keys/")
    parser.add_argument("--files", type=int, default=12, help="case files, half of them scanned (12)")
    parser.add_argument("--shares", type=float, nargs="*", default=STEPS, help="shares of damaged pages")
    call = parser.parse_args()
    return 0 if run(call.folder or generated_set(), call.files, call.shares) else 1


if __name__ == "__main__":
    sys.exit(main())
