"""A comparison from a series in words: its sentence, or why there is none, with every break and doubt that goes along.

A percentage never stands bare where recording changed between the two periods: the notes belong to the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.analysis.change import Alternative
from frankpledge.analysis.limits import Method
from frankpledge.analysis.sentences import Wording, change_sentence, joined, per_day_sentence
from frankpledge.analysis.series import Break, Comparison
from frankpledge.kernel.messages import Message, message


def comparison_sentences(
    found: Comparison,
    measure: str,
    *,
    method: Method = "exact",
    confidence: float = 0.95,
    alternative: Alternative = "two-sided",
) -> tuple[Message, ...]:
    """What may be said of a period against earlier ones: change, figure per day, doubts, breaks, in that order.

    A comparison that cannot be made gives its reason in place of the change.
    """
    doubts = (*_doubts(found), *break_notes(found.breaks))
    change = found.change(method=method, confidence=confidence, alternative=alternative)
    if change is None:
        refusal = message(
            "{measure}: no comparison can be made. {because}", measure=measure, because=found.because
        )
        return (refusal, *doubts)
    words = _wording(found, measure)
    days = (found.old[0].period.days, found.new.period.days)
    daily = per_day_sentence(change, words, days=days) if len(found.old) == 1 else None
    return (change_sentence(change, words), *([daily] if daily else []), *doubts)


def _wording(found: Comparison, measure: str) -> Wording:
    old = joined([str(total.period) for total in found.old])
    return Wording(measure, old, str(found.new.period), str(message("per year")))


def _doubts(found: Comparison) -> list[Message]:
    unsure = [str(period) for total in (*found.old, found.new) for period in total.unsure]
    left_out = [str(total.period) for total in found.left_out]
    notes = []
    if unsure:
        notes.append(message("The figures are partial or in doubt for {periods}.", periods=joined(unsure)))
    if left_out:
        notes.append(message("Left out, as not comparable: {periods}.", periods=joined(left_out)))
    return notes


def break_notes(breaks: Sequence[Break]) -> tuple[Message, ...]:
    """One note for each break that stands between figures."""
    return tuple(
        message("Mind when comparing: {what} ({when}).", what=one.what, when=one.when) for one in breaks
    )
