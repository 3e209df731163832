"""What the next twelve months of a measure may bring, with the test that says how far to trust it. Pure.

A forecast is made only of figures that were recorded alike, and shown only where, at origins that had no part in the
choice, it did better than last year's same month. Otherwise the range of last year's months stands in for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from frankpledge.analysis.sentences import joined
from frankpledge.analysis.series import Break, BreakKind, Point, Series, Treatment
from frankpledge.assessment.rules.words import inside_a_sentence
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

if TYPE_CHECKING:
    from frankpledge.analysis.forecasting.forecast import Forecast, Tested

HORIZON = 12
FEWEST_MONTHS = 24
"""Two years recorded alike: with fewer, last year's same month is not known for the whole year ahead."""
LASTING = frozenset({BreakKind.STEP, BreakKind.TRANSITION})
METHOD = "outlook-1"
"""Goes into the token: a change of this rule makes the forecasts that are kept stale."""
MOST_NAMED = 6
NAIVE = "seasonal-naive"
IN_WORDS = {NAIVE: "last year’s same month, repeated"}
FEWEST_ORIGINS = 8
"""Of the back-test, as the statistics have it (a test holds the two to each other)."""


@dataclass(frozen=True)
class Ahead:
    """One month to come: what is expected, and between which counts it will lie in 80 and in 95 of 100 cases."""

    period: str
    value: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float


@dataclass(frozen=True)
class Trial:
    """The back-test: from how many origins, over how many outcomes, and what came of it.

    `ratio` is the mean absolute error over that of repeating last year's same month, where the origin judged had no
    part in the choice of the model; `coverage` is the share of outcomes that each range held, None where not known.
    """

    origins: int
    outcomes: int
    ratio: float | None
    coverage_80: float | None
    coverage_95: float | None


@dataclass(frozen=True)
class Outlook:
    """A forecast of twelve months, or `because`: why there is none. `beats` is False where the naive range stands in."""

    because: str = ""
    period: str = ""
    months: tuple[Ahead, ...] = ()
    total: Ahead | None = None
    before: int | None = None
    """The count of the same months a year before; None where one is missing."""
    model: str = ""
    says: str = ""
    """What the model is, in words."""
    beats: bool = False
    why_not: tuple[str, ...] = ()
    trial: Trial | None = None
    spans: tuple[str, ...] = ()
    """The stretches of months that it was made from, as period codes."""
    used: int = 0
    cautions: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return not self.because

    def of(self, code: str) -> Ahead | None:
        """What is said of a month to come, or of all twelve together."""
        found = next((one for one in self.months if one.period == code), None)
        return self.total if found is None and code == self.period else found

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Outlook:
        """The outlook that `as_json` wrote."""
        given = dict(kept)
        given["months"] = tuple(Ahead(**one) for one in kept["months"])
        given["total"] = Ahead(**kept["total"]) if kept["total"] else None
        given["trial"] = Trial(**kept["trial"]) if kept["trial"] else None
        return cls(**given | {name: tuple(kept[name]) for name in ("why_not", "spans", "cautions")})


def token(series: Series) -> str:
    """A hash of all that an outlook is made from: months, counts, how well they are known, and breaks of recording."""
    said = [METHOD, HORIZON]
    said += [(one.period.code, one.value, str(one.state)) for one in series.points]
    said += [(one.id, str(one.kind), str(one.treatment), one.when.code) for one in series.breaks]
    return sha256(repr(said).encode()).hexdigest()


@rule(
    source=Citation(
        "Tashman, Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16 (2000)",
        note="a forecast is made of figures since the last lasting change of recording only, and stands only where it "
        "does better than the seasonal naive at origins that had no part in choosing it",
    )
)
def outlook(series: Series) -> Outlook:
    """The next twelve months of a monthly count, or why they are not known. Takes seconds for a long series.

    Not known: counts that are not by month, fewer than two years recorded alike, and a month missing in the last two
    years. An older gap is passed over, never filled, and named.
    """
    if not series.points:
        return Outlook(because="there are no counts")
    if series.step != 1:
        return Outlook(because="a forecast needs counts by month, and these are not")
    alike, since = _alike(series)
    why = _short_of(alike, since)
    if why:
        return Outlook(because=why)
    return _made(alike, since)


def _alike(series: Series) -> tuple[Series, Break | None]:
    """The months since the last lasting change of recording, with that change; a month it falls within is left out."""
    last = series.points[-1].period
    cuts = [one for one in series.breaks if one.kind in LASTING and one.when.starts_on <= last.starts_on]
    since = max(cuts, key=lambda one: one.when.starts_on, default=None)
    kept = series.points
    if since is not None:
        start = since.when.starts_on
        kept = tuple(point for point in kept if point.period.starts_on >= start)
    breaks = tuple(
        replace(one, treatment=Treatment.ANNOTATE) for one in series.breaks if one.kind not in LASTING
    )
    return Series(series.measure, kept, breaks), since


def _short_of(series: Series, since: Break | None) -> str:
    """Why a series does not reach for a forecast; empty where it does."""
    known = [point for point in series.points if point.value is not None]
    if len(series.points) < FEWEST_MONTHS or len(known) < FEWEST_MONTHS:
        reach = f" since recording changed ({since.what}, {since.when})" if since else ""
        return f"a forecast needs {FEWEST_MONTHS} months recorded alike, and there are {len(known)}{reach}"
    recent = [*_absent(series.points[-FEWEST_MONTHS:]), *_between(series.points[-FEWEST_MONTHS:])]
    if recent:
        return f"a forecast needs the last {FEWEST_MONTHS} months whole, and there is no figure for {_named(recent)}"
    return ""


def _absent(points: Sequence[Point]) -> list[Period]:
    return [point.period for point in points if point.value is None]


def _between(points: Sequence[Point]) -> list[Period]:
    """The months between two points that have no point of their own."""
    found = []
    for before, after in pairwise(points):
        month = _next(before.period)
        while month.starts_on < after.period.starts_on:
            found.append(month)
            month = _next(month)
    return found


def _next(month: Period) -> Period:
    year, number = divmod(month.starts_on.year * 12 + month.starts_on.month, 12)
    return Period.month(year, number + 1)


def _named(months: Sequence[Period]) -> str:
    shown = [str(month) for month in months[:MOST_NAMED]]
    more = len(months) - len(shown)
    return joined([*shown, f"{more} more"]) if more else joined(shown)


def _made(series: Series, since: Break | None) -> Outlook:
    from frankpledge.analysis.forecasting.forecast import Request, forecast
    from frankpledge.analysis.readings import of_series

    try:
        found = forecast(of_series(series), Request(HORIZON))
    except ValueError as error:
        return Outlook(because=f"no model could be fitted: {str(error).rstrip('.')}")
    months = tuple(_ahead(one.period, one.value, one.limits) for one in found.points)
    whole = Period(Period.parse(months[0].period).starts_on, Period.parse(months[-1].period).ends_on)
    known = [point for point in series.points if point.value is not None]
    return Outlook(
        period=whole.code,
        months=months,
        total=_ahead(whole.code, found.total.value, found.total.limits),
        before=None if found.total.before is None else int(found.total.before),
        model=found.model.name,
        says=IN_WORDS.get(found.model.name, found.model.says),
        beats=found.published,
        why_not=_why_not(found),
        trial=_trial(found.tested),
        spans=_stretches(known),
        used=len(known),
        cautions=_cautions(series, since),
    )


def _ahead(period: str, value: float, limits: Sequence[tuple[float, float]]) -> Ahead:
    (low_80, high_80), (low_95, high_95) = limits
    return Ahead(period, *(round(one, 4) for one in (value, low_80, high_80, low_95, high_95)))


def _why_not(found: Forecast) -> tuple[str, ...]:
    if found.published:
        return ()
    origins = 0 if found.tested is None else len(found.tested.origins)
    if origins < FEWEST_ORIGINS:
        return (
            f"A test needs {FEWEST_ORIGINS} starting points in the past with a year known after each; the series gives {origins}.",
        )
    return tuple(found.why_not)


def _trial(tested: Tested | None) -> Trial | None:
    if tested is None or not tested.points:
        return None
    ratio = tested.ratio if tested.honest_ratio is None else tested.honest_ratio
    narrow, wide = tested.coverage
    return Trial(len(tested.origins), tested.points, ratio, narrow, wide)


def _stretches(points: Sequence[Point]) -> tuple[str, ...]:
    """Runs of neighbouring months, each as one period."""
    runs: list[list[Period]] = []
    for point in points:
        if runs and _next(runs[-1][-1]).starts_on == point.period.starts_on:
            runs[-1].append(point.period)
        else:
            runs.append([point.period])
    return tuple(Period(run[0].starts_on, run[-1].ends_on).code for run in runs)


def _cautions(series: Series, since: Break | None) -> tuple[str, ...]:
    said = []
    if since is not None:
        said.append(
            f"Only months since {since.what} ({since.when}) are used: those before were not recorded alike."
        )
    gaps = [*_absent(series.points), *_between(series.points)]
    if gaps:
        said.append(f"There is no figure for {_named(gaps)}: passed over, not filled in.")
    events = [f"{one.what} ({one.when})" for one in series.breaks if one.kind is BreakKind.EVENT]
    if events:
        said.append(f"The months it learns from hold {joined(events)}, which need not come again.")
    return tuple(said)


# In words ---------------------------------------------------------------------------------------------------------


def count_text(value: float) -> str:
    """An expected count as it is printed: a whole number."""
    return grouped(round_half_up(Fraction(str(value))))


def range_text(one: Ahead) -> str:
    return f"{count_text(one.low_95)} to {count_text(one.high_95)}"


def title_of(found: Outlook, measure: str) -> str:
    """The finding in a line, for the head of the picture."""
    if found.total is None:
        return f"{measure}: the next twelve months are not known"
    span = Period.parse(found.period)
    if found.beats:
        return f"{measure}: {range_text(found.total)} expected in {span}"
    return f"{measure}: no forecast does better than last year’s same month; its range for {span} is {range_text(found.total)}"


def sentences(found: Outlook, measure: str) -> tuple[str, ...]:
    """What is expected, how it was tested and what must be minded, in plain sentences."""
    if found.total is None:
        return (f"The next twelve months of {inside_a_sentence(measure)} are not known: {found.because}.",)
    return (_expected(found), trial_sentence(found), *found.cautions)


def _expected(found: Outlook) -> str:
    assert found.total is not None  # noqa: S101 (asked for by `sentences`)
    span, total = Period.parse(found.period), found.total
    before = "" if found.before is None else f" The same months a year before had {grouped(found.before)}."
    if found.beats:
        return (
            f"In {span} about {count_text(total.value)} are expected, and in 95 of 100 cases between "
            f"{count_text(total.low_95)} and {count_text(total.high_95)}.{before}"
        )
    return (
        "No forecast can be shown to do better than last year’s same month, so its range is shown: "
        f"{range_text(total)} in {span}, in 95 of 100 cases.{before}"
    )


def trial_sentence(found: Outlook) -> str:
    """The model, its accuracy and the measured coverage of its ranges; or why it could not be tested."""
    if found.trial is None:
        return " ".join((f"Model: {found.says}. How well it does is not known.", *found.why_not))
    trial = found.trial
    ratio = "" if trial.ratio is None or found.model == NAIVE else (
        f" its error was {round_half_up(Fraction(str(trial.ratio)), 2)} times that of repeating last year’s same month,"
    )  # fmt: skip
    tested = (
        f"Model: {found.says}. Tested from {trial.origins} starting points in the past, on {trial.outcomes} outcomes:{ratio} "
        f"its 95% range held {_percent(trial.coverage_95)} of them and its 80% range {_percent(trial.coverage_80)}."
    )
    return " ".join((tested, *found.why_not))


def _percent(share: float | None) -> str:
    if share is None:
        return "a share that is not known"
    return f"{round_half_up(Fraction(str(share)) * 100)}%"
