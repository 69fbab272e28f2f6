"""The restricted view: findings by officer. A finding of a case file is no finding on a person."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import Observation, Record, Survey, normalise


def findings_by_officer(survey: Survey) -> Iterator[Observation]:
    """Case files with an item that was not met, by each officer whom the file names."""
    for file in survey.files:
        decided = file.day("决定日期")
        if decided and not survey.within(decided):
            continue
        failed = [item for item, verdict in file.items if verdict == "fail"]
        people = {
            (normalise(one.text("name")), normalise(one.text("certificate")))
            for one in file.values("执法人员")
            if isinstance(one, Record)
        }
        if not people:
            yield Observation(None, "案卷没有读清执法人员", file.agency, file=file)
        for name, number in sorted(people):
            says = "未达到：" + "、".join(failed) if failed else "没有未达到的评查项"
            who = name + (f"（{number}）" if number else "")
            yield Observation(bool(failed), says, file.agency, who, file)
