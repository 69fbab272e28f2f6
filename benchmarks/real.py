"""`python -m benchmarks.real`: what is read off published decisions, against what a person read off them.

The texts lie beside the repository and hold real names, so nothing of them is printed: only ids, names of fields
and counts. Texts without a file of their own are written as DOCX first; all go through the public reader.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .table import least, most, show

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"
FIELDS = {
    "doc_number": "案号",
    "party": "当事人",
    "authority": "处罚机关",
    "decision_date": "决定日期",
    "fine_amount_yuan": "罚款金额",
}
TRUSTED = 0.5  # a reading below this says that it could not be read
WRONG_BAR, CITATIONS_BAR = 3, 0.97


@dataclass(slots=True)
class Score:
    """Counts over all papers; `notes` name paper and field, never a value."""

    fields: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FIELDS})
    citations: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Values that were said and are not those of the key."""
        return sum(count["wrong"] for count in self.fields.values())

    @property
    def f1(self) -> float:
        """F1 of the citations of law."""
        right = self.citations["right"]
        return 2 * right / ((2 * right + self.citations["extra"] + self.citations["missed"]) or 1)


def plain(value: object) -> str:
    """Text without width, spaces, quotes and the form of brackets."""
    text = re.sub(r"[\s《》“”\"‘’]", "", unicodedata.normalize("NFKC", str(value)))
    return re.sub(r"[〔【﹝\[(〈<]", "(", re.sub(r"[〕】﹞\])〉>]", ")", text))


def place(law: str, article: str) -> tuple[str, str]:
    """A citation in one form; the words for the state before a title do not tell laws apart."""
    return plain(law).removeprefix("中华人民共和国"), re.sub(r"[()]", "", plain(article))


def papers(folder: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Every paper with its key: the originals as they are, the texts as DOCX files made in `folder`."""
    for key in json.loads((REAL / "originals" / "keys.json").read_text("utf-8")):
        yield key, REAL / "originals" / key["file"]
    for line in (REAL / "decisions.jsonl").read_text("utf-8").splitlines():
        key = json.loads(line)
        yield key, written(key["text"], folder / f"{key['id']}.docx")


def written(text: str, target: Path) -> Path:
    """A text as a DOCX, a paragraph for each of its lines."""
    import docx

    paper = docx.Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    paper.save(str(target))
    return target


def compare(key: dict[str, Any], facts: Sequence[dict[str, Any]], score: Score) -> None:
    """Count what one paper gave."""
    said: dict[str, list[Any]] = {}
    for fact in facts:
        if fact["confidence"] >= TRUSTED:
            said.setdefault(fact["name"], []).append(fact["value"])
    gold = key.get("gold")
    if gold is None:
        score.notes.append(f"{key['id']}: no key, {sum(map(len, said.values()))} facts said")
        return
    for name, fact_name in FIELDS.items():
        values = said.get(fact_name, [])
        wanted = list(gold.get("parties") or []) if name == "party" else []
        wanted = wanted or ([] if gold.get(name) is None else [gold[name]])
        state = _state(name, wanted, values)
        score.fields[name][state] += 1
        if state in ("wrong", "missing"):
            score.notes.append(f"{key['id']}: {name} {state}")
    cited = [one for one in facts if one["name"] == "引用法条" and one["confidence"] >= TRUSTED]
    _citations(key, [(one["value"], one["evidence"]["quote"]) for one in cited], score)


def _state(name: str, wanted: Sequence[Any], values: Sequence[Any]) -> str:
    if not values:
        return "missing" if wanted else "none"
    if name == "fine_amount_yuan":
        same = [any(abs(float(one) - float(other)) < 0.005 for other in wanted) for one in values]
    else:
        same = [plain(one) in {plain(other) for other in wanted} for one in values]
    return "right" if all(same) else "wrong"


def _citations(key: dict[str, Any], cited: Sequence[tuple[str, str]], score: Score) -> None:
    """Compare the places that stand right behind a title: those are what a key holds, not what is strung to them."""
    wanted = {place(one["law"], one["article"]) for one in key["gold"]["laws_cited"]}
    missed, extra = set(wanted), set()
    for value, quote in cited:
        law, article = place(*value.rpartition("》")[::2])
        # A key may write a law by the short name that the paper defines for it.
        same = {one for one in wanted if one[1] == article and _same_law(one[0], law)}
        missed -= same
        if not same and "《" in quote:
            extra.add((law, article))
    score.citations.update(right=len(wanted) - len(missed), missed=len(missed), extra=len(extra))
    if missed or extra:
        score.notes.append(f"{key['id']}: citations {len(missed)} missed, {len(extra)} extra")


def _same_law(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def measure(folder: Path) -> Score:
    """Read all papers and compare."""
    from anjuan.model.codec import dumps, head_json
    from anjuan.model.errors import AnjuanError
    from anjuan.plugin.manager import Plugins
    from anjuan.reading.read import page_reader, read_case
    from anjuan.reading.sources import Source

    plugins, score = Plugins.discover(()), Score()
    reader = page_reader(plugins, folder / "cache")
    for key, file in papers(folder):
        try:
            case = read_case(Source(key["id"], file.name, file), plugins, reader).case
        except AnjuanError as error:
            score.notes.append(f"{key['id']}: not read, {error.code}")
            compare(key, [], score)
            continue
        compare(key, json.loads(dumps(head_json(case)))["facts"], score)
    return score


def main() -> int:
    """Print the counts; 0 when the bars are reached, 1 when not, 2 without the papers."""
    if not (REAL / "decisions.jsonl").is_file():
        print("no published decisions: the folder shared/data/real beside the repository is missing")
        return 2
    with tempfile.TemporaryDirectory(prefix="anjuan-real-") as name:
        score = measure(Path(name))
    print(f"{'field':18}{'right':>7}{'wrong':>7}{'missing':>9}{'none':>6}")
    for name, count in score.fields.items():
        print(f"{name:18}{count['right']:7}{count['wrong']:7}{count['missing']:9}{count['none']:6}")
    cited = score.citations
    print(f"citations: {cited['right']} right, {cited['extra']} extra, {cited['missed']} missed")
    print("\n".join(score.notes))
    rows = (
        most("values said and wrong", score.wrong, WRONG_BAR, digits=0),
        least("F1 of citations", score.f1, CITATIONS_BAR, digits=3),
    )
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
