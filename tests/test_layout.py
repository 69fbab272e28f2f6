"""Cells of forms, and text lines in reading order."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from anjuan import Box, TextLine, normalise
from anjuan.reading.layout import FRAME, SNAP, Rules, Run, lines_of

GRAIN = st.integers(0, 50).map(lambda n: n / 50)
RULES = st.lists(st.tuples(GRAIN, GRAIN, st.sampled_from([0.001, 0.1, 0.3, 0.5, 0.9]), GRAIN), max_size=10)


def rules_from(boxes: list[tuple[float, float, float, float]]) -> Rules:
    rules = Rules()
    for x, y, width, height in boxes:
        rules.add_box(x, y, min(x + width, 1), min(y + height, 1))
    return rules


def grouped(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Each rule on the common line of its neighbours, one by one."""
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        near = groups and line[0] - groups[-1][-1][0] < 1.5 * SNAP
        groups[-1].append(line) if near else groups.append([line])
    return [
        (round(sum(at for at, _, _ in group) / len(group), 4), start, end)
        for group in groups
        for _, start, end in group
    ]


def around(
    lines: list[tuple[float, float, float]], across: float, along: float
) -> tuple[float, float] | None:
    reaching = [at for at, start, end in lines if start - SNAP <= along <= end + SNAP]
    before, after = [at for at in reaching if at <= across], [at for at in reaching if at > across]
    return (max(before), min(after)) if before and after else None


@given(RULES, GRAIN, GRAIN)
def test_the_cell_of_a_point(boxes: list[tuple[float, float, float, float]], x: float, y: float) -> None:
    rules = rules_from(boxes)
    across, down = around(grouped(rules.vertical), x, y), around(grouped(rules.horizontal), y, x)
    expected = None
    if across and down and not (across[1] - across[0] > FRAME[0] and down[1] - down[0] > FRAME[1]):
        expected = (down[0], across[0])
    assert rules.grid().cell(x, y) == expected


@given(RULES, GRAIN, GRAIN, GRAIN)
def test_rules_that_cross_print(
    boxes: list[tuple[float, float, float, float]], x: float, y: float, width: float
) -> None:
    rules = rules_from(boxes)
    run = Run("x", x, y, x + width, y + 0.02)
    expected = {
        at
        for at, start, end in grouped(rules.vertical)
        if run.x0 + 1.5 * SNAP < at < run.x1 - 1.5 * SNAP and start <= run.middle <= end
    }
    assert rules.grid().crossing(run, run.middle) == sorted(expected)


def test_print_above_a_form_is_in_no_cell() -> None:
    rules = rules_from([(0.1, 0.5, 0.4, 0.1), (0.5, 0.5, 0.4, 0.1)])
    runs = [
        Run("标题", 0.4, 0.1, 0.6, 0.12),
        Run("右", 0.6, 0.54, 0.62, 0.56),
        Run("左", 0.2, 0.54, 0.22, 0.56),
    ]
    assert [(line.text, line.cell) for line in lines_of(runs, rules)] == [("标题", -1), ("左", 0), ("右", 1)]


def test_a_wall_of_cells_takes_no_time() -> None:
    rules = rules_from([(x / 50, y / 40, 0.02, 0.025) for x in range(50) for y in range(40)])
    runs = [
        Run("字", x / 50 + 0.005, y / 40 + 0.01, x / 50 + 0.01, y / 40 + 0.015)
        for x in range(50)
        for y in range(40)
    ]
    assert len({line.cell for line in lines_of(runs, rules)}) == 2000


@given(st.text("行政（）：２０㎡½ﬁ a1 　处①", min_size=1, max_size=14), st.data())
def test_what_stands_on_the_paper_for_a_part(raw: str, data: st.DataObject) -> None:
    text = normalise(raw)
    line = TextLine(text, Box(0, 0, 1, 1), 1.0, raw if raw != text else "")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    position, covered = 0, []
    for index, char in enumerate(raw):
        plain = unicodedata.normalize("NFKC", char)
        if text.startswith(plain, position):
            if position < end and position + len(plain) > start:
                covered.append(index)
            position += len(plain)
    if start < end and covered:
        assert line.raw_part(start, end) == raw[covered[0] : covered[-1] + 1]
