"""What the public version withholds of the counts behind an assessment, and the proof that it cannot be worked out. Pure.

The counts of a measure by month or quarter and their years are one system of sums, since readers can add months up. A
document prints them in tables, pictures and sentences; all of these take what this module decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from frankpledge.analysis.disclosure.protect import Protected, Rules, protect
from frankpledge.analysis.disclosure.systems import Cell, Sum, System
from frankpledge.analysis.series import Point, Series, State
from frankpledge.assessment.facts import PartFacts
from frankpledge.disclosure.facts import ReleasedTable
from frankpledge.disclosure.rules.differencing import Extent
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Document, Inline, Text
from frankpledge.documents.tree_walk import with_inlines
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Problem

WITHHELD = "withheld"
BECAUSE = "withheld, since it is small enough to tell of a person or would let such a count be worked out"
OUTLOOK = (
    "What the next twelve months may bring is withheld, since it is worked out from counts that are withheld."
)
BESIDE = "How it stands beside other areas is withheld, since counts of it are."
SEVERITY = "What its offences weigh is withheld, since counts of them are."
PLACES = "Where it was counted is withheld: small counts could be worked out from the table and the total."
GROUND = "From a figure that is withheld."
SEPARATOR = "|"


@dataclass(frozen=True)
class MeasureProtection:
    """What is withheld of one measure. `counts` is how many counts the document could print; `narrowest` the width of the
    narrowest interval in which a reader can place one that the rules name (None: without bound, or nothing withheld)."""

    measure: str
    title: str
    rule: str
    counts: int
    hidden: frozenset[str]
    """Codes of periods."""
    narrowest: float | None = None
    places_hidden: bool = False


@dataclass(frozen=True)
class Protection:
    """What a public version withholds, measure by measure; `problems` bar its issue."""

    measures: tuple[MeasureProtection, ...]
    shown: Mapping[str, float]
    """Every count that is shown, by its name in the ledger of releases."""
    problems: tuple[Problem, ...] = ()
    tables: tuple[ReleasedTable, ...] = ()
    """What the ledger is told of each table when the document is issued, and of the areas that they are of."""
    areas: Mapping[str, Extent] = field(default_factory=dict)

    def of(self, measure: str) -> MeasureProtection | None:
        """What is withheld of a measure; None for one that the document does not print."""
        return next((one for one in self.measures if one.measure == measure), None)

    def hides(self, measure: str, *codes: str) -> bool:
        """Whether a measure's count of any of these periods is withheld."""
        found = self.of(measure)
        return found is not None and any(code in found.hidden for code in codes)

    @property
    def guarded(self) -> frozenset[str]:
        """The measures of which anything is withheld; their figures do not open, since opening leads to the counts."""
        return frozenset(one.measure for one in self.measures if one.hidden or one.places_hidden)

    @property
    def withheld(self) -> tuple[str, ...]:
        """The names of the withheld counts."""
        return tuple(name(one.measure, code) for one in self.measures for code in sorted(one.hidden))

    def as_json(self) -> dict[str, object]:
        """As it is frozen with an issued document."""
        return {
            "measures": [
                {
                    "measure": one.measure, "title": one.title, "rule": one.rule, "counts": one.counts,
                    "hidden": sorted(one.hidden), "narrowest": one.narrowest, "places_hidden": one.places_hidden,
                }
                for one in self.measures
            ],
            "shown": dict(self.shown),
        }  # fmt: skip


def protection_from(values: Mapping[str, object]) -> Protection:
    """What `as_json` wrote."""
    measures: Sequence[Mapping[str, Any]] = values["measures"]  # type: ignore[assignment]
    return Protection(
        tuple(MeasureProtection(**{**one, "hidden": frozenset(one["hidden"])}) for one in measures),
        dict(values["shown"]),  # type: ignore[call-overload]
    )


def name(measure: str, code: str) -> str:
    """What the ledger of releases calls a count."""
    return f"{measure}{SEPARATOR}{code}"


def system_of(counts: Series, years: Sequence[Period]) -> System:
    """The counts of a measure and the years that they add up to. Counts that are missing are in no sum."""
    known = {point.period: point.value for point in counts.points if point.value is not None}
    cells = {one.code: Cell(one.code, value) for one, value in known.items()}
    sums = []
    for year in years:
        parts = [one for one in known if one.starts_on in year and one != year]
        if sum(one.days for one in parts) == year.days:
            cells[year.code] = Cell(year.code, sum(known[one] for one in parts))
            sums.append(Sum(year.code, tuple(one.code for one in parts)))
    return System(cells, tuple(sums))


def protected(
    measure: str, counts: Series, years: Sequence[Period], rules: Rules, before: Mapping[str, float]
) -> tuple[Protected, System]:
    """What to withhold of a measure. `before` are counts that earlier releases showed, by their names in the ledger."""
    system = system_of(counts, years)
    still = {
        code: cell.value
        for code, cell in system.cells.items()
        if cell.value is not None and before.get(name(measure, code)) == cell.value
    }
    return protect(system, rules, published=still), system


def problems_of(title: str, found: Protected) -> tuple[Problem, ...]:
    """Why a measure cannot be released as the rules want it."""
    remedy = "Agree a rule for this measure that lets it be shown, or leave the measure out."
    public = tuple(
        Problem(
            "disclosure", f"{title}, {Period.parse(code)}: an earlier release shows this small count.", remedy
        )
        for code in found.already_public
    )
    open_ = tuple(
        Problem(
            "disclosure", f"{title}, {Period.parse(one.id)}: readers could work this small count out.", remedy
        )
        for one in found.exposed
    )
    return public + open_


def redacted(counts: Series, hidden: frozenset[str]) -> Series:
    """The series without its withheld counts: they are gaps, and never nought."""
    points = tuple(
        Point(one.period, None, State.ABSENT) if one.period.code in hidden else one for one in counts.points
    )
    return replace(counts, points=points)


def without_value(figure: Figure) -> Figure:
    """A figure that is withheld."""
    return replace(
        figure, value=None, text=WITHHELD, low=None, high=None, interval_text="", unknown_because=BECAUSE
    )


def guarded_part(part: PartFacts, protection: Protection) -> PartFacts:
    """A level without the counts that its reason names, where one of those is withheld."""
    for used in part.figures:
        codes = [used.parameters[key] for key in ("period", "old", "new") if key in used.parameters]
        if protection.hides(used.parameters.get("measure", ""), *codes):
            return replace(part, reason=GROUND)
    return part


def closed(document: Document, protection: Protection, issues: Mapping[str, str]) -> Document:
    """The document with plain words for every figure that would open to a withheld count.

    `issues` tells the measure of each issue: ranks and scores open to the counts behind them as well.
    """
    guarded = protection.guarded
    if not guarded:
        return document

    def plain(figure: Figure) -> bool:
        parameters = figure.provenance.parameters
        return parameters.get("measure") in guarded or issues.get(parameters.get("issue", "")) in guarded

    def shown(inline: Inline) -> Inline:
        figure = getattr(inline, "figure", None)
        return Text(inline.shown) if figure is not None and plain(figure) else inline  # type: ignore[union-attr]

    return with_inlines(document, shown)


def summary(protection: Protection) -> str:
    """What is withheld, in a sentence."""
    counts = sum(one.counts for one in protection.measures)
    hidden = sum(len(one.hidden) for one in protection.measures)
    if not hidden:
        return str(
            message("Each of the {counts} counts behind this document was checked; none had to be withheld.", counts=f"{counts:,}")
        )  # fmt: skip
    return str(
        message(
            "Of the {counts} counts behind this document {hidden} are withheld: those that are small, and those from which a "
            "small one could be worked out. What is withheld is not nought.",
            counts=f"{counts:,}", hidden=f"{hidden:,}",
        )
    )  # fmt: skip
