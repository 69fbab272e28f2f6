"""The courses of all kinds of case by name."""

from benchmarks.casefiles import case, executing, other

STORIES = {
    "ordinary": case.ordinary,
    "summary": case.summary,
    "licence": other.licence,
    "measure": other.measure,
    "execution": executing.execution,
    "inspection": other.inspection,
    "levy": other.levy,
}
