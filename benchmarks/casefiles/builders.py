"""What builds the papers of each kind of case."""

from benchmarks.casefiles import build, execution, inspecting, licence, measure, summary

BUILDERS = {
    "ordinary": build.ordinary,
    "summary": summary.summary,
    "licence": licence.licence,
    "measure": measure.measure,
    "execution": execution.execution,
    "inspection": inspecting.inspection,
    "levy": inspecting.levy,
}
