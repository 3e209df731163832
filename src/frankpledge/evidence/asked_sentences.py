"""What an answer to a question says, in plain sentences. Only what the counts carry; what is missing is said first."""

from __future__ import annotations

from collections.abc import Iterator

from frankpledge.analysis.change import change
from frankpledge.analysis.narrative import comparison_sentences
from frankpledge.analysis.rates import rate
from frankpledge.analysis.sentences import joined
from frankpledge.analysis.series import compare
from frankpledge.evidence.asking import MISSING, NO_OUTCOME, NO_PERSON, Answered, Line, series_of
from frankpledge.evidence.findings import METHOD
from frankpledge.evidence.rules.asking import OTHER_AREA, RATE
from frankpledge.evidence.rules.gaps import joined as joined_months
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

PER = 1000
"""Residents that a rate is given for."""
APART = {NO_OUTCOME: "without an outcome", NO_PERSON: "of a vehicle alone", MISSING: "with nothing recorded"}


def sentences(found: Answered) -> tuple[str, ...]:
    """The answer in words, the first sentence first."""
    return tuple(_sentences(found))


def span_of(found: Answered) -> Period:
    """The days that the answer covers: those of whole steps."""
    steps = found.query.steps
    return Period(steps[0].starts_on, steps[-1].ends_on)


def _sentences(found: Answered) -> Iterator[str]:
    span, (first, *others) = span_of(found), found.lines
    what = (
        f"{found.title} in {first.place.name}"
        if first.place.key != "force"
        else f"{found.title}, the whole force"
    )
    if first.total is None:
        gaps = ", ".join(str(month) for month in joined_months(list(found.missing)))
        yield f"{what}, {span}: the total is not known. There is no file for {gaps}, and missing is not none."
        return
    if found.query.other_steps and others:
        yield from _against_other_months(found, what)
    elif found.query.compare == RATE:
        yield _with_rate(found, first, f"{what}, {span}")
    elif found.query.compare == OTHER_AREA and others:
        yield from _against_another(found, first, others[0])
    else:
        yield f"{what}, {span}: {grouped(first.total)} {found.unit}."
    yield from _by_category(found)


def _against_other_months(found: Answered, what: str) -> Iterator[str]:
    before = found.query.other_steps
    old = Period(before[0].starts_on, before[-1].ends_on)
    made = compare(series_of(found), old, span_of(found))
    yield from (str(sentence) for sentence in comparison_sentences(made, what, method=METHOD))


def _with_rate(found: Answered, line: Line, what: str) -> str:
    events = line.total or 0
    if line.residents is None:
        return f"{what}: {grouped(events)} {found.unit}. There is no rate, because {line.no_rate}."
    made = rate(events, line.residents, per=PER)
    return (
        f"{what}: {grouped(round_half_up(made.value, 1))} {found.unit} for each {grouped(PER)} residents (95% interval "
        f"{made.low:.1f} to {made.high:.1f}), from {grouped(events)} {found.unit} and {grouped(line.residents)} residents."
    )


def _against_another(found: Answered, one: Line, other: Line) -> Iterator[str]:
    span = span_of(found)
    yield _with_rate(found, one, f"{found.title} in {one.place.name}, {span}")
    if other.total is None:
        yield f"In {other.place.name} the total is not known: a month of it has no file."
        return
    yield _with_rate(found, other, f"In {other.place.name}")
    if one.residents is None or other.residents is None:
        yield "Counts of two areas cannot be compared without their residents."
        return
    if not one.total or not other.total:
        yield "A rate of none cannot be compared."
        return
    made = change(other.total, one.total, exposure=(other.residents, one.residents), method=METHOD)
    yield (
        f"The rate in {one.place.name} is {_verdict(made.low, made.high)} that in {other.place.name}: "
        f"{float(made.ratio or 0):.2f} times it (95% interval {made.low:.2f} to {made.high:.2f}, for chance in the counts alone)."
    )


def _verdict(low: float, high: float) -> str:
    return "higher than" if low > 1 else "lower than" if high < 1 else "not clearly different from"


def _by_category(found: Answered) -> Iterator[str]:
    known = [one for one in found.categories if one.share is not None]
    if known:
        first = known[0]
        yield (
            f"Most often ‘{first.name}’: {grouped(first.n)} of {grouped(sum(one.n for one in known))} of which something is "
            f"recorded ({grouped(round_half_up((first.share or 0) * 100, 1))}%)."
        )
    apart = [one for one in found.categories if one.share is None]
    if apart:
        said = joined([f"{grouped(one.n)} {APART[one.name]}" for one in apart])
        yield f"Kept apart: {said}."
