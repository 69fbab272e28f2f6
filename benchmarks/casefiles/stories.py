"""The courses of all kinds of case by name."""

from benchmarks.casefiles import case, other

STORIES = {
    "ordinary": case.ordinary,
    "summary": case.summary,
    "licence": other.licence,
    "measure": other.measure,
    "inspection": other.inspection,
    "levy": other.levy,
}
