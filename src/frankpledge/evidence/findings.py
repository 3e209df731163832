"""What a series says, in sentences: the last year, the same quarter a year before, the quarters of the year.

Only whole counts are compared. What cannot be compared is said with its reason, and every break of recording that
stands between the figures goes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.analysis.change import Change
from frankpledge.analysis.limits import Method
from frankpledge.analysis.narrative import comparison_sentences
from frankpledge.analysis.sentences import Wording, headline, year_and_quarters
from frankpledge.analysis.series import (
    MISSING,
    Comparison,
    Series,
    rolling_year,
    same_period_last_year,
    same_period_of_clean_years,
    whole_months,
)
from frankpledge.evidence.figures import limit_text, number_text, survey_limits
from frankpledge.evidence.observed import Observed, Value
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

METHOD: Method = "score"
"""The interval of the figures that stand beside the sentences, so that the two agree."""
NOT_COUNTS = {"survey", "rate"}
QUARTERS_IN_A_YEAR, CLEAN_YEARS = 4, 3


@dataclass(frozen=True)
class Findings:
    """`headline` is for the picture, `finding` the first sentence, `more` what belongs to it; `groups` further
    statements under a heading each. `year` and `quarter` are the spans compared (old, new), None when they are not."""

    headline: str
    finding: str
    more: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    year: tuple[Period, Period] | None = None
    quarter: tuple[Period, Period] | None = None


def is_count(seen: Observed) -> bool:
    """Whether the values may be added: whole numbers that are neither a survey's result nor a rate."""
    values = [value.value for value in seen.values if value.value is not None]
    return (
        seen.kind not in NOT_COUNTS
        and "cent" not in seen.unit
        and all(isinstance(one, int) for one in values)
    )


def findings(seen: Observed, series: Series) -> Findings:
    """What may be said of a measure. `series` are its values as supplied; it is used for counts only."""
    known = [value for value in seen.values if value.value is not None]
    if not known:
        return Findings(seen.title, f"{seen.title}: nothing is known.")
    if not is_count(seen):
        return Findings(seen.title, _as_supplied(seen, known))
    points = [point for point in series.points if point.state not in MISSING]
    if not points or series.step > 12:
        return Findings(seen.title, _as_supplied(seen, known))
    if len(points) == 1:
        return Findings(seen.title, _as_supplied(seen, known))
    return _of_counts(seen.title, series, points[-1].period)


def _as_supplied(seen: Observed, known: Sequence[Value]) -> str:
    """The last values, as they were supplied, with the interval of a survey; no change is stated."""
    said = "; ".join(_value_words(seen, value) for value in reversed(known[-2:]))
    return f"{seen.title}: {said}."


def _value_words(seen: Observed, value: Value) -> str:
    sign = "%" if "cent" in seen.unit else ""
    low, high = survey_limits(value, seen.unit)
    sure = "" if low is None or high is None else f" (95% interval {limit_text(low)} to {limit_text(high)})"
    return f"{value_text(seen, value)}{sign} in {value.period}{sure}"


def value_text(seen: Observed, value: Value) -> str:
    """A value as pages print it: to one decimal place where any of its series has decimals, so that all are alike."""
    if value.value is None:
        return "missing"
    whole = all(isinstance(one.value, int) for one in seen.values if one.value is not None)
    return number_text(value.value) if whole else grouped(round_half_up(value.value, 1))


def _of_counts(title: str, series: Series, last: Period) -> Findings:
    year = rolling_year(series, last)
    first, *more = (str(sentence) for sentence in comparison_sentences(year, title, method=METHOD))
    said = {first, *more}
    change = year.change(method=METHOD)
    quarter = _quarter(series, last)
    groups = []
    if quarter is not None:
        sentences = tuple(str(one) for one in comparison_sentences(quarter, title, method=METHOD))
        groups.append(("The same quarter a year before", tuple(one for one in sentences if one not in said)))
        clean = _clean_years(series, quarter.new.period)
        if clean.because is None:
            sentences = tuple(str(one) for one in comparison_sentences(clean, title, method=METHOD))
            groups.append(
                (
                    "The same quarter of the clean years before",
                    tuple(one for one in sentences if one not in said),
                )
            )
    if change is not None and (quarters := _quarters(series, year)):
        made = year_and_quarters(change, quarters, _wording(title, year)).sentences[1:]
        groups.append(("Quarter by quarter", tuple(str(one) for one in made)))
    return Findings(
        str(headline(change, _wording(title, year))) if change else title,
        first,
        tuple(more),
        tuple(group for group in groups if group[1]),
        _spans(year),
        _spans(quarter) if quarter else None,
    )


def _wording(title: str, found: Comparison) -> Wording:
    return Wording(title, str(found.old[0].period), str(found.new.period))


def _spans(found: Comparison) -> tuple[Period, Period] | None:
    return None if found.because is not None else (found.old[0].period, found.new.period)


def _quarter(series: Series, last: Period) -> Comparison | None:
    """The last whole quarter against the same one of the year before; None where values are longer than a quarter."""
    if series.step not in {1, 3}:
        return None
    if whole_months(last) == 3:
        return same_period_last_year(series, last)
    year, month = last.starts_on.year, last.starts_on.month
    number = month // 3
    new = Period.quarter(year, number) if number else Period.quarter(year - 1, QUARTERS_IN_A_YEAR)
    if series.points and new.starts_on < series.points[0].period.starts_on:
        return None
    return same_period_last_year(series, new)


def _clean_years(series: Series, quarter: Period) -> Comparison:
    """The quarter against the mean of its like in three years that nothing disturbs: one odd year then decides nothing."""
    return same_period_of_clean_years(series, quarter, years=CLEAN_YEARS)


def _quarters(series: Series, year: Comparison) -> list[tuple[str, Change]]:
    """The four quarters of the year compared, each against its like; empty when one cannot be."""
    if series.step not in {1, 3} or year.new.period.starts_on.month % 3 != 1:
        return []
    start = year.new.period.starts_on
    found = []
    for step in range(QUARTERS_IN_A_YEAR):
        month = start.month - 1 + 3 * step
        span = Period.quarter(start.year + month // 12, month % 12 // 3 + 1)
        change = same_period_last_year(series, span).change(method=METHOD)
        if change is None:
            return []
        found.append((str(span), change))
    return found
