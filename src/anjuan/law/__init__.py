"""Floor 1: law as dated data (parameters, titles and versions, days). There is no "today" here."""

from .calendar import Calendar, CalendarGap
from .citations import Cited, find_citations, parse_citation
from .days import deadline, working_days_between
from .law import Law
from .parameters import Parameter, load_parameters
from .registry import LawVersion, Registry

__all__ = [
    "Calendar",
    "CalendarGap",
    "Cited",
    "Law",
    "LawVersion",
    "Parameter",
    "Registry",
    "deadline",
    "find_citations",
    "load_parameters",
    "parse_citation",
    "working_days_between",
]
