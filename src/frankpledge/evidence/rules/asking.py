"""A question to the cube as a person puts it: what is counted, where, when, and against what. Pure.

It is kept and passed on as plain texts, so that an address, a form and a saved question say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from frankpledge.analysis.series import earlier
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.problems import Problem, Unusable

CRIMES, OUTCOMES_OF_CRIMES, OUTCOMES, SEARCHES = "crimes", "outcomes-of-crimes", "outcomes", "searches"
SUBJECTS = {
    CRIMES: "Crimes and incidents",
    OUTCOMES_OF_CRIMES: "Outcomes of crimes, as the file of their month says",
    OUTCOMES: "Outcomes, in the month they were recorded",
    SEARCHES: "Stops and searches",
}
STEPS = {"month": ("Month", 1), "quarter": ("Quarter", 3), "year": ("Year", 12)}
ALONE, YEAR_BEFORE, OTHER_MONTHS, OTHER_AREA, RATE = "alone", "year-before", "months", "area", "rate"
COMPARISONS = {
    ALONE: "Nothing",
    YEAR_BEFORE: "The same months a year before",
    OTHER_MONTHS: "As many months from another one on",
    OTHER_AREA: "Another area",
    RATE: "Residents: a rate for each 1,000",
}
SEARCH_FIELDS = {
    "object": "Object of the search",
    "outcome": "Outcome",
    "ethnicity-self": "Ethnicity, as the person said",
    "ethnicity-officer": "Ethnicity, as the officer saw",
    "gender": "Gender",
    "age": "Age",
    "legislation": "Legislation",
    "outcome-linked": "Outcome linked to the object",
    "clothing": "More than outer clothing removed",
    "placed": "Whether a point was recorded",
}
PERSONAL = frozenset({"ethnicity-self", "ethnicity-officer", "gender", "age", "clothing"})
"""What is of a person: a search of a vehicle alone has none of it, which is not the same as missing."""
LONGEST = 240
"""So many months at most, twenty years: longer than any series there is."""


@dataclass(frozen=True)
class Query:
    """A question. `first` and `last` are months, both included; `known` an ISO day, as on which it is asked, or empty.

    `area` and `other` are keys of areas (empty: the partnership's own), `offence` the slug of a police measure.
    `against` is the first of the months that it is compared with where other months are; as many as it has itself.
    """

    subject: str = CRIMES
    offence: str = "police-recorded-crime"
    area: str = ""
    first: str = ""
    last: str = ""
    by: str = "month"
    compare: str = ALONE
    other: str = ""
    against: str = ""
    field: str = "object"
    known: str = ""

    @property
    def period(self) -> Period:
        """The days of the question."""
        return Period(Period.parse(self.first).starts_on, Period.parse(self.last).ends_on)

    @property
    def steps(self) -> tuple[Period, ...]:
        """The months, quarters or years of it, counted from its first month; a rest that is too short is left out."""
        return cut(self.period, self.by)

    @property
    def year_before(self) -> tuple[Period, ...]:
        """The same steps twelve months before."""
        return tuple(earlier(step, months=12) for step in self.steps)

    @property
    def other_steps(self) -> tuple[Period, ...]:
        """The steps that it is compared with: a year before, or from `against` on; none where it is compared otherwise."""
        if self.compare == YEAR_BEFORE:
            return self.year_before
        if self.compare != OTHER_MONTHS:
            return ()
        mine, theirs = (Period.parse(month).starts_on for month in (self.first, self.against))
        back = (mine.year - theirs.year) * 12 + mine.month - theirs.month
        return tuple(earlier(step, months=back) for step in self.steps)

    @property
    def known_on(self) -> date | None:
        return date.fromisoformat(self.known) if self.known else None

    def texts(self) -> dict[str, str]:
        """What is said, without what is left at its usual value: for addresses and for keeping."""
        plain = Query()
        said = {one.name: str(getattr(self, one.name)) for one in fields(self)}
        return {name: value for name, value in said.items() if value != getattr(plain, name)}


def cut(period: Period, by: str) -> tuple[Period, ...]:
    """A span of months as months, quarters or years from its first month on."""
    size = STEPS[by][1]
    months = months_in(period)
    runs = (months[at : at + size] for at in range(0, len(months), size))
    return tuple(Period(run[0].starts_on, run[-1].ends_on) for run in runs if len(run) == size)


def query_of(said: Mapping[str, str], usual: Query) -> Query:
    """The question that some texts put; what they do not say is as in `usual`. Raises `Unusable` naming every field
    that makes no sense."""
    known = {one.name for one in fields(Query)}
    made = replace(
        usual, **{name: value.strip() for name, value in said.items() if name in known and value.strip()}
    )
    # Nothing typed where there is something usual: an area and a day may be left empty on purpose.
    emptied = {
        name: "" for name in ("area", "other", "against", "known") if name in said and not said[name].strip()
    }
    made = replace(made, **emptied)
    if problems := tuple(_problems(made)):
        raise Unusable(*problems)
    return made


def _problems(made: Query) -> list[Problem]:
    found = []
    for name, choices in (
        ("subject", SUBJECTS),
        ("by", STEPS),
        ("compare", COMPARISONS),
        ("field", SEARCH_FIELDS),
    ):
        if getattr(made, name) not in choices:
            found.append(_wrong(name, getattr(made, name), f"Choose one of: {', '.join(choices)}."))
    found += [
        _wrong(name, getattr(made, name), "Write the month as 2019-03.")
        for name in ("first", "last")
        if not _reads(getattr(made, name), r"\d{4}-\d{2}", Period.parse)
    ]
    if made.known and not _reads(made.known, r"\d{4}-\d{2}-\d{2}", date.fromisoformat):
        found.append(_wrong("known", made.known, "Write the day as 2019-03-01, or leave it empty."))
    return found or _span_problems(made)


def _span_problems(made: Query) -> list[Problem]:
    if made.first > made.last:
        return [_wrong("last", made.last, "Choose a last month that is not before the first.")]
    if len(months_in(made.period)) > LONGEST:
        return [_wrong("first", made.first, f"Choose at most {LONGEST} months.")]
    if not made.steps:
        return [_wrong("by", made.by, "Choose more months, or shorter steps.")]
    if made.compare == OTHER_MONTHS and not _reads(made.against, r"\d{4}-\d{2}", Period.parse):
        return [_wrong("against", made.against, "Write the first of the months to compare with, as 2018-03.")]
    if made.compare == OTHER_MONTHS and made.against == made.first:
        return [_wrong("against", made.against, "Choose other months than those that are asked about.")]
    return []


def _reads(text: str, shape: str, read: Callable[[str], object]) -> bool:
    if not re.fullmatch(shape, text):
        return False
    try:
        read(text)
    except ValueError:
        return False
    return True


def _wrong(name: str, value: str, remedy: str) -> Problem:
    return Problem("question-unclear", f"‘{value}’ makes no sense here.", remedy, column=name, value=value)
