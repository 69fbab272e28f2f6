"""`make accuracy`: recall, false deductions and fact F1 on the answer-keyed case files in ../shared.

The case files go through the public command line, and what it exports is scored by the tool that lies beside
them. Recognised pages are kept in the user's cache folder, so that a second call recognises nothing again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES, REGISTERS, TOOL = (
    SHARED / "data" / "cases",
    SHARED / "data" / "registers",
    SHARED / "tools" / "score_cases.py",
)
COMMAND = "import sys; from anjuan.faces.cli import main; sys.exit(main())"


def page_cache() -> Path:
    """Where pages as read are kept between calls."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "anjuan" / "accuracy"


def anjuan(*arguments: str | Path) -> int:
    """Run the command as a user would; its output goes where ours goes. Gives the exit code."""
    return subprocess.run([sys.executable, "-c", COMMAND, *map(str, arguments)]).returncode


def evaluated(review: Path, profile: str) -> Path | None:
    """Evaluate all case files into `review` and export; the exported lines, or None when the call was wrong."""
    kept = page_cache()
    if kept.is_dir():
        shutil.copytree(kept, review / "cache")
    code = anjuan("evaluate", CASES, "--review", review, "--profile", profile, "--registers", REGISTERS)
    if code not in (0, 1) or anjuan("export", "--review", review, "--format", "jsonl"):
        return None
    shutil.copytree(review / "cache", kept, dirs_exist_ok=True)
    return review / "out" / "evaluations.jsonl"


def main() -> int:
    """Evaluate, export, score. Gives the exit code of the scoring tool."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--profile", default="general", help="scoring profile (general)")
    parser.add_argument("--only", help="ids of the case files to score, with commas")
    parser.add_argument("--review", type=Path, help="keep the review in this new folder")
    call = parser.parse_args()
    if not (CASES.is_dir() and TOOL.is_file()):
        print(f"no answer-keyed case files: {SHARED} is missing", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="anjuan-accuracy-") as name:
        lines = evaluated(call.review or Path(name) / "review", call.profile)
        if lines is None:
            return 2
        scoring = [sys.executable, str(TOOL), str(lines), "--verbose"]
        if call.only:
            only = Path(name) / "only.txt"
            only.write_text(call.only, encoding="utf-8")
            scoring += ["--only", str(only)]
        sys.stdout.flush()
        return subprocess.run(scoring).returncode


if __name__ == "__main__":
    sys.exit(main())
