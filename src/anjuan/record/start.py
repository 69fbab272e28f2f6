"""Beginning: a new review folder, and the whole main job on the shipped samples."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ..data_files import data_folder
from ..model.errors import SetupError
from ..model.result import Evaluation, Ruling, Selection, Verdict
from ..rules.registers import TABLES
from .circulate import choose, write_notice
from .review import Review, Settings
from .run import Judges, Progress, Summary, evaluate, ruled


def new_review(folder: Path) -> Iterator[Path]:
    """Make a review folder; gives the paths made.

    Raises:
        SetupError: there is a review already.
    """
    if (folder / "review.toml").exists():
        raise SetupError("这里已经是评查项目", str(folder), "换一个文件夹")
    Review(folder, Settings(name=folder.resolve().name, registers="registers")).save()
    yield folder / "review.toml"
    registers = folder / "registers"
    registers.mkdir(parents=True, exist_ok=True)
    for name, (_, columns) in TABLES.items():
        with (registers / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerow([column.heading for column in columns])
    yield registers
    notebooks = folder / "notebooks"
    shutil.copytree(data_folder("notebooks"), notebooks, dirs_exist_ok=True)
    yield notebooks


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration made."""

    summary: Summary
    evaluations: Sequence[Evaluation]
    selections: Sequence[Selection]
    selection: Path
    notices: Sequence[Path]


def demo_review(folder: Path, *, workers: int | None = None, progress: Progress | None = None) -> Demo:
    """Read, score, rule, select and circulate the shipped samples.

    Raises:
        SetupError: the folder holds another review.
    """
    samples = data_folder("samples")
    review = Review.open_or_make(folder)
    if (folder / "review.toml").exists() and review.settings.name != DEMO.name:
        raise SetupError("这里已经是另一个评查项目", str(folder), "换一个文件夹，如 anjuan demo demo2")
    review = Review(folder, DEMO)
    _copy_registers(samples / "registers", folder / "registers")
    summary = evaluate([samples / "cases"], review, workers=workers, progress=progress)
    enter_rulings(review, samples / "rulings.json")
    selections, path = choose(review)
    notices = [write_notice(review, "circular", form) for form in ("docx", "html")]
    judges = Judges.load(review)
    with review.store() as store:
        evaluations = [one.evaluation for one in ruled(store, judges.profile)]
    return Demo(summary, evaluations, selections, path, notices)


DEMO = Settings(
    name="行政处罚案卷评查（样例）",
    year=2024,
    stage="panel",
    profile="general",
    registers="registers",
    issuer="云汀市司法局",
    term="自收到本通报之日起三十日内",
)


def _copy_registers(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        shutil.copyfile(file, target / file.name)


def enter_rulings(review: Review, file: Path) -> None:
    """Enter the sample rulings once; a second demonstration finds them there."""
    given = json.loads(file.read_text("utf-8"))
    with review.store() as store:
        known = {(one.case, one.item, one.reviewer) for one in store.rulings()}
        current = store.current_digests()
        for row in given:
            if row["case"] not in current or (row["case"], row["item"], row["reviewer"]) in known:
                continue
            points = None if row.get("points") is None else Decimal(str(row["points"]))
            verdict, veto = Verdict(row["verdict"]), row.get("veto")
            ruling = Ruling(row["case"], row["item"], row["reviewer"], verdict, row["reason"], points, veto)
            store.put_ruling(ruling, current[row["case"]])
