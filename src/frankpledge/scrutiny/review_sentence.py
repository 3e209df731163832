"""The sentence that counts reviews of deaths by state, and whether the states account for every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frankpledge.documents.tree import Inline, Note, NoteKind, Text, text
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Outcome
from frankpledge.scrutiny.rules.phrases import in_words, inlines, sentences

if TYPE_CHECKING:
    from frankpledge.documents.figures import Figure
    from frankpledge.reviews.api import ReviewCounts

_ONE_OR_MORE = {
    "reviews-criteria-not-met": ("{count} did not meet the criteria", "{count} did not meet the criteria"),
    "reviews-transferred": (
        "{count} has been transferred to another partnership to lead",
        "{count} have been transferred to other partnerships to lead",
    ),
    "reviews-ongoing": ("{count} is ongoing", "{count} are ongoing"),
    "reviews-completed": ("{count} has been completed", "{count} have been completed"),
    "reviews-decision-pending": ("{count} awaits a decision", "{count} await a decision"),
    "reviews-challenged": (
        "the decision on {count} is challenged",
        "the decisions on {count} are challenged",
    ),
    "reviews-discontinued": ("{count} has been discontinued", "{count} have been discontinued"),
}
"""How each state is said of one and of several."""


def review_counts(counts: ReviewCounts, since: str) -> tuple[tuple[Inline, ...], Note | None]:
    """The paragraph, and a note when the counts do not account for every request or some are absent."""
    if counts.received is None:
        return text("The number of requests to consider a review is not recorded."), _note(counts)
    said = [_received(counts.received, since)]
    if counts.states:
        said.append(_by_state([(state.slug, state.figure) for state in counts.states]))
    if counts.verdict.outcome is Outcome.HOLDS:
        said.append((Text("The states account for every request: "), *_sum(counts), Text(".")))
    return sentences(said), _note(counts)


def _received(figure: Figure, since: str) -> tuple[Inline, ...]:
    plural = "request" if figure.value == 1 else "requests"
    said = message(
        "Since {since}, the partnership has received {received} {requests} to consider a review."
        if since
        else "The partnership has received {received} {requests} to consider a review.",
        since=since, received=_shown(figure), requests=message(plural),
    )  # fmt: skip
    return inlines(said, {"received": figure})


def _by_state(states: list[tuple[str, Figure]]) -> tuple[Inline, ...]:
    found: list[Inline] = [Text("Of these, ")]
    for place, (slug, figure) in enumerate(states):
        if place:
            found.append(Text(" and " if place == len(states) - 1 else ", "))
        pattern = _ONE_OR_MORE[slug][0 if figure.value == 1 else 1]
        found += inlines(message(pattern, count=_shown(figure)), {"count": figure})
    return (*found, Text("."))


def _shown(figure: Figure) -> str:
    return figure.text if figure.value is None else in_words(int(figure.value))


def _sum(counts: ReviewCounts) -> list[Inline]:
    """13 = 2 + 3 + 5 + 3, each number opening."""
    figures = [counts.received, *(state.figure for state in counts.states)]
    found: list[Inline] = []
    for place, figure in enumerate(figures):
        if figure is not None:
            joint = "" if place == 0 else " = " if place == 1 else " + "
            found += inlines(message("{joint}{count}", joint=joint, count=figure.text), {"count": figure})
    return found


def _note(counts: ReviewCounts) -> Note | None:
    if counts.verdict.outcome is Outcome.HOLDS:
        return None
    kind = NoteKind.FLAG if counts.verdict.outcome is Outcome.FAILS else NoteKind.CAVEAT
    working = "".join(f" {reason.working}." for reason in counts.verdict.reasons)
    return Note(kind, text(f"{counts.verdict}{working}"))
