"""Which number stands for a priority, chosen in words; nobody has to write the name of a figure."""

from __future__ import annotations

from frankpledge.evidence import api as evidence
from frankpledge.evidence.api import MeasureFacts
from frankpledge.kernel.dates import Period
from frankpledge.plans.measures import queries as measures

CHANGE, YEAR, NOTHING = "change", "year", ""
FIGURES = {
    YEAR: "What it came to in the last whole year",
    CHANGE: "How it changed from the year before to the last whole year",
    NOTHING: "No number yet",
}


def known(partnership: str) -> list[tuple[str, str]]:
    """The measures that can be named, by their titles: those of the plan and those imported."""
    return sorted(measures.titles(partnership).items(), key=lambda one: one[1].casefold())


def binding(partnership: str, measure: str, which: str) -> str:
    """The figure of a measure, as the record names it; empty where there is none to name.

    A survey or a rate cannot be added up over a year: its last value stands for it, whichever was chosen.
    """
    told = evidence.measure(partnership, measure)
    if which == NOTHING:
        return ""
    if told is None:
        last = measures.last_period(partnership, measure)
        return f"plan-measure:measure={measure}&period={_year(last).code}" if last else ""
    if not told.last:
        return ""
    if told.kind in {"rate", "survey"}:
        return f"measure-value:measure={measure}&period={told.last}"
    year = _year(Period.parse(told.last))
    if which == CHANGE and _reaches_back(told, year):
        return f"measure-change:measure={measure}&old={year.starts_on.year - 1}&new={year.code}"
    return f"measure-sum:measure={measure}&period={year.code}"


def _year(last: Period) -> Period:
    """The last calendar year that had ended when a period did."""
    ends = last.ends_on or last.starts_on
    return Period.year(ends.year if (ends.month, ends.day) == (12, 31) else ends.year - 1)


def _reaches_back(told: MeasureFacts, year: Period) -> bool:
    return Period.parse(told.first).starts_on.year < year.starts_on.year
