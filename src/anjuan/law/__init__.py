"""Floor 1: law as dated data (parameters, titles and versions, days). There is no "today" here."""

from .calendar import Calendar, CalendarGap
from .citations import Cited, find_citations, parse_citation
from .days import deadline, working_days_between
from .law import Law
from .pairs import Pair, Successor, article_moved, law_successor
from .parameters import Parameter, load_parameters
from .registry import LawVersion, Registry

__all__ = [
    "Calendar",
    "CalendarGap",
    "Cited",
    "Law",
    "LawVersion",
    "Pair",
    "Parameter",
    "Registry",
    "Successor",
    "article_moved",
    "deadline",
    "find_citations",
    "law_successor",
    "load_parameters",
    "parse_citation",
    "working_days_between",
]
