"""The kit for plugin authors: a case file in one line, one check run, case tables in YAML.

```python
from anjuan.testing import case, run
finding = run(decided_in_time, case(立案日期="2022-01-04", 决定日期="2022-06-01"))
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from .law import Calendar, Law, Registry, load_parameters
from .model.case import Box, CaseFile, Document, Evidence, Fact, Page, Record, Scalar, TextLine, Value
from .model.result import Citation, Finding, Verdict
from .rules.check import Check
from .rules.profile import CheckUse, Decide, Formula, Grade, Item, Section, Table
from .rules.reader import Reader
from .rules.registers import TABLES, Registers, Row, parse_cell
from .scoring.findings import run_check

DECISION = "行政处罚决定书"
ROW_KEYS = (
    "name",
    "check",
    "facts",
    "papers",
    "registers",
    "case",
    "expect",
    "because",
    "says",
    "times",
    "milder",
)


def value(data: Any) -> Value:
    """A fact's value from what YAML or a test gives: ISO text becomes a day, a number a decimal, a dict a record."""
    if isinstance(data, Mapping):
        return Record(tuple((str(name), _scalar(part)) for name, part in data.items()))
    return _scalar(data)


def _scalar(data: Any) -> Scalar:
    if isinstance(data, bool | date | Decimal):
        return data
    if isinstance(data, int | float):
        return Decimal(str(data))
    text = str(data)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", text):
        return datetime.fromisoformat(text)
    return text


def paper(
    kind: str,
    text: str = "",
    *,
    id: str = "d1",
    title: str = "",
    number: str | None = None,
    date: date | None = None,
    confidence: float = 1.0,
    failed: bool = False,
    scanned: bool = False,
    file: str = "",
) -> Document:
    """One document of one page; `text` gives a line for each line, `scanned` says that OCR read them.

    Papers with the same `file` are bound in one volume; without it each is a file of its own.
    """
    rows = [row for row in (title or kind, *text.splitlines()) if row]
    lines = tuple(
        TextLine(row, Box.clipped(0.1, 0.05 + n * 0.02, 0.9, 0.065 + n * 0.02), confidence)
        for n, row in enumerate(rows[:44])
    )
    read = "failed: 无法识别" if failed else "ocr:test@1" if scanned else "text-layer"
    page = Page(file or f"{id}.pdf", 1, (595.0, 842.0), () if failed else lines, read)
    return Document(id, kind, title or kind, (page,), number, date, 1.0)


def case(
    papers: Sequence[Document | tuple[Document, Mapping[str, Any]]] | Mapping[str, str] = (),
    *,
    category: str = "penalty",
    procedure: str = "ordinary",
    agency: str = "南屏市市场监督管理局",
    number: str = "南市监罚〔2024〕1号",
    **facts: Any,
) -> CaseFile:
    """A small invented case file.

    Args:
        papers: documents, or documents with the facts read off them, or kind → text.
        facts: facts of the decision; a list gives several facts, a pair `(value, confidence)` a poor reading.
    """
    if isinstance(papers, Mapping):
        papers = [paper(kind, text, id=f"d{n}") for n, (kind, text) in enumerate(papers.items(), 1)]
    pairs = [one if isinstance(one, tuple) else (one, {}) for one in papers]
    if not any(document.kind == DECISION for document, _ in pairs) and facts:
        pairs.append((paper(DECISION, id="decision"), {}))
    found: list[Fact] = []
    for document, own in pairs:
        for name, data in own.items():
            found += _facts(name, data, document)
    if facts:
        home = next((document for document, _ in pairs if document.kind == DECISION), pairs[0][0])
        for name, data in facts.items():
            found += _facts(name, data, home)
    return CaseFile(
        "t1",
        number,
        "t1",
        category,
        procedure,
        agency,
        tuple(document for document, _ in pairs),
        tuple(found),
    )


def _facts(name: str, data: Any, document: Document) -> Iterator[Fact]:
    for one in data if isinstance(data, list) else [data]:
        confidence = 1.0
        if isinstance(one, tuple):
            one, confidence = one
        elif isinstance(one, Mapping) and "confidence" in one and "value" in one:
            one, confidence = one["value"], one["confidence"]
        page = document.pages[0]
        box = (Box(0.1, 0.1, 0.4, 0.12),) if page.page else ()
        place = Evidence(document.id, page.file, page.page, box, "" if page.page else "paragraph 1", str(one))
        yield Fact(name, value(one), place, confidence)


def registers(**tables: Sequence[Mapping[str, Any]]) -> Registers:
    """Registers from plain rows with English column names; a table that is not named is absent."""
    found: dict[str, tuple[Row, ...]] = {}
    for name, rows in tables.items():
        kinds = {column.name: column.kind for column in TABLES[name][1]}
        found[name] = tuple(
            Row(
                name,
                f"{name}.csv",
                number,
                {
                    key: parse_cell(str(cell if cell is not None else ""), kinds[key], name)
                    for key, cell in row.items()
                },
                " ".join(str(cell) for cell in row.values()),
            )
            for number, row in enumerate(rows, 2)
        )
    return Registers(found)


def run(
    check: Check,
    case: CaseFile,
    *,
    law: Law | None = None,
    registers: Registers | None = None,
    bindings: Mapping[str, Any] | None = None,
) -> tuple[Finding, ...]:
    """All findings of one check on one case file, gravest first."""
    use = CheckUse(check.id, Decimal(1), None, tuple((bindings or {}).items()))
    item = Item("T-1", check.title, Decimal(10), check.dimension, Decide.CHECK, (use,))
    reader = Reader(case, law or Law(registry=Registry.shipped()), registers or Registers())
    return run_check(check, reader, use, _table(item), item)


def _table(item: Item) -> Table:
    section = Section("all", "全部", Formula.DEDUCT, (item,), Decimal(10))
    grades = (Grade("优秀", Decimal(9)), Grade("合格", Decimal(6)), Grade("不合格", Decimal(0)))
    return Table(
        "测试标准", "0", date(1990, 1, 1), "penalty", "ordinary", "", Decimal(10), Decimal("0.1"), Decimal("0.85"),
        grades, (section,),
    )  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """One row of a case table: facts and papers, and what a check should answer."""

    name: str
    check: str
    expect: Verdict
    case: CaseFile
    registers: Registers = field(default_factory=Registers)
    because: str = ""
    says: str = ""
    times: int | None = None
    milder: bool | None = None

    def judge(self, checks: Mapping[str, Check], law: Law) -> None:
        """Run the check and compare.

        Raises:
            AssertionError: another answer, basis, number of faults or message.
        """
        found = run(checks[self.check], self.case, law=law, registers=self.registers)
        gravest = found[0]
        assert gravest.verdict is self.expect, (
            f"{self.name}: {self.check} gave {gravest.verdict}, not {self.expect}: {gravest.message}"
        )
        articles = [f"{basis.source}{basis.article}" for one in found for basis in one.basis]
        assert not self.because or any(self.because in text for text in articles), (
            f"{self.name}: basis {articles}"
        )
        assert self.says in gravest.message, f"{self.name}: says {gravest.message!r}"
        counted = sum(one.times for one in found if one.verdict is self.expect)
        assert self.times is None or self.times == counted, f"{self.name}: {counted} times"
        assert self.milder is None or self.milder == gravest.milder, f"{self.name}: milder {gravest.milder}"


def situations(file: Path) -> Iterator[Situation]:
    """Rows of a YAML case table.

    ```yaml
    - name: 超过九十日
      check: timeliness.decided_in_time
      facts: {立案日期: 2022-01-04, 决定日期: 2022-06-01}
      papers:
        - {kind: 询问笔录, text: "询问人：…", facts: {询问日期: 2022-01-10}}
      registers: {officers: [{name: 甲, certificate: "1", agency: 某局, valid_from: 2020-01-01}]}
      case: {procedure: summary, agency: 某局}
      expect: fail
      because: 第六十条
    ```
    Raises:
        ValueError: a row has a key that nobody knows.
    """
    for row in yaml.safe_load(file.read_text("utf-8")):
        unknown = set(row) - set(ROW_KEYS)
        if unknown:
            raise ValueError(f"{file.name}: {row.get('name')}: unknown {sorted(unknown)}")
        papers = [_yaml_paper(one, n) for n, one in enumerate(row.get("papers", ()), 1)]
        yield Situation(
            name=row["name"],
            check=row["check"],
            expect=Verdict(row["expect"]),
            case=case(papers, **row.get("case", {}), **row.get("facts", {})),
            registers=registers(**row.get("registers", {})),
            because=row.get("because", ""),
            says=row.get("says", ""),
            times=row.get("times"),
            milder=row.get("milder"),
        )


def _yaml_paper(data: Mapping[str, Any], number: int) -> tuple[Document, Mapping[str, Any]]:
    keys = ("title", "number", "date", "confidence", "failed", "scanned", "file")
    known = {key: data[key] for key in keys if key in data}
    document = paper(data["kind"], data.get("text", ""), id=data.get("id", f"d{number}"), **known)
    return document, data.get("facts", {})


def law_of(*folders: Path, calendar: Calendar | None = None) -> Law:
    """Law from a plugin's own folders, with the shipped registry."""
    return Law(load_parameters(folders), Registry.shipped(), calendar or Calendar())


def citation(
    article: str = "第一条", since: str = "2021-07-15", source: str = "中华人民共和国行政处罚法"
) -> Citation:
    """A citation for tests."""
    return Citation(source, article, date.fromisoformat(since))
