"""Citations of court documents against a data set's own list: `python -m benchmarks.citations FILE.jsonl`.

A row has `text` and `gold.laws_cited` (law, article): what the operative part rests on (依照…判决如下). Printed: F1 against
the list as it is, the differences by class, and F1 without those that the text itself shows to be the list's. No text,
name or number of a document is printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from anjuan.law import find_citations

from .table import Row, least, show

_RESULT = re.compile(r"(?:判决|裁定|决定|调解|通知)如下")
_VERSION = re.compile(r"[（(][^（）()]*(?:修正|修订|年|版|试行)[^（）()]*[)）]$")
_PART = re.compile(r"第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
# The data set took <…> in a title for a tag: 关于适用<某法>的解释 became 关于适用的解释.
_LOST = re.compile(r"关于(?:适用|执行)(?:的|若干)")
CLASSES = {
    "expanded": "the list splits an article that the text cites as a whole",
    "absent": "a law in the list that the text does not cite",
    "empty": "an empty row of the list",
    "lost": "a title whose inner title the data set lost, so not listed",
    "unlisted": "written in the text, not in the list",
    "ours": "ours",
}
Place = tuple[str, str]


def main() -> int:
    """Run it; 1 where F1 without the list's own faults is below 0.98."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.citations", description=__doc__)
    parser.add_argument("file", type=Path)
    rows = [
        json.loads(line) for line in parser.parse_args().file.read_text("utf-8").splitlines() if line.strip()
    ]
    hits, differing = Counter[str](), Counter[str]()
    for row in rows:
        told = {(canon(one["law"]), one["article"] or "") for one in row["gold"]["laws_cited"]}
        found = operative(row["text"])
        hits["both"] += len(told & found)
        hits["told"] += len(told)
        hits["found"] += len(found)
        differing += Counter(explained(told, found, row["text"]))
    raw = f1(hits["both"], hits["found"], hits["told"])
    settled = f1(hits["both"], hits["both"] + differing["ours"], hits["both"])
    lines = [Row(f"difference: {told}", str(differing[name])) for name, told in CLASSES.items()]
    counts = f"{hits['both']} of {hits['told']} listed, {hits['found']} read, {len(rows)} documents"
    lines = [Row("places that agree", counts), *lines, Row("F1 against the list as it is", f"{raw:.3f}")]
    show([*lines, least("F1 without the list's own faults", settled, 0.98, digits=3)])
    return int(settled < 0.98)


def operative(text: str) -> set[Place]:
    """Places cited in the sentence that leads to the result, the last one of the text."""
    begin, end = _sentence(text)
    return {(canon(one.law), one.place) for one in find_citations(text) if begin <= one.start < end}


def _sentence(text: str) -> tuple[int, int]:
    ends = [hit.start() for hit in _RESULT.finditer(text)]
    if not ends:
        return 0, 0
    return max(text.rfind("。", 0, ends[-1]), text.rfind("\n", 0, ends[-1])) + 1, ends[-1]


def canon(law: str) -> str:
    """A title without brackets inside, version and 中华人民共和国 in front."""
    return re.sub(r"[《》〈〉<>﹤﹥＜＞]", "", _VERSION.sub("", law)).replace("中华人民共和国", "").strip()


def explained(told: set[Place], found: set[Place], text: str) -> list[str]:
    """The class of each difference. Whatever the text does not settle counts as ours."""
    plain = canon(text[slice(*_sentence(text))])
    articles = {(law, _article(place)) for law, place in found}
    classes = []
    for law, place in told - found:
        whole = (law, _article(place))
        if not law or not place:
            classes.append("empty")
        elif whole in found and f"{_article(place)}第" not in plain:
            classes.append("expanded")
        elif f"{law}第" not in plain:
            classes.append("absent")
        else:
            classes.append("ours")
    listed = {(law, _article(place)) for law, place in told}
    for law, place in found - told:
        if _LOST.search(law) and (law, _article(place)) not in listed:
            classes.append("lost")
        elif (law, place) in articles and (law, place) in listed:
            continue  # the other half of an article that the list expanded
        elif law in plain and place in re.sub("[（）()]", "", plain):
            classes.append("unlisted")
        else:
            classes.append("ours")
    return classes


def _article(place: str) -> str:
    hit = _PART.match(place)
    return hit[0] if hit else place


def f1(both: int, found: int, told: int) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is found or told."""
    return 2 * both / (found + told) if found + told else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
