"""The comparison with published decisions: what counts as wrong, and that no name is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import real

KEY = {
    "id": "k1",
    "gold": {
        "doc_number": "南林罚〔2024〕7号",
        "party": "南屏市甲乙食品有限公司",
        "authority": "南屏市林业局",
        "decision_date": "2024-04-02",
        "fine_amount_yuan": None,
        "laws_cited": [
            {"law": "中华人民共和国水法", "article": "第三条第（一）项"},
            {"law": "办法", "article": "第五条"},
        ],
    },
}


def fact(name: str, value: object, confidence: float = 1.0, quote: str = "《") -> dict[str, object]:
    return {"name": name, "value": value, "confidence": confidence, "evidence": {"quote": quote}}


def test_values_are_right_wrong_missing_or_unread() -> None:
    score = real.Score()
    said = [
        fact("案号", "南林罚[2024]7号"),
        fact("当事人", "陈某甲"),
        fact("处罚机关", "南屏市林业局", confidence=0.4),
        fact("罚款金额", 500),
    ]
    real.compare(KEY, said, score)
    states = {name: next(iter(count)) for name, count in score.fields.items()}
    assert states == {
        "doc_number": "right",
        "party": "wrong",
        "authority": "missing",
        "decision_date": "missing",
        "fine_amount_yuan": "wrong",
    }
    assert score.wrong == 2
    assert not any("陈某甲" in note or "甲乙" in note for note in score.notes)


def test_citations_are_those_right_behind_a_title() -> None:
    score = real.Score()
    said = [
        fact("引用法条", "《中华人民共和国水法》第三条第一项"),
        fact("引用法条", "《南屏市管理办法》第五条"),
        fact("引用法条", "《南屏市管理办法》第六条", quote="、第六条"),
    ]
    real.compare(KEY, said, score)
    assert score.citations == {"right": 2, "missed": 0, "extra": 0}
    assert score.f1 == 1.0


def test_without_the_papers_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(real, "REAL", tmp_path / "none")
    assert real.main() == 2
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_text_is_written_as_paragraphs(tmp_path: Path) -> None:
    import docx

    file = real.written("第一行\n第二行", tmp_path / "k1.docx")
    assert [one.text for one in docx.Document(str(file)).paragraphs] == ["第一行", "第二行"]
