"""The same files, profile, registers and plugins give the same bytes, whatever the machine is set to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from anjuan import Plugins

from .conftest import SAMPLES, warm

CASES = ("s01", "s06", "s07.zip", "s08", "s10.pdf", "s15.pdf")


def run(folder: Path, *words: str, **environment: str) -> None:
    command = [sys.executable, "-c", "from anjuan.faces.cli import main; main()", *words]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_workers_time_zone_locale_and_order_of_files_do_not_matter(tmp_path: Path, plugins: Plugins) -> None:
    exports = []
    for name, order, extra in (
        ("one", CASES, {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
        ("two", tuple(reversed(CASES)), {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2"}),
    ):
        folder = tmp_path / name
        (folder / "cases").mkdir(parents=True)
        for case in order:
            source = SAMPLES / "cases" / case
            target = folder / "cases" / case
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        warm(folder / "review" / "cache", plugins)
        registers = str(SAMPLES / "registers")
        workers = "1" if name == "one" else "2"
        run(
            folder,
            "evaluate",
            "cases",
            "--review",
            "review",
            "--registers",
            registers,
            "--workers",
            workers,
            **extra,
        )
        run(folder, "export", "--review", "review", "--format", "jsonl", **extra)
        exports.append((folder / "review" / "out" / "evaluations.jsonl").read_bytes())
    assert exports[0] == exports[1]
    assert exports[0].count(b"\n") == len(CASES)
