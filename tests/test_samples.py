"""The samples, walked as a reader of the results would: expected faults, traceable points, valid lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anjuan.model.wire import evaluation_of, evaluation_schema, line_json
from anjuan.record.run import verify

from .conftest import SAMPLES, Evaluated

EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
SCORED = sorted(name for name, one in EXPECTED.items() if not one.get("damaged"))


def line_of(samples: Evaluated, name: str) -> dict[str, Any]:
    return next(line for line in samples.lines if line["id"] == name)


def verdicts(line: dict[str, Any]) -> dict[str, str]:
    return {row["item"]: row["verdict"] for row in line["items"]}


def test_all_but_the_damaged_one_are_scored(samples: Evaluated) -> None:
    assert samples.summary.scored == SCORED
    assert [(source, error.code) for source, error in samples.summary.problems] == [
        ("cases/s18.pdf", "AJ-101")
    ]


@pytest.mark.parametrize("name", SCORED)
def test_nothing_is_deducted_that_was_not_planted(samples: Evaluated, name: str) -> None:
    expected = EXPECTED[name]
    allowed = {fault["item"] for fault in expected["faults"]} | set(expected.get("open", ()))
    found = verdicts(line_of(samples, name))
    assert not {item for item, verdict in found.items() if verdict in ("fail", "error")} - allowed


@pytest.mark.parametrize("name", SCORED)
def test_planted_faults_are_found(samples: Evaluated, name: str) -> None:
    found = verdicts(line_of(samples, name))
    missed = {
        fault["item"]: found.get(fault["item"])
        for fault in EXPECTED[name]["faults"]
        if found.get(fault["item"]) not in fault["accept"]
    }
    assert not missed


@pytest.mark.parametrize("name", SCORED)
def test_facts_are_read(samples: Evaluated, name: str) -> None:
    read: dict[str, list[Any]] = {}
    for fact in line_of(samples, name)["facts"]:
        read.setdefault(fact["name"], []).append(fact["value"])
    wrong = {}
    for fact, wanted in EXPECTED[name]["facts"].items():
        got = read.get(fact, [])
        if got and not any(_same(wanted, one) for one in got) and not isinstance(wanted, list):
            wrong[fact] = (wanted, got)
    assert not wrong


def _same(wanted: Any, got: Any) -> bool:
    plain = str(got).replace("(", "（").replace(")", "）")
    return wanted == got or str(wanted) == plain or str(got).startswith(f"{wanted}T") or str(wanted) in plain


def test_every_lost_point_has_a_place_a_reason_and_an_article(samples: Evaluated) -> None:
    for line in samples.lines:
        for item in line["items"]:
            lost = item["points"] - item["high"]
            failed = [finding for finding in item["findings"] if finding["verdict"] == "fail"]
            assert bool(lost) == bool(failed), (line["id"], item["item"])
            for finding in failed:
                assert finding["message"]
                assert finding["basis"]
                assert all(
                    basis["source"] and basis["article"] and basis["since"] for basis in finding["basis"]
                )
                assert finding["evidence"]
                assert all(_is_place(place) for place in finding["evidence"]), (line["id"], item["item"])


def _is_place(place: dict[str, Any]) -> bool:
    if place.get("absent"):
        return bool(place["searched"])
    if place.get("register"):
        return bool(place["locator"])
    return bool(place["file"]) and (bool(place["boxes"]) if place["page"] else bool(place.get("locator")))


def test_lines_validate_against_the_schema(samples: Evaluated) -> None:
    import jsonschema

    validator = jsonschema.Draft202012Validator(evaluation_schema())
    for line in samples.lines:
        validator.validate(line)


def test_a_line_reads_back(samples: Evaluated) -> None:
    with samples.review.store() as store:
        for line in samples.lines:
            case = store.case(line["digest"], line["id"])
            assert case is not None
            assert line_json(evaluation_of(line), case) == line


def test_verify_scores_everything_again(samples: Evaluated) -> None:
    assert verify(samples.review) == []
