"""Figures of the plan's measures out of the imported data: nobody types what has been imported."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from frankpledge.analysis.series import MISSING, UNSURE, Break, Series, whole_months
from frankpledge.evidence import api as evidence
from frankpledge.evidence.api import MeasureFacts, ValueFacts
from frankpledge.kernel.dates import Period
from frankpledge.plans.rules.measures.case import MONTHS, Case, Reading

GRANULARITY = {"month": "month", "quarter": "quarter", "year": "year"}


def readings(
    partnership: str, case: Case, feed_of: str = ""
) -> tuple[tuple[Reading, ...], tuple[Break, ...]]:
    """The readings of a measure that is fed, and the breaks of recording that touch them; none before an import."""
    counts = _series(partnership, case.feed, case.frequency)
    if case.form == "count":
        return tuple(_counted(counts)), counts.breaks
    if case.form == "rate" or feed_of:
        of = _series(partnership, feed_of, case.frequency) if feed_of else None
        return tuple(_over(partnership, case, counts, of)), counts.breaks
    return tuple(_supplied(partnership, case)), counts.breaks


def _series(partnership: str, slug: str, frequency: str) -> Series:
    if frequency == "month":
        return evidence.series(partnership, slug, granularity="month")
    if frequency == "quarter":
        return evidence.series(partnership, slug, granularity="quarter")
    return evidence.series(partnership, slug, granularity="year")


def _counted(counts: Series) -> Iterator[Reading]:
    for point in counts.points:
        value = None if point.value is None else Fraction(point.value)
        yield Reading(
            point.period,
            value,
            is_unsure=point.state in UNSURE,
            because=_why(point.state in MISSING),
            source="store",
        )


def _why(is_missing: bool) -> str:
    return "Not in the imported data" if is_missing else ""


def _over(partnership: str, case: Case, counts: Series, of: Series | None) -> Iterator[Reading]:
    beside = {one.period: one.denominator for one in evidence.values(partnership, case.feed)}
    for one in _counted(counts):
        below = _denominator(one.period, of, beside.get(one.period))
        known = one.numerator if below else None
        yield Reading(one.period, known, below, is_unsure=one.is_unsure, because=one.because or ("" if below else "No denominator was supplied"), source="store")  # fmt: skip


def _denominator(period: Period, of: Series | None, beside: object) -> Fraction | None:
    if of is not None:
        point = next((point for point in of.points if point.period == period), None)
        return Fraction(point.value) if point is not None and point.value else None
    return Fraction(str(beside)) if beside else None


def _supplied(partnership: str, case: Case) -> Iterator[Reading]:
    """A survey's percentages with how many were asked, or values as they are."""
    for one in evidence.values(partnership, case.feed):
        if whole_months(one.period) == MONTHS[case.frequency]:
            yield _survey(one) if case.form == "share" else _value(one)


def _survey(one: ValueFacts) -> Reading:
    if one.value is None:
        return Reading(one.period, None, because="Not in the imported data", source="store")
    if one.denominator:
        return Reading(one.period, Fraction(one.value), Fraction(one.denominator), source="store")
    if not one.n:
        return Reading(one.period, None, because="It is not said how many were asked", source="store")
    return Reading(one.period, Fraction(one.value) * one.n / 100, Fraction(one.n), source="store")


def _value(one: ValueFacts) -> Reading:
    return Reading(one.period, None if one.value is None else Fraction(one.value), source="store")


def form_of(known: MeasureFacts | None) -> str:
    """The form that an imported measure has by itself."""
    if known is None:
        return "count"
    if "cent" in known.unit:
        return "share"
    return "value" if known.kind in {"rate", "survey"} else "count"


def frequency_of(known: MeasureFacts | None) -> str:
    """How often an imported measure comes."""
    return known.granularity if known is not None and known.granularity in MONTHS else "year"
